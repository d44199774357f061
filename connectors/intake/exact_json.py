"""JSON read exactly: numbers with a point become Decimal, nothing said twice is overlooked."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, NoReturn

from journal.errors import BadInput
from journal.quoting import quoted


def loads_exact(raw: str | bytes) -> Any:
    """Return the JSON value in `raw`. No number ever passes through a float.

    Raises:
        BadInput: it is not JSON, holds NaN or Infinity, says a field twice, or is nested or long
            beyond reason.
    """
    try:
        return json.loads(
            raw, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once
        )
    except json.JSONDecodeError as error:
        raise BadInput(
            f"it is not JSON: {error.msg} at character {error.pos + 1}; "
            "check quotation marks, commas and brackets there"
        ) from error
    except UnicodeDecodeError as error:
        raise BadInput("it is not UTF-8 text") from error
    except (ValueError, ArithmeticError) as error:  # numbers of thousands of figures
        raise BadInput("it holds a number that is too long") from error
    except RecursionError as error:
        raise BadInput("it is nested too deeply") from error


def _no_number(word: str) -> NoReturn:
    raise BadInput(f"{word} is not an amount")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) == len(pairs):
        return fields
    seen: set[str] = set()
    for name, _ in pairs:  # one pass: a body may name a hundred thousand fields
        if name in seen:
            raise BadInput(f"the field {quoted(name)} is given twice; keep one")
        seen.add(name)
    return fields
