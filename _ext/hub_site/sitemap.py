"""A ``sitemap.xml`` of all pages that may be searched, and a ``robots.txt`` that names it.

Both need the address of the site (``html_baseurl``). The maintained extensions list the pages that a build writes, so after
an incremental build theirs is not whole; this one is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

_HIDDEN = {"no-search", "nosearch"}  # what Sphinx takes for a page that its own search leaves out
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _write(app: Sphinx, exception: Exception | None) -> None:
    base = app.config.html_baseurl.rstrip("/")
    if exception is not None or app.builder.name not in ("html", "dirhtml"):
        return
    robots = "User-agent: *\nAllow: /\n"
    app.outdir.joinpath("sitemap.xml").unlink(missing_ok=True)
    if base:
        pages = (docname for docname in sorted(app.env.found_docs) if not _HIDDEN & app.env.metadata[docname].keys())
        urls = (f"{base}/{app.builder.get_target_uri(docname)}" for docname in pages)
        entries = "".join(f"<url><loc>{escape(url)}</loc></url>\n" for url in urls)
        app.outdir.joinpath("sitemap.xml").write_text(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_NAMESPACE}">\n{entries}</urlset>\n', "utf-8"
        )
        robots += f"Sitemap: {f'{base}/sitemap.xml'}\n"
    app.outdir.joinpath("robots.txt").write_text(robots, "utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Write the files when the pages are written."""
    app.connect("build-finished", _write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
