"""A link to a term carries its definition, from the page itself: which links do, what they carry, and where."""

from __future__ import annotations

import pytest
from lxml import html

from tests.projects import Build, Built, article, run_sphinx, sync_files

HUB = "# Hub\n\n````{hub-meta}\ntype: hub\ndescription: A hub.\n````\n"
MODEL = article("Model", terms='{model: "What *computes*, with `<b>` & `\\"`.", weight: A number.}')


def defined(built: Built, page: str = "p.html") -> list[tuple[str, str, str]]:
    """The links of a page that carry a definition: words, address, definition."""
    found = html.fromstring(built.read(page)).xpath('//span[@class="hub-term"]')
    return [(span.text_content(), span[0].get("href"), span.get("data-definition")) for span in found]


def project(text: str, **more: str) -> dict[str, str]:
    return {"index.md": HUB, "model.md": MODEL, "p.md": article("Page", body=text), **more}


PLAIN = 'What computes, with <b> & ".'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{term}`model`, {term}`Model` and {term}`it <model>`", ["model", "Model", "it"]),
        ("[the model](model.md), [MODEL](model.md), [model](model.md)", ["MODEL"]),
        ("[model]\n(x) [model](model.md#model) {doc}`model`", ["model"]),
        ("[weight](model.md) and [model](model.md)", ["weight"]),
        ("{term}`weight`, [model](model.md)", ["weight"]),
        ("{term}`this <weight>`, [model](model.md)", ["this", "model"]),
        ("[](model.md)", ["Model"]),
        ("{doc}`model <model>`, {hub:article}`model`", ["model"]),
        ("[model](index.md), `model`, <https://example.org/model>, [models](model.md)", []),
        ("[a\nmodel](model.md) and [model\n](model.md)", ["model "]),
        ("## On a [model](model.md)\n\n| a |\n| - |\n| [model](model.md) |", ["model"]),
    ],
)
def test_which_links_carry_one(text: str, expected: list[str], build: Build) -> None:
    found = defined(build(project(text)))
    assert [words.replace("\n", " ") for words, _, _ in found] == expected
    assert all(address.partition("#")[0] == "model.html" for _, address, _ in found)
    meant = {"weight": "A number.", "this": "A number."}
    assert [definition for _, _, definition in found] == [meant.get(words, PLAIN) for words in expected]


def test_a_definition_is_escaped(build: Build) -> None:
    built = build(project("{term}`model`"))
    assert 'data-definition="What computes, with &lt;b&gt; &amp; &quot;."' in built.read("p.html")


def test_what_the_hub_generates_carries_none(build: Build) -> None:
    """The first mention is the author's."""
    page = article("Page", read_before="model", body="A [model](model.md).\n\n```{hub-glossary}\n```\n")
    built = build({"index.md": HUB, "model.md": MODEL, "p.md": page})
    text = html.fromstring(built.read("p.html"))
    assert [span.getparent().text_content() for span in text.find_class("hub-term")] == ["A model."]


def test_answers_carry_them_and_metadata_does_not(build: Build) -> None:
    page = article("Page", terms='{page: "Of a [model](model.md)."}', body="Text.")
    asked = "\n````{hub-meta}\nquestions:\n  - q: Why?\n    a: A [model](model.md).\n````\n"
    built = build({"index.md": HUB, "model.md": MODEL, "p.md": page + asked})
    assert [words for words, _, _ in defined(built)] == ["model"]


def test_terms_of_an_authors_glossary_carry_none(build: Build) -> None:
    words = "---\norphan: true\n---\n# Words\n\n```{glossary}\nmodel\n  Of clay.\nclay\n  Earth.\n```\n"
    built = build(project("{term}`model`, [model](model.md), {term}`clay`, {term}`weight`", **{"words.md": words}))
    assert [words for words, _, _ in defined(built)] == ["weight"]


def test_a_term_that_two_articles_define_is_that_of_the_first(build: Build) -> None:
    other = article("Other", terms='{model: "Another one."}')
    built = build(project("[model](other.md), {term}`model`", **{"other.md": other}))
    assert [definition for _, _, definition in defined(built)] == ["Another one.", PLAIN]


def test_a_link_that_tags_hide_is_no_first_mention(build: Build) -> None:
    text = "```{only} paper\n[model](model.md)\n```\n\n[model](model.md)"
    built = build(project(text))
    assert [words for words, _, _ in defined(built)] == ["model"]


def test_a_draft_has_no_terms(build: Build) -> None:
    built = build({"index.md": HUB, "model.md": MODEL.replace("terms:", "draft: true\nterms:"), "p.md": article(
        "Page", body="[model](model.md)")})  # fmt: skip
    assert defined(built) == []


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_every_web_site_has_them_and_the_script(builder: str, build: Build) -> None:
    built = build(project("{term}`model`, [weight](model.md)"), builder=builder)
    page = {"html": "p.html", "dirhtml": "p/index.html", "singlehtml": "index.html"}[builder]
    assert [(words, definition) for words, _, definition in defined(built, page)] == [("model", PLAIN)]
    assert "hub-term.js" in built.read(page)
    assert built.warnings == ""


def test_pages_without_one_do_not_load_the_script(build: Build) -> None:
    assert "hub-term.js" not in build(project("{term}`model`")).read("model.html")


@pytest.mark.parametrize("builder", ["epub", "latex", "text", "man", "xml", "texinfo", "gettext"])
def test_others_show_a_plain_link(builder: str, build: Build) -> None:
    built = build(project("{term}`model`"), builder=builder)
    shown = [path for path in built.output.rglob("*") if path.suffix in (".xhtml", ".tex", ".txt", ".xml", ".texi")]
    assert not any("hub-term" in path.read_text("utf-8", "replace") for path in shown)
    assert built.hub_warnings == []


def test_a_definition_that_changed_has_the_pages_written_that_show_it(build: Build) -> None:
    """And no others: not the one that shows another term of the article, nor one that only links to it."""
    files = {
        **project("{term}`model`"),
        "q.md": article("Q", body="[the model](model.md), [weight](model.md), [model](model.md)"),
        "r.md": article("R", body="[Model](model.md)"),
        "s.md": article("S", terms='{s: "See [model](model.md)."}', body="Text, [Q](q.md)."),
        "t.md": "---\norphan: true\n---\n# T\n\n{term}`model`\n",
    }
    first = build(files)
    sync_files(first.source, {**files, "model.md": MODEL.replace("What *computes*", "That which *computes*")})
    again = run_sphinx(first.source, first.output)
    assert sorted(again.written) == ["model", "p", "r", "t"]
    assert [definition[:10] for _, _, definition in defined(again)] == ["That which"]
    clean = run_sphinx(again.source, again.output.with_name("clean"))
    for page in ("p", "q", "r", "s", "t", "model", "index"):
        assert again.read(f"{page}.html") == clean.read(f"{page}.html")


def test_a_term_that_comes_or_goes_has_the_pages_written_that_link_there(build: Build) -> None:
    files = project("[model](model.md)")
    first = build(files)
    first_text = first.read("p.html")
    sync_files(first.source, {**files, "model.md": article("Model")})
    gone = run_sphinx(first.source, first.output)
    assert "p" in gone.written
    assert defined(gone) == []
    sync_files(first.source, files)
    back = run_sphinx(first.source, first.output)
    assert "p" in back.written
    assert back.read("p.html") == first_text
