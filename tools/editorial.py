"""Says of the pages what a reviewer would say first: ``FILE:LINE: what is wrong; what would be right``.

Sphinx reads the project, as for a build, and what is judged is what it read: the extension's own facts about an
article (``sphinx_hub.core.model``), and the texts of its doctree, each with its line. Nothing is parsed a second
time, so answers, captions and table cells count as well as paragraphs, and code does not count. Below the limits
stand the rules, which are pure: facts of pages in, findings out. What fetches those facts stands below them.

The exit code is 1 if there is a fault; advice alone leaves it 0.
"""

from __future__ import annotations

import argparse
import ast
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx_hub.build.derived import build_of
from sphinx_hub.core.model import Article
from sphinx_hub.nodes import hub_slot
from sphinx_hub.read.plaintext import Reader

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

# -- the limits, and why ----------------------------------------------------------------------------------

ARTICLE_WORDS = 1400  # six minutes at 230 words a minute: one question, read to its end in one go
IN_SHORT_WORDS = 60  # an answer that can be pasted alone into a chat or a slide
TITLE_LETTERS = 60  # about what a page of search results shows of a title; advice, since some names are long
DESCRIPTION_LETTERS = 160  # about what a page of search results shows below it
DESCRIPTION_SENTENCES = 2  # the finding, and what follows from it
QUESTIONS = range(3, 7)  # fewer are no set that people ask; more belong into the article or into another one
ANSWER_WORDS = 70  # read while skimming; a longer answer is a section of the article
SOURCES = 3  # one source is a retelling; three can be compared
PREREQUISITES = 3  # whoever needs more than three pages first needs another order of the articles
SNIPPET_LINES = 25  # one screen, beside the text that explains it
SENTENCE_WORDS = 25  # what the style asks for: a longer one is advice ...
LONG_SENTENCE_WORDS = 30  # ... and from here on a fault: it holds two ideas, or a list that wants to be one
REPEATED_WORDS = 6  # shorter sentences are idioms ("Not legal advice.") and may stand twice
ALT_WORDS = 4  # fewer name the figure ("Two cost curves") and cannot state its conclusion

BANNED = {
    r"revolutionary": "say what changed, and by how much",
    r"simply": "leave the word out, or say what makes it simple",
    r"just": "leave the word out, or say `only`",
    r"obviously": "leave the word out, or give the reason",
    r"studies show": "name the study, and cite it",
    r"it depends(?! on\b)": "say on what it depends",
}
"""Regular expressions of words and phrases that stand for something unsaid, each with what would be right."""


