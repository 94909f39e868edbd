"""The author's toctrees are the order: what section 2 of the contract says of them, compared with a slow reading of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st
from sphinx_hub.core.graph import LearningGraph
from sphinx_hub.core.model import Article, Hub, Page, Section, Toctree

from tests.core.strategies import LINE, Pages, article, closure, examples, pages_of, section

HUB = Hub(docname="index", line=LINE, title="A hub", description="About it.")
SECTIONS = ("s/index", "s", "s/n/index", "t", "u/index")
ARTICLES = ("a", "b", "s/a", "s/b", "s/n/a", "s/n/index", "t/a", "t/b", "u/z")
OTHERS = ("p", "s/p", "u/p", "genindex")


class Project(NamedTuple):
    """Pages of a hub, and what the toctrees on any page name."""

    pages: Pages
    names: dict[str, list[str]]
    orphans: frozenset[str] = frozenset()

    @property
    def graph(self) -> LearningGraph:
        return graph(self.pages, self.names, self.orphans)


def graph(pages: Pages, names: Mapping[str, Iterable[str]], orphans: Iterable[str] = ()) -> LearningGraph:
    toctrees = {d: (Toctree(entries=tuple(named), file=f"{d}.md", line=1),) for d, named in names.items()}
    return LearningGraph(pages, toctrees=toctrees, root="index", unlisted=frozenset(orphans))


@st.composite
def projects(draw: st.DrawFn, *, circles: bool = False, orphans: bool = True) -> Project:
    """``circles``: pages may name each other in circles, those of the prerequisites too."""
    sections = draw(st.lists(st.sampled_from(SECTIONS), unique=True, max_size=4))
    articles = draw(st.lists(st.sampled_from(ARTICLES).filter(lambda d: d not in sections), unique=True, max_size=7))
    order = draw(st.permutations(articles))

    def some(among: list[str]) -> str:
        return " ".join(draw(st.lists(st.sampled_from(among), max_size=2, unique=True))) if among else ""

    pages: list[Page] = [section(d) for d in sections]
    for number, docname in enumerate(order):
        others = [d for d in order if d != docname]
        pages.append(
            article(
                docname,
                some(others if circles else list(order[:number])),
                some(others if circles else list(order[number + 1 :])),
            )
        )
    if draw(st.integers(0, 4)):
        pages.append(HUB)
    holders = ["index", *draw(st.permutations([*sections, *articles, *OTHERS[:-1]]))]
    names = {}
    for number, holder in enumerate(holders):
        below = [*holders[0 if circles else number + 1 :], OTHERS[-1]]
        if not number or draw(st.integers(0, 2)) == 0:
            names[holder] = draw(st.lists(st.sampled_from(below), max_size=4, unique=True))
    left_out = draw(st.lists(st.sampled_from([*sections, *articles]), max_size=1)) if orphans and articles else []
    return Project(pages_of(*pages), names, frozenset(left_out))


class Reading:
    """The sentences of the contract, one by one, for projects whose toctrees close no circle."""

    def __init__(self, project: Project) -> None:
        self.pages, self.names, self.orphans = project
        self.articles = [d for d, page in self.pages.items() if isinstance(page, Article)]
        self.sections = [d for d, page in self.pages.items() if isinstance(page, Section)]
        self.hub = "index" if "index" in self.pages else None
        self.before = {d: [link.docname for link in self._article(d).read_before] for d in self.articles}
        self.after = {d: [link.docname for link in self._article(d).read_after] for d in self.articles}
        # Sections follow from the order and the order from sections: find those that agree.
        self.author_order = ["index", *sorted(self.pages)]
        for _ in range(4):
            self.section_of = {d: self._section(d) for d in sorted(self.pages)}
            was, self.author_order = self.author_order, self._order()
        assume(was == self.author_order)
        above = {d: [s] if (s := self.section_of[d]) else [] for d in self.pages}
        assume(
            not any(d in closure(d, above) for d in self.sections)
        )  # by toctree and folder: which one counts is open

    def _article(self, docname: str) -> Article:
        page = self.pages[docname]
        assert isinstance(page, Article)
        return page

    # "claims the articles that its own toctrees name, directly or through pages that are no sections, and the folder"

    def _claims(self, holder: str) -> set[str]:
        claimed: set[str] = set()
        for name in self.names.get(holder, ()):
            claimed.add(name)
            if name not in self.sections:
                claimed |= self._claims(name)
        return claimed

    def _section(self, docname: str) -> str | None:
        if docname == self.hub:
            return None
        place = {d: number for number, d in reversed([*enumerate(self.author_order)])}
        if naming := [s for s in self.sections if docname in self._claims(s)]:
            return min(naming, key=lambda s: place.get(s, len(place)))
        folder = docname.split("/")[:-1]
        while True:
            for name in ("/".join([*folder, "index"]), "/".join(folder)):
                if name in self.sections and name != docname:
                    return name
            if not folder:
                return None
            folder.pop()

    # "Named means reached from the root along authors' and generated toctrees", "what is not reached so is generated"

    def _leads(self, one: str, other: str) -> bool:
        return other in closure(one, {**{d: [] for d in self._all()}, **self.names})

    def _all(self) -> set[str]:
        return {"index", *self.pages, *OTHERS, *self.names}

    def _arranged(self) -> tuple[set[str], set[str]]:
        """What is reached in the end, and what is generated."""
        edges: dict[str, list[str]] = {**{d: [] for d in self._all()}, **{d: [*n] for d, n in self.names.items()}}
        stuck: set[str] = set(self.orphans)
        while True:
            held = {d: [*named] for d, named in edges.items()}
            by_author = {"index", *closure("index", edges)}
            rest = {d for d in self.pages if d not in by_author and d not in stuck and d != "index"}
            generated = {
                d for d in rest if all(self._leads(d, e) and d < e for e in rest if e != d and self._leads(e, d))
            }
            for docname in sorted(generated):
                holder = self.section_of[docname] or self.hub
                if holder:
                    assume(holder != docname and holder not in closure(docname, held))  # closes no circle
                    held[holder].append(docname)
            reached = {"index", *closure("index", held)}
            if generated <= reached:
                return reached, generated
            stuck |= generated - reached  # on a page that nothing leads to

    def _order(self) -> list[str]:
        reached, generated = self._arranged()
        self.unnamed = {d for d in self.pages if d != "index" and (d in generated or d not in reached)}
        found: list[str] = []

        def lay(docname: str) -> None:
            if docname in found:
                return
            found.append(docname)
            if docname in reached:
                for name in self.names.get(docname, ()):
                    lay(name)
                # "right behind the last page reached below its section's page"
                for unnamed in sorted(d for d in self.unnamed if self.section_of[d] == docname):
                    lay(unnamed)

        lay("index")
        # "where that is not reached, or there is no section, behind all"
        for unnamed in sorted(d for d in self.unnamed if self.section_of[d] not in reached):
            lay(unnamed)
        return found

    @property
    def waits(self) -> dict[str, set[str]]:
        return {
            d: {*self.before[d], *(e for e in self.articles if d in self.after[e] and d in self.unnamed)} - {d}
            for d in self.articles
        }

    @property
    def named_articles(self) -> list[str]:
        return [d for d in self.author_order if d in self.articles and d not in self.unnamed]

    def learning_order(self) -> list[str]:
        """Where a toctree names any article."""
        place = {d: number for number, d in enumerate(self.author_order)}
        placed: list[str] = []

        def visit(docname: str, under_way: tuple[str, ...]) -> None:
            if docname in placed or docname in under_way:
                return
            for other in sorted(self.waits[docname], key=place.__getitem__):
                visit(other, (*under_way, docname))
            if docname not in placed:
                placed.append(docname)

        for docname in self.author_order:
            if docname in self.articles:
                visit(docname, ())
        return placed

    def reading_order(self, learning: list[str]) -> list[str]:
        reached, _ = self._arranged()

        def inside(own: str) -> list[str]:
            nested = [s for s in self.sections if self.section_of[s] == own]
            return [d for d in learning if self.section_of[d] == own] + [d for s in nested for d in inside(s)]

        def generated(holder: str | None) -> list[str]:
            here = [d for d in self.unnamed if self.section_of[d] == holder]
            articles = [d for d in learning if d in here]
            sections = [d for d in here if d in self.sections]
            first = {s: min([learning.index(d) for d in inside(s)], default=len(learning)) for s in sections}
            return articles + sorted(sections, key=lambda s: (first[s], s))

        found: list[str] = []

        def lay(docname: str) -> None:
            if docname not in found:
                found.append(docname)
                for name in [*(self.names.get(docname, ()) if docname in reached else ()), *generated(docname)]:
                    lay(name)

        lay("index")
        for docname in generated(None):
            lay(docname)
        return [d for d in found if d in self.pages]


# -- sentence by sentence


@examples(100)
@given(projects())
def test_the_author_s_order_and_the_sections_are_as_stated(project: Project) -> None:
    reading, found = Reading(project), project.graph
    event("several sections" if len(set(reading.section_of.values())) > 2 else "few sections")
    assert found.section_of == reading.section_of
    assert list(found.tree.authors_order) == [d for d in reading.author_order if d in project.pages]
    assert found.tree.unlisted_by_authors == reading.unnamed


@examples(100)
@given(projects())
def test_learning_order_is_the_author_s_where_nothing_is_to_be_placed_before(project: Project) -> None:
    reading, found = Reading(project), project.graph
    if reading.named_articles:
        assert list(found.learning_order) == reading.learning_order()
    else:
        event("no toctree names any article")
        assert found.learning_order == LearningGraph(project.pages, root="index").learning_order


@examples(100)
@given(projects())
def test_reading_order_is_the_tree_with_what_is_generated_in_its_places(project: Project) -> None:
    found = project.graph
    assert list(found.reading_order) == Reading(project).reading_order(list(found.learning_order))


@examples()
@given(projects(orphans=False))
def test_what_is_generated_stands_once_behind_a_page_of_its_own(project: Project) -> None:
    reading, found = Reading(project), project.graph
    reached, generated = reading._arranged()
    entries = [(holder, d) for holder, named in found.generated.items() for d in named]
    assert sorted(d for _, d in entries if d in reached) == sorted(generated & reached)
    assert all(holder == (reading.section_of[d] or "index") for holder, d in entries)


# -- laws


@examples()
@given(projects(circles=True))
def test_orders_are_total_and_toctrees_close_no_circle_of_ours(project: Project) -> None:
    found = project.graph
    assert sorted(found.learning_order) == sorted(found.articles)
    assert sorted(found.reading_order) == sorted(found.tree.authors_order) == sorted(project.pages)
    edges = {**{d: [] for d in (*OTHERS, *project.pages, "index")}, **{d: [*n] for d, n in project.names.items()}}
    for holder, named in found.generated.items():
        edges[holder] += named
    assert all(holder not in closure(d, edges) for holder, named in found.generated.items() for d in named)
    assert not project.orphans.intersection(d for named in found.generated.values() for d in named)


@examples()
@given(projects(circles=True))
def test_no_section_is_nested_in_itself(project: Project) -> None:
    found = project.graph
    for docname in found.sections:
        above: list[str] = []
        parent = found.section_of[docname]
        while parent is not None:
            assert parent != docname and parent not in above
            above.append(parent)
            parent = found.section_of[parent]


@examples()
@given(projects())
def test_every_article_comes_after_what_it_waits_on(project: Project) -> None:
    reading, found = Reading(project), project.graph
    assert all(found.place[e] < found.place[d] for d, waited in reading.waits.items() for e in waited)


@examples()
@given(projects())
def test_only_what_must_move_moves(project: Project) -> None:
    """Articles none of which waits on a later one, directly or through others, are in the author's order."""
    reading, found = Reading(project), project.graph
    assume(reading.named_articles)
    order = [d for d in reading.author_order if d in reading.articles]
    after = {d: {e for e in closure(d, reading.waits) if order.index(e) > order.index(d)} for d in order}
    moved = {e for later in after.values() for e in later}
    still = [d for d in order if d not in moved]
    assert [d for d in found.learning_order if d in still] == still


