"""``python -m sphinx_hub``: what is written builds without a warning, what is told is what a build says."""

from __future__ import annotations

import json
import os
import posixpath
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sphinx_hub
from docutils.nodes import make_id
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sphinx_hub.cli.commands import main
from sphinx_hub.cli.skeleton import Markup, new_page

from tests.core.strategies import examples
from tests.projects import article, run_sphinx, write_files

HUB = "````{hub-meta}\ntype: hub\ndescription: A hub.\n````\n"
SECTION = "````{hub-meta}\ntype: section\ndescription: A section.\n````\n"
RST_SECTION = "R\n=\n\n.. hub-meta::\n\n   type: section\n   description: A section.\n"
TYPES = """
hub_article_types = {
    "definition": ["In short", "How it works", "Where it fits", "Common questions"],
    "how to: \\"do\\" it": ["*Steps* & `code`", "1. What_ is <b>C#</b>?", "機械學習", "-- and ..."],
    "essay": [],
}
nitpicky = True
"""
PROJECT = {
    "conf.py": TYPES,
    "index.md": f"# Home\n\n{HUB}",
    "s/index.md": "# S\n\n" + SECTION.replace("A section.", "A section.\nstart: first"),
    "s/first.md": article("First", type="essay"),
    "t/index.md": f"# T\n\n{SECTION}",
    "r/index.rst": RST_SECTION + "   start: deep/first\n",
    "r/deep/first.md": article("First", type="essay"),
    "plain.md": "---\norphan: true\n---\n\n# Plain\n\nNo hub-meta.\n",
}


