"""What must be so before a version is published: ``python -m tools.release TAG ADDRESS``.

TAG is that of the release, ``v`` and the version, and ADDRESS is that of the repository. It prints what is wrong, each with
its file, and exits with 1 where something is.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = "_ext/README.md"
VERSION = "_ext/sphinx_hub/__init__.py"


def faults(tag: str, address: str, root: Path = ROOT) -> Iterator[str]:
    """What is wrong, a sentence each."""
    (version,) = re.findall(r'^__version__ = "(.+)"$', (root / VERSION).read_text("utf-8"), flags=re.MULTILINE)
    if tag != f"v{version}":
        yield f"{VERSION}: the version is {version}, and the tag {tag}; the tag of this version is v{version}"
    changes = (root / "CHANGELOG.md").read_text("utf-8")
    if not re.search(rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$", changes, flags=re.MULTILINE):
        yield f"CHANGELOG.md: there is no heading `## [{version}] - YYYY-MM-DD`; what stands below Unreleased belongs there"
    urls = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["urls"]
    pictured = re.findall(r"https?://[^\s)>]+", (root / README).read_text("utf-8"))
    for file, found in (("pyproject.toml", urls.values()), (README, pictured)):
        for url in found:
            if url != address and not url.startswith(f"{address}/"):
                yield f"{file}: {url} is not below {address}; write the repository's address there"


def main(arguments: list[str]) -> int:
    """Print what is wrong; returns the exit code."""
    tag, address = arguments
    found = list(faults(tag, address.rstrip("/")))
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
