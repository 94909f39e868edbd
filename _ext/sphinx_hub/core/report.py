"""What a maintainer watches: articles that want something, and the shape of what they build on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .components import strong_components
from .graph import LearningGraph
from .untaught import Untaught


@dataclass(frozen=True, kw_only=True, slots=True)
class Implied:
    """An entry of an article's ``read-before``, at its line, that another entry, ``by``, leads back to anyhow."""

    article: str
    line: int
    prerequisite: str
    by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """An article with the ISO date of its last review."""

    article: str
    reviewed: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What there is, and what wants attention. Articles are docnames, sorted if nothing else is said.

    ``longest_chain`` leads from the article that comes first to the one that needs all the others; ``old_reviews``
    begin with the oldest.
    """

    articles: int
    sections: int
    minutes: int
    without_questions: tuple[str, ...]
    implied: tuple[Implied, ...]
    longest_chain: tuple[str, ...]
    old_reviews: tuple[Review, ...]
    never_reviewed: tuple[str, ...]
    used_before_taught: tuple[Untaught, ...] = ()


def report(graph: LearningGraph, today: date, used_before_taught: tuple[Untaught, ...] = ()) -> Report:
    """The report on a hub. A review is old when more than a year has passed since, as counted on ``today``."""
    articles = graph.articles.values()
    edges = _forward_edges(graph)
    limit = _a_year_before(today).isoformat()
    old = (Review(article=a.docname, reviewed=a.reviewed) for a in articles if a.reviewed and a.reviewed < limit)
    return Report(
        articles=len(articles),
        sections=len(graph.sections),
        minutes=sum(graph.minutes(docname) for docname in graph.articles),
        without_questions=tuple(article.docname for article in articles if not article.questions),
        implied=_implied(graph, edges),
        longest_chain=_longest_chain(edges),
        old_reviews=tuple(sorted(old, key=lambda review: (review.reviewed, review.article))),
        never_reviewed=tuple(article.docname for article in articles if not article.reviewed),
        used_before_taught=used_before_taught,
    )


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year - 1, day=28)


def _forward_edges(graph: LearningGraph) -> dict[str, list[str]]:
    """Article -> its prerequisites, each article after all that it needs.

    Of a circle of prerequisites those edges are left that run forward in learning order, so there is no circle.
    """
    direct = {docname: [link.docname for link in links] for docname, links in graph.before.items()}
    # Components come with all that they wait for before them.
    component = {d: number for number, found in enumerate(strong_components(direct)) for d in found}

    def rank(docname: str) -> tuple[int, int]:
        return component[docname], graph.place[docname]

    return {d: [b for b in direct[d] if rank(b) < rank(d)] for d in sorted(direct, key=rank)}


def _implied(graph: LearningGraph, edges: dict[str, list[str]]) -> tuple[Implied, ...]:
    """The prerequisites that the transitive reduction of all prerequisites leaves out.

    A. V. Aho, M. R. Garey and J. D. Ullman, The transitive reduction of a directed graph, SIAM J. Comput. 1, 1972.
    What an article leads back to is kept as one integer with a bit for each article.
    """
    names = list(edges)
    bit = {docname: 1 << number for number, docname in enumerate(names)}
    behind: dict[str, int] = {}
    found: list[Implied] = []
    for docname, before in edges.items():
        lines = {link.docname: link.line for link in graph.before[docname]}
        untold = sum(bit[d] for d in before)
        behind[docname] = untold
        for by in sorted(before):
            behind[docname] |= behind[by]
            implied = behind[by] & untold
            untold ^= implied
            while implied:
                prerequisite = names[implied.bit_length() - 1]
                implied ^= bit[prerequisite]
                found.append(Implied(article=docname, line=lines[prerequisite], prerequisite=prerequisite, by=by))
    return tuple(sorted(found, key=lambda entry: (entry.article, entry.line, entry.prerequisite)))


def _longest_chain(edges: dict[str, list[str]]) -> tuple[str, ...]:
    """The longest chain of prerequisites; of equally long ones the smallest by docnames. Empty without any."""
    after: dict[str, list[str]] = {docname: [] for docname in edges}
    for docname, before in edges.items():
        for prerequisite in before:
            after[prerequisite].append(docname)
    height: dict[str, int] = {}
    for docname in reversed(edges):
        height[docname] = 1 + max((height[d] for d in after[docname]), default=0)
    chain: list[str] = []
    candidates = list(edges)
    while candidates:
        chain.append(min(candidates, key=lambda d: (-height[d], d)))
        candidates = after[chain[-1]]
    return tuple(chain) if len(chain) > 1 else ()
