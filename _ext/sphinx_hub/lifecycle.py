"""The events of a build, in the order in which Sphinx fires them, and what each is for.

``env-updated`` fires at every build, also at one that read nothing, so the diagnostics are given there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .build import drafts, emit_warnings, fill_toctrees, rewrites, stamps
from .build.derived import Build, begin_build, build_of
from .domain import hub_domain
from .nodes import find_blocks, hub_slot
from .read.headings import drop_labels, label_slots
from .write import hub_json, search, search_index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def before_read(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Glossaries are read as if no article defined a term; nothing derived outlives a change."""
    hub_domain(env).forget_terms()
    begin_build(app)


def doctree_read(app: Sphinx, document: nodes.document) -> None:
    """Note what the page states; parsers and other extensions have done their part by now."""
    docname = app.env.docname
    drop_labels(document, app.env, docname)
    label_slots(document, app.env, docname, list(find_blocks(document, hub_slot)))
    hub_domain(app.env).note_page(docname, document)


def finish_reading(app: Sphinx) -> Build:
    """Give the diagnostics and register the terms, of all pages as they were read, now or by an earlier build."""
    build = begin_build(app)  # without anything that a handler asked for while pages were read
    emit_warnings.emit_all(build)
    hub_domain(app.env).register_terms()
    return build


def env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Take up what was read, and fill the toctrees; returns the pages whose toctree changed."""
    build = finish_reading(app)
    drafts.keep_out(build)
    return sorted(fill_toctrees.fill(env, build.graph.generated))


def env_get_updated(app: Sphinx, env: BuildEnvironment) -> Sequence[str]:
    """Say which pages are to be written again, since they show others that changed.

    Sections and figures have their numbers by now: Sphinx gives them in its own handler of this event.
    """
    build = build_of(env)
    if rewrites.choose(build):
        build.index = search_index.read_index(app.builder)
    return build.chosen


def build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Write what programs read, make the search index identical to that of a clean build, and note that the output is whole."""
    if exception is not None or app.builder is None:
        return
    build = build_of(app.env)
    has_written = stamps.has_written(app.builder, build.output_record)
    if build.index is not None and hub_json.is_written(build) and not has_written:
        # What is made of all pages is as it was, but for the index, which Sphinx wrote anew and lost entries of.
        search_index.write_index(app.builder, build.index)
    else:
        hub_json.write(build)
        search_index.canonize(app.builder, app.env, build.records)
        search.write_core(build)
    rewrites.finish(build)


def setup(app: Sphinx) -> None:
    """Connect the handlers."""
    app.connect("env-before-read-docs", before_read)
    app.connect("doctree-read", doctree_read, priority=900)
    app.connect("env-updated", env_updated)
    app.connect("env-get-updated", env_get_updated, priority=900)
    app.connect("build-finished", build_finished)
