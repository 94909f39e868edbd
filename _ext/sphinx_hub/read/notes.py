"""What is noted of a page while it is read: by its directives, for its transform and the domain."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..core.model import Problem, Requests

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.environment import BuildEnvironment

    from ..core.model import Heading, Meta, Subtype

_KEY = "sphinx_hub_notes"


@dataclass
class Notes:
    """The facts of the page at hand; gone when its reading ends."""

    count: int = 0
    """The ``hub-meta`` directives met so far, and the front matter, if the page states its metadata there."""
    in_front_matter: bool = False
    lines: Sequence[str] = ()
    """The lines of the file as typed, where their parser may not count them so (Markdown, notebooks)."""
    meta: Meta | None = None
    has_questions: bool = False
    headings: tuple[Heading, ...] = ()
    translated: dict[str, str] = field(default_factory=dict)
    """The texts of the metadata that gettext translated, by what they are."""
    search_names: Sequence[str] = ()
    """What a reader may search for to find the article."""
    requests: Requests = Requests()
    problems: list[Problem] = field(default_factory=list)


def source_of(env: BuildEnvironment, path: str | None) -> str:
    """The file that a parser names, from the project's folder on; empty for the page's own, or one that is no file."""
    if not path or path.startswith("<"):
        return ""
    path = os.path.abspath(path)
    if path == os.path.abspath(env.doc2path(env.docname)):
        return ""
    return os.path.relpath(path, env.srcdir).replace(os.sep, "/")


def note_fault(env: BuildEnvironment, subtype: Subtype, line: int, message: str, source: str) -> None:
    """Note what is wrong with the page that is being read, to be told once all pages are."""
    notes_of(env).problems.append(Problem(env.docname, line, subtype, message, source))


def notes_of(env: BuildEnvironment) -> Notes:
    """The notes of the page that is being read."""
    notes = env.temp_data.setdefault(_KEY, Notes())
    assert isinstance(notes, Notes)
    return notes
