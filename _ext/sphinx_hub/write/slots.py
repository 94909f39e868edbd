"""Fills the slots of a page before it is written: ``render`` makes their content of the page's view."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.transforms import SphinxTransformer
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import new_document
from sphinx.util.logging import suppress_logging
from sphinx.util.osutil import relative_uri

from ..build.derived import Build, build_of
from ..build.terms import is_term_role
from ..nodes import find_blocks, hub_meta, hub_placeholder, hub_quote, hub_slot, hub_term, place_reference
from ..read.plaintext import shown_references
from ..read.references import reference_of
from ..read.toctrees import GENERATED
from ..sphinx_private import resolving_transforms
from .render import Renderer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from ..core.model import Reference


class DefineTerms(SphinxPostTransform):
    """Puts their definitions around the links to terms, which are cross-references yet; only where HTML is written."""

    default_priority = 5  # before MyST's references (9) and Sphinx's (10)

    def run(self, **kwargs: Any) -> None:
        """Go through the text; in singlehtml it is that of many pages."""
        build = build_of(self.env)
        if not build.is_web or build.resolution.is_probing:
            return
        definitions: dict[str, dict[Reference, str]] = {}
        for link in shown_references(self.document):
            page = link.get("refdoc", self.env.docname)
            if page not in definitions:
                definitions[page] = dict(build.view(page).definitions)
            if not definitions[page]:
                continue
            reference = reference_of(link, self.document, page)
            definition = definitions[page].get(reference)
            if definition is None:
                continue
            if not is_term_role(reference):  # its first mention alone
                del definitions[page][reference]
            term = hub_term("", definition=definition)
            link.replace_self(term)
            term += link


class FillGlossaries(SphinxPostTransform):
    """Fills the glossaries, which quote authors' markup with its references, and drops what is shown nowhere.

    It comes when references are resolved: those of a definition were so on its own page, where a broken one is told. In
    what glossaries quote they are resolved here, without telling that again.
    """

    default_priority = 15  # after MyST's references (9) and Sphinx's (10)

    def run(self, **kwargs: Any) -> None:
        """Fill the document's glossaries; gettext keeps the metadata, for translators."""
        build = build_of(self.env)
        held = list(find_blocks(self.document, hub_placeholder))
        _fill(build, [node for node in held if isinstance(node, hub_slot) and node["kind"] == "glossary"])
        quotes = list(self.document.findall(hub_quote))
        self._resolve(quotes)
        for quote in quotes:
            for link in list(quote.findall(nodes.reference)):
                if link.get("refid"):  # a place on the page that is quoted
                    _lead_to(link, build.builder, self.env.docname, quote["docname"])
            quote.parent[quote.parent.index(quote) : quote.parent.index(quote) + 1] = quote.children
        if build.builder.name != "gettext":
            for record in held:
                if isinstance(record, hub_meta):
                    record.parent.remove(record)

    def _resolve(self, quotes: list[hub_quote]) -> None:
        if not quotes:
            return
        document = new_document("")
        document.settings.env = self.env
        for quote in quotes:
            document += nodes.paragraph("", "", *quote.children)
        transformer = SphinxTransformer(document)
        resolving = resolving_transforms(self.env)
        transformer.add_transforms(
            [t for t in resolving if t is not DefineTerms and (t.default_priority or 0) < self.default_priority]
        )
        with suppress_logging():
            transformer.apply_transforms()
        for quote, paragraph in zip(quotes, document.children, strict=True):
            assert isinstance(paragraph, nodes.paragraph)
            quote.children = []
            quote += paragraph.children


def _lead_to(link: nodes.reference, builder: Builder, page: str, docname: str) -> None:
    new: nodes.Element = nodes.inline()
    with suppress(NoUri):  # where the builder has no addresses the words stay
        new = place_reference(builder, page, docname, link["refid"], nodes.Text(""))
        new.clear()
    new += link.children
    link.replace_self(new)


class FillSlots(SphinxPostTransform):
    """Puts what other pages own into the page's slots, as nodes whose references lead where they should already.

    Since that is so it comes last, and no other transform searches what it makes.
    """

    default_priority = 950

    def run(self, **kwargs: Any) -> None:
        """Fill the document's slots; in singlehtml and LaTeX it is made of many pages."""
        build = build_of(self.env)
        _fill(build, list(find_blocks(self.document, hub_slot)))
        if build.shows_generated:
            for toctree in find_blocks(self.document, addnodes.toctree):
                toctree["hidden"] = toctree["hidden"] and not toctree.get(GENERATED)


def _link(builder: Builder, page: str, docname: str, text: str, anchor: str) -> nodes.Node:
    """A link as Sphinx resolves one; its target is known to exist, so it need not be looked for."""
    try:
        return place_reference(builder, page, docname, anchor, nodes.Text(text))
    except NoUri:
        return nodes.Text(text)


def _link_elsewhere(builder: Builder, page: str, url: str, text: str) -> nodes.Node:
    """A link to another project; an address without a host leads on from the root of the site."""
    if "://" not in url and not url.startswith("/") and builder.format == "html":
        url = relative_uri(builder.get_target_uri(page), url)
    return nodes.reference("", "", nodes.Text(text), internal=False, refuri=url)


def _fill(build: Build, slots: Sequence[hub_slot]) -> None:
    if not slots:  # as where a page is only read for its texts, on which all views wait
        return
    renderers: dict[str, Renderer] = {}
    for place_held in slots:
        page = place_held["page"]
        if page not in renderers:
            to_page, away = partial(_link, build.builder, page), partial(_link_elsewhere, build.builder, page)
            renderers[page] = Renderer(build.view(page), to_page, away)
        parent = place_held.parent
        place = parent.index(place_held)
        content = renderers[page].fill(place_held) if page in build.env.found_docs else []
        parent[place : place + 1] = content = _labelled(place_held["ids"], content, build.builder)
        if place_held["kind"] == "after" and build.builder.format == "html":
            _lift(content, parent)


def _lift(content: list[nodes.Node], section: nodes.Element) -> None:
    """Put what to read next behind the page's questions, or behind its text: in HTML it belongs to the page and not to
    the section that holds it elsewhere."""
    for node in content:
        section.remove(node)
    while isinstance(section.parent, nodes.section) and "hub-questions" not in section["classes"]:
        section = section.parent
    around = section.parent
    if "hub-questions" in section["classes"]:
        place = around.index(section) + 1
        around[place:place] = content
        return
    if isinstance(around, nodes.Element) and around[-1] is not section:  # footnotes, as MyST collects them
        section = around
    section += content


def _labelled(ids: list[str], content: list[nodes.Node], builder: Builder) -> list[nodes.Node]:
    """Let labels above a directive lead to what is generated there, or to its place."""
    if not ids:
        return content
    first = content[0] if content else None
    if builder.format == "html" and isinstance(first, nodes.Element):
        first["ids"] = [*ids, *first["ids"]]
        return content
    return [nodes.target("", "", ids=ids), *content]


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_post_transform(DefineTerms)
    app.add_post_transform(FillGlossaries)
    app.add_post_transform(FillSlots)
