"""The report says what there is, and what could be left out changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sphinx_hub.core.graph import LearningGraph
from sphinx_hub.core.model import Article, Page, Question
from sphinx_hub.core.report import Implied, Report, Review, report

from tests.core.strategies import Pages, Reference, article, closure, examples, graph_of, growth, hubs, pages_of

TODAY = date(2026, 11, 20)


def of(*pages: Page, today: date = TODAY) -> Report:
    return report(graph_of(*pages), today)


# -- prerequisites that others imply


@examples(200)
@given(hubs(acyclic=True))
def test_implied_are_the_prerequisites_that_another_one_leads_back_to(pages: Pages) -> None:
    before = Reference(pages).before
    expected = {(a, b) for a in before for b in before[a] if any(b in closure(c, before) for c in before[a])}
    found = report(LearningGraph(pages), TODAY).implied
    assert {(entry.article, entry.prerequisite) for entry in found} == expected
    assert len(found) == len(expected)
    for entry in found:
        assert entry.by in before[entry.article]
        assert entry.prerequisite in closure(entry.by, before)


@examples(200)
@given(hubs(acyclic=False))
def test_without_what_is_implied_every_plan_is_the_same(pages: Pages) -> None:
    """Also where articles need each other in a circle."""
    graph = LearningGraph(pages)
    implied = {(entry.article, entry.prerequisite) for entry in report(graph, TODAY).implied}
    left = {
        docname: replace(page, read_before=tuple(x for x in page.read_before if (docname, x.docname) not in implied))
        if isinstance(page, Article)
        else page
        for docname, page in pages.items()
    }
    reduced = LearningGraph(left)
    assert {d: set(reduced.plan(d)) for d in graph.articles} == {d: set(graph.plan(d)) for d in graph.articles}
    assert report(reduced, TODAY).implied == ()


def test_an_implied_prerequisite_is_told_at_its_line_with_what_implies_it() -> None:
    chain = [article("a"), article("b", "a"), article("c", "b"), article("d", "b a c")]
    first = article("d", "b a c").read_before[0].line
    assert of(*chain).implied == (
        Implied(article="d", line=first, prerequisite="b", by="c"),
        Implied(article="d", line=first + 1, prerequisite="a", by="b"),
    )


# -- the longest chain


def chains(before: dict[str, list[str]], last: str) -> list[tuple[str, ...]]:
    """All chains of prerequisites up to an article."""
    return [(last,), *((*chain, last) for d in before[last] for chain in chains(before, d))]


@examples(200)
@given(hubs(acyclic=True))
def test_the_longest_chain_is_of_equally_long_ones_the_smallest(pages: Pages) -> None:
    before = Reference(pages).before
    every = [chain for d in before for chain in chains(before, d) if len(chain) > 1]
    expected = min(every, key=lambda chain: (-len(chain), chain), default=())
    assert report(LearningGraph(pages), TODAY).longest_chain == expected


@examples(200)
@given(hubs(acyclic=False))
def test_the_longest_chain_runs_through_no_circle(pages: Pages) -> None:
    before = Reference(pages).before
    chain = report(LearningGraph(pages), TODAY).longest_chain
    assert len(set(chain)) == len(chain)
    assert all(first in before[second] for first, second in zip(chain, chain[1:], strict=False))
    assert bool(chain) is any(before.values())


# -- questions and reviews


@examples()
@given(hubs(filled=True), st.dates(min_value=date(2, 1, 1)))
def test_each_article_is_listed_by_what_it_has(pages: Pages, today: date) -> None:
    articles = {d: page for d, page in sorted(pages.items()) if isinstance(page, Article)}
    told = report(LearningGraph(pages), today)
    assert told.articles == len(articles)
    assert told.without_questions == tuple(d for d, page in articles.items() if not page.questions)
    assert told.never_reviewed == tuple(d for d, page in articles.items() if page.reviewed is None)
    old = [(r.reviewed, r.article) for r in told.old_reviews]
    assert old == sorted(old)
    for docname, page in articles.items():
        if page.reviewed is not None:
            age = today - date.fromisoformat(page.reviewed)
            # Between 365 and 366 days it depends on the leap day, for which there are examples below.
            if age != timedelta(days=366):
                assert ((page.reviewed, docname) in old) is (age > timedelta(days=365))


@pytest.mark.parametrize(
    ("reviewed", "today", "old"),
    [
        ("2025-11-20", date(2026, 11, 20), False),
        ("2025-11-19", date(2026, 11, 20), True),
        ("2027-01-01", date(2026, 11, 20), False),
        ("2027-02-28", date(2028, 2, 29), False),
        ("2027-02-27", date(2028, 2, 29), True),
        ("2028-02-29", date(2029, 2, 28), False),
        ("2028-02-29", date(2029, 3, 1), True),
        ("2027-12-31", date(2028, 12, 31), False),
        ("2027-12-31", date(2029, 1, 1), True),
    ],
)
def test_a_review_is_old_when_its_day_has_come_round_and_gone(reviewed: str, today: date, old: bool) -> None:
    told = of(replace(article("a"), reviewed=reviewed), today=today)
    assert told.old_reviews == ((Review(article="a", reviewed=reviewed),) if old else ())
    assert told.never_reviewed == ()


# -- the whole


@examples()
@given(hubs(filled=True))
def test_the_order_of_pages_changes_nothing(pages: Pages) -> None:
    shuffled = dict(sorted(pages.items(), reverse=True))
    assert report(LearningGraph(shuffled), TODAY) == report(LearningGraph(pages), TODAY)


def test_nothing_is_told_of_an_empty_project() -> None:
    told = of()
    assert (told.articles, told.sections, told.minutes) == (0, 0, 0)
    assert not any((told.without_questions, told.implied, told.longest_chain, told.old_reviews, told.never_reviewed))


def test_an_article_with_a_question_and_a_review_is_not_listed() -> None:
    question = Question(question=("Why?",), anchor="why", answer=("So.",), line=9)
    told = of(replace(article("a"), questions=(question,), reviewed="2026-11-20"), article("b"))
    assert (told.articles, told.minutes) == (2, 4)
    assert (told.without_questions, told.never_reviewed, told.longest_chain) == (("b",), ("b",), ())


def test_articles_that_all_need_all_before_them_are_no_burden() -> None:
    """Four times as many articles have sixteen times as many prerequisites."""

    def run(size: int) -> None:
        names = [f"a{number:04}" for number in range(size)]
        pages = pages_of(*(article(d, " ".join(names[:number])) for number, d in enumerate(names)))
        told = report(LearningGraph(pages), TODAY)
        assert told.longest_chain == tuple(names)
        assert len(told.implied) == (size - 1) * (size - 2) // 2

    assert growth(run, 40) < 24
