"""Small projects for tests: written from the files of a fixture, built in this process, with their warnings."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace, patch_docutils

ROOT = Path(__file__).parent.parent
ROOTS = Path(__file__).with_name("roots")
CONF = 'extensions = ["myst_parser", "sphinx_hub"]\nproject = "Test project"\n'


@dataclass(frozen=True)
class Built:
    """The outcome of a build."""

    source: Path
    output: Path
    warnings: str
    written: tuple[str, ...]
    """The docnames of the pages that were written."""
    read_pages: tuple[str, ...] = ()
    """The docnames of the pages that were read."""
    status: str = ""
    """What the build said that is no warning."""

    def read(self, name: str) -> str:
        """The text of an output file."""
        return (self.output / name).read_text(encoding="utf-8")

    @cached_property
    def hub_warnings(self) -> list[str]:
        """The extension's own warnings, with paths relative to the source directory."""
        return [line for line in self.relative_warnings if re.search(r"\[hub\.[a-z]+\]$", line)]

    @cached_property
    def relative_warnings(self) -> list[str]:
        """All warnings, with paths relative to the source directory."""
        text = re.sub(r"\x1b\[[0-9;]*m", "", self.warnings)
        return [line.replace(f"{self.source}/", "") for line in text.splitlines() if line.strip()]

    def relative_warnings_of(self, name: str) -> list[str]:
        """All warnings at a file."""
        return [line for line in self.relative_warnings if line.startswith(f"{name}:")]


def parse_files(text: str) -> dict[str, str]:
    """The files of a fixture: each follows a line ``=== NAME``."""
    parts = re.split(r"^=== (.+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def write_files(source: Path, files: Mapping[str, str], *, conf: bool = True) -> None:
    """Write a project; without a ``conf.py`` it gets the tests' own, and lines in one are added to that."""
    for name, text in {**({"conf.py": ""} if conf else {}), **files}.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(CONF + text if name == "conf.py" else text, encoding="utf-8")


def sync_files(source: Path, files: Mapping[str, str]) -> None:
    """Make a project hold these files and no others; a file that stays as it is keeps its time."""
    names = {"conf.py", *files}
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        if path.is_file() and path.relative_to(source).as_posix() not in names:
            path.unlink()
    new = {}
    for name, text in files.items():
        path = source / name
        whole = CONF + text if name == "conf.py" else text
        if not path.is_file() or path.read_text(encoding="utf-8") != whole:
            new[name] = text
    if new:
        write_files(source, new, conf="conf.py" in new)


def run_sphinx(
    source: Path,
    output: Path,
    *,
    builder: str = "html",
    doctrees: Path | None = None,
    jobs: int = 1,
    overrides: Mapping[str, Any] | None = None,
    warning_is_error: bool = False,
    tags: Sequence[str] = (),
) -> Built:
    """Build a project as ``sphinx-build`` would."""
    warnings, status = io.StringIO(), io.StringIO()
    written: list[str] = []
    read: list[str] = []
    translators.clear()  # Sphinx would look into the languages of earlier builds in this process first
    suffixes: dict[str, str] = Config.config_values[
        "source_suffix"
    ].default  # which MyST-NB changes in place, for all builds
    suffixes.clear()
    suffixes[".rst"] = "restructuredtext"
    with patch_docutils(str(source)), docutils_namespace():
        app = Sphinx(
            source,
            source,
            output,
            doctrees or output.with_name(output.name + "-doctrees"),
            builder,
            confoverrides=dict(overrides or {}),
            status=status,
            warning=warnings,
            parallel=jobs,
            exception_on_warning=warning_is_error,
            tags=tags,
        )
        app.connect("doctree-resolved", lambda app, doctree, docname: written.append(docname))
        app.connect("source-read", lambda app, docname, text: read.append(docname))
        app.build()
    return Built(source, output, warnings.getvalue(), tuple(written), tuple(read), status.getvalue())


def article(title: str, **keys: str) -> str:
    """A small article in Markdown: ``keys`` are YAML values as typed, with ``_`` for ``-`` in their names."""
    stated = {"type": "definition", "description": f"About {title}.", **keys}
    lines = "\n".join(f"{key.replace('_', '-')}: {value}" for key, value in stated.items() if key != "body")
    return f"# {title}\n\n````{{hub-meta}}\n{lines}\n````\n\n{keys.get('body', 'Some text.')}\n"


class Build(Protocol):
    """Writes the files of a project over what is there, and builds it."""

    def __call__(self, files: Mapping[str, str], *, builder: str = "html", **options: Any) -> Built: ...
