"""The extension's settings in ``conf.py``, made fit for use: what cannot be used is said once and replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from sphinx.util import logging

from .i18n import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_logger = logging.getLogger(__name__)

DEFAULT_TYPES: dict[str, list[str]] = {
    name: [] for name in ("definition", "comparison", "process", "problem", "decision")
}
"""The default of ``hub_article_types``: the types, and the headings that each requires."""

DEFAULT_NUMBERS = {"hub_words_per_minute": 230, "hub_path_lanes": 8}
_LEAST = {"hub_words_per_minute": 1, "hub_path_lanes": 0}


class ArticleType(TypedDict):
    """An article type as a project sets it: what readers see of it, and the headings that it requires."""

    label: str
    headings: list[str]


def headings_of(config: Config) -> dict[str, list[str]]:
    """Article type -> the level-two headings that it requires, in order."""
    types: dict[str, ArticleType] = config.hub_article_types
    return {name: kind["headings"] for name, kind in types.items()}


def labels_of(config: Config) -> dict[str, str]:
    """Article type -> what readers see of it, in the language of the site."""
    types: dict[str, ArticleType] = config.hub_article_types
    labels = {name: kind["label"] for name, kind in types.items()}
    return {name: str(_(label)) for name, label in labels.items()}


def _check(app: Sphinx, config: Config) -> None:
    """Replace what cannot be used, before anything is built with it."""
    for name, default in DEFAULT_NUMBERS.items():
        number = config[name]
        if not isinstance(number, int) or number < _LEAST[name]:
            _warn(f"`{name}` is {number!r}; write a whole number of {_LEAST[name]} or more, such as {default}")
            config[name] = default
    types = config.hub_article_types
    if not isinstance(types, dict):
        _warn(
            f"`hub_article_types` is {types!r}; write a dict of types, each with the list of headings that it requires"
        )
        types = DEFAULT_TYPES
    config.hub_article_types = {str(name): _type(str(name), stated) for name, stated in types.items()}


def _type(name: str, stated: Any) -> ArticleType:
    """A type, which may be stated as its headings alone."""
    label = name[:1].upper() + name[1:]
    if not isinstance(stated, dict):
        return ArticleType(label=label, headings=_headings(name, stated))
    if unknown := sorted(str(key) for key in stated if key not in ("label", "headings")):
        _warn(f"`hub_article_types` gives the type `{name}` `{unknown[0]}`; a type takes `label` and `headings`")
    if "label" in stated and not (isinstance(stated["label"], str) and stated["label"].strip()):
        _warn(f"`hub_article_types` gives the type `{name}` {stated['label']!r} for a label; write a text")
    elif "label" in stated:
        label = stated["label"].strip()
    return ArticleType(label=label, headings=_headings(name, stated.get("headings", [])))


def _headings(name: str, headings: Any) -> list[str]:
    if isinstance(headings, list | tuple) and all(isinstance(heading, str) for heading in headings):
        return list(headings)
    _warn(f"`hub_article_types` gives the type `{name}` {headings!r} for headings; write a list, as in ['In short']")
    return []


def _warn(message: str) -> None:
    _logger.warning("%s", message, type="config")


def setup(app: Sphinx) -> None:
    """Register the settings. None is read while a page is read, so a change rewrites what shows it and re-reads nothing."""
    app.add_config_value("hub_article_types", DEFAULT_TYPES, "", types=frozenset({dict}))
    for name, default in DEFAULT_NUMBERS.items():
        app.add_config_value(name, default, "", types=frozenset({int}))
    app.add_config_value("hub_progress", False, "", types=frozenset({bool}))
    app.connect("config-inited", _check, priority=900)  # Sphinx has told of wrong types by then
