"""The warnings of the extension: their subtypes, and the one function that gives them.

A project silences one with ``suppress_warnings = ["hub.unreachable"]``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..core.model import Problem


class Subtype(StrEnum):
    """What a warning is about; it stands behind the message as ``[hub.SUBTYPE]``."""

    META = "meta"
    """The YAML does not parse; a key is unknown, missing, doubled or of the wrong type; a misplaced ``hub-meta``."""
    TYPE = "type"
    """An unknown article type."""
    HEADING = "heading"
    """A heading that the article's type requires is missing or out of order."""
    REFERENCE = "reference"
    """A reference to a page that does not exist or is no article; a ``start`` outside its section."""
    CYCLE = "cycle"
    """Articles that must each be read before the other."""
    UNREACHABLE = "unreachable"
    """An article that no chain leads to from where its section starts."""
    TERM = "term"
    """A term that is defined twice."""
    QUESTION = "question"
    """A question without an answer, or with an anchor that the page already has."""


def warn(problems: Iterable[Problem]) -> None:
    """Give each problem once, sorted by page and line, as Sphinx warnings at ``FILE:LINE``."""
    from sphinx.util import logging

    logger = logging.getLogger(__name__)
    for problem in sorted(set(problems)):
        subtype = Subtype(problem.subtype)
        logger.warning(
            "%s", problem.message, location=(problem.docname, problem.line), type="hub", subtype=subtype.value
        )
