"""Where prerequisites contradict the authors' toctrees, or each other, it is told once, with the places to mend."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from sphinx_hub.core.graph import LearningGraph
from sphinx_hub.core.model import Page, Toctree
from sphinx_hub.core.order_checks import find_circles, find_misplaced

from tests.core.strategies import BEFORE_LINE, article, examples, pages_of, section
from tests.core.test_order import HUB, Project, projects


def file_of(docname: str) -> str:
    return f"{docname}.md"


def graph(pages: Iterable[Page], names: Mapping[str, str], glob: str = "") -> LearningGraph:
    """``names`` maps a page to the entries of its toctrees, with a bar between two toctrees; each has its own line."""
    toctrees = {
        d: tuple(
            Toctree(entries=tuple(part.split()), file=file_of(d), line=10 * (number + 1), glob=d in glob.split())
            for number, part in enumerate(named.split("|"))
        )
        for d, named in names.items()
    }
    return LearningGraph(pages_of(HUB, *pages), toctrees=toctrees, root="index")


@examples(200)
@given(projects(orphans=False))
def test_where_toctrees_name_all_pages_orders_differ_just_where_it_is_told(project: Project) -> None:
    behind = sorted(project.graph.tree.unlisted_by_authors)
    names = {**project.names, "index": [*project.names.get("index", ()), *behind]}
    found = project._replace(names=names).graph
    assert not found.tree.unlisted_by_authors
    reading = tuple(d for d in found.reading_order if d in found.articles)
    assert (reading == found.learning_order) == (list(find_misplaced(found, file_of)) == [])


@examples(200)
@given(projects(circles=True))
def test_each_article_is_told_of_once_and_at_its_own_entry(project: Project) -> None:
    found = project.graph
    told = list(find_misplaced(found, file_of))
    assert len({problem.docname for problem in told}) == len(told)
    for problem in told:
        later = [
            link.docname
            for link in found.before[problem.docname]
            if found.reading_place[link.docname] > found.reading_place[problem.docname]
        ]
        lines = {link.line for link in found.before[problem.docname] if link.docname in later}
        assert problem.line in lines


@examples(200)
@given(projects(circles=True))
def test_without_the_entries_that_are_named_no_circle_is_left(project: Project) -> None:
    found = project.graph
    named = {
        (place[1], int(place[2]))
        for problem in find_circles(found, file_of)
        for place in re.finditer(r"`(\S+)\.md:(\d+)`", problem.message)
    }
    left = {d: _without(page, named) for d, page in project.pages.items()}
    mended = Project(left, project.names, project.orphans).graph
    assert mended.cycle_members == ()
    assert bool(named) == bool(found.cycle_members)


def _without(page: Page, places: set[tuple[str, int]]) -> Page:
    return replace(
        page,
        read_before=tuple(link for link in page.read_before if (page.docname, link.line) not in places),
        read_after=tuple(link for link in page.read_after if (page.docname, link.line) not in places),
    )


@pytest.mark.parametrize(
    ("pages", "names", "told"),
    [
        ([article("a", "b"), article("b")], {"index": "b a"}, {}),
        ([article("a", "b"), article("b")], {"index": "a b"}, {"a": "index.md:10"}),
        ([article("a", "b"), article("b")], {"index": "a | b"}, {"a": "index.md:10 index.md:20"}),
        # Once for an article, however many of its prerequisites come behind it.
        ([article("a", "b c"), article("b"), article("c")], {"index": "a b c"}, {"a": "index.md:10"}),
        # Through the pages that toctrees name: their sections, or the page itself.
        (
            [section("s/index"), section("t/index"), article("s/a", "t/b"), article("t/b")],
            {"index": "s/index | t/index"},
            {"s/a": "index.md:10 index.md:20"},
        ),
        ([article("a", "b"), article("b")], {"index": "a", "a": "b"}, {"a": "index.md:10 a.md:10"}),
        # A prerequisite that no toctree names stands behind those that one does.
        ([article("a", "b"), article("b")], {"index": "a"}, {"a": "index.md:10"}),
        # What the hub itself puts in order is nobody's doing.
        ([section("s/index"), section("t/index"), article("s/a"), article("s/x", "t/b"), article("t/b")], {}, {}),
        # Within a circle the circle is told.
        ([article("a", "b"), article("b", "a")], {"index": "a b"}, {}),
    ],
)  # fmt: skip
def test_places_by_hand(pages: list[Page], names: dict[str, str], told: dict[str, str]) -> None:
    found = list(find_misplaced(graph(pages, names), file_of))
    assert {p.docname: " ".join(re.findall(r"`(\S+:\d+)`", p.message)) for p in found} == told
    assert all((p.line, p.subtype) == (BEFORE_LINE, "order") for p in found)


def test_of_a_toctree_of_patterns_it_is_told_once() -> None:
    pages = [article("a", "b"), article("b", "c"), article("c")]
    (problem,) = find_misplaced(graph(pages, {"index": "a b c"}, glob="index"), file_of)
    assert (problem.docname, problem.line) == ("a", BEFORE_LINE)
    assert "`:glob:`" in problem.message and "1 more" in problem.message and "index.md:10" in problem.message


def test_a_circle_names_what_goes_against_the_author_s_order_first_in_its_own_chain() -> None:
    pages = [article("a", "d"), article("b", "a c"), article("c", "b"), article("d", "c")]
    (problem,) = find_circles(graph(pages, {"index": "a b c d"}), file_of)
    assert " a -> b -> c -> d -> a;" in problem.message
    assert f"remove the entry at `a.md:{BEFORE_LINE}`" in problem.message
    assert f"`b.md:{BEFORE_LINE + 1}`" in problem.message
    assert "`c.md" not in problem.message and "`d.md" not in problem.message
