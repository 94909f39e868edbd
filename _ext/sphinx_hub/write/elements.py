"""The small nodes and texts that generated content is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..i18n import _
from ..nodes import hub_box

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SEPARATOR = " · "


def sentence(template: object, **parts: nodes.Node) -> list[nodes.Node]:
    """A translated sentence with nodes in place of its ``{names}``."""
    result: list[nodes.Node] = []
    for number, piece in enumerate(str(template).replace("}", "{").split("{")):
        if number % 2 and piece in parts:
            result.append(parts[piece])
        elif piece:
            result.append(nodes.Text(piece))
    return result


def inline(text: str, *classes: str) -> nodes.inline:
    """Words with classes."""
    return nodes.inline(text, text, classes=list(classes))


def paragraph(*children: nodes.Node, classes: Iterable[str] = ()) -> nodes.paragraph:
    """A paragraph of nodes."""
    return nodes.paragraph("", "", *children, classes=list(classes))


def box(tag: str, *children: nodes.Node, classes: Iterable[str], label: object = "", lanes: int = 0) -> hub_box:
    """Generated content, which the search leaves out."""
    return hub_box("", *children, tag=tag, classes=[*classes, "no-search"], label=str(label), lanes=lanes)


def separated(parts: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    """The parts with dots between them."""
    for number, part in enumerate(parts):
        if number:
            yield nodes.Text(SEPARATOR)
        yield part


def listed(parts: Iterable[nodes.Node]) -> list[nodes.Node]:
    """The parts with commas between them."""
    return [node for number, part in enumerate(parts) for node in ([nodes.Text(", ")] * bool(number) + [part])]


def minutes(number: int) -> str:
    """A reading time in words."""
    return str(_("{minutes} min")).format(minutes=number)


def articles(number: int) -> str:
    """A number of articles in words."""
    return str(_("1 article") if number == 1 else _("{number} articles")).format(number=number)


def ordered(*classes: str) -> nodes.enumerated_list:
    """An empty numbered list."""
    return nodes.enumerated_list("", enumtype="arabic", prefix="", suffix=".", classes=list(classes))


def title(text: object) -> nodes.rubric:
    """The title of a box, which is no heading of the page."""
    return nodes.rubric(str(text), str(text), classes=["hub-title"])
