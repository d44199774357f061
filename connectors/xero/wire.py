"""What Xero's objects have in common: fields, ids, days, and how they stand in an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, ValidationError

from connectors.exact import LONGEST_ID
from journal.errors import LedgerError

_MS_DATE = re.compile(r"/Date\((-?\d{1,17})(?:[+-]\d{4})?\)/")
_NIL = "00000000-0000-0000-0000-000000000000"
_ISO_DAY = 10  # characters


def _day(value: Any) -> str | date | None:
    """Return the day of `/Date(1552521600000+0000)/`, which is one in UTC, or of ISO text."""
    if not value:
        return None
    match = _MS_DATE.fullmatch(str(value))
    if match is None:
        return str(value)[:_ISO_DAY]
    try:
        return (datetime(1970, 1, 1) + timedelta(milliseconds=int(match[1]))).date()  # noqa: DTZ001
    except OverflowError:
        raise ValueError("a day beyond the calendar") from None


def _second(value: Any) -> str:
    """Return a moment to the second: the answers to writing and to reading may round apart."""
    match = _MS_DATE.fullmatch(str(value or ""))
    return str(int(match[1]) // 1000) if match else str(value or "")


def _some_id(text: str) -> str:
    if text == _NIL:
        raise ValueError("the id of nothing")
    return text


Text = Annotated[str, BeforeValidator(lambda text: "" if text is None else text)]
"""A text that may be null or absent when it is empty."""
Day = Annotated[date, BeforeValidator(_day)]
Second = Annotated[str, BeforeValidator(_second)]
"""A moment, as a text that is another for another second."""
OptionalDay = Annotated[date | None, BeforeValidator(_day)]
Id = Annotated[str, Field(min_length=1, max_length=LONGEST_ID), AfterValidator(_some_id)]
"""An id of Xero's. What it refuses to store it shows with one of noughts, which is none."""


class _Pagination(BaseModel):
    pages: int | None = Field(None, alias="pageCount")


M = TypeVar("M", bound=BaseModel)


def read_all(content: Mapping[str, Any], name: str, kind: type[M]) -> Sequence[M]:
    """Return the objects `name` of an answer. Raises LedgerError when they are not as we know."""
    values = content.get(name)
    if not isinstance(values, list):
        raise LedgerError(f"Xero answered in a way we do not know: without {name}")
    return [_valid(each, kind) for each in values]


def read_one(content: Mapping[str, Any], name: str, kind: type[M]) -> M:
    """Return the only object `name` of an answer. Raises LedgerError."""
    values = read_all(content, name, kind)
    if len(values) != 1:
        raise LedgerError(f"Xero answered in a way we do not know: {len(values)} {name}")
    return values[0]


def page_count(content: Mapping[str, Any]) -> int | None:
    """Return how many pages there are, where the answer tells. Raises LedgerError."""
    return _valid(content.get("pagination") or {}, _Pagination).pages


def _valid(value: Any, kind: type[M]) -> M:
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        fields = ", ".join(".".join(map(str, one["loc"])) for one in error.errors()[:3])
        raise LedgerError(f"Xero answered in a way we do not know: {fields}") from error
