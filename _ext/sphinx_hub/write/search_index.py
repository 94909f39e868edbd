"""The one form of Sphinx's search index: that of a clean build.

Read from the output directory and written there again, after Sphinx has written it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.search import js_index
from sphinx.util.index_entries import split_index_msg

from ..core.model import NO_RECORD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..core.model import PageRecord


def canonize(builder: Builder, env: BuildEnvironment, records: Mapping[str, PageRecord]) -> None:
    """Bring the written index to the form that a clean build gives it.

    Sphinx loses the ``index`` entries of each page that it does not write again, and keeps words that no page has any
    more. The entries are those of the whole ``index`` domain; every list keeps the order that a clean build has.
    """
    text = read_index(builder)
    try:
        index = js_index.loads(text or "")
    except ValueError:
        return
    for words in (index["terms"], index["titleterms"]):
        for word in [word for word, pages in words.items() if pages == []]:
            del words[word]
    index["indexentries"] = _index_entries(index["docnames"], env, records)
    write_index(builder, js_index.dumps(index))


def read_index(builder: Builder) -> str | None:
    """The index as it stands in the output directory; None where there is none."""
    if not isinstance(builder, StandaloneHTMLBuilder) or not builder.search or builder.embedded:
        return None
    try:
        return Path(builder.outdir, builder.searchindex_filename).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None


def write_index(builder: Builder, text: str) -> None:
    """Put an index into the place of the one that Sphinx wrote."""
    assert isinstance(builder, StandaloneHTMLBuilder)
    Path(builder.outdir, builder.searchindex_filename).write_text(text, encoding="utf-8")


def _index_entries(
    docnames: list[str], env: BuildEnvironment, records: Mapping[str, PageRecord]
) -> dict[str, list[tuple[int, str, bool]]]:
    """Text in lower case -> (page, anchor, whether it is a main entry), as Sphinx makes them of the pages it writes.

    The names that an article is searched by stand among them.
    """
    found: dict[str, list[tuple[int, str, bool]]] = {}
    for number, docname in enumerate(docnames):
        metadata = env.metadata.get(docname, {})
        if "no-search" in metadata or "nosearch" in metadata:
            continue
        names = records.get(docname, NO_RECORD).search_names
        entries: set[tuple[str, str, str]] = {(name, "", "main") for name in names}
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
