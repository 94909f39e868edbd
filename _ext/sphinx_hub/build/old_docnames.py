"""The articles that have had another address, as ``sphinxext-rediraffe`` is told of them."""

from __future__ import annotations

import posixpath
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ExtensionError

if TYPE_CHECKING:
    from collections.abc import Container

    from sphinx.config import Config


def moved_articles(
    config: Config, folder: Path, articles: Container[str], pages: Container[str]
) -> tuple[tuple[str, str], ...]:
    """The docnames that articles once had, each with the one of today, in order; none where nothing redirects.

    A docname that is one of the ``pages`` again stands for that page. ``folder`` is the project's. What is wrong with the redirects that extension says itself, when it writes them.
    """
    stated = getattr(config, "rediraffe_redirects", None)
    if not stated:
        return ()
    from sphinxext.rediraffe import create_graph, create_simple_redirects  # type: ignore[import-untyped]

    found: dict[str, str] = {}
    with suppress(ExtensionError, OSError):
        read = stated if isinstance(stated, dict) else create_graph(folder / stated)
        named = {_docname(old, config): _docname(new, config) for old, new in read.items()}
        found = create_simple_redirects({old: new for old, new in named.items() if old not in pages})
    return tuple(sorted((old, new) for old, new in found.items() if new in articles))


def _docname(path: str, config: Config) -> str:
    path = posixpath.normpath(path.replace("\\", "/")).lstrip("/")
    return next((path.removesuffix(suffix) for suffix in config.source_suffix if path.endswith(suffix)), path)
