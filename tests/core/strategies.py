"""Random hubs, and what the contract says of them: computed as it is worded, without a thought for speed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any, TypeAlias, TypeVar

import sphinx_hub
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from sphinx_hub.core import model
from sphinx_hub.core.graph import LearningGraph
from sphinx_hub.core.model import Article, Hub, Link, Page, Question, Section, Term, Text

Pages = dict[str, Page]
TraceFunction: TypeAlias = Callable[[FrameType, str, Any], Any]
_F = TypeVar("_F", bound=Callable[..., None])


def examples(number: int = 60) -> Callable[[_F], _F]:
    """How many examples a test takes; none is timed, since the machine may be busy with other things."""
    return settings(max_examples=number, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])


class _TooMuch(BaseException):
    """Not to be caught by what is counted."""


class Counts:
    """What Python did: all ``calls``, and the ``lines`` of the extension that ran."""

    calls = lines = 0


@contextmanager
def counted(most: int = sys.maxsize) -> Iterator[Counts]:
    """Count what Python does within; what takes more than ``most`` calls and lines is stopped.

    A count is the same on a busy machine as on an idle one. What C code does within one call is not counted.
    """
    done = Counts()

    def call(frame: FrameType, event: str, argument: object) -> TraceFunction | None:
        done.calls += 1
        return line if frame.f_code.co_filename.startswith(_PACKAGE) else None

    def line(frame: FrameType, event: str, argument: object) -> TraceFunction:
        done.lines += 1
        if done.lines + done.calls > most:
            sys.settrace(None)
            raise _TooMuch
        return line

    before = sys.gettrace()
    sys.settrace(call)
    try:
        yield done
    except _TooMuch:
        raise AssertionError(f"not done after {most} steps") from None
    finally:
        sys.settrace(before)


_PACKAGE = str(Path(sphinx_hub.__file__).parent)


def growth(run: Callable[[int], object], size: int) -> float:
    """How many times as much is done for four times the size: 4 where it grows with the size, 16 with its square.

    Of calls and lines it is what grows more. What is done once makes it less, a logarithm a little more.
    """
    done = []
    for times in (1, 4):
        with counted() as counts:
            run(times * size)
        done.append(counts)
    return max(done[1].calls / done[0].calls, done[1].lines / done[0].lines)


# -- small hubs by hand

LINE, TYPE_LINE, BEFORE_LINE, AFTER_LINE, TERM_LINE = 3, 4, 10, 30, 50


def links(first_line: int, *docnames: str) -> tuple[Link, ...]:
    """One entry a line, so that each can be told by its line."""
    return tuple(Link(docname=d, text=d, line=first_line + number) for number, d in enumerate(docnames))


def article(docname: str, before: str = "", after: str = "", *, terms: str = "", kind: str = "definition") -> Article:
    """An article; its links and terms are words with blanks between them."""
    return Article(
        docname=docname,
        line=LINE,
        title=docname.upper(),
        type=kind,
        type_line=TYPE_LINE,
        description=f"About {docname}.",
        words=300,
        terms=tuple(
            Term(name=name, definition=("What it is.",), markup="What it is.", line=TERM_LINE + number)
            for number, name in enumerate(terms.split())
        ),
        read_before=links(BEFORE_LINE, *before.split()),
        read_after=links(AFTER_LINE, *after.split()),
    )


def section(docname: str, start: str | None = None) -> Section:
    """A section's page."""
    link = Link(docname=start, text=start, line=6) if start else None
    return Section(docname=docname, line=LINE, title=docname.upper(), description=f"About {docname}.", start=link)


def pages_of(*pages: Page) -> Pages:
    """Pages by docname."""
    return {page.docname: page for page in pages}


def graph_of(*pages: Page) -> LearningGraph:
    """The graph of a few pages."""
    return LearningGraph(pages_of(*pages))


# -- random hubs

# Sections and articles at every depth, a folder that no section claims (gap), names whose order differs with and
# without case, and an article that is named as a section would be.
_FOLDERS = ("", "s/", "s/n/", "s/gap/n/", "t/")
_NAMES = ("a", "b", "B", "a-b", "10", "9", "c", "d")
_WORDS = st.sampled_from(("a", "</script>", "A & B", "é\u2028", "'\"", "\\", "😀"))
TEXTS: st.SearchStrategy[Text] = st.lists(
    _WORDS | st.builds(model.Reference, attributes=st.just(()), text=_WORDS), max_size=3
).map(tuple)
TERM_NAMES = ("Model", "loss", "straße", "STRASSE", "model", "Loss")


