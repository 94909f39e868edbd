"""Metadata in front matter says what a hub-meta would say, and leaves the page and its lines as they are."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sphinx_hub.core.front_matter import take_from_markdown, take_from_notebook
from sphinx_hub.core.meta_keys import KEYS
from sphinx_hub.core.meta_schema import FILE, meta_schema

from tests.projects import Build, Built, article

KEYS_OF_AN_ARTICLE = """\
type: comparison
description: |
  Training: setting parameters, # and all.
minutes: 7
reviewed: 2026-11-20
aliases: [no, "12:30"]
keywords: [how to set them]
terms:
  parameter: A number *set* from data, see [the other](other.md) and [the web][w].
read-before:
  other: It comes first.
helpful: [/more]
read-after: [more]"""

QUESTIONS = "````{hub-meta}\nquestions:\n  - q: Why?\n    a: For [](other.md).\n````\n"
BODY = f"Some text.\n\n{{nosuch}}`role`\n\n[w]: https://example.org/w\n\n## A heading\n\n{QUESTIONS}"
OTHERS = {
    "index.md": "# Home\n\n````{hub-meta}\ntype: hub\ndescription: A hub.\n````\n",
    "other.md": article("Other"),
    "more.md": article("More"),
    "glossary.md": "---\norphan: true\n---\n\n# Words\n\n```{hub-glossary}\n```\n",
}


def indented(text: str, by: str = "  ") -> str:
    return "\n".join(by + line if line else "" for line in text.split("\n"))


FRONT = f"---\nhub:\n{indented(KEYS_OF_AN_ARTICLE)}\n---\n\n# Page\n\n{BODY}"
DIRECTIVE = f"# Page\n\n````{{hub-meta}}\n{KEYS_OF_AN_ARTICLE}\n````\n\n{BODY}"


def hub_of(built: Built) -> Any:
    return json.loads(built.read("hub.json"))


def text_of(html: str) -> str:
    """The page's own text, without what names lines of the source."""
    return html[html.index("<article") if "<article" in html else html.index('<div class="body"') :]


def test_front_matter_says_what_a_directive_says(build: Build) -> None:
    front = build({**OTHERS, "page.md": FRONT})
    said, shown = hub_of(front), {name: text_of(front.read(name)) for name in ("page.html", "glossary.html")}
    assert front.hub_warnings == []
    directive = build({**OTHERS, "page.md": DIRECTIVE})
    assert directive.hub_warnings == []
    assert said == hub_of(directive)
    assert shown == {name: text_of(directive.read(name)) for name in shown}
    (page,) = [article for article in said["articles"] if article["docname"] == "page"]
    assert page["terms"] == {"parameter": "A number set from data, see the other and the web."}
    assert 'href="https://example.org/w"' in shown["glossary.html"]


def test_what_other_warnings_say_of_lines_stays_right(build: Build) -> None:
    built = build({**OTHERS, "page.md": FRONT})
    (line,) = [number for number, text in enumerate(FRONT.split("\n"), start=1) if "{nosuch}" in text]
    (told,) = [warning for warning in built.relative_warnings if "nosuch" in warning]
    assert re.match(rf"page\.md(?:\.rst)?:{line}: ", told), "older versions of myst-parser name the file so"


def test_texts_are_for_translators_with_their_lines(build: Build) -> None:
    pot = build({**OTHERS, "page.md": FRONT}, builder="gettext").read("page.pot")
    lines = {text: number for number, text in enumerate(FRONT.split("\n"), start=1)}
    for text, message in (
        ("    Training: setting parameters, # and all.", "Training: setting parameters, # and all."),
        ("    other: It comes first.", "It comes first."),
        (
            "    parameter: A number *set* from data, see [the other](other.md) and [the web][w].",
            "A number *set* from data, see [the other](other.md) and [the web][w].",
        ),
    ):
        line = lines[text] - (
            1 if text.startswith("    Training") else 0
        )  # the key, where the text is on the next line
        assert re.search(rf"page\.md:{line}\nmsgid {re.escape(json.dumps(message))}", pot), (text, line)


