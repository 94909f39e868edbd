"""What a build gives to its search, and what that finds, asked in Node without a browser."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.projects import Built

SCRIPT = Path(__file__).with_name("search_in_node.js")


def data_of(built: Built) -> Any:
    """What is written for the search beside Sphinx's index."""
    return json.loads(built.read("hub-search-core.js").rpartition("hubSearch.data = ")[2].removesuffix(";\n"))


def ask_node(folder: Path, *queries: str) -> list[dict[str, Any]]:
    """What the search of a built site finds for each query; skips the test where there is no Node."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed; tests/site asks the same search in a browser")
    command = [node, str(SCRIPT), str(folder)]
    done = subprocess.run(command, input=json.dumps(queries), capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found
