"""A Sphinx extension that makes a hub of short articles: prerequisites, plans, paths and FAQ, derived and checked.

Read it in this order:

``core/``           what a hub is, in pure Python: values, parsing, the learning graph, checks, views, drawing, exports

``settings.py``     what a project sets in its ``conf.py``

A page is read:

``directives.py``   ``hub-meta``, ``hub-path``, ``hub-plan``, ``hub-glossary``
``notes.py``        what is noted of a page while it is read
``nodes.py``        slots for generated content, and the few nodes that it needs
``transforms.py``   arranges a page: slots, sections of questions, ids
``plaintext.py``    what a doctree says as plain text
``search.py``       what a page is found by: entries of the index, frequent words
``pages.py``        what was read -> the values of the model
``domain.py``       the one store: docname -> page; what others link to

All are read, once a build:

``build.py``        what follows from all pages in one build
``lifecycle.py``    graph, diagnostics, what is written again, ``hub.json``
``diagnostics.py``  the subtypes of warnings, and the one function that warns
``toctrees.py``     hidden toctrees that put the hub in reading order
``words.py``        the words of other pages that a link shows
``navigation.py``   what themes show of others around a page's text
``output.py``       what an output directory was last written with

A page is written:

``fill.py``         fills the slots of a page
``render.py``       a page's view -> docutils nodes
``html.py``         page heads, previous and next, the sidebar, static files
``searchpage.py``   the search page: its scorer, its script, the script's data
``searchindex.py``  the one form of Sphinx's search index
``i18n.py``         the extension's own words in other languages

``__main__.py``     the command line; ``project.py``: reads a project for it; ``skeleton.py``: a new article's text
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension. Sphinx is imported here and not above, so that the core stays free of it."""
    from . import (
        directives,
        domain,
        fill,
        html,
        i18n,
        lifecycle,
        nodes,
        output,
        search,
        searchpage,
        settings,
        transforms,
    )

    parts = settings, i18n, nodes, domain, directives, transforms, lifecycle, fill, html, output, search, searchpage
    for part in parts:
        part.setup(app)
    return {
        "version": __version__,
        # Another extension reads everything anew: it may keep or show something else.
        "env_version": int(lifecycle.package_digest(), 16),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
