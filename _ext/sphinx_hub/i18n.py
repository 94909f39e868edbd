"""The extension's own words, translated with Sphinx's catalogs under the name ``sphinx_hub``."""

from __future__ import annotations

from sphinx.locale import get_translation

CATALOG = "sphinx_hub"

_ = get_translation(CATALOG)
