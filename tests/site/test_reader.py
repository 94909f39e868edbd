"""What a reader does on the real site: with a phone, a keyboard, a screen reader, without scripts, on paper."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

from tests.projects import run_sphinx, write_files
from tests.site.browser import layout_shift, serving

ARTICLE = "foundations/what-is-training-vs-inference.html"
SECTION = "foundations/index.html"
CODE = "foundations/what-is-a-loss-function.html"
KINDS = ["index.html", SECTION, ARTICLE, CODE, "glossary.html", "about.html",
         "reference.html", "search.html?q=model", "genindex.html", "404.html"]  # fmt: skip
PHONE, TABLET, DESKTOP = {"width": 360, "height": 740}, {"width": 768, "height": 1024}, {"width": 1440, "height": 900}

STOCK = """# Stock

Some text with a [link](https://example.org/).

## Code

```python
print("a line of code that is so long that it has to scroll to the side on a narrow screen, whatever the theme does")
```

| One | Two | Three | Four | Five | Six | Seven | Eight |
| --- | --- | --- | --- | --- | --- | --- | --- |
| something | something | something | something | something | something | something | something |
"""


@pytest.fixture(scope="session")
def articles(site_folder: Path) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = json.loads((site_folder / "hub.json").read_text("utf-8"))["articles"]
    return data


# -- for everyone


@pytest.fixture(scope="session")
def stock_faults(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What axe finds in furo without the hub."""
    root = tmp_path_factory.mktemp("stock")
    write_files(root / "source", {"conf.py": 'extensions = ["myst_parser"]\nhtml_theme = "furo"\n', "index.md": STOCK})
    built = run_sphinx(root / "source", root / "html")
    with serving(built.output) as address:
        return {
            fault for size in (PHONE, DESKTOP) for fault, _ in faults(browser, address + "index.html", size, "light")
        }


def faults(browser: Browser, url: str, size: dict[str, int], scheme: str) -> Iterator[tuple[str, str]]:
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(url)
    if "?q=" in url:
        page.wait_for_selector("#search-results li")
    for violation in Axe().run(page).response["violations"]:
        for node in violation["nodes"]:
            yield violation["id"], node["html"]
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_that_stock_furo_does_not_have(
    size: dict[str, int], scheme: str, browser: Browser, site: str, stock_faults: set[str]
) -> None:
    found = [(name, *fault) for name in KINDS for fault in faults(browser, site + name, size, scheme)]
    assert [fault for fault in found if fault[1] not in stock_faults] == []


def test_the_keyboard_reaches_the_switch_and_each_article_of_a_path_once(page: Page, site: str) -> None:
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.goto(site + SECTION)
    page.locator(".hub-path").evaluate("nav => { nav.tabIndex = -1; nav.focus(); }")
    reached: list[str] = []
    for _ in range(200):
        page.keyboard.press("Tab")
        inside, tag, url = page.evaluate(
            "[!!document.activeElement.closest('.hub-path'), document.activeElement.tagName, document.activeElement.href]"
        )
        if not inside:
            break
        assert tag in ("A", "INPUT")
        reached += [url] if tag == "A" else []
    listed = page.locator(".hub-path-list > li > p:first-child > a").evaluate_all("links => links.map(a => a.href)")
    assert reached == listed != []
    drawn = page.locator(".hub-path svg").evaluate_all("all => all.map(svg => svg.getAttribute('aria-hidden'))")
    assert {*drawn} == {"true"}


@pytest.mark.parametrize("key", ["Space", "Enter"])
def test_the_keyboard_opens_the_menu_of_a_phone(key: str, page: Page, site: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(site + ARTICLE)
    assert not page.locator(".sidebar-drawer").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("skip-to-content")
    page.keyboard.press("Tab")
    page.keyboard.press(key)
    page.locator(".sidebar-drawer a[aria-current=page]").wait_for(state="visible")
    assert page.evaluate("!!document.activeElement.closest('.sidebar-drawer')")
    page.keyboard.press("Escape")
    page.locator(".sidebar-drawer").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.id") == "__navigation"


@pytest.mark.parametrize("key", ["Space", "Enter"])
def test_the_keyboard_opens_the_contents_of_a_phone_and_follows_them(key: str, page: Page, site: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(site + ARTICLE)
    page.locator("#__toc").focus()
    page.keyboard.press(key)
    page.locator(".toc-drawer").wait_for(state="visible")
    assert page.evaluate("!!document.activeElement.closest('.toc-drawer')")
    page.keyboard.press("Enter")
    page.locator(".toc-drawer").wait_for(state="hidden")
    assert page.url.endswith("#in-short")


def test_what_opens_a_drawer_takes_the_focus_only_where_there_is_one(page: Page, site: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(site + "search.html?q=model")
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id"))
    assert "__navigation" in reached
    assert "__toc" not in reached


def test_landmarks_have_names_and_there_is_one_of_each(page: Page, site: str) -> None:
    page.goto(site + ARTICLE)
    named = page.locator("aside:not(.footnote-list, .footnote), nav").evaluate_all(
        "all => all.map(e => e.tagName + ' ' + e.getAttribute('aria-label'))"
    )
    assert [name for name in named if name.endswith(" null")] == []
    assert len(set(named)) == len(named)


def test_targets_of_the_hubs_own_are_large_enough(page: Page, site: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(site + ARTICLE)
    boxes = page.locator(".hub-plan summary, .hub-after .hub-card").evaluate_all(
        "all => all.map(e => { const box = e.getBoundingClientRect(); return Math.min(box.width, box.height); })"
    )
    assert len(boxes) == 2 and min(boxes) >= 24


def test_thumbs_have_room(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    page = context.new_page()
    small = []
    places = {
        ARTICLE: ".mobile-header :is(.nav-overlay-icon, .search-link, .theme-toggle, .toc-overlay-icon), .toc-tree a, .sidebar-tree a",
        "glossary.html": ".hub-letters a",
        "index.html": "form.home-search :is(input, button), .home-questions a",
    }
    for name, targets in places.items():
        page.goto(site + name)
        boxes = page.locator(targets).evaluate_all(
            "all => all.map(e => [e.textContent.trim(), e.getBoundingClientRect().width, e.getBoundingClientRect().height])"
        )
        assert len(boxes) > 4
        small += [(name, box) for box in boxes if box[1] and min(box[1:]) < 43.5]
    context.close()
    assert small == []


# -- phones, and other widths


def test_at_twice_the_text_size_nothing_in_the_header_touches_and_the_search_field_has_room(
    page: Page, site: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(site + ARTICLE)
    twice = "document.documentElement.style.fontSize = '200%'"
    page.evaluate(twice)
    right = page.locator(".mobile-header").locator(".search-link, .theme-toggle, .toc-overlay-icon")
    boxes = right.evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(box => [box.left, box.right]).filter(([a, b]) => b > a)"
    )
    assert len(boxes) == 3
    assert all(before[1] + 4 <= after[0] for before, after in zip(boxes, boxes[1:], strict=False))
    assert boxes[-1][1] <= 390
    page.goto(site + "index.html")
    page.evaluate(twice)
    assert page.locator("form.home-search input").evaluate("e => e.getBoundingClientRect().width") > 300


def test_nothing_covers_the_text_of_a_phone_that_scrolls_up(page: Page, site: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(site + ARTICLE)
    page.evaluate("document.documentElement.style.scrollBehavior = 'auto'; scrollTo(0, 3000)")
    page.wait_for_function("scrollY > 2900")
    page.wait_for_timeout(200)
    page.evaluate("scrollTo(0, 2500)")
    page.locator(".show-back-to-top").wait_for(state="attached")
    assert not page.locator(".back-to-top").is_visible()


@pytest.mark.parametrize("width", [360, 768, 1024, 1440])
def test_no_page_scrolls_sideways(width: int, page: Page, site: str, articles: list[dict[str, Any]]) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    wide = []
    for name in [*KINDS, *(article["url"] for article in articles if width == 360)]:
        page.goto(site + name)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)
    assert wide == []


def test_the_answer_begins_above_the_fold_of_a_phone(page: Page, site: str, articles: list[dict[str, Any]]) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    below = []
    for article in articles:
        page.goto(site + article["url"])
        bottom = page.locator("#in-short > p").first.evaluate("p => p.getBoundingClientRect().top + 24")
        if bottom > PHONE["height"]:
            below.append((article["url"], bottom))
    assert below == []


@pytest.mark.parametrize(("width", "height"), [(1440, 1300), (390, 1900)])
def test_a_path_of_twenty_articles_is_short_and_its_descriptions_are_one_tap_away(
    width: int, height: int, page: Page, site: str, articles: list[dict[str, Any]]
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(site + SECTION)
    assert page.locator(".hub-path").evaluate("nav => nav.getBoundingClientRect().height") <= height
    described = page.locator(".hub-path-list", has_text=articles[0]["description"]).locator(".hub-card-text").first
    assert not described.is_visible()
    page.locator(".hub-path label").click()
    assert described.is_visible()


@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=["360", "768", "1440"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_lines_of_a_path_meet_and_stand_beside_the_text(
    direction: str, size: dict[str, int], page: Page, site: str
) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.goto(site + SECTION)
    page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
    page.locator(".hub-path label").click()
    boxes = page.locator(".hub-path .hub-gutter").evaluate_all(
        """all => all.map(gutter => {
            const own = gutter.getBoundingClientRect();
            const link = gutter.parentElement.querySelector("a")?.getBoundingClientRect();
            return [own.top, own.bottom, link && own.right > link.left && own.left < link.right, own.width];
        })"""
    )
    assert len(boxes) > 20
    assert all(below[0] - above[1] < 1 for above, below in zip(boxes, boxes[1:], strict=False) if below[0] > above[0])
    assert not any(overlaps for _top, _bottom, overlaps, _width in boxes)
    assert {round(width) for *_rest, width in boxes} == {round(boxes[0][3])} and boxes[0][3] > 0


@pytest.mark.parametrize("media", [{"forced_colors": "active"}, {"media": "print"}, {"color_scheme": "dark"}], ids=str)
def test_the_lines_have_a_color_that_the_page_has_not(media: dict[str, Any], page: Page, site: str) -> None:
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.emulate_media(**media)
    page.goto(site + SECTION)
    line, gap = page.locator(".hub-gutter circle").first, page.locator(".hub-gap").first
    colors = [element.evaluate("e => getComputedStyle(e).stroke") for element in (line, gap)]
    assert colors[0] != colors[1]


@pytest.mark.parametrize("by", ["pointer", "keyboard"])
def test_a_row_lights_what_it_builds_on(by: str, page: Page, site: str, articles: list[dict[str, Any]]) -> None:
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.goto(site + SECTION)
    lit = "[...document.querySelectorAll('li.hub-lit > p:first-child > a')].map(a => a.getAttribute('href'))"
    urls = {article["docname"]: article["url"].rpartition("/")[2] for article in articles}
    for article in [article for article in articles if article["docname"].startswith("foundations/")][10::4]:
        link = page.locator(f".hub-path-list a[href='{urls[article['docname']]}']")
        if by == "pointer":
            link.hover()
        else:
            page.keyboard.press("Shift")  # what follows is the keyboard's focus
            link.focus()
        assert page.evaluate(lit) == [urls[docname] for docname in [*article["plan"], article["docname"]]]
        ways = page.locator(".hub-path path.hub-lit[data-from]").count()
        assert ways >= len(article["plan"]), "each of them leads on to another"
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(0, 0)
    assert page.evaluate(lit) == []
    assert page.locator(".hub-path path.hub-lit").count() == 0


def test_paper_gets_the_text_and_no_navigation(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 680, "height": 900})  # the text of an A4 page
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(site + ARTICLE)
    for hidden in (".skip-to-content", ".sidebar-drawer", ".toc-drawer", ".mobile-header", ".related-pages"):
        assert not page.locator(hidden).is_visible(), hidden
    assert page.locator("#in-short").is_visible()
    assert page.locator("body").evaluate("e => getComputedStyle(e).colorScheme") == "light"  # of the figures, too
    cut = page.locator("pre").evaluate_all("all => all.filter(e => e.scrollWidth > e.clientWidth).length")
    assert cut == 0
    page.goto(site + "index.html")
    assert not page.locator("form.home-search").is_visible()
    assert page.locator(".home-goals .hub-path-list > li").last.is_visible()
    starts = "all => new Set(all.map(e => Math.round(e.getBoundingClientRect().left))).size"
    assert page.locator(".home-goals .hub-detail").evaluate_all(starts) == 1


@pytest.mark.parametrize(("width", "height", "limit"), [(360, 640, 400), (1440, 900, 320)])
def test_the_answer_begins_on_the_first_screen(
    width: int, height: int, limit: int, browser: Browser, site: str, articles: list[dict[str, Any]]
) -> None:
    """Where the title has at most two lines."""
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    late = []
    for article in articles:
        page.goto(site + article["url"])
        lines = page.locator("h1").evaluate("e => e.clientHeight / parseFloat(getComputedStyle(e).lineHeight)")
        answer = page.locator("#in-short > p").first
        size = answer.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        top = answer.bounding_box()
        if lines < 2.5 and (top is None or top["y"] >= limit or size < 14):
            late.append((article["docname"], top and top["y"], size))
    context.close()
    assert late == []


# -- a way through the site


def test_a_reader_goes_back_to_what_comes_before_and_on_to_the_end(page: Page, site: str) -> None:
    page.goto(site + ARTICLE)
    page.locator(".hub-before a").first.click()
    page.wait_for_url("**/what-is-a-model-in-ai.html", wait_until="load")
    page.go_back()
    page.locator(".hub-plan summary").click()
    page.locator(".hub-plan ol a").first.click()
    seen = [page.url]
    while page.locator(".hub-after .hub-card a").count():
        with page.expect_navigation(wait_until="load"):
            page.locator(".hub-after .hub-card a").click()
        assert page.url not in seen, "the trail does not come back"
        seen.append(page.url)
    assert len(seen) >= 20, "the trail goes through the whole section, and on into the next"
    page.goto(site + ARTICLE)
    page.locator(".hub-byline a", has_text="of 20").click()
    place = page.locator(f"[id='{urlsplit(page.url).fragment}']")
    assert place.locator("a").first.inner_text() == "What Is Training vs Inference?"
    assert place.is_visible()


def test_a_link_to_a_question_shows_it(page: Page, site: str, articles: list[dict[str, Any]]) -> None:
    article = next(a for a in articles if a["url"] == ARTICLE)
    question = article["questions"][1]
    page.goto(f"{site}{ARTICLE}#{question['anchor']}")
    heading = page.locator(f"[id='{question['anchor']}'] > h3")
    assert heading.inner_text().startswith(question["question"])
    page.wait_for_function(
        "id => { const t = document.getElementById(id).getBoundingClientRect().top; return t >= -5 && t < innerHeight / 2; }",
        arg=question["anchor"],
    )


def test_all_but_search_works_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=DESKTOP)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site + ARTICLE)
    assert page.locator("nav.hub-sidebar a[aria-current=page]").is_visible()
    page.locator(".hub-plan summary").click()
    assert page.locator(".hub-plan li").first.is_visible()
    page.locator(".hub-after .hub-card a").click()
    assert page.locator("h1").inner_text().startswith("Supervised vs Unsupervised")
    page.goto(site + SECTION)
    assert page.locator(".hub-path svg").first.is_visible()
    page.locator(".hub-path label").click()
    assert page.locator(".hub-path-list .hub-card-text").first.is_visible()
    context.close()


def test_the_keyboard_copies_a_snippet_and_not_what_it_prints(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport=PHONE, permissions=["clipboard-read", "clipboard-write"])  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site + CODE)
    button = page.locator(".highlight-python button").first
    button.wait_for()
    assert page.locator("button.copybtn").count() == page.locator(".highlight-python").count()
    boxes = [page.locator(".highlight-python").first.locator(part).bounding_box() for part in ("button", "pre")]
    assert boxes[0] and boxes[1] and boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"] + 8, "it covers no code"
    assert min(boxes[0]["width"], boxes[0]["height"]) >= 24
    button.focus()
    page.keyboard.press("Enter")
    page.locator("button.copybtn.success").wait_for()
    snippet = page.locator(".highlight-python pre").first.inner_text()
    assert page.evaluate("navigator.clipboard.readText()").strip() == snippet.strip() != ""
    page.emulate_media(media="print")
    assert not button.is_visible()
    context.close()


def test_what_is_for_authors_is_not_in_the_way_of_readers(page: Page, site: str, site_folder: Path) -> None:
    page.goto(site + ARTICLE)
    assert page.locator(".view-this-page, .edit-this-page").count() == 0  # of a site without a repository
    pages = page.locator(".sidebar-tree .toctree-l1 > a").evaluate_all("all => all.map(a => a.pathname.slice(1))")
    assert pages[0] == SECTION
    assert pages[-2:] == ["glossary.html", "about.html"]
    assert "reference.html" not in pages
    text = (site_folder / "searchindex.js").read_text("utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").rstrip(");"))
    found = dict(zip(index["docnames"], index["titles"], strict=True))
    assert (found["glossary"], found["reference"]) == ("Glossary", "")
    number = index["docnames"].index("reference")
    assert not any(number in (pages if isinstance(pages, list) else [pages]) for pages in index["terms"].values())


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_what_hangs_from_a_margin_hangs_in_line(size: dict[str, int], page: Page, site: str) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.goto(site + CODE)
    assert page.locator(".footnote .backrefs").count() > 0, "a source that is cited twice"
    starts = "all => [...new Set(all.map(e => Math.round(e.getBoundingClientRect().left)))]"
    for name in (".footnote > .label", ".footnote > p", "figure img, figcaption, figcaption p"):
        assert len(page.locator(name).evaluate_all(starts)) == 1, name
    over = """all => all.filter(e => e.getBoundingClientRect().right > e.parentElement.children[2].getBoundingClientRect().left)"""
    assert page.locator(".footnote .backrefs").evaluate_all(over + ".length") == 0
    lines = """all => all.map(e => [...e.children].map(child => {
        const range = document.createRange();
        range.selectNodeContents(child);
        return Math.round(range.getClientRects()[0].bottom);
    }))"""
    assert all(label == text for label, *_, text in page.locator(".footnote").evaluate_all(lines))
    page.goto(site + SECTION)
    details = page.locator(".hub-path-list .hub-detail")
    assert len(details.evaluate_all(starts)) == 1
    page.goto(site + "about.html")
    room = """list => {
        const pen = document.createElement("canvas").getContext("2d");
        pen.font = getComputedStyle(list).font;
        return parseFloat(getComputedStyle(list).paddingLeft) - pen.measureText("12. ").width;
    }"""
    assert page.locator("ol").evaluate(room) >= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_output_links_and_names_of_modules_look_like_what_they_are(scheme: str, page: Page, site: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(site + CODE)
    style = "(e, name) => getComputedStyle(e)[name]"
    link = page.locator("#in-short ~ section p a.internal").first
    assert link.evaluate(style, "textDecorationColor") == link.evaluate(style, "color")
    module = page.locator(".highlight .nn").first
    assert module.evaluate(style, "textDecorationLine") == "none"
    assert module.evaluate(style, "color") != link.evaluate(style, "color")
    assert page.locator(".highlight-output > .highlight").first.evaluate(style, "backgroundColor") == "rgba(0, 0, 0, 0)"
    assert page.locator(".highlight-python > .highlight").first.evaluate(style, "backgroundColor") != "rgba(0, 0, 0, 0)"


def test_rows_of_tables_have_headers_and_no_table_scrolls_sideways_on_a_phone(
    page: Page, site: str, articles: list[dict[str, Any]]
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    tables = []
    for article in articles:
        page.goto(site + article["url"])
        tables += page.locator("article .table-wrapper").evaluate_all(
            """all => all.map(e => [location.pathname, e.scrollWidth - e.clientWidth,
                e.querySelectorAll("tbody tr").length - e.querySelectorAll("tbody tr > th:first-child").length])"""
        )
    assert len(tables) > 10
    assert [table for table in tables if table[1:] != [0, 0]] == []


def test_pages_without_code_load_nothing_that_copies(page: Page, site: str) -> None:
    loaded = {}
    for name in (CODE, "about.html"):
        page.goto(site + name)
        loaded[name] = page.locator("[src*=clipboard], [src*=copybutton], [href*=copybutton]").count()
    assert loaded == {CODE: 2, "about.html": 0}


# -- weight


@pytest.mark.parametrize("name", [ARTICLE, CODE, SECTION])
def test_a_page_is_light_asks_no_other_host_and_stays_put(name: str, page: Page, site: str) -> None:
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    page.goto(site + name, wait_until="networkidle")
    assert {urlsplit(response.url).netloc for response in responses} == {urlsplit(site).netloc}
    assert len(responses) <= 17
    assert sum(len(gzip.compress(response.body())) for response in responses) <= 55_000
    assert layout_shift(page) < 0.001  # what is said as 0 everywhere


def test_our_scripts_are_where_they_are_used(page: Page, site: str) -> None:
    page.goto(site + ARTICLE)
    scripts = "all => all.map(e => [e.src.replace(/.*\\/|\\?.*/g, ''), e.defer]).sort()"
    opener, progress = ["hub-search.js", True], ["hub-progress.js", True]
    assert page.locator("script[src*=hub]").evaluate_all(scripts) == [progress, opener, ["hub-term.js", True]]
    page.goto(site + SECTION)
    assert page.locator("script[src*=hub]").evaluate_all(scripts) == [["hub-path.js", True], progress, opener]
    page.goto(site + "search.html")
    assert page.locator("script[src*=hub]").evaluate_all(scripts) == [progress, ["hub-search-core.js", True], opener]


def test_a_page_loads_nothing_of_the_search_but_what_opens_it(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path.rpartition("/")[2]))
    page.goto(site + ARTICLE, wait_until="networkidle")
    assert {"hub-search-core.js", "searchindex.js", "language_data.js"}.isdisjoint(asked)


def test_the_stylesheets_are_small(site_folder: Path) -> None:
    css = b"".join((site_folder / "_static" / name).read_bytes() for name in ("hub.css", "site.css"))
    assert len(gzip.compress(css)) <= 6400
