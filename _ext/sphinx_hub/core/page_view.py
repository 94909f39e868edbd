"""All that one page shows of the others, as one plain value.

What a page is given to render comes from its :class:`PageView` and from nowhere else, and the view's
:func:`digest` decides whether the page is written again: so nothing can be shown that would go stale.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from .elsewhere import PageElsewhere
from .graph import LearningGraph
from .lanes import Row, lanes
from .model import NO_REQUESTS, Article, Inline, Link, Reference, Requests, ResolveText, Section, plain, shown_questions
from .text import digest

Definitions = tuple[tuple[Reference, str], ...]
"""The references of a page that lead to terms, each with the definition."""

_LEAST_ROWS = 3  # of each part of a learning path that is divided


class Ref(NamedTuple):
    """Another page: its docname and its title."""

    docname: str
    title: str


class Entry(NamedTuple):
    """An article in a list, with a reason or else its description; ``type`` is what readers see of its type.

    ``type`` and ``minutes`` are None for a section.
    """

    docname: str
    title: str
    description: str
    type: str | None = None
    minutes: int | None = None
    reason: str | None = None


class Prerequisite(NamedTuple):
    """An article to read before, and why."""

    docname: str
    title: str
    reason: str | None


class Step(NamedTuple):
    """An article in a plan."""

    docname: str
    title: str
    minutes: int


class Plan(NamedTuple):
    """What to read before an article, in learning order; what is ``elsewhere``, in other projects, comes first."""

    entries: tuple[Step, ...]
    elsewhere: tuple[PageElsewhere, ...]

    @property
    def minutes(self) -> int:
        """The minutes of the whole plan."""
        return sum(step.minutes for step in self.entries)


class PathRow(NamedTuple):
    """A row of a learning path: an article, the rows and lines above it, and its prerequisites in other sections
    (``outside``). ``anchor`` is the row's id on its section's page, ``kind`` the place of the article's type among
    those of the project, from 0, or None where it is not one of them."""

    entry: Entry
    row: Row
    outside: tuple[Ref, ...]
    anchor: str
    kind: int | None


class Path(NamedTuple):
    """Articles in learning order, as the learning path of a ``section`` or as the plan that leads to ``targets``.

    ``lanes`` is the number of lanes in the drawing, and 0 where there is none; ``beginning`` that of the rows at its
    beginning that all others build on, where these stand apart. ``elsewhere`` is what a plan leads through in other projects.
    """

    rows: tuple[PathRow, ...]
    lanes: int
    section: Ref | None = None
    targets: tuple[str, ...] = ()
    beginning: int = 0
    elsewhere: tuple[PageElsewhere, ...] = ()


class Card(NamedTuple):
    """A section as the page above it shows it; ``begin`` is where to start in it."""

    section: Entry
    articles: int
    minutes: int
    begin: Ref | None


class Place(NamedTuple):
    """Where an article fits: its section, the section's anchor, its place (from 1) on the section's path, and the
    id of that place on the section's page."""

    section: Entry | None
    start: Ref | None
    position: int
    total: int
    anchor: str


class GlossaryEntry(NamedTuple):
    """A term in the glossary: whose it is, and its definition as that article's own parser read it."""

    term: str
    article: Ref
    definition: Inline


class ArticleView(NamedTuple):
    """What an article's byline, callouts and place show; ``type`` is what readers see of its type.

    ``unlocks`` are the articles that build on this one, each with the reason that it states; ``ends`` is the section
    whose last article this is.
    """

    type: str
    minutes: int
    reviewed: str | None
    place: Place
    before: tuple[Prerequisite, ...]
    before_elsewhere: tuple[PageElsewhere, ...]
    helpful: tuple[Prerequisite, ...]
    helpful_elsewhere: tuple[PageElsewhere, ...]
    plan: Plan
    next: Entry | None
    unlocks: tuple[Prerequisite, ...]
    ends: Ref | None


class ProgressStep(NamedTuple):
    """An article as a reader's progress goes through it: ``before`` has the places in learning order, from 0, of what it
    builds on, and ``next`` that of the article it hands on to, or None."""

    docname: str
    title: str
    before: tuple[int, ...]
    next: int | None


class Progress(NamedTuple):
    """What a page has for a reader's own progress: ``moved`` are docnames that articles once had, each with the one of
    today; on the hub's page ``steps`` are all articles in learning order."""

    moved: tuple[tuple[str, str], ...]
    steps: tuple[ProgressStep, ...] = ()


