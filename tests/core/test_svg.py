"""The SVG of a drawing: well-formed whatever it says, linked, and with nothing that could clash on a page."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from sphinx_hub.core.layout import Drawing, Node, Note, layout
from sphinx_hub.core.svg import svg, width_class

from tests.core.strategies import examples
from tests.core.test_layout import CASES, Section, sections

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = st.text(max_size=20) | st.sampled_from(
    ("</script><script>", "]]>", "<!--", '" onload="x', "&amp;", "\x00\x0b", "\ufffe", "\u202e", "'><a id='x'>")
)


def tree(drawing: Drawing) -> ElementTree.Element:
    return ElementTree.fromstring(svg(drawing, lambda key: f"{key}.html"))


@examples()
@given(st.lists(st.tuples(HOSTILE, HOSTILE, HOSTILE), max_size=5))
def test_any_text_is_well_formed_and_changes_nothing_but_itself(texts: list[tuple[str, str, str]]) -> None:
    nodes = [
        Node(key=f"{n}{key}", title=title, label="x", notes=(Note(key=key, title=note),))
        for n, (key, title, note) in enumerate(texts)
    ]
    root = tree(layout(nodes, [(a.key, b.key) for a, b in zip(nodes, nodes[1:], strict=False)]))
    assert {element.tag for element in root.iter()} <= {
        f"{SVG}{tag}" for tag in ("svg", "g", "a", "rect", "path", "text")
    }
    names = {name for element in root.iter() for name in element.attrib}
    assert "id" not in names and "style" not in names and not any(name.startswith("on") for name in names)


@examples(20)
@given(sections(12))
def test_each_box_and_note_is_a_link_out_of_the_tab_order(drawn: Section) -> None:
    nodes, arrows = drawn
    links = list(tree(layout(nodes, arrows)).iter(f"{SVG}a"))
    assert [link.get("href") for link in links] == [
        f"{key}.html" for node in nodes for key in (node.key, *(note.key for note in node.notes))
    ]
    assert all(link.get("tabindex") == "-1" for link in links)


def test_it_is_hidden_from_assistive_technology_and_brings_no_colors() -> None:
    text = svg(layout(*CASES["fan"]), str)
    assert 'aria-hidden="true" focusable="false"' in text
    assert not re.search(r"\b(id|style|fill|stroke|color|role|xlink)\b[=:]", text)
    assert all(name.startswith("hub-svg") for names in re.findall(r'class="([^"]*)"', text) for name in names.split())


def test_numbers_are_whole() -> None:
    assert not re.search(r"\d\.\d", svg(layout(*CASES["60"]), str))


def test_what_the_arrows_of_a_box_share_is_drawn_once() -> None:
    root = tree(layout(*CASES["fan"]))
    (line,) = (element for element in root.iter() if element.get("class") == "hub-svg-line")
    (head,) = (element for element in root.iter() if element.get("class") == "hub-svg-head")
    assert line.get("d", "").count("C") == 20  # one for each article; the lanes between them are upright
    assert head.get("d", "").count("z") == 20


def test_the_class_names_the_width_at_which_the_smallest_text_is_large_enough() -> None:
    for nodes, arrows in CASES.values():
        drawing = layout(nodes, arrows)
        shown_from = 100 * int(width_class(drawing).removeprefix("hub-path-w"))
        assert 13 * min(1, shown_from / drawing.width) >= 12
        assert shown_from < drawing.width + 100
