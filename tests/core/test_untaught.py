"""Terms used before they are taught: what is a use, what teaches, and where it is told."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
import snowballstemmer  # type: ignore[import-untyped]
from sphinx_hub.core.model import Article, Page, Prose, Term
from sphinx_hub.core.untaught import Untaught, untaught

from tests.core.strategies import article, graph_of, growth

stem = snowballstemmer.stemmer("english").stemWord


def said(*blocks: str) -> Prose:
    """Blocks at the lines 10, 20, ...; ``*this*`` is emphasis, ``"this"`` and what is in backquotes not the author's."""
    text = ""
    starts: list[int] = []
    marks: dict[str, list[tuple[int, int]]] = {"*": [], '"': [], "`": []}
    for block in blocks:
        starts.append(len(text))
        for number, part in enumerate(block.split("*")):
            if number % 2:
                marks["*"].append((len(text), len(text) + len(part)))
            text += part
        text += "\n"
    for sign in '"`':
        places = [place for place, letter in enumerate(text) if letter == sign]
        marks[sign] = list(zip(places[::2], (place + 1 for place in places[1::2]), strict=True))
    return Prose(
        text=text,
        starts=tuple(starts),
        places=tuple((10 * number, "") for number, _ in enumerate(blocks, start=1)),
        silent=tuple(sorted(marks['"'] + marks["`"])),
        emphasis=tuple(marks["*"]),
    )


def teacher(docname: str, *terms: str, before: str = "") -> Article:
    page = article(docname, before)
    return replace(page, terms=tuple(Term(name, "What it is.", 5) for name in terms))


def user(*blocks: str, before: str = "", docname: str = "user") -> Article:
    return replace(article(docname, before), prose=said(*blocks))


def found(*pages: Page, leads: dict[str, set[str]] | None = None, english: bool = True) -> tuple[Untaught, ...]:
    return untaught(graph_of(*pages), leads or {}, stem, english=english)


def used(text: str, *terms: str, english: bool = True) -> list[tuple[str, str]]:
    """Term and words of what a text uses."""
    return [(use.term, use.used) for use in found(teacher("t", *terms), user(text), english=english)]


# -- what is a use


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("token", "A token."),
        ("token", "Tokens are read."),
        ("token", "TOKEN's"),
        ("overfitting", "It overfits."),
        ("overfitting", "It overfitted."),
        ("fine-tuning", "We fine-tuned it."),
        ("fine-tuning", "By fine tuning."),
        ("calibration", "A calibrated score."),
        ("calibration", "Calibrate it."),
        ("confusion matrix", "Two confusion\nmatrices."),
        ("training set", "A training-set."),
        ("F1 score", "The F1 scores."),
        ("C++", "In C++ it is."),
        ("sampling", "It is sampled."),
        ("unit", "Some Units."),
        ("label", "Labeled rows."),
        ("hold-out", "A held-out set."),
        ("frozen layer", "Freeze layers."),
    ],
)
def test_a_term_is_met_in_its_forms(term: str, text: str) -> None:
    assert [name for name, _ in used(text, term)] == [term]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("precision", "A precise answer, precisely."),
        ("objective", "An object."),
        ("regularization", "A regular grid."),
        ("token", "A tokenizer."),
        ("sampling", "A sample of two samples."),
        ("unit", "In the United States."),
        ("training set", "A training, set apart."),
        ("training set", "Training sets the weights."),
        ("training set", "A set of training."),
        ("example", "For example, this."),
        ("C++", "In C, a + b."),
        ("token", 'They call it "a token" and `token`.'),
    ],
)
def test_other_words_are_none(term: str, text: str) -> None:
    assert used(text, term) == []


def test_where_no_english_is_spoken_a_stem_decides() -> None:
    assert used("A precise answer.", "precision", english=False) == [("precision", "precise")]


def test_the_longest_name_is_meant() -> None:
    assert used("A training set and a set.", "training", "training set", "set") == [
        ("set", "set"),
        ("training set", "training set"),
    ]
    # also where the longer one is taught
    pages = teacher("long", "training set"), teacher("short", "training")
    assert found(*pages, user("A training set.", before="long")) == ()
    assert [use.term for use in found(*pages, user("A training set, training.", before="long"))] == ["training"]


