"""The package's parts stand above each other: each imports only from those above it, and no two from each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import sphinx_hub
from sphinx_hub.core.components import strong_components

PACKAGE = Path(sphinx_hub.__file__).parent
LAYERS = (
    {"core"},
    {"nodes", "i18n", "sphinx_private"},
    {"settings"},
    {"read"},
    {"domain"},
    {"build"},
    {"write"},
    {"lifecycle"},
    {"cli"},
)
LEVEL = {part: number for number, layer in enumerate(LAYERS) for part in layer}


def imports(module: str, source: str) -> Iterator[tuple[int, str]]:
    """The modules of the package that a module imports, with the lines; ``read.notes`` is one of ``read``."""
    package = module.split(".")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").startswith("sphinx_hub")):
            home = package[: len(package) - node.level + 1] if node.level else []
            name = (node.module or "").removeprefix("sphinx_hub").lstrip(".")
            base = ".".join([*home, *([name] if name else [])])
            for alias in node.names:
                inner = f"{base}.{alias.name}".lstrip(".")
                yield node.lineno, inner if inner in MODULES else base


def misplaced(module: str, source: str) -> list[str]:
    """The imports of a module that stand against the order, each as a sentence that says where."""
    part = module.partition(".")[0]
    found = []
    for line, name in imports(module, source):
        other = name.partition(".")[0]
        if other and other != part and LEVEL[other] >= LEVEL[part]:
            found.append(f"{module}:{line} imports {name}, and `{other}` does not stand above `{part}`")
    return found


MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.stem not in ("__init__", "__main__")
}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_part_imports_only_from_those_above_it(module: str) -> None:
    assert misplaced(module, MODULES[module].read_text("utf-8")) == []


def test_no_modules_import_each_other() -> None:
    graph = {
        name: [n for _, n in imports(name, path.read_text("utf-8")) if n in MODULES] for name, path in MODULES.items()
    }
    assert [sorted(circle) for circle in strong_components(graph) if len(circle) > 1] == []


def test_what_stands_against_the_order_is_found() -> None:
    assert misplaced("core.page_view", "from ..read.notes import Notes\n") == [
        "core.page_view:1 imports read.notes, and `read` does not stand above `core`"
    ]
    assert misplaced("domain", "if True:\n    from .build import stamps\n") != []
    assert misplaced("nodes", "from . import i18n\n") != []
    assert misplaced("write.render", "from ..core.page_view import PageView\nfrom .slots import x\n") == []
