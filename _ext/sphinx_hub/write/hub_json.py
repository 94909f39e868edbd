"""``hub.json``, the hub for programs, and beside it the schema that describes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..core.export import hub_json
from ..core.text import dump

if TYPE_CHECKING:
    from ..build.derived import Build

FILE = "hub.json"
SCHEMA = Path(__file__).parents[1] / "hub.schema.json"


def is_written(build: Build) -> bool:
    """Whether the output directory has a ``hub.json``."""
    return Path(build.builder.outdir, FILE).is_file()


def write(build: Build) -> None:
    """Write both files, where a builder makes a web site."""
    if not build.is_web:
        return
    data = hub_json(build.graph, build.builder.get_target_uri, build.resolution, build.moved)
    Path(build.builder.outdir, FILE).write_text(dump(data) + "\n", encoding="utf-8")
    Path(build.builder.outdir, SCHEMA.name).write_bytes(SCHEMA.read_bytes())
