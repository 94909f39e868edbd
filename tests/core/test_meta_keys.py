"""Reading a hub-meta: the text counts as typed, each fault stands at its line, and nothing brings the reader down."""

from __future__ import annotations

import re
import string

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from sphinx.util import docname_join
from sphinx_hub.core.meta_keys import Parsed, parse
from sphinx_hub.core.model import Link, Meta
from sphinx_hub.core.text import near, resolve

from tests.core.strategies import counted, examples

DOCNAME, LINE, FIRST_LINE = "s/page", 3, 4
SUFFIXES = (".md", ".rst")


def read(text: str, *, docname: str = DOCNAME, second: bool = False) -> Parsed:
    return parse(text, docname=docname, line=LINE, first_line=FIRST_LINE, suffixes=SUFFIXES, second=second)


def article(*lines: str) -> str:
    """An article's hub-meta whose further lines begin at ``MORE``."""
    return "\n".join(("type: definition", "description: About it.", *lines))


MORE = FIRST_LINE + 2


def faultless(text: str) -> Meta:
    parsed = read(text)
    assert parsed.problems == ()
    assert parsed.meta is not None
    return parsed.meta


def places(parsed: Parsed) -> list[tuple[int, str]]:
    return sorted((problem.line, problem.subtype) for problem in parsed.problems)


def texts(parsed: Parsed) -> list[str]:
    """All that the author's words become."""
    meta = parsed.meta
    assert meta is not None
    parts = [meta.type, meta.description, meta.reviewed, *meta.aliases]
    links = [link for link in (*meta.read_before, *meta.read_after, meta.start) if link]
    parts += [part for link in links for part in (link.text, link.docname, link.reason)]
    parts += [part for term in meta.terms for part in (term.name, term.markup)]
    parts += [part for asked in parsed.questions for part in (asked.question, asked.answer)]
    return [part for part in parts if part is not None]


# -- scalars

AS_TYPED = [
    "no", "yes", "on", "Off", "true", "null", "~", "12:30", "1:2:3", "1e3", "1_000", "0x1F", "0o17", "017", "007",
    "1.10", "+1", "-1", "-.5", ".inf", ".nan", "=", "2026-11-20", "2026-11-20T12:30:00Z",
]  # fmt: skip


@pytest.mark.parametrize("word", AS_TYPED)
def test_scalars_are_text_as_typed(word: str) -> None:
    text = (
        f"type: {word}\ndescription: {word}\naliases: [{word}, x {word}]\nterms:\n  {word}: {word}\n"
        f"read-before: {{{word}: {word}}}\nread-after:\n  - {word}\nquestions:\n  - q: {word}\n    a: {word}"
    )
    meta = faultless(text)
    assert (meta.type, meta.description, meta.aliases) == (word, word, (word, f"x {word}"))
    assert [(term.name, term.markup) for term in meta.terms] == [(word, word)]
    assert [(link.text, link.docname, link.reason) for link in meta.read_before] == [(word, f"s/{word}", word)]
    assert [(link.text, link.docname, link.reason) for link in meta.read_after] == [(word, f"s/{word}", None)]
    assert [(asked.question, asked.answer) for asked in read(text).questions] == [(word, word)]


def on_one_line(text: str) -> str:
    """What a plain text becomes: control characters and line ends are no part of it."""
    return re.sub("[\x00-\x20\x7f-\x9f\u2028\u2029\ufffe\uffff]+", " ", text).strip(" ")


ANY_TEXT = st.text(max_size=12).map(on_one_line).filter(str.strip)


def quoted(text: str) -> str:
    """The text in double quotes, all but plain characters escaped."""
    plain = string.ascii_letters + string.digits + " :#',[]{}&*!|>%@`-?~"
    return '"' + "".join(c if c in plain else f"\\U{ord(c):08x}" for c in text) + '"'


