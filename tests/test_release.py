"""What a release publishes: the archives hold the extension and no article, install, and do what the README says."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from email import message_from_string
from email.message import Message
from pathlib import Path

import pytest
import sphinx_hub

from tests.projects import ROOT
from tools.release import faults

pytest.importorskip("build")

ARTICLES = ("foundations/", "models/", "retrieval/", "index.md", "about.md", "glossary.md", "references.bib", "conf.py")
README = (ROOT / "_ext/README.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The archives by suffix; the wheel is built from the source archive, as whoever has that alone would build it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, cwd=ROOT)
    return {path.suffix: path for path in folder.iterdir()}


@pytest.fixture(scope="module")
def unpacked(archives: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(archives[".gz"]) as archive:
        archive.extractall(folder, filter="data")
    (top,) = folder.iterdir()
    return top


@pytest.fixture(scope="module")
def python(archives: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a fresh environment with the source archive installed; what it depends on is lent to it."""
    folder = tmp_path_factory.mktemp("fresh")
    run(sys.executable, "-m", "venv", folder, cwd=ROOT)
    python = folder / "bin/python"
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=ROOT).strip()
    # Only folders that belong to an environment have their .pth files read, so this checkout is not lent with it.
    Path(site, "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    options = ("--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--ignore-installed")
    run(python, "-m", "pip", "install", *options, archives[".gz"], cwd=folder)
    return python


def metadata(archives: dict[str, Path]) -> Message:
    with zipfile.ZipFile(archives[".whl"]) as wheel:
        (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_string(wheel.read(name).decode())


def test_no_article_is_in_the_archives(archives: dict[str, Path], unpacked: Path) -> None:
    held = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    with zipfile.ZipFile(archives[".whl"]) as wheel:
        in_wheel = set(wheel.namelist())
    assert [name for name in held | in_wheel if name.startswith(ARTICLES)] == []
    package = ROOT / "_ext/sphinx_hub"
    files = {p.relative_to(package.parent).as_posix() for p in package.rglob("*") if p.is_file() and p.suffix != ".pyc"}
    assert {name for name in in_wheel if ".dist-info/" not in name} == files
    assert {f"_ext/{name}" for name in files} <= held
    assert {"LICENSE", "_ext/README.md", "reference.md", "tests/core/test_graph.py"} <= held


def test_the_license_is_mit_alone(archives: dict[str, Path], unpacked: Path) -> None:
    told = metadata(archives)
    assert told["License-Expression"] == "MIT"
    assert told.get_all("License-File") == ["LICENSE"]
    text = (unpacked / "LICENSE").read_text("utf-8")
    assert text.startswith("MIT License\n")
    assert "Creative Commons" not in text
    assert not list(unpacked.rglob("LICENSE-*"))


def test_the_metadata_says_what_it_is(archives: dict[str, Path]) -> None:
    told = metadata(archives)
    assert told["Version"] == sphinx_hub.__version__
    assert str(told.get_payload()).strip() == README.strip()
    assert len(told.get_all("Project-URL") or ()) == len(PROJECT["urls"]) > 0
    assert told["Author"]
    addresses = re.findall(r"!?\[[^\]]*\]\(([^)\s]+)\)", README)
    assert len(addresses) > 2
    assert all(address.startswith(f"{PROJECT['urls']['Source']}/") for address in addresses)


def test_its_tests_can_be_run_from_the_source_archive(unpacked: Path, python: Path) -> None:
    run(python, "-m", "pytest", "-q", "--collect-only", "-p", "no:cacheprovider", "tests", cwd=unpacked)
    run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/core/test_lanes.py", cwd=unpacked)


def test_what_the_readme_says_works_as_typed_in_an_empty_folder(python: Path, tmp_path: Path) -> None:
    where = run(python, "-c", "import sphinx_hub; print(sphinx_hub.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(python.parents[1])
    for name, text in re.findall(r"`(\S+)`\n\n(?:`{3,})\w+\n(.*?)^`{3,}$", README, flags=re.DOTALL | re.MULTILINE):
        text = text if name.endswith(".py") else re.sub(r"\A`+markdown\n", "", text)
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (console,) = re.findall(r"^```console\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)
    told = []
    for line in console.splitlines():
        if line.startswith("$ "):
            program, *arguments = shlex.split(line.removeprefix("$ "))
            module = ["-m", "sphinx"] if program == "sphinx-build" else []
            shown = run(python, *module, *arguments, cwd=tmp_path)
            told += [line, *([] if module else shown.splitlines())]
    assert told == console.splitlines()
    assert (tmp_path / "_build/basics/what-is-soil.html").is_file()
    assert run(python, "-m", "sphinx_hub", "adopt", cwd=tmp_path) == ""


# -- what the workflow refuses


def test_a_release_is_refused_until_all_is_said(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "CHANGELOG.md", "_ext/README.md", "_ext/sphinx_hub/__init__.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((ROOT / name).read_bytes())
    address, version = PROJECT["urls"]["Source"], sphinx_hub.__version__
    changes = tmp_path / "CHANGELOG.md"
    text = changes.read_text("utf-8").replace("## [Unreleased]", f"## [Unreleased]\n\n## [{version}] - 2026-12-01")
    changes.write_text(text, encoding="utf-8")
    assert list(faults(f"v{version}", address, tmp_path)) == []
    (wrong_tag,) = faults("v9.9.9", address, tmp_path)
    assert f"the tag of this version is v{version}" in wrong_tag
    elsewhere = list(faults(f"v{version}", "https://host.example/me/hub", tmp_path))
    assert {line.partition(":")[0] for line in elsewhere} == {"pyproject.toml", "_ext/README.md"}
    changes.write_text("# Changelog\n", encoding="utf-8")
    (no_change,) = faults(f"v{version}", address, tmp_path)
    assert no_change.startswith("CHANGELOG.md: ")
