"""A learning path as a picture, in whole numbers: boxes with their text, and the arrows between them.

:func:`layout` wraps the text (``textfit``), puts the boxes in rows (``layered``) and gives everything its place; what
it returns is drawn by ``svg``. The unit is a CSS pixel at full size, y grows downward.

Three rules hold by construction. Boxes in a row keep their distance, and a row is as high as its highest box. Where an
arrow passes a row it runs straight down its own lane. It moves across only in the gap between two rows, on a curve that
never leaves the gap. So it meets no box but its own two, and always points down.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import layered
from .textfit import text_width, wrap

TEXT, SMALL = 15, 13
"""The font sizes: of titles, and of all else."""

_NARROWEST, _WIDEST = 162, 222  # of boxes
_BETWEEN = 20  # boxes of a row
_PADDING = 10  # between a box's sides and its text
_MARGIN = 2  # around the drawing, for the boxes' outlines
_LINE = {TEXT: 19, SMALL: 17}
_BADGE = 20  # the height of a number's pill, which sits on the upper left of its box's outline
_CORNER = 48  # the part of a box's upper side that is the pill's
_ICON = 16  # room for the sign before a prerequisite from elsewhere
_PORT = 14  # between arrows that enter a box
_LINE_WIDTH = 1  # at most half of it
_HEAD = 10  # the last, straight part of an arrow

Point = tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A prerequisite that stands in another section."""

    key: str
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """An article to draw: ``label`` is the small line with its type and minutes."""

    key: str
    title: str
    label: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of text; it begins at ``x``, or has its middle there, and ``y`` is its baseline."""

    x: int
    y: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Badge:
    """The pill that an article's number stands in."""

    x: int
    y: int
    width: int
    height: int
    number: Line


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacedNote:
    """A note's lines; ``rule`` is the height of the line above it."""

    key: str
    rule: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """An article's box, at its place; ``title`` is of size TEXT, the other lines of size SMALL."""

    key: str
    x: int
    y: int
    width: int
    height: int
    badge: Badge
    label: tuple[Line, ...]
    title: tuple[Line, ...]
    notes: tuple[PlacedNote, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrow:
    """An arrow's way through ``points``, each lower than the one before: straight down, or on a :func:`curve`."""

    before: str
    after: str
    points: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """A picture of a learning path. ``crossings`` tells how many pairs of lines cross."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    crossings: int


def curve(start: Point, end: Point) -> tuple[Point, Point]:
    """The control points of the cubic curve between two points that do not stand one above the other.

    It leaves and enters upright, falls all the way, and two such curves over the same heights cross at most once.
    """
    middle = (start[1] + end[1]) // 2
    return (start[0], middle), (end[0], middle)


def layout(nodes: Sequence[Node], arrows: Iterable[tuple[str, str]], *, max_width: int | None = 736) -> Drawing:
    """Draw ``nodes``, numbered in their order, and the ``arrows`` between their keys, (before, after).

    Of arrows in a circle those that run against that order are left out. The drawing is at most ``max_width`` wide, but
    for sections with so many arrows side by side that no box has room beside them; with None it is as wide as it gets.
    """
    arrows = [*arrows]
    numbers = {node.key: number for number, node in enumerate(nodes, start=1)}
    nodes = _downwards(nodes, arrows)
    place_of = {node.key: place for place, node in enumerate(nodes)}
    placed = ((place_of[a], place_of[b]) for a, b in arrows if a in place_of and b in place_of)
    pairs = sorted({(a, b) for a, b in placed if a < b})
    before, after = layered.adjacency(len(nodes), pairs)
    # The room of the outermost slots includes half a gap to a neighbour that they do not have.
    limit = None if max_width is None else max_width - 2 * _MARGIN + 2 * (layered.LANE // 2 - _LINE_WIDTH)
    rows = layered.rank(before, after, pitch=_NARROWEST + _BETWEEN, limit=limit)
    width = _box_width(layered.load(rows, after), limit)
    threads = layered.thread(rows, after)
    crossings = layered.order(threads)
    middles = layered.place(threads, pitch=width + _BETWEEN, limit=limit)

    contents = [_Content(node, numbers[node.key], width) for node in nodes]
    halves = [width // 2] * len(nodes) + [_LINE_WIDTH] * (len(middles) - len(nodes))
    left = min((m - half for m, half in zip(middles, halves, strict=True)), default=0) - _MARGIN
    middles = [middle - left for middle in middles]
    ports = _ports(threads.above[: len(nodes)], middles, width)
    bodies = [max((contents[slot].body for slot in row if slot < len(nodes)), default=0) for row in threads.rows]
    heights = [max(bodies[row], content.height) for row, content in zip(rows, contents, strict=True)]
    tops, bottoms = _levels(threads, heights, middles, ports)
    boxes = {
        content.key: content.at(middles[place] - width // 2, tops[rows[place]], heights[place])
        for place, content in enumerate(contents)
    }

    return Drawing(
        width=max((m + half for m, half in zip(middles, halves, strict=True)), default=0) + _MARGIN,
        height=(bottoms[-1] if bottoms else 0) + _MARGIN,
        boxes=tuple(boxes[key] for key in numbers),
        arrows=tuple(
            Arrow(
                before=nodes[a].key,
                after=nodes[b].key,
                points=_way(threads.routes[a, b], rows[a], tops[rows[a]] + heights[a], middles, ports, tops, bottoms),
            )
            for a, b in pairs
        ),
        crossings=crossings,
    )


def _downwards(nodes: Sequence[Node], arrows: Iterable[tuple[str, str]]) -> list[Node]:
    """The nodes in an order in which arrows run forward; the given one wherever that leaves a choice."""
    place = {node.key: number for number, node in enumerate(nodes)}
    after: dict[str, set[str]] = {node.key: set() for node in nodes}
    for source, target in arrows:
        if source in place and target in place and source != target:
            after[source].add(target)
    waiting = dict.fromkeys(place, 0)
    for targets in after.values():
        for target in targets:
            waiting[target] += 1
    left = [node.key for node in nodes]
    order: list[str] = []
    while left:
        key = next((key for key in left if not waiting[key]), left[0])  # in a circle the first goes first
        left.remove(key)
        order.append(key)
        for target in after[key]:
            waiting[target] -= 1
    return [nodes[place[key]] for key in order]


def _box_width(loads: Sequence[tuple[int, int]], limit: int | None) -> int:
    """The greatest width of boxes with which each row keeps within the limit."""
    if limit is None:
        return _NARROWEST
    room = min(((limit - lanes * layered.LANE) // boxes for boxes, lanes in loads), default=0) - _BETWEEN
    return max(_NARROWEST, min(_WIDEST, room // 4 * 4))


# -- text


class _Content:
    """A box's text, wrapped, and the heights that it takes: of all, and without its notes."""

    def __init__(self, node: Node, number: int, width: int) -> None:
        self.key, self.number, self.width = node.key, str(number), width
        room = width - 2 * _PADDING
        self.badge = max(_BADGE, int(text_width(self.number, SMALL)) + 12)
        self.title = wrap(node.title, room, TEXT)
        self.label = wrap(node.label, room, SMALL)
        self.notes = [(note.key, wrap(note.title, room - _ICON, SMALL)) for note in node.notes]
        self.body = 25 + len(self.title) * _LINE[TEXT] + len(self.label) * _LINE[SMALL]
        self.height = self.body + sum(map(_high, self.notes))

    def at(self, x: int, y: int, height: int) -> Box:
        """The box at its place; its notes stand at its foot."""
        left = x + _PADDING
        badge = Badge(
            x=left,
            y=y - _BADGE // 2,
            width=self.badge,
            height=_BADGE,
            number=Line(x=left + self.badge // 2, y=y + 5, text=self.number),
        )
        notes = []
        rule = y + height - sum(map(_high, self.notes))
        for note in self.notes:
            key, lines = note
            notes.append(PlacedNote(key=key, rule=rule, lines=_lines(lines, left + _ICON, rule + 4, SMALL)))
            rule += _high(note)
        return Box(
            key=self.key,
            x=x,
            y=y,
            width=self.width,
            height=height,
            badge=badge,
            title=_lines(self.title, left, y + 14, TEXT),
            label=_lines(self.label, left, y + 16 + len(self.title) * _LINE[TEXT], SMALL),
            notes=tuple(notes),
        )


def _high(note: tuple[str, tuple[str, ...]]) -> int:
    return len(note[1]) * _LINE[SMALL] + 9


def _lines(texts: Sequence[str], x: int, top: int, size: int) -> tuple[Line, ...]:
    return tuple(Line(x=x, y=top + size - 1 + _LINE[size] * n, text=text) for n, text in enumerate(texts))


# -- arrows


def _ports(above: layered.Adjacency, middles: Sequence[int], width: int) -> dict[tuple[int, int], int]:
    """Where the arrows of a box's upper slots enter it: right below them if they can, and apart from each other."""
    ports: dict[tuple[int, int], int] = {}
    for box, slots in enumerate(above):
        ordered = sorted(set(slots), key=middles.__getitem__)
        low, high = middles[box] - width // 2 + _CORNER, middles[box] + width // 2 - _CORNER
        if (len(ordered) - 1) * _PORT > high - low:  # so many that they need the whole side
            high = middles[box] + width // 2 - _PADDING
        apart = min(_PORT, (high - low) // max(1, len(ordered) - 1))
        upright = [low <= middles[slot] <= high for slot in ordered]
        wanted = [
            middles[slot] if is_upright else middles[box] for slot, is_upright in zip(ordered, upright, strict=True)
        ]
        shifts = layered.isotonic([(x - low - apart * n, 50 if upright[n] else 1) for n, x in enumerate(wanted)])
        spare = high - low - apart * (len(ordered) - 1)
        for n, (slot, shift) in enumerate(zip(ordered, shifts, strict=True)):
            ports[slot, box] = low + apart * n + min(max(shift, 0), spare)
    return ports


def _levels(
    threads: layered.Threads, heights: Sequence[int], middles: Sequence[int], ports: dict[tuple[int, int], int]
) -> tuple[list[int], list[int]]:
    """The top and the bottom of each row; the gap above it is the higher, the farther its arrows go across."""
    tops: list[int] = []
    bottoms: list[int] = []
    for row in threads.rows:
        across = [
            abs(ports.get((other, slot), middles[slot]) - middles[other])
            for slot in row
            for other in threads.above[slot]
        ]
        gap = 36 + min(40, max(across, default=0) // 6)
        tops.append(bottoms[-1] + gap if bottoms else _MARGIN + _BADGE // 2)
        bottoms.append(tops[-1] + max((heights[slot] for slot in row if slot < len(heights)), default=0))
    return tops, bottoms


def _way(
    route: Sequence[int],
    row: int,
    foot: int,
    middles: Sequence[int],
    ports: dict[tuple[int, int], int],
    tops: Sequence[int],
    bottoms: Sequence[int],
) -> tuple[Point, ...]:
    """From the foot of the first box, down lanes and across gaps, to the top of the last."""
    points = [(middles[route[0]], y) for y in sorted({foot, bottoms[row]})]
    for step, slot in enumerate(route[1:], row + 1):
        last = step == row + len(route) - 1
        x = ports[route[-2], slot] if last else middles[slot]
        points += [(x, tops[step] - _HEAD), (x, tops[step] if last else bottoms[step])]
    # Where it runs on straight, the points between say nothing.
    ends = zip([None, *points], points, [*points[1:], None], strict=False)
    return tuple(p for before, p, after in ends if not before or not after or not before[0] == p[0] == after[0])
