"""What Sphinx's own search finds an article by: its entries, and the names that its title gives it.

An article's terms and aliases become entries of the ``index`` domain whose target is the article itself, so that a hit on
one merges with the article's own result. A title is no entry of an index, so what follows from it the search alone has.
"""

from __future__ import annotations

from collections.abc import Iterable

from sphinx import addnodes
from sphinx.search.en import SearchEnglish

from ..core.names import LONGEST, inflected, names_of


def index_entries(names: Iterable[str]) -> addnodes.index:
    """The node that enters names into the index, with the article as their target."""
    return addnodes.index("", entries=[("single", name, "", "main", None) for name in names], inline=False)


def printed_names(terms: Iterable[str], aliases: Iterable[str]) -> list[str]:
    """The names that an index lists: terms and aliases, each once, none endless. A semicolon would divide an entry, so it is a comma."""
    return list(dict.fromkeys(filter(None, map(_entry, (name for name in (*terms, *aliases) if len(name) <= LONGEST)))))


def searched_names(title: str, terms: Iterable[str], aliases: Iterable[str], text: str, language: str) -> list[str]:
    """All names that a reader may search for; ``text`` is what the page says."""
    english = language.split("_")[0] == "en"
    names = names_of(title, terms, aliases, text, english=english)
    if english:
        stem = SearchEnglish({}).stem
        known = {name.casefold() for name in names}
        forms = [form for name in names if (form := inflected(name, stem)) and form.casefold() not in known]
        names += dict.fromkeys(forms)
    return list(dict.fromkeys(filter(None, map(_entry, names))))


def _entry(name: str) -> str:
    return name.replace(";", ",").strip(" ,")
