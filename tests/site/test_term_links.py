"""What readers see of a term: with a mouse, a keyboard, a finger, a screen reader, without scripts, on paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.projects import article, run_sphinx, write_files
from tests.site.browser import serving

LONG = "An endless definition, " + "with more and more and more in it, " * 30 + "and the end."
MODEL = "What computes, with <b> & more."
WORD = "Unbreakable" * 12
FILES = {
    "conf.py": 'html_theme = "furo"\n',
    "index.md": "# Hub\n\n````{hub-meta}\ntype: hub\ndescription: A hub.\n````\n",
    "model.md": article("Model", terms='{model: "What computes, with `<b>` & more.", weight: A number.}'),
    "long.md": article("Long", terms=f'{{long: "{LONG}", word: {WORD}, a rather long name of a term: Short.}}'),
    "page.md": article(
        "Page",
        body="Some text. " * 40 + "\n\nA {term}`model`, a {term}`weight`, a {term}`model`, and [Page two](other.md).\n\n"
        "Right at the end of a line of this text stands {term}`a rather long name of a term`, which wraps.\n\n"
        "{term}`long` and {term}`word`.\n\n" + "More text. " * 400,
    ),
    "other.md": article("Other", body="Nothing."),
}  # fmt: skip


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("terms")
    write_files(root / "source", FILES)
    built = run_sphinx(root / "source", root / "html")
    assert built.warnings == ""
    with serving(built.output) as address:
        yield address


@pytest.fixture
def opened(page: Page, hub: str) -> Page:
    page.goto(hub + "page.html")
    return page


@pytest.fixture
def phone(browser: Browser, hub: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(hub + "page.html")
    yield page
    context.close()


def link(page: Page, words: str, nth: int = 0) -> Locator:
    return page.get_by_role("main").get_by_role("link", name=words, exact=True).nth(nth)


def tips(page: Page) -> list[str]:
    return [tip.inner_text() for tip in page.get_by_role("tooltip").all() if tip.is_visible()]


def expect_tip(page: Page, text: str | None) -> None:
    shown = page.locator(".hub-tip:not([hidden])")
    if text is None:
        expect(shown).to_have_count(0)
    else:
        expect(shown).to_have_text(text)
        expect(shown).to_be_visible()


def test_pointing_at_it_shows_it_and_leaving_hides_it(opened: Page) -> None:
    link(opened, "model").hover()
    expect_tip(opened, MODEL)
    link(opened, "weight").hover()
    expect_tip(opened, "A number.")
    opened.get_by_role("heading", name="Page").hover()
    expect_tip(opened, None)


def test_what_it_shows_can_be_pointed_at_and_stays(opened: Page) -> None:
    link(opened, "model").hover()
    expect_tip(opened, MODEL)
    opened.locator(".hub-tip:not([hidden])").hover()
    opened.wait_for_timeout(600)
    expect_tip(opened, MODEL)


def test_the_focus_shows_it_and_escape_closes_it(opened: Page) -> None:
    link(opened, "model").focus()
    opened.keyboard.press("Tab")
    expect(link(opened, "weight")).to_be_focused()
    expect_tip(opened, "A number.")
    opened.keyboard.press("Shift+Tab")
    expect_tip(opened, MODEL)
    opened.keyboard.press("Escape")
    expect_tip(opened, None)
    expect(link(opened, "model")).to_be_focused()
    opened.keyboard.press("Tab")
    expect_tip(opened, "A number.")
    opened.keyboard.press("Enter")
    opened.wait_for_url("**/model.html")


def test_escape_closes_it_under_a_pointer_that_stays(opened: Page) -> None:
    link(opened, "model").hover()
    expect_tip(opened, MODEL)
    opened.keyboard.press("Escape")
    expect_tip(opened, None)
    opened.mouse.move(0, 0)
    link(opened, "model").hover()
    expect_tip(opened, MODEL)


def test_a_click_of_the_mouse_follows_the_link(opened: Page) -> None:
    link(opened, "model").click()
    opened.wait_for_url("**/model.html")


def test_the_first_tap_shows_it_and_the_second_follows(phone: Page) -> None:
    link(phone, "model").tap()
    expect_tip(phone, MODEL)
    assert phone.url.endswith("page.html")
    link(phone, "weight").tap()
    expect_tip(phone, "A number.")
    assert phone.url.endswith("page.html")
    link(phone, "weight").tap()
    phone.wait_for_url("**/model.html")


def test_a_tap_elsewhere_closes_it_and_other_links_need_one(phone: Page) -> None:
    link(phone, "model").tap()
    expect_tip(phone, MODEL)
    phone.get_by_role("heading", name="Page").tap()
    expect_tip(phone, None)
    link(phone, "model").tap()
    expect_tip(phone, MODEL)
    link(phone, "Page two").tap()
    phone.wait_for_url("**/other.html")


@pytest.mark.parametrize("size", [(320, 256), (360, 640), (1440, 900)], ids=["zoomed", "phone", "desktop"])
@pytest.mark.parametrize("at", ["start", "end", "center"])
def test_it_is_never_wider_than_the_page_and_never_over_the_word(size: tuple[int, int], at: str, opened: Page) -> None:
    opened.set_viewport_size({"width": size[0], "height": size[1]})
    for words in ("model", "long", "word", "a rather long name of a term"):
        place = link(opened, words)
        place.evaluate("(link, at) => link.scrollIntoView({ block: at, behavior: 'instant' })", at)
        place.evaluate("link => { link.blur(); link.focus({ preventScroll: true, focusVisible: true }) }")
        tip = opened.locator(".hub-tip:not([hidden])")
        expect(tip).to_have_count(1)
        box = tip.bounding_box()
        lines = place.evaluate(
            "link => [...link.getClientRects()].map(({ x, y, width, height }) => [x, y, width, height])"
        )
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0]
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= size[1]
        assert box["height"] > 20
        for x, y, width, height in lines:
            apart = box["x"] >= x + width or box["x"] + box["width"] <= x
            assert apart or box["y"] >= y + height or box["y"] + box["height"] <= y, words
        assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_assistive_technology_is_told_it(opened: Page) -> None:
    described = link(opened, "model")
    expect(described).to_have_accessible_description(MODEL)
    expect(link(opened, "model", 1)).to_have_accessible_description(MODEL)
    described.focus()
    assert tips(opened) == [MODEL] or tips(opened) == []
    client = opened.context.new_cdp_session(opened)
    client.send("Accessibility.enable")
    tree = client.send("Accessibility.getFullAXTree")["nodes"]
    told = [
        (node["name"]["value"], node["description"]["value"])
        for node in tree
        if node.get("role", {}).get("value") == "link" and node.get("description", {}).get("value")
    ]
    assert ("weight", "A number.") in told
    described.evaluate("link => { link.blur(); link.focus({ focusVisible: true }) }")
    expect_tip(opened, MODEL)
    assert [fault["id"] for fault in Axe().run(opened).response["violations"] if "tip" in str(fault["nodes"])] == []


def test_without_scripts_it_is_a_plain_link(browser: Browser, hub: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(hub + "page.html")
    link(page, "model").hover()
    expect(page.get_by_role("tooltip")).to_have_count(0)
    plain, term = (
        link(page, words).evaluate("e => getComputedStyle(e).textDecorationStyle") for words in ("Page two", "model")
    )
    assert plain == term
    link(page, "model").click()
    page.wait_for_url("**/model.html")
    context.close()


def test_on_paper_it_is_a_plain_link(opened: Page) -> None:
    link(opened, "model").hover()
    expect_tip(opened, MODEL)
    opened.emulate_media(media="print")
    expect(opened.locator(".hub-tip:not([hidden])")).to_be_hidden()
    plain, term = (
        link(opened, words).evaluate("e => getComputedStyle(e).textDecorationStyle") for words in ("Page two", "model")
    )
    assert plain == term


def test_going_back_shows_nothing_that_is_left_over(phone: Page) -> None:
    link(phone, "model").tap()
    expect_tip(phone, MODEL)
    link(phone, "model").tap()
    phone.wait_for_url("**/model.html")
    phone.go_back()
    expect_tip(phone, None)


def test_nothing_is_asked_of_the_server(opened: Page) -> None:
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    link(opened, "model").hover()
    expect_tip(opened, MODEL)
    assert asked == []
