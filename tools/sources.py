"""The site's source files, wherever its sections are: what ``conf.py`` excludes is none of them."""

from __future__ import annotations

import runpy
from pathlib import Path

from sphinx.util.matching import get_matching_files

ROOT = Path(__file__).parents[1]


def sources(pattern: str) -> list[Path]:
    """The files that match a pattern, sorted; in it ``**`` matches slashes, too, as it does in ``conf.py``."""
    excluded = runpy.run_path(str(ROOT / "conf.py"))["exclude_patterns"]
    return sorted(ROOT / name for name in get_matching_files(ROOT, [pattern], excluded))
