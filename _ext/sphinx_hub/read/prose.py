"""What the author of an article says, with its lines: the text in which terms may be used before they are taught.

Headings name what follows them and are left out, as are code, quotations, and what the page says of its sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from ..core.model import Prose
from ..nodes import hub_meta, hub_slot
from .notes import source_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_NOT_SAID = (
    nodes.Titular,
    nodes.Invisible,
    nodes.literal_block,
    nodes.doctest_block,
    nodes.math_block,
    nodes.raw,
    nodes.image,
    nodes.system_message,
    nodes.footnote,
    nodes.citation,
    nodes.block_quote,
    nodes.docinfo,
    addnodes.productionlist,
    addnodes.desc_signature,
    addnodes.toctree,
    hub_slot,
    hub_meta,
)
_SILENT = (nodes.literal, nodes.math, nodes.title_reference, nodes.citation_reference)
_LEFT_OUT = (nodes.image, nodes.Invisible, nodes.footnote_reference)
_QUOTATION = re.compile(r'„[^“”]*[“”]|“[^”]*”|"[^"]*"|«[^»]*»|»[^«]*«')


def prose_of(document: nodes.document, env: BuildEnvironment) -> Prose:
    """All that an author says on a page."""
    at = 0
    parts: list[str] = []
    starts: list[int] = []
    places: list[tuple[int, str]] = []
    silent: list[tuple[int, int]] = []
    emphasis: list[tuple[int, int]] = []

    def walk(node: nodes.Node) -> None:
        nonlocal at
        start = at
        if isinstance(node, nodes.Text):
            parts.append(node.astext())
            at += len(parts[-1])
        elif isinstance(node, nodes.raw):
            parts.append(" ")  # a hard break
            at += 1
        elif isinstance(node, nodes.Element) and (
            isinstance(node, nodes.target) or not isinstance(node, _LEFT_OUT)  # an inline target has a text
        ):
            for child in node.children:
                walk(child)
            if isinstance(node, _SILENT) or _is_of_others(node):
                silent.append((start, at))
            elif isinstance(node, nodes.emphasis | nodes.strong):
                emphasis.append((start, at))

    for block, line in _blocks(document, None):
        starts.append(at)
        places.append((line, source_of(env, block.source)))
        begin = len(parts)
        walk(block)
        text = "".join(parts[begin:])
        silent.extend((starts[-1] + a, starts[-1] + b) for a, b in (m.span() for m in _QUOTATION.finditer(text)))
        parts.append("\n")
        at += 1
    return Prose(
        text="".join(parts),
        starts=tuple(starts),
        places=tuple(places),
        silent=tuple(sorted(silent)),
        emphasis=tuple(emphasis),
    )


def _is_of_others(node: nodes.Element) -> bool:
    """Whether it is a link to another site, whose words are most often the title of what is there, or a citation."""
    return (isinstance(node, nodes.reference) and "refuri" in node) or node.get("refdomain") == "cite"


def _blocks(node: nodes.Element, line: int | None) -> Iterator[tuple[nodes.TextElement, int]]:
    """The blocks of text in a node, each with its line, or the nearest one above that is known."""
    line = node.line or line
    for child in node.children:
        if not isinstance(child, nodes.Element) or isinstance(child, _NOT_SAID):
            continue
        if isinstance(child, nodes.TextElement):
            yield child, child.line or line or 1
        elif isinstance(child, nodes.table) and (lines := lines_of_rows(child)):
            for row, at in lines:
                for block, _ in _blocks(row, at):
                    yield block, at
        else:
            yield from _blocks(child, line)


def lines_of_rows(table: nodes.table) -> list[tuple[nodes.row, int]]:
    """The rows of a Markdown table, a line each, below a line of dashes; MyST gives most of them the line of the first.

    Empty for other tables: their rows have no lines, and the paragraphs in them have the right ones.
    """
    rows = list(table.findall(nodes.row))
    if "colwidths-auto" not in table["classes"] or not rows or not all(row.line for row in rows):
        return []
    return [(row, (table.line or rows[0].line or 1) + number + bool(number)) for number, row in enumerate(rows)]
