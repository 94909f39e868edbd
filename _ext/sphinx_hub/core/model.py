"""The records of the hub: what each page states about itself, and nothing that is derived from other pages.

All are frozen and hold plain values only, so that they can be pickled, compared, hashed by their ``repr``
and sent between processes.  Lines count from 1 in the page's file, or in the one that ``source`` names: a path below
the project's folder, for what a page includes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

HUB = "hub"
SECTION = "section"


class Subtype(StrEnum):
    """What a warning is about; it stands behind the message as ``[hub.SUBTYPE]``."""

    META = "meta"
    """The YAML does not parse; a key is unknown, missing, doubled or of the wrong type; a misplaced ``hub-meta``."""
    TYPE = "type"
    """An unknown article type."""
    HEADING = "heading"
    """A heading that the article's type requires is missing or out of order."""
    REFERENCE = "reference"
    """A reference to a page that does not exist or is no article; a ``start`` outside its section."""
    CYCLE = "cycle"
    """Articles that must each be read before the other."""
    ORDER = "order"
    """An article that an author's toctree puts before one of its prerequisites."""
    UNREACHABLE = "unreachable"
    """An article that no chain leads to from where its section starts."""
    TERM = "term"
    """A term that is defined twice."""
    QUESTION = "question"
    """A question without an answer, or with an anchor that the page already has."""


class Problem(NamedTuple):
    """A fault in what a page states: where it is, its warning subtype, and advice for the author."""

    docname: str
    line: int
    subtype: Subtype
    message: str
    source: str = ""


class Link(NamedTuple):
    """An entry of ``read-before``, ``helpful``, ``read-after`` or ``start``.

    ``docname`` is what the typed ``text`` resolves to, whether such a page exists or not.
    """

    docname: str
    text: str
    line: int
    reason: str | None = None
    source: str = ""


class Reference(NamedTuple):
    """A cross-reference as a page states it; where it leads and what it says is known when all pages are read.

    ``attributes`` are those of the node that Sphinx resolves: plain values, others pickled. ``text`` is what stands
    between its marks, ``local`` the title of the place on its own page that it leads to where nothing else fits.
    """

    attributes: tuple[tuple[str, str | int | None | bytes], ...]
    text: str
    local: str = ""


class Passage(NamedTuple):
    """A part of a page of which tags, settings or the builder decide whether it is shown: the ``number``-th one.

    ``counted``: of its text, what counts as words.
    """

    docname: str
    number: int
    counted: bool = False


Pending = Reference | Passage
"""A part of a text that can only be resolved once all pages are read."""

Text = tuple[str | Pending, ...]
"""Plain text, with the pending parts where they stand in it."""

ResolveText = Callable[[Pending], str]
"""Returns the text that the page shows for a pending part."""


def plain(text: Text, resolve_text: ResolveText) -> str:
    """The text as a reader sees it; where a passage is not shown, no gap is left between its neighbors."""
    shown = ""
    for part in text:
        words = part if isinstance(part, str) else resolve_text(part)
        shown = shown + words if words or isinstance(part, str | Reference) else shown.removesuffix("\n\n")
    return shown.strip() if any(isinstance(part, Passage) for part in text) else shown


class Question(NamedTuple):
    """A question of an article's FAQ: its plain text, the id of its place on the page, its answer."""

    question: Text
    anchor: str
    answer: Text
    line: int
    within: Passage | None = None
    """The passage that it is shown with, where its page does not show it always."""


@dataclass(frozen=True, slots=True)
class Inline:
    """A line of markup as its page's own parser read it, to be shown on other pages.

    ``form`` is all of it in writing, by which it is compared and told apart; ``pickled`` are the nodes themselves.
    """

    form: str
    pickled: bytes = field(repr=False, compare=False)


class Term(NamedTuple):
    """A term that an article defines: ``markup`` is the definition as typed, at its line.

    The page's own parser adds the rest: ``definition`` is its plain text, ``parsed`` is what glossaries show of it, and
    ``links`` are the references in it.
    """

    name: str
    markup: str
    line: int
    definition: Text = ()
    parsed: Inline = Inline("", b"")
    links: tuple[Reference, ...] = ()


