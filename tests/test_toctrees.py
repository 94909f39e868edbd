"""An author's toctrees stay as written, wherever they are shown; what they do not name stands behind."""

from __future__ import annotations

import re

import pytest

from tests.projects import Build, Built, article, run_sphinx
from tests.test_pages import HUB, SECTION, page, text

SIDEBAR = 'html_theme = "furo"\nhtml_sidebars = {"**": ["hub/navigation.html"]}\n'
COURSE = {
    "index.md": HUB
    + "\n```{toctree}\n:caption: First steps\n\nBegin here <zebra>\napple\n```\n"
    + "\n## More\n\n```{toctree}\n:caption: Next steps\n\nmango\n```\n",
    "apple.md": article("Apple", questions="\n  - q: Is it round?\n    a: Yes.", body="Text.\n\n## Skin\n\nText."),
    "zebra.md": article("Zebra"),
    "mango.md": article("Mango"),
    "behind.md": article("Behind"),
}


def sidebar(built: Built, name: str) -> list[str]:
    """Captions and entries of a sidebar, nested ones with a dash before them."""
    tree = page(built, name)
    found = tree.xpath(
        "//*[contains(@class, 'sidebar-tree') or contains(@class, 'bd-links') or contains(@class, 'sphinxsidebar') or "
        "contains(@class, 'wy-menu')]//*[contains(@class, 'caption-text') or self::a[contains(@class, 'reference')]]"
    )
    return [f"{'-' * (len(node.xpath('ancestor::ul')) - 1)}{text(node)}" for node in found]


@pytest.mark.parametrize("theme", ["furo", "pydata_sphinx_theme", "alabaster", "sphinx_rtd_theme", "sphinx_book_theme"])
def test_captions_titles_and_order_of_toctrees_stay_in_a_theme_s_sidebar(theme: str, build: Build) -> None:
    if theme.startswith("sphinx_"):
        pytest.importorskip(theme)
    conf = f"html_theme = {theme!r}\n"
    if theme == "pydata_sphinx_theme":  # its sidebar shows what is below the topmost pages
        conf += 'html_sidebars = {"**": ["globaltoc.html"]}\n'
    shown = build({"conf.py": conf, **COURSE}).read("behind.html")
    place = [shown.find(f">{name}<") for name in ("First steps", "Begin here", "Apple", "Next steps", "Mango")]
    assert -1 not in place and sorted(place) == place
    assert "where-it-fits" not in re.sub(r'(id="|href="#)where-it-fits', "", shown)


def test_the_hub_s_sidebar_has_captions_and_what_no_toctree_names(build: Build) -> None:
    built = build({"conf.py": SIDEBAR, **COURSE})
    lines = ["First steps", "Begin here", "Apple", "Next steps", "Mango", "Behind"]
    assert sidebar(built, "mango.html") == lines
    assert [text(a) for a in page(built, "apple.html").xpath("//a[@aria-current='page']")] == ["Apple"]


def test_names_that_are_no_documents_stand_in_the_hub_s_sidebar(build: Build) -> None:
    toctree = "\n```{toctree}\n:hidden:\n\nplain\ngenindex\nsearch\nOut <https://example.org/>\nself\n```\n"
    files = {"conf.py": SIDEBAR, "index.md": HUB + toctree, "plain.md": "# Plain\n\nText.\n", "a.md": article("A")}
    assert sidebar(build(files), "a.html") == ["Plain", "Index", "Search Page", "Out", "Hub", "A"]


@pytest.mark.parametrize("builder", ["html", "text", "epub"])
def test_the_author_s_first_toctree_on_a_page_of_the_hub_is_whole(builder: str, build: Build) -> None:
    """Ours, which is hidden and taken away, does not make Sphinx pass over it."""
    files = {
        "conf.py": 'version = "1"\ncopyright = "x"\n',
        "index.md": HUB + "\n```{toctree}\n:caption: More\n\nguide\n```\n",
        "guide.md": "# Guide\n\nText.\n",
        "s/index.md": SECTION + "\nWords.\n\n## Below\n\n```{toctree}\nb\n```\n",
        "s/b.md": article("B"),
    }
    built = build(files, builder=builder)
    suffix = {"html": "html", "text": "txt", "epub": "xhtml"}[builder]
    assert "Guide" in built.read(f"index.{suffix}").partition("More")[2]
    assert "B" in built.read(f"s/index.{suffix}").rpartition("Below")[2]


