"""Pages load the styles and scripts of other extensions only where something on them uses these."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

# A file, and what stands in the text of every page that needs it; None: the site has styles of its own for it.
_FILES = {
    "sphinx-design.min.css": "sd-",
    "design-tabs.js": "sd-tab",
    "furo-extensions.css": "sd-",
    "copybutton.css": None,
    "clipboard.min.js": 'class="highlight"',
    "copybutton.js": 'class="highlight"',
}


def _drop(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    body = context.get("body", "")

    def is_needed(file: Any) -> bool:
        name = os.path.basename(getattr(file, "filename", None) or "")
        mark = _FILES.get(name, "")
        return mark is not None and mark in body

    for key in ("css_files", "script_files"):
        context[key] = [file for file in context.get(key, ()) if is_needed(file)]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Drop the files late, when all extensions have added theirs."""
    app.connect("html-page-context", _drop, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