@dataclass(frozen=True)
class Told:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Shell:
    """Runs the command line in this process, in a project's parent folder."""

    def __init__(self, parent: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.parent = parent
        self.source = parent / "source"
        self._capsys = capsys

    def write(self, files: Mapping[str, str]) -> None:
        write_files(self.source, files, conf="conf.py" in files)

    def __call__(self, *arguments: str, source: str | None = "source") -> Told:
        self._capsys.readouterr()
        try:
            code = main([*(["--source", source] if source is not None else []), *arguments])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        return Told(code, *self._capsys.readouterr())

    def files(self) -> dict[str, bytes]:
        return {str(p.relative_to(self.parent)): p.read_bytes() for p in self.parent.rglob("*") if p.is_file()}

    def titles(self, builder: str = "html") -> dict[str, str]:
        """Docname -> title, from a build that gives no warning."""
        built = run_sphinx(self.source.resolve(), self.parent / "output" / builder, builder=builder, tags=["drafts"])
        assert built.relative_warnings == []
        return {a["docname"]: a["title"] for a in json.loads(built.read("hub.json"))["articles"]}


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.chdir(tmp_path)
    shell = Shell(tmp_path, capsys)
    shell.write(PROJECT)
    return shell


# -- new


@pytest.mark.parametrize("kind", ["definition", 'how to: "do" it', "essay"])
@pytest.mark.parametrize("section", ["s", "t", "r"])
def test_a_new_page_builds_without_a_warning_and_has_what_its_type_requires(
    section: str, kind: str, shell: Shell
) -> None:
    before = shell.files()
    told = shell("new", kind, "Precision vs Recall", "--section", section)
    suffix = "rst" if section == "r" else "md"
    name = f"source/{section}/precision-vs-recall.{suffix}"
    assert told == Told(0, f"{name}\n", "")
    new = {path: text for path, text in shell.files().items() if path not in before}
    assert list(new) == [name]
    assert before.items() <= shell.files().items()

    assert shell.titles()[f"{section}/precision-vs-recall"] == "Precision vs Recall"
    (page,) = (
        page
        for page in json.loads((shell.parent / "output/html/hub.json").read_text("utf-8"))["articles"]
        if page["title"] == "Precision vs Recall"
    )
    assert page["type"] == kind
    starts = {"s": "s/first", "r": "r/deep/first"}
    assert [entry["docname"] for entry in page["read_before"]] == ([starts[section]] if section in starts else [])
    # What waits for its author says so, in the metadata and below each heading.
    assert all("TODO" in text for text in (page["description"], *(e["reason"] for e in page["read_before"])))
    below = {"definition": 2, 'how to: "do" it': 4, "essay": 1}[kind]
    assert new[name].decode().count("TODO") == below + 2 + len(page["read_before"])  # and its sources


def test_a_heading_that_the_skeleton_lacked_would_be_warned_of(shell: Shell) -> None:
    """So the builds above prove that it has them all, in order."""
    told = shell("new", "definition", "One", "--section", "s")
    path = shell.parent / told.out.strip()
    path.write_text(path.read_text("utf-8").replace("## How it works", "## Other"), encoding="utf-8")
    built = run_sphinx(shell.source.resolve(), shell.parent / "output", builder="dummy", tags=["drafts"])
    assert [line for line in built.hub_warnings if "[hub.heading]" in line] != []


@pytest.mark.parametrize("section", ["s", "r"])
def test_the_questions_that_a_skeleton_offers_are_questions(section: str, shell: Shell) -> None:
    """An author uncovers them as the line above them says."""
    told = shell("new", "essay", "One", "--section", section)
    path = shell.parent / told.out.strip()
    head, lead, rest = (text := path.read_text("utf-8")).partition("% Questions" if section == "s" else ".. Questions")
    assert lead, text
    cut = 2 if section == "s" else 3
    rest, heading, sources = rest.partition("\n\n## Sources" if section == "s" else "\n\nSources")
    uncovered = "\n".join(line[cut:] for line in rest.split("\n")[1:])
    path.write_text(head + uncovered + heading + sources, encoding="utf-8")
    shell.titles()
    pages = json.loads((shell.parent / "output/html/hub.json").read_text("utf-8"))["articles"]
    assert [len(page["questions"]) for page in pages if page["docname"] == f"{section}/one"] == [1]


@pytest.mark.parametrize("section", ["s", "r"])
def test_a_new_page_is_a_draft(section: str, shell: Shell) -> None:
    told = shell("new", "essay", "One", "--section", section)
    assert "\ndraft: true\n" in (shell.parent / told.out.strip()).read_text("utf-8").replace("   ", "")
    built = run_sphinx(shell.source.resolve(), shell.parent / "output")
    assert built.relative_warnings == []
    assert f"{section}/one" not in [page["docname"] for page in json.loads(built.read("hub.json"))["articles"]]
    assert "TODO" not in built.read(f"{section}/index.html") + built.read("index.html")
    assert "`s/one` is a draft" in refused(shell, "plan", "s/one") if section == "s" else True


@pytest.mark.parametrize("section", ["s", "r"])
def test_a_new_page_shows_how_to_cite_and_where_sources_stand(section: str, shell: Shell) -> None:
    """Also to one who cites as it says."""
    pytest.importorskip("sphinxcontrib.bibtex")
    bibtex = 'extensions.append("sphinxcontrib.bibtex")\nbibtex_bibfiles = ["all.bib"]\n'
    shell.write({"conf.py": TYPES + bibtex, "all.bib": "@misc{one, author={Ann Author}, title={One}, year=2020}\n"})
    told = shell("new", "essay", "One", "--section", section)
    path = shell.parent / told.out.strip()
    text = path.read_text("utf-8")
    shell.titles()
    role = "{footcite:p}`KEY`" if section == "s" else ":footcite:p:`KEY`"
    assert role in text
    assert "all.bib" in text
    path.write_text(text.replace("TODO: write this part.", f"So {role.replace('KEY', 'one')}."), encoding="utf-8")
    shell.titles()
    below = (shell.parent / f"output/html/{section}/one.html").read_text("utf-8").partition('id="sources"')[2]
    assert "Ann Author" in below


def test_where_nothing_is_cited_by_bibtex_sources_are_footnotes(shell: Shell) -> None:
    told = shell("new", "essay", "One", "--section", "s")
    text = (shell.parent / told.out.strip()).read_text("utf-8")
    assert "\n## Sources\n\n% TODO: cite what someone could dispute as [^name]" in text
    assert "\n% [^name]: Author (year). Title.\n" in text


@pytest.mark.parametrize(("folder", "name"), [("u", "u/index"), ("s/deep/", "s/deep/index"), ("v/index.md", "v/index")])
def test_a_section_is_begun_too(folder: str, name: str, shell: Shell) -> None:
    title = "Models & *more*"
    assert shell("new", "section", title, "--section", folder) == Told(0, f"source/{name}.md\n", "")
    assert shell("new", "essay", "One", "--section", folder).out == f"source/{posixpath.dirname(name)}/one.md\n"
    shell.titles()
    sections = json.loads((shell.parent / "output/html/hub.json").read_text("utf-8"))["sections"]
    (section,) = (section for section in sections if section["docname"] == name)
    assert (section["title"], section["description"]) == (title, f"Articles on {title}.")
    before = shell.files()
    assert f"`{name}.md` exists already" in refused(shell, "new", "section", "Other", "--section", folder)
    assert shell.files() == before


def test_a_section_is_in_the_markup_of_the_root_document(shell: Shell) -> None:
    (shell.source / "index.md").unlink()
    shell.write({"index.rst": "Home\n====\n\n.. hub-meta::\n\n   type: hub\n   description: A hub.\n"})
    assert shell("new", "section", "New", "--section", "u").out == "source/u/index.rst\n"
    shell.titles()


def test_it_is_said_where_another_article_has_the_subject(shell: Shell) -> None:
    shell.write(
        {
            "s/a.md": article("What Is Accuracy?", type="essay", terms="{precision: It.}", aliases="[hit rate]"),
            "s/b.md": article("Other", type="essay"),
        }
    )

    def notes(title: str) -> list[str]:
        told = shell("new", "essay", title, "--section", "t")
        assert told.code == 0
        return told.err.splitlines()

    note = "python -m sphinx_hub: note: `{}` is {} of s/a; link to it, and say what sets this article apart"
    assert notes("Precision vs Recall") == [note.format("Precision", "a term")]
    assert notes("What Is a Hit Rate?") == [note.format("Hit Rate", "an alias")]
    assert notes("How Does Accuracy Work?") == [note.format("Accuracy", "the subject")]
    assert notes("Another Thing") == []


SECTIONS = ["s", "s/", "./s", "s/index", "/s", "/s/index", "s/index.md", "s/index.rst", "t/../s"]


@pytest.mark.parametrize("source", ["source", "source/", "./source", "source/."])
@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_is_its_folder_or_its_page(section: str, source: str, shell: Shell) -> None:
    told = shell("new", "essay", "One", "--section", section, source=source)
    assert told == Told(0, "source/s/one.md\n", "")
    assert (shell.source / "s" / "one.md").is_file()


def test_the_source_may_be_named_before_the_command_or_not_at_all(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shell("--source", "source", "new", "essay", "One", "--section", "s", source=None).code == 0
    assert shell("new", "essay", "Two", "--section", "s", "--source", "source", source="elsewhere").code == 0
    monkeypatch.chdir(shell.source)
    assert shell("new", "essay", "Three", "--section", "s", source=None) == Told(0, "s/three.md\n", "")
    assert sorted(path.name for path in (shell.source / "s").iterdir()) == [
        "first.md", "index.md", "one.md", "three.md", "two.md",
    ]  # fmt: skip


def test_a_root_section_is_the_source_folder_itself(shell: Shell) -> None:
    shell.write(
        {"conf.py": TYPES + "root_doc = 'home'\n", "home.md": f"# Home\n\n{HUB}", "index.md": f"# I\n\n{SECTION}"}
    )
    for number, section in enumerate((".", "/", "index", "index.md")):
        assert shell("new", "essay", f"Page {number}x", "--section", section).out == f"source/page-{number}x.md\n"


def test_new_says_what_it_wrote_as_json(shell: Shell) -> None:
    told = shell("new", "essay", "One", "--section", "r", "--json")
    assert told.json == {"path": "source/r/one.rst", "docname": "r/one"}
    assert shell("--json", "new", "essay", "Two", "--section", "r").json["docname"] == "r/two"


# Each has a letter, so that the file gets a name.
TITLES = [
    "What's a \"model\" in 'AI'?",
    "<b>Bold</b> & <script>alert(1)</script> &amp; &lt; &#65;",
    "C# vs F #",
    "x #",
    "# x",
    r"A \ backslash \* and \emph{x} \n at the end \\",
    "*emphasis* _emphasis_ **strong** __strong__ `code` ``code`` ~~x~~",
    "__init__ and snake_case and a_ and b__ and _c",
    "a__-b_.c",
    "$x^2$ and $$y$$ and {{ y }} and {ref}`z` and :ref:`z` and {z}",
    "[text](https://example.com) ![alt](x.png) [ref][x] [^1] [x]_ |x| |x|_ <https://example.com>",
    "See https://example.com/x_y or mail@example.com, www.example.com",
    "1. One",
    "1) One",
    "a. One",
    "(a) One",
    "#. One",
    "- one",
    "+ one",
    "* one",
    "> one",
    ">>> one",
    "| one | two |",
    ":field: one",
    ".. directive:: one",
    ".. one",
    "__ one",
    "--- one",
    "=== one",
    "``` one",
    "::: one",
    "% one",
    "+++ one",
    "-o option",
    "--option=x",
    "/V option",
    "one::",
    "Wait... what -- and --- (c) +- 1/2 (tm) . . . or . .",
    "one  two   three",
    "x" * 200,
    "*x" * 100,
    "深度學習 Deep learning是什麼?",
    "深" * 90 + " x",
    "e\u0301te\u0301 naïve Ångström ﬁ x",
    "👩\u200d💻 and \u202eright-to-left x",
    "no\u00a0break\u3000space x",
    "\ufeffx",
    "@decorator at x@y",
    "Data:x tip:y std:z http:x",
    "x' \"y' 'z\" 'tis",
    "null",
    "in short",
    "Where it fits",
]


def titles_of(pages: Mapping[str, str], folder: Path, conf: str) -> dict[str, str]:
    """File -> title, from a build of skeletons that gives no warning."""
    source = folder / "source"
    write_files(source, {"conf.py": f"nitpicky = True\n{conf}", "index.md": f"# Home\n\n{HUB}", **pages})
    built = run_sphinx(source.resolve(), folder / "html", tags=["drafts"])
    assert built.relative_warnings == []
    titles = {article["docname"]: article["title"] for article in json.loads(built.read("hub.json"))["articles"]}
    return {name: titles[name.rpartition(".")[0]] for name in pages}


MYST = {
    "markdown": "smartquotes = False\n",
    "markdown, more syntax": "smartquotes = False\n"
    'myst_enable_extensions = ["dollarmath", "substitution", "attrs_inline", "deflist", "strikethrough"]\n'
    'suppress_warnings = ["myst.strikethrough"]\n',
    "markdown, other characters": 'smartquotes = False\nmyst_enable_extensions = ["smartquotes", "replacements"]\n',
}
"""Sphinx itself sets quotes and dashes in Markdown; nothing that is typed there keeps it from that."""
MARKUPS: dict[str, tuple[Markup, str]] = {
    "restructuredtext": ("restructuredtext", ""),
    **{name: ("markdown", conf) for name, conf in MYST.items()},
}


def skeletons(titles: Sequence[str], markup: Markup, conf: str) -> dict[str, str]:
    """A new page for each title."""
    suffix = "rst" if markup == "restructuredtext" else "md"
    return {
        f"p{n}.{suffix}": new_page(
            title, "definition", [], start=None, markup=markup, thorough='"replacements"' in conf
        )
        for n, title in enumerate(titles)
    }


@pytest.mark.parametrize(("markup", "conf"), MARKUPS.values(), ids=MARKUPS)
def test_a_title_comes_out_as_typed(markup: Markup, conf: str, tmp_path: Path) -> None:
    pages = skeletons(TITLES, markup, conf)
    assert titles_of(pages, tmp_path, conf) == dict(zip(pages, TITLES, strict=True))


_AWKWARD = st.text(st.sampled_from("ab \\`*_{}[]<>#&;$~|^:.-+=!?/'\"@%()1é深\u0301"), min_size=1, max_size=12)


# A failure names its title, and to look for a smaller one would take many builds.
@settings(examples(2), phases=[Phase.generate])
@given(st.lists(_AWKWARD.map(str.strip).filter(bool), min_size=40, max_size=40, unique=True))
@pytest.mark.parametrize(("markup", "conf"), MARKUPS.values(), ids=MARKUPS)
def test_whatever_is_typed_is_a_title(
    markup: Markup, conf: str, tmp_path_factory: pytest.TempPathFactory, titles: list[str]
) -> None:
    pages = skeletons(titles, markup, conf)
    assert titles_of(pages, tmp_path_factory.mktemp("titles"), conf) == dict(zip(pages, titles, strict=True))


@settings(examples(2), phases=[Phase.generate])
@given(st.lists(_AWKWARD.map(str.strip).filter(bool), min_size=40, max_size=40, unique=True))
@pytest.mark.parametrize(
    ("markup", "conf"), [*MARKUPS.values(), ("markdown", "")], ids=[*MARKUPS, "markdown, set by Sphinx"]
)
def test_whatever_a_type_requires_is_a_heading(
    markup: Markup, conf: str, tmp_path_factory: pytest.TempPathFactory, headings: list[str]
) -> None:
    """The build would warn of each that it did not find."""
    suffix = "rst" if markup == "restructuredtext" else "md"
    thorough = '"replacements"' in conf
    types = {f"t{n}": [heading] for n, heading in enumerate(headings)}
    pages = {
        f"p{n}.{suffix}": new_page(f"Page {n}", name, required, start=None, markup=markup, thorough=thorough)
        for n, (name, required) in enumerate(types.items())
    }
    titles_of(pages, tmp_path_factory.mktemp("headings"), f"{conf}hub_article_types = {types!r}\n")


@pytest.mark.parametrize("section", ["t", "r"])
@pytest.mark.parametrize("title", ["C# vs *F* #", "-x", "<b>&lt;", "x" * 200, "-section"])
def test_new_takes_any_title(title: str, section: str, shell: Shell) -> None:
    told = shell("new", "essay", "--section", section, "--", title)
    docname = told.out.removeprefix("source/").rpartition(".")[0]
    assert docname == f"{section}/{make_id(title)}"
    assert shell.titles()[docname] == title


def test_a_title_of_several_lines_is_put_on_one(shell: Shell) -> None:
    told = shell("new", "essay", " One\n\ttwo \u2028three\r\n", "--section", "t")
    assert told.out == "source/t/one-two-three.md\n"
    assert shell.titles()["t/one-two-three"].split() == ["One", "two", "three"]


# -- what new refuses


def refused(shell: Shell, *arguments: str, source: str = "source") -> str:
    """What is said, once, by a command that changes nothing."""
    before = shell.files()
    told = shell(*arguments, source=source)
    assert (told.code, told.out) == (1, "")
    assert shell.files() == before
    lines = [line for line in told.err.splitlines() if not line.endswith("]")]
    assert len(lines) == 1, told.err
    assert lines[0].startswith("python -m sphinx_hub: ")
    return lines[0]


@pytest.mark.parametrize("suffix", [".md", ".rst"])
def test_a_page_is_never_written_over(suffix: str, shell: Shell) -> None:
    """Nor is one of the same name in the other markup, for which Sphinx would drop one of them."""
    shell.write(
        {f"s/one{suffix}": "mine", "s/two.md": "left out", "conf.py": 'exclude_patterns = ["s/two.md"]\n' + TYPES}
    )
    assert f"`s/one{suffix}`" in refused(shell, "new", "essay", "One", "--section", "s")
    assert "`source/s/two.md`" in refused(shell, "new", "essay", "Two", "--section", "s")
    assert "`s/index.md`" in refused(shell, "new", "essay", "Index", "--section", "s")


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("definitoin", "`definition`"),
        ("esay", "`essay`"),
        ("zzz", "`definition`, `essay`, `how to"),
    ],
)
def test_an_unknown_type_is_told_with_the_near_ones(typed: str, advice: str, shell: Shell) -> None:
    message = refused(shell, "new", typed, "One", "--section", "s")
    assert f"`{typed}`" in message
    assert advice in message


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("secton", "`section`"),
        ("zzz", "`r`, `s`, `section`, `t`"),
        ("s/first", "`s`"),
        ("r/deep", "`r`"),
        ("../../etc", "`s`"),
    ],
)
def test_an_unknown_section_is_told_with_the_near_ones(typed: str, advice: str, shell: Shell) -> None:
    shell.write({"section/index.md": f"# Section\n\n{SECTION}"})
    message = refused(shell, "new", "essay", "One", "--section", typed)
    assert f"`{typed}`" in message
    assert advice in message


