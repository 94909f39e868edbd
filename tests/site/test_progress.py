"""A reader's own progress: marked, ticked, gone on from and forgotten, in one browser alone."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.projects import ROOT, Built, article, run_sphinx, write_files
from tests.site.browser import layout_shift, serving

HUB = "# Hub\n\n````{hub-meta}\ntype: hub\ndescription: A hub.\n````\n"
CONF = 'html_theme = "furo"\nhub_progress = True\n'
SECTION = "# Part\n\n````{hub-meta}\ntype: section\ndescription: A part.\n````\n"
FILES = {
    "conf.py": CONF + 'extensions += ["sphinxext.rediraffe"]\nrediraffe_redirects = {"part/a.md": "part/b.md", "part/0.md": "part/a.md"}\n',
    "index.md": HUB,
    "part/index.md": SECTION,
    "part/b.md": article("First", body="Text."),
    "part/c.md": article("Second", read_before="[b]", body="Text."),
    "part/d.md": article("Third `<i>` &", read_before="[c]", body="Text."),
    "part/ä (1)'.md": article("Aside", read_before="[b]", body="Text."),
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("progress")
    write_files(root / "source", FILES)
    built = run_sphinx(root / "source", root / "html" / "one")
    assert built.warnings == ""
    write_files(
        root / "other", {"conf.py": CONF + "html_copy_source = False\n", "index.md": HUB, "a.md": article("Alone")}
    )
    run_sphinx(root / "other", root / "html" / "two", builder="dirhtml")
    return built


@pytest.fixture(scope="module")
def hub(built: Built) -> Iterator[str]:
    with serving(built.output.parent) as address:
        yield address + "one/"


def mark(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Mark as read").click()
    expect(page.get_by_role("button", name="Mark as unread")).to_be_visible()


def ticked(page: Page, place: str) -> list[str]:
    """The titles of the links with a tick in a place on a page."""
    links = page.locator(place).locator("a.hub-read")
    return sorted(text.strip() for text in links.evaluate_all("links => links.map(link => link.textContent)"))


def ready(page: Page) -> list[str]:
    return page.locator(".hub-progress li a").all_text_contents()


def stored(page: Page) -> dict[str, str]:
    return dict(page.evaluate("() => ({...localStorage})"))


def test_a_reader_s_week(browser: Browser, hub: str, tmp_path: Path) -> None:
    monday = browser.new_context()
    page = monday.new_page()
    page.goto(hub)
    expect(page.get_by_text("New here? Begin with First")).to_be_visible()
    expect(page.get_by_text("see here what is ready for you")).to_be_visible()
    assert not page.get_by_text("Ready for you", exact=True).is_visible()
    for name in ("b", "c"):
        mark(page, f"{hub}part/{name}.html")
    expect(page.get_by_role("status")).to_contain_text("Read on ")
    monday.storage_state(path=tmp_path / "browser.json")
    monday.close()

    friday = browser.new_context(storage_state=tmp_path / "browser.json")
    page = friday.new_page()
    page.goto(hub)
    expect(page.get_by_text("Continue with Third <i> &")).to_be_visible()
    assert not page.get_by_text("New here?").is_visible()
    assert ready(page) == ["Third <i> &", "Aside"]
    expect(page.get_by_text("2 of 4 articles read")).to_be_visible()
    page.get_by_role("link", name="Third <i> &").first.click()
    assert ticked(page, ".sidebar-tree") == ["First", "Second"]
    assert page.get_by_role("link", name="First read").count() >= 1  # as it is read aloud
    page.get_by_role("button", name="Mark as read").click()
    assert ticked(page, ".sidebar-tree") == ["First", "Second", "Third <i> &"]  # its own line, too
    page.goto(hub + "part/index.html")
    assert ticked(page, ".hub-path") == ["First", "Second", "Third <i> &"]
    page.goto(hub + "part/b.html")
    assert ticked(page, ".hub-after") == ["Second"]
    page.get_by_role("button", name="Mark as unread").click()
    assert ticked(page, ".sidebar-tree") == ["Second", "Third <i> &"]
    page.goto(hub)
    assert ready(page) == ["First"]
    page.get_by_role("button", name="Forget").click()
    expect(page.get_by_text("New here? Begin with First")).to_be_visible()
    assert not page.get_by_text("Ready for you", exact=True).is_visible()
    assert ticked(page, "body") == [] and stored(page) == {}
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    assert ready(page) == ["First"] and len(json.loads(stored(page)[hub])) == 2
    expect(page.get_by_role("button", name="Forget")).to_be_focused()
    friday.close()


def test_an_address_of_any_letters_is_ticked(page: Page, hub: str) -> None:
    mark(page, f"{hub}part/%C3%A4%20%281%29%27.html")
    assert ticked(page, ".sidebar-tree") == ["Aside"]
    page.goto(hub + "part/b.html")
    assert ticked(page, ".sidebar-tree") == ["Aside"]


def test_what_is_kept_is_one_item_named_by_the_root(page: Page, hub: str) -> None:
    mark(page, hub + "part/b.html")
    page.goto(hub.replace("/one/", "/two/") + "a/")
    expect(page.get_by_role("button", name="Mark as read")).to_be_visible()
    mark(page, page.url)
    assert ticked(page, ".sidebar-tree") == ["Alone"]
    kept = stored(page)
    assert set(kept) == {hub, hub.replace("/one/", "/two/")}
    ((docname, day),) = json.loads(kept[hub])
    assert (docname, day) == ("part/b", page.evaluate("() => new Date().toLocaleDateString('sv')"))


def test_an_article_keeps_its_mark_where_it_moves_and_one_that_is_gone_takes_no_other(page: Page, hub: str) -> None:
    page.goto(hub)
    page.evaluate(
        """key => localStorage.setItem(key, '[["part/0","2026-01-02"],["gone","2026-01-03"],["part/c","2026-01-04"]]')""",
        hub,
    )
    page.reload()
    assert ready(page) == ["Third <i> &", "Aside"]
    expect(page.get_by_text("2 of 4 articles read")).to_be_visible()
    page.goto(hub + "part/b.html")
    expect(page.get_by_text("Read on January 2, 2026")).to_be_visible()
    page.goto(hub + "part/d.html")
    page.get_by_role("button", name="Mark as read").click()
    assert [name for name, _ in json.loads(stored(page)[hub])][:3] == ["part/b", "gone", "part/c"]


def test_only_a_link_to_the_article_itself_is_ticked(page: Page, tmp_path: Path) -> None:
    listed = f"{HUB}\n```{{toctree}}\n:maxdepth: 3\na\n```\n"
    write_files(tmp_path / "source", {"conf.py": CONF, "index.md": listed, "a.md": article("A", body="## B\n\nText.")})
    with serving(run_sphinx(tmp_path / "source", tmp_path / "html").output) as address:
        mark(page, address + "a.html")
        page.goto(address)
        assert ticked(page, "main, [role=main]") == ["A"]


def test_a_name_that_is_taken_again_is_that_of_the_new_article(page: Page, tmp_path: Path) -> None:
    files = {"index.md": HUB, "a.md": article("New"), "b.md": article("Moved")}
    conf = CONF + 'extensions += ["sphinxext.rediraffe"]\nrediraffe_redirects = {"a.md": "b.md", "./c.md": "a.md"}\n'
    write_files(tmp_path / "source", {**files, "conf.py": conf})
    with serving(run_sphinx(tmp_path / "source", tmp_path / "html").output) as address:
        page.goto(address)
        page.evaluate('key => localStorage.setItem(key, \'[["c","2026-01-02"]]\')', address)
        page.reload()
        assert ready(page) == ["Moved"]
        mark(page, address + "b.html")
        assert [name for name, _ in json.loads(stored(page)[address])] == ["a", "b"]


def test_in_each_theme_there_is_room_for_ticks(page: Page, tmp_path: Path) -> None:
    for theme in ("furo", "alabaster"):
        write_files(tmp_path / theme, {**FILES, "conf.py": f'html_theme = "{theme}"\nhub_progress = True\n'})
        built = run_sphinx(tmp_path / theme, tmp_path / f"{theme}-html")
        with serving(built.output) as address:
            page.goto(address + "part/index.html")
            room = page.locator(".hub-path-list > li > p").first.evaluate("p => getComputedStyle(p).paddingInlineEnd")
            assert float(room.removesuffix("px")) > 15


def test_two_tabs_agree(page: Page, hub: str) -> None:
    other = page.context.new_page()
    page.goto(hub + "part/b.html")
    other.goto(hub + "part/c.html")
    mark(page, hub + "part/b.html")
    expect(other.locator(".sidebar-tree a.hub-read")).to_have_text(["First"])
    other.get_by_role("button", name="Mark as read").click()
    expect(page.locator(".sidebar-tree a.hub-read")).to_have_text(["First", "Second"])
    other.goto(hub)
    other.get_by_role("button", name="Forget").click()
    expect(page.get_by_role("button", name="Mark as read")).to_be_visible()


@pytest.mark.parametrize(
    "kept", ["", "{", "null", "3", "[3, [], [null], [[]], {}]", '"ab"', '{"part/b": 1}', '[["part/b", {}]]']
)
def test_a_storage_that_is_broken_is_as_good_as_empty(kept: str, page: Page, hub: str) -> None:
    page.goto(hub)
    page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [hub, kept])
    page.goto(hub + "part/c.html")
    page.get_by_role("button", name="Mark as read").click()
    assert "part/c" in [name for name, _ in json.loads(stored(page)[hub])]


def test_what_is_faulty_takes_nothing_else_with_it(page: Page, hub: str) -> None:
    page.goto(hub)
    page.evaluate("""key => localStorage.setItem(key, '[["part/b",null],null,["part/c","2026-99-99"]]')""", hub)
    page.goto(hub + "part/c.html")
    expect(page.get_by_role("button", name="Mark as unread")).to_be_visible()
    assert "Invalid" not in page.locator(".hub-mark").inner_text()
    assert ticked(page, ".sidebar-tree") == ["First", "Second"]


@pytest.mark.parametrize(
    ("script", "shown"),
    [
        ("Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})", False),
        ("Object.defineProperty(window, 'localStorage', {value: null})", False),
        ("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }", True),
    ],
)  # fmt: skip
def test_a_storage_that_is_missing_or_full_is_nothing(script: str, shown: bool, browser: Browser, hub: str) -> None:
    context = browser.new_context()
    page = context.new_page()  # other scripts of the theme may fail
    page.add_init_script(script)
    page.goto(hub + "part/c.html")
    button = page.get_by_role("button", name="Mark as read")
    assert button.is_visible() is shown
    if shown:
        button.click()
        expect(page.get_by_text("This browser could not keep it.")).to_be_visible()
        assert ticked(page, "body") == []
    page.goto(hub)
    expect(page.get_by_text("New here? Begin with First")).to_be_visible()
    context.close()


def test_without_scripts_and_on_paper_nothing_of_it_shows(browser: Browser, page: Page, hub: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    words = ("Mark as read", "Ready for you", "Forget", "Only this browser", "Continue with")
    for name in ("index.html", "part/c.html"):
        plain.goto(hub + name)
        assert not any(plain.get_by_text(word).first.is_visible() for word in words)
    context.close()
    mark(page, hub + "part/c.html")
    for name in ("index.html", "part/c.html"):
        page.goto(hub + name)
        page.emulate_media(media="print")
        assert not any(page.get_by_text(word).first.is_visible() for word in words[:4])
        assert not page.locator(".hub-tick").first.is_visible()


def test_nothing_moves_and_nothing_is_sent(page: Page, site: str) -> None:
    asked: list[str] = []
    page.goto(site)
    order = page.evaluate(
        "() => JSON.parse(document.querySelector('.hub-progress script').textContent).map(step => step[0])"
    )
    page.evaluate(
        "([key, names]) => localStorage.setItem(key, JSON.stringify(names.map(name => [name, '2026-11-01'])))",
        [site, order[:9]],
    )
    page.on("request", lambda request: asked.append(request.method + request.url))
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("index.html", f"{order[0]}.html", f"{order[0].rpartition('/')[0]}/index.html"):
        page.goto(site + name, wait_until="networkidle")
        assert page.locator(".hub-read").count() > 3
        for place in ("0", "document.body.scrollHeight"):
            page.evaluate(f"() => scrollTo(0, {place})")
            page.reload(wait_until="networkidle")
            assert layout_shift(page) < 0.002  # what furo's own header moves on a phone
    assert all(request.startswith("GET" + site) and "?" not in request.replace("?v=", "") for request in asked)


@pytest.mark.parametrize("width", [320, 360, 390, 1280])
def test_a_tick_covers_no_words(width: int, page: Page, site: str) -> None:
    page.goto(site)
    steps = "() => JSON.parse(document.querySelector('.hub-progress script').textContent).map(([name]) => [name, ''])"
    page.evaluate("([key, kept]) => localStorage.setItem(key, JSON.stringify(kept))", [site, page.evaluate(steps)])
    page.set_viewport_size({"width": width, "height": 800})
    for name in ("index.html", "foundations/index.html", "models/index.html", "retrieval/what-is-reranking.html"):
        page.goto(site + name)
        page.evaluate("() => document.querySelectorAll('details').forEach(details => { details.open = true; })")
        covered = page.locator(".hub-tick").evaluate_all(
            """ticks => ticks.flatMap(tick => {
                const box = tick.getBoundingClientRect();
                const meets = rect => rect.left < box.right && rect.right > box.left && rect.top < box.bottom && rect.bottom > box.top;
                const texts = document.createTreeWalker(tick.closest("li, .hub-card"), NodeFilter.SHOW_TEXT);
                const found = [];
                for (let text; (text = texts.nextNode()); ) {
                    const range = document.createRange();
                    range.selectNodeContents(text);
                    if (text.data.trim() && box.width && [...range.getClientRects()].some(meets)) found.push(text.data);
                }
                return found;
            })"""
        )
        assert covered == [], name


def test_it_is_off_unless_a_site_sets_it(tmp_path: Path) -> None:
    write_files(tmp_path / "source", FILES | {"conf.py": ""})
    built = run_sphinx(tmp_path / "source", tmp_path / "html")
    assert not any(
        "hub-progress" in path.read_text() or "Mark as read" in path.read_text()
        for path in built.output.rglob("*.html")
    )
    changed = run_sphinx(tmp_path / "source", tmp_path / "html", overrides={"hub_progress": True})
    assert set(changed.written) == {"index", "part/index", "part/b", "part/c", "part/d", "part/ä (1)'"}


def test_hub_json_says_what_moved_also_where_no_progress_is_kept(tmp_path: Path) -> None:
    conf = 'extensions += ["sphinxext.rediraffe"]\n'
    write_files(tmp_path / "source", FILES | {"conf.py": conf})
    built = run_sphinx(tmp_path / "source", tmp_path / "html")
    assert "moved" not in json.loads(built.read("hub.json"))
    write_files(tmp_path / "source", {"conf.py": conf + 'rediraffe_redirects = {"x.md": "part/b.md"}\n'})
    built = run_sphinx(tmp_path / "source", tmp_path / "html")
    assert json.loads(built.read("hub.json"))["moved"] == {"x": "part/b"}
    assert built.written == ("index",)


def test_a_redirect_rewrites_the_pages_that_know_of_it(tmp_path: Path) -> None:
    conf = CONF + 'extensions += ["sphinxext.rediraffe"]\n'
    write_files(tmp_path / "source", FILES | {"conf.py": conf})
    run_sphinx(tmp_path / "source", tmp_path / "html")
    write_files(tmp_path / "source", {"conf.py": conf + 'rediraffe_redirects = {"x.md": "part/b.md"}\n'})
    built = run_sphinx(tmp_path / "source", tmp_path / "html")
    assert "part/c" in built.written and "part/b" in built.written
    assert '{"x":"part/b"}' in built.read("part/c.html").replace("&quot;", '"')


def test_what_is_ready_is_what_brute_force_finds(browser: Browser, tmp_path: Path) -> None:
    rng = random.Random(7)
    names = [f"a{number:03}" for number in range(400)]
    before = {
        name: sorted(rng.sample(names[:place], min(place, rng.choice((0, 1, 1, 2, 3)))))
        for place, name in enumerate(names)
    }
    texts = {
        f"{name}.md": article(name.upper(), read_before=f"[{', '.join(found)}]" if found else "")
        for name, found in before.items()
    }
    write_files(tmp_path / "source", {"conf.py": "hub_progress = True\n", "index.md": HUB, **texts})
    built = run_sphinx(tmp_path / "source", tmp_path / "html")
    context: BrowserContext = browser.new_context()
    page = context.new_page()
    with serving(built.output) as address:
        page.goto(address)
        for share in (0.01, 0.1, 0.5, 0.9, 1):
            read = set(rng.sample(names, round(share * len(names))))
            page.evaluate(
                "([key, kept]) => localStorage.setItem(key, kept)",
                [address, json.dumps([[name, "2026-11-01"] for name in read])],
            )
            page.reload()
            found = {name.upper() for name in names if name not in read and read.issuperset(before[name])}
            assert set(ready(page)) == found and len(ready(page)) == len(found)
            expect(page.get_by_text(f"{len(read)} of 400 articles read")).to_be_visible()
            assert page.get_by_text("Ready for you", exact=True).is_visible() == bool(found)
    context.close()


def test_the_scripts_of_readers_are_small() -> None:
    folder = ROOT / "_ext/sphinx_hub/write/static"
    scripts = b"".join((folder / name).read_bytes() for name in ("hub-progress.js", "hub-term.js"))
    assert len(gzip.compress(scripts)) <= 4096
