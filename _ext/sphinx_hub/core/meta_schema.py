"""The JSON Schema of the keys, ``hub-meta.schema.json``, made from the table that the parser goes by.

It describes what stands below ``hub`` in front matter and in a notebook's metadata, for editors that complete and check
it. Scalars may be of any type there, since every one is read as the text that was typed.
"""

from __future__ import annotations

from typing import Any

from .meta_keys import ARTICLE, KEYS, MOST_KEYWORDS
from .model import HUB, SECTION

FILE = "hub-meta.schema.json"

_TEXT = {"$ref": "#/$defs/text"}

_FORMS: dict[str, dict[str, Any]] = {
    "text": _TEXT,
    "reference": _TEXT,
    "number": {"type": ["integer", "string"], "minimum": 1, "pattern": "^0*[1-9][0-9]{0,5}$"},
    "flag": {"type": "boolean"},
    "date": {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "names": {"type": "array", "items": _TEXT},
    "keywords": {"type": "array", "items": _TEXT, "maxItems": MOST_KEYWORDS},
    "definitions": {"type": "object", "additionalProperties": _TEXT},
    "links": {"$ref": "#/$defs/links"},
}
"""The form of a value -> its schema. A form without one may not stand in front matter."""


def meta_schema() -> dict[str, Any]:
    """The schema, as plain data."""
    keys = [key for key in KEYS if key.form in _FORMS]

    def only(kind: str) -> dict[str, Any]:
        return {"propertyNames": {"enum": [key.name for key in keys if kind in key.on]}}

    def typed(kind: str) -> dict[str, Any]:
        return {"required": ["type"], "properties": {"type": {"const": kind}}}

    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": FILE,
        "title": "hub-meta",
        "description": "What a page of a hub states about itself: `hub` in front matter, and in a notebook's metadata.",
        "type": "object",
        "required": [key.name for key in keys if key.required],
        "properties": {key.name: {"description": key.about, **_FORMS[key.form]} for key in keys},
        "if": typed(HUB),
        "then": only(HUB),
        "else": {"if": typed(SECTION), "then": only(SECTION), "else": only(ARTICLE)},
        "$defs": {
            "text": {"type": ["string", "number", "boolean"], "pattern": r"\S"},
            "links": {
                "description": "A reference, a list of references, or a mapping of references to reasons. In `read-before` and "
                "`helpful`, KEY:DOCNAME names a page of another project, KEY being one of `intersphinx_mapping`.",
                "anyOf": [
                    _TEXT,
                    {"type": "array", "items": _TEXT},
                    {"type": "object", "additionalProperties": {"anyOf": [_TEXT, {"type": "null"}, {"const": ""}]}},
                ],
            },
        },
    }
