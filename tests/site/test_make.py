"""``make``: the locks are installed whatever an index has, every warning is seen, the code of every section runs."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

from tests.projects import ROOT, article, write_files

HUB = "# Home\n\n````{hub-meta}\ntype: hub\ndescription: A hub.\n````\n\nText.\n"


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder; a ``make`` around these tests does not hand its variables on."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "PYTEST"))}
    return subprocess.run(command, cwd=folder, env={**inherited, **environment}, capture_output=True, text=True)


def copy(folder: Path, *names: str) -> None:
    """Copy files of this project to the same places of another one."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)


# -- the locks


def wheel(folder: Path, name: str, version: str, requires: list[str], extras: list[str]) -> str:
    """Write a wheel with nothing in it; gives the hash of the file."""
    stem = f"{re.sub(r'[-_.]+', '_', name).lower()}-{version}"
    described = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    described += [f"Provides-Extra: {extra}" for extra in extras] + [f"Requires-Dist: {other}" for other in requires]
    contents = {
        f"{stem}.dist-info/METADATA": "\n".join(described) + "\n",
        f"{stem}.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    for path, text in contents.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        record += f"{path},sha256={digest},{len(text.encode())}\n"
    file = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as archive:
        for path, text in {**contents, f"{stem}.dist-info/RECORD": f"{record}{stem}.dist-info/RECORD,,\n"}.items():
            archive.writestr(zipfile.ZipInfo(path), text)  # with the same date each time
    return hashlib.sha256(file.read_bytes()).hexdigest()


def made_up(lock: Path, index: Path) -> str:
    """A lock like this one, of made-up wheels in a folder, which has a newer release of each."""
    text = ""
    for name, version, marker in re.findall(r"^([\w.-]+)==(\S+)( ;.*?)? \\$", lock.read_text("utf-8"), re.MULTILINE):
        try:
            described = metadata(name)
        except PackageNotFoundError:  # for another system or an older Python
            requires, extras = [], []
        else:
            requires, extras = described.get_all("Requires-Dist", []), described.get_all("Provides-Extra", [])
        text += f"{name}=={version}{marker} --hash=sha256:{wheel(index, name, version, requires, extras)}\n"
        wheel(index, name, "9999", requires, extras)
    return text


# The extension of the small project: what is installed is a wheel that is there.
BACKEND = """
import shutil

def build_editable(directory, config_settings=None, metadata_directory=None):
    return shutil.copy("index/sphinx_hub-1-py3-none-any.whl", directory).rpartition("/")[2]
"""
PYPROJECT = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'


def test_locks_are_installed_whatever_is_newer_and_what_one_lacks_is_told(tmp_path: Path) -> None:
    index = tmp_path / "index"
    index.mkdir()
    locks = {
        f"requirements/{name}.lock": made_up(ROOT / f"requirements/{name}.lock", index) for name in ("site", "dev")
    }
    write_files(tmp_path, {**locks, "backend.py": BACKEND, "pyproject.toml": PYPROJECT}, conf=False)
    wheel(index, "sphinx-hub", "1", ["sphinx", "pyyaml"], [])
    copy(tmp_path, "Makefile")
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(index), "PIP_CONFIG_FILE": os.devnull}
    command = ("make", ".venv/dev", f"PYTHON={sys.executable}")
    done = run(tmp_path, *command, **offline)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

    listed = run(tmp_path, ".venv/bin/python", "-m", "pip", "list", "--format=json", **offline)
    installed = {
        re.sub("[_.]", "-", package["name"].lower()): package["version"] for package in json.loads(listed.stdout)
    }
    locked = dict(re.findall(r"^([\w.-]+)==(\S+)", "".join(locks.values()), re.MULTILINE))
    assert {"coverage", "sphinx", "pytest"} < locked.keys() & installed.keys()
    assert locked.items() >= {name: version for name, version in installed.items() if name in locked}.items()

    lock = f"needy==1 --hash=sha256:{wheel(index, 'needy', '1', ['missing'], [])}\n"
    write_files(tmp_path, {"requirements/dev.lock": lock}, conf=False)
    (tmp_path / ".venv/dev").unlink()
    done = run(tmp_path, *command, **offline)
    assert done.stdout == "needy 1 requires missing, which is not installed.\n"
    assert done.returncode != 0


# -- make check


SETTINGS = """
[tool.ruff]
line-length = 120
[tool.codespell]
skip = "_build,.venv"
[tool.mypy]
files = ["conf.py"]
[tool.pytest.ini_options]
pythonpath = ["."]
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project with this one's Makefile and tools, and its environment."""
    copy(tmp_path, "Makefile", "conftest.py", "tools/sources.py", "tools/editorial.py", "tools/addresses.py")
    write_files(
        tmp_path,
        {
            "conf.py": 'exclude_patterns = ["_build", "drafts", ".*"]\n',
            "pyproject.toml": SETTINGS,
            "requirements/site.lock": "",
            "requirements/dev.lock": "",
            "index.md": HUB,
        },
    )
    (tmp_path / ".venv").mkdir()
    for path in Path(sys.prefix).iterdir():
        (tmp_path / ".venv" / path.name).symlink_to(path)
    for stamp in ("site", "dev"):
        (tmp_path / ".venv" / stamp).unlink(missing_ok=True)
        (tmp_path / ".venv" / stamp).touch()
    return tmp_path


def test_every_warning_is_seen_at_every_check_and_after_every_build(small: Path) -> None:
    write_files(small, {"plain.md": "---\norphan: true\n---\n\n# Plain\n\nA {nonesuch}`role`.\n"}, conf=False)
    assert run(small, "make", "html").returncode == 0
    for _ in range(2):
        done = run(small, "make", "check")
        assert 'plain.md:7: WARNING: Unknown interpreted text role "nonesuch"' in done.stderr
        assert done.returncode != 0


def test_what_is_left_to_do_fails_the_check(small: Path) -> None:
    write_files(small, {"plain.md": "---\norphan: true\n---\n\n# Plain\n\nA word.\n\n% TODO: more.\n"}, conf=False)
    done = run(small, "make", "check")
    assert "plain.md:9: a `TODO` is left; do what it asks for, or take it out" in done.stdout, done.stderr
    assert done.returncode != 0


# -- snippets

SNIPPET = "```python\nprint(1)\n```\n\n```output\n{}\n```\n"
SHOWN = f"````markdown\n{SNIPPET.format(2)}````\n"


def test_the_code_of_every_section_runs(small: Path) -> None:
    files = {
        "plain.md": f"# Plain\n\n{SNIPPET.format(1)}\n{SHOWN}",
        "other/index.md": "# Other\n\n````{hub-meta}\ntype: section\ndescription: Others.\n````\n",
        "other/right.md": article("Right", body=SNIPPET.format(1)),
        "other/deep/wrong.md": article("Wrong", body=SNIPPET.format(3)),
        "drafts/wrong.md": article("Draft", body=SNIPPET.format(4)),
    }
    write_files(small, files, conf=False)
    done = run(small, "make", "test", "ARGS=-q")
    assert "1 failed, 5 passed" in done.stdout, done.stdout + done.stderr
    assert "wrong.md:12: SybilFailure" in done.stdout
    assert "-3\n+1" in done.stdout
    assert "2 passed" in run(small, "make", "test", "ARGS=other/right.md").stdout
