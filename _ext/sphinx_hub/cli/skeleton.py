"""The text of a new article: its title as typed, its ``hub-meta``, its type's headings, and what to put where.

Every place that waits for an author says ``TODO``; the page builds without a warning all the same.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from textwrap import indent
from typing import Literal

from docutils.utils import column_width

from ..core.check import GENERATED_HEADINGS

Markup = Literal["markdown", "restructuredtext"]

TODO = "TODO:"

DESCRIPTION = "what the article finds, in one or two whole sentences of 160 characters at most; not the title again."
REASON = "what this article uses of it, in one sentence."
OTHER = "write this part."
BODY = {
    "in short": "answer the title in two to five plain sentences that make sense pasted alone.",
    "why it matters": "name one decision, and what goes wrong for someone who decides it without this.",
    "how it works": "explain the mechanism, so that a reader can tell what happens in a case of their own.",
    "where the line blurs": "show a case that falls on both sides, and say how to decide it.",
    "the steps": "number the steps; say what goes into each, what comes out, and how it fails.",
    "when it stops": "say what ends the process, and how to tell that it has.",
    "how to detect it": "give the symptom, its cause, and a test that tells it from what looks alike.",
    "how to fix it": "give the remedy, what it costs, and what stays broken.",
    "the options": "list the options, doing nothing among them, each with what it costs.",
    "the break-even": "give the threshold at which the better option changes, and when to decide again.",
}
"""Heading, case-folded -> what belongs below it; for other headings :data:`OTHER`."""

MORE = """\
# aliases: [other names, that people, search it by]
# read-after:
#   the-next-article: Why it comes next."""
"""Keys that a new article can do without."""

QUESTIONS = """\
questions:
  - q: A question that readers ask?
    a: |
      Its answer, given in the first sentence."""


DRAFT = """\
# It is kept out of the hub until the next line is taken away; `sphinx-build -t drafts` takes it in.
draft: true"""

SOURCES = "Sources"


def new_section(title: str, *, markup: Markup, thorough: bool = False) -> str:
    """The page of a section with the ``title``; ``thorough``: see :func:`escaped`.

    A section is no draft, so its description is a sentence that readers may see.
    """
    meta = "\n".join(
        (
            "type: section",
            f"# {TODO} say what its articles explain, in one or two whole sentences, and take this line away.",
            f"description: |\n  Articles on {title}.",
            "# start: the-article-that-gives-the-wider-picture",
        )
    )
    if markup == "restructuredtext":
        return f"{_underlined(title, '=')}\n\n.. hub-meta::\n\n{indent(meta, '   ')}\n"
    return f"# {escaped(title, markup, thorough)}\n\n````{{hub-meta}}\n{meta}\n````\n"


def new_page(
    title: str,
    kind: str,
    headings: Sequence[str],
    *,
    start: str | None,
    markup: Markup,
    thorough: bool = False,
    sources: str | None = None,
) -> str:
    """A page with the ``title`` of the article type ``kind``, which requires the ``headings``; it is a draft.

    ``start`` is a reference to the article that it is to be read after; ``thorough``: see :func:`escaped`. ``sources`` is
    the BibTeX file of a project that cites by sphinxcontrib-bibtex; without one, sources are footnotes.
    """
    asked = [heading for heading in headings if heading.casefold() not in _GENERATED]
    bodies = [(heading, BODY.get(heading.casefold(), OTHER)) for heading in asked]
    meta = "\n".join(_meta(kind, start))
    if markup == "restructuredtext":
        blocks = [_underlined(title, "="), f".. hub-meta::\n\n{indent(meta, '   ')}"]
        for heading, body in bodies:
            blocks += [_underlined(heading, "-"), f"{TODO} {body}"]
        blocks += [] if bodies else [f"{TODO} {OTHER}"]
        directive = f".. hub-meta::\n\n{indent(QUESTIONS, '   ')}"
        lead = ".. Questions, if readers ask some: take away this line, and move what follows to the left."
        blocks.append(f"{lead}\n\n{indent(directive, '   ')}")
        blocks += [] if _has_sources(headings) else [_underlined(SOURCES, "-")]
        blocks += [f".. {TODO} {_citing(sources, ':footcite:p:`KEY`', '[#name]_')}"]
        blocks += [".. footbibliography::" if sources else "   .. [#name] Author (year). Title."]
    else:
        blocks = [f"# {escaped(title, markup, thorough)}", f"````{{hub-meta}}\n{meta}\n````"]
        for heading, body in bodies:
            blocks += [f"## {escaped(heading, markup, thorough)}", f"{TODO} {body}"]
        blocks += [] if bodies else [f"{TODO} {OTHER}"]
        directive = f"````{{hub-meta}}\n{QUESTIONS}\n````"
        lead = "Questions, if readers ask some: take away this line, and the percent signs below."
        blocks.append(indent(f"{lead}\n{directive}", "% "))
        blocks += [] if _has_sources(headings) else [f"## {SOURCES}"]
        note = [f"% {TODO} {_citing(sources, '{footcite:p}`KEY`', '[^name]')}"]
        note += [] if sources else ["% [^name]: Author (year). Title."]
        blocks += ["\n".join(note), *(["```{footbibliography}\n```"] if sources else [])]
    return "\n\n".join(blocks) + "\n"


