"""A row of a learning path -> its part of the drawing: a small static SVG.

The rows of a list are as high as their text, so a part is drawn from the top of its row downward: lines arrive at the top, reach
the node beside the first line of text, and run on as far as the row goes, where whatever shows it cuts them off. All
lengths follow the size of the text (16 units are one em), colors are the text's or a stylesheet's, and
nothing in it is for reading aloud, since the list says the same in words.

A line from another lane reaches a node from the side, so that what arrives at a node can be told from what runs past.
Where several lines arrive each has an arrowhead: without one, a line from above that meets another from the side looks
as though it only began there.
Where it crosses lines that have nothing to do with it, a stroke that stylesheets give the color of the page
(``hub-gap``) makes it a bridge over them.
For a script the parts of a line tell the number of the article whose line it is: ``data-from`` where it enters the
row's node, ``data-of`` where it runs on to a later row.
"""

from __future__ import annotations

from collections.abc import Iterable

from .lanes import Row

EM = 16
"""Units in an em, which are also the distance between two lanes."""

_NODE, _RADIUS, _CORNER, _GAP, _HEAD, _END = 21, 5, 7, 4, 5, 9999
"""How far below the top of its row a node's center is; the radius of a node, and of a corner; half the width of a gap;
the length of an arrowhead; and what is below the end of any row."""


def gutter(row: Row, number: int, lanes: int) -> str:
    """The drawing beside a row; ``number`` is its own in the list, and the article in row 0 has the number 1."""
    x = _center(row.lane)
    parts = [f'<path data-of="{line.row + 1}" d="M{_center(line.lane)} 0V{_END}"/>' for line in row.passing]
    parts += _gaps(row)
    parts += [f'<path data-from="{line.row + 1}" d="{_way(_center(line.lane), x)}"/>' for line in row.entering]
    if len(row.entering) > 1:
        parts += sorted({_head(_center(line.lane), x) for line in row.entering})
    if row.leaving:
        parts.append(f'<path data-of="{number}" d="M{x} {_NODE + _RADIUS}V{_END}"/>')
    parts.append(f'<circle cx="{x}" cy="{_NODE}" r="{_RADIUS}"/>')
    return _svg(parts, lanes)


def gutter_above(row: Row, lanes: int) -> str:
    """The drawing beside a line of text above a row: all that arrives at the row runs past it."""
    lines = sorted({*row.entering, *row.passing})
    return _svg((f'<path data-of="{line.row + 1}" d="M{_center(line.lane)} 0V{_END}"/>' for line in lines), lanes)


def _gaps(row: Row) -> list[str]:
    """Where the lines to the node cross others, on the height of the node."""
    lanes = [line.lane for line in row.entering]
    first, last = min([*lanes, row.lane]), max([*lanes, row.lane])
    crossed = sorted({line.lane for line in row.passing if first < line.lane < last} - {*lanes})
    way = "".join(f"M{_center(lane) - _GAP} {_NODE}h{2 * _GAP}" for lane in crossed)
    return [f'<path class="hub-gap" d="{way}"/>'] if way else []


def _center(lane: int) -> int:
    return lane * EM + EM // 2


def _way(start: int, end: int) -> str:
    """From the top of a row to its node: down, round a corner, and to the node's side."""
    if start == end:
        return f"M{start} 0V{_NODE - _RADIUS}"
    side = 1 if end > start else -1
    return f"M{start} 0V{_NODE - _CORNER}q0 {_CORNER} {side * _CORNER} {_CORNER}H{end - side * _RADIUS}"


def _head(start: int, end: int) -> str:
    """The arrowhead of a way, whose tip is where it reaches the node."""
    if start == end:
        tip = _NODE - _RADIUS
        points = f"{end},{tip} {end - _HEAD + 1},{tip - _HEAD} {end + _HEAD - 1},{tip - _HEAD}"
    else:
        side = 1 if end > start else -1
        tip, back = end - side * _RADIUS, end - side * (_RADIUS + _HEAD)
        points = f"{tip},{_NODE} {back},{_NODE - _HEAD + 1} {back},{_NODE + _HEAD - 1}"
    return f'<polygon points="{points}"/>'


def _svg(parts: Iterable[str], lanes: int) -> str:
    height = _NODE + _RADIUS + 1
    return (
        f'<span class="hub-gutter"><svg aria-hidden="true" width="{lanes}em" height="{height / EM}em" '
        f'viewBox="0 0 {lanes * EM} {height}" fill="none" stroke="currentColor">{"".join(parts)}</svg></span>'
    )