@st.composite
def _linked(draw: st.DrawFn, docname: str, before: list[str], after: list[str]) -> Article:
    def some(targets: list[str]) -> str:
        return " ".join(draw(st.lists(st.sampled_from(targets), max_size=3, unique=True))) if targets else ""

    return article(docname, some(before), some(after))


@st.composite
def _filled(draw: st.DrawFn, page: Article) -> Article:
    def reasoned(stated: tuple[Link, ...]) -> tuple[Link, ...]:
        return tuple(link._replace(reason=draw(st.none() | _WORDS)) for link in stated)

    # Two terms of one article differ in more than case: what becomes of such the contract leaves open.
    terms = draw(st.lists(st.sampled_from(TERM_NAMES), max_size=2, unique_by=str.casefold))
    return replace(
        page,
        title=draw(_WORDS),
        description=draw(_WORDS),
        words=draw(st.integers(0, 1000)),
        minutes=draw(st.none() | st.integers(1, 99)),
        reviewed=draw(st.none() | st.dates().map(str)),
        aliases=tuple(draw(st.lists(_WORDS, max_size=2))),
        terms=tuple(
            Term(name=name, definition=draw(TEXTS), markup="", line=TERM_LINE + number)
            for number, name in enumerate(terms)
        ),
        read_before=reasoned(page.read_before),
        read_after=reasoned(page.read_after),
        # What helps is anything that is named elsewhere: it makes no edges, so it cannot make a circle.
        helpful=reasoned((*page.read_after, *page.read_before)[:2]),
        questions=tuple(
            Question(question=draw(TEXTS), anchor=f"q{number}", answer=draw(TEXTS), line=70 + number)
            for number in range(draw(st.integers(0, 2)))
        ),
    )


@st.composite
def hubs(draw: st.DrawFn, *, acyclic: bool | None = None, faults: bool = True, filled: bool = False) -> Pages:
    """The pages of a hub.

    ``acyclic``: None is either. ``faults``: there are links to what is no article, or to the page itself.
    ``filled``: there are texts, terms and questions, which take their time to draw.
    """
    hub = draw(st.sampled_from(("index", "home", None)))
    # Where the root document has another name, an ``index`` at the top is a section like any other.
    folders = draw(st.lists(st.sampled_from(_FOLDERS), unique=True, max_size=4))
    sections = [f"{folder}index" for folder in folders if hub != "index" or folder]
    names = st.builds(str.__add__, st.sampled_from(_FOLDERS), st.sampled_from(_NAMES)) | st.just("t/index")
    taken = {*sections, hub}
    articles = draw(st.lists(names.filter(lambda name: name not in taken), unique=True, max_size=9))
    broken = [*sections, *([hub] if hub else []), "nowhere"] if faults else []
    in_one_direction = draw(st.booleans()) if acyclic is None else acyclic

    pages: list[Page] = []
    for number, docname in enumerate(articles):  # hypothesis draws them in no particular order
        earlier = articles[:number] if in_one_direction else articles
        later = articles[number + 1 :] if in_one_direction else articles
        itself = [docname] if faults else []
        others = [d for d in (*earlier, *later) if d != docname]
        before = [*(d for d in dict.fromkeys(others) if d in earlier), *itself, *broken]
        after = [*(d for d in dict.fromkeys(others) if d in later), *itself, *broken]
        page = draw(_linked(docname, before, after))
        pages.append(draw(_filled(page)) if filled else page)
    for docname in sections:
        # Every start that is possible is likely: a section without one says nothing about reachability.
        start = draw(st.none() | st.sampled_from([*articles, *broken])) if articles or broken else None
        pages.append(section(docname, start))
    if hub:
        pages.append(Hub(docname=hub, line=LINE, title="A hub", description="About it."))
    return pages_of(*draw(st.permutations(pages)))


# -- what the contract says, slowly


