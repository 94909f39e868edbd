"""An Atom feed of the articles by the date of their last review, newest first: ``atom.xml``.

It needs the address of the site (``html_baseurl``), since a feed is read elsewhere. The form is that of RFC 4287.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from sphinx_hub import hub

from . import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata
    from sphinx_hub import Article

FILE = "atom.xml"
_ENTRIES = 50
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold."""
_NAMESPACE = "http://www.w3.org/2005/Atom"


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.name not in ("html", "dirhtml"):
        return
    path = app.outdir / FILE
    path.unlink(missing_ok=True)
    graph = hub(app.env)
    if not app.config.html_baseurl or not (articles := list(_newest(graph.articles.values()))):
        return
    feed = ElementTree.Element("feed", xmlns=_NAMESPACE)
    _add(feed, "title", graph.title)
    _add(feed, "subtitle", graph.hub.description if graph.hub else "")
    _add(feed, "id", _address(app, app.config.root_doc))
    _add(feed, "updated", f"{articles[0].reviewed}T00:00:00Z")
    _add(_add(feed, "author"), "name", app.config.author)
    _add(feed, "link", href=_address(app, app.config.root_doc))
    _add(feed, "link", rel="self", href=absolute(app, FILE))
    for article in articles:
        entry = _add(feed, "entry")
        _add(entry, "title", article.title)
        _add(entry, "id", _address(app, article.docname))
        _add(entry, "link", href=_address(app, article.docname))
        _add(entry, "updated", f"{article.reviewed}T00:00:00Z")
        _add(entry, "summary", article.description)
    ElementTree.indent(feed)
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(feed, "unicode")}\n', "utf-8")


def _newest(articles: Any) -> Iterator[Article]:
    reviewed = [article for article in articles if article.reviewed]
    yield from sorted(sorted(reviewed, key=lambda a: a.docname), key=lambda a: a.reviewed, reverse=True)[:_ENTRIES]


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name, attributes)
    element.text = _NO_CHARACTER.sub("\ufffd", text) or None
    return element


def _address(app: Sphinx, docname: str) -> str:
    return absolute(app, app.builder.get_target_uri(docname))


def _name_in_head(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    """Let readers' programs find the feed from every page."""
    if app.config.html_baseurl and app.builder.name in ("html", "dirhtml"):
        url = context["pathto"](FILE, True)
        context["metatags"] = (
            context.get("metatags", "") + f'<link rel="alternate" type="application/atom+xml" href="{url}" />\n'
        )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Write the feed when the pages are written."""
    app.connect("html-page-context", _name_in_head)
    app.connect("build-finished", _write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
