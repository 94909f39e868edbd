"""The layout of learning paths against graphviz's ``dot``: crossings, and the time that ours takes.

    python benchmarks/layout.py

The sections are seeded. Each article has two prerequisites (the second one has one), drawn from all earlier articles
("any") or from the ten right before it ("near", as in a section that was written to be read); what longer chains imply
is left out by ``LearningGraph.arrows``. ``dot`` gets boxes of the same size.

Both count the same: with every arrow led from row to row, the pairs of arrows that cross between two rows, each as
often as it does. ``dot -v`` tells its own figure for its own rows. Ours is counted by comparing all pairs of arrows in
the finished drawing; where arrows share a line, each of them counts. ``crossings, page`` is with the width of a page,
which ``dot`` knows no equal to: rows too wide for it become several.

The time is the processor's for the whole of :func:`layout`, text and page width included: the median over the sections
of the best of nine runs, so that other load on the machine counts little.
"""

from __future__ import annotations

import random
import re
import statistics
import subprocess
import sys
import time
from itertools import combinations, pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "_ext"))

from sphinx_hub.core.graph import LearningGraph
from sphinx_hub.core.layout import Drawing, Node, layout
from sphinx_hub.core.model import Article, Link, Section

SECTIONS = 20  # of each kind
TITLES = ("What Is a Loss Function?", "Parameters vs Hyperparameters", "How Does Gradient Descent Work?")


def section(count: int, seed: int, reach: int) -> tuple[list[Node], tuple[tuple[str, str], ...]]:
    """The articles of a section in learning order, and its arrows."""
    dice = random.Random(seed)
    pages: dict[str, Article | Section] = {"index": Section(docname="index", line=1, title="A section", description="")}
    for number in range(count):
        before = dice.sample(range(max(0, number - reach), number), min(2, number))
        docname = f"{number:03}"
        pages[docname] = Article(
            docname=docname,
            line=1,
            title=TITLES[number % len(TITLES)],
            type="definition",
            type_line=1,
            description="",
            words=1000,
            read_before=tuple(Link(docname=f"{other:03}", text="", line=1) for other in before),
        )
    graph = LearningGraph(pages)
    own = graph.section_articles["index"]
    nodes = [Node(key=d, title=graph.articles[d].title, label=f"Definition · {graph.minutes(d)} min") for d in own]
    return nodes, graph.arrows("index")


def crossings(drawing: Drawing) -> int:
    """The pairs of arrows that cross: those that change sides between two heights at which arrows stand upright."""
    gaps: dict[int, list[tuple[int, int]]] = {}
    tops = sorted({box.y for box in drawing.boxes})
    for arrow in drawing.arrows:
        for (x1, y1), (x2, y2) in pairwise(arrow.points):
            for top in tops:  # a line that runs straight on passes several gaps
                if y1 < top <= y2 + 10 and y1 < top - 10:
                    gaps.setdefault(top, []).append((x1, x2))
    return sum((a - c) * (b - d) < 0 for lines in gaps.values() for (a, b), (c, d) in combinations(lines, 2))


def dot_crossings(nodes: list[Node], arrows: tuple[tuple[str, str], ...]) -> int:
    """What ``dot`` itself says of its layout."""
    text = "".join(f'"{node.key}";' for node in nodes) + "".join(f'"{a}"->"{b}";' for a, b in arrows)
    source = f"digraph {{ node [shape=box fixedsize=true width=2.25 height=1.2]; nodesep=0.28; {text} }}"
    told = subprocess.run(["dot", "-v", "-Tplain"], input=source, capture_output=True, text=True, check=True).stderr
    found = re.search(r"^mincross \S+: (\d+) crossings", told, re.MULTILINE)
    assert found, told
    return int(found[1])


def milliseconds(nodes: list[Node], arrows: tuple[tuple[str, str], ...]) -> float:
    """The best of nine runs."""
    runs = []
    for _ in range(9):
        start = time.process_time()
        layout(nodes, arrows)
        runs.append(time.process_time() - start)
    return 1000 * min(runs)


def main() -> None:
    """Print a line for each kind of section."""
    print(f"{SECTIONS} seeded sections of each kind      crossings in sum")
    print("articles  prerequisites      ours     dot   ratio    page    ms")
    for count in (25, 50):
        both = [0, 0]
        for name, reach in (("any", count), ("near", 10)):
            drawn = [section(count, seed, reach) for seed in range(SECTIONS)]
            ours = sum(crossings(layout(*one, max_width=None)) for one in drawn)
            page = sum(crossings(layout(*one)) for one in drawn)
            dots = sum(dot_crossings(*one) for one in drawn)
            both[0] += ours
            both[1] += dots
            time = statistics.median(milliseconds(*one) for one in drawn)
            print(f"{count:8}  {name:13} {ours:9} {dots:7} {ours / dots:7.2f} {page:7} {time:5.1f}")
        print(f"{count:8}  both          {both[0]:9} {both[1]:7} {both[0] / both[1]:7.2f}")


if __name__ == "__main__":
    main()
