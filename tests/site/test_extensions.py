"""The site's own small extensions: sitemap, feed, MathML, and stylesheets only where they are used."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from xml.etree import ElementTree

import pytest

from tests.projects import ROOT, Build, Built, article, run_sphinx
from tests.test_pages import HUB, SECTION, page, text

CONF = 'html_baseurl = "https://example.org/docs"\nauthor = "An & Author"\nextensions += ["{}"]\n'
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses(path: Path) -> list[str | None]:
    """The addresses in a sitemap."""
    return [element.text for element in ElementTree.parse(path).iter(f"{SITEMAP}loc")]


def test_the_sitemap_has_all_pages_also_after_a_build_that_wrote_one(build: Build) -> None:
    files = {"conf.py": CONF.format("hub_site.sitemap"), "index.md": HUB, "a.md": article("A"), "b.md": article("B")}
    files["404.md"] = "---\norphan: true\nno-search: true\n---\n\n# Not here\n"
    expected = [f"https://example.org/docs/{name}.html" for name in ("a", "b", "index")]
    built = build(files)
    assert addresses(built.output / "sitemap.xml") == expected
    assert "Sitemap: https://example.org/docs/sitemap.xml\n" in built.read("robots.txt")
    again = build({"conf.py": files["conf.py"], "a.md": article("A", body="Another text.")})
    assert again.written == ("a",)
    assert addresses(again.output / "sitemap.xml") == expected


@pytest.mark.parametrize(("extension", "name"), [("hub_site.sitemap", "sitemap.xml"), ("hub_site.feed", "atom.xml")])
def test_what_needs_the_address_of_the_site_goes_with_it(extension: str, name: str, build: Build) -> None:
    conf = CONF.format(extension)
    built = build({"conf.py": conf, "index.md": HUB, "a.md": article("A", reviewed="2026-11-20")})
    assert (built.output / name).is_file()
    build({"conf.py": conf.replace("https://example.org/docs", "")})
    assert not (built.output / name).exists()


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_the_feed_has_the_reviewed_articles_newest_first(builder: str, build: Build) -> None:
    built = build(
        {
            "conf.py": CONF.format("hub_site.feed"),
            "index.md": HUB,
            "a.md": article("Old", reviewed="2026-01-02"),
            "b.md": article("New <&>", reviewed="2026-11-20"),
            "c.md": article("Never reviewed"),
        },
        builder=builder,
    )
    feed = ElementTree.parse(built.output / "atom.xml").getroot()
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == ["New <&>", "Old"]
    assert feed.findtext(f"{ATOM}updated") == "2026-11-20T00:00:00Z"
    ids = [element.text for element in feed.iter(f"{ATOM}id")]
    assert len(set(ids)) == 3
    assert all(name and name.startswith("https://example.org/docs/") for name in ids)
    name = "a.html" if builder == "html" else "a/index.html"
    assert page(built, name).xpath("//link[@type='application/atom+xml']/@href")


def test_a_feed_is_well_formed_whatever_a_title_holds(build: Build) -> None:
    built = build(
        {
            "conf.py": CONF.format("hub_site.feed"),
            "index.md": HUB,
            "a.md": article("Bell \x07 and \x1f", description="About it.", reviewed="2026-01-02"),
        }
    )
    feed = ElementTree.parse(built.output / "atom.xml").getroot()
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == ["Bell \ufffd and \ufffd"]


MATHML = 'extensions += ["hub_site.mathml"]\nhtml_math_renderer = "mathml"\nmyst_enable_extensions = ["dollarmath"]\n'


@pytest.mark.parametrize("formula", ["$a & b$", r"$a \\ b$", "$$\nx &= 1\n$$", r"$\frac$", "$^$", r"$\nonsense{x}$"])
def test_a_formula_that_cannot_be_converted_is_told_and_shown_as_code(formula: str, build: Build) -> None:
    built = build({"conf.py": MATHML, "index.md": HUB, "a.md": article("A", body=f"Here: {formula}.\n")})
    (warning,) = built.relative_warnings
    assert warning.startswith("a.md:8: WARNING: no MathML for `")
    assert warning.endswith("; use simpler LaTeX [mathml]")
    code = page(built, "a.html").xpath("//article//code | //div[@role='main']//code")
    assert [text(element) for element in code] == [" ".join(formula.strip("$").split())]


def test_formulas_are_mathml_and_keep_their_numbers(build: Build) -> None:
    body = "$a^2$ and $^$\n\n```{math}\n:label: e\nx = 1\n```\n\nSee {eq}`e`.\n"
    built = build({"conf.py": MATHML, "index.md": HUB, "a.md": article("A", body=body)})
    assert len(page(built, "a.html").xpath("//*[local-name()='math']")) == 2
    assert text(page(built, "a.html").xpath("//span[@class='eqno']")[0]).startswith("(1)")
    assert ["no MathML for `^`" in line for line in built.relative_warnings] == [True]


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_links_of_the_page_that_is_not_there_work_from_any_address(builder: str, build: Build) -> None:
    conf = 'extensions += ["notfound.extension", "hub_site.not_found"]\nhtml_theme = "furo"\nnotfound_urls_prefix = "/docs/"\n'
    conf += 'html_sidebars = {"**": ["hub/navigation.html"]}\n'
    lost = (
        "---\norphan: true\n---\n\n# Not here\n\n[A](s/a.md), [out](https://example.org/), ![x](x.png)\n\n## Further\n"
    )
    files = {
        "conf.py": conf,
        "index.md": HUB,
        "s/index.md": SECTION,
        "s/a.md": article("A"),
        "404.md": lost,
        "x.png": "",
    }
    built = build(files, builder=builder)
    lost_page = page(built, "404.html" if builder == "html" else "404/index.html")
    addresses = [str(address) for address in lost_page.xpath("//body//@href | //body//@src")]
    end = ".html" if builder == "html" else "/"
    assert f"/docs/s/a{end}" in addresses
    assert "/docs/_images/x.png" in addresses
    assert lost_page.xpath("//nav[contains(@class, 'hub-sidebar')]//a[starts-with(@href, '/docs/s/')]")
    assert [a for a in addresses if not a.startswith(("/docs/", "#", "https://"))] == []


def test_files_of_sphinx_design_are_on_the_pages_that_use_it(build: Build) -> None:
    conf = 'extensions += ["sphinx_design", "hub_site.assets"]\nhtml_theme = "furo"\n'
    card = "# Card\n\n```{card} Title\nText.\n```\n"
    built = build({"conf.py": conf, "index.md": HUB, "a.md": article("A"), "card.md": card})
    assert "sphinx-design" in built.read("card.html")
    assert "sphinx-design" not in built.read("a.html")
    assert run_sphinx(built.source, built.output).written == ()


def test_programs_get_a_list_of_the_articles_and_a_markdown_twin_of_each(build: Build) -> None:
    conf = 'myst_enable_extensions = ["colon_fence"]\n'
    conf += 'extensions += ["sphinx_markdown_builder", "sphinx_design", "hub_site.llms"]\nhtml_baseurl = "https://example.org/docs/"\n'
    body = """
        ![A line that falls.](a.png)

        :::{figure} a.png
        :alt: A line that rises.

        The caption.
        :::

        :::{card} A card
        Its text.
        :::
        """
    files = {
        "conf.py": conf,
        "index.md": HUB,
        "s/index.md": SECTION,
        "s/a.md": article(
            "What [Is] A?",
            body=dedent(body),
            questions="[{q: Why?, a: Because.}]",
            description="|\n  Of [A]\n  in two lines.",
        ),
        "s/b.md": article("B", read_before="{a: First.}"),
    }
    built = build(files, builder="markdown")
    assert (built.output / "llms.txt").read_text("utf-8").splitlines()[2:] == [
        "> A hub.",
        "",
        "## Section",
        "",
        "[The learning path](https://example.org/docs/s/index.md): A section.",
        "",
        r"- [What \[Is\] A?](https://example.org/docs/s/a.md): Of \[A\] in two lines.",
        "- [B](https://example.org/docs/s/b.md): About B.",
    ]
    twin = built.read("s/a.md")
    for said in ("Figure: A line that falls.", "Figure: A line that rises.", "The caption.", "**A card**", "Because."):
        assert said in twin
    assert "a.png" not in twin
    assert "(a.md) — First." in built.read("s/b.md")
    again = build({"s/a.md": article("Another")}, builder="markdown")
    assert "[Another](a.md) — First." in again.read("s/b.md")


BIBLIOGRAPHY = """
@article{one, author = {Ames, Ada}, title = {On {Bees}}, journal = {Nature}, volume = {3}, number = {2},
  pages = {1--9}, year = {1901}, doi = {10.1000/1}, url = {https://example.org/1}}
@inproceedings{two, author = {Ames, Ada and Bell, Bo}, title = {Wasps}, booktitle = {Insects}, year = {1902},
  eprint = {1902.00001}}
@misc{many, author = {Ames, Ada and Bell, Bo and Cole, Cy and Dean, Di and Eads, Ed and Ford, Flo and others},
  title = {Ants}, howpublished = {A blog}, month = {3 May}, year = {1903}, url = {https://example.org/3}}
@book{act, author = {{Parliament}}, shortauthor = {Bee Act}, title = {An Act}, edition = {Second},
  publisher = {Press}, year = {1904}}
@techreport{report, author = {{Office}}, title = {Hives}, type = {Paper}, number = {7}, institution = {Office},
  year = {1905}}
"""


def test_citations_show_author_and_year_and_sources_are_listed_without_clutter(build: Build) -> None:
    conf = 'extensions += ["hub_site.citations"]\nbibtex_bibfiles = ["r.bib"]\n'
    conf += 'bibtex_default_style = bibtex_foot_reference_style = "hub"\n'
    body = """
        {footcite:t}`one` says so, as do others {footcite:p}`two,many`. {footcite:ct}`act` too {footcite:p}`report`.

        ## Sources

        ```{footbibliography}
        ```
        """
    built = build({"conf.py": conf, "index.md": HUB, "a.md": article("A", body=dedent(body)), "r.bib": BIBLIOGRAPHY})
    assert built.relative_warnings == []
    shown = page(built, "a.html")
    cited = text(shown.xpath("//p[contains(., 'says so')]")[0])
    assert cited == (
        "Ames (1901)[1] says so, as do others (Ames and Bell, 1902[2]; Ames et al., 1903[3]). "
        "Bee Act (1904)[4] too (Office, 1905[5])."
    )
    sources = [text(source) for source in shown.xpath("//aside[contains(@class, 'footnote-list')]//p")]
    assert sources == [
        "Ada Ames (1901). On Bees. Nature, 3(2), 1–9. doi:10.1000/1.",
        "Ada Ames and Bo Bell (1902). Wasps. In Insects. arXiv:1902.00001.",
        "Ada Ames et al. (3 May 1903). Ants. A blog. https://example.org/3.",
        "Parliament (1904). An Act. Second edition, Press.",
        "Office (1905). Hives. Paper 7, Office.",
    ]


# -- redirects

MOVED = """
html_baseurl = "https://example.org/docs"
extensions += ["hub_site.redirects", "hub_site.sitemap", "hub_site.feed"]
rediraffe_redirects = "redirects.txt"
rediraffe_template = "redirect.html"
"""
TEMPLATE = (ROOT / "_templates/redirect.html").read_text("utf-8")


def files_of(built: Built) -> dict[str, bytes]:
    return {str(p.relative_to(built.output)): p.read_bytes() for p in built.output.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    ("builder", "old", "new"),
    [("html", "s/old.html", "a & b.html"), ("dirhtml", "s/old/index.html", "../../a%20%26%20b/index.html")],
)
def test_an_old_address_leads_to_the_page(builder: str, old: str, new: str, build: Build) -> None:
    files = {
        "conf.py": MOVED,
        "redirect.html": TEMPLATE,
        "redirects.txt": 's/old.md "a & b.md"\n',
        "index.md": HUB,
        "a & b.md": article("A", reviewed="2026-11-20"),
    }
    built = build(files, builder=builder)
    assert built.relative_warnings == []
    found = page(built, old)
    target = {"html": "../a%20%26%20b.html", "dirhtml": new}[builder]
    assert found.xpath("//link[@rel='canonical']/@href") == found.xpath("//main//a/@href") == [target]
    assert found.xpath("//noscript/meta/@content") == [f"0; url={target}"]
    assert found.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert "location.hash" in found.xpath("string(//script)")
    assert b"old" not in (built.output / "hub.json").read_bytes().partition(b',"moved":')[0], "only where it moved"
    for name in ("searchindex.js", "sitemap.xml", "atom.xml", "objects.inv"):
        assert b"old" not in (built.output / name).read_bytes(), name


def test_redirects_are_those_of_a_clean_build(build: Build, tmp_path: Path) -> None:
    """Where a line goes, leads elsewhere, or a page is at the old address again."""
    start = {"conf.py": MOVED, "redirect.html": TEMPLATE, "index.md": HUB, "a.md": article("A"), "b.md": article("B")}
    build({**start, "redirects.txt": ""})
    (tmp_path / "source/b.md").unlink()
    changes: list[dict[str, str]] = [
        {"redirects.txt": "b.md a.md\nc.md a.md\n"},
        {"redirects.txt": "b.md index.md\n"},
        {"redirects.txt": "", "b.md": article("B")},
    ]
    for number, change in enumerate(changes):
        built = build({"conf.py": MOVED, **change})
        assert built.relative_warnings == []
        clean = run_sphinx(built.source, tmp_path / f"clean-{number}" / "html")
        assert clean.relative_warnings == []
        pages = [
            {n: t for n, t in files_of(b).items() if n.endswith((".html", "redirected.json"))} for b in (built, clean)
        ]
        assert pages[0] == pages[1]
