"""The reference page cannot go stale: its examples are built, and it names all that there is to name.

A level-two or level-three heading with examples below it is a project: the files of the section "A small hub", and
over them its own. A file's text stands in a fence below a line with its name alone. ``text`` fences are the warnings
that the project gives, ``yaml`` fences keys of an article, ``console`` fences what is typed in the project and what
comes out.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from unittest.mock import Mock

import pytest
import sphinx_hub
from markdown_it import MarkdownIt
from sphinx_hub.cli.commands import main
from sphinx_hub.core.meta_keys import ARTICLE, KEYS, parse
from sphinx_hub.core.model import Subtype
from sphinx_hub.core.text import resolve

from tests.projects import ROOT, Build, write_files

PAGE = ROOT / "reference.md"
BASE = "A small hub"
TODAY = date(2026, 12, 1)
"""When the reports on the page were made; that review dates grow old changes nothing."""


@dataclass
class Example:
    """What stands below a heading. ``loose`` are fences that nothing checks."""

    heading: str
    files: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    yaml: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)


def examples() -> Iterator[Example]:
    tokens = MarkdownIt("commonmark").parse(PAGE.read_text(encoding="utf-8"))
    example = Example("")
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            yield example
            example = Example(tokens[number + 1].content)
        elif token.type == "fence":
            above = tokens[number - 2].content if tokens[number - 1].type == "paragraph_close" else ""
            if name := re.fullmatch(r"`(\S+)`", above):
                assert name[1] not in example.files, f"{name[1]} stands twice below {example.heading}"
                example.files[name[1]] = token.content
            elif token.info == "text":
                example.warnings += token.content.splitlines()
            elif token.info == "yaml":
                example.yaml.append(token.content)
            elif token.info == "console":
                example.console += token.content.splitlines()
            else:
                example.loose.append(token.content)
    yield example


EXAMPLES = {example.heading: example for example in examples()}
PROJECTS = [example for example in EXAMPLES.values() if example.files or example.warnings]
DIAGNOSTICS = [example for example in PROJECTS if example.heading.startswith("hub.") and example.warnings]


def project(example: Example) -> dict[str, str]:
    """The files of an example: its own over those of the small hub."""
    files = {**EXAMPLES[BASE].files, **example.files}
    return {name: text for name, text in files.items() if not name.endswith(".json")}


def heading_of(example: Example) -> str:
    return example.heading


@pytest.mark.parametrize("example", PROJECTS, ids=heading_of)
def test_an_example_warns_as_the_page_says(example: Example, build: Build) -> None:
    built = build(project(example), builder="dummy", overrides={"nitpicky": True})
    if example.warnings:
        assert built.hub_warnings == example.warnings
    else:
        unlisted = "document isn't included in any toctree"  # ordinary pages among the examples
        assert [line for line in built.relative_warnings if unlisted not in line] == []


def test_no_example_is_left_out() -> None:
    assert {e.heading: e.loose for e in EXAMPLES.values() if e.loose} == {}
    assert len(PROJECTS) > len(DIAGNOSTICS) > 0


@pytest.mark.parametrize("example", DIAGNOSTICS, ids=heading_of)
def test_a_warning_is_silenced_as_the_page_says(example: Example, build: Build) -> None:
    built = build(project(example), builder="dummy", overrides={"suppress_warnings": [example.heading]})
    assert built.hub_warnings == []
    assert "suppress_warnings" in EXAMPLES["Silencing a warning"].files["conf.py"]


@pytest.mark.parametrize("text", [text for example in EXAMPLES.values() for text in example.yaml])
def test_keys_shown_alone_are_right(text: str) -> None:
    whole = f"type: definition\ndescription: Some.\n{text}"
    parsed = parse(whole, docname="foundations/x", line=1, first_line=2, suffixes=[".md"])
    assert parsed.problems == ()
    assert parsed.meta is not None
    assert parsed.meta.read_before != ()


def test_the_forms_of_a_reference_name_one_article() -> None:
    text = PAGE.read_text(encoding="utf-8")
    (forms,) = re.findall(r"On `(.+?)`, these three name the same article:\s(.+?)\.\n", text, flags=re.DOTALL)
    names = re.findall("`(.+?)`", forms[1])
    assert len(names) == 3
    assert {resolve(name, forms[0], [".md"]) for name in names} == {"foundations/training-vs-inference"}


# -- what is shown of outputs


@pytest.fixture
def small_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the small hub, which is the current one."""
    write_files(tmp_path / "hub", EXAMPLES[BASE].files)
    monkeypatch.chdir(tmp_path / "hub")
    return tmp_path / "hub"


