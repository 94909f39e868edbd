"""A page's own table of contents has all its headings, and toctrees only those that an author wrote.

Both come from what Sphinx keeps of a page, from which the generated headings are left out (``read.toctrees``). So while
the context of a page is made, they are put back for that page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from ..build.derived import build_of
from ..read.toctrees import GENERATED
from ..sphinx_private import contents_of_page

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder


def show_whole_toc(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    """Give the page its whole table of contents. Comes before the themes' own handlers."""
    record = build_of(app.env).records.get(pagename)
    if record is None or record.contents is None or app.builder.name == "singlehtml":
        return
    numbers = app.env.toc_secnumbers.get(pagename, {})
    for reference in record.contents.findall(nodes.reference):
        reference["secnumber"] = numbers.get(reference["anchorname"]) or None
    app.env.tocs[pagename] = record.contents
    context["toc"] = contents_of_page(app, pagename)


def hide_generated(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    """Leave the generated headings out again, before the template asks for the theme's toctree."""
    build = build_of(app.env)
    if pagename in build.contents:
        app.env.tocs[pagename] = build.contents[pagename]


def save_tocs(app: Sphinx, builder: Builder) -> None:
    """Before any page is written, see that headings outside of Sphinx's tables do not get the number of their page."""
    build = build_of(app.env)
    for docname, record in build.records.items():
        if record.contents is not None:
            build.contents[docname] = app.env.tocs[docname]
            if (numbers := app.env.toc_secnumbers.get(docname)) is not None:
                for reference in record.contents.findall(nodes.reference):
                    numbers.setdefault(reference["anchorname"], ())


def show_in_books(app: Sphinx) -> list[Any]:
    """Have a book's own contents name what the generated toctrees do, which are hidden, once its pages are written."""
    if app.builder.embedded:  # type: ignore[attr-defined]
        build = build_of(app.env)
        build.shows_generated = True
        for docname in build.graph.generated:
            for toctree in app.env.tocs[docname].findall(addnodes.toctree):
                toctree["hidden"] = toctree["hidden"] and not toctree.get(GENERATED)
    return []


def setup(app: Sphinx) -> None:
    """Connect the handlers."""
    app.connect("write-started", save_tocs)
    app.connect("html-page-context", show_whole_toc, priority=390)
    app.connect("html-page-context", hide_generated, priority=950)
    app.connect("html-collect-pages", show_in_books)
