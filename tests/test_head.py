"""Nothing that the extension adds to the head of a page stands twice where another extension adds it."""

from __future__ import annotations

from collections import Counter

import pytest
from lxml import html

from tests.projects import Build, Built, article, run_sphinx

HUB = "# Hub\n\n````{hub-meta}\ntype: hub\ndescription: A hub.\n````\n"
OTHER = """

import html

def own(app, pagename, templatename, context, doctree):
    if doctree is not None:
        meta = context["meta"] or {}
        context["metatags"] += "<meta content='Theirs' property='og:title'>"
        context["metatags"] += f'<META PROPERTY="og:description" CONTENT="{html.escape(meta.get("og:description", ""))}">'
        if BLIND:
            context["metatags"] += '<meta content="Theirs" name="description">'


def setup(app):
    app.connect("html-page-context", own, priority=PRIORITY)
"""


def tags(built: Built, page: str) -> dict[str, str]:
    """Name or property -> content of the page's ``meta`` elements; each is there once."""
    metas = html.fromstring(built.read(f"{page}.html")).xpath("//head/meta[@name or @property]")
    found = [(meta.get("property") or meta.get("name"), meta.get("content")) for meta in metas]
    assert [
        name for name, count in Counter(name for name, _ in found).items() if count > 1 and name != "viewport"
    ] == []
    return dict(found)


@pytest.mark.parametrize("blind", [False, True])
@pytest.mark.parametrize("priority", [300, 500, 800])
def test_the_tags_of_another_extension_stand(priority: int, blind: bool, build: Build) -> None:
    conf = OTHER.replace("PRIORITY", str(priority)).replace("BLIND", str(blind))
    stated = "---\nog:description: The author's.\n---\n"
    built = build({"conf.py": conf, "index.md": HUB, "a.md": article("A"), "b.md": stated + article("B")})
    found = tags(built, "a")
    assert found["og:title"] == "Theirs"
    assert found["og:type"] == "article"
    assert found["description"] == ("Theirs" if blind else "About A.")
    if priority > 400:
        assert found["og:description"] == "About A."
        assert tags(built, "b")["og:description"] == "The author's."


def test_without_another_extension_the_hubs_tags_are_there(build: Build) -> None:
    found = tags(build({"index.md": HUB, "a.md": article("A")}), "a")
    assert {name: found[name] for name in ("og:title", "og:description", "description", "og:type")} == {
        "og:title": "A",
        "og:description": "About A.",
        "description": "About A.",
        "og:type": "article",
    }


def test_a_fault_in_the_patterns_of_sidebars_is_said_once_a_page_written(build: Build) -> None:
    conf = "html_sidebars = {'a*': ['searchbox.html'], '*': ['hub/navigation.html']}\n"
    files = {"conf.py": conf, "index.md": HUB, "a.md": article("A")}
    first = build(files)
    assert first.warnings.count("page a matches two patterns in html_sidebars") == 1
    assert run_sphinx(first.source, first.output).warnings == ""
