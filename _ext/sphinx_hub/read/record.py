"""Makes the record of a page that was read, of what its ``hub-meta`` states and its doctree says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from ..core.model import HUB, SECTION, Article, Hub, Link, Meta, Page, PageRecord, Question, Section
from ..nodes import metadata_texts
from .definitions import inline_of
from .page_sections import title_text
from .plaintext import Reader, is_conditional, shown_references
from .prose import prose_of
from .references import references_of
from .toctrees import author_toctrees, leave_out_generated

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from .notes import Notes


def read_record(notes: Notes, docname: str, document: nodes.document, env: BuildEnvironment) -> PageRecord:
    """All that is kept of a page, once its reading is over: parsers resolve links within it at the very end."""
    return PageRecord(
        page=_page(notes, docname, document, env),
        problems=tuple(notes.problems),
        references=references_of(shown_references(document), document, docname),
        requests=notes.requests,
        search_names=tuple(notes.search_names),
        toctrees=author_toctrees(document, env),
        contents=leave_out_generated(env, docname, document),
    )


def _page(notes: Notes, docname: str, document: nodes.document, env: BuildEnvironment) -> Page | None:
    """What the page states; None where it is ordinary. Texts that gettext translated are as translated, others as typed."""
    if notes.meta is None:
        return None
    meta = _translated(notes.meta, notes.translated)
    title = next((title_text(s) for s in document.findall(nodes.section) if s.children), "") or docname
    if meta.type == HUB:
        return Hub(docname=docname, title=title, **_fields(meta))
    if meta.type == SECTION:
        return Section(docname=docname, title=title, **_fields(meta))
    texts = metadata_texts(document)
    reader = Reader(document, docname)
    terms = tuple(
        term._replace(
            definition=reader.text(texts[f"term {term.name}"]),
            parsed=inline_of(texts[f"term {term.name}"], document, docname),
            links=references_of(texts[f"term {term.name}"].findall(addnodes.pending_xref), document, docname),
        )
        for term in meta.terms
    )
    words, pending = reader.words()
    return Article(
        docname=docname,
        title=title,
        words=words,
        pending=pending,
        questions=tuple(_questions(document, reader)),
        headings=notes.headings,
        prose=prose_of(document, env),
        **_fields(replace(meta, terms=terms)),
    )


def _fields(meta: Meta) -> dict[str, Any]:
    return {field.name: getattr(meta, field.name) for field in fields(meta)}


def _translated(meta: Meta, texts: Mapping[str, str]) -> Meta:
    def links(key: str, stated: tuple[Link, ...]) -> tuple[Link, ...]:
        return tuple(link._replace(reason=texts.get(f"{key} {link.docname}", link.reason)) for link in stated)

    return replace(
        meta,
        description=texts.get("description", meta.description),
        read_before=links("read-before", meta.read_before),
        helpful=links("helpful", meta.helpful),
        read_after=links("read-after", meta.read_after),
    )


def _sections(node: nodes.Element) -> Iterator[nodes.section]:
    """The sections below a node, in order. They stand in each other and in conditions, so no text is searched."""
    for child in node.children:
        if isinstance(child, nodes.section):
            yield child
            yield from _sections(child)
        elif isinstance(child, nodes.Element) and is_conditional(child):
            yield from _sections(child)


def _questions(document: nodes.document, reader: Reader) -> Iterator[Question]:
    for section in _sections(document):
        if "hub-question" in section["classes"]:
            yield Question(
                question=reader.text(section[0]),
                anchor=section["ids"][0],
                answer=reader.text(*section[1:]),
                line=section.line or 0,
                within=reader.passage_around(section),
            )
