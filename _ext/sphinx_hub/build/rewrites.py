"""Which pages are written again, since what they show of others is not what this output directory shows.

A page's view and all else that it shows of others has a digest. ``stamps`` keeps those that the directory was last
written with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import __version__, i18n
from ..core.model import RECORD_VERSION
from ..core.text import digest
from ..sphinx_private import app_of
from . import stamps

if TYPE_CHECKING:
    from .derived import Build


def choose(build: Build) -> bool:
    """Choose the pages (``build.chosen``), and begin to write; returns whether the directory is as this build would have it."""
    env, builder = build.env, build.builder
    build.resolution.forget()
    version, inputs = _version(build), stamps.inputs_digest(app_of(env))
    before = stamps.last(builder, version)
    if before.inputs == inputs and before.digests.keys() == env.found_docs:
        digests = before.digests
    else:
        # When a page was read belongs to its digest: another builder may have read it anew since this one wrote it.
        digests = {d: digest((env.all_docs.get(d), build.view(d))) for d in sorted(env.found_docs)}
    build.output_record = stamps.inventory(builder, env, digests, inputs)
    stamps.begin(builder, version, before, build.output_record)
    build.chosen = [docname for docname, name in digests.items() if before.digests.get(docname) != name]
    return before == build.output_record


def finish(build: Build) -> None:
    """Note that the directory is whole."""
    stamps.finish(build.builder, _version(build), build.output_record, build.chosen)


def _version(build: Build) -> str:
    """What decides what is written beside the sources and the configuration: the extension and its words."""
    config = build.env.config
    return digest((__version__, RECORD_VERSION, i18n.translation(app_of(build.env)), config.html_search_scorer))
