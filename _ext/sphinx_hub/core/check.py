"""What is wrong with a hub as a whole: the problems that no page can see alone."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from .graph import LearningGraph
from .model import HUB, SECTION, Article, Heading, Link, Problem, Requests, Section, Subtype
from .order_checks import FileOf, find_circles, find_misplaced
from .text import folded, near, shown

_ADVISED = 100
"""Near names are looked for so often; where more references are misspelt, something larger went wrong."""

_ELSEWHERE = ("read-before", "helpful")
"""The keys whose entries may name pages of other projects."""

GENERATED_HEADINGS = ("Where it fits", "Common questions")
"""Headings that the hub writes where the author does not, so they are never missing."""


def check(
    graph: LearningGraph,
    *,
    docnames: Collection[str],
    article_types: Mapping[str, Sequence[str]],
    glossary: Mapping[str, str],
    requests: Mapping[str, Requests],
    drafts: Collection[str] = (),
    file_of: FileOf = str,
) -> Iterator[Problem]:
    """The problems of a hub, in no order.

    ``docnames`` are all pages of the project, ``article_types`` maps a type to the level-two headings it
    requires, ``glossary`` maps the case-folded terms of the author's own glossaries to the page they stand on,
    ``requests`` maps a page to what its directives ask for, ``drafts`` are the articles that are no part of the hub yet,
    and ``file_of`` looks up the file of a page.
    """
    project = _KnownPages(docnames, drafts)
    for problem in _stated(graph, article_types, glossary, project, file_of):
        yield problem._replace(source=graph.pages[problem.docname].source)
    for article in graph.articles.values():
        yield from _headings(article, article_types.get(article.type, ()))
    for docname, requested in requests.items():
        for link in (link for links in requested.plans for link in links):
            for problem in _reference(graph, docname, "hub-plan", link, project):
                yield problem._replace(source=link.source)
        for link in requested.paths:
            for problem in _path(graph, docname, link, project):
                yield problem._replace(source=link.source)


def _stated(
    graph: LearningGraph,
    article_types: Mapping[str, Sequence[str]],
    glossary: Mapping[str, str],
    project: _KnownPages,
    file_of: FileOf,
) -> Iterator[Problem]:
    """The problems of what pages state in their metadata; each stands in the file that the metadata is in."""
    for article in graph.articles.values():
        yield from _type(article, article_types)
        for key, links in (("read-before", article.read_before), ("helpful", article.helpful)):
            yield from graph.elsewhere.problems(article.docname, key, links)
            for link in links:
                if graph.elsewhere.named(link.text) is None:
                    yield from _reference(graph, article.docname, key, link, project)
        for link in article.read_after:
            yield from _reference(graph, article.docname, "read-after", link, project)
    for section in graph.sections.values():
        yield from _start(graph, section, project)
        yield from _unreachable(graph, section)
    yield from find_circles(graph, file_of)
    yield from find_misplaced(graph, file_of)
    yield from _terms(graph, glossary)


def _type(article: Article, article_types: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    if article.type not in article_types:
        known = ", ".join(f"`{name}`" for name in sorted(article_types))
        advice = (
            near(article.type, {*article_types, HUB, SECTION})
            or f"; the types of `hub_article_types` are {known or 'none'}"
        )
        yield Problem(
            docname=article.docname,
            line=article.type_line,
            subtype=Subtype.TYPE,
            message=f"`{shown(article.type)}` is no article type{advice}",
        )


def _headings(article: Article, required: Sequence[str]) -> Iterator[Problem]:
    """Required headings that are missing, out of order, or at another level; of two equal ones the first counts."""

    def problem(message: str, heading: Heading | None = None) -> Problem:
        line, source = (heading.line, heading.source) if heading else (article.line, article.source)
        return Problem(article.docname, line, Subtype.HEADING, message, source)

    kind = f"a `{shown(article.type)}`"
    second_title = next((number for number, heading in enumerate(article.headings) if heading.level == 1), None)
    own = article.headings[:second_title]
    required_headings = {folded(heading): (number, heading) for number, heading in enumerate(required)}
    present: set[str] = set()
    latest = (-1, "")
    for heading in (heading for heading in own if heading.level == 2):
        key = folded(heading.text)
        if key not in required_headings or key in present:
            continue
        present.add(key)
        if required_headings[key] < latest:
            name = shown(heading.text)
            yield problem(f"the heading `{name}` is out of order; {kind} has it before `{shown(latest[1])}`", heading)
        else:
            latest = required_headings[key]
    others = {
        folded(heading.text): heading
        for heading in reversed(article.headings)
        if heading not in own or heading.level != 2
    }
    present.update(map(folded, GENERATED_HEADINGS))
    below_second_title = False
    for number, name in sorted(required_headings[key] for key in required_headings.keys() - present):
        other = others.get(folded(name))
        if other is None:
            after = f"after `{shown(required[number - 1])}`" if number else "first"
            yield problem(f"the heading `{shown(name)}` is missing; {kind} has it as a level-two heading, {after}")
        elif other.level == 2:
            below_second_title = True
        else:
            level = _LEVELS.get(other.level, str(other.level))
            where = f"in line {other.line}, at level {level}"
            yield problem(f"the heading `{shown(name)}` stands {where}; {kind} has it at level two")
    if below_second_title and second_title is not None:
        title = article.headings[second_title]
        yield problem(
            f"the page has a second title, `{shown(title.text)}`, and the headings below it belong to that one; make it a "
            "level-two heading, or a page of its own",
            title,
        )


_LEVELS = {1: "one", 3: "three", 4: "four", 5: "five", 6: "six"}


def _reference(graph: LearningGraph, docname: str, key: str, link: Link, project: _KnownPages) -> Iterator[Problem]:
    if link.docname in graph.articles:
        return
    if link.docname in project.drafts:
        what = "which is a draft; take `draft` out of that page, or leave it out here until then"
    elif link.docname in project.docnames:
        kind = {True: "the section page", False: "a page without article metadata"}[link.docname in graph.sections]
        if graph.hub and link.docname == graph.hub.docname:
            kind = "the hub page"
        what = f"which is {kind} `{shown(link.docname)}`, not an article; name an article"
        if link.docname not in graph.pages:
            what += ", or give that page a `hub-meta`"
    elif key not in _ELSEWHERE and graph.elsewhere.named(link.text):
        keys = " and ".join(f"`{name}`" for name in _ELSEWHERE)
        what = f"a page of another project, which only {keys} may name; name an article of this one"
    elif key in _ELSEWHERE and (advice := graph.elsewhere.advice(link.text)):
        what = advice
    else:
        advice = project.near_names(docname, link, graph.articles) or "; check the spelling, or write the page"
        what = f"and there is no page `{shown(link.docname)}`{advice}"
    yield Problem(
        docname=docname,
        line=link.line,
        subtype=Subtype.REFERENCE,
        message=f"`{key}` names `{shown(link.text)}`, {what}",
    )


class _KnownPages:
    """The pages that a reference may name beside those of the hub: all ``docnames``, and which of them are ``drafts``."""

    def __init__(self, docnames: Collection[str], drafts: Collection[str]) -> None:
        self.docnames = docnames
        self.drafts = drafts
        self._left = _ADVISED

    def near_names(self, docname: str, link: Link, targets: Iterable[str]) -> str:
        """What to add to a message about a misspelt reference: targets near it, as the page ``docname`` would name them.

        It is looked for at the first misspelt references alone.
        """
        if not self._left:
            return ""
        self._left -= 1
        folder = "/" + posixpath.dirname(docname)

        def named(target: str) -> str:
            return f"/{target}" if link.text.startswith("/") else posixpath.relpath("/" + target, folder)

        return near(named(link.docname), map(named, targets))


def _path(graph: LearningGraph, docname: str, link: Link, project: _KnownPages) -> Iterator[Problem]:
    if graph.section_asked(link) is not None:
        return
    if not link.text:
        message = "`hub-path` stands in no section; name one, as in `{hub-path} foundations/index`"
        yield Problem(docname=docname, line=link.line, subtype=Subtype.REFERENCE, message=message)
    else:
        what = "is no section" if link.docname in project.docnames else "does not exist"
        advice = project.near_names(docname, link, graph.sections) or "; name a section's page or its folder"
        message = f"`hub-path` names `{shown(link.text)}`, which {what}{advice}"
        yield Problem(docname=docname, line=link.line, subtype=Subtype.REFERENCE, message=message)


def _start(graph: LearningGraph, section: Section, project: _KnownPages) -> Iterator[Problem]:
    if section.start is None:
        return
    yield from _reference(graph, section.docname, "start", section.start, project)
    start = section.start.docname
    if start in graph.articles and graph.section_of[start] != section.docname:
        home = graph.section_of[start]
        where = f"belongs to `{shown(home)}`" if home else "belongs to no section"
        yield Problem(
            docname=section.docname,
            line=section.start.line,
            subtype=Subtype.REFERENCE,
            message=f"`start` names `{shown(section.start.text)}`, which {where}; name an article of this section",
        )


def _unreachable(graph: LearningGraph, section: Section) -> Iterator[Problem]:
    start = graph.starts[section.docname]
    if start is None:
        return
    exempt = graph.reachable(start).union(graph.plan(start))
    for docname in graph.section_articles[section.docname]:
        if docname in exempt or (graph.after[docname] and not graph.before[docname]):
            continue
        yield Problem(
            docname=docname,
            line=graph.articles[docname].line,
            subtype=Subtype.UNREACHABLE,
            message=f"`{shown(docname)}` is not reached from `{shown(start)}`, where its section starts; name in `read-before` "
            "what it builds on, or name it in the `read-after` of the article that leads to it",
        )


def _terms(graph: LearningGraph, glossary: Mapping[str, str]) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for article in graph.articles.values():  # by docname
        for term in article.terms:
            name = term.name.casefold()
            owner = f"the glossary in `{shown(glossary[name])}`" if name in glossary else owners.get(name)
            if owner is None:
                owners[name] = f"`{shown(article.docname)}`"
                continue
            yield Problem(
                docname=article.docname,
                line=term.line,
                subtype=Subtype.TERM,
                message=f"the term `{shown(term.name)}` is already defined by {owner}, whose definition is used; "
                "remove one of the two and link to the other",
            )
