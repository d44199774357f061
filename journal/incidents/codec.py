"""Frozen records as plain JSON, and back: a field is kept under its own name.

What is at its default is left out, so a field may be added, and may be missing: this release reads
the rows of an older one, and an older one reads ours. Two kinds of fields have no key of their own:
a part that `is_spread` keeps its fields beside the record's, and a mapping holds all other keys.
Any other part is kept whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import Field, fields
from datetime import date
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, ClassVar, Protocol, TypeVar, get_args, get_origin, get_type_hints

from journal.amounts.money import Money


class Record(Protocol):
    """A frozen dataclass; each field has a default."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


_Of = TypeVar("_Of", bound=Record)


def to_json(record: Record) -> dict[str, Any]:
    """Return `record` as plain JSON values, without what is at its default."""
    kept: dict[str, Any] = {}
    for one in fields(record):
        value = getattr(record, one.name)
        if isinstance(value, Mapping):
            kept |= value
        elif hasattr(value, "is_spread"):
            kept |= to_json(value)
        elif value != one.default:
            kept[one.name] = _plain(value)
    return kept


def from_json(of: type[_Of], kept: Mapping[str, Any]) -> _Of:
    """Return the record that `kept` tells of; what is missing or not understood is at its default.

    What a newer release wrote may hold values that this one does not know.
    """
    return of(**dict(_values(of, kept)))


def _values(of: type[Record], kept: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    kinds, own = _kinds(of), _keys(of)
    for one in fields(of):
        kind = kinds[one.name]
        if get_origin(kind) is Mapping:
            yield one.name, {key: value for key, value in kept.items() if key not in own}
        elif hasattr(kind, "is_spread"):
            yield one.name, from_json(kind, kept)
        elif (value := kept.get(one.name)) is not None:
            yield from ((one.name, known) for known in _known(kind, [value]))


@cache
def _kinds(of: type[Record]) -> Mapping[str, Any]:
    return get_type_hints(of)


@cache
def _keys(of: type[Record]) -> frozenset[str]:
    """Return the keys that the record's own fields take."""
    spread = [_keys(kind) for kind in _kinds(of).values() if hasattr(kind, "is_spread")]
    return frozenset(one.name for one in fields(of)).union(*spread)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Money):
        return [value.minor, value.currency]
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "row"):
        return value.row
    if hasattr(value, "__dataclass_fields__"):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    return value.value if isinstance(value, Enum) else value


def _known(kind: Any, several: Any) -> Iterator[Any]:
    """Yield of `several` JSON values those that are of the kind."""
    for one in several:
        try:
            yield _value(kind, one)
        except (TypeError, ValueError, LookupError, ArithmeticError):
            continue


def _value(kind: Any, kept: Any) -> Any:
    """Return a JSON value as `kind`. Raises the errors of `_known`: it is none."""
    if get_origin(kind) is UnionType:  # `X | None`, and it is not None
        return _value(get_args(kind)[0], kept)
    if get_origin(kind) is tuple:
        return _several(get_args(kind), kept)
    if kind is Money:
        return Money(int(kept[0]), str(kept[1]))
    if hasattr(kind, "of_row"):
        return kind.of_row(kept)
    if hasattr(kind, "__dataclass_fields__"):
        return from_json(kind, kept)
    return kind.fromisoformat(kept) if issubclass(kind, date) else kind(kept)


def _several(kinds: tuple[Any, ...], kept: Any) -> tuple[Any, ...]:
    if kinds[-1] is Ellipsis:
        return tuple(_known(kinds[0], kept))
    return tuple(_value(kind, one) for kind, one in zip(kinds, kept, strict=True))
