"""What an output directory was last written with: the digest of each page's view, and the files it brought along.

They stand in a file in that directory and not in the environment, since two builders may share an environment and a
build may be killed after it is pickled. While a build writes, the file holds no digests but the names of the files, so
whatever ends a build half-way, the next one writes every page and knows what to remove.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

from ..core.text import digest, dump
from ..sphinx_private import fetched_inventories

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

FILE = ".hub-views.json"


@dataclass
class OutputRecord:
    """What is in an output directory: page -> digest of its view, and page -> the files that belong to it alone.

    ``shared`` are files that pages have in common, such as pictures. ``inputs`` stands for all that the digests were
    made of: while it is the same, so are they.
    """

    digests: dict[str, str] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    shared: list[str] = field(default_factory=list)
    inputs: str = ""


def last(builder: Builder, version: str) -> OutputRecord:
    """What the directory was last written with; no digests, where another version wrote it or a build was killed."""
    with suppress(KeyError, TypeError, ValueError):  # no record, or none that can be used
        stored = _records(builder)[builder.name]
        files, shared = dict(stored["files"]), list(stored["shared"])
        if stored["version"] != version:
            return OutputRecord({}, files, shared)
        return OutputRecord(dict(stored["digests"]), files, shared, str(stored["inputs"]))
    return OutputRecord()


def begin(builder: Builder, version: str, before: OutputRecord, now: OutputRecord) -> None:
    """Remove what is left of pages and pictures that are gone; until all is written, no digest counts."""
    _remove_leftovers(builder, before, now)
    _put(builder, version, OutputRecord({}, now.files, now.shared))


def inputs_digest(app: Sphinx) -> str:
    """What all digests are made of: when which page was read, configuration and tags, other projects' inventories.

    What handlers of ``missing-reference`` answer counts as settled by these. A setting whose name in Python is another in
    each process, such as an object without a text of its own, makes every build look at all pages anew.
    """
    env = app.env
    settings = [(name, repr(value)) for name, value, _rebuild in app.config if not callable(value)]
    return digest((sorted(env.all_docs.items()), sorted(settings), sorted(app.tags), fetched_inventories(env)))


def finish(builder: Builder, version: str, now: OutputRecord, chosen: Iterable[str]) -> None:
    """Record what the directory holds now that all is written.

    Of the ``chosen`` pages, which were to be written, some may not have been: ``sphinx-build`` can be told which ones.
    They have no digest then, so that the next build writes them.
    """
    begun = _begun(builder)
    digests = dict(now.digests)
    for docname in chosen:
        if docname in now.files and not _is_written(Path(builder.outdir, now.files[docname][0]), begun):
            digests.pop(docname)
    _put(builder, version, OutputRecord(digests, now.files, now.shared, now.inputs))


def has_written(builder: Builder, now: OutputRecord) -> bool:
    """Whether the build has written any page by now, for whatever reason."""
    begun = _begun(builder)
    return any(_is_written(Path(builder.outdir, names[0]), begun) for names in now.files.values())


def _begun(builder: Builder) -> int:
    """When the build began to write, by the clock of the file system."""
    return Path(builder.outdir, FILE).stat().st_mtime_ns


def _is_written(path: Path, begun: int) -> bool:
    return path.is_file() and path.stat().st_mtime_ns >= begun


def _records(builder: Builder) -> dict[str, Any]:
    """Builder -> its record; several may have one output directory."""
    try:
        return dict(json.loads(Path(builder.outdir, FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def _put(builder: Builder, version: str, record: OutputRecord) -> None:
    records = {**_records(builder), builder.name: {"version": version, **vars(record)}}
    path = Path(builder.outdir, FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dump(records) + "\n", encoding="utf-8")


def inventory(builder: Builder, env: BuildEnvironment, digests: dict[str, str], inputs: str) -> OutputRecord:
    """What the builder leaves in its directory."""
    outdir = os.path.join(builder.outdir, "")
    files: dict[str, list[str]] = {}
    shared: list[str] = []
    if isinstance(builder, StandaloneHTMLBuilder):
        for docname in sorted(digests):
            source = env.doc2path(docname, base=False)
            suffix = builder.config.html_sourcelink_suffix
            copied = f"_sources/{source}" + ("" if str(source).endswith(suffix) else suffix)
            page = os.fspath(builder.get_outfilename(docname)).removeprefix(outdir).replace(os.sep, "/")
            files[docname] = [page, copied]
        shared += (f"{builder.imagedir}/{name}" for _, name in env.images.values())
        shared += (f"_downloads/{name}" for _, name in env.dlfiles.values())
    elif builder.name in ("text", "xml", "pseudoxml"):
        suffix = getattr(builder, "out_suffix", "")
        files = {docname: [f"{docname}{suffix}"] for docname in sorted(digests)}
    return OutputRecord(digests, files, sorted(shared), inputs)


def _remove_leftovers(builder: Builder, before: OutputRecord, now: OutputRecord) -> None:
    kept = {*now.shared, *(name for names in now.files.values() for name in names)}
    gone = {*before.shared, *(name for names in before.files.values() for name in names)} - kept
    outdir = Path(builder.outdir).resolve()
    for name in sorted(gone):
        path = outdir / name
        if not path.resolve().is_relative_to(outdir):  # the record is not to be trusted with anything outside
            continue
        with suppress(OSError):
            path.unlink()
            folder = path.parent
            while folder != outdir and not any(folder.iterdir()):
                folder.rmdir()
                folder = folder.parent


def _keep_out_of_epub(app: Sphinx, config: Config) -> None:
    """An EPUB takes along whatever is in its directory."""
    config.epub_exclude_files = [*config.epub_exclude_files, FILE]


def setup(app: Sphinx) -> None:
    """See to it that the record stays where it is."""
    app.connect("config-inited", _keep_out_of_epub)
