"""What a change does to a curriculum: two contents of ``hub.json`` -> the difference between them.

Both are read as data of unknown origin: whatever is not as ``hub.schema.json`` has it is refused with a ``ValueError``
that says where.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


class Renamed(NamedTuple):
    """An article that has another docname now."""

    old: str
    new: str


class Retitled(NamedTuple):
    """An article whose title changed."""

    article: str
    old: str
    new: str


class Edge(NamedTuple):
    """``article`` states ``other`` as a prerequisite or as what to read next."""

    article: str
    other: str


class PlanChange(NamedTuple):
    """How many articles the plan of an article held and holds, and which came and went."""

    article: str
    old: int
    new: int
    added: tuple[str, ...]
    removed: tuple[str, ...]


class Moved(NamedTuple):
    """An article whose place on its section's path changed against others'; places count from 1."""

    article: str
    old_section: str | None
    old: int
    new_section: str | None
    new: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Diff:
    """What a change does. Articles go by their new docnames, those that are gone by their old ones, all sorted.

    ``plans_changed`` are as long as before and hold other articles; ``moved`` is the smallest set of articles whose
    moves explain the new order. ``titles`` says what each article named here is called.
    """

    added: tuple[str, ...]
    gone: tuple[str, ...]
    renamed: tuple[Renamed, ...]
    retitled: tuple[Retitled, ...]
    prerequisites_added: tuple[Edge, ...]
    prerequisites_removed: tuple[Edge, ...]
    next_added: tuple[Edge, ...]
    next_removed: tuple[Edge, ...]
    plans_longer: tuple[PlanChange, ...]
    plans_shorter: tuple[PlanChange, ...]
    plans_changed: tuple[PlanChange, ...]
    moved: tuple[Moved, ...]
    titles: dict[str, str]

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__ if name != "titles")


class _Article(NamedTuple):
    docname: str
    title: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    plan: tuple[str, ...]


class _Curriculum(NamedTuple):
    articles: dict[str, _Article]
    sections: dict[str, str]
    """Docname -> title."""
    paths: dict[str | None, tuple[str, ...]]
    """Section, or None -> its articles in learning order."""
    moved: dict[str, str]
    """Docname that an article once had -> the one of today."""


def compare(old: Any, new: Any) -> Diff:
    """The difference between two contents of ``hub.json``; raises ``ValueError`` where one of them is none.

    An article is renamed where the new content says that it moved, and where exactly one of those that are gone and one
    of those that are new have the same title.
    """
    before, after = _curriculum(old), _curriculum(new)
    titles = {d: article.title for d, article in before.articles.items()}
    new_titles = {d: article.title for d, article in after.articles.items()}
    moved = {
        old_name: new_name
        for old_name, new_name in after.moved.items()
        if old_name in titles.keys() - new_titles.keys() and new_name in new_titles.keys() - titles.keys()
    }
    renamed = moved | dict(
        _renamed(
            {docname: title for docname, title in titles.items() if docname not in moved},
            {docname: title for docname, title in new_titles.items() if docname not in moved.values()},
        )
    )
    names = {docname: renamed.get(docname, docname) for docname in before.articles}
    kept = sorted(d for d in names if names[d] in after.articles)
    prerequisites = _edges(before.articles, "before", names), _edges(after.articles, "before", {})
    nexts = _edges(before.articles, "after", names), _edges(after.articles, "after", {})
    plans = [change for d in kept if (change := _plan_change(before.articles[d], after.articles[names[d]], names))]
    return Diff(
        added=tuple(sorted(after.articles.keys() - set(names.values()))),
        gone=tuple(sorted(d for d in names if names[d] not in after.articles)),
        renamed=tuple(Renamed(old_name, new_name) for old_name, new_name in sorted(renamed.items())),
        retitled=tuple(
            Retitled(names[d], titles[d], new_titles[names[d]]) for d in kept if titles[d] != new_titles[names[d]]
        ),
        prerequisites_added=_sorted_edges(prerequisites[1] - prerequisites[0]),
        prerequisites_removed=_sorted_edges(prerequisites[0] - prerequisites[1]),
        next_added=_sorted_edges(nexts[1] - nexts[0]),
        next_removed=_sorted_edges(nexts[0] - nexts[1]),
        plans_longer=tuple(change for change in plans if change.new > change.old),
        plans_shorter=tuple(change for change in plans if change.new < change.old),
        plans_changed=tuple(change for change in plans if change.new == change.old),
        moved=tuple(sorted(_moved(before, after, names))),
        titles=titles | new_titles,
    )


def _renamed(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The old and new docnames of the pages, given as docname -> title, that have another docname now."""
    gone: dict[str, list[str]] = {}
    come: dict[str, list[str]] = {}
    for docname in old.keys() - new.keys():
        gone.setdefault(old[docname], []).append(docname)
    for docname in new.keys() - old.keys():
        come.setdefault(new[docname], []).append(docname)
    for title, docnames in gone.items():
        if len(docnames) == 1 and len(found := come.get(title, [])) == 1:
            yield docnames[0], found[0]


