"""Every diagnostic: its input and its exact output stand side by side in ``fixtures/diagnostics``."""

from __future__ import annotations

from pathlib import Path

import pytest
from sphinx_hub.core.model import Subtype

from tests.projects import Build, parse_files

FIXTURES = sorted(Path(__file__).with_name("fixtures").joinpath("diagnostics").glob("*.txt"))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_fixture(path: Path, build: Build) -> None:
    files = parse_files(path.read_text(encoding="utf-8"))
    expected = files.pop("expected").splitlines()
    built = build(files, builder="dummy")
    assert built.hub_warnings == expected
    assert build(files, builder="dummy").hub_warnings == expected, "a build that changes nothing repeats them"


def test_every_subtype_has_a_fixture() -> None:
    texts = "".join(path.read_text(encoding="utf-8") for path in FIXTURES)
    assert [subtype for subtype in Subtype if f"[hub.{subtype}]" not in texts] == []
