"""A learning path as rows and lanes, in numbers alone: what the gutter beside its list draws.

The rows are articles in learning order, and the picture is that of a version history: each row has one node, and from
each node that a later row builds on a line runs down a lane of its own until its last use.

- What a longer chain within the path implies is left out: the transitive reduction (Aho, Garey & Ullman, The transitive
  reduction of a directed graph, SIAM J. Comput. 1, 1972) of the prerequisites that run with the order.
- A node holds its lane from its own row to the row before its last use, at least for its own row, so lanes are a
  coloring of these intervals. Taken in order of their beginnings, each given any lane that is free, they need no more
  lanes than are in use at once in some row (the left-edge algorithm: Hashimoto & Stevens, Wire routing by optimizing
  channel assignment within large apertures, 1971; as coloring of interval graphs: Gupta, Lee & Leung, An optimal
  solution for the channel-assignment problem, IEEE Trans. Comput. 28, 1979). Of the free lanes a node takes the one
  that its lines reach with the fewest crossings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple


class Line(NamedTuple):
    """The line of the article in ``row``, which runs in ``lane``; both count from 0."""

    row: int
    lane: int


class Row(NamedTuple):
    """A row, and what is drawn in it.

    ``after`` are the rows that it directly builds on, those included that come later, in a cycle. ``entering`` are the
    lines that end in or branch off to its node, ``passing`` those that run past it to a later row; a line may do both.
    ``leaving``: a line runs down from its node. Where the path is not drawn there are no lines.
    """

    after: tuple[int, ...]
    lane: int = 0
    entering: tuple[Line, ...] = ()
    passing: tuple[Line, ...] = ()
    leaving: bool = False


class Lanes(NamedTuple):
    """The rows of a path and the number of its lanes, which is 0 where it is not drawn."""

    rows: tuple[Row, ...]
    number: int


def lanes(named: Sequence[Collection[int]], most: int) -> Lanes:
    """The rows of a path, drawn unless that takes more than ``most`` lanes.

    ``named`` has for each row, in learning order, the rows that it names as prerequisites, counted from 0. An arrow
    against the order (in a cycle) is in the row's ``after`` and is not drawn.
    """
    after = list(_reduced(named))
    last = list(range(len(named)))  # the row of each article's last use; its own where there is none
    for row, before in enumerate(after):
        for earlier in before:
            last[earlier] = row
    number = _most_open(last)
    against = [tuple(sorted({other for other in others if other > row})) for row, others in enumerate(named)]
    if number > most:
        return Lanes(rows=tuple(Row(after=a + b) for a, b in zip(after, against, strict=True)), number=0)

    rows: list[Row] = []
    lane: list[int] = []
    running: list[Line] = []  # the lines above the row
    for row, before in enumerate(after):
        passing = tuple(line for line in running if last[line.row] > row)
        entering = tuple(Line(row=earlier, lane=lane[earlier]) for earlier in before)
        lane.append(_free_lane(number, entering, passing))
        leaving = last[row] > row
        rows.append(Row(before + against[row], lane[row], entering, passing, leaving))
        running = [*passing, *([Line(row=row, lane=lane[row])] if leaving else [])]
    return Lanes(rows=tuple(rows), number=number)


def _reduced(named: Sequence[Collection[int]]) -> Iterator[tuple[int, ...]]:
    """For each row the earlier rows that it names and that no chain of such names implies, in order.

    Sets of rows are the bits of a number: an operation on them is one on numbers.
    """
    ancestors: list[int] = []
    for row, others in enumerate(named):
        before = sorted({other for other in others if other < row})
        implied = found = 0
        for earlier in before:
            implied |= ancestors[earlier]
            found |= 1 << earlier
        ancestors.append(implied | found)
        yield tuple(earlier for earlier in before if not implied >> earlier & 1)


def _most_open(last: Sequence[int]) -> int:
    """The most articles that are open at a row: its own, and the earlier ones that a later row builds on."""
    ends = [0] * (len(last) + 1)
    most = running = 0
    for row, end in enumerate(last):
        running -= ends[row]
        most = max(most, running + 1)
        if end > row:
            running += 1
            ends[end] += 1
    return most


def _free_lane(number: int, entering: Sequence[Line], passing: Sequence[Line]) -> int:
    """The lane for a row's node: the one with the fewest lines to cross, then the shortest way, then the first."""
    taken = [line.lane for line in passing]

    def cost(lane: int) -> tuple[int, int, int]:
        ways = [(min(line.lane, lane), max(line.lane, lane)) for line in entering]
        crossings = sum(first < other < end for first, end in ways for other in taken)
        return crossings, sum(end - first for first, end in ways), lane

    return min((lane for lane in range(number) if lane not in taken), key=cost)
