"""What the command line costs on a hub of 1,000 articles, beside a build that only reads.

    python benchmarks/commands.py            # 1,000 articles, three runs
    python benchmarks/commands.py 100 --runs 5

Each is a process of its own. `report` and `plan` are run where nothing was built, which should cost at most 1.2 times what
the build does, and where a build has read the same sources, which should take at most 3 s. Figures are user and system
seconds of the process, and seconds by the clock, the median of the runs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.projects import Project


def run(*arguments: str) -> tuple[float, float]:
    """The processor's seconds of a process, and those of the clock."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", *arguments], stdout=subprocess.DEVNULL, env=environment)
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{' '.join(arguments)} failed")
    return used.ru_utime + used.ru_stime, time.perf_counter() - start


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", type=int, nargs="?", default=1000, help="number of articles (1000)")
    parser.add_argument("--runs", type=int, default=3, help="how often all is done (3)")
    options = parser.parse_args()
    figures: dict[str, list[tuple[float, float]]] = {}
    for number in range(options.runs):
        with tempfile.TemporaryDirectory(prefix="hub-benchmark-") as folder:
            source = Path(folder, "source")
            files = Project(options.size).files("hub")
            for name, text in files.items():
                path = source / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            last = max(name for name in files if name.endswith(".md") and not name.endswith("index.md"))
            commands = {"report": ("report",), "plan": ("plan", last)}
            build = ("sphinx", "-q", "-b", "dummy", "-d", str(source / "_build/doctrees"), str(source), f"{folder}/out")
            for state in ("nothing was built", "a build is there"):
                for name, command in commands.items():
                    print(f"{number + 1}: {name}, {state}", file=sys.stderr)
                    measured = run("sphinx_hub", "--source", str(source), *command)
                    figures.setdefault(f"{name}, {state}", []).append(measured)
                if state == "nothing was built":
                    print(f"{number + 1}: the build", file=sys.stderr)
                    figures.setdefault("the build", []).append(run(*build))
    print(f"\n| {options.size:,} articles | CPU s | wall s |\n| --- | ---: | ---: |")
    for name, measured_runs in figures.items():
        print(f"| {name} | {median(c for c, _ in measured_runs):.2f} | {median(w for _, w in measured_runs):.2f} |")


if __name__ == "__main__":
    main()
