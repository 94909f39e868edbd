"""The real site, built once for all browser tests, and pages of a real browser.

``site_folder``  the folder that the site is built in, without a warning
``site``         its address on loopback, with a slash at the end
``browser``      an installed Chromium; where there is none, the tests fail and say what to install
``page``         a new page in a context of its own, which fails the test on an error in a script
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.projects import ROOT
from tests.site.browser import chromium, serving


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-nW", "--keep-going", "-q", "-b", "html", "-d", root / "doctrees"]
    done = subprocess.run([*map(str, command), str(ROOT), str(root / "html")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return Path(root / "html")


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    with serving(site_folder) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        started = chromium()
        opened = started.__enter__()
    except RuntimeError as error:
        pytest.fail(str(error), pytrace=False)
    yield opened
    started.__exit__(None, None, None)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
