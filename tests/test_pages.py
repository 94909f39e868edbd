"""What readers and programs get on the pages of a small hub: every link leads somewhere, and nothing is told twice."""

from __future__ import annotations

import json
import posixpath
import shutil
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from tests.projects import ROOTS, Build, Built, article, run_sphinx

HUB = "# Hub\n\n````{hub-meta}\ntype: hub\ndescription: A hub.\n````\n"
SECTION = "# Section\n\n````{hub-meta}\ntype: section\ndescription: A section.\n````\n"


def page(built: Built, name: str) -> Any:
    return html.fromstring(built.read(name))


def text(element: Any) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module", params=["html", "dirhtml", "singlehtml"])
def everything(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp(request.param)
    source = Path(shutil.copytree(ROOTS / "test-everything", root / "source"))
    return run_sphinx(source, root / "out", builder=request.param)


def dead_links(built: Built) -> list[tuple[str, str]]:
    """The links, by page, that lead to no page, or to no place on it."""
    trees = {p.relative_to(built.output).as_posix(): html.parse(p).getroot() for p in built.output.rglob("*.html")}
    ids = {name: set(tree.xpath("//@id")) for name, tree in trees.items()}
    dead = []
    for name, tree in trees.items():
        for url in tree.xpath("//a/@href | //*[local-name()='a']/@href"):
            parts = urlsplit(url)
            if parts.scheme or parts.netloc:
                continue
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path))) if parts.path else name
            )
            if built.output.joinpath(target).is_dir():
                target = posixpath.join(target, "index.html").removeprefix("./")
            if (
                target not in ids
                and not built.output.joinpath(target).is_file()
                or parts.fragment
                and unquote(parts.fragment) not in ids.get(target, ())
            ):
                dead.append((name, url))
    return dead


def test_every_link_leads_to_a_page_and_a_place_on_it(everything: Built) -> None:
    assert dead_links(everything) == []


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_the_sidebar_leads_to_every_page_from_wherever_it_is(builder: str, build: Build) -> None:
    built = build(
        {
            "conf.py": 'html_theme = "furo"\nhtml_sidebars = {"**": ["hub/navigation.html"]}\n',
            "index.md": HUB,
            "a.md": article("A"),
            "s/index.md": SECTION,
            "s/b.md": article("B"),
            "s/deep/c.md": article("C"),
            "s/deep/index.md": article("An article that is named as a section would be"),
            "s/ü b/d.md": article("D"),
        },
        builder=builder,
    )
    assert dead_links(built) == []
    pages = [path for path in built.output.rglob("*.html") if "hub-sidebar" in path.read_text("utf-8")]
    assert len(pages) == 9, "all pages, and the search page and the general index"
    marked = [len(html.parse(path).getroot().xpath("//nav//a[@aria-current='page']")) for path in pages]
    assert sorted(marked) == [0, 0, 0, 1, 1, 1, 1, 1, 1], "the hub itself is the site's name above"


def test_no_id_stands_twice_on_a_page(everything: Built) -> None:
    for path in everything.output.rglob("*.html"):
        counted = Counter(html.parse(path).getroot().xpath("//@id"))
        twice = [name for name, times in counted.items() if times > 1]
        if path.parent.name == "out" and not everything.output.joinpath("s").is_dir():
            # Sphinx puts all pages on one, each heading with the id that it has on its own.
            twice = [name for name in twice if name.startswith("path-")]
        assert twice == [], path.name


