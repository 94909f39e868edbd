"""``python -m sphinx_hub adopt``: what it proposes for projects, and what becomes of them when that is written."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sphinx_hub.cli.commands import main

from tests.projects import Built, parse_files, run_sphinx, write_files
from tests.test_pages import page
from tests.test_toctrees import sidebar

FIXTURES = sorted((Path(__file__).parent / "fixtures/adopt").glob("*.txt"))
PROJECTS = {path.stem: parse_files(path.read_text("utf-8")) for path in FIXTURES if path.stem != "cues"}
EXPECTED = ("(patch)", "(remarks)")


def files_of(name: str) -> dict[str, str]:
    return {file: text for file, text in PROJECTS[name].items() if file not in EXPECTED}


@dataclass(frozen=True)
class Told:
    code: int
    out: str
    err: str


class Shell:
    """Runs the command in a folder with a project `docs`, whose configuration does not name the extension."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def write(self, files: Mapping[str, str]) -> None:
        write_files(self.folder / "docs", {name: text for name, text in files.items() if name != "conf.py"}, conf=False)
        conf = 'extensions = ["myst_parser"]\nmyst_enable_extensions = ["colon_fence"]\nhtml_theme = "alabaster"\n'
        own = files.get("conf.py", "")
        self.folder.joinpath("docs/conf.py").write_text(conf + own, encoding="utf-8")

    def __call__(self, *arguments: str) -> Told:
        self._capsys.readouterr()
        code = main(["--source", "docs", "adopt", *arguments])
        return Told(code, *self._capsys.readouterr())

    def files(self) -> dict[str, bytes]:
        return {str(p.relative_to(self.folder)): p.read_bytes() for p in self.folder.rglob("*") if p.is_file()}

    def build(self, name: str, *extensions: str) -> Built:
        source = (self.folder / "docs").resolve()
        return run_sphinx(source, self.folder / name, overrides={"extensions": ["myst_parser", *extensions]})


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.chdir(tmp_path)
    return Shell(tmp_path, capsys)


@pytest.mark.parametrize("name", PROJECTS)
def test_a_project_gets_a_patch_with_its_evidence(name: str, shell: Shell) -> None:
    shell.write(files_of(name))
    before = shell.files()
    told = shell()
    assert told.code == 0
    assert told.out == PROJECTS[name]["(patch)"]
    *remarks, _ = told.err.splitlines(keepends=True)
    assert "".join(remarks) == PROJECTS[name]["(remarks)"]
    assert shell.files() == before


@pytest.mark.parametrize("name", PROJECTS)
def test_what_is_written_builds_keeps_the_order_and_is_not_proposed_again(name: str, shell: Shell) -> None:
    shell.write(files_of(name))
    plain = shell.build("plain")
    told = shell("--write")
    hub = shell.build("hub", "sphinx_hub")
    assert hub.relative_warnings == plain.relative_warnings
    docnames = [path.relative_to(plain.output).with_suffix("").as_posix() for path in plain.output.rglob("*.html")]
    for docname in sorted({"index", *docnames} - {"search", "genindex"}):
        assert sidebar(hub, f"{docname}.html") == sidebar(plain, f"{docname}.html")
        assert neighbors(hub, docname) == neighbors(plain, docname)
    again = shell()
    assert (again.code, again.out) == (0, "")
    assert again.err.endswith("nothing to propose\n")
    assert set(again.err.splitlines()[:-1]) <= set(told.err.splitlines())


def neighbors(built: Built, docname: str) -> list[str]:
    return [link.get("href") for link in page(built, f"{docname}.html").xpath("//link[@rel='prev' or @rel='next']")]


@pytest.mark.parametrize("name", PROJECTS)
def test_the_patch_is_one_that_git_applies(name: str, shell: Shell) -> None:
    shell.write(files_of(name))
    patch = shell().out
    subprocess.run(["git", "apply", "-"], input=patch, text=True, encoding="utf-8", check=True)
    applied = shell.files()
    shell.write(files_of(name))
    shell("--write")
    assert shell.files() == applied


