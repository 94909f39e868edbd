"""Takes a hub's own block out of the source of a page: ``hub`` in the front matter of Markdown, or in a notebook's metadata.

The block is read from the text as typed, by the rules of a ``hub-meta``. What is left has as many lines as before, so
that the page's own parser, which never sees the block, counts them as an editor does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from .meta_keys import Parsed, parse_pairs
from .model import Problem, Subtype
from .yamltree import Fault, Listing, Mapping, Node, Pairs, Refused, Scalar, YamlError, half_character, load, no_keys

KEY = "hub"
_DEEPEST = 8


class Taken(NamedTuple):
    """What the block states, and the source of the page without it."""

    parsed: Parsed
    rest: str


def take_from_markdown(source: str, *, docname: str, suffixes: Sequence[str] = (), root: str = "index") -> Taken | None:
    """Take the block out of a page's front matter; None where there is none. Lines are those of the file."""
    lines = source.split("\n")
    end = _end_of_front_matter(lines)
    is_ours = _ours(lines[1:end])
    if not any(is_ours):
        return None
    front = lines[1:end]
    block = "\n".join(line if ours else "" for line, ours in zip(front, is_ours, strict=True))
    rest = ["" if ours else line for line, ours in zip(front, is_ours, strict=True)]
    if all(not line.strip() or line.startswith("#") for line in rest):  # no front matter is left, not even an empty one
        rest = [""] * len(rest)
        lines[0] = lines[end] = ""
    first = is_ours.index(True) + 2
    parsed = parse_pairs(
        lambda fault: _block_in(load(block, 2, fault), fault),
        docname=docname,
        line=first,
        suffixes=suffixes,
        root=root,
        in_front_matter=True,
    )
    return Taken(parsed, "\n".join([lines[0], *rest, *lines[end:]]))


def _end_of_front_matter(lines: Sequence[str]) -> int:
    """The index of the line that closes the front matter; 0 where a page has none."""
    if not lines[0].startswith("---") or lines[0].strip() != "---":
        return 0
    return next((number for number, line in enumerate(lines) if number and line.rstrip() == "---"), 0)


def _ours(lines: Sequence[str]) -> list[bool]:
    """For each line of a front matter, whether it belongs to the key ``hub``."""
    ours: list[bool] = []
    for line in lines:
        if re.match(rf"{KEY}[ \t]*:(?:\s|$)", line):
            ours.append(True)
        else:  # what is indented, and a list that is not, goes with the key above it
            goes_on = not line.strip() or line[0] in " \t#" or line.startswith("- ")
            ours.append(bool(ours and ours[-1] and goes_on))
    return ours


def _block_in(pairs: Pairs, fault: Fault) -> Pairs:
    """The pairs of the block, of which there should be one."""
    (key, value), *others = pairs
    for other, _ in others:
        fault(
            other.line, f"`{KEY}` stands twice in the front matter; the one in line {key.line} counts, remove this one"
        )
    if isinstance(value, Refused):
        return ()
    if not isinstance(value, Mapping):
        raise YamlError(key.line, no_keys(f"`{KEY}`"))
    return value.pairs


# -- notebooks --------------------------------------------------------------------------------------------


LINES_OF_A_CELL = 10_000
"""MyST-NB gives the lines of a cell of a notebook as the cell's number, from 1, times this, and the line in it."""


class _Object(dict[str, Any]):
    """A JSON object that knows its pairs as they were typed, equal keys among them."""

    def __init__(self, pairs: Sequence[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


def take_from_notebook(source: str, *, docname: str, suffixes: Sequence[str] = (), root: str = "index") -> Taken | None:
    """Take the block out of a notebook's metadata; None where there is none. Nothing in it has a line."""
    try:
        notebook = json.loads(source, object_pairs_hook=_Object)
    except (ValueError, RecursionError):  # the page's own parser will say so
        return None
    metadata = notebook.get("metadata") if isinstance(notebook, _Object) else None
    if not isinstance(metadata, _Object) or KEY not in metadata:
        return None
    stated = metadata.pop(KEY)

    def pairs(fault: Fault) -> Pairs:
        value = _node(stated, 1, fault)
        if isinstance(value, Refused):
            return ()
        if not isinstance(value, Mapping):
            raise YamlError(0, no_keys(f"`{KEY}`"))
        return value.pairs

    parsed = parse_pairs(pairs, docname=docname, line=0, suffixes=suffixes, root=root, in_front_matter=True)
    return Taken(parsed, json.dumps(notebook, ensure_ascii=False, indent=1))


def _node(value: Any, depth: int, fault: Fault) -> Node:
    """A JSON value as the tree that a ``hub-meta`` is read from: scalars are the text that they would be in YAML."""
    if isinstance(value, _Object | list) and depth > _DEEPEST:
        fault(0, f"the metadata nests more than {_DEEPEST} deep, and no key of hub-meta does")
        return Refused(0)
    if isinstance(value, _Object):
        return Mapping(tuple((_scalar(key), _node(inner, depth + 1, fault)) for key, inner in value.pairs), 0)
    if isinstance(value, list):
        return Listing(tuple(_node(inner, depth + 1, fault) for inner in value), 0)
    text = value if isinstance(value, str) else "" if value is None else json.dumps(value)
    if refusal := half_character(text):
        fault(0, refusal)
        return Refused(0)
    return _scalar(text)


def _scalar(text: str) -> Scalar:
    return Scalar(text, 0, block=False, comment=False)


# -- cells that nothing reads -----------------------------------------------------------------------------

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,}|:{3,})(.*)")
_META = re.compile(r"^\s*(?:(?:`{3,}|:{3,})\s*\{hub-meta\}|\.\. hub-meta::)", re.MULTILINE)
_ADVICE = "so nothing reads it; move it into a Markdown cell that is shown"


def unread_in_notebook(source: str, *, docname: str) -> Iterator[Problem]:
    """A problem for each ``hub-meta`` in a cell of a notebook that is no part of the page."""
    try:
        cells = json.loads(source)["cells"]
        found = [
            (number, "a raw cell" if cell["cell_type"] == "raw" else "tagged `remove-cell`")
            for number, cell in enumerate(cells, start=1)
            if cell["cell_type"] == "raw" or "remove-cell" in cell.get("metadata", {}).get("tags", ())
            if _META.search("".join(cell["source"]))
        ]
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        return
    for number, why in found:
        message = f"a hub-meta stands in cell {number}, which is {why}, {_ADVICE}"
        yield Problem(docname=docname, line=0, subtype=Subtype.META, message=message)


def unread_in_markdown(source: str, *, docname: str) -> Iterator[Problem]:
    """The same for a notebook that is written as text."""
    removed = False
    fence = inside = ""
    for line, text in enumerate(source.split("\n"), start=1):
        found = _FENCE.match(text)
        why = ""
        if fence:
            if found and found[1].startswith(fence) and not found[2].strip():
                fence = ""
            elif inside == "{raw-cell}" and _META.match(text):
                why = "in a raw cell"
        elif found:
            fence, inside = found[1], found[2].split()[0] if found[2].split() else ""
            if removed and _META.match(text):
                why = "in a cell tagged `remove-cell`"
        elif text.startswith("+++"):
            removed = "remove-cell" in text
        if why:
            message = f"a hub-meta stands {why}, {_ADVICE}"
            yield Problem(docname=docname, line=line, subtype=Subtype.META, message=message)
