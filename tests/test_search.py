"""What a build gives to Sphinx's search: the names of articles as index entries, the scorer, the search page's data."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from sphinx.search import js_index
from sphinx_hub.core.names import inflected, names_of, subject

from tests.projects import Build, Built, article
from tests.search import ask_node, data_of

HOME = {"index.md": "# Home\n"}
QUESTION = "\n  - q: May I?\n    a: Yes."


def entries(built: Built) -> dict[str, list[tuple[str, str, bool]]]:
    """Entry -> the pages, anchors and whether it is a main one."""
    index: Any = js_index.loads(built.read("searchindex.js"))
    return {
        name: [(index["docnames"][page], anchor, main) for page, anchor, main in found]
        for name, found in index["indexentries"].items()
    }


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
    keys = {"aliases": "[memorizing]", "terms": "{overfitted: It is so.}"}
    built = build({**HOME, "s/a.md": article("What Is Overfitting?", **keys)})
    page = built.read("genindex.html").replace("\n", "")
    assert 'href="s/a.html#"><strong>memorizing</strong>' in page
    assert 'href="s/a.html#"><strong>overfitted</strong>' in page


def test_titles_are_found_and_stand_in_no_index(build: Build) -> None:
    for builder in ("html", "epub"):
        built = build({**HOME, "s/a.md": article("What Is Overfitting?", aliases="[fit]")}, builder=builder)
        assert "<strong>fit</strong>" in built.read("genindex.html" if builder == "html" else "genindex.xhtml")
        assert "<strong>Overfitting</strong>" not in built.read(f"genindex.{'x' * (builder == 'epub')}html")
    again = build({**HOME, "s/a.md": article("What Is Overfitting?", aliases="[fit]"), "b.md": article("B")})
    assert {"overfitting", "fit"} <= entries(again).keys()


def test_ordinary_pages_and_sections_get_no_entries(build: Build) -> None:
    assert entries(build({**HOME, "a.md": "# What Is A?\n\nText.\n"})) == {}


def test_another_language_keeps_titles_whole(build: Build) -> None:
    keys = {"aliases": "[Fehlermatrix, Was Is matrix]", "body": "Die Kosten."}
    built = build({"conf.py": 'language = "de"\n', **HOME, "a.md": article("What Is Die Matrix?", **keys)})
    assert sorted(entries(built)) == ["fehlermatrix", "was is matrix", "what is die matrix?"]
    assert "GermanStemmer" in built.read("_static/language_data.js")
    assert built.hub_warnings == []


@pytest.mark.parametrize("language", ["en", "de", "ja", "xx"])
def test_the_search_is_built_in_any_language(build: Build, language: str) -> None:
    built = build({"conf.py": f'language = "{language}"\n', **HOME, "a.md": article("A", questions=QUESTION)})
    assert "hub-search-core.js" in built.read("search.html")
    page = {"about": "About A.", "aliases": [], "terms": {}, "keywords": [], "answers": {"may-i": "Yes."}}
    assert data_of(built)["pages"] == {"a": page}
    assert data_of(built)["ask"] == [["a", "may-i", "May I?"]]
    assert bool(data_of(built)["asking"]) is (language in ("en", "de"))


def test_every_page_opens_the_dialog_and_only_the_search_page_has_the_search_at_once(build: Build) -> None:
    built = build({**HOME, "a.md": article("A")})
    pages = {path.name: path.read_text("utf-8") for path in built.output.glob("*.html")}
    assert [name for name, text in pages.items() if "hub-search.js" not in text] == []
    assert [name for name, text in pages.items() if "hub-search-core.js" in text] == ["search.html"]


def test_the_scripts_are_small(build: Build) -> None:
    built = build(HOME)
    core = built.read("hub-search-core.js").partition("hubSearch.data = ")[0]
    scripts = (core.encode(), (built.output / "_static/hub-search.js").read_bytes())
    assert sum(len(gzip.compress(script, 9)) for script in scripts) <= 8 * 1024


def test_no_text_can_end_the_script(build: Build) -> None:
    hostile = "</script><!-- & ' \" \\"
    built = build({**HOME, "a.md": article("A", description="|\n  " + hostile)})
    assert "<" not in built.read("hub-search-core.js").rpartition("hubSearch.data = ")[2]
    assert data_of(built)["pages"]["a"]["about"] == hostile


def test_a_project_with_a_scorer_of_its_own_keeps_sphinxs_search(build: Build, tmp_path: Path) -> None:
    own = tmp_path / "own.js"
    own.write_text("var Scorer = {title: 1};\n", encoding="utf-8")
    built = build({**HOME, "a.md": article("A")}, overrides={"html_search_scorer": str(own)})
    assert "hub-search" not in built.read("search.html") + built.read("a.html")
    assert "var Scorer = {title: 1};" in built.read("_static/language_data.js")
    assert not (built.output / "hub-search-core.js").exists()


@pytest.mark.parametrize("theme", ["alabaster", "furo", "pydata_sphinx_theme"])
def test_without_scripts_the_search_page_lists_the_pages(build: Build, theme: str) -> None:
    built = build({"conf.py": f'html_theme = "{theme}"\n', **HOME, "s/a.md": article("A & B")})
    inside = re.findall(r"<noscript>(.*?)</noscript>", built.read("search.html"), re.DOTALL)
    assert any('<li><a href="s/a.html">A &amp; B</a></li>' in text for text in inside)
    assert "activate JavaScript" not in built.read("search.html")


# -- what it finds


def test_a_name_is_found_with_its_hyphen_and_without(build: Build) -> None:
    training = article("What Is Pre-Training?", aliases="[t-SNE]", terms="\n  pre-training: Training first.")
    built = build({**HOME, "a.md": training, "b.md": article("What Is a Loss?")})
    queries = (
        "pre-training",
        "pretraining",
        "pre training",
        "PreTraining",
        "tsne",
        "t-SNE",
        "t sne",
        "what is pretraining for",
    )
    for query, found in zip(queries, ask_node(built.output, *queries), strict=True):
        assert (query, found["hits"][0]["docname"], found["mended"]) == (query, "a", None)


def test_other_forms_of_a_word_find_the_page(build: Build) -> None:
    files = {"a.md": article("What Is Generative AI?", body="Models hallucinate."), "b.md": article("Loss")}
    queries = "hallucinate", "hallucination", "hallucinations", "hallucinating"
    for query, found in zip(queries, ask_node(build({**HOME, **files}).output, *queries), strict=True):
        assert (query, [hit["docname"] for hit in found["hits"]]) == (query, ["a"])


def test_a_misspelling_becomes_the_likeliest_word(build: Build) -> None:
    pages = {f"{n}.md": article(f"Page {n}", body="Machine translation. Neural translation.") for n in range(3)}
    pages["t.md"] = article("What Is a Translator?", description="A translator turns one language into another.")
    (found,) = ask_node(build({**HOME, **pages}).output, "translaton")
    assert found["mended"] == "translation"


def test_the_plural_of_a_name_is_no_misspelling(build: Build) -> None:
    built = build(
        {**HOME, "a.md": article("What Is AI?", terms="\n  AI system: It decides."), "b.md": article("Model")}
    )
    (found,) = ask_node(built.output, "ai systemes", "ai systems")[1:]
    assert (found["mended"], found["hits"][0]["docname"]) == (None, "a")


def test_a_heading_may_be_called_as_what_javascript_knows(build: Build) -> None:
    (found,) = ask_node(
        build({**HOME, "a.md": article("Classes", body="Text.\n\n## Constructor\n\nText.")}).output, "constructor"
    )
    hit = next(hit for hit in found["hits"] if hit["anchor"] == "constructor")
    assert (hit["kind"], hit.get("text")) == ("heading", None)


def test_pages_for_authors_do_not_come_before_articles(build: Build) -> None:
    guide = "# Guide for authors\n\n## Learning rate\n\nThe learning rate of an example.\n\n## Loss\n\nText.\n"
    rate = article("How to Train", body="The learning rate decides. So does the loss.")
    built = build({**HOME, "a-guide.md": guide, "z.md": rate})
    rate_, loss, guide_ = ask_node(built.output, "learning rate", "loss", "guide for authors")
    assert [rate_["hits"][0]["docname"], loss["hits"][0]["docname"]] == ["z", "z"]
    assert guide_["hits"][0]["docname"] == "a-guide"


def test_only_several_words_can_be_some_of_the_words(build: Build) -> None:
    built = build({**HOME, "a.md": article("Loss", body="A number."), "b.md": article("Model", body="A function.")})
    one, two, several = ask_node(built.output, "loss", "numbe", "loss function")
    assert (one["relaxed"], two["relaxed"], several["relaxed"]) == (None, None, "only")
    assert several["hits"][0]["missing"] == ["function"]


def test_nonsense_finds_nothing(build: Build) -> None:
    built = build({**HOME, "a.md": article("Loss", body="A number that training makes small.")})
    assert [found["hits"] for found in ask_node(built.output, "zxqvkwj", "zebra knitting", "?!", "")] == [[]] * 4


def test_each_hit_says_why(build: Build) -> None:
    keys = {
        "aliases": "[ELBO]",
        "terms": "\n  cost: A number.",
        "keywords": "[wrongness measured]",
        "body": "Gradients.",
    }
    built = build({**HOME, "a.md": article("Loss", **keys), "b.md": article("Model")})
    queries = "loss", "elbo", "costs", "wrongness measured", "gradients"
    why = [found["hits"][0]["why"] for found in ask_node(built.output, *queries)]
    assert why == [None, ["name", "ELBO"], ["term", "cost"], ["asked", ""], ["text", "gradients"]]


def test_functions_are_found_by_their_names(build: Build) -> None:
    page = "# API\n\n```{py:function} tools.split_text(text)\nDivides it.\n```\n"
    built = build({**HOME, "api.md": page, "a.md": article("Loss")})
    for found in ask_node(built.output, "tools.split_text", "split_text"):
        hit = found["hits"][0]
        assert (hit["docname"], hit["anchor"], hit["kind"]) == ("api", "tools.split_text", "object")


def test_words_that_only_ask_count_for_little_in_german_too(build: Build) -> None:
    files = {"conf.py": 'language = "de"\n', "a.md": article("Wie funktioniert das?"), "b.md": article("Regen")}
    (found,) = ask_node(build({**HOME, **files}).output, "wie funktioniert regen")
    assert found["hits"][0]["docname"] == "b"


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
