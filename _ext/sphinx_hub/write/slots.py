"""Fills the slots of a page before it is written: ``render`` makes their content of the page's view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..build.derived import Build, build_of
from ..nodes import find_blocks, hub_meta, hub_placeholder, hub_slot
from .render import Renderer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx


class FillGlossaries(SphinxPostTransform):
    """Fills the glossaries, whose definitions are authors' markup with references, and drops what is shown nowhere."""

    default_priority = 5  # before MyST's references (9) and Sphinx's (10)

    def run(self, **kwargs: Any) -> None:
        """Fill the document's glossaries; gettext keeps the metadata, for translators."""
        build = build_of(self.env)
        held = list(find_blocks(self.document, hub_placeholder))
        _fill(build, [node for node in held if isinstance(node, hub_slot) and node["kind"] == "glossary"])
        if build.builder.name != "gettext":
            for record in held:
                if isinstance(record, hub_meta):
                    record.parent.remove(record)


class FillSlots(SphinxPostTransform):
    """Puts what other pages own into the page's slots, as nodes whose references lead where they should already.

    Since that is so it comes last, and no other transform searches what it makes.
    """

    default_priority = 950

    def run(self, **kwargs: Any) -> None:
        """Fill the document's slots; in singlehtml and LaTeX it is made of many pages."""
        _fill(build_of(self.env), list(find_blocks(self.document, hub_slot)))


def _fill(build: Build, slots: Sequence[hub_slot]) -> None:
    if not slots:  # as where a page is only read for its texts, on which all views wait
        return
    renderer = Renderer(build)
    for place_held in slots:
        parent = place_held.parent
        place = parent.index(place_held)
        parent[place : place + 1] = content = renderer.fill(place_held)
        if place_held["kind"] == "after" and build.builder.format == "html":
            # In HTML the aside belongs to the page, not to its last question.
            for node in content:
                parent.remove(node)
            while isinstance(parent.parent, nodes.section):
                parent = parent.parent
            around = parent.parent
            if isinstance(around, nodes.Element) and around[-1] is not parent:  # footnotes, as MyST collects them
                parent = around
            parent += content


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_post_transform(FillGlossaries)
    app.add_post_transform(FillSlots)
