"""The search page: how results are ranked, and what is shown of them.

``static/hub-scorer.js`` ranks; ``static/hub-search.js`` mends what was mistyped and shows the descriptions, which stand
in a script since pages opened as files may fetch nothing.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

from ..core.text import dump
from ..i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config

    from ..core.model import Page

SCORER = Path(__file__).with_name("static") / "hub-scorer.js"
SCRIPT, STYLESHEET = "hub-search.js", "hub-search.css"
DESCRIPTIONS = "hub-descriptions.js"


def use_scorer(app: Sphinx, config: Config) -> None:
    """Rank results by the extension's scorer, unless the project has one."""
    if not config.html_search_scorer:
        config.html_search_scorer = str(SCORER)


def prepare_page(app: Sphinx, context: dict[str, Any]) -> None:
    """Give the search page its script, and the script its data."""
    app.add_css_file(STYLESHEET)
    app.add_js_file(SCRIPT, loading_method="defer")
    data = escape(context["pathto"](DESCRIPTIONS, True))
    context["metatags"] = context.get("metatags", "") + f'<script defer="defer" src="{data}"></script>\n'


def write_descriptions(builder: Builder, pages: Mapping[str, Page]) -> None:
    """Write what the search page shows below its results, and what it says."""
    if not isinstance(builder, StandaloneHTMLBuilder) or not builder.search or builder.embedded:
        return
    data = {
        "descriptions": {docname: page.description for docname, page in sorted(pages.items()) if page.description},
        "found": str(_("Pages found: %s")),
        "nothing": str(_("No page has any of these words. Other words may find what you look for.")),
        "mended": str(_("Showing results for %s")),
        "relaxed": str(_("No page has all of these words; these pages have some of them.")),
        "also": str(_("Pages that have only some of these words are included.")),
    }
    Path(builder.outdir, DESCRIPTIONS).write_text(f"var HubSearch = {dump(data)};\n", encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Register the scorer."""
    app.connect("config-inited", use_scorer)
