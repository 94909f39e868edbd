"""The command line: ``python -m sphinx_hub new | plan | report | diff | adopt``.

A project is read by Sphinx itself, into a temporary folder, so that what is told here is what a build would say;
nothing is written for readers. What the extension warns of while reading goes to the standard error.
"""

from __future__ import annotations

import argparse
import io
import json
import posixpath
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..core.graph import LearningGraph
from ..core.model import HUB, SECTION
from ..core.names import asked_about
from ..core.report import Report, report
from ..core.text import near, resolve, shown
from ..settings import headings_of
from .project import CommandError, LoadedProject, read_project

if TYPE_CHECKING:
    from sphinx.config import Config

    from ..core.untaught import Untaught
    from .skeleton import Markup

PROGRAM = "python -m sphinx_hub"

# -- what is typed ----------------------------------------------------------------------------------------

_EXIT_CODES = """\
exit codes:
  0  all went well; warnings about pages may stand on the standard error
  1  refused, not found, or the project cannot be read; the message says what would be right
  2  the command was not typed as it should be"""

_HELP = f"""\
Begin articles of a hub, and ask what it knows. The project is read as Sphinx reads it; no build is
needed before, and nothing is left in it but the page that `new` writes.

commands:
  new TYPE TITLE --section SECTION   begin an article with the headings of its type, or a section
  plan ARTICLE                       what to read before an article, in learning order
  report                             what a maintainer watches
  diff OLD NEW                       what a change does to the curriculum
  adopt                              propose metadata for a project that has none

a first article:
  {PROGRAM} new comparison "Precision vs Recall" --section foundations
  {PROGRAM} plan foundations/precision-vs-recall

`{PROGRAM} COMMAND --help` says more, with an example.

{_EXIT_CODES}"""

_HELP_NEW = f"""\
Begin an article: write a page with TITLE into the folder of a section, in the markup of that
section's own page. It has a hub-meta, the headings that its type requires (`hub_article_types` in
conf.py), a place for its sources, and, where the section names a start, that article to be read
before it. It builds without a warning, and is a draft, which is kept out of the hub until its line
`draft: true` goes; every place that waits for you says TODO. Where another article has the subject of
the title, or a term or alias of that name, it says so.

With the TYPE `section` it is the page of a new section, in the folder SECTION.

The file's name is made of the title's Latin letters and digits, in German with ae for ä and ss for ß. A page that exists is never
written over. The path of the new page is printed.

example:
  {PROGRAM} new comparison "Precision vs Recall" --section foundations
writes, if the section's page is foundations/index.md,
  foundations/precision-vs-recall.md
and a section is begun by
  {PROGRAM} new section "Language Models" --section models

A title that begins with a dash stands last, behind `--`:
  {PROGRAM} new --section foundations definition -- "-inf in Softmax"

{_EXIT_CODES}"""

_HELP_PLAN = f"""\
Print all that the prerequisites of an article lead back to, in learning order, and how long it
takes to read. ARTICLE is the page's name from the source folder on, with or without suffix.

example:
  {PROGRAM} plan foundations/precision-vs-recall

Pages of other projects are named before the plan, as their inventories have them.

With --json it is an object with `article` and `minutes`, and `plan`, a list in learning order; where
pages of other projects come first, these are in `elsewhere`.

{_EXIT_CODES}"""

_HELP_REPORT = f"""\
Print what a maintainer watches:

  - articles without questions;
  - terms used before they are taught: a term of another article, in whatever form, that the text uses
    though neither the article's reading plan holds the one that defines it nor a link on the page leads
    there; once per article, at the first use, unless that is set in emphasis, which says that it is
    explained there. Headings, code, quotations and sources do not count;
  - prerequisites that others imply: if c names a and b in its read-before, and b names a, then
    the entry a of c says nothing new; keep it only if its reason names what c uses directly;
  - the longest chain of prerequisites, which is how far a reader may have to go back;
  - reviews older than a year, and articles never reviewed (`reviewed` in the hub-meta).

example:
  {PROGRAM} report --source docs --json

With --json it is an object with a key for each of these.

{_EXIT_CODES}"""

_HELP_DIFF = f"""\
Print what a change does to the curriculum: articles that were added, are gone, or have another name
or title; prerequisites and next articles that were added or removed; plans that are longer or shorter;
articles that moved in the order. OLD and NEW are two hub.json, or folders of builds that hold one.

example:
  {PROGRAM} diff main/_build/html _build/html --format markdown

With --check the exit code is 1 where an article is gone, so that its address would lead nowhere.

{_EXIT_CODES}"""

