"""Runs the articles' snippets: each page's Python blocks in one namespace, each output block compared."""

from __future__ import annotations

import contextlib
import io
from difflib import unified_diff

from sybil import Example, Sybil
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.myst import CodeBlockParser

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


pytest_collect_file = Sybil(
    parsers=[CodeBlockParser("python", _python), CodeBlockParser("output", _output)],
    patterns=["*.md"],
    path="foundations",
).pytest()
