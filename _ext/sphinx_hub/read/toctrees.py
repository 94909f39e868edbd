"""Records authors' toctrees while a page is read, and inserts the empty generated one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from ..core.model import Toctree
from ..nodes import find_blocks

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

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


def author_toctrees(document: nodes.document, env: BuildEnvironment) -> tuple[Toctree, ...]:
    """The toctrees that a page's author wrote, or an extension for them, in order."""
    return tuple(
        Toctree(
            entries=tuple(toctree["includefiles"]),
            file=Path(os.path.relpath(toctree.source or document["source"], env.srcdir)).as_posix(),
            line=toctree.line or 1,
            glob=bool(toctree["glob"]),
            hidden=bool(toctree["hidden"]),
        )
        for toctree in find_blocks(document, addnodes.toctree)
        if not toctree.get(GENERATED)
    )


def leave_out_generated(env: BuildEnvironment, docname: str, document: nodes.document) -> nodes.bullet_list | None:
    """Take generated headings out of the table of contents that Sphinx keeps of a page; returns it as it was, or None.

    Sphinx shows these tables in toctrees and sidebars, where nothing belongs but what an author wrote.
    """
    anchors = {
        f"#{section['ids'][0]}"
        for section in find_blocks(document, nodes.section)
        if {"hub-generated", "hub-question"}.intersection(section["classes"])
    }
    if not anchors:
        return None
    contents = env.tocs[docname]
    env.tocs[docname] = left = contents.deepcopy()
    for item in list(left.findall(nodes.list_item)):
        reference = next(iter(item.findall(nodes.reference)), None)
        if reference is not None and reference.get("anchorname") in anchors:
            item.parent.remove(item)
    for empty in [node for node in left.findall(nodes.bullet_list) if not node.children and node.parent is not None]:
        empty.parent.remove(empty)
    return contents