def test_a_project_without_sections_is_told_how_to_have_one(shell: Shell) -> None:
    for name in ("s", "t"):
        shell.write({f"{name}/index.md": "# Plain\n"})
    shell.write({"r/index.rst": "R\n=\n"})
    assert "type: section" in refused(shell, "new", "essay", "One", "--section", "s")


def test_a_section_whose_page_is_faulty_is_refused_with_its_warning(shell: Shell) -> None:
    shell.write({"s/index.md": "# S\n\n````{hub-meta}\ntype: section: x\n````\n"})
    told = shell("new", "essay", "One", "--section", "s")
    assert told.code == 1
    assert "source/s/index.md:4: WARNING: the YAML does not parse" in told.err


def test_warnings_about_other_pages_are_no_part_of_a_new_one(shell: Shell) -> None:
    shell.write({"s/other.md": article("Other", type="esay")})
    assert shell("new", "essay", "One", "--section", "s") == Told(0, "source/s/one.md\n", "")


@pytest.mark.parametrize("title", ["機械學習", "???", "2026", "", " \n "])
def test_a_title_without_latin_letters_is_told_why(title: str, shell: Shell) -> None:
    assert "Latin letters" in refused(shell, "new", "essay", title, "--section", "s")


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x9b", "\udc80"])
def test_a_title_with_what_no_text_holds_is_refused(character: str, shell: Shell) -> None:
    assert f"U+{ord(character):04X}" in refused(shell, "new", "essay", f"a{character}b", "--section", "s")


