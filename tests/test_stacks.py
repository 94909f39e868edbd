"""Hubs beside other extensions, as projects have them: run whole by ``make matrix`` with the dependency group ``stacks``.

Each is built as its authors would build it, with warnings for errors; what the other extension does still works, and the
page is an article all the same. Themes and other parsers have tests of their own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sphinx_hub.cli.commands import main

from tests.projects import Build, Built, article, run_sphinx, write_files
from tests.test_pages import HUB, SECTION, page, text

ANSWER = "\n  - q: Why?\n    a: |\n      {}\n"


def built_with(build: Build, conf: str, files: dict[str, str], *needed: str) -> Built:
    """A hub with a section `s`, whose article `b` builds on `a`, with ``files`` over that."""
    for name in needed:
        pytest.importorskip(name)
    own = {"conf.py": conf, "index.md": HUB, "s/index.md": SECTION, "s/a.md": article("A"), **files}
    own.setdefault("s/b.md", article("B", read_before="a"))
    built = build(own, warning_is_error=True)
    articles = {entry["docname"]: entry for entry in json.loads(built.read("hub.json"))["articles"]}
    assert {"s/a", "s/b"} <= set(articles)
    assert [entry["docname"] for entry in articles["s/b"]["read_before"]] == ["s/a"]
    return built


TAGS = 'extensions.append("sphinx_tags")\ntags_create_tags = True\ntags_extension = ["md"]\n'


@pytest.mark.parametrize("place", ["below the metadata", "beside front matter"])
def test_sphinx_tags(place: str, build: Build) -> None:
    tags = "```{tags} first, second\n```\n"
    if place == "below the metadata":
        page_b = article("B", read_before="a", body=f"{tags}\nSome text.")
    else:
        meta = "hub:\n  type: definition\n  description: About B.\n  read-before: a\n"
        page_b = f"---\n{meta}---\n\n# B\n\n{tags}\nSome text.\n"
    toctree = "\n```{toctree}\ns/index\n_tags/tagsindex\n```\n"
    built = built_with(build, TAGS, {"index.md": HUB + toctree, "s/b.md": page_b}, "sphinx_tags")
    shown = page(built, "s/b.html")
    assert shown.xpath("//aside[contains(@class, 'hub-before')]")
    assert "first" in text(shown.xpath("//div[contains(@class, 'body')]")[0])
    assert (built.output / "_tags/first.html").is_file()


def test_a_directive_that_shows_nothing_may_stand_above_the_metadata(build: Build) -> None:
    above = "```{index} single: bee\n```\n\n```{eval-rst}\n.. _bee:\n\n.. meta::\n   :keywords: bee\n\n.. highlight:: c\n```\n\n% So.\n"
    page_b = article("B", read_before="a").replace("# B\n", f"# B\n\n{above}")
    built_with(build, "", {"s/b.md": page_b})


CARDS = "sphinx_design", "sphinx_copybutton"


def test_tabs_cards_and_copy_buttons_in_text_and_answers(build: Build) -> None:
    tabs = "::::{tab-set}\n:::{tab-item} One\nFirst.\n```python\nx = 1\n```\n:::\n:::{tab-item} Two\nSecond.\n:::\n::::"
    answer = ANSWER.format(tabs.replace("\n", "\n      "))
    page_b = article("B", read_before="a", questions=answer, body=tabs)
    conf = 'extensions += ["sphinx_design", "sphinx_copybutton"]\nmyst_enable_extensions = ["colon_fence"]\n'
    built = built_with(build, conf, {"s/b.md": page_b}, *CARDS)
    shown = page(built, "s/b.html")
    assert len(shown.xpath("//div[contains(@class, 'sd-tab-set')]")) == 2
    assert shown.xpath("//section[contains(@class, 'hub-question')]//div[contains(@class, 'sd-tab-set')]")
    (question,) = (q for e in json.loads(built.read("hub.json"))["articles"] for q in e["questions"])
    assert "Second." in question["answer"]


def test_citations_of_bibtex_in_text_and_answers(build: Build) -> None:
    conf = 'extensions.append("sphinxcontrib.bibtex")\nbibtex_bibfiles = ["all.bib"]\n'
    files = {
        "all.bib": "@book{one, author={Ann Author}, title={One}, year={2020}, publisher={P}}\n",
        "s/b.md": article(
            "B",
            read_before="a",
            questions=ANSWER.format("See {footcite:p}`one`."),
            body="So it is {footcite:p}`one`.\n\n## Sources\n\n```{footbibliography}\n```",
        ),
    }
    built = built_with(build, conf, files, "sphinxcontrib.bibtex")
    assert "Ann Author" in text(page(built, "s/b.html").xpath("//div[@class='body']")[0])


def test_pages_of_autodoc_beside_pages_of_the_hub(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.joinpath("garden_module.py").write_text('"""A garden."""\n\n\ndef dig():\n    """Dig."""\n', "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    conf = 'extensions += ["sphinx.ext.autodoc", "sphinx.ext.viewcode"]\n'
    toctree = "\n```{toctree}\ns/index\napi\n```\n"
    files = {
        "index.md": HUB + toctree,
        "api.md": "# API\n\n```{eval-rst}\n.. automodule:: garden_module\n   :members:\n```\n",
        "s/b.md": article("B", read_before="a", body="Call {py:func}`garden_module.dig`."),
    }
    built = built_with(build, conf, files)
    assert page(built, "api.html").xpath("//dt[@id='garden_module.dig']")
    assert page(built, "s/b.html").xpath("//a[contains(@href, 'api.html#garden_module.dig')]")
    assert not page(built, "api.html").xpath("//*[contains(@class, 'hub-byline')]")


@pytest.mark.parametrize("order", [["sphinxext.opengraph", "sphinx_hub"], ["sphinx_hub", "sphinxext.opengraph"]])
def test_no_tag_in_the_head_stands_twice(order: list[str], build: Build) -> None:
    conf = f'extensions = ["myst_parser", *{order!r}]\nogp_site_url = "https://example.org/"\nogp_social_cards = {{"enable": False}}\n'
    built = built_with(build, conf, {}, "sphinxext.opengraph")
    heads = [meta.get("property") or meta.get("name") for meta in page(built, "s/b.html").xpath("//head/meta")]
    assert heads.count("og:title") == heads.count("og:description") == heads.count("description") == 1
    (described,) = page(built, "s/b.html").xpath("//meta[@property='og:description']/@content")
    assert described == "About B."


def test_sphinx_intl_takes_what_is_extracted_to_a_translated_hub(build: Build, tmp_path: Path) -> None:
    pytest.importorskip("sphinx_intl")
    conf = 'locale_dirs = ["locale"]\ngettext_compact = False\n'
    built = built_with(build, conf, {"s/b.md": article("B", read_before='{a: "So that it is clear."}')})
    source = built.source
    run_sphinx(source, tmp_path / "gettext", builder="gettext")
    command = [
        sys.executable,
        "-m",
        "sphinx_intl",
        "update",
        "-p",
        str(tmp_path / "gettext"),
        "-d",
        "locale",
        "-l",
        "de",
    ]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    catalog = source / "locale/de/LC_MESSAGES/s/b.po"
    told = catalog.read_text("utf-8")
    assert (marked := 'msgid "So that it is clear."\nmsgstr ""') in told
    catalog.write_text(told.replace(marked, marked[:-1] + 'Damit es klar ist."'), encoding="utf-8")
    german = run_sphinx(source, tmp_path / "de", overrides={"language": "de"}, warning_is_error=True)
    (before,) = page(german, "s/b.html").xpath("//aside[contains(@class, 'hub-before')]")
    assert text(before).startswith("Vorher lesen: A")
    assert "Damit es klar ist." in text(before)


def test_a_table_of_contents_file_is_adopted_as_toctrees_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("sphinx_external_toc")
    files = {
        "conf.py": 'extensions = ["myst_parser", "sphinx_external_toc"]\nexternal_toc_path = "_toc.yml"\n',
        "_toc.yml": "root: index\nsubtrees:\n  - entries:\n      - file: a\n      - file: b\n",
        "index.md": "# Home\n\nThis is the home page.\n",
        "a.md": "# A\n\nThis is a page here.\n",
        "b.md": "# B\n\nThis is a page here. This page builds on [A](a.md).\n",
    }
    write_files(tmp_path, {name: text for name, text in files.items() if name != "conf.py"}, conf=False)
    (tmp_path / "conf.py").write_text(files["conf.py"], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["adopt", "--write"]) == 0
    assert "# read-before a: b.md:3: This page builds on A.\n" in capsys.readouterr().out
    (tmp_path / "conf.py").write_text(files["conf.py"] + 'extensions.append("sphinx_hub")\n', encoding="utf-8")
    built = run_sphinx(tmp_path, tmp_path / "_build/html", warning_is_error=True)
    entries = json.loads(built.read("hub.json"))["articles"]
    assert [(e["docname"], [p["docname"] for p in e["read_before"]]) for e in entries] == [("a", []), ("b", ["a"])]
