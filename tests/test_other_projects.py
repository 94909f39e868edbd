"""Prerequisites in other projects: named by the keys of intersphinx, taken from inventories, checked like any other."""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import sphinx_hub
from jsonschema import Draft202012Validator
from lxml import html
from sphinx_hub.cli.commands import main
from sphinx_hub.core.meta_schema import meta_schema

from tests.projects import Build, Built, article, run_sphinx, sync_files
from tests.test_incremental import assert_same, contents

SCHEMA = Path(sphinx_hub.__file__).with_name("hub.schema.json")
LOADED = 'extensions.append("sphinx.ext.intersphinx")\n'
CONF = LOADED + 'intersphinx_mapping = {"num": ("https://num.example/docs/", "num.inv")}\n'
HUB = "# Home\n\n````{hub-meta}\ntype: hub\ndescription: A hub.\n````\n"
SECTION = "# A section\n\n````{hub-meta}\ntype: section\ndescription: Some articles.\n````\n"
NUMERICS = {
    "hub:article bisection": "Bisection: halving <again>",
    "std:doc bisection": "Not this title",
    "std:doc errors": "Rounding & truncation",
    "std:doc basics/dash": "-",
    "std:doc odd:name": "A colon in the name",
}


def inventory(pages: Mapping[str, str], project: str = "Numerics", version: str = "2.0") -> bytes:
    """An inventory: what maps ``KIND NAME`` to a title."""
    lines = [f"{name} {kind} -1 {name}.html {title}\n" for key, title in pages.items() for kind, name in [key.split()]]
    head = f"# Sphinx inventory version 2\n# Project: {project}\n# Version: {version}\n"
    return f"{head}# The remainder of this file is compressed using zlib.\n".encode() + zlib.compress(
        "".join(lines).encode()
    )


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The folder of a project beside whose pages an inventory lies."""
    folder = tmp_path / "source"
    folder.mkdir()
    folder.joinpath("num.inv").write_bytes(inventory(NUMERICS))
    return folder


def before(built: Built, page: str) -> Any:
    """What to read before a page, as the page shows it."""
    (aside,) = html.fromstring(built.read(f"{page}.html")).xpath("//aside[contains(@class, 'hub-before')]")
    return aside


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def articles(built: Built) -> dict[str, Any]:
    data = json.loads(built.read("hub.json"))
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(data)
    return {found["docname"]: found for found in data["articles"]}


PROJECT = {
    "conf.py": CONF,
    "index.md": HUB,
    "s/index.md": SECTION + "\n```{hub-plan} c\n```\n",
    "s/a.md": article("A", read_before="num:errors"),
    "s/b.md": article(
        "B",
        read_before="\n  a: It is first.\n  num:bisection: A root <is> found so.\n  num:odd:name:",
        helpful="[num:basics/dash.md, a]",
    ),
    "s/c.md": article("C", read_before="b"),
}


def test_a_page_of_another_project_is_shown_with_its_title_and_project(source: Path, build: Build) -> None:
    built = build(PROJECT, overrides={"nitpicky": True})
    assert built.relative_warnings == []
    aside = before(built, "s/b")
    line = "Read before: A, Bisection: halving <again> (Numerics), A colon in the name (Numerics)"
    assert words(aside.xpath("p")[0]) == line
    reasons, helpful = (list(map(words, found.xpath("li"))) for found in aside.xpath("details/ul"))
    assert reasons[1] == "Bisection: halving <again> (Numerics) — A root <is> found so."
    assert helpful == ["A", "basics/dash (Numerics)"]
    assert aside.xpath(".//a[contains(@class, 'external')]/@href")[0] == "https://num.example/docs/bisection.html"
    first = (
        "Elsewhere first: Rounding & truncation (Numerics), Bisection: halving <again> (Numerics), A colon in the name"
    )
    assert words(aside.xpath("details/p[contains(@class, 'elsewhere')]")[0]).startswith(first)


def test_programs_read_what_a_page_states_of_other_projects(source: Path, build: Build) -> None:
    built = build(PROJECT)
    assert built.relative_warnings == []
    b = articles(built)["s/b"]
    assert b["read_before"] == [{"docname": "s/a", "reason": "It is first."}]
    assert b["read_before_elsewhere"][0] == {
        "project": "Numerics",
        "key": "num",
        "docname": "bisection",
        "title": "Bisection: halving <again>",
        "url": "https://num.example/docs/bisection.html",
        "reason": "A root <is> found so.",
    }
    assert [page["docname"] for page in b["read_before_elsewhere"]] == ["bisection", "odd:name"]
    assert [(page["docname"], page["reason"]) for page in b["helpful_elsewhere"]] == [("basics/dash", None)]
    (data,) = html.fromstring(built.read("s/b.html")).xpath("//script[@type='application/ld+json']/text()")
    resource = next(thing for thing in json.loads(data)["@graph"] if "LearningResource" in thing["@type"])
    assert resource["competencyRequired"] == ["A", "Bisection: halving <again>", "A colon in the name"]


def test_order_plans_counts_and_paths_are_as_without_it(source: Path, build: Build) -> None:
    built = build(PROJECT)
    plain = {name: text.replace("num:errors", "[]").replace("\n  num:odd:name:", "") for name, text in PROJECT.items()}
    plain["s/b.md"] = plain["s/b.md"].replace("\n  num:bisection: A root <is> found so.", "")
    plain["s/b.md"] = plain["s/b.md"].replace("num:basics/dash.md, ", "")
    plain["s/a.md"] = article("A")
    other = build(plain)

    def without(found: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in found.items() if not key.endswith("elsewhere")}

    one, two = articles(built), articles(other)
    assert list(one) == list(two)
    assert [without(found) for found in one.values()] == [without(found) for found in two.values()]


def test_a_plan_that_is_asked_for_begins_elsewhere(source: Path, build: Build) -> None:
    built = build(PROJECT)
    (plan,) = html.fromstring(built.read("s/index.html")).xpath("//div[contains(@class, 'hub-plan')]")
    assert words(plan).startswith("3 articles, 3 min Elsewhere first: Rounding & truncation (Numerics), Bisection")
    assert len(plan.xpath("ol/li")) == 3
    aside = before(built, "s/c")
    assert words(aside.xpath("details/p[contains(@class, 'elsewhere')]")[0]).startswith("Elsewhere first: Rounding")
    assert words(aside.xpath("p")[0]) == "Read before: B"


@pytest.mark.parametrize(
    "builder", ["dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "xml", "gettext", "linkcheck"]
)
def test_every_builder_shows_it(builder: str, source: Path, build: Build) -> None:
    book = 'copyright = "2026"\nversion = "1"\nlatex_documents = [("index", "all.tex", "All", "Them", "howto")]\n'
    files = {**PROJECT, "conf.py": CONF + book}
    built = build(files, builder=builder, overrides={"nitpicky": True}, warning_is_error=True)
    assert built.relative_warnings == []
    names = {
        "dirhtml": "s/b/index.html",
        "singlehtml": "index.html",
        "epub": "s/b.xhtml",
        "latex": "all.tex",
        "text": "s/b.txt",
        "xml": "s/b.xml",
    }
    if builder in names:
        text = built.read(names[builder])
        assert "Bisection: halving" in text and "Numerics" in text
        assert ("https://num.example/docs/bisection.html" in text) == (builder != "text")
        if builder not in ("text", "latex"):
            assert "<again>" not in text


# -- what is wrong


def warnings_of(build: Build, conf: str = CONF, **keys: str) -> list[str]:
    files = {"conf.py": conf, "index.md": HUB, "folder/known.md": article("Known"), "page.md": article("P", **keys)}
    found = build(files).hub_warnings
    return [line.removeprefix("page.md:").replace(" WARNING:", "").removesuffix(" [hub.reference]") for line in found]


def test_a_page_that_the_inventory_lacks(source: Path, build: Build) -> None:
    assert warnings_of(build, read_before="[folder/known, num:bisektion]", helpful="\n  num:dash: It helps.") == [
        "6: `read-before` names `num:bisektion`, and the inventory of `Numerics` (`num`) has no page `bisektion`; "
        "did you mean `bisection`?",
        "8: `helpful` names `num:dash`, and the inventory of `Numerics` (`num`) has no page `dash`; "
        "did you mean `basics/dash`?",
    ]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("numm:errors", "; did you mean `num`?"),
        ("elsewhere:errors", "; its keys are `num`"),
        ("https://num.example/docs/errors.html", "name the page `KEY:DOCNAME`"),
        ('"num:"', "names no page; write the page's name right behind the colon, as in `num:index`"),
        ("num", "is a key of `intersphinx_mapping`; write `num:DOCNAME`, without a blank"),
        ('"num:errors#rounding"', "has no page `errors#rounding`"),
        ("/num:errors", "there is no page `num:errors`"),
        ('":errors"', "there is no page `:errors`"),
    ],
)
def test_what_names_no_page_of_another_project(entry: str, told: str, source: Path, build: Build) -> None:
    for form in (entry, f"[{entry}]", f"\n  {entry}: A reason."):
        (warning,) = warnings_of(build, read_before=form)
        line = 6 + form.startswith("\n")
        assert warning.startswith(f"{line}: `read-before` names `{entry.strip(chr(34))}`, ")
        assert told in warning


@pytest.mark.parametrize("key", ["read_after", "start"])
def test_only_what_comes_before_may_be_elsewhere(key: str, source: Path, build: Build) -> None:
    if key == "start":
        text = SECTION.replace("articles.", "articles.\nstart: num:errors")
        (warning,) = build({"conf.py": CONF, "index.md": HUB, "s/index.md": text}).hub_warnings
    else:
        (warning,) = warnings_of(build, read_after="num:errors")
    assert "names `num:errors`, a page of another project, which only `read-before` and `helpful` may name" in warning


def test_a_plan_may_lead_to_pages_of_this_project_only(source: Path, build: Build) -> None:
    files = {"conf.py": CONF, "index.md": HUB, "page.md": article("P", body="```{hub-plan} num:errors\n```")}
    (warning,) = build(files).hub_warnings
    assert warning.startswith("page.md:8: WARNING: `hub-plan` names `num:errors`, a page of another project")


def test_without_intersphinx_the_warning_says_how_to_load_it(build: Build) -> None:
    assert warnings_of(build, conf="intersphinx_mapping = {}\n", read_before="num:errors") == [
        "6: `read-before` names `num:errors`, which names a page of another project, and intersphinx is not loaded; add "
        "`sphinx.ext.intersphinx` to `extensions` in conf.py, and `num` to `intersphinx_mapping`"
    ]


def test_without_any_key_the_warning_says_so(build: Build) -> None:
    (warning,) = warnings_of(build, conf=LOADED, read_before="num:errors")
    assert warning.endswith("are named; it has no keys")


def test_a_page_that_is_named_twice_counts_once(source: Path, build: Build) -> None:
    files = {"conf.py": CONF, "index.md": HUB, "page.md": article("P", read_before="[num:errors, num:/errors.md]")}
    built = build(files)
    assert built.hub_warnings == [
        "page.md:6: WARNING: `read-before` names `num:/errors.md` twice; the one in line 6 counts [hub.meta]"
    ]
    assert len(articles(built)["page"]["read_before_elsewhere"]) == 1


def test_pages_of_this_project_may_have_a_colon_in_their_names(source: Path, build: Build) -> None:
    files = {
        "conf.py": CONF,
        "index.md": HUB,
        "num/errors.md": article("Own errors"),
        "new:page.md": article("New page"),
        "num:errors.md": article("With a colon"),
        "page.md": article("P", read_before="[num/errors, new:page, ./num:errors]"),
        "q.md": article("Q", read_before="num:errors", read_after="num:errors"),
    }
    built = build(files)
    assert built.relative_warnings == []
    found = articles(built)
    assert [link["docname"] for link in found["page"]["read_before"]] == ["num/errors", "new:page", "num:errors"]
    assert [page["url"] for page in found["q"]["read_before_elsewhere"]] == ["https://num.example/docs/errors.html"]
    assert [link["docname"] for link in found["q"]["read_after"]] == ["num:errors"]


def test_while_an_inventory_cannot_be_had_only_intersphinx_says_so(build: Build) -> None:
    files = {"conf.py": CONF, "index.md": HUB, "page.md": article("P", read_before="\n  num:errors: So.")}
    built = build(files)
    assert built.hub_warnings == []
    assert "failed to reach any of the inventories" in built.warnings
    assert "hub-before" not in built.read("page.html")
    assert articles(built)["page"]["read_before_elsewhere"] == []


def test_inventories_without_names_and_two_of_one_name(source: Path, build: Build) -> None:
    pages = {"std:doc a": "The \x1b[1mfirst", "std:doc b": "-"}
    source.joinpath("no.inv").write_bytes(inventory(pages, "", ""))
    source.joinpath("old.inv").write_bytes(inventory({"std:doc errors": "Old errors"}))
    mapping = '{"num": ("https://num.example/", "num.inv"), "old:er": ("../old/", "old.inv"), "no": ("https://no.example/", "no.inv")}'
    conf = LOADED + f"intersphinx_mapping = {mapping}\n"
    page = article("P", read_before="[num:errors, 'old:er:errors', no:a, no:b]")
    built = build({"conf.py": conf, "index.md": HUB, "deep/page.md": page})
    assert built.relative_warnings == []
    line = before(built, "deep/page").xpath("p")[0]
    told = "Rounding & truncation (Numerics), Old errors (Numerics), The [1mfirst (no), b (no)"
    assert words(line) == f"Read before: {told}"
    assert line.xpath(".//a/@href")[1] == "../../old/errors.html"  # an address without a host, as seen from the page
    assert articles(built)["deep/page"]["read_before_elsewhere"][1]["url"] == "../old/errors.html"


# -- where metadata may stand


def test_front_matter_may_name_it_too_and_editors_know(source: Path, build: Build) -> None:
    front = "---\nhub:\n  type: definition\n  description: D.\n  read-before: [num:errors]\n  helpful:\n    num:gone: So.\n---\n\n# P\n\nText.\n"
    built = build({"conf.py": CONF, "index.md": HUB, "page.md": front})
    assert [line.split(" names ")[0] for line in built.hub_warnings] == ["page.md:7: WARNING: `helpful`"]
    assert articles(built)["page"]["read_before_elsewhere"][0]["title"] == "Rounding & truncation"
    schema = meta_schema()
    for stated in ("num:errors", ["num:errors"], {"num:errors": "So.", "num:odd:name": None}):
        page = {"type": "definition", "description": "D.", "read-before": stated, "helpful": stated}
        Draft202012Validator(schema).validate(page)
    assert "KEY:DOCNAME" in schema["$defs"]["links"]["description"]


# -- builds


def test_an_incremental_build_shows_what_the_inventory_says_now(source: Path, build: Build) -> None:
    assert build(PROJECT).relative_warnings == []
    assert build({"conf.py": CONF}).written == ()
    source.joinpath("num.inv").write_bytes(inventory({**NUMERICS, "std:doc errors": "Rounding errors"}))
    built = build({"conf.py": CONF})
    assert (built.read_pages, set(built.written)) == ((), {"s/a", "s/b", "s/c", "s/index"})
    assert "Rounding errors" in words(before(built, "s/a"))
    clean = run_sphinx(source.resolve(), source.parent / "clean")
    assert_same(contents(built.output), contents(clean.output), "a page was retitled elsewhere")


def test_an_inventory_that_comes_and_goes(source: Path, build: Build) -> None:
    kept = source / "num.inv"
    away = kept.rename(source.parent / "away.inv")
    assert "hub-elsewhere" not in build(PROJECT).read("s/b.html")
    shutil.copy(away, kept)
    built = build({"conf.py": CONF})
    assert "hub-elsewhere" in built.read("s/b.html")
    kept.write_bytes(inventory({}))
    lost = build({"conf.py": CONF})
    assert len(lost.hub_warnings) == 4
    assert lost.hub_warnings == build({"conf.py": CONF}).hub_warnings
    assert "hub-elsewhere" not in lost.read("s/b.html")


def test_parallel_builds_are_the_same(source: Path, build: Build) -> None:
    files = {**PROJECT, **{f"t/{n}.md": article(f"T{n}") for n in range(12)}}
    built = build(files)
    parallel = run_sphinx(source.resolve(), source.parent / "parallel", jobs=2)
    assert_same(contents(built.output), contents(parallel.output), "a parallel build")


# -- the command line


def test_the_command_line_reads_inventories_as_a_build_does(source: Path, build: Build, capsys: Any) -> None:
    build(PROJECT)
    assert main(["plan", "s/c", "--source", str(source)]) == 0
    told = capsys.readouterr()
    lines = told.out.splitlines()
    assert lines[0].startswith(
        "Elsewhere first: Rounding & truncation (Numerics, https://num.example/docs/errors.html), "
    )
    assert lines[1].startswith("To be read before C (s/c): 2 articles, ")
    assert told.err == ""
    assert main(["plan", "s/c", "--source", str(source), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["elsewhere"][0] == {
        "project": "Numerics",
        "key": "num",
        "docname": "errors",
        "title": "Rounding & truncation",
        "url": "https://num.example/docs/errors.html",
    }
    assert [entry["docname"] for entry in found["plan"]] == ["s/a", "s/b"]
    assert main(["plan", "s/a", "--source", str(source)]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "Nothing here comes before A (s/a)."


def test_the_command_line_does_not_fail_without_an_inventory(source: Path, build: Build, capsys: Any) -> None:
    build(PROJECT)
    source.joinpath("num.inv").unlink()
    assert main(["plan", "s/c", "--source", str(source)]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("To be read before C (s/c): 2 articles, ")
    assert "the inventory of `num` could not be fetched" in told.err
    assert main(["report", "--source", str(source)]) == 0


# -- two hubs


class Hub:
    """A hub of fifty articles; each fifth builds on the one of its number in the other hub, which does the same."""

    def __init__(self, root: Path, name: str, other: str) -> None:
        self.source, self.output = root / name, root / f"{name}-html"
        address = (f"https://{other}.example/", f"../{other}-html/objects.inv")
        conf = f'{LOADED}project = "Hub {name}"\nintersphinx_mapping = {{"{other}": {address!r}}}\n'
        self.files = {"conf.py": conf, "index.md": HUB, "s/index.md": SECTION}
        for number in range(50):
            entries = [f"  a{number - 1}: It comes first."] if number else []
            entries += [f"  {other}:s/a{number}: Shared."] if number % 5 == 0 else []
            keys = {"read_before": "\n" + "\n".join(entries)} if entries else {}
            self.files[f"s/a{number}.md"] = article(f"Article {number} of {name}", **keys)

    def build(self) -> Built:
        sync_files(self.source, self.files)
        return run_sphinx(self.source, self.output)


@pytest.fixture
def hubs(tmp_path: Path) -> tuple[Hub, Hub]:
    """Two hubs, built twice, so that each has the inventory of the other."""
    one, two = Hub(tmp_path, "one", "two"), Hub(tmp_path, "two", "one")
    first = one.build()
    assert first.hub_warnings == []
    assert "failed to reach" in first.warnings
    for hub in (two, one):
        assert hub.build().relative_warnings == []
    return one, two


def test_two_hubs_build_on_each_other(hubs: tuple[Hub, Hub]) -> None:
    one, two = (hub.build() for hub in hubs)
    assert (one.relative_warnings, two.relative_warnings) == ([], [])
    for built, name, other in ((one, "one", "two"), (two, "two", "one")):
        found = articles(built)
        assert list(found) == [f"s/a{number}" for number in range(50)]
        assert found["s/a49"]["plan"] == [f"s/a{number}" for number in range(49)]
        stated = {docname: page["read_before_elsewhere"] for docname, page in found.items()}
        assert stated["s/a5"] == [
            {
                "project": f"Hub {other}",
                "key": other,
                "docname": "s/a5",
                "title": f"Article 5 of {other}",
                "url": f"https://{other}.example/s/a5.html",
                "reason": "Shared.",
            }
        ]
        assert sum(map(len, stated.values())) == 10
        line = words(before(built, "s/a5").xpath("p")[0])
        assert line == f"Read before: Article 4 of {name}, Article 5 of {other} (Hub {other})"
        last = before(built, "s/a49").xpath("details/p[contains(@class, 'elsewhere')]//a/@href")
        assert last == [f"https://{other}.example/s/a{number}.html" for number in range(0, 50, 5)]


def test_a_page_renamed_in_one_hub_is_told_in_the_other(hubs: tuple[Hub, Hub]) -> None:
    one, two = hubs
    two.files["s/b5.md"] = two.files.pop("s/a5.md")
    two.files["s/a6.md"] = two.files["s/a6.md"].replace("a5", "b5")
    two.build()
    built = one.build()
    assert built.read_pages == ()
    assert built.hub_warnings == [
        "s/a5.md:8: WARNING: `read-before` names `two:s/a5`, and the inventory of `Hub two` (`two`) has no page `s/a5`; "
        "did you mean `s/a45` or `s/a35` or `s/a25`? [hub.reference]"
    ]
    assert "Hub two" not in words(before(built, "s/a5").xpath("p")[0])


def test_a_page_retitled_in_one_hub_is_shown_anew_in_the_other(hubs: tuple[Hub, Hub]) -> None:
    one, two = hubs
    two.files["s/a45.md"] = two.files["s/a45.md"].replace("Article 45 of two", "*Forty* & five")
    two.build()
    built = one.build()
    assert (built.relative_warnings, built.read_pages) == ([], ())
    assert set(built.written) == {f"s/a{number}" for number in range(45, 50)}  # a45, and the plans that lead through it
    assert words(before(built, "s/a45").xpath("p")[0]).endswith("Forty & five (Hub two)")
    assert one.build().written == ()
