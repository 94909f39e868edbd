"""Puts a page in shape when it is read; what it shows of others is left to slots, which ``write.slots`` fills.

:class:`ArrangePage` runs while a page is read. The page of an article is, from top to bottom::

    section (the title's)
        title
        hub_slot byline, hub_slot before
        ...  the author's text and level-two sections
        section where-it-fits    the author's, or one of ours; ends with hub_slot where
        section common-questions the author's, or one of ours; a section for each question
        ...  the author's sections that follow
             (in the very last section of the page) hub_slot after

A section's page has a ``path`` slot and slots for nested sections before its first sub-section, the hub's a
``begin``, a ``cards`` and a ``progress`` slot; both have a hidden toctree, empty for now.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from ..core.check import GENERATED_HEADINGS
from ..core.model import HUB, SECTION, Heading, Meta, Subtype
from ..i18n import _
from ..nodes import find_blocks, hub_faq, hub_meta, hub_placeholder, hub_slot, hub_text, slot
from .names import index_entries, printed_names, searched_names
from .notes import note_fault, notes_of, source_of
from .page_sections import (
    Sections,
    add_body,
    conditions_around,
    headings_in,
    holds_toctree,
    remove,
    section_around,
    sections_in,
    title_text,
)
from .plaintext import plain_text
from .questions import arrange_questions, name_questions
from .toctrees import placeholder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx

_PLACE, _PLACE_ID = GENERATED_HEADINGS[0].casefold(), "where-it-fits"
_BELOW_TITLE = (
    nodes.title,
    nodes.Invisible,
    nodes.target,
    nodes.meta,
    nodes.system_message,
    addnodes.highlightlang,
    addnodes.index,
    addnodes.tabular_col_spec,
    hub_slot,
)
"""What may stand above a ``hub-meta``: the title, and what pages do not show."""


_AUTHORS_TITLE = "hub_title"


class KeepHeadings(SphinxTransform):
    """Keeps the headings as their author wrote them, since what a type requires is said in the author's language."""

    default_priority = 10  # before gettext's translations (20)

    def apply(self, **kwargs: Any) -> None:
        """Keep the plain text of each title on its section, until the page is arranged."""
        if notes_of(self.env).count:
            for _level, section in headings_in(self.document):
                section[_AUTHORS_TITLE] = title_text(section)


