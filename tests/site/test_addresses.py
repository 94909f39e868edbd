"""An address that the main branch had is kept, or said to be lost with the line that would keep it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.projects import write_files
from tools.addresses import NothingToCompareError, lost

PAGES = {
    "conf.py": 'exclude_patterns = ["tests", "[A-Z]*.md", "parts/*"]\n',
    "index.md": "# Home\n",
    "README.md": "# Not a page\n",
    "tests/fixture.md": "# Not a page\n",
    "parts/x.md": "Not a page\n",
    "s/index.md": "# S\n",
    "s/one.md": "# One\n\nIts text.\n\nMore of its text.\n",
    "s/two words.md": "# Two words\n",
    "redirects.txt": "# Moved\ns/older.md s/one.md\n",
}


class Repository:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        write_files(folder, PAGES, conf=False)
        self.git("init", "-q", "-b", "main")
        self.commit()
        self.git("checkout", "-q", "-b", "change")

    def git(self, *arguments: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(("git", "-C", str(self.folder), *who, *arguments), check=True, capture_output=True)

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "A change")

    def lost(self, source: Path | None = None) -> list[str]:
        source = source or self.folder
        left = {str(path.relative_to(source)) for path in source.rglob("*.md")}
        found = [name.removesuffix(".md") for name in left if not name.startswith(("tests/", "parts/", "README"))]
        return lost(source, found, [".md"], [])


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def message(name: str, line: str) -> str:
    return f"`{name}` was an address of the main branch, and leads nowhere now; add the line `{line}`"


@pytest.mark.parametrize("committed", [True, False])
def test_a_renamed_page_is_told_with_its_new_name(repository: Repository, committed: bool) -> None:
    assert repository.lost() == []
    (repository.folder / "s/one.md").rename(repository.folder / "s/uno.md")
    if committed:
        repository.commit()
    assert repository.lost() == [message("s/one.md", "s/one.md s/uno.md")]
    with (repository.folder / "redirects.txt").open("a") as redirects:
        redirects.write("s/one.md s/uno.md\n")
    assert repository.lost() == []


def test_a_deleted_page_leads_to_its_section(repository: Repository) -> None:
    (repository.folder / "s/two words.md").unlink()
    assert repository.lost() == [message("s/two words.md", '"s/two words.md" s/index.md')]
    with (repository.folder / "redirects.txt").open("a") as redirects:
        redirects.write('"s/two words.md" s/index.md\n')
    assert repository.lost() == []


def test_what_was_no_page_is_not_missed(repository: Repository) -> None:
    for name in ("README.md", "tests/fixture.md", "parts/x.md"):
        (repository.folder / name).unlink()
    assert repository.lost() == []


def test_a_page_that_is_left_out_now_is_lost(repository: Repository) -> None:
    write_files(repository.folder, {"conf.py": 'exclude_patterns = ["s/one.md"]\n'}, conf=False)
    told = lost(repository.folder, ["index", "s/index", "s/two words"], [".md"], ["s/one.md"])
    assert told == [message("s/one.md", "s/one.md s/index.md")]


def test_a_redirect_stays(repository: Repository) -> None:
    (repository.folder / "redirects.txt").unlink()
    assert repository.lost() == [message("s/older.md", "s/older.md s/one.md")]


def test_what_the_main_branch_got_meanwhile_is_not_missed(repository: Repository) -> None:
    repository.git("checkout", "-q", "main")
    write_files(repository.folder, {"s/new.md": "# New\n"}, conf=False)
    repository.commit()
    repository.git("checkout", "-q", "change")
    assert repository.lost() == []


def test_a_project_in_a_folder_of_its_repository(tmp_path: Path) -> None:
    write_files(tmp_path, {f"docs/{name}": text for name, text in PAGES.items()}, conf=False)
    repository = Repository(tmp_path)
    (tmp_path / "docs/s/one.md").unlink()
    assert repository.lost(tmp_path / "docs") == [message("s/one.md", "s/one.md s/index.md")]


def test_where_there_is_nothing_to_compare_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(NothingToCompareError, match="no git repository"):
        lost(tmp_path, ["index"], [".md"], [])
    repository = Repository(tmp_path)
    repository.git("branch", "-D", "main")
    with pytest.raises(NothingToCompareError, match="no branch origin/main or main"):
        repository.lost()
