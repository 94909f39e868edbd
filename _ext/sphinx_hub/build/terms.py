"""Which links of a page lead to a term, and its definition: what their readers are shown at a touch.

They are found among the page's references before it is written, so that its view has them and a definition that changed
has the pages written again that show it, and no others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.model import Term, plain

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from ..core.graph import LearningGraph
    from ..core.model import Reference
    from .resolution import Resolution


def is_term_role(reference: Reference) -> bool:
    """Whether a reference is of the standard ``term`` role, which carries a definition wherever it stands."""
    given = dict(reference.attributes)
    return (given.get("refdomain"), given.get("reftype")) == ("std", "term")


class TermLinks:
    """The articles' terms by name, and the references that lead to them.

    ``others`` are the case-folded terms of the author's own glossaries, which carry no definition.
    """

    def __init__(self, graph: LearningGraph, words: Resolution, others: Container[str]) -> None:
        self._words = words
        self._defined: dict[str, list[tuple[str, Term]]] = {}
        for docname in sorted(graph.articles):
            for term in graph.articles[docname].terms:
                if (name := _key(term.name)) not in others:
                    self._defined.setdefault(name, []).append((docname, term))

    def among(self, references: Iterable[Reference]) -> Iterator[tuple[Reference, str]]:
        """The references of a page, in order, that carry a definition, each with it as plain text.

        They are all ``term`` roles, and of each article the first link whose words are one of its terms, apart from case.
        """
        mentioned: set[str] = set()
        for reference in references:
            by_role = is_term_role(reference)
            said = self._defined.get(_key(self._words(reference)), ())
            named = said
            if by_role:  # the term belongs to the article first by docname
                named = self._defined.get(_key(str(dict(reference.attributes).get("reftarget"))), ())[:1]
            found = [(d, term) for d, term in named if self._words.leads_to(reference, d)]
            if found and (by_role or found[0][0] not in mentioned):
                definition = " ".join(plain(found[0][1].definition, self._words).split())
                if definition:
                    yield reference, definition
            mentioned.update(docname for docname, _ in found if any(docname == d for d, _ in said))


def _key(words: str) -> str:
    return " ".join(words.split()).casefold()
