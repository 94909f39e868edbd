"""Gives the extension's warnings, all at once; their subtypes are in ``core.model``.

A project silences one with ``suppress_warnings = ["hub.unreachable"]``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx.util import logging

from ..core.check import check
from ..core.front_matter import LINES_OF_A_CELL
from ..domain import hub_domain
from ..settings import headings_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.environment import BuildEnvironment

    from ..core.model import Problem
    from .derived import Build

_logger = logging.getLogger(__name__)


def emit_all(build: Build) -> None:
    """Give what is wrong with each page by itself, and with what they state of each other."""
    env = build.env
    problems = [problem for record in build.records.values() for problem in record.problems]
    problems += check(
        build.graph,
        docnames=env.found_docs,
        article_types=headings_of(env.config),
        glossary=hub_domain(env).glossary(),
        requests={docname: record.requests for docname, record in build.records.items()},
        drafts=() if build.shows_drafts else build.drafts,
        file_of=lambda docname: env.doc2path(docname, base=False).as_posix(),
    )
    _warn(problems, env)


def _warn(problems: Iterable[Problem], env: BuildEnvironment) -> None:
    """Give each problem once, sorted by page and line, as Sphinx warnings at ``FILE:LINE``.

    In a notebook's file nobody counts lines, so there it is the file, and the cell where that is known.
    """
    for problem in sorted(set(problems)):
        docname, line, subtype, message, source = problem
        if not source and str(env.doc2path(docname)).endswith(".ipynb"):
            cell = line // LINES_OF_A_CELL
            line, message = 0, re.sub(r"the one in line \d+ counts", "the first one counts", message)
            message += f" (in cell {cell})" if cell else ""
        place = f"{env.srcdir}/{source}:{line}" if source else (docname, line)
        _logger.warning("%s", message, location=place, type="hub", subtype=subtype.value)
