"""How wide text may get, and where to break it, without a font at hand.

A build cannot know the reader's font. :func:`text_width` therefore takes each character from the widest of the
usual sans-serif faces (mostly Verdana and DejaVu Sans, some capitals from Arial and Helvetica), so that text which fits
by its figure fits in all of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

# Widths in em: the characters of each, in steps that lose little.
_WIDTHS = (
    (0.29, "il'"),
    (0.36, "j,. f\u00b7\u2019\u2018"),
    (0.43, "tr!I\u013e"),
    (0.46, ':;[]()/\\|-"'),
    (0.53, "szJ\u2022"),
    (0.56, "cL?\u201c\u201d"),
    (0.60, "vxyk"),
    (0.62, "aeoFT`"),
    (0.64, "bdghnpqu$0123456789{}*_\u2013"),
    (0.67, "EPY"),
    (0.70, "ABKSVXZ\u00df"),
    (0.73, "CR"),
    (0.79, "DGHNOQU&"),
    (0.84, "w+<=>~#^"),
    (0.87, "M"),
    (1.0, "mW"),
    (1.1, "@%\u00e6\u00c6\u0153\u0152"),
)
_EM = {character: width for width, characters in _WIDTHS for character in characters}
_OTHER, _GREEK_CYRILLIC, _EMOJI = 1.1, (0.72, 0.87), 1.45
_WIDE_CYRILLIC = frozenset(
    "\u0436\u043c\u0444\u0448\u0449\u044b\u044e\u0416\u041c\u0424\u0428\u0429\u042b\u042e\u03c9\u03c8\u03a9\u03a8"
)
_JOINERS = frozenset("\u200d\ufe0f\ufe0e")
_GAP = 0.04
"""A little air around what no table can know: hinting, and letters that hang over."""


@cache
def _em(character: str) -> float:
    if character in _EM:
        return _EM[character]
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf"):
        return 0.0
    if ord(character) >= 0x1F000:
        return _EMOJI
    if unicodedata.east_asian_width(character) in "WF":
        return _EMOJI if category == "So" else 1.0
    base = unicodedata.normalize("NFD", character)[0]
    if base in _EM:
        return _EM[base]
    if "\u0370" <= base <= "\u04ff":
        return _OTHER if base in _WIDE_CYRILLIC else _GREEK_CYRILLIC[category == "Lu"]
    return _OTHER


def text_width(text: str, size: float) -> float:
    """At most how wide ``text`` is on one line at a font size of ``size``, in the unit of the size."""
    return (_ems(text) + _GAP) * size if text else 0.0


@lru_cache(maxsize=4096)  # the same words come again and again
def _ems(text: str) -> float:
    return sum(map(_em, text))


def wrap(text: str, width: float, size: float) -> tuple[str, ...]:
    """The lines that ``text`` takes, each at most ``width`` wide, its words in their order and none cut off.

    Lines are filled in turn. A word wider than a line is broken: after a hyphen, slash or the like where that
    helps, else between any two characters that a reader sees as two.
    """
    lines: list[str] = []
    line, filled = "", 0.0
    room = width / size - _GAP
    for word in text.split():
        wanted = _ems(word)
        if line and filled + _em(" ") + wanted <= room:
            line, filled = f"{line} {word}", filled + _em(" ") + wanted
            continue
        if line:
            lines.append(line)
        *broken, line = [word] if wanted <= room else _pieces(word, room)
        lines += broken
        filled = _ems(line)
    if line:
        lines.append(line)
    return tuple(lines)


def _pieces(word: str, room: float) -> list[str]:
    """The word in pieces that fit, one at least; a single character wider than a line is a piece of its own."""
    pieces = [""]
    for part in _parts(word, room):
        if pieces[-1] and _ems(pieces[-1] + part) > room:
            pieces.append("")
        pieces[-1] += part
    return pieces


def _parts(word: str, room: float) -> Iterator[str]:
    """What a word may be broken into: at hyphens and their like, and where that is still too wide, anywhere."""
    part = ""
    for cluster in [*_clusters(word), ""]:
        part += cluster
        if not cluster or cluster in "-/_.:\u2010\u2013\u2014":
            yield from [part] if _ems(part) <= room else _clusters(part)
            part = ""


def _clusters(word: str) -> Iterator[str]:
    """What a reader sees as single characters: marks, joiners and flags stay with what they belong to.

    A close cousin of the extended grapheme clusters of Unicode Standard Annex 29, as far as the standard
    library knows the properties that they need.
    """
    cluster = ""
    for character in word:
        if cluster and not _belongs(character, cluster):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _belongs(character: str, cluster: str) -> bool:
    if character.isascii():
        return False
    if character in _JOINERS or cluster[-1] == "\u200d" or "\U0001f3fb" <= character <= "\U0001f3ff":
        return True
    if "\U0001f1e6" <= character <= "\U0001f1ff":
        return len(cluster) == 1 and "\U0001f1e6" <= cluster <= "\U0001f1ff"
    return unicodedata.category(character).startswith("M")
