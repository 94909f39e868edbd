"""Metadata that is put into a page is read as it was meant, and all else stays."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sphinx_hub.core.front_matter import take_from_markdown, take_from_notebook
from sphinx_hub.core.insertion import (
    Value,
    has_metadata,
    into_markdown,
    into_notebook,
    into_restructuredtext,
    line_in_notebook,
    yaml_lines,
)
from sphinx_hub.core.meta_keys import Parsed, parse
from sphinx_hub.core.model import Meta
from sphinx_hub.core.text import flat

from tests.core.strategies import examples

DESCRIPTIONS = (
    st.text(min_size=1)
    .map(flat)
    .filter(lambda text: bool(text.encode("utf-8", "ignore").decode()) and text.isprintable())
)
NAMES = st.lists(
    st.from_regex(r"/?[\w.,:#'\"& -]{1,12}[\w]", fullmatch=True).map(flat), min_size=1, max_size=3, unique=True
)


def stated(parsed: Parsed) -> Meta:
    assert parsed.problems == ()
    assert parsed.meta is not None
    return parsed.meta


@examples(100)
@given(description=DESCRIPTIONS, names=NAMES)
def test_what_is_written_as_yaml_is_read_as_it_was_meant(description: str, names: list[str]) -> None:
    lines = yaml_lines({"type": "definition", "description": description, "helpful": names})
    meta = stated(parse("\n".join(lines), docname="a", line=1, first_line=2))
    assert meta.description == description
    assert [link.text for link in meta.helpful] == names


META: Mapping[str, Value] = {"type": "definition", "description": "It is: so.", "read-before": ["b", "/c d"]}


@pytest.mark.parametrize(
    "source",
    [
        "# A\n",
        "",
        "---\ntocdepth: 2\n---\n# A\n",
        "---\n---\n# A\n",
        "---\n\n# A\n\n---\nText.\n",
        "Text.\r\n",
        "---\r\nx: y\r\n---\r\n",
    ],
)
def test_front_matter_is_begun_or_gets_a_key(source: str) -> None:
    new = into_markdown(source, META)
    assert new is not None
    taken = take_from_markdown(new.replace("\r\n", "\n"), docname="a")
    assert taken is not None
    meta = stated(taken.parsed)
    assert (meta.description, [link.text for link in meta.read_before]) == ("It is: so.", ["b", "/c d"])
    for line in source.split("\n"):
        assert line in new.split("\n")
    assert has_metadata(new) and not has_metadata(source)


@pytest.mark.parametrize(
    ("source", "title", "above"),
    [
        ("A\n=\n\nText.\n", "A", "A\n=\n"),
        ("===\n A\n===\nText.\n", "A", "===\n A\n===\n"),
        (".. comment\n\n.. _a:\n\nA *b*\n~~~~~", "A *b*", ".. comment\n\n.. _a:\n\nA *b*\n~~~~~\n"),
        (":orphan:\n\nA\n#####\n\nA\n-----\n", "A", ":orphan:\n\nA\n#####\n"),
        ("A\r\n=\r\n\r\nText.\r\n", "A", "A\r\n=\r\n"),
    ],
)
def test_a_directive_stands_below_the_title(source: str, title: str, above: str) -> None:
    new = into_restructuredtext(source, META, title)
    assert new is not None
    end = "\r\n" if "\r\n" in source else "\n"
    assert new.startswith(f"{above}{end}.. hub-meta::{end}{end}   type: definition{end}")
    assert new.endswith(source.removeprefix(above.rstrip("\n")).lstrip("\r\n")) or source.endswith("~")
    assert has_metadata(new) and not has_metadata(source)


@pytest.mark.parametrize("source", ["", "Text.\n", "B\n=\n", "A\nText\n", "A\n=-=\n"])
def test_without_the_title_there_is_no_place(source: str) -> None:
    assert into_restructuredtext(source, META, "A") is None


CELL = {"cell_type": "markdown", "metadata": {}, "source": ["# A\n", "\n", 'Say "é".']}
NOTEBOOK = {"cells": [CELL], "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5}


@pytest.mark.parametrize("indent", [1, 2, 4, None])
@pytest.mark.parametrize("is_ascii", [True, False])
def test_a_notebook_keeps_its_layout(indent: int | None, is_ascii: bool) -> None:
    source = json.dumps(NOTEBOOK, indent=indent, ensure_ascii=is_ascii) + "\n"
    new = into_notebook(source, META)
    assert new is not None
    taken = take_from_notebook(new, docname="a")
    assert taken is not None
    assert [link.text for link in stated(taken.parsed).read_before] == ["b", "/c d"]
    left = json.loads(new)
    del left["metadata"]["hub"]
    assert json.dumps(left, indent=indent, ensure_ascii=is_ascii) + "\n" == source
    assert has_metadata(new, is_notebook=True) and not has_metadata(source, is_notebook=True)


@pytest.mark.parametrize("source", ["no JSON", "[]\n", '{"cells": []}\n', '{"metadata":   {}}\n', '{"metadata": []}\n'])
def test_what_is_laid_out_by_hand_is_left_alone(source: str) -> None:
    assert into_notebook(source, META) is None


def test_a_line_that_a_parser_counts_is_found_in_the_file() -> None:
    source = json.dumps(NOTEBOOK, indent=1)
    assert source.split("\n")[line_in_notebook(source, 10_004) - 1].strip() == r'"Say \"\u00e9\"."'
    assert line_in_notebook(source, 70_002) == line_in_notebook("no JSON", 10_002) == 0
