"""Fills slots: a page's view -> docutils nodes.

What is shown of other pages comes from the :class:`~sphinx_hub.core.page_view.PageView` alone. The nodes are ordinary ones
(lists, paragraphs, cross-references), so that every builder can write them; boxes and summaries are elements in HTML.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.nodes import make_id

from ..i18n import _, shown_date
from ..nodes import hub_box, hub_quote, hub_slot, hub_summary, hub_time
from ..read.definitions import nodes_of
from . import elements, progress
from .learning_path import learning_path, level_of, reading_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ..core.elsewhere import PageElsewhere
    from ..core.page_view import ArticleView, Card, Entry, PageView, Plan, Prerequisite, Ref, Step

    Linker = Callable[[str, str, str], nodes.Node]
    ElsewhereLinker = Callable[[str, str], nodes.Node]


class Renderer:
    """Fills the slots of one page with what its ``view`` says; it knows nothing else.

    ``link`` makes a link from the page to another one: of a docname, a text, and the id of a place there or nothing.
    ``link_elsewhere`` makes one to another project, of an address and a text.
    """

    def __init__(self, view: PageView, link: Linker, link_elsewhere: ElsewhereLinker) -> None:
        self._view = view
        self._link = link
        self._link_elsewhere = link_elsewhere
        self._is_anchored = False
        self._has_letters = False

    def fill(self, slot: hub_slot) -> list[nodes.Node]:
        """The nodes for a slot; none where there is nothing to show."""
        fill = {
            "byline": self._byline,
            "before": self._before,
            "where": self._where,
            "after": self._after,
            "begin": self._begin,
            "cards": self._cards,
            "progress": self._progress,
            "path": self._path,
            "plan": self._plan,
            "glossary": self._glossary,
        }[slot["kind"]]
        return fill(slot)

    def _ref(self, ref: Ref | Prerequisite | Step | Entry) -> nodes.Node:
        return self._link(ref.docname, ref.title, "")

    def _elsewhere(self, page: PageElsewhere) -> nodes.Node:
        """A page of another project, with that project's name."""
        link, project = self._link_elsewhere(page.url, page.title), nodes.Text(page.project)
        sentence = elements.sentence(_("{article} ({project})"), article=link, project=project)
        return nodes.inline("", "", *sentence, classes=["hub-elsewhere"])

    def _elsewhere_first(self, pages: Iterable[PageElsewhere]) -> nodes.paragraph:
        """The line of a plan that says what to read in other projects before it."""
        named = elements.listed(map(self._elsewhere, pages))
        sentence = elements.sentence(_("Elsewhere first: {articles}"), articles=nodes.inline("", "", *named))
        return elements.paragraph(*sentence, classes=["hub-elsewhere-first"])

    # -- an article

    def _byline(self, slot: hub_slot) -> list[nodes.Node]:
        article = self._view.article
        if article is None:  # a draft
            parts: list[nodes.Node] = [
                elements.inline(str(_("Draft")), "hub-draft"),
                elements.inline(self._view.draft or "", "hub-type"),
            ]
            return [elements.paragraph(*elements.separated(parts), classes=["hub-byline", "no-search"])]
        place = article.place
        parts = []
        if place.section:
            number = str(_("{position} of {total}")).format(position=place.position, total=place.total)
            parts += [self._link(place.section.docname, number, place.anchor), self._ref(place.section)]
        parts += [elements.inline(article.type, "hub-type"), nodes.Text(elements.minutes(article.minutes))]
        if article.reviewed:
            parts.append(nodes.inline("", "", *elements.sentence(_("Reviewed {date}"), date=_date(article.reviewed))))
        return [elements.paragraph(*elements.separated(parts), classes=["hub-byline", "no-search"])]

    def _before(self, slot: hub_slot) -> list[nodes.Node]:
        article = self._view.article
        if article is None:
            return []
        content: list[nodes.Node] = []
        if article.before or article.before_elsewhere:
            named = elements.inline("", "hub-before-titles")
            named += elements.listed([*map(self._ref, article.before), *map(self._elsewhere, article.before_elsewhere)])
            content.append(elements.paragraph(*elements.sentence(_("Read before: {articles}"), articles=named)))
        if folded := self._reasons_and_plan(article):
            content.append(folded)
        if not content:
            return []
        return [elements.box("aside", *content, classes=["hub-before"], label=_("Read before"))]

    def _reasons_and_plan(self, article: ArticleView) -> hub_box | None:
        """Why each prerequisite is one, what helps, and the plan where it is longer than they are; folded."""
        is_longer = len(article.plan.entries) > len(article.before)
        # Before what is read here something is to be read elsewhere, which the line of prerequisites does not say.
        leads_elsewhere = article.plan.entries and article.plan.elsewhere
        plan = article.plan if is_longer or leads_elsewhere else None
        content: list[nodes.Node] = []
        if any(entry.reason for entry in article.before) or any(page.reason for page in article.before_elsewhere):
            content.append(self._reasons(article.before, article.before_elsewhere))
        summary = _("Why")
        if plan:
            summary = _("Why, and from the beginning: {articles}, {minutes}")
            if not content:
                summary = _("From the beginning: {articles}, {minutes}")
        elif not content:
            summary = _("Helpful, but not needed")
        if article.helpful or article.helpful_elsewhere:
            if content or plan:
                content.append(elements.paragraph(elements.inline(str(_("Helpful, but not needed")), "hub-detail")))
            content.append(self._reasons(article.helpful, article.helpful_elsewhere))
        if plan:
            if plan.elsewhere:
                content.append(self._elsewhere_first(plan.elsewhere))
            content.append(self._plan_list(plan))
        if not content:
            return None
        text = str(summary).format(
            articles=elements.articles(len(article.plan.entries)), minutes=elements.minutes(article.plan.minutes)
        )
        return elements.box("details", hub_summary(text, text), *content, classes=["hub-plan"])

    def _reasons(self, entries: Iterable[Prerequisite], elsewhere: Iterable[PageElsewhere] = ()) -> nodes.bullet_list:
        items = nodes.bullet_list("", classes=["hub-list"])
        linked = [(self._ref(entry), entry.reason) for entry in entries]
        linked += [(self._elsewhere(page), page.reason) for page in elsewhere]
        for link, reason in linked:
            line = elements.paragraph(link)
            if reason:
                line += [nodes.Text(" — "), elements.inline(reason, "hub-reason")]
            items += nodes.list_item("", line)
        return items

    def _plan_list(self, plan: Plan) -> nodes.enumerated_list:
        items = elements.ordered("hub-list")
        for entry in plan.entries:
            items += nodes.list_item(
                "",
                elements.paragraph(
                    self._ref(entry), nodes.Text(" "), elements.inline(elements.minutes(entry.minutes), "hub-detail")
                ),
            )
        return items

    def _where(self, slot: hub_slot) -> list[nodes.Node]:
        article = self._view.article
        if article is None:
            told_of_draft = _("This article is a draft, and no part of the hub yet.")
            return [elements.paragraph(nodes.Text(str(told_of_draft)), classes=["hub-where", "no-search"])]
        place = article.place
        sentences: list[list[nodes.Node]] = []
        if place.section is not None:
            sentences.append(elements.sentence(_("Part of {section}: "), section=self._ref(place.section)))
            sentences[0].append(elements.inline(place.section.description, "hub-text"))
            if not place.section.description:
                sentences[0] = elements.sentence(_("Part of {section}."), section=self._ref(place.section))
            if place.start:
                sentences[0].append(nodes.Text(" "))
                sentences[0] += elements.sentence(
                    _("For the wider picture, read {article}."), article=self._ref(place.start)
                )
        elif self._view.hub:
            sentences.append(elements.sentence(_("Part of {hub}."), hub=self._ref(self._view.hub)))
        if article.before:
            before = elements.listed(self._ref(entry) for entry in article.before)
            sentences.append(self._labelled(_("Builds on"), before))
        result: list[nodes.Node] = [elements.paragraph(*s, classes=["hub-where", "no-search"]) for s in sentences]
        if article.unlocks:
            result.append(elements.paragraph(*self._labelled(_("Leads to"), []), classes=["hub-where", "no-search"]))
            leads_to = self._reasons(article.unlocks)
            leads_to["classes"].append("no-search")
            result.append(leads_to)
        return result

    def _labelled(self, label: object, parts: Iterable[nodes.Node]) -> list[nodes.Node]:
        return [nodes.strong("", f"{label}:"), nodes.Text(" "), *parts]

    def _after(self, slot: hub_slot) -> list[nodes.Node]:
        article = self._view.article
        if article is None:
            return []
        mark: list[nodes.Node] = [progress.mark()] if self._view.progress else []
        if article.next is None:
            return mark
        title = _("What should you read next?")
        content: list[nodes.Node] = [elements.title(title)]
        if article.ends is not None:
            sentence = elements.sentence(
                _("That was {section}: {articles}."),
                section=self._ref(article.ends),
                articles=nodes.Text(elements.articles(article.place.total)),
            )
            content.append(elements.paragraph(*sentence, classes=["hub-ends"]))
        content.append(self._next_card(article.next))
        return [*mark, elements.box("aside", *content, classes=["hub-after"], label=title)]

    def _next_card(self, entry: Entry) -> hub_box:
        head: list[nodes.Node] = [nodes.strong("", "", self._ref(entry))]
        if detail := _detail(entry):
            head += [nodes.Text(" "), elements.inline(detail, "hub-detail")]
        card = elements.box("div", elements.paragraph(*head, classes=["hub-card-title"]), classes=["hub-card"])
        if text := entry.reason or entry.description:
            card += elements.paragraph(nodes.Text(text), classes=["hub-card-text"])
        return card

    # -- the hub and sections

    def _begin(self, slot: hub_slot) -> list[nodes.Node]:
        if self._view.begin is None:
            return []
        sentence = elements.sentence(_("New here? Begin with {article}"), article=self._ref(self._view.begin))
        begin = elements.paragraph(*sentence, classes=["hub-begin", "no-search"])
        return [begin, progress.going_on()] if self._view.progress else [begin]

    def _progress(self, slot: hub_slot) -> list[nodes.Node]:
        return [progress.ready(self._view.progress.steps)] if self._view.progress else []

    def _cards(self, slot: hub_slot) -> list[nodes.Node]:
        if not self._view.cards:
            return []
        return [elements.box("div", *(self._card(card) for card in self._view.cards), classes=["hub-cards"])]

    def _card(self, card: Card) -> hub_box:
        content = [elements.paragraph(nodes.strong("", "", self._ref(card.section)), classes=["hub-card-title"])]
        if card.section.description:
            content.append(elements.paragraph(nodes.Text(card.section.description), classes=["hub-card-text"]))
        detail = elements.articles(card.articles) + (
            elements.SEPARATOR + elements.minutes(card.minutes) if card.articles else ""
        )
        content.append(elements.paragraph(nodes.Text(detail), classes=["hub-detail"]))
        if card.begin:
            content.append(
                elements.paragraph(
                    *elements.sentence(_("Begin with {article}"), article=self._ref(card.begin)),
                    classes=["hub-card-begin"],
                )
            )
        return elements.box("div", *content, classes=["hub-card"])

    # -- directives

    def _path(self, slot: hub_slot) -> list[nodes.Node]:
        path = dict(self._view.paths).get(slot["target"])
        if path is None or not path.rows:
            return []
        own = path.section is not None and path.section.docname == self._view.docname and not self._is_anchored
        self._is_anchored |= own
        return [learning_path(path, self._ref, html=self._view.is_web, level=level_of(slot), anchored=own)]

    def _plan(self, slot: hub_slot) -> list[nodes.Node]:
        plan = next((plan for plan in self._view.plans if plan.targets == slot["targets"]), None)
        if plan is None or not plan.rows:
            return []
        elsewhere = self._elsewhere_first(plan.elsewhere) if plan.elsewhere else None
        return [reading_plan(plan, self._ref, html=self._view.is_web, folded=slot["folded"], elsewhere=elsewhere)]

    def _glossary(self, slot: hub_slot) -> list[nodes.Node]:
        if not self._view.glossary:
            return []
        items = nodes.definition_list("", classes=["hub-glossary", "no-search"])
        letters: dict[str, str] = {}
        for entry in self._view.glossary:
            term = nodes.term("", entry.term)
            if self._view.is_web and not self._has_letters:
                letter = initial(entry.term)
                if letter not in letters:
                    letters[letter] = f"{make_id(self._view.docname)}-letter-{len(letters) + 1}".lstrip("-")
                    term["ids"] = [letters[letter]]
            source = nodes.inline(
                "",
                "",
                *elements.sentence(_("From {article}"), article=self._ref(entry.article)),
                classes=["hub-detail"],
            )
            quote = hub_quote("", "", *nodes_of(entry.definition, self._view.docname), docname=entry.article.docname)
            text = elements.paragraph(quote, nodes.Text(" "), source)
            items += nodes.definition_list_item("", term, nodes.definition("", text))
        self._has_letters |= bool(letters)
        return [self._letters(letters), items] if len(letters) > 1 else [items]

    def _letters(self, letters: Mapping[str, str]) -> hub_box:
        """An A to Z: the initials of the terms, each a link to the first of its terms."""
        links = (nodes.reference("", letter, refid=anchor, internal=True) for letter, anchor in letters.items())
        line = elements.paragraph(*(part for link in links for part in (link, nodes.Text(" "))))
        return elements.box("nav", line, classes=["hub-letters"], label=_("A to Z"))


def initial(term: str) -> str:
    """The letter under which a term is looked up: without accents, a capital; ``#`` where it begins with no letter."""
    first = unicodedata.normalize("NFD", term)[:1].upper()[:1]
    return first if first.isalpha() else "#"


def _date(iso: str) -> hub_time:
    text = shown_date(iso)
    return hub_time(text, text, datetime=iso)


def _detail(entry: Entry) -> str:
    if entry.minutes is None:
        return ""
    return (entry.type or "") + elements.SEPARATOR + elements.minutes(entry.minutes)
