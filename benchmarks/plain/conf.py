"""The plain project: no extension, and the hub's sidebar by the cheapest means, rendered once for each section."""

from __future__ import annotations

from html import escape
from typing import Any

from sphinx.application import Sphinx

project = "The hub"
html_theme = "furo"
exclude_patterns = ["_templates"]
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence"]
templates_path = ["_templates"]
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sections.html",
        "sidebar/scroll-end.html",
    ]
}

_trees: dict[str, str] = {}
"""Folder -> its sidebar; the links of all pages in a folder are the same."""


def _tree(app: Sphinx, folder: str) -> str:
    section = f"{folder}/index"

    def href(docname: str) -> str:
        return app.builder.get_relative_uri(f"{folder}/_" if folder else "_", docname)

    def items(docnames: list[str], level: int) -> str:
        return "<ul>\n" + "\n".join(item(docname, level) for docname in docnames) + "\n</ul>"

    def item(docname: str, level: int) -> str:
        current = " current" if docname == section else ""
        title = escape(app.env.titles[docname].astext())
        link = f'<a class="reference internal" href="{href(docname)}">{title}</a>'
        below = items(app.env.toctree_includes[docname], level + 1) if docname == section else ""
        return f'<li class="toctree-l{level}{current}">{link}{below}</li>'

    return items(app.env.toctree_includes["index"], 1)


def _add_sidebar(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    folder, _, name = pagename.rpartition("/")
    if folder not in _trees:
        _trees[folder] = _tree(app, folder)
    context["sections"] = _trees[folder].replace(f'href="{name}.html"', 'href="#" aria-current="page"')
    context["toctree"] = lambda **options: ""  # furo renders its own all the same


def setup(app: Sphinx) -> None:
    """Comes before furo's handler."""
    app.connect("html-page-context", _add_sidebar, priority=400)
