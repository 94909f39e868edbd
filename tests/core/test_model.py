"""What is stored of a page has a version, and nobody changes the one without the other."""

from __future__ import annotations

import dataclasses
import hashlib
import types
import typing
from typing import Any

from sphinx_hub.core import model


def shape(kind: Any, seen: set[str]) -> str:
    """A type as its name and, where it is a record, as the names and types of its fields; each record once."""
    if inside := typing.get_args(kind):
        origin = typing.get_origin(kind)
        name = "union" if origin in (typing.Union, types.UnionType) else origin.__name__
        return f"{name}[{', '.join(shape(part, seen) for part in inside)}]"
    name = getattr(kind, "__name__", str(kind))
    if name in seen or not (dataclasses.is_dataclass(kind) or hasattr(kind, "_fields")):
        return name
    seen.add(name)
    return (
        f"{name}({', '.join(f'{field}: {shape(hint, seen)}' for field, hint in typing.get_type_hints(kind).items())})"
    )


def digest_of(kind: Any) -> str:
    return hashlib.sha256(shape(kind, set()).encode()).hexdigest()[:12]


def test_records_change_only_together_with_their_version() -> None:
    assert digest_of(model.PageRecord) == model.RECORD_SHAPE, (
        f"What is stored of a page has changed: raise RECORD_VERSION in core/model.py, and set RECORD_SHAPE to "
        f"{digest_of(model.PageRecord)!r}."
    )


class _Inner(typing.NamedTuple):
    text: str


class _Outer(typing.NamedTuple):
    inner: tuple[_Inner, ...]


def test_a_field_of_a_record_within_a_record_counts() -> None:
    assert "text: str" in shape(_Outer, set())