def test_a_name_that_the_file_system_refuses_is_told(shell: Shell) -> None:
    assert "cannot be written" in refused(shell, "new", "essay", "x" * 300, "--section", "s")


# -- projects that cannot be read


def test_a_folder_without_a_project(shell: Shell) -> None:
    for source in (".", "nowhere", "source/s"):
        for command in (("report",), ("plan", "s/first"), ("new", "essay", "One", "--section", "s")):
            assert "conf.py" in refused(shell, *command, source=source)


@pytest.mark.parametrize(
    ("conf", "said"),
    [
        ("1 / 0\n", "ZeroDivisionError"),
        ("this is no Python\n", "syntax"),
        ("import sys\nsys.exit(3)\n", "sys.exit"),
        ('extensions.append("no_such_extension")\n', "no_such_extension"),
        ('extensions.remove("sphinx_hub")\n', "add sphinx_hub to `extensions`"),
        ('root_doc = "nowhere"\n', "nowhere"),
    ],
)
def test_a_project_that_sphinx_does_not_read(conf: str, said: str, shell: Shell) -> None:
    shell.write({"conf.py": conf})
    told = shell("report")
    assert (told.code, told.out) == (1, "")
    assert said in told.err
    assert "Traceback" not in told.err or "conf.py" in told.err


