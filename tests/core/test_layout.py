"""The laws of a drawing: what stands where, on random sections and on those that one thinks of first."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sphinx_hub.core import layered
from sphinx_hub.core.layout import SMALL, TEXT, Arrow, Box, Drawing, Line, Node, Note, Point, curve, layout
from sphinx_hub.core.textfit import text_width, wrap

from tests.core.strategies import examples

Section = tuple[list[Node], list[tuple[str, str]]]
WIDTH = 736

WORDS = st.sampled_from(
    (
        "AI",
        "What",
        "Hyperparameters",
        "vs",
        "Straße",
        "mmmmmmmmmmmmmmmmmmmmmmmm",
        "state-of-the-art/pre-training",
        "超参数与参数有什么区别",
        "👩\u200d🔬👩🏽\u200d🔬🇩🇪",
        "e\u0301\u0302" * 9,
        "Обучение",
        "<&>",
    )
)
TITLES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)


@st.composite
def sections(draw: st.DrawFn, most: int = 25) -> Section:
    """Articles in learning order, each with up to three prerequisites among the earlier ones."""
    count = draw(st.integers(0, most))
    nodes = [
        Node(
            key=str(number),
            title=draw(TITLES),
            label=draw(st.sampled_from(("Definition · 5 min", "Extraordinarily long type · 120 min"))),
            notes=tuple(Note(key=f"n{n}", title=t) for n, t in enumerate(draw(st.lists(TITLES, max_size=2)))),
        )
        for number in range(count)
    ]
    arrows = [
        (str(before), str(number))
        for number in range(1, count)
        for before in draw(st.lists(st.integers(0, number - 1), max_size=3, unique=True))
    ]
    return nodes, arrows


def section(count: int, *arrows: tuple[int, int]) -> Section:
    """A section by hand."""
    nodes = [Node(key=str(n), title=f"What Is Article {n}?", label="Definition · 5 min") for n in range(count)]
    return nodes, [(str(a), str(b)) for a, b in arrows]


def seeded(count: int, seed: int, reach: int) -> Section:
    """A section whose articles have one or two prerequisites, at most ``reach`` before them."""
    dice = random.Random(seed)
    return section(
        count,
        *((b, n) for n in range(1, count) for b in {dice.randrange(max(0, n - reach), n) for _ in range(2)}),
    )


def samples(arrow: Arrow) -> Iterator[tuple[float, float]]:
    """Points on the arrow, close together."""
    for start, end in pairwise(arrow.points):
        (x0, y0), (x3, y3) = start, end
        (x1, y1), (x2, y2) = curve(start, end) if x0 != x3 else _thirds(start, end)
        for t in (n / 24 for n in range(25)):
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            yield a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3


def _thirds(start: Point, end: Point) -> tuple[tuple[float, float], tuple[float, float]]:
    (x, top), (_, bottom) = start, end
    return (x, top + (bottom - top) / 3), (x, bottom - (bottom - top) / 3)


def outline(box: Box) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a box with its number's pill."""
    return box.x, min(box.y, box.badge.y), box.x + box.width, box.y + box.height


