"""What happens once a build: the graph, the diagnostics, the terms, and which pages are written again.

``env-updated`` fires at every build, also at one that read nothing, so the diagnostics are given there. It returns
the pages whose view differs from the one that this output directory was last written with (``stamps``), and those
whose toctree it filled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import __version__, i18n
from .build import diagnostics, drafts, stamps, toctrees
from .build.derived import Build, begin_build, build_of
from .core.check import check
from .core.model import RECORD_VERSION
from .core.text import digest
from .domain import hub_domain
from .nodes import find_blocks, hub_slot
from .read.headings import drop_labels, label_slots
from .settings import headings_of
from .write import hub_json, search_index, search_page

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


def env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Give the diagnostics, register the terms, and fill the toctrees; returns the pages whose toctree changed."""
    build = begin_build(app)  # without anything that a handler asked for while pages were read
    _diagnose(app, build)
    hub_domain(env).register_terms()
    _keep_out(env, build)
    return sorted(toctrees.fill(env, build.graph.generated))


def choose_pages(app: Sphinx, env: BuildEnvironment) -> Sequence[str]:
    """Say which pages are to be written again since they show others that changed.

    Sections and figures have their numbers by now: Sphinx gives them in its own handler of this event.
    """
    build = build_of(env)
    build.words.forget()
    version, state = _version(app), stamps.state(app)
    before = stamps.last(app.builder, version)
    if before.state == state and before.digests.keys() == env.found_docs:
        digests = before.digests
    else:
        # When a page was read belongs to its digest: another builder may have read it anew since this one wrote it.
        digests = {d: digest((env.all_docs.get(d), build.view(d))) for d in sorted(env.found_docs)}
    build.written = stamps.inventory(app.builder, env, digests, state)
    stamps.begin(app.builder, version, before, build.written)
    build.chosen = [docname for docname, name in digests.items() if before.digests.get(docname) != name]
    if before == build.written:
        build.index = search_index.read_index(app.builder)
    return build.chosen


def _version(app: Sphinx) -> str:
    """What decides what is written beside the sources and the configuration: the extension and its words."""
    return digest((__version__, RECORD_VERSION, i18n.translation(app), app.config.html_search_scorer))


def _diagnose(app: Sphinx, build: Build) -> None:
    problems = [problem for record in build.records.values() for problem in record.problems]
    problems += check(
        build.graph,
        docnames=app.env.found_docs,
        article_types=headings_of(app.config),
        glossary=hub_domain(app.env).glossary(),
        requests={docname: record.requests for docname, record in build.records.items()},
        drafts=() if build.shows_drafts else build.drafts,
        file_of=lambda docname: app.env.doc2path(docname, base=False).as_posix(),
    )
    diagnostics.warn(problems, app.env)


def _keep_out(env: BuildEnvironment, build: Build) -> None:
    """Keep out of Sphinx's own lists what is no page of the hub, or not yet."""
    drafts.keep_out(env, () if build.shows_drafts else build.drafts, hub_domain(env).data["drafts_entries"])
    drafts.tell(len(build.drafts), shown=build.shows_drafts)
    for docname, record in build.records.items():
        is_in_no_toctree = record.page is None or not env.tocs[docname].children  # the latter has no title
        if is_in_no_toctree and any(problem.subtype == "meta" for problem in record.problems):
            drafts.hide_from_toctree_check(env, docname)  # its hub-meta is at fault, which is told


def build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Write what programs read, bring the search index into its one form, and note that the output is whole."""
    if exception is None and app.builder is not None:
        _finish(app)


def _finish(app: Sphinx) -> None:
    build = build_of(app.env)
    if build.index is not None and hub_json.is_written(build) and not stamps.has_written(app.builder, build.written):
        # What is made of all pages is as it was, but for the index, which Sphinx wrote anew and lost entries of.
        search_index.write_index(app.builder, build.index)
    else:
        hub_json.write(build)
        search_index.canonize(app.builder, app.env, build.records)
        search_page.write_core(build)
    stamps.finish(app.builder, _version(app), build.written, build.chosen)


def setup(app: Sphinx) -> None:
    """Connect the handlers."""
    app.connect("env-before-read-docs", before_read)
    app.connect("doctree-read", doctree_read, priority=900)
    app.connect("env-updated", env_updated)
    app.connect("env-get-updated", choose_pages, priority=900)
    app.connect("build-finished", build_finished)
