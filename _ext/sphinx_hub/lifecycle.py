"""What happens once a build: the graph, the diagnostics, the terms, and which pages are written again.

``env-updated`` fires at every build, also at one that read nothing, so the diagnostics are given there. It returns
the pages whose view differs from the one that this output directory was last written with; the digests of those
views stand in a file in the output directory, which is taken away before writing and put back when all is written.
A build that was killed therefore writes everything the next time.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from . import diagnostics
from .core.check import check
from .core.export import dump, hub_json
from .core.view import digest
from .domain import HubDomain, hub_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

VIEWS_FILE = ".hub-views.json"
VIEWS_VERSION = 1
SCHEMA = "hub.schema.json"


def before_read(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Glossaries are read as if no article defined a term; nothing derived outlives a change."""
    domain = hub_domain(env)
    domain.forget_terms()
    domain.forget_views()


def env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Give the diagnostics, register the terms, and say which pages are to be written again."""
    domain = hub_domain(env)
    domain.builder = app.builder
    domain.forget_views()
    _diagnose(domain, app)
    domain.register_terms()
    digests = {docname: digest(domain.view(docname)) for docname in sorted(env.found_docs)}
    written = _take_views(app)
    app.builder._hub_digests = digests  # type: ignore[attr-defined]
    return [docname for docname, name in digests.items() if written.get(docname) != name]


def _diagnose(domain: HubDomain, app: Sphinx) -> None:
    problems = [problem for local in domain.problems.values() for problem in local]
    problems += check(
        domain.views.graph,
        docnames=app.env.found_docs,
        article_types=app.config.hub_article_types,
        glossary=domain.glossary(),
        wanted=domain.wanted,
    )
    diagnostics.warn(problems)


def _take_views(app: Sphinx) -> dict[str, str]:
    """The digests that the output was last written with; their file is gone until the output is whole again."""
    path = Path(app.outdir, VIEWS_FILE)
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        path.unlink()
    except (OSError, ValueError):
        return {}
    whole = (
        isinstance(stored, dict)
        and stored.get("version") == VIEWS_VERSION
        and stored.get("builder") == app.builder.name
    )
    return stored["views"] if whole else {}


def _put_views(app: Sphinx) -> None:
    stored = {"version": VIEWS_VERSION, "builder": app.builder.name, "views": getattr(app.builder, "_hub_digests", {})}
    Path(app.outdir, VIEWS_FILE).write_text(dump(stored), encoding="utf-8")


def build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Write what programs read, and note that the output is whole."""
    if exception is not None or app.builder is None:
        return
    domain = hub_domain(app.env)
    if app.builder.name in ("html", "dirhtml", "singlehtml"):
        views = domain.views
        data = hub_json(views.graph, app.builder.get_target_uri, views.say)
        Path(app.outdir, "hub.json").write_text(dump(data) + "\n", encoding="utf-8")
        schema = Path(__file__).with_name("static").joinpath(SCHEMA).read_text(encoding="utf-8")
        Path(app.outdir, SCHEMA).write_text(schema, encoding="utf-8")
    _put_views(app)


def setup(app: Sphinx) -> None:
    """Connect the handlers."""
    app.connect("env-before-read-docs", before_read)
    app.connect("env-updated", env_updated)
    app.connect("build-finished", build_finished)
