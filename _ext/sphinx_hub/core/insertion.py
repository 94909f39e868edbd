"""Puts metadata into the source of a page that has none, and leaves all else as its author typed it.

Front matter is for Markdown, a directive below the title for reStructuredText, and ``hub`` in the metadata for a notebook.
Where reStructuredText or a notebook has no place for it, the function returns None.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from textwrap import indent
from typing import Any

from .front_matter import KEY, LINES_OF_A_CELL, take_from_markdown, take_from_notebook

Value = str | Sequence[str]
"""A text, or a list of references."""

_DIRECTIVE = re.compile(r"^\s*(?:[`~:]{3,}\s*\{hub-meta\}|\.\. hub-meta::)", re.MULTILINE)


def has_metadata(source: str, *, is_notebook: bool = False) -> bool:
    """Whether a page states something already, be it right or wrong."""
    if is_notebook:
        return "{hub-meta}" in source or take_from_notebook(source, docname="") is not None
    return bool(_DIRECTIVE.search(source)) or take_from_markdown(source.replace("\r\n", "\n"), docname="") is not None


def yaml_lines(meta: Mapping[str, Value]) -> Iterator[str]:
    """The keys as YAML that a ``hub-meta`` reads as they are meant."""
    for key, value in meta.items():
        if not isinstance(value, str):
            yield f"{key}:"
            yield from (f"  - {_scalar(name)}" for name in value)
        elif _is_plain(value):
            yield f"{key}: {value}"
        else:  # behind a bar every character is text
            yield f"{key}: |"
            yield f"  {value}"


def _is_plain(text: str) -> bool:
    """Whether YAML reads a text as typed without marks around it."""
    return bool(re.match(r"[^\W_]", text)) and not re.search(
        r":(?:\s|$)|\s#|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]", text
    )


def _scalar(text: str) -> str:
    return text if re.fullmatch(r"/?\w(?:[\w./ -]*[\w./-])?", text) else json.dumps(text, ensure_ascii=False)


def into_markdown(source: str, meta: Mapping[str, Value]) -> str:
    """The source of a Markdown page with ``hub`` in its front matter."""
    mark = "\ufeff" if source.startswith("\ufeff") else ""
    text = source.removeprefix(mark)
    end = "\r\n" if "\r\n" in text else "\n"
    block = [f"{KEY}:", *(f"  {line}" for line in yaml_lines(meta))]
    lines = text.split("\n")
    if lines[0].startswith("---") and lines[0].strip() == "---":
        close = next((number for number, line in enumerate(lines) if number and line.rstrip() == "---"), 0)
        if close:
            head = "\n".join(lines[:close]) + "\n"
            return mark + head + "".join(line + end for line in block) + "\n".join(lines[close:])
    return mark + "".join(line + end for line in ("---", *block, "---", "")) + text


_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1*\s*")


def into_restructuredtext(source: str, meta: Mapping[str, Value], title: str) -> str | None:
    """The source of a reStructuredText page with a ``hub-meta`` below its ``title``, which is as typed."""
    end = "\r\n" if "\r\n" in source else "\n"
    lines = source.split("\n")
    stated = " ".join(title.split())
    for number, (line, below) in enumerate(zip(lines, lines[1:], strict=False)):
        words = line.removeprefix("\ufeff").strip()
        is_line = _ADORNMENT.fullmatch(below) and (len(below.rstrip()) >= 4 or len(below.rstrip()) >= len(words))
        if words and " ".join(words.split()) == stated and is_line and (not line[:1].isspace() or number):
            head, rest = lines[: number + 2], lines[number + 2 :]
            block = [".. hub-meta::", "", *indent("\n".join(yaml_lines(meta)), "   ").split("\n")]
            added = "".join(line + end for line in ("", *block))
            gap = "" if not rest or not rest[0].strip() else end
            top = "\n".join(head)
            top += "\n" if rest else end  # the title may be all that the file has
            return top + added + gap + "\n".join(rest)
    return None


def into_notebook(source: str, meta: Mapping[str, Value]) -> str | None:
    """The source of a notebook with ``hub`` in its metadata; None where it is not written as programs write notebooks."""
    try:
        notebook: Any = json.loads(source)
    except (ValueError, RecursionError):
        return None
    for spaces in (1, 2, 4, None):
        for ascii_only in (False, True):
            for tail in ("\n", ""):
                if json.dumps(notebook, indent=spaces, ensure_ascii=ascii_only) + tail != source:
                    continue
                if not isinstance(notebook, dict) or not isinstance(notebook.get("metadata"), dict):
                    return None
                own = {key: value if isinstance(value, str) else list(value) for key, value in meta.items()}
                notebook["metadata"] = {**notebook["metadata"], KEY: own}
                return json.dumps(notebook, indent=spaces, ensure_ascii=ascii_only) + tail
    return None


def line_in_notebook(source: str, number: int) -> int:
    """The line of a notebook's file for one that MyST-NB counts: ten thousand times the cell, and the line in it and one.

    Zero where it is not found.
    """
    cell, line = divmod(number, LINES_OF_A_CELL)
    try:
        text = "".join(json.loads(source)["cells"][cell - 1]["source"]).split("\n")[line - 2]
    except (ValueError, LookupError, TypeError, RecursionError):
        return 0
    for ascii_only in (False, True):
        typed = json.dumps(text, ensure_ascii=ascii_only)[1:-1]
        found = [
            n
            for n, row in enumerate(source.split("\n"), start=1)
            if row.strip().strip('",').removesuffix("\\n") == typed
        ]
        if found:
            return found[0]
    return 0
