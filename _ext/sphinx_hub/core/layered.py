"""Layered drawing of a directed acyclic graph: which row each box is in, in which order, and where across.

The three steps of K. Sugiyama, S. Tagawa & M. Toda, Methods for visual understanding of hierarchical system
structures (IEEE Trans. SMC 11, 1981), as refined by E. R. Gansner, E. Koutsofios, S. C. North & K.-P. Vo, A technique
for drawing directed graphs (IEEE Trans. Software Eng. 19, 1993): :func:`rank`, :func:`thread` and :func:`order`,
:func:`place`.

Boxes are numbered from 0 in an order in which every arrow runs forward. An arrow that skips rows passes them in a
*lane*, a dummy node with room of its own, so it never meets a box. Unlike in the papers, the arrows that leave one
box share their lanes until they part: they form a tree, which says the same with fewer lines. Boxes and lanes are
the *slots* of a row; lanes are numbered on from the boxes.

Everything is in whole numbers and breaks ties by number, so the outcome is the same on every machine.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor
from random import Random

LANE = 16
"""The room across that an arrow takes in a row that it passes."""

_FAR = 3
"""The crossings for which :func:`order` gives up a move."""

Adjacency = list[list[int]]


def adjacency(count: int, arrows: Sequence[tuple[int, int]]) -> tuple[Adjacency, Adjacency]:
    """For each box those that its arrows come from, and those that they lead to."""
    before: Adjacency = [[] for _ in range(count)]
    after: Adjacency = [[] for _ in range(count)]
    for source, target in arrows:
        before[target].append(source)
        after[source].append(target)
    return before, after


# -- rows


def rank(before: Adjacency, after: Adjacency, *, pitch: int, limit: int | None) -> list[int]:
    """The row of each box: as high as possible, then moved where that shortens arrows.

    Rows are filled from the top with the boxes whose predecessors stand above, which without a ``limit`` gives
    longest-path layers. With one it is list scheduling (R. L. Graham, Bounds on multiprocessing timing anomalies, SIAM
    J. Appl. Math. 17, 1969) in the order of the boxes: a row takes only what leaves room for the lanes that pass it,
    each box ``pitch`` wide, but one box at least.
    """
    count = len(before)
    rows = [-1] * count
    waiting = [len(b) for b in before]
    ahead = [len(a) for a in after]  # arrows whose heads are in no row yet
    free = [box for box in range(count) if not waiting[box]]
    lanes = row = 0
    while free:
        taken: list[int] = []
        for box in free:
            spared = sum(ahead[other] == 1 for other in before[box])
            if not taken or limit is None or (len(taken) + 1) * pitch + (lanes - spared) * LANE <= limit:
                taken.append(box)
                lanes -= spared
                rows[box] = row
                for other in before[box]:
                    ahead[other] -= 1
        freed = []
        for box in taken:
            lanes += bool(ahead[box])
            for other in after[box]:
                waiting[other] -= 1
                if not waiting[other]:
                    freed.append(other)
        free = sorted([*(box for box in free if rows[box] < 0), *freed])
        row += 1
    return _shorten(rows, before, after, pitch, limit)


def _shorten(rows: list[int], before: Adjacency, after: Adjacency, pitch: int, limit: int | None) -> list[int]:
    """Move boxes a row up or down, with all that they push before them, while that makes the arrows shorter in sum.

    There are never more rows than before. In practice this ends where the network simplex of Gansner et al. does, and short arrows cross less.
    """
    gains = [len(a) - len(b) for a, b in zip(after, before, strict=True)]  # from moving the box down
    most = max(rows, default=-1) + 1
    moved = True
    while moved:
        moved = False
        for box in range(len(rows)):
            for step, ahead in ((1, after), (-1, before)):
                group = _pushed(box, step, rows, ahead)
                if step * sum([gains[member] for member in group]) <= 0:  # arrows inside the group cancel out
                    continue
                shifted = rows.copy()
                for member in group:
                    shifted[member] += step
                used = sorted(set(shifted))
                if len(used) > most:
                    continue
                if used[0] or used[-1] != len(used) - 1:  # no row above the first, and none without a box
                    shifted = [used.index(row) for row in shifted]
                if limit is None or all([b * pitch + n * LANE <= limit for b, n in load(shifted, after)]):
                    rows, moved = shifted, True
    return rows


def _pushed(box: int, step: int, rows: Sequence[int], ahead: Adjacency) -> list[int]:
    """The box and all that it pushes before it when it moves a row up or down."""
    group = [box]
    for member in group:
        for other in ahead[member]:
            if rows[other] == rows[member] + step and other not in group:
                group.append(other)
    return group


def load(rows: Sequence[int], after: Adjacency) -> list[tuple[int, int]]:
    """For each row the number of its boxes and of its lanes."""
    boxes = [0] * (max(rows, default=-1) + 1)
    lanes = boxes.copy()
    for box, row in enumerate(rows):
        boxes[row] += 1
        last = row + 1
        for other in after[box]:
            if rows[other] > last:
                last = rows[other]
        for passed in range(row + 1, last):
            lanes[passed] += 1
    return list(zip(boxes, lanes, strict=True))


# -- slots


@dataclass(kw_only=True, slots=True)
class Threads:
    """The slots of each row from left to right, and for each slot those that it is joined to above and below, each as
    often as arrows join them.

    The first ``count`` slots are the boxes; ``lanes`` are the runs of lanes of each box, from top to bottom; ``routes`` are the slots of each arrow.
    """

    count: int
    rows: list[list[int]]
    above: Adjacency
    below: Adjacency
    lanes: list[list[int]]
    routes: dict[tuple[int, int], list[int]]


def thread(rows: Sequence[int], after: Adjacency) -> Threads:
    """Lead the arrows from row to row, in lanes where they skip rows."""
    count = len(rows)
    above: Adjacency = [[] for _ in range(count)]
    below: Adjacency = [[] for _ in range(count)]
    lanes: list[list[int]] = []
    routes: dict[tuple[int, int], list[int]] = {}
    for box, row in enumerate(rows):
        run = [box]
        for _ in range(row + 1, max((rows[other] for other in after[box]), default=0)):
            run.append(len(above))
            above.append([])
            below.append([])
        for other in after[box]:
            routes[box, other] = [*run[: rows[other] - row], other]
            for upper, lower in pairwise(routes[box, other]):
                below[upper].append(lower)
                above[lower].append(upper)
        if run[1:]:
            lanes.append(run[1:])
    return Threads(count=count, rows=_grow(rows, below), above=above, below=below, lanes=lanes, routes=routes)


def _grow(rows: Sequence[int], below: Adjacency) -> list[list[int]]:
    """A first order: below each slot what it leads to, its lane in the middle, then what nothing leads to."""
    slots: list[list[int]] = []
    for number in range(max(rows, default=-1) + 1):
        row: dict[int, None] = {}
        for slot in slots[-1] if slots else ():
            boxes, lanes = ([s for s in below[slot] if (s < len(rows)) == is_box] for is_box in (True, False))
            row.update(dict.fromkeys([*boxes[: len(boxes) // 2], *lanes, *boxes[len(boxes) // 2 :]]))
        row.update(dict.fromkeys(box for box, at in enumerate(rows) if at == number))
        slots.append(list(row))
    return slots


# -- order


def order(threads: Threads) -> int:
    """Order the slots of each row so that few arrows cross; return how many pairs do.

    Sweeps down and up put each slot at the mean place of those it is joined to (the barycentre method of
    Sugiyama et al.), then slots move within their rows as long as that helps (sifting; C. Matuszewski, R. Schonfeld & P. Molitor, Using
    sifting for k-layer straightline crossing minimization, Graph Drawing 1999; the transposition of Gansner et al. with
    longer moves). Here and there, what is as good either way is turned round, which leads out of dead ends; the coin that decides is the
    same each time. All of this is done from the first order, downward first, and from its mirror image, upward first,
    the longer the smaller the graph; the best order seen is kept.
    """
    first, patience = threads.rows, max(2, min(14, 525 // max(1, len(threads.above))))
    coin = Random(0)
    spot = [0] * len(threads.above)
    fewest = -1
    for mirrored in (False, True):
        rows = [row[::-1] if mirrored else row.copy() for row in first]
        for row in rows:
            _number(row, spot)
        stale = 0
        for number in range(3 * patience):
            found = crossings(rows, threads.below, spot)
            stale += 1
            if fewest < 0 or found < fewest:
                fewest, stale = found, 0
                threads.rows = [row.copy() for row in rows]
            hopeless = mirrored and number == 3 and found > 1.1 * fewest
            if not fewest or stale >= patience or hopeless:
                break
            down = number % 2 == mirrored
            for row in rows[1:] if down else rows[-2::-1]:
                _sort(row, threads.above if down else threads.below, spot, coin.random() < 0.75)
            _sift(rows, threads, spot)
    _settle(threads, spot)
    return max(fewest, 0)


def _settle(threads: Threads, spot: list[int]) -> None:
    """Of the ways that are as good, take the one that comes closest to reading the boxes from left to right."""
    boxes = [[slot for slot in row if slot < threads.count] for row in threads.rows]
    falling = sum([(a > b) - (a < b) for row in boxes for a, b in pairwise(row)])
    if falling > 0:
        threads.rows = [row[::-1] for row in threads.rows]
    for row in threads.rows:
        _number(row, spot)
    for row in threads.rows:
        for end in range(len(row) - 1, 0, -1):
            for left in range(end):
                a, b = row[left], row[left + 1]
                if b < a < threads.count and not sum(
                    _gain(*(sorted([spot[other] for other in joined[slot]]) for slot in (a, b)))
                    for joined in (threads.above, threads.below)
                ):
                    row[left], row[left + 1] = b, a
        _number(row, spot)


def _number(row: list[int], spot: list[int]) -> None:
    for place, slot in enumerate(row):
        spot[slot] = place


def _sort(row: list[int], joined: Adjacency, spot: list[int], turn: bool) -> None:
    """Sort by barycentre; slots that are joined to none stay where they are."""
    at = spot.__getitem__
    keys = {slot: sum(map(at, joined[slot])) / len(joined[slot]) for slot in row if joined[slot]}
    moving = iter(sorted(reversed(keys) if turn else keys, key=keys.__getitem__))
    row[:] = [next(moving) if slot in keys else slot for slot in row]
    _number(row, spot)


def _sift(rows: list[list[int]], threads: Threads, spot: list[int]) -> None:
    """Insert the slots of each row anew from left to right, each where it crosses least with those before it.

    Rows are gone through until none gets better. The first time, a slot that is as good on either side of its
    neighbour changes sides. A slot that would have to cross several more on the way goes no farther.
    """
    at = spot.__getitem__
    stale = set(range(len(rows)))
    turn = True
    while stale:
        for number in sorted(stale):
            stale.discard(number)
            done: list[tuple[int, list[int], list[int]]] = []
            helped = False
            for slot in rows[number]:
                above, below = sorted(map(at, threads.above[slot])), sorted(map(at, threads.below[slot]))
                gain = best = 0
                target = place = len(done)
                while place and gain > -_FAR:
                    place -= 1
                    gain += _gain(done[place][1], above) + _gain(done[place][2], below)
                    if gain > best:
                        best, target = gain, place
                    elif turn and not gain and place == len(done) - 1:
                        target = place
                helped |= best > 0
                done.insert(target, (slot, above, below))
            rows[number][:] = [slot for slot, _, _ in done]
            _number(rows[number], spot)
            if helped:
                stale.update(range(max(0, number - 1), min(len(rows), number + 2)))
        turn = False


def _gain(left: list[int], right: list[int]) -> int:
    """How many crossings fewer there are if two neighbours, joined to these places in order, change places."""
    if not left or not right:
        return 0
    if left[-1] < right[0]:  # as it is most of the time
        return -len(left) * len(right)
    if left[0] > right[-1]:
        return len(left) * len(right)
    gain = 0
    for one in left:
        for other in right:
            if one > other:
                gain += 1
            elif one < other:
                gain -= 1
    return gain


def crossings(rows: Sequence[Sequence[int]], below: Adjacency, spot: Sequence[int]) -> int:
    """How many pairs of arrows cross between neighbouring rows.

    They are the inversions of the lower ends as one goes through the upper ends, counted as in W. Barth, P. Mutzel &
    M. Junger, Simple and efficient bilayer cross counting (J. Graph Algorithms Appl. 8, 2004); rows are so short
    that inserting into a sorted list beats their tree.
    """
    total = 0
    for row in rows:
        seen: list[int] = []
        for slot in row:
            for place in sorted(map(spot.__getitem__, below[slot])):
                number = bisect_right(seen, place)
                total += len(seen) - number
                seen.insert(number, place)
    return total


# -- across


def place(threads: Threads, *, pitch: int, limit: int | None) -> list[int]:
    """The middle of each slot across: close to what it is joined to, in the order of its row.

    Sweeps down, up, and then in both directions at once give each row the best places for those of its neighbours
    (least squares by pooling adjacent violators; R. E. Barlow et al., Statistical inference under order restrictions,
    1972), within ``limit`` where all rows fit it. Then each slot, and each run of lanes or boxes in a line as a whole,
    moves to the median of what it is joined to, as far as its neighbours let it: most lines come to stand upright.
    """
    widths = [pitch] * threads.count + [LANE] * (len(threads.above) - threads.count)
    bases = [_bases(row, widths) for row in threads.rows]
    taken = [sum([widths[slot] for slot in row]) for row in threads.rows]
    room = max(taken, default=0)
    room = 2 * room if limit is None else max(room, limit)
    middles = [0] * len(widths)
    for row, base, width in zip(threads.rows, bases, taken, strict=True):
        for slot, offset in zip(row, base, strict=True):
            middles[slot] = (room - width) // 2 + offset
    up, down = _pulls(threads, threads.above), _pulls(threads, threads.below)
    both = [above + below for above, below in zip(up, down, strict=True)]
    numbers = range(len(threads.rows))
    for sweep, pulls in enumerate((up, down, up, down, both, both)):
        totals = [sum([weight for _, weight in pull]) for pull in pulls]
        for number in numbers if sweep % 2 == 0 else reversed(numbers):
            row, base = threads.rows[number], bases[number]
            wanted: list[tuple[float, float]] = []
            for slot, offset in zip(row, base, strict=True):
                if total := totals[slot]:
                    mean = sum([weight * middles[other] for other, weight in pulls[slot]]) / total
                    wanted.append((mean - offset, total))
                else:
                    wanted.append((middles[slot] - offset, 0.01))
            spare = room - taken[number]
            for slot, offset, shift in zip(row, base, isotonic(wanted), strict=True):
                middles[slot] = offset + min(max(shift, 0), spare)
    _straighten(threads, widths, middles, both, room)
    return middles


def _bases(row: Sequence[int], widths: Sequence[int]) -> list[int]:
    """The middles of a row's slots where it stands as far left as it can."""
    bases: list[int] = []
    left = 0
    for slot in row:
        bases.append(left + widths[slot] // 2)
        left += widths[slot]
    return bases


def _pulls(threads: Threads, joined: Adjacency) -> list[list[tuple[int, int]]]:
    """What each slot is drawn to, and how much: most where a line only passes (Gansner et al. use the same figures)."""
    count = threads.count
    return [
        [
            (other, others.count(other) * (1, 2, 8)[(slot >= count) + (other >= count)])
            for other in dict.fromkeys(others)
        ]
        for slot, others in enumerate(joined)
    ]


def isotonic(wanted: Iterable[tuple[float, float]]) -> list[int]:
    """The non-descending values that are closest to (value, weight), rounded."""
    pools: list[tuple[float, float, int]] = []
    for value, weight in wanted:
        size = 1
        while pools and pools[-1][0] > value:
            other, more, members = pools.pop()
            value = (value * weight + other * more) / (weight + more)
            weight += more
            size += members
        pools.append((value, weight, size))
    return [floor(value + 0.5) for value, _, size in pools for _ in range(size)]


def _straighten(
    threads: Threads,
    widths: Sequence[int],
    middles: list[int],
    pulls: Sequence[Sequence[tuple[int, int]]],
    room: int,
) -> None:
    beside: dict[int, tuple[int | None, int | None]] = {}
    for row in threads.rows:
        beside.update(zip(row, zip([None, *row], [*row[1:], None], strict=False), strict=True))

    def span(slot: int) -> tuple[int, int]:
        left, right = beside[slot]
        half = widths[slot] // 2
        low = half if left is None else middles[left] + widths[left] // 2 + half
        high = room - half if right is None else middles[right] - widths[right] // 2 - half
        return low, high

    boxes = [[slot] for row in threads.rows for slot in row if widths[slot] != LANE]
    lines = _lines(threads)
    for units in (threads.lanes, boxes, lines, boxes[::-1], threads.lanes, lines, boxes, lines):
        for unit in units:
            spans = [span(slot) for slot in unit]
            low, high = max(low for low, _ in spans), min(high for _, high in spans)
            if low <= high:
                wanted = sorted([(middles[o], w) for s in unit for o, w in pulls[s] if o not in unit])
                target = _median(wanted) if wanted else middles[unit[0]]
                for slot in unit:
                    middles[slot] = min(max(target, low), high)


def _lines(threads: Threads) -> list[list[int]]:
    """The longest runs of slots that are each joined to the next alone."""
    lines: list[list[int]] = []
    following = {
        slot: others[0]
        for slot, others in enumerate(threads.below)
        if len(set(others)) == 1 and len(set(threads.above[others[0]])) == 1
    }
    starts = sorted(following.keys() - set(following.values()))
    for slot in starts:
        line = [slot]
        while line[-1] in following:
            line.append(following[line[-1]])
        lines.append(line)
    return lines


def _median(wanted: Sequence[tuple[int, int]]) -> int:
    """The weighted median; between two of them their middle, so that what stands on two stands between them."""
    half = sum(weight for _, weight in wanted)
    passed = 0
    for number, (value, weight) in enumerate(wanted):
        passed += weight
        if 2 * passed > half:
            return value
        if 2 * passed == half:
            return (value + wanted[number + 1][0]) // 2
    raise AssertionError
