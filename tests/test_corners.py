"""Corners that somebody ran into: each is a small project and what must come of it."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urljoin

import pytest
from lxml import html

from tests.projects import Build, Built, article, run_sphinx
from tests.test_pages import HUB, SECTION, page, text

QUESTION = "\n  - q: Why?\n    a: So."


def exported(built: Built, docname: str) -> dict[str, Any]:
    """What ``hub.json`` says of an article."""
    data = json.loads(built.read("hub.json"))
    return next(dict(entry) for entry in data["articles"] if entry["docname"] == docname)


# -- nothing an author writes brings a build down


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.md", article("A", terms='\n  loss: "An {nosuch}`x` role."')),
        (
            "a.rst",
            "A\n=\n\n.. hub-meta::\n\n   type: definition\n   description: It.\n   terms:\n     loss: An *unclosed one.\n",
        ),
        (
            "a.md",
            "````{hub-meta}\ntype: definition\ndescription: It.\n````\n\n"
            f"````{{hub-meta}}\nquestions:{QUESTION}\n````\n\n# A\n\nText.\n",
        ),
        ("a.md", article("A", body="```{toctree}\n/index\n```")),
    ],
    ids=["role in a definition", "markup in a definition", "both above the title", "circle of toctrees"],
)
@pytest.mark.parametrize("builder", ["html", "singlehtml"])
def test_a_fault_on_a_page_is_no_end_of_the_build(name: str, source: str, builder: str, build: Build) -> None:
    built = build({"index.md": HUB, "s/index.md": SECTION, f"s/{name}": source}, builder=builder)
    assert exported(built, "s/a")["title"] == "A"


@pytest.mark.parametrize(
    "setting",
    [
        "hub_article_types = {'definition': None}",
        "hub_article_types = {'definition': 'In short'}",
        "hub_article_types = ['definition']",
        "hub_words_per_minute = None",
        "hub_words_per_minute = 'fast'",
        "hub_words_per_minute = 0",
        "hub_path_lanes = 'x'",
    ],
)
def test_a_setting_that_cannot_be_used_is_told_and_replaced(setting: str, build: Build) -> None:
    built = build({"conf.py": setting + "\n", "index.md": HUB, "a.md": article("A")})
    name = setting.split()[0]
    assert [line for line in built.relative_warnings if line.endswith("[config]") and f"`{name}`" in line]
    assert built.hub_warnings == []
    assert exported(built, "a")["minutes"] == 1


@pytest.mark.parametrize("builder", ["html", "singlehtml", "latex"])
def test_a_page_that_an_author_still_lists_may_be_deleted(builder: str, build: Build) -> None:
    toctree = "\n```{toctree}\na\nz\n```\n"
    files = {"index.md": HUB + toctree, "a.md": article("A"), "z.md": article("Z")}
    built = build(files, builder=builder)
    (built.source / "z.md").unlink()
    again = build({"a.md": article("Another title")}, builder=builder)
    assert "Traceback" not in again.warnings
    assert again.written


# -- another build beside or before


@pytest.mark.parametrize("other", ["dummy", "linkcheck", "text"])
def test_another_builder_in_the_same_folder_leaves_the_pages_alone(other: str, build: Build) -> None:
    built = build({"index.md": HUB, "a.md": article("A")})
    before = sorted(built.output.rglob("*.html"))
    run_sphinx(built.source, built.output, builder=other)
    assert sorted(built.output.rglob("*.html")) == before


def test_pages_that_a_build_was_not_told_to_write_are_written_by_the_next(build: Build) -> None:
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    files = {"conf.py": 'html_theme = "furo"\nhtml_sidebars = {"**": ["hub/navigation.html"]}\n', "index.md": HUB}
    files |= {"s/index.md": SECTION, "s/a.md": article("A"), "s/b.md": article("B")}
    built = build(files)
    (built.source / "s/a.md").write_text(article("A new title"), encoding="utf-8")
    with patch_docutils(str(built.source)), docutils_namespace():
        app = Sphinx(
            built.source,
            built.source,
            built.output,
            built.output.with_name("html-doctrees"),
            "html",
            status=None,
            warning=None,
        )
        app.build(filenames=[built.source / "s/a.md"])
    assert "A new title" not in built.read("s/b.html")
    again = run_sphinx(built.source, built.output)
    assert "A new title" in again.read("s/b.html")
    assert run_sphinx(built.source, built.output).written == ()


def test_other_words_of_the_extension_write_the_pages_anew(build: Build) -> None:
    po = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8"\n\nmsgid "Read before"\nmsgstr "%s"\n'
    files = {
        "conf.py": 'language = "de"\nlocale_dirs = ["locale"]\n',
        "index.md": HUB,
        "a.md": article("A"),
        "b.md": article("B", read_before="a"),
        "locale/de/LC_MESSAGES/sphinx_hub.po": po % "Zuerst",
    }
    built = build(files)
    assert "Zuerst" in built.read("b.html")
    (built.source / "locale/de/LC_MESSAGES/sphinx_hub.po").write_text(po % "Vorher", encoding="utf-8")
    again = run_sphinx(built.source, built.output)
    assert "Vorher" in again.read("b.html")


# -- what is said


def test_links_in_a_definition_lead_to_the_same_places_from_the_glossary(build: Build) -> None:
    links = "{doc}`/g/e` {doc}`e` {hub:article}`e` [](e.md) [x](#here) {term}`t`"
    built = build(
        {
            "index.md": HUB,
            "f/n/d.md": article("D", terms=f'\n  t: "{links}"', body="(here)=\n## Here\n\nText."),
            "f/n/e.md": article("E"),
            "g/e.md": article("E"),
            "plain.md": "# Terms\n\n```{hub-glossary}\n```\n",
        }
    )
    found = page(built, "plain.html").xpath("//dl//a/@href")
    near = ["f/n/e.html"] * 3
    assert found == ["g/e.html", *near, "f/n/d.html#here", "f/n/d.html", "f/n/d.html"]


def test_words_are_counted_as_they_are_shown(build: Build) -> None:
    body = "a\\\nb c\n\n[](b.md) x\n"
    files = {"conf.py": "hub_words_per_minute = 1\n", "index.md": HUB, "a.md": "---\nabstract: one two three\n---\n\n"}
    files["a.md"] += article("A", body=body)
    assert exported(build({**files, "b.md": article("A title of five words")}), "a")["minutes"] == 9
    assert exported(build({"b.md": article("Short"), "conf.py": files["conf.py"]}), "a")["minutes"] == 5


def test_an_answer_is_told_as_it_is_shown(build: Build) -> None:
    answer = (
        "Of {hub:question}`a#why`, hard\\\n      break, {numref}`fig`, {eq}`eqn`, {any}`b`, x[^1].\n\n      [^1]: N."
    )
    files = {
        "conf.py": 'numfig = True\nnumfig_format = {"figure": "Fig. %s"}\nmyst_enable_extensions = ["dollarmath"]\n',
        "index.md": HUB,
        "p.png": "",
        "b.md": article("Bee"),
        "a.md": article(
            "A",
            body="```{figure} p.png\n:name: fig\n\nA caption\n```\n\n```{math}\n:label: eqn\nx\n```\n",
            questions=f"\n  - q: Why?\n    a: |\n      {answer}",
        ),
    }
    built = build(files)
    told = exported(built, "a")["questions"][0]["answer"]
    shown = page(built, "a.html").xpath("//section[@id='why']/p")[0]
    assert (
        told.split() == text(shown).split() == ["Of", "Why?,", "hard", "break,", "Fig.", "1,", "(1),", "Bee,", "x[1]."]
    )


def test_targets_within_a_text_are_text(build: Build) -> None:
    source = "A\n=\n\n.. hub-meta::\n\n   type: definition\n   description: It.\n   questions:\n     - q: Why?\n       a: The _`cost` is a number.\n"
    assert exported(build({"index.md": HUB, "a.rst": source}), "a")["questions"][0]["answer"] == "The cost is a number."


def test_comments_are_in_no_index(build: Build) -> None:
    built = build({"index.md": HUB, "a.md": article("A", body="% secret secret secret secret\n\nText.")})
    assert "secret" not in built.read("hub-search-core.js") + built.read("searchindex.js")


def test_a_heading_in_an_answer_is_no_section_of_the_page(build: Build) -> None:
    questions = "\n  - q: Why?\n    a: |\n      Yes.\n\n      ## Head\n\n      Text of it."
    built = build({"index.md": HUB, "a.md": article("A", questions=questions, body="## In short\n\nText.")})
    assert built.hub_warnings == []
    assert exported(built, "a")["questions"][0]["answer"] == "Yes.\n\nHead\n\nText of it."


def test_the_second_of_two_headings_of_that_name_takes_the_questions_below_it(build: Build) -> None:
    heading = "## Common questions\n\nText.\n\n"
    body = f"{heading}## Other\n\nText.\n\n{heading}````{{hub-meta}}\nquestions:{QUESTION}\n````\n"
    built = build({"index.md": HUB, "a.md": article("A", body=body)})
    titles = [text(title) for title in page(built, "a.html").xpath("//h2")]
    assert [title.rstrip("¶") for title in titles].count("Common questions") == 2
    assert page(built, "a.html").xpath("//section[@id='why']/ancestor::section/preceding-sibling::section")


# -- where it stands


def test_what_to_read_next_is_last_below_footnotes_too(build: Build) -> None:
    built = build(
        {
            "index.md": HUB,
            "a.md": article("A", read_after="b", body="Text.[^1]\n\n[^1]: A note."),
            "b.md": article("B"),
        }
    )
    source = built.read("a.html")
    assert source.index("footnote-list") < source.index("hub-after")


def test_a_book_has_what_is_generated_before_the_chapters(build: Build) -> None:
    toctree = "\n```{toctree}\nplain\n```\n"
    files = {
        "index.md": HUB + toctree,
        "plain.md": "# Chapter\n\nText.\n",
        "s/index.md": SECTION,
        "s/a.md": article("A"),
    }
    source = build(files, builder="singlehtml").read("index.html")
    assert source.index("hub-cards") < source.index("Chapter<a")


def test_a_path_that_names_its_own_folder_stands_for_the_generated_one(build: Build) -> None:
    wrong = article("B", body="```{hub-path} sx\n```")
    built = build(
        {"index.md": HUB, "s/index.md": SECTION + "\n```{hub-path} /s\n```\n", "s/a.md": article("A"), "s/b.md": wrong}
    )
    assert len(page(built, "s/index.html").xpath("//nav[contains(@class, 'hub-path')]")) == 1
    assert not page(built, "s/b.html").xpath("//nav[contains(@class, 'hub-path')]")


def test_next_is_not_told_twice_by_themes_with_a_bar_of_links(build: Build) -> None:
    files = {"conf.py": 'html_theme = "classic"\n', "index.md": HUB, "b.md": article("B")}
    built = build({**files, "a.md": article("A", read_after="b")})
    assert not page(built, "a.html").xpath("//a[@accesskey='N']")


def test_the_root_may_be_the_hub_only(build: Build) -> None:
    built = build({"index.md": article("Root"), "a.md": article("A")})
    assert len(built.hub_warnings) == 1
    assert built.hub_warnings[0].startswith("index.md:4: ")
    assert [entry["docname"] for entry in json.loads(built.read("hub.json"))["articles"]] == ["a"]


def test_a_page_without_a_title_is_in_no_generated_list(build: Build) -> None:
    source = "Text.\n\n````{hub-meta}\ntype: definition\ndescription: It.\n````\n"
    built = build({"index.md": HUB, "s/index.md": SECTION, "s/a.md": source})
    assert "toc.no_title" not in built.warnings


@pytest.mark.parametrize("base", ["https://example.org/docs", "https://example.org/docs/"])
def test_addresses_are_below_the_site_s_own_with_or_without_a_slash(base: str, build: Build) -> None:
    built = build({"conf.py": f"html_baseurl = {base!r}\n", "index.md": HUB, "a.md": article("A")})
    tree = page(built, "a.html")
    canonical = tree.xpath("//link[@rel='canonical']/@href")[0]
    data = json.loads(tree.xpath("//script[@type='application/ld+json']")[0].text)
    assert [canonical] == tree.xpath("//meta[@property='og:url']/@content") == [data["@graph"][1]["url"]]


@pytest.mark.parametrize(("builder", "name"), [("html", "s/a.html"), ("dirhtml", "s/a/index.html")])
def test_without_an_address_of_the_site_a_page_names_itself(builder: str, name: str, build: Build) -> None:
    built = build({"index.md": HUB, "s/index.md": SECTION, "s/a.md": article("A")}, builder=builder)
    data = json.loads(page(built, name).xpath("//script[@type='application/ld+json']")[0].text)
    here = "https://example.org/" + name.removesuffix("index.html")
    assert urljoin(here, data["@graph"][1]["url"]) == here


def test_one_page_is_marked_in_the_sidebar_whatever_the_names(build: Build) -> None:
    files = {"conf.py": 'html_theme = "furo"\nhtml_sidebars = {"**": ["hub/navigation.html"]}\n', "index.md": HUB}
    built = build({**files, "s/index.md": SECTION, "s/_.md": article("Underscore"), "s/a.md": article("A")})
    for name in ("s/_.html", "s/a.html"):
        assert len(html.fromstring(built.read(name)).xpath("//nav//a[@aria-current='page']")) == 1


@pytest.mark.parametrize("theme", ["alabaster", "furo"])
def test_a_theme_s_own_sidebar_is_the_author_s_toctree(theme: str, build: Build) -> None:
    toctree = "\n```{toctree}\nother\ng/index\nf/index\nb\nplain\n```\n"
    built = build(
        {
            "conf.py": f"html_theme = {theme!r}\n",
            "index.md": HUB + toctree,
            "other.md": "# Other\n\nText.\n",
            "plain.md": "# Plain\n\nText.\n",
            "b.md": article("Loose"),
            "f/index.md": SECTION.replace("# Section", "# F"),
            "f/x.md": article("X"),
            "g/index.md": SECTION.replace("# Section", "# G"),
            "g/y.md": article("Y", read_before="/f/x"),
        }
    )
    shown = [link.text for link in page(built, "plain.html").xpath("//*[contains(@class, 'sidebar')]//li/a")]
    expected = ["Other", "G", "F", "Loose", "Plain"]
    assert [title for title in shown if title in expected][:5] == expected  # alabaster's has previous and next below


# -- what is typed


def test_terms_that_are_one_name_are_told_and_the_first_counts(build: Build) -> None:
    terms = '\n  "a  b": One.\n  a b: Two.\n  A B: Three.'
    built = build({"index.md": HUB, "a.md": article("A", terms=terms)})
    assert [re.sub(r":.*WARNING", "", line)[:4] for line in built.hub_warnings] == ["a.md", "a.md"]
    assert exported(built, "a")["terms"] == {"a b": "One."}


def test_a_list_that_a_comment_cut_is_dropped_as_the_warning_says(build: Build) -> None:
    built = build({"index.md": HUB, "a.md": article("A", aliases="\n  - one\n  - two # three")})
    assert "`aliases` is dropped" in built.hub_warnings[0]
    assert exported(built, "a")["aliases"] == []


def test_a_misspelt_section_is_known_for_one(build: Build) -> None:
    built = build({"index.md": HUB, "s/index.md": SECTION.replace("type: section", "type: secton")})
    assert "did you mean `section`" in built.hub_warnings[0]


def test_lines_of_headings_are_the_page_s_whatever_parses_the_metadata(build: Build) -> None:
    meta = "```{eval-rst}\n.. hub-meta::\n\n   type: definition\n   description: It.\n```\n"
    source = f"# A\n\n{meta}\n## Second\n\nText.\n\n## First\n\nText.\n"
    conf = 'hub_article_types = {"definition": ["First", "Second"]}\n'
    built = build({"conf.py": conf, "index.md": HUB, "a.md": source})
    line = source.split("\n").index("## First") + 1
    assert [warning.split(" ")[0] for warning in built.hub_warnings] == [f"a.md:{line}:"]
