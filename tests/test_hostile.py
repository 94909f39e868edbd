"""Hostile input: whatever a ``hub-meta`` holds, the build ends, each fault has its place, and nothing gets through.

Each file in ``fixtures/hostile`` is the body of one. All of them stand in one project between articles that are right,
once in Markdown and once in reStructuredText.
"""

from __future__ import annotations

import copy
import json
import os
import re
import sys
import tracemalloc
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import sphinx_hub
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree
from sphinx.search import js_index
from sphinx_hub.core.check import check
from sphinx_hub.core.meta_keys import Parsed, parse
from sphinx_hub.core.model import Link

from tests.core.strategies import article as graph_article
from tests.core.strategies import counted, examples, graph_of, growth
from tests.projects import Build, Built, article, run_sphinx, write_files

FIXTURES = Path(__file__).with_name("fixtures") / "hostile"
SUFFIXES = (".md", ".rst")

# -- the fixtures


@dataclass(frozen=True)
class Hostile:
    """A hostile body.

    Its file begins with what is told of it, as ``SUBTYPE:LINE``, behind a slash what is told in reStructuredText if
    that is another thing. Lines count from the body's first; 0 is the directive's own. ``+raw`` says that questions or
    definitions hold HTML or links, which are the parser's affair on the page itself, ``+open`` that elements in them
    are never closed, ``+wordless`` that a question has no words. Then the body: ``<<U+0000>>`` is a character,
    ``<<3*text>>`` is three times the text; in it ``\\n`` ends a line, and ``{n}`` counts from 0.
    """

    name: str
    body: str
    told: dict[str, list[tuple[str, int]]]
    flags: tuple[str, ...] = ()

    @classmethod
    def read(cls, path: Path) -> Hostile:
        head, _, body = path.read_text(encoding="utf-8").partition("\n")
        words, *flags = head.split(" +")
        md, _, rst = words.partition("/")
        told = {".md": _told(md), ".rst": _told(rst or md)}
        body = re.sub(r"<<U\+([0-9A-F]+)>>", lambda match: chr(int(match[1], 16)), body)
        return cls(path.stem, re.sub(r"<<(\d+)\*(.*?)>>", _repeated, body), told, tuple(flags))

    def page(self, suffix: str) -> str:
        """The page of an article with this body; it begins at :data:`FIRST_LINE`."""
        title = f"Bad {self.name}"
        if suffix == ".md":
            return f"# {title}\n\n````{{hub-meta}}\n{self.body}````\n\nSome text.\n"
        indented = "".join(f"   {line}\n" if line else "\n" for line in self.body.split("\n"))
        return f"{title}\n{'=' * len(title)}\n\n.. hub-meta::\n\n{indented}\nSome text.\n"

    def is_read_as(self, suffix: str) -> bool:
        """Whether the parser of the markup leaves the body as it is; docutils ends lines at other characters, too."""
        return suffix == ".md" or not self.name.startswith("chars-") or self.told[".md"] == self.told[".rst"]


DIRECTIVE_LINE = {".md": 3, ".rst": 4}
FIRST_LINE = {".md": 4, ".rst": 6}


def _told(text: str) -> list[tuple[str, int]]:
    """The pairs of ``meta:3 meta:5-7 reference:4*2 none``: one, one for each line, two of them, and nothing."""
    pairs = []
    for word in text.replace("none", "").split():
        match = re.fullmatch(r"([a-z]+):(\d+)(?:-(\d+))?(?:\*(\d+))?", word)
        assert match is not None, word
        lines = range(int(match[2]), int(match[3] or match[2]) + 1)
        pairs += [(match[1], line) for line in lines] * int(match[4] or 1)
    return pairs


def _repeated(match: re.Match[str]) -> str:
    times, text = int(match[1]), match[2].replace("\\n", "\n")
    return "".join(text.replace("{n}", str(n)) for n in range(times)) if "{n}" in text else text * times


@cache
def stated(name: str, suffix: str) -> Parsed:
    """What the body of a fixture states."""
    body = next(hostile.body for hostile in HOSTILE if hostile.name == name)
    # Markdown has a sign of its own for NUL; what a parser takes for the end of a line is told by fixtures.
    body = body.replace("\0", "\ufffd") if suffix == ".md" else body
    return parse(body, docname=f"bad/{name}", line=1, first_line=1, suffixes=SUFFIXES)


