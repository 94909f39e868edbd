"""What a page says is to be read before it; the texts are in ``tests/fixtures/adopt/cues.txt``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sphinx_hub.core.cues import Block, Mention, needed, sentences

FIXTURE = Path(__file__).parents[1] / "fixtures/adopt/cues.txt"
TEXTS = [line for line in FIXTURE.read_text("utf-8").splitlines() if line.strip() and not line.startswith("%")]
_LINK = re.compile(r"\[([^\]]+)\]\((\w+)([!?]?)\)")


def parsed(line: str) -> tuple[Block, dict[str, str]]:
    """The block that a line of the fixture means, and what is to be found: page -> need."""
    typed, lead, labels = line, "", ""
    if " >> " in typed:
        lead, _, typed = typed.partition(" >> ")
    elif " > " in typed:
        labels, _, typed = typed.partition(" > ")
    text, at = "", 0
    links, expected = [], {}
    for match in _LINK.finditer(typed):
        text += typed[at : match.start()]
        links.append(Mention(len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        at = match.end()
        if match[3]:
            expected[match[2]] = {"!": "read-before", "?": "helpful"}[match[3]]
    names = tuple(name.strip() for name in labels.split("|")) if labels else ()
    return Block(text + typed[at:], 1, tuple(links), names, lead), expected


@pytest.mark.parametrize("line", TEXTS)
def test_only_what_the_words_say_is_needed(line: str) -> None:
    block, expected = parsed(line)
    assert {stated.docname: stated.need for stated in needed([block])} == expected


def test_the_evidence_is_the_sentence_at_its_line() -> None:
    text = "It is short.\nThis lesson builds\non arrays. So read on."
    start = text.index("arrays")
    (stated,) = needed([Block(text, 10, (Mention(start, start + 6, "arrays"),), source="part.txt")])
    assert stated.evidence == ("This lesson builds on arrays.", 12, "part.txt")


def test_each_page_is_stated_once_and_needed_before_it_helps() -> None:
    blocks = [
        parsed("Prerequisites > It helps to know [arrays](a?).")[0],
        parsed("This lesson builds on [arrays](a!).")[0],
        parsed("Prerequisites > [Arrays](a!)")[0],
    ]
    (stated,) = needed(blocks)
    assert (stated.docname, stated.need) == ("a", "read-before")
    assert stated.evidence.text == "This lesson builds on arrays."


def test_a_row_of_a_table_says_how_much_a_page_is_needed() -> None:
    def row(text: str) -> Block:
        return Block(text, 1, (Mention(0, 6, "arrays"),), ("Prerequisites", "Concepts"), is_row=True)

    assert [s.need for s in needed([row("Arrays | Necessary | ")])] == ["read-before"]
    assert [s.need for s in needed([row("Arrays | Helpful | ")])] == ["helpful"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Use e.g. NumPy or Fig. 2 of J. Doe. Then go on.", ["Use e.g. NumPy or Fig. 2 of J. Doe.", "Then go on."]),
        ("Version 3.5 is out. it is lower", ["Version 3.5 is out. it is lower"]),
        ("最初の文。次の文。", ["最初の文。", "次の文。"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert [text[a:b].strip() for a, b in sentences(text)] == expected
