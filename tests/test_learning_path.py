"""Learning paths and reading plans on pages: their rows, their words, what is drawn beside them, in every builder."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from lxml import html

from tests.projects import Build, Built, article

HUB = "# Hub\n\n````{hub-meta}\ntype: hub\ndescription: A hub.\n````\n"
SECTION = "# Section\n\n````{hub-meta}\ntype: section\ndescription: A section.\n````\n"
FILES = {
    "index.md": HUB,
    "s/index.md": SECTION,
    "s/a.md": article("A"),
    "s/b.md": article("B", read_before="a", type="comparison"),
    "s/c.md": article("C", read_before="b"),
    "s/d.md": article("D", read_before="[a, c]"),
    "s/e.md": article("E", read_before="[c, /t/x]"),
    "s/f.md": article("F & G", read_before="[d, e]"),
    "t/index.md": SECTION.replace("Section", "Other"),
    "t/x.md": article("X & Y"),
}
"""In the section: a to c is a chain, d and e follow c, f follows both."""


def page(built: Built, name: str) -> Any:
    return html.fromstring(built.read(name))


def text(element: Any) -> str:
    return " ".join(element.text_content().split())


def rows(box: Any) -> list[str]:
    return [text(row.xpath("./p")[0]) for row in box.xpath(".//ol[contains(@class, 'hub-path-list')]/li")]


def drawn(box: Any) -> list[Any]:
    return list(box.xpath(".//*[local-name()='svg']"))


def test_a_section_shows_its_path_in_words_and_beside_them(build: Build) -> None:
    (nav,) = page(build(FILES), "s/index.html").xpath("//nav[contains(@class, 'hub-path')]")
    assert text(nav.xpath("./h2")[0]) == "Learning path"
    assert "Follow a line down from an article to what builds on it." in text(nav)
    assert rows(nav) == [
        "A Definition · 1 min",
        "B Comparison · 1 min",
        "C Definition · 1 min",
        "D Definition · 1 min",
        "E Definition · 1 min · after 3",
        "F & G Definition · 1 min · after 4 and 5",
    ]
    assert [text(p) for p in nav.xpath(".//li/p[2]")] == [
        f"About {name}." for name in ("A", "B", "C", "D", "E", "F & G")
    ]
    assert [text(p) for p in nav.xpath(".//li/p[3]")] == ["From other sections: X & Y"]
    assert nav.xpath(".//li/p[1]/a/@href")[0] == "a.html"
    assert nav.xpath(".//a[text()='X & Y']/@href") == ["../t/x.html"]
    assert [svg.get("aria-hidden") for svg in drawn(nav)] == ["true"] * 7, "six rows, and the line between the parts"


def test_the_beginning_that_everything_builds_on_stands_apart(build: Build) -> None:
    built = build(FILES)
    (nav,) = page(built, "s/index.html").xpath("//nav[contains(@class, 'hub-path')]")
    assert [text(p) for p in nav.xpath("./p[contains(@class, 'hub-path-part')]")] == [
        "What everything builds on: 3 articles, 3 min",
        "Then, each after what it builds on: 3 articles, 3 min",
    ]
    assert [(ol.get("start"), len(ol.xpath("./li"))) for ol in nav.xpath("./ol")] == [(None, 3), ("4", 3)]
    built = build({**FILES, "s/f.md": article("F")})
    (nav,) = page(built, "s/index.html").xpath("//nav[contains(@class, 'hub-path')]")
    assert len(nav.xpath("./ol")) == 1
    assert "F Definition · 1 min · after none of these" in rows(nav)


def test_above_the_limit_of_lanes_the_words_stand_and_nothing_is_drawn(build: Build) -> None:
    (nav,) = page(build({**FILES, "conf.py": "hub_path_lanes = 2\n"}), "s/index.html").xpath("//nav[@style]")
    assert nav.get("style") == "--hub-lanes: 2" and drawn(nav)
    built = build({**FILES, "conf.py": "hub_path_lanes = 1\n"})
    (nav,) = page(built, "s/index.html").xpath("//nav[contains(@class, 'hub-path')]")
    assert not drawn(nav) and "Follow a line" not in text(nav)
    assert rows(nav)[-1] == "F & G Definition · 1 min · after 4 and 5"
    assert "hub-path.js" not in built.read("s/index.html")


def test_articles_that_nothing_relates_are_a_plain_list(build: Build) -> None:
    files = {"index.md": HUB, "s/index.md": SECTION, **{f"s/a{n}.md": article(f"A {n}") for n in range(4)}}
    (nav,) = page(build(files), "s/index.html").xpath("//nav[contains(@class, 'hub-path')]")
    assert rows(nav) == [f"A {number} Definition · 1 min" for number in range(4)]
    assert not drawn(nav)


def test_an_arrow_against_the_order_is_words_alone(build: Build) -> None:
    files = {"index.md": HUB, "s/index.md": SECTION, "s/a.md": article("A", read_before="b")}
    built = build({**files, "s/b.md": article("B", read_before="a"), "s/c.md": article("C", read_before="b")})
    assert "[hub.cycle]" in built.warnings
    (nav,) = page(built, "s/index.html").xpath("//nav[contains(@class, 'hub-path')]")
    assert [row.partition("min")[2] for row in rows(nav)] == [" · after 2", "", ""]
    assert len(nav.xpath(".//li[1]//*[@data-from]")) == 0


def test_a_path_elsewhere_has_a_heading_of_its_place_and_no_ids(build: Build) -> None:
    built = build({**FILES, "about.md": "---\norphan: true\n---\n\n# About\n\n## More\n\n```{hub-path} s\n```\n"})
    (nav,) = page(built, "about.html").xpath("//nav[contains(@class, 'hub-path')]")
    assert nav.xpath("./h3") and not nav.xpath(".//@id")
    assert nav.get("aria-label") == "Learning path of Section"
    assert "hub-path.js" in built.read("about.html")
    assert "hub-path.js" not in built.read("s/a.html")
    ids = page(built, "s/index.html").xpath("//ol/li/@id")
    assert ids == [f"path-s-{name}" for name in "abcdef"]


PLANS = """\
# Plans

