"""The directives: each reads what it was given, notes it, and returns nodes that hold its place.

``hub-meta`` reads a page's facts. ``hub-path``, ``hub-plan`` and ``hub-glossary`` ask for what is generated
from those of all pages, so they leave a slot that is filled before writing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.states import RSTState
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from ..core.meta_keys import Asked, parse
from ..core.model import HUB, SECTION, Link, Meta, Subtype
from ..core.text import resolve
from ..i18n import _
from ..nodes import hub_faq, hub_meta, hub_text, slot
from .definitions import forget_marks
from .notes import note_fault, notes_of, source_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import OptionSpec


class _Nested:
    """Parses text of a directive as the page's own markup, each line at its own place in its file.

    Parsers count in their own ways: reStructuredText the lines of all that it reads, what is included and the prolog among
    it; MyST those from the directive on. What is read here has the lines of the file that it was typed in.
    """

    def __init__(self, directive: SphinxDirective) -> None:
        self.state = directive.state
        self.lineno = directive.lineno
        self.content_offset = directive.content_offset
        self.absolute = isinstance(directive.state, RSTState)
        self.path: str | None
        self.path, line = directive.state_machine.get_source_and_line(directive.lineno)
        self.line: int = line or directive.lineno
        self.source = source_of(directive.env, self.path)
        self.lines = () if self.absolute else self._lines_of_file(directive.env)
        if not self._begins_at(self.line) and self._begins_at(self.line - 1):
            self.line -= 1  # parsers of notebooks, and of included files before myst-parser 5.2, count one too many
        if self.absolute and directive.content.items:
            self.first_line = directive.content.items[0][1] + 1
        else:
            self.first_line = self.content_offset + 1 + (0 if self.absolute else self.line)

    def _lines_of_file(self, env: BuildEnvironment) -> Sequence[str]:
        if not self.source:
            return notes_of(env).lines
        try:
            return Path(env.srcdir, self.source).read_text(encoding="utf-8-sig").split("\n")
        except (OSError, ValueError):
            return ()

    def _begins_at(self, line: int) -> bool:
        return 0 < line <= len(self.lines) and "hub-meta" in self.lines[line - 1]

    def text(self, content: StringList, block_text: str) -> str:
        """The directive's content as typed, line for line as an editor counts them.

        Docutils takes more characters for line ends than a file has lines, and MyST counts from such a list.
        """
        text = "\n".join(content)
        if self.absolute:
            return text
        lines = block_text.rstrip("\n").split("\n")
        if re.match(r"(?:`{3}|~{3}|:{3})", block_text):  # from myst-parser 5.2 on it has its fences
            lines = lines[1:-1]
        if len(content) == len(text.splitlines()) == len(lines):
            return text
        inner = lines[self.content_offset :]
        return "\n".join(inner) if "".join(inner).strip() else text

    def is_closed(self, text: str) -> bool:
        """Whether a fence ends the directive's ``text``, and not the end of the file."""
        below = self.lines[self.first_line - 1 + (text.count("\n") + 1 if text else 0) :]
        last = next((line.strip() for line in below if line.strip()), "")
        return not self._begins_at(self.line) or bool(re.fullmatch(r"[>\s]*(?:`{3,}|~{3,}|:{3,})", last))

    def inline(self, node: nodes.TextElement, text: str, line: int) -> list[nodes.Node]:
        """Parse one line of inline markup into ``node``; returns the parser's messages."""
        children, messages = self.state.inline_text(text, line + self._shift if self.absolute else line - 1)
        node.extend(children)
        node.source, node.line = self.path, line
        return list(messages)

    def block(self, node: nodes.Element, text: str, line: int) -> None:
        """Parse block markup into ``node``."""
        lines = text.rstrip("\n").split("\n")
        items = [(self.path or "", line - 1 + number) for number in range(len(lines))]
        offset = line - 1 + (self._shift if self.absolute else -self.lineno)
        self.state.nested_parse(StringList(lines, items=items), offset, node)

    @property
    def _shift(self) -> int:
        """How many lines more reStructuredText counts than the file has above the directive."""
        return self.content_offset + 1 - self.first_line