@examples(100)
@given(ANY_TEXT)
@example("<<")
def test_quoted_texts_may_hold_any_character(text: str) -> None:
    typed = quoted(text)
    meta = faultless(
        f"type: t\ndescription: {typed}\naliases: [{typed}]\nterms: {{{typed}: d}}\nread-before: {{b: {typed}}}"
    )
    assert (meta.description, meta.aliases) == (text, (text,))
    assert [link.reason for link in meta.read_before] == [text]
    assert [term.name for term in meta.terms] == [text]


@examples(100)
@given(st.text(st.characters(codec="utf-8").filter(str.isprintable), max_size=20).map(on_one_line).filter(str.strip))
def test_on_the_next_line_after_a_bar_nothing_is_taken_for_syntax(text: str) -> None:
    meta = faultless(f"type: t\ndescription: |\n  {text}\nread-before:\n  b: |\n    {text}\nreviewed: 2026-11-20")
    assert meta.description == text
    assert [link.reason for link in meta.read_before] == [text]
    assert meta.reviewed == "2026-11-20"


PLACES = {
    "description": ("type: t\ndescription: {}", 1),
    "alias": ("type: t\ndescription: d\naliases:\n  - {}", 3),
    "reason": ("type: t\ndescription: d\nread-before:\n  b: {}", 3),
    "definition": ("type: t\ndescription: d\nterms:\n  b: {}", 3),
    "question": ("type: t\ndescription: d\nquestions:\n  - a: b\n    q: {}", 4),
    "answer": ("type: t\ndescription: d\nquestions:\n  - q: b\n    a: {}", 4),
}


@pytest.mark.parametrize("place", PLACES)
def test_an_unquoted_text_is_taken_as_typed_or_its_line_gets_the_advice_to_quote_it(place: str) -> None:
    form, offset = PLACES[place]
    for c in string.punctuation:
        for text in (f"{c}a", f"{c} a", f"{c}a{c} b", f"a{c}b", f"a {c}b", f"a{c} b", f"a {c} b", f"a {c}", f"a{c}"):
            parsed = read(form.format(text))
            meta, problems, _ = parsed
            if problems:
                assert places(parsed) == [(FIRST_LINE + offset, "meta")], text
                assert "quote" in problems[0].message, text
                assert "`|`" in problems[0].message, text
                assert meta is None or text not in texts(parsed)
            else:
                assert meta is not None
                assert text in texts(parsed)


@pytest.mark.parametrize("second", [False, True], ids=["page", "questions"])
@pytest.mark.parametrize("opening", ['"', "'", "[", "{"])
def test_what_is_never_closed_is_told_where_it_opens(opening: str, second: bool) -> None:
    """The line of the offending value, and not the last one, where YAML gives up."""
    above, below = ("questions:\n  - q:", "\n    a: Yes.\n  - q: Why\n    a: So.")
    if not second:
        above, below = "type: definition\ndescription:", "\nreviewed: 2026-11-20\nterms:\n  a: b"
    meta, problems, _ = read(f"{above} {opening}text{below}", second=second)
    assert meta is None
    assert [problem.line for problem in problems] == [FIRST_LINE + 1]


@pytest.mark.parametrize("text", ["C # and others", "a #b", "#a", "2026-01-01\t# tab"])
def test_a_comment_behind_an_unquoted_text_drops_that_key(text: str) -> None:
    parsed = read(
        f"type: t\n# a line of its own\nreviewed: {text}\ndescription: D.\nread-before:\n  b: {text}\n  c: fine"
    )
    assert places(parsed) == [(FIRST_LINE + 2, "meta"), (FIRST_LINE + 5, "meta")]
    assert parsed.meta is not None
    assert (parsed.meta.description, parsed.meta.reviewed) == ("D.", None)
    assert [link.text for link in parsed.meta.read_before] == ["c"]


