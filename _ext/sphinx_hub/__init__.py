"""A Sphinx extension that makes a hub of short articles: prerequisites, plans, paths and FAQ, derived and checked.

Read it in this order:

``core/``           what a hub is, in pure Python: values, parsing, the learning graph, checks, views, exports
``notes.py``        what is noted of a page while it is read
``directives.py``   ``hub-meta``, ``hub-path``, ``hub-plan``, ``hub-glossary``
``nodes.py``        slots for generated content, and the few nodes that it needs
``transforms.py``   arranges a page when it is read; fills its slots before it is written
``pages.py``        what was read -> the values of the model
``domain.py``       the one store: docname -> page; what others link to
``plaintext.py``    what a doctree says as plain text
``words.py``        the words of other pages that a link shows
``render.py``       a page's view -> docutils nodes
``lifecycle.py``    once a build: graph, diagnostics, what is written again, ``hub.json``
``html.py``         page heads and static files
``search.py``       index entries, the search page, the canonical index
``diagnostics.py``  the subtypes of warnings, and the one function that warns
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"

DEFAULT_TYPES: dict[str, list[str]] = {
    name: [] for name in ("definition", "comparison", "process", "problem", "decision")
}
"""The default of ``hub_article_types``: the types, and the headings that each requires."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension. Sphinx is imported here and not above, so that the core stays free of it."""
    from . import directives, domain, html, i18n, lifecycle, nodes, output, search, transforms

    # None of these is read while a page is read, so a change rewrites what shows it and re-reads nothing.
    app.add_config_value("hub_article_types", DEFAULT_TYPES, "", types=frozenset({dict}))
    app.add_config_value("hub_words_per_minute", 230, "", types=frozenset({int}))
    app.add_config_value("hub_path_limit", 60, "", types=frozenset({int}))

    for part in (i18n, nodes, domain, directives, transforms, lifecycle, html, output, search):
        part.setup(app)
    return {"version": __version__, "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