@examples()
@given(projects(orphans=False))
def test_orders_agree_in_a_section_whose_articles_toctrees_name_all_or_none_of(project: Project) -> None:
    found = project.graph
    for own, articles in found.section_articles.items():
        unnamed = [d for d in articles if d in found.tree.unlisted_by_authors]
        reading = [d for d in found.reading_order if d in articles]
        if len(unnamed) == len(articles) and all(d in found.generated.get(own or "index", ()) for d in articles):
            assert list(articles) == reading
        place = found.reading_place
        if not unnamed and all(
            place[e] < place[d] for d in found.articles for e in closure(d, dict(_edges(found))) if e != d
        ):
            assert list(articles) == reading


def _edges(found: LearningGraph) -> Iterable[tuple[str, list[str]]]:
    return ((d, [link.docname for link in links]) for d, links in found.before.items())


@examples()
@given(projects(circles=True))
def test_the_order_in_which_pages_were_read_does_not_matter(project: Project) -> None:
    other = graph(dict(reversed(project.pages.items())), dict(reversed(project.names.items())), sorted(project.orphans))
    assert (project.graph.learning_order, project.graph.reading_order) == (other.learning_order, other.reading_order)
    assert project.graph.generated == other.generated


# -- by hand


@pytest.mark.parametrize(
    ("pages", "names", "learning", "reading"),
    [
        # The author's order stands, against that of the names.
        ("a b c", {"index": "c a b"}, "c a b", "index c a b"),
        # What is needed is placed right before what needs it; the sidebar stays as written.
        ("a:c b c", {"index": "a b c"}, "c a b", "index a b c"),
        # `read-after` moves nothing that a toctree names, and something that none names.
        ("a b c>a", {"index": "a b c"}, "a b c", "index a b c"),
        ("a b>x x w", {"index": "b a"}, "b a w x", "index b a w x"),
        ("a>x b x", {"index": "b a"}, "b a x", "index b a x"),
        # Below an ordinary page, and foreign names.
        ("a b c", {"index": "p genindex a", "p": "c b"}, "c b a", "index c b a"),
        # A section's unnamed articles stand behind what its toctrees name, and before what comes behind it.
        ("S:s/index s/a s/b s/c z", {"index": "s/index z", "s/index": "s/b"}, "s/b s/a s/c z", "index s/index s/b s/a s/c z"),
        # A section that none names, with a toctree of its own.
        ("S:s/index s/a s/b z", {"index": "z", "s/index": "s/b"}, "z s/b s/a", "index z s/index s/b s/a"),
        # An ordinary page that nothing leads to does not name: the articles are generated.
        ("a b c", {"index": "c", "lost": "b"}, "c a b", "index c a b"),
        # Of two sections that name each other, the first by name is generated.
        ("S:s/index S:t/index t/x", {"s/index": "t/index", "t/index": "s/index"}, "t/x", "index s/index t/index t/x"),
        # A page is at its first place.
        ("a b c", {"index": "a b", "a": "b c"}, "a b c", "index a b c"),
    ],
)  # fmt: skip
def test_orders_by_hand(pages: str, names: dict[str, str], learning: str, reading: str) -> None:
    made: list[Page] = [HUB]
    for stated in pages.split():
        if stated.startswith("S:"):
            made.append(section(stated[2:]))
            continue
        name, _, after = stated.partition(">")
        name, _, before = name.partition(":")
        made.append(article(name, before, after))
    found = graph(pages_of(*made), {d: named.split() for d, named in names.items()})
    assert (" ".join(found.learning_order), " ".join(found.reading_order)) == (learning, reading)


