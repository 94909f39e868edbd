"""What a contributor is told before a reviewer looks: each rule at its line, and what it leaves alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.projects import write_files
from tools import editorial
from tools.editorial import main

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
aliases: [random seed, seeding]
terms:
  seed: A number that fixes all later draws.
````

## In short

A seed fixes the draws.

## How it works

Set it to `just`, or {math}`simply`, or as in *Simply Random*[^a]. It depends on the library, e.g. on its version, and
this sentence is as long as its writer found that it had to be, since nobody counts the words of a sentence here any more.
Some say that a seed is "just a number", others that it is “revolutionary”. A just-in-time compiler keeps it.

> Obviously, studies show a colour here; it depends, that is the behaviour.

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

## Sources

[^a]: Simply Random: studies show a colour.
"""

LONG = "x = 1\n" * 25 + "y = " + "1 + " * 21 + "10\n"

BAD = f"""\
# A Page That Nobody Would Let Pass

````{{hub-meta}}
type: definition
description: {"D" * 161}
reviewed: 2999-01-01
aliases: [a, b, c, d, e, f, g, h, i]
terms:
  page: It is revolutionary.
read-before:
  first:
read-after:
  first: It is next.
  third: It is next, too.
````

## In short

{"word " * 101}

## How it works

| Simply | just |
| --- | --- |
| it | is |

- The behaviour
  of Studies
  show it. It depends.

![](seed.svg)

```{{figure}} seed.svg
:alt: the colours

TODO
```

```python
{LONG}```

````{{hub-meta}}
questions:
  - q: Is it obviously so?
    a: yes
````
"""

THIRD = """\
# Third

````{hub-meta}
type: definition
description: It is the third.
read-before: [first, bad, drafted, alone]
read-after: [first]
````
"""

DRAFT = """\
# Drafted

````{hub-meta}
type: definition
description: It is not ready.
draft: true
read-after: {first: It is next.}
````

Text[^a].

## Sources

[^a]: A source.
"""

EXPECTED = """\
s/bad.md:3: `reviewed` is 2999-01-01, a day to come; state that of the last review
s/bad.md:3: the article cites nothing, or has no `## Sources`; tie what could be disputed to a source
s/bad.md:3: the number of aliases is 9; keep the 8 names that an index would print
s/bad.md:5: the description has 161 characters; state the finding in 160
s/bad.md:9: `revolutionary` stands for something unsaid; say what changed, and by how much
s/bad.md:11: the prerequisite `first` has no reason; say what of it this article uses
s/bad.md:14: `third` is one next article too many; keep the one that comes next
s/bad.md:17: `In short` has 101 words; answer the title in at most 100
s/bad.md:23: `Simply` stands for something unsaid; leave the word out, or say what makes it simple
s/bad.md:23: `just` stands for something unsaid; leave the word out, or say `only`
s/bad.md:27: `behaviour` is British spelling; write `behavior`
s/bad.md:28: `Studies show` stands for something unsaid; name the study, and cite it
s/bad.md:29: `It depends` stands for something unsaid; say on what it depends
s/bad.md:31: the figure has no alt text; state in a sentence what it shows to be true
s/bad.md:33: `colours` is British spelling; write `colors`
s/bad.md:33: the alt text `the colours` is no sentence; state in one what the figure shows to be true
s/bad.md:36: a `TODO` is left; do what it asks for, or take it out
s/bad.md:39: a line of the snippet has 90 characters; keep lines to 88
s/bad.md:39: no `output` block follows the snippet; show what it prints
s/bad.md:39: the snippet has 26 lines; keep what the argument needs, in at most 25
s/bad.md:70: `obviously` stands for something unsaid; leave the word out, or give the reason
s/third.md:3: the article cites nothing, or has no `## Sources`; tie what could be disputed to a source
s/third.md:3: the article has no `reviewed`; state the day on which it was checked against its sources
s/third.md:6: `alone` is one prerequisite too many; keep the 3 that are used directly
s/third.md:6: the prerequisite `alone` has no reason; say what of it this article uses
s/third.md:6: the prerequisite `bad` has no reason; say what of it this article uses
s/third.md:6: the prerequisite `drafted` has no reason; say what of it this article uses
s/third.md:6: the prerequisite `first` has no reason; say what of it this article uses
"""


