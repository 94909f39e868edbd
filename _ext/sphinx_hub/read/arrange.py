"""Puts a page in shape when it is read; what it shows of others is left to slots, which ``fill`` fills.

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
``begin`` and a ``cards`` slot; both have a hidden toctree, empty for now.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.nodes import make_id
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.nodes import clean_astext

from ..core.check import GENERATED_HEADINGS
from ..core.model import HUB, SECTION, Heading, Meta, Problem, Subtype
from ..core.text import shown
from ..i18n import _
from ..nodes import find_blocks, hub_faq, hub_meta, hub_placeholder, hub_slot, hub_text, slot
from .headings import keep_unlabelled, note_heading
from .names import index_entries, printed_names, searched_names
from .notes import notes_of, source_of
from .plaintext import is_conditional, plain_text
from .references import own_text
from .toctrees import placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx.application import Sphinx

WHERE, QUESTIONS = (heading.casefold() for heading in GENERATED_HEADINGS)
WHERE_ID, QUESTIONS_ID = "where-it-fits", "common-questions"
_BELOW_TITLE = (nodes.title, nodes.Invisible, nodes.target, nodes.system_message, addnodes.index, hub_slot)


_AUTHORS_TITLE = "hub_title"

_WORDS_OF_THE_TARGET = {
    ("std", "doc"),
    ("std", "ref"),
    ("std", "numref"),
    ("hub", "article"),
    ("hub", "section"),
    ("hub", "question"),
    ("math", "eq"),
}
"""The roles that are no part of a question's anchor where they have no text of their own; published links count on it."""