class HubMeta(SphinxDirective):
    """What a page states about itself, as YAML; a second one on the page holds its questions."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        notes = notes_of(self.env)
        nested = _Nested(self)
        notes.count += 1
        if notes.count > 1 and not self._may_follow(notes.meta, nested):
            return []
        text = nested.text(self.content, self.block_text)
        parsed = parse(
            text,
            docname=self.env.docname,
            line=nested.line,
            first_line=nested.first_line,
            suffixes=tuple(self.config.source_suffix),
            root=self.config.root_doc,
            second=notes.count > 1,
            beside_front_matter=notes.in_front_matter,
            is_closed=nested.is_closed(text),
            source=nested.source,
        )
        notes.problems.extend(parsed.problems)
        result: list[nodes.Node] = []
        if parsed.meta is not None:
            notes.meta = parsed.meta
            result.append(translatable(parsed.meta, self.state.document, nested.path, nested.inline))
        if parsed.questions:
            notes.has_questions = True
            result.append(self._faq(parsed.questions, nested, second=notes.count > 1))
        return result

    def _may_follow(self, first: Meta | None, nested: _Nested) -> bool:
        """Whether a hub-meta may follow the page's first one; notes a fault where it may not."""
        notes = notes_of(self.env)
        if first is None:
            return False  # the page is ordinary, for a reason that was given
        if first.type in (HUB, SECTION):
            what = f"a page of type `{first.type}` has one hub-meta"
            if notes.in_front_matter:
                what = "the page states its metadata in its front matter, and that counts"
        elif notes.has_questions:
            what = "the page has its questions already; put them into one hub-meta"
        elif notes.count > 2:
            what = "a page has at most two: its metadata, and its questions"
        else:
            return True
        message = f"this hub-meta is not allowed: {what}; remove it"
        note_fault(self.env, Subtype.META, nested.line, message, nested.source)
        return False

    def _faq(self, questions: tuple[Asked, ...], nested: _Nested, *, second: bool) -> hub_faq:
        faq = hub_faq("", second=second)
        for asked in questions:
            section = nodes.section(asked.question, classes=["hub-question"])
            section.source, section.line = nested.path, asked.question_line
            title = nodes.title(asked.question, "")
            messages = nested.inline(title, asked.question, asked.question_line)
            section += title
            section.extend(messages)
            # A heading in an answer is no section of the page, so none may be around it.
            answer = nodes.container()
            nested.block(answer, asked.answer, asked.answer_line)
            section.extend(answer.children)
            faq += section
        return faq


Inline = Callable[[nodes.TextElement, str, int], list[nodes.Node]]
"""Parses markup, typed at a line, into a node; returns the parser's messages."""


def translatable(meta: Meta, document: nodes.document, path: str | None, inline: Inline) -> hub_meta:
    """The texts of the metadata at their lines of the file ``path``, so that gettext finds and translates them."""
    meta_node = hub_meta("")
    texts = [("description", meta.description, meta.description_line)]
    for key, links in (("read-before", meta.read_before), ("helpful", meta.helpful), ("read-after", meta.read_after)):
        texts += [(f"{key} {link.docname}", link.reason or "", link.line) for link in links]
    for role, text, line in texts:
        if text:
            plain = hub_text(hub_role=role, typed=text, format="")
            plain.source, plain.line = path, line or 1
            meta_node += plain
    for term in meta.terms:
        paragraph = nodes.paragraph(term.markup, "", hub_role=f"term {term.name}")
        messages = inline(paragraph, term.markup, term.line)
        forget_marks(paragraph, document)
        meta_node += paragraph
        meta_node.extend(messages)
    return meta_node


class _Generated(SphinxDirective):
    """A directive that asks for generated content about one page."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {"name": directives.unchanged}
    kind = ""
    title: object = ""

    def link(self, text: str) -> Link:
        """The page that a text names, as a reference does; without one, this page."""
        target = resolve(text, self.env.docname, tuple(self.config.source_suffix)) if text else self.env.docname
        path, line = self.state_machine.get_source_and_line(self.lineno)
        return Link(target, text, line or self.lineno, source=source_of(self.env, path))

    def slot(self, target: str | None = None, **more: object) -> list[nodes.Node]:
        """The place for what is generated, with a title for references to a label above it."""
        node = slot(self.kind, self.env.docname, target, **more)
        node += nodes.title("", str(self.title), translatable=False)
        self.set_source_info(node)
        self.add_name(node)
        return [node]


class HubPath(_Generated):
    """The learning path of the section that the page belongs to, or of the one that is named."""

    kind = "path"
    title = _("Learning path")

    def run(self) -> list[nodes.Node]:
        link = self.link(self.arguments[0].strip() if self.arguments else "")
        notes = notes_of(self.env)
        notes.requests = notes.requests._replace(paths=(*notes.requests.paths, link))
        return self.slot(link.docname)


class HubPlan(_Generated):
    """What to read up to the named articles, in learning order; names are parted by blanks or commas."""

    required_arguments = 1
    optional_arguments = 0
    option_spec: ClassVar[OptionSpec] = {"folded": directives.flag, "name": directives.unchanged}
    kind = "plan"
    title = _("Reading plan")

    def run(self) -> list[nodes.Node]:
        links = tuple(map(self.link, self.arguments[0].replace(",", " ").split()))
        notes = notes_of(self.env)
        notes.requests = notes.requests._replace(plans=(*notes.requests.plans, links))
        return self.slot(targets=tuple(link.docname for link in links), folded="folded" in self.options)


class HubGlossary(_Generated):
    """Every term that an article defines, with its definition and a link to the article."""

    optional_arguments = 0
    kind = "glossary"
    title = _("Glossary")

    def run(self) -> list[nodes.Node]:
        notes = notes_of(self.env)
        notes.requests = notes.requests._replace(glossary=True)
        return self.slot()


def setup(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive("hub-meta", HubMeta)
    app.add_directive("hub-path", HubPath)
    app.add_directive("hub-plan", HubPlan)
    app.add_directive("hub-glossary", HubGlossary)
