"""The first column of a table with a head names its rows: Markdown's tables cannot say so, and screen readers ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def _name_rows(app: Sphinx, doctree: nodes.document) -> None:
    for group in doctree.findall(nodes.tgroup):
        rows = [row for body in group.findall(nodes.tbody) for row in body.findall(nodes.row)]
        has_head = any(isinstance(part, nodes.thead) for part in group.children)
        if has_head and all(row[0].astext() for row in rows):  # an empty cell names no row
            next(group.findall(nodes.colspec))["stub"] = 1


def setup(app: Sphinx) -> ExtensionMetadata:
    """Mark the columns in every page that is read."""
    app.connect("doctree-read", _name_rows)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
