"""How well the built site's search finds what readers look for, by kind of query: what ``make search-report`` prints.

``python -m tests.site.search_report [QUERIES] --site FOLDER`` asks the search page of the built site each query of a
JSON file: a list of ``{"query", "expect": [names of pages, without folder], "kind"}``. A query's rank is the place of
the first result on an expected page. MRR is the mean of 1 / rank, 0 for what is not found.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote, urlsplit

from playwright.sync_api import Page

from tests.site.browser import chromium, serving

QUERIES = Path(__file__).with_name("queries.json")
RESULTS = "#search-results ul.search > li > a"

_WATCH = """
window.firstResult = null; window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
new MutationObserver(() => {
  if (window.firstResult === null && document.querySelector("#search-results li a")) window.firstResult = performance.now();
}).observe(document, {childList: true, subtree: true});
"""


class Query(TypedDict):
    """A query, the pages that answer it, and what kind of query it is."""

    query: str
    expect: list[str]
    kind: str


@dataclass(frozen=True)
class Found:
    """What the search page showed for a query."""

    links: tuple[str, ...]
    """Addresses relative to the site, best first."""
    note: str
    """What is said above the results."""
    requests: int
    size: int
    """Bytes of all responses but the index."""
    first: float | None
    """Milliseconds from the navigation to the first result."""
    done: float
    """Milliseconds from the navigation to the last change."""
    shift: float
    """The cumulative layout shift."""

    def rank(self, expect: Iterable[str]) -> int | None:
        """The place of the first result on one of the pages, from 1."""
        names = set(expect)
        pages = [urlsplit(link).path.removesuffix("/").removesuffix(".html").rpartition("/")[2] for link in self.links]
        return next((place for place, page in enumerate(pages, start=1) if page in names), None)


def ask(page: Page, site: str, query: str) -> Found:
    """Open the search page with a query, and wait until all is shown."""
    requests: list[str] = []
    size = 0

    def count(response: object) -> None:
        nonlocal size
        if not response.url.endswith("searchindex.js"):  # type: ignore[attr-defined]
            size += int(response.headers.get("content-length", 0))  # type: ignore[attr-defined]

    def note(request: object) -> None:
        requests.append(request.url)  # type: ignore[attr-defined]

    page.on("request", note)
    page.on("response", count)
    page.goto(f"{site}search.html?q={quote(query)}")
    page.wait_for_function("document.querySelector('#search-results .search-summary')?.textContent")
    done = page.evaluate("performance.now()")
    page.wait_for_load_state("networkidle") if len(requests) > 100 else None
    page.remove_listener("request", note)
    page.remove_listener("response", count)
    links = page.locator(RESULTS).evaluate_all("links => links.map(link => link.href)")
    said = page.locator(".hub-search-note")
    return Found(
        links=tuple(link.removeprefix(site) for link in links),
        note=said.inner_text() if said.count() else "",
        requests=len(requests),
        size=size,
        first=page.evaluate("window.firstResult"),
        done=done,
        shift=page.evaluate("window.shift"),
    )


def watched(page: Page) -> Page:
    """Have a page measure when its first result comes and how far its layout shifts."""
    page.add_init_script(_WATCH)
    return page


@dataclass(frozen=True)
class Figures:
    """The figures of some queries; shares are from 0 to 1."""

    count: int
    mrr: float
    first: float
    three: float
    empty: int

    @classmethod
    def of(cls, ranks: Sequence[int | None], empty: int) -> Figures:
        """From each query's rank, and the number of those without any result."""
        count = len(ranks)
        return cls(
            count,
            sum(1 / rank for rank in ranks if rank) / count,
            sum(rank == 1 for rank in ranks) / count,
            sum(bool(rank and rank <= 3) for rank in ranks) / count,
            empty,
        )


def figures(queries: Sequence[Query], found: Sequence[Found]) -> dict[str, Figures]:
    """By kind, in the file's order, and of all."""
    kinds = [*dict.fromkeys(query["kind"] for query in queries), "all"]
    result = {}
    for kind in kinds:
        pairs = [(q, f) for q, f in zip(queries, found, strict=True) if kind in (q["kind"], "all")]
        empty = sum(not f.links for _, f in pairs)
        result[kind] = Figures.of([f.rank(q["expect"]) for q, f in pairs], empty)
    return result


def main() -> int:
    """Print the table, and with ``--misses`` what was not first; returns the exit code."""
    parser = argparse.ArgumentParser(description="Figures of the built site's search, by kind of query.")
    parser.add_argument("queries", nargs="?", type=Path, default=QUERIES, help="a JSON file of queries")
    parser.add_argument("--site", type=Path, required=True, help="the folder that the site is built in")
    parser.add_argument("--misses", action="store_true", help="list the queries whose answer is not first")
    options = parser.parse_args()
    queries: list[Query] = json.loads(options.queries.read_text("utf-8"))
    with serving(options.site) as site, chromium() as browser:
        page = watched(browser.new_page())
        found = [ask(page, site, query["query"]) for query in queries]
    print(f"{'kind':<12}{'queries':>8}{'MRR':>8}{'first':>8}{'in 3':>8}{'empty':>8}")
    for kind, row in figures(queries, found).items():
        print(f"{kind:<12}{row.count:>8}{row.mrr:>8.3f}{row.first:>8.0%}{row.three:>8.0%}{row.empty:>8}")
    slowest = max((f.first for f in found if f.first is not None), default=0)
    shift = max((f.shift for f in found), default=0)
    print(
        f"slowest first result {slowest:.0f} ms, most requests {max(f.requests for f in found)}, worst shift {shift:.3f}"
    )
    for query, result in zip(queries, found, strict=True):
        if options.misses and (rank := result.rank(query["expect"])) != 1:
            print(
                f"  {rank or '-':>2}  {query['kind']}: {query['query']!r} -> {', '.join(result.links[:3])} {result.note}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