def test_programs_get_the_same(shell: Shell) -> None:
    shell.write(files_of("markdown"))
    told = json.loads(shell("--json").out)
    (squash,) = (page for page in told["pages"] if page["docname"] == "squash")
    assert squash["type"]["value"] == "definition"
    assert [entry["docname"] for entry in squash["read_before"]] == ["tomatoes"]
    assert squash["read_before"][0]["evidence"] == {
        "file": "squash.md",
        "line": 5,
        "text": "It is assumed that you have read Tomatoes.",
    }
    assert {(entry["docname"], entry["prerequisite"]) for entry in told["left_out"]} >= {
        ("soil", "beans"),
        ("empty", None),
    }


TOCTREE = "\n```{toctree}\na\nb\n```\n"


def pages(told: Told) -> dict[str, Any]:
    return {page["docname"]: page for page in json.loads(told.out)["pages"]}


def test_pages_that_state_something_stay_as_they_are(shell: Shell) -> None:
    meta = "````{hub-meta}\ntype: definition\ndescription: It is.\nread-before: b\n````\n"
    shell.write(
        {
            "index.md": f"# Home\n\nThis is the home page.\n{TOCTREE}",
            "a.md": f"# A\n\n{meta}\nThis is a page here.\n",
            "b.md": "# B\n\nThis is a page here, too. This page builds on [A](a.md).\n",
        }
    )
    told = shell("--json")
    assert sorted(pages(told)) == ["b", "index"]
    assert pages(told)["b"]["read_before"] == []  # it would close a circle with what `a` states already
    (left,) = json.loads(told.out)["left_out"]
    assert (left["docname"], left["prerequisite"]) == ("b", "a")
    assert "would close a circle" in left["why"]


def test_faulty_metadata_is_not_written_over(shell: Shell) -> None:
    shell.write(
        {
            "index.md": f"# Home\n\nThis is the home page.\n{TOCTREE}",
            "a.md": "---\nhub:\n  typ: definition\n---\n# A\n\nThis is a page here.\n",
            "b.md": "# B\n\n```{hub-meta}\n: : :\n```\n\nThis is a page here.\n",
        }
    )
    assert sorted(pages(shell("--json"))) == ["index"]


def test_a_type_may_be_said(shell: Shell) -> None:
    conf = 'hub_article_types = {"lesson": [], "definition": [], "recipe": ["Steps"]}\n'
    text = "\n\nThis is a page here.\n"
    shell.write(
        {"conf.py": conf, "index.md": f"# Home{text}{TOCTREE}", "a.md": f"# A{text}", "b.md": f"# What Is B?{text}"}
    )
    assert {d: p["type"]["value"] for d, p in pages(shell("--json", "--type", "lesson")).items()} == {
        "index": "hub",
        "a": "lesson",
        "b": "definition",
    }
    told = shell("--type", "lessons")
    assert told.code == 1
    assert "did you mean `lesson`?" in told.err
    # A type is given to pages alone that have its headings.
    assert sorted(pages(shell("--json", "--type", "recipe"))) == ["b", "index"]


@pytest.mark.parametrize(
    "source",
    [
        "# A\r\n\r\nThis is a page here.\r\n",
        "---\r\ntocdepth: 2\r\n---\r\n\r\n# A\r\n\r\nThis is a page here.\r\n",
        "# A\n\nThis is a page here.",
        "\ufeff# A\n\nThis is a page here.\n",
    ],
    ids=["CRLF", "front matter in CRLF", "no last line end", "byte order mark"],
)
def test_all_else_in_a_file_stays_as_it_was_typed(source: str, shell: Shell) -> None:
    shell.write({"index.md": f"# Home\n\nThis is the home page.\n{TOCTREE}", "b.md": "# B\n\nThis is a page.\n"})
    path = shell.folder / "docs/a.md"
    path.write_bytes(source.encode())
    shell("--write")
    new = path.read_bytes().decode()
    assert new != source
    assert "".join(without_hub(new)) in (source, source.replace("# A", "---\n---\n\n# A").replace("\ufeff", ""), source)
    assert new.count("\r\n") in (0, new.count("\n"))


def without_hub(text: str) -> Iterator[str]:
    """The lines of a page without its hub block, and without front matter that held nothing else."""
    lines = text.splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if line.startswith("hub:"))
    end = next(number for number, line in enumerate(lines) if number > start and not line.startswith(" "))
    if start == 1:  # the front matter is new
        yield lines[0][: lines[0].index("-")]
        yield from lines[end + 2 :]
    else:
        yield from lines[:start]
        yield from lines[end:]