@pytest.mark.parametrize(
    ("names", "section_of"),
    [
        ({}, {"guide/a": "guide", "other/b": None, "guide": None}),
        ({"guide": ["other/b"]}, {"other/b": "guide"}),
        ({"guide": ["p"], "p": ["other/b"]}, {"other/b": "guide"}),
        ({"guide": ["x/index"], "x/index": ["other/b"]}, {"other/b": "x/index", "x/index": "guide"}),
        # The first in the author's order, not by name.
        ({"index": ["x/index", "guide"], "guide": ["other/b"], "x/index": ["other/b"]}, {"other/b": "x/index"}),
        ({"index": ["guide", "x/index"], "guide": ["other/b"], "x/index": ["other/b"]}, {"other/b": "guide"}),
        # What a toctree names goes before the folder.
        ({"x/index": ["guide/a"]}, {"guide/a": "x/index"}),
        # A parent that would close a circle does not count.
        ({"guide": ["x/index"], "x/index": ["guide"]}, {"x/index": "guide", "guide": None}),
        ({"x/y/index": ["x/index"]}, {"x/index": "x/y/index", "x/y/index": None}),
    ],
)  # fmt: skip
def test_sections_by_hand(names: dict[str, list[str]], section_of: dict[str, str | None]) -> None:
    sections = [section(d) for d in ("guide", "x/index", "x/y/index")]
    pages = pages_of(HUB, *sections, article("guide/a"), article("other/b"), article("x/y/c"))
    found = graph(pages, names)
    assert {d: found.section_of[d] for d in section_of} == section_of


def test_a_folder_belongs_to_its_index_and_that_to_the_page_of_its_name() -> None:
    found = graph(pages_of(HUB, section("x"), section("x/index"), article("x/a"), article("a")), {})
    assert (found.section_of["x/a"], found.section_of["x/index"], found.section_of["a"]) == ("x/index", "x", None)


def test_an_orphan_is_an_article_like_any_other_but_no_list_names_it() -> None:
    pages = pages_of(HUB, section("s/index"), article("s/a"), article("s/b"), article("s/c", "s/b"))
    found = graph(pages, {}, ["s/b"])
    assert found.section_articles["s/index"] == ("s/a", "s/b", "s/c")
    assert found.generated["s/index"] == ("s/a", "s/c")


def test_a_long_chain_against_the_author_s_order_is_no_strain() -> None:
    names = [f"a{number:04}" for number in range(3000)]
    chain = [article(name, names[number + 1] if number < 2999 else "") for number, name in enumerate(names)]
    found = graph(pages_of(HUB, *chain), {"index": names})
    assert list(found.learning_order) == names[::-1]
    assert list(found.reading_order) == ["index", *names]
