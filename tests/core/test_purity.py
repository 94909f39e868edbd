"""The core says what a hub is without Sphinx; whoever imports it gets neither Sphinx nor docutils."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
import sphinx_hub
from sphinx_hub import core

CORE = [f"{core.__name__}.{module.name}" for module in pkgutil.walk_packages(core.__path__)]

_SCRIPT = """
import importlib, json, sys
sys.path.insert(0, sys.argv[1])
for name in sys.argv[2:]:
    importlib.import_module(name)
print(json.dumps(sorted(sys.modules)))
"""


def loaded_by(*names: str) -> set[str]:
    """The packages that a fresh interpreter has after the imports."""
    folder = Path(sphinx_hub.__file__).parents[1]
    command = [sys.executable, "-I", "-c", _SCRIPT, str(folder), *names]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {name.partition(".")[0] for name in json.loads(output)}


@pytest.mark.parametrize("names", [CORE, ["sphinx_hub"]], ids=["core", "package"])
def test_importing_it_brings_neither_sphinx_nor_docutils(names: list[str]) -> None:
    assert loaded_by(*names) & {"sphinx", "docutils"} == set()


def test_every_part_of_the_core_was_imported() -> None:
    names = ("model", "meta_keys", "graph", "check", "page_view", "export")
    assert {f"{core.__name__}.{name}" for name in names} <= set(CORE)


def test_what_does_import_docutils_is_found_out() -> None:
    assert "docutils" in loaded_by("sphinx_hub.nodes")