class PageView(NamedTuple):
    """All that one page shows of others.

    ``crumbs`` lead from the hub to the page's parent. ``dependencies`` is what else it shows of others: the words of its
    links, and what its theme shows around the text. ``draft`` is what readers see of the type of a page that is a draft.
    ``definitions`` are what its links to terms show at a touch, as plain text.
    ``paths`` has the learning paths by the pages or folders that directives name them by. ``is_web``: it is a page of a
    web site, where drawings are shown and readers can fold lists. ``progress`` is None where the site keeps none.
    """

    docname: str
    hub: Ref | None = None
    crumbs: tuple[Ref, ...] = ()
    article: ArticleView | None = None
    draft: str | None = None
    begin: Ref | None = None
    cards: tuple[Card, ...] = ()
    definitions: tuple[tuple[Reference, str], ...] = ()
    paths: tuple[tuple[str, Path], ...] = ()
    plans: tuple[Path, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    answers: tuple[str, ...] = ()
    dependencies: tuple[str, ...] = ()
    is_web: bool = True
    progress: Progress | None = None


class Views:
    """Makes the view of any page of a graph; what several pages share is computed once.

    ``labels`` maps the project's article types, in order, to what readers see of them; ``drafts`` are the articles that
    are kept out of the graph.
    ``most_lanes`` is the number of lanes above which no path is drawn. ``is_web``: see :class:`PageView`; ``has_places``:
    a link may lead to a row of a path. ``moved`` are the docnames that articles once had, each with the one of today, or
    None where the site keeps no progress.
    """

    def __init__(
        self,
        graph: LearningGraph,
        resolve_text: ResolveText,
        *,
        labels: Mapping[str, str] | None = None,
        drafts: Mapping[str, Article] | None = None,
        most_lanes: int = 8,
        is_web: bool = True,
        has_places: bool = True,
        moved: tuple[tuple[str, str], ...] | None = None,
    ) -> None:
        self.graph = graph
        self._moved = moved
        self._is_web = is_web
        self._has_places = has_places
        self._labels = labels or {}
        self._drafts = drafts or {}
        self.resolve_text = resolve_text
        self.most_lanes = most_lanes
        self._kinds = {name: number for number, name in enumerate(self._labels)}
        self._refs = {d: Ref(docname=d, title=page.title) for d, page in graph.pages.items()}
        self._steps = {
            d: Step(docname=d, title=graph.articles[d].title, minutes=graph.minutes(d)) for d in graph.articles
        }
        self._pages: dict[tuple[str, Requests, tuple[str, ...], Definitions], PageView] = {}
        self._paths: dict[str, Path] = {}
        self._next_section = self._following_sections()
        self.anchors = self._path_anchors()

    def page(
        self,
        docname: str,
        requests: Requests = NO_REQUESTS,
        *,
        dependencies: tuple[str, ...] = (),
        definitions: Definitions = (),
    ) -> PageView:
        """The view of a page, of the hub or not; made once, however often it is asked for.

        ``requests`` is what its directives ask for; ``dependencies`` and ``definitions`` are known elsewhere.
        """
        key = (docname, requests, dependencies, definitions)
        if key not in self._pages:
            self._pages[key] = self._page(*key)
        return self._pages[key]

    def _page(
        self, docname: str, requests: Requests, dependencies: tuple[str, ...], definitions: Definitions
    ) -> PageView:
        graph = self.graph
        page = graph.pages.get(docname)
        sections = {link.docname: section for link in requests.paths if (section := graph.section_asked(link))}
        if isinstance(page, Section):
            sections[docname] = docname
        return PageView(
            docname=docname,
            hub=Ref(docname=graph.hub.docname, title=graph.hub.title) if page and graph.hub else None,
            crumbs=self._crumbs(docname) if page else (),
            article=self._article(page) if isinstance(page, Article) else None,
            draft=self._label(self._drafts[docname].type) if docname in self._drafts else None,
            begin=self._begin_hub() if page and page is graph.hub else None,
            cards=self._cards(docname) if page and not isinstance(page, Article) else (),
            definitions=definitions,
            paths=tuple((name, self.path(section)) for name, section in sections.items()),
            plans=tuple(self.plan_to(tuple(link.docname for link in links)) for links in requests.plans),
            glossary=self._glossary() if requests.glossary else (),
            answers=self._answers(page) if isinstance(page, Article) else (),
            dependencies=dependencies,
            is_web=self._is_web,
            progress=self._progress(docname),
        )

    # -- parts

    def _answers(self, article: Article) -> tuple[str, ...]:
        questions = shown_questions(article, self.resolve_text)
        return tuple(plain(text, self.resolve_text) for q in questions for text in (q.question, q.answer))

    def ref(self, docname: str) -> Ref:
        """A page of the hub by its title."""
        return self._refs[docname]

    def _label(self, kind: str) -> str:
        """What readers see of an article type."""
        return self._labels.get(kind) or kind[:1].upper() + kind[1:]

    def _entry(self, docname: str, reason: str | None = None) -> Entry:
        page = self.graph.pages[docname]
        article = page if isinstance(page, Article) else None
        return Entry(
            docname=docname,
            title=page.title,
            description="" if reason else page.description,
            type=self._label(article.type) if article else None,
            minutes=self.graph.minutes(docname) if article else None,
            reason=reason,
        )

    def _crumbs(self, docname: str) -> tuple[Ref, ...]:
        crumbs = []
        section = self.graph.section_of[docname]
        while section is not None:
            crumbs.append(self.ref(section))
            section = self.graph.section_of[section]
        if self.graph.hub and docname != self.graph.hub.docname:
            crumbs.append(self.ref(self.graph.hub.docname))
        return tuple(reversed(crumbs))

    def _article(self, article: Article) -> ArticleView:
        graph = self.graph
        docname = article.docname
        section = graph.section_of[docname]

        def prerequisites(links: Iterable[Link]) -> tuple[Prerequisite, ...]:
            return tuple(Prerequisite(link.docname, graph.articles[link.docname].title, link.reason) for link in links)

        return ArticleView(
            type=self._label(article.type),
            minutes=graph.minutes(docname),
            reviewed=article.reviewed,
            place=self._place(docname),
            before=prerequisites(graph.before[docname]),
            before_elsewhere=graph.before_elsewhere[docname],
            helpful=prerequisites(graph.helpful[docname]),
            helpful_elsewhere=graph.helpful_elsewhere[docname],
            plan=self._plan(docname),
            next=self._following(docname),
            unlocks=tuple(
                Prerequisite(other, graph.articles[other].title, link.reason)
                for other in graph.unlocks[docname]
                for link in graph.before[other]
                if link.docname == docname
            ),
            ends=self.ref(section) if section and graph.section_articles[section][-1] == docname else None,
        )

    def _place(self, docname: str) -> Place:
        section = self.graph.section_of[docname]
        path = self.graph.section_articles[section]
        start = self.graph.starts[section] if section else None
        return Place(
            section=self._entry(section) if section else None,
            start=self.ref(start) if start and start != docname else None,
            position=path.index(docname) + 1,
            total=len(path),
            anchor=self.anchors[docname] if self._has_places else "",
        )

    def _plan(self, docname: str) -> Plan:
        before = self.graph.plan(docname)
        entries = tuple(map(self._steps.__getitem__, before))
        return Plan(entries=entries, elsewhere=self.graph.plan_elsewhere((*before, docname)))

    def _following(self, docname: str) -> Entry | None:
        """The next article as stated, else the next of the section, else the next section's page."""
        graph = self.graph
        if stated := graph.after[docname]:
            return self._entry(stated[0].docname, stated[0].reason)
        path = graph.section_articles[graph.section_of[docname]]
        position = path.index(docname) + 1
        if position < len(path):
            return self._entry(path[position])
        section = self._next_section[docname]
        return self._entry(section) if section else None

    def _following_sections(self) -> dict[str, str | None]:
        """Page -> the first section page behind it in reading order."""
        following: dict[str, str | None] = {}
        section = None
        for docname in reversed(self.graph.reading_order):
            following[docname] = section
            if docname in self.graph.sections:
                section = docname
        return following

    def path(self, section: str) -> Path:
        """The learning path of a section."""
        if section not in self._paths:
            articles = self.graph.section_articles[section]
            rows, number = self._rows(articles)
            self._paths[section] = Path(
                rows=rows, lanes=number, section=self.ref(section), beginning=self._beginning(articles)
            )
        return self._paths[section]

    def plan_to(self, targets: tuple[str, ...]) -> Path:
        """The plan that leads to the targets that are articles, these included; it shows no descriptions."""
        found = [d for d in targets if d in self.graph.articles]
        articles = {d for target in found for d in (*self.graph.plan(target), target)}
        order = sorted(articles, key=self.graph.place.__getitem__)
        rows, number = self._rows(order)
        undescribed = (row._replace(entry=row.entry._replace(description="")) for row in rows)
        elsewhere = self.graph.plan_elsewhere(order)
        return Path(rows=tuple(undescribed), lanes=number, targets=targets, elsewhere=elsewhere)

    def _rows(self, docnames: Sequence[str]) -> tuple[tuple[PathRow, ...], int]:
        """The rows of articles in learning order, and the number of their lanes; without an arrow none is drawn."""
        place = {docname: number for number, docname in enumerate(docnames)}
        before = {d: [link.docname for link in self.graph.before[d]] for d in docnames}
        drawn = lanes([[place[d] for d in before[docname] if d in place] for docname in docnames], self.most_lanes)
        rows = tuple(
            PathRow(
                entry=self._entry(docname),
                row=row,
                outside=tuple(self.ref(d) for d in before[docname] if d not in place),
                anchor=self.anchors[docname],
                kind=self._kinds.get(self.graph.articles[docname].type),
            )
            for docname, row in zip(docnames, drawn.rows, strict=True)
        )
        return rows, drawn.number if any(row.leaving for row in drawn.rows) else 0

    def _beginning(self, docnames: Sequence[str]) -> int:
        """The number of articles at the beginning that are in the plan of each later one: the most that leave both
        parts at least ``_LEAST_ROWS``, or 0."""
        shared = len(docnames)  # how many at the beginning the later ones have in common
        for number in reversed(range(_LEAST_ROWS, len(docnames))):
            plan = set(self.graph.plan(docnames[number]))
            missing = (place for place, docname in enumerate(docnames[:shared]) if docname not in plan)
            shared = next(missing, shared)
            if shared < _LEAST_ROWS:
                break
            if shared >= number <= len(docnames) - _LEAST_ROWS:
                return number
        return 0

    def _path_anchors(self) -> dict[str, str]:
        """Article -> the id of its place on its section's path; no two are the same, whatever the names."""
        anchors: dict[str, str] = {}
        taken: set[str] = set()
        for docname in self.graph.articles:
            base = anchor = "path-" + (re.sub(r"[^a-z0-9]+", "-", docname.lower()).strip("-") or digest(docname)[:8])
            number = 1
            while anchor in taken:
                number += 1
                anchor = f"{base}-{number}"
            taken.add(anchor)
            anchors[docname] = anchor
        return anchors

    def _cards(self, docname: str) -> tuple[Card, ...]:
        """On the hub every section, on a section those nested directly in it."""
        graph = self.graph
        if graph.hub and docname == graph.hub.docname:
            sections: Iterable[str] = (d for d in graph.reading_order if d in graph.sections)
        else:
            sections = graph.children[docname]
        return tuple(
            Card(
                section=self._entry(section),
                articles=len(graph.section_articles[section]),
                minutes=sum(graph.minutes(d) for d in graph.section_articles[section]),
                begin=self._begin(section),
            )
            for section in sections
        )

    def _begin(self, section: str) -> Ref | None:
        start = self.graph.starts[section] or next(iter(self.graph.section_articles[section]), None)
        return self.ref(start) if start else None

    def _begin_hub(self) -> Ref | None:
        """Where a newcomer begins: where the first section with articles does, else at the first article."""
        begins = (self._begin(d) for d in self.graph.reading_order if d in self.graph.sections)
        first = next((begin for begin in begins if begin), None)
        return first or (self.ref(self.graph.learning_order[0]) if self.graph.learning_order else None)

    def _progress(self, docname: str) -> Progress | None:
        if self._moved is None:
            return None
        if self.graph.hub is None or docname != self.graph.hub.docname:
            return Progress(self._moved)
        graph, place = self.graph, self.graph.place
        following = {d: self._following(d) for d in graph.learning_order}
        steps = (
            ProgressStep(
                docname=d,
                title=graph.articles[d].title,
                before=tuple(place[link.docname] for link in graph.before[d]),
                next=place.get(entry.docname) if (entry := following[d]) else None,
            )
            for d in graph.learning_order
        )
        return Progress(self._moved, tuple(steps))

    def _glossary(self) -> tuple[GlossaryEntry, ...]:
        found: dict[str, GlossaryEntry] = {}
        for article in self.graph.articles.values():
            for term in article.terms:
                entry = GlossaryEntry(term=term.name, article=self.ref(article.docname), definition=term.parsed)
                found.setdefault(term.name.casefold(), entry)
        return tuple(found[name] for name in sorted(found))
