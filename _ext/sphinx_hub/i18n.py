"""The extension's own words, translated like Sphinx's, and dates as languages write them.

The gettext builder writes the words to ``sphinx_hub.pot``; a project puts its translation beside those of its pages, as
``LOCALE_DIR/LANGUAGE/LC_MESSAGES/sphinx_hub.po``. What that lacks is taken from the translations in ``locale/`` here.
"""

from __future__ import annotations

import shutil
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from sphinx.locale import get_translation, translators

from .core.text import digest

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CATALOG = "sphinx_hub"
_PACKAGE = Path(__file__).parent

_ = get_translation(CATALOG)
_language = "en"
"""That of the project at hand; like the translations, it is one for the process."""


def _load(app: Sphinx) -> None:
    """Load the project's translations of the extension's words, compiled beside the doctrees."""
    global _language
    _language = app.config.language
    translators.pop(("general", CATALOG), None)  # those of a project that this process built before
    folder = Path(app.doctreedir, "hub-locale")
    shutil.rmtree(folder, ignore_errors=True)
    for source in _sources(app):
        # Python keeps what it read from a path, so other words have another path.
        compiled = folder / digest(source.read_bytes())
        path = compiled / app.config.language / "LC_MESSAGES" / f"{CATALOG}.mo"
        path.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as po, path.open("wb") as mo:
            write_mo(mo, read_po(po, app.config.language))
        app.add_message_catalog(CATALOG, str(compiled))


def shown_date(iso: str) -> str:
    """A date as the project's language writes it: the long form of CLDR."""
    return _date_in(iso, _language)


@lru_cache(maxsize=1024)  # many pages are reviewed on the same day
def _date_in(iso: str, language: str) -> str:
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):  # a language that CLDR does not know
        locale = Locale("en")
    return format_date(date.fromisoformat(iso), "long", locale=locale)


def _sources(app: Sphinx) -> list[Path]:
    """The project's translations, and behind them the extension's own: of two that have a word the first counts."""
    language = app.config.language
    folders = [Path(app.srcdir, name, language) for name in app.config.locale_dirs]
    folders += [_PACKAGE / "locale" / name for name in dict.fromkeys((language, language.partition("_")[0]))]
    paths = (folder / "LC_MESSAGES" / f"{CATALOG}.po" for folder in folders)
    return [path for path in paths if path.is_file()]


def translation(app: Sphinx) -> str:
    """The translations of the extension's words as they are typed."""
    return "\n".join(path.read_text(encoding="utf-8") for path in _sources(app))


def _extract(app: Sphinx, exception: Exception | None) -> None:
    """Write the words of the extension's Python files and of the project's article types, in a stable order, as the
    gettext builder does the pages'."""
    if exception is not None or app.builder.name != "gettext":
        return
    catalog = Catalog(project=CATALOG)
    for filename, line, message, comments, context in extract_from_dir(_PACKAGE, [("**.py", "python")]):
        catalog.add(message, None, [(f"sphinx_hub/{filename}", line)], auto_comments=comments, context=context)
    for kind in app.config.hub_article_types.values():
        catalog.add(kind["label"], None, [("conf.py", 1)])
    with app.outdir.joinpath(f"{CATALOG}.pot").open("wb") as file:
        write_po(file, catalog, omit_header=False, sort_by_file=True, include_lineno=False)


def setup(app: Sphinx) -> None:
    """Connect the handlers."""
    app.connect("builder-inited", _load)
    app.connect("build-finished", _extract)
