"""The few helpers on text that many parts need: what references name, what messages say, what files and digests hold."""

from __future__ import annotations

import hashlib
import json
import posixpath
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
    """What to add to a message about an unknown ``word``: the known ones that look like it."""
    if len(word) > 200:  # nothing that long is a slip of the pen, and matching is quadratic
        return ""
    found = get_close_matches(word, sorted(known), n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(f'`{name}`' for name in found)}?" if found else ""


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