def test_texts_are_shown_translated(build: Build) -> None:
    po = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "It comes first."\nmsgstr "Es kommt zuerst."\n'
    conf = 'language = "de"\nlocale_dirs = ["locale"]\n'
    built = build({**OTHERS, "page.md": FRONT, "conf.py": conf, "locale/de/LC_MESSAGES/page.po": po})
    assert "Es kommt zuerst." in built.read("page.html")


def test_all_other_front_matter_is_the_parsers_own(build: Build) -> None:
    front = "---\norphan: true\nhub:\n  type: definition\n  description: About it.\nmyst:\n  substitutions:\n    x: A *word*\n---\n\n# P\n\n{{ x }}\n"
    conf = 'myst_enable_extensions = ["substitution"]\n'
    built = build({**OTHERS, "conf.py": conf, "page.md": front})
    assert built.relative_warnings == []
    assert "A <em>word</em>" in built.read("page.html")
    assert "page" in {article["docname"] for article in hub_of(built)["articles"]}


def test_a_faulty_block_makes_one_warning_and_no_talk_of_toctrees(build: Build) -> None:
    built = build({**OTHERS, "page.md": "---\nhub:\n  type: [x\n---\n\n# Page\n", "plain.md": "# Plain\n"})
    assert [warning.split(": ")[0] for warning in built.relative_warnings] == ["page.md:3", "plain.md"]


# -- what is taken


@pytest.mark.parametrize(
    "source",
    [
        "",
        "---",
        "---\nhub:\n  type: x",
        "--- x\nhub:\n  type: x\n---",
        "# T\n---\nhub:\n---\n",
        "---\nhubs: 1\nx: |\n  hub: 2\n---\n",
        " ---\nhub: 1\n---\n",
    ],
)
def test_nothing_is_taken_where_there_is_nothing(source: str) -> None:
    assert take_from_markdown(source, docname="a") is None


@pytest.mark.parametrize(
    ("source", "rest"),
    [
        ("---\nhub:\n  type: x\n---\n# T", "\n\n\n\n# T"),
        ("---\nhub:\n  type: x\n\n# all of it\n---\n# T", "\n\n\n\n\n\n# T"),
        ("---\na: 1\nhub:\n  type: x\nb: 2\n---\n# T", "---\na: 1\n\n\nb: 2\n---\n# T"),
        ("---\nhub: {type: x,\n  description: y}\nb: 2\n---\n", "---\n\n\nb: 2\n---\n"),
    ],
)
def test_what_is_left_has_its_lines(source: str, rest: str) -> None:
    taken = take_from_markdown(source, docname="a")
    assert taken is not None
    assert taken.rest == rest
    assert taken.parsed.meta is not None
    assert taken.parsed.meta.type == "x"


def notebook(hub: Any) -> str:
    return json.dumps({"metadata": {"hub": hub, "kernelspec": {"name": "x"}}, "cells": [], "nbformat": 4})


def test_metadata_of_a_notebook_is_of_json_types() -> None:
    stated = {"type": "definition", "description": "About it.", "minutes": 7, "draft": True, "aliases": ["x", 2.5]}
    taken = take_from_notebook(notebook({**stated, "helpful": {"b": None, "c": "Why."}}), docname="a")
    assert taken is not None
    meta, problems, _ = taken.parsed
    assert problems == ()
    assert meta is not None
    assert (meta.minutes, meta.draft, meta.aliases) == (7, True, ("x", "2.5"))
    assert [(link.docname, link.reason) for link in meta.helpful] == [("b", None), ("c", "Why.")]
    assert json.loads(taken.rest)["metadata"] == {"kernelspec": {"name": "x"}}


@pytest.mark.parametrize(
    "source",
    ["", "[]", "{", '{"metadata": 1}', '{"metadata": {}}', "[" * 100_000, '{"metadata": {"hub": ' + "[" * 100_000],
)
def test_what_is_no_notebook_is_left_to_its_parser(source: str) -> None:
    assert take_from_notebook(source, docname="a") is None


