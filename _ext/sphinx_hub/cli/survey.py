"""What is seen of a project's pages by one who would make them a hub: their doctrees as plain values."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from docutils import nodes
from sphinx import addnodes

from ..build.derived import build_of
from ..build.untaught import led_to
from ..core.adoption import Sight
from ..core.cues import Block, Evidence, Mention
from ..core.insertion import line_in_notebook
from ..core.model import Toctree
from ..nodes import find_blocks, hub_meta, hub_slot
from ..read.prose import lines_of_rows
from ..read.references import own_text, reference_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

UNREADABLE = "\0"
"""What stands in a text for what is no plain text, such as a formula."""

_CITED = "\0cited"

_LEFT_OUT = (
    nodes.Invisible,
    nodes.system_message,
    nodes.literal_block,
    nodes.doctest_block,
    nodes.math_block,
    nodes.footnote,
    nodes.citation,
    nodes.raw,
    nodes.docinfo,
    nodes.decoration,
    addnodes.toctree,
    addnodes.desc_signature,
    addnodes.productionlist,
    addnodes.glossary,
    hub_slot,
    hub_meta,
)
_ASIDE = (nodes.Admonition, nodes.sidebar, nodes.topic, nodes.block_quote, nodes.table, nodes.figure, nodes.field_list)
_ASIDE_LISTS = (nodes.bullet_list, nodes.enumerated_list, nodes.definition_list, nodes.option_list, addnodes.desc)
_NAMED_SO = {"prereq", "prereqs", "prerequisite", "prerequisites"}
"""Directives, by the class of what they make, whose content is prerequisites whatever its title is."""

_STEP = re.compile(r"(?:step )?\d+\b", re.IGNORECASE)
_LEADING = re.compile(r"(?:^|[.!?]|\b(?:of|by|in|from|and|see|to|with|following|as))\s*$", re.IGNORECASE)
"""What stands before a citation that its sentence cannot do without."""
_BY_NAME = {"doc", "ref", "numref", "eq", "myst", "any"}
"""Roles that show the name of what they lead to, where that is known."""

_Labels = tuple[str, ...]


def sights_of(env: BuildEnvironment) -> dict[str, Sight]:
    """The pages of a project that is read, by docname."""
    return {docname: _Reader(env, docname).sight() for docname in sorted(env.found_docs) if docname in env.titles}


def typed_title(env: BuildEnvironment, docname: str) -> str:
    """The title of a page as its author typed it, with its markup; empty where a page has none."""
    title = _title(env.get_doctree(docname))
    return "" if title is None else title.rawsource or title.astext()


def _title(document: nodes.document) -> nodes.title | None:
    top = next((node for node in document.children if isinstance(node, nodes.section)), None)
    return next((node for node in top.children if isinstance(node, nodes.title)), None) if top is not None else None


class _Reader:
    """Reads one page."""

    def __init__(self, env: BuildEnvironment, docname: str) -> None:
        self._env = env
        self._docname = docname
        self._document = env.get_doctree(docname)
        self._base = str(env.config.html_baseurl or "")
        path = str(env.doc2path(docname))
        self._notebook = Path(path).read_text(encoding="utf-8") if path.endswith(".ipynb") else ""
        std = env.domains.standard_domain
        self._terms = {name.casefold(): place[0] for (kind, name), place in std.objects.items() if kind == "term"}

    def sight(self) -> Sight:
        """All that is seen of it."""
        title = _title(self._document)
        top = title.parent if title is not None else None
        found = list(self._blocks(self._document, ()))
        text = sum(len(block.text) for block, _, _ in found)
        api = sum(len(block.text) for block, _, is_api in found if is_api)
        described = [node for node in self._document.findall(addnodes.desc)]
        api += sum(len(node.astext()) for desc in described for node in desc.findall(addnodes.desc_signature))
        return Sight(
            docname=self._docname,
            title=title.astext() if title is not None and top is not None else "",
            file=str(self._env.doc2path(self._docname, base=False)).replace(os.sep, "/"),
            line=self._line_of(title) if title is not None else 1,
            paragraphs=tuple(block for block, is_running, _ in found if is_running),
            blocks=tuple(block for block, _, _ in found),
            summary=self._summary(),
            headings=tuple(
                child.children[0].astext()
                for child in (top.children if top is not None else ())
                if isinstance(child, nodes.section) and child.children
            ),
            toctrees=self._toctrees(),
            is_api=bool(described) and api * 2 > text,
            is_orphan="orphan" in self._env.metadata[self._docname],
            steps=self._steps(),
        )

    def _line_of(self, title: nodes.title) -> int:
        line = self._line(title.line or 1)
        # reStructuredText counts the line of the adornment below it.
        is_adorned = not str(self._env.doc2path(self._docname)).endswith((".md", ".ipynb", ".myst"))
        return line - 1 if is_adorned and line > 1 else line

    def _toctrees(self) -> tuple[Toctree, ...]:
        record = build_of(self._env).records.get(self._docname)
        return record.toctrees if record is not None else ()

    def _summary(self) -> Evidence | None:
        """What the page's `meta` says of it for search engines."""
        for node in self._document.findall(nodes.meta):
            if str(node.get("name", "")).lower() == "description" and node.get("content"):
                return Evidence(str(node["content"]), node.line or 1)
        return None

    def _steps(self) -> int:
        """Numbered headings, or the items of the longest numbered list."""
        headings = [node.astext() for node in self._document.findall(nodes.title)][1:]
        numbered = [len(found.children) for found in self._document.findall(nodes.enumerated_list)]
        return max([sum(1 for text in headings if _STEP.match(text)), *numbered])

    # -- blocks

    def _blocks(
        self,
        node: nodes.Element,
        labels: _Labels,
        lead: str = "",
        running: bool = True,
        api: bool = False,
        line: int = 0,
    ) -> Iterator[tuple[Block, bool, bool]]:
        """The blocks of text in a node; whether each is running text, and whether it describes an object of a program."""
        line = node.line or line
        said = ""  # the line that stands directly above
        below = ""  # a heading that is none to the parser: a rubric, or a paragraph set in bold
        for child in node.children:
            if not isinstance(child, nodes.Element) or isinstance(child, _LEFT_OUT):
                continue
            around = (*labels, below) if below else labels
            inside = running and not isinstance(child, (*_ASIDE, *_ASIDE_LISTS)) and not _is_foreign(child)
            in_api = api or isinstance(child, addnodes.desc)
            if isinstance(child, nodes.rubric):
                below = child.astext()
            elif isinstance(child, nodes.Titular | nodes.field_name | nodes.term | nodes.image):
                continue
            elif isinstance(child, nodes.TextElement):
                block = self._block(child, around, lead, line)
                said = block.text if block.text.rstrip().endswith(":") else ""
                if _is_bold_alone(child):
                    below, said = child.astext(), child.astext()
                else:
                    yield block, running and not _is_foreign(child), in_api
                continue
            elif isinstance(child, nodes.table):
                yield from ((block, False, in_api) for block in self._rows(child, around))
            elif isinstance(child, nodes.field | nodes.definition_list_item):
                name = next((n.astext() for n in child.children if isinstance(n, nodes.field_name | nodes.term)), "")
                yield from self._blocks(child, (*around, name), lead, False, in_api, line)
            elif isinstance(child, nodes.bullet_list | nodes.enumerated_list):
                yield from self._blocks(child, around, said or lead, False, in_api, line)
            elif isinstance(child, nodes.section):
                title = child.children[0].astext() if child.children else ""
                is_top = node is self._document
                yield from self._blocks(child, around if is_top else (*labels, title), "", inside, in_api, line)
            else:
                name = self._label(child)
                yield from self._blocks(child, (*around, name) if name else around, lead, inside, in_api, line)
            said = ""

    @staticmethod
    def _label(node: nodes.Element) -> str:
        """What a box is called: its title, or what its directive says that it is."""
        if _NAMED_SO.intersection(node.get("classes", ())):
            return "Prerequisites"
        if isinstance(node, addnodes.seealso):
            return "See also"
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        if title is not None and (
            isinstance(node, nodes.Admonition | nodes.sidebar | nodes.topic) or _is_foreign(node)
        ):
            return title.astext()
        return ""

    def _rows(self, table: nodes.table, labels: _Labels) -> Iterator[Block]:
        """Each cell with links: its row's text, with the head of its column where that is the first one."""
        heads = [[cell.astext() for cell in row.children] for row in table.findall(nodes.row) if _is_head(row)]
        first_head = heads[0][0] if heads and heads[0] else ""
        lines = {id(row): line for row, line in lines_of_rows(table)}
        for row in table.findall(nodes.row):
            if _is_head(row):
                continue
            text, links, name = "", [], ""
            for number, cell in enumerate(row.findall(nodes.entry)):
                for block in find_blocks(cell, nodes.TextElement, outside=_LEFT_OUT):
                    words, found = self._read(block)
                    links += [Mention(a + len(text), b + len(text), d) for a, b, d in found]
                    text += words + " "
                name = text.strip() if number == 0 and not links else name
                text += "| "
            if links:
                is_about = bool(heads) and links[0].start < len(text.partition("|")[0])
                more = (first_head,) if is_about else (name,) if name else ()
                yield Block(
                    text,
                    self._line(lines.get(id(row), row.line or table.line or 1)),
                    tuple(links),
                    (*labels, *more),
                    is_row=True,
                )

    def _block(self, node: nodes.TextElement, labels: _Labels, lead: str, line: int) -> Block:
        text, links = self._read(node)
        return Block(text, self._line(node.line or line or 1), tuple(links), labels, lead, self._source(node))

    def _line(self, line: int) -> int:
        return line_in_notebook(self._notebook, line) if self._notebook else line

    def _source(self, node: nodes.Element) -> str:
        path = node.source or ""
        if not path or path.startswith("<") or not os.path.isfile(path):
            return ""
        own = os.path.realpath(self._env.doc2path(self._docname))
        is_own = os.path.realpath(path) == own
        return "" if is_own else os.path.relpath(path, self._env.srcdir).replace(os.sep, "/")

    def _read(self, node: nodes.Element) -> tuple[str, list[Mention]]:
        """The text of a block, with its links."""
        parts: list[str] = []
        links: list[Mention] = []

        def length() -> int:
            return sum(map(len, parts))

        def walk(child: nodes.Node) -> None:
            if isinstance(child, nodes.Text):
                parts.append(child.astext())
            elif isinstance(child, nodes.math | nodes.problematic):
                parts.append(UNREADABLE)
            elif isinstance(child, nodes.raw):
                parts.append(" ")
            elif isinstance(child, nodes.footnote_reference | nodes.citation_reference | nodes.image):
                return
            elif isinstance(child, nodes.Element) and not (
                isinstance(child, _LEFT_OUT) and not isinstance(child, nodes.target)
            ):
                start = length()
                docname, words = self._where(child)
                if words == _CITED:
                    words = UNREADABLE if _LEADING.search("".join(parts)) else ""
                if words is None:
                    for inner in child.children:
                        walk(inner)
                else:
                    parts.append(words)
                if docname and docname != self._docname:
                    links.append(Mention(start, length(), docname))

        for child in node.children:
            walk(child)
        return "".join(parts), links

    def _where(self, node: nodes.Element) -> tuple[str, str | None]:
        """The page that a node leads to, if any, and its words, where they are not what stands in it."""
        if isinstance(node, addnodes.pending_xref):
            reference = reference_of(node, self._document, self._docname)
            docname = led_to(reference, self._env, self._docname, self._terms)
            docname = docname if docname in self._env.found_docs else ""
            if node.get("refdomain") == "cite":
                return "", _CITED
            words = None
            if not node.get("refexplicit") and (not reference.text or node.get("reftype") in _BY_NAME):
                words = self._words(node, docname) if docname else UNREADABLE
            return docname, words
        if isinstance(node, nodes.reference) and node.get("refuri"):
            return self._page_at(str(node["refuri"])), None
        return "", None

    def _words(self, node: addnodes.pending_xref, docname: str) -> str:
        label = self._env.domains.standard_domain.labels.get(str(node.get("reftarget") or "").lower())
        if label is not None and label[0] == docname and label[2]:
            return label[2]
        return self._env.titles[docname].astext() if docname in self._env.titles else own_text(node)

    def _page_at(self, address: str) -> str:
        """The page of this project that an address leads to; empty where it leads elsewhere."""
        path = address.partition("#")[0].partition("?")[0]
        if "://" in path:
            base = self._base.rstrip("/") + "/"
            if not self._base or not path.startswith(base):
                return ""
            name = path.removeprefix(base)
        elif path.startswith("/") or ":" in path or not path.endswith(".html"):
            return ""
        else:
            name = urljoin("/" + self._docname, path)[1:]
        name = unquote(name).removesuffix(".html").rstrip("/")
        return next((d for d in (name, f"{name}/index".lstrip("/")) if d in self._env.found_docs), "")


def _is_head(row: nodes.Element) -> bool:
    return isinstance(row.parent, nodes.thead)


def _is_bold_alone(node: nodes.Element) -> bool:
    """Whether a paragraph is a few words in bold, which stand for a heading."""
    children: Sequence[nodes.Node] = [c for c in node.children if c.astext().strip(" :\n")]
    return len(children) == 1 and isinstance(children[0], nodes.strong) and len(node.astext().split()) <= 6


def _is_foreign(node: nodes.Element) -> bool:
    """Whether an extension that is not Sphinx's own decides what is shown of a node."""
    return not type(node).__module__.startswith(("docutils.", "sphinx.addnodes"))
