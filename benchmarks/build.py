"""What a hub costs to build: the same seeded articles as a stock project, a plain one, and a hub (see ``projects.py``).

    python benchmarks/build.py                          # 100 and 1,000 articles, three runs
    python benchmarks/build.py --sizes 100 1000 5000    # the hub also at 5,000
    python benchmarks/build.py --stock-large            # stock also at 1,000: about twenty minutes more

Each build is a whole process, ``python -m sphinx -b html -q -j 1``, of a project that was written anew for each run and
then edited: clean, no change, one body, one title, one prerequisite, one deletion. The kinds take turns at each of
these, so that what else the machine does hits all alike, and the ratios are of the same run. A build that fails or says
anything ends the benchmark. Figures:

CPU      user and system seconds of the process, the median of the runs
wall     seconds by the clock, the same
memory   the largest resident set, in MB
pages    HTML files of documents that were written, by their times; of stock and plain, after a title or a deletion,
         fewer than would have to be
bytes    the mean size of an article's HTML, after the clean build
index    the size of ``searchindex.js``, after the clean build, and of the same with gzip

A ratio is the median of the runs' own ratios, with the least and the greatest behind it: where they lie far apart, the
machine was busy, and more runs or a quieter machine are needed. Do not edit the extension meanwhile: each build
imports it anew. An interrupt ends the measuring, and the tables show what there is.
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from itertools import product
from pathlib import Path
from statistics import mean, median

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.projects import KINDS, Project

STEPS: Mapping[str, Callable[[Project], object] | None] = {
    "clean": None,
    "no change": None,
    "one body": Project.edit_body,
    "one title": Project.edit_title,
    "one prerequisite": Project.edit_prerequisite,
    "one deletion": Project.delete,
}
STOCK_LIMIT = 100
PLAIN_LIMIT = 1000
LIMITS = {"no change": 1.1, "one body": 1.15, "clean": 1.08}


@dataclass(frozen=True)
class Build:
    """What one build took; sizes in bytes, times in seconds."""

    cpu: float
    wall: float
    memory: int
    pages: int
    page_bytes: float
    index_bytes: int
    index_gzip: int


class Bench:
    """A project of one kind on disk."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.kind = kind
        self.source = folder / kind
        self.output = folder / f"{kind}-html"
        self._files: dict[str, str] = {}

    def write(self, project: Project) -> None:
        """Bring the files up to date: those that stay as they are keep their times."""
        files = project.files(self.kind)
        for name in self._files.keys() - files.keys():
            (self.source / name).unlink()
        for name, text in files.items():
            if self._files.get(name) != text:
                path = self.source / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        self._files = files

    def build(self, *, sizes: bool) -> Build:
        """Build it in a process of its own."""
        options = ("-b", "html", "-q", "-j", "1", "-d", str(self.output.with_name(f"{self.kind}-doctrees")))
        command = [sys.executable, "-m", "sphinx", *options, str(self.source), str(self.output)]
        begun = time.time_ns()
        start = time.perf_counter()
        with tempfile.TemporaryFile("w+") as said:
            process = subprocess.Popen(command, stdout=said, stderr=said, env=_environment())
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            wall = time.perf_counter() - start
            said.seek(0)
            text = said.read()
        if process.returncode or text:
            sys.exit(f"the build of {self.source} ended with {process.returncode}\n{text}")
        pages = [self.output / name.replace(".md", ".html") for name in self._files if name.endswith(".md")]
        index = (self.output / "searchindex.js").read_bytes() if sizes else b""
        return Build(
            cpu=used.ru_utime + used.ru_stime,
            wall=wall,
            memory=used.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
            pages=sum(page.stat().st_mtime_ns >= begun for page in pages),
            page_bytes=mean(page.stat().st_size for page in pages if page.name != "index.html") if sizes else 0,
            index_bytes=len(index),
            index_gzip=len(gzip.compress(index, 9)),
        )


def _environment() -> dict[str, str]:
    # The extension's bytecode is kept, as that of every installed package is.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**environment, "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}


Results = dict[tuple[int, str, str], list[Build]]
"""Size, kind and step -> one build for each run."""