# -- what teaches


def test_a_plan_a_link_or_emphasis_teaches() -> None:
    pages = teacher("t", "token"), article("between", "t")
    assert len(found(*pages, user("A token."))) == 1
    assert found(*pages, user("A token.", before="t")) == ()
    assert found(*pages, user("A token.", before="between")) == ()
    assert found(*pages, user("A token."), leads={"user": {"t", ""}}) == ()
    assert found(*pages, user("A *token* is a part of a text. A token.")) == ()
    assert len(found(*pages, user("A token is a *token*."))) == 1
    assert found(replace(teacher("t", "token"), prose=said("A token."))) == ()


def test_what_helps_teaches_and_what_comes_afterwards_does_not() -> None:
    linked = article("user", "t").read_before
    page = user("A token.")
    assert found(teacher("t", "token"), replace(page, helpful=linked)) == ()
    assert len(found(teacher("t", "token"), replace(page, read_after=linked))) == 1


def test_either_of_two_articles_that_define_it_teaches() -> None:
    pages = teacher("a", "token"), teacher("b", "Token")
    assert found(*pages, user("A token.", before="b")) == ()
    assert [use.taught_in for use in found(*pages, user("A token."))] == ["a"]


# -- where it is told


def test_the_first_use_is_told_once_with_its_line_and_sentence() -> None:
    text = "Nothing here. Brown et al. (2020) say\nso. Then a\ntoken is read, e.g. this. And on."
    assert found(teacher("t", "token"), user("Words.", text, "Tokens.")) == (
        Untaught(
            article="user",
            line=22,
            term="token",
            used="token",
            taught_in="t",
            sentence="Then a token is read, e.g. this.",
        ),
    )


def test_a_use_in_another_file_is_told_there() -> None:
    page = user("A token.")
    page = replace(page, prose=page.prose._replace(places=((3, "parts/x.md"),)))
    assert [(use.source, use.line) for use in found(teacher("t", "token"), page)] == [("parts/x.md", 3)]


# -- as a whole


def test_edges_that_are_taken_out_come_back_as_proposals() -> None:
    """A hub of 300 articles that use what their prerequisites teach, in some form, without 50 of its edges."""
    chance = random.Random(7)
    stems = [f"{a}{b}{c}" for a in ("bl", "kr", "st", "pl") for b in ("ar", "or", "um") for c in ("ding", "mat", "vec")]
    names = [f"a{number:03}" for number in range(300)]
    terms = {
        name: f"{stems[n % len(stems)]} {stems[n // len(stems)]}" if n % 3 else f"{stems[n % len(stems)]}{n:x}q"
        for n, name in enumerate(names)
    }
    before = {name: chance.sample(names[max(0, n - 30) : n], min(n, 2)) for n, name in enumerate(names)}
    plans: dict[str, set[str]] = {}
    for name in names:
        plans[name] = {*before[name], *(d for b in before[name] for d in plans[b])}
    needed = [
        (name, taught)
        for name in names
        for taught in before[name]
        if not any(taught in plans[other] for other in before[name])
    ]
    gone = set(chance.sample(needed, 50))
    pages = []
    for name in names:
        forms = [terms[b] + chance.choice(("", "s", "'s")) for b in before[name]]
        text = " and ".join(f"the {form}" for form in forms) or "nothing"
        left = " ".join(b for b in before[name] if (name, b) not in gone)
        pages.append(replace(teacher(name, terms[name], before=left), prose=said(f"This uses {text}.")))
    proposals = {(use.article, use.taught_in) for use in found(*pages)}
    assert len(gone & proposals) >= 45
    assert (
        found(
            *(
                replace(page, read_before=article(page.docname, " ".join(before[page.docname])).read_before)
                for page in pages
            )
        )
        == ()
    )


def test_four_times_as_many_articles_take_about_four_times_as_long() -> None:
    def run(size: int) -> None:
        pages = [
            replace(teacher(f"a{n}", f"term{n}", f"longer term{n}"), prose=said(f"A term{n - 1} and term{n // 2}, so."))
            for n in range(size)
        ]
        assert len(found(*pages)) > size

    assert growth(run, 40) < 6