_LETTERS = {
    "da": {"å": "aa", "æ": "ae", "ø": "oe"},
    "de": {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"},
    "nb": {"å": "aa", "æ": "ae", "ø": "oe"},
}
"""Languages -> letters that they write in other ways where those cannot be had; elsewhere a letter loses its marks."""


def transliterated(title: str, language: str) -> str:
    """The title with such letters as its language writes them without marks, for a file's name."""
    letters = _LETTERS.get(language.partition("_")[0], {})
    return "".join(letters.get(c, c) for c in unicodedata.normalize("NFC", title).lower()) if letters else title


_GENERATED = {heading.casefold() for heading in GENERATED_HEADINGS}


def _has_sources(headings: Sequence[str]) -> bool:
    return any(heading.casefold() == SOURCES.casefold() for heading in headings)


def _citing(sources: str | None, bibtex: str, footnote: str) -> str:
    how = f"{bibtex}, with a key of {sources}" if sources else f"{footnote}, with the source here as below"
    return f"cite what someone could dispute as {how}; then take this line away."


def _meta(kind: str, start: str | None) -> Iterator[str]:
    """The lines of the ``hub-meta``; what an author types after a bar needs no quotes."""
    yield f"type: {_yaml(kind)}"
    yield DRAFT
    yield f"description: |\n  {TODO} {DESCRIPTION}"
    if start is not None:
        yield f"read-before:\n  {_yaml(start)}: |\n    {TODO} {REASON}"
    yield MORE


def _yaml(text: str) -> str:
    """A text as a YAML scalar; JSON's form of it where it holds more than plain words."""
    return text if re.fullmatch(r"\w([\w./ -]*[\w.])?", text) else json.dumps(text, ensure_ascii=False)


def _underlined(title: str, line: str) -> str:
    text = escaped(title, "restructuredtext")
    return f"{text}\n{line * max(4, column_width(text))}"


_PUNCTUATION = r"[!-/:-@[-`{-~]"
_NOT_IN_A_WORD = r"(?<![^\W_])_|_(?![^\W_])"
_MARKDOWN = re.compile(rf"[\\`*{{\[<#$~]|{_NOT_IN_A_WORD}|&(?=#?\w+;)")
_RST = re.compile(
    rf"[\\`*|@\"']|{_NOT_IN_A_WORD}"
    r"|:(?=\S)"  # http:, and what else begins a link
    r"|-(?=-)|(?<=-)-|\.(?= ?\.)"  # what is set as a dash or an ellipsis
    rf"|^{_PUNCTUATION}|^\ufeff"  # what begins a list, a table, a directive, a file
)


def escaped(text: str, markup: Markup, thorough: bool = False) -> str:
    """A line of text that means itself in a heading, whatever it holds.

    ``thorough`` is for a Markdown parser that also makes links of bare addresses, or other characters of quotes.
    """
    pattern = _RST if markup == "restructuredtext" else re.compile(_PUNCTUATION) if thorough else _MARKDOWN
    return pattern.sub(r"\\\g<0>", text)
