"""Metadata that stands in a page's front matter, or in a notebook's own metadata, instead of in a ``hub-meta``.

The block is taken out of the source before any parser sees it (:mod:`sphinx_hub.core.front_matter`), and what it states is
noted as a directive would note it. Its texts join the page for gettext when the page is parsed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ..core import front_matter
from ..sphinx_private import markdown_inline
from .directives import translatable
from .notes import notes_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def take(app: Sphinx, docname: str, source: list[str]) -> None:
    """Take the block out of the source of a page, as typed, and note what it states."""
    path = app.env.doc2path(docname, base=False)
    kinds = (kind for suffix, kind in app.config.source_suffix.items() if str(path).endswith(suffix))
    if next(kinds, "restructuredtext") == "restructuredtext":
        return
    notes = notes_of(app.env)
    notes.lines = source[0].split("\n")
    is_notebook = str(path).endswith(".ipynb")
    find_unread = front_matter.unread_in_notebook if is_notebook else front_matter.unread_in_markdown
    notes.problems.extend(find_unread(source[0], docname=docname))
    taken = (front_matter.take_from_notebook if is_notebook else front_matter.take_from_markdown)(
        source[0], docname=docname, suffixes=tuple(app.config.source_suffix), root=app.config.root_doc
    )
    if taken is None:
        return
    source[0] = taken.rest
    notes.count = 1
    notes.in_front_matter = True
    notes.meta = taken.parsed.meta
    notes.problems.extend(taken.parsed.problems)


class JoinTexts(SphinxTransform):
    """Puts the texts of the metadata into the page, below its title, where a ``hub-meta`` would have them."""

    default_priority = 5  # before gettext looks for texts

    def apply(self, **kwargs: Any) -> None:
        """Join them; definitions are read by the page's own parser."""
        notes = notes_of(self.env)
        if not notes.in_front_matter or notes.meta is None:
            return

        def inline(paragraph: nodes.TextElement, markup: str, line: int) -> list[nodes.Node]:
            paragraph.source, paragraph.line = path, line or 1
            return markdown_inline(self.document, paragraph, markup, line, "\n".join(notes.lines))

        path = str(self.env.doc2path(self.env.docname))
        record = translatable(notes.meta, self.document, path, inline)
        top = next((node for node in self.document.children if isinstance(node, nodes.section)), None)
        if top is None:
            self.document += record
        else:
            top.insert(1, record)


def setup(app: Sphinx) -> None:
    """Come first, so that the block is taken from the text as its author typed it."""
    app.connect("source-read", take, priority=100)
    app.add_transform(JoinTexts)
