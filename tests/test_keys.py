"""What the keys of a hub-meta do to a whole project: drafts, keywords, minutes, what helps, labels of types."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from sphinx.search import js_index

from tests.projects import Build, Built, article, run_sphinx, write_files
from tests.search import ask_node, data_of

SITE: Mapping[str, str] = {
    "index.md": "# Home\n\n````{hub-meta}\ntype: hub\ndescription: A hub.\n````\n",
    "s/index.md": "# S\n\n````{hub-meta}\ntype: section\ndescription: A section.\n````\n",
    "s/a.md": article("Apples", read_after="[pears]"),
    "s/pears.md": article("Pears", read_before="[a]"),
}
DRAFT = article(
    "Quinces",
    draft="true",
    aliases="[cydonia]",
    read_before="[pears]",
    terms="\n  quince: A fruit.",
    questions="\n  - q: Can one eat a quince raw?\n    a: Hardly.",
    body="Marmalade.",
)


def hub_of(built: Built) -> Any:
    return json.loads(built.read("hub.json"))


def index_of(built: Built) -> Any:
    return js_index.loads(built.read("searchindex.js"))


# -- drafts


def everything(built: Built) -> dict[str, str]:
    """The text of all that readers and programs get, but for the page of the draft itself."""
    return {
        path.relative_to(built.output).as_posix(): path.read_text("utf-8", errors="replace")
        for path in sorted(built.output.rglob("*"))
        if path.suffix in (".html", ".json", ".js")
        and "_static" not in path.parts
        and "quinces" not in path.name
        and path.name != ".hub-views.json"
    }


def test_a_draft_is_nowhere_but_on_its_own_page(build: Build) -> None:
    built = build(
        {**SITE, "s/quinces.md": DRAFT, "glossary.md": "---\norphan: true\n---\n\n# G\n\n```{hub-glossary}\n```\n"}
    )
    assert built.relative_warnings == []
    assert [a["docname"] for a in hub_of(built)["articles"]] == ["s/a", "s/pears"]
    for name, text in everything(built).items():
        text = re.sub(r'"s/quinces(\.md)?"', "", text)  # the index names all pages, with or without a text
        for word in ("uince", "cydonia", "armalade", "marmelad"):
            assert word not in text, f"{word} in {name}"
    page = built.read("s/quinces.html")
    assert "Draft" in page[: page.index("Marmalade")]
    assert "Can one eat a quince raw?" in page


def test_with_the_tag_a_draft_is_an_article_like_any_other(build: Build) -> None:
    drafted = {**SITE, "s/quinces.md": DRAFT}
    plain = {**SITE, "s/quinces.md": DRAFT.replace("draft: true\n", "minutes: 1\n")}
    with_tag = everything(build(drafted, tags=["drafts"]))
    expected = everything(build(plain))
    assert {name: with_tag[name] for name in ("hub.json", "genindex.html", "s/index.html")} == {
        name: expected[name] for name in ("hub.json", "genindex.html", "s/index.html")
    }


def test_the_tag_is_looked_at_when_all_is_read(build: Build) -> None:
    files = {**SITE, "s/quinces.md": DRAFT}
    without = build(files)
    before = everything(without), without.read("s/quinces.html")
    tagged = run_sphinx(without.source, without.output, tags=["drafts"])
    assert tagged.read_pages == ()
    assert "s/quinces" in {a["docname"] for a in hub_of(tagged)["articles"]}
    assert "cydonia" in index_of(tagged)["indexentries"]
    again = run_sphinx(without.source, without.output)
    assert again.read_pages == ()
    assert (everything(again), again.read("s/quinces.html")) == before


def test_the_build_says_how_many_drafts_there_are(build: Build) -> None:
    files = {**SITE, "s/quinces.md": DRAFT}
    assert "1 draft kept out of the hub" in build(files).status
    assert "1 draft in the hub" in build(files, tags=["drafts"]).status
    assert "2 drafts kept out" in build({**files, "s/more.md": article("More", draft="true")}).status


def test_a_toctree_that_names_a_draft_keeps_it(build: Build) -> None:
    fruit = "---\norphan: true\n---\n\n# Fruit\n\n```{toctree}\ns/quinces\n```\n"
    built = build({**SITE, "fruit.md": fruit, "s/quinces.md": DRAFT})
    assert built.relative_warnings == []
    assert 'href="s/quinces.html">Quinces' in built.read("fruit.html")


# -- keywords


def test_keywords_are_data_of_the_search_and_shown_nowhere(build: Build) -> None:
    built = build({**SITE, "s/a.md": article("Apples", keywords="[Which Fruit keeps long, apples]")})
    assert data_of(built)["pages"]["s/a"]["keywords"] == ["Which Fruit keeps long", "apples"]
    shown = {n: t for n, t in everything(built).items() if n != "hub-search-core.js"}
    assert [name for name, text in shown.items() if "keeps long" in text.lower()] == []
    (found,) = ask_node(built.output, "which fruit keeps long")
    assert (found["hits"][0]["docname"], found["hits"][0]["why"]) == ("s/a", ["asked", ""])
    changed = build({**SITE, "s/a.md": article("Apples", keywords="[another phrase]")})
    assert data_of(changed)["pages"]["s/a"]["keywords"] == ["another phrase"]


# -- minutes and what helps


def test_minutes_are_those_that_the_page_states(build: Build) -> None:
    built = build({**SITE, "s/a.md": article("Apples", minutes="45")})
    assert [a["minutes"] for a in hub_of(built)["articles"]] == [45, 1]
    assert "45 min" in built.read("s/a.html")
    assert "46 min" in built.read("index.html"), "sums add what the pages state"


def test_what_helps_is_shown_and_makes_no_order(build: Build) -> None:
    helped = article("Apples", helpful="\n  pears: They ripen alike.")
    built = build({**SITE, "s/a.md": helped, "s/pears.md": article("Pears", helpful="[a]")})
    assert built.hub_warnings == []
    first = hub_of(built)["articles"][0]
    assert first["helpful"] == [{"docname": "s/pears", "reason": "They ripen alike."}]
    assert (first["read_before"], first["plan"], first["unlocks"]) == ([], [], [])
    assert (first["helpful_elsewhere"], first["read_before_elsewhere"]) == ([], [])
    page = built.read("s/a.html")
    details = page[page.index("<details") : page.index("</details>")]
    assert "Pears" in details
    assert "They ripen alike." in details
    retitled = build({**SITE, "s/a.md": helped, "s/pears.md": article("Nashi", helpful="[a]")})
    assert "Nashi" in retitled.read("s/a.html")


# -- labels of types

TYPES = 'hub_article_types = {"definition": {"label": "What it is", "headings": ["First"]}, "other": ["Second"]}\n'


def test_a_label_is_shown_instead_of_the_type(build: Build) -> None:
    files = {**SITE, "conf.py": TYPES}
    built = build(files)
    assert sorted(re.findall(r"heading `(\w+)` is missing", built.warnings)) == ["First", "First"]
    assert "What it is" in built.read("s/a.html")
    assert "What it is" in built.read("s/index.html")
    assert "efinition" not in built.read("s/a.html").replace('"learningResourceType":"definition"', "")
    assert [a["type"] for a in hub_of(built)["articles"]] == ["definition", "definition"]
    write_files(built.source, {"conf.py": TYPES.replace("What it is", "Meaning")})
    again = run_sphinx(built.source, built.output)
    assert again.read_pages == ()
    assert re.search(r'class="hub-type[^"]*">Meaning<', again.read("s/index.html"))


def test_a_label_is_translated_as_the_extensions_own_words(build: Build) -> None:
    po = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "What it is"\nmsgstr "Was es ist"\n'
    locale = "locale/de/LC_MESSAGES/sphinx_hub.po"
    built = build({**SITE, "conf.py": TYPES + 'locale_dirs = ["locale"]\nlanguage = "de"\n', locale: po})
    assert "Was es ist" in built.read("s/a.html")
    assert 'msgid "What it is"' in build({**SITE, "conf.py": TYPES}, builder="gettext").read("sphinx_hub.pot")


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ("{'label': ''}", "gives the type `definition` '' for a label; write a text"),
        ("{'labels': 'X'}", "gives the type `definition` `labels`; a type takes `label` and `headings`"),
        ("{'headings': 'X'}", "gives the type `definition` 'X' for headings; write a list"),
    ],
)
def test_a_type_that_cannot_be_used_is_told_and_replaced(stated: str, told: str, build: Build) -> None:
    built = build({**SITE, "conf.py": f"hub_article_types = {{'definition': {stated}}}\n"})
    assert told in built.warnings
    assert built.hub_warnings == []
    assert "Definition" in built.read("s/a.html")