class Reference:
    """The contract's section 2, sentence by sentence."""

    def __init__(self, pages: Mapping[str, Page]) -> None:
        self.pages = pages
        self.articles = {d: page for d, page in pages.items() if isinstance(page, Article)}
        self.sections = {d: page for d, page in pages.items() if isinstance(page, Section)}
        self.hub = next((d for d, page in pages.items() if isinstance(page, Hub)), None)
        # An edge from an article to itself counts for cycles alone, and what is no article is no node.
        self.before = {d: self._edges(d, a.read_before) for d, a in self.articles.items()}
        self.after = {d: self._edges(d, a.read_after) for d, a in self.articles.items()}
        self.waits_for = {
            d: {*self.before[d], *(other for other in self.articles if d in self.after[other])} for d in self.articles
        }
        self.leads_to = {d: {other for other in self.articles if d in self.waits_for[other]} for d in self.articles}

    def _edges(self, docname: str, stated: tuple[Link, ...]) -> list[str]:
        return [link.docname for link in stated if link.docname in self.articles and link.docname != docname]

    def order(self) -> list[str]:
        placed: list[str] = []
        while left := sorted(set(self.articles) - set(placed)):
            free = [d for d in left if self.waits_for[d] <= set(placed)]
            trail = self.after[placed[-1]][:1] if placed else []
            if trail and trail[0] in free:
                placed.append(trail[0])
            elif free:
                placed.append(free[0])
            else:
                components = self.components(set(left))
                placed.append(
                    min(d for c in components for d in c if all(self.waits_for[e] - {*placed} <= c for e in c))
                )
        return placed

    def components(self, among: set[str]) -> list[set[str]]:
        """The strongly connected components."""
        reached = {d: closure(d, {e: self.leads_to[e] & among for e in among}) for d in among}
        found = [{d, *(e for e in reached[d] if d in reached[e])} for d in sorted(among)]
        return [component for number, component in enumerate(found) if component not in found[:number]]

    def cycles(self) -> list[tuple[str, ...]]:
        """For each component of several articles the chain that the contract asks for."""
        return sorted(self._cycle(c) for c in self.components(set(self.articles)) if len(c) > 1)

    def _cycle(self, component: set[str]) -> tuple[str, ...]:
        start = min(component)
        chains: list[tuple[str, ...]] = [(start,)]
        while True:
            chains = [(*chain, d) for chain in chains for d in self.leads_to[chain[-1]] if d not in chain[1:]]
            if closed := [chain for chain in chains if chain[-1] == start]:
                return min(closed)

    def section_of(self, docname: str) -> str | None:
        """The nearest section above; for a section's page, above its folder."""
        folder = docname.split("/")[:-1]
        if docname in self.sections:
            if not folder:
                return None
            folder.pop()
        while True:
            index = "/".join([*folder, "index"])
            if index in self.sections:
                return index
            if not folder:
                return None
            folder.pop()

    def own(self, section: str | None) -> list[str]:
        """A section's own articles, in learning order."""
        return [d for d in self.order() if self.section_of(d) == section]

    def nested(self, parent: str | None) -> list[str]:
        """The sections right below one, by the first article of each or of what is nested in it, then by docname."""

        def first(section: str) -> int:
            inside = [i for i, d in enumerate(self.order()) if section in self._sections_above(d)]
            return min(inside, default=len(self.articles))

        return sorted((s for s in self.sections if self.section_of(s) == parent), key=lambda s: (first(s), s))

    def _sections_above(self, docname: str) -> list[str]:
        above = self.section_of(docname)
        return [above, *self._sections_above(above)] if above else []

    def reading_order(self) -> list[str]:
        def inside(section: str) -> list[str]:
            return [section, *self.own(section), *(d for s in self.nested(section) for d in inside(s))]

        return [*([self.hub] if self.hub else []), *self.own(None), *(d for s in self.nested(None) for d in inside(s))]

    def start(self, section: str) -> str | None:
        """The anchor article, which is one of the section's own."""
        link = self.sections[section].start
        named = link.docname if link else None
        return named if named in self.articles and self.section_of(named) == section else None

    def plan(self, docname: str) -> list[str]:
        found = closure(docname, self.before) - {docname}
        return [d for d in self.order() if d in found]

    def unlocks(self, docname: str) -> list[str]:
        return [d for d in self.order() if docname in self.before[d]]


def closure(docname: str, edges: Mapping[str, set[str]] | Mapping[str, list[str]]) -> set[str]:
    """All that one or more edges lead to."""
    found: set[str] = set()
    pending = [docname]
    while pending:
        new = set(edges[pending.pop()]) - found
        found |= new
        pending += new
    return found
