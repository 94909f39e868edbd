"""Definitions are parsed with their page, which does not show them, and are shown by glossaries elsewhere."""

from __future__ import annotations

import re

import lxml.html
import pytest

from tests.projects import Build, Built, article

HUB = "# Hub\n\n````{hub-meta}\ntype: hub\ndescription: A hub.\n````\n"
GLOSSARY = "---\norphan: true\n---\n# Words\n\n```{hub-glossary}\n```\n"
LINKS = """# A

````{hub-meta}
type: definition
description: About A.
terms:
  word: A word, see [the details](#details), [](#details) and [the note](#note).
````

See [the details](#details).

## Details

(note)=
Text.
"""
NOTES = """# B

````{hub-meta}
type: definition
description: About B.
terms:
  name: A name[^n].
````

Text[^t]. More[^n].

[^n]: Of the name.
[^t]: Of the text.
"""
NOTES_IN_RST = """C
=

.. hub-meta::

   type: definition
   description: About C.
   terms:
     thing: A thing [#n]_ [1]_ [Doe]_.

Text [#n]_ [1]_ [Doe]_.

.. [#n] A note.
.. [1] Another.
.. [Doe] A book.
"""


def glossary_of(built: Built) -> lxml.html.HtmlElement:
    (glossary,) = lxml.html.fromstring(built.read("g.html")).xpath('//dl[contains(@class, "hub-glossary")]')
    return glossary


def test_links_of_a_definition_lead_to_the_places_of_its_article(build: Build) -> None:
    built = build({"index.md": HUB, "g.md": GLOSSARY, "a.md": LINKS})
    assert built.warnings == ""
    links = [(link.get("href"), link.text_content()) for link in glossary_of(built).iter("a")]
    assert links[:-1] == [("a.html#details", "the details"), ("a.html#details", "Details"), ("a.html#note", "the note")]
    assert all(f'id="{href.partition("#")[2]}"' in built.read("a.html") for href, _ in links[:-1])


def test_a_glossary_has_an_a_to_z(build: Build) -> None:
    terms = "\n  Élan: Drive.\n  apple: A fruit.\n  Axis: A line.\n  3D: Of three dimensions.\n  <b>: Bold."
    files = {"index.md": HUB, "g.md": GLOSSARY, "a.md": article("A", terms=terms)}
    tree = lxml.html.fromstring(build(files).read("g.html"))
    (nav,) = tree.xpath('//nav[contains(@class, "hub-letters")]')
    assert nav.get("aria-label") == "A to Z"
    first = {link.text: tree.get_element_by_id(link.get("href")[1:]).text_content() for link in nav.iter("a")}
    assert first == {"#": "3D", "A": "apple", "E": "Élan"}
    assert "hub-letters" not in build({**files, "a.md": article("A", terms="\n  apple: A fruit.")}).read("g.html")


@pytest.mark.parametrize("glossary", [{}, {"g.md": GLOSSARY}], ids=["no glossary", "a glossary"])
def test_a_broken_link_of_a_definition_is_told_once(glossary: dict[str, str], build: Build) -> None:
    broken = LINKS.replace("[the note](#note)", "{ref}`no-such-label`")
    built = build({"index.md": HUB, "a.md": broken, **glossary})
    assert built.relative_warnings == ["a.md:7: WARNING: undefined label: 'no-such-label' [ref.ref]"]


@pytest.mark.parametrize(
    ("name", "text", "marks"), [("b.md", NOTES, ["[1]", "[2]"]), ("c.rst", NOTES_IN_RST, ["[2]", "[1]"])]
)
def test_marks_of_notes_in_a_definition_leave_no_trace(name: str, text: str, marks: list[str], build: Build) -> None:
    built = build({"index.md": HUB, "g.md": GLOSSARY, name: text})
    assert built.warnings == ""
    page = built.read(f"{name.partition('.')[0]}.html")
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(set(ids)) == len(ids)
    body = lxml.html.fromstring(page)
    backlinks = [link.get("href")[1:] for link in body.xpath('//a[@role="doc-backlink"]')]
    assert backlinks
    assert set(backlinks) <= set(ids)
    assert [mark.text_content() for mark in body.xpath('//a[@role="doc-noteref"]')] == marks
    assert not glossary_of(built).xpath('.//a[@role="doc-noteref" or contains(@href, "doe")]')


def test_no_definition_keeps_the_page_that_it_stands_on(build: Build) -> None:
    long = LINKS.replace("\nText.\n", "\n```\n" + "A text of many words. " * 2000 + "\n```\n")  # code is kept nowhere
    small, large = (build({"index.md": HUB, "a.md": text}) for text in (LINKS, long))
    stored = large.output.with_name("html-doctrees") / "environment.pickle"
    assert b"A text of many words." not in stored.read_bytes()
    assert small.warnings == large.warnings == ""
