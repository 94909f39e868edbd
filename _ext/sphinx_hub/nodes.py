"""The node classes of the extension, and how each builder writes them.

While a page is read, generated content is a :class:`hub_slot`; before writing, a transform fills it with
ordinary docutils nodes in a :class:`hub_box`, which is an element in HTML and transparent elsewhere. What is left when a
page is written derives from docutils' own nodes, so that a builder that has never heard of it treats it as one of these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import make_refnode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder


class hub_placeholder(nodes.Element):  # noqa: N801 - docutils names nodes in lower case
    """A node that is gone before a page is written, or when it is read."""


class hub_meta(nodes.Invisible, hub_placeholder):  # noqa: N801
    """A page's metadata that translators see: a paragraph for each text, with its source line. Shown nowhere."""


class hub_text(nodes.raw, addnodes.translatable):  # noqa: N801
    """A plain text of the metadata: ``hub_role`` says what it is, ``translation`` is there once it is translated.

    It is raw, so that Sphinx looks for no markup in its translation.
    """

    def preserve_original_messages(self) -> None:
        """Nothing to do: the text as typed stays beside its translation."""

    def apply_translated_message(self, original_message: str, translated_message: str) -> None:
        """Keep the translation."""
        self["translation"], self["translated"] = translated_message, True

    def extract_original_messages(self) -> list[str]:
        """What is to be translated."""
        return [self["typed"]]


class hub_faq(nodes.General, hub_placeholder):  # noqa: N801
    """The questions as parsed, one section each, where their directive stands; gone when the page is read."""


class hub_slot(nodes.General, hub_placeholder):  # noqa: N801
    """A place for generated content.

    ``kind`` says what (see ``render``), ``page`` is the docname of the page that it was written on (which in
    singlehtml and LaTeX is not the document at hand), ``target`` the page that it is about. A plan has ``targets``
    instead, and is ``folded`` or not.
    """


class hub_quote(nodes.inline, hub_placeholder):  # noqa: N801
    """What the author of the page ``docname`` wrote, shown on another page: its links are still to be resolved."""


class hub_term(nodes.inline):  # noqa: N801
    """A link to a term around which HTML notes its ``definition``, a plain text, for the page's script to show."""


class hub_box(nodes.container):  # noqa: N801
    """An HTML element around generated content: ``tag``, ``label`` as its accessible name, and the number of ``lanes``
    of a drawing in it for the stylesheet."""


class hub_summary(nodes.paragraph):  # noqa: N801
    """The line of a ``details`` box that is always shown; a paragraph elsewhere."""


class hub_time(nodes.inline):  # noqa: N801
    """A date that machines can read."""


def slot(kind: str, page: str, target: str | None = None, **more: object) -> hub_slot:
    """A place for generated content on ``page``; its text is never part of the page's own search entry."""
    return hub_slot("", kind=kind, page=page, target=target or page, classes=["no-search"], **more)


_Block = TypeVar("_Block", bound=nodes.Element)


def find_blocks(root: nodes.Element, kind: type[_Block], *, outside: tuple[type, ...] = ()) -> Iterator[_Block]:
    """The body elements of a kind in and below ``root``, in order, without looking into texts or what is ``outside``.

    Most of a document's nodes are in its texts, so this is several times quicker than ``findall``. The tree may be
    changed in and before the element at hand.
    """
    pending: list[nodes.Node] = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, outside):
            continue
        if isinstance(node, kind):
            yield node
        if isinstance(node, nodes.Element) and not isinstance(node, nodes.TextElement):
            pending.extend(reversed(node.children))


def metadata_texts(document: nodes.document) -> dict[str, nodes.paragraph]:
    """The texts of a page's metadata by what they are; the parser's messages about them stand beside them."""
    return {
        text["hub_role"]: text
        for record in find_blocks(document, hub_meta)
        for text in record.children
        if isinstance(text, nodes.paragraph) and "hub_role" in text
    }


def place_reference(
    builder: Builder, from_docname: str, docname: str, anchor: str, child: nodes.Node
) -> nodes.reference:
    """A reference to a place on a page; raises ``NoUri`` where the builder has no addresses."""
    if builder.name == "singlehtml" and anchor:
        # All pages are one; Sphinx 9 would join the page's own anchor and this one.
        return nodes.reference("", "", child, internal=True, refid=anchor)
    return make_refnode(builder, from_docname, docname, anchor, child)


def _skip(self: Any, node: nodes.Element) -> None:
    raise nodes.SkipNode


def _through(self: Any, node: nodes.Element) -> None:
    pass


def _visit_box_html(self: Any, node: hub_box) -> None:
    attributes = {"aria-label": node["label"]} if node.get("label") else {}
    if node.get("lanes"):
        attributes["style"] = f"--hub-lanes: {node['lanes']}"
    self.body.append(self.starttag(node, node["tag"], **attributes))


def _depart_box_html(self: Any, node: hub_box) -> None:
    self.body.append(f"</{node['tag']}>\n")


def _visit_term_html(self: Any, node: hub_term) -> None:
    attributes = {"class": "hub-term", "data-definition": node["definition"]}
    self.body.append(self.starttag(node, "span", "", **attributes))


def _depart_term_html(self: Any, node: hub_term) -> None:
    self.body.append("</span>")


def _visit_summary_html(self: Any, node: hub_summary) -> None:
    self.body.append(self.starttag(node, "summary", ""))


def _depart_summary_html(self: Any, node: hub_summary) -> None:
    self.body.append("</summary>\n")


def _visit_time_html(self: Any, node: hub_time) -> None:
    self.body.append(self.starttag(node, "time", "", datetime=node["datetime"]))


def _depart_time_html(self: Any, node: hub_time) -> None:
    self.body.append("</time>")


def setup(app: Sphinx) -> None:
    """Register the nodes with every builder that has a translator of its own."""
    through = (_through, _through)
    visitors: dict[type[nodes.Element], tuple[Any, Any]] = {
        hub_meta: ((_skip, None), (_skip, None)),
        hub_slot: ((_skip, None), (_skip, None)),
        hub_faq: (through, through),
        hub_box: ((_visit_box_html, _depart_box_html), through),
        hub_term: ((_visit_term_html, _depart_term_html), through),
        hub_time: ((_visit_time_html, _depart_time_html), through),
    }
    for node, (html, others) in visitors.items():
        app.add_node(node, html=html, latex=others, text=others, man=others, texinfo=others)
    app.add_node(hub_summary, html=(_visit_summary_html, _depart_summary_html))
