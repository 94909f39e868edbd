"""The theme's links to the previous and the next page, beside the hub's own card at the end of an article."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from ..build.derived import Build
    from ..core.page_view import PageView


def next_link(build: Build, view: PageView, context: dict[str, Any]) -> str:
    """Take the theme's link to the next page away where the card at the end of the article says the same.

    Returns what is to stand in the head for it.
    """
    following = build.navigation.following(view.docname)
    link = context.get("next")
    if not link or not view.article or not view.article.next or view.article.next.docname != following:
        return ""
    context["next"] = None
    context["rellinks"] = [other for other in context.get("rellinks", ()) if other[2] != "N"]
    return f'<link rel="next" title="{escape(Markup(link["title"]).striptags())}" href="{escape(link["link"])}" />\n'
