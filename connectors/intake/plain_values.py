"""Values of ours as plain JSON and back: how they come out of the process that reads files.

A dataclass is a list of its fields in their order, a date and a Decimal are text, a tuple is a
list. Both sides are of the same release, so there is nothing to tell releases apart. Unlike a
pickle it can hold nothing but the values that its reader asks for.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Hashable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Final, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Of = TypeVar("Of")
Reader = Callable[[Any], Any]
_AS_THEY_ARE: Final = (str, int, bool)
_BY_TEXT: Final[dict[type, Reader]] = {date: date.fromisoformat, Decimal: Decimal}


class NotSuch(ValueError):
    """What was read is no such value."""


def to_plain(value: Any) -> Any:
    """Return `value` as JSON can hold it."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, _AS_THEY_ARE):
        return value
    if isinstance(value, date | Decimal):
        return str(value)
    if is_dataclass(value):
        return [to_plain(getattr(value, one.name)) for one in fields(value)]
    return [to_plain(one) for one in value]


def of_plain(kind: type[Of], plain: Any) -> Of:
    """Return the value of `kind` that `to_plain` was given.

    Raises:
        NotSuch: it is none.
    """
    try:
        return cast(Of, _reader(cast(Hashable, kind))(plain))
    except NotSuch:
        raise
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise NotSuch(f"no {kind.__name__}") from error


@cache
def _reader(kind: Any) -> Reader:
    """Return what reads a value of `kind`: a type, an optional one, or a tuple of them."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        (inner,) = [one for one in get_args(kind) if one is not types.NoneType]
        read = _reader(inner)
        return lambda plain: None if plain is None else read(plain)
    if origin is tuple:
        return _tuple_reader(get_args(kind))
    if kind in _AS_THEY_ARE:
        return _exactly(kind)
    if kind in _BY_TEXT:
        return _BY_TEXT[kind]
    if issubclass(kind, Enum):
        return cast(Reader, kind)
    return _fields_reader(kind)


def _exactly(kind: type) -> Reader:
    def read(plain: Any) -> Any:
        if type(plain) is not kind:
            raise NotSuch(f"no {kind.__name__}")
        return plain

    return read


def _tuple_reader(of: Sequence[Any]) -> Reader:
    if of[-1] is Ellipsis:
        read = _reader(of[0])
        return lambda plain: tuple([read(one) for one in plain])
    readers = [_reader(one) for one in of]
    return lambda plain: tuple([read(one) for read, one in zip(readers, plain, strict=True)])


def _fields_reader(kind: Any) -> Reader:
    hints = get_type_hints(kind)
    readers = [_reader(hints[one.name]) for one in fields(kind)]
    return lambda plain: kind(*[read(one) for read, one in zip(readers, plain, strict=True)])
