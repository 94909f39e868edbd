"""YAML as a small tree of located values: the ground that ``parse`` stands on.

The YAML is read as a stream of events and never loaded: scalars stay text as typed, nothing is expanded, and no
depth or alias of hostile input costs more than its own length. What an author's metadata never needs (anchors,
aliases, tags, merge keys, deep nesting) is refused where it stands.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from typing import NamedTuple

import yaml

from .text import shown

Fault = Callable[[int, str], None]
"""Told of each refused value: its line and what to do about it."""

_EventLoader: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_MAX_DEPTH = 8  # a right hub-meta nests four deep; what nests deeper is refused where it starts
_MAX_SKIPPED = 100  # and no parser is led deeper than this

QUOTE_ADVICE = "quote the value, or put it on the next line after `|`"


class Scalar(NamedTuple):
    """A text as typed, at its line."""

    value: str
    line: int
    block: bool  # written after | or >, so its text starts on the line below
    comment: bool  # ` #` follows it on its line: YAML took the rest of the text for a comment
    quoted: bool = False


class Mapping(NamedTuple):
    """Keys with their values, as often and in the order that they were typed."""

    pairs: Pairs
    line: int


class Listing(NamedTuple):
    """A YAML sequence."""

    items: tuple[Node, ...]
    line: int


class Refused(NamedTuple):
    """A value that is not read at all; the problem is told where it is found."""

    line: int


Node = Scalar | Mapping | Listing | Refused

Pairs = tuple[tuple[Scalar, Node], ...]
"""Keys with their values."""


class YamlError(Exception):
    """The text is not YAML, or not a mapping; has the line and the advice."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def load(text: str, first_line: int, fault: Fault) -> Pairs:
    """The pairs of the top mapping; none for an empty text."""
    # YAML ends a line at these, too, but no editor counts them.
    text = re.sub("[\x85\u2028\u2029]", " ", text)
    try:
        composer = _Composer(text, first_line, _EventLoader)
        root = composer.document()
    except (yaml.YAMLError, ValueError):
        # PyYAML's two parsers differ in what they refuse and how they word it; the Python one has the last word.
        try:
            composer = _Composer(text, first_line, yaml.BaseLoader)
            root = composer.document()
        except yaml.YAMLError as error:
            raise _yaml_fault(error, text, first_line) from None
        except ValueError:
            raise _escape_fault(text, first_line) from None
    for line, message in composer.faults:
        fault(line, message)
    if root is None:
        return ()
    if not isinstance(root, Mapping):
        if isinstance(root, Refused):
            return ()
        # Behind a `---` at its end YAML sees an empty value in a line that the text does not have.
        raise YamlError(min(root.line, first_line + text.count("\n")), no_keys("hub-meta"))
    return root.pairs


def no_keys(what: str) -> str:
    """What to say of a block that is no mapping."""
    return f"{what} holds no keys; write `type: ...` and `description: ...`, a line each"


def half_character(text: str | None) -> str:
    """What to say of a text that holds half a character, which JSON and escapes of YAML can; empty for any other."""
    half = re.search("[\ud800-\udfff]", text or "")
    return f"half a character (U+{ord(half[0]):04X}) stands here; write the whole character itself" if half else ""


def _yaml_fault(error: yaml.YAMLError, text: str, first_line: int) -> YamlError:
    context, mark = getattr(error, "context", None) or "", getattr(error, "problem_mark", None)
    if "quoted scalar" in context or "flow " in context or "simple key" in context:
        # A quote or bracket that is never closed, a key without a colon: the fault is where it begins, not where YAML
        # gives up.
        mark = getattr(error, "context_mark", None) or mark
    problem = getattr(error, "problem", None)
    if mark is None:  # a character that YAML forbids
        position = getattr(error, "position", 0)
        position = position if isinstance(position, int) else 0
        line = first_line + text.count("\n", 0, position)
        character = text[position : position + 1]
        return YamlError(line, f"the YAML does not parse: character U+{ord(character or ' '):04X} is not allowed in it")
    lines = text.split("\n")
    number = min(mark.line, len(lines) - 1)
    while number > 0 and not lines[number].strip():
        number -= 1  # the end of the text: the fault is in what stands above it
    if "'\\t'" in (problem or ""):
        return YamlError(
            first_line + number,
            f"the YAML does not parse at `{shown(lines[number])}`: a tab stands in this line, and YAML is indented with "
            "blanks alone; use blanks",
        )
    return YamlError(
        first_line + number,
        f"the YAML does not parse at `{shown(lines[number])}`: {problem or 'it is not YAML'}; where a text starts with "
        f"a character that YAML uses, or holds a colon, {QUOTE_ADVICE}",
    )


