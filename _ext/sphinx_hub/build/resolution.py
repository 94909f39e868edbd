"""What cross-references lead to and say, and what conditional passages show: asked of Sphinx itself.

Once all pages are read, every distinct reference of the project is put into a document of its own, to which all
transforms are applied that resolve references when a page is written: those of Sphinx, of the parsers and of other
extensions. So no kind of link has to be known here, and what comes out is what pages will show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.frontend import get_default_settings
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.transforms import SphinxTransformer
from sphinx.util.docutils import new_document
from sphinx.util.logging import suppress_logging
from sphinx.writers.html import HTMLWriter

from ..core.model import Article, Pending, Reference
from ..nodes import find_blocks, hub_placeholder
from ..read.plaintext import Reader, passages_in
from ..read.references import pending_xref
from ..sphinx_private import resolving_transforms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..core.model import PageRecord


class Resolution:
    """``resolution(part)`` is what stands for a pending part of a text; :meth:`fingerprint` is all that a page shows of it.

    ``is_probing`` while transforms are applied to what is no page.
    """

    def __init__(self, env: BuildEnvironment, builder: Builder, records: Mapping[str, PageRecord]) -> None:
        self._env = env
        self._builder = builder
        self.is_probing = False
        self._records = records
        self.forget()

    def forget(self) -> None:
        """To be called when numbers were given, so that none from before is shown."""
        self._known: dict[Reference, tuple[str, str, str | None]] = {}
        self._passages: dict[str, list[tuple[str, str]]] = {}
        self._rounds = iter((self._in_questions, self._everywhere))
        self._busy = False

    def __call__(self, part: Pending) -> str:
        """The words that a reader sees there."""
        if isinstance(part, Reference):
            return self._look_up(part)[0]
        if part.docname not in self._passages:
            self._passages[part.docname] = self._passages_of(part.docname)
        return self._passages[part.docname][part.number][part.counted]

    def fingerprint(self, reference: Reference) -> str:
        """All that its page shows of a reference: its words, where it leads, how it is marked."""
        return self._look_up(reference)[1]

    def prepare(self, parts: Iterable[Pending]) -> None:
        """Resolve these, so that asking for one of them does not resolve all that the project has."""
        self._resolve(self._in_questions())
        self._resolve(part for part in parts if isinstance(part, Reference))

    def leads_to(self, reference: Reference, docname: str) -> bool:
        """Whether a reference leads to a page, or to a place on it."""
        address = self._look_up(reference)[2]
        if address is None:
            return False
        page = str(dict(reference.attributes).get("refdoc", self._env.config.root_doc))
        to = self._builder.get_relative_uri(page, docname)
        return address == to or address.startswith(f"{to}#")

    # -- references

    def _look_up(self, reference: Reference) -> tuple[str, str, str | None]:
        """Its words, all that its page shows of it, and the address where it leads, if anywhere."""
        while reference not in self._known:
            # What a question is called may be the words of a reference to it, so those in questions come first; of
            # these none waits for another.
            references = None if self._busy else next(self._rounds, None)
            if references is None:
                return reference.text, "", None
            self._resolve(references())
        return self._known[reference]

    def _in_questions(self) -> Iterator[Reference]:
        for record in self._records.values():
            for question in record.page.questions if isinstance(record.page, Article) else ():
                yield from (part for part in question.question if isinstance(part, Reference))

    def _everywhere(self) -> Iterator[Reference]:
        for record in self._records.values():
            yield from record.references
            for term in record.page.terms if isinstance(record.page, Article) else ():
                yield from term.links

    def _resolve(self, references: Iterable[Reference]) -> None:
        unresolved = list(dict.fromkeys(reference for reference in references if reference not in self._known))
        if not unresolved:
            return
        root = self._env.config.root_doc
        document = new_document(str(self._env.doc2path(root)))
        document.settings.env = self._env
        for number, reference in enumerate(unresolved):
            node = pending_xref(reference, root)
            if reference.local:  # ids are those of a page, and here are references of many
                node["reflocalid"] = place = f"{number}#{node['reflocalid']}"
                document.ids[place] = nodes.section("", nodes.title("", reference.local))
            document += nodes.paragraph("", "", node)
        paragraphs = list(document.children)
        self._busy = True
        try:
            with self._as_written(root):
                transformer = SphinxTransformer(document)
                transformer.add_transforms(resolving_transforms(self._env))
                transformer.apply_transforms()
        finally:
            self._busy = False
        for reference, paragraph in zip(unresolved, paragraphs, strict=True):
            assert isinstance(paragraph, nodes.Element)
            link = next(paragraph.findall(nodes.reference), None)
            address = None if link is None else str(link.get("refuri") or f"#{link.get('refid', '')}")
            fingerprint = "".join(child.pformat() for child in paragraph.children)
            self._known[reference] = paragraph.astext(), fingerprint, address

    @contextmanager
    def _as_written(self, docname: str) -> Iterator[None]:
        """Let transforms believe that a page is being written, and say nothing."""
        data = self._env.temp_data
        before = data.get("docname")
        data["docname"] = docname
        was_probing, self.is_probing = self.is_probing, True
        try:
            with suppress_logging():
                yield
        finally:
            self.is_probing = was_probing
            if before is None:
                data.pop("docname", None)
            else:
                data["docname"] = before

    # -- passages

    def _passages_of(self, docname: str) -> list[tuple[str, str]]:
        """The whole text of each conditional passage of a page, and that which counts as words."""
        document = self._env.get_doctree(docname)
        held = []
        for passage in passages_in(document):
            holder: nodes.Element = (
                nodes.inline() if isinstance(passage.parent, nodes.TextElement) else nodes.container()
            )
            passage.replace_self(holder)
            holder += passage
            held.append(holder)
        for slot in list(find_blocks(document, hub_placeholder)):
            slot.parent.remove(slot)  # what the hub generates there depends on what is found here
        with self._as_written(docname):
            self._env.resolve_references(document, docname, self._builder)
            reader = Reader(document, docname, hides=self._hides)
            return [("".join(map(str, reader.text(holder))), " ".join(reader.counted_texts(holder))) for holder in held]

    def _hides(self, node: nodes.Element) -> bool:
        """Whether pages show nothing of a node, however much is in it; asked of their builder, as settings may decide."""
        if not isinstance(self._builder, StandaloneHTMLBuilder):
            return False
        document = new_document("", get_default_settings(HTMLWriter(self._builder)))
        document.settings.env = self._env
        probe = node.copy()
        probe += nodes.paragraph("", "text")
        document += probe
        translator = self._builder.create_translator(document, self._builder)
        try:
            probe.walkabout(translator)
        except Exception:  # it needs what only its page has
            return False
        return not getattr(translator, "body", True)
