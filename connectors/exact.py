"""Numbers as they are sent and read: they keep their places, and no float comes near them."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Final

from pydantic import AfterValidator

_MOST_PLACES: Final = 100
"""Before the point or behind it. 1e999999999 is nine letters, and a gigabyte once written out."""


def bounded(number: Decimal) -> Decimal:
    """Return `number`. Raises ValueError: it is not finite, or longer than any that is meant."""
    if not number.is_finite() or (number and abs(number.adjusted()) > _MOST_PLACES):
        raise ValueError("no number that is meant")
    return number


def read_exact(text: str) -> Decimal:
    """Return the number that `text` is. Raises ValueError: as `bounded`, or it is none."""
    try:
        return bounded(Decimal(text))
    except InvalidOperation as error:
        raise ValueError("not a number") from error


LONGEST_ID: Final = 500
"""Characters of an id from outside; all are far shorter, and no index holds one of thousands."""
Bounded = Annotated[Decimal, AfterValidator(bounded)]
"""A number of an answer that is reckoned with."""


def exact_json(value: Any) -> str:
    """Return JSON in which a Decimal is the number it is, with its places."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(k)}:{exact_json(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(exact_json, value)) + "]"
    return json.dumps(value)
