"""Says of the pages what a program can judge fairly, before a reviewer reads: ``FILE:LINE: what is wrong; what would be right``.

Sphinx reads the project as for a build, and the rules look at what it read: the extension's own facts about an article
(``sphinx_hub.hub``) and the doctree. Whether a page reads well is for people to say; no rule counts the words of
a sentence. The exit code is 1 if anything was found.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx_hub import hub, untaught_terms

from tools import addresses

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment
    from sphinx_hub import Article, LearningGraph, Untaught

# -- the limits, and why ----------------------------------------------------------------------------------

IN_SHORT_WORDS = 100  # five sentences; what is longer is no answer that can be pasted alone
DESCRIPTION_LETTERS = 160  # about what a page of search results shows
PREREQUISITES = 3  # an article that needs more wants another order of the articles before it
ALIASES = 8  # a printed index would list no more names of one subject
SNIPPET_LINES = 25  # one screen, beside the text that explains it
SNIPPET_COLUMNS = 88  # what a column of text holds without scrolling
ALT_WORDS = 4  # fewer name the figure ("Two cost curves") and cannot state its conclusion

EXCEPTIONS = "tools/used-before-taught.txt"
"""Terms that articles use in their everyday sense, or that need no teaching where they stand."""

BANNED = {
    r"revolutionary": "say what changed, and by how much",
    r"simply": "leave the word out, or say what makes it simple",
    r"just": "leave the word out, or say `only`",
    r"obviously": "leave the word out, or give the reason",
    r"studies show": "name the study, and cite it",
    r"it depends(?! on\b)": "say on what it depends",
}
"""Regular expressions of words and phrases that stand for something unsaid, each with what would be right."""


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Finding:
    """Something to mend at a line of a file."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Prose:
    """A run of text on a page, beginning at a line, with blanks where words are not the author's own: code,
    quotations, titles of works (emphasis). Its line ends are those of the file."""

    line: int
    text: str


# -- the rules --------------------------------------------------------------------------------------------


