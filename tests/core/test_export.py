"""What programs read: it says what the pages say, keeps to its schema, and is safe wherever it is written."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sphinx_hub
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from sphinx_hub.core.export import hub_json, json_ld
from sphinx_hub.core.graph import LearningGraph
from sphinx_hub.core.model import Article, Passage, Pending, Text
from sphinx_hub.core.page_view import Views
from sphinx_hub.core.text import dump

from tests.core.strategies import Pages, Reference, article, examples, hubs, pages_of, section

SCHEMA = json.loads(Path(sphinx_hub.__file__).with_name("hub.schema.json").read_text("utf-8"))


def url(docname: str) -> str:
    return f"{docname}.html"


def say(part: Pending) -> str:
    return f"the words of {part.number if isinstance(part, Passage) else part.text}"


def said(text: Text) -> str:
    """A text as a reader sees it."""
    return "".join(part if isinstance(part, str) else say(part) for part in text)


def exported(pages: Pages, **options: Any) -> dict[str, Any]:
    """As a program gets it: written and read again."""
    data: dict[str, Any] = json.loads(dump(hub_json(LearningGraph(pages, **options), url, say)))
    return data


# -- hub.json


def test_the_schema_is_a_schema_that_later_editions_may_add_to() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    good = exported(pages_of(article("a")))
    for path in ([], ["articles", 0]):
        changed = json.loads(json.dumps(good))
        inner = changed
        for step in path:
            inner = inner[step]
        inner["more"] = 1
        assert Draft202012Validator(SCHEMA).is_valid(changed)
        del inner["title"]
        assert not Draft202012Validator(SCHEMA).is_valid(changed)


@examples()
@given(hubs(filled=True))
def test_hub_json_keeps_to_its_schema(pages: Pages) -> None:
    Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(exported(pages))


@examples()
@given(hubs(filled=True))
def test_hub_json_says_what_the_contract_names_in_reading_order(pages: Pages) -> None:
    reference = Reference(pages)
    order = reference.reading_order()
    hub = pages[reference.hub] if reference.hub else None
    assert exported(pages, project="A project", words_per_minute=200) == {
        "version": 2,
        "title": hub.title if hub else "A project",
        "description": hub.description if hub else None,
        "sections": [
            {
                "docname": docname,
                "url": url(docname),
                "title": section.title,
                "description": section.description,
                "parent": reference.section_of(docname),
                "start": reference.start(docname),
                "articles": reference.own(docname),
            }
            for docname in order
            if (section := reference.sections.get(docname))
        ],
        "articles": [expected(reference, page) for docname in order if isinstance(page := pages[docname], Article)],
    }


def expected(reference: Reference, page: Article) -> dict[str, Any]:
    """What hub.json says of an article."""

    def resolved(stated: list[str], links: tuple[Any, ...]) -> list[dict[str, str | None]]:
        return [{"docname": link.docname, "reason": link.reason} for link in links if link.docname in stated]

    return {
        "docname": page.docname,
        "url": url(page.docname),
        "title": page.title,
        "type": page.type,
        "section": reference.section_of(page.docname),
        "description": page.description,
        "reviewed": page.reviewed,
        "minutes": page.minutes or max(1, (page.words + 199) // 200),
        "aliases": list(page.aliases),
        "terms": {term.name: said(term.definition) for term in page.terms},
        "read_before": resolved(reference.before[page.docname], page.read_before),
        "read_before_elsewhere": [],
        "helpful": [
            {"docname": link.docname, "reason": link.reason}
            for link in page.helpful
            if link.docname in reference.articles and link.docname != page.docname
        ],
        "helpful_elsewhere": [],
        "read_after": resolved(reference.after[page.docname], page.read_after),
        "unlocks": reference.unlocks(page.docname),
        "plan": reference.plan(page.docname),
        "questions": [
            {"question": said(q.question), "anchor": q.anchor, "answer": said(q.answer)} for q in page.questions
        ],
    }


def test_an_empty_project_is_a_hub_of_nothing() -> None:
    assert exported({}, project="Nothing") == {
        "version": 2,
        "title": "Nothing",
        "description": None,
        "sections": [],
        "articles": [],
    }


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (230, 1), (231, 2), (460, 2), (461, 3), (2300, 10)])
def test_minutes_are_the_words_over_the_speed_rounded_up_and_at_least_one(words: int, minutes: int) -> None:
    page = Article(docname="a", line=3, title="A", type="t", type_line=4, description="", words=words)
    assert LearningGraph(pages_of(page)).minutes("a") == minutes
    assert LearningGraph(pages_of(replace(page, minutes=40))).minutes("a") == 40, "what the page states goes first"


# -- dump

_TEXTS = st.text() | st.sampled_from(("</script>", "<!--", "&amp;", "]]>", "\u2028", "\u2029", "\x00", "\\u003c", "😀"))
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=8,
)


@examples(200)
@given(_JSON)
def test_dump_is_safe_in_a_script_element_and_loads_back_equal(data: Any) -> None:
    text = dump(data)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == data
    assert text.encode().decode() == text


@pytest.mark.parametrize("half", ["\ud83d", "a\ude00b"])
def test_dump_can_be_written_to_a_file_whatever_it_holds(half: str) -> None:
    assert json.loads(dump([half]).encode()) == [half]


# -- JSON-LD


@examples()
@given(hubs(filled=True))
def test_json_ld_of_every_page_says_what_the_page_shows(pages: Pages) -> None:
    graph, reference = LearningGraph(pages), Reference(pages)
    views = Views(graph, say)
    for docname, page in pages.items():
        data = json.loads(dump(json_ld(graph, views.page(docname), url, say, "en")))
        things = {thing["@type"] if isinstance(thing["@type"], str) else "article": thing for thing in data["@graph"]}
        assert data["@context"] == "https://schema.org"
        assert len(things) == len(data["@graph"])

        crumbs = things.pop("BreadcrumbList")["itemListElement"]
        assert [crumb["position"] for crumb in crumbs] == list(range(1, len(crumbs) + 1))
        assert (crumbs[-1]["name"], crumbs[-1]["item"]) == (page.title, url(docname))
        above = [reference.hub, *_sections_above(reference, docname)] if docname != reference.hub else []
        assert [crumb["item"] for crumb in crumbs[:-1]] == [url(d) for d in above if d]

        if not isinstance(page, Article):
            assert things == {}
            continue
        thing = things.pop("article")
        assert thing["@type"] == ["Article", "LearningResource"]
        assert thing.get("dateModified") == page.reviewed
        assert thing["timeRequired"] == f"PT{graph.minutes(docname)}M"
        assert thing.get("teaches", []) == [term.name for term in page.terms]
        assert thing.get("competencyRequired", []) == [pages[d].title for d in reference.before[docname]]
        whole = reference.section_of(docname) or reference.hub
        assert thing.get("isPartOf", {}).get("url") == (url(whole) if whole else None)

        assert ("FAQPage" in things) is bool(page.questions)
        entries = things["FAQPage"]["mainEntity"] if page.questions else []
        assert [(entry["name"], entry["acceptedAnswer"]["text"]) for entry in entries] == [
            (said(q.question), said(q.answer)) for q in page.questions
        ]


def _sections_above(reference: Reference, docname: str) -> list[str]:
    above = reference.section_of(docname)
    return [*_sections_above(reference, above), above] if above else []


def test_a_section_without_a_hub_page_is_the_top_of_its_trail() -> None:
    graph = LearningGraph(pages_of(section("s/index"), article("s/a")), project="A project")
    (crumbs, _) = json_ld(graph, Views(graph, say).page("s/a"), url, say, None)["@graph"]
    assert [crumb["name"] for crumb in crumbs["itemListElement"]] == ["S/INDEX", "S/A"]