def test_comments_behind_quoted_texts_and_on_lines_of_their_own_are_no_fault() -> None:
    meta = faultless(
        "# one\ntype: definition\n  # two\ndescription: 'C # and others' # three\n"
        'aliases: ["C#", F#] \nterms:\n  # four\n  a: | # five\n    # text\n#six'
    )
    assert (meta.description, meta.aliases) == ("C # and others", ("C#", "F#"))
    assert [term.markup for term in meta.terms] == ["# text"]


# -- faulty keys

WHOLE = {
    "reviewed": "reviewed: 2026-11-20",
    "aliases": "aliases: [one, two]",
    "terms": "terms:\n  training: Setting *parameters*.\n  inference: |\n    Computing: an output.",
    "read-before": "read-before:\n  one: First.\n  /t/two.md: Second.",
    "read-after": "read-after: [../t/three, four]",
    "questions": "questions:\n  - q: Why?\n    a: |\n      So.\n\n      And so.\n  - q: How?\n    a: Thus.",
}
"""Each key of an article, none with a fault."""

FAULTY = [
    # key, what is typed instead, how many lines below the key's the fault is
    ("reviewed", "reviewed: 20 November", 0),
    ("reviewed", "reviewed: 2026-02-30", 0),
    ("reviewed", "reviewed: 2026-11-20T12:30", 0),
    ("reviewed", "reviewed: 12:30", 0),
    ("reviewed", "reviewed: [2026-11-20]", 0),
    ("reviewed", "reviewed:", 0),
    ("reviewed", "reviewed: 2026-11-20 # today", 0),
    ("reviewed", "reviewed: &a 2026-11-20", 0),
    ("reviewed", "reviewed: !!str 2026-11-20", 0),
    ("reviewed", "reviewed: *a", 0),
    ("reviewed", "<<: {reviewed: 2026-11-20}", 0),
    ("reviewed", "reveiwed: 2026-11-20", 0),
    ("reviewed", "Reviewed: 2026-11-20", 0),
    ("aliases", "aliases: one", 0),
    ("aliases", "aliases: {one: two}", 0),
    ("aliases", "aliases: &a [one]", 0),
    ("aliases", "start: one", 0),
    ("terms", "terms: [training]", 0),
    ("terms", "terms: training", 0),
    ("terms", "terms: {training: [x]}", 0),
    ("terms", "terms:\n  training:", 1),
    ("terms", "terms:\n  training: *a", 1),
    ("read-before", "read_before: one", 0),
    ("read-before", "read-before: [{one: First.}]", 0),
    ("read-before", "read-before:\n  # why\n  one: [First.]", 2),
    ("read-after", "read-after: !x one", 0),
    ("read-after", "read-after:\n  - *a", 1),
    ("questions", "questions: Why?", 0),
    ("questions", "questions: {q: Why?, a: So.}", 0),
    ("questions", "questions:\n  - Why?", 1),
    ("questions", "questions:\n  - q: Why?\n    a: [So.]", 2),
    ("questions", "questions:\n  - q: [Why?]\n    a: So.", 1),
]


@pytest.mark.parametrize(("key", "faulty", "offset"), FAULTY, ids=[faulty for _, faulty, _ in FAULTY])
@pytest.mark.parametrize("position", [0, 3, 6])
def test_a_faulty_key_is_dropped_and_told_at_its_line_and_the_others_count(
    key: str, faulty: str, offset: int, position: int
) -> None:
    others = [text for name, text in WHOLE.items() if name != key]
    above = "\n".join(("type: definition", "", "description: About it.", *others[:position]))
    below = "\n".join(others[position:])
    parsed = read(f"{above}\n{faulty}\n{below}")
    assert places(parsed) == [(FIRST_LINE + above.count("\n") + 1 + offset, "meta")]
    # A comment in its place moves nothing, so even the lines of the others are the same.
    comment = "\n".join("#" for _ in faulty.split("\n"))
    assert parsed.meta == faultless(f"{above}\n{comment}\n{below}")


