"""Links to what the extension generates: labels above directives, headings by their slug, title or id."""

from __future__ import annotations

import pytest
from lxml import html

from tests.projects import Build, Built, article

HUB = "# Hub\n\n````{hub-meta}\ntype: hub\ndescription: A hub.\n````\n"
SECTION = "# Section\n\n````{hub-meta}\ntype: section\ndescription: A section.\n````\n"
FAQ = "\n````{hub-meta}\nquestions:\n  - q: Is it?\n    a: It is.\n````\n"


def links(built: Built, page: str) -> list[tuple[str, str]]:
    """The links of a page's first paragraph: address and text; where one leads there is an element with that id."""
    tree = html.fromstring(built.read(f"{page}.html"))
    paragraph = next(p for p in tree.xpath("//p") if p.text_content().startswith("See "))
    found = [(a.get("href"), a.text_content()) for a in paragraph.xpath(".//a")]
    for href, _ in found:
        file, _, anchor = href.partition("#")
        target = html.fromstring(built.read(file or f"{page}.html"))
        assert not anchor or len(target.xpath("//*[@id=$id]", id=anchor)) == 1, href
    return found


def test_a_label_above_a_directive_leads_to_what_is_generated(build: Build) -> None:
    generated = (
        "(path)=\n```{hub-path} s\n```\n\n(plan)=\n```{hub-plan} s/b\n```\n\n(words)=\n```{hub-glossary}\n```\n\n"
        "(empty)=\n```{hub-plan} s/nowhere\n```\n\n```{hub-path} s\n:name: named\n```\n"
    )
    see = "See {ref}`faq`, {ref}`path`, {ref}`it <plan>`, {ref}`words`, [](#path), {ref}`meta`, {ref}`it <empty>`, {ref}`named`."
    files = {
        "index.md": HUB,
        "s/index.md": SECTION,
        "s/b.md": article("B", terms="{word: A word.}"),
        "a.md": article("A", body=f"Text.\n\n(faq)=\n{FAQ.lstrip()}").replace("````{hub", "(meta)=\n````{hub", 1),
        "o.md": f"---\norphan: true\n---\n# Overview\n\n{see}\n\n{generated}",
    }
    built = build(files)
    assert [line for line in built.relative_warnings if "s/nowhere" not in line] == []
    assert links(built, "o") == [
        ("a.html#faq", "Common questions"),
        ("#path", "Learning path"),
        ("#plan", "it"),
        ("#words", "Glossary"),
        ("#path", "Learning path"),
        ("a.html#meta", "A"),
        ("#empty", "it"),
        ("#named", "Learning path"),
    ]
    for builder in ("latex", "text", "xml", "man", "texinfo", "epub", "singlehtml", "dirhtml"):
        other = build(files, builder=builder)
        assert [line for line in other.relative_warnings if "s/nowhere" not in line and "EPUB" not in line] == [], (
            builder
        )


def test_a_label_above_the_questions_in_restructuredtext(build: Build) -> None:
    page = "C\n=\n\n.. hub-meta::\n\n   type: definition\n   description: About C.\n\nSee :ref:`faq`, `Is it a solid?`_, `In short`_.\n\nIn short\n--------\n\nText.\n\n.. _faq:\n\n.. hub-meta::\n\n   questions:\n     - q: Is it a solid?\n       a: No.\n"
    built = build({"index.md": HUB, "c.rst": page})
    assert built.warnings == ""
    assert links(built, "c") == [
        ("#faq", "Common questions"),
        ("#is-it-a-solid", "Is it a solid?"),
        ("#in-short", "In short"),
    ]


@pytest.mark.parametrize("anchors", [0, 3])
def test_questions_are_targets_as_other_headings_are(anchors: int, build: Build) -> None:
    questions = '\n  - q: Is it a fluid?\n    a: No.\n  - q: It\'s *what*, and why?\n    a: "See [](#is-it-a-fluid)."'
    page = article("A", body="## In short\n\nText.\n", questions=questions)
    slugs = ", [](a.md#its-what-and-why)" if anchors else ""
    see = f"See [](a.md#is-it-a-fluid), [](a.md#it-s-what-and-why), [](a.md#common-questions), [](a.md#where-it-fits){slugs}."
    built = build(
        {
            "conf.py": f"myst_heading_anchors = {anchors}\n",
            "index.md": HUB,
            "a.md": page,
            "b.md": article("B", body=see),
        }
    )
    assert built.warnings == ""
    texts = ["Is it a fluid?", "It’s what, and why?", "Common questions", "Where it fits"]
    found = [text.replace("'", "’") for _, text in links(built, "b")]
    assert found == texts + texts[1:2] * bool(anchors)
    assert ('id="its-what-and-why"' in built.read("a.html")) == bool(anchors)
    assert "See <a" in built.read("a.html")
    assert "Is it a fluid?</span></a>." in built.read("a.html")


@pytest.mark.parametrize("prefix", [False, True])
def test_generated_headings_have_no_label(prefix: bool, build: Build) -> None:
    conf = f'extensions += ["sphinx.ext.autosectionlabel"]\nautosectionlabel_prefix_document = {prefix}\n'
    see = "See {ref}`a:First?`." if prefix else "See {ref}`First?`."
    built = build(
        {
            "conf.py": conf,
            "index.md": HUB,
            "a.md": article("A", questions="\n  - q: First?\n    a: It's so."),
            "b.md": article("B", questions="\n  - q: Second?\n    a: It's so.", body=see),
        }
    )
    assert built.warnings == ""
    assert links(built, "b") == [("a.html#first", "First?")]
    assert "generated on" not in built.read("a.html") + built.read("searchindex.js")
