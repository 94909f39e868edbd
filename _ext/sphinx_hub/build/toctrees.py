"""Hidden toctrees that put the hub in reading order for whatever follows toctrees: sidebars, singlehtml, LaTeX, man.

A hub or section page gets an empty one when it is read (``read.toctrees``). What belongs in it is known only when
all pages are read, so :func:`fill` writes it into the doctree file and into the environment's tables of contents.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from ..nodes import find_blocks
from ..read.toctrees import GENERATED, placeholder
from ..sphinx_private import forget_doctree

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from sphinx.environment import BuildEnvironment

    from ..core.graph import LearningGraph
    from ..core.model import AuthorToctrees


def generated_entries(
    graph: LearningGraph, written: Mapping[str, AuthorToctrees], untitled: Container[str] = ()
) -> dict[str, list[str]]:
    """Hub or section page -> what stands in its generated toctree: in reading order, without what an author's names.

    Left out is what would close a circle with the authors' toctrees, and pages without a title, which no list can show.
    """
    named = {target for toctrees in written.values() for _, target in toctrees.entries}
    entries: dict[str, list[str]] = {docname: [] for docname in graph.pages if docname not in graph.articles}
    hub = graph.hub.docname if graph.hub else None

    def leads_to(docname: str, holder: str) -> bool:
        pending, seen = [docname], {docname}
        while pending:
            here = pending.pop()
            if here == holder:
                return True
            below = [target for _, target in written[here].entries] if here in written else []
            new = {*below, *entries.get(here, ())} - seen
            seen |= new
            pending += new
        return False

    for docname in graph.reading_order:
        parent = graph.section_of[docname] or hub
        if parent is None or docname == hub or docname in named or docname in untitled:
            continue
        if not written or not leads_to(docname, parent):
            entries[parent].append(docname)
    return entries


def top_of(graph: LearningGraph, root: str, includes: Iterable[str]) -> list[str]:
    """The pages of the hub that the root's toctrees name and that stand in no section, in reading order."""
    named = set(includes)
    return [d for d in graph.reading_order if d in named and d != root and graph.section_of[d] is None]


def for_sidebars(env: BuildEnvironment, graph: LearningGraph) -> nodes.document:
    """The root's doctree with toctrees as themes' own sidebars are to show them.

    First the pages of the hub, in reading order also where an author's toctree names them in another; then what else
    the toctrees name.
    """
    root = env.config.root_doc
    document = env.get_doctree(root)
    toctrees = list(find_blocks(document, addnodes.toctree))
    top = top_of(graph, root, (docname for toctree in toctrees for docname in toctree["includefiles"]))
    holders = [toctree for toctree in toctrees if set(top).intersection(toctree["includefiles"])]
    if not holders:
        return document
    first = placeholder()
    first["hidden"] = all(toctree["hidden"] for toctree in holders)
    first["numbered"] = max(toctree["numbered"] for toctree in holders)
    _set_entries(first, root, top)
    toctrees[0].parent.insert(toctrees[0].parent.index(toctrees[0]), first)
    for toctree in holders:
        toctree["entries"] = [(title, name) for title, name in toctree["entries"] if name not in top]
        toctree["includefiles"] = [name for name in toctree["includefiles"] if name not in top]
        if not toctree["entries"]:
            toctree.parent.remove(toctree)
    return document


def fill(env: BuildEnvironment, wanted: dict[str, list[str]]) -> set[str]:
    """Fill the generated toctrees; returns the pages where something changed."""
    changed: set[str] = set()
    for docname, includes in wanted.items():
        toctree = next((node for node in env.tocs[docname].findall(addnodes.toctree) if node.get(GENERATED)), None)
        if toctree is None:
            continue
        if toctree["includefiles"] != includes:
            changed.add(docname)
            _set_entries(toctree, docname, includes)
            _fill_doctree_file(env, docname, includes)
            env.toctree_includes[docname] = [
                include for node in env.tocs[docname].findall(addnodes.toctree) for include in node["includefiles"]
            ]
        # Sphinx asks here whether a page is in any toctree. It would also write this page again with each of those in
        # it; but what a page shows of others is known better here, and a hidden toctree shows nothing.
        for include in includes:
            env.files_to_rebuild.setdefault(include, set())
    if changed:
        env.__dict__.pop("master_doctree", None)
    return changed


def _set_entries(toctree: addnodes.toctree, docname: str, includes: list[str]) -> None:
    toctree["parent"] = docname
    toctree["includefiles"] = list(includes)
    toctree["entries"] = [(None, include) for include in includes]


def _fill_doctree_file(env: BuildEnvironment, docname: str, includes: list[str]) -> None:
    """Write the entries into the page's pickled doctree, past the caches, and let these forget the page."""
    path = env.doctreedir / f"{docname}.doctree"
    document = pickle.loads(path.read_bytes())
    for toctree in find_blocks(document, addnodes.toctree):
        if toctree.get(GENERATED):
            _set_entries(toctree, docname, includes)
    path.write_bytes(pickle.dumps(document, pickle.HIGHEST_PROTOCOL))
    forget_doctree(env, docname)