def test_the_article_in_hub_json_is_as_shown(build: Build) -> None:
    shown = json.loads(EXAMPLES["hub.json"].files["hub.json"])
    built = build(EXAMPLES[BASE].files)
    articles = json.loads(built.read("hub.json"))["articles"]
    assert [article for article in articles if article["docname"] == shown["docname"]] == [shown]
    page = PAGE.read_text(encoding="utf-8")
    schema = json.loads(built.read("hub.schema.json"))
    assert [key for key in schema["properties"] if f"`{key}`" not in page] == []
    assert [key for key in schema["$defs"]["question"]["properties"] if f"`{key}`" not in page] == []


def test_the_sidebar_is_the_hubs_own(build: Build) -> None:
    example = EXAMPLES["The sidebar"]
    built = build(project(example))
    assert "hub-sidebar" in built.read("foundations/model.html")
    assert "hub-sidebar" not in build(project(EXAMPLES[BASE])).read("foundations/model.html")


def test_classes_and_ids_are_on_the_pages(build: Build) -> None:
    """On those of the small hub, but for a plan that is longer than the prerequisites, and cards of nested sections."""
    rows = re.findall(r"^\|.*\|.*\|(.*)\|$", _section("What is generated"), flags=re.MULTILINE)[2:]
    names = {name for row in rows for name in re.findall("`(.+?)`", row)}
    built = build(EXAMPLES[BASE].files)
    pages = "".join(path.read_text(encoding="utf-8") for path in built.output.rglob("*.html"))
    found = set(" ".join(re.findall(r'(?:class|id)="([^"]*)"', pages)).split())
    assert len(names) > 10
    assert names - found == set()