```{hub-plan} s/d
```

```{hub-plan} s/d, /t/x nowhere s/e.md
:folded:
```

```{hub-plan} nowhere
```
"""


def test_a_plan_leads_to_its_targets_and_is_summed(build: Build) -> None:
    built = build({**FILES, "plans.md": "---\norphan: true\n---\n\n" + PLANS})
    assert [line.partition(": WARNING: ")[0] for line in built.hub_warnings] == ["plans.md:10", "plans.md:14"]
    one, several = page(built, "plans.html").xpath("//*[contains(@class, 'hub-plan')]")
    assert (one.tag, text(one.xpath("./p")[0])) == ("div", "4 articles, 4 min")
    assert rows(one) == ["A Definition · 1 min", "B Comparison · 1 min", "C Definition · 1 min", "D Definition · 1 min"]
    assert (several.tag, text(several.xpath("./summary")[0])) == ("details", "6 articles, 6 min")
    assert [row.split(" ")[0] for row in rows(several)] == ["A", "B", "C", "D", "X", "E"]
    assert [row.partition("min")[2] for row in rows(several)][3:] == ["", " · after none of these", " · after 3 and 5"]
    assert several.get("style") == "--hub-lanes: 2" and len(drawn(several)) == 6


def _epub(built: Built) -> str:
    (path,) = built.output.glob("*.epub")
    with zipfile.ZipFile(path) as archive:
        return archive.read("s/index.xhtml").decode()


READ: dict[str, Callable[[Built], str]] = {
    "epub": _epub,
    "text": lambda built: built.read("s/index.txt"),
    "latex": lambda built: "".join(path.read_text("utf-8") for path in built.output.glob("*.tex")),
    "texinfo": lambda built: "".join(path.read_text("utf-8") for path in built.output.glob("*.texi")),
    "man": lambda built: "".join(path.read_text("utf-8") for path in built.output.glob("*.1")),
    "xml": lambda built: built.read("s/index.xml"),
}


@pytest.mark.parametrize("builder", READ)
def test_other_builders_have_the_list_with_its_words(builder: str, build: Build) -> None:
    conf = "copyright = 'Us'\nversion = '1'\nepub_show_urls = 'no'\n"
    built = build({**FILES, "conf.py": conf}, builder=builder)
    assert built.relative_warnings == []
    shown = " ".join(READ[builder](built).replace("\\-", "-").split())
    for words in ("What everything builds on: 3 articles, 3 min", "after 4 and 5", "From other sections: ", "About F"):
        assert words in shown
    assert "<svg" not in shown and "checkbox" not in shown and "Follow a line" not in shown


def test_the_extensions_words_are_translated(build: Build) -> None:
    catalog = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "after {numbers}"
msgstr "nach <{numbers}>"

msgid "{several} and {last}"
msgstr "{several} & {last}"

msgid "Descriptions"
msgstr "<Texte>"
"""
    files = {**FILES, "locale/de/LC_MESSAGES/sphinx_hub.po": catalog}
    built = build({**files, "conf.py": "language = 'de'\nlocale_dirs = ['locale']\n"})
    (nav,) = page(built, "s/index.html").xpath("//nav[contains(@class, 'hub-path')]")
    assert rows(nav)[-1].endswith("nach <4 & 5>")
    assert text(nav.xpath(".//label")[0]) == "<Texte>"
