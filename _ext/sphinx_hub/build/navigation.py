"""What pages show of others around their text: the sidebar, previous and next, breadcrumbs, an author's toctrees.

Most of it is the theme's, made from Sphinx's toctrees; here it is told which pages that concerns, so that they are
written again when it changes.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder

from ..core.text import digest
from ..sphinx_private import sidebars_of, template_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..core.model import Toctree

SIDEBAR_TEMPLATE = "hub/navigation.html"
"""The sidebar's template; a project uses it in ``html_sidebars``, or includes it in a sidebar template of its own."""


class Navigation:
    """What a builder's pages show around their text. ``toctrees`` are the authors' own by page."""

    def __init__(self, env: BuildEnvironment, builder: Builder, toctrees: Mapping[str, tuple[Toctree, ...]]) -> None:
        self._env = env
        self._builder = builder
        self._toctrees = toctrees
        # EPUB's pages are embedded in the reader's navigation; singlehtml has one page, always written.
        self._around = isinstance(builder, StandaloneHTMLBuilder) and not builder.embedded
        self._sidebars_of: dict[str, tuple[str, ...]] = {}
        self._sidebar_by_templates: dict[tuple[str, ...], bool] = {}
        self._titles: dict[str, str] = {}
        self._headings: dict[str, str] = {}
        self._lists: dict[str, str] = {}

    def fingerprint(self, docname: str) -> tuple[str, ...]:
        """All that the page shows of others and that is no part of its view.

        Its own numbers depend on others, too: they count on from what comes before.
        """
        parts = [repr((self._env.toc_secnumbers.get(docname), self._env.toc_fignumbers.get(docname)))]
        if any(not toctree.hidden for toctree in self._toctrees.get(docname, ())):
            parts.append(digest([self._headings_of(d) for d in self._walk(docname, self._env.toctree_includes)]))
        if self._around:
            previous, following = self._relations.get(docname, (None, None, None))[1:]
            above = self.above(docname)
            parts += (self._title(d) for d in (previous, following, *above) if d)
            if self.shows_sidebar(docname):
                opened = (self._env.config.root_doc, *above, docname)
                parts.append(digest([self._lists_of(d) for d in opened]))
            else:
                parts.append(self._whole_tree)
        return tuple(parts)

    # -- previous and next

    def following(self, docname: str) -> str | None:
        """The page that the theme leads on to."""
        return self._relations.get(docname, (None, None, None))[2]

    def above(self, docname: str) -> tuple[str, ...]:
        """The pages above one, along all toctrees that name it."""
        return tuple(sorted(self._walk(docname, self._holders)))

    @cached_property
    def _holders(self) -> dict[str, list[str]]:
        holders: dict[str, list[str]] = {}
        for holder, names in self._env.toctree_includes.items():
            for name in names:
                holders.setdefault(name, []).append(holder)
        return holders

    @staticmethod
    def _walk(docname: str, edges: Mapping[str, Sequence[str]]) -> Iterator[str]:
        pending, seen = [docname], {docname}
        while pending:
            for other in edges.get(pending.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    pending.append(other)
                    yield other

    @cached_property
    def _relations(self) -> Mapping[str, Sequence[str | None]]:
        return self._env.collect_relations()

    # -- sidebars

    def shows_sidebar(self, docname: str) -> bool:
        """Whether the page shows the hub's own sidebar."""
        if not self._around:
            return False
        if docname not in self._sidebars_of:
            assert isinstance(self._builder, StandaloneHTMLBuilder)
            self._sidebars_of[docname] = sidebars_of(self._builder, docname)
        names = self._sidebars_of[docname]
        if names not in self._sidebar_by_templates:
            self._sidebar_by_templates[names] = any(self._has_sidebar(name) for name in names)
        return self._sidebar_by_templates[names]

    def _has_sidebar(self, name: str) -> bool:
        """Whether a sidebar template is ours, or includes it."""
        return name == SIDEBAR_TEMPLATE or SIDEBAR_TEMPLATE in template_source(self._builder, name)

    # -- what a theme makes of toctrees

    def _lists_of(self, docname: str) -> str:
        """What the toctrees on a page make of it where a sidebar shows them: captions, and entries by their titles."""
        if docname not in self._lists:
            toctrees = self._env.tocs[docname].findall(addnodes.toctree) if docname in self._env.tocs else ()
            self._lists[docname] = digest(
                [
                    (
                        toctree.get("caption"),
                        [(title, target, self._title(target)) for title, target in toctree["entries"]],
                    )
                    for toctree in toctrees
                ]
            )
        return self._lists[docname]

    @cached_property
    def _whole_tree(self) -> str:
        """What any theme may make of the toctrees, whichever part of it a page shows."""
        return digest([(d, self._headings_of(d), self._lists_of(d)) for d in sorted(self._env.found_docs)])

    def _title(self, docname: str) -> str:
        """A page by its name, its title with markup, and the numbers of its headings."""
        if docname not in self._titles:
            env = self._env
            self._titles[docname] = f"{docname} {env.titles.get(docname)} {env.toc_secnumbers.get(docname)}"
        return self._titles[docname]

    def _headings_of(self, docname: str) -> str:
        """A page by its title and headings, and by what its toctrees name."""
        if docname not in self._headings:
            self._headings[docname] = digest((self._title(docname), str(self._env.tocs.get(docname))))
        return self._headings[docname]
