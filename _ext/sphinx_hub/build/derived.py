"""What follows from the pages of a hub in one build: graph, views, navigation, and what is written."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..core.graph import LearningGraph
from ..core.view import NOTHING, PageView, Views
from ..domain import HubDomain, hub_domain
from .link_texts import Words
from .navigation import Navigation
from .stamps import Written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


class Build:
    """Each part is made when it is first asked for, which is when all pages are read."""

    def __init__(self, domain: HubDomain, builder: Builder) -> None:
        self.domain = domain
        self.env: BuildEnvironment = domain.env
        self.builder = builder
        self.written = Written()
        """What the output directory is written with."""
        self.chosen: Sequence[str] = ()
        """The pages that are written again for what they show of others."""
        self.index: str | None = None
        """The search index as the last build left it, where the output directory is as this build would have it."""

    @cached_property
    def words(self) -> Words:
        """The words that stand for mentions of other pages."""
        return Words(self.env, self.domain.pages)

    @cached_property
    def graph(self) -> LearningGraph:
        """The relations between the pages."""
        config = self.env.config
        return LearningGraph(
            self.domain.pages,
            project=config.project,
            words_per_minute=config.hub_words_per_minute,
            say=self.words,
        )

    @cached_property
    def views(self) -> Views:
        """What each page shows of the others."""
        return Views(self.graph, self.words, path_limit=self.env.config.hub_path_limit)

    @cached_property
    def navigation(self) -> Navigation:
        """What the builder's pages show around their text."""
        return Navigation(self.env, self.builder, self.graph, self.domain.toctrees)

    def view(self, docname: str) -> PageView:
        """All that a page shows of others."""
        wanted = self.domain.wanted.get(docname, NOTHING)
        mentions = self.domain.mentions.get(docname, ())
        if wanted.glossary:
            articles = self.graph.articles.values()
            mentions += tuple(link for article in articles for term in article.terms for link in term.links)
        return self.views.page(
            docname,
            wanted,
            sidebar=self.navigation.shows_sidebar(docname),
            shown=(
                *(self.words.state(mention) for mention in mentions),
                *self.navigation.state(docname),
            ),
        )


def build_of(env: BuildEnvironment) -> Build:
    """The build at hand."""
    return hub_domain(env).build