DEEP = json.loads("[" * 30 + "]" * 30)


@pytest.mark.parametrize(
    ("hub", "told"),
    [
        ("x", "holds no keys"),
        ([], "holds no keys"),
        (None, "holds no keys"),
        ({"type": "t", "description": "d", "terms": {"x": DEEP}}, "nests more than"),
        ({"type": "t", "description": "\ud800"}, "half a character"),
        ({"type": "t", "description": "d", "minutes": 1.5}, "is `1.5`"),
    ],
)
def test_faults_of_a_notebooks_metadata_have_no_line(hub: Any, told: str) -> None:
    taken = take_from_notebook(notebook(hub), docname="a")
    assert taken is not None
    assert {problem.line for problem in taken.parsed.problems} == {0}
    assert told in "".join(problem.message for problem in taken.parsed.problems)
    assert "YAML" not in "".join(problem.message for problem in taken.parsed.problems)


def test_of_equal_keys_of_a_notebook_the_first_counts() -> None:
    source = '{"metadata": {"hub": {"type": "t", "description": "first", "description": "second"}}}'
    taken = take_from_notebook(source, docname="a")
    assert taken is not None
    assert taken.parsed.meta is not None
    assert taken.parsed.meta.description == "first"
    assert "stands twice" in taken.parsed.problems[0].message


# -- the schema


def test_the_shipped_schema_is_the_one_of_the_keys() -> None:
    import sphinx_hub

    shipped = Path(sphinx_hub.__file__).with_name(FILE).read_text(encoding="utf-8")
    assert shipped == json.dumps(meta_schema(), indent=2) + "\n", (
        "write it anew: python -c 'import json; from sphinx_hub.core.meta_schema import *; "
        f"print(json.dumps(meta_schema(), indent=2))' > _ext/sphinx_hub/{FILE}"
    )
    Draft202012Validator.check_schema(json.loads(shipped))
    assert set(meta_schema()["properties"]) == {key.name for key in KEYS} - {"questions"}


BASE = {"type": "definition", "description": "About it."}


@pytest.mark.parametrize(
    "good",
    [
        BASE,
        {"type": "hub", "description": "A hub."},
        {"type": "section", "description": "A section.", "start": "a"},
        {**BASE, "minutes": 12, "reviewed": "2026-11-20", "aliases": ["x", 12, False], "draft": True},
        {**BASE, "read-before": "a", "helpful": ["a", "b"], "read-after": {"a": "Why.", "b": None}},
        {**BASE, "terms": {"a": "What it is."}, "keywords": list("12345678")},
    ],
)
def test_good_metadata_is_good_for_both(good: dict[str, Any]) -> None:
    Draft202012Validator(meta_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER).validate(good)
    taken = take_from_notebook(notebook(good), docname="index" if good["type"] == "hub" else "s/index")
    assert taken is not None
    assert taken.parsed.problems == ()


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"type": "definition"},
        {"description": "About it."},
        {**BASE, "description": " "},
        {**BASE, "descripton": "x"},
        {**BASE, "start": "a"},
        {**BASE, "type": "hub", "minutes": 3},
        {**BASE, "type": "section", "reviewed": "2026-11-20"},
        {**BASE, "minutes": 0},
        {**BASE, "minutes": "long"},
        {**BASE, "reviewed": "20 November"},
        {**BASE, "draft": "yes"},
        {**BASE, "aliases": "x"},
        {**BASE, "keywords": list("123456789")},
        {**BASE, "terms": ["x"]},
        {**BASE, "read-before": [{"a": "b"}]},
        {**BASE, "questions": [{"q": "x", "a": "y"}]},
    ],
)
def test_bad_metadata_is_bad_for_both(bad: dict[str, Any]) -> None:
    assert not Draft202012Validator(meta_schema()).is_valid(bad)
    taken = take_from_notebook(notebook(bad), docname="index" if bad.get("type") == "hub" else "s/index")
    assert taken is not None
    assert taken.parsed.problems != ()