def test_the_command_line_answers_as_shown(
    small_hub: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sphinx_hub.cli.commands.date", Mock(today=lambda: TODAY))
    shown = EXAMPLES["Command line"].console
    told: list[str] = []
    for line in shown:
        if line.startswith("$ "):
            program, *arguments = shlex.split(line.removeprefix("$ python -m "))
            assert (program, main(arguments)) == ("sphinx_hub", 0)
            told += [line, *capsys.readouterr().out.splitlines()]
    assert told == shown
    commands = re.findall(r"^\| `(\w+)", _section("Command line"), flags=re.MULTILINE)
    assert {line.split()[4] for line in shown if line.startswith("$ ")} == set(commands)


def test_gettext_extracts_what_the_page_says(build: Build) -> None:
    catalogs = build(EXAMPLES[BASE].files, builder="gettext").read("foundations.pot").replace('"\n"', "")
    for text in (
        "Training sets a model's parameters; inference uses them.",
        "Training needs a signal; here are its kinds.",
        "Setting a model's *parameters* from data.",
        "Does a chatbot learn from my chat?",
        "Not while it answers.",
    ):
        assert text in catalogs
    assert 'msgid "Read before"' in build(EXAMPLES[BASE].files, builder="gettext").read("sphinx_hub.pot")


def test_a_translation_stands_where_the_page_says(build: Build) -> None:
    def catalog(**texts: str) -> str:
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        return head + "".join(f'msgid "{text}"\nmsgstr "{translated}"\n\n' for text, translated in texts.items())

    files = dict(EXAMPLES[BASE].files)
    files["conf.py"] += 'language = "de"\nlocale_dirs = ["locale"]\n'
    titles = {"What Is a Model?": "Was ist ein Modell?", "Training vs Inference": "Training und Inferenz"}
    reason = {"Training needs a signal; here are its kinds.": "Hier sind die Arten."}
    files["locale/de/LC_MESSAGES/foundations.po"] = catalog(**titles, **reason)
    files["locale/de/LC_MESSAGES/sphinx_hub.po"] = catalog(**{"Read before": "Vorher lesen"})
    built = build(files)
    assert built.relative_warnings == []
    page = built.read("foundations/training-vs-inference.html")
    assert [text for text in (*titles.values(), *reason.values(), "Vorher lesen") if text not in page] == []


# -- what the page names


def _section(heading: str) -> str:
    """The text below a heading of the page, without what is shown in fences."""
    text = re.sub(r"^(`{3,}).*?^\1$", "", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    return text.partition(f"# {heading}\n")[2].partition("\n## ")[0]


def _rows(heading: str) -> dict[str, str]:
    """The rows of the first table below a heading, by the name in their first cell."""
    table = _section(heading).partition("\n| ")[2].partition("\n\n")[0]
    return {row[1]: row[0] for row in re.finditer(r"^\| `([\w:-]+)` \|.*$", table, flags=re.MULTILINE)}


@pytest.fixture(scope="module")
def registered() -> Mock:
    """An application that notes what the extension registers."""
    app = Mock()
    sphinx_hub.setup(app)
    return app


def test_every_key_is_in_the_table() -> None:
    rows = _rows("Keys of hub-meta")
    assert list(rows) == [key.name for key in KEYS], "in the order in which they are best written"
    for key in KEYS:
        _, _, on, _, required, _ = re.split(r" ?\| ?", rows[key.name])
        assert (on, required) == ("all" if len(key.on) == 3 else key.on[0], "yes" if len(key.on) == 3 else "no")


def test_the_article_with_every_key_has_every_key() -> None:
    text = EXAMPLES[BASE].files["foundations/training-vs-inference.md"]
    keys = [key.name for key in KEYS if ARTICLE in key.on and key.name != "draft"]
    assert [key for key in keys if f"\n{key}:" not in text] == []


def test_every_directive_is_in_the_table(registered: Mock) -> None:
    assert set(_rows("Directives")) == {call.args[0] for call in registered.add_directive.call_args_list}
    shown = EXAMPLES["Directives"].files["overview.md"]
    assert [name for name in set(_rows("Directives")) - {"hub-meta"} if f"{{{name}}}" not in shown] == []


def test_every_role_is_in_the_table(registered: Mock) -> None:
    domains = [call.args[0] for call in registered.add_domain.call_args_list]
    roles = {f"{domain.name}:{role}" for domain in domains for role in domain.roles}
    assert registered.add_role.call_args_list == []
    assert set(_rows("Roles")) == {*roles, "term"}
    shown = EXAMPLES["Roles"].files["links.md"]
    assert [role for role in _rows("Roles") if f"{{{role}}}`" not in shown] == []


def test_every_setting_is_in_the_table_with_its_default(registered: Mock) -> None:
    defaults = {call.args[0]: call.args[1] for call in registered.add_config_value.call_args_list}
    rows = _rows("Settings")
    assert set(rows) == set(defaults)
    for name, default in defaults.items():
        shown = default if isinstance(default, dict) else [default]
        assert ", ".join(f"`{part}`" for part in shown) in rows[name].split(" | ")[1]


def test_every_subtype_has_an_example() -> None:
    assert {example.heading for example in DIAGNOSTICS} == {f"hub.{subtype}" for subtype in Subtype}
    for example in DIAGNOSTICS:
        assert {warning.rpartition(" ")[2] for warning in example.warnings} == {f"[{example.heading}]"}


# -- the page as a page


def test_the_page_is_an_ordinary_one(build: Build) -> None:
    files = {**EXAMPLES[BASE].files, "reference.md": PAGE.read_text(encoding="utf-8")}
    files["index.md"] += "\n```{toctree}\n:hidden:\nreference\n```\n"
    files["conf.py"] += "myst_heading_anchors = 3\n"
    built = build(files, overrides={"nitpicky": True})
    assert built.relative_warnings == []
    assert "reference" not in [page["docname"] for page in json.loads(built.read("hub.json"))["articles"]]
