"""JSON with decimals: amounts never pass through a binary float, in or out."""

import json
from decimal import Decimal
from typing import Any


def loads(text: bytes) -> Any:
    """Read JSON with every fraction as a Decimal.

    Raises:
        ValueError: it is not JSON, not UTF-8, or says NaN or Infinity.
    """
    return json.loads(text, parse_float=Decimal, parse_constant=_refuse)


def dumps(value: Any) -> str:
    """Write JSON with a Decimal as the number it is, trailing zeros kept."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(k)}:{dumps(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(dumps, value)) + "]"
    return json.dumps(value)


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
