"""A learning path or a reading plan as a numbered list, with the drawing of its rows beside them where HTML is written.

What the drawing shows is said in words, too, so that the list is whole in every builder, and read aloud.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes

from ..core.gutter import gutter, gutter_above
from ..i18n import _
from ..nodes import hub_box, hub_slot, hub_summary
from .elements import articles, box, inline, minutes, ordered, paragraph, sentence, separated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..core.page_view import Entry, Path, PathRow, Ref

    Linked = Callable[[Ref | Entry], nodes.Node]

SHAPES = 10
"""The shapes that the stylesheet has for article types; more types begin anew."""
_MANY = 4
"""More lanes than this want a wider column."""


def learning_path(path: Path, linked: Linked, *, html: bool, level: int, anchored: bool) -> hub_box:
    """A section's path: heading, legend, and its rows in one list or in two.

    ``linked`` makes the link to an article; ``html``: there is room for a drawing, and a switch for the descriptions,
    which the stylesheet folds; ``level`` is the heading's; ``anchored``: the rows have ids.
    """
    assert path.section is not None
    title = str(_("Learning path"))
    content: list[nodes.Node] = [nodes.rubric(title, title, **{"heading-level": level})]
    drawn = html and path.lanes > 0
    legend = paragraph(classes=["hub-detail", "hub-path-legend"])
    if drawn:
        legend += inline(str(_("Follow a line down from an article to what builds on it.")))
    if html and any(row.entry.description for row in path.rows):
        switch = f'<label><input type="checkbox" /> {escape(str(_("Descriptions")))}</label>'
        legend += nodes.raw("", switch, format="html")
    if legend.children:
        content.append(legend)
    if number := path.beginning:
        first, rest = path.rows[:number], path.rows[number:]
        head = paragraph(nodes.Text(_summed(_("What everything builds on: {articles}, {minutes}"), first)))
        then = paragraph(nodes.Text(_summed(_("Then, each after what it builds on: {articles}, {minutes}"), rest)))
        if drawn:
            then += nodes.raw("", gutter_above(rest[0].row, path.lanes), format="html")
        for line, rows, begin in ((head, first, 1), (then, rest, number + 1)):
            line["classes"].append("hub-path-part")
            content += [line, _list(path, rows, linked, begin=begin, drawn=drawn, anchored=anchored)]
    else:
        content.append(_list(path, path.rows, linked, begin=1, drawn=drawn, anchored=anchored))
    label = str(_("Learning path of {section}")).format(section=path.section.title)
    return _framed("nav", content, "hub-path", path.lanes if drawn else 0, label)


def reading_plan(
    plan: Path, linked: Linked, *, html: bool, folded: bool, elsewhere: nodes.paragraph | None = None
) -> hub_box:
    """A plan: a line with its sums, which opens it where it is folded, what is to be read ``elsewhere``, and its rows."""
    drawn = html and plan.lanes > 0
    total = _summed(_("{articles}, {minutes}"), plan.rows)
    line = hub_summary(total, total) if folded else paragraph(nodes.Text(total), classes=["hub-detail"])
    rows = _list(plan, plan.rows, linked, begin=1, drawn=drawn, anchored=False)
    content = [line, elsewhere, rows] if elsewhere else [line, rows]
    return _framed("details" if folded else "div", content, "hub-plan", plan.lanes if drawn else 0)


def _framed(tag: str, content: Iterable[nodes.Node], name: str, lanes: int, label: str = "") -> hub_box:
    """The element around a list; the stylesheet knows from it how much room the drawing takes."""
    classes = [name, "hub-many-lanes"] if lanes > _MANY else [name]
    return box(tag, *content, classes=classes, label=label, lanes=lanes)


def level_of(slot: hub_slot) -> int:
    """The level of a heading in the place of a slot, in HTML."""
    level, parent = 1, slot.parent
    while parent is not None:
        level += isinstance(parent, nodes.section)
        parent = parent.parent
    return min(level, 6)


def _summed(template: object, rows: Sequence[PathRow]) -> str:
    time = sum(row.entry.minutes or 0 for row in rows)
    return str(template).format(articles=articles(len(rows)), minutes=minutes(time))


def _list(
    path: Path, rows: Iterable[PathRow], linked: Linked, *, begin: int, drawn: bool, anchored: bool
) -> nodes.enumerated_list:
    items = ordered("hub-path-list")
    if begin > 1:
        items["start"] = begin
    related = any(row.row.after for row in path.rows)
    for number, row in enumerate(rows, start=begin):
        entry = row.entry
        details = inline("", "hub-detail")
        details += separated(_details(row, number, related=related))
        item = nodes.list_item("", paragraph(linked(entry), nodes.Text(" "), details))
        if entry.description:
            item += paragraph(nodes.Text(entry.description), classes=["hub-card-text"])
        if row.outside:
            links = nodes.inline("", "", *separated(linked(ref) for ref in row.outside))
            item += paragraph(
                *sentence(_("From other sections: {articles}"), articles=links), classes=["hub-path-outside"]
            )
        if anchored:
            item["ids"] = [row.anchor]
        if drawn:
            item += nodes.raw("", gutter(row.row, number, path.lanes), format="html")
        items += item
    return items


def _details(row: PathRow, number: int, *, related: bool) -> Iterator[nodes.Node]:
    """Type, minutes, and in words what the row comes after, unless that is the row directly above alone."""
    shape = () if row.kind is None else (f"hub-shape-{row.kind % SHAPES + 1}",)
    yield inline(row.entry.type or "", "hub-type", *shape)
    yield inline(minutes(row.entry.minutes or 0), "hub-minutes")
    after = [other + 1 for other in row.row.after]
    if after and after != [number - 1]:
        text = str(_("after {numbers}")).format(numbers=_joined([str(other) for other in after]))
        yield inline(text, "hub-path-after")
    elif related and number > 1 and not after:
        yield inline(str(_("after none of these")), "hub-path-after")


def _joined(words: Sequence[str]) -> str:
    """Words as a sentence lists them."""
    if len(words) < 2:
        return "".join(words)
    return str(_("{several} and {last}")).format(several=", ".join(words[:-1]), last=words[-1])
