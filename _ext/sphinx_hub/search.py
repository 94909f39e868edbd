"""Sphinx's own search: the entries by which articles are found, the ranking, the page, and the index's one form.

An article's names become entries of the ``index`` domain whose target is the article itself, so that a hit on one
merges with the article's own result. ``static/hub-scorer.js`` ranks; ``static/hub-search.js`` mends what was mistyped
and shows the descriptions, which stand in a script since pages opened as files may fetch nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.search import IndexBuilder, js_index
from sphinx.search.en import SearchEnglish
from sphinx.util.index_entries import split_index_msg

from .core.export import dump
from .core.names import inflected, names_of
from .i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.search import SearchLanguage

    from .core.model import Page

SCORER = Path(__file__).with_name("static") / "hub-scorer.js"
SCRIPT, STYLESHEET = "hub-search.js", "hub-search.css"
DESCRIPTIONS = "hub-descriptions.js"


# -- what an article is found by


def index_entries(title: str, terms: Iterable[str], aliases: Iterable[str], text: str, language: str) -> addnodes.index:
    """The node that enters an article's names into the index, with the article as their target.

    ``text`` is what the page says. A semicolon would divide an entry in two, so it becomes a comma.
    """
    english = language.split("_")[0] == "en"
    names = names_of(title, terms, aliases, text, english=english)
    if english:
        stem = SearchEnglish({}).stem
        known = {name.casefold() for name in names}
        forms = [form for name in names if (form := inflected(name, stem)) and form.casefold() not in known]
        names += dict.fromkeys(forms)
    entries = [("single", text, "", "main", None) for name in names if (text := name.replace(";", ",").strip(" ,"))]
    return addnodes.index("", entries=entries, inline=False)


FREQUENT = (12, 6, 3)
"""How often a page has a word, at least, for the word to be in its first, second or third list of frequent ones."""
_MOST_FREQUENT = 40
_KEY = "hub-frequent"


def frequent_words(text: str, split: Callable[[str], list[str]], stem_of: Callable[[str], str]) -> tuple[str, ...]:
    """The stems that a text has most often, as many lists, divided by spaces, as there are steps in ``FREQUENT``.

    Sphinx's index knows which pages have a word, and not how often; what a page is about it says more than once.
    """
    counts: Counter[str] = Counter()
    for word, times in Counter(split(text)).items():
        if stem := stem_of(word):
            counts[stem] += times
    frequent = [(-count, stem) for stem, count in counts.items() if count >= FREQUENT[-1]]
    most = sorted(frequent)[:_MOST_FREQUENT]
    steps = pairwise((len(text), *FREQUENT))
    return tuple(" ".join(stem for count, stem in most if low <= -count < high) for high, low in steps)


def note_frequent_words(env: BuildEnvironment, text: str) -> None:
    """Keep a page's frequent words among Sphinx's facts of the page, which are merged and forgotten with it."""
    key = _language_of(env.config)
    if key not in _stemmers:
        language = IndexBuilder(env, key[0], env.config.html_search_options, "").lang
        _stemmers[key] = language.split, _stemmer(language)
    env.metadata[env.docname][_KEY] = frequent_words(text, *_stemmers[key])


def _language_of(config: Config) -> tuple[str, str]:
    return config.html_search_language or config.language, repr(config.html_search_options)


def read_for_language(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> Iterable[str]:
    """Have all pages read anew where the language of the search is another: their frequent words are stems of it."""
    data, now = env.domaindata["hub"], _language_of(app.config)
    before, data["search_language"] = data.get("search_language", now), now
    return env.found_docs if before != now else ()


_stemmers: dict[tuple[str, str], tuple[Callable[[str], list[str]], Callable[[str], str]]] = {}


def _stemmer(language: SearchLanguage) -> Callable[[str], str]:
    """Word -> its stem as the index has it, or nothing for a word that is not in the index; pages share most words."""

    @lru_cache(maxsize=50_000)
    def stem_of(word: str) -> str:
        stem = language.stem(word).lower() if language.word_filter(word.lower()) else ""
        return stem if stem and language.word_filter(stem) else ""

    return stem_of


# -- the search page


def use_scorer(app: Sphinx, config: Config) -> None:
    """Rank results by the extension's scorer, unless the project has one."""
    if not config.html_search_scorer:
        config.html_search_scorer = str(SCORER)


