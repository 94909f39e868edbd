"""Readers find the articles of the real site, in a real browser."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.projects import article, run_sphinx, write_files
from tests.site.browser import serving
from tests.site.search_report import QUERIES, RESULTS, Figures, Found, ask, figures, watched


@pytest.fixture(scope="module")
def search(browser: Browser, site: str) -> Iterator[Callable[[str], Found]]:
    page = watched(browser.new_context().new_page())
    yield lambda query: ask(page, site, query)
    page.context.close()


@pytest.fixture(scope="module")
def articles(site_folder: Path) -> list[dict[str, Any]]:
    return json.loads((site_folder / "hub.json").read_text("utf-8"))["articles"]  # type: ignore[no-any-return]


def ask_all(page: Page, site: str, queries: list[str]) -> dict[str, list[str]]:
    """Query -> links, all asked of one search page: quicker than opening it for each."""
    ask(page, site, "the first")
    script = f"""(query) => {{
        Search.query(query);
        return [...document.querySelectorAll({RESULTS!r})].map((link) => link.href);
    }}"""
    return {query: [link.removeprefix(site) for link in page.evaluate(script, query)] for query in queries}


def stated_names(articles: list[dict[str, Any]]) -> dict[str, set[str]]:
    """Title, alias or term in lower case -> the pages that state it."""
    names: dict[str, set[str]] = {}
    for stated in articles:
        for name in (stated["title"], *stated["aliases"], *stated["terms"]):
            names.setdefault(name.lower(), set()).add(stated["url"])
    return names


def test_every_title_alias_and_term_is_first(page: Page, site: str, articles: list[dict[str, Any]]) -> None:
    names = stated_names(articles)
    links = ask_all(page, site, list(names))
    assert {name: found[:3] for name, found in links.items() if not names[name].intersection(found[:1])} == {}


def test_a_question_leads_to_its_own_place(page: Page, site: str, articles: list[dict[str, Any]]) -> None:
    places = {q["question"]: f"{article['url']}#{q['anchor']}" for article in articles for q in article["questions"]}
    links = ask_all(page, site, list(places))

    def leads_there(question: str, found: list[str]) -> bool:
        """Its own place is first, or right behind its article, which may have the words that are asked for as a name."""
        own = places[question]
        return found[:1] == [own] or found[:2] == [own.partition("#")[0], own]

    assert {question: found[:3] for question, found in links.items() if not leads_there(question, found)} == {}


def one_edit(text: str, dice: random.Random) -> str:
    """The text with one letter of its longest word missing, doubled, wrong, or swapped with the next."""
    word = max(re.findall(r"\w+", text), key=len)
    at = dice.randrange(1, len(word) - 1)
    while True:
        typo = dice.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + dice.choice("aeinorst") + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            )
        )
        if typo != word:
            return text.replace(word, typo)
        at = dice.randrange(1, len(word) - 1)


def test_one_edit_from_a_name_is_in_the_first_three(page: Page, site: str, articles: list[dict[str, Any]]) -> None:
    dice = random.Random(1)
    names = {name: pages for name, pages in stated_names(articles).items() if re.search(r"\w{6}", name)}
    typos = {one_edit(name, dice): pages for name, pages in sorted(names.items())}
    found = {
        typo: [link.partition("#")[0] for link in links[:3]] for typo, links in ask_all(page, site, list(typos)).items()
    }
    missed = {typo: pages for typo, pages in found.items() if not typos[typo].intersection(pages)}
    assert len(missed) <= 0.05 * len(typos), missed


def test_the_queries_of_the_project(search: Callable[[str], Found]) -> None:
    queries = json.loads(QUERIES.read_text("utf-8"))
    found = [search(query["query"]) for query in queries]
    whole = figures(queries, found)["all"]
    assert whole.mrr >= 0.92
    assert whole.first >= 0.88
    assert whole.three >= 0.96
    assert whole.empty == 0
    assert max(result.shift for result in found) <= 0.1
    assert max(result.requests for result in found) <= 25


def test_figures_are_of_the_first_right_result() -> None:
    def found(*links: str) -> Found:
        return Found(links=links, note="", requests=0, size=0, first=None, done=0, shift=0)

    queries: Any = [{"query": "q", "expect": ["a"], "kind": kind} for kind in ("one", "one", "other")]
    results = [found("f/b.html#a", "f/a.html#x"), found("a/"), found()]
    assert figures(queries, results) == {
        "one": Figures(2, 0.75, 0.5, 1.0, 0),
        "other": Figures(1, 0.0, 0.0, 0.0, 1),
        "all": Figures(3, 0.5, 1 / 3, 2 / 3, 1),
    }


def test_a_mended_query_is_said(search: Callable[[str], Found]) -> None:
    found = search("overfittng")
    assert found.links[0] == "foundations/what-is-overfitting.html"
    assert found.note == "Showing results for overfitting"


@pytest.mark.parametrize(
    "query",
    [
        "the model suddenly acts weird",
        "tons of good emails land in my spam folder",
        "great on training data, awful on anything new",
        "what isn't a label",
        "getting worried",
    ],
)
def test_good_words_that_no_page_has_are_left_alone(search: Callable[[str], Found], query: str) -> None:
    found = search(query)
    assert found.links
    assert not found.note.startswith("Showing results for")


@pytest.mark.parametrize(
    ("query", "mended"),
    [
        ("how do i choose a lerning rate for my network", "how do i choose a learning rate for my network"),
        ("what is the tst set for", "what is the test set for"),
        ("why does stochastic rgadient descent work", "why does stochastic gradient descent work"),
        ("my mdel overfits", "my model overfits"),
        ("nural neuralnural", "neural neuralnural"),
    ],
)
def test_a_word_of_a_name_is_mended_in_a_sentence(search: Callable[[str], Found], query: str, mended: str) -> None:
    assert search(query).note == f"Showing results for {mended}"


def test_what_was_asked_before_changes_nothing(page: Page, site: str) -> None:
    queries = [query["query"] for query in json.loads(QUERIES.read_text("utf-8")) if query["kind"] == "natural"]
    # Words with one stem, of which some only ask and others do not.
    queries = ["using weights", "used weights", "knowing answers", "know answers", *queries]
    assert ask_all(page, site, queries) == ask_all(page, site, queries[::-1])


def test_what_an_apostrophe_divides_counts_for_nothing(page: Page, site: str) -> None:
    queries = ["the network can't learn", "the network can learn"]
    first, second = (links[0] for links in ask_all(page, site, queries).values())
    assert first == second


def test_words_that_no_page_has_together_are_said(search: Callable[[str], Found]) -> None:
    found = search("thermostat softmax guardrail hold-out")
    assert len(found.links) > 2
    assert found.note == "No page has all of these words; these pages have some of them."


@pytest.mark.parametrize("query", ["zxqvkwj", "zebra knitting", "wedding planing"])
def test_what_is_not_there_is_not_found(query: str, page: Page, site: str) -> None:
    assert ask(page, site, query).links == ()
    assert "Nothing has any of these words." in page.locator("[role=status]").all_inner_texts()[-1]


@pytest.mark.parametrize(("query", "forms"), [("losses", {"loss", "losses"}), ("ai", {"ai"})])
def test_whole_words_stand_out_in_whichever_form(query: str, forms: set[str], page: Page, site: str) -> None:
    ask(page, site, query)
    marked = {word.lower() for word in page.locator("#search-results li mark").all_inner_texts()}
    assert marked
    assert marked <= forms
    parts_of_words = page.locator("#search-results li mark").evaluate_all(
        r"""all => all.filter((mark) =>
            /\p{L}$/u.test(mark.previousSibling?.textContent ?? "") || /^\p{L}/u.test(mark.nextSibling?.textContent ?? ""))
            .map((mark) => mark.parentNode.textContent)"""
    )
    assert parts_of_words == []


def test_the_search_page_has_a_field_with_what_was_searched_for(page: Page, site: str) -> None:
    ask(page, site, "overfitting")
    field = page.get_by_role("main").get_by_role("textbox", name="Search")
    assert field.input_value() == "overfitting"
    field.fill("loss function")
    field.press("Enter")
    page.wait_for_selector(RESULTS)
    assert page.locator(RESULTS).first.inner_text() == "What Is a Loss Function?"


@pytest.mark.parametrize(
    "query",
    ["<img src=x onerror=alert(1)> overfiting", "<b>overfiting</b>", "'\"><script>throw 1</script>", "%s", "a)("],
)
def test_markup_in_a_query_is_text(page: Page, site: str, query: str) -> None:
    ask(page, site, query)
    assert page.locator("#search-results :is(img, b, script), .hub-search-note :is(img, b, script)").count() == 0


def test_results_are_announced_and_show_their_focus(page: Page, site: str) -> None:
    ask(page, site, "overfittng")
    announced = page.locator("[role=status]").all_inner_texts()
    assert "Showing results for overfitting" in announced
    assert any(re.search(r"^Pages found: \d+$", text) for text in announced)
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({RESULTS!r})"):
            break
    style = page.evaluate(
        "(s => [s.outlineStyle, s.outlineWidth, s.boxShadow])(getComputedStyle(document.activeElement))"
    )
    assert page.evaluate(f"document.activeElement.matches({RESULTS!r})")
    assert (style[0] != "none" and style[1] != "0px") or style[2] != "none"


def test_descriptions_are_shown_and_few_pages_are_fetched(
    page: Page, site: str, articles: list[dict[str, Any]]
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    ask(page, site, "overfitting")
    description = next(a["description"] for a in articles if a["url"].endswith("/what-is-overfitting.html"))
    assert page.locator("#search-results li").first.locator("p.context").inner_text() == description
    page.wait_for_load_state("networkidle")
    fetched = [url for url in asked if "/foundations/" in url]
    assert [url for url in fetched if "overfitting" in url] == []
    assert len(fetched) <= 5


def test_a_site_opened_as_files_is_searched_all_the_same(page: Page, site_folder: Path) -> None:
    found = ask(page, site_folder.as_uri() + "/", "overfiting")
    assert found.links[0].endswith("foundations/what-is-overfitting.html")
    assert page.locator("#search-results li p.context").first.inner_text()


@pytest.mark.parametrize("gone", ["hub-search-core.js", "hub-search.js"])
def test_without_its_scripts_sphinx_searches(page: Page, site: str, gone: str) -> None:
    page.route(re.compile(re.escape(gone)), lambda route: route.abort())
    assert "foundations/what-is-overfitting.html" in ask(page, site, "overfitting").links


@pytest.mark.parametrize(("language", "said"), [("de", "Ergebnisse für"), ("ja", "Showing results for")])
def test_other_languages_are_searched_too(page: Page, tmp_path: Path, language: str, said: str) -> None:
    files = {
        "conf.py": f'language = "{language}"\n',
        "index.md": "# Home\n\nText.\n",
        "a.md": article("Wettervorhersage", aliases="[Prognose]"),
        "b.md": article("Was ist Regen?", aliases="[Niederschlag]"),
    }
    write_files(tmp_path / "source", files)
    built = run_sphinx((tmp_path / "source").resolve(), tmp_path / "out")
    with serving(built.output) as address:
        assert ask(page, address, "niederschlag").links == ("b.html",)
        assert ask(page, address, "wettervorhersgae").links == ("a.html",)
        assert page.locator(".hub-search-note").inner_text() == f"{said} Wettervorhersage"


def test_dirhtml_links_lead_to_pages(page: Page, site_folder: Path, tmp_path: Path) -> None:
    files = {
        "index.md": "# Home\n\nSome text.\n",
        "a.md": article("What Is Gradient Clipping?"),
        "s/index.md": "# Clipping coupons\n",
    }
    write_files(tmp_path / "source", files)
    built = run_sphinx((tmp_path / "source").resolve(), tmp_path / "out", builder="dirhtml")
    with serving(built.output) as address:
        page.goto(f"{address}search/?q=clipping")
        page.wait_for_function("document.querySelector('#search-results .search-summary')?.textContent")
        links = page.locator(RESULTS).evaluate_all("links => links.map(link => new URL(link.href).pathname)")
        assert set(links) == {"/a/", "/s/"}
        assert [page.request.get(address + link[1:]).status for link in links] == [200, 200]
