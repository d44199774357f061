"""What pydantic found wrong with an entry, said in sentences that name the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from connectors.intake.text import nearest
from journal.quoting import quoted

_TOLD = 5


def advice(error: ValidationError, entry: type[BaseModel], line: type[BaseModel]) -> str:
    """Return what is wrong, field by field, the first few of many."""
    found = error.errors(include_url=False)
    told = "; ".join(_sentence(one, entry, line) for one in found[:_TOLD])
    more = len(found) - _TOLD
    return f"{told}; and {more} more" if more > 0 else told


def _sentence(error: ErrorDetails, entry: type[BaseModel], line: type[BaseModel]) -> str:
    where, field = _place(error["loc"])
    if error["type"] == "extra_forbidden":
        fields = (line if where else entry).model_fields
        known = [one.alias or name for name, one in fields.items()]
        near = nearest(field, known)
        hint = f'did you mean "{near}"?' if near else f"the fields are {', '.join(known)}"
        return f"{where}the field {quoted(field)} is not known; {hint}"
    sentence = _SENTENCES.get(error["type"])
    said = sentence(error) if sentence else error["msg"]
    subject = quoted(field) if field else "it" if where else "the entry"
    return f"{where}{subject} {said}"


def _place(loc: tuple[int | str, ...]) -> tuple[str, str]:
    """Return "line 2: " (empty: the entry itself) and the field's name (empty: all of it)."""
    line = next((part for part in loc if isinstance(part, int)), None)
    if line is None:
        return "", str(loc[0]) if loc else ""
    last = loc[-1]
    return f"line {line + 1}: ", "" if isinstance(last, int) else last


def _choice(error: ErrorDetails) -> str:
    given = str(error["input"])
    choices = [one.strip("'") for one in error["ctx"]["expected"].replace(" or ", ", ").split(", ")]
    near = nearest(given, choices)
    hint = f'; did you mean "{near}"?' if near else ""
    return f"must be {' or '.join(choices)}; it is {quoted(given)}{hint}"


_SENTENCES: Final[dict[str, Callable[[ErrorDetails], str]]] = {
    "missing": lambda _: "is missing; add it",
    "value_error": lambda error: str(error["ctx"]["error"]),
    "enum": _choice,
    "string_type": lambda error: f"must be text; it is {quoted(error['input'])}",
    "string_unicode": lambda _: "holds a character that cannot be stored; retype it",
    "string_too_long": lambda error: f"is longer than {error['ctx']['max_length']} characters",
    "int_type": lambda error: f"must be a whole number; it is {quoted(error['input'])}",
    "greater_than_equal": lambda error: f"counts from {error['ctx']['ge']}",
    "less_than": lambda _: "is too large",
    "tuple_type": lambda _: "must be a list of lines: [{...}, {...}]",
    "too_long": lambda error: f"has more than {error['ctx']['max_length']} lines; split the entry",
    "model_type": lambda error: f"must be an object {{...}}; it is {quoted(error['input'])}",
}