# -- what is judged ---------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Finding:
    """Something to mend at a line of a file; ``advice`` may be left as it is."""

    path: str
    line: int
    message: str
    advice: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {'advice: ' if self.advice else ''}{self.message}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A run of text on a page: a paragraph, heading, caption, cell, alt text, or a text of the metadata.

    Line ends in ``text`` are those of the file. ``own`` is as long as ``text``, with blanks where words are not
    the author's own: code, quotations, titles of works (emphasis).
    """

    line: int
    text: str
    own: str

    def line_at(self, place: int) -> int:
        """The line in the file of a place in the text."""
        return self.line + self.text.count("\n", 0, place)


@dataclass(frozen=True, kw_only=True, slots=True)
class Snippet:
    """A code block; ``excused`` says whether a comment stands right below it."""

    line: int
    language: str
    code: str
    excused: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """An answer: its question's line, its words as the hub counts them, and its first block if that is a paragraph."""

    line: int
    words: int
    opening: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What is judged of a page; of an ordinary page, one without ``article``, only its texts and figures.

    ``todos`` are the lines of its file on which a ``TODO`` is left, be it in a comment or in code. ``figures`` are the
    alt texts of its images, ``in_short`` the line of that heading and the words below it,
    ``sources`` the number of different ones that its text cites, ``source_words`` the words of their list; ``last``
    says whether it is the last article of its section. Words are as the hub counts them.
    """

    path: str
    todos: tuple[int, ...] = ()
    passages: tuple[Passage, ...] = ()
    figures: tuple[Passage, ...] = ()
    article: Article | None = None
    title_line: int = 1
    description_line: int = 1
    in_short: tuple[int, int] | None = None
    answers: tuple[Answer, ...] = ()
    snippets: tuple[Snippet, ...] = ()
    sources: int = 0
    source_words: int = 0
    last: bool = False

    @property
    def texts(self) -> tuple[Passage, ...]:
        """All that is read on the page, or read out."""
        return (*self.passages, *self.figures)

    def at(self, line: int, message: str, *, advice: bool = False) -> Finding:
        """A finding on the page."""
        return Finding(path=self.path, line=line, message=message, advice=advice)


# -- the rules --------------------------------------------------------------------------------------------


def findings(pages: Sequence[Facts], today: date) -> list[Finding]:
    """All that is wrong with the pages but their spelling, sorted. A review may be as late as ``today``."""
    found: set[Finding] = set(_repeated(pages))
    for page in pages:
        found.update(page.at(line, "a `TODO` is left; do what it asks for, or take it out") for line in page.todos)
        found.update(_prose(page), _alt_texts(page))
        if page.article is not None:
            found.update(_lengths(page, page.article), _metadata(page, page.article, today))
            found.update(_links(page, page.article), _questions(page, page.article), _snippets(page))
    return sorted(found)


def _prose(page: Facts) -> Iterator[Finding]:
    for passage in page.texts:
        words = passage.own.replace("\n", " ")  # so that a phrase is found across two lines
        for pattern, right in BANNED.items():
            for match in re.finditer(rf"(?<![\w-])(?:{pattern})(?![\w-])", words, re.IGNORECASE):
                yield page.at(passage.line_at(match.start()), f"`{match[0]}` stands for something unsaid; {right}")
        for start, sentence in sentences(passage.text):
            line, count, advice = passage.line_at(start), _count(sentence), f"{SENTENCE_WORDS} at most read well"
            if count >= LONG_SENTENCE_WORDS:
                yield page.at(line, f"{_quote(sentence)} has {count} words; make two sentences of it")
            elif count > SENTENCE_WORDS:
                yield page.at(line, f"{_quote(sentence)} has {count} words; {advice}", advice=True)


def _alt_texts(page: Facts) -> Iterator[Finding]:
    for alt in page.figures:
        if not alt.text.strip():
            yield page.at(alt.line, "the figure has no alt text; state in a sentence what it shows to be true")
        elif not _is_sentence(alt.text) or _count(alt.text) < ALT_WORDS:
            yield page.at(
                alt.line, f"the alt text {_quote(alt.text)} is no sentence; state what the figure shows to be true"
            )


def _lengths(page: Facts, article: Article) -> Iterator[Finding]:
    if (over := article.words - page.source_words - ARTICLE_WORDS) > 0:
        words = f"{article.words - page.source_words} words beside its list of sources"
        yield page.at(page.title_line, f"the article has {words}; cut {over}, or make two articles of it")
    if page.in_short is not None and page.in_short[1] > IN_SHORT_WORDS:
        line, count = page.in_short
        yield page.at(line, f"`In short` has {count} words; answer the title in at most {IN_SHORT_WORDS}")
    if (letters := len(article.title)) > TITLE_LETTERS:
        message = f"the title has {letters} characters; search results show about {TITLE_LETTERS}"
        yield page.at(page.title_line, message, advice=True)


def _metadata(page: Facts, article: Article, today: date) -> Iterator[Finding]:
    line, description = page.description_line, article.description
    if (letters := len(description)) > DESCRIPTION_LETTERS:
        yield page.at(line, f"the description has {letters} characters; state the finding in {DESCRIPTION_LETTERS}")
    stated = [sentence for _, sentence in sentences(description)]
    if not 1 <= len(stated) <= DESCRIPTION_SENTENCES or not all(map(_is_sentence, stated)):
        yield page.at(line, "the description is not one or two whole sentences; state the finding in such")
    if f" {_folded(article.title)} " in f" {_folded(description)} ":
        yield page.at(line, "the description repeats the title, which stands above it; state the finding")
    if article.reviewed is None:
        message = "the article has no `reviewed`; state the day on which it was checked against its sources"
        yield page.at(article.line, message)
    elif article.reviewed > today.isoformat():
        yield page.at(article.line, f"`reviewed` is {article.reviewed}, a day to come; state that of the last review")


def _links(page: Facts, article: Article) -> Iterator[Finding]:
    for link in article.read_before[PREREQUISITES:]:
        message = f"`{link.text}` is one prerequisite too many; keep the {PREREQUISITES} that are used directly"
        yield page.at(link.line, message)
    for link in article.read_before:
        if not link.reason:
            message = f"the prerequisite `{link.text}` has no reason; say what of it this article uses"
            yield page.at(link.line, message)
    if not article.read_after and not page.last:
        yield page.at(article.line, "the article has no `read-after`; name the one article that comes next")
    for link in article.read_after[1:]:
        yield page.at(link.line, f"`{link.text}` is one next article too many; keep the one that comes next")
    if page.sources < SOURCES:
        line = next((heading.line for heading in article.headings if _folded(heading.text) == "sources"), article.line)
        message = f"the number of sources cited is {page.sources}; tie the claims to {SOURCES} primary ones or more"
        yield page.at(line, message)


def _questions(page: Facts, article: Article) -> Iterator[Finding]:
    if (count := len(page.answers)) not in QUESTIONS:
        line = page.answers[0].line if page.answers else article.line
        wanted = f"{QUESTIONS.start} to {QUESTIONS.stop - 1}"
        yield page.at(line, f"the number of questions is {count}; answer {wanted} that people really ask")
    for answer in page.answers:
        if answer.words > ANSWER_WORDS:
            yield page.at(answer.line, f"the answer has {answer.words} words; say it in at most {ANSWER_WORDS}")
        opening = next((sentence for _, sentence in sentences(answer.opening)), "")
        if not _is_sentence(opening):
            yield page.at(answer.line, "the answer begins with no whole sentence; answer the question in its first")


def _snippets(page: Facts) -> Iterator[Finding]:
    blocks = [block for block in page.snippets if block.language in ("python", "output")]
    for number, block in enumerate(blocks):
        if block.language != "python":
            continue
        if (lines := len(block.code.splitlines())) > SNIPPET_LINES:
            message = f"the snippet has {lines} lines; keep what the argument needs, in at most {SNIPPET_LINES}"
            yield page.at(block.line, message)
        below = [other.language for other in blocks[number + 1 :]]
        shown = below[:1] == ["output"]
        prepares = "python" in below and not _prints(block.code)
        if not (shown or prepares or block.excused):
            message = "no `output` block follows the snippet; show what it prints, or say why not in a comment below it"
            yield page.at(block.line, message)


def _prints(code: str) -> bool:
    """Whether a snippet calls ``print``; one that does not parse might."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return True
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(isinstance(called, ast.Name) and called.id == "print" for called in calls)


