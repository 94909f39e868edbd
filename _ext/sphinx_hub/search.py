"""Sphinx's own search index: its one form after any build, and the entries by which articles are found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.search import js_index
from sphinx.util.index_entries import split_index_msg

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


def canonize(builder: Builder, env: BuildEnvironment) -> None:
    """Bring the written index to the form that a clean build gives it.

    Sphinx loses the ``index`` entries of each page that it does not write again, and keeps words that no page has any
    more. The entries are those of the whole ``index`` domain; every list keeps the order that a clean build has.
    """
    if not isinstance(builder, StandaloneHTMLBuilder) or not builder.search or builder.embedded:
        return
    path = Path(builder.outdir, builder.searchindex_filename)
    try:
        index = js_index.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    for words in (index["terms"], index["titleterms"]):
        for word in [word for word, pages in words.items() if pages == []]:
            del words[word]
    index["indexentries"] = _index_entries(index["docnames"], env)
    path.write_text(js_index.dumps(index), encoding="utf-8")


def _index_entries(docnames: list[str], env: BuildEnvironment) -> dict[str, list[tuple[int, str, bool]]]:
    """Text in lower case -> (page, anchor, whether it is a main entry), as Sphinx makes them of the pages it writes."""
    found: dict[str, list[tuple[int, str, bool]]] = {}
    for number, docname in enumerate(docnames):
        metadata = env.metadata.get(docname, {})
        if "no-search" in metadata or "nosearch" in metadata:
            continue
        entries: set[tuple[str, str, str]] = set()
        for kind, value, anchor, main, _key in env.domaindata["index"]["entries"].get(docname, ()):
            try:
                parts = split_index_msg(kind, value)
            except ValueError:
                continue
            if kind in ("see", "seealso"):
                entries.add((parts[0], anchor or "", main))
            entries.update((part, anchor or "", main) for part in parts)
        for text, anchor, main in sorted(entries):
            found.setdefault(text.lower(), []).append((number, anchor, main == "main"))
    return found
