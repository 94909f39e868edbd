"""Hidden toctrees that put the hub in reading order for whatever follows toctrees: sidebars, singlehtml, LaTeX, man.

A hub or section page gets an empty one when it is read (``read.toctrees``). What belongs in it is known only when
all pages are read, so :func:`fill` writes it into the doctree file and into the environment's tables of contents.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from sphinx import addnodes

from ..nodes import find_blocks
from ..read.toctrees import GENERATED
from ..sphinx_private import count_as_listed, forget_doctree, forget_root_doctree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx.environment import BuildEnvironment


def fill(env: BuildEnvironment, entries_by_page: Mapping[str, Sequence[str]]) -> set[str]:
    """Fill the generated toctrees with what each page is to name; returns the pages where something changed."""
    changed: set[str] = set()
    for docname, includes in entries_by_page.items():
        toctree = next((node for node in env.tocs[docname].findall(addnodes.toctree) if node.get(GENERATED)), None)
        if toctree is None:
            continue
        if toctree["includefiles"] != list(includes):
            changed.add(docname)
            _set_entries(toctree, docname, includes)
            _fill_doctree_file(env, docname, includes)
            env.toctree_includes[docname] = [
                include for node in env.tocs[docname].findall(addnodes.toctree) for include in node["includefiles"]
            ]
        # Sphinx asks here whether a page is in any toctree. It would also write this page again with each of those in
        # it; but what a page shows of others is known better here, and a hidden toctree shows nothing.
        for include in includes:
            count_as_listed(env, include)
    if changed:
        forget_root_doctree(env)
    return changed


def _set_entries(toctree: addnodes.toctree, docname: str, includes: Sequence[str]) -> None:
    toctree["parent"] = docname
    toctree["includefiles"] = list(includes)
    toctree["entries"] = [(None, include) for include in includes]


def _fill_doctree_file(env: BuildEnvironment, docname: str, includes: Sequence[str]) -> None:
    """Write the entries into the page's pickled doctree, past the caches, and let these forget the page."""
    path = env.doctreedir / f"{docname}.doctree"
    document = pickle.loads(path.read_bytes())
    for toctree in find_blocks(document, addnodes.toctree):
        if toctree.get(GENERATED):
            _set_entries(toctree, docname, includes)
    path.write_bytes(pickle.dumps(document, pickle.HIGHEST_PROTOCOL))
    forget_doctree(env, docname)