HOSTILE = [Hostile.read(path) for path in sorted(FIXTURES.glob("*.txt"))]

# -- the project around them

CONF = """
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
html_sidebars = {"**": ["localtoc.html", "hub/navigation.html"]}
html_baseurl = "https://example.com/hub/"
html_copy_source = False
hub_path_lanes = 1000
"""
GOOD = {
    "index.md": "# Home\n\n````{hub-meta}\ntype: hub\ndescription: A hub.\n````\n",
    "glossary.md": "---\norphan: true\n---\n\n# Glossary\n\n```{hub-glossary}\n```\n\n```{hub-path} bad\n```\n",
    "a/index.md": "# A\n\n````{hub-meta}\ntype: section\ndescription: A section.\nstart: one\n````\n",
    "a/one.md": article("One", read_after="two", terms="{good: A good term.}"),
    "a/two.md": article("Two", read_before="{one: Because.}", questions="[{q: Why?, a: So.}]"),
    "bad/index.md": "# Bad\n\n````{hub-meta}\ntype: section\ndescription: What is in it is bad.\n````\n",
    "bad/target.md": article("Target"),
    "bad/other.md": article("Other", read_before="target"),
    "z/index.md": "# Z\n\n````{hub-meta}\ntype: section\ndescription: Another section.\n````\n",
    "z/three.md": article("Three", read_before="/a/two"),
}


@contextmanager
def nothing_written_outside(*folders: Path) -> Iterator[None]:
    """Fail if anything is opened for writing, made, moved or removed that is not in the folders."""
    outside: list[str] = []
    _watched.append((folders, outside))
    try:
        yield
    finally:
        _watched.pop()
    assert outside == []


