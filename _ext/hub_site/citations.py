"""Citations that can be read where they stand, and lists of sources without clutter.

In the text a citation names author and year and carries the number of its footnote: ``{footcite:t}`` gives
"Brown et al. (2020)", to be part of a sentence, and ``{footcite:p}`` gives "(Brown et al., 2020)". An entry's
``shortauthor`` is used in place of its authors, for what nobody knows by its author ("EU AI Act").

In the list, each source has its authors, its date, its title as typed, where it appeared, and links without a label.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pybtex.plugin import register_plugin as register_pybtex_plugin
from pybtex.style.formatting import BaseStyle, toplevel
from pybtex.style.formatting.unsrt import pages
from pybtex.style.template import field as value
from pybtex.style.template import first_of, href, names, optional, optional_field, sentence, tag, words
from pybtex.style.template import join as joined
from sphinxcontrib.bibtex.plugin import register_plugin as register_bibtex_plugin
from sphinxcontrib.bibtex.style.referencing import BaseReferenceStyle, PersonStyle
from sphinxcontrib.bibtex.style.template import footnote_reference, join, year

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

_AUTHORS = 6  # a longer list shows the first author and "et al."


@dataclass
class AuthorYear(BaseReferenceStyle):
    """Author and year in the text, each with the number of its footnote."""

    person: PersonStyle = field(default_factory=lambda: PersonStyle(other=" et al."))

    def role_names(self) -> Iterable[str]:
        """The roles that sphinxcontrib-bibtex gives to citations in footnotes: ``c`` is capitalized, ``s`` names all."""
        return ["p", "ps", "t", "ts", "ct", "cts"]

    def inner(self, role_name: str) -> Any:
        """One citation."""
        who = first_of[
            optional[value("shortauthor")], self.person.author_or_editor_or_title(full=role_name.endswith("s"))
        ]
        if "t" in role_name:
            return join[who, " (", year, ")", footnote_reference]
        return join[who, ", ", year, footnote_reference]

    def outer(self, role_name: str, children: list[Any]) -> Any:
        """All citations of one role."""
        if "t" in role_name:
            return sentence(capfirst="c" in role_name, add_period=False, sep=", ")[children]
        return join["(", join(sep="; ")[children], ")"]


class Sources(BaseStyle):  # type: ignore[misc]  # pybtex is untyped
    """One form for entries of all types: authors (date). Title. Where it appeared. Links."""

    def source(self, entry: Any) -> Any:
        """The template of an entry."""
        journal, book = tag("em")[value("journal")], words["In", tag("em")[value("booktitle")]]
        place = first_of[optional[journal], optional[book], optional_field("howpublished")]
        title = value("title")
        return toplevel[
            sentence[words[self.authors(entry), joined["(", words[optional_field("month"), value("year")], ")"]]],
            sentence[tag("em")[title] if entry.type == "book" else title],
            sentence(capfirst=True)[
                place,
                optional[words[value("edition", apply_func=lambda text: text.lower()), "edition"]],
                words[optional_field("type"), optional_field("number")] if entry.type == "techreport" else None,
                optional[joined[value("volume"), optional["(", value("number"), ")"]]],
                optional[pages],
                optional_field("publisher"),
                optional_field("institution"),
            ],
            optional[sentence[value("note")]],
            self.links(),
        ]

    def authors(self, entry: Any) -> Any:
        """The authors, or the first of many."""
        persons = entry.persons.get("author", ())
        if len(persons) > _AUTHORS:
            return words[self.format_name(persons[0], self.abbreviate_names), "et al."]
        return names("author", sep=", ", sep2=" and ", last_sep=", and ")

    def links(self) -> Any:
        """The version of record, by its DOI or address, and the open preprint."""
        doi, address, preprint = (value(name, raw=True) for name in ("doi", "url", "eprint"))
        at_doi = href(joined["https://doi.org/", doi])[joined["doi:", doi]]
        at_arxiv = href(joined["https://arxiv.org/abs/", preprint])[joined["arXiv:", preprint]]
        return sentence[first_of[optional[at_doi], optional[href(address)[address]]], optional[at_arxiv]]

    get_article_template = get_book_template = get_incollection_template = get_inproceedings_template = source
    get_manual_template = get_misc_template = get_online_template = get_techreport_template = source
    get_phdthesis_template = get_proceedings_template = get_unpublished_template = source


def setup(app: Sphinx) -> ExtensionMetadata:
    """Name both styles ``hub``, as ``bibtex_default_style`` and ``bibtex_foot_reference_style`` ask for them."""
    register_pybtex_plugin("pybtex.style.formatting", "hub", Sources)
    register_bibtex_plugin("sphinxcontrib.bibtex.style.referencing", "hub", AuthorYear)
    app.setup_extension("sphinxcontrib.bibtex")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
