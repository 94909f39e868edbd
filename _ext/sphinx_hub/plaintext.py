"""What a doctree says as plain text: a reader's text with mentions of other pages, word counts, mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels
from sphinx.util import docname_join

from .core.model import Mention, Text
from .core.parse import resolve
from .nodes import find_blocks, hub_meta, hub_slot

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

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
)
_IMPLICIT = {
    ("std", "doc"),
    ("std", "ref"),
    ("std", "numref"),
    ("hub", "article"),
    ("hub", "section"),
    ("hub", "question"),
}


def text_of(*elements: nodes.Node, env: BuildEnvironment, docname: str) -> Text:
    """The text that a reader sees in the elements: blocks a blank line apart, other pages' words as mentions."""
    parts: list[str | Mention] = []

    def add(part: str | Mention) -> None:
        if isinstance(part, str) and parts and isinstance(parts[-1], str):
            parts[-1] += part
        else:
            parts.append(part)

    def walk(node: nodes.Node) -> None:
        if isinstance(node, nodes.Text):
            add(node.astext())  # without the marks of reStructuredText's escapes
        elif (
            isinstance(node, addnodes.pending_xref)
            and (mention := mention_of(node, env, docname))
            and _is_implicit(node)
        ):
            add(mention)
        elif isinstance(node, nodes.Element) and not isinstance(node, _SILENT):
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


def _is_block(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and not isinstance(
        node, nodes.Inline | nodes.Invisible | addnodes.pending_xref
    )


def words_in(document: nodes.document) -> int:
    """The words of a page: runs of other than white space in its paragraphs, headings below the title, lists,
    tables, captions and answers; not in its title, metadata, questions, code, display math or comments."""
    return sum(
        len(_inline_text(element).split())
        for element in find_blocks(document, nodes.TextElement, outside=_NOT_WORDS)
        if not _is_page_title(element) and not _is_question(element)
    )


def _inline_text(node: nodes.Node) -> str:
    if isinstance(node, nodes.Text):
        return node.astext()
    return "" if isinstance(node, _SILENT) else "".join(map(_inline_text, node.children))


def _is_page_title(node: nodes.Node) -> bool:
    return (
        isinstance(node, nodes.title)
        and isinstance(node.parent, nodes.section)
        and isinstance(node.parent.parent, nodes.document)
    )


def _is_question(node: nodes.Node) -> bool:
    return (
        isinstance(node, nodes.title)
        and isinstance(node.parent, nodes.section)
        and bool({"hub-question", "hub-generated"}.intersection([*node.parent["classes"], *node["classes"]]))
    )


# -- mentions ---------------------------------------------------------------------------------------------


def mentions_in(root: nodes.Element, env: BuildEnvironment, docname: str) -> tuple[Mention, ...]:
    """What the ordinary links of a page, or of a part of it, need to know of other pages, each once, in order.

    The kind of a link with a text of its own ends in ``!``: it shows no words of its target, but it is a link
    only if there is one.
    """
    found: dict[Mention, None] = {}
    for node in root.findall(addnodes.pending_xref):
        mention = mention_of(node, env, docname)
        if mention is not None:
            kind = mention.kind if _is_implicit(node) else mention.kind + "!"
            found[Mention(kind=kind, target=mention.target)] = None
    return tuple(found)


def mention_of(node: addnodes.pending_xref, env: BuildEnvironment, docname: str) -> Mention | None:
    """What a link leads to; None where its text can never be another page's."""
    domain, kind, target = node.get("refdomain") or "", node.get("reftype") or "", node.get("reftarget") or ""
    if kind == "myst":
        if domain == "doc":
            anchor = node.get("reftargetid")
            return (
                Mention(kind="doc", target=target) if not anchor else Mention(kind="myst", target=f"{target}#{anchor}")
            )
        return Mention(kind="ref", target=target)
    if kind == "doc":
        return Mention(kind="doc", target=docname_join(node.get("refdoc", docname), target))
    if domain == "hub":
        page, _, anchor = target.partition("#")
        here = node.get("refdoc", docname)
        page = resolve(page, here, tuple(env.config.source_suffix)) if page else here
        return Mention(kind="question", target=f"{page}#{anchor}") if anchor else Mention(kind="doc", target=page)
    return Mention(kind=kind if domain == "std" else f"{domain}:{kind}", target=target)


def _is_implicit(node: addnodes.pending_xref) -> bool:
    kind = (node.get("refdomain") or "", node.get("reftype") or "")
    return not node.get("refexplicit") and (kind in _IMPLICIT or kind[1] in ("myst", "any"))
