"""Everything that follows from what the pages state: orders, plans, sections, cycles.

A :class:`LearningGraph` is built once per build and asked many times. Its edges:

- a *prerequisite* edge from an article to each article whose ``read-before`` names it,
- a *next* edge from an article to each article that its ``read-after`` names.

The order of what the authors' toctrees name is theirs (see ``toctree_order``), and what follows from the edges gives way to it.

Links that lead to no article are not in the graph, nor is a link from an article to itself; what is wrong with
them is told by ``check``.
"""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache, cached_property

from .components import strong_components
from .elsewhere import Elsewhere, PageElsewhere
from .model import Article, Hub, Link, Page, ResolveText, Section, Toctree
from .toctree_order import Tree


class LearningGraph:
    """The relations between the pages of a hub, all derived and deterministic.

    ``pages`` are the hub's pages by docname, ``project`` is the title of a hub without a hub page,
    ``words_per_minute`` is the speed of reading, and ``resolve_text`` looks up what is pending in texts. ``toctrees`` are the authors'
    own, by the docname of their page, whether that is of the hub or not; ``root`` is the root document, for a hub
    without a hub page, and ``unlisted`` are the pages that no generated toctree may name. ``elsewhere`` are the other
    projects whose pages articles may build on; these are no part of the order.
    """

    def __init__(
        self,
        pages: Mapping[str, Page],
        *,
        project: str = "",
        words_per_minute: int = 230,
        resolve_text: ResolveText | None = None,
        toctrees: Mapping[str, tuple[Toctree, ...]] | None = None,
        root: str | None = None,
        unlisted: Collection[str] = (),
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self.pages = {docname: pages[docname] for docname in sorted(pages)}
        self.articles = {d: page for d, page in self.pages.items() if isinstance(page, Article)}
        self.sections = {d: page for d, page in self.pages.items() if isinstance(page, Section)}
        self.hub = next((page for page in self.pages.values() if isinstance(page, Hub)), None)
        self.title = self.hub.title if self.hub else project
        self.words_per_minute = words_per_minute
        self._resolve_text = resolve_text
        self.elsewhere = elsewhere or Elsewhere()
        self.tree = Tree(self.pages, toctrees or {}, root, unlisted)
        self.section_of = self.tree.section_of
        """Page -> the section that it belongs to; for a section, the one that it is nested in."""

    # -- edges

    @cached_property
    def before(self) -> dict[str, tuple[Link, ...]]:
        """Each article's prerequisites, as it states them, resolved."""
        return {d: self._resolved(d, self._here(article.read_before)) for d, article in self.articles.items()}

    @cached_property
    def after(self) -> dict[str, tuple[Link, ...]]:
        """The articles that each article hands its reader on to, as it states them, resolved."""
        return {d: self._resolved(d, article.read_after) for d, article in self.articles.items()}

    @cached_property
    def helpful(self) -> dict[str, tuple[Link, ...]]:
        """What helps before each article, as it states it, resolved; no edges of the graph."""
        return {d: self._resolved(d, self._here(article.helpful)) for d, article in self.articles.items()}

    @cached_property
    def before_elsewhere(self) -> dict[str, tuple[PageElsewhere, ...]]:
        """Each article's prerequisites in other projects, as it states them, as far as they are known."""
        return {d: self.elsewhere.pages(article.read_before) for d, article in self.articles.items()}

    @cached_property
    def helpful_elsewhere(self) -> dict[str, tuple[PageElsewhere, ...]]:
        """What helps before each article, in other projects."""
        return {d: self.elsewhere.pages(article.helpful) for d, article in self.articles.items()}

    def _here(self, links: Iterable[Link]) -> Iterable[Link]:
        return (link for link in links if self.elsewhere.named(link.text) is None)

    def _resolved(self, docname: str, links: Iterable[Link]) -> tuple[Link, ...]:
        return tuple(link for link in links if link.docname in self.articles and link.docname != docname)

    @cached_property
    def _successors(self) -> dict[str, set[str]]:
        """Article -> the articles that learning order places after it, for either reason."""
        successors: dict[str, set[str]] = {docname: set() for docname in self.articles}
        for docname in self.articles:
            for link in self.before[docname]:
                successors[link.docname].add(docname)
            successors[docname].update(link.docname for link in self.after[docname])
        return successors

    # -- orders

    @cached_property
    def learning_order(self) -> tuple[str, ...]:
        """Learning order: all articles, each after what it waits on, as far as circles allow."""
        return self._authors_order() if set(self.articles) - self.tree.unlisted_by_authors else self._derived_order()

    def _authors_order(self) -> tuple[str, ...]:
        """The authors' order, moving forward only those prerequisites that would otherwise come too late.

        An article waits on its prerequisites, and one that no toctree names on those that hand on to it, too. The
        articles are placed as a depth-first search leaves them (R. E. Tarjan, Edge-disjoint spanning trees and
        depth-first search, Acta Informatica 6, 1976); in a circle, what the search is under way from is passed over.
        """
        place = {docname: number for number, docname in enumerate(self.tree.authors_order)}
        waits: dict[str, set[str]] = {d: {link.docname for link in self.before[d]} for d in self.articles}
        for docname in self.articles:
            for link in self.after[docname]:
                if link.docname in self.tree.unlisted_by_authors:
                    waits[link.docname].add(docname)
        order: list[str] = []
        met: set[str] = set()
        for start in self.tree.authors_order:
            if start not in waits or start in met:
                continue
            met.add(start)
            work = [(start, iter(sorted(waits[start], key=place.__getitem__)))]
            while work:
                docname, waited = work[-1]
                for other in waited:
                    if other not in met:
                        met.add(other)
                        work.append((other, iter(sorted(waits[other], key=place.__getitem__))))
                        break
                else:
                    order.append(docname)
                    work.pop()
        return tuple(order)

    def _derived_order(self) -> tuple[str, ...]:
        """The order of a hub without an author's: each article after its prerequisites and those that hand on to it.

        Kahn's algorithm (A. B. Kahn, Topological sorting of large networks, CACM 5, 1962) with a rule for
        each choice: the first ``read-after`` of the article just placed, if it is free, else the smallest
        docname; where a cycle leaves none free, the smallest docname in the components that wait on no other.
        """
        waiting = dict.fromkeys(self.articles, 0)
        for successors in self._successors.values():
            for docname in successors:
                waiting[docname] += 1
        free = [docname for docname, count in waiting.items() if not count]
        heapq.heapify(free)
        order: list[str] = []
        placed: set[str] = set()
        while len(order) < len(self.articles):
            trail = self.after[order[-1]] if order else ()
            if trail and trail[0].docname not in placed and not waiting[trail[0].docname]:
                docname = trail[0].docname
            else:
                while free and free[0] in placed:  # taken by a trail, or to break a cycle
                    heapq.heappop(free)
                docname = heapq.heappop(free) if free else self._cycle_breaker(placed)
            order.append(docname)
            placed.add(docname)
            for successor in self._successors[docname]:
                waiting[successor] -= 1
                if not waiting[successor]:
                    heapq.heappush(free, successor)
        return tuple(order)

    def _cycle_breaker(self, placed: set[str]) -> str:
        remaining = {d: self._successors[d] - placed for d in self.articles if d not in placed}
        components = list(strong_components(remaining))
        component_of = {d: number for number, component in enumerate(components) for d in component}
        waits = {component_of[b] for a, after in remaining.items() for b in after if component_of[a] != component_of[b]}
        return min(min(component) for number, component in enumerate(components) if number not in waits)

    @cached_property
    def place(self) -> dict[str, int]:
        """Article -> its place in learning order, from 0."""
        return {docname: number for number, docname in enumerate(self.learning_order)}

    @cached_property
    def reading_order(self) -> tuple[str, ...]:
        """All pages of the hub, as the toctrees lead to them; what is generated behind one page, as ``_generated`` says."""
        return tuple(docname for docname in self.parents if docname in self.pages)

    @cached_property
    def parents(self) -> dict[str, str | None]:
        """All pages of the tree in reading order, also those that are not of the hub, each with the page that names it."""
        return self.tree.reading(self._generated)

    @cached_property
    def reading_place(self) -> dict[str, int]:
        """Page -> its place in reading order, from 0; also of pages that are not of the hub."""
        return {docname: number for number, docname in enumerate(self.parents)}

    def _generated(self, docname: str) -> tuple[bool, float, str]:
        """What is generated on a page is in this order: articles in learning order, then sections by their first article."""
        if docname in self.articles:
            return False, self.place[docname], docname
        return True, self._first_place(docname), docname

    @cached_property
    def _first_place(self) -> Callable[[str], float]:
        """Looks up the place of a section's first article, its own or of those nested in it."""
        nested = self._nested

        @cache
        def first(section: str) -> float:
            own = [self.place[docname] for docname in self.section_articles[section][:1]]
            return min([*own, *(first(child) for child in nested[section])], default=math.inf)

        return first

    @cached_property
    def generated(self) -> dict[str, tuple[str, ...]]:
        """Hub or section page -> what stands in its generated toctree, in order."""
        return {
            d: tuple(sorted(self.tree.generated_under.get(d, ()), key=self._generated))
            for d in self.pages
            if d not in self.articles
        }

    # -- sections

    def section_at(self, docname: str) -> str | None:
        """The section that a name stands for: a section's page, a folder, or any page in a section."""
        for name in (docname, f"{docname}/index"):
            if name in self.sections:
                return name
        return self.tree.nearest(docname)

    def section_asked(self, link: Link) -> str | None:
        """The section whose path a ``hub-path`` asks for: the one that it names, or the one that it stands in."""
        section = self.section_at(link.docname)
        return section if not link.text or section in (link.docname, f"{link.docname}/index") else None

    @cached_property
    def section_articles(self) -> dict[str | None, tuple[str, ...]]:
        """Section (None: no section) -> its own articles in learning order."""
        articles: dict[str | None, list[str]] = {None: [], **{docname: [] for docname in self.sections}}
        for docname in self.learning_order:
            articles[self.section_of[docname]].append(docname)
        return {section: tuple(docnames) for section, docnames in articles.items()}

    @cached_property
    def _nested(self) -> dict[str | None, list[str]]:
        nested: dict[str | None, list[str]] = {None: [], **{docname: [] for docname in self.sections}}
        for docname in self.sections:
            nested[self.section_of[docname]].append(docname)
        return nested

    @cached_property
    def children(self) -> dict[str | None, tuple[str, ...]]:
        """Section (None: the hub) -> the sections nested directly in it, in reading order."""
        return {
            parent: tuple(sorted(found, key=self.reading_place.__getitem__)) for parent, found in self._nested.items()
        }

    @cached_property
    def starts(self) -> dict[str, str | None]:
        """Section -> its anchor article, where it names one of its own."""
        return {
            docname: start.docname
            if (start := section.start)
            and self.section_of.get(start.docname) == docname
            and start.docname in self.articles
            else None
            for docname, section in self.sections.items()
        }

    # -- what is told of an article

    def minutes(self, docname: str) -> int:
        """The minutes that an article takes to read, at least one: those that it states, or as its words take."""
        article = self.articles[docname]
        if article.minutes is not None:
            return article.minutes
        more = sum(len(self._resolve_text(part).split()) - 1 for part in article.pending) if self._resolve_text else 0
        return max(1, math.ceil((article.words + more) / self.words_per_minute))

    @cached_property
    def unlocks(self) -> dict[str, tuple[str, ...]]:
        """Article -> the articles that have it as a prerequisite, in learning order."""
        unlocks: dict[str, list[str]] = {docname: [] for docname in self.articles}
        for docname in self.learning_order:
            for link in self.before[docname]:
                unlocks[link.docname].append(docname)
        return {docname: tuple(unlocked) for docname, unlocked in unlocks.items()}

    def plan(self, docname: str) -> tuple[str, ...]:
        """All that the article's prerequisites lead back to, in learning order, without the article itself."""
        found: set[str] = set()
        pending = [docname]
        while pending:
            for link in self.before[pending.pop()]:
                if link.docname not in found:
                    found.add(link.docname)
                    pending.append(link.docname)
        return tuple(sorted(found - {docname}, key=self.place.__getitem__))

    def plan_elsewhere(self, docnames: Iterable[str]) -> tuple[PageElsewhere, ...]:
        """The pages of other projects that articles build on: each once, in the order of the first that names it."""
        pages = (page._replace(reason=None) for d in docnames for page in self.before_elsewhere[d])
        return tuple(dict.fromkeys(pages))

    def unknown_elsewhere(self, docnames: Iterable[str]) -> tuple[str, ...]:
        """The keys of other projects that articles build on and of which there is no inventory."""
        links = (link for d in docnames for link in self.articles[d].read_before)
        keys = {named[0] for link in links if (named := self.elsewhere.named(link.text))}
        return tuple(key for key in sorted(keys) if not (self.elsewhere.projects or {})[key])

    def reachable(self, start: str) -> set[str]:
        """The articles that chains of prerequisite -> article or article -> next lead to from ``start``."""
        found = {start}
        pending = [start]
        while pending:
            for docname in self._successors[pending.pop()] - found:
                found.add(docname)
                pending.append(docname)
        return found

    # -- cycles

    @cached_property
    def cycle_members(self) -> tuple[frozenset[str], ...]:
        """The articles that must each be read before the other: the strongly connected components of several."""
        found = (component for component in strong_components(self._successors) if len(component) > 1)
        return tuple(sorted(map(frozenset, found), key=min))

    @cached_property
    def cycle_of(self) -> dict[str, frozenset[str]]:
        """Article -> the circle that it is in; those in none are left out."""
        return {docname: circle for circle in self.cycle_members for docname in circle}

    @cached_property
    def cycle_chains(self) -> tuple[tuple[str, ...], ...]:
        """A shortest chain for each of the circles, from its smallest docname back to it."""
        return tuple(self._shortest_cycle(set(circle)) for circle in self.cycle_members)

    def _shortest_cycle(self, component: set[str]) -> tuple[str, ...]:
        """Of equally short chains the smallest by docnames: walk by falling distance to the start."""
        start = min(component)
        predecessors: dict[str, list[str]] = {docname: [] for docname in component}
        for docname in component:
            for successor in self._successors[docname] & component:
                predecessors[successor].append(docname)
        distance = {start: 0}
        queue = deque([start])
        while queue:
            docname = queue.popleft()
            for predecessor in predecessors[docname]:
                if predecessor not in distance:
                    distance[predecessor] = distance[docname] + 1
                    queue.append(predecessor)
        chain = [start]
        docname = start
        while len(chain) == 1 or docname != start:
            docname = min(self._successors[docname] & component, key=lambda d: (distance[d], d))
            chain.append(docname)
        return tuple(chain)