@examples()
@given(st.permutations(list(WHOLE)), st.sampled_from(list(WHOLE)), st.sampled_from(FAULTY), st.data())
def test_of_two_equal_keys_the_first_counts_whatever_the_second_says(
    keys: list[str], key: str, fault: tuple[str, str, int], data: st.DataObject
) -> None:
    whole = [article(), *(WHOLE[name] for name in keys)]
    position = data.draw(st.integers(keys.index(key) + 2, len(whole)))
    again = data.draw(st.sampled_from([WHOLE[key], f"{key}: no", f"{key}:\n  a: b"]))
    above, below = "\n".join(whole[:position]), "\n".join(whole[position:])
    parsed = read(f"{above}\n{again}\n{below}")
    assert places(parsed) == [(FIRST_LINE + above.count("\n") + 1, "meta")]
    comment = "\n".join("#" for _ in again.split("\n"))
    assert parsed.meta == faultless(f"{above}\n{comment}\n{below}")


def test_of_two_equal_keys_in_a_mapping_the_first_counts() -> None:
    parsed = read(
        article("terms:\n  a: One.\n  a: Two.")
        + "\nread-before:\n  b: One.\n  c: Two.\n  b: Three.\nquestions:\n  - q: Why?\n    a: So.\n    q: How?"
    )
    assert places(parsed) == [(MORE + 2, "meta"), (MORE + 6, "meta"), (MORE + 10, "meta")]
    assert parsed.meta is not None
    assert [(term.name, term.markup) for term in parsed.meta.terms] == [("a", "One.")]
    assert [(link.text, link.reason) for link in parsed.meta.read_before] == [("b", "One."), ("c", "Two.")]
    assert [(asked.question, asked.answer) for asked in parsed.questions] == [("Why?", "So.")]


@pytest.mark.parametrize(
    ("typed", "right"), [("descripton", "description"), ("read_before", "read-before"), ("alias", "aliases")]
)
def test_an_unknown_key_is_named_with_the_near_one(typed: str, right: str) -> None:
    (problem,) = read(article(f"{typed}: x")).problems
    assert f"`{typed}`" in problem.message
    assert f"`{right}`" in problem.message


def test_where_a_key_is_missing_the_fault_is_the_directives() -> None:
    parsed = read("type: definition")
    assert places(parsed) == [(LINE, "meta")]
    assert parsed.meta is not None
    assert parsed.meta.description == ""
    for text in ("description: D.", ""):
        parsed = read(text)
        assert parsed.meta is None
        assert places(parsed) == [(LINE, "meta")]


def test_an_unknown_type_is_kept_as_written() -> None:
    assert faultless("type: Definitoin\ndescription: D.").type == "Definitoin"


@pytest.mark.parametrize("kind", ["type:", "type: [definition]", "type: definition # or so", "type: !x definition"])
def test_a_faulty_type_makes_the_page_ordinary_with_one_warning(kind: str) -> None:
    parsed = read(f"description: D.\n{kind}")
    assert parsed.meta is None
    assert places(parsed) == [(FIRST_LINE + 1, "meta")]


@pytest.mark.parametrize(
    ("docname", "kind", "right"),
    [
        ("index", "hub", True),
        ("s/index", "hub", False),
        ("page", "hub", False),
        ("s/index", "section", True),
        ("s/t/index", "section", True),
        ("index", "section", False),
        ("s/page", "section", True),
        ("s/myindex", "section", True),
        ("index", "definition", False),
        ("s/index", "definition", True),
    ],
)
def test_a_misplaced_type_makes_the_page_ordinary_with_that_one_warning(docname: str, kind: str, right: bool) -> None:
    parsed = read(f"zzz: 1\ntype: {kind}" if not right else f"type: {kind}\ndescription: D.", docname=docname)
    assert (parsed.meta is not None) is right
    assert places(parsed) == ([] if right else [(FIRST_LINE + 1, "meta")])