class Prose(NamedTuple):
    """What an article's author says, as the text of its blocks (paragraphs, cells, captions), each on its own lines.

    Blocks begin at ``starts``; ``places`` has the line of each, and the file where that is not the page's own. ``silent``
    are the parts in which the author does not speak (code, quotations, citations), ``emphasis`` those set in it.
    """

    text: str = ""
    starts: tuple[int, ...] = ()
    places: tuple[tuple[int, str], ...] = ()
    silent: tuple[tuple[int, int], ...] = ()
    emphasis: tuple[tuple[int, int], ...] = ()

    def block(self, number: int) -> str:
        """The text of a block."""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[number] : end]

    def heard(self) -> str:
        """The text with ``\\0`` in place of code, quotations and citations, and between blocks; offsets stay the same."""
        parts, at = [], 0
        for start, end in sorted((*self.silent, *((start - 1, start) for start in self.starts[1:]))):
            if end > at:
                parts += [self.text[at:start], "\0" * (end - max(start, at))]
                at = end
        return "".join((*parts, self.text[at:]))


class Heading(NamedTuple):
    """A heading of an article, as plain text; ``level`` 1 is a second title, which begins a document of its own."""

    text: str
    line: int
    level: int = 2
    source: str = ""


class Toctree(NamedTuple):
    """A toctree that an author wrote: the docnames that it names, in order, and where it stands.

    ``glob``: patterns stand for some of its entries, so that these are in the order of their names.
    """

    entries: tuple[str, ...]
    file: str
    line: int
    glob: bool = False
    hidden: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Meta:
    """What a page states in its ``hub-meta``, but for the questions, which become a part of the page.

    ``minutes`` is the reading time where the page states it. A ``draft`` is no part of the hub, unless drafts are asked
    for. ``source`` is the file that the lines are in, where it is not the page's own.
    """

    line: int
    type: str
    type_line: int = 0
    description: str = ""
    description_line: int = 0
    start: Link | None = None
    minutes: int | None = None
    reviewed: str | None = None
    aliases: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    draft: bool = False
    terms: tuple[Term, ...] = ()
    read_before: tuple[Link, ...] = ()
    helpful: tuple[Link, ...] = ()
    read_after: tuple[Link, ...] = ()
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Article(Meta):
    """A page that answers one question: what it states, and what its text says.

    ``words`` are those of its text, where each thing that is ``pending`` counts as one.
    """

    docname: str
    title: str
    words: int
    pending: tuple[Pending, ...] = ()
    questions: tuple[Question, ...] = ()
    headings: tuple[Heading, ...] = ()
    prose: Prose = Prose()


def shown_questions(article: Article, resolve_text: ResolveText) -> tuple[Question, ...]:
    """The questions that the article's page shows."""
    return tuple(question for question in article.questions if question.within is None or resolve_text(question.within))


@dataclass(frozen=True, kw_only=True, slots=True)
class Section(Meta):
    """The page of a set of articles: those that its toctrees name, and those in the folder of its name."""

    docname: str
    title: str
    type: str = SECTION

    @property
    def folder(self) -> str:
        """The folder of the page's name, with a slash behind it: ``x/`` for ``x/index`` and for ``x``; for ``index`` empty."""
        name = self.docname.rpartition("/")[2]
        return self.docname.removesuffix("index") if name == "index" else f"{self.docname}/"


@dataclass(frozen=True, kw_only=True, slots=True)
class Hub(Meta):
    """The root document of a hub."""

    docname: str
    title: str
    type: str = HUB


Page = Article | Section | Hub


class Requests(NamedTuple):
    """What a page asks for with directives: paths of sections, plans (each of the articles that
    it leads to), the glossary.

    A path without a name is the one of the section that the page is in; its link has an empty ``text``.
    """

    paths: tuple[Link, ...] = ()
    plans: tuple[tuple[Link, ...], ...] = ()
    glossary: bool = False


NO_REQUESTS = Requests()
"""What a page asks for that has none of the directives."""


class PageRecord(NamedTuple):
    """All that is kept of one page when it is read, whether it is of the hub (``page``) or not."""

    page: Page | None = None
    problems: tuple[Problem, ...] = ()
    references: tuple[Reference, ...] = ()
    """The cross-references on it."""
    requests: Requests = NO_REQUESTS
    toctrees: tuple[Toctree, ...] = ()
    """The author's own toctrees on it."""
    search_names: tuple[str, ...] = ()
    """What a reader may search for to find the article: what its title, terms and aliases give."""
    contents: Any = None
    """Its table of contents with all headings, where some are generated: Sphinx keeps it without those."""


NO_RECORD = PageRecord()
"""What is kept of a page that the hub has not read."""

RECORD_VERSION = 18
"""The version of what is stored of a page. Raise it with every change of that, in form or in meaning: all pages are read
anew then, and written anew wherever they were written with another version."""

RECORD_SHAPE = "31d8311c8caa"
"""The digest of the records' fields at this version. A test compares it, so that no change of them goes unnoticed."""
