"""Reads the YAML of a ``hub-meta``: the only place that knows how a page's facts are spelled.

:func:`parse` gives a :class:`Meta` (what the author states, before the page around it is known), the questions, and the
problems in both, each at the line of the offending key or value. A faulty key is dropped and the others count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from .model import HUB, SECTION, Link, Meta, Problem, Subtype, Term
from .text import flat, near, resolve, shown
from .yamltree import QUOTE_ADVICE, Fault, Listing, Mapping, Node, Pairs, Refused, Scalar, YamlError, load

# -- the keys ---------------------------------------------------------------------------------------------

ARTICLE = "article"
"""What a page is whose type is neither that of the hub nor that of a section."""

MOST_KEYWORDS = 8
"""Readers ask for a page in a few ways; a longer list makes it turn up where it does not answer."""


class Key(NamedTuple):
    """A key of ``hub-meta``: the kinds of page that it belongs on, the form of its value, and what it says."""

    name: str
    on: tuple[str, ...]
    form: str
    about: str
    required: bool = False


KEYS = (
    Key("type", (HUB, SECTION, ARTICLE), "text", "`hub`, `section`, or an article type of `hub_article_types`", True),
    Key("description", (HUB, SECTION, ARTICLE), "text", "Plain text: one or two whole sentences.", True),
    Key("start", (SECTION,), "reference", "The article of this section that gives the wider picture."),
    Key("minutes", (ARTICLE,), "number", "The reading time, where counting words misleads (long code, exercises)."),
    Key("reviewed", (ARTICLE,), "date", "The day of the last review against the article's sources."),
    Key("aliases", (ARTICLE,), "names", "Other names of the subject: acronyms, synonyms, spellings."),
    Key("keywords", (ARTICLE,), "keywords", "Phrases in which readers ask for this page; only the search uses them."),
    Key(
        "draft", (ARTICLE,), "flag", "The page stays out of the hub, unless the project is built with the tag `drafts`."
    ),
    Key("terms", (ARTICLE,), "definitions", "Term: its definition of one sentence, with inline markup."),
    Key("read-before", (ARTICLE,), "links", "What to read before this page."),
    Key("helpful", (ARTICLE,), "links", "What helps before this page but is not needed."),
    Key("read-after", (ARTICLE,), "links", "What to read after this page; the first is the next article."),
    Key("questions", (ARTICLE,), "questions", "Questions with their answers; not in front matter."),
)
"""All keys, in the order in which a ``hub-meta`` is best written."""


# -- what comes out ---------------------------------------------------------------------------------------


class Asked(NamedTuple):
    """An entry of ``questions``: markup for the page's own parser, each with the line that it starts at."""

    question: str
    question_line: int
    answer: str
    answer_line: int


class Parsed(NamedTuple):
    """``meta`` is None where the page cannot be told to be of the hub, and where questions stand alone."""

    meta: Meta | None
    problems: tuple[Problem, ...]
    questions: tuple[Asked, ...] = ()


def parse(
    text: str,
    *,
    docname: str,
    line: int,
    first_line: int,
    suffixes: Sequence[str] = (),
    root: str = "index",
    second: bool = False,
    beside_front_matter: bool = False,
    is_closed: bool = True,
    source: str = "",
) -> Parsed:
    """Read the text of a ``hub-meta``.

    ``line`` is the directive's, ``first_line`` that of the text's first line, both in the file ``source`` where that is not
    the page's own. ``suffixes`` are the source suffixes that a reference may end in, ``root`` is the docname of the root
    document. ``second`` says that the page has stated its metadata above, or, ``beside_front_matter``, there, so that this
    one may hold ``questions`` alone. ``is_closed`` is false where the end of the file ended it. Never raises.
    """
    parsed = parse_pairs(
        lambda fault: load(text, first_line, fault),
        docname=docname,
        line=line,
        suffixes=suffixes,
        root=root,
        second=second,
        beside_front_matter=beside_front_matter,
        source=source,
    )
    if parsed.problems and (not is_closed or re.search(r"^(?:`{3}|~{3}|:{3})", text, re.MULTILINE)):
        message = (
            "the hub-meta is not closed, so YAML is expected in the text below it, too; put a line with as many backticks (or "
            "colons) as it begins with below its last key; the page stays out of the hub"
        )
        return Parsed(
            None, (Problem(docname=docname, line=line, subtype=Subtype.META, message=message, source=source),)
        )
    return parsed


