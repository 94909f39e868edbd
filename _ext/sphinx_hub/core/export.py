"""The hub for programs: ``hub.json`` and JSON-LD, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .graph import LearningGraph
from .model import Article, Link, ResolveText, plain, shown_questions
from .page_view import PageView

Url = Callable[[str], str]
"""Docname -> the URL of its page."""


def absolute(base: str, url: str) -> str:
    """The address of a page below the site's own, which may be given with or without a slash at its end."""
    return f"{base.rstrip('/')}/{url}"


def hub_json(
    graph: LearningGraph, url: Url, resolve_text: ResolveText, moved: Iterable[tuple[str, str]] = ()
) -> dict[str, Any]:
    """The content of ``hub.json``, described by ``hub.schema.json``; ``moved`` are docnames that articles once had, each
    with the one of today."""
    reading_order = graph.reading_order
    content: dict[str, Any] = {
        "version": 2,
        "title": graph.title,
        "description": graph.hub.description if graph.hub else None,
        "sections": [
            {
                "docname": docname,
                "url": url(docname),
                "title": section.title,
                "description": section.description,
                "parent": graph.section_of[docname],
                "start": graph.starts[docname],
                "articles": list(graph.section_articles[docname]),
            }
            for docname in reading_order
            if (section := graph.sections.get(docname))
        ],
        "articles": [
            _article(graph, page, url, resolve_text) for d in reading_order if (page := graph.articles.get(d))
        ],
    }
    if names := dict(moved):
        content["moved"] = names
    return content


def _article(graph: LearningGraph, article: Article, url: Url, resolve_text: ResolveText) -> dict[str, Any]:
    docname = article.docname
    return {
        "docname": docname,
        "url": url(docname),
        "title": article.title,
        "type": article.type,
        "section": graph.section_of[docname],
        "description": article.description,
        "reviewed": article.reviewed,
        "minutes": graph.minutes(docname),
        "aliases": list(article.aliases),
        "terms": {term.name: plain(term.definition, resolve_text) for term in article.terms},
        "read_before": [_link(link) for link in graph.before[docname]],
        "read_before_elsewhere": [page._asdict() for page in graph.before_elsewhere[docname]],
        "helpful": [_link(link) for link in graph.helpful[docname]],
        "helpful_elsewhere": [page._asdict() for page in graph.helpful_elsewhere[docname]],
        "read_after": [_link(link) for link in graph.after[docname]],
        "unlocks": list(graph.unlocks[docname]),
        "plan": list(graph.plan(docname)),
        "questions": [
            {"question": plain(q.question, resolve_text), "anchor": q.anchor, "answer": plain(q.answer, resolve_text)}
            for q in shown_questions(article, resolve_text)
        ],
    }


def _link(link: Link) -> dict[str, str | None]:
    return {"docname": link.docname, "reason": link.reason}


def json_ld(
    graph: LearningGraph, view: PageView, url: Url, resolve_text: ResolveText, language: str | None
) -> dict[str, Any]:
    """The JSON-LD of a page of the hub, in schema.org's vocabulary; all of it stands on the page, too."""
    page = graph.pages[view.docname]
    trail = [*((crumb.docname, crumb.title) for crumb in view.crumbs), (page.docname, page.title)]
    things: list[dict[str, Any]] = [
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": number, "name": title, "item": url(docname)}
                for number, (docname, title) in enumerate(trail, start=1)
            ],
        }
    ]
    if isinstance(page, Article) and view.article:
        things.append(_learning_resource(page, view, url, language))
        if questions := shown_questions(page, resolve_text):
            things.append(
                {
                    "@type": "FAQPage",
                    "mainEntity": [
                        {
                            "@type": "Question",
                            "name": plain(q.question, resolve_text),
                            "url": f"{url(page.docname)}#{q.anchor}",
                            "acceptedAnswer": {"@type": "Answer", "text": plain(q.answer, resolve_text)},
                        }
                        for q in questions
                    ],
                }
            )
    return {"@context": "https://schema.org", "@graph": things}


def _learning_resource(article: Article, view: PageView, url: Url, language: str | None) -> dict[str, Any]:
    assert view.article
    section = view.article.place.section
    whole = section or view.hub
    thing: dict[str, Any] = {
        "@type": ["Article", "LearningResource"],
        "headline": article.title,
        "name": article.title,
        "description": article.description,
        "url": url(article.docname),
        "learningResourceType": article.type,
        "timeRequired": f"PT{view.article.minutes}M",
        "competencyRequired": [
            *(entry.title for entry in view.article.before),
            *(page.title for page in view.article.before_elsewhere),
        ],
        "teaches": [term.name for term in article.terms],
        "isPartOf": {"@type": "CreativeWork", "name": whole.title, "url": url(whole.docname)} if whole else None,
        "dateModified": article.reviewed,
        "inLanguage": language,
    }
    return {key: value for key, value in thing.items() if value}
