"""The names that an article is searched by: what its title asks about, its terms, aliases, acronyms and their forms.

All functions take and return plain text. :func:`names_of` holds in every language; question words and plurals are
English and asked for with ``english``.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from functools import cache

_WH = r"(?:what|how|why|when|where|which|who)"
_AUXILIARY = r"(?:is|are|was|were|do|does|did|can|could|should|will|would|may|might|must|has|have|had)"
_ASKING = re.compile(rf"{_WH}(?:['’]s)?\s+(?:{_AUXILIARY}\s+|to\s+)?", re.IGNORECASE)
_ASKING_YES_OR_NO = re.compile(rf"{_AUXILIARY}\s+", re.IGNORECASE)
_SMALL = re.compile(r"(?:an?|the|you|we|i|one|your)\s+", re.IGNORECASE)
_ENDS_IN_VERB = re.compile(r"\s+(?:work|mean|matter|happen|differ|exist|stand\s+for|do)$", re.IGNORECASE)
_WITHIN = re.compile(r"(.+?)\s+in\s+(?!the\b)\S.*$", re.IGNORECASE)
_IN_PARENTHESES = re.compile(r"(.*\S)\s*\(([^()]+)\)\s*")
_VERSUS = re.compile(r"\bvs\b|\bversus\b|/", re.IGNORECASE)

_IRREGULAR = (
    "axis axes, basis bases, child children, criterion criteria, foot feet, half halves, leaf leaves, man men, "
    "mouse mice, person people, phenomenon phenomena, schema schemata, woman women"
)
_ENDINGS = "index indices, lysis lyses, rtex rtices, thesis theses, trix trices"
"""Nouns, and endings of nouns, whose plurals no stemmer undoes."""

_PARTICIPLES = (
    "choose chosen, draw drawn, feed fed, find found, forget forgotten, freeze frozen, hold held, know known, "
    "learn learnt, teach taught, write written"
)
"""Verbs whose participles stand in terms ("a held-out set"), as no stemmer undoes them."""

LONGEST = 200
"""Nobody searches by a name that is longer, and patterns take long to match on one."""


def names_of(title: str, terms: Iterable[str], aliases: Iterable[str], text: str, *, english: bool) -> list[str]:
    """The names of an article, each once without regard to case, in the first spelling met: terms, aliases, title.

    ``text`` is what the page says: a name's first letters are its acronym where the page introduces them as such.
    """
    names = [name for name in (*terms, *aliases) if len(name) <= LONGEST]
    if english:
        names += [about := subject(title), core(about) if about != title else about]
    else:
        names.append(title)
    for name in list(names):
        if inside := _IN_PARENTHESES.fullmatch(name):
            names += inside.groups()
    names += [letters for name in list(names) if (letters := initials(name)) and _introduces(text, name, letters)]
    return _once(names)


def subject(title: str) -> str:
    """What a title is about: an English title without its question words.

    >>> [subject(title) for title in ("What Is a Loss?", "How Does Caching Work?", "Speed vs Cost")]
    ['Loss', 'Caching', 'Speed vs Cost']
    """
    text = title.strip()
    asks = text.endswith("?")
    text = text.rstrip("?").rstrip()
    rest = _ASKING.sub("", text, count=1) if _ASKING.match(text) else text
    if rest != text:
        rest = _ENDS_IN_VERB.sub("", rest)
    elif asks:
        rest = _ASKING_YES_OR_NO.sub("", text, count=1) if _ASKING_YES_OR_NO.match(text) else text
    if rest != text:
        while small := _SMALL.match(rest):
            rest = rest[small.end() :]
    return rest or text or title


def core(about: str) -> str:
    """The thing itself, without the field that it belongs to: "bias" of "bias in AI"."""
    within = _WITHIN.fullmatch(about)
    return within[1] if within and not _VERSUS.search(about) else about


def asked_about(title: str) -> list[str]:
    """The subjects of a title, each side of a comparison for itself.

    >>> [asked_about(title) for title in ("What Is Bias in AI?", "Speed vs Cost")]
    [['Bias in AI', 'Bias'], ['Speed vs Cost', 'Speed', 'Cost']]
    """
    about = subject(title)
    sides = re.split(r"\s+(?:vs\.?|versus)\s+", about, flags=re.IGNORECASE)
    return _once([about, core(about), *sides])


def initials(name: str) -> str:
    """The first letters of a name's words as an acronym; empty where it has only one word, or compares several."""
    words = re.findall(r"[^\W_]+", name)
    if not 2 <= len(words) <= 6 or _VERSUS.search(name):
        return ""
    return "".join(word[0] for word in words).upper()


