"""What ``diff`` prints: the difference between two curricula, as text or as Markdown for a pull request."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..core.diff import Diff, Moved, PlanChange, compare
from .project import CommandError

AsText = Callable[[str], str]
"""How a title or a docname is written so that nothing in it acts as markup."""


def difference(old: str, new: str) -> Diff:
    """The difference between two ``hub.json``, or two folders of builds that hold one."""
    contents = [_read(path) for path in (old, new)]
    try:
        return compare(*contents)
    except ValueError as error:
        raise CommandError(f"one of `{old}` and `{new}` is not what a build writes as hub.json: {error}") from error


def _read(typed: str) -> Any:
    path = Path(typed, "hub.json") if Path(typed).is_dir() else Path(typed)
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(
            f"`{path}` cannot be read: {error.strerror}; name a hub.json, or the folder of a build that holds one"
        ) from error
    except (ValueError, RecursionError) as error:
        raise CommandError(f"`{path}` is no JSON: {error}") from error


def as_json(diff: Diff) -> dict[str, Any]:
    """The difference for programs: named records become objects."""
    return {
        name: [item._asdict() if hasattr(item, "_asdict") else item for item in value]
        for name, value in asdict(diff).items()
        if name != "titles"
    }


def as_text(diff: Diff) -> Iterator[str]:
    """The lines for a terminal."""
    if not diff:
        yield "The curriculum is the same."
    for number, (title, lines) in enumerate(_lists(diff, str, str)):
        yield from [""] * bool(number)
        yield title
        yield from (f"  {line}" for line in lines)


def as_markdown(diff: Diff) -> Iterator[str]:
    """The lines of a comment on a pull request; what was typed by authors is only ever text in it."""
    yield "### What this does to the curriculum"
    yield ""
    if not diff:
        yield "Nothing: the articles, their prerequisites, plans and order are the same."
    for title, lines in _lists(diff, _escaped, _code):
        yield f"**{title}**"
        yield ""
        yield from (f"- {line}" for line in lines)
        yield ""


def _escaped(text: str) -> str:
    """A text that Markdown shows as it is, and in which a code host finds no name, number or address to link."""
    text = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))
    return re.sub(r"(?<=[@#/])(?=\w)|(?<=www)(?=\\\.)", "\u200b", text)


def _code(text: str) -> str:
    return f"`{' '.join(text.split()).replace('`', chr(39))}`"


def _lists(diff: Diff, title: AsText, name: AsText) -> Iterator[tuple[str, list[str]]]:
    """The headings and lines of all that changed."""

    def called(docname: str) -> str:
        return f"{title(diff.titles[docname])} ({name(docname)})" if docname in diff.titles else name(docname)

    def place(section: str | None, number: int) -> str:
        return f"{number} of {name(section)}" if section is not None else f"{number} of those in no section"

    def plan(change: PlanChange) -> str:
        came = [f"with {name(docname)}" for docname in change.added]
        went = [f"without {name(docname)}" for docname in change.removed]
        return f"{called(change.article)}: {change.old} before, {change.new} now, {', '.join((*came, *went))}"

    def move(moved: Moved) -> str:
        where = place(moved.old_section, moved.old), place(moved.new_section, moved.new)
        return f"{called(moved.article)}: from {where[0]} to {where[1]}"

    lists: Iterable[tuple[str, list[str]]] = (
        ("Articles added", [called(docname) for docname in diff.added]),
        ("Articles gone", [called(docname) for docname in diff.gone]),
        ("Articles renamed", [f"{name(old)} is {called(new)} now" for old, new in diff.renamed]),
        (
            "Titles changed",
            [f"{name(docname)}: {title(old)} is {title(new)} now" for docname, old, new in diff.retitled],
        ),
        ("Prerequisites added", [f"{called(a)} now builds on {name(b)}" for a, b in diff.prerequisites_added]),
        (
            "Prerequisites removed",
            [f"{called(a)} no longer builds on {name(b)}" for a, b in diff.prerequisites_removed],
        ),
        ("Next articles added", [f"{called(a)} now leads to {name(b)}" for a, b in diff.next_added]),
        ("Next articles removed", [f"{called(a)} no longer leads to {name(b)}" for a, b in diff.next_removed]),
        ("Plans that are longer", [plan(change) for change in diff.plans_longer]),
        ("Plans that are shorter", [plan(change) for change in diff.plans_shorter]),
        ("Plans of the same length with other articles", [plan(change) for change in diff.plans_changed]),
        ("Articles that moved in the order", [move(moved) for moved in diff.moved]),
    )
    yield from ((heading, lines) for heading, lines in lists if lines)
