"""Learning paths and plans as pages are given them: which rows, in which order, after which, in how many parts."""

from __future__ import annotations

from hypothesis import given
from sphinx_hub.core.graph import LearningGraph
from sphinx_hub.core.model import Page
from sphinx_hub.core.page_view import Path, Views

from tests.core.strategies import Pages, article, examples, graph_of, hubs, section


def views(graph: LearningGraph, most_lanes: int = 8) -> Views:
    return Views(graph, str, labels={"definition": "What", "problem": "Oh"}, most_lanes=most_lanes)


def path(*pages: Page, most_lanes: int = 8) -> Path:
    """The path of the section ``s/index``."""
    return views(graph_of(section("s/index"), *pages), most_lanes).path("s/index")


def names(shown: Path) -> list[str]:
    return [row.entry.docname for row in shown.rows]


@examples()
@given(hubs())
def test_rows_are_a_sections_articles_in_learning_order(pages: Pages) -> None:
    graph = LearningGraph(pages)
    made = views(graph)
    for docname in graph.sections:
        shown = made.path(docname)
        assert names(shown) == [d for d in graph.learning_order if graph.section_of[d] == docname]
        for row in shown.rows:
            stated = {link.docname for link in graph.before[row.entry.docname]}
            assert {names(shown)[other] for other in row.row.after} <= stated
            assert {ref.docname for ref in row.outside} == stated - {*names(shown)}


@examples()
@given(hubs())
def test_a_plan_leads_to_all_that_it_is_asked_for(pages: Pages) -> None:
    graph = LearningGraph(pages)
    targets = graph.learning_order[::3]
    shown = views(graph).plan_to((*targets, "nowhere"))
    found = {d for target in targets for d in graph.plan(target)} | {*targets}
    assert names(shown) == [d for d in graph.learning_order if d in found]
    assert shown.beginning == 0 and not any(row.outside for row in shown.rows)


@examples(200)
@given(hubs())
def test_the_beginning_is_the_longest_that_all_later_rows_build_on(pages: Pages) -> None:
    graph = LearningGraph(pages)
    made = views(graph)
    for docname, articles in graph.section_articles.items():
        if docname is None:
            continue
        possible = [
            number
            for number in range(3, len(articles) - 2)
            if all({*articles[:number]} <= {*graph.plan(later)} for later in articles[number:])
        ]
        assert made.path(docname).beginning == max(possible, default=0)


def test_a_beginning_counts_what_is_built_on_in_other_sections() -> None:
    first = [article("s/a"), article("s/b", "s/a"), article("s/c", "s/b"), article("t/x", "s/c")]
    rest = [article(f"s/{name}", "t/x") for name in "def"]
    shown = path(section("t/index"), *first, *rest)
    assert (names(shown), shown.beginning) == ([f"s/{name}" for name in "abcdef"], 3)
    assert [row.row.after for row in shown.rows] == [(), (0,), (1,), (), (), ()]
    assert [[ref.docname for ref in row.outside] for row in shown.rows[3:]] == [["t/x"]] * 3
    assert path(section("t/index"), *first, *rest[:2]).beginning == 0, "each part has at least three rows"


def test_what_only_a_chain_through_another_section_implies_is_drawn() -> None:
    """The reader of the section's path does not see that chain."""
    shown = path(article("s/a"), article("t", "s/a"), article("s/b", before="t s/a"))
    assert [row.row.after for row in shown.rows] == [(), (0,)]


def test_nothing_is_drawn_where_nothing_builds_on_anything_or_there_is_no_room() -> None:
    fan = [article("s/a"), *(article(f"s/b{number}", "s/a") for number in range(3))]
    assert path(*fan).lanes == 2
    assert path(*fan, most_lanes=1).lanes == 0
    assert path(article("s/a"), article("s/b")).lanes == 0


def test_a_row_knows_the_kind_of_its_article() -> None:
    shown = path(article("s/a"), article("s/b", kind="problem"), article("s/c", kind="unheard of"))
    assert [(row.entry.type, row.kind) for row in shown.rows] == [("What", 0), ("Oh", 1), ("Unheard of", None)]


@examples()
@given(hubs())
def test_no_two_rows_have_one_anchor(pages: Pages) -> None:
    graph = LearningGraph(pages)
    anchors = [row.anchor for docname in graph.sections for row in views(graph).path(docname).rows]
    assert len({*anchors}) == len(anchors)