def _introduces(text: str, name: str, letters: str) -> bool:
    """Whether the text has the name and its acronym beside each other, one of them in parentheses."""
    if letters not in text:  # most names have no acronym, and this is quick to see
        return False
    long, short = r"\s+".join(map(re.escape, name.split())) + "s?", f"{letters}s?"
    return bool(re.search(rf"\b(?:(?i:{long})\s+\({short}\)|{short}\s+\((?i:{long})\))", text))


def inflected(name: str, stem: Callable[[str], str]) -> str | None:
    """The English plural or singular of a name, where a search that compares stems does not find it anyway.

    >>> [inflected(name, lambda word: word.removesuffix("s")) for name in ("loss curve", "confusion matrix")]
    [None, 'confusion matrices']
    """
    last = re.search(r"\w+$", name)
    other = _other_number(last[0]) if last else None
    if not last or not other or stem(other) == stem(last[0]):
        return None
    return name[: last.start()] + other


def _other_form(word: str) -> str | None:
    """The other number of an irregular noun, or the participle or the infinitive of an irregular verb."""
    return _other_of_pair(word, _PARTICIPLES) or _other_number(word)


def _other_of_pair(word: str, pairs: str) -> str | None:
    found = (pair.split() for pair in pairs.split(", "))
    return next((forms[1 - forms.index(word)] for forms in found if word in forms), None)


def _other_number(word: str) -> str | None:
    """The plural of an irregular noun, or its singular; the word's beginning is kept as it is written."""
    low = word.lower()
    if other := _other_of_pair(low, _IRREGULAR):
        return other
    for pair in _ENDINGS.split(", "):
        for ending, other in (pair.split(), pair.split()[::-1]):
            if low.endswith(ending):
                return word[: -len(ending)] + other
    return None


class Forms:
    """Tells the forms of one word, as a search that compares stems sees them: numbers, and what is inflected.

    ``english`` says that words are: then their ends have to be those of forms, since English stems also join what is no
    form of the other, as "precise" and "precision".

    >>> forms = Forms(lambda word: word[:6], english=True)
    >>> [forms.are_forms("precision", word) for word in ("precisions", "precise")]
    [True, False]
    """

    def __init__(self, stem: Callable[[str], str], *, english: bool) -> None:
        self._stem = cache(stem)
        self.english = english
        self.key = cache(self._key)
        self.are_forms = cache(self._are_forms)

    def _key(self, word: str) -> str:
        """What all forms of a word have in common: its stem, or that of its other irregular form."""
        other = _other_form(word) if self.english else None
        return self._stem(word) if other is None else min(self._stem(word), self._stem(other))

    def are_numbers(self, one: str, other: str) -> bool:
        """Whether two words differ by their number at most, or are forms of an irregular verb."""
        if one == other or (self.english and _other_form(one) == other):
            return True
        if self._stem(one) != self._stem(other):
            return False
        return not self.english or set(_ends(one, other)) <= {"", "s", "es", "y", "ies"}

    def _are_forms(self, one: str, other: str) -> bool:
        if self.are_numbers(one, other):
            return True
        if self._stem(one) != self._stem(other):
            return False
        if not self.english:
            return True
        begin = posixpath.commonprefix([one, other])
        ends = {end[1:] if end[:1] == begin[-1:] and end[1:] in ("ed", "ing") else end for end in _ends(one, other)}
        if ends <= _INFLECTIONS:
            return "ing" not in ends or ends.isdisjoint({"e", "es"})  # a "sample" is no "sampling"
        made = next((end for end in ends if end.removesuffix("s") in _OF_VERBS), None)  # "calibration": "calibrated"
        rest = ends - {made}
        if made is None or len(rest) != 1:
            return False
        marked = rest <= {"ed", "es", "ing"} or rest <= {"d", "s"} and begin.endswith("e")
        plain = (
            rest <= {"e"}
            and begin.endswith(("at", "iz"))
            or rest <= {"", "s"}
            and not made.startswith(("ion", "ation"))
        )
        return marked or plain


_INFLECTIONS = {"", "s", "e", "es", "ed", "d", "ing", "ings", "y", "ies", "ied"}
_OF_VERBS = {"ion", "ation", "ment", "ence", "ance", "nce"}


def _ends(one: str, other: str) -> tuple[str, str]:
    common = len(posixpath.commonprefix([one, other]))
    return one[common:], other[common:]


def _once(names: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for name in names:
        name = " ".join(name.split())
        if name:
            found.setdefault(name.casefold(), name)
    return list(found.values())
