"""What a page that is read says to the toctrees: an author's own are noted, and an empty one is put where ours belongs."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from ..core.model import AuthorToctrees
from ..nodes import find_blocks

GENERATED = "hub_generated"
"""The attribute of a toctree that is generated."""


def placeholder() -> addnodes.toctree:
    """An empty hidden toctree; what belongs in it is known when all pages are read."""
    return addnodes.toctree(
        "",
        parent="",
        entries=[],
        includefiles=[],
        maxdepth=-1,
        caption=None,
        glob=False,
        hidden=True,
        includehidden=False,
        numbered=0,
        titlesonly=False,
        **{GENERATED: True},
    )


def author_toctrees(document: nodes.document) -> AuthorToctrees | None:
    """The toctrees that a page's author wrote; None where there are none."""
    written = [toctree for toctree in find_blocks(document, addnodes.toctree) if not toctree.get(GENERATED)]
    entries = tuple((title, target) for toctree in written for title, target in toctree["entries"])
    return AuthorToctrees(entries, any(not toctree.get("hidden") for toctree in written)) if written else None
