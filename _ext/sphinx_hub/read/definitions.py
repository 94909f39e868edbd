"""Definitions of terms: markup of a page that the page itself does not show, and that glossaries show elsewhere.

A definition is parsed with its page, by the page's own parser. It is kept as the nodes that come of it, made fit for any
page: its links lead to the same places, and what belongs to its page alone (ids, marks of footnotes) is gone.
"""

from __future__ import annotations

import pickle
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.util import docname_join
from sphinx.util.nodes import clean_astext

from ..core.model import Inline
from ..core.text import resolve

_MARKS = (nodes.footnote_reference, nodes.citation_reference)


def forget_marks(definition: nodes.Element, document: nodes.document) -> None:
    """Take references to footnotes and citations out of a definition that was just parsed, and out of docutils' lists of them.

    Nobody sees them, so they would take numbers from the marks in the text, and notes would link back to nowhere.
    """
    books: tuple[dict[str, list[Any]], ...] = (document.footnote_refs, document.citation_refs)
    lists: tuple[list[Any], ...] = (document.autofootnote_refs, document.symbol_footnote_refs)
    for mark in [node for node in definition.findall() if isinstance(node, _MARKS)]:
        mark.parent.remove(mark)
        for anchor in mark["ids"]:
            document.ids.pop(anchor, None)
        for noted in (*lists, *(book.get(mark.get("refname", ""), []) for book in books)):
            noted[:] = [other for other in noted if other is not mark]
    for book in books:
        for name in [name for name, marks in book.items() if not marks]:
            del book[name]


def inline_of(definition: nodes.Element, document: nodes.document, docname: str) -> Inline:
    """What is kept of a definition on the page ``docname``."""
    copy = definition.deepcopy()
    for element in list(copy.findall(nodes.Element)):
        element["ids"], element["names"] = [], []
        if isinstance(element, _MARKS):  # a translation has some again
            element.parent.remove(element)
        elif isinstance(element, addnodes.pending_xref):
            _lead_from_anywhere(element, document, docname)
    for node in copy.findall():
        node.document = None  # type: ignore[assignment]  # the whole page would be kept with it
    return Inline(
        form="".join(node.pformat() for node in copy.children),
        pickled=pickle.dumps(copy, pickle.HIGHEST_PROTOCOL),
    )


def _lead_from_anywhere(link: addnodes.pending_xref, document: nodes.document, docname: str) -> None:
    domain, target = link.get("refdomain"), link["reftarget"]
    home = link.attributes.pop("refdoc", docname)
    if domain == "std" and link.get("reftype") == "doc":
        link["reftarget"] = "/" + docname_join(home, target)
    elif domain == "hub":
        page, sign, anchor = target.partition("#")
        page = resolve(page, home, tuple(document.settings.env.config.source_suffix)) if page else home
        link["reftarget"] = f"/{page}{sign}{anchor}"
    place = document.ids.get(link.get("reflocalid"))
    if place is not None and not link.astext():  # MyST would look for the title on the page that shows the link
        title = next((child for child in place.children if isinstance(child, nodes.title | nodes.caption)), None)
        content = link[0]
        assert isinstance(content, nodes.Element)
        content += nodes.Text(clean_astext(title) if title is not None else "")


def nodes_of(inline: Inline, page: str) -> list[nodes.Node]:
    """The nodes of a definition, for the page that shows them; its links are still to be resolved."""
    restored: nodes.Element = pickle.loads(inline.pickled)
    for link in restored.findall(addnodes.pending_xref):
        link["refdoc"] = page
    return restored.children
