"""What a doctree says as plain text: a reader's text with mentions of other pages, word counts, mentions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels
from sphinx.util import docname_join

from ..core.model import Mention, Text
from ..core.parse import resolve
from ..nodes import find_blocks, hub_meta, hub_slot

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
    nodes.docinfo,
)
_IMPLICIT = {
    ("std", "doc"),
    ("std", "ref"),
    ("std", "numref"),
    ("hub", "article"),
    ("hub", "section"),
    ("hub", "question"),
    ("math", "eq"),
}
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


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
        elif _is_break(node):
            add("\n")
        elif isinstance(node, nodes.footnote_reference):
            add(f"[{node.astext()}]")
        elif (
            isinstance(node, addnodes.pending_xref)
            and (mention := mention_of(node, env, docname))
            and _is_implicit(node)
        ):
            add(mention)
        elif isinstance(node, nodes.Element) and _is_shown(node):
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


def _is_break(node: nodes.Node) -> bool:
    """Whether a line ends here, as MyST writes a hard break."""
    return isinstance(node, nodes.raw) and node["format"] == "html" and bool(_BREAK.match(node.astext()))


def _is_shown(node: nodes.Node) -> bool:
    # An inline target of reStructuredText is invisible by its class, and has a text.
    return not isinstance(node, _SILENT) or (isinstance(node, nodes.target) and bool(node.children))


def plain_text(root: nodes.Element) -> str:
    """All that is said in a page, without its comments: paragraphs, titles, code and captions, a line each."""
    return "\n".join(
        element.astext() for element in find_blocks(root, nodes.TextElement, outside=(nodes.Invisible, hub_meta))
    )


def _is_block(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and not isinstance(
        node, nodes.Inline | nodes.Invisible | addnodes.pending_xref
    )


def words_in(document: nodes.document, env: BuildEnvironment, docname: str) -> tuple[int, tuple[Mention, ...]]:
    """The words of a page, and the mentions of other pages among them, each counted as one.

    Words are runs of other than white space in its paragraphs, headings below the title, lists, tables, captions and
    answers; not in its title, metadata, questions, code, display math or comments.
    """
    mentions: list[Mention] = []

    def text_in(node: nodes.Node) -> str:
        if isinstance(node, nodes.Text):
            return node.astext()
        if isinstance(node, addnodes.pending_xref) and _is_implicit(node) and (found := mention_of(node, env, docname)):
            mentions.append(found)
            return "\N{OBJECT REPLACEMENT CHARACTER}"
        if _is_break(node):
            return "\n"
        return "".join(map(text_in, node.children)) if _is_shown(node) else ""

    count = sum(
        len(text_in(element).split())
        for element in find_blocks(document, nodes.TextElement, outside=_NOT_WORDS)
        if not _is_page_title(element) and not _is_question(element) and not _is_metadata(element)
    )
    return count, tuple(mentions)


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
    return Mention(kind=kind if domain in ("std", "") else f"{domain}:{kind}", target=target)


def _is_implicit(node: addnodes.pending_xref) -> bool:
    kind = (node.get("refdomain") or "", node.get("reftype") or "")
    return not node.get("refexplicit") and (kind in _IMPLICIT or kind[1] in ("myst", "any"))


def lead_from(node: addnodes.pending_xref, page: str, home: str, env: BuildEnvironment) -> None:
    """Let a link that was written on the page ``home`` lead to the same place from another page."""
    domain, kind, target = node.get("refdomain"), node.get("reftype"), node["reftarget"]
    if domain == "std" and kind == "doc":
        node["reftarget"] = "/" + docname_join(home, target)
    elif domain == "hub":
        docname, sign, anchor = target.partition("#")
        docname = resolve(docname, home, tuple(env.config.source_suffix)) if docname else home
        node["reftarget"] = f"/{docname}{sign}{anchor}"
    node["refdoc"] = page
