"""What is wrong with a hub as a whole is found where section 5 of the contract says, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sphinx_hub.core.check import check
from sphinx_hub.core.graph import LearningGraph
from sphinx_hub.core.model import Heading, Link, Page, Problem, Requests, Section

from tests.core.strategies import (
    AFTER_LINE,
    BEFORE_LINE,
    LINE,
    TERM_LINE,
    TERM_NAMES,
    TYPE_LINE,
    Pages,
    Reference,
    article,
    closure,
    examples,
    growth,
    hubs,
    pages_of,
    section,
)


def problems(
    *pages: Page,
    types: Mapping[str, Sequence[str]] | None = None,
    glossary: Mapping[str, str] | None = None,
    others: Collection[str] = (),
    requests: Mapping[str, Requests] | None = None,
) -> list[Problem]:
    """All problems of a hub, sorted."""
    graph = LearningGraph(pages_of(*pages))
    docnames = {*graph.pages, *others}
    types = {"definition": ()} if types is None else types
    return sorted(
        check(graph, docnames=docnames, article_types=types, glossary=glossary or {}, requests=requests or {})
    )


def places(found: Collection[Problem], subtype: str | None = None) -> list[tuple[str, int]]:
    return sorted((p.docname, p.line) for p in found if subtype in (None, p.subtype))


# -- random hubs


@examples(100)
@given(hubs())
def test_references_are_faulty_where_they_lead_to_no_article_or_a_start_leads_out(pages: Pages) -> None:
    reference = Reference(pages)
    stated = [(d, link) for d, a in reference.articles.items() for link in (*a.read_before, *a.read_after)]
    faulty = [(d, link.line) for d, link in stated if link.docname not in reference.articles]
    faulty += [(d, s.start.line) for d, s in reference.sections.items() if s.start and not reference.start(d)]
    assert places(problems(*pages.values()), "reference") == sorted(faulty)


@examples(100)
@given(hubs())
def test_unreachable_is_what_no_chain_leads_to_from_the_start(pages: Pages) -> None:
    reference = Reference(pages)
    unreachable = []
    for docname in reference.sections:
        if start := reference.start(docname):
            reached = {start, *closure(start, reference.leads_to), *closure(start, reference.before)}
            begins_a_trail = {d for d in reference.articles if reference.after[d] and not reference.before[d]}
            unreachable += [(d, LINE) for d in reference.own(docname) if d not in reached | begins_a_trail]
    assert places(problems(*pages.values()), "unreachable") == sorted(unreachable)


@examples(100)
@given(hubs(acyclic=False))
def test_each_cycle_is_told_once_at_an_entry_that_states_its_first_arrow(pages: Pages) -> None:
    reference = Reference(pages)
    themselves = [
        d for d, a in reference.articles.items() if d in {link.docname for link in (*a.read_before, *a.read_after)}
    ]
    chains = [*reference.cycles(), *((d, d) for d in themselves)]
    found = [p for p in problems(*pages.values()) if p.subtype == "cycle"]
    assert len(found) == len(chains)
    for chain in chains:
        told = [p for p in found if f" {' -> '.join(chain)};" in p.message]
        assert len(told) == 1
        first, second = (reference.articles[d] for d in chain[:2])
        entries = {(second.docname, link.line) for link in second.read_before if link.docname == first.docname}
        entries |= {(first.docname, link.line) for link in first.read_after if link.docname == second.docname}
        assert (told[0].docname, told[0].line) in entries


@examples(100)
@given(hubs(filled=True), st.sets(st.sampled_from(TERM_NAMES), max_size=2))
def test_a_term_belongs_to_the_glossary_then_to_the_first_article(pages: Pages, glossary: set[str]) -> None:
    owners = {name.casefold(): "glossary" for name in glossary}
    twice = []
    for docname, page in sorted(Reference(pages).articles.items()):
        for term in page.terms:
            if owners.setdefault(term.name.casefold(), docname) != docname:
                twice.append((docname, term.line))
    found = problems(*pages.values(), glossary={name.casefold(): "words" for name in glossary})
    assert places(found, "term") == sorted(twice)


@examples()
@given(hubs(acyclic=True, faults=False))
def test_a_hub_without_a_fault_has_no_problem(pages: Pages) -> None:
    assert (
        problems(*(replace(page, start=None) if isinstance(page, Section) else page for page in pages.values())) == []
    )


_REQUIRED = ("What it is", "How it works", "Where it fits", "When it fails", "Common questions")


@examples(200)
@given(
    st.lists(st.sampled_from(_REQUIRED), unique=True),
    st.lists(st.sampled_from((*_REQUIRED, "Other", "In short")), unique=True),
    st.lists(st.sampled_from((str, str.upper, str.lower, str.title)), min_size=7, max_size=7),
)
def test_headings_are_faulty_where_missing_or_behind_one_that_follows(
    required: list[str], written: list[str], cases: list[Callable[[str], str]]
) -> None:
    headings = tuple(
        Heading(text=case(text), line=100 + number)
        for number, (text, case) in enumerate(zip(written, cases, strict=False))
    )
    found = problems(replace(article("a"), headings=headings), types={"definition": required})
    generated = {"Where it fits", "Common questions"}
    missing = [("a", LINE) for text in required if text not in written and text not in generated]
    disordered = [
        ("a", 100 + number)
        for number, text in enumerate(written)
        if text in required and any(e in required[required.index(text) :] for e in written[:number])
    ]
    assert places(found) == places(found, "heading") == sorted([*missing, *disordered])


# -- by hand


def test_an_unknown_type_is_told_at_its_line_with_near_names_and_requires_no_headings() -> None:
    (problem,) = problems(article("a", kind="definitoin"), types={"definition": ["What it is"], "problem": []})
    assert (problem.docname, problem.line, problem.subtype) == ("a", TYPE_LINE, "type")
    assert "`definitoin`" in problem.message
    assert "`definition`" in problem.message


@pytest.mark.parametrize("case", [str.upper, str.title, str.casefold])
def test_terms_are_compared_without_case_in_any_script(case: Callable[[str], str]) -> None:
    found = problems(article("a", terms="straße"), article("b", terms=case("straße")))
    assert [(p.docname, p.line, p.subtype) for p in found] == [("b", TERM_LINE, "term")]


def test_every_page_that_defines_a_taken_term_is_told_so() -> None:
    found = problems(*(article(d, terms="other" + d + " loss") for d in "cab"))
    assert places(found) == places(found, "term") == [("b", TERM_LINE + 1), ("c", TERM_LINE + 1)]
    assert all("`loss`" in p.message and "`a`" in p.message for p in found)


@pytest.mark.parametrize(
    ("pages", "docnames"),
    [
        # It counts what leads to an article, of either kind and through articles of other sections.
        ([article("s/b", "s/a")], ""),
        ([article("s/a", after="x s/b"), article("s/b"), article("x")], ""),
        ([article("t/x", "s/a"), article("s/b", "t/x")], ""),
        # The direction counts: b names what it hands on to, so it begins a trail; c needs b, which is not reached.
        ([article("s/b", after="s/a")], ""),
        ([article("s/b", after="s/a"), article("s/c", "s/b")], "s/c"),
        ([article("s/b")], "s/b"),
        ([article("s/b", "t/x", "s/a"), article("t/x")], "s/b"),
        # What the start builds on comes before it.
        ([article("s/a", "s/b"), article("s/b")], ""),
        ([article("s/a", "s/b"), article("s/b"), article("s/c", "s/b")], "s/c"),
        # Other sections, nested ones too, have starts of their own or none.
        ([article("s/n/b"), section("s/n/index"), article("t/b"), article("b")], ""),
        # An edge of an article to itself begins no trail.
        ([article("s/b", after="s/b")], "s/b"),
    ],
)
def test_unreachable_by_hand(pages: list[Page], docnames: str) -> None:
    start = [] if "s/a" in pages_of(*pages) else [article("s/a")]
    found = problems(section("s/index", "s/a"), section("t/index"), *start, *pages)
    assert places(found, "unreachable") == [(d, LINE) for d in docnames.split()]


def test_a_section_without_a_usable_start_has_nothing_unreachable() -> None:
    apart = [article("s/a"), article("s/b"), article("t/a")]
    assert problems(section("s/index"), *apart) == []
    for start in ("t/a", "s/nowhere", "s/index"):
        found = problems(section("s/index", start), *apart)
        assert [(p.docname, p.line, p.subtype) for p in found] == [("s/index", 6, "reference")]


@pytest.mark.parametrize(
    ("pages", "docname", "line", "chain"),
    [
        ([article("a", "c"), article("b", "a"), article("c", "b")], "b", BEFORE_LINE, "a b c a"),
        ([article("a", "x b"), article("b", "x a"), article("x")], "b", BEFORE_LINE + 1, "a b a"),
        ([article("a", after="x b"), article("b", after="a"), article("x")], "a", AFTER_LINE + 1, "a b a"),
        ([article("a", "a")], "a", BEFORE_LINE, "a a"),
        ([article("a", after="b a"), article("b")], "a", AFTER_LINE + 1, "a a"),
        # Shorter goes before smaller, and the chain begins at the smallest of all.
        ([article("a", "z"), article("b", "a"), article("z", "b a")], "z", BEFORE_LINE + 1, "a z a"),
        ([article("a", "d c"), article("b", "a"), article("c", "b"), article("d", "b")], "b", BEFORE_LINE, "a b c a"),
    ],
)  # fmt: skip
def test_cycles_by_hand(pages: list[Page], docname: str, line: int, chain: str) -> None:
    (problem,) = problems(*pages)
    assert (problem.docname, problem.line, problem.subtype) == (docname, line, "cycle")
    assert f" {chain.replace(' ', ' -> ')};" in problem.message


@pytest.mark.parametrize("typed", ["modle", "modle.md", "/s/modle", "/s/modle.md"])
def test_a_misspelt_reference_is_named_as_typed_with_the_near_article(typed: str) -> None:
    faulty = replace(article("s/a"), read_before=(Link(docname="s/modle", text=typed, line=8),))
    (problem,) = problems(faulty, article("s/model"))
    assert (problem.line, problem.subtype) == (8, "reference")
    assert f"`{typed}`" in problem.message
    assert "model" in problem.message


def test_a_page_that_is_no_article_is_told_apart_from_one_that_does_not_exist() -> None:
    found = problems(article("a", "plain nowhere"), others=["plain"])
    assert [(p.line, "no page" in p.message) for p in found] == [(BEFORE_LINE, False), (BEFORE_LINE + 1, True)]


def test_what_directives_ask_for_is_checked_where_they_stand() -> None:
    def link(docname: str, line: int) -> Link:
        return Link(docname=docname, text=docname, line=line)

    requests = {
        "s/a": Requests(
            plans=((link("s/a", 20), link("nowhere", 21)), (link("plain", 22),)),
            paths=(link("s/index", 23), link("s", 24), link("nowhere", 25), Link(docname="s/a", text="", line=26)),
        ),
        "plain": Requests(paths=(Link(docname="plain", text="", line=27),)),
    }
    found = problems(section("s/index"), article("s/a"), others=["plain"], requests=requests)
    assert places(found, "reference") == places(found) == [("plain", 27), ("s/a", 21), ("s/a", 22), ("s/a", 25)]


def test_a_large_hub_takes_no_more_steps_for_each_page() -> None:
    def run(size: int) -> None:
        names = [f"s/a{number:04}" for number in range(size)]
        pages = [article(name, names[number - 1] if number else "") for number, name in enumerate(names)]
        assert problems(section("s/index", names[0]), *pages) == []

    assert growth(run, 150) < 6
