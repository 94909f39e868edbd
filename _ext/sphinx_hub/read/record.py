"""Makes the values of the model from a page that was read: what its ``hub-meta`` states and its doctree says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.nodes import clean_astext

from ..core.model import HUB, SECTION, Article, Hub, Link, Page, Question, Section, Term
from ..nodes import metadata_texts
from .plaintext import mentions_in, text_of, words_in

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from .notes import Notes


def read_page(notes: Notes, docname: str, document: nodes.document, env: BuildEnvironment) -> Page:
    """The page as it states itself. Texts that gettext translated are as translated, others as typed."""
    meta = notes.meta
    assert meta is not None
    assert meta.type is not None
    title = page_title(document) or docname
    texts = metadata_texts(document)
    translated = notes.translated
    description = translated.get("description", meta.description)
    if meta.type == HUB:
        return Hub(docname=docname, line=meta.line, title=title, description=description)
    if meta.type == SECTION:
        return Section(docname=docname, line=meta.line, title=title, description=description, start=meta.start)

    def links(key: str, stated: tuple[Link, ...]) -> tuple[Link, ...]:
        return tuple(link._replace(reason=translated.get(f"{key} {link.docname}", link.reason)) for link in stated)

    words, mentions = words_in(document, env, docname)
    return Article(
        docname=docname,
        line=meta.line,
        title=title,
        type=meta.type,
        type_line=meta.type_line,
        description=description,
        words=words,
        mentions=mentions,
        reviewed=meta.reviewed,
        aliases=meta.aliases,
        terms=tuple(
            Term(
                name=term.name,
                definition=text_of(texts[f"term {term.name}"], env=env, docname=docname),
                markup=term.markup,
                line=term.line,
                links=mentions_in(texts[f"term {term.name}"], env, docname),
            )
            for term in meta.terms
        ),
        read_before=links("read-before", meta.read_before),
        read_after=links("read-after", meta.read_after),
        questions=tuple(_questions(document, docname, env)),
        headings=notes.headings,
    )


def page_title(document: nodes.document) -> str:
    """The plain text of a page's title; empty where it has none."""
    for section in document.findall(nodes.section):
        if section.children and isinstance(section[0], nodes.Element):
            return clean_astext(section[0])
    return ""


def _sections(node: nodes.Element) -> Iterator[nodes.section]:
    """The sections below a node, in order. They stand in each other and nowhere else, so no text is searched."""
    for child in node.children:
        if isinstance(child, nodes.section):
            yield child
            yield from _sections(child)


def _questions(document: nodes.document, docname: str, env: BuildEnvironment) -> Iterator[Question]:
    for section in _sections(document):
        if "hub-question" in section["classes"]:
            yield Question(
                question=text_of(section[0], env=env, docname=docname),
                anchor=section["ids"][0],
                answer=text_of(*section[1:], env=env, docname=docname),
                line=section.line or 0,
            )
