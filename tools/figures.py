"""Draws each figure of the articles once more as PNG, for builders that cannot show SVG (LaTeX, Texinfo).

A page names its figure as ``figures/NAME.*``, so that every builder takes the form that it can show. The pictures are
drawn in the light colors, at twice the figure's size, by the Chromium that the tests use.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools.sources import sources

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Draw the figures of all sections, or those that are named; returns the exit code."""
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        print("figures are drawn by Chromium, and none is installed (on Debian: apt-get install chromium)")
        return 1
    figures = [Path(name) for name in sys.argv[1:]] or sources("**/figures/*.svg")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page(device_scale_factor=2, color_scheme="light")
        for figure in figures:
            page.set_content(f'<body style="margin:0">{figure.read_text("utf-8")}</body>')
            page.locator("svg").first.screenshot(path=figure.with_suffix(".png"))
        chromium.close()
    print(f"{len(figures)} figures drawn")
    return 0


if __name__ == "__main__":
    sys.exit(main())