class Page:
    """A page as Sphinx read it, and what is wrong with it."""

    def __init__(self, env: BuildEnvironment, graph: LearningGraph, docname: str) -> None:
        self.path = str(env.doc2path(docname, base=False))
        self.source = env.doc2path(docname).read_text("utf-8")
        self.document = env.get_doctree(docname)
        self.article = graph.articles.get(docname)
        articles = [name for name in graph.reading_order if name in graph.articles]
        self.is_last = articles[-1:] == [docname]
        self.aliases: dict[str, list[str]] = {}
        for name, other in graph.articles.items():
            for alias in other.aliases:
                self.aliases.setdefault(alias.casefold(), []).append(name)
        self.prose = [*_prose(self.document), *(_alt_text(image) for image in self.document.findall(nodes.image))]

    def findings(self, today: date) -> Iterator[Finding]:
        """All that is wrong but the spelling. A review may be as late as ``today``."""
        yield from self._todos()
        yield from self._banned_words()
        yield from self._alt_texts()
        if self.article is not None:
            yield from self._summaries(self.article)
            yield from self._review(self.article, today)
            yield from self._links(self.article)
            yield from self._names(self.article)
            yield from self._sources(self.article)
            yield from self._snippets()

    def _at(self, line: int, message: str) -> Finding:
        return Finding(path=self.path, line=line, message=message)

    def _todos(self) -> Iterator[Finding]:
        for number, line in enumerate(self.source.split("\n"), start=1):
            if re.search(r"(?<!`)\bTODO\b", line):  # a page that speaks of the word sets it in backquotes
                yield self._at(number, "a `TODO` is left; do what it asks for, or take it out")

    def _banned_words(self) -> Iterator[Finding]:
        for run in self.prose:
            words = run.text.replace("\n", " ")  # so that a phrase is found across two lines
            for pattern, right in BANNED.items():
                for match in re.finditer(rf"(?<![\w-])(?:{pattern})(?![\w-])", words, re.IGNORECASE):
                    line = run.line + run.text.count("\n", 0, match.start())
                    yield self._at(line, f"`{match[0]}` stands for something unsaid; {right}")

    def _alt_texts(self) -> Iterator[Finding]:
        for image in self.document.findall(nodes.image):
            line, alt = _line_of(image), image.get("alt", "").strip()
            if not alt:
                yield self._at(line, "the figure has no alt text; state in a sentence what it shows to be true")
            elif not alt.endswith((".", "!", "?")) or len(alt.split()) < ALT_WORDS:
                yield self._at(
                    line, f"the alt text `{alt}` is no sentence; state in one what the figure shows to be true"
                )

    def _summaries(self, article: Article) -> Iterator[Finding]:
        if (letters := len(article.description)) > DESCRIPTION_LETTERS:
            yield self._at(
                article.description_line,
                f"the description has {letters} characters; state the finding in {DESCRIPTION_LETTERS}",
            )
        for section in self.document.findall(nodes.section):
            if section[0].astext().casefold() == "in short":
                words = sum(
                    len(child.astext().split()) for child in section[1:] if not isinstance(child, nodes.section)
                )
                if words > IN_SHORT_WORDS:
                    message = f"`In short` has {words} words; answer the title in at most {IN_SHORT_WORDS}"
                    yield self._at(_line_of(section[0]), message)
        if len(article.aliases) > ALIASES:
            message = (
                f"the number of aliases is {len(article.aliases)}; keep the {ALIASES} names that an index would print"
            )
            yield self._at(article.line, message)

    def _review(self, article: Article, today: date) -> Iterator[Finding]:
        if article.reviewed is None:
            if not article.draft:
                message = "the article has no `reviewed`; state the day on which it was checked against its sources"
                yield self._at(article.line, message)
        elif article.reviewed > today.isoformat():
            yield self._at(
                article.line, f"`reviewed` is {article.reviewed}, a day to come; state that of the last review"
            )

    def _links(self, article: Article) -> Iterator[Finding]:
        for link in article.read_before[PREREQUISITES:]:
            message = f"`{link.text}` is one prerequisite too many; keep the {PREREQUISITES} that are used directly"
            yield self._at(link.line, message)
        for link in article.read_before:
            if not link.reason:
                message = f"the prerequisite `{link.text}` has no reason; say what of it this article uses"
                yield self._at(link.line, message)
        if not article.read_after and not self.is_last:
            yield self._at(article.line, "the article has no `read-after`; name the one article that comes next")
        for link in article.read_after[1:]:
            yield self._at(link.line, f"`{link.text}` is one next article too many; keep the one that comes next")

    def _names(self, article: Article) -> Iterator[Finding]:
        for term in article.terms:
            for other in self.aliases.get(term.name.casefold(), []):
                if other != article.docname:
                    message = f"the term `{term.name}` is an alias of {other}; keep it in the article that is about it"
                    yield self._at(term.line, message)

    def _sources(self, article: Article) -> Iterator[Finding]:
        cited = any(True for _ in self.document.findall(nodes.footnote_reference))
        if not cited or not any(heading.text.casefold() == "sources" for heading in article.headings):
            message = "the article cites nothing, or has no `## Sources`; tie what could be disputed to a source"
            yield self._at(article.line, message)

    def _snippets(self) -> Iterator[Finding]:
        blocks = [b for b in self.document.findall(nodes.literal_block) if b.get("language") in ("python", "output")]
        for number, block in enumerate(blocks):
            if block["language"] != "python":
                continue
            lines = block.astext().splitlines()
            if len(lines) > SNIPPET_LINES:
                message = (
                    f"the snippet has {len(lines)} lines; keep what the argument needs, in at most {SNIPPET_LINES}"
                )
                yield self._at(_line_of(block), message)
            if (columns := max(map(len, lines), default=0)) > SNIPPET_COLUMNS:
                message = f"a line of the snippet has {columns} characters; keep lines to {SNIPPET_COLUMNS}"
                yield self._at(_line_of(block), message)
            # An output block shows what all the blocks before it print.
            if not any(other["language"] == "output" for other in blocks[number + 1 :]):
                yield self._at(_line_of(block), "no `output` block follows the snippet; show what it prints")


# -- spelling ---------------------------------------------------------------------------------------------


def spelling(pages: Iterable[Page]) -> list[Finding]:
    """British spellings in the authors' own words, found by codespell."""
    lines = [
        (page.path, run.line + number, line)
        for page in pages
        for run in page.prose
        for number, line in enumerate(run.text.split("\n"))
    ]
    run = subprocess.run(
        [sys.executable, "-m", "codespell_lib", "--builtin", "en-GB_to_en-US", "--stdin-single-line", "-"],
        input="\n".join(line for _, _, line in lines),
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,  # its exit code is how many it found
    )
    if run.stderr.strip():
        raise RuntimeError(f"codespell cannot be run: {run.stderr.strip()}")
    found = []
    for number, wrong, right in re.findall(r"^(\d+): (.+) ==> (.+)$", run.stdout, re.MULTILINE):
        path, line, _ = lines[int(number) - 1]
        found.append(Finding(path=path, line=line, message=f"`{wrong}` is British spelling; write `{right}`"))
    return found


# -- terms used before they are taught ----------------------------------------------------------------------