class ArrangePage(SphinxTransform):
    """Turns the parsed ``hub-meta`` of a page into slots and real sections, and notes the page's headings."""

    # After the parsers' ids and substitutions, and after gettext's translations (20); before the contents
    # directive (720), quotes (750) and the domains (850).
    default_priority = 300

    def apply(self, **kwargs: Any) -> None:
        """Arrange the page; an ordinary one keeps nothing of its ``hub-meta``."""
        self.notes = notes_of(self.env)
        if not self.notes.count:
            return
        meta = self.notes.meta
        tops = sections_in(self.document)
        titles = {
            id(section): section.attributes.pop(_AUTHORS_TITLE, "") for _level, section in headings_in(self.document)
        }
        held = list(find_blocks(self.document, hub_placeholder))
        meta_nodes = [node for node in held if isinstance(node, hub_meta)]
        faqs = [node for node in held if isinstance(node, hub_faq)]
        self.notes.translated = {
            text["hub_role"]: text["translation"]
            for node in meta_nodes
            for text in node.children
            if isinstance(text, hub_text) and "translation" in text
        }
        if meta is None:
            for node in (*meta_nodes, *faqs):
                remove(node)
            return
        if meta_nodes:
            self._check_place(meta_nodes[0], meta, tops)
        if not tops:
            for faq in faqs:
                remove(faq)
            return
        self.page = Sections(self.document, self.env, tops[0], titles)
        if meta_nodes:
            self._take_labels(meta_nodes[0])
        if meta.type == SECTION:
            self._section_page()
        elif meta.type == HUB:
            self._add_generated(self._slot("begin"), self._slot("cards"), self._slot("progress"))
        else:
            self._article_page(faqs, tops[-1])

    def _slot(self, kind: str) -> hub_slot:
        return slot(kind, self.env.docname)

    def _check_place(self, meta_node: hub_meta, meta: Meta, tops: Sequence[nodes.section]) -> None:
        if not tops:
            note_fault(
                self.env,
                Subtype.META,
                meta.line,
                "the page has no title; begin it with one, and put the hub-meta below it",
                meta.source,
            )
            return
        parent = meta_node.parent
        above = parent.children[: parent.index(meta_node)] if parent is tops[0] else [nodes.paragraph()]
        if not all(isinstance(node, _BELOW_TITLE) for node in above):
            note_fault(
                self.env,
                Subtype.META,
                meta.line,
                "the hub-meta does not stand directly below the page's title; move it there",
                meta.source,
            )

    def _take_labels(self, meta_node: hub_meta) -> None:
        """Labels directly above a page's metadata, which are shown nowhere, lead to the page."""
        above = meta_node.parent.children[: meta_node.parent.index(meta_node)]
        for node in reversed(above):
            if not isinstance(node, nodes.target) or not node["ids"]:
                break
            self.page.move_labels(node, self.page.top)
            remove(node)

    # -- a section's page

    def _section_page(self) -> None:
        own = self.env.docname
        names = (own, own.removesuffix("index").rstrip("/") or ".")  # of the page, or of its folder
        drawn = any(node["kind"] == "path" and node["target"] in names for node in find_blocks(self.document, hub_slot))
        self._add_generated(*([] if drawn else [self._slot("path")]), self._slot("cards"))

    def _add_generated(self, *slots: hub_slot) -> None:
        """Slots behind the text, and a hidden toctree behind all of the author's.

        The slots come before what an author's toctrees name, since a book has those pages in their toctree's place.
        """
        body = self.page.top.children
        end = next((number for number, child in enumerate(body) if isinstance(child, nodes.section)), len(body))
        holds = [holds_toctree(child) for child in body]
        place = holds.index(True) if True in holds[:end] else end
        self.page.top[place:place] = slots
        # Sphinx takes a hidden toctree away while it goes through the page, and would pass over what stands behind it; so
        # ours stands in a compound, as Sphinx's own do, or is the last of the page: a body may not follow a section.
        if True in holds[end:]:
            self.page.top.append(placeholder())
        else:
            end += len(slots)
            self.page.top.insert(end, nodes.compound("", placeholder(), classes=["toctree-wrapper"]))

    # -- an article

    def _article_page(self, faqs: list[hub_faq], last_top: nodes.section) -> None:
        self._note_headings()
        head = [child for child in self.page.top.children if isinstance(child, hub_meta)]
        position = self.page.top.index(head[0]) + 1 if head else 1
        if not all(isinstance(node, _BELOW_TITLE) for node in self.page.top.children[:position]):
            position = 1
        self.page.top[position:position] = [self._slot("byline"), self._slot("before")]
        questions, question_sections = arrange_questions(self.page, faqs[0], last_top) if faqs else (None, [])
        self._arrange_place(questions, last_top)
        name_questions(self.page, question_sections)
        # What to read next stands behind the questions, where a section may hold it in every builder; what a condition
        # hides cannot hold it.
        deepest: nodes.Element = (
            question_sections[-1] if question_sections and not conditions_around(question_sections[-1]) else last_top
        )
        while sections := sections_in(deepest):
            deepest = sections[-1]
        deepest += self._slot("after")
        self._enter_names()

    def _enter_names(self) -> None:
        meta = self.notes.meta
        assert meta is not None
        names = [term.name for term in meta.terms]
        text = plain_text(self.document)
        self.page.top.insert(1, index_entries(printed_names(names, meta.aliases)))
        title, language = title_text(self.page.top), self.config.language
        self.notes.search_names = searched_names(title, names, meta.aliases, text, language)

    def _note_headings(self) -> None:
        self.notes.headings = tuple(
            Heading(
                self.page.titles[id(section)], self._heading_line(section), level, source_of(self.env, section.source)
            )
            for level, section in headings_in(self.document)
            if section is not self.page.top and section.children
        )

    def _heading_line(self, section: nodes.section) -> int:
        line = section[0].line or section.line or 0
        # reStructuredText counts the line of the adornment below the title.
        return line - 1 if self._titles_are_adorned and line else line

    @cached_property
    def _titles_are_adorned(self) -> bool:
        path = str(self.env.doc2path(self.env.docname))
        kinds = (kind for suffix, kind in self.config.source_suffix.items() if path.endswith(suffix))
        return next(kinds, None) in (None, "restructuredtext")

    def _arrange_place(self, questions: nodes.section | None, last_top: nodes.section) -> None:
        authored = self.page.section_titled(_PLACE)
        if authored is not None:
            self.page.claim_id(authored, _PLACE_ID)
            add_body(authored, self._slot("where"))
            return
        section = self.page.new_section(_("Where it fits"), _PLACE_ID)
        section += self._slot("where")
        if questions is not None and questions.parent is not None:
            holder, child = section_around(questions)
            holder.insert(holder.index(child), section)
        else:
            last_top += section


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_transform(KeepHeadings)
    app.add_transform(ArrangePage)
