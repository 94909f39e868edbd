"""Fixtures that all tests share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.projects import Build, Built, run_sphinx, write_files


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Write the files of a project and build it; called again, it writes over them and builds anew."""

    def build(files: Mapping[str, str], *, builder: str = "html", **options: Any) -> Built:
        source = tmp_path / "source"
        write_files(source, files)
        return run_sphinx(source.resolve(), tmp_path / builder, builder=builder, **options)

    return build
