"""The extension's settings in ``conf.py``, made fit for use: what cannot be used is said once and replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_logger = logging.getLogger(__name__)

DEFAULT_TYPES: dict[str, list[str]] = {
    name: [] for name in ("definition", "comparison", "process", "problem", "decision")
}
"""The default of ``hub_article_types``: the types, and the headings that each requires."""

DEFAULT_NUMBERS = {"hub_words_per_minute": 230, "hub_path_limit": 60}
_LEAST = {"hub_words_per_minute": 1, "hub_path_limit": 0}


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
    config.hub_article_types = {str(name): _headings(str(name), headings) for name, headings in types.items()}


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
    app.connect("config-inited", _check, priority=900)  # Sphinx has told of wrong types by then
