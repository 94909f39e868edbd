"""What a doctree says as plain text: a reader's text, and its words. What is known later stands in it as pending."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels

from ..core.model import Passage, Pending, Text
from ..nodes import find_blocks, hub_meta, hub_slot
from .references import reference_of

_SILENT = (
    nodes.Invisible,
    nodes.system_message,
    nodes.raw,
    nodes.image,
    nodes.label,
    hub_slot,
    hub_meta,
    addnodes.toctree,
)
_NOT_WORDS = (
    *_SILENT,
    nodes.literal_block,
    nodes.doctest_block,
    nodes.math_block,
    addnodes.productionlist,
    addnodes.desc_signature,
    nodes.docinfo,
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_KNOWN = ("docutils.", "sphinx.addnodes", __name__.partition(".")[0])
"""Where the nodes come from that every builder shows alike."""


def passages_in(root: nodes.Element) -> list[nodes.Element]:
    """The parts of a page of which only its builder decides whether they are shown, in order.

    They are what tags decide about, and what is in nodes of other extensions, which may go before the page is written
    or have settings that hide them.
    """
    found = []
    pending: list[nodes.Node] = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, nodes.Element) and not isinstance(node, hub_meta):
            if is_conditional(node):
                found.append(node)
            pending.extend(reversed(node.children))
    return found


def is_conditional(node: nodes.Element) -> bool:
    """Whether a node may be shown or not."""
    if isinstance(node, addnodes.only):
        return True
    return not type(node).__module__.startswith(_KNOWN) and bool(node.children)


class Reader:
    """Reads the text of a page, or of parts of it.

    ``hides`` says whether nothing of a node is shown, once that is known; before, such nodes are pending passages.
    """

    def __init__(
        self, document: nodes.document, docname: str, *, hides: Callable[[nodes.Element], bool] | None = None
    ) -> None:
        self._document = document
        self._docname = docname
        self._hides = hides
        self._passages = {} if hides else {id(node): number for number, node in enumerate(passages_in(document))}

    def text(self, *elements: nodes.Node) -> Text:
        """The text that a reader sees in the elements: blocks a blank line apart."""
        parts: list[str | Pending] = []

        def add(part: str | Pending) -> None:
            if isinstance(part, str) and parts and isinstance(parts[-1], str):
                parts[-1] += part
            else:
                parts.append(part)

        def walk(node: nodes.Node) -> None:
            if isinstance(node, nodes.Text):
                add(node.astext())  # without the marks of reStructuredText's escapes
            elif _is_break(node):
                add("\n")
            elif isinstance(node, nodes.footnote_reference):
                add(f"[{node.astext()}]")
            elif (pending := self._pending(node)) is not None:
                add(pending)
            elif isinstance(node, nodes.Element) and self._is_shown(node):
                if isinstance(node, nodes.Admonition) and node.tagname in admonitionlabels:
                    add(f"{admonitionlabels[node.tagname]}\n\n")  # the theme writes it over the text
                for child in node.children:
                    if parts and _is_block(child) and not str(parts[-1]).endswith("\n\n"):
                        add("\n\n")
                    walk(child)

        for element in elements:
            if parts:
                add("\n\n")
            walk(element)
        if parts and isinstance(parts[-1], str):
            parts[-1] = parts[-1].rstrip()
        return tuple(part for part in parts if part)

    def passage_around(self, node: nodes.Node) -> Passage | None:
        """The innermost pending passage that a node stands in."""
        while node is not None:
            if (number := self._passages.get(id(node))) is not None:
                return Passage(docname=self._docname, number=number)
            node = node.parent
        return None

    def words(self) -> tuple[int, tuple[Pending, ...]]:
        """The words of the page, and what is pending among them, each counted as one.

        Words are runs of other than white space in its paragraphs, headings below the title, lists, tables, captions
        and answers; not in its title, metadata, questions, code, display math or comments.
        """
        pending: list[Pending] = []
        texts = self.counted_texts(self._document, pending)
        return sum(len(text.split()) for text in texts), tuple(pending)

    def counted_texts(self, root: nodes.Element, pending: list[Pending] | None = None) -> Iterator[str]:
        """The texts in which words are counted; each pending part is one there, and put into the list."""
        blocks: list[nodes.Node] = [root]

        def text_in(node: nodes.Node) -> str:
            if isinstance(node, nodes.Text):
                return node.astext()
            if (found := self._pending(node)) is not None:
                return noted(found)
            if _is_break(node):
                return "\n"
            if not self._is_shown(node):
                return ""
            return "".join(map(text_in, node.children))

        def noted(found: Pending) -> str:
            if pending is not None:
                pending.append(found._replace(counted=True) if isinstance(found, Passage) else found)
            return "\N{OBJECT REPLACEMENT CHARACTER}"

        while blocks:
            node = blocks.pop()
            if (found := self._pending(node)) is not None:
                yield noted(found)
            elif isinstance(node, nodes.TextElement):
                if not _is_uncounted(node):
                    yield text_in(node)
            elif isinstance(node, nodes.Element) and not isinstance(node, _NOT_WORDS) and self._is_shown(node):
                blocks.extend(reversed(node.children))

    def _pending(self, node: nodes.Node) -> Pending | None:
        if isinstance(node, addnodes.pending_xref):
            return reference_of(node, self._document, self._docname)
        number = self._passages.get(id(node))
        return None if number is None else Passage(docname=self._docname, number=number)

    def _is_shown(self, node: nodes.Node) -> bool:
        # An inline target of reStructuredText is invisible by its class, and has a text.
        if isinstance(node, _SILENT):
            return isinstance(node, nodes.target) and bool(node.children)
        if self._hides is not None and isinstance(node, nodes.Element) and is_conditional(node):
            return not self._hides(node)
        return True


def _is_break(node: nodes.Node) -> bool:
    """Whether a line ends here, as MyST writes a hard break."""
    return isinstance(node, nodes.raw) and node["format"] == "html" and bool(_BREAK.match(node.astext()))


def shown_references(document: nodes.document) -> list[addnodes.pending_xref]:
    """The cross-references in a page's text, in order: those that are always shown, then those of which only its builder
    decides. The page's metadata are no text."""
    always: list[addnodes.pending_xref] = []
    perhaps: list[addnodes.pending_xref] = []
    pending: list[tuple[nodes.Node, list[addnodes.pending_xref]]] = [(document, always)]
    while pending:
        node, found = pending.pop()
        if isinstance(node, nodes.Element) and not isinstance(node, hub_meta):
            if is_conditional(node):
                found = perhaps
            if isinstance(node, addnodes.pending_xref):
                found.append(node)
            pending.extend((child, found) for child in reversed(node.children))
    return always + perhaps