def test_what_conf_prints_is_no_part_of_the_answer_and_its_modules_leave_nothing(shell: Shell) -> None:
    shell.write(
        {
            "conf.py": TYPES
            + "import sys\nsys.path.insert(0, __file__.rpartition('/')[0])\nimport module_beside_conf\nprint('noise')\n",
            "module_beside_conf.py": "",
        }
    )
    before = shell.files()
    told = shell("report", "--json")
    assert told.code == 0
    assert told.json["sections"] == 3
    assert "noise" in told.err
    assert shell.files() == before
    sys.modules.pop("module_beside_conf")


# -- plan

CHAIN = {
    "s/b.md": article(r"B & \<b>", type="essay", read_before="first", body="word " * 300),
    "s/c.md": article("C", type="essay", read_before="[b, first]"),
    "t/d.md": article("D", type="essay", read_before="../s/c"),
}


def test_a_plan_is_the_one_that_a_build_tells(shell: Shell) -> None:
    shell.write(CHAIN)
    before = shell.files()
    told = shell("plan", "t/d", "--json")
    assert (told.code, told.err) == (0, "")
    assert shell.files() == before
    built = run_sphinx(shell.source.resolve(), shell.parent / "html")
    pages = {page["docname"]: page for page in json.loads(built.read("hub.json"))["articles"]}

    def entry(docname: str) -> dict[str, Any]:
        return {key: pages[docname][key] for key in ("docname", "title", "type", "minutes")}

    plan = ["s/first", "s/b", "s/c"]
    assert pages["t/d"]["plan"] == plan
    assert told.json == {"article": entry("t/d"), "minutes": 4, "plan": [entry(d) for d in plan]}
    assert shell("plan", "t/d").out == (
        "To be read before D (t/d): 3 articles, 4 min\n"
        "   1. First (s/first), 1 min\n"
        "   2. B & <b> (s/b), 2 min\n"
        "   3. C (s/c), 1 min\n"
    )


