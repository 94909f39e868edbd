"""What HTML pages carry besides their text: JSON-LD, a description, and the stylesheet."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from .core.export import dump, json_ld
from .domain import hub_domain

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

STYLESHEET = "hub.css"
_STATIC = Path(__file__).with_name("static")


def page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the JSON-LD and the description of a page of the hub to its head."""
    domain = hub_domain(app.env)
    page = domain.pages.get(pagename)
    if doctree is None or page is None or app.builder.name not in ("html", "dirhtml"):
        return
    base = app.config.html_baseurl

    def url(docname: str) -> str:
        if base:
            return str(urljoin(base, app.builder.get_target_uri(docname)))
        return app.builder.get_relative_uri(pagename, docname)

    data = json_ld(domain.views.graph, domain.view(pagename), url, domain.views.say, app.config.language)
    tags = context.get("metatags", "")
    if page.description and 'name="description"' not in tags:
        tags += f'<meta name="description" content="{escape(page.description)}" />\n'
    context["metatags"] = f'{tags}<script type="application/ld+json">{dump(data)}</script>\n'


def add_static(app: Sphinx) -> None:
    """Put the stylesheet among the HTML builders' static files."""
    if app.builder.format == "html":
        app.config.html_static_path.append(str(_STATIC))


def setup(app: Sphinx) -> None:
    """Connect the handlers and register the stylesheet."""
    app.connect("html-page-context", page_context)
    app.add_css_file(STYLESHEET)
