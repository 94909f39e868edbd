"""Every builder gives the same content in its own form, drops nothing, and warns of nothing."""

from __future__ import annotations

import html
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from tests.projects import ROOTS, Built, run_sphinx

BUILDERS = (
    "html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "gettext", "xml", "linkcheck",
)  # fmt: skip


def markup_free(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def _pages(built: Built) -> str:
    return "\n".join(p.read_text("utf-8") for p in sorted(built.output.rglob("*.html")) if "_static" not in p.parts)


def _epub(built: Built) -> str:
    (path,) = built.output.glob("*.epub")
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml"))


def _files(pattern: str) -> Callable[[Built], str]:
    return lambda built: "\n".join(p.read_text("utf-8") for p in sorted(built.output.rglob(pattern)))


def _latex(text: str) -> str:
    text = re.sub(r"\\(textless|textgreater|textbackslash|textquotesingle|sphinxhyphen)\{\}", r"<\1>", text)
    names = {"textless": "<", "textgreater": ">", "textbackslash": "\\", "textquotesingle": "'", "sphinxhyphen": "-"}
    text = re.sub(r"<(\w+)>", lambda match: names.get(match[1], match[0]), text)
    return re.sub(r"\\([&{}$#%_])", r"\1", re.sub(r"\\(sphinx\w+|DUrole|hyperref\[[^]]*\])(?=\{)", "", text))


def _roff(text: str) -> str:
    return (
        re.sub(r"\\(?:f.|&|%)", "", text)
        .replace("\\-", "-")
        .replace("\\(aq", "'")
        .replace("\\(dq", '"')
        .replace("\\e", "\\")
    )


def _texi(text: str) -> str:
    return re.sub(r"@([{}@])", r"\1", text)


def _pot(text: str) -> str:
    return text.replace('"\n"', "").replace('\\"', '"').replace("\\\\", "\\")


READ: dict[str, Callable[[Built], str]] = {
    "html": lambda built: markup_free(_pages(built)),
    "dirhtml": lambda built: markup_free(_pages(built)),
    "singlehtml": lambda built: markup_free(_pages(built)),
    "epub": lambda built: markup_free(_epub(built)),
    "latex": lambda built: _latex(_files("*.tex")(built)),
    "text": _files("*.txt"),
    "man": lambda built: _roff(_files("*.1")(built)),
    "texinfo": lambda built: _texi(_files("*.texi")(built)),
    "gettext": lambda built: _pot(_files("*.pot")(built)),
    "xml": lambda built: markup_free(_files("*.xml")(built)),
    "linkcheck": lambda built: "",
}

AUTHORS = [
    "Short & <b>sweet</b>: \"quoted\" 'text' \\command{x} $5 100% #1 _a_ ~ ^.",
    "Words & <i>things</i> \\emph{x}.",
    'About "A" & <script>alert(1)</script>.',
    'It\'s "A" & <b>bold</b> \\x.',
    "matter",
    "A nested note.",
    "日本語?",
    "Deep text.",
    "letter, see",
]
"""What authors wrote in metadata, questions and answers."""

GENERATED = [
    "What should you read next?",
    "Read before",
    "Part of",
    "For the wider picture, read",
    "Builds on:",
    "Leads to:",
    "2 of 3",
    "Begin with",
    "3 articles · 3 min",
    "Where it fits",
    "Common questions",
    "3 articles, 3 min",
    "Learning path",
]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(ROOTS / "test-everything", tmp_path_factory.mktemp("everything") / "source"))


@pytest.mark.parametrize("builder", BUILDERS)
def test_builder(builder: str, source: Path, tmp_path: Path) -> None:
    built = run_sphinx(source, tmp_path / builder, builder=builder, overrides={"nitpicky": True})
    assert built.relative_warnings == []
    flat = " ".join(READ[builder](built).split())
    if builder == "linkcheck":
        return
    dropped = [text for text in AUTHORS if " ".join(text.split()) not in flat]
    if builder == "gettext":
        assert dropped == []
        return
    # What the hub says of itself stands in descriptions, which not every form has a place for.
    assert [text for text in dropped if text != AUTHORS[0]] == []
    assert [text for text in GENERATED if text not in flat] == []


def test_what_xml_and_latex_get_is_a_valid_tree(source: Path, tmp_path: Path) -> None:
    """Nothing but sections follows a section: the tree is what docutils' document type allows."""
    built = run_sphinx(source, tmp_path / "xml", builder="xml")
    for path in built.output.rglob("*.xml"):
        for section in etree.parse(path).iter("section"):
            names = [child.tag for child in section]
            first = names.index("section") if "section" in names else len(names)
            assert set(names[first:]) <= {"section"}, path.name


def test_a_second_build_of_an_epub_holds_the_same_members(source: Path, tmp_path: Path) -> None:
    def members() -> dict[str, bytes]:
        built = run_sphinx(source, tmp_path / "epub", builder="epub")
        (path,) = built.output.glob("*.epub")
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in sorted(archive.namelist())}

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        first = members()
        assert members() == first
    assert not [name for name in first if "hub" in name and name.endswith("json")]
