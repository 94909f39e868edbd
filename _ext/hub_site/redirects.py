"""Pages at the addresses that articles once had, which lead to where they are now: ``redirects.txt`` in the project.

``sphinxext-rediraffe`` writes them. It keeps what an earlier build wrote, also of lines that are gone or led elsewhere;
here all are taken away first, so that an incremental build has those of a clean one.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

_RECORD = "_rediraffe_redirected.json"


def _begin_anew(app: Sphinx, exception: Exception | None) -> None:
    """Remove the redirects that the last build wrote, but for those in whose place a page is now."""
    record = Path(app.outdir, _RECORD)
    if exception is not None or app.builder.name not in ("html", "dirhtml") or not record.is_file():
        return
    with suppress(ValueError):
        for source in json.loads(record.read_text(encoding="utf-8")):
            docname = next((source.removesuffix(s) for s in app.config.source_suffix if source.endswith(s)), source)
            page = Path(app.builder.get_outfilename(docname))  # type: ignore[attr-defined]
            if docname not in app.env.found_docs and page.resolve().is_relative_to(Path(app.outdir).resolve()):
                page.unlink(missing_ok=True)
    record.unlink()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Come before the extension itself, whose handler has the usual priority."""
    app.setup_extension("sphinxext.rediraffe")
    app.connect("build-finished", _begin_anew, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
