"""What follows from the pages of a hub in one build: graph, views, navigation, and what is written."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.elsewhere import Elsewhere
from ..core.graph import LearningGraph
from ..core.model import NO_RECORD, Article
from ..core.page_view import PageView, Views
from ..domain import hub_domain
from ..settings import labels_of
from ..sphinx_private import app_of, projects_elsewhere
from .navigation import Navigation
from .old_docnames import moved_articles
from .resolution import Resolution
from .stamps import OutputRecord
from .terms import TermLinks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..core.model import Page, Toctree


class Build:
    """Each part is made when it is first asked for, which is when all pages are read."""

    def __init__(self, env: BuildEnvironment, builder: Builder) -> None:
        self.env = env
        self.builder = builder
        self.records = hub_domain(env).records
        self.sidebars: dict[tuple[str, tuple[str, ...]], str] = {}
        """Folder and pages above -> the sidebar of the articles there, without the mark of the page."""
        self.contents: dict[str, Any] = {}
        """The tables of contents without generated headings, of the pages that have any."""
        self.shows_generated = False
        """Whether generated toctrees are shown: in the contents of a book, once its pages are written."""
        self.output_record = OutputRecord()
        """What the output directory is written with."""
        self.chosen: Sequence[str] = ()
        """The pages that are written again for what they show of others."""
        self.index: str | None = None
        """The search index as the last build left it, where the output directory is as this build would have it."""

    @property
    def is_web(self) -> bool:
        """Whether the builder makes a web site, whose readers can point at things and fold lists."""
        return self.builder.name in ("html", "dirhtml", "singlehtml")

    @property
    def has_pages(self) -> bool:
        """Whether the site has a page of its own for each document, which ``singlehtml`` has not."""
        return self.builder.name in ("html", "dirhtml")

    @property
    def has_progress(self) -> bool:
        """Whether pages keep what a reader has read; in one page of all articles there is nothing to go on to."""
        return bool(self.env.config.hub_progress) and self.has_pages

    @cached_property
    def moved(self) -> tuple[tuple[str, str], ...]:
        """The docnames that articles once had, each with the one of today."""
        return moved_articles(
            self.env.config, Path(self.env.srcdir), articles=self.graph.articles, pages=self.env.found_docs
        )

    @property
    def shows_drafts(self) -> bool:
        """Whether drafts are articles like any other, as the tag ``drafts`` says."""
        return "drafts" in self.builder.tags

    @cached_property
    def drafts(self) -> dict[str, Article]:
        """The articles that say they are drafts."""
        pages = {docname: record.page for docname, record in self.records.items()}
        return {docname: page for docname, page in pages.items() if isinstance(page, Article) and page.draft}

    @cached_property
    def pages(self) -> dict[str, Page]:
        """What the pages of the hub state."""
        return hub_domain(self.env).pages

    @cached_property
    def resolution(self) -> Resolution:
        """What references and conditional passages say."""
        return Resolution(self.env, self.builder, self.records)

    @cached_property
    def term_links(self) -> TermLinks:
        """The links that carry a definition."""
        return TermLinks(self.graph, self.resolution, hub_domain(self.env).glossary())

    @cached_property
    def graph(self) -> LearningGraph:
        """The relations between the pages."""
        config = self.env.config
        return LearningGraph(
            self.pages,
            project=config.project,
            words_per_minute=config.hub_words_per_minute,
            resolve_text=self.resolution,
            toctrees=self.toctrees,
            root=config.root_doc,
            # An orphan is left alone, and a page without a title no list can show.
            unlisted={d for d in self.pages if "orphan" in self.env.metadata[d] or not self.env.tocs[d].children},
            elsewhere=Elsewhere(projects_elsewhere(self.env), tuple(config.source_suffix)),
        )

    @cached_property
    def views(self) -> Views:
        """What each page shows of the others."""
        config = self.env.config
        return Views(
            self.graph,
            self.resolution,
            labels=labels_of(config),
            drafts={} if self.shows_drafts else self.drafts,
            most_lanes=config.hub_path_lanes,
            is_web=self.is_web,
            has_places=self.builder.format == "html",
            moved=self.moved if self.has_progress else None,
        )

    @cached_property
    def navigation(self) -> Navigation:
        """What the builder's pages show around their text."""
        return Navigation(self.env, self.builder, self.toctrees)

    @cached_property
    def toctrees(self) -> dict[str, tuple[Toctree, ...]]:
        """Docname -> the author's own toctrees on the page."""
        return {docname: record.toctrees for docname, record in self.records.items() if record.toctrees}

    def view(self, docname: str) -> PageView:
        """All that a page shows of others."""
        record = self.records.get(docname, NO_RECORD)
        references = record.references
        if record.requests.glossary:
            articles = self.graph.articles.values()
            references += tuple(link for article in articles for term in article.terms for link in term.links)
        return self.views.page(
            docname,
            record.requests,
            dependencies=(
                *(self.resolution.fingerprint(reference) for reference in references),
                *self.navigation.fingerprint(docname),
                # hub.json, which says so, is written anew with the pages.
                *(f"{old} {new}" for old, new in (self.moved if docname == self.env.config.root_doc else ())),
            ),
            definitions=tuple(self.term_links.among(record.references)) if self.is_web else (),
        )


_KEY = "hub_build"


def begin_build(app: Sphinx) -> Build:
    """Forget what followed from the pages as they were, and begin anew.

    It is stored on the application, because the environment is pickled and the build must not be.
    """
    build = vars(app)[_KEY] = Build(app.env, app.builder)
    domain = hub_domain(app.env)
    domain.resolve_text, domain.shows_drafts = build.resolution, build.shows_drafts
    return build


def build_of(env: BuildEnvironment) -> Build:
    """The build at hand."""
    build = vars(app_of(env))[_KEY]
    assert isinstance(build, Build)
    return build
