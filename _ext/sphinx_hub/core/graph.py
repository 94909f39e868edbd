"""Everything that follows from what the pages state: orders, plans, sections, cycles.

A :class:`LearningGraph` is built once per build and asked many times. Its edges:

- a *prerequisite* edge from an article to each article whose ``read-before`` names it,
- a *next* edge from an article to each article that its ``read-after`` names.

Links that lead to no article are not in the graph, nor is a link from an article to itself; what is wrong with
them is told by ``check``.
"""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property

from .model import Article, Hub, Link, Page, Say, Section


class LearningGraph:
    """The relations between the pages of a hub, all derived and deterministic.

    ``pages`` are the hub's pages by docname, ``project`` is the title of a hub without a hub page,
    ``words_per_minute`` is the speed of reading, and ``say`` looks up what is pending in texts.
    """

    def __init__(
        self, pages: Mapping[str, Page], *, project: str = "", words_per_minute: int = 230, say: Say | None = None
    ) -> None:
        self.pages = {docname: pages[docname] for docname in sorted(pages)}
        self.articles = {d: page for d, page in self.pages.items() if isinstance(page, Article)}
        self.sections = {d: page for d, page in self.pages.items() if isinstance(page, Section)}
        self.hub = next((page for page in self.pages.values() if isinstance(page, Hub)), None)
        self.title = self.hub.title if self.hub else project
        self.words_per_minute = words_per_minute
        self._say = say

    # -- edges

    @cached_property
    def before(self) -> dict[str, tuple[Link, ...]]:
        """Each article's prerequisites, as it states them, resolved."""
        return {d: self._resolved(d, article.read_before) for d, article in self.articles.items()}

    @cached_property
    def after(self) -> dict[str, tuple[Link, ...]]:
        """The articles that each article hands its reader on to, as it states them, resolved."""
        return {d: self._resolved(d, article.read_after) for d, article in self.articles.items()}

    @cached_property
    def helpful(self) -> dict[str, tuple[Link, ...]]:
        """What helps before each article, as it states it, resolved; no edges of the graph."""
        return {d: self._resolved(d, article.helpful) for d, article in self.articles.items()}

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
    def order(self) -> tuple[str, ...]:
        """Learning order: all articles, each after its prerequisites and after those that hand on to it.

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
        return {docname: number for number, docname in enumerate(self.order)}

    @cached_property
    def reading_order(self) -> tuple[str, ...]:
        """All pages of the hub: the hub, articles in no section, then each section with what is in it."""

        def walk(section: str) -> Iterator[str]:
            yield section
            yield from self.section_articles[section]
            for child in self.children[section]:
                yield from walk(child)

        head = [self.hub.docname] if self.hub else []
        return (*head, *self.section_articles[None], *(d for top in self.children[None] for d in walk(top)))

    # -- sections

    @cached_property
    def _section_by_folder(self) -> dict[str, str]:
        return {section.folder: docname for docname, section in self.sections.items()}

    def _nearest_section(self, folder: str) -> str | None:
        while folder not in self._section_by_folder:
            if not folder:
                return None
            folder = folder[: folder[:-1].rfind("/") + 1]
        return self._section_by_folder[folder]

    def section_at(self, docname: str) -> str | None:
        """The section that a name stands for: a section's page, a folder, or any page in a section."""
        for name in (docname, f"{docname}/index"):
            if name in self.sections:
                return name
        return self._nearest_section(docname[: docname.rfind("/") + 1])

    def section_asked(self, link: Link) -> str | None:
        """The section whose path a ``hub-path`` asks for: the one that it names, or the one that it stands in."""
        section = self.section_at(link.docname)
        return section if not link.text or section in (link.docname, f"{link.docname}/index") else None

    @cached_property
    def section_of(self) -> dict[str, str | None]:
        """Page -> the section that it belongs to; for a section, the one that it is nested in."""
        return {
            docname: (
                self._nearest_section(docname[: docname.rfind("/") + 1])
                if isinstance(page, Article)
                else self._parent(page)
                if isinstance(page, Section)
                else None
            )
            for docname, page in self.pages.items()
        }

    def _parent(self, section: Section) -> str | None:
        return self._nearest_section(section.folder[: section.folder[:-1].rfind("/") + 1]) if section.folder else None

    @cached_property
    def section_articles(self) -> dict[str | None, tuple[str, ...]]:
        """Section (None: no section) -> its own articles in learning order."""
        articles: dict[str | None, list[str]] = {None: [], **{docname: [] for docname in self.sections}}
        for docname in self.order:
            articles[self.section_of[docname]].append(docname)
        return {section: tuple(docnames) for section, docnames in articles.items()}

    @cached_property
    def children(self) -> dict[str | None, tuple[str, ...]]:
        """Section (None: the hub) -> the sections nested directly in it, by the place of their first article."""
        nested: dict[str | None, list[str]] = {None: [], **{docname: [] for docname in self.sections}}
        for docname in self.sections:
            nested[self.section_of[docname]].append(docname)

        @cache
        def rank(section: str) -> tuple[float, str]:
            own = [self.place[docname] for docname in self.section_articles[section][:1]]
            return min([*own, *(rank(child)[0] for child in nested[section])], default=math.inf), section

        return {parent: tuple(sorted(sections, key=rank)) for parent, sections in nested.items()}

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
        more = sum(len(self._say(part).split()) - 1 for part in article.pending) if self._say else 0
        return max(1, math.ceil((article.words + more) / self.words_per_minute))

    @cached_property
    def unlocks(self) -> dict[str, tuple[str, ...]]:
        """Article -> the articles that have it as a prerequisite, in learning order."""
        unlocks: dict[str, list[str]] = {docname: [] for docname in self.articles}
        for docname in self.order:
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
    def cycles(self) -> tuple[tuple[str, ...], ...]:
        """A shortest chain for each strongly connected component, from its smallest docname back to it."""
        found = (component for component in strong_components(self._successors) if len(component) > 1)
        return tuple(sorted(self._shortest_cycle(set(component)) for component in found))

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


def strong_components(successors: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """The strongly connected components of a graph, each once.

    R. E. Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1, 1972; without recursion,
    since a chain of articles may be longer than Python's stack.
    """
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for root in successors:
        if root in index:
            continue
        work = [(root, iter(successors[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, following = work[-1]
            for successor in following:
                if successor not in index:
                    index[successor] = low[successor] = len(index)
                    stack.append(successor)
                    on_stack.add(successor)
                    work.append((successor, iter(successors[successor])))
                    break
                if successor in on_stack:
                    low[node] = min(low[node], index[successor])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == index[node]:
                    component = []
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        component.append(member)
                        if member == node:
                            break
                    yield component
