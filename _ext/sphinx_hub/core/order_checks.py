"""Where what articles build on contradicts an order: the authors' toctrees, or itself, in a circle."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .graph import LearningGraph
from .model import Article, Link, Problem, Subtype, Toctree
from .text import shown

FileOf = Callable[[str], str]
"""Looks up the file of a page."""


def find_circles(graph: LearningGraph, file_of: FileOf) -> Iterator[Problem]:
    """One problem for each circle, at the entry that states the first arrow of its shortest chain.

    It names all entries of the circle that go against the author's order: without those there is no circle left.
    """
    for chain in graph.cycle_chains:
        key, docname, link = _entry(graph, *chain[:2])
        against = _against(graph, graph.cycle_of[chain[0]], file_of)
        # Along a circle the author's order falls somewhere, so some arrow of the chain is among them.
        arrows = (_entry(graph, *pair) for pair in zip(chain, chain[1:], strict=False))
        first = next(place for _, owner, stated in arrows if (place := _place(owner, stated, file_of)) in against)
        advice = f"each would have to be read before the next; remove the entry at {first}, which goes against the author's order"
        if len(against) > 1:
            others = [place for place in against if place != first]
            advice += f"; {_joined(others)} {'goes' if len(others) == 1 else 'go'} against it in this circle, too"
        yield _circle(docname, key, link, chain, advice)
    for docname, article in graph.articles.items():
        for key, link in _stated(graph, article):
            if link.docname == docname:
                advice = "an article cannot be read before itself; remove the entry"
                yield _circle(docname, key, link, (docname, docname), advice)
                break


def _circle(docname: str, key: str, link: Link, chain: tuple[str, ...], advice: str) -> Problem:
    return Problem(
        docname=docname,
        line=link.line,
        subtype=Subtype.CYCLE,
        message=f"`{key}` names `{shown(link.text)}` and closes a circle: {' -> '.join(chain)}; {advice}",
    )


def _stated(graph: LearningGraph, article: Article) -> Iterator[tuple[str, Link]]:
    yield from (("read-before", link) for link in article.read_before if not graph.elsewhere.named(link.text))
    yield from (("read-after", link) for link in article.read_after)


def _entry(graph: LearningGraph, first: str, second: str) -> tuple[str, str, Link]:
    """The entry that states that one article is read before another: its key and its page."""
    entries = [("read-before", second, link) for link in graph.before[second] if link.docname == first]
    entries += [("read-after", first, link) for link in graph.after[first] if link.docname == second]
    return min(entries, key=lambda entry: (entry[1], entry[2].line))


def _against(graph: LearningGraph, circle: frozenset[str], file_of: FileOf) -> list[str]:
    """The places of the entries of a circle by which what is later in the author's order is read before the earlier."""
    order = {docname: number for number, docname in enumerate(graph.tree.authors_order)}
    return [
        _place(docname, link, file_of)
        for docname in sorted(circle)
        for key, link in _stated(graph, graph.articles[docname])
        if link.docname in circle
        and link.docname != docname
        and (order[link.docname] > order[docname]) == (key == "read-before")
    ]


def _place(docname: str, link: Link, file_of: FileOf) -> str:
    return f"`{shown(link.source or file_of(docname))}:{link.line}`"


def _joined(places: list[str]) -> str:
    return places[0] if len(places) == 1 else f"{', '.join(places[:-1])} and {places[-1]}"


# -- against the authors' toctrees


def find_misplaced(graph: LearningGraph, file_of: FileOf) -> Iterator[Problem]:
    """The articles that an author's toctree puts before one of their prerequisites: one problem each.

    Entries that patterns of one toctree stand for are in the order of their names, which nobody chose; so for such a
    toctree there is one problem in all.
    """
    globs: dict[Toctree, list[tuple[str, Link]]] = {}
    for docname, links in graph.before.items():
        for link in links:
            places = _misplacement(graph, docname, link.docname)
            if places is None:
                continue
            if places[0] == places[1] and places[0].glob:
                globs.setdefault(places[0], []).append((docname, link))
            else:
                yield Problem(
                    docname=docname,
                    line=link.line,
                    subtype=Subtype.ORDER,
                    message=_message(graph, link, docname, places, file_of),
                )
            break
    for toctree, found in globs.items():
        docname, link = found[0]
        rest = f", and {len(found) - 1} more of its articles before what they build on" if len(found) > 1 else ""
        yield Problem(
            docname=docname,
            line=link.line,
            subtype=Subtype.ORDER,
            message=f"`read-before` names `{shown(link.text)}`, but the toctree at `{toctree.file}:{toctree.line}` puts "
            f"`{shown(docname)}` before it{rest}: it takes pages in the order of their names, by `:glob:`; "
            "list its entries one by one, in the order in which to read them",
        )


_Places = tuple[Toctree, Toctree | None, str, str]


def _misplacement(graph: LearningGraph, docname: str, prerequisite: str) -> _Places | None:
    """The toctree, the other toctree, and the pages by which each of them puts an article before its prerequisite.

    The other toctree is None where the prerequisite comes after what toctrees name. The whole is None where the article is
    not before it, where no author misplaced it, and in a circle.
    """
    place = graph.reading_place
    circle = graph.cycle_of.get(docname)
    if place[docname] > place[prerequisite] or (circle is not None and circle == graph.cycle_of.get(prerequisite)):
        return None
    unlisted = graph.tree.unlisted_by_authors
    one, other = _way(graph, docname), _way(graph, prerequisite)
    length = next(n for n, (a, b) in enumerate(zip([*one, None], [*other, None], strict=False)) if a != b)
    # Where the ways part: an entry of the author's puts what is below it before what the other one leads to.
    parting = one[length] if length < len(one) else docname
    if parting in unlisted:
        return None
    first = docname if docname not in unlisted else parting
    then = prerequisite if prerequisite not in unlisted else other[min(length, len(other) - 1)]
    toctree = _toctree(graph, first)
    return None if toctree is None else (toctree, _toctree(graph, then), first, then)


def _way(graph: LearningGraph, docname: str) -> list[str]:
    """The pages from the top of the tree to a page, itself included."""
    way: list[str] = []
    above: str | None = docname
    while above is not None:
        way.append(above)
        above = graph.parents[above]
    return way[::-1]


def _toctree(graph: LearningGraph, docname: str) -> Toctree | None:
    holder = None if docname in graph.tree.unlisted_by_authors else graph.parents[docname]
    return None if holder is None else graph.tree.entry(holder, docname)


def _message(graph: LearningGraph, link: Link, docname: str, places: _Places, file_of: FileOf) -> str:
    toctree, other, first, then = places
    here = f"the toctree at `{toctree.file}:{toctree.line}`" + (f" (by `{shown(first)}`)" if first != docname else "")
    if other is None:
        there = f"no toctree names `{shown(then)}`, so it comes after everything that its section's toctrees list"
    elif other == toctree:
        there = "it stands further down there"
    else:
        there = f"it stands in the one at `{other.file}:{other.line}`" + (
            f" (by `{shown(then)}`)" if then != link.docname else ""
        )
    return (
        f"`read-before` names `{shown(link.text)}`, but {here} puts `{shown(docname)}` before it: {there}; "
        "move one of them, or remove the entry if it is not needed first"
    )
