"""Notebooks as pages of a hub, with MyST-NB: run by ``make matrix`` with the dependency group ``stacks``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from sphinx_hub.cli.commands import main

from tests.projects import Build, Built, run_sphinx, write_files

pytest.importorskip("myst_nb")

CONF = 'extensions = ["myst_nb", "sphinx_hub"]\nnb_execution_mode = "off"\n'
INDEX = "# Home\n\n````{hub-meta}\ntype: hub\ndescription: A hub.\n````\n"
SECTION = "# S\n\n````{hub-meta}\ntype: section\ndescription: A section.\n````\n"
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
META = "````{hub-meta}\ntype: definition\ndescription: About it.\nreviewed: last week\nread-before: nowhere\n````"


def cell(source: str, kind: str = "markdown", **metadata: Any) -> dict[str, Any]:
    more = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": metadata, "source": source.splitlines(keepends=True), **more}


def notebook(*cells: dict[str, Any], **metadata: Any) -> str:
    return json.dumps({"cells": cells, "metadata": {**KERNEL, **metadata}, "nbformat": 4, "nbformat_minor": 4})


TEXT_NOTEBOOK = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  name: python3
  display_name: Python 3
{front}---

# Text

{body}"""


def hub_of(built: Built) -> Any:
    return {article["docname"]: article for article in json.loads(built.read("hub.json"))["articles"]}


STATED = {
    "type": "definition",
    "description": "About it.",
    "minutes": 9,
    "read-before": {"other": "It comes first."},
}
OTHER = "# Other\n\n````{hub-meta}\ntype: definition\ndescription: About it.\n````\n"


def test_metadata_of_a_notebook_and_of_a_text_notebook(build: Build) -> None:
    of_text = json.dumps({**STATED, "terms": {"text": "What *it* is."}}, indent=1)
    front = "hub:\n" + "".join(f"  {line}\n" for line in of_text.split("\n"))
    of_binary = {**STATED, "terms": {"binary": "What *it* is."}}
    questions = "````{hub-meta}\nquestions:\n  - q: Why?\n    a: For [](other.md).\n````"
    built = build(
        {
            "conf.py": CONF,
            "index.md": INDEX,
            "other.md": OTHER,
            "binary.ipynb": notebook(cell("# Binary"), cell("1 + 1", "code"), cell(questions), hub=of_binary),
            "text.md": TEXT_NOTEBOOK.format(front=front, body=f"```{{code-cell}}\n1 + 1\n```\n\n{questions}\n"),
        }
    )
    assert built.hub_warnings == []
    articles = hub_of(built)
    for docname in ("binary", "text"):
        page = articles[docname]
        assert (page["minutes"], page["terms"]) == (9, {docname: "What it is."})
        assert page["read_before"] == [{"docname": "other", "reason": "It comes first."}]
        assert [question["question"] for question in page["questions"]] == ["Why?"]
        assert re.search(r"1.*\+.*1", built.read(f"{docname}.html")), "the cells are shown as ever"


def test_faults_in_a_notebook_are_at_the_file_and_in_a_text_notebook_at_the_line(build: Build) -> None:
    text = TEXT_NOTEBOOK.format(front="", body=f"{META}\n")
    built = build(
        {
            "conf.py": CONF,
            "index.md": INDEX,
            "directive.ipynb": notebook(cell("# T"), cell(f"Text.\n\n{META}")),
            "metadata.ipynb": notebook(
                cell("# T"), hub={"type": "definition", "description": "D.", "read-before": "x"}
            ),
            "both.ipynb": notebook(cell("# T"), cell(META), hub={"type": "definition", "description": "D."}),
            "text.md": text,
        },
        builder="dummy",
    )
    line = text.split("\n").index("reviewed: last week") + 1
    assert [warning.split(": WARNING: ")[0] for warning in built.hub_warnings] == [
        "both.ipynb",
        "directive.ipynb",
        "directive.ipynb",
        "directive.ipynb",
        "metadata.ipynb",
        f"text.md:{line}",
        f"text.md:{line + 1}",
    ]
    assert "`reviewed` is `last week`, which is no date" in built.warnings
    assert built.warnings.count("(in cell 2)") == 4
    assert "counts; move what this hub-meta says there" in built.hub_warnings[0]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ([cell("# T"), cell(META, "raw")], "cell 2, which is a raw cell"),
        ([cell("# T"), cell(META, tags=["remove-cell"])], "cell 2, which is tagged `remove-cell`"),
    ],
)
def test_a_cell_that_nothing_reads_is_told(cells: Iterable[dict[str, Any]], why: str, build: Build) -> None:
    built = build({"conf.py": CONF, "index.md": INDEX, "page.ipynb": notebook(*cells)}, builder="dummy")
    (warning,) = built.hub_warnings
    assert warning.startswith("page.ipynb: WARNING: a hub-meta stands in ")
    assert why in warning


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (f'+++ {{"tags": ["remove-cell"]}}\n\n{META}\n\n+++\n\nMore.\n', 15),
        (f"`````{{raw-cell}}\n{META}\n`````\n", 14),
    ],
)
def test_a_cell_of_a_text_notebook_that_nothing_reads_is_told(body: str, line: int, build: Build) -> None:
    text = TEXT_NOTEBOOK.format(front="", body=body)
    built = build({"conf.py": CONF, "index.md": INDEX, "page.md": text}, builder="dummy")
    (warning,) = built.hub_warnings
    assert warning.startswith(f"page.md:{line}: WARNING: a hub-meta stands in ")


RUNS = 'from pathlib import Path\nPath("{mark}").write_text("run")\n'


@pytest.mark.parametrize("command", [["report"], ["plan", "s/page"], ["new", "definition", "New", "--section", "s"]])
def test_the_command_line_runs_no_cell(command: list[str], tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    meta = {"type": "definition", "description": "D."}
    code = cell(RUNS.format(mark=mark), "code")
    forced = {"mystnb": {"execution_mode": "force"}}
    files = {
        "conf.py": CONF.replace('"off"', '"force"'),
        "index.md": INDEX,
        "s/index.md": SECTION,
        "s/page.ipynb": notebook(cell("# T"), code, hub=meta, **forced),
    }
    source = tmp_path / "source"
    source.mkdir()
    for name, text in files.items():
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")
    assert main([*command, "--source", str(source)]) == 0
    assert not mark.exists()
    if command[0] == "new":
        assert (source / "s/new.md").read_text("utf-8").startswith("# New\n")
        built = run_sphinx(source, tmp_path / "out", builder="dummy", overrides={"nb_execution_mode": "off"})
        assert [warning for warning in built.relative_warnings if "s/new" in warning] == []


def test_a_section_that_is_a_notebook_cannot_begin_articles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    section = {"type": "section", "description": "S."}
    write_files(tmp_path, {"index.md": INDEX, "s/index.ipynb": notebook(cell("# S"), hub=section)})
    (tmp_path / "conf.py").write_text(CONF)
    assert main(["new", "definition", "New", "--section", "s", "--source", str(tmp_path)]) == 1
    assert "only Markdown and reStructuredText" in capsys.readouterr().err
