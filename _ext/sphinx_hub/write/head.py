"""What HTML pages carry around their text: JSON-LD and a description, previous and next, the sidebar, the stylesheet."""

from __future__ import annotations

import posixpath
import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..build.derived import Build, build_of
from ..core.export import absolute, json_ld
from ..core.text import dump
from ..nodes import hub_term
from . import neighbors, progress, search, sidebar

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from ..core.page_view import PageView

STYLESHEET = "hub.css"
PATH_SCRIPT = "hub-path.js"
TERM_SCRIPT = "hub-term.js"
STATIC = Path(__file__).with_name("static")
_TEMPLATES = Path(__file__).with_name("templates")


def page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> str | None:
    """Complete what the templates of a page are given, or name another. Comes before the themes' own handlers."""
    build = build_of(app.env)
    if doctree is not None and build.has_pages:
        view = build.view(pagename)
        if any(path.lanes for path in (*dict(view.paths).values(), *view.plans)):
            app.add_js_file(PATH_SCRIPT, loading_method="defer")
    if doctree is not None and build.is_web and next(doctree.findall(hub_term), None) is not None:
        app.add_js_file(TERM_SCRIPT, loading_method="defer")
    if not build.has_pages:
        return None
    if build.navigation.shows_sidebar(pagename):
        sidebar.prepare(build, pagename, context)
    progress.prepare_page(app, build, pagename, context)
    template = search.prepare_page(app, build, pagename, context)
    if doctree is None or pagename not in build.pages:
        return template
    view = build.view(pagename)
    tags = context.get("metatags", "") + neighbors.next_link(build, view, context)
    description = build.pages[pagename].description
    if description and not _stands("description", tags):
        tags += _description(description)
    if description:
        # sphinxext.opengraph takes its description from here, where the page's author states none.
        context["meta"] = {"og:description": description, **(context.get("meta") or {})}
    context["metatags"] = f'{tags}<script type="application/ld+json">{_json_ld(app, build, view)}</script>\n'
    return None


def complete_head(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Say what nothing else says of a page in its head. Comes behind all other handlers, whatever order they are in."""
    build = build_of(app.env)
    if not build.has_pages or doctree is None or pagename not in build.pages:
        return
    tags = context.get("metatags", "")
    ours = _description(build.pages[pagename].description)
    if _stands("description", tags.replace(ours, "", 1)):
        tags = tags.replace(ours, "", 1)
    context["metatags"] = tags + _shared(app, build, pagename, tags)


def _description(text: str) -> str:
    return f'<meta name="description" content="{escape(text)}" />\n'


def _stands(name: str, tags: str) -> bool:
    """Whether a ``meta`` element of that name or property is among the tags, however it is written."""
    return bool(re.search(rf"""\b(?:name|property)\s*=\s*["']?{re.escape(name)}(?=["'\s/>])""", tags, re.IGNORECASE))


def _shared(app: Sphinx, build: Build, pagename: str, tags: str) -> str:
    """What shared links show of a page, unless its author or another extension says it in ``tags``."""
    page = build.pages[pagename]
    base = app.config.html_baseurl
    shown = {
        "og:title": page.title,
        "og:type": "article" if pagename in build.graph.articles else "website",
        "og:description": page.description,
        "og:site_name": build.graph.title,
        "og:url": absolute(base, app.builder.get_target_uri(pagename)) if base else "",
    }
    found = ""
    for name, text in shown.items():
        if text and not _stands(name, tags):
            found += f'<meta property="{name}" content="{escape(text)}" />\n'
    return found


def _json_ld(app: Sphinx, build: Build, view: PageView) -> str:
    base = app.config.html_baseurl

    def url(docname: str) -> str:
        if base:
            return absolute(base, app.builder.get_target_uri(docname))
        if docname == view.docname:  # its own name: a relative address of nothing is no address
            return posixpath.basename(app.builder.get_target_uri(docname)) or "./"
        return app.builder.get_relative_uri(view.docname, docname)

    return dump(json_ld(build.graph, view, url, build.resolution, app.config.language))


# -- files


def add_paths(app: Sphinx, config: Config) -> None:
    """Let Sphinx find the extension's stylesheet and templates."""
    config.html_static_path = [str(STATIC), *config.html_static_path]  # a project may replace a file of ours
    config.templates_path = [*config.templates_path, str(_TEMPLATES)]


def setup(app: Sphinx) -> None:
    """Connect the handlers and register the stylesheet."""
    app.connect("config-inited", add_paths)
    app.connect("html-page-context", page_context, priority=400)
    app.connect("html-page-context", complete_head, priority=990)
    app.add_css_file(STYLESHEET)
