"""What a contributor is told before a reviewer looks: each rule, its limit, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sphinx_hub.core.model import Article, Heading, Link

from tests.projects import write_files
from tools import editorial
from tools.editorial import Answer, Facts, Finding, Passage, Snippet, findings, main, sentences

TODAY = date(2026, 11, 24)

SECTION = """\
# Words

````{hub-meta}
type: section
description: What a model is made of.
````
"""

GOOD = """\
# What Is a Seed?

````{hub-meta}
type: definition
description: A seed fixes the draws, so a run can be repeated.
reviewed: 2026-11-24
terms:
  seed: A number that fixes all later draws.
````

## In short

A seed fixes the draws.

## How it works

Set it to `just`, or {math}`simply`, or as in *Simply Random*[^a]. It depends on the library[^b], e.g. on its version[^c].
Some say that a seed is "just a number", others that it is “revolutionary”. A just-in-time compiler keeps it.

> Obviously, studies show a colour here; it depends, that is the behaviour. Nothing follows, since others said it, in a
> sentence of their own.

% Nobody reads this, simply because it is a comment.

```{figure} seed.svg
:alt: Two runs with one seed "simply" draw the same numbers.

Two runs.
```

```python
draws = [4, 4]
```

```python
print(*draws)  # simply the same colour
```

```output
4 4
```

```python
print(object())
```

% An address is another one in each run.

````{hub-meta}
questions:
  - q: Does a seed make a run repeatable?
    a: Yes, on one machine.
  - q: Which seed is best?
    a: |
      None is. Each is as good as another.
  - q: Who draws?
    a: k-means does, and not once.
````

## Sources

[^a]: Simply Random: studies show a colour.
[^b]: Another.
[^c]: A third.
"""

BAD = """\
# How to Write a Page That No Reviewer Would Ever Let Pass Unseen

````{hub-meta}
type: definition
description: how to write a page that no reviewer would ever let pass unseen
reviewed: 2999-01-01
terms:
  page: It is revolutionary.
read-before:
  first:
  nowhere: It is used.
read-after:
  nowhere: It is next.
  elsewhere: It is next, too.
````

## In short

One two three four five six seven eight nine ten. One two three four five six seven eight nine ten. One two three four
five six seven eight nine ten. One two three four five six seven eight nine ten. One two three four five six seven eight
nine ten. One two three four five six seven eight nine ten. One.

## How it works

| Simply | just |
| --- | --- |
| it | is |

- The behaviour
  of Studies
  show it. It depends.
- One two three four five six seven eight nine ten one two three four five six seven eight
  nine ten. So: one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two
  three four five six seven eight nine.

![](seed.svg)

```{figure} seed.svg
:alt: the colours

A seed fixes
the draws, so a run can be **repeated**!
```

```python
print(1)
```

````{hub-meta}
questions:
  - q: Is it obviously so?
    a: |
      - yes
````

## Sources

