"""Values as Tryton's JSON has them, both ways."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, TypeAdapter, ValidationError

from connectors.exact import Bounded
from journal.errors import LedgerError

T = TypeVar("T")
_PARTS = ("year", "month", "day", "hour", "minute", "second", "microsecond")


def plain(value: Any) -> Any:
    """Return Tryton's `{"__class__": ...}` as the date or the number it is; else as it came.

    Raises:
        ValueError: its parts are not those of what it says that it is.
    """
    if not isinstance(value, dict):
        return value
    try:
        if value.get("__class__") == "date":
            return date(value["year"], value["month"], value["day"])
        if value.get("__class__") == "datetime":
            return datetime(**{part: int(value.get(part, 0)) for part in _PARTS}, tzinfo=UTC)
        return value["decimal"] if value.get("__class__") == "Decimal" else value
    except (KeyError, TypeError, OverflowError) as error:
        raise ValueError("not a value of Tryton's") from error


def ids_in(records: Any, name: str) -> tuple[int, ...]:
    """Return the ids that stand in each of `records` under a name; None is no record.

    Raises:
        ValueError: they are not records, or one has no such id.
    """
    try:
        return tuple(int(one[name]) for one in records or ())
    except (KeyError, TypeError, OverflowError) as error:
        raise ValueError("not a list of records") from error


Text = Annotated[str, BeforeValidator(lambda text: "" if text is None else text)]
Amount = Annotated[Bounded, BeforeValidator(plain)]
OptionalAmount = Annotated[Bounded | None, BeforeValidator(plain)]
Day = Annotated[date, BeforeValidator(plain)]
OptionalDay = Annotated[date | None, BeforeValidator(plain)]
OptionalMoment = Annotated[datetime | None, BeforeValidator(plain)]


def encoded(value: Any) -> str:
    """Return `value` as Tryton wants it in headers and addresses: JSON in base64url."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


def day_sent(day: date) -> dict[str, Any]:
    """Return a day as a body has it."""
    return {"__class__": "date", "year": day.year, "month": day.month, "day": day.day}


def moment_told(at: datetime) -> dict[str, Any]:
    """Return a moment as a domain has it: in UTC, which Tryton keeps without saying so."""
    utc = at.astimezone(UTC)
    return {"__class__": "datetime", **{part: getattr(utc, part) for part in _PARTS}}


def amount_sent(amount: Decimal) -> dict[str, Any]:
    """Return a number as a body has it."""
    return {"__class__": "Decimal", "decimal": f"{amount:f}"}


def read_all(value: Any, kind: type[T]) -> Sequence[T]:
    """Return the records of an answer. Raises LedgerError when they are not as we know."""
    try:
        return TypeAdapter(list[kind]).validate_python(value)  # type: ignore[valid-type]
    except ValidationError as error:
        fields = ", ".join(".".join(map(str, one["loc"])) for one in error.errors()[:3])
        raise LedgerError(f"Tryton answered in a way we do not know: {fields}") from error
