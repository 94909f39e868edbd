"""What a build gives to Sphinx's search: the names of articles as index entries, the scorer, the search page's data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sphinx.search import js_index
from sphinx_hub.core.names import inflected, names_of, subject

from tests.projects import Build, Built, article

HOME = {"index.md": "# Home\n"}


def entries(built: Built) -> dict[str, list[tuple[str, str, bool]]]:
    """Entry -> the pages, anchors and whether it is a main one."""
    index: Any = js_index.loads(built.read("searchindex.js"))
    return {
        name: [(index["docnames"][page], anchor, main) for page, anchor, main in found]
        for name, found in index["indexentries"].items()
    }


def data(built: Built) -> dict[str, Any]:
    text = built.read("hub-descriptions.js")
    return json.loads(text.removeprefix("var HubSearch = ").removesuffix(";\n"))  # type: ignore[no-any-return]


def test_an_articles_names_are_main_entries_of_the_article_itself(build: Build) -> None:
    keys = {"aliases": "[cost surface, ELBO]", "terms": "\n  confusion matrix: A table.\n  loss: A number."}
    built = build({**HOME, "a.md": article("What Is a Loss in Training?", **keys)})
    names = ["loss in training", "loss", "cost surface", "elbo", "confusion matrix", "confusion matrices"]
    assert entries(built) == {name: [("a", "", True)] for name in sorted(names)}
    assert built.hub_warnings == []


def test_entries_stay_where_pages_were_not_read_again(build: Build) -> None:
    files = {**HOME, "a.md": article("What Is A?", aliases="[alpha]"), "b.md": article("What Is B?", aliases="[beta]")}
    build(files)
    again = build({"b.md": article("What Is B?", aliases="[gamma]")})
    assert [name for name in ("alpha", "beta", "gamma") if name in entries(again)] == ["alpha", "gamma"]
    assert "a" not in again.written


@pytest.mark.parametrize(
    ("alias", "entry"),
    [("rock; paper", "rock, paper"), ("!bang", "!bang"), ("x, y", "x, y"), ("<b>&", "<b>&"), (";", None)],
)
def test_no_character_divides_or_breaks_an_entry(build: Build, alias: str, entry: str | None) -> None:
    for builder in ("html", "latex", "texinfo", "epub"):
        built = build({**HOME, "a.md": article("A", aliases=f"[{alias!r}]")}, builder=builder)
        assert built.hub_warnings == []
    built = build({**HOME, "a.md": article("A", aliases=f"[{alias!r}]")})
    assert sorted(entries(built)) == sorted({"a", entry} - {None})
    assert "<b>&<" not in built.read("genindex.html")


def test_the_index_page_leads_to_the_article(build: Build) -> None:
    built = build({**HOME, "s/a.md": article("What Is Overfitting?")})
    assert 'href="s/a.html#"><strong>Overfitting</strong>' in built.read("genindex.html").replace("\n", "")


def test_ordinary_pages_and_sections_get_no_entries(build: Build) -> None:
    assert entries(build({**HOME, "a.md": "# What Is A?\n\nText.\n"})) == {}


def test_another_language_keeps_titles_whole(build: Build) -> None:
    keys = {"aliases": "[Fehlermatrix, Was Is matrix]", "body": "Die Kosten."}
    built = build({"conf.py": 'language = "de"\n', **HOME, "a.md": article("What Is Die Matrix?", **keys)})
    assert sorted(entries(built)) == ["fehlermatrix", "was is matrix", "what is die matrix?"]
    assert "GermanStemmer" in built.read("_static/language_data.js")
    assert built.hub_warnings == []


@pytest.mark.parametrize("language", ["en", "de", "ja", "xx"])
def test_the_search_page_is_built_in_any_language(build: Build, language: str) -> None:
    built = build({"conf.py": f'language = "{language}"\n', **HOME, "a.md": article("A")})
    assert "hub-search.js" in built.read("search.html")
    assert data(built)["descriptions"] == {"a": "About A."}


def test_only_the_search_page_has_the_script(build: Build) -> None:
    built = build({**HOME, "a.md": article("A")})
    pages = [path.name for path in built.output.glob("*.html") if "hub-search.js" in path.read_text("utf-8")]
    assert pages == ["search.html"]


def test_descriptions_cannot_end_the_script(build: Build) -> None:
    hostile = "</script><!-- & ' \" \\"
    built = build({**HOME, "a.md": article("A", description="|\n  " + hostile)})
    assert "<" not in built.read("hub-descriptions.js")
    assert data(built)["descriptions"] == {"a": hostile}


def test_the_scorer_is_the_hubs_unless_the_project_has_one(build: Build, tmp_path: Path) -> None:
    ours = "IN_HEADING"
    assert ours in build(HOME).read("_static/language_data.js")
    own = tmp_path / "own.js"
    own.write_text("var Scorer = {title: 1};\n", encoding="utf-8")
    built = build(HOME, overrides={"html_search_scorer": str(own)})
    assert ours not in built.read("_static/language_data.js")
    assert "var Scorer = {title: 1};" in built.read("_static/language_data.js")


@pytest.mark.parametrize(
    ("title", "about"),
    [
        ("What Is Overfitting?", "Overfitting"),
        ("What Are Features and Labels?", "Features and Labels"),
        ("What's a Token?", "Token"),
        ("How Does Gradient Descent Work?", "Gradient Descent"),
        ("How to Choose a Learning Rate", "Choose a Learning Rate"),
        ("When Should You Use Machine Learning?", "Use Machine Learning"),
        ("What Does a Confidence Score Mean?", "Confidence Score"),
        ("Is a Model the Same as a System?", "Model the Same as a System"),
        ("Can Opener", "Can Opener"),
        ("What-If Analysis", "What-If Analysis"),
        ("Training vs Inference", "Training vs Inference"),
        ("Work", "Work"),
        ("?", "?"),
    ],
)
def test_the_subject_of_a_title(title: str, about: str) -> None:
    assert subject(title) == about


def test_names_are_each_once_in_the_editors_spelling() -> None:
    names = names_of("What Is Gradient Descent?", ["gradient  descent"], ["Gradient Descent", "GD"], "", english=True)
    assert names == ["gradient descent", "GD"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A large language model (LLM) writes.", True),
        ("Large language models (LLMs) write.", True),
        ("An LLM (large language model) writes.", True),
        ("An LLM writes.", False),
        ("A small model (LLM) writes.", False),
    ],
)
def test_an_acronym_counts_where_the_page_introduces_it(text: str, found: bool) -> None:
    assert ("LLM" in names_of("A", ["large language model"], [], text, english=True)) is found


def test_a_name_in_parentheses_is_a_name() -> None:
    names = names_of("What Is a Large Language Model (LLM)?", [], [], "", english=True)
    assert {"Large Language Model", "LLM"} <= set(names)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("confusion matrix", "confusion matrices"),
        ("fairness criteria", "fairness criterion"),
        ("Person", "people"),
        ("hypotheses", "hypothesis"),
        ("service", None),
        ("human", None),
        ("practices", None),
        ("k-fold (CV)", None),
    ],
)
def test_forms_that_a_stemmer_does_not_bring_together(name: str, other: str | None) -> None:
    assert inflected(name, str) == other
