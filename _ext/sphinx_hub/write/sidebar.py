"""The hub's sidebar: the tree that Sphinx makes of the toctrees, in which the branch of the page alone is unfolded."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

from ..i18n import _

if TYPE_CHECKING:
    from ..build.derived import Build

Toctree = Callable[..., str | None]

_HERE = re.compile(r'<li class="(toctree-l\d+) current"><a class="current reference internal" href="#">')
"""The line of the page itself, as Sphinx marks it."""


def prepare(build: Build, pagename: str, context: dict[str, Any]) -> None:
    """Give the template what it shows the sidebar with.

    The lists come from the ``toctree`` of the page's templates, as they are when it is called: other extensions put
    theirs in its place, such as one whose links are found from any address.
    """

    def nothing(**options: Any) -> str:
        """In place of ``toctree``: a theme that renders its own tree all the same, as furo does, would do so for nothing."""
        return ""

    nothing.instead_of = context["toctree"]  # type: ignore[attr-defined]
    context["toctree"] = nothing

    def lists(toctree: Toctree) -> str:
        original = getattr(toctree, "instead_of", None)
        return _lists(build, pagename, original) if original else _unfolded(toctree)

    context["hub_sidebar"] = {"label": str(_("Articles")), "lists": lists}


def _lists(build: Build, pagename: str, toctree: Toctree) -> str:
    """The lists on a page.

    Those of articles in one folder below one page differ by the mark of the page alone. So they are made once, and then
    the mark is moved.
    """
    folder, _slash, name = pagename.rpartition("/")
    if pagename not in build.graph.articles or pagename in build.toctrees or name == "index":
        return _unfolded(toctree)
    key = (folder, build.navigation.above(pagename))
    own = escape(build.builder.get_relative_uri(f"{folder}/_" if folder else "_", pagename))
    unmarked = build.sidebars.get(key)
    if unmarked is None:
        made = _unfolded(toctree)
        if len(_MARKED.findall(made)) == 1:
            build.sidebars[key] = _MARKED.sub(lambda mark: _line(mark[1], own), made)
        return made
    for level in range(1, 9):
        line = _line(f"toctree-l{level}", own)
        if line in unmarked and unmarked.count(f'href="{own}"') == 1:
            return unmarked.replace(line, _marked(f"toctree-l{level}"))
    return _unfolded(toctree)


def _unfolded(toctree: Toctree) -> str:
    lists = toctree(collapse=True, titles_only=True, maxdepth=-1, includehidden=True) or ""
    return _HERE.sub(lambda line: _marked(line[1]), lists)


def _line(level: str, url: str) -> str:
    return f'<li class="{level}"><a class="reference internal" href="{url}">'


def _marked(level: str) -> str:
    return (
        f'<li class="{level} current current-page"><a class="current reference internal" href="#" aria-current="page">'
    )


_MARKED = re.compile(re.escape(_marked("LEVEL")).replace("LEVEL", r"(toctree-l\d+)"))
