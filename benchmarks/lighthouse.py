"""What Lighthouse says of the built site: the audits that fail on a phone and a desktop, and how fast pages are shown.

    make html
    npm install --prefix DIRECTORY lighthouse
    python -m benchmarks.lighthouse DIRECTORY/node_modules/.bin/lighthouse [--runs 5] [--site _build/html] [PAGE...]

Lighthouse is the one part that needs node, so it is installed wherever one likes, and nothing else here asks for it. The
site is served on loopback as a web host would serve it, compressed and with a lifetime for caches. Chromium is the
distribution's. Each line has a page, a device, the median score of each category, and the lowest one of performance; below it
stand the audits whose median failed, and the advice that Lighthouse gives without counting it. The exit code is 1 if
an audit failed, or where a median of performance is below 98.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any, BinaryIO

PAGES = ("index.html", "foundations/index.html", "foundations/what-is-a-loss-function.html")
DEVICES = {"phone": (), "desktop": ("--preset=desktop",)}
LEAST = 98


class _Host(SimpleHTTPRequestHandler):
    """Text goes out compressed, and all may be kept for a year: addresses of styles and scripts change with what is in them."""

    protocol_version = "HTTP/1.1"

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Begin the answer with a file of the site; what is not there is left to the base class."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            return super().send_head()
        kind = self.guess_type(str(path))
        content = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        if kind.startswith("text/") or kind.endswith(("javascript", "json", "+xml")):
            content = gzip.compress(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=31536000")
        self.end_headers()
        return BytesIO(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of requests."""


def report(lighthouse: str, url: str, options: tuple[str, ...]) -> dict[str, Any]:
    """What Lighthouse says of a page in one run."""
    command = [lighthouse, url, "--quiet", "--output=json", "--chrome-flags=--headless=new --no-sandbox", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def faults(runs: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """What Lighthouse shows in red or yellow in most runs: ``failed`` where it counts in a score, else ``advice``; its title."""
    counts: dict[str, bool] = {}
    for ref in (ref for category in runs[0]["categories"].values() for ref in category["auditRefs"]):
        counts[ref["id"]] = counts.get(ref["id"], False) or ref["weight"] > 0
    found = []
    for name, counted in counts.items():
        scores = [run["audits"][name]["score"] for run in runs]
        scores = [score for score in scores if score is not None]
        if scores and median(scores) < 0.9:
            found.append(("failed" if counted else "advice", runs[0]["audits"][name]["title"]))
    return sorted(found)


def main() -> int:
    """Print a line for each page and device."""
    parser = argparse.ArgumentParser(description="Run Lighthouse on pages of the built site.")
    parser.add_argument("lighthouse", help="the command of an installed Lighthouse")
    parser.add_argument("pages", nargs="*", default=PAGES)
    parser.add_argument("--site", default="_build/html", help="the folder of the built site")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
    os.environ.setdefault("CHROME_PATH", chromium)

    def host(*request: Any) -> _Host:
        return _Host(*request, directory=arguments.site)

    good = True
    with ThreadingHTTPServer(("127.0.0.1", 0), host) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for page in arguments.pages:
            for device, options in DEVICES.items():
                url = f"http://127.0.0.1:{server.server_port}/{page}"
                runs = [report(arguments.lighthouse, url, options) for _ in range(arguments.runs)]
                scores = {
                    name: [round(100 * (run["categories"][name]["score"] or 0)) for run in runs]
                    for name in runs[0]["categories"]
                }
                lowest = min(scores["performance"])
                middle = ", ".join(f"{name} {median(values):g}" for name, values in scores.items())
                print(f"{page} {device}: {middle} (lowest performance {lowest})", flush=True)
                for kind, title in faults(runs):
                    print(f"    {kind}: {title}", flush=True)
                    good = good and kind != "failed"
                good = good and median(scores["performance"]) >= LEAST
        server.shutdown()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