def _repeated(pages: Iterable[Facts]) -> Iterator[Finding]:
    """The sentences that articles share, at each article but the first by path."""
    first: dict[str, tuple[str, int]] = {}
    for page in sorted(pages, key=lambda page: page.path):
        for passage in page.texts if page.article is not None else ():
            for start, sentence in sentences(passage.text):
                key, line = _folded(sentence), passage.line_at(start)
                if len(key.split()) < REPEATED_WORDS:
                    continue
                path, other = first.setdefault(key, (page.path, line))
                if path != page.path:
                    message = f"{_quote(sentence)} stands in {path}:{other} too; say it once, and link there"
                    yield page.at(line, message)


# -- sentences --------------------------------------------------------------------------------------------

_END = re.compile(r"""[.!?][”’"')\]]*(?=\s)""")
_ABBREVIATIONS = frozenset(["al", "cf", "e.g", "i.e", "v", "vs", "dr", "mr", "mrs", "ms", "st"])
_BEFORE_NUMBERS = frozenset(["art", "ch", "eq", "fig", "no", "p", "pp", "sec"])


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a passage, each with its place in it. What ends without a full stop is one, too."""
    start = 0
    for match in (*_END.finditer(text), None):
        end = match.end() if match is not None else len(text)
        if match is not None and _is_abbreviated(text[start : match.start()], text[end:]):
            continue
        if sentence := text[start:end].strip():
            yield text.index(sentence, start), sentence
        start = end


def _is_abbreviated(before: str, after: str) -> bool:
    """Whether the full stop between two texts belongs to the word in front of it."""
    word = re.split(r"[\s(\[“]", before)[-1].casefold()
    return word in _ABBREVIATIONS or (word in _BEFORE_NUMBERS and after.lstrip()[:1].isdigit())


def _is_sentence(text: str) -> bool:
    """Whether a text begins and ends as a sentence does; names such as k-means keep their small letter."""
    text = text.strip().strip("“”‘’\"'()[]")
    return text.endswith((".", "!", "?")) and re.match(r"[a-z]+\s", text) is None


def _count(text: str) -> int:
    """The words of a text; signs that stand alone are none."""
    return sum(any(map(str.isalnum, word)) for word in text.split())


def _folded(text: str) -> str:
    """The words of a text, whatever their case and the signs between them."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _quote(text: str, words: int = 7) -> str:
    first = text.split()
    return f"“{' '.join(first[:words])}{' …' if len(first) > words else ''}”"


