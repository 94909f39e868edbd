"""The questions of an article, moved from where their directive stands into the section that is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from docutils.nodes import make_id
from sphinx import addnodes

from ..core.check import GENERATED_HEADINGS
from ..core.model import Subtype
from ..core.text import shown
from ..i18n import _
from .headings import note_heading
from .notes import note_fault, source_of
from .page_sections import add_body, ancestors, conditions_around, remove, section_around, sections_in, within
from .references import own_text

if TYPE_CHECKING:
    from ..nodes import hub_faq
    from .page_sections import Sections

_TITLE, _ID = GENERATED_HEADINGS[1].casefold(), "common-questions"

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


def arrange_questions(
    page: Sections, faq: hub_faq, last_top: nodes.section
) -> tuple[nodes.section, list[nodes.section]]:
    """Put the questions into the section that is theirs; returns it, and a section for each question.

    It is the author's, where one is titled so, else a new one: behind the section that a second ``hub-meta`` stands in,
    or at the end of ``last_top``, the last section of the page.
    """
    questions: list[nodes.Node] = [question for question in faq.children if _has_words(page, question)]
    conditions = [node.copy() for node in conditions_around(faq)]
    authored = page.section_titled(_TITLE)
    if not faq["second"] or not any(isinstance(node, nodes.section) for node in ancestors(faq)):
        remove(faq)
        section = authored or page.new_section(_("Common questions"), _ID)
        if authored is None:
            last_top += section
    else:
        holder, child = section_around(faq)
        below = holder.children[holder.index(child) + 1 :]
        opening = [node for node in below if not isinstance(node, nodes.section)] if not conditions else []
        remove(faq)
        around = [node for node in (holder, *ancestors(holder)) if node in sections_in(page.top)]
        if around and page.is_titled(around[0], _TITLE):
            section = authored = around[0]
        else:
            for node in opening:
                holder.remove(node)
            section = page.new_section(_("Common questions"), _ID)
            section.extend(opening)
            _insert_after(holder, section)
    section["classes"].append("hub-questions")
    page.move_labels(faq, section)
    if section is authored:
        page.claim_id(section, _ID)
        add_body(section, *within(conditions, questions))
    else:
        add_body(section, *questions)
        if conditions:
            parent = section.parent
            place = parent.index(section)
            parent[place : place + 1] = within(conditions, [section])
    return section, [question for question in questions if isinstance(question, nodes.section)]


def name_questions(page: Sections, questions: list[nodes.section]) -> None:
    """Give each question its anchor, once the hub's own sections have theirs."""
    for number, question in enumerate(questions, start=1):
        text = _text_of_its_own(question[0])
        preferred = make_id(text) or f"question-{number}"
        anchor = page.give_id(question, preferred)
        note_heading(page.document, page.env, question, own_text(question[0]), level=3)
        if anchor != preferred:
            note_fault(
                page.env,
                Subtype.QUESTION,
                question.line or 0,
                f"the question `{shown(text)}` has the anchor `{shown(preferred)}`, which the page has already; "
                f"it becomes `{shown(anchor)}`; ask it in other words",
                source_of(page.env, question.source),
            )


def _has_words(page: Sections, question: nodes.Node) -> bool:
    """Whether a question says anything; one that does not would be an empty heading, so it is dropped."""
    assert isinstance(question, nodes.section)
    if any(isinstance(node, addnodes.pending_xref) for node in question[0].findall()) or own_text(question[0]).strip():
        return True
    note_fault(
        page.env,
        Subtype.META,
        question.line or 0,
        "the question has no words; ask it as a reader would",
        source_of(page.env, question.source),
    )
    return False


def _insert_after(holder: nodes.section, section: nodes.section) -> None:
    """Put a level-two section behind the level-two section that has ``holder`` in it."""
    node = holder
    while node.parent is not None and node.parent.parent is not None and isinstance(node.parent.parent, nodes.section):
        node = node.parent  # type: ignore[assignment]
    if isinstance(node.parent, nodes.section):
        node.parent.insert(node.parent.index(node) + 1, section)
    else:  # directly below the title
        add_body(node, section)


def _text_of_its_own(node: nodes.Node) -> str:
    """A question's text without the words of the pages that it refers to: these may change, and its anchor may not."""
    if isinstance(node, addnodes.pending_xref) and not node.get("refexplicit"):
        kind = (node.get("refdomain") or "", node.get("reftype") or "")
        if kind in _WORDS_OF_THE_TARGET or kind[1] in ("myst", "any"):
            return ""
    if isinstance(node, nodes.Text | nodes.image | nodes.raw):
        return own_text(node)
    return "".join(map(_text_of_its_own, node.children))
