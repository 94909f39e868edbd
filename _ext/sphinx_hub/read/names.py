"""What Sphinx's own search finds a page by: the entries of an article, and the words that a page has often.

An article's names become entries of the ``index`` domain whose target is the article itself, so that a hit on one
merges with the article's own result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from sphinx import addnodes
from sphinx.search import IndexBuilder
from sphinx.search.en import SearchEnglish

from ..core.names import inflected, names_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.search import SearchLanguage


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


def frequent_words_of(env: BuildEnvironment, docname: str) -> tuple[str, ...]:
    """The frequent words of a page, as :func:`frequent_words` gave them; none for a page that has none."""
    words: tuple[str, ...] = env.metadata[docname].get(_KEY, ())
    return words


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


def setup(app: Sphinx) -> None:
    """Have pages read anew where another language is searched in."""
    app.connect("env-get-outdated", read_for_language)
