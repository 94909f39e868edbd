"""What HTML pages carry around their text: JSON-LD and a description, previous and next, the sidebar, the stylesheet."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from . import search
from .core.export import dump, json_ld
from .domain import HubDomain, hub_domain
from .i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from .core.view import Item, PageView
    from .navigation import Other

STYLESHEET = "hub.css"
STATIC = Path(__file__).with_name("static")
_TEMPLATES = Path(__file__).with_name("templates")


def page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Complete what the templates of a page are given. Comes before the themes' own handlers."""
    domain = hub_domain(app.env)
    if app.builder.name not in ("html", "dirhtml"):
        return
    if domain.navigation.shows_sidebar(pagename):
        context["hub_sidebar"] = _sidebar(domain, pagename, context["pathto"])
        # A theme that renders its own tree all the same, as furo does, would do so for nothing.
        context["toctree"] = lambda **options: ""
    if pagename == "search" and doctree is None:
        search.prepare_page(app, context)
    if doctree is None or pagename not in domain.pages:
        return
    view = domain.view(pagename)
    tags = context.get("metatags", "") + _neighbors(app, domain, view, context)
    description = domain.pages[pagename].description
    if description and 'name="description"' not in tags:
        tags += f'<meta name="description" content="{escape(description)}" />\n'
    context["metatags"] = f'{tags}<script type="application/ld+json">{_json_ld(app, domain, view)}</script>\n'


def _json_ld(app: Sphinx, domain: HubDomain, view: PageView) -> str:
    base = app.config.html_baseurl

    def url(docname: str) -> str:
        if base:
            return str(urljoin(base, app.builder.get_target_uri(docname)))
        return app.builder.get_relative_uri(view.docname, docname)

    return dump(json_ld(domain.views.graph, view, url, domain.views.say, app.config.language))


# -- previous and next


def _neighbors(app: Sphinx, domain: HubDomain, view: PageView, context: dict[str, Any]) -> str:
    """Let the theme's previous and next follow the reading order; returns what is to stand in the head for them."""
    previous, following, _parents = domain.navigation.neighbors(view.docname)
    context["prev"], context["next"] = _link(app, view.docname, previous), _link(app, view.docname, following)
    rest = [link for link in context.get("rellinks", ()) if link[2] not in ("N", "P")]
    for docname, link, key, name in (
        (following, context["next"], "N", _("next")),
        (previous, context["prev"], "P", _("previous")),
    ):
        if link:
            rest.append((docname, link["title"], key, str(name)))
    context["rellinks"] = rest
    if view.article and view.article.next and view.article.next.docname == following:
        # The card at the end of the article says so already.
        link = context["next"]
        context["next"] = None
        return f'<link rel="next" title="{escape(_plain(link["title"]))}" href="{escape(link["link"])}" />\n'
    return ""


def _link(app: Sphinx, here: str, docname: str | None) -> dict[str, str] | None:
    if docname is None:
        return None
    title = app.builder.render_partial(app.env.titles[docname])["title"]  # type: ignore[attr-defined]
    return {"link": app.builder.get_relative_uri(here, docname), "title": title}


def _plain(html: str) -> str:
    from markupsafe import Markup

    return Markup(html).striptags()


# -- the sidebar


def _sidebar(domain: HubDomain, pagename: str, pathto: Callable[[str], str]) -> dict[str, Any]:
    def article(item: Item) -> dict[str, Any]:
        items = [article(below) for below in item.items]
        current = item.page.docname == pagename
        return {
            "title": item.page.title,
            "url": pathto(item.page.docname),
            "current": current,
            "open": current or any(below["open"] for below in items),
            "below": items,
        }

    def other(item: Other) -> dict[str, Any]:
        items = [other(below) for below in item.items]
        current = item.docname == pagename
        return {
            "title": item.title,
            "url": pathto(item.docname) if item.docname else item.url,
            "external": not item.docname,
            "current": current,
            "open": current or any(below["open"] for below in items),
            "below": items,
        }

    return {
        "label": str(_("Articles")),
        "articles": [article(item) for item in domain.views.sidebar(pagename).items],
        "others": [other(item) for item in domain.navigation.others(pagename)],
    }


# -- files


def add_paths(app: Sphinx, config: Config) -> None:
    """Let Sphinx find the extension's stylesheet and templates."""
    config.html_static_path = [*config.html_static_path, str(STATIC)]
    config.templates_path = [*config.templates_path, str(_TEMPLATES)]


def setup(app: Sphinx) -> None:
    """Connect the handlers and register the stylesheet."""
    app.connect("config-inited", add_paths)
    app.connect("html-page-context", page_context, priority=400)
    app.add_css_file(STYLESHEET)
