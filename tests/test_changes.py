"""``python -m sphinx_hub diff``: what a change does to a curriculum, for a terminal, a program and a pull request."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sphinx_hub.cli.commands import main

from tests.core.test_diff import article, content
from tests.projects import Build
from tests.projects import article as page

OLD = content(
    article("s/a", "What Is A?", [], ["s/b"], []),
    article("s/b", "What Is B?", ["s/a"], [], ["s/a"]),
    article("s/c", "C", [], [], []),
)
NEW = content(
    article("s/b", "B, Explained", [], [], []),
    article("s/a", "What Is A?", ["s/d"], ["s/d"], ["s/d"]),
    article("s/d", "What Is D?", [], [], []),
)

TEXT = """\
Articles added
  What Is D? (s/d)

Articles gone
  C (s/c)

Titles changed
  s/b: What Is B? is B, Explained now

Prerequisites added
  What Is A? (s/a) now builds on s/d

Prerequisites removed
  B, Explained (s/b) no longer builds on s/a

Next articles added
  What Is A? (s/a) now leads to s/d

Next articles removed
  What Is A? (s/a) no longer leads to s/b

Plans that are longer
  What Is A? (s/a): 0 before, 1 now, with s/d

Plans that are shorter
  B, Explained (s/b): 1 before, 0 now, without s/a

Articles that moved in the order
  What Is A? (s/a): from 1 of s/index to 2 of s/index
"""


@pytest.fixture
def two(tmp_path: Path) -> list[str]:
    """The paths of two contents of hub.json, one of them in the folder of a build."""
    tmp_path.joinpath("old.json").write_text(json.dumps(OLD), "utf-8")
    tmp_path.joinpath("build").mkdir()
    tmp_path.joinpath("build", "hub.json").write_text(json.dumps(NEW), "utf-8")
    return [str(tmp_path / "old.json"), str(tmp_path / "build")]


def test_the_text_says_all_that_changed(two: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *two]) == 0
    assert capsys.readouterr().out == TEXT


def test_json_says_the_same(two: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *two, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["added"] == ["s/d"]
    assert told["prerequisites_added"] == [{"article": "s/a", "other": "s/d"}]
    assert told["plans_longer"] == [{"article": "s/a", "old": 0, "new": 1, "added": ["s/d"], "removed": []}]


def test_a_lost_article_fails_the_check_and_only_that(two: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *two, "--check"]) == 1
    assert "no article is left at the address of `s/c`" in capsys.readouterr().err
    assert main(["diff", two[1], two[1], "--check"]) == 0
    assert capsys.readouterr().out == "The curriculum is the same.\n"


def test_markdown_says_the_same_and_takes_nothing_for_markup(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    title = "<b>A</b> [x](http://x.example) @team #12 `code` **b** | www.x.example"
    for name, data in (("old", content()), ("new", content(article("s/`a`\n@x", title, [], [], [])))):
        tmp_path.joinpath(name).write_text(json.dumps(data), "utf-8")
    assert main(["diff", str(tmp_path / "old"), str(tmp_path / "new"), "--format", "markdown"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("### What this does to the curriculum\n\n**Articles added**\n\n- ")
    line = out.splitlines()[4]
    assert line.endswith("(`s/'a' @x`)")
    for markup in ("<b>", "[x]", "](", "@team", "#12", "`code`", "**b", "://x", "www."):
        assert markup not in line


@pytest.mark.parametrize(
    ("text", "advice"),
    [(None, "name a hub.json"), ("{", "is no JSON"), ("[" * 100_000, "is no JSON"), ("{}", "`articles` is missing")],
)
def test_what_cannot_be_read_is_told(
    text: str | None, advice: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "hub.json"
    if text is not None:
        path.write_text(text, "utf-8")
    assert main(["diff", str(path), str(path)]) == 1
    assert advice in capsys.readouterr().err


def test_it_reads_what_builds_write(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"index.md": "# Home\n", "a.md": page("A"), "b.md": page("B")}
    built = build(files)
    old = built.output.parent / "old.json"
    old.write_bytes(built.output.joinpath("hub.json").read_bytes())
    files["b.md"] = page("B", read_before="a")
    built = build(files)
    assert main(["diff", str(old), str(built.output)]) == 0
    assert "Prerequisites added\n  B (b) now builds on a\n" in capsys.readouterr().out