def check(nodes: Sequence[Node], arrows: Sequence[tuple[str, str]], drawing: Drawing) -> None:
    """All that holds of any drawing."""
    boxes = {box.key: box for box in drawing.boxes}
    assert list(boxes) == [node.key for node in nodes]
    assert {(a.before, a.after) for a in drawing.arrows} == set(arrows)
    assert len(drawing.arrows) == len(set(arrows))

    for box in drawing.boxes:
        left, top, right, bottom = outline(box)
        assert left >= 1 and top >= 1 and right <= drawing.width - 1 and bottom <= drawing.height - 1
    for one, other in combinations(drawing.boxes, 2):
        a, b = outline(one), outline(other)
        assert a[2] + 8 <= b[0] or b[2] + 8 <= a[0] or a[3] + 8 <= b[1] or b[3] + 8 <= a[1], "boxes keep apart"

    for arrow in drawing.arrows:
        before, after = boxes[arrow.before], boxes[arrow.after]
        assert arrow.points[0] == (before.x + before.width // 2, before.y + before.height)
        assert arrow.points[-1][1] == after.y and after.x + 8 <= arrow.points[-1][0] <= after.x + after.width - 8
        assert arrow.points[-1][0] == arrow.points[-2][0], "the head points straight down"
        way = list(samples(arrow))
        assert all(a[1] < b[1] or a == b for a, b in pairwise(way)), "it falls all the way"
        for x, y in way:
            assert 0 <= x <= drawing.width and 0 <= y <= drawing.height
            for box in drawing.boxes:
                own, (left, top, right, bottom) = box in (before, after), outline(box)
                if own:
                    left, top, right, bottom = box.x + 1, box.y + 1, right - 1, bottom - 1
                assert not (left - 4 * (not own) < x < right + 4 * (not own) and top < y < bottom), (arrow, box)

    for node, box, number in zip(nodes, drawing.boxes, range(1, len(nodes) + 1), strict=True):
        assert box.badge.number.text == str(number)
        assert text_width(str(number), SMALL) <= box.badge.width
        assert [note.key for note in box.notes] == [note.key for note in node.notes]
        texts = [(node.title, box.title, TEXT), (node.label, box.label, SMALL)]
        texts += [(note.title, placed.lines, SMALL) for note, placed in zip(node.notes, box.notes, strict=True)]
        for text, lines, size in texts:
            same_text(text, [line.text for line in lines])
            for line in lines:
                inside(line, size, box)
        baselines = [line.y for _, lines, _ in texts for line in lines]
        assert all(b - a >= SMALL + 2 for a, b in pairwise(baselines)), "lines keep apart"


def same_text(text: str, lines: Sequence[str]) -> None:
    """Nothing is lost, and a line ends between words wherever a word has room on one."""
    assert "".join("".join(lines).split()) == "".join(text.split())


def inside(line: Line, size: int, box: Box) -> None:
    assert line.x >= box.x + 8 and line.x + text_width(line.text, size) <= box.x + box.width - 8
    assert line.y - size >= box.y and line.y + size * 0.3 <= box.y + box.height


@examples(150)
@given(sections(), st.randoms(use_true_random=False))
def test_a_drawing_keeps_the_laws(drawn: Section, dice: random.Random) -> None:
    nodes, arrows = drawn
    drawing = layout(nodes, arrows)
    check(nodes, arrows, drawing)
    assert drawing.width <= WIDTH
    assert layout(nodes, dice.sample([*arrows, *arrows], 2 * len(arrows))) == drawing, "the arrows' order says nothing"


@examples(8)
@given(sections(60))
def test_a_large_drawing_keeps_the_laws(drawn: Section) -> None:
    check(*drawn, layout(*drawn))


@examples(30)
@given(sections())
def test_without_a_limit_the_rows_are_as_few_as_the_longest_chain_asks_for(drawn: Section) -> None:
    nodes, arrows = drawn
    drawing = layout(nodes, arrows, max_width=None)
    check(nodes, arrows, drawing)
    chain: dict[str, int] = {}
    for node in nodes:
        chain[node.key] = max((chain[a] + 1 for a, b in arrows if b == node.key), default=1)
    assert len({box.y for box in drawing.boxes}) == max(chain.values(), default=0)


def test_no_article_gives_an_empty_drawing() -> None:
    drawing = layout([], [])
    assert not drawing.boxes and not drawing.arrows


CASES = {
    "one": section(1),
    "chain": section(6, *pairwise(range(6))),
    "diamond": section(4, (0, 1), (0, 2), (1, 3), (2, 3)),
    "fan": section(21, *((0, n) for n in range(1, 21))),
    "funnel": section(21, *((n, 20) for n in range(20))),
    "two roots": section(4, (0, 2), (1, 2), (2, 3)),
    "no arrows": section(11),
    "two parts": section(6, (0, 2), (2, 4), (1, 3), (3, 5)),
    "over rows": section(5, *pairwise(range(5)), (0, 4), (1, 4)),
    "60": seeded(60, 1, 8),
    "60, tangled": seeded(60, 2, 60),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
@pytest.mark.parametrize("max_width", [WIDTH, 400, None])
def test_the_cases_that_one_thinks_of(case: Section, max_width: int | None) -> None:
    nodes, arrows = case
    check(nodes, arrows, layout(nodes, arrows, max_width=max_width))


@pytest.mark.parametrize("name", ["one", "chain", "diamond", "fan", "funnel", "two roots", "two parts", "over rows"])
def test_what_can_be_drawn_without_a_crossing_is(name: str) -> None:
    assert layout(*CASES[name]).crossings == 0


def test_a_chain_is_drawn_upright() -> None:
    assert {len(arrow.points) for arrow in layout(*CASES["chain"]).arrows} == {2}


def test_a_wide_fan_keeps_within_the_width() -> None:
    assert layout(*CASES["fan"]).width <= WIDTH


def test_arrows_enter_a_box_apart_from_each_other() -> None:
    tips = sorted(arrow.points[-1][0] for arrow in layout(*section(4, (0, 3), (1, 3), (2, 3))).arrows)
    assert all(b - a >= 8 for a, b in pairwise(tips))


def test_arrows_that_run_backward_or_to_what_is_not_drawn_are_left_out() -> None:
    nodes, arrows = section(3, (0, 1), (1, 2))
    assert layout(nodes, [*arrows, ("2", "0"), ("1", "1"), ("0", "x"), ("x", "2")]) == layout(nodes, arrows)


def test_an_arrow_may_run_against_the_numbers() -> None:
    """Where what to read next contradicts a prerequisite, the picture still shows what builds on what."""
    nodes, arrows = section(3, (2, 0), (0, 1))
    drawing = layout(nodes, arrows)
    check(nodes, arrows, drawing)
    top = {box.key: box.y for box in drawing.boxes}
    assert top["2"] < top["0"] < top["1"]
    assert {box.key: box.badge.number.text for box in drawing.boxes} == {"0": "1", "1": "2", "2": "3"}


def test_crossings_are_counted_as_one_would_by_hand() -> None:
    nodes, arrows = CASES["60, tangled"]
    drawing = layout(nodes, arrows)
    gaps: dict[int, list[tuple[int, int]]] = {}  # by the height of what an arrow's curve starts from
    tops = sorted({box.y for box in drawing.boxes})
    for arrow in drawing.arrows:
        ways = list(pairwise(arrow.points))
        for top in tops:
            for (x1, y1), (x2, y2) in ways:
                if y1 < top - 10 and y2 >= top - 10:
                    gaps.setdefault(top, []).append((x1, x2))
    crossed = sum((a - c) * (b - d) < 0 for lines in gaps.values() for (a, b), (c, d) in combinations(lines, 2))
    assert crossed == drawing.crossings


@examples(200)
@given(st.lists(WORDS | st.text(max_size=30), max_size=6).map(" ".join), st.integers(40, 200))
def test_wrapped_text_fits_and_is_whole(text: str, width: int) -> None:
    lines = wrap(text, width, TEXT)
    same_text(text, lines)
    for line in lines:
        assert line and (text_width(line, TEXT) <= width or len([c for c in line if c > "\u02ff"]) > 1)
    for first, second in pairwise(lines):
        word = second.split(" ")[0]
        assert text_width(f"{first} {word}", TEXT) > width or word not in text.split(), "lines are filled"


def test_a_long_word_breaks_after_a_hyphen_and_never_inside_a_character() -> None:
    assert wrap("state-of-the-art", 80, TEXT) == ("state-of-", "the-art")
    family = "👩\u200d🔬"
    assert wrap(family * 3, 80, TEXT) == (family, family, family)


def test_rows_are_the_shortest_that_gansner_et_al_would_find() -> None:
    # 0 -> 1 -> 2 -> 3, and 4 -> 3 alone: 4 stands right above 3, not at the top.
    before, after = layered.adjacency(5, [(0, 1), (1, 2), (2, 4), (3, 4)])
    assert layered.rank(before, after, pitch=180, limit=None) == [0, 1, 2, 2, 3]
