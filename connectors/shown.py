"""Parts of an answer that may be anything: read as what they should be, else as nothing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from pydantic import BaseModel, Field, model_validator

_MOST_PLACES: Final = 30
"""Before the point or behind it."""
Extras = tuple[tuple[str, str], ...]
"""Names and values as people read them: (("Class", "Retail"),)."""


class Whole(BaseModel):
    """A record of which we look at parts, and keep all of it as it was shown."""

    raw: Mapping[str, Any] = Field({}, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, shown: Any) -> Any:
        return {**shown, "raw": shown} if isinstance(shown, Mapping) else shown


def text_of(value: Any) -> str:
    """Return it as text without space around it; nothing is empty."""
    return "" if value is None else str(value).strip()


def mapping_of(value: Any) -> Mapping[str, Any]:
    """Return it where it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def list_of(value: Any) -> list[Any]:
    """Return it where it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def is_amount(value: Any) -> bool:
    """Whether it is an amount other than nought that money may have; 1e999999 is none."""
    try:
        amount = Decimal(str(value or 0))
    except InvalidOperation:
        return False
    return bool(amount) and amount.is_finite() and abs(amount.adjusted()) < _MOST_PLACES


def lowered(value: Any) -> dict[str, Any]:
    """Return an object with its names in small letters; what is none is empty."""
    return {str(name).lower(): inner for name, inner in mapping_of(value).items()}
