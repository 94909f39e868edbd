"""How soon the search dialog answers: on the site itself and on generated articles (see ``projects.py``).

    python benchmarks/search.py                   # the site, and 1,000 articles
    python benchmarks/search.py --sizes 100 5000

Each is built, served on loopback and opened in Chromium. ``loaded`` is the time from the key that opens the dialog for
the first time to its first options, with an empty cache. Then the queries are typed key by key, some of them mistyped;
an answer is the time from a key's event to the frame that shows what the dialog has for it. All times are in
milliseconds, of this machine and what else it does meanwhile.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.projects import Project
from tests.site.browser import chromium, serving

QUERIES = (
    "gradient descent",
    "model",
    "why does my model fail on new data",
    "trainng",
    "zxqvkwj",
    "what is a los functon",
)
ROOT = Path(__file__).resolve().parents[1]
LIMITS = {"site": 100, "generated": 150}

_TIMER = """() => {
  window.times = [];
  addEventListener("input", () => {
    const begun = performance.now();
    requestAnimationFrame(() => setTimeout(() => window.times.push(performance.now() - begun)));
  }, true);
}"""


def build(source: Path, output: Path) -> None:
    """Build a site."""
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", "-j", "auto", "-d", output.with_name("doctrees")]
    subprocess.run([*map(str, command), str(source), str(output)], check=True)


def measure(output: Path) -> tuple[float, list[float]]:
    """Milliseconds to the first options of all, and to the answer to each key."""
    with serving(output) as address, chromium() as browser:
        page = browser.new_page()
        page.goto(address + "index.html", wait_until="networkidle")
        page.evaluate("window.begun = performance.now()")
        page.keyboard.press("/")
        page.locator("[role=option]").first.wait_for()
        loaded = page.evaluate("performance.now() - window.begun")
        page.evaluate(_TIMER)
        field = page.get_by_role("combobox")
        for query in QUERIES:
            field.fill("")
            for key in query:
                page.keyboard.type(key)
                page.wait_for_timeout(5)
        page.wait_for_timeout(500)
        return loaded, page.evaluate("window.times")


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000], help="numbers of generated articles (1000)")
    options = parser.parse_args()
    print(f"{'hub':<16}{'loaded':>8}{'median':>8}{'95 %':>8}{'worst':>8}{'wanted':>8}")
    with tempfile.TemporaryDirectory(prefix="hub-search-") as folder:
        hubs = [("site", ROOT)]
        for size in options.sizes:
            source = Path(folder, str(size), "source")
            for name, text in Project(size).files("hub").items():
                path = source / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            hubs.append((f"{size:,} articles", source))
        for name, source in hubs:
            output = Path(folder, name, "html")
            build(source, output)
            loaded, times = measure(output)
            times.sort()
            figures = loaded, median(times), times[int(0.95 * (len(times) - 1))], times[-1]
            wanted = LIMITS["site" if name == "site" else "generated"]
            print(f"{name:<16}" + "".join(f"{figure:>8.0f}" for figure in figures) + f"{wanted:>8}", flush=True)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main()