def used_before_taught(project: Project, source: Path) -> Iterator[Finding]:
    """The uses that are not among the exceptions, and the exceptions that are none.

    An exception is a line ``page: term: reason``; the page is a docname.
    """
    path = source / EXCEPTIONS
    exceptions: dict[tuple[str, str], int] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines() if path.is_file() else (), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        page, _, rest = line.partition(": ")
        term, _, reason = rest.partition(": ")
        if not reason.strip():
            message = f"`{line}` is no exception; write the page, the term and the reason, with `: ` between them"
            yield Finding(path=EXCEPTIONS, line=number, message=message)
        exceptions[page, term] = number
    for use in project.uses:
        if exceptions.pop((use.article, use.term), None) is None:
            message = (
                f"`{use.used}` is used before it is taught in {use.taught_in}; link to that, add it to `read-before`, "
                f"say it in other words, or explain it here in emphasis; where it has its everyday sense, write why in "
                f"{EXCEPTIONS} behind `{use.article}: {use.term}: `: {use.sentence}"
            )
            yield Finding(path=use.source or project.file_of[use.article], line=use.line, message=message)
    for (page, term), number in exceptions.items():
        message = f"{page} does not use `{term}` before it is taught, or not any more; take the line out"
        yield Finding(path=EXCEPTIONS, line=number, message=message)


# -- the pages, as Sphinx reads them ------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Project:
    """What was read: the pages, the terms that are used before they are taught, and what the configuration says."""

    pages: list[Page]
    uses: Sequence[Untaught]
    file_of: Mapping[str, str]
    suffixes: Sequence[str]
    excluded: Sequence[str]


def read(source: Path) -> Project:
    """All of a project; nothing is written for readers, and nothing is left in it."""
    source = source.resolve()
    with (
        tempfile.TemporaryDirectory(prefix="editorial-") as temporary,
        patch_docutils(source),
        docutils_namespace(),
    ):
        output, doctrees = Path(temporary, "output"), Path(temporary, "doctrees")
        app = Sphinx(source, source, output, doctrees, "dummy", status=None, warning=io.StringIO(), tags=["drafts"])
        app.builder.read()
        graph = hub(app.env)
        return Project(
            pages=[Page(app.env, graph, docname) for docname in sorted(app.env.found_docs)],
            uses=untaught_terms(app.env),
            file_of={docname: str(app.env.doc2path(docname, base=False)) for docname in app.env.found_docs},
            suffixes=tuple(app.config.source_suffix),
            excluded=tuple(app.config.exclude_patterns),
        )


_NO_PROSE = (
    nodes.literal_block,
    nodes.doctest_block,
    nodes.math_block,
    nodes.comment,
    nodes.substitution_definition,
    nodes.raw,
    nodes.system_message,
    nodes.footnote,  # the sources: their titles are others' words
    nodes.citation,
    nodes.block_quote,
    addnodes.toctree,
)


def _prose(node: nodes.Element) -> Iterator[Prose]:
    for child in node.children:
        if not isinstance(child, nodes.Element) or isinstance(child, _NO_PROSE) or "no-search" in child["classes"]:
            continue  # the last is what the hub generates
        if isinstance(child, nodes.TextElement):
            yield Prose(line=_line_of(child), text=_without_quotations("".join(_own_words(child))))
        else:
            yield from _prose(child)


def _alt_text(image: nodes.image) -> Prose:
    return Prose(line=_line_of(image), text=_without_quotations(image.get("alt", "")))


def _own_words(node: nodes.Node) -> Iterator[str]:
    """The text in a node, with blanks for what is not the author's own words."""
    if isinstance(node, nodes.Text):
        yield str(node)
    elif isinstance(node, nodes.literal | nodes.math | nodes.emphasis | nodes.title_reference):
        yield re.sub(r"\S", " ", node.astext())
    elif not isinstance(node, nodes.image | nodes.raw | nodes.footnote_reference | nodes.citation_reference):
        for child in node.children:
            yield from _own_words(child)


def _without_quotations(text: str) -> str:
    return re.sub(r'“[^”]*”|‘[^’]*’|"[^"]*"', lambda quotation: re.sub(r"\S", " ", quotation[0]), text)


def _line_of(node: nodes.Node) -> int:
    """The line of the nearest node that has one; MyST gives an image inside a paragraph line 0."""
    above: nodes.Node | None = node
    while above is not None and not above.line:
        above = above.parent
    return 1 if above is None or above.line is None else above.line


# -- the command ------------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is found in a project; returns the exit code."""
    parser = argparse.ArgumentParser(description="Say of the pages what a program can judge fairly.")
    parser.add_argument(
        "source",
        nargs="?",
        type=Path,
        default=Path(__file__).parents[1],
        help="the folder with conf.py (default: this project)",
    )
    source = parser.parse_args(arguments).source
    project = read(source)
    found = {finding for page in project.pages for finding in page.findings(date.today())}
    found.update(spelling(project.pages))
    found.update(used_before_taught(project, source))
    try:
        lost = addresses.lost(source, project.file_of, project.suffixes, project.excluded)
        found.update(Finding(path=addresses.REDIRECTS, line=1, message=message) for message in lost)
    except addresses.NothingToCompareError as why:
        print(f"Whether an address is lost was not looked at: {why}.", file=sys.stderr)
    for finding in sorted(found):
        print(finding)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
