"""On the page that a host shows for a wrong address, every link and picture is found from any address.

``sphinx-notfound-page`` sees to what the theme and the sidebar link. In the page's own text links are relative to the
page's own place, which is not where the browser is.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

_ADDRESS = re.compile(r'(?<=\s)((?:href|src)=")([^"#][^"]*)')


def _make_absolute(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    if pagename != app.config.notfound_pagename:
        return
    here = urljoin(app.config.notfound_urls_prefix or "/", app.builder.get_target_uri(pagename))

    def absolute(html: str) -> str:
        return _ADDRESS.sub(lambda found: found[1] + escape(urljoin(here, unescape(found[2]))), html)

    context["body"] = absolute(context.get("body", ""))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Come after whatever else changes the page's text."""
    app.connect("html-page-context", _make_absolute, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
