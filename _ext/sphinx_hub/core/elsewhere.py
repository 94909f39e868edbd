"""Pages of other projects: what ``KEY:DOCNAME`` names, and what the other project's inventory says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from .model import Link, Problem, Subtype
from .text import near, resolve, shown


class OtherProject(NamedTuple):
    """Another project as its inventory has it: its name, and docname -> title and address of each page."""

    name: str
    pages: Mapping[str, tuple[str, str]]


class PageElsewhere(NamedTuple):
    """A page of another project, and why to read it; ``key`` is the project's in ``intersphinx_mapping``.

    An address without a host leads on from the root of the site at hand.
    """

    project: str
    key: str
    docname: str
    title: str
    url: str
    reason: str | None = None


class Elsewhere:
    """The other projects that references may name.

    ``projects`` maps the keys of ``intersphinx_mapping`` to what they stand for, or to None where there is no inventory; it
    is None itself where intersphinx is not loaded. A reference may end in one of ``suffixes``, as one to a page of the
    project at hand.
    """

    def __init__(self, projects: Mapping[str, OtherProject | None] | None = None, suffixes: Sequence[str] = ()) -> None:
        self.projects = projects
        self._suffixes = suffixes

    def named(self, text: str) -> tuple[str, str] | None:
        """Key and docname that a reference names, whether there is such a page or not; None for a page of this project.

        Of keys that hold a colon the longest counts, and docnames may hold some, too.
        """
        key = max((key for key in self.projects or () if text.startswith(f"{key}:")), key=len, default=None)
        return None if key is None else (key, resolve(text[len(key) + 1 :].strip(), "", self._suffixes))

    def pages(self, links: Iterable[Link]) -> tuple[PageElsewhere, ...]:
        """The pages of other projects among what an article names, each once; what is not known is left out."""
        found: dict[tuple[str, str], PageElsewhere] = {}
        for link in links:
            named = self.named(link.text)
            project = self.projects[named[0]] if named and self.projects else None
            if named and project and named[1] in project.pages and named not in found:
                title, url = project.pages[named[1]]
                found[named] = PageElsewhere(project.name or named[0], *named, title, url, link.reason)
        return tuple(found.values())

    def problems(self, docname: str, key: str, links: Iterable[Link]) -> Iterator[Problem]:
        """What is wrong with the entries of a ``key`` that name pages of other projects."""
        lines: dict[tuple[str, str], int] = {}
        for link in links:
            named = self.named(link.text)
            if named is None:
                continue
            entry = f"`{key}` names `{shown(link.text)}`"
            if named in lines:
                message = f"{entry} twice; the one in line {lines[named]} counts"
                yield Problem(docname, link.line, Subtype.META, message)
                continue
            lines[named] = link.line
            if what := self._fault(*named):
                yield Problem(docname, link.line, Subtype.REFERENCE, f"{entry}, {what}")

    def _fault(self, key: str, docname: str) -> str:
        """Why no page is named; empty where one is, and where nobody can know."""
        project = self.projects[key] if self.projects else None
        if not docname:
            return f"which names no page; write the page's name right behind the colon, as in `{shown(key)}:index`"
        if project is None or docname in project.pages:
            return ""
        advice = near(docname, project.pages) or "; check the spelling, or whether the page has another name by now"
        name = f"`{shown(project.name)}` (`{shown(key)}`)" if project.name else f"`{shown(key)}`"
        return f"and the inventory of {name} has no page `{shown(docname)}`{advice}"

    def advice(self, text: str) -> str:
        """What to say of a reference to no page of this project that was to name one of another; empty for any other."""
        before, colon, _ = text.partition(":")
        if text in (self.projects or ()):
            return (
                f"and `{shown(text)}` is a key of `intersphinx_mapping`; write `{shown(text)}:DOCNAME`, without a blank"
            )
        if not before or not colon or "/" in before:
            return ""
        if before in ("http", "https"):
            what = "which is an address; name the page `KEY:DOCNAME`, KEY being its project's in `intersphinx_mapping`"
            return what if self.projects is not None else f"{what}, and add `sphinx.ext.intersphinx` to `extensions`"
        if self.projects is None:
            return (
                "which names a page of another project, and intersphinx is not loaded; add `sphinx.ext.intersphinx` to "
                f"`extensions` in conf.py, and `{shown(before)}` to `intersphinx_mapping`"
            )
        known = ", ".join(f"`{shown(key)}`" for key in sorted(self.projects))
        what = f"and `{shown(before)}` is no key of `intersphinx_mapping`, by which pages of other projects are named"
        return what + (near(before, self.projects) or (f"; its keys are {known}" if known else "; it has no keys"))
