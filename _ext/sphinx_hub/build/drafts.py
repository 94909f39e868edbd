"""Keeps drafts out of what Sphinx itself makes of all pages: its search, its index, its check of toctrees.

Whether a draft is an article like any other is decided when all pages are read, by the tag ``drafts``. So nothing is left
out of what is stored: index entries are put aside, and come back with the tag.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.util import logging

from ..core.model import Subtype
from ..domain import hub_domain
from ..sphinx_private import count_as_listed

if TYPE_CHECKING:
    from collections.abc import Collection

    from sphinx.environment import BuildEnvironment

    from .derived import Build

_logger = logging.getLogger(__name__)
_MARK = "a draft of the hub"


def keep_out(build: Build) -> None:
    """Keep out of Sphinx's own lists what is no page of the hub, or not yet, and say how many drafts there are."""
    env = build.env
    _put_aside(env, () if build.shows_drafts else build.drafts, hub_domain(env).data["drafts_entries"])
    _tell(len(build.drafts), included=build.shows_drafts)
    for docname, record in build.records.items():
        is_in_no_toctree = record.page is None or not env.tocs[docname].children  # the latter has no title
        if is_in_no_toctree and any(problem.subtype is Subtype.META for problem in record.problems):
            count_as_listed(env, docname)  # its hub-meta is at fault, which is told


def _put_aside(env: BuildEnvironment, drafts: Collection[str], aside: dict[str, Any]) -> None:
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
        count_as_listed(env, docname)


def _tell(number: int, *, included: bool) -> None:
    """Say in the build's log how many drafts there are."""
    if number:
        drafts = "1 draft" if number == 1 else f"{number} drafts"
        what = (
            "in the hub, as the tag `drafts` says"
            if included
            else "kept out of the hub; `sphinx-build -t drafts` takes them in"
        )
        _logger.info("hub: %s %s", drafts, what)
