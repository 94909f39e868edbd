"""The hub's domain: the one store of what pages state, the objects that others link to, and their roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole

from .core.model import NO_RECORD, Article, Page, PageRecord, ResolveText, Section, plain, shown_questions
from .core.text import resolve
from .nodes import place_reference
from .read.notes import notes_of
from .read.record import read_record
from .sphinx_private import add_term, remove_term

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


class HubDomain(Domain):
    """Keeps one record for each page, as the page alone gives it; what follows from all of them is in ``build``."""

    name = "hub"
    label = "Hub"
    object_types: ClassVar[dict[str, ObjType]] = {
        "section": ObjType("section", "section"),
        "article": ObjType("article", "article"),
        "question": ObjType("question", "question"),
    }
    roles: ClassVar[dict[str, Any]] = {
        name: XRefRole(warn_dangling=True, innernodeclass=nodes.inline) for name in object_types
    }
    dangling_warnings: ClassVar[dict[str, str]] = {
        name: f"hub:{name} reference target not found: %(target)s" for name in object_types
    }
    initial_data: ClassVar[dict[str, Any]] = {"pages": {}, "terms": [], "drafts_entries": {}}

    resolve_text: ResolveText = staticmethod(lambda part: getattr(part, "text", ""))
    """Looks up what is pending in the titles of questions; set when a build can."""

    shows_drafts = False
    """Whether drafts are of the hub; set when a build begins."""

    @property
    def records(self) -> dict[str, PageRecord]:
        """Docname -> all that is kept of the page."""
        return self.data["pages"]  # type: ignore[no-any-return]

    @property
    def pages(self) -> dict[str, Page]:
        """Docname -> what the page states, for the pages of the hub."""
        pages = ((docname, self.page(docname)) for docname in self.records)
        return {docname: page for docname, page in pages if page is not None}

    def page(self, docname: str) -> Page | None:
        """What a page of the hub states; None for any other page."""
        page = self.records.get(docname, NO_RECORD).page
        return None if isinstance(page, Article) and page.draft and not self.shows_drafts else page

    # -- the life of a page

    def note_page(self, docname: str, document: nodes.document) -> None:
        """Keep what the page states, once its reading is over: parsers resolve links within it at the very end."""
        self.records[docname] = read_record(notes_of(self.env), docname, document, self.env)

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        self.records.pop(docname, None)
        self.data["drafts_entries"].pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take the pages that another process read."""
        self.records.update((docname, otherdata["pages"][docname]) for docname in docnames)

    # -- what others link to

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """Sections and articles by docname, questions as ``DOCNAME#ANCHOR``; -1 keeps them out of the search's objects."""
        for docname, page in sorted(self.pages.items()):
            if isinstance(page, Section):
                yield docname, page.title, "section", docname, "", -1
            elif isinstance(page, Article):
                yield docname, page.title, "article", docname, "", -1
                for question in shown_questions(page, self.resolve_text):
                    name = f"{docname}#{question.anchor}"
                    yield name, plain(question.question, self.resolve_text), "question", docname, question.anchor, -1

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Resolve a role of the domain: targets resolve as references do, plus ``#ANCHOR`` for a question."""
        reference, _, anchor = target.partition("#")
        docname = resolve(reference, fromdocname, tuple(env.config.source_suffix)) if reference else fromdocname
        page = self.page(docname)
        title: str | None = None
        if typ == "question" and isinstance(page, Article):
            questions = (q for q in shown_questions(page, self.resolve_text) if q.anchor == anchor)
            title = next((plain(q.question, self.resolve_text) for q in questions), None)
        elif (
            typ == "article"
            and isinstance(page, Article)
            and not anchor
            or typ == "section"
            and isinstance(page, Section)
            and not anchor
        ):
            title = page.title
        if title is None:
            return None
        if not node["refexplicit"]:
            contnode = nodes.inline("", title, classes=contnode.get("classes", []))
        return place_reference(builder, fromdocname, docname, anchor, contnode)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Pages are found by ``any`` as documents already; a question only by its whole name."""
        if "#" not in target:
            return []
        found = self.resolve_xref(env, fromdocname, builder, "question", target, node, contnode)
        return [("hub:question", found)] if found is not None else []

    # -- terms

    def forget_terms(self) -> None:
        """Take the articles' terms out of the standard domain, so that glossaries are read as if alone."""
        for name in self.data["terms"]:
            remove_term(self.env, name)
        self.data["terms"] = []

    def glossary(self) -> dict[str, str]:
        """The case-folded terms of the author's own glossaries -> the page they stand on."""
        std = self.env.domains.standard_domain
        ours = set(self.data["terms"])
        return {
            name.casefold(): place[0]
            for (kind, name), place in std.objects.items()
            if kind == "term" and name not in ours
        }

    def register_terms(self) -> None:
        """Let ``term`` roles lead to the articles that define terms; an author's glossary goes first."""
        self.forget_terms()
        taken = set(self.glossary())
        for docname, page in sorted(self.pages.items()):
            for term in page.terms if isinstance(page, Article) else ():
                if term.name.casefold() not in taken:
                    taken.add(term.name.casefold())
                    add_term(self.env, term.name, docname)
                    self.data["terms"].append(term.name)


def hub_domain(env: BuildEnvironment) -> HubDomain:
    """The domain of an environment."""
    domain = env.get_domain("hub")
    assert isinstance(domain, HubDomain)
    return domain


def setup(app: Sphinx) -> None:
    """Register the domain."""
    app.add_domain(HubDomain)