def parse_pairs(
    pairs: Callable[[Fault], Pairs],
    *,
    docname: str,
    line: int,
    suffixes: Sequence[str] = (),
    root: str = "index",
    second: bool = False,
    beside_front_matter: bool = False,
    in_front_matter: bool = False,
    source: str = "",
) -> Parsed:
    """Read what ``pairs`` gives, which may raise ``YamlError``; for the rest see :func:`parse`."""
    reader = _Reader(docname=docname, line=line, suffixes=suffixes, in_front_matter=in_front_matter, source=source)
    try:
        stated = pairs(reader.fault)
    except YamlError as fault:
        reader.fault(fault.line, fault.message)
        return Parsed(None, tuple(reader.problems))
    meta = None
    if beside_front_matter and any(key.value != "questions" for key, _ in stated):
        reader.fault(
            line,
            "the page states its metadata in its front matter already, and that counts; move what this hub-meta says "
            "there, and leave `questions` alone in it",
        )
    elif second:
        reader.questions_alone(stated)
    else:
        meta = reader.page(stated, root)
    return Parsed(meta, tuple(reader.problems), reader.questions)


# -- the tree -> Meta -------------------------------------------------------------------------------------


_ADVISED = 20
"""Near names are looked for so often in a hub-meta; where more keys are unknown, they are no slips of the pen."""