@pytest.mark.parametrize("typed", ["s/b", "/s/b", "s/b.md", "./s/b", "s/b/", "s/../s/b.md"])
def test_an_article_is_named_from_the_source_folder_on(typed: str, shell: Shell) -> None:
    shell.write(CHAIN)
    assert shell("plan", typed).out.startswith("To be read before B & <b> (s/b): 1 article, 1 min\n")


def test_nothing_before_an_article(shell: Shell) -> None:
    assert shell("plan", "s/first") == Told(0, "Nothing comes before First (s/first).\n", "")
    assert shell("plan", "s/first", "--json").json["plan"] == []


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("s/frist", "`s/first`"),
        ("first", "`r/deep/first` or `s/first`"),
        ("source/s/first.md", "`s/first`"),
        ("zzz", "from the source folder on"),
        ("../../etc/passwd", "from the source folder on"),
        ("plain", "no article"),
        ("s/index", "no article"),
    ],
)
def test_what_is_no_article_is_refused(typed: str, advice: str, shell: Shell) -> None:
    message = refused(shell, "plan", typed)
    assert f"`{typed}`" in message
    assert advice in message


def test_what_is_wrong_with_pages_is_said_beside_the_plan(shell: Shell) -> None:
    """A reference that leads nowhere makes the plan shorter than its author thinks."""
    shell.write({"t/b.md": article("B", type="essay", read_before="../s/frist")})
    told = shell("plan", "t/b", "--json")
    assert told.code == 0
    assert told.json["plan"] == []
    (warning,) = told.err.splitlines()
    assert warning.startswith(f"{shell.source}/t/b.md:6: WARNING: ")
    assert warning.endswith("[hub.reference]")


