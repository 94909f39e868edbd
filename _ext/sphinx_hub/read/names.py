"""What Sphinx's own search finds an article by: its entries.

An article's names become entries of the ``index`` domain whose target is the article itself, so that a hit on one
merges with the article's own result.
"""

from __future__ import annotations

from collections.abc import Iterable

from sphinx import addnodes
from sphinx.search.en import SearchEnglish

from ..core.names import inflected, names_of


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