def _escape_fault(text: str, first_line: int) -> YamlError:
    """An escape beyond the last character of Unicode, for which PyYAML has no error of its own."""
    escapes = re.finditer(r"\\U([0-9A-Fa-f]{8})", text)
    position = next((match.start() for match in escapes if int(match[1], 16) > sys.maxunicode), 0)
    return YamlError(
        first_line + text.count("\n", 0, position),
        f"the YAML does not parse: `{shown(text[position : position + 10])}` is no character; write the character itself",
    )


class _Composer:
    """Builds the tree from YAML events, and refuses what an author's metadata never needs."""

    def __init__(self, text: str, first_line: int, loader: type) -> None:
        self._lines = text.split("\n")
        self._first_line = first_line
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=loader)
        self.faults: list[tuple[int, str]] = []

    def document(self) -> Node | None:
        root: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                raise YamlError(self._line(event), "hub-meta is one YAML document; remove the `---`")
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, 1)
        return root

    def _line(self, event: yaml.Event) -> int:
        assert event.start_mark is not None
        return self._first_line + int(event.start_mark.line)

    def _node(self, event: yaml.NodeEvent, depth: int) -> Node:
        line = self._line(event)
        refusal = self._refusal(event, depth)
        node: Node
        if isinstance(event, yaml.SequenceStartEvent):
            node = Listing(tuple(self._items(depth)), line)
        elif isinstance(event, yaml.MappingStartEvent):
            node = Mapping(tuple(self._pairs(depth)), line)
        elif isinstance(event, yaml.ScalarEvent):
            node = Scalar(
                event.value, line, event.style in ("|", ">"), self._has_comment(event), event.style in ("'", '"')
            )
        else:
            node = Refused(line)
        if refusal:
            self.faults.append((line, refusal))
            node = Refused(line)
        return node

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            assert isinstance(event, yaml.NodeEvent)
            if depth <= _MAX_DEPTH or isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
                yield self._node(event, depth + 1)
            else:
                self._skip()

    def _pairs(self, depth: int) -> Iterator[tuple[Scalar, Node]]:
        items = self._mapping_items(depth)
        for key, value in zip(items, items, strict=True):
            if isinstance(key, Scalar) and (key.value != "<<" or key.quoted):
                yield key, value
            elif isinstance(key, Scalar):
                self.faults.append((key.line, "merge keys (`<<`) are not read in hub-meta; write the keys out"))
            elif not isinstance(key, Refused):
                self.faults.append((key.line, f"a key of hub-meta is one word or reference; {QUOTE_ADVICE}"))

    def _mapping_items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            assert isinstance(event, yaml.NodeEvent)
            if depth <= _MAX_DEPTH or isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
                yield self._node(event, depth + 1)
            else:
                self._skip()
                yield Refused(self._line(event))

    def _skip(self) -> None:
        """Pass over the rest of a list or mapping; what is in it needs no stack, however deep."""
        depth = 1
        while depth:
            event = next(self._events)
            if depth > _MAX_SKIPPED:
                raise YamlError(
                    self._line(event), f"the YAML nests more than {_MAX_SKIPPED} deep here; rewrite this value"
                )
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)

    def _refusal(self, event: yaml.NodeEvent, depth: int) -> str:
        anchor = getattr(event, "anchor", None)
        tag = getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            what = f"an alias (`*{shown(anchor or '')}`)"
        elif anchor:
            what = f"an anchor (`&{shown(anchor)}`)"
        elif tag:
            what = f"a tag (`{shown(tag)}`)"
        elif refusal := half_character(getattr(event, "value", None)):
            return refusal
        elif depth > _MAX_DEPTH and not isinstance(event, yaml.ScalarEvent):
            return f"the YAML nests more than {_MAX_DEPTH} deep here, and no key of hub-meta does"
        else:
            return ""
        return f"YAML takes this for {what}, which hub-meta does not read; {QUOTE_ADVICE}"

    def _has_comment(self, event: yaml.ScalarEvent) -> bool:
        if event.style not in (None, ""):
            return False
        mark = event.end_mark
        assert mark is not None
        rest = self._lines[mark.line][mark.column :] if mark.line < len(self._lines) else ""
        return rest.lstrip().startswith("#") and (rest[:1].isspace() or not event.value)
