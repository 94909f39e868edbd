"""What a reader has read: the places on a page that ``static/hub-progress.js`` fills, from the browser it runs in alone.

All are hidden until that script has something to show, so a page without scripts, or without storage, shows nothing of it.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ..core.text import dump
from ..i18n import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from ..build.derived import Build
    from ..core.page_view import ProgressStep

SCRIPT = "hub-progress.js"


def prepare_page(app: Sphinx, build: Build, pagename: str, context: dict[str, Any]) -> None:
    """Give a page the script, with what it cannot know: the page, the root, and how addresses are made of docnames.

    The page that stands for a missing one is at no address of its own, so nothing leads from it to the root.
    """
    if not build.has_progress or pagename == getattr(app.config, "notfound_pagename", None):
        return
    # The stylesheet keeps room for ticks where the head says so; some themes have their scripts in the body.
    context["metatags"] = context.get("metatags", "") + '<meta name="hub-progress" content="on" />\n'
    data: dict[str, Any] = {
        "data-root": context["pathto"]("", True),
        "data-suffix": "/" if app.builder.name == "dirhtml" else app.builder.link_suffix,  # type: ignore[attr-defined]
        "data-read": str(_("read")),
    }
    if pagename in build.graph.articles:
        data["data-page"] = pagename
    if build.moved:
        data["data-moved"] = dump(dict(build.moved))
    app.add_js_file(SCRIPT, loading_method="defer", **data)


def mark() -> nodes.raw:
    """The button at the end of an article, and what it says when it was used."""
    do, undo = _html(_("Mark as read")), _html(_("Mark as unread"))
    done = _html(_("Read on {date}. Only this browser knows."))
    failed = _html(_("This browser could not keep it."))
    return _raw(
        f'<p class="hub-mark no-search" hidden><button type="button" data-undo="{undo}">{do}</button> '
        f'<span class="hub-detail" role="status" data-done="{done}" data-failed="{failed}"></span></p>'
    )


def going_on() -> nodes.raw:
    """The line that takes the place of where a newcomer begins, for readers who have read something."""
    sentence = _html(_("Continue with {article}")).format(article="<a></a>")
    return _raw(f'<p class="hub-begin hub-continue no-search" hidden>{sentence}</p>')


def ready(steps: tuple[ProgressStep, ...]) -> nodes.raw:
    """What is ready, and the articles among which it is found, as the script reads them."""
    hint = _html(_("Mark articles as read at their end, and see here what is ready for you. Only this browser knows."))
    title, more = _html(_("Ready for you")), _html(_("{number} more"))
    count, forget = _html(_("{number} of {total} articles read")), _html(_("Forget what I have read"))
    undo, failed = _html(_("Undo")), _html(_("This browser could not keep it."))
    return _raw(
        f'<div class="hub-progress no-search" data-failed="{failed}" hidden>'
        f'<p class="hub-detail">{hint} <button type="button" hidden>{undo}</button></p>'
        f'<p class="rubric hub-title">{title}</p><ul></ul>'
        f"<details hidden><summary>{more}</summary><ul></ul></details>"
        f'<p><span class="hub-detail" role="status">{count}</span> <button type="button">{forget}</button></p>'
        f'<script type="application/json">{dump(steps)}</script></div>'
    )


def _html(text: object) -> str:
    return escape(str(text))


def _raw(html: str) -> nodes.raw:
    return nodes.raw("", html, format="html")
