"""What a change does to a curriculum, against plain set differences on random edits."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sphinx_hub.core.diff import Edge, Moved, Renamed, Retitled, compare

from tests.core.strategies import closure, examples

NAMES = [f"s/{name}" for name in "abcdefg"]


def article(docname: str, title: str, before: list[str], after: list[str], plan: list[str]) -> dict[str, Any]:
    return {
        "docname": docname,
        "title": title,
        "read_before": [{"docname": other, "reason": None} for other in before],
        "read_after": [{"docname": other, "reason": None} for other in after],
        "plan": plan,
    }


def content(*articles: dict[str, Any], path: list[str] | None = None) -> dict[str, Any]:
    order = [entry["docname"] for entry in articles] if path is None else path
    return {"articles": list(articles), "sections": [{"docname": "s/index", "title": "S", "articles": order}]}


def hub(*docnames: str) -> dict[str, Any]:
    """Articles without links, in this order."""
    return content(*(article(docname, docname.upper(), [], [], []) for docname in docnames))


@st.composite
def curricula(draw: st.DrawFn) -> dict[str, Any]:
    """Any of seven articles in any order, each of them titled by its docname and linked to any others."""
    order = draw(st.lists(st.sampled_from(NAMES), unique=True))
    some = st.lists(st.sampled_from(order), unique=True, max_size=3) if order else st.just([])
    before = {docname: [d for d in draw(some) if d != docname] for docname in order}
    after = {docname: [d for d in draw(some) if d != docname] for docname in order}
    plans = {docname: [d for d in order if d in closure(docname, before) - {docname}] for docname in order}
    return content(*(article(d, d.upper(), before[d], after[d], plans[d]) for d in order))


def edges(data: dict[str, Any], key: str) -> set[tuple[str, str]]:
    return {(entry["docname"], link["docname"]) for entry in data["articles"] for link in entry[key]}


@given(old=curricula(), new=curricula())
@examples(300)
def test_it_is_the_difference_of_sets(old: dict[str, Any], new: dict[str, Any]) -> None:
    diff = compare(old, new)
    was = {entry["docname"]: entry for entry in old["articles"]}
    now = {entry["docname"]: entry for entry in new["articles"]}
    assert set(diff.added) == now.keys() - was.keys()
    assert set(diff.gone) == was.keys() - now.keys()
    assert not diff.renamed and not diff.retitled  # a title is its docname here
    assert set(diff.prerequisites_added) == edges(new, "read_before") - edges(old, "read_before")
    assert set(diff.prerequisites_removed) == edges(old, "read_before") - edges(new, "read_before")
    assert set(diff.next_added) == edges(new, "read_after") - edges(old, "read_after")
    assert set(diff.next_removed) == edges(old, "read_after") - edges(new, "read_after")
    both = was.keys() & now.keys()
    changes = {change.article: change for change in (*diff.plans_longer, *diff.plans_shorter, *diff.plans_changed)}
    assert changes.keys() == {d for d in both if set(was[d]["plan"]) != set(now[d]["plan"])}
    for docname, change in changes.items():
        assert set(change.added) == set(now[docname]["plan"]) - set(was[docname]["plan"])
        assert set(change.removed) == set(was[docname]["plan"]) - set(now[docname]["plan"])
    assert all(len(now[c.article]["plan"]) > len(was[c.article]["plan"]) for c in diff.plans_longer)
    assert all(len(now[c.article]["plan"]) < len(was[c.article]["plan"]) for c in diff.plans_shorter)
    assert bool(diff) == (old != new and any(getattr(diff, name) for name in diff.__slots__ if name != "titles"))


@given(old=st.permutations(NAMES), new=st.permutations(NAMES))
@examples()
def test_what_moved_is_the_smallest_set_that_explains_the_new_order(old: list[str], new: list[str]) -> None:
    moved = {change.article for change in compare(hub(*old), hub(*new)).moved}
    assert [d for d in old if d not in moved] == [d for d in new if d not in moved]
    for kept in combinations(old, len(old) - len(moved) + 1):  # no larger set of articles has kept its order
        assert list(kept) != [d for d in new if d in kept]


@given(data=curricula())
@examples()
def test_nothing_differs_from_itself(data: dict[str, Any]) -> None:
    assert not compare(data, data)


def test_a_renamed_article_keeps_its_links_plans_and_place() -> None:
    def with_name(name: str) -> dict[str, Any]:
        return content(article(name, "A", [], ["s/b"], []), article("s/b", "B", [name], [], [name]))

    diff = compare(with_name("s/a"), with_name("s/z"))
    assert diff.renamed == (Renamed("s/a", "s/z"),)
    assert [name for name in diff.__slots__ if name != "titles" and getattr(diff, name)] == ["renamed"]


def test_an_article_with_a_new_title_is_renamed_where_the_hub_says_that_it_moved() -> None:
    links = ["s/a"]
    old = content(article("s/a", "A Token", [], [], []), article("s/b", "B", links, links, links))
    links = ["s/n"]
    new = content(article("s/n", "Tokens", [], [], []), article("s/b", "B", links, links, links))
    diff = compare(old, new | {"moved": {"s/a": "s/n", "s/x": "s/b", "s/y": "s/z"}})
    assert diff.renamed == (Renamed("s/a", "s/n"),)
    assert diff.retitled == (Retitled("s/n", "A Token", "Tokens"),)
    told = (
        diff.added,
        diff.gone,
        diff.prerequisites_added,
        diff.prerequisites_removed,
        diff.next_added,
        diff.next_removed,
    )
    assert not any(told) and not any((diff.plans_longer, diff.plans_shorter, diff.plans_changed, diff.moved))


def test_of_two_articles_with_one_title_neither_is_taken_for_the_renamed_one() -> None:
    old = content(article("s/a", "A", [], [], []))
    new = content(article("s/y", "A", [], [], []), article("s/z", "A", [], [], []))
    diff = compare(old, new)
    assert (diff.renamed, diff.gone, diff.added) == ((), ("s/a",), ("s/y", "s/z"))


def test_another_title_is_told() -> None:
    diff = compare(content(article("a", "Old", [], [], [])), content(article("a", "New", [], [], [])))
    assert diff.retitled == (Retitled("a", "Old", "New"),)


def test_an_article_that_went_to_another_section_moved() -> None:
    old = content(article("s/a", "A", [], [], []), path=["s/a"])
    new = content(article("s/a", "A", [], [], []), path=[])
    assert compare(old, new).moved == (Moved("s/a", "s/index", 1, None, 1),)


def test_a_prerequisite_in_another_project_is_one() -> None:
    old, new = hub("a"), hub("a")
    new["articles"][0]["read_before_elsewhere"] = [{"key": "other", "docname": "x"}]
    assert compare(old, new).prerequisites_added == (Edge("a", "other:x"),)


@pytest.mark.parametrize(
    "data", [None, [], {}, {"articles": 1}, {"articles": [{}], "sections": []}, {"articles": [], "sections": [0]}]
)
def test_what_is_no_hub_json_is_refused(data: Any) -> None:
    with pytest.raises(ValueError, match=r"`\w+` (is missing|is no list)"):
        compare(data, hub("a"))
