"""The drawing beside a learning path: what readers can follow in it is what the articles state.

The routes are read off the SVG that is written, row by row, without a look at how it came about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sphinx_hub.core.gutter import EM, gutter, gutter_above
from sphinx_hub.core.lanes import Lanes, lanes

from tests.core.strategies import examples

Named = Sequence[Sequence[int]]
"""For each row the rows that it names."""

ALL = 10_000
"""More lanes than any path of these tests needs."""

NONE: Named = []
ONE: Named = [[]]
CHAIN: Named = [[], [0], [1], [2], [3]]
DIAMOND: Named = [[], [0], [0], [1, 2]]
FAN: Named = [[], [0], [0], [0], [0], [0]]
JOIN: Named = [[], [], [], [], [0, 1, 2, 3]]
TWO_ROOTS: Named = [[], [0], [], [2], [1, 3]]
CYCLE: Named = [[2], [0], [1], [2, 3]]
CASES = {"none": NONE, "one": ONE, "chain": CHAIN, "diamond": DIAMOND, "fan": FAN, "join": JOIN}
CASES |= {"two roots": TWO_ROOTS, "cycle": CYCLE}


@st.composite
def paths(draw: st.DrawFn, *, forward: bool = False) -> Named:
    """What the rows of a path name: earlier rows, and in a cycle later ones, too."""
    size = draw(st.integers(0, 14))
    return [
        draw(st.lists(st.integers(0, max(0, row - 1 if forward else size - 1)), max_size=4, unique=True))
        if row or not forward
        else []
        for row in range(size)
    ]


def large(size: int) -> Named:
    """A section in which each article builds on a few of the last dozen, and some on one long before."""
    return [
        sorted({row - 1 - (row * k * 7919) % min(row, 12) for k in (1, 2)} | ({row // 3} if row % 5 == 0 else set()))
        if row
        else []
        for row in range(size)
    ]


# -- the contract, slowly


def forward(named: Named) -> list[set[int]]:
    """For each row the earlier rows that it names."""
    return [{other for other in others if other < row} for row, others in enumerate(named)]


def ancestors(named: Named) -> list[set[int]]:
    """For each row all that chains of such names lead back to."""
    found: list[set[int]] = []
    for before in forward(named):
        found.append(before.union(*(found[other] for other in before)))
    return found


def arrows(named: Named) -> set[tuple[int, int]]:
    """The prerequisites that run with the order, without those that a longer chain of them implies."""
    far = ancestors(named)
    before = forward(named)
    return {(a, b) for b in range(len(named)) for a in before[b] if not any(a in far[c] for c in before[b] - {a})}


def open_at(named: Named, row: int) -> int:
    """How many articles are open at a row."""
    return len({row} | {a for a, b in arrows(named) if a < row < b})


# -- reading the drawing

_COMMAND = re.compile(r"([MVHq])([-\d ]*)")


def ends(path: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where a line begins and ends."""
    start = x = y = None
    for command, typed in _COMMAND.findall(path):
        numbers = [int(number) for number in typed.split()]
        if command == "M":
            x, y = numbers
            start = (x, y)
        elif command == "V":
            y = numbers[0]
        elif command == "H":
            x = numbers[0]
        else:
            assert x is not None and y is not None
            x, y = x + numbers[2], y + numbers[3]
    assert "".join(c + t for c, t in _COMMAND.findall(path)) == path
    assert start is not None and x is not None and y is not None
    return start, (x, y)


class Drawn:
    """One row's drawing as a reader sees it: lines from its top, to its node, from its node, to its bottom."""

    def __init__(self, svg: str) -> None:
        (picture,) = ElementTree.fromstring(svg)
        (circle,) = picture.findall("circle")
        x, y, radius = (int(circle.attrib[name]) for name in ("cx", "cy", "r"))
        rim = {(x, y - radius), (x, y + radius), (x - radius, y), (x + radius, y)}
        self.lane = x
        self.width = float(picture.attrib["width"].removesuffix("em")) * EM
        self.into: set[int] = set()
        self.past: set[int] = set()
        self.on = False
        self.gaps: set[int] = set()
        for path in picture.findall("path"):
            if path.get("class") == "hub-gap":
                self.gaps = {int(gap) for gap in re.findall(r"M(\d+) ", path.attrib["d"])}
                continue
            (start_x, start_y), (end_x, end_y) = ends(path.attrib["d"])
            if (start_x, start_y) in rim:
                assert (start_x, end_x, start_y > y) == (x, x, True), "a line leaves its node straight down"
                assert end_y > 1000
                self.on = True
            elif (end_x, end_y) in rim:
                assert start_y == 0
                self.into.add(start_x)
            else:
                assert start_x == end_x != x, "a line that runs past goes straight, and not through the node"
                assert start_y == 0 and end_y > 1000
                self.past.add(start_x)

    @property
    def bottom(self) -> set[int]:
        return self.past | ({self.lane} if self.on else set())


def drawn(path: Lanes) -> list[Drawn]:
    return [Drawn(gutter(row, number, path.number)) for number, row in enumerate(path.rows, start=1)]


def routes(rows: Sequence[Drawn]) -> set[tuple[int, int]]:
    """All ways down the lines from one node to the next."""
    found = set()
    for start, row in enumerate(rows):
        if not row.on:
            continue
        below = start + 1
        while True:
            if row.lane in rows[below].into:
                found.add((start, below))
            if row.lane not in rows[below].past:
                break
            below += 1
    return found


@pytest.mark.parametrize("named", CASES.values(), ids=CASES)
def test_cases_are_drawn_as_they_are_stated(named: Named) -> None:
    assert routes(drawn(lanes(named, ALL))) == arrows(named)