class KeepHeadings(SphinxTransform):
    """Keeps the headings as their author wrote them, since what a type requires is said in the author's language."""

    default_priority = 10  # before gettext's translations (20)

    def apply(self, **kwargs: Any) -> None:
        """Keep the plain text of each title on its section, until the page is arranged."""
        if notes_of(self.env).count:
            for _level, section in _headings_in(self.document):
                section[_AUTHORS_TITLE] = _title_text(section)


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
        tops = _sections_in(self.document)
        self.titles = {
            id(section): section.attributes.pop(_AUTHORS_TITLE, "") for _level, section in _headings_in(self.document)
        }
        held = list(find_blocks(self.document, hub_placeholder))
        records = [node for node in held if isinstance(node, hub_meta)]
        faqs = [node for node in held if isinstance(node, hub_faq)]
        self.notes.translated = {
            text["hub_role"]: text["translation"]
            for record in records
            for text in record.children
            if isinstance(text, hub_text) and "translation" in text
        }
        if meta is None:
            for node in (*records, *faqs):
                _remove(node)
            return
        if records:
            self._check_place(records[0], meta, tops)
        if not tops:
            for faq in faqs:
                _remove(faq)
            return
        self.top = tops[0]
        if records:
            self._take_labels(records[0])
        if meta.type == SECTION:
            self._section_page()
        elif meta.type == HUB:
            self._add_generated(self._slot("begin"), self._slot("cards"))
        else:
            self._article_page(faqs, tops[-1])

    def _slot(self, kind: str) -> hub_slot:
        return slot(kind, self.env.docname)

    def _fault(self, subtype: Subtype, line: int, message: str, source: str = "") -> None:
        self.notes.problems.append(Problem(self.env.docname, line, subtype, message, source))

    def _source(self, node: nodes.Node) -> str:
        return source_of(self.env, node.source)

    def _check_place(self, record: hub_meta, meta: Meta, tops: Sequence[nodes.section]) -> None:
        if not tops:
            self._fault(
                Subtype.META,
                meta.line,
                "the page has no title; begin it with one, and put the hub-meta below it",
                meta.source,
            )
            return
        parent = record.parent
        above = parent.children[: parent.index(record)] if parent is tops[0] else [nodes.paragraph()]
        if not all(isinstance(node, _BELOW_TITLE) for node in above):
            self._fault(
                Subtype.META,
                meta.line,
                "the hub-meta does not stand directly below the page's title; move it there",
                meta.source,
            )

    def _take_labels(self, record: hub_meta) -> None:
        """Labels directly above a page's metadata, which are shown nowhere, lead to the page."""
        above = record.parent.children[: record.parent.index(record)]
        for node in reversed(above):
            if not isinstance(node, nodes.target) or not node["ids"]:
                break
            self._move_labels(node, self.top)
            _remove(node)

    def _move_labels(self, node: nodes.Element, section: nodes.section) -> None:
        """Let labels of a node that is not written lead to a section."""
        section["ids"] += [name for name in node["ids"] if name not in section["ids"]]
        section["names"] += [name for name in node["names"] if name not in section["names"]]
        for name in node["ids"]:
            self.document.ids[name] = section
        node["ids"], node["names"] = [], []

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
        body = self.top.children
        end = next((number for number, child in enumerate(body) if isinstance(child, nodes.section)), len(body))
        holds = [_holds_toctree(child) for child in body]
        place = holds.index(True) if True in holds[:end] else end
        self.top[place:place] = slots
        # Sphinx takes a hidden toctree away while it goes through the page, and would pass over what stands behind it; so
        # ours stands in a compound, as Sphinx's own do, or is the last of the page: a body may not follow a section.
        if True in holds[end:]:
            self.top += placeholder()
        else:
            end += len(slots)
            self.top.insert(end, nodes.compound("", placeholder(), classes=["toctree-wrapper"]))

    # -- an article

    def _article_page(self, faqs: list[hub_faq], last_top: nodes.section) -> None:
        self._note_headings()
        head = [child for child in self.top.children if isinstance(child, hub_meta)]
        position = self.top.index(head[0]) + 1 if head else 1
        if not all(isinstance(node, _BELOW_TITLE) for node in self.top.children[:position]):
            position = 1
        self.top[position:position] = [self._slot("byline"), self._slot("before")]
        questions = self._arrange_questions(faqs, last_top)
        self._arrange_place(questions, last_top)
        # The hub's own sections have their ids by now.
        for number, question in enumerate(self._asked, start=1):
            self._name_question(question, number)
        # What to read next stands behind the questions, where a section may hold it in every builder; what a condition
        # hides cannot hold it.
        deepest = self._asked[-1] if self._asked and not _conditions_around(self._asked[-1]) else last_top
        while sections := _sections_in(deepest):
            deepest = sections[-1]
        deepest += self._slot("after")
        self._enter_names()

    def _enter_names(self) -> None:
        meta = self.notes.meta
        assert meta is not None
        names = [term.name for term in meta.terms]
        text = plain_text(self.document)
        self.top.insert(1, index_entries(printed_names(names, meta.aliases)))
        self.notes.names = searched_names(_title_text(self.top), names, meta.aliases, text, self.config.language)

    def _note_headings(self) -> None:
        self.notes.headings = tuple(
            Heading(self.titles[id(section)], self._heading_line(section), level, self._source(section))
            for level, section in _headings_in(self.document)
            if section is not self.top and section.children
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

    def _is_titled(self, section: nodes.section, title: str) -> bool:
        return " ".join(self.titles.get(id(section), "").casefold().split()) == title

    def _section_titled(self, title: str) -> nodes.section | None:
        return next((section for section in _sections_in(self.top) if self._is_titled(section, title)), None)

    def _arrange_questions(self, faqs: list[hub_faq], last_top: nodes.section) -> nodes.section | None:
        """Put the questions into the section that is theirs; returns it."""
        self._asked: list[nodes.section] = []
        if not faqs:
            return None
        faq = faqs[0]
        questions: list[nodes.Node] = [section for section in faq.children if self._has_words(section)]
        conditions = [node.copy() for node in _conditions_around(faq)]
        authored = self._section_titled(QUESTIONS)
        if not faq["second"] or not any(isinstance(node, nodes.section) for node in _above(faq)):
            _remove(faq)
            section = authored or self._new_section(_("Common questions"), QUESTIONS_ID)
            if authored is None:
                last_top += section
        else:
            holder, child = _holder(faq)
            below = holder.children[holder.index(child) + 1 :]
            opening = [node for node in below if not isinstance(node, nodes.section)] if not conditions else []
            _remove(faq)
            around = [node for node in (holder, *_above(holder)) if node in _sections_in(self.top)]
            if around and self._is_titled(around[0], QUESTIONS):
                section = authored = around[0]
            else:
                for node in opening:
                    holder.remove(node)
                section = self._new_section(_("Common questions"), QUESTIONS_ID)
                section.extend(opening)
                self._insert_after(holder, section)
        if section is authored:
            self._claim_id(section, QUESTIONS_ID)
        section["classes"].append("hub-questions")
        self._move_labels(faq, section)
        self._asked = [question for question in questions if isinstance(question, nodes.section)]
        if section is authored:
            _add_body(section, *_within(conditions, questions))
        else:
            _add_body(section, *questions)
            if conditions:
                parent = section.parent
                place = parent.index(section)
                parent[place : place + 1] = _within(conditions, [section])
        return section

    def _has_words(self, question: nodes.Node) -> bool:
        """Whether a question says anything; one that does not would be an empty heading, so it is dropped."""
        assert isinstance(question, nodes.section)
        if (
            any(isinstance(node, addnodes.pending_xref) for node in question[0].findall())
            or own_text(question[0]).strip()
        ):
            return True
        self._fault(
            Subtype.META,
            question.line or 0,
            "the question has no words; ask it as a reader would",
            self._source(question),
        )
        return False

    def _insert_after(self, holder: nodes.section, section: nodes.section) -> None:
        """Put a level-two section behind the level-two section that has ``holder`` in it."""
        node = holder
        while (
            node.parent is not None and node.parent.parent is not None and isinstance(node.parent.parent, nodes.section)
        ):
            node = node.parent  # type: ignore[assignment]
        if isinstance(node.parent, nodes.section):
            node.parent.insert(node.parent.index(node) + 1, section)
        else:  # directly below the title
            _add_body(node, section)

    def _arrange_place(self, questions: nodes.section | None, last_top: nodes.section) -> None:
        authored = self._section_titled(WHERE)
        if authored is not None:
            self._claim_id(authored, WHERE_ID)
            _add_body(authored, self._slot("where"))
            return
        section = self._new_section(_("Where it fits"), WHERE_ID)
        section += self._slot("where")
        if questions is not None and questions.parent is not None:
            holder, child = _holder(questions)
            holder.insert(holder.index(child), section)
        else:
            last_top += section

    def _new_section(self, title: object, wanted_id: str) -> nodes.section:
        """A level-two section of the hub's own; its title is no search entry of the page."""
        text = str(title)
        section = nodes.section("", nodes.title("", text, classes=["no-search"]), classes=["hub-generated"])
        keep_unlabelled(section, self.env.docname)
        self._give_id(section, wanted_id)
        note_heading(self.document, self.env, section, text, level=2)
        return section

    def _claim_id(self, section: nodes.section, wanted: str) -> None:
        """See that an author's section has the id that links count on."""
        if wanted not in section["ids"] and wanted not in self.document.ids:
            section["ids"].insert(0, wanted)
            self.document.ids[wanted] = section

    def _give_id(self, section: nodes.section, wanted: str) -> str:
        anchor, number = wanted, 1
        while anchor in self.document.ids:
            number += 1
            anchor = f"{wanted}-{number}"
        section["ids"] = [anchor]
        self.document.ids[anchor] = section
        return anchor

    def _name_question(self, section: nodes.section, number: int) -> None:
        text = _text_of_its_own(section[0])
        wanted = make_id(text) or f"question-{number}"
        anchor = self._give_id(section, wanted)
        note_heading(self.document, self.env, section, own_text(section[0]), level=3)
        if anchor != wanted:
            self._fault(
                Subtype.QUESTION,
                section.line or 0,
                f"the question `{shown(text)}` has the anchor `{shown(wanted)}`, which the page has already; "
                f"it becomes `{shown(anchor)}`; ask it in other words",
                self._source(section),
            )


def _sections_in(node: nodes.Element) -> list[nodes.section]:
    return [child for child in node.children if isinstance(child, nodes.section)]


def _headings_in(node: nodes.Element, level: int = 1) -> Iterator[tuple[int, nodes.section]]:
    """The headings of a page with their levels, in order."""
    for section in _sections_in(node):
        yield level, section
        yield from _headings_in(section, level + 1)


def _title_text(section: nodes.section) -> str:
    title = section[0] if section.children else None
    return clean_astext(title) if isinstance(title, nodes.Element) else ""


def _text_of_its_own(node: nodes.Node) -> str:
    """A question's text without the words of the pages that it refers to: these may change, and its anchor may not."""
    if isinstance(node, addnodes.pending_xref) and not node.get("refexplicit"):
        kind = (node.get("refdomain") or "", node.get("reftype") or "")
        if kind in _WORDS_OF_THE_TARGET or kind[1] in ("myst", "any"):
            return ""
    if isinstance(node, nodes.Text | nodes.image | nodes.raw):
        return own_text(node)
    return "".join(map(_text_of_its_own, node.children))


def _holds_toctree(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and any(True for _ in find_blocks(node, addnodes.toctree))


def _remove(node: nodes.Node) -> None:
    if node.parent is not None:
        node.parent.remove(node)


def _add_body(section: nodes.section, *added: nodes.Node) -> None:
    """Put nodes behind the section's own text, before its sub-sections."""
    first = next(
        (number for number, child in enumerate(section.children) if isinstance(child, nodes.section)), len(section)
    )
    section[first:first] = list(added)


def _above(node: nodes.Node) -> Iterator[nodes.Element]:
    while node.parent is not None:
        node = node.parent
        yield node


def _conditions_around(node: nodes.Node) -> list[nodes.Element]:
    """What decides whether a node is shown, from the inside out."""
    return [above for above in _above(node) if is_conditional(above)]


def _within(conditions: Sequence[nodes.Element], shown: list[nodes.Node]) -> list[nodes.Node]:
    """Nodes within copies of the conditions, which go from the inside out."""
    for condition in conditions:
        around = condition.copy()
        around.extend(shown)
        shown = [around]
    return shown


def _holder(node: nodes.Node) -> tuple[nodes.section, nodes.Node]:
    """The nearest section around a node, and that section's child which is or holds the node."""
    while not isinstance(node.parent, nodes.section):
        node = node.parent
    return node.parent, node


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_transform(KeepHeadings)
    app.add_transform(ArrangePage)