def test_no_list_of_an_author_has_a_heading_that_nobody_wrote(build: Build) -> None:
    built = build({"conf.py": 'html_theme = "furo"\n', **COURSE})
    listed = [text(a) for a in page(built, "index.html").xpath("//div[contains(@class, 'toctree-wrapper')]//a")]
    assert listed == ["Begin here", "Apple", "Skin", "Mango"]
    contents = [text(a) for a in page(built, "apple.html").xpath("//aside[contains(@class, 'toc-drawer')]//a")]
    assert contents == ["Apple", "Skin", "Where it fits", "Common questions", "Is it round?"]


def test_generated_headings_have_no_number_and_take_none(build: Build) -> None:
    files = {**COURSE, "index.md": HUB + "\n```{toctree}\n:numbered:\n\napple\n```\n"}
    built = build(files)
    headings = [
        text(h).removesuffix("¶")
        for h in page(built, "apple.html").xpath("//div[@class='body']//h1 | //div[@class='body']//h2")
    ]
    assert headings == ["1. Apple", "1.1. Skin", "Where it fits", "Common questions"]
    assert run_sphinx(built.source, built.output).written == ()


@pytest.mark.parametrize(("builder", "pattern"), [("epub", "nav.xhtml"), ("qthelp", "*.qhp"), ("htmlhelp", "*.hhc")])
def test_a_book_s_contents_name_sections_and_articles_in_reading_order(
    builder: str, pattern: str, build: Build
) -> None:
    files = {"conf.py": 'version = "1"\ncopyright = "x"\n', "index.md": HUB, "s/index.md": SECTION}
    files |= {"s/b.md": article("Bee", read_before="a"), "s/a.md": article("Ay")}
    built = build(files, builder=builder)
    (path,) = built.output.glob(pattern)
    told = path.read_text(encoding="utf-8")
    places = [told.find(name) for name in ("Section", "Ay", "Bee")]
    assert -1 not in places and sorted(places) == places
    assert "Where it fits" not in told


def test_the_sidebar_of_a_page_for_wrong_addresses_has_addresses_from_the_root(build: Build) -> None:
    conf = f'extensions += ["notfound.extension"]\nnotfound_urls_prefix = "/en/latest/"\n{SIDEBAR}'
    pytest.importorskip("notfound")
    built = build({"conf.py": conf, "index.md": HUB, "s/index.md": SECTION, "s/a.md": article("A")})
    found = page(built, "404.html").xpath("//nav[contains(@class, 'hub-sidebar')]//a/@href")
    assert found == ["/en/latest/s/index.html"]


def test_an_article_before_its_prerequisite_is_told_with_both_places(build: Build) -> None:
    toctree = "\n```{toctree}\nb\n```\n\n```{toctree}\na\n```\n"
    files = {"index.md": HUB + toctree, "a.md": article("A"), "b.md": article("B", read_before="a")}
    (warning,) = build(files).hub_warnings
    assert warning.startswith("b.md:6: WARNING: ") and warning.endswith("[hub.order]")
    lines = (HUB + toctree).split("\n")
    places = [number for number, line in enumerate(lines, 1) if line == "```{toctree}"]
    assert [f"`index.md:{number}`" in warning for number in places] == [True, True]


def test_toctrees_of_a_table_of_contents_file_are_the_author_s(build: Build) -> None:
    pytest.importorskip("sphinx_external_toc")
    contents = (
        "format: jb-book\nroot: index\nparts:\n  - caption: One\n    chapters:\n      - file: b\n        title: Bee\n"
        "  - caption: Two\n    chapters:\n      - file: a\n"
    )
    conf = f'extensions += ["sphinx_external_toc"]\nexternal_toc_path = "_toc.yml"\n{SIDEBAR}'
    files = {"conf.py": conf, "_toc.yml": contents, "index.md": HUB, "c.md": article("C")}
    built = build({**files, "a.md": article("A"), "b.md": article("B", read_before="a")})
    assert sidebar(built, "c.html") == ["One", "Bee", "Two", "A", "C"]
    assert [warning.split(" ")[0] for warning in built.hub_warnings] == ["b.md:6:"]
