"""What programs are told of answers, definitions and reading times is what the pages show."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml import html

from tests.projects import Build, Built, article

HUB = "# Hub\n\n````{hub-meta}\ntype: hub\ndescription: A hub.\n````\n"


def told(built: Built, docname: str = "a") -> dict[str, Any]:
    """What hub.json says of an article."""
    articles = json.loads(built.read("hub.json"))["articles"]
    found: dict[str, Any] = next(page for page in articles if page["docname"] == docname)
    return found


def answers(built: Built, docname: str = "a") -> list[str]:
    """The answers in hub.json, which are those in the page's JSON-LD."""
    found = [question["answer"] for question in told(built, docname)["questions"]]
    page = html.fromstring(built.read(f"{docname}.html"))
    things = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)["@graph"]
    faq = [q["acceptedAnswer"]["text"] for t in things if t["@type"] == "FAQPage" for q in t["mainEntity"]]
    assert faq == found
    return found


def shown(built: Built, docname: str = "a") -> list[str]:
    """The answers that a reader sees, with single blanks."""
    page = html.fromstring(built.read(f"{docname}.html"))
    return [
        " ".join(" ".join(p.text_content() for p in section.xpath("./p | ./div[@class!='hub-after']//p")).split())
        for section in page.xpath("//section[contains(@class, 'hub-question')][h3]")
    ]


TARGETS = """
## Own heading

### A deeper one

Text.

```{table} A caption
:name: tab

| a |
|---|
| b |
```

```{math}
:label: one

x
```
"""
LINKS = """
  - q: Own?
    a: See [](#own-heading), [](#a-deeper-one).
  - q: Another page's?
    a: See <project:#lab>, [](b.md#lab), [](/b.md), {ref}`lab`, {any}`lab`, {doc}`b`.
  - q: Numbers?
    a: See {numref}`tab`, {numref}`at {number} <tab>`, {eq}`one`, [](#one).
  - q: Terms and questions?
    a: See {term}`thing`, {hub:question}`#own`, {hub:article}`b`, [*it*](b.md).
"""
OTHER = article("B page", terms="{thing: It.}", body="(lab)=\n## Other heading\n\nText.")


def test_the_words_of_every_kind_of_link_are_told(build: Build) -> None:
    body = f"{TARGETS}\n\n````{{hub-meta}}\nquestions:{LINKS}````\n"
    page = article("A", terms="{word: 'See [](#own-heading), <project:#lab>.'}", body=body)
    for builder in ("html", "dirhtml", "singlehtml"):
        built = build({"conf.py": "numfig = True\n", "index.md": HUB, "a.md": page, "b.md": OTHER}, builder=builder)
        assert [question["answer"] for question in told(built)["questions"]] == [
            "See Own heading, A deeper one.",
            "See Other heading, Other heading, B page, Other heading, Other heading, B page.",
            "See Table 1, at 1, (1), (1).",
            "See thing, Own?, B page, it.",
        ]
        assert told(built)["terms"] == {"word": "See Own heading, Other heading."}
        if builder == "html":
            assert answers(built) == shown(built)


CONDITIONAL = """
      Ask at the desk.

      ```{only} internal
      The code is 1234.
      ```

      ```{todo}
      Change the code.
      ```

      ```{ifconfig} staff
      The key is under the mat.
      ```

      ```{only} html
      See [](b.md).
      ```

      ```{only} latex
      In print.
      ```
"""
CONF = (
    'extensions += ["sphinx.ext.todo", "sphinx.ext.ifconfig"]\n\n\n'
    'def setup(app):\n    app.add_config_value("staff", False, "env")\n'
)


def test_what_a_page_hides_is_told_to_nobody(build: Build) -> None:
    page = article("A", questions=f"\n  - q: How do I get in?\n    a: |{CONDITIONAL}", body="Text.\n")
    files = {"conf.py": CONF, "index.md": HUB, "a.md": page, "b.md": OTHER}
    built = build(files)
    assert answers(built) == ["Ask at the desk.\n\nSee B page."]
    assert shown(built) == ["Ask at the desk. See B page."]
    files["conf.py"] += "\n\ntodo_include_todos = staff = True\ntags.add('internal')\n"
    assert answers(build(files)) == [
        "Ask at the desk.\n\nThe code is 1234.\n\nTodo\n\nChange the code.\n\nThe key is under the mat.\n\nSee B page."
    ]


def test_what_a_page_hides_takes_no_time_to_read(build: Build) -> None:
    long = "word " * 2300
    for fence in ("only} internal", "todo}", "ifconfig} staff"):
        page = article("A", body=f"Text.\n\n```{{{fence}\n{long}\n```\n")
        files = {"conf.py": CONF, "index.md": HUB, "a.md": page}
        assert told(build(files))["minutes"] == 1
        shown = {**files, "conf.py": CONF + "\n\ntodo_include_todos = staff = True\ntags.add('internal')\n"}
        assert told(build(shown))["minutes"] == 11


@pytest.mark.parametrize("fence", ["only} internal", "ifconfig} staff"])
@pytest.mark.parametrize("heading", ["", "## Common questions\n\n"])
def test_questions_within_a_condition_are_told_where_they_are_shown(fence: str, heading: str, build: Build) -> None:
    faq = "````{hub-meta}\nquestions:\n  - q: Who?\n    a: We.\n````"
    page = article("A", body=f"Text.\n\n{heading}`````{{{fence}\n{faq}\n`````\n\nMore text.\n\n## Later\n\nText.\n")
    files = {"conf.py": CONF, "index.md": HUB, "a.md": page}
    built = build(files)
    assert answers(built) == []
    assert "Who?" not in built.read("a.html")
    assert "More text." in built.read("a.html")
    built = build({**files, "conf.py": CONF + "\n\nstaff = True\ntags.add('internal')\n"})
    assert answers(built) == ["We."]
    assert shown(built) == ["We."]
    assert built.read("a.html").count('id="common-questions"') == 1
    assert built.hub_warnings == []