@pytest.mark.parametrize("key", WHOLE)
@pytest.mark.parametrize(("docname", "kind"), [("index", "hub"), ("s/index", "section")])
def test_keys_of_articles_are_unknown_elsewhere(docname: str, kind: str, key: str) -> None:
    meta, problems, _ = read(f"type: {kind}\ndescription: D.\n{WHOLE[key]}", docname=docname)
    assert [problem.line for problem in problems] == [MORE]
    assert meta == read(f"type: {kind}\ndescription: D.", docname=docname).meta


def test_a_start_is_a_reference_of_the_section() -> None:
    meta, problems, _ = read("type: section\ndescription: D.\nstart: one.md", docname="s/index")
    assert problems == ()
    assert meta is not None
    assert meta.start == Link(docname="s/one", text="one.md", line=MORE)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("type: definition\ndescription: Training: setting parameters.\nreviewed: 2026-11-20", 1),
        ("type: definition\naliases: [one, two] three\ndescription: D.", 1),
        ("type: definition\ndescription: D.\nreviewed 2026-11-20\n", 2),
        ("type: definition\n\tdescription: D.", 1),
        ("type: definition\nquestions:\n  - q: `eval()`?\n    a: Yes.", 2),
        ('type: definition\ndescription: "Deep" learning.\nreviewed: 2026-11-20', 1),
        ("type: definition\n description: D.", 1),
        ("type: definition\ndescription: a\x07b\nreviewed: 2026-11-20", 1),
        ("Hello there.", 0),
        ("\n- type: definition", 1),
        ("type: definition\ndescription: D.\n---\ntype: hub", 2),
    ],
)
def test_what_does_not_parse_makes_the_page_ordinary_and_is_told_at_its_line(text: str, line: int) -> None:
    parsed = read(text)
    assert parsed.meta is None
    assert places(parsed) == [(FIRST_LINE + line, "meta")]


# -- questions


def test_questions_alone_may_stand_in_a_second_hub_meta() -> None:
    _, problems, questions = read(WHOLE["questions"], second=True)
    assert problems == ()
    assert [(a.question, a.question_line, a.answer, a.answer_line) for a in questions] == [
        ("Why?", FIRST_LINE + 1, "So.\n\nAnd so.\n", FIRST_LINE + 3),
        ("How?", FIRST_LINE + 6, "Thus.", FIRST_LINE + 7),
    ]


@pytest.mark.parametrize("key", ["type: definition", "description: D.", "reviewed: 2026-11-20", "zzz: 1"])
def test_a_second_hub_meta_holds_nothing_else(key: str) -> None:
    parsed = read(f"{key}\n{WHOLE['questions']}", second=True)
    assert places(parsed) == [(FIRST_LINE, "meta")]
    assert parsed.meta == read(f"#\n{WHOLE['questions']}", second=True).meta


@pytest.mark.parametrize("answer", ["", "\n    a:", "\n    a: ''", "\n    a: |", "\n    a: |\n\n"])
def test_a_question_without_an_answer_is_told_and_the_others_count(answer: str) -> None:
    parsed = read(
        article("questions:", "  - q: One?", "    a: Yes.", f"  - q: Two?{answer}", "  - q: Three?", "    a: No.")
    )
    assert places(parsed) == [(MORE + 3, "question")]
    assert parsed.meta is not None
    assert [asked.question for asked in parsed.questions if asked.answer.strip()] == ["One?", "Three?"]


# -- references

SEGMENTS = st.sampled_from(("a", "b-c", "x.y", "..", ".", "md", "index"))
REFERENCES = st.builds(
    str.__add__, st.sampled_from(("", "/")), st.lists(SEGMENTS, min_size=1, max_size=4).map("/".join)
)


