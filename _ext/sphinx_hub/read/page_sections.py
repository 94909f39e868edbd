"""The sections of the page that is being read, as its arrangement finds and changes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import clean_astext

from ..core.text import folded
from ..nodes import find_blocks
from .headings import keep_unlabelled, note_heading
from .plaintext import is_conditional

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx.environment import BuildEnvironment


@dataclass(frozen=True, slots=True)
class Sections:
    """The page with its first section, ``top``. ``titles``: id of a section node -> its title as the author typed it."""

    document: nodes.document
    env: BuildEnvironment
    top: nodes.section
    titles: dict[int, str]

    def is_titled(self, section: nodes.section, title: str) -> bool:
        """Whether the author titled a section so, case and blanks apart."""
        return folded(self.titles.get(id(section), "")) == title

    def section_titled(self, title: str) -> nodes.section | None:
        """The level-two section that the author titled so."""
        return next((section for section in sections_in(self.top) if self.is_titled(section, title)), None)

    def new_section(self, title: object, preferred_id: str) -> nodes.section:
        """A level-two section of the hub's own; its title is no search entry of the page."""
        text = str(title)
        section = nodes.section("", nodes.title("", text, classes=["no-search"]), classes=["hub-generated"])
        keep_unlabelled(section, self.env.docname)
        self.give_id(section, preferred_id)
        note_heading(self.document, self.env, section, text, level=2)
        return section

    def claim_id(self, section: nodes.section, preferred: str) -> None:
        """See that an author's section has the id that links count on."""
        if preferred not in section["ids"] and preferred not in self.document.ids:
            section["ids"].insert(0, preferred)
            self.document.ids[preferred] = section

    def give_id(self, section: nodes.section, preferred: str) -> str:
        """Give a section the preferred id or, where the page has it already, one with a number behind it; returns it."""
        anchor, number = preferred, 1
        while anchor in self.document.ids:
            number += 1
            anchor = f"{preferred}-{number}"
        section["ids"] = [anchor]
        self.document.ids[anchor] = section
        return anchor

    def move_labels(self, node: nodes.Element, section: nodes.section) -> None:
        """Let labels of a node that is not written lead to a section."""
        section["ids"] += [name for name in node["ids"] if name not in section["ids"]]
        section["names"] += [name for name in node["names"] if name not in section["names"]]
        for name in node["ids"]:
            self.document.ids[name] = section
        node["ids"], node["names"] = [], []


def sections_in(node: nodes.Element) -> list[nodes.section]:
    """The sections directly below a node."""
    return [child for child in node.children if isinstance(child, nodes.section)]


def headings_in(node: nodes.Element, level: int = 1) -> Iterator[tuple[int, nodes.section]]:
    """The headings of a page with their levels, in order."""
    for section in sections_in(node):
        yield level, section
        yield from headings_in(section, level + 1)


def title_text(section: nodes.section) -> str:
    """The plain text of a section's title; empty where it has none."""
    title = section[0] if section.children else None
    return clean_astext(title) if isinstance(title, nodes.Element) else ""


def holds_toctree(node: nodes.Node) -> bool:
    """Whether a toctree stands in or below a node."""
    return isinstance(node, nodes.Element) and any(True for _ in find_blocks(node, addnodes.toctree))


def remove(node: nodes.Node) -> None:
    """Take a node away from where it stands."""
    if node.parent is not None:
        node.parent.remove(node)


def add_body(section: nodes.section, *added: nodes.Node) -> None:
    """Put nodes behind the section's own text, before its sub-sections."""
    first = next(
        (number for number, child in enumerate(section.children) if isinstance(child, nodes.section)), len(section)
    )
    section[first:first] = list(added)


def ancestors(node: nodes.Node) -> Iterator[nodes.Element]:
    """What a node stands in, from the inside out."""
    while node.parent is not None:
        node = node.parent
        yield node


def conditions_around(node: nodes.Node) -> list[nodes.Element]:
    """What decides whether a node is shown, from the inside out."""
    return [around for around in ancestors(node) if is_conditional(around)]


def within(conditions: Sequence[nodes.Element], shown: list[nodes.Node]) -> list[nodes.Node]:
    """Nodes within copies of the conditions, which go from the inside out."""
    for condition in conditions:
        around = condition.copy()
        around.extend(shown)
        shown = [around]
    return shown


def section_around(node: nodes.Node) -> tuple[nodes.section, nodes.Node]:
    """The nearest section around a node, and that section's child which is or holds the node."""
    while not isinstance(node.parent, nodes.section):
        node = node.parent
    return node.parent, node
