"""Fills slots: a page's view -> docutils nodes.

What is shown of other pages comes from the :class:`~sphinx_hub.core.view.PageView` alone. The nodes are ordinary ones
(lists, paragraphs, cross-references), so that every builder can write them; boxes and summaries are elements in HTML.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.util.i18n import format_date

from ..i18n import _
from ..nodes import hub_box, hub_quote, hub_slot, hub_summary, hub_time, place_reference
from ..read.definitions import nodes_of
from .elements import SEPARATOR as _SEPARATOR
from .elements import articles as _articles
from .elements import box as _box
from .elements import inline as _inline
from .elements import minutes as _minutes
from .elements import ordered as _ordered
from .elements import paragraph as _paragraph
from .elements import sentence
from .elements import separated as _separated
from .elements import title as _title
from .learning_path import learning_path, level_of, reading_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..build.derived import Build
    from ..core.view import ArticleView, Card, Entry, PageView, Plan, Prerequisite, Ref, Step


class Renderer:
    """Fills the slots of one document, which may be made of several pages."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self.views = build.views
        self.env = build.env
        self.builder = build.builder
        self._pages: dict[str, PageView] = {}
        self._anchored: set[str] = set()

    def fill(self, slot: hub_slot) -> list[nodes.Node]:
        """The nodes for a slot; none where there is nothing to show."""
        page = slot["page"]
        if page not in self.env.found_docs:  # an author's toctree still names it, and a book has its old text
            return []
        if page not in self._pages:
            self._pages[page] = self.build.view(page)
        view = self._pages[page]
        fill = {
            "byline": self._byline,
            "before": self._before,
            "where": self._where,
            "after": self._after,
            "begin": self._begin,
            "cards": self._cards,
            "path": self._path,
            "plan": self._plan,
            "glossary": self._glossary,
        }[slot["kind"]]
        return fill(view, slot)

    # -- links

    def _link(self, page: str, target: str, text: str, anchor: str | None = None) -> nodes.Node:
        """A link as Sphinx resolves one; its target is known to exist, so it need not be looked for."""
        try:
            return place_reference(self.builder, page, target, anchor or "", nodes.Text(text))
        except NoUri:
            return nodes.Text(text)

    def _ref(self, page: str, ref: Ref | Prerequisite | Step | Entry) -> nodes.Node:
        return self._link(page, ref.docname, ref.title)

    # -- an article

    def _byline(self, view: PageView, slot: hub_slot) -> list[nodes.Node]:
        article = view.article
        if article is None:  # a draft
            parts: list[nodes.Node] = [_inline(str(_("Draft")), "hub-draft"), _inline(view.draft or "", "hub-type")]
            return [_paragraph(*_separated(parts), classes=["hub-byline", "no-search"])]
        page = self.views.graph.articles[view.docname]
        parts = [_inline(article.type, "hub-type")]
        if article.place.section:
            parts.append(self._ref(view.docname, article.place.section))
        parts.append(nodes.Text(str(_("{minutes} min read")).format(minutes=article.minutes)))
        if page.reviewed:
            parts.append(nodes.inline("", "", *sentence(_("Reviewed {date}"), date=self._date(page.reviewed))))
        return [_paragraph(*_separated(parts), classes=["hub-byline", "no-search"])]

    def _date(self, iso: str) -> hub_time:
        text = _shown_date(iso, self.env.config.language)
        return hub_time(text, text, datetime=iso)

    def _before(self, view: PageView, slot: hub_slot) -> list[nodes.Node]:
        article = view.article
        if article is None or not (article.before or article.helpful):
            return []
        title = _("Read before")
        content: list[nodes.Node] = [_title(title)]
        if article.before:
            content.append(self._reasons(view.docname, article.before))
        more = self._more_before(view.docname, article)
        return [_box("aside", *content, *more, classes=["hub-before"], label=title)]

    def _reasons(self, page: str, entries: Iterable[Prerequisite]) -> nodes.bullet_list:
        items = nodes.bullet_list("", classes=["hub-list"])
        for entry in entries:
            line = _paragraph(self._ref(page, entry))
            if entry.reason:
                line += [nodes.Text(" — "), _inline(entry.reason, "hub-reason")]
            items += nodes.list_item("", line)
        return items

    def _more_before(self, page: str, article: ArticleView) -> list[nodes.Node]:
        """What helps, and the plan where it is longer than the prerequisites; folded."""
        plan = article.plan if len(article.plan.entries) > len(article.before) else None
        content: list[nodes.Node] = []
        summary = _("Helpful, but not needed")
        if article.helpful:
            if plan:
                content.append(_paragraph(nodes.Text(str(summary)), classes=["hub-detail"]))
            content.append(self._reasons(page, article.helpful))
        if plan:
            summary = str(_("From the beginning: {articles}, {minutes}")).format(
                articles=_articles(len(plan.entries)), minutes=_minutes(plan.minutes)
            )
            content.append(self._plan_list(page, plan))
        if not content:
            return []
        return [_box("details", hub_summary(str(summary), str(summary)), *content, classes=["hub-plan"])]

    def _plan_list(self, page: str, plan: Plan) -> nodes.enumerated_list:
        items = _ordered("hub-list")
        for entry in plan.entries:
            items += nodes.list_item(
                "",
                _paragraph(self._ref(page, entry), nodes.Text(" "), _inline(_minutes(entry.minutes), "hub-detail")),
            )
        return items

    def _where(self, view: PageView, slot: hub_slot) -> list[nodes.Node]:
        article = view.article
        if article is None:
            told_of_draft = _("This article is a draft, and no part of the hub yet.")
            return [_paragraph(nodes.Text(str(told_of_draft)), classes=["hub-where", "no-search"])]
        place = article.place
        kind = nodes.Text(article.type)
        told: list[list[nodes.Node]] = []
        if place.section is not None:
            told.append(
                sentence(
                    _("This article ({type}) is number {position} of {total} on {path} of {section}."),
                    type=kind,
                    position=nodes.Text(str(place.position)),
                    total=nodes.Text(str(place.total)),
                    path=self._path_link(view.docname, article),
                    section=self._ref(view.docname, place.section),
                )
            )
            if place.section.description:
                told.append([_inline(place.section.description, "hub-text")])
            if place.start:
                told.append(sentence(_("{start} gives the wider picture."), start=self._ref(view.docname, place.start)))
        elif view.hub:
            told.append(
                sentence(_("This article ({type}) belongs to {hub}."), type=kind, hub=self._ref(view.docname, view.hub))
            )
        else:
            told.append(sentence(_("This article ({type}) stands on its own."), type=kind))
        paragraph = _paragraph(classes=["hub-where", "no-search"])
        for number, part in enumerate(told):
            if number:
                paragraph += nodes.Text(" ")
            paragraph += part
        return [paragraph]

    def _path_link(self, page: str, article: ArticleView) -> nodes.Node:
        section = article.place.section
        assert section is not None
        anchor = article.place.anchor if self.builder.format == "html" else None
        return self._link(page, section.docname, str(_("the learning path")), anchor)

    def _after(self, view: PageView, slot: hub_slot) -> list[nodes.Node]:
        article = view.article
        if article is None or article.next is None and not article.unlocks:
            return []
        title = _("What should you read next?")
        content: list[nodes.Node] = [_title(title)]
        others = [self._ref(view.docname, ref) for ref in article.unlocks]
        if article.next is not None:
            content.append(self._next_card(view.docname, article.next))
            lead = _("Other articles that build on this one: {articles}")
        else:
            lead = _("Articles that build on this one: {articles}")
        if others:
            line = nodes.inline("", "", *_separated(others))
            content.append(_paragraph(*sentence(lead, articles=line), classes=["hub-unlocks"]))
        return [_box("aside", *content, classes=["hub-after"], label=title)]

    def _next_card(self, page: str, entry: Entry) -> hub_box:
        head: list[nodes.Node] = [nodes.strong("", "", self._ref(page, entry))]
        if detail := _detail(entry):
            head += [nodes.Text(" "), _inline(detail, "hub-detail")]
        card = _box("div", _paragraph(*head, classes=["hub-card-title"]), classes=["hub-card"])
        if text := entry.reason or entry.description:
            card += _paragraph(nodes.Text(text), classes=["hub-card-text"])
        return card

    # -- the hub and sections

    def _begin(self, view: PageView, slot: hub_slot) -> list[nodes.Node]:
        if view.begin is None:
            return []
        told = sentence(_("New here? Begin with {article}"), article=self._ref(view.docname, view.begin))
        return [_paragraph(*told, classes=["hub-begin", "no-search"])]

    def _cards(self, view: PageView, slot: hub_slot) -> list[nodes.Node]:
        if not view.cards:
            return []
        return [_box("div", *(self._card(view.docname, card) for card in view.cards), classes=["hub-cards"])]

    def _card(self, page: str, card: Card) -> hub_box:
        content = [_paragraph(nodes.strong("", "", self._ref(page, card.section)), classes=["hub-card-title"])]
        if card.section.description:
            content.append(_paragraph(nodes.Text(card.section.description), classes=["hub-card-text"]))
        detail = _articles(card.articles) + (_SEPARATOR + _minutes(card.minutes) if card.articles else "")
        content.append(_paragraph(nodes.Text(detail), classes=["hub-detail"]))
        if card.begin:
            content.append(
                _paragraph(
                    *sentence(_("Begin with {article}"), article=self._ref(page, card.begin)),
                    classes=["hub-card-begin"],
                )
            )
        return _box("div", *content, classes=["hub-card"])

    # -- directives

    def _path(self, view: PageView, slot: hub_slot) -> list[nodes.Node]:
        target = slot["target"]
        section = self.views.graph.section_at(target)
        if target != view.docname and section not in (target, f"{target}/index"):  # it names no section
            return []
        path = next((path for path in view.paths if path.section and path.section.docname == section), None)
        if path is None or not path.rows:
            return []
        own = section == view.docname and view.docname not in self._anchored
        if own:
            self._anchored.add(view.docname)
        return [learning_path(path, self._linked(view.docname), html=self._is_html, level=level_of(slot), anchored=own)]

    def _plan(self, view: PageView, slot: hub_slot) -> list[nodes.Node]:
        plan = next((plan for plan in view.plans if plan.targets == slot["targets"]), None)
        if plan is None or not plan.rows:
            return []
        return [reading_plan(plan, self._linked(view.docname), html=self._is_html, folded=slot["folded"])]

    @property
    def _is_html(self) -> bool:
        return self.builder.name in ("html", "dirhtml", "singlehtml")

    def _linked(self, page: str) -> Callable[[Ref | Entry], nodes.Node]:
        return lambda ref: self._ref(page, ref)

    def _glossary(self, view: PageView, slot: hub_slot) -> list[nodes.Node]:
        if not view.glossary:
            return []
        items = nodes.definition_list("", classes=["hub-glossary", "no-search"])
        for entry in view.glossary:
            source = nodes.inline(
                "",
                "",
                *sentence(_("From {article}"), article=self._ref(view.docname, entry.article)),
                classes=["hub-detail"],
            )
            quote = hub_quote("", "", *nodes_of(entry.definition, view.docname), docname=entry.article.docname)
            text = _paragraph(quote, nodes.Text(" "), source)
            items += nodes.definition_list_item("", nodes.term("", entry.term), nodes.definition("", text))
        return [items]


@lru_cache(maxsize=1024)
def _shown_date(iso: str, language: str) -> str:
    """A date in the site's language; many pages are reviewed on the same day."""
    day = date.fromisoformat(iso)
    return format_date("%b %d, %Y", date=datetime(day.year, day.month, day.day, 12, tzinfo=UTC), language=language)


def _detail(entry: Entry) -> str:
    if entry.minutes is None:
        return ""
    return (entry.type or "") + _SEPARATOR + _minutes(entry.minutes)