_HELP_ADOPT = f"""\
Propose what the pages of a project may state that has no metadata yet, or lacks it on some pages. It is
read from what they say already:

  - the type: the root document is the hub, a page with a toctree is a section, another page is an article
    of a type that its title and its listings suggest;
  - the description: the page's first sentence that says what it is about;
  - what to read before: pages that it links to where it speaks of prerequisites, in a heading, a box, a
    table, a directive (`prereq`), or a sentence such as "This lesson builds on ...".

A patch is printed. Above each file stands the evidence: what was read, and where. With --write the
proposals are written into the files, as front matter in Markdown, below the title in reStructuredText.
Pages that have metadata stay as they are, so a second run proposes nothing. Nothing is proposed
that contradicts the toctrees or closes a circle; such prerequisites, and pages that stay as they are,
are named on the standard error with the reason. The extension need not be in conf.py yet.

example:
  {PROGRAM} adopt --source docs > proposals.patch

With --json it is an object with `pages` and `left_out`.

{_EXIT_CODES}"""


def _parser() -> argparse.ArgumentParser:
    def add_options(parser: argparse.ArgumentParser, source: str, json: Any) -> None:
        parser.add_argument("--source", metavar="FOLDER", default=source, help="the folder with conf.py (here: .)")
        parser.add_argument("--json", action="store_true", default=json, help="print JSON, for programs")

    def command(name: str, description: str, help: str) -> argparse.ArgumentParser:
        parser = commands.add_parser(name, description=description, help=help, formatter_class=layout)
        # Typed before the command or behind it; what is not typed behind it leaves what was typed before.
        add_options(parser, argparse.SUPPRESS, argparse.SUPPRESS)
        return parser

    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog=PROGRAM, usage=f"{PROGRAM} COMMAND ...", description=_HELP, formatter_class=layout
    )
    add_options(parser, ".", False)
    parser.add_argument("--version", action="version", version=f"sphinx_hub {__version__}", help="print the version")
    commands = parser.add_subparsers(prog=PROGRAM, dest="command", metavar="COMMAND", help=argparse.SUPPRESS)
    new = command("new", _HELP_NEW, "begin an article")
    new.add_argument(
        "type", metavar="TYPE", help="an article type of `hub_article_types`, such as comparison, or section"
    )
    new.add_argument("title", metavar="TITLE", help="the title as readers will see it, in quotes")
    new.add_argument("--section", metavar="SECTION", required=True, help="the section's folder, or its page")
    new.add_argument("--of-make", action="store_true", help=argparse.SUPPRESS)  # SECTION=... was typed
    plan = command("plan", _HELP_PLAN, "print a reading plan")
    plan.add_argument("article", metavar="ARTICLE", help="the article's page, such as foundations/overfitting")
    command("report", _HELP_REPORT, "print what a maintainer watches")
    diff = command("diff", _HELP_DIFF, "print what a change does to the curriculum")
    diff.add_argument("old", metavar="OLD", help="the hub.json before the change, or the folder of that build")
    diff.add_argument("new", metavar="NEW", help="the hub.json after it, or the folder of that build")
    diff.add_argument(
        "--format", choices=("text", "markdown"), default="text", help="for a terminal, or a pull request"
    )
    diff.add_argument("--check", action="store_true", help="exit with 1 where an article is gone")
    adopt = command("adopt", _HELP_ADOPT, "propose metadata for a project that has none")
    adopt.add_argument("--write", action="store_true", help="write what is proposed into the pages")
    adopt.add_argument("--type", metavar="TYPE", help="the type of articles whose title does not tell it")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # whatever a title holds, and whatever the terminal knows
    parser = _parser()
    typed = parser.parse_args(arguments)
    commands = {"new": _new, "plan": _plan, "report": _report, "diff": _diff, "adopt": _adopt}
    if typed.command is None:
        parser.error(f"name a command: {', '.join(commands)}; `{PROGRAM} --help` says what they do")
    try:
        commands[typed.command](typed)
    except CommandError as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        return 1
    return 0


# -- new --------------------------------------------------------------------------------------------------


_TAKEN = "exists already and stays as it is; edit it, or choose another title"