def test_plans_and_chains_end_though_articles_need_each_other(shell: Shell) -> None:
    shell.write(
        {"s/b.md": article("B", type="essay", read_before="c"), "s/c.md": article("C", type="essay", read_before="b")}
    )
    assert [entry["docname"] for entry in shell("plan", "s/b", "--json").json["plan"]] == ["s/c"]
    told = shell("report", "--json")
    assert told.code == 0
    assert "[hub.cycle]" in told.err
    assert sorted(told.json["longest_chain"]) == ["s/b", "s/c"]


# -- report


def test_a_report_on_what_wants_attention(shell: Shell) -> None:
    today = date.today()
    old, recent = str(today - timedelta(days=400)), str(today - timedelta(days=300))
    shell.write(CHAIN)
    shell.write(
        {
            "s/asked.md": article(
                "Asked", type="essay", reviewed=recent, questions="[{q: Why?, a: So.}]", terms="{token: A piece.}"
            ),
            "t/old.md": article("Old", type="essay", reviewed=old, body="Some text. Tokens are old. So."),
        }
    )
    before = shell.files()
    told = shell("report")
    assert (told.code, told.err) == (0, shell("report").err)
    assert shell.files() == before
    assert told.out == shell("report").out
    assert (
        told.out
        == f"""\
7 articles, 3 sections, 8 min

Articles without questions
  source/r/deep/first.md
  source/s/b.md
  source/s/c.md
  source/s/first.md
  source/t/d.md
  source/t/old.md

Terms used before they are taught
  (add a prerequisite or a link, say it in other words, or explain it there and set it in emphasis)
  source/t/old.md:9: token (`Tokens`) is taught in s/asked: Tokens are old.

Prerequisites that others imply
  (keep an entry if its reason names something that the article uses directly; remove the others)
  source/s/c.md:6: s/first, by s/b

Longest chain of prerequisites
   1. s/first
   2. s/b
   3. s/c
   4. t/d

Reviews older than a year
  {old} source/t/old.md

Never reviewed
  source/r/deep/first.md
  source/s/b.md
  source/s/c.md
  source/s/first.md
  source/t/d.md
"""
    )
    assert shell("report", "--json").json == {
        "articles": 7,
        "sections": 3,
        "minutes": 8,
        "without_questions": ["r/deep/first", "s/b", "s/c", "s/first", "t/d", "t/old"],
        "implied": [{"article": "s/c", "line": 6, "prerequisite": "s/first", "by": "s/b"}],
        "longest_chain": ["s/first", "s/b", "s/c", "t/d"],
        "used_before_taught": [
            {
                "article": "t/old",
                "line": 9,
                "term": "token",
                "used": "Tokens",
                "taught_in": "s/asked",
                "sentence": "Tokens are old.",
                "source": "",
            }
        ],
        "old_reviews": [{"article": "t/old", "reviewed": old}],
        "never_reviewed": ["r/deep/first", "s/b", "s/c", "s/first", "t/d"],
    }


# -- what a build has read already

BUILDS = ["source/_build/doctrees", "source/_build/html/.doctrees", "source/build/doctrees", "build/doctrees"]


def built_at(shell: Shell, folder: str, tags: Sequence[str] = ()) -> dict[str, tuple[bytes, int]]:
    """Build, with what is read in a folder; gives its files with their times."""
    run_sphinx(shell.source.resolve(), shell.parent / "output", doctrees=(shell.parent / folder).resolve(), tags=tags)
    return state_of(shell, folder)


def state_of(shell: Shell, folder: str) -> dict[str, tuple[bytes, int]]:
    paths = sorted((shell.parent / folder).rglob("*"))
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths if path.is_file()}