def _edges(articles: Mapping[str, _Article], key: str, names: Mapping[str, str]) -> set[Edge]:
    return {
        Edge(names.get(docname, docname), names.get(other, other))
        for docname, article in articles.items()
        for other in getattr(article, key)
    }


def _sorted_edges(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    return tuple(sorted(edges))


def _plan_change(old: _Article, new: _Article, names: Mapping[str, str]) -> PlanChange | None:
    before = tuple(names.get(d, d) for d in old.plan)
    added = tuple(d for d in new.plan if d not in set(before))
    removed = tuple(d for d in before if d not in set(new.plan))
    return PlanChange(new.docname, len(before), len(new.plan), added, removed) if added or removed else None


def _moved(old: _Curriculum, new: _Curriculum, names: Mapping[str, str]) -> Iterator[Moved]:
    sections: dict[str | None, str] = dict(_renamed(old.sections, new.sections))
    places = {d: (section, number) for section, path in new.paths.items() for number, d in enumerate(path, start=1)}
    for section, path in old.paths.items():
        stayed: list[tuple[int, str, int]] = []
        for number, docname in enumerate(path, start=1):
            if (now := names[docname]) in places:
                if places[now][0] == sections.get(section, section):
                    stayed.append((places[now][1], now, number))
                else:
                    yield Moved(now, section, number, places[now][0], places[now][1])
        in_order = _longest_rising([place for place, _, _ in stayed])
        for index, (place, now, number) in enumerate(stayed):
            if index not in in_order:
                yield Moved(now, section, number, places[now][0], place)


def _longest_rising(numbers: list[int]) -> set[int]:
    """The indices of a longest rising subsequence of different numbers.

    M. L. Fredman, On computing the length of longest increasing subsequences, Discrete Mathematics 11, 1975.
    """
    ends: list[int] = []  # the smallest number that ends a rising sequence of each length
    at: list[int] = []  # where it stands
    before: list[int | None] = []
    for index, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(at[length - 1] if length else None)
        ends[length : length + 1] = [number]
        at[length : length + 1] = [index]
    found: set[int] = set()
    last = at[-1] if at else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found


# -- reading what may be anything


def _curriculum(data: Any) -> _Curriculum:
    found = [_article(item) for item in _list(data, "articles")]
    articles = {article.docname: article for article in found}
    sections: dict[str, str] = {}
    paths: dict[str | None, tuple[str, ...]] = {}
    for section in _list(data, "sections"):
        path = dict.fromkeys(_texts(section, "articles"))
        sections[_text(section, "docname")] = _text(section, "title")
        paths[_text(section, "docname")] = tuple(d for d in path if d in articles)
    placed = {docname for path in paths.values() for docname in path}
    paths[None] = tuple(docname for docname in articles if docname not in placed)
    moved = _get(data, "moved") if "moved" in data else {}
    if not isinstance(moved, dict) or not all(isinstance(docname, str) for docname in moved.values()):
        raise ValueError("`moved` is no mapping of texts")
    return _Curriculum(articles, sections, paths, moved)


def _article(data: Any) -> _Article:
    elsewhere = [
        f"{_text(link, 'key')}:{_text(link, 'docname')}"
        for link in (_list(data, "read_before_elsewhere") if "read_before_elsewhere" in data else ())
    ]
    return _Article(
        docname=_text(data, "docname"),
        title=_text(data, "title"),
        before=(*(_text(link, "docname") for link in _list(data, "read_before")), *elsewhere),
        after=tuple(_text(link, "docname") for link in _list(data, "read_after")),
        plan=tuple(_texts(data, "plan")),
    )


def _get(data: Any, key: str) -> Any:
    if not isinstance(data, dict) or key not in data:
        raise ValueError(f"`{key}` is missing")
    return data[key]


def _list(data: Any, key: str) -> list[Any]:
    value = _get(data, key)
    if not isinstance(value, list):
        raise ValueError(f"`{key}` is no list")
    return value


def _text(data: Any, key: str) -> str:
    value = _get(data, key)
    if not isinstance(value, str):
        raise ValueError(f"`{key}` is no text")
    return value


def _texts(data: Any, key: str) -> list[str]:
    values = _list(data, key)
    if not all(isinstance(value, str) for value in values):
        raise ValueError(f"`{key}` holds something that is no text")
    return values