@examples(100)
@given(REFERENCES, st.sampled_from(("", *SUFFIXES)), st.sampled_from(("index", "page", "s/page", "s/n/page")))
def test_references_resolve_as_doc_does_and_a_source_suffix_is_ignored(target: str, suffix: str, docname: str) -> None:
    if suffix and target.rpartition("/")[2] in ("..", "."):
        return  # no name that a suffix could stand behind
    assert resolve(target + suffix, docname, SUFFIXES) == docname_join(docname, target)


def test_what_is_no_source_suffix_is_part_of_the_name() -> None:
    assert resolve("a.txt", "s/page", SUFFIXES) == "s/a.txt"
    assert resolve("a.md", "s/page", (".rst",)) == "s/a.md"
    assert resolve("a.md.rst", "s/page", SUFFIXES) == "s/a.md"


@examples()
@given(st.lists(st.sampled_from(("one", "/t/two.md", "../three", "n/four.rst", "no")), min_size=1, unique=True))
@pytest.mark.parametrize("key", ["read-before", "read-after"])
def test_the_three_forms_say_the_same(key: str, stated: list[str]) -> None:
    def docnames(*lines: str) -> list[tuple[str, str, str | None]]:
        meta = faultless(article(*lines))
        found = {"read-before": meta.read_before, "read-after": meta.read_after}
        assert not any(links for name, links in found.items() if name != key)
        return [(link.docname, link.text, link.reason) for link in found[key]]

    expected = [(docname_join(DOCNAME, text.removesuffix(".md").removesuffix(".rst")), text, None) for text in stated]
    assert docnames(f"{key}: {stated[0]}") == expected[:1]
    assert docnames(f"{key}: [{', '.join(stated)}]") == expected
    assert docnames(f"{key}:", *(f"  - {text}" for text in stated)) == expected
    reasons = [(docname, text, f"For {text}") for docname, text, _ in expected]
    assert docnames(f"{key}:", *(f"  {text}: For {text}" for text in stated)) == reasons


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["read-before: one"], [0]),
        (["read-before: [one, two]"], [0, 0]),
        (["read-before:", "  - one", "", "  - two"], [1, 3]),
        (["read-before:", "  one: First.", "  # why", "  two: |", "    Second.", "  three: Third."], [1, 3, 5]),
    ],
)
def test_each_entry_knows_its_line(lines: list[str], expected: list[int]) -> None:
    """Whatever is wrong with what it names is told there."""
    assert [link.line - MORE for link in faultless(article(*lines)).read_before] == expected


# -- whatever is typed

_YAMLISH = st.text(st.sampled_from("ab:-?#&*!|>'\"%@`{}[],~<= \n\t\\0.ué\u2028\ufeff\x85\x00"), max_size=60)
_VALID = f"type: definition\ndescription: About it.\n{chr(10).join(WHOLE.values())}"


@st.composite
def _mutated(draw: st.DrawFn) -> str:
    """A right hub-meta after a few slips: some characters lost, typed, or moved."""
    text = _VALID
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(start + 8, len(text))))
        text = (
            text[:start] + draw(st.just("") | _YAMLISH.map(lambda t: t[:4]) | st.just(text[:start][-12:])) + text[end:]
        )
    return text


def assert_sound(parsed: Parsed, text: str) -> None:
    """Nothing is lost in silence, each line is one of the hub-meta's, and every text can be written to a file."""
    meta, problems, _ = parsed
    last = FIRST_LINE + len(re.findall(r"\r\n|[\r\n\x85\u2028\u2029]", text))
    assert all(LINE <= problem.line <= last for problem in problems)
    assert all(problem.docname == DOCNAME for problem in problems)
    assert {problem.subtype for problem in problems} <= {"meta", "question"}
    assert all(problem.message.isprintable() for problem in problems)
    if meta is None:
        assert problems
    else:
        assert meta.type
        "".join(texts(parsed)).encode()


