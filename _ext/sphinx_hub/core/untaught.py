"""Terms that an article uses before they are taught: another article defines them, and nothing leads a reader there.

All that is needed beside the graph is plain: the pages that the links of each article lead to, and the stemmer of the
search.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from .graph import LearningGraph
from .model import Prose
from .names import Forms

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s\-\u2010\u2011]+")
"""What may stand between the words of a term: white space, also a line's end, and hyphens."""
_IDIOMS = (("for", "example"),)
"""Phrases of English that mean no term."""
_DETERMINER = re.compile("a|an|the|its|their|his|her|our|your|my|this|that|these|those|each|every|all|no")
"""What follows a verb rather than a plural: "training sets the weights" names no sets."""
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘]?[A-Z0-9])")


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Untaught:
    """The first use of a term in an article that nothing leads from to ``taught_in``, the article that defines it.

    ``used`` is the word as it stands there, at ``line`` of the page's file, or of the one that ``source`` names.
    """

    article: str
    line: int
    term: str
    used: str
    taught_in: str
    sentence: str
    source: str = ""


class _Term(NamedTuple):
    name: str
    words: tuple[str, ...]
    literal: bool
    """Whether it holds signs (C++, R²), so that its words alone do not tell it from other names."""


class _Node:
    """What may follow the words so far: a tree of all terms by the keys of their words."""

    __slots__ = ("next", "terms")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.terms: list[_Term] = []

    def longest(self, keys: list[str], at: int) -> list[_Term]:
        """The terms that end here or with the keys from a place on, the longest first."""
        node = self.next.get(keys[at]) if at < len(keys) else None
        return self.terms if node is None else [*node.longest(keys, at + 1), *self.terms]


def untaught(
    graph: LearningGraph,
    leads: Mapping[str, Collection[str]],
    stem: Callable[[str], str],
    *,
    english: bool,
) -> tuple[Untaught, ...]:
    """The first use of each term in each article that does not teach it, by article, line and term.

    A term is taught where the article defines it, where its plan holds an article that does, where a link on its page
    leads to one (``leads``: article -> pages; what is ``helpful`` counts, what is to be read afterwards does not), and
    where it is set in emphasis at its first use. A term is met in its forms, case apart; of two that begin at the same
    word the longer one. ``english`` says that the language is, so that words of one stem are told apart that are no
    forms of each other ("precise" and "precision").
    """
    teachers: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for docname, article in graph.articles.items():
        for term in article.terms:
            names.setdefault(term.name.casefold(), term.name)
            teachers.setdefault(term.name.casefold(), []).append(docname)
    finder = _Finder(names.values(), Forms(stem, english=english))
    found: list[Untaught] = []
    for docname, article in graph.articles.items():
        text = article.prose
        known = {docname, *graph.plan(docname), *leads.get(docname, ()), *(x.docname for x in graph.helpful[docname])}
        for name, (start, end) in finder.first_uses(text).items():
            taught_in = teachers[name.casefold()]
            if known.isdisjoint(taught_in) and not any(a <= start and end <= b for a, b in text.emphasis):
                block = bisect.bisect_right(text.starts, start) - 1
                line, source = text.places[block]
                found.append(
                    Untaught(
                        article=docname,
                        line=line + text.text.count("\n", text.starts[block], start),
                        term=name,
                        used=" ".join(text.text[start:end].split()),
                        taught_in=min(taught_in),
                        sentence=_sentence(text.block(block), start - text.starts[block]),
                        source=source,
                    )
                )
    return tuple(sorted(found))


class _Finder:
    """Finds the first use of each term in texts."""

    def __init__(self, names: Collection[str], forms: Forms) -> None:
        self._forms = forms
        self._idioms = _IDIOMS if forms.english else ()
        self._root = _Node()
        for name in sorted(names):
            node, words = self._root, tuple(_WORD.findall(name.casefold()))
            for word in words:
                node = node.next.setdefault(forms.key(word), _Node())
            if words:
                node.terms.append(_Term(name, words, literal=not re.fullmatch(r"[\w\s\-'’]+", name)))

    def first_uses(self, prose: Prose) -> dict[str, tuple[int, int]]:
        """Term -> where it is first used."""
        text = prose.heard()
        words = [word.casefold() for word in _WORD.findall(text)]
        keys = list(map(self._forms.key, words))
        for idiom in self._idioms:
            for at in [at for at, word in enumerate(words) if word == idiom[0]]:
                if tuple(words[at : at + len(idiom)]) == idiom:
                    keys[at : at + len(idiom)] = [""] * len(idiom)
        begin = self._root.next
        spans: list[tuple[int, int]] = []
        found: dict[str, tuple[int, int]] = {}
        free = 0
        for at, key in enumerate(keys):
            node = begin.get(key)
            if node is None or at < free:
                continue
            for term in node.longest(keys, at + 1):
                spans = spans or [match.span() for match in _WORD.finditer(text)]
                if self._is_at(term, text, words, spans, at):
                    free = at + len(term.words)
                    found.setdefault(term.name, (spans[at][0], spans[free - 1][1]))
                    break
        return found

    def _is_at(self, term: _Term, text: str, words: list[str], spans: list[tuple[int, int]], at: int) -> bool:
        count = len(term.words)
        met = words[at : at + count]
        if len(met) < count or not all(map(self._forms.are_forms, term.words[-1:], met[-1:])):
            return False
        first = text[spans[at][0] : spans[at][1]]
        if (
            count == 1
            and first.istitle()
            and not self._forms.are_numbers(*term.words, *met)
            and _is_inside(text, spans[at])
        ):
            return False
        if count > 1:
            following = "".join(words[at + count : at + count + 1])
            if self._forms.english and met[-1] != term.words[-1] and _DETERMINER.fullmatch(following):
                return False
            if not all(a == b or self._forms.are_numbers(a, b) for a, b in zip(term.words[:-1], met, strict=False)):
                return False
            between = (text[a[1] : b[0]] for a, b in zip(spans[at:], spans[at + 1 : at + count], strict=False))
            if not all(map(_BETWEEN.fullmatch, between)):
                return False
        return not term.literal or text[spans[at][0] :].casefold().startswith(term.name.casefold())


def _is_inside(text: str, span: tuple[int, int]) -> bool:
    """Whether a word stands inside a sentence, where a capital makes it a part of a name ("the United States")."""
    return bool(re.search(r"\w,?\s$", text[max(0, span[0] - 3) : span[0]]))


def _sentence(block: str, at: int) -> str:
    """The sentence of a block that a place is in, on one line."""
    ends = [match.end() for match in _SENTENCE_END.finditer(block)]
    start = max((end for end in ends if end <= at), default=0)
    end = min((end for end in ends if end > at), default=len(block))
    return " ".join(block[start:end].split())
