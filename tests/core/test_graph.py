"""The learning graph does what section 2 of the contract says, compared with a slow reading of its words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st
from sphinx_hub.core.graph import LearningGraph
from sphinx_hub.core.model import Article, Link, Page

from tests.core.strategies import (
    Pages,
    Reference,
    article,
    counted,
    examples,
    graph_of,
    growth,
    hubs,
    pages_of,
    section,
)

# -- the contract's words


@examples(200)
@given(hubs())
def test_learning_order_follows_the_rule_as_stated(pages: Pages) -> None:
    reference = Reference(pages)
    event("with a cycle" if reference.cycles() else "without a cycle")
    assert list(LearningGraph(pages).learning_order) == reference.order()


@examples()
@given(hubs())
def test_reading_order_is_hub_then_loose_articles_then_sections_by_their_first_article(pages: Pages) -> None:
    assert list(LearningGraph(pages).reading_order) == Reference(pages).reading_order()


@examples()
@given(hubs())
def test_pages_belong_to_the_nearest_section_above(pages: Pages) -> None:
    graph, reference = LearningGraph(pages), Reference(pages)
    assert graph.section_of == {d: None if d == reference.hub else reference.section_of(d) for d in pages}
    for own in (None, *reference.sections):
        assert list(graph.section_articles[own]) == reference.own(own)
        assert list(graph.children[own]) == reference.nested(own)


@examples()
@given(hubs())
def test_a_start_is_an_article_of_the_section_itself(pages: Pages) -> None:
    reference = Reference(pages)
    assert LearningGraph(pages).starts == {d: reference.start(d) for d in reference.sections}


@examples()
@given(hubs())
def test_plan_and_unlocks_are_derived_from_prerequisites_alone(pages: Pages) -> None:
    graph, reference = LearningGraph(pages), Reference(pages)
    for docname in graph.articles:
        assert list(graph.plan(docname)) == reference.plan(docname)
        assert list(graph.unlocks[docname]) == reference.unlocks(docname)


@examples(200)
@given(hubs(acyclic=False))
def test_cycles_are_the_smallest_shortest_chain_of_each_component(pages: Pages) -> None:
    assert list(LearningGraph(pages).cycle_chains) == Reference(pages).cycles()


@pytest.mark.parametrize(
    ("pages", "order"),
    [
        ([article("a"), article("b"), article("c", after="a")], "b c a"),
        ([article("a", after="c"), article("b"), article("c")], "a c b"),
        # Only the first entry makes the trail, and a trail waits for what else its article waits for.
        ([article("a", after="d c"), article("b"), article("c"), article("d")], "a d b c"),
        ([article("a", after="c"), article("b"), article("c", before="b")], "a b c"),
        # A trail that had to wait is not resumed later.
        ([article("a", "", "d"), article("b", "", "e"), article("c"), article("d", "b"), article("e")], "a b e c d"),
        # c waits on the circle of a and b, so it does not break the circle, though nothing is free.
        ([article("b", before="d"), article("d", before="b"), article("a", before="d")], "b d a"),
        # Two circles, one behind the other: the one that waits on no other goes first, not the smaller name.
        ([article("a", "b d"), article("b", "a"), article("c", "d"), article("d", "c")], "c d a b"),
        ([article("a", before="a"), article("b", after="b a")], "b a"),
    ],
)  # fmt: skip
def test_learning_order_by_hand(pages: list[Page], order: str) -> None:
    assert " ".join(graph_of(*pages).learning_order) == order


def test_sections_stand_by_the_first_article_of_their_own_or_nested_in_them() -> None:
    graph = graph_of(
        *(section(f"{folder}/index") for folder in ("empty", "early", "a", "z", "z/deep")),
        article("z/deep/x"),
        article("a/y", before="z/deep/x"),
        article("early/w", after="z/deep/x"),
        article("loose", before="a/y"),
    )
    assert " ".join(graph.reading_order) == (
        "loose early/index early/w z/index z/deep/index z/deep/x a/index a/y empty/index"
    )


# -- laws


@examples()
@given(hubs())
def test_orders_are_permutations(pages: Pages) -> None:
    graph = LearningGraph(pages)
    assert sorted(graph.learning_order) == sorted(graph.articles)
    assert sorted(graph.reading_order) == sorted(pages)


@examples()
@given(hubs(acyclic=True))
def test_without_a_cycle_every_edge_leads_forward(pages: Pages) -> None:
    graph, reference = LearningGraph(pages), Reference(pages)
    assert graph.cycle_chains == ()
    assert all(graph.place[d] < graph.place[e] for d, later in reference.leads_to.items() for e in later)


@examples()
@given(hubs())
def test_the_order_in_which_pages_were_read_does_not_matter(pages: Pages) -> None:
    one, other = LearningGraph(pages), LearningGraph(dict(sorted(pages.items(), reverse=True)))
    assert one.reading_order == other.reading_order
    assert (one.learning_order, one.cycle_chains) == (other.learning_order, other.cycle_chains)


@examples()
@given(hubs(), st.sampled_from(("A", "b-", "s/aa", "zz", "0")))
def test_an_unrelated_article_leaves_the_others_in_their_order(pages: Pages, docname: str) -> None:
    assume(docname not in pages)
    order = LearningGraph(pages_of(*pages.values(), article(docname))).learning_order
    assert [d for d in order if d != docname] == list(LearningGraph(pages).learning_order)


@examples()
@given(hubs())
def test_links_that_lead_to_no_other_article_change_nothing(pages: Pages) -> None:
    def right(docname: str, stated: tuple[Link, ...]) -> tuple[Link, ...]:
        return tuple(
            link for link in stated if isinstance(pages.get(link.docname), Article) and link.docname != docname
        )

    clean = {
        d: replace(page, read_before=right(d, page.read_before), read_after=right(d, page.read_after))
        if isinstance(page, Article)
        else page
        for d, page in pages.items()
    }
    one, other = LearningGraph(pages), LearningGraph(clean)
    assert (one.learning_order, one.reading_order, one.unlocks, one.cycle_chains) == (
        other.learning_order,
        other.reading_order,
        other.unlocks,
        other.cycle_chains,
    )
    assert [one.plan(d) for d in one.learning_order] == [other.plan(d) for d in one.learning_order]


@examples()
@given(hubs(acyclic=False))
def test_no_plan_holds_its_own_article_and_each_is_complete(pages: Pages) -> None:
    graph = LearningGraph(pages)
    for docname in graph.articles:
        plan = graph.plan(docname)
        assert docname not in plan
        assert all(link.docname in (*plan, docname) for d in (*plan, docname) for link in graph.before[d])


# -- size


@pytest.mark.parametrize("stated", ["read-before", "read-after", "both"])
def test_a_long_chain_against_the_order_of_names_is_no_strain(stated: str) -> None:
    def run(length: int) -> None:
        names = [f"a{length - number:04}" for number in range(length)]
        before = ["", *names[:-1]] if stated != "read-after" else [""] * length
        after = [*names[1:], ""] if stated != "read-before" else [""] * length
        graph = graph_of(*(article(name, before[number], after[number]) for number, name in enumerate(names)))
        assert list(graph.learning_order) == names
        assert list(graph.reading_order) == names
        assert graph.cycle_chains == ()
        assert len(graph.plan(names[-1])) == (length - 1 if stated != "read-after" else 0)

    assert growth(run, 200) < 6


def test_a_ring_is_one_cycle_however_long() -> None:
    def run(length: int) -> None:
        names = [f"a{number:04}" for number in range(length)]
        graph = graph_of(*(article(name, names[number - 1]) for number, name in enumerate(names)))
        assert list(graph.learning_order) == names
        assert graph.cycle_chains == ((*names, names[0]),)
        assert len(graph.plan(names[0])) == length - 1

    assert growth(run, 200) < 6


def test_where_everything_is_before_everything_the_order_is_by_name() -> None:
    names = [f"a{number:02}" for number in range(60)]
    graph = graph_of(*(article(name, " ".join(names), " ".join(names)) for name in reversed(names)))
    with counted(most=2_000_000):
        # The first entry of each is the trail, but as long as a cycle holds all that is left, it is not free.
        assert list(graph.learning_order) == names
        assert graph.cycle_chains == (("a00", "a01", "a00"),)
        assert all(set(graph.plan(name)) == {*names} - {name} for name in names)


def test_many_small_cycles_are_no_strain() -> None:
    """Each of them is looked for among those that are left, so their square counts; it is small."""
    names = [f"a{number:03}" for number in range(400)]
    graph = graph_of(*(article(name, names[number ^ 1]) for number, name in enumerate(names)))
    with counted(most=4_000_000):
        assert list(graph.learning_order) == names
        assert len(graph.cycle_chains) == 200
