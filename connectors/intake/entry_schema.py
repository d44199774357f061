"""The rules for one entry as JSON Schema, so that what the API refuses its description refuses too.

What ties fields together beyond one line (debits and credits, the decimal places of a currency) no
schema can say. Where a schema can only be stricter than the code, as about space around a text, it
is.
"""

from typing import Any, Final

from journal.amounts.money import MAX_MAJOR
from journal.entries.entry import MAX_LINES, MAX_RATE, MAX_REFERENCE

Json = dict[str, Any]

_KEPT: Final = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$"
"""No control characters but tab and line ends (`connectors.intake.text.plain`)."""
_SAID, _BLANK, _ROOM = r"\S", r"^\s*$", r"[ \t\r\n]*"
_WHOLE, _PLACES = r"\d{1,18}", r"(\.\d{1,12})?"
_MOST: Final = 10**18
_PERSON: Final = r"[UW][A-Z0-9_]{2,30}|[^@\s<>]{1,120}@[^@\s<>]{1,120}"

TEXT: Final[Json] = {"pattern": _KEPT}
NEEDED: Final[Json] = {"pattern": _KEPT, "allOf": [{"pattern": _SAID}], "minLength": 1}
REFERENCE: Final[Json] = {**NEEDED, "maxLength": MAX_REFERENCE}
CURRENCY: Final[Json] = {
    "pattern": rf"^({_ROOM}[A-Za-z]{{3}}{_ROOM})?$",
    "description": "An ISO 4217 code; left out, it is the book's.",
}
PREPARER: Final[Json] = {
    "pattern": rf"^{_ROOM}({_PERSON})?{_ROOM}$",
    "allOf": [{"pattern": _KEPT}],
}
LINES: Final[Json] = {"minItems": 2, "maxItems": MAX_LINES}
DAY: Final[Json] = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_EXACT: Final = "Decimal text or a number; read exactly, never as a float."
AMOUNT: Final[Json] = {
    "anyOf": [
        {"type": "string", "pattern": rf"^0{{0,5}}\d{{1,{len(str(MAX_MAJOR)) - 1}}}{_PLACES}$"},
        {"type": "number", "minimum": 0, "maximum": MAX_MAJOR},
    ],
    "description": f"{_EXACT} Never negative: that is the other side. No more decimal places than"
    " the currency has.",
}
QUANTITY: Final[Json] = {
    "anyOf": [
        {"type": "string", "pattern": f"^-?{_WHOLE}{_PLACES}$"},
        {"type": "number", "exclusiveMinimum": -_MOST, "exclusiveMaximum": _MOST},
    ],
    "description": _EXACT,
}
RATE: Final[Json] = {
    "anyOf": [
        {"type": "string", "pattern": rf"^(?=.*[1-9])\d{{1,7}}{_PLACES}$"},
        {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": MAX_RATE},
    ],
    "description": _EXACT,
}
_SOME: Final[Json] = {
    "anyOf": [
        {"type": "string", "pattern": f"^(?=.*[1-9]){_WHOLE}{_PLACES}$"},
        {"type": "number", "exclusiveMinimum": 0},
    ]
}


def _names(one: str, other: str) -> Json:
    return {
        "required": [one],
        "properties": {one: {"pattern": _SAID}, other: {"pattern": _BLANK}},
    }


LINE: Final[Json] = {
    "allOf": [
        {"oneOf": [_names("category", "account"), _names("account", "category")]},
        {
            "anyOf": [
                {"required": ["amount"], "properties": {"amount": {"not": {"type": "null"}}}},
                {
                    "required": ["sku", "quantity"],
                    "properties": {"sku": {"pattern": _SAID}, "quantity": _SOME},
                },
            ]
        },
    ]
}
"""A category or an account, and not both; an amount, or a SKU and how many of it."""