def test_what_is_generated_stands_where_the_contract_says(build: Build) -> None:
    questions = "questions:\n  - q: Why?\n    a: So.\n"
    body = f"## One\n\nText.\n\n````{{hub-meta}}\n{questions}````\n\nAn opening.\n\n## Last\n\nThe end.\n"
    built = build(
        {
            "index.md": HUB,
            "s/index.md": SECTION,
            "s/a.md": article("A"),
            "s/b.md": article("B", read_before="\n  a: It is first.", read_after="c", body=body, reviewed="2026-11-20"),
            "s/c.md": article("C", read_before="b"),
        }
    )
    tree = page(built, "s/b.html")
    headings = [text(h).removesuffix("¶") for h in tree.xpath("//h2")]
    assert headings == ["One", "Where it fits", "Common questions", "Last"]
    assert (
        text(tree.xpath("//*[contains(@class, 'hub-byline')]")[0])
        == "2 of 3 · Section · Definition · 1 min · Reviewed November 20, 2026"
    )
    assert tree.xpath("//*[contains(@class, 'hub-byline')]//time/@datetime") == ["2026-11-20"]
    (faq,) = tree.xpath("//section[@id='common-questions'][contains(@class, 'hub-questions')]")
    assert text(faq) == "Common questions¶ An opening. Why?¶ So."
    (before,) = tree.xpath("//aside[contains(@class, 'hub-before')]")
    assert text(before) == "Read before: A Why A — It is first.", "the plan is what the line says already"
    (after,) = tree.xpath("//aside[contains(@class, 'hub-after')]")
    assert text(after).startswith("What should you read next? C")
    assert after.getprevious() is faq, "behind the questions, and no part of them"
    assert after.getnext().get("id") == "last", "before what the author put there"
    where = tree.xpath("//section[@id='where-it-fits']/*")
    assert [text(node) for node in where[1:]] == ["Part of Section: A section.", "Builds on: A", "Leads to:", "C"]
    assert not page(built, "s/a.html").xpath("//aside[contains(@class, 'hub-before')]")
    (plan,) = page(built, "s/c.html").xpath("//details[contains(@class, 'hub-plan')]")
    assert text(plan.xpath("./summary")[0]) == "From the beginning: 2 articles, 2 min"
    assert [text(a) for a in plan.xpath(".//a")] == ["A", "B"]
    assert text(page(built, "s/b.html").xpath("//p[contains(@class, 'hub-byline')]/a[1]")[0]) == "2 of 3"


def test_the_last_article_closes_its_section(build: Build) -> None:
    files = {
        "index.md": HUB,
        "s/index.md": SECTION,
        "s/a.md": article("A"),
        "s/b.md": article("B", read_before="{a: B uses A.}", read_after="{/t/d: It is next.}"),
        "t/index.md": SECTION.replace("Section", "Other"),
        "t/d.md": article("D", read_before="/s/b"),
    }

    def after(name: str) -> list[str]:
        return [text(aside) for aside in page(built, name).xpath("//aside[contains(@class, 'hub-after')]")]

    built = build(files)
    asked = "What should you read next?"
    assert after("s/a.html") == [f"{asked} B Definition · 1 min About B."]
    assert after("s/b.html") == [f"{asked} That was Section: 2 articles. D Definition · 1 min It is next."]
    assert after("t/d.html") == [], "where nothing is left, nothing is said"
    built = build({"s/b.md": article("B", read_before="a")})
    assert after("s/b.html") == [f"{asked} That was Section: 2 articles. Other A section."]
    leads = page(build({"s/b.md": files["s/b.md"]}), "s/a.html").xpath("//section[@id='where-it-fits']//li")
    assert [text(item) for item in leads] == ["B — B uses A."]


def test_previous_and_next_follow_the_reading_order_and_are_not_told_twice(build: Build) -> None:
    files = {
        "index.md": HUB + "\n```{toctree}\n:hidden:\ns/c\ns/a\nabout\n```\n",
        "about.md": "# About\n\nText.\n",
        "s/index.md": SECTION,
        "s/a.md": article("A", read_after="c"),
        "s/b.md": article("B", read_before="a"),
        "s/c.md": article("C", read_before="a"),
        "conf.py": 'html_theme = "furo"\n',
    }
    built = build(files)

    def neighbors(name: str) -> tuple[list[str], list[str], list[str]]:
        tree = page(built, name)
        shown = [
            [text(t) for t in tree.xpath(f"//a[@class='{kind}-page']//div[@class='title']")]
            for kind in ("prev", "next")
        ]
        return shown[0], shown[1], tree.xpath("//link[@rel='next']/@href")

    # The author's toctree is the order: c, then a, then about; behind it what it does not name, the section and b.
    assert neighbors("s/c.html") == (["Home"], ["A"], ["a.html"])
    assert neighbors("s/a.html") == (["C"], ["About"], ["../about.html"])
    assert neighbors("s/index.html") == (["About"], ["B"], ["b.html"])
    assert neighbors("s/b.html")[:2] == (["Section"], [])
    built = build({**files, "index.md": HUB})
    assert neighbors("s/index.html") == (["Home"], ["A"], ["a.html"])
    assert neighbors("s/a.html") == (["Section"], [], ["c.html"]), "the card says what is next"
    assert neighbors("s/b.html")[0] == ["C"]
    built = build({**files, "index.md": HUB + "\n```{toctree}\n:hidden:\nabout\n```\n"})
    assert neighbors("about.html") == (["Home"], ["Section"], ["s/index.html"]), "what no toctree names comes last"