class _Reader:
    """Reads the keys of one ``hub-meta`` and collects the problems."""

    def __init__(
        self, *, docname: str, line: int, suffixes: Sequence[str], in_front_matter: bool = False, source: str = ""
    ) -> None:
        self.docname = docname
        self.line = line
        self.suffixes = suffixes
        self.in_front_matter = in_front_matter
        self.source = source
        self.questions: tuple[Asked, ...] = ()
        self.unknown = 0
        self.problems: list[Problem] = []

    def fault(self, line: int, message: str, subtype: Subtype = Subtype.META) -> None:
        self.problems.append(Problem(self.docname, line, subtype, message, self.source))

    # -- whole directives

    def page(self, pairs: Pairs, root: str) -> Meta | None:
        """A page's first ``hub-meta``."""
        values = self._once(pairs)
        if "type" not in values:
            types = f"`{HUB}`, `{SECTION}` or an article type"
            self.fault(self.line, f"`type` is missing, so the page stays out of the hub; add `type:` with {types}")
            return None
        type_line = values["type"][0].line
        kind = self._text("type", values["type"][1])
        if kind is None:
            return None
        if kind == HUB and self.docname != root:
            self.fault(
                type_line, f"`type: hub` belongs on the root document `{root}` alone; the page stays out of the hub"
            )
            return None
        if kind not in (HUB, SECTION) and self.docname == root:
            self.fault(
                type_line,
                f"`{shown(kind)}` cannot be the type of the root document, which may be the hub only; write `type: hub`, "
                "or move the article to a page of its own; the page stays out of the hub",
            )
            return None
        if kind == SECTION and self.docname == root:
            self.fault(
                type_line,
                "`type: section` cannot be the type of the root document, which may be the hub only; write `type: hub`, "
                "or give the section a page of its own; the page stays out of the hub",
            )
            return None
        what = kind if kind in (HUB, SECTION) else ARTICLE
        stated = {name: pair for name, pair in values.items() if self._allowed(name, pair[0].line, what)}
        if "description" not in values:
            self.fault(self.line, "`description` is missing; add one or two whole sentences of plain text")
        self._read_questions(stated)
        return self._meta(stated, kind, type_line)

    def questions_alone(self, pairs: Pairs) -> None:
        """A page's second ``hub-meta``, which is replaced by the FAQ."""
        values = self._once(pairs)
        for name, (key, _) in values.items():
            if name != "questions":
                self.fault(
                    key.line,
                    f"`{shown(name)}` stands in the page's second hub-meta, which holds `questions` alone; "
                    "move it to the one below the title",
                )
        if "questions" not in values:
            self.fault(self.line, "a second hub-meta holds the page's `questions`, and this one has none; remove it")
        self._read_questions(values)

    def _read_questions(self, values: dict[str, tuple[Scalar, Node]]) -> None:
        if "questions" in values:
            self.questions = self._questions("questions", values["questions"][1])

    def _meta(self, values: dict[str, tuple[Scalar, Node]], kind: str, type_line: int) -> Meta:
        stated: dict[str, Any] = {}
        for key in KEYS:
            if key.name in values and key.name not in ("type", "questions"):
                value = _READERS[key.form](self, key.name, values[key.name][1])
                if value is not None:
                    stated[key.name.replace("-", "_")] = value
        description_line = values["description"][0].line if "description" in values else self.line
        return Meta(
            line=self.line,
            type=kind,
            type_line=type_line,
            description_line=description_line,
            source=self.source,
            **stated,
        )

    def _once(self, pairs: Pairs) -> dict[str, tuple[Scalar, Node]]:
        """The pairs by key; of two equal keys the first."""
        values: dict[str, tuple[Scalar, Node]] = {}
        for key, value in pairs:
            if key.value in values:
                first = values[key.value][0].line
                self.fault(
                    key.line, f"`{shown(key.value)}` stands twice; the one in line {first} counts, remove this one"
                )
            else:
                values[key.value] = (key, value)
        return values

    def _allowed(self, name: str, line: int, what: str) -> bool:
        """Whether a key belongs on a page that is ``what``; says so where it does not."""
        key = next((key for key in KEYS if key.name == name), None)
        if key is None:
            allowed = [key.name for key in KEYS if what in key.on]
            self.unknown += 1
            known_near = near(name, allowed) if self.unknown <= _ADVISED else ""
            advice = known_near or f"; the keys here are {', '.join(f'`{known}`' for known in allowed)}"
            self.fault(line, f"`{shown(name)}` is no key of hub-meta{advice}")
        elif what not in key.on:
            self.fault(line, f"`{name}` belongs on {_a(key.on[0])}, and this page is {_a(what)}; remove it")
        elif self.in_front_matter and key.form == "questions":
            self.fault(
                line,
                "`questions` cannot stand in front matter; move them into a hub-meta where the FAQ should appear",
            )
            return False
        return key is not None and what in key.on

    # -- values

    def _scalar(self, name: str, node: Node, expected: str) -> Scalar | None:
        """The scalar, or None and a problem where it is another kind of value, empty or cut by a comment."""
        if isinstance(node, Refused):
            return None  # told already
        if not isinstance(node, Scalar):
            was = "a list" if isinstance(node, Listing) else "a mapping"
            self.fault(
                node.line,
                f"`{name}` takes {expected}, and YAML takes this for {was}; {QUOTE_ADVICE}"
                if node.line
                else f"`{name}` takes {expected}, and this is {was}",  # of JSON
            )
        elif node.comment:
            part = f"what follows ` #` behind `{shown(node.value)}`" if node.value else "this"
            self.fault(
                node.line,
                f"YAML takes {part} for a comment, so `{name}` is dropped; {QUOTE_ADVICE}; a comment has a line of its own",
            )
        elif not node.value.strip():
            self.fault(node.line, f"`{name}` is empty; it takes {expected}")
        else:
            return node
        return None

    def _text(self, name: str, node: Node, expected: str = "a text") -> str | None:
        scalar = self._scalar(name, node, expected)
        return None if scalar is None else flat(scalar.value)

    def _plain(self, name: str, node: Node) -> str | None:
        return self._text(name, node, "plain text")

    def _number(self, name: str, node: Node) -> int | None:
        text = self._text(name, node, "a whole number such as 12")
        if text is None:
            return None
        if not re.fullmatch(r"0*[1-9][0-9]{0,5}", text, re.ASCII):
            self.fault(
                node.line, f"`{name}` is `{shown(text)}`; write a whole number of 1 or more, without a unit, such as 12"
            )
            return None
        return int(text)

    def _flag(self, name: str, node: Node) -> bool | None:
        text = self._text(name, node, "`true`")
        if text is None:
            return None
        if text.lower() not in ("true", "false"):
            self.fault(node.line, f"`{name}` is `{shown(text)}`; write `true`, or remove the key")
            return None
        return text.lower() == "true"

    def _date(self, name: str, node: Node) -> str | None:
        text = self._text(name, node, "a date such as 2026-11-20")
        if text is None:
            return None
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                raise ValueError
            return date.fromisoformat(text).isoformat()
        except ValueError:
            self.fault(
                node.line, f"`{name}` is `{shown(text)}`, which is no date; write year, month and day as in 2026-11-20"
            )
            return None

    def _names(self, name: str, node: Node, expected: str = "names, as in `[gradient step, SGD]`") -> tuple[str, ...]:
        if isinstance(node, Refused):
            return ()
        if not isinstance(node, Listing):
            self.fault(node.line, f"`{name}` takes a list of {expected}; put the value in brackets")
            return ()
        texts = [self._text(name, item, "a list of texts") for item in node.items]
        if _has_comment(node):
            return ()
        return tuple(dict.fromkeys(text for text in texts if text is not None))

    def _keywords(self, name: str, node: Node) -> tuple[str, ...]:
        if isinstance(node, Listing) and len(node.items) > MOST_KEYWORDS:
            self.fault(
                node.items[MOST_KEYWORDS].line,
                f"`{name}` has {len(node.items)} phrases, and {MOST_KEYWORDS} is the most; "
                "keep those in which most readers ask for this page",
            )
            return ()
        return self._names(name, node, "phrases, as in `[how to set a learning rate]`")

    def _terms(self, name: str, node: Node) -> tuple[Term, ...]:
        if isinstance(node, Refused):
            return ()
        if not isinstance(node, Mapping):
            self.fault(node.line, f"`{name}` takes a mapping; write a line `term: definition` for each")
            return ()
        terms = []
        seen: dict[str, int] = {}
        for term, (key, value) in self._once(node.pairs).items():
            term = flat(term)
            if (folded := term.casefold()) in seen:
                self.fault(
                    key.line,
                    f"the term `{shown(term)}` stands twice; the one in line {seen[folded]} counts, remove this one",
                )
                continue
            seen[folded] = key.line
            scalar = self._scalar(f"{name}: {shown(term)}", value, "a definition of one sentence")
            if not term:
                self.fault(key.line, f"`{name}` has an empty term; name it, or remove the line")
            elif scalar is not None:
                terms.append(Term(name=term, markup=_printable(scalar.value).strip(), line=_text_line(scalar)))
        return tuple(terms)

    def _link(self, name: str, node: Node, reason: str | None = None) -> Link | None:
        text = self._text(name, node, "a reference to an article")
        if text is None:
            return None
        return Link(docname=resolve(text, self.docname, self.suffixes), text=text, line=node.line, reason=reason)

    def _links(self, name: str, node: Node) -> tuple[Link, ...]:
        """The three forms: a reference, a list of them, a mapping reference -> reason."""
        links: list[Link | None] = []
        if isinstance(node, Scalar):
            links = [self._link(name, node)]
        elif isinstance(node, Listing):
            for item in node.items:
                if isinstance(item, Mapping):
                    self.fault(
                        item.line,
                        f"`{name}` takes a reference here, and YAML takes this for a mapping; "
                        "to give reasons, write `reference: reason` lines without the dashes"
                        if item.line
                        else f"`{name}` takes a reference here, and this is a mapping; to give reasons, leave out the list",
                    )
                else:
                    links.append(self._link(name, item))
            if _has_comment(node):
                links = []
        elif isinstance(node, Mapping):
            for key, value in self._once(node.pairs).values():
                if isinstance(value, Scalar) and not value.value.strip() and not value.comment:
                    links.append(self._link(name, key))
                    continue
                reason = self._text(f"{name}: {shown(key.value)}", value, "a reason as plain text")
                if reason is not None:
                    links.append(self._link(name, key, reason))
        seen: dict[str, Link] = {}
        for link in links:
            if link is None:
                continue
            if link.docname in seen:
                self.fault(
                    link.line,
                    f"`{name}` names `{shown(link.text)}` twice; the one in line {seen[link.docname].line} counts",
                )
            else:
                seen[link.docname] = link
        return tuple(seen.values())

    def _questions(self, name: str, node: Node) -> tuple[Asked, ...]:
        if isinstance(node, Refused):
            return ()
        if not isinstance(node, Listing):
            self.fault(node.line, f"`{name}` takes a list; start each question with `- q:` and its answer with `a: |`")
            return ()
        asked = (self._question(item) for item in node.items)
        return tuple(one for one in asked if one is not None)

    def _question(self, node: Node) -> Asked | None:
        if isinstance(node, Refused):
            return None
        if not isinstance(node, Mapping):
            self.fault(
                node.line, "a question takes `q:` and `a:`, and this is neither; if the text has a colon, quote it"
            )
            return None
        values = self._once(node.pairs)
        for name, (key, _) in values.items():
            if name not in ("q", "a"):
                self.fault(key.line, f"`{shown(name)}` is no key of a question; it takes `q` and `a`")
        if "q" not in values:
            self.fault(node.line, "a question has no `q`; add the question as a reader asks it")
            return None
        question = self._scalar("q", values["q"][1], "a question")
        if question is None:
            return None
        empty = "a" in values and isinstance(a := values["a"][1], Scalar) and not a.value.strip() and not a.comment
        if "a" not in values or empty:
            self.fault(
                question.line,
                f"the question `{shown(question.value)}` has no answer; add one below `a: |`, or remove the question",
                Subtype.QUESTION,
            )
            return None
        answer = self._scalar("a", values["a"][1], "an answer")
        if answer is None:
            return None
        return Asked(
            question=flat(question.value),
            question_line=_text_line(question),
            answer=_printable(answer.value),
            answer_line=_text_line(answer),
        )


_READERS: dict[str, Callable[[_Reader, str, Node], Any]] = {
    "text": _Reader._plain,
    "number": _Reader._number,
    "flag": _Reader._flag,
    "date": _Reader._date,
    "names": _Reader._names,
    "keywords": _Reader._keywords,
    "definitions": _Reader._terms,
    "reference": _Reader._link,
    "links": _Reader._links,
    "questions": _Reader._questions,
}
"""The form of a value -> what reads it; None where it is faulty, which is told."""


def _a(kind: str) -> str:
    return f"{'an' if kind == ARTICLE else 'a'} {kind}"


def _has_comment(node: Listing) -> bool:
    """Whether YAML cut an entry short, so that nobody knows what the list was to say; that was told where it stands."""
    return any(isinstance(item, Scalar) and item.comment for item in node.items)


def _printable(text: str) -> str:
    """Markup without control characters, which no page can show; lines stay lines."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]", " ", text)


def _text_line(scalar: Scalar) -> int:
    return scalar.line + 1 if scalar.block else scalar.line
