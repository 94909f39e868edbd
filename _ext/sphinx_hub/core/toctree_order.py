"""The tree that toctrees make of a project, and the places in it of what no author's toctree names.

An author's toctree is the order of what it names. The pages of the hub that none names are *generated*: they stand
behind what the toctrees on the page of their section name, or, in no section, behind all. Which section a page belongs
to follows from the toctrees, too, and where a page that no toctree names stands follows from its section; so both are
found here, together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from .components import strong_components
from .model import Hub, Page, Section, Toctree


class Tree:
    """The places of a project's pages.

    ``pages`` are the hub's pages by docname, ``toctrees`` the authors' own by the docname of their page, ``root`` is the
    root document. ``unlisted`` are pages of the hub that no generated toctree may name, such as orphans.
    """

    def __init__(
        self,
        pages: Mapping[str, Page],
        toctrees: Mapping[str, tuple[Toctree, ...]],
        root: str | None = None,
        unlisted: Collection[str] = (),
    ) -> None:
        self._pages = pages
        self._toctrees = toctrees
        self._sections = {d: page for d, page in pages.items() if isinstance(page, Section)}
        self._hub = next((d for d, page in pages.items() if isinstance(page, Hub)), None)
        self._root = self._hub if root is None else root
        self._unlisted = frozenset(unlisted)
        self._names = {d: tuple(dict.fromkeys(n for t in found for n in t.entries)) for d, found in toctrees.items()}
        self.section_of: dict[str, str | None] = {}
        """Page -> the section that it belongs to; for a section, the one that it is nested in."""
        self.unlisted_by_authors: frozenset[str] = frozenset()
        """The pages of the hub that are not reachable from the root through authors' toctrees."""
        self.authors_order: tuple[str, ...] = ()
        """The author's order of the hub's pages."""
        # Which of the sections that name a page comes first depends on the order, and the order of what no toctree
        # names depends on its section. Only a page that several sections name, of which no toctree leads to one, may
        # need the second round.
        self._find_sections([*self._walk(self._names_of, self._root), *pages])
        for _ in range(2):
            before = self.section_of
            self._arrange()
            self._find_sections(self.authors_order)
            if self.section_of == before:
                break

    def _names_of(self, docname: str) -> tuple[str, ...]:
        return self._names.get(docname, ())

    # -- sections

    @cached_property
    def _section_by_folder(self) -> dict[str, str]:
        """Folder -> the section that claims it; ``x/index`` goes before ``x``."""
        return {self._sections[d].folder: d for d in sorted(self._sections, key=lambda d: (d.endswith("index"), d))}

    def nearest(self, docname: str) -> str | None:
        """The nearest section in whose folder a page is."""
        return next(self._around(docname), None)

    def _around(self, docname: str) -> Iterator[str]:
        """The sections in whose folders a page is, from the nearest."""
        folder = docname[: docname.rfind("/") + 1]
        while True:
            # Where a section's page is `x` and another's is `x/index`, the folder is the second one's, and it in the first.
            for section in (self._section_by_folder.get(folder), folder[:-1]):
                if section in self._sections and section != docname:
                    yield section
            if not folder:
                return
            folder = folder[: folder[:-1].rfind("/") + 1]

    @cached_property
    def _named_in(self) -> dict[str, list[str]]:
        """Section -> the articles and sections that its own toctrees name, directly or through pages that are no sections."""

        def below(docname: str) -> Iterable[str]:
            return () if docname in self._sections or docname == self._root else self._names_of(docname)

        return {
            section: [
                d
                for name in self._names_of(section)
                for d in self._walk(below, name)
                if d in self._pages and d not in (section, self._hub)
            ]
            for section in self._sections
        }

    def _find_sections(self, order: Iterable[str]) -> None:
        found: dict[str, str | None] = {}

        def nests(section: str, parent: str | None) -> bool:
            while parent is not None and parent != section:
                parent = found.get(parent)
            return parent == section

        for section in dict.fromkeys(order):
            for docname in self._named_in.get(section, ()):
                if docname not in found and not nests(docname, section):
                    found[docname] = section
        for docname, page in self._pages.items():
            if docname not in found and not isinstance(page, Hub):
                found[docname] = next((s for s in self._around(docname) if not nests(docname, s)), None)
        self.section_of = {docname: found.get(docname) for docname in self._pages}

    # -- places

    def _arrange(self) -> None:
        """Find what is generated, and where; see to it that no generated entry closes a circle."""
        fixed = self._reach(self._names_of, [self._root] if self._root is not None else [])
        unreachable = set(self._unlisted)  # what no toctree leads to, and none will
        while True:
            generated = self._sources(fixed, unreachable)
            self.generated_under: dict[str, list[str]] = {}
            for docname in generated:
                self._hold(docname)
            reached = self._reach(self._children, [self._root] if self._root is not None else [])
            if reached.issuperset(generated):
                break
            unreachable.update(docname for docname in generated if docname not in reached)
        for docname in sorted(unreachable - self._unlisted - reached):
            self._hold(docname)
        self._reached = reached
        unlisted = {d for d in self._pages if d not in reached}.union(generated)
        self.unlisted_by_authors = frozenset(unlisted - {self._root})
        behind: dict[str | None, list[str]] = {}
        for docname in sorted(self.unlisted_by_authors):
            section = self.section_of[docname]
            behind.setdefault(section if section in reached else None, []).append(docname)

        def below(docname: str) -> Iterable[str]:
            return (*self._names_of(docname), *behind.get(docname, ())) if docname in reached else ()

        order = self._walk(below, self._root, *behind.get(None, ()))
        self.authors_order = tuple(docname for docname in order if docname in self._pages)

    def _children(self, docname: str) -> Iterable[str]:
        return (*self._names_of(docname), *self.generated_under.get(docname, ()))

    def _hold(self, docname: str) -> None:
        """Let the page of its section, or else the hub's, name a page, unless that closes a circle or is done already."""
        holder = self.section_of[docname] or self._hub
        if holder is None or docname in self._names_of(holder) or holder in self._reach(self._children, [docname]):
            return
        self.generated_under.setdefault(holder, []).append(docname)

    def _sources(self, fixed: Collection[str], unreachable: Collection[str]) -> list[str]:
        """The pages of the hub that nothing reached names, by docname; of such that name each other, the first.

        What is ``fixed`` is reached already; what is ``unreachable`` never is.
        """
        names = {d: [n for n in named if n not in fixed] for d, named in self._names.items() if d not in fixed}
        candidates = {d for d in self._pages if d not in fixed and d not in unreachable and d != self._root}
        nodes = {d: names.get(d, ()) for d in sorted({*candidates, *names, *(n for ns in names.values() for n in ns)})}
        reached: set[str] = set()
        sources: list[str] = []
        for component in reversed(list(strong_components(nodes))):  # each before all that it names
            if not reached.intersection(component) and (own := candidates.intersection(component)):
                sources.append(min(own))
                reached |= self._reach(self._names_of, sources[-1:])
        return sorted(sources)

    # -- the tree as it is read

    def reading(self, key: Callable[[str], Any]) -> dict[str, str | None]:
        """All pages of the tree in reading order, each with the page that names it; None where none does.

        ``key`` puts in order what is generated behind one page.
        """
        behind: dict[str | None, list[str]] = {}
        for docname in sorted(self.unlisted_by_authors, key=key):
            behind.setdefault(self.section_of[docname], []).append(docname)
        parents: dict[str, str | None] = {}
        pending: list[tuple[str, str | None]] = [(d, self._hub) for d in reversed(behind.get(None, ()))]
        if self._root is not None:
            pending.append((self._root, None))
        while pending:
            docname, parent = pending.pop()
            if docname not in parents:
                parents[docname] = parent
                named = self._names_of(docname) if docname in self._reached else ()
                pending += ((d, docname) for d in reversed((*named, *behind.get(docname, ()))))
        return parents

    def entry(self, holder: str, docname: str) -> Toctree | None:
        """The first author's toctree on a page that names another."""
        return next((toctree for toctree in self._toctrees.get(holder, ()) if docname in toctree.entries), None)

    # -- ways

    @staticmethod
    def _walk(below: Callable[[str], Iterable[str]], *starts: str | None) -> Iterator[str]:
        """All pages from some on, each once, a page before what is below it."""
        pending = [start for start in reversed(starts) if start is not None]
        seen: set[str] = set()
        while pending:
            docname = pending.pop()
            if docname not in seen:
                seen.add(docname)
                yield docname
                pending += reversed(tuple(below(docname)))

    @staticmethod
    def _reach(below: Callable[[str], Iterable[str]], starts: Iterable[str]) -> set[str]:
        return set(Tree._walk(below, *starts))