@pytest.mark.parametrize("folder", BUILDS)
def test_what_a_build_has_read_is_used_and_left_alone(folder: str, shell: Shell) -> None:
    shell.write({**CHAIN, "s/faulty.md": article("Faulty", type="essay", read_before="nowhere")})
    anew = shell("report"), shell("plan", "s/c")
    assert "[hub.reference]" in anew[0].err
    before = built_at(shell, folder)
    # A page that says something else at the same time of day is not looked at: so it is the build that is asked.
    path = shell.source / "s/b.md"
    times = path.stat()
    path.write_text(path.read_text("utf-8").replace("type: essay", "type: novel"), encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert (shell("report"), shell("plan", "s/c")) == anew
    assert state_of(shell, folder) == before


def test_also_one_that_has_drafts_in_the_hub(shell: Shell) -> None:
    shell.write({**CHAIN, "s/draft.md": article("Draft", type="essay", draft="true")})
    anew = shell("report", "--json")
    before = built_at(shell, "source/_build/doctrees", ["drafts"])
    assert shell("report", "--json") == anew
    assert state_of(shell, "source/_build/doctrees") == before


@pytest.mark.parametrize("change", ["a page", "a new page", "a page that is gone", "conf.py", "a broken file"])
def test_what_is_not_current_is_read_anew(change: str, shell: Shell) -> None:
    folder = "source/_build/doctrees"
    shell.write(CHAIN)
    built_at(shell, folder)
    if change == "a page":
        shell.write({"s/b.md": article("Another", type="essay", read_before="[first]")})
        os.utime(shell.source / "s/b.md", ns=(2**62, 2**62))
    elif change == "a new page":
        shell.write({"s/x.md": article("X", type="essay")})
    elif change == "a page that is gone":
        (shell.source / "t/d.md").unlink()
    elif change == "conf.py":
        shell.write({"conf.py": TYPES + "hub_words_per_minute = 1\n"})
    else:
        (shell.parent / folder / "environment.pickle").write_bytes(b"no pickle")
    before = state_of(shell, folder)
    told = shell("report", "--json")
    assert state_of(shell, folder) == before
    shutil.rmtree(shell.source / "_build")
    assert told == shell("report", "--json")


def test_each_empty_list_says_none(shell: Shell) -> None:
    files = {name: text for name, text in PROJECT.items() if name in ("conf.py", "index.md", "plain.md")}
    for path in sorted(shell.source.rglob("*.*")):
        if path.is_file():
            path.unlink()
    shell.write(files)
    told = shell("report")
    assert told.code == 0
    titles = ["Articles without questions", "Terms used before they are taught", "Prerequisites that others imply", "Longest chain of prerequisites",
              "Reviews older than a year", "Never reviewed"]  # fmt: skip
    assert told.out == "0 articles, 0 sections, 0 min\n" + "".join(f"\n{title}\n  none\n" for title in titles)


def test_no_title_moves_the_cursor_of_a_terminal(shell: Shell) -> None:
    shell.write({"s/b.md": article("B \u202eevil \u200d\u009b", type="essay", description="D.")})
    out = shell("plan", "s/b").out
    assert "B \\u202eevil \u200d\\u009b (s/b)" in out
    assert shell("plan", "s/b", "--json").json["article"]["title"] == "B \u202eevil \u200d\u009b"


# -- as it is typed


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    path = str(Path(sphinx_hub.__file__).parents[1])
    return subprocess.run(
        [sys.executable, "-m", "sphinx_hub", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_the_module_runs_where_the_project_is(shell: Shell) -> None:
    shell.write({"s/b.md": article("Bé", type="essay", read_before="first")})
    before = shell.files()
    done = run("plan", "s/b", "--json", cwd=shell.source)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["article"]["title"] == "Bé"
    # A terminal that knows no é gets its number.
    done = run("plan", "s/b", cwd=shell.source, PYTHONIOENCODING="ascii")
    assert done.stdout.startswith("To be read before B\\xe9 (s/b)")
    assert run("plan", "s/zzz", cwd=shell.source).returncode == 1
    assert shell.files() == before


@pytest.mark.parametrize(
    "arguments", [(), ("nwe",), ("new",), ("new", "essay", "One"), ("plan",), ("plan", "a", "b"), ("report", "x"), ("report", "--jsno"), ("adopt", "x")]
)  # fmt: skip
def test_what_is_typed_wrong_is_told_with_the_usage(arguments: tuple[str, ...], shell: Shell) -> None:
    told = shell(*arguments)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("usage: python -m sphinx_hub ")


@pytest.mark.parametrize("command", [(), ("new",), ("plan",), ("report",), ("adopt",)])
def test_help_teaches(command: tuple[str, ...], shell: Shell) -> None:
    told = shell(*command, "--help", source=None)
    assert (told.code, told.err) == (0, "")
    assert "example" in told.out or "a first article:" in told.out
    assert "exit codes:" in told.out
    name = command[0] if command else "new"
    assert f"python -m sphinx_hub {name}" in told.out.partition("options:")[0].partition("\n\n")[2]


def test_a_bare_command_names_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 2
    assert "name a command: new, plan, report" in capsys.readouterr().err


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"sphinx_hub {sphinx_hub.__version__}\n"


@pytest.mark.parametrize(("more", "name"), [([], "--section"), (["--of-make"], "SECTION")])
def test_a_folder_without_an_index_is_told_how_to_become_a_section(
    more: list[str], name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_files(tmp_path, {"index.md": "# Home\n", "x/page.md": "# Page\n"})
    assert main(["new", "definition", "A", "--section", "x", *more, "--source", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert f": {name} names `x`, a folder without a section's page" in told
    assert "write an index page in it" in told
