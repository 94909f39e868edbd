"""Reads a project for the command line, by Sphinx itself and into a temporary folder, and leaves nothing in it."""

from __future__ import annotations

import contextlib
import gc
import io
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.graph import LearningGraph
from ..core.text import shown

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


_RUN_NOTHING = {
    "nb_execution_mode": "off",
    "nb_execution_excludepatterns": ["*"],  # a notebook's own metadata may ask to be run all the same
    "nbsphinx_execute": "never",
    "plot_gallery": False,  # sphinx-gallery
}
"""Settings of extensions that would run notebooks and examples; nothing that is told here depends on what they print."""


class CommandError(Exception):
    """What is wrong with what was asked, and what would be right."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadedProject:
    """What was read: the project's configuration, its environment and its graph."""

    config: Config
    env: BuildEnvironment
    graph: LearningGraph

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The suffixes of source files."""
        return tuple(self.config.source_suffix)


@contextlib.contextmanager
def read_project(source: str, *, warn: bool, may_lack_hub: bool = False) -> Iterator[LoadedProject]:
    """Read a project, up to where a build would begin to write.

    ``warn`` says to give the extension's warnings; what is refused has them in any case. A project that ``may_lack_hub`` is
    read as if its configuration named the extension.
    """
    if not Path(source, "conf.py").is_file():
        raise CommandError(f"there is no conf.py in `{shown(source)}`; name the project's folder with --source")
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from ..build.derived import build_of

    warnings = io.StringIO()
    with (
        tempfile.TemporaryDirectory(prefix="sphinx-hub-") as temporary,
        _no_bytecode(),
        contextlib.redirect_stdout(sys.stderr),  # a conf.py may print
        patch_docutils(source),
        docutils_namespace(),
    ):
        folder = Path(temporary).resolve()
        try:
            more = _with_hub(source) if may_lack_hub else {}
            app = None if more else _read_before(source, folder / "output", warnings)
            if app is None:
                app = _application(source, folder / "output", folder / "doctrees", warnings, **_RUN_NOTHING, **more)
                if "sphinx_hub" in app.extensions:
                    app.builder.read()
        except Exception as error:
            what = str(error) or type(error).__name__
            raise CommandError(f"the project in `{shown(source)}` cannot be read: {what}") from error
        if "sphinx_hub" not in app.extensions:
            raise CommandError(
                f"the project in `{shown(source)}` has no hub; add sphinx_hub to `extensions` in its conf.py"
            )
        try:
            yield LoadedProject(config=app.config, env=app.env, graph=build_of(app.env).graph)
        except CommandError:
            warn = True  # the fault of a page may be why
            raise
        finally:
            for warning in _hub_warnings(warnings.getvalue()) if warn else ():
                print(warning, file=sys.stderr)


def _with_hub(source: str) -> dict[str, object]:
    """The setting that adds the extension to those of a project; none where it is one of them already."""
    from sphinx.config import Config
    from sphinx.util.tags import Tags

    own = __name__.partition(".")[0]
    named = list(Config.read(Path(source).resolve(), overrides={}, tags=Tags()).extensions)
    return {} if own in named else {"extensions": [*named, own]}


def _application(source: str, folder: Path, doctrees: Path, warnings: io.StringIO, **overrides: object) -> Sphinx:
    """The application of a project that writes, if at all, into a folder."""
    from sphinx.application import Sphinx

    return Sphinx(
        source,
        source,
        folder,
        doctrees,
        "dummy",
        confoverrides={"show_warning_types": True, **overrides},
        status=None,
        warning=warnings,
    )


def _read_before(source: str, folder: Path, warnings: io.StringIO) -> Sphinx | None:
    """What the last build has read, if that is still what there is; None otherwise.

    Nothing is read by Sphinx's builder then, which would write what it has read; what a build would say is said all the same.
    Whatever is amiss with the folder of the build, the project can be read anew.
    """
    from ..lifecycle import finish_reading
    from ..sphinx_private import is_current

    for doctrees in _doctrees_of_builds(Path(source))[:1]:
        with contextlib.suppress(Exception), _without_collector():
            app = _application(source, folder, doctrees.resolve(), warnings)
            if is_current(app):
                finish_reading(app)
                return app
        warnings.seek(0)
        warnings.truncate()
    return None


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Keep Python from going through a million objects again and again, while they are loaded and later; all stay."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _doctrees_of_builds(source: Path) -> list[Path]:
    """The folders in which builds of a project usually keep what they have read, the last build's first."""
    places = ("doctrees", ".doctrees", "*/.doctrees")
    found = [
        environment
        for folder in (source / "_build", source / "build", source.parent / "_build", source.parent / "build")
        for place in places
        for environment in folder.glob(f"{place}/environment.pickle")
    ]
    return [environment.parent for environment in sorted(found, key=lambda path: -path.stat().st_mtime_ns)]


@contextlib.contextmanager
def _no_bytecode() -> Iterator[None]:
    """Leave no compiled files beside modules of the project."""
    before = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before


def _hub_warnings(text: str) -> Iterator[str]:
    """The extension's own warnings: those that change what is told here. A build shows the others."""
    for line in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines():
        if re.search(r"\[hub\.[a-z]+\]$", line):
            yield line