@examples(500)
@given(st.text(st.characters(codec="utf-8")) | _YAMLISH | _YAMLISH.map(lambda text: article(text)) | _mutated())
@example("---")
def test_no_text_brings_the_reader_down(text: str) -> None:
    with counted(most=10_000 + 40 * len(text)):
        parsed = read(text)
    assert_sound(parsed, text)


ODD = {
    "half a pair, escaped": article('aliases: ["\\ud83d"]'),
    "a pair, escaped as in JSON": article('aliases: ["\\ud83d\\ude00"]'),
    "no such character": article('aliases: ["\\U00110000"]'),
    "half a pair": article("aliases: [\ud83d]"),
    "a mark of byte order where a key may stand": article("\ufeff :"),
    "lists deeper than any stack": article("aliases: " + "[" * 3000 + "]" * 3000),
    "mappings deeper than any stack": article("terms: " + "{a: " * 3000 + "}" * 3000),
    "blocks deeper than any stack": article("terms:\n" + "\n".join(" " * n + "a:" for n in range(1, 1500))),
    "dashes deeper than any stack": "- " * 3000,
    "keys deeper than any stack": "? " * 3000,
    "never closed": article("aliases: " + "[" * 5000),
    "never closed, many lines": article("aliases: " + "[\n" * 5000),
    "exploding aliases": article(
        "a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)), "terms: *a29"
    ),
    "an alias of itself": article("terms: &a {b: *a}"),
    "many anchors": article("aliases: [" + ", ".join(f"&a{n} x" for n in range(5000)) + "]"),
    "many keys": article(*(f"descriptio{n}: x" for n in range(1000))),
    "one key many times": article(*["aliases: [x]"] * 2000),
    "many documents": "--- a\n" * 5000,
    "a long text": article("reviewed: " + "x " * 50_000),
    "many blanks": article("reviewed: '" + " " * 100_000 + "'"),
    "a long word": article("read-before: " + "x" * 100_000),
    "many steps up": article("read-before: " + "../" * 33_000 + "x"),
    "a long key that is unknown": article("? " + "x" * 100_000 + "\n: y"),
    "a long text never closed": article('reviewed: "' + "x " * 20_000),
    "many comments": article("# x\n" * 25_000),
    "many empty lines": article("\n" * 30_000 + "aliases: ["),
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_hostile_texts_are_read_in_steps_that_keep_to_their_length(text: str) -> None:
    with counted(most=10_000 + 40 * len(text)):
        parsed = read(text)
    assert_sound(parsed, text)
    assert all(len(problem.message) < 1000 for problem in parsed.problems)


def test_a_megabyte_in_its_place_is_kept() -> None:
    text = "x " * 500_000 + "x"
    for typed in (text, f'"{text}"', f"|\n  {text}"):
        assert faultless(f"type: t\ndescription: {typed}").description == text


@pytest.mark.parametrize(
    "text", [_VALID, "type: [", "type: `x`", "a: b: c", "type: \x07", "x", "- x", "a: &a b\ntype: # c"]
)
def test_without_the_c_parser_the_same_is_told(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML has it on most machines, not on all."""
    expected = read(text)
    monkeypatch.setattr("sphinx_hub.core.yamltree._EventLoader", yaml.BaseLoader)
    assert read(text) == expected


@pytest.mark.parametrize(
    ("word", "known", "found"),
    [
        ("modle", ["model", "token"], ["model"]),
        ("read_before", ["read-before", "read-after"], ["read-before"]),
        ("descr", ["description"], ["description"]),
        ("model", ["../basics/model"], ["../basics/model"]),
        ("what-is-a-model-in-ai", ["what-is-a-token-in-ai", "what-is-a-class-in-ai"], []),
        ("foundations/overfitting", ["foundations/attention", "foundations/inference"], []),
    ],
)
def test_near_names_are_near(word: str, known: list[str], found: list[str]) -> None:
    assert re.findall("`(.+?)`", near(word, known)) == found
