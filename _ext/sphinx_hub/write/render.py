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

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..build.derived import Build
    from ..core.layout import Drawing
    from ..core.view import ArticleView, Card, Entry, PageView, Path, Plan, Prerequisite, Ref, Step

_SEPARATOR = " · "


def sentence(template: object, **parts: nodes.Node) -> list[nodes.Node]:
    """A translated sentence with nodes in place of its ``{names}``."""
    result: list[nodes.Node] = []
    for number, piece in enumerate(str(template).replace("}", "{").split("{")):
        if number % 2 and piece in parts:
            result.append(parts[piece])
        elif piece:
            result.append(nodes.Text(piece))
    return result


def _inline(text: str, *classes: str) -> nodes.inline:
    return nodes.inline(text, text, classes=list(classes))


def _paragraph(*children: nodes.Node, classes: Iterable[str] = ()) -> nodes.paragraph:
    return nodes.paragraph("", "", *children, classes=list(classes))


def _box(tag: str, *children: nodes.Node, classes: Iterable[str], label: object = "") -> hub_box:
    return hub_box("", *children, tag=tag, classes=[*classes, "no-search"], label=str(label))


def _separated(parts: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    for number, part in enumerate(parts):
        if number:
            yield nodes.Text(_SEPARATOR)
        yield part


def _minutes(minutes: int) -> str:
    return str(_("{minutes} min")).format(minutes=minutes)


def _articles(number: int) -> str:
    return str(_("1 article") if number == 1 else _("{number} articles")).format(number=number)


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
        path = next((path for path in view.paths if path.section.docname == section), None)
        if path is None or not path.entries:
            return []
        own = section == view.docname and view.docname not in self._anchored
        if own:
            self._anchored.add(view.docname)
        label = str(_("Learning path of {section}")).format(section=path.section.title)
        content: list[nodes.Node] = [self._path_list(view.docname, path, anchored=own)]
        classes = ["hub-path"]
        if path.limit is not None:
            text = str(_("This path is too long for a picture: it has {articles}, and {limit} can be drawn."))
            text = text.format(articles=_articles(len(path.entries)), limit=path.limit)
            content.insert(0, _paragraph(nodes.Text(text), classes=["hub-detail"]))
        elif self.builder.name in ("html", "dirhtml", "singlehtml"):
            from ..core.svg import svg, width_class  # most builds write no path

            picture = drawing(path)
            classes.append(width_class(picture))
            content.insert(0, nodes.raw("", svg(picture, self._href(view.docname)), format="html"))
        return [_box("nav", *content, classes=classes, label=label)]

    def _href(self, page: str) -> Callable[[str], str]:
        def href(docname: str) -> str:
            try:
                return self.builder.get_relative_uri(page, docname)
            except NoUri:
                return "#"

        return href

    def _path_list(self, page: str, path: Path, *, anchored: bool) -> nodes.enumerated_list:
        items = _ordered("hub-path-list")
        for entry in path.entries:
            head: list[nodes.Node] = [self._ref(page, entry), nodes.Text(" "), _inline(_detail(entry), "hub-detail")]
            item = nodes.list_item("", _paragraph(*head))
            if entry.description:
                item += _paragraph(nodes.Text(entry.description), classes=["hub-card-text"])
            if anchored:
                item["ids"] = [self.views.anchors[entry.docname]]
            items += item
        return items

    def _plan(self, view: PageView, slot: hub_slot) -> list[nodes.Node]:
        plan = next((plan for plan in view.plans if plan.article.docname == slot["target"]), None)
        if plan is None:
            return []
        article = self._ref(view.docname, plan.article)
        if not plan.entries:
            told = sentence(_("Nothing comes before {article}"), article=article)
            return [_paragraph(*told, classes=["hub-plan-list", "no-search"])]
        last = _paragraph(*sentence(_("Then read {article}"), article=article))
        return [_box("div", self._plan_list(view.docname, plan), last, classes=["hub-plan-list"])]

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


def _ordered(*classes: str) -> nodes.enumerated_list:
    return nodes.enumerated_list("", enumtype="arabic", prefix="", suffix=".", classes=list(classes))


def _title(text: object) -> nodes.rubric:
    return nodes.rubric(str(text), str(text), classes=["hub-title"])


@lru_cache(maxsize=1024)
def _shown_date(iso: str, language: str) -> str:
    """A date in the site's language; many pages are reviewed on the same day."""
    day = date.fromisoformat(iso)
    return format_date("%b %d, %Y", date=datetime(day.year, day.month, day.day, 12, tzinfo=UTC), language=language)


def _detail(entry: Entry) -> str:
    if entry.minutes is None:
        return ""
    return (entry.type or "") + _SEPARATOR + _minutes(entry.minutes)


@lru_cache(maxsize=64)
def drawing(path: Path) -> Drawing:
    """The picture of a path; the same one may stand on several pages."""
    from ..core.layout import Node, Note, layout

    outside: dict[str, list[Note]] = {}
    for docname, ref in path.outside:
        outside.setdefault(docname, []).append(Note(key=ref.docname, title=ref.title))
    return layout(
        [
            Node(key=e.docname, title=e.title, label=_detail(e), notes=tuple(outside.get(e.docname, ())))
            for e in path.entries
        ],
        path.arrows,
    )