def prepare_page(app: Sphinx, context: dict[str, Any]) -> None:
    """Give the search page its script, and the script its data."""
    app.add_css_file(STYLESHEET)
    app.add_js_file(SCRIPT, loading_method="defer")
    data = escape(context["pathto"](DESCRIPTIONS, True))
    context["metatags"] = context.get("metatags", "") + f'<script defer="defer" src="{data}"></script>\n'


def write_descriptions(builder: Builder, env: BuildEnvironment, pages: Mapping[str, Page]) -> None:
    """Write what the search page shows below its results, what it ranks them by beside the index, and what it says."""
    if not isinstance(builder, StandaloneHTMLBuilder) or not builder.search or builder.embedded:
        return
    data = {
        "descriptions": {docname: page.description for docname, page in sorted(pages.items()) if page.description},
        "frequent": {docname: words for docname in sorted(pages) if any(words := env.metadata[docname].get(_KEY, ()))},
        "found": str(_("Pages found: %s")),
        "mended": str(_("Showing results for %s")),
        "relaxed": str(_("No page has all of these words; these pages have some of them.")),
        "also": str(_("Pages that have only some of these words are included.")),
    }
    Path(builder.outdir, DESCRIPTIONS).write_text(f"var HubSearch = {dump(data)};\n", encoding="utf-8")


# -- the index


def canonize(builder: Builder, env: BuildEnvironment) -> None:
    """Bring the written index to the form that a clean build gives it.

    Sphinx loses the ``index`` entries of each page that it does not write again, and keeps words that no page has any
    more. The entries are those of the whole ``index`` domain; every list keeps the order that a clean build has.
    """
    text = read_index(builder)
    try:
        index = js_index.loads(text or "")
    except ValueError:
        return
    for words in (index["terms"], index["titleterms"]):
        for word in [word for word, pages in words.items() if pages == []]:
            del words[word]
    index["indexentries"] = _index_entries(index["docnames"], env)
    write_index(builder, js_index.dumps(index))


def read_index(builder: Builder) -> str | None:
    """The index as it stands in the output directory; None where there is none."""
    if not isinstance(builder, StandaloneHTMLBuilder) or not builder.search or builder.embedded:
        return None
    try:
        return Path(builder.outdir, builder.searchindex_filename).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None


def write_index(builder: Builder, text: str) -> None:
    """Put an index into the place of the one that Sphinx wrote."""
    assert isinstance(builder, StandaloneHTMLBuilder)
    Path(builder.outdir, builder.searchindex_filename).write_text(text, encoding="utf-8")


def _index_entries(docnames: list[str], env: BuildEnvironment) -> dict[str, list[tuple[int, str, bool]]]:
    """Text in lower case -> (page, anchor, whether it is a main entry), as Sphinx makes them of the pages it writes."""
    found: dict[str, list[tuple[int, str, bool]]] = {}
    for number, docname in enumerate(docnames):
        metadata = env.metadata.get(docname, {})
        if "no-search" in metadata or "nosearch" in metadata:
            continue
        entries: set[tuple[str, str, str]] = set()
        for kind, value, anchor, main, _key in env.domaindata["index"]["entries"].get(docname, ()):
            try:
                parts = split_index_msg(kind, value)
            except ValueError:
                continue
            if kind in ("see", "seealso"):
                entries.add((parts[0], anchor or "", main))
            entries.update((part, anchor or "", main) for part in parts)
        for text, anchor, main in sorted(entries):
            found.setdefault(text.lower(), []).append((number, anchor, main == "main"))
    return found


def setup(app: Sphinx) -> None:
    """Register the scorer."""
    app.connect("env-get-outdated", read_for_language)
    app.connect("config-inited", use_scorer)
