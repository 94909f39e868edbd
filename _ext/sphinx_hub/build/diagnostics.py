"""The one function that gives the extension's warnings; their subtypes are in ``core.model``.

A project silences one with ``suppress_warnings = ["hub.unreachable"]``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.environment import BuildEnvironment

    from ..core.model import Problem


_LINES_OF_A_CELL = 10000
"""MyST-NB gives the lines of a cell of a notebook as the cell's number, from 1, times this, and the line in it."""


def warn(problems: Iterable[Problem], env: BuildEnvironment) -> None:
    """Give each problem once, sorted by page and line, as Sphinx warnings at ``FILE:LINE``.

    In a notebook's file nobody counts lines, so there it is the file, and the cell where that is known.
    """
    from sphinx.util import logging

    logger = logging.getLogger(__name__)
    for problem in sorted(set(problems)):
        docname, line, subtype, message, source = problem
        if not source and str(env.doc2path(docname)).endswith(".ipynb"):
            cell = line // _LINES_OF_A_CELL
            line, message = 0, re.sub(r"the one in line \d+ counts", "the first one counts", message)
            message += f" (in cell {cell})" if cell else ""
        place = f"{env.srcdir}/{source}:{line}" if source else (docname, line)
        logger.warning("%s", message, location=place, type="hub", subtype=subtype.value)