@pytest.mark.parametrize("size", [60, 400])
def test_many_articles_are_drawn_as_they_are_stated(size: int) -> None:
    assert routes(drawn(lanes(large(size), ALL))) == arrows(large(size))


@examples(300)
@given(paths())
@example(CYCLE)
def test_each_arrow_is_one_route_and_there_is_no_other(named: Named) -> None:
    assert routes(drawn(lanes(named, ALL))) == arrows(named)


@examples(300)
@given(paths())
def test_no_line_ends_or_begins_in_the_open(named: Named) -> None:
    rows = drawn(lanes(named, ALL))
    for above, below in zip(rows, rows[1:], strict=False):
        assert above.bottom == below.into | below.past
    if rows:
        assert not rows[0].into | rows[0].past
        assert not rows[-1].bottom


@examples(300)
@given(paths())
@example(FAN)
@example(JOIN)
def test_there_are_as_many_lanes_as_articles_open_at_once(named: Named) -> None:
    path = lanes(named, ALL)
    assert path.number == max((open_at(named, row) for row in range(len(named))), default=0)
    rows = drawn(path)
    assert all(row.width == path.number * EM for row in rows)
    assert {(row.lane - EM // 2) / EM for row in rows} <= set(range(path.number))


@examples()
@given(paths())
def test_a_line_to_a_node_is_a_bridge_over_lines_that_do_not_lead_there(named: Named) -> None:
    for row in drawn(lanes(named, ALL)):
        first, last = min({row.lane} | row.into), max({row.lane} | row.into)
        crossed = {x for x in row.past - row.into if first < x < last}
        assert len(row.gaps) == len(crossed)
        assert all(any(gap < x < gap + EM / 2 for gap in row.gaps) for x in crossed)


def test_a_chain_takes_one_lane() -> None:
    assert lanes([[row - 1] if row else [] for row in range(50)], ALL).number == 1


@examples()
@given(paths(forward=True))
def test_what_a_chain_implies_changes_nothing(named: Named) -> None:
    implied = [sorted(far) for far in ancestors(named)]
    assert lanes(implied, ALL) == lanes(named, ALL)


@examples()
@given(paths())
def test_words_name_what_is_drawn_and_what_runs_against_the_order(named: Named) -> None:
    for row, (after, *_) in enumerate(lanes(named, ALL).rows):
        assert [a for a in after if a < row] == sorted(a for a, b in arrows(named) if b == row)
        assert [a for a in after if a > row] == sorted({a for a in named[row] if a > row})


@examples()
@given(paths(), st.integers(0, 4))
def test_above_the_limit_the_words_alone_are_left(named: Named, most: int) -> None:
    whole, limited = lanes(named, ALL), lanes(named, most)
    if whole.number <= most:
        assert limited == whole
        return
    assert limited.number == 0
    assert [row.after for row in limited.rows] == [row.after for row in whole.rows]
    assert not any(row.entering or row.passing or row.leaving for row in limited.rows)


@examples()
@given(paths())
def test_the_same_is_drawn_of_sets_in_any_order_and_of_repeated_names(named: Named) -> None:
    other = [[*reversed(others), *others] for others in named]
    ours = lanes(named, ALL)
    assert lanes(other, ALL) == ours
    assert lanes([set(others) for others in named], ALL) == ours


@examples()
@given(paths())
def test_each_of_several_lines_ends_in_an_arrowhead_at_the_node(named: Named) -> None:
    path = lanes(named, ALL)
    for number, row in enumerate(path.rows, start=1):
        (picture,) = ElementTree.fromstring(gutter(row, number, path.number))
        heads = [head.attrib["points"].partition(" ")[0] for head in picture.findall("polygon")]
        arriving = {ends(line.attrib["d"])[1] for line in picture if "data-from" in line.attrib}
        assert sorted(heads) == sorted(f"{x},{y}" for x, y in arriving if len(row.entering) > 1)


@examples()
@given(paths())
def test_what_stands_between_two_rows_is_run_past(named: Named) -> None:
    """A heading may stand above any row: the lines of the row before arrive there and run on."""
    path = lanes(named, ALL)
    rows = drawn(path)
    for above, row in zip(rows, path.rows[1:], strict=False):
        (picture,) = ElementTree.fromstring(gutter_above(row, path.number))
        lines = [ends(line.attrib["d"]) for line in picture]
        assert all(start[0] == end[0] and start[1] == 0 and end[1] > 1000 for start, end in lines)
        assert sorted(start[0] for start, _ in lines) == sorted(above.bottom)


@examples()
@given(paths())
def test_a_script_finds_the_article_of_each_part_of_a_line(named: Named) -> None:
    path = lanes(named, ALL)
    for number, row in enumerate(path.rows, start=1):
        (picture,) = ElementTree.fromstring(gutter(row, number, path.number))
        entering = [int(line.attrib["data-from"]) for line in picture if "data-from" in line.attrib]
        going_on = {int(line.attrib["data-of"]) for line in picture if "data-of" in line.attrib}
        assert sorted(entering) == [a + 1 for a, b in sorted(arrows(named)) if b + 1 == number]
        assert going_on == {a + 1 for a, b in arrows(named) if a + 1 <= number < b + 1}


def test_a_row_is_small_and_nothing_is_read_aloud() -> None:
    svg = gutter(lanes(DIAMOND, ALL).rows[2], 3, 2)
    assert 'aria-hidden="true"' in svg
    assert "<title" not in svg and "<text" not in svg and "id=" not in svg
    path = lanes(large(400), ALL)
    sizes = [len(gutter(row, number, path.number)) for number, row in enumerate(path.rows, start=1)]
    assert max(sizes) < 250 + 60 * path.number
