"""The few helpers on text that many parts need: what references name, what messages say, what files and digests hold."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

_SHOWN_LENGTH = 60


def resolve(reference: str, docname: str, suffixes: Sequence[str] = ()) -> str:
    """The docname that a reference on the page ``docname`` names, as a ``{doc}`` target does.

    A reference is relative to the page, or from the root with a leading slash; a source suffix is ignored.

    >>> resolve("../basics/model.md", "ml/loss", (".md",))
    'basics/model'
    """
    for suffix in suffixes:
        if reference.endswith(suffix) and not reference.endswith("/" + suffix):
            reference = reference.removesuffix(suffix)
            break
    return posixpath.normpath(posixpath.join("/" + docname, "..", reference))[1:]


def near(word: str, known: Iterable[str]) -> str:
    """What to add to a message about an unknown ``word``: the known ones that it may be a misspelling or a part of."""
    if len(word) > 200:  # nothing that long is a slip of the pen, and matching is quadratic
        return ""
    names = sorted(known)
    low = word.casefold()
    alike = get_close_matches(word, names, n=20, cutoff=0.7)
    found = [name for name in alike if _slips(low, name.casefold()) <= max(1, min(2, len(word) // 4))]
    if not found and len(word) > 3:
        found = [name for name in names if name.casefold().startswith(low)]
    if not found:  # the right name in the wrong folder
        found = [name for name in names if posixpath.basename(name) == posixpath.basename(word)]
    return f"; did you mean {' or '.join(f'`{name}`' for name in found[:3])}?" if found else ""


def _slips(a: str, b: str) -> int:
    """How many letters are left out, added, changed or swapped with their neighbors between two words.

    The optimal string alignment distance: F. J. Damerau, A technique for computer detection and correction of spelling
    errors, CACM 7, 1964, in the form that edits no letter twice.
    """
    two_up: list[int] = []
    up: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        two_up, up, row = up, row, [i]
        for j, y in enumerate(b, start=1):
            slips = min(up[j] + 1, row[j - 1] + 1, up[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                slips = min(slips, two_up[j - 2] + 1)
            row.append(slips)
    return row[-1]


def flat(text: str) -> str:
    """Text on one line: line ends, control characters and runs of blanks become one blank."""
    return re.sub("[\x00-\x20\x7f-\x9f\u2028\u2029\ufffe\uffff]+", " ", text).strip(" ")


def folded(heading: str) -> str:
    """A heading as it is compared with others: letter case and runs of blanks make no difference."""
    return " ".join(heading.casefold().split())


def shown(value: str) -> str:
    """A value as a message names it: one line, printable, and not longer than a line of a terminal."""
    flat = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in value.strip())
    return flat if len(flat) <= _SHOWN_LENGTH else flat[: _SHOWN_LENGTH - 1] + "…"


def digest(value: object) -> str:
    """A short name for a plain value: equal for equal values, on every machine."""
    return hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def dump(data: Any) -> str:
    """JSON that is safe in a ``script`` element and in JavaScript, and the same on every machine."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    # Lone surrogates cannot be encoded; they only ever come from a broken input.
    return text.encode("utf-8", "backslashreplace").decode()
