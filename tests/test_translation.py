"""A translation shows translated titles, reasons, questions and words of the extension wherever they stand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from lxml import html

from tests.projects import ROOTS, Built, run_sphinx, write_files

CONF = 'hub_article_types = {"definition": [], "comparison": ["How"]}\n'


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Everything, in a language whose every text is that of the source with ``Xx`` before it."""
    root = tmp_path_factory.mktemp("translation")
    source = Path(shutil.copytree(ROOTS / "test-everything", root / "source"))
    with (source / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(CONF)
    templates = run_sphinx(source, root / "gettext", builder="gettext", overrides={"gettext_compact": False}).output
    for template in templates.rglob("*.pot"):
        with template.open("rb") as file:
            catalog = read_po(file)
        for message in catalog:
            if message.id:
                message.string = f"Xx {message.id}"
        path = source / "locale" / "de" / "LC_MESSAGES" / template.relative_to(templates).with_suffix(".po")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalog)
    overrides = {"language": "de", "locale_dirs": ["locale"], "gettext_compact": False}
    return run_sphinx(source, root / "html", overrides=overrides)


def texts(built: Built, page: str, path: str) -> list[str]:
    tree = html.fromstring(built.read(page))
    return [" ".join(element.text_content().split()) for element in tree.xpath(path)]


def test_nothing_is_warned_of(translated: Built) -> None:
    """Headings are required in the language that the author wrote."""
    assert translated.hub_warnings == []


@pytest.mark.parametrize(
    ("page", "path", "text"),
    [
        ("s/b.html", "//aside[contains(@class, 'hub-before')]//a", "Xx What Is A & B?"),
        ("s/b.html", "//aside[contains(@class, 'hub-before')]", 'Xx It\'s "A" & <b>bold</b> \\x.'),
        ("s/b.html", "//aside[contains(@class, 'hub-before')]", "Xx Read before"),
        ("s/a.html", "//aside[contains(@class, 'hub-after')]//a", "Xx B"),
        ("s/a.html", "//aside[contains(@class, 'hub-after')]", "Xx What should you read next?"),
        ("s/a.html", "//section[@id='common-questions']/h2", "Xx Common questions"),
        ("s/a.html", "//section[contains(@class, 'hub-question')]/h3", "Xx 日本語?"),
        ("s/a.html", "//section[contains(@class, 'hub-question')]", "Xx Answer."),
        ("s/index.html", "//ol[contains(@class, 'hub-path-list')]/li", "Xx About B."),
        ("s/index.html", "//ol[contains(@class, 'hub-path-list')]//a", "Xx C in rST"),
        ("s/index.html", "//nav[contains(@class, 'hub-path')]/h2", "Xx Learning path"),
        ("s/c.html", "//dl[contains(@class, 'hub-glossary')]", "Xx The first letter"),
        ("index.html", "//div[contains(@class, 'hub-card')]", "Xx Words & <i>things</i> \\emph{x}."),
        ("s/a.html", "//meta[@name='description']/@content/..", ""),
    ],
)
def test_it_is_translated(translated: Built, page: str, path: str, text: str) -> None:
    found = texts(translated, page, path)
    assert found, path
    assert any(text in one for one in found), found


def test_programs_read_the_translation(translated: Built) -> None:
    data = translated.read("hub.json")
    assert '"Xx What Is A \\u0026 B?"' in data
    assert '"Xx Answer."' in data


def test_right_to_left_has_its_own_side(tmp_path: Path) -> None:
    """The stylesheet names no side, so that it holds for scripts that run the other way."""
    css = Path(__file__).parents[1].joinpath("_ext/sphinx_hub/write/static/hub.css").read_text("utf-8")
    rules = [line for line in css.splitlines() if ".hub-svg" not in line]
    assert [line for line in rules if any(side in line for side in ("left:", "right:", "-left", "-right"))] == []


def test_plain_texts_stay_as_typed_once_they_are_translated(tmp_path: Path) -> None:
    texts = {
        "Pass *args* to `f`.": "Gib *args* an `f` und name_ mit |bar|.",
        "1. The first step comes next.": '1. Der erste Schritt, "sogleich"::',
        "It is `so`.": "- Es ist **so",
    }
    keys = "type: definition\ndescription: Pass *args* to `f`."
    markdown = f'# A\n\n````{{hub-meta}}\n{keys}\nread-after:\n  b: "1. The first step comes next."\n````\n'
    stated = "".join(f"   {line}\n" for line in f"{keys}\nread-before:\n  a: It is `so`.".split("\n"))
    write_files(
        tmp_path / "source",
        {
            "index.md": "# Hub\n\n````{hub-meta}\ntype: hub\ndescription: A hub.\n````\n",
            "a.md": markdown,
            "b.rst": f"B\n=\n\n.. hub-meta::\n\n{stated}",
        },
    )
    for docname in "ab":
        catalog = Catalog("de")
        for text, translation in texts.items():
            catalog.add(text, translation)
        path = tmp_path / "source" / "locale" / "de" / "LC_MESSAGES" / f"{docname}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalog)
    overrides = {"language": "de", "locale_dirs": ["locale"], "gettext_compact": False}
    built = run_sphinx(tmp_path / "source", tmp_path / "html", overrides=overrides)
    assert built.warnings == ""
    a, b = (page for page in json.loads(built.read("hub.json"))["articles"])
    assert a["description"] == b["description"] == "Gib *args* an `f` und name_ mit |bar|."
    assert a["read_after"][0]["reason"] == '1. Der erste Schritt, "sogleich"::'
    assert b["read_before"][0]["reason"] == "- Es ist **so"
    after = html.fromstring(built.read("a.html")).xpath("//aside[contains(@class, 'hub-after')]")[0]
    assert '1. Der erste Schritt, "sogleich"::' in after.text_content()
