"""Terms used before they are taught, in what Sphinx reads: what of a page is its author's text, and where links lead."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sphinx_hub.cli.commands import main

from tests.projects import article, write_files

TAUGHT = article("Token", terms="{token: A piece of a text.}")

PAGE = """\
# A token

````{hub-meta}
type: definition
description: About a token.
terms:
  other: No token.
````

## A token

`token` and $token$, "a token" and [a token](https://example.com).

> A token.

```python
token
```

% token

| Head | Other |
| --- | --- |
| Cell | `token` |
| Tokens | Cell |
"""


def told(folder: Path, files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> list[list[object]]:
    """Article, line and words of what the report says, from a project with an article that teaches `token`."""
    write_files(folder, {"index.md": "# Home\n", "taught.md": TAUGHT, **files})
    capsys.readouterr()
    assert main(["--source", str(folder), "report", "--json"]) == 0
    return [[e["article"], e["line"], e["used"]] for e in json.loads(capsys.readouterr().out)["used_before_taught"]]


def test_only_what_the_author_says_is_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"conf.py": 'myst_enable_extensions = ["dollarmath"]\n', "a.md": PAGE}
    line = PAGE.splitlines().index("| Tokens | Cell |") + 1
    assert told(tmp_path, files, capsys) == [["a", line, "Tokens"]]


TEXTS = {
    "a list": ("- One.\n- A token.\n", 9),
    "an answer": ("````{hub-meta}\nquestions:\n  - q: A token?\n    a: |\n      No.\n      A token.\n````\n", 13),
    "a caption": ("```{figure} x.png\n:alt: A token.\n\nA token.\n```\n", 11),
    "a note": ("```{note}\nSo.\n\nA token.\n```\n", 11),
    "strong in a sentence": ("A **big token here, and a** token.\n", None),
    "a second line": ("One\ntwo\na token.\n", 10),
}


@pytest.mark.parametrize(("text", "line"), TEXTS.values(), ids=TEXTS)
def test_a_use_has_the_line_it_stands_in(
    text: str, line: int | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = article("A", body=text)
    expected = [["a", line, "token"]] if line else []
    assert told(tmp_path, {"a.md": page, "x.png": ""}, capsys) == expected


RST = """\
A
=

.. hub-meta::

   type: definition
   description: D.

{}
"""
LINKS = {
    "a link": ("a.md", article("A", body="A token; see [this](taught.md#token).")),
    "a doc role": ("a.md", article("A", body="A token; see {doc}`/taught`.")),
    "a label": ("a.md", article("A", body="A token; see {ref}`there <place>`.")),
    "a term": ("a.md", article("A", body="A token; see {term}`Token`.")),
    "any": ("a.md", article("A", body="A token; see {any}`taught`.")),
    "an article": ("a.md", article("A", body="A token; see {hub:article}`taught`.")),
    "in an answer": ("a.md", article("A", body="A token.", questions='[{q: Why?, a: "See [](taught.md)."}]')),
    "doc in rst": ("a.rst", RST.format("A token; see :doc:`taught`.")),
    "what helps": ("a.md", article("A", body="A token.", helpful="taught")),
}


@pytest.mark.parametrize(("name", "page"), LINKS.values(), ids=LINKS)
def test_a_link_to_the_article_teaches(
    name: str, page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {name: page, "taught.md": f"(place)=\n{TAUGHT}"}
    assert told(tmp_path, files, capsys) == []


def test_what_is_read_afterwards_does_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = article("A", body="A token.", read_after="taught")
    assert told(tmp_path, {"a.md": page}, capsys) == [["a", 9, "token"]]


def test_an_inline_target_is_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(tmp_path, {"a.rst": RST.format("One _`token` here.")}, capsys) == [["a", 9, "token"]]


def test_a_sentence_has_no_marks_of_footnotes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = article("A", body="One. In 2020[^x] a token was read. So.\n\n[^x]: A token.")
    write_files(tmp_path, {"index.md": "# Home\n", "taught.md": TAUGHT, "a.md": page})
    assert main(["--source", str(tmp_path), "report"]) == 0
    assert "a.md:8: token is taught in taught: In 2020 a token was read.\n" in capsys.readouterr().out


def test_what_is_included_is_told_in_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        "conf.py": 'exclude_patterns = ["parts"]\n',
        "a.md": article("A", body="```{include} parts/x.txt\n```"),
        "parts/x.txt": "So.\n\nA token.\n",
    }
    assert told(tmp_path, files, capsys) == [["a", 3, "token"]]
    assert main(["--source", str(tmp_path), "report"]) == 0
    assert f"  {tmp_path}/parts/x.txt:3: token is taught in taught: A token.\n" in capsys.readouterr().out


def test_other_languages_have_the_stems_of_their_search(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        "conf.py": 'language = "de"\n',
        "taught.md": article("Verlust", terms="{Verlust: Wie falsch es ist.}"),
        "a.md": article("A", body="Die Verluste."),
    }
    assert told(tmp_path, files, capsys) == [["a", 8, "Verluste"]]
