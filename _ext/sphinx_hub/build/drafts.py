"""Keeps drafts out of what Sphinx itself makes of all pages: its search, its index, its check of toctrees.

Whether a draft is an article like any other is decided when all pages are read, by the tag ``drafts``. So nothing is left
out of what is stored: index entries are put aside, and come back with the tag.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.util import logging

if TYPE_CHECKING:
    from collections.abc import Collection

    from sphinx.environment import BuildEnvironment

_logger = logging.getLogger(__name__)
_MARK = "a draft of the hub"


def keep_out(env: BuildEnvironment, drafts: Collection[str], aside: dict[str, Any]) -> None:
    """Keep the ``drafts`` out, and no other page any more; ``aside`` holds the index entries of those kept out."""
    entries = env.domains.index_domain.entries
    for docname in sorted(set(aside) - set(drafts)):
        if docname in env.found_docs and docname not in entries:
            entries[docname] = aside[docname]
        del aside[docname]
    for docname, facts in env.metadata.items():
        if docname not in drafts and facts.get("nosearch") == _MARK:
            del facts["nosearch"]
    for docname in drafts:
        if docname in entries:
            aside[docname] = entries.pop(docname)
        env.metadata[docname].setdefault("nosearch", _MARK)  # search and sitemaps go by it
        hide_from_toctree_check(env, docname)


def hide_from_toctree_check(env: BuildEnvironment, docname: str) -> None:
    """Have Sphinx not say that no toctree names a page: there is another reason, and that one is told."""
    env.files_to_rebuild.setdefault(docname, set())


def tell(number: int, *, shown: bool) -> None:
    """Say in the build's log how many drafts there are."""
    if number:
        drafts = "1 draft" if number == 1 else f"{number} drafts"
        what = (
            "in the hub, as the tag `drafts` says"
            if shown
            else "kept out of the hub; `sphinx-build -t drafts` takes them in"
        )
        _logger.info("hub: %s %s", drafts, what)