def plain_text(root: nodes.Element) -> str:
    """All that is said in a page, without its comments: paragraphs, titles, code and captions, a line each."""
    return "\n".join(
        element.astext()
        for element in find_blocks(root, nodes.TextElement, outside=(nodes.Invisible, hub_meta, hub_slot))
    )


def _is_block(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and not isinstance(
        node, nodes.Inline | nodes.Invisible | addnodes.pending_xref
    )


def _is_uncounted(node: nodes.TextElement) -> bool:
    return isinstance(node, _NOT_WORDS) or _is_page_title(node) or _is_question(node) or _is_metadata(node)


def _is_page_title(node: nodes.Node) -> bool:
    return (
        isinstance(node, nodes.title)
        and isinstance(node.parent, nodes.section)
        and isinstance(node.parent.parent, nodes.document)
    )


def _is_metadata(node: nodes.Node) -> bool:
    """Whether it is an abstract or a dedication, as docutils makes them of a page's fields."""
    parent = node.parent
    return isinstance(parent, nodes.topic) and bool({"abstract", "dedication"}.intersection(parent["classes"]))


def _is_question(node: nodes.Node) -> bool:
    return (
        isinstance(node, nodes.title)
        and isinstance(node.parent, nodes.section)
        and bool({"hub-question", "hub-generated"}.intersection([*node.parent["classes"], *node["classes"]]))
    )