_watched: list[tuple[tuple[Path, ...], list[str]]] = []
_CHANGES = {"os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.link", "shutil.rmtree", "shutil.move"}


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watched:
        return
    if event == "open":
        name, mode, flags = arguments
        if not (isinstance(mode, str) and set(mode) & set("wax+") or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
            return
    elif event in _CHANGES:
        name = arguments[0]
    else:
        return
    folders, outside = _watched[-1]
    # A number is a file that is open already; a compiled module belongs to Python.
    if isinstance(name, int) or "__pycache__" in (path := os.path.abspath(os.fsdecode(name))):
        return
    if path != os.devnull and not any(Path(path).is_relative_to(folder) for folder in folders):
        outside.append(f"{event} {path}")


sys.addaudithook(_watch)


class Site:
    """A built project, with its pages parsed."""

    def __init__(self, built: Built) -> None:
        self.built = built
        self._pages: dict[str, Any] = {}

    def page(self, name: str) -> Any:
        """The tree of an HTML file."""
        if name not in self._pages:
            parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
            self._pages[name] = lxml.html.parse(self.built.output / f"{name}.html", parser).getroot()
        return self._pages[name]

    @cached_property
    def hub(self) -> dict[str, Any]:
        """hub.json."""
        return json.loads(self.built.read("hub.json"))  # type: ignore[no-any-return]

    @cached_property
    def articles(self) -> dict[str, Any]:
        """Docname -> its article in hub.json."""
        return {article["docname"]: article for article in self.hub["articles"]}

    def json_ld(self, name: str) -> dict[Any, Any]:
        """What JSON-LD says on a page, by type."""
        (script,) = self.page(name).xpath('//script[@type="application/ld+json"]')
        things = json.loads(script.text)["@graph"]
        return {thing["@type"] if isinstance(thing["@type"], str) else "Article": thing for thing in things}


@pytest.fixture(scope="module", params=SUFFIXES)
def suffix(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def site(suffix: str, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The project with all hostile pages."""
    folder = tmp_path_factory.mktemp("hostile").resolve()
    pages = {f"bad/{hostile.name}{suffix}": hostile.page(suffix) for hostile in HOSTILE}
    write_files(folder / "source", {"conf.py": CONF, **GOOD, **pages})
    with nothing_written_outside(folder / "html", folder / "html-doctrees"):
        return Site(run_sphinx(folder / "source", folder / "html"))


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The project without a hostile page."""
    folder = tmp_path_factory.mktemp("good").resolve()
    write_files(folder / "source", {"conf.py": CONF, **GOOD})
    built = run_sphinx(folder / "source", folder / "html")
    assert built.relative_warnings == []
    return Site(built)


def each(test: Any) -> Any:
    return pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)(test)


# -- what is told


def located(line: str) -> tuple[str, int, str, str] | None:
    """The file, line, message and subtype of a warning of the extension."""
    match = re.fullmatch(r"(.+?):(\d+): WARNING: (.*) \[hub\.([a-z]+)\]", line)
    return (match[1], int(match[2]), match[3], match[4]) if match else None


@each
def test_each_fault_is_told_once_at_its_line(hostile: Hostile, suffix: str, site: Site) -> None:
    name = f"bad/{hostile.name}{suffix}"
    told = []
    for line in site.built.hub_warnings:
        if line.startswith(f"{name}:"):
            place = located(line)
            assert place is not None, line
            file, number, message, subtype = place
            assert file == name
            assert 1 <= number <= hostile.page(suffix).count("\n")
            assert message.isprintable()
            assert len(message) < 1000
            told.append((subtype, 0 if number == DIRECTIVE_LINE[suffix] else number - FIRST_LINE[suffix] + 1))
    assert sorted(told) == sorted(hostile.told[suffix])


def test_every_warning_is_about_a_hostile_page(suffix: str, site: Site) -> None:
    """The extension's own, and those of parsers about what an answer holds."""
    names = {f"bad/{hostile.name}{suffix}" for hostile in HOSTILE}
    assert len(site.built.hub_warnings) == sum(len(hostile.told[suffix]) for hostile in HOSTILE)
    for line in site.built.relative_warnings:
        if match := re.match(r"(.*?):\d*: (WARNING|ERROR|CRITICAL): ", line):
            assert match[1] in names, line


# -- what is written

_ADDRESSES = ("href", "src", "action", "formaction", "data", "xlink:href", "poster")


_ACTIVE = ("iframe", "object", "embed", "img", "style", "textarea", "base", "meta", "form", "b", "i")


def active(tree: Any) -> Counter[str]:
    """What in a page does something, or stands out: scripts, handlers, addresses of code, odd elements, comments."""
    found: Counter[str] = Counter()
    for element in tree.iter():
        if not isinstance(element.tag, str):
            found[f"a comment: {element.text}"] += 1
            continue
        if element.tag == "script" and element.get("type") != "application/ld+json":
            source = (element.get("src") or "").rpartition("/")[2]
            if not source.startswith("hub-path.js"):  # the extension's own, where a path is drawn
                found[f"a script: {source} {element.text}"] += 1
        if element.tag in _ACTIVE:
            found[f"an element: {element.tag} {element.get('name', '')}"] += 1
        for name, value in element.attrib.items():
            if name.lower().startswith("on"):
                found[f"a handler: {name}"] += 1
            address = re.sub(r"[\x00-\x20]", "", value).lower()
            if name.lower() in _ADDRESSES and re.match(r"(javascript|vbscript|data):", address):
                found[f"an address: {value}"] += 1
    return found


@each
def test_nothing_gets_through_to_the_page(hostile: Hostile, site: Site, good: Site) -> None:
    tree = copy.deepcopy(site.page(f"bad/{hostile.name}"))
    if "open" in hostile.flags:
        return  # elements that are never closed leave the rest of the page to the browser's guess
    if "raw" in hostile.flags:
        # Questions and answers are there as the parser reads them, and in the page's contents; nowhere else.
        for part in tree.xpath('//*[@id="common-questions"] | //li[a[starts-with(@href, "#")]]'):
            part.drop_tree()
    assert active(tree) - active(good.page("bad/target")) == Counter()


OTHERS = ["index", "bad/index", "bad/target", "bad/other", "a/one", "a/two", "z/three", "search", "genindex"]


@pytest.mark.parametrize("name", OTHERS)
def test_nothing_gets_through_to_other_pages(name: str, site: Site, good: Site) -> None:
    assert active(site.page(name)) - active(good.page(name)) == Counter()


def test_only_definitions_get_through_to_the_glossary(site: Site, good: Site) -> None:
    """They are the article's own markup; their terms are not."""
    tree = copy.deepcopy(site.page("glossary"))
    for definition in tree.xpath('//*[contains(@class, "hub-glossary")]//dd'):
        definition.drop_tree()
    assert active(tree) - active(good.page("glossary")) == Counter()


def shown(text: str) -> str:
    """A text as HTML shows it."""
    return " ".join(text.replace("\ufeff", "").split())


@each
def test_programs_read_what_the_body_says(hostile: Hostile, suffix: str, site: Site) -> None:
    name = f"bad/{hostile.name}"
    parsed = stated(hostile.name, suffix)
    meta = parsed.meta
    if not hostile.is_read_as(suffix):
        return
    if meta is None or meta.type in ("hub", "section"):
        assert name not in site.articles
        return
    told = site.articles[name]
    resolved = {"bad/target", "bad/other", "index", "glossary"} & set(site.articles)
    assert (told["type"], told["description"], told["reviewed"]) == (meta.type, meta.description, meta.reviewed)
    assert told["aliases"] == list(meta.aliases)
    assert list(told["terms"]) == [term.name for term in meta.terms]
    for key, links in (("read_before", meta.read_before), ("read_after", meta.read_after)):
        assert [(link["docname"], link["reason"]) for link in told[key]] == [
            (link.docname, link.reason) for link in links if link.docname in resolved
        ]
    assert len(told["questions"]) == len(parsed.questions) - ("wordless" in hostile.flags)

    things = site.json_ld(name)
    assert things["Article"].get("description", "") == meta.description
    assert things["Article"]["learningResourceType"] == meta.type
    assert things["Article"].get("teaches", []) == [term.name for term in meta.terms]
    entries = things["FAQPage"]["mainEntity"] if "FAQPage" in things else []
    assert [(entry["name"], entry["acceptedAnswer"]["text"]) for entry in entries] == [
        (question["question"], question["answer"]) for question in told["questions"]
    ]


@each
def test_readers_see_plain_texts_as_typed(hostile: Hostile, suffix: str, site: Site) -> None:
    meta = stated(hostile.name, suffix).meta
    if f"bad/{hostile.name}" not in site.articles or not hostile.is_read_as(suffix):
        return
    assert meta is not None
    page = site.page(f"bad/{hostile.name}")
    before = [
        shown(span.text_content())
        for span in page.xpath('//aside[contains(@class, "hub-before")]//*[contains(@class, "hub-reason")]')
    ]
    assert before == [shown(link.reason) for link in meta.read_before if link.reason and link.docname == "bad/target"]
    (entry,) = (
        item
        for item in site.page("bad/index").xpath('//ol[contains(@class, "hub-path-list")]/li')
        if item.xpath(f'.//a[@href="{hostile.name}.html"]')
    )
    assert shown(meta.description) in shown(entry.text_content())
    if not hostile.flags:
        # What programs read as questions is what the page shows, without the sign that is a link to the place.
        asked = page.xpath('//section[contains(@class, "hub-question") and not(contains(@class, "hub-questions"))]')
        heads = [shown(section[0].text_content().removesuffix("¶")) for section in asked]
        assert heads == [shown(q["question"]) for q in site.articles[f"bad/{hostile.name}"]["questions"]]
    (kind,) = page.xpath('//p[contains(@class, "hub-byline")]//*[contains(@class, "hub-type")]')
    assert shown(kind.text_content()) == shown(meta.type[:1].upper() + meta.type[1:])


def test_escapes_of_a_markup_are_no_part_of_its_texts(site: Site) -> None:
    article = site.articles["bad/answer-escapes"]
    assert article["terms"] == {"escaped": "A *star*."}
    assert [(question["question"], question["answer"]) for question in article["questions"]] == [
        ("Is *args special?", r"Yes, *args* is \special_.")
    ]


def test_hub_json_keeps_to_its_schema(site: Site) -> None:
    schema = json.loads(Path(sphinx_hub.__file__).with_name("hub.schema.json").read_text("utf-8"))
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(site.hub)


def test_the_inventory_and_the_search_index_can_be_read(site: Site) -> None:
    """Each object has a line of its own, and none has two."""
    head, _, rest = (site.built.output / "objects.inv").read_bytes().partition(b"using zlib.\n")
    assert head.startswith(b"# Sphinx inventory version 2\n")
    lines = zlib.decompress(rest).decode("utf-8").splitlines()
    entry = re.compile(r"(?x)(.+?)\s+(\S+)\s+(-?\d+)\s+?(\S*)\s+(.*)")  # as Sphinx reads it
    assert [line[:100] for line in lines if not entry.match(line)] == []
    terms = {name for article in site.articles.values() for name in article["terms"]}
    assert sum(1 for line in lines if " std:term " in line) == len({name.casefold() for name in terms})
    index = js_index.loads(site.built.read("searchindex.js"))
    assert len(index["docnames"]) == len(GOOD) + len(HOSTILE)


# -- what is around them


@pytest.mark.parametrize("name", ["a/index", "a/one", "a/two", "z/index", "z/three"])
def test_other_articles_are_as_they_are_without(name: str, site: Site, good: Site) -> None:
    def content(site: Site) -> bytes:
        (body,) = site.page(name).xpath('//div[@class="body"]')
        assert not body.xpath('.//a[contains(@href, "bad/") and not(contains(@href, "bad/index"))]')
        return bytes(lxml.html.tostring(body))

    assert content(site) == content(good)
    if name in good.articles:
        assert site.articles[name] == good.articles[name]
    assert site.json_ld(name) == good.json_ld(name)


BURDENS = {
    "terms": lambda size: "terms:\n" + "".join(f"  term {n}: Definition {n}.\n" for n in range(size)),
    "questions": lambda size: "questions:\n" + "".join(f"  - {{q: Why {n}?, a: So.}}\n" for n in range(size)),
    "equal questions": lambda size: "questions:\n" + "  - {q: Why?, a: So.}\n" * size,
    "aliases on one line": lambda size: f"aliases: ['{'x, ' * 50 * size}y]\n",
}


@pytest.mark.parametrize("burden", BURDENS.values(), ids=BURDENS)
def test_what_is_many_is_no_burden(burden: Callable[[int], str], tmp_path: Path) -> None:
    def run(size: int) -> None:
        page = f"# A\n\n````{{hub-meta}}\ntype: definition\ndescription: About it.\n{burden(size)}````\n"
        files = {"index.md": GOOD["index.md"], "glossary.md": GOOD["glossary.md"].replace(" bad", " /"), "a.md": page}
        write_files(tmp_path / f"{size}", {"conf.py": "html_sidebars = {'**': []}\n", **files})
        run_sphinx((tmp_path / f"{size}").resolve(), tmp_path / "html" / f"{size}", builder="html")

    assert growth(run, 50) < 6


@pytest.mark.parametrize(
    "alias", ["x" * 100_000 + "!", "( " * 50_000, " (a" * 30_000, f"a{' ' * 100_000}b (c)"], ids=lambda alias: alias[:4]
)
def test_nobody_searches_by_a_name_that_has_no_end(alias: str, build: Build) -> None:
    """The patterns that look for acronyms and parentheses would take long on it."""
    built = build({"index.md": GOOD["index.md"], "a.md": article("A", aliases=f"['{alias}', 'short (name)']")})
    assert built.relative_warnings == []
    entries = js_index.loads(built.read("searchindex.js"))["indexentries"]
    assert "short (name)" in entries
    assert all(len(entry) < 1000 for entry in entries)


def test_many_references_to_nothing_are_no_burden() -> None:
    """Each is told with the names that are near, of which a large hub has many."""

    def run(size: int) -> None:
        pages = [graph_article(f"what-is-topic-{n}") for n in range(200)]
        links = tuple(Link(docname=f"what-is-topix-{n}", text=f"what-is-topix-{n}", line=3) for n in range(size))
        graph = graph_of(*pages, replace(graph_article("bad"), read_before=links))
        told = list(check(graph, docnames=set(graph.pages), article_types={"definition": []}, glossary={}, requests={}))
        assert len(told) == size

    assert growth(run, 30) < 6


@each
def test_no_body_takes_many_steps(hostile: Hostile) -> None:
    with counted(most=4000 + 60 * len(hostile.body)):
        parse(hostile.body, docname="bad", line=1, first_line=1)


@each
def test_no_body_takes_much_memory(hostile: Hostile) -> None:
    tracemalloc.start()
    try:
        parse(hostile.body, docname="bad", line=1, first_line=1)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4_000_000 + 30 * len(hostile.body.encode("utf-8", "surrogatepass"))


# -- other builders


@pytest.mark.parametrize("builder", ["epub", "gettext", "latex", "texinfo", "xml"])
def test_other_builders_write_what_can_be_read(builder: str, tmp_path: Path) -> None:
    # Of a word of a megabyte the text builder and others make little, whoever wrote it.
    pages = {f"bad/{hostile.name}.md": hostile.page(".md") for hostile in HOSTILE if len(hostile.body) < 20_000}
    write_files(tmp_path / "source", {"conf.py": CONF, **GOOD, **pages})
    source = (tmp_path / "source").resolve()
    with nothing_written_outside(tmp_path / builder, tmp_path / f"{builder}-doctrees"):
        built = run_sphinx(source, tmp_path / builder, builder=builder)
    assert len(built.hub_warnings) == sum(
        len(hostile.told[".md"]) for hostile in HOSTILE if f"bad/{hostile.name}.md" in pages
    )
    # What questions and answers hold as HTML, an EPUB holds, too.
    raw = {f"bad/{hostile.name}" for hostile in HOSTILE if hostile.flags} | {"glossary"} if builder == "epub" else set()
    broken = []
    for path in sorted((*built.output.rglob("*.xml"), *built.output.rglob("*.xhtml"))):
        name = path.relative_to(built.output).with_suffix("").as_posix()
        if name in raw:
            continue
        try:
            etree.parse(path, etree.XMLParser(huge_tree=True))
        except etree.XMLSyntaxError as error:
            broken.append(f"{name}: {error}")
    assert broken == []


# -- whatever is typed

_WORDS = st.sampled_from(
    ["type", "definition", "hub", "description", "questions", "terms", "read-before", "aliases", "q", "a", "one", "two"]
    + [": ", "- ", "\n", "\n  ", "\n    ", "|", "[", "]", "{", "}", "#", " #", "'", '"', "&x ", "*x", "!x ", "<<: ", "? "]
    + ["```", "`", "$", "\\", "<script>", "../..", "{hub-meta}", "\t", "\x0c", "\u2028", "\x85", "\ufeff", "\x00", "---\n"]
)  # fmt: skip
_BODIES = (
    st.lists(_WORDS, max_size=30).map("".join)
    | st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=60)
    | st.sampled_from(HOSTILE).flatmap(
        lambda hostile: st.integers(0, min(len(hostile.body), 2000)).map(lambda end: hostile.body[:end])
    )
)
_START = "type: definition\ndescription: About it.\n"


@settings(examples(6), phases=[Phase.generate])  # a failure shows its bodies; to make them smaller takes long
@given(st.lists(_BODIES | _BODIES.map(lambda body: _START + body), min_size=12, max_size=12))
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_body_brings_a_build_down(
    suffix: str, good: Site, tmp_path_factory: pytest.TempPathFactory, bodies: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("random").resolve()
    pages = {f"bad/p{n}{suffix}": Hostile(f"p{n}", body + "\n", {}).page(suffix) for n, body in enumerate(bodies)}
    write_files(folder / "source", {"conf.py": CONF, **GOOD, **pages})
    with nothing_written_outside(folder / "html", folder / "html-doctrees"):
        built = run_sphinx(folder / "source", folder / "html")
    for line in built.hub_warnings:
        place = located(line)
        assert place is not None, line
        file, number, message, _ = place
        assert 1 <= number <= pages[file].count("\n") + 1, line
        assert message.isprintable()
    json.loads(built.read("hub.json"))
    assert active(Site(built).page("bad/index")) - active(good.page("bad/index")) == Counter()
