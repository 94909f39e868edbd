"""Runs the snippets of the site's pages: each page's Python blocks in one namespace, each output block compared."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterable
from difflib import unified_diff
from pathlib import Path

import pytest
from sybil import Document, Example, Region, Sybil
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.myst import CodeBlockParser
from sybil.typing import Evaluator, Parser

from tools.sources import sources

_PRINTED = "_printed_by_the_last_block"
_run = PythonEvaluator()


def _python(example: Example) -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        _run(example)
    example.namespace[_PRINTED] = printed.getvalue()


def _output(example: Example) -> str | None:
    printed = example.namespace.pop(_PRINTED, None)
    if printed is None:
        return "an output block stands below no Python block"
    shown, real = example.parsed.rstrip().splitlines(), printed.rstrip().splitlines()
    return "\n".join(unified_diff(shown, real, "shown on the page", "printed", lineterm="")) or None


# A long fence with a language of its own shows how Markdown is written; what stands in it is no code of the page.
_SHOWN = re.compile(r"^[ ]*(`{4,}|~{4,})\w.*?^[ ]*\1", re.DOTALL | re.MULTILINE)


def _blocks(language: str, evaluate: Evaluator) -> Parser:
    blocks = CodeBlockParser(language, evaluate)

    def parse(document: Document) -> Iterable[Region]:
        shown = [match.span() for match in _SHOWN.finditer(document.text)]
        return [block for block in blocks(document) if not any(a < block.start < b for a, b in shown)]

    return parse


_PAGES = frozenset(sources("**.md"))
_collect = Sybil(parsers=[_blocks("python", _python), _blocks("output", _output)], patterns=["*.md"]).pytest()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect the pages of the site, in whatever folder they are."""
    return _collect(file_path, parent) if file_path in _PAGES else None
