"""German ships with the extension: its words, its dates, and file names as German spells them without its own letters."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sphinx_hub
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from sphinx_hub.cli.commands import main
from sphinx_hub.settings import DEFAULT_TYPES

from tests.projects import Build, article
from tests.test_pages import HUB, SECTION, page, text

PACKAGE = Path(sphinx_hub.__file__).parent
LANGUAGES = sorted(path.name for path in (PACKAGE / "locale").iterdir())
GERMAN = 'language = "de"\n'
FILES = {
    "conf.py": GERMAN,
    "index.md": HUB,
    "s/index.md": SECTION,
    "s/a.md": article("A", questions="[{q: Wozu?, a: Dazu.}]"),
    "s/b.md": article("B", type="comparison", read_before="[a]", reviewed="2026-03-05"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_has_a_translation_with_the_same_places(language: str) -> None:
    with (PACKAGE / "locale" / language / "LC_MESSAGES/sphinx_hub.po").open("rb") as file:
        catalog = {str(message.id): str(message.string) for message in read_po(file, language) if message.id}
    words = {str(found[2]) for found in extract_from_dir(PACKAGE, [("**.py", "python")])}
    labels = {name.capitalize() for name in DEFAULT_TYPES}
    assert sorted(words | labels) == sorted(catalog)
    for word, translation in catalog.items():
        assert translation
        assert sorted(re.findall(r"\{\w+\}|%s", word)) == sorted(re.findall(r"\{\w+\}|%s", translation))


def test_a_german_hub_speaks_german(build: Build) -> None:
    built = build(FILES)
    assert built.hub_warnings == []
    (byline,) = page(built, "s/b.html").xpath("//*[contains(@class, 'hub-byline')]")
    assert text(byline) == "2 von 2 · Section · Vergleich · 1 Min. · Geprüft am 5. März 2026"
    assert text(page(built, "s/b.html").xpath("//aside[contains(@class, 'hub-before')]")[0]).startswith(
        "Vorher lesen: A"
    )
    headings = [text(h).removesuffix("¶") for h in page(built, "s/a.html").xpath("//h2")]
    assert {"Wo es hingehört", "Häufige Fragen"} <= set(headings)


@pytest.mark.parametrize(
    ("language", "date"), [("en", "March 5, 2026"), ("fr", "5 mars 2026"), ("xx", "March 5, 2026")]
)
def test_dates_are_written_as_the_language_writes_them(language: str, date: str, build: Build) -> None:
    built = build({**FILES, "conf.py": f"language = {language!r}\n"})
    assert date in text(page(built, "s/b.html").xpath("//*[contains(@class, 'hub-byline')]")[0])


def test_a_project_s_own_words_go_first_and_ours_fill_the_gaps(build: Build) -> None:
    own = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Comparison"\nmsgstr "Gegenüberstellung"\n'
    built = build({**FILES, "conf.py": GERMAN + 'locale_dirs = ["words"]\n', "words/de/LC_MESSAGES/sphinx_hub.po": own})
    (byline,) = page(built, "s/b.html").xpath("//*[contains(@class, 'hub-byline')]")
    assert text(byline).startswith("2 von 2 · Section · Gegenüberstellung")


@pytest.mark.parametrize(
    ("language", "title", "name"),
    [
        ("de", "Größe und Übung", "groesse-und-uebung"),
        ("de_AT", "A\u0308pfel", "aepfel"),
        ("da", "Århus på grød", "aarhus-paa-groed"),
        ("en", "Über", "uber"),
    ],
)
def test_the_name_of_a_new_page_is_spelt_as_its_language_does(
    language: str, title: str, name: str, build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    source = build({**FILES, "conf.py": f"language = {language!r}\n"}, builder="dummy").source
    capsys.readouterr()
    assert main(["--source", str(source), "new", "definition", title, "--section", "s"]) == 0
    assert Path(capsys.readouterr().out.strip()).name == f"{name}.md"
