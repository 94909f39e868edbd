"""What pages show of others around their text: the sidebar, previous and next, breadcrumbs, an author's toctrees.

Most of it is the theme's, made from Sphinx's toctrees; here it is told which pages that concerns, so that they are
written again when it changes.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import TemplateNotFound
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.nodes import clean_astext

from ..core.text import digest
from .toctrees import top_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Set

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..core.graph import LearningGraph
    from ..core.model import AuthorToctrees

SIDEBAR_TEMPLATE = "hub/navigation.html"
"""The sidebar's template; a project uses it in ``html_sidebars``, or includes it in a sidebar template of its own."""

_COLLAPSING = {"alabaster": "sidebar_collapse", "basic": "globaltoc_collapse", "classic": "globaltoc_collapse"}
"""Themes whose sidebar unfolds the branch of the page alone, if this option of theirs is on."""

_TITLES_ONLY = ("furo",)
"""Themes whose sidebar shows the titles of pages and no other headings."""


class Other(NamedTuple):
    """A line of the sidebar that is no page of the hub: a docname or a URL, and the lines below it."""

    title: str
    docname: str | None
    url: str | None
    items: tuple[Other, ...] = ()


class Navigation:
    """What a builder's pages show around their text. ``written`` are the authors' own toctrees by page."""

    def __init__(
        self, env: BuildEnvironment, builder: Builder, graph: LearningGraph, written: Mapping[str, AuthorToctrees]
    ) -> None:
        self._env = env
        self._builder = builder
        self._graph = graph
        self._written = written
        # EPUB's pages are embedded in the reader's navigation; singlehtml has one page, always written.
        self._around = isinstance(builder, StandaloneHTMLBuilder) and not builder.embedded
        self._sidebar_by_templates: dict[tuple[str, ...], bool] = {}
        self._others_by_opened: dict[Set[str], tuple[Other, ...]] = {}
        self._titles: dict[str, str] = {}
        self._headings: dict[str, str] = {}
        self.sidebars: dict[tuple[str, str, tuple[Other, ...]], str] = {}
        """Folder, key of the sidebar, others -> what ``html`` made of them for the articles there."""

    def state(self, docname: str) -> tuple[str, ...]:
        """All that the page shows of others and that is no part of its view.

        Its own numbers depend on others, too: they count on from what comes before.
        """
        state = [repr((self._env.toc_secnumbers.get(docname), self._env.toc_fignumbers.get(docname)))]
        toctrees = self._written.get(docname)
        if toctrees and toctrees.shown:
            state.append(digest([self._headings_of(d) for d in self._descendants(docname)]))
        if self._around:
            previous, following, parents = self.neighbors(docname)
            state += (self._title(d) for d in (previous, following, *parents) if d)
            if self.shows_sidebar(docname):
                state.append(repr(self.others(docname)))
            elif self._collapses:
                state.append(digest(list(self._branch(docname))))
            else:
                state.append(self._whole_tree)
        return tuple(state)

    # -- previous and next

    def neighbors(self, docname: str) -> tuple[str | None, str | None, tuple[str, ...]]:
        """The pages before and after a page, and those above it: for pages of the hub in reading order."""
        parent, previous, following = self._relations.get(docname, (None, None, None))
        parents: list[str] = []
        while parent is not None and parent not in parents:
            parents.append(parent)
            parent = self._relations.get(parent, (None,))[0]
        place = self._places.get(docname)
        if place is not None:
            order = self._graph.reading_order
            # At the ends of the hub Sphinx's neighbors stand, but for those that have their place elsewhere in it.
            outer = [None if d in self._places else d for d in (previous, following)]
            previous = order[place - 1] if place else outer[0]
            following = order[place + 1] if place + 1 < len(order) else outer[1]
        return previous, following, tuple(parents)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {docname: number for number, docname in enumerate(self._graph.reading_order)}

    @cached_property
    def _relations(self) -> dict[str, list[str | None]]:
        return self._env.collect_relations()

    # -- sidebars

    def shows_sidebar(self, docname: str) -> bool:
        """Whether the page shows the hub's own sidebar."""
        if not self._around:
            return False
        assert isinstance(self._builder, StandaloneHTMLBuilder)
        context: dict[str, Any] = {}
        self._builder.add_sidebars(docname, context)
        names = tuple(context.get("sidebars", ()))
        if names not in self._sidebar_by_templates:
            self._sidebar_by_templates[names] = any(self._has_sidebar(name) for name in names)
        return self._sidebar_by_templates[names]

    def _has_sidebar(self, name: str) -> bool:
        """Whether a sidebar template is ours, or includes it."""
        if name == SIDEBAR_TEMPLATE:
            return True
        try:
            environment = self._builder.templates.environment
            source: str = environment.loader.get_source(environment, name)[0]
        except (AttributeError, TemplateNotFound):  # another template engine, or a template that is missing
            return False
        return SIDEBAR_TEMPLATE in source

    def others(self, docname: str) -> tuple[Other, ...]:
        """What the authors' toctrees on hub, section and root pages name beside pages of the hub."""
        # Whatever else the page is below, it opens only what an author's toctree holds.
        above = (docname, *self.neighbors(docname)[2])
        opened = frozenset(d for d in above if d in self._written and d not in self._graph.pages)
        if opened not in self._others_by_opened:
            holders = dict.fromkeys([self._env.config.root_doc, *self._graph.reading_order])
            seen: set[str] = set()
            self._others_by_opened[opened] = tuple(
                other
                for holder in holders
                if holder not in self._graph.articles and holder in self._written
                for other in self._others_of(holder, opened, seen)
            )
        return self._others_by_opened[opened]

    def _others_of(self, holder: str, opened: Set[str], seen: set[str]) -> Iterator[Other]:
        for title, target in self._written[holder].entries:
            if target in seen or target in self._graph.pages:
                continue
            seen.add(target)
            if "://" in target or target.startswith("mailto:"):
                yield Other(title or target, None, target)
            elif target in self._env.found_docs:
                below: Iterable[Other] = ()
                if target in opened:
                    below = self._others_of(target, opened, seen)
                yield Other(title or clean_astext(self._env.titles[target]), target, None, tuple(below))

    # -- what a theme makes of toctrees

    @property
    def _theme(self) -> str:
        return str(getattr(getattr(self._builder, "theme", None), "name", ""))

    @cached_property
    def _collapses(self) -> bool:
        option = _COLLAPSING.get(self._theme)
        if option is None:
            return False
        assert isinstance(self._builder, StandaloneHTMLBuilder)
        # As the theme's template takes it: any text is true.
        return bool(self._builder.theme.get_options(self._builder.theme_options).get(option))

    @cached_property
    def _whole_tree(self) -> str:
        shown = self._title if self._theme in _TITLES_ONLY else self._headings_of
        includes = self._env.toctree_includes
        return digest([self._top, [(shown(d), includes.get(d)) for d in sorted(self._env.found_docs)]])

    @cached_property
    def _top(self) -> list[str]:
        """The pages of the hub that come first in a theme's own sidebar."""
        root = self._env.config.root_doc
        return top_of(self._graph, root, self._env.toctree_includes.get(root, ()))

    def _branch(self, docname: str) -> Iterator[str]:
        yield from self._top
        for holder in (docname, *self.neighbors(docname)[2], self._env.config.root_doc):
            yield self._headings_of(holder)
            for included in self._env.toctree_includes.get(holder, ()):
                yield self._title(included)

    def _descendants(self, docname: str) -> Iterator[str]:
        pending, seen = [docname], {docname}
        while pending:
            for included in self._env.toctree_includes.get(pending.pop(), ()):
                if included not in seen:
                    seen.add(included)
                    pending.append(included)
                    yield included

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