def measure(size: int, kinds: Iterable[str], folder: Path, results: Results, count: int) -> None:
    """One run: each kind, at each of the first ``count`` steps."""
    project = Project(size)
    benches = [Bench(folder / str(size), kind) for kind in kinds]
    for number, (step, edit) in enumerate(list(STEPS.items())[:count]):
        if edit:
            edit(project)
        for bench in benches[number % len(benches) :] + benches[: number % len(benches)]:
            bench.write(project)
            print(f"{size} {bench.kind}: {step}", file=sys.stderr)
            results.setdefault((size, bench.kind, step), []).append(bench.build(sizes=step == "clean"))
    shutil.rmtree(folder / str(size))


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    head = list(head)
    print("\n| " + " | ".join(head) + " |")
    print("| --- " * 2 + "| ---: " * (len(head) - 2) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


def _figures(results: Results) -> None:
    rows = []
    for (size, kind, step), builds in sorted(
        results.items(), key=lambda item: (item[0][0], list(STEPS).index(item[0][2]))
    ):
        clean = builds[0].index_bytes > 0
        rows.append(
            [
                f"{size:,} {kind}",
                step,
                str(len(builds)),
                f"{median(b.cpu for b in builds):.2f}",
                f"{median(b.wall for b in builds):.2f}",
                f"{median(b.memory for b in builds) / 1e6:.0f}",
                f"{median(b.pages for b in builds):,.0f}",
                f"{builds[0].page_bytes:,.0f}" if clean else "",
                f"{builds[0].index_bytes:,}" if clean else "",
                f"{builds[0].index_gzip:,}" if clean else "",
            ]
        )
    _table(["articles", "build", "runs", "CPU s", "wall s", "MB", "pages", "bytes a page", "index", "gzip"], rows)


def _ratio(over: list[Build], under: list[Build], factor: float = 1) -> str:
    ratios = sorted(factor * a.cpu / b.cpu for a, b in zip(over, under, strict=False))
    return f"{median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"


def _ratios(results: Results, sizes: list[int]) -> None:
    rows = []
    for size, (over, under), step in product(sizes, (("hub", "plain"), ("stock", "hub")), STEPS):
        if (size, over, step) in results and (size, under, step) in results:
            limit = "" if over == "stock" else str(LIMITS.get(step, ""))
            if over == "stock" and step == "clean" and size >= 1000:
                limit = "at least 10"
            rows.append(
                [
                    f"{over} / {under}, {size:,}",
                    step,
                    _ratio(results[size, over, step], results[size, under, step]),
                    limit,
                ]
            )
    for size in sizes[1:]:
        for kind in KINDS:
            if (size, kind, "clean") in results and (sizes[0], kind, "clean") in results:
                ratio = _ratio(results[size, kind, "clean"], results[sizes[0], kind, "clean"], sizes[0] / size)
                limit = "1.2" if kind == "hub" else ""
                rows.append([f"{kind}, CPU per article, {size:,} / {sizes[0]:,}", "clean", ratio, limit])
    _table(["ratio of CPU", "build", "median (range)", "at most"], rows)


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000], help="numbers of articles (100 1000)")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS, help="kinds of project (all)")
    parser.add_argument("--runs", type=int, default=3, help="how often all is done (3)")
    parser.add_argument(
        "--steps", type=int, default=len(STEPS), help="only the first so many steps; 1: clean alone (6)"
    )
    parser.add_argument("--stock-large", action="store_true", help=f"stock above {STOCK_LIMIT} articles, too, once")
    parser.add_argument("--plain-large", action="store_true", help=f"plain above {PLAIN_LIMIT} articles, too")
    parser.add_argument("--folder", type=Path, help="where the projects are written (a temporary folder)")
    options = parser.parse_args()
    sizes = sorted(options.sizes)
    results: Results = {}
    # What was measured is told, also where it is interrupted.
    with (
        suppress(KeyboardInterrupt),
        tempfile.TemporaryDirectory(prefix="hub-benchmark-", dir=options.folder) as folder,
    ):
        warm: Results = {}
        measure(12, options.kinds, Path(folder), warm, options.steps)  # so that all that Python compiles is compiled
        for run, size in product(range(options.runs), sizes):
            kinds = [
                kind
                for kind in options.kinds
                if (kind != "stock" or size <= STOCK_LIMIT or (options.stock_large and not run))
                and (kind != "plain" or size <= PLAIN_LIMIT or options.plain_large)
            ]
            if kinds:
                measure(size, kinds, Path(folder), results, options.steps)
    names = ("sphinx", "furo", "myst-parser", "docutils", "pystemmer")
    print(f"`python {' '.join(sys.argv)}`: {', '.join(f'{name} {version(name)}' for name in names)};")
    print(
        f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end"
    )
    _figures(results)
    _ratios(results, sizes)


if __name__ == "__main__":
    main()