def told(files: dict[str, str], source: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    """The exit code for a project, and the lines printed."""
    write_files(source, {"index.md": "# Hub\n\nText.\n", **files})
    code = main([str(source)])
    return code, capsys.readouterr().out.splitlines()


class Clock(date):
    """A calendar on which it is always the same day."""

    @classmethod
    def today(cls) -> Clock:
        return cls(2026, 11, 24)


@pytest.fixture(autouse=True)
def _always_the_same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editorial, "date", Clock)


def test_where_git_knows_no_main_branch_it_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(tmp_path, {"index.md": "# Hub\n\nText.\n"})
    assert main([str(tmp_path)]) == 0
    assert capsys.readouterr().err == (
        "Whether an address is lost was not looked at: this is no git repository, or git is not installed.\n"
    )


def test_a_good_project_is_passed_in_silence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told({"s/index.md": SECTION, "s/first.md": GOOD}, tmp_path, capsys) == (0, [])


def test_each_fault_is_told_at_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"s/index.md": SECTION, "s/bad.md": BAD, "s/drafted.md": DRAFT, "s/third.md": THIRD}
    files["s/first.md"] = GOOD.replace("terms:", "read-after: {third: It is next.}\nterms:")
    files["s/alone.md"] = (
        GOOD.replace("What Is a Seed?", "Alone")
        .replace("  seed:", "  sprout:")
        .replace("seed", "sprout")
        .replace("terms:", "read-after: {first: It is next.}\nterms:")
    )
    code, lines = told(files, tmp_path, capsys)
    assert "\n".join(lines) + "\n" == EXPECTED
    assert code == 1


def test_only_the_last_article_of_the_hub_may_lead_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    second = GOOD.replace("What Is a Seed?", "Second").replace("  seed:", "  sprout:").replace("seed", "sprout")
    files = {"s/index.md": SECTION, "s/first.md": GOOD, "s/second.md": second}
    message = "s/first.md:3: the article has no `read-after`; name the one article that comes next"
    assert told(files, tmp_path, capsys) == (1, [message])


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


def test_reading_leaves_nothing_in_the_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told({"about.md": "# About\n\nText.\n"}, tmp_path, capsys)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["about.md", "conf.py", "index.md"]


USER = (
    GOOD.replace("What Is a Seed?", "User")
    .replace("  seed:", "  user:")
    .replace("draws.\n\n## How", "draws, seeds too.\n\n## How")
)


def used(folder: Path, exceptions: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    files = {
        "s/index.md": SECTION,
        "s/first.md": GOOD.replace("terms:", "read-after: {user: It is next.}\nterms:"),
        "s/user.md": USER,
        "tools/used-before-taught.txt": exceptions,
    }
    return told(files, folder, capsys)


def test_a_term_used_before_it_is_taught_fails_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = USER.splitlines().index("A seed fixes the draws, seeds too.") + 1
    message = (
        f"s/user.md:{line}: `seed` is used before it is taught in s/first; link to that, add it to `read-before`, say it in "
        "other words, or explain it here in emphasis; where it has its everyday sense, write why in "
        "tools/used-before-taught.txt behind `s/user: seed: `: A seed fixes the draws, seeds too."
    )
    assert used(tmp_path, "", capsys) == (1, [message])
    assert used(tmp_path, "# Every day\n\ns/user: seed: A seed of a plant.\n", capsys) == (0, [])


def test_an_exception_without_a_use_or_a_reason_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exceptions = "s/user: seed: So.\ns/user: user: So.\ns/first: seed\n"
    assert used(tmp_path, exceptions, capsys) == (
        1,
        [
            "tools/used-before-taught.txt:2: s/user does not use `user` before it is taught, or not any more; take the line out",
            "tools/used-before-taught.txt:3: `s/first: seed` is no exception; write the page, the term and the reason, "
            "with `: ` between them",
            "tools/used-before-taught.txt:3: s/first does not use `seed` before it is taught, or not any more; take the line out",
        ],
    )


def test_a_term_that_is_an_alias_elsewhere_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = GOOD.replace("What Is a Seed?", "Other").replace("seed", "sprout")
    files = {
        "s/index.md": SECTION,
        "s/first.md": GOOD.replace("terms:", "read-after: {other: It is next.}\nterms:"),
        "s/other.md": other.replace("  sprout:", "  random seed:").replace("aliases: [random sprout, sprouting]\n", ""),
    }
    message = "the term `random seed` is an alias of s/first; keep it in the article that is about it"
    assert told(files, tmp_path, capsys) == (1, [f"s/other.md:8: {message}"])
