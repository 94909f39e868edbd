"""The cross-references of a page as plain values, which Sphinx resolves once all pages are read."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import clean_astext

from ..core.model import Reference

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOT_KEPT = {"ids", "names", "dupnames", "backrefs", "classes", "refwarn"}
_LEAD_ALIKE = {"std", "py", "c", "cpp", "js", "rst", "math", "citation", "changeset", "index"}
"""Sphinx' own domains: a reference of theirs leads to the same place from whatever page, but for those below."""
_FROM_ITS_PAGE = {("std", "doc"), ("std", "any")}


def references_of(
    found: Iterable[addnodes.pending_xref], document: nodes.document, docname: str
) -> tuple[Reference, ...]:
    """The cross-references that were found on a page, each once, in order; ``document`` is the whole page."""
    return tuple(dict.fromkeys(reference_of(node, document, docname) for node in found))


def reference_of(node: addnodes.pending_xref, document: nodes.document, docname: str) -> Reference:
    """A cross-reference with all that its resolution depends on.

    One that leads to the same place from everywhere has no ``refdoc``, so that it is resolved once for all pages.
    """
    found = {name: value for name, value in node.attributes.items() if name not in _NOT_KEPT}
    home = found.pop("refdoc", docname)
    domain, kind = found.get("refdomain"), found.get("reftype")
    alike = (domain in _LEAD_ALIKE and (domain, kind) not in _FROM_ITS_PAGE) or (domain, kind) == ("doc", "myst")
    if not alike:
        found["refdoc"] = home
    place = document.ids.get(node.get("reflocalid"))
    return Reference(
        attributes=tuple((name, _kept(value)) for name, value in sorted(found.items())),
        text=own_text(node),
        local=_title_of(place) if place is not None else "",
    )


def own_text(node: nodes.Node) -> str:
    """What stands between the marks of a reference, without the alternative texts of pictures."""
    if isinstance(node, nodes.Text):
        return node.astext()
    return "" if isinstance(node, nodes.image | nodes.raw) else "".join(map(own_text, node.children))


def pending_xref(reference: Reference, root: str) -> addnodes.pending_xref:
    """The reference as a node again, as if it stood on the page ``root`` where it may stand anywhere."""
    given = {name: pickle.loads(v) if isinstance(v, bytes) else v for name, v in reference.attributes}
    given.setdefault("refdoc", root)
    content = nodes.inline("", "", *([nodes.Text(reference.text)] if reference.text else []))
    return addnodes.pending_xref("", content, **given)


def _kept(value: object) -> str | int | None | bytes:
    return value if value is None or isinstance(value, str | int) else pickle.dumps(value)


def _title_of(place: nodes.Element) -> str:
    title = next((child for child in place.children if isinstance(child, nodes.title | nodes.caption)), None)
    return clean_astext(title) if title is not None else ""
