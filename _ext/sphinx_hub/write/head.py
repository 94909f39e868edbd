"""What HTML pages carry around their text: JSON-LD and a description, previous and next, the sidebar, the stylesheet."""

from __future__ import annotations

import posixpath
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..build.derived import Build, build_of
from ..core.export import absolute, json_ld
from ..core.text import dump
from ..i18n import _
from . import search_page

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from ..build.navigation import Other
    from ..core.view import Item, PageView

STYLESHEET = "hub.css"
PATH_SCRIPT = "hub-path.js"
STATIC = Path(__file__).with_name("static")
_TEMPLATES = Path(__file__).with_name("templates")


def page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> str | None:
    """Complete what the templates of a page are given, or name another. Comes before the themes' own handlers."""
    build = build_of(app.env)
    if doctree is not None and app.builder.name in ("html", "dirhtml"):
        view = build.view(pagename)
        if any(path.lanes for path in (*dict(view.paths).values(), *view.plans)):
            app.add_js_file(PATH_SCRIPT, loading_method="defer")
    if app.builder.name not in ("html", "dirhtml"):
        return None
    if build.navigation.shows_sidebar(pagename):
        context["hub_sidebar"] = _sidebar(build, pagename)
        # A theme that renders its own tree all the same, as furo does, would do so for nothing.
        context["toctree"] = lambda **options: ""
    template = search_page.prepare_page(app, build, pagename, context)
    if doctree is None or pagename not in build.pages:
        return template
    view = build.view(pagename)
    tags = context.get("metatags", "") + _neighbors(app, build, view, context)
    tags += _descriptions(app, build, pagename, tags)
    context["metatags"] = f'{tags}<script type="application/ld+json">{_json_ld(app, build, view)}</script>\n'
    return None


def _descriptions(app: Sphinx, build: Build, pagename: str, tags: str) -> str:
    """What search engines and shared links show of a page, unless its author says it in ``tags``."""
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
    if page.description and 'name="description"' not in tags:
        found += f'<meta name="description" content="{escape(page.description)}" />\n'
    for name, text in shown.items():
        if text and f'property="{name}"' not in tags:
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

    return dump(json_ld(build.graph, view, url, build.words, app.config.language))


# -- previous and next


def _neighbors(app: Sphinx, build: Build, view: PageView, context: dict[str, Any]) -> str:
    """Let the theme's previous and next follow the reading order; returns what is to stand in the head for them."""
    previous, following, _parents = build.navigation.neighbors(view.docname)
    context["prev"] = _link(app, view.docname, previous, context.get("prev"))
    context["next"] = _link(app, view.docname, following, context.get("next"))
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
        context["rellinks"] = [other for other in rest if other[2] != "N"]
        return f'<link rel="next" title="{escape(_plain(link["title"]))}" href="{escape(link["link"])}" />\n'
    return ""


def _link(app: Sphinx, here: str, docname: str | None, known: dict[str, str] | None) -> dict[str, str] | None:
    """A link as the theme takes it; ``known`` is Sphinx's own, which is most often the same."""
    if docname is None or docname not in app.env.titles:  # an author's toctree may name a page that is gone
        return None
    url = app.builder.get_relative_uri(here, docname)
    if known and known["link"] == url:
        return known
    return {"link": url, "title": app.builder.render_partial(app.env.titles[docname])["title"]}  # type: ignore[attr-defined]


def _plain(html: str) -> str:
    from markupsafe import Markup

    return Markup(html).striptags()


# -- the sidebar


def _sidebar(build: Build, pagename: str) -> dict[str, str]:
    """The sidebar's label and its lists as HTML.

    Those of the articles of a section that are in one folder differ only by the mark of the current page; so they are
    made once, and the line of the page is marked in a copy.
    """
    folder, _slash, name = pagename.rpartition("/")
    if pagename in build.graph.articles and name != "index":  # in dirhtml that one is a folder further up
        made = build.navigation.sidebars
        key = (folder, build.views.sidebar(pagename).key, build.navigation.others(pagename))
        sibling = f"{folder}/_" if folder else "_"
        while sibling in build.env.found_docs:
            sibling += "_"
        if key not in made:
            made[key] = _lists(build, pagename, sibling)
        url = escape(build.builder.get_relative_uri(sibling, pagename))
        lists = made[key].replace(
            f'"><a class="reference internal" href="{url}">',
            ' current current-page"><a class="current reference internal" href="#" aria-current="page">',
        )
    else:
        lists = _lists(build, pagename, pagename)
    return {"label": str(_("Articles")), "lists": lists}


def _lists(build: Build, pagename: str, here: str) -> str:
    """The lists on a page, seen from ``here``: the page itself, which is marked then, or one in the same folder.

    The classes are those of Sphinx's toctrees, so themes style the lists as they do theirs.
    """

    def article(item: Item, level: int) -> str:
        return line(
            item.page.title, item.page.docname, None, [article(below, level + 1) for below in item.items], level
        )

    def other(item: Other, level: int) -> str:
        return line(item.title, item.docname, item.url, [other(below, level + 1) for below in item.items], level)

    def line(title: str, docname: str | None, url: str | None, below: list[str], level: int) -> str:
        current = docname == here
        mark = ' aria-current="page"' * current
        href = "#" if current else build.builder.get_relative_uri(here, docname) if docname else url or ""
        return (
            f'<li class="toctree-l{level}{" current" * (current or bool(below))}{" current-page" * current}">'
            f'<a class="{"current " * current}reference {"internal" if docname else "external"}" href="{escape(href)}"'
            f"{mark}>{escape(title)}</a>{unordered(below)}</li>"
        )

    def unordered(lines: list[str]) -> str:
        return "<ul>\n" + "\n".join(lines) + "\n</ul>" if lines else ""

    return unordered([article(item, 1) for item in build.views.sidebar(pagename).items]) + unordered(
        [other(item, 1) for item in build.navigation.others(pagename)]
    )


# -- files


def add_paths(app: Sphinx, config: Config) -> None:
    """Let Sphinx find the extension's stylesheet and templates."""
    config.html_static_path = [str(STATIC), *config.html_static_path]  # a project may replace a file of ours
    config.templates_path = [*config.templates_path, str(_TEMPLATES)]


def setup(app: Sphinx) -> None:
    """Connect the handlers and register the stylesheet."""
    app.connect("config-inited", add_paths)
    app.connect("html-page-context", page_context, priority=400)
    app.add_css_file(STYLESHEET)
