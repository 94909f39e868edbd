"""What is proposed contradicts nothing: no circle, nothing against the authors' order, and no page twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from sphinx_hub.core.adoption import Adoption, Sight, adopt
from sphinx_hub.core.check import check
from sphinx_hub.core.cues import Block, Mention
from sphinx_hub.core.graph import LearningGraph
from sphinx_hub.core.model import Article, Hub, Link, Page, Section, Toctree

from tests.core.strategies import examples

TYPES: dict[str, list[str]] = {"definition": [], "process": []}
NAMES = "abcdefgh"


def sight(docname: str, needs: str = "", *, toctree: str = "") -> Sight:
    blocks = tuple(Block(name, 5, (Mention(0, 1, name),), ("Prerequisites",)) for name in needs)
    text = Block(f"This is about {docname}, of course.", 3)
    toctrees = (Toctree(tuple(toctree), f"{docname}.md", 7),) if toctree else ()
    return Sight(
        docname=docname, title=docname, file=f"{docname}.md", paragraphs=(text,), blocks=blocks, toctrees=toctrees
    )


def proposed(sights: dict[str, Sight], known: dict[str, Page] | None = None) -> Adoption:
    return adopt(sights, root="index", known=known or {}, article_types=TYPES)


def article(docname: str, before: str = "", after: str = "") -> Article:
    def links(names: str) -> tuple[Link, ...]:
        return tuple(Link(name, name, 1) for name in names)

    return Article(line=1, type="definition", description="D.", docname=docname, title=docname, words=1,
                   read_before=links(before), read_after=links(after))  # fmt: skip


def graph_of(adoption: Adoption, sights: dict[str, Sight], known: dict[str, Page]) -> LearningGraph:
    """The hub that a project becomes which takes all proposals."""
    pages = dict(known)
    for p in adoption.proposals:
        if p.type == "hub":
            pages[p.docname] = Hub(line=1, docname=p.docname, title="", description=p.description)
        elif p.type == "section":
            pages[p.docname] = Section(line=1, docname=p.docname, title="", description=p.description)
        else:
            pages[p.docname] = article(p.docname, "".join(p.links("read-before")))
    toctrees = {docname: sight.toctrees for docname, sight in sights.items() if sight.toctrees}
    return LearningGraph(pages, toctrees=toctrees, root="index")


def needs() -> st.SearchStrategy[dict[str, str]]:
    some = st.lists(st.sampled_from(NAMES), max_size=4, unique=True).map("".join)
    return st.fixed_dictionaries({name: some for name in NAMES})


@examples(100)
@given(needs=needs(), order=st.permutations(NAMES), nested=st.integers(0, len(NAMES)))
def test_no_proposal_gives_a_warning(needs: dict[str, str], order: list[str], nested: int) -> None:
    sights = {name: sight(name, needs[name]) for name in NAMES}
    sights["s"] = sight("s", toctree="".join(order[nested:]))
    sights["index"] = sight("index", toctree="".join((*order[:nested], "s")))
    adoption = proposed(sights)
    graph = graph_of(adoption, sights, {})
    problems = check(graph, docnames=sights, article_types=TYPES, glossary={}, requests={})
    assert list(problems) == []
    place = {name: number for number, name in enumerate(order)}
    kept = {p.docname: set(p.links("read-before")) for p in adoption.proposals}
    for name in NAMES:  # and whatever agrees with the order is proposed
        assert kept[name] == {other for other in needs[name] if place[other] < place[name]}
    told = {(left.docname, left.prerequisite) for left in adoption.left_out if left.prerequisite}
    assert told == {(name, other) for name in NAMES for other in needs[name] if place[other] > place[name]}


@examples(100)
@given(needs=needs(), links=st.lists(st.tuples(*[st.sampled_from(NAMES)] * 2), max_size=6))
def test_what_pages_state_already_gets_no_circle(needs: dict[str, str], links: list[tuple[str, str]]) -> None:
    known: dict[str, Page] = {}
    for name in NAMES[:4]:  # each leads on to a later one, so that they have no circle of their own
        known[name] = article(name, after="".join({b for a, b in links if a == name and b > a}))
    sights = {name: sight(name, needs[name]) for name in NAMES}
    sights["index"] = sight("index", toctree=NAMES[::-1])
    adoption = proposed(sights, known)
    assert not {p.docname for p in adoption.proposals} & set(known)
    assert graph_of(adoption, sights, known).cycle_chains == graph_of(Adoption((), ()), sights, known).cycle_chains


def test_a_section_leads_to_an_article() -> None:
    sights = {"index": sight("index", toctree="s"), "s": sight("s", toctree="t"), "t": sight("t", toctree="x")}
    sights["x"] = Sight(docname="x", title="Changelog", file="x.md")
    adoption = proposed(sights)
    assert [p.docname for p in adoption.proposals] == ["index"]
    assert {left.docname: left.why for left in adoption.left_out}["s"] == "its toctrees lead to no article"
    sights["x"] = sight("x")
    assert [(p.docname, p.type) for p in proposed(sights).proposals][1:3] == [("s", "section"), ("t", "section")]
