"""A Sphinx extension that makes a hub of short articles: prerequisites, plans, paths and FAQ, derived and checked.

Read it in this order; each part imports only from what stands above it. A key of ``hub-meta`` is in ``core/meta_keys.py``,
what is wrong with one page there and with several in ``core/check.py`` and ``core/order_checks.py``, the order of all pages
in ``core/toctree_order.py`` and ``core/graph.py``, and what a card or any other box shows in ``core/page_view.py``:

``core/``           what a hub is, in pure Python: records, parsing, the learning graph, checks, views, lanes, exports
``nodes.py``        slots for generated content, and the few nodes that it needs
``settings.py``     what a project sets in its ``conf.py``
``i18n.py``         the extension's own words in other languages
``sphinx_private.py`` all that is used of Sphinx and MyST without their promise
``read/``           one page, while Sphinx reads it
``domain.py``       the one store, of a record for each page; what others link to
``build/``          what follows from all pages, once a build
``write/``          one page, while it is written, and the files of the whole
``lifecycle.py``    the events, in the order in which Sphinx fires them
``cli/``            the command line
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .core.graph import LearningGraph
from .core.model import RECORD_VERSION, Article, Hub, Section
from .core.untaught import Untaught

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["Article", "Hub", "LearningGraph", "Section", "Untaught", "hub", "setup", "untaught_terms"]
__version__ = "0.1.0"
OLDEST_SPHINX = (8, 2)
"""An older Sphinx is told so instead of failing somewhere; the package's metadata says the same."""


def hub(env: BuildEnvironment) -> LearningGraph:
    """The hub of a project whose pages are read, for other extensions and for tools.

    The graph holds what the pages state (``articles`` and ``sections`` by docname, ``hub`` or None, ``title``) and all that
    follows from it: ``reading_order`` is a tuple of docnames, ``section_articles`` maps the docname of a section to those of
    its articles in learning order, ``minutes(docname)`` is a whole number of minutes. Pages that are not of the hub are not
    in it; a project without any ``hub-meta`` has an empty graph.

    It is complete from ``env-updated`` on; call this again in each build, and do not keep the result. Raises ``KeyError``
    before Sphinx begins to read (``env-before-read-docs``), and where the project does not load the extension.
    """
    from .build.derived import build_of

    return build_of(env).graph


def untaught_terms(env: BuildEnvironment) -> tuple[Untaught, ...]:
    """Terms that articles use before they are taught, of a project whose pages are read: see :func:`hub` for when.

    Of each term the first use in each article, by article and line.
    """
    from .build.untaught import untaught_terms

    return untaught_terms(env)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension. Sphinx is imported here and not above, so that the core stays free of it."""
    app.require_sphinx(OLDEST_SPHINX)  # before anything is imported that an older one lacks
    from . import domain, i18n, lifecycle, nodes, settings
    from .build import stamps
    from .read import arrange, directives, front_matter
    from .write import head, page_toc, slots

    parts = (
        settings,
        i18n,
        nodes,
        domain,
        directives,
        front_matter,
        arrange,
        lifecycle,
        slots,
        page_toc,
        head,
        stamps,
    )
    for part in parts:
        part.setup(app)
    return {
        "version": __version__,
        "env_version": RECORD_VERSION,  # a change of it has every page read anew
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
