"""A :class:`~.layout.Drawing` as static inline SVG.

The picture is the twin of a list that says the same, so assistive technology and the tab order pass it by. It has no
ids, so that several may stand on one page, and no colours: the stylesheet gives them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from math import ceil

from .layout import SMALL, TEXT, Arrow, Badge, Box, Drawing, Line, Point, curve

SMALLEST = 12
"""No text is shown smaller than this, in CSS pixels."""

_INVALID = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML


def width_class(drawing: Drawing) -> str:
    """The class that names the width, in steps of 100 pixels, from which on the drawing's text is large enough."""
    return f"hub-path-w{max(1, ceil(drawing.width * SMALLEST / SMALL / 100))}"


def svg(drawing: Drawing, href: Callable[[str], str]) -> str:
    """The drawing, each box linked to ``href`` of its key, and each note to that of its own."""
    steps: dict[str, list[Arrow]] = {box.key: [] for box in drawing.boxes}
    for arrow in drawing.arrows:
        steps[arrow.before].append(arrow)
    return (
        f'<svg class="hub-svg" xmlns="http://www.w3.org/2000/svg" aria-hidden="true" focusable="false"'
        f' width="{drawing.width}" height="{drawing.height}" viewBox="0 0 {drawing.width} {drawing.height}"'
        f' font-size="{TEXT}">' + "".join(_step(box, steps[box.key], href) for box in drawing.boxes) + "</svg>"
    )


def _step(box: Box, arrows: list[Arrow], href: Callable[[str], str]) -> str:
    """A box with the arrows that leave it, in one group, so that a stylesheet can set them off together."""
    lines = f'<path class="hub-svg-line" d="{_tree(arrows)}"/>' if arrows else ""
    heads = f'<path class="hub-svg-head" d="{"".join(map(_head, arrows))}"/>' if arrows else ""
    return (
        f'<g class="hub-svg-step">{lines}{heads}'
        + _link(
            "node",
            href(box.key),
            f'<rect class="hub-svg-box" x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="8"/>'
            + _badge(box.badge)
            + _text("type", box.label, SMALL)
            + _text("title", box.title),
        )
        + "".join(
            f'<path class="hub-svg-rule" d="M{box.x} {note.rule}h{box.width}"/>'
            + _link(
                "note",
                href(note.key),
                # An arrow that comes from elsewhere.
                f'<path class="hub-svg-sign" d="M{note.lines[0].x - 15} {note.lines[0].y - 10}v5h9m-3-3l3 3-3 3"/>'
                + _text("from", note.lines, SMALL),
            )
            for note in box.notes
            if note.lines
        )
        + "</g>"
    )


def _link(kind: str, url: str, content: str) -> str:
    return f'<a class="hub-svg-{kind}" href="{_escaped(url)}" tabindex="-1">{content}</a>'


def _badge(badge: Badge) -> str:
    return (
        f'<rect class="hub-svg-badge" x="{badge.x}" y="{badge.y}" width="{badge.width}" height="{badge.height}"'
        f' rx="{badge.height // 2}"/>'
        f'<text class="hub-svg-number" x="{badge.number.x}" y="{badge.number.y}" font-size="{SMALL}"'
        f' text-anchor="middle">{_escaped(badge.number.text)}</text>'
    )


def _text(kind: str, lines: Iterable[Line], size: int = TEXT) -> str:
    """Each line is an element of its own, so that none depends on another's direction of writing."""
    small = f' font-size="{size}"' if size != TEXT else ""
    return "".join(
        f'<text class="hub-svg-{kind}" x="{line.x}" y="{line.y}"{small}>{_escaped(line.text)}</text>' for line in lines
    )


def _tree(arrows: Iterable[Arrow]) -> str:
    """The arrows of one box as one path, in which what they share is drawn once."""
    drawn: set[tuple[Point, Point]] = set()
    path = ""
    at: Point | None = None
    for arrow in arrows:
        for start, end in zip(arrow.points, arrow.points[1:], strict=False):
            if (start, end) in drawn:
                continue
            drawn.add((start, end))
            path += "" if at == start else f"M{start[0]} {start[1]}"
            if start[0] == end[0]:
                path += f"V{end[1]}"
            else:
                (x1, y1), (x2, y2) = curve(start, end)
                path += f"C{x1} {y1} {x2} {y2} {end[0]} {end[1]}"
            at = end
    return path


def _head(arrow: Arrow) -> str:
    x, y = arrow.points[-1]
    return f"M{x} {y}l-4-8h8z"


def _escaped(text: str) -> str:
    return escape(_INVALID.sub("\N{REPLACEMENT CHARACTER}", text))