def _new(typed: argparse.Namespace) -> None:
    title = _one_line(typed.title)
    with read_project(typed.source, warn=False) as project:
        docname, suffix, text = (_begun_section if typed.type == SECTION else _begun_article)(project, typed, title)
        path = Path(typed.source, docname + suffix)
        if docname in project.env.found_docs:
            raise CommandError(f"the page `{project.env.doc2path(docname, base=False)}` {_TAKEN}")
        namesakes = () if typed.type == SECTION else tuple(_namesakes(project.graph, title))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:  # and Sphinx is told to leave it out
        raise CommandError(f"the file `{shown(str(path))}` {_TAKEN}") from None
    except OSError as error:
        raise CommandError(f"the page `{shown(str(path))}` cannot be written: {error.strerror}") from error
    for name, what, other in namesakes:
        note = (
            f"{PROGRAM}: note: `{shown(name)}` is {what} of {other}; link to it, and say what sets this article apart"
        )
        print(note, file=sys.stderr)
    _print_json({"path": str(path), "docname": docname}) if typed.json else _print(str(path))


def _begun_section(project: LoadedProject, typed: argparse.Namespace, title: str) -> tuple[str, str, str]:
    """Docname, suffix and text of the page of a new section."""
    from .skeleton import new_section

    folder = resolve(typed.section, "", project.suffixes)
    docname = folder if posixpath.basename(folder) == "index" else posixpath.join(folder, "index")
    if folder in project.graph.sections:  # whose page stands beside its folder
        docname = folder
    suffix = _suffix(project, str(project.config.root_doc))
    return docname, suffix, new_section(title, markup=_markup(project, suffix), thorough=_is_thorough(project.config))


def _begun_article(project: LoadedProject, typed: argparse.Namespace, title: str) -> tuple[str, str, str]:
    """Docname, suffix and text of a new article."""
    from docutils.nodes import make_id

    from .skeleton import new_page, transliterated

    headings = _headings(project, typed.type)
    section = _section(project, typed.section, "SECTION" if typed.of_make else "--section")
    slug = make_id(transliterated(title, project.config.language))
    if not slug:
        raise CommandError(
            f"TITLE `{shown(title)}` gives the file no name, which is made of Latin letters and digits; "
            "begin with a title that has some, and give the page its own title in the file"
        )
    suffix = _suffix(project, section)
    start = project.graph.starts[section]
    bibliography = project.config.bibtex_bibfiles if "bibtex_bibfiles" in project.config else ()
    text = new_page(
        title,
        typed.type,
        headings,
        start=posixpath.relpath("/" + start, "/" + posixpath.dirname(section)) if start else None,
        markup=_markup(project, suffix),
        thorough=_is_thorough(project.config),
        sources=next(iter(bibliography), None),
    )
    return posixpath.join(posixpath.dirname(section), slug), suffix, text


def _namesakes(graph: LearningGraph, title: str) -> Iterator[tuple[str, str, str]]:
    """What the title of a new article is about that others are about already: name, what it is there, and the article."""
    title_names = {name.casefold(): name for name in asked_about(title)}
    for docname, article in graph.articles.items():
        for what, names in (
            ("a term", [term.name for term in article.terms]),
            ("an alias", article.aliases),
            ("the subject", asked_about(article.title)[:2]),
        ):
            for name in names:
                if name.casefold() in title_names:
                    yield title_names[name.casefold()], what, docname


def _suffix(project: LoadedProject, docname: str) -> str:
    return str(project.env.doc2path(docname, base=False)).removeprefix(docname)


def _is_thorough(config: Config) -> bool:
    extensions: Iterable[str] = config.myst_enable_extensions if "myst_enable_extensions" in config else ()
    return not {"linkify", "replacements", "smartquotes"}.isdisjoint(extensions)


