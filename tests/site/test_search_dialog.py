"""Readers search from any page: they type, mistype and correct, and choose with the keyboard or a finger."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.projects import article, run_sphinx, write_files
from tests.site.browser import serving

ARTICLE = "foundations/what-is-overfitting.html"
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1440, "height": 900}


@pytest.fixture
def opened(page: Page, site: str) -> Page:
    """An article with the dialog open, and all loaded that it answers from."""
    page.goto(site + ARTICLE)
    page.keyboard.press("/")
    page.get_by_role("option").first.wait_for()
    return page


def group(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name).get_by_role("option")


def active(page: Page) -> str:
    """The title of the option that assistive technology is told of."""
    chosen = page.locator("[aria-selected=true]")
    assert chosen.get_attribute("id") == page.get_by_role("combobox").get_attribute("aria-activedescendant")
    return chosen.locator(".hub-option-title").inner_text()


@pytest.mark.parametrize("keys", ["/", "Control+k", "Meta+k"])
def test_a_key_opens_the_dialog_and_escape_gives_the_focus_back(keys: str, page: Page, site: str) -> None:
    page.goto(site + ARTICLE)
    link = page.get_by_role("main").get_by_role("link").first
    link.focus()
    page.keyboard.press(keys)
    expect(page.get_by_role("combobox", name="Search")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(link).to_be_focused()


def test_the_field_opens_it_by_a_click_or_by_typing_and_not_by_tabbing(page: Page, site: str) -> None:
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.goto(site + ARTICLE)
    field = page.locator(".sidebar-search")
    field.focus()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.type("loss")
    expect(page.get_by_role("combobox")).to_have_value("loss")
    page.keyboard.press("Escape")
    expect(field).to_be_focused()
    field.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_slash_in_a_text_is_a_slash(page: Page, site: str) -> None:
    page.goto(site + "search.html")
    field = page.get_by_role("main").locator("input[name=q]")
    field.click()
    page.keyboard.type("a/b")
    assert field.input_value() == "a/b"
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_it_is_loaded_at_the_first_use_and_once(page: Page, site: str) -> None:
    page.goto(site + ARTICLE, wait_until="networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("/")
    page.get_by_role("option").first.wait_for()
    assert len(asked) <= 3
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("loss")
    expect(group(page, "Terms").first).to_be_visible()
    assert len(asked) <= 3


def test_empty_it_shows_some_of_the_hubs_questions(opened: Page) -> None:
    assert group(opened, "Readers ask").count() == 5
    assert group(opened, "Readers ask").first.inner_text().count("\n") >= 1  # with the beginning of the answer


def test_it_answers_while_one_types_mistypes_and_corrects(opened: Page) -> None:
    status = opened.get_by_role("dialog").get_by_role("status")
    opened.keyboard.type("overf")
    expect(group(opened, "Articles").first).to_contain_text("What Is Overfitting?")
    opened.keyboard.type("ittng")
    expect(status).to_contain_text("Showing results for overfitting")
    expect(group(opened, "Articles").first).to_contain_text("What Is Overfitting?")
    for _ in "ng":
        opened.keyboard.press("Backspace")
    opened.keyboard.type("ing")
    expect(status).not_to_contain_text("Showing results")
    expect(group(opened, "Terms").first).to_contain_text("overfitting")
    assert "overfitting" in {mark.lower() for mark in opened.get_by_role("option").locator("mark").all_inner_texts()}
    for name in ("Terms", "Questions", "Articles"):
        assert 1 <= group(opened, name).count() <= 5
    opened.get_by_role("combobox").fill("zxqvkwj")
    expect(status).to_contain_text("Try fewer or other words")
    assert opened.get_by_role("option").count() == 0


def test_a_question_is_shown_with_its_answer_and_leads_to_its_place(opened: Page, site_folder: Path) -> None:
    articles: list[dict[str, Any]] = json.loads((site_folder / "hub.json").read_text("utf-8"))["articles"]
    asked, question = next((a, q) for a in articles for q in a["questions"])
    opened.keyboard.type(question["question"])
    first = group(opened, "Questions").first
    expect(first).to_contain_text(question["answer"].split(" ")[0])
    first.click()
    opened.wait_for_url(f"**/{asked['url']}#{question['anchor']}")


def test_the_keyboard_chooses(opened: Page) -> None:
    opened.keyboard.type("model")
    titles = opened.get_by_role("option").locator(".hub-option-title").all_inner_texts()
    assert len(titles) > 3
    for key, title in (
        ("ArrowDown", titles[0]),
        ("ArrowDown", titles[1]),
        ("End", titles[-1]),
        ("ArrowDown", titles[0]),
        ("ArrowUp", titles[-1]),
        ("Home", titles[0]),
    ):
        opened.keyboard.press(key)
        assert active(opened) == title
    expect(opened.get_by_role("combobox")).to_be_focused()
    opened.keyboard.press("End")
    url = opened.locator("[aria-selected=true]").evaluate("link => link.href")
    opened.keyboard.press("Enter")
    opened.wait_for_url(url)


def test_without_a_choice_home_and_end_move_in_the_field_and_enter_leads_to_the_search_page(opened: Page) -> None:
    opened.keyboard.type("oss functions")
    opened.keyboard.press("Home")
    opened.keyboard.type("l")
    opened.keyboard.press("Enter")
    opened.wait_for_url("**/search.html?q=loss+functions")
    opened.wait_for_selector("#search-results li a")
    assert opened.locator("#search-results li a").first.inner_text() == "What Is a Loss Function?"


def test_the_dialog_and_the_search_page_rank_alike(opened: Page, site: str) -> None:
    opened.keyboard.type("learning rate")
    shown = group(opened, "Articles").locator(".hub-option-title").all_inner_texts()
    opened.goto(site + "search.html?q=learning+rate")
    opened.wait_for_selector("#search-results li a")
    pages = opened.locator("#search-results li.kind-page > a").all_inner_texts()
    assert [title for title in pages if title in shown] == shown


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_in_the_dialog(size: dict[str, int], scheme: str, browser: Browser, site: str) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site + ARTICLE)
    page.keyboard.press("/")
    page.keyboard.type("loss")
    group(page, "Terms").first.wait_for()
    page.keyboard.press("ArrowDown")
    found = Axe().run(page, context=".hub-dialog").response["violations"]
    context.close()
    assert [(violation["id"], node["html"]) for violation in found for node in violation["nodes"]] == []


def test_on_a_phone_it_is_one_tap_away_and_fills_the_screen(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    for name in (ARTICLE, "index.html", "glossary.html"):
        page.goto(site + name)
        page.locator(".mobile-header").get_by_role("link", name="Search").tap()
        box = page.get_by_role("dialog").bounding_box()
        assert box == {"x": 0, "y": 0, **PHONE}
        page.get_by_role("button", name="Close").tap()
        expect(page.get_by_role("dialog")).to_be_hidden()
    context.close()


def test_without_scripts_the_field_leads_to_the_search_page(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=DESKTOP)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site + ARTICLE)
    page.locator(".sidebar-search").fill("loss")
    page.locator(".sidebar-search").press("Enter")
    page.wait_for_url("**/search.html?q=loss*")
    assert page.get_by_role("main").get_by_role("link", name="What Is a Loss Function?").is_visible()
    context.close()


@pytest.mark.parametrize("theme", ["alabaster", "pydata_sphinx_theme"])
def test_other_themes_have_it_too(theme: str, page: Page, tmp_path: Path) -> None:
    files = {"conf.py": f'html_theme = "{theme}"\n', "index.md": "# Home\n", "s/a.md": article("What Is a Loss?")}
    write_files(tmp_path / "source", files)
    built = run_sphinx((tmp_path / "source").resolve(), tmp_path / "out", builder="dirhtml")
    with serving(built.output) as address:
        page.goto(address)
        page.keyboard.press("/")
        page.keyboard.type("loss")
        group(page, "Articles").first.click()
        page.wait_for_url("**/s/a/")


def test_a_hit_in_a_long_page_leads_to_its_heading_without_moving_the_list(page: Page, tmp_path: Path) -> None:
    chapters = "".join(f"\n## Chapter {n}\n\n" + "Words upon words. " * 200 + "\n" for n in range(1, 30))
    long = f"# Guide\n{chapters}\n## The zephyr rule\n\n{'Some more. ' * 90} A quokka stands here.\n"
    write_files(tmp_path / "source", {"index.md": "# Home\n", "long.md": long, "a.md": article("Loss")})
    built = run_sphinx((tmp_path / "source").resolve(), tmp_path / "out")
    with serving(built.output) as address:
        page.goto(f"{address}search.html?q=quokka")
        item = page.locator("#search-results li").first
        item.wait_for()
        height = item.bounding_box()
        expect(item.get_by_role("link")).to_have_attribute("href", f"{address}long.html#the-zephyr-rule")
        expect(item.locator(".context")).to_contain_text("A quokka stands here.")
        assert item.bounding_box() == height