def test_the_sidebar_shows_the_section_one_is_in(build: Build) -> None:
    built = build(
        {
            "conf.py": 'html_theme = "furo"\nhtml_sidebars = {"**": ["hub/navigation.html"]}\n',
            "index.md": HUB + "\n```{toctree}\n:hidden:\nabout\nElsewhere <https://example.org/?a=1&b=2>\n```\n",
            "about.md": "# About & more\n\nText.\n",
            "loose.md": article("Loose"),
            "s/index.md": SECTION,
            "s/a.md": article("A & B"),
            "s/b.md": article("B"),
            "s/n/index.md": SECTION.replace("Section", "Nested"),
            "s/n/c.md": article("C"),
            "t/index.md": SECTION.replace("Section", "Other"),
            "t/d.md": article("D", read_before="/s/a"),
        }
    )

    def lines(name: str) -> list[str]:
        (nav,) = page(built, name).xpath("//nav[contains(@class, 'hub-sidebar')]")
        assert nav.get("aria-label")
        return [
            f"{len(a.xpath('ancestor::ul')) * '-'}{text(a)}{'*' * (a.get('aria-current') == 'page')}"
            for a in nav.xpath(".//a")
        ]

    first = ["-About & more", "-Elsewhere", "-Loose"]
    assert lines("index.html") == [*first, "-Section", "-Other"]
    assert lines("s/index.html") == [*first, "-Section*", "--A & B", "--B", "--Nested", "-Other"]
    assert lines("s/a.html") == [*first, "-Section", "--A & B*", "--B", "--Nested", "-Other"]
    assert lines("s/n/c.html") == [*first, "-Section", "--A & B", "--B", "--Nested", "---C*", "-Other"]
    assert lines("about.html") == ["-About & more*", *first[1:], "-Section", "-Other"]
    assert "toctree-checkbox" not in built.read("s/a.html"), "furo's own tree is not made"


def test_structured_data_says_what_the_page_shows(everything: Built) -> None:
    if not everything.output.joinpath("s").is_dir():
        assert "application/ld+json" not in everything.read("index.html"), "all pages are one, so none is described"
        return
    name = "s/a.html" if everything.output.joinpath("s/a.html").is_file() else "s/a/index.html"
    tree = page(everything, name)
    (script,) = tree.xpath("//script[@type='application/ld+json']")
    things = {str(thing["@type"]): thing for thing in json.loads(script.text)["@graph"]}
    for entry, section in zip(
        things["FAQPage"]["mainEntity"],
        tree.xpath("//section[contains(concat(@class, ' '), 'hub-question ')]"),
        strict=True,
    ):
        (heading,) = section.xpath("./h3")
        assert entry["name"] == text(heading).removesuffix("¶")
        assert entry["url"].endswith(f"#{section.get('id')}")
        shown = text(section).removeprefix(text(heading)).replace("\\(x^2\\)", "x^2").replace("\\[y = 2\\]", "y = 2")
        assert " ".join(entry["acceptedAnswer"]["text"].split()) == " ".join(shown.split())
    assert things["BreadcrumbList"]["itemListElement"][-1]["name"] == text(tree.xpath("//h1")[0]).removesuffix("¶")
    assert tree.xpath("//meta[@name='description']/@content") == ['About "A" & <script>alert(1)</script>.']
    assert tree.xpath("//meta[@property='og:description']/@content") == ['About "A" & <script>alert(1)</script>.']
