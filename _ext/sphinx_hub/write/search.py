"""The search: what is written for it beside Sphinx's index, and what pages are given so that they can ask it.

``search_js/core.js`` finds and ranks; ``search_js/dialog.js`` and ``search_js/page.js`` show what it finds. They are written to
the output as one file with the hub's data in it, since the dialog shall wait for few requests, and pages opened as
files can load nothing but scripts. Other pages have ``static/hub-search.js`` alone, which opens the dialog.
"""

from __future__ import annotations

import re
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

from ..core.model import plain
from ..core.search_stopwords import asking_words
from ..core.text import dump
from ..i18n import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from ..build.derived import Build

CORE = "hub-search-core.js"
DIALOG = "hub-search.js"
_SOURCES = Path(__file__).with_name("search_js")
_ANSWER = 160
"""How many letters of an answer the search shows."""
_ASKED = 5
"""How many questions the empty dialog shows."""


def searches(builder: Builder) -> bool:
    """Whether the hub's search is that of the output: not where there is none, or the project ranks by a scorer."""
    return (
        isinstance(builder, StandaloneHTMLBuilder)
        and builder.name in ("html", "dirhtml")
        and builder.search
        and not builder.config.html_search_scorer
    )


def prepare_page(app: Sphinx, build: Build, pagename: str, context: dict[str, Any]) -> str | None:
    """Give a page the dialog, and the search page its script and its template, whose name is returned."""
    if not searches(app.builder):
        return None
    page = app.builder.get_target_uri("search")
    words: dict[str, Any] = {"data-page": page, "data-search": str(_("Search")), "data-close": str(_("Close"))}
    app.add_js_file(DIALOG, loading_method="defer", **words)
    if pagename != "search":
        return None
    core = escape(context["pathto"](CORE, True))
    context["metatags"] = context.get("metatags", "") + f'<script defer="defer" src="{core}"></script>\n'
    context["hub_without_scripts"] = partial(_without_scripts, links=_links(app, build))
    return "hub/search.html"


def _links(app: Sphinx, build: Build) -> str:
    """All pages to choose from."""
    titles = {docname: page.title for docname, page in build.pages.items()}
    titles = titles or {docname: title.astext() for docname, title in app.env.titles.items()}
    lines = (
        f'<li><a href="{escape(app.builder.get_relative_uri("search", docname))}">{escape(titles[docname])}</a></li>'
        for docname in build.graph.reading_order or sorted(titles)
    )
    said = _("Searching needs JavaScript. These are the pages:")
    return f"<p>{escape(str(said))}</p>\n<ul>\n" + "\n".join(lines) + "\n</ul>"


def _without_scripts(html: str, links: str) -> str:
    """A theme's search page with links in the place of its error, for where scripts do not run."""
    return re.sub(
        r"<noscript>.*?</noscript>", lambda _: f"<noscript>{links}</noscript>", html, count=1, flags=re.DOTALL
    )


def write_core(build: Build) -> None:
    """Write the search with what the index does not tell."""
    builder = build.builder
    if not searches(builder):
        return
    assert isinstance(builder, StandaloneHTMLBuilder)
    code = "".join(_SOURCES.joinpath(name).read_text(encoding="utf-8") for name in ("core.js", "dialog.js", "page.js"))
    code = re.sub(r"(?ms)^\s*(?:/\*.*?\*/|//[^\n]*)\n", "", code)  # what only a reader of the source needs
    code = re.sub(r"(?m)^\s+", "", code)
    data = {
        **search_data(build),
        "asking": asking_words(builder.config.language),
        "suffix": "/" if builder.name == "dirhtml" else builder.link_suffix,
        "words": _words(),
    }
    Path(builder.outdir, CORE).write_text(f"{code}hubSearch.data = {dump(data)};\n", encoding="utf-8")


def search_data(build: Build) -> dict[str, Any]:
    """What the search knows of the hub's pages, by docname, and the questions that it begins with."""
    pages: dict[str, dict[str, Any]] = {d: {"about": page.description} for d, page in sorted(build.pages.items())}
    asked = []
    for docname in build.graph.reading_order:
        article = build.graph.articles.get(docname)
        if article is None:
            continue
        pages[docname] |= {
            "aliases": article.aliases,
            "keywords": article.keywords,
            "terms": {term.name: plain(term.definition, build.resolution) for term in article.terms},
            "answers": {q.anchor: _begin(plain(q.answer, build.resolution)) for q in article.questions},
        }
        asked += [
            [docname, question.anchor, plain(question.question, build.resolution)] for question in article.questions[:1]
        ]
    return {"pages": pages, "ask": asked[:_ASKED]}


def _begin(answer: str) -> str:
    """The beginning of an answer, whole words of it."""
    text = " ".join(answer.split())
    return text if len(text) <= _ANSWER else text[:_ANSWER].rpartition(" ")[0] + " …"


def _words() -> dict[str, str]:
    words = {
        "found": _("Pages found: %s"),
        "nothing": _("Nothing has any of these words. Try fewer or other words, or the names of things."),
        "mended": _("Showing results for %s"),
        "only": _("No page has all of these words; these pages have some of them."),
        "also": _("Pages that have only some of these words are included."),
        "missing": _("Without: %s"),
        "name": _("Also called %s"),
        "term": _("Defines %s"),
        "asked": _("Readers ask for it in these words"),
        "text": _("In the text: %s"),
        "object": "%s",
        "ask": _("Readers ask"),
        "terms": _("Terms"),
        "questions": _("Questions"),
        "articles": _("Articles"),
        "others": _("Other pages"),
        "suggestions": _("Suggestions: %s"),
        "all": _("All results"),
    }
    return {key: str(text) for key, text in words.items()}