[^a]: Another.
"""

EXPECTED = """\
s/bad.md:1: advice: the title has 63 characters; search results show about 60
s/bad.md:3: `reviewed` is 2999-01-01, a day to come; state that of the last review
s/bad.md:5: the description is not one or two whole sentences; state the finding in such
s/bad.md:5: the description repeats the title, which stands above it; state the finding
s/bad.md:8: `revolutionary` stands for something unsaid; say what changed, and by how much
s/bad.md:10: the prerequisite `first` has no reason; say what of it this article uses
s/bad.md:14: `elsewhere` is one next article too many; keep the one that comes next
s/bad.md:17: `In short` has 61 words; answer the title in at most 60
s/bad.md:25: `Simply` stands for something unsaid; leave the word out, or say what makes it simple
s/bad.md:25: `just` stands for something unsaid; leave the word out, or say `only`
s/bad.md:29: `behaviour` is British spelling; write `behavior`
s/bad.md:30: `Studies show` stands for something unsaid; name the study, and cite it
s/bad.md:31: `It depends` stands for something unsaid; say on what it depends
s/bad.md:33: “So: one two three four five six …” has 30 words; make two sentences of it
s/bad.md:36: the figure has no alt text; state in a sentence what it shows to be true
s/bad.md:38: `colours` is British spelling; write `colors`
s/bad.md:38: the alt text “the colours” is no sentence; state what the figure shows to be true
s/bad.md:45: no `output` block follows the snippet; show what it prints, or say why not in a comment below it
s/bad.md:51: `obviously` stands for something unsaid; leave the word out, or give the reason
s/bad.md:51: the answer begins with no whole sentence; answer the question in its first
s/bad.md:51: the number of questions is 1; answer 3 to 6 that people really ask
s/bad.md:56: the number of sources cited is 0; tie the claims to 3 primary ones or more
s/first.md:3: the article has no `read-after`; name the one article that comes next
s/first.md:5: “A seed fixes the draws, so a …” stands in s/bad.md:41 too; say it once, and link there
"""


def test_a_good_project_is_passed_in_silence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editorial, "date", Clock)
    assert told({"s/index.md": SECTION, "s/first.md": GOOD}, tmp_path, capsys) == (0, [])


def test_each_fault_is_told_at_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editorial, "date", Clock)
    files = {"s/index.md": SECTION, "s/first.md": GOOD, "s/bad.md": BAD}
    code, lines = told(files, tmp_path, capsys)
    assert lines == EXPECTED.splitlines()
    assert code == 1


def test_pages_beside_the_articles_have_prose_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"about.md": "# About\n\nThe\ncolour is\nsimply red.\n", "rest.rst": "Rest\n====\n\nIt is just ``just``.\n"}
    assert told(files, tmp_path, capsys) == (
        1,
        [
            "about.md:4: `colour` is British spelling; write `color`",
            "about.md:5: `simply` stands for something unsaid; leave the word out, or say what makes it simple",
            "rest.rst:4: `just` stands for something unsaid; leave the word out, or say `only`",
        ],
    )


def test_advice_alone_fails_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sentence = " ".join(["word"] * 26)
    code, lines = told({"about.md": f"# About\n\n{sentence}.\n"}, tmp_path, capsys)
    assert lines == ["about.md:3: advice: “word word word word word word word …” has 26 words; 25 at most read well"]
    assert code == 0


def test_reading_leaves_nothing_in_the_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told({"about.md": "# About\n\nText.\n"}, tmp_path, capsys)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["about.md", "conf.py", "index.md"]


def test_what_is_read_of_an_article(tmp_path: Path) -> None:
    files = {"index.md": "# Hub\n\nText.\n", "s/index.md": SECTION, "s/first.md": GOOD, "alone.md": GOOD}
    write_files(tmp_path, files)
    alone, page = (page for page in editorial.read(tmp_path) if page.article is not None)
    assert replace(alone, path=page.path, article=page.article) == page
    assert (page.path, page.title_line, page.description_line, page.last) == ("s/first.md", 1, 5, True)
    assert (page.in_short, page.sources, page.source_words) == ((11, 5), 3, 9)
    assert page.answers[1:] == (
        Answer(line=53, words=8, opening="None is. Each is as good as another."),
        Answer(line=56, words=5, opening="k-means does, and not once."),
    )
    assert [(s.line, s.language, s.excused) for s in page.snippets] == [
        (31, "python", False),
        (35, "python", False),
        (39, "output", False),
        (43, "python", True),
    ]


def told(files: dict[str, str], source: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    """The exit code for a project, and the lines printed."""
    write_files(source, {"index.md": "# Hub\n\nText.\n", **files})
    code = main([str(source)])
    return code, capsys.readouterr().out.splitlines()


class Clock(date):
    """A calendar on which it is always the same day."""

    @classmethod
    def today(cls) -> Clock:
        return cls(TODAY.year, TODAY.month, TODAY.day)


# -- limits: the last value that passes, the first that does not --------------------------------------------

ARTICLE = Article(
    docname="a",
    line=3,
    title="What Is a Seed?",
    type="definition",
    type_line=4,
    description="It fixes the draws.",
    words=900,
    reviewed=TODAY.isoformat(),
    read_after=(Link(docname="b", text="b", line=9, reason="It is next."),),
    headings=(Heading(text="Sources", line=90),),
)
FACTS = Facts(
    path="a.md",
    article=ARTICLE,
    description_line=5,
    in_short=(12, 50),
    answers=(Answer(line=70, words=20, opening="Yes."),) * 3,
    sources=3,
)


def of_article(**values: Any) -> Facts:
    return replace(FACTS, article=replace(ARTICLE, **values))


def of_text(text: str) -> Facts:
    return replace(FACTS, passages=(Passage(line=20, text=text, own=text),))


def of_alt(text: str) -> Facts:
    return replace(FACTS, figures=(Passage(line=20, text=text, own=text),))


def of_answer(words: int, opening: str = "Yes.") -> Facts:
    return replace(FACTS, answers=(*FACTS.answers[:2], Answer(line=70, words=words, opening=opening)))


def of_code(*blocks: tuple[str, str], excused: bool = False) -> Facts:
    return replace(
        FACTS,
        snippets=tuple(
            Snippet(line=10 * number, language=language, code=code, excused=excused)
            for number, (language, code) in enumerate(blocks, start=1)
        ),
    )


def before(*reasons: str | None) -> tuple[Link, ...]:
    return tuple(Link(docname=str(n), text=str(n), line=n, reason=reason) for n, reason in enumerate(reasons, start=6))


PRINTS, PREPARES, OUTPUT = ("python", "print(1)"), ("python", "a = 1"), ("output", "1")


@pytest.mark.parametrize(
    ("passes", "fails", "line", "said"),
    [
        (replace(of_article(words=1407), source_words=7), of_article(words=1401), 1, "1401 words"),
        (replace(FACTS, in_short=(12, 60)), replace(FACTS, in_short=(12, 61)), 12, "`In short` has 61 words"),
        (of_article(title="T" * 60), of_article(title="T" * 61), 1, "title has 61 characters"),
        (of_article(description="D" * 159 + "."), of_article(description="D" * 160 + "."), 5, "161 characters"),
        (of_article(description="It is. So it is!"), of_article(description="A. B. C."), 5, "whole sentences"),
        (of_article(description="It is so."), of_article(description="It is so"), 5, "whole sentences"),
        (of_article(description="NumPy is."), of_article(description="numpy is."), 5, "whole sentences"),
        (
            of_article(description="A seed, that is."),
            of_article(description="What is a seed? It."),
            5,
            "repeats the title",
        ),
        (of_article(reviewed="2026-11-24"), of_article(reviewed="2026-11-25"), 3, "a day to come"),
        (FACTS, of_article(reviewed=None), 3, "no `reviewed`"),
        (of_article(read_before=before("a", "b", "c")), of_article(read_before=before(*"abcd")), 9, "prerequisite too"),
        (of_article(read_before=before("a", "b")), of_article(read_before=before("a", None)), 7, "`7` has no reason"),
        (FACTS, of_article(read_after=()), 3, "no `read-after`"),
        (replace(of_article(read_after=()), last=True), of_article(read_after=before("a", "b")), 7, "next article too"),
        (FACTS, replace(FACTS, sources=2), 90, "sources cited is 2"),
        (replace(FACTS, answers=FACTS.answers * 2), replace(FACTS, answers=FACTS.answers * 3), 70, "questions is 9"),
        (FACTS, replace(FACTS, answers=FACTS.answers[:2]), 70, "questions is 2"),
        (of_answer(70), of_answer(71), 70, "71 words"),
        (of_answer(9, "No. It"), of_answer(9, "It is this:"), 70, "no whole sentence"),
        (of_answer(9, "“No.”"), of_answer(9, ""), 70, "no whole sentence"),
        (of_code(("python", "a\n" * 25), OUTPUT), of_code(("python", "a\n" * 26), OUTPUT), 10, "26 lines"),
        (of_code(PRINTS, OUTPUT), of_code(PRINTS, PRINTS, OUTPUT), 10, "no `output`"),
        (of_code(PREPARES, PRINTS, OUTPUT), of_code(PRINTS, OUTPUT, PREPARES), 30, "no `output`"),
        (of_code(PREPARES, PRINTS, OUTPUT), of_code(("python", "if"), PRINTS, OUTPUT), 10, "no `output`"),
        (of_code(PRINTS, excused=True), of_code(PRINTS), 10, "no `output`"),
        (of_alt("The lines cross twice."), of_alt("They cross twice."), 20, "is no sentence"),
        (of_alt("The lines cross twice."), of_alt("The lines cross twice"), 20, "is no sentence"),
        (of_alt("The lines cross twice."), of_alt(""), 20, "no alt text"),
        (of_text("w " * 24 + "w."), of_text("w " * 25 + "w."), 20, "26 words; 25 at most read well"),
        (of_text("w – " * 24 + "w."), of_text("A.\n" + "w " * 29 + "w."), 21, "30 words; make two sentences"),
        (of_text("An unjust, oversimply just-so story."), of_text("Is it Just?"), 20, "`Just`"),
        (of_text("It depends on\nthe seed."), of_text("Well.\nIt\ndepends."), 21, "`It depends`"),
    ],
)
def test_limit(passes: Facts, fails: Facts, line: int, said: str) -> None:
    assert findings([passes], TODAY) == []
    (finding,) = findings([fails], TODAY)
    assert (finding.path, finding.line) == ("a.md", line)
    assert said in finding.message


@pytest.mark.parametrize(
    ("second", "repeats"),
    [
        ("Why?\nA seed fixes all the draws.", True),
        ("A **SEED** fixes, all the draws!".replace("*", ""), True),
        ("A seed fixes all the `draws`.", True),
        ("A seed fixes all the draws twice.", False),
    ],
)
def test_a_sentence_in_two_articles(second: str, repeats: bool) -> None:
    pages = [replace(of_text(second), path="b.md"), of_text("A seed fixes all the draws.")]
    line = 21 if "\n" in second else 20
    quoted = second.split("\n")[-1]
    message = f"“{quoted}” stands in a.md:20 too; say it once, and link there"
    assert findings(pages, TODAY) == [Finding(path="b.md", line=line, message=message)] * repeats


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page,
        lambda page: replace(page, path="b.md", passages=(Passage(line=1, text="Seeds fix draws.", own=""),)),
        lambda page: replace(page, path="b.md", article=None),
    ],
    ids=["twice in one article", "another sentence", "on an ordinary page"],
)
def test_what_is_no_repetition(change: Callable[[Facts], Facts]) -> None:
    page = of_text("A seed fixes all the draws. Not legal advice, that is. A seed fixes all the draws.")
    assert findings([page, change(page)], TODAY) == []


# -- sentences ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expected",
    [
        ["One.", "Two!", "Three?", "four."],
        ["“Is it so?”", "It is (so.)", "And open"],
        ["See Qi et al. (2024), e.g. p. 4, in Moffatt v. Air Canada.", "It fell by 0.5 points."],
        ["The answer is no.", "Divide 0 by 0.", "scikit-learn warns."],
        ["Call `np.sum` at version 2.1 of it."],
    ],
    ids=lambda expected: expected[0],
)
def test_sentences(expected: list[str]) -> None:
    assert [sentence for _, sentence in sentences("\n".join(expected))] == expected


@given(st.text(st.sampled_from("aé .!?\n)”“1"), max_size=40))
def test_sentences_are_the_whole_text_in_its_order(text: str) -> None:
    end = 0
    for start, sentence in sentences(text):
        assert text[end:start].strip() == ""
        assert text[start : start + len(sentence)] == sentence
        end = start + len(sentence)
    assert text[end:].strip() == ""