def _one_line(title: str) -> str:
    """The title on one line, without blanks around it."""
    title = " ".join(part.strip() for part in re.split(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]", title)).strip()
    if strange := re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", title):
        raise CommandError(f"TITLE holds U+{ord(strange[0]):04X}, which is no character of a text; leave it out")
    return title


def _headings(project: LoadedProject, kind: str) -> Sequence[str]:
    types = headings_of(project.config)
    if kind not in types or kind in (HUB, SECTION):
        known = ", ".join(f"`{name}`" for name in sorted(types)) or "none"
        advice = near(kind, {*types, SECTION}) or f"; the types of `hub_article_types` in conf.py are {known}"
        raise CommandError(f"TYPE `{shown(kind)}` is no article type{advice}")
    return types[kind]


def _section(project: LoadedProject, typed: str, option: str) -> str:
    sections = project.graph.sections
    name = resolve(typed, "", project.suffixes)
    for docname in (name, posixpath.join(name, "index")):
        if docname in sections:
            return docname
    if Path(project.env.srcdir, name).is_dir() and posixpath.join(name, "index") not in project.env.found_docs:
        known = ", ".join(f"`{shown(section.folder.rstrip('/') or '.')}`" for section in sections.values()) or "none"
        raise CommandError(
            f"{option} names `{shown(typed)}`, a folder without a section's page; "
            f"`new {SECTION} TITLE` with this {option} begins it, or write an index page in it (index.md or index.rst) with "
            "a title and, below that, a hub-meta with `type: section` and a description; "
            f"the sections are {known}"
        )
    if not sections:
        raise CommandError(
            f"{option} names `{shown(typed)}`, and the project has no sections; a section is a folder whose index page "
            "has a hub-meta with `type: section` and a description; `new section TITLE --section FOLDER` begins one"
        )
    folders = [section.folder.rstrip("/") or "." for section in sections.values()]
    known = ", ".join(f"`{shown(folder)}`" for folder in folders)
    advice = near(name, folders) or f"; the sections are {known}"
    raise CommandError(f"{option} names `{shown(typed)}`, which is no section's folder or page{advice}")


def _markup(project: LoadedProject, suffix: str) -> Markup:
    parser = str(project.config.source_suffix.get(suffix) or "restructuredtext")
    if parser == "restructuredtext":
        return "restructuredtext"
    if parser in ("markdown", "md", "myst", "myst-nb") and suffix != ".ipynb":
        return "markdown"
    raise CommandError(
        f"the section's page is a `{suffix}` file, and only Markdown and reStructuredText can be begun here"
    )


# -- plan -------------------------------------------------------------------------------------------------


_OF_A_PAGE_ELSEWHERE = ("project", "key", "docname", "title", "url")


def _plan(typed: argparse.Namespace) -> None:
    with read_project(typed.source, warn=True) as project:
        graph = project.graph
        docname = _article(project, typed.article)
        _prepare_minutes(project, [docname, *graph.plan(docname)])
    before = graph.plan(docname)
    plan = [_entry(graph, d) for d in before]
    elsewhere = graph.plan_elsewhere((*before, docname))
    for key in graph.unknown_elsewhere((*before, docname)):
        warning = f"the inventory of `{shown(key)}` could not be fetched, so the plan leaves out what it has"
        print(f"{PROGRAM}: {warning}", file=sys.stderr)
    minutes = sum(entry["minutes"] for entry in plan)
    article = _entry(graph, docname)
    if typed.json:
        pages = [{name: getattr(page, name) for name in _OF_A_PAGE_ELSEWHERE} for page in elsewhere]
        first = {"elsewhere": pages} if pages else {}
        _print_json({"article": article, "minutes": minutes, **first, "plan": plan})
        return
    if elsewhere:
        _print("Elsewhere first: " + ", ".join(f"{page.title} ({page.project}, {page.url})" for page in elsewhere))
    if not plan:
        _print(f"Nothing {'here ' if elsewhere else ''}comes before {_named(article)}.")
    else:
        _print(f"To be read before {_named(article)}: {_count(len(plan), 'article')}, {minutes} min")
        for place, entry in enumerate(plan, start=1):
            _print(f"{place:>4}. {_named(entry)}, {entry['minutes']} min")


def _prepare_minutes(project: LoadedProject, docnames: Iterable[str]) -> None:
    """Resolve the references that the word counts of these articles need, and no others."""
    from ..build.derived import build_of

    articles = project.graph.articles
    build_of(project.env).resolution.prepare(part for docname in docnames for part in articles[docname].pending)


def _article(project: LoadedProject, typed: str) -> str:
    from ..build.derived import build_of

    articles = project.graph.articles
    docname = resolve(typed, "", project.suffixes)
    if docname in articles:
        return docname
    if docname in build_of(project.env).drafts:
        raise CommandError(
            f"ARTICLE `{shown(typed)}` is a draft, which is in no plan until its line `draft: true` goes"
        )
    if docname in project.env.found_docs:
        raise CommandError(f"ARTICLE `{shown(typed)}` is a page, but no article; an article has a hub-meta with a type")
    last = posixpath.basename(docname)
    same = [name for name in articles if posixpath.basename(name) == last][:3]
    advice = f"; did you mean {' or '.join(f'`{shown(name)}`' for name in same)}?" if same else near(docname, articles)
    raise CommandError(
        f"ARTICLE `{shown(typed)}` does not exist{advice or '; name a page from the source folder on, as in foundations/loss'}"
    )


def _entry(graph: LearningGraph, docname: str) -> dict[str, Any]:
    article = graph.articles[docname]
    return {"docname": docname, "title": article.title, "type": article.type, "minutes": graph.minutes(docname)}


def _named(entry: Mapping[str, Any]) -> str:
    return f"{entry['title']} ({entry['docname']})"


# -- report -----------------------------------------------------------------------------------------------


def _report(typed: argparse.Namespace) -> None:
    from ..build.untaught import untaught_terms

    with read_project(typed.source, warn=True) as project:
        _prepare_minutes(project, project.graph.articles)
        result = report(project.graph, date.today(), untaught_terms(project.env))
        paths = {d: str(Path(typed.source, project.env.doc2path(d, base=False))) for d in project.graph.articles}
    if typed.json:
        _print_json(asdict(result))
        return
    _print(f"{_count(result.articles, 'article')}, {_count(result.sections, 'section')}, {result.minutes} min")
    for title, advice, lines in _lists(result, paths, typed.source):
        _print(f"\n{title}")
        if lines and advice:
            _print(f"  ({advice})")
        for line in lines or ["none"]:
            _print(f"  {line}")


def _lists(result: Report, paths: Mapping[str, str], source: str) -> Iterator[tuple[str, str, list[str]]]:
    """The title of each list, what to do about what is in it, and its lines."""
    yield "Articles without questions", "", [paths[d] for d in result.without_questions]
    yield (
        "Terms used before they are taught",
        "add a prerequisite or a link, say it in other words, or explain it there and set it in emphasis",
        [
            f"{Path(source, use.source) if use.source else paths[use.article]}:{use.line}: "
            f"{_used(use)} is taught in {use.taught_in}: {use.sentence}"
            for use in result.used_before_taught
        ],
    )
    yield (
        "Prerequisites that others imply",
        "keep an entry if its reason names something that the article uses directly; remove the others",
        [f"{paths[i.article]}:{i.line}: {i.prerequisite}, by {i.by}" for i in result.implied],
    )
    yield "Longest chain of prerequisites", "", [f"{n:>2}. {d}" for n, d in enumerate(result.longest_chain, start=1)]
    yield "Reviews older than a year", "", [f"{r.reviewed} {paths[r.article]}" for r in result.old_reviews]
    yield "Never reviewed", "", [paths[d] for d in result.never_reviewed]


def _used(use: Untaught) -> str:
    """A term, with the words that mean it where they are others."""
    return use.term if use.used.casefold() == use.term.casefold() else f"{use.term} (`{use.used}`)"


# -- diff -------------------------------------------------------------------------------------------------


def _diff(typed: argparse.Namespace) -> None:
    from . import diff as change

    diff = change.difference(typed.old, typed.new)
    if typed.json:
        _print_json(change.as_json(diff))
    else:
        for line in change.as_markdown(diff) if typed.format == "markdown" else change.as_text(diff):
            _print(line)
    if typed.check and diff.gone:
        gone = ", ".join(f"`{shown(docname)}`" for docname in diff.gone)
        raise CommandError(f"no article is left at the address of {gone}; keep the page, or add a redirect")


# -- adopt ------------------------------------------------------------------------------------------------


def _adopt(typed: argparse.Namespace) -> None:
    from . import adopt

    with read_project(typed.source, warn=False, may_lack_hub=True) as project:
        edits = adopt.find_edits(project, typed.source, typed.type)
    if typed.write:
        adopt.write(edits)
    if typed.json:
        _print_json(adopt.as_json(edits))
    else:
        for line in adopt.as_patch(edits):
            _print(line)
    for line in adopt.as_remarks(edits):
        print(line, file=sys.stderr)
    named = _count(len(edits.edits), "page")
    said = f"{named} written; build, and read the diff" if typed.write else f"{named} proposed; --write writes them"
    print(f"{PROGRAM}: {said if edits.edits else 'nothing to propose'}", file=sys.stderr)


# -- what is printed --------------------------------------------------------------------------------------


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _print(text: str) -> None:
    """Print a text of which no character moves the terminal's cursor or turns its lines round."""
    kept = "\n\u200c\u200d"  # joiners make one sign of several
    print("".join(c if c.isprintable() or c in kept else json.dumps(c)[1:-1] for c in text))


def _print_json(data: Any) -> None:
    print(json.dumps(data, indent=2))
