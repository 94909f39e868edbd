"""The extensions of this site alone: citations, MathML, sitemap, feed, lean pages, the 404 page, Markdown twins of the pages, old
addresses, and tables' row headers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def absolute(app: Sphinx, url: str) -> str:
    """The address of a page below the site's own, which may be set with or without a slash at its end."""
    return f"{app.config.html_baseurl.rstrip('/')}/{url}"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up each of them."""
    for name in ("citations", "mathml", "sitemap", "feed", "assets", "llms", "not_found", "redirects", "tables"):
        app.setup_extension(f"{__name__}.{name}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
