"""Other projects take the extension as it is: its wheel, without Markdown, with other themes, on some pages only."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from lxml import html

from tests.projects import ROOT, Build, article

PLAIN = {
    "conf.py": 'extensions = ["sphinx_hub"]\nhtml_theme = "alabaster"\nhub_article_types = {"concept": ["In short"]}\n',
    "index.rst": "A project\n=========\n\n.. hub-meta::\n\n   type: hub\n   description: All of it.\n\n"
    ".. toctree::\n\n   changes\n",
    "changes.rst": "Changes\n=======\n\nAn ordinary page; see :doc:`basics/widget`.\n",
    "basics/index.rst": "Basics\n======\n\n.. hub-meta::\n\n   type: section\n   description: What comes first.\n   start: widget\n",
    "basics/widget.rst": "Widget\n======\n\n.. hub-meta::\n\n   type: concept\n   description: What it is.\n"
    "   questions:\n     - q: Why?\n       a: Because of :doc:`gadget`.\n\nIn short\n--------\n\nIt is one.\n",
    "basics/gadget.rst": "Gadget\n======\n\n.. hub-meta::\n\n   type: concept\n   description: What that is.\n"
    "   read-before:\n     widget: It is made of them.\n\nIn short\n--------\n\nIt is another.\n",
}

SCRIPT = "import sphinx_hub, sys; from sphinx.cmd.build import main; print(sphinx_hub.__file__); sys.exit(main(sys.argv[1:]))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_has_everything_and_builds_a_plain_project(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
        members = {name for name in archive.namelist() if name.startswith("sphinx_hub/")}
    package = ROOT / "_ext" / "sphinx_hub"
    files = {p.relative_to(package.parent).as_posix() for p in package.rglob("*") if p.is_file()}
    assert members == {name for name in files if "__pycache__" not in name}

    source = tmp_path / "source"
    for name, text in PLAIN.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    command = [sys.executable, "-c", SCRIPT, "-nW", "-q", str(source), str(tmp_path / "out")]
    told = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith(str(tmp_path / "installed"))
    assert tmp_path.joinpath("out", "hub.json").is_file()
    assert tmp_path.joinpath("out", "_static", "hub.css").is_file()


def test_a_project_in_restructuredtext_with_alabaster(build: Build) -> None:
    built = build(PLAIN, overrides={"nitpicky": True})
    assert built.relative_warnings == []
    tree = html.fromstring(built.read("basics/gadget.html"))
    assert tree.xpath("string(//aside[contains(@class, 'hub-before')])").split()[:2] == ["Read", "before:"]
    assert html.fromstring(built.read("basics/index.html")).xpath("//nav[contains(@class, 'hub-path')]//ol/li")
    assert not html.fromstring(built.read("changes.html")).xpath("//*[starts-with(@class, 'hub-')]")


@pytest.mark.parametrize("theme", ["pydata_sphinx_theme", "classic", "furo"])
def test_with_another_theme(theme: str, build: Build) -> None:
    if find_spec(theme) is None and theme != "classic":
        pytest.fail(f"{theme} is not installed; `make test` installs it")
    built = build({**PLAIN, "conf.py": PLAIN["conf.py"].replace("alabaster", theme)})
    assert built.relative_warnings == []
    tree = html.fromstring(built.read("basics/widget.html"))
    assert tree.xpath("//aside[contains(@class, 'hub-after')]//a/@href")[0] == "gadget.html"
    assert tree.xpath("//link[contains(@href, 'hub.css')]")


def test_a_project_with_hub_meta_on_some_pages_only(build: Build) -> None:
    built = build(
        {
            "index.md": "# Home\n\nText.\n\n```{toctree}\none\ntwo\n```\n",
            "one.md": "# One\n\nAn ordinary page; see [](two.md).\n",
            "two.md": article("Two", read_before="/one"),
        }
    )
    assert [line.split(": ", 1)[0] for line in built.hub_warnings] == ["two.md:6"]
    assert not html.fromstring(built.read("one.html")).xpath("//body//*[starts-with(@class, 'hub-')]")
    assert '"title":"Test project"' in built.read("hub.json")
