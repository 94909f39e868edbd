"""What is noted of a page while it is read: by its directives, for its transform and the domain."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..core.model import Requests

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from ..core.model import Heading, Meta, Problem

_KEY = "sphinx_hub_notes"


@dataclass
class Notes:
    """The facts of the page at hand; gone when its reading ends."""

    count: int = 0
    """The ``hub-meta`` directives met so far."""
    meta: Meta | None = None
    has_questions: bool = False
    headings: tuple[Heading, ...] = ()
    translated: dict[str, str] = field(default_factory=dict)
    """The texts of the metadata that gettext translated, by what they are."""
    requests: Requests = Requests()
    problems: list[Problem] = field(default_factory=list)


def notes_of(env: BuildEnvironment) -> Notes:
    """The notes of the page that is being read."""
    notes = env.temp_data.setdefault(_KEY, Notes())
    assert isinstance(notes, Notes)
    return notes
