"""What a build writes again, and that nothing but the sources decides what it writes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import edits
from tests.edits import EditedHub
from tests.projects import Build, Built, parse_files, run_sphinx, sync_files
from tests.test_incremental import CONFS, assert_same, contents

STALE = Path(__file__).with_name("fixtures") / "stale"
SIDEBAR = CONFS["furo with the hub's sidebar"]
COLLAPSED = CONFS["alabaster"]


@pytest.fixture(autouse=True)
def _one_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


class Project:
    """A hub of some pages that is built again and again."""

    def __init__(self, root: Path, conf: str) -> None:
        self.root = root
        self.hub = EditedHub(7, conf)
        for _ in range(30):
            self.hub.edit()
        while len(self.hub.articles) < 12:
            edits.add(self.hub)

    def build(self, name: str = "html", **options: object) -> Built:
        sync_files(self.root / "source", self.hub.files())
        return run_sphinx(self.root / "source", self.root / name, **options)  # type: ignore[arg-type]

    def changed_by(self, edit: str) -> tuple[set[str], set[str]]:
        """The pages that a build after an edit writes, and those whose files differ."""
        before = contents(self.build().output)
        self.hub.articles[self.docname].__dict__.update({edit: "Something else entirely"})
        built = self.build()
        after = contents(built.output)
        pages = {name.removesuffix(".html") for name in after if after[name] != before.get(name)}
        return set(built.written), pages & set(built.written).union(self.docnames)

    @property
    def docnames(self) -> set[str]:
        return {name.removesuffix(".md") for name in self.hub.files() if name.endswith(".md")}

    @property
    def docname(self) -> str:
        return max(self.hub.articles, key=lambda d: sum(d in a.before for a in self.hub.articles.values()))


@pytest.mark.parametrize("conf", [SIDEBAR, COLLAPSED], ids=["hub's sidebar", "collapsed tree"])
@pytest.mark.parametrize("edit", ["title", "description", "body"])
def test_an_edit_writes_exactly_the_pages_that_show_it(edit: str, conf: str, tmp_path: Path) -> None:
    written, different = Project(tmp_path, conf).changed_by(edit)
    assert written == different


@pytest.mark.parametrize("conf", sorted(CONFS))
def test_a_build_without_a_change_writes_and_pickles_nothing_and_repeats_the_warnings(
    conf: str, tmp_path: Path
) -> None:
    project = Project(tmp_path, CONFS[conf])
    first = project.build()
    pickled = {p: p.stat().st_mtime_ns for p in (tmp_path / "html-doctrees").rglob("*") if p.is_file()}
    output = contents(first.output)
    second = project.build()
    assert second.written == ()
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "html-doctrees").rglob("*") if p.is_file()} == pickled
    assert_same(contents(second.output), output, "no change")
    assert second.hub_warnings == first.hub_warnings != []


@pytest.mark.parametrize("path", sorted(STALE.iterdir()), ids=lambda path: path.stem)
def test_no_page_keeps_what_another_page_said(path: Path, build: Build, tmp_path: Path) -> None:
    """A fixture has the files of a project, and below ``then/`` those that are changed."""
    files = parse_files(path.read_text(encoding="utf-8"))
    then = {name.removeprefix("then/"): text for name, text in files.items() if name.startswith("then/")}
    build({name: text for name, text in files.items() if not name.startswith("then/")})
    built = build({"conf.py": files["conf.py"], **then})
    clean = run_sphinx(built.source, tmp_path / "clean")
    assert_same(contents(built.output), contents(clean.output), path.stem)
    assert sorted(built.relative_warnings_of("link.md")) == sorted(clean.relative_warnings_of("link.md"))


def test_what_another_version_of_the_extension_wrote_is_written_anew(tmp_path: Path) -> None:
    project = Project(tmp_path, SIDEBAR)
    first = project.build()
    record = first.output / ".hub-views.json"
    data = json.loads(record.read_text("utf-8"))
    record.write_text(json.dumps({"html": {**data["html"], "version": "0.0.1"}}), encoding="utf-8")
    assert set(project.build().written) == project.docnames
    assert project.build().written == ()
    record.write_text("{", encoding="utf-8")
    assert set(project.build().written) == project.docnames


@pytest.mark.parametrize("hostile", ["../../outside.txt", "/etc/outside", "a/../../outside.txt"])
def test_a_record_cannot_make_a_build_remove_what_is_outside_its_output(hostile: str, tmp_path: Path) -> None:
    project = Project(tmp_path, SIDEBAR)
    first = project.build()
    outside = [tmp_path / "outside.txt", tmp_path.parent / "outside.txt"]
    for path in outside:
        path.write_text("keep", encoding="utf-8")
    record = first.output / ".hub-views.json"
    data = json.loads(record.read_text("utf-8"))
    record.write_text(json.dumps({"html": {**data["html"], "shared": [hostile]}}), encoding="utf-8")
    project.build()
    assert all(path.is_file() for path in outside)


def test_two_workers_write_what_one_does(tmp_path: Path) -> None:
    project = Project(tmp_path, SIDEBAR)
    one, two = project.build("one"), project.build("two", jobs=2)
    assert len(project.docnames) > 10, "Sphinx reads in parallel from some number of pages on"
    assert_same(contents(two.output), contents(one.output), "-j 2")
    assert two.hub_warnings == one.hub_warnings
    project.hub.articles[project.docname].title = "Another title"
    one, two = project.build("one"), project.build("two", jobs=2)
    assert_same(contents(two.output), contents(one.output), "-j 2, and a new title")
    assert two.hub_warnings == one.hub_warnings


def test_the_seed_of_hashes_changes_nothing(tmp_path: Path) -> None:
    project = Project(tmp_path, SIDEBAR)
    sync_files(tmp_path / "source", project.hub.files())
    outputs = []
    for seed in ("1", "2"):
        output = tmp_path / seed
        command = [
            sys.executable,
            "-m",
            "sphinx",
            "-q",
            "-d",
            f"{output}-doctrees",
            str(tmp_path / "source"),
            str(output),
        ]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        environment["PYTHONPATH"] = os.pathsep.join(p for p in sys.path if p)
        told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stderr
        outputs.append((contents(output), [line for line in told.splitlines() if "[hub." in line]))
    assert_same(outputs[1][0], outputs[0][0], "another seed")
    assert outputs[1][1] == outputs[0][1] != []