# -- spelling ---------------------------------------------------------------------------------------------


def spelling(pages: Iterable[Facts]) -> list[Finding]:
    """British spellings in the authors' own words, found by codespell."""
    lines = [
        (page.path, passage.line + number, line)
        for page in pages
        for passage in page.texts
        for number, line in enumerate(passage.own.split("\n"))
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


# -- the facts, as Sphinx reads them ----------------------------------------------------------------------


def read(source: Path) -> list[Facts]:
    """The facts of all pages of a project; nothing is written for readers, and nothing is left in it."""
    source = source.resolve()
    with (
        tempfile.TemporaryDirectory(prefix="editorial-") as temporary,
        patch_docutils(source),
        docutils_namespace(),
    ):
        output, doctrees = Path(temporary, "output"), Path(temporary, "doctrees")
        app = Sphinx(source, source, output, doctrees, "dummy", status=None, warning=io.StringIO())
        app.builder.read()
        return [_facts(app.env, docname) for docname in sorted(app.env.found_docs)]


def todos(text: str) -> Iterator[int]:
    """The lines with a ``TODO``; a page that speaks of the word sets it in backquotes."""
    return (number for number, line in enumerate(text.split("\n"), start=1) if re.search(r"(?<!`)\bTODO\b", line))


def _facts(env: BuildEnvironment, docname: str) -> Facts:
    document = env.get_doctree(docname)
    graph = build_of(env).graph
    article = graph.articles.get(docname)
    facts = Facts(
        path=str(env.doc2path(docname, base=False)),
        todos=tuple(todos(env.doc2path(docname).read_text("utf-8"))),
        passages=tuple(_passages(document)),
        figures=tuple(_alt_text(image) for image in document.findall(nodes.image)),
    )
    if article is None:
        return facts
    sections = list(document.findall(nodes.section))
    short = next((section for section in sections if _folded(section[0].astext()) == "in short"), None)
    return replace(
        facts,
        article=article,
        title_line=_line_of(sections[0][0]) if sections else article.line,
        description_line=next(
            (_line_of(text) for text in document.findall(nodes.paragraph) if text.get("hub_role") == "description"),
            article.line,
        ),
        in_short=None if short is None else (_line_of(short[0]), _words(document, *short[1:])),
        answers=tuple(_answer(document, section) for section in sections if "hub-question" in section["classes"]),
        snippets=tuple(_snippet(block) for block in document.findall(nodes.literal_block)),
        sources=len({reference.get("refid") for reference in document.findall(nodes.footnote_reference)} - {None}),
        source_words=_words(document, *document.findall(nodes.footnote)),
        last=graph.section_articles[graph.section_of[docname]][-1] == docname,
    )


def _words(document: nodes.document, *parts: nodes.Node) -> int:
    """The words of parts of a page, as the hub counts them."""
    found = (part for part in parts if isinstance(part, nodes.Element))
    return sum(len(text.split()) for part in found for text in Reader(document, "").counted_texts(part))


def _answer(document: nodes.document, section: nodes.section) -> Answer:
    opening = section[1] if len(section) > 1 else None
    text = _passage(opening).text if isinstance(opening, nodes.paragraph) else ""
    return Answer(line=_line_of(section), words=_words(document, section), opening=text)


def _snippet(block: nodes.literal_block) -> Snippet:
    below = block.next_node(descend=False, siblings=True)
    return Snippet(
        line=_line_of(block),
        language=block.get("language", ""),
        code=block.astext(),
        excused=isinstance(below, nodes.comment),
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
    addnodes.toctree,
    hub_slot,
)


def _passages(node: nodes.Element, *, quoted: bool = False) -> Iterator[Passage]:
    for child in node.children:
        if not isinstance(child, nodes.Element) or isinstance(child, _NO_PROSE):
            continue
        if isinstance(child, nodes.TextElement):
            yield _passage(child, quoted=quoted)
        else:
            yield from _passages(child, quoted=quoted or isinstance(child, nodes.block_quote))


def _passage(node: nodes.Node, *, quoted: bool = False) -> Passage:
    runs = list(_runs(node, quoted=quoted))
    text, own = ("".join(column) for column in zip(*runs, strict=True)) if runs else ("", "")
    return Passage(line=_line_of(node), text=text, own=_without_quotations(own))


def _alt_text(image: nodes.image) -> Passage:
    text = image.get("alt", "")
    return Passage(line=_line_of(image), text=text, own=_without_quotations(text))


def _runs(node: nodes.Node, *, quoted: bool) -> Iterator[tuple[str, str]]:
    """The text in a node, beside what of it is the author's own."""
    if isinstance(node, nodes.Text):
        yield str(node), _blank(str(node)) if quoted else str(node)
    elif isinstance(node, nodes.literal | nodes.math):
        # One word, whatever stands in it.
        word = f"`{'_'.join(node.astext().split())}`"
        yield word, _blank(word)
    elif not isinstance(node, nodes.image | nodes.raw | nodes.footnote_reference | nodes.citation_reference):
        for child in node.children:
            yield from _runs(child, quoted=quoted or isinstance(child, nodes.emphasis | nodes.title_reference))


def _blank(text: str) -> str:
    return re.sub(r"\S", " ", text)


def _without_quotations(text: str) -> str:
    return re.sub(r'“[^”]*”|‘[^’]*’|"[^"]*"', lambda quotation: _blank(quotation[0]), text)


def _line_of(node: nodes.Node) -> int:
    """The line of the nearest node that has one; MyST gives an image inside a paragraph line 0."""
    above: nodes.Node | None = node
    while above is not None and not above.line:
        above = above.parent
    return 1 if above is None or above.line is None else above.line


# -- the command ------------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is found in a project; returns the exit code."""
    parser = argparse.ArgumentParser(description="Say of the pages what a reviewer would say first.")
    parser.add_argument(
        "source",
        nargs="?",
        type=Path,
        default=Path(__file__).parents[1],
        help="the folder with conf.py (default: this project)",
    )
    pages = read(parser.parse_args(arguments).source)
    found = sorted([*findings(pages, date.today()), *spelling(pages)])
    for finding in found:
        print(finding)
    return int(any(not finding.advice for finding in found))


if __name__ == "__main__":
    sys.exit(main())
