"""What the description of an entry allows the code takes, and what the code refuses it refuses."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from connectors.intake.entry_json import EntryJson, read_entry
from journal.errors import BadInput

SCHEMA = Draft202012Validator(EntryJson.model_json_schema(), format_checker=FormatChecker())
SALE = {"side": "credit", "account": "Sales", "amount": "5.00"}
CASH = {"side": "debit", "account": "Checking", "amount": "5.00"}
ENTRY: dict[str, Any] = {
    "reference": "SHOP-1",
    "date": "2026-07-07",
    "sales_channel": "Shopify",
    "kind": "sales_summary",
    "lines": [CASH, SALE],
}


def is_taken(entry: dict[str, Any]) -> bool:
    """Say whether the API takes an entry, sent as it would be."""
    try:
        read_entry(json.dumps(entry), "USD")
    except BadInput:
        return False
    return True


REFUSED: list[dict[str, Any]] = [
    *({"prepared_by": one} for one in ("Ana", "@ana", "a@b@c", "U1", "ana@", "<ana@x.example>")),
    *({"reference": one} for one in ("", "  ", "R" * 101, "R\0", 7, None)),
    *({"sales_channel": one} for one in ("", " ", "S" * 256, "\x1b[0m")),
    *({"currency": one} for one in ("US", "dollars", "U$D", "12")),
    *({"date": one} for one in ("7 July 2026", "2026-13-01", "2026-02-30", "20260707", "")),
    *({"revision": one} for one in (0, -1, 2**31, "1", 1.5)),
    *({"description": one} for one in ("D" * 4001, "\x00")),
    *({"kind": one} for one in ("sale", "")),
    {"lines": []},
    {"lines": [CASH]},
    {"lines": [CASH] * 1001},
    {"memo": "unknown to us"},
]
NO_AMOUNTS: tuple[Any, ...] = ("-5.00", -5, "5,00", "1" * 19, 10**18, "", True, [])
REFUSED_LINES: list[dict[str, Any]] = [
    *({**SALE, "amount": one} for one in NO_AMOUNTS),
    *({**SALE, "side": one} for one in ("Debit", "")),
    {"side": "credit", "amount": "5.00"},
    {"side": "credit", "amount": "5.00", "account": " "},
    {**SALE, "category": "Sales"},
    {"side": "credit", "account": "Sales"},
    {"side": "credit", "account": "Sales", "amount": None},
    {"side": "credit", "account": "Sales", "sku": "MUG"},
    *(
        {"side": "credit", "account": "Costs", "sku": "MUG", "quantity": one}
        for one in (0, "0.00", -1, "-1", "some")
    ),
    {"side": "credit", "account": "Costs", "sku": " ", "quantity": 1},
]


@pytest.mark.parametrize(
    "changes",
    [*REFUSED, *({"lines": [CASH, line]} for line in REFUSED_LINES)],
    ids=lambda changes: json.dumps(changes)[:60],
)
def test_what_is_refused_is_refused_by_the_description(changes: dict[str, Any]) -> None:
    """Every rule that the API enforces on a field stands in its OpenAPI document."""
    entry = {**ENTRY, **changes}

    assert not is_taken(entry)
    assert not SCHEMA.is_valid(entry)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"prepared_by": " ana@local.example "},
        {"prepared_by": "U012ABCDEF", "currency": "eur", "revision": 7},
        {"lines": [{**CASH, "amount": 5}, {"side": "credit", "category": "Tips", "amount": 5.0}]},
        {
            "lines": [
                {"side": side, "account": "Costs", "sku": "MUG", "quantity": "2"}
                for side in ("debit", "credit")
            ]
        },
    ],
)
def test_what_is_taken_is_allowed(changes: dict[str, Any]) -> None:
    """No rule is told that is not one."""
    entry = {**ENTRY, **changes}

    assert is_taken(entry)
    assert SCHEMA.is_valid(entry)


TEXTS = st.text(max_size=110) | st.from_regex(r"\s*[UW]?[A-Z0-9_@.]{0,8}\s*", fullmatch=True)
AMOUNTS = st.decimals(-2, 10**19, places=2).map(str) | st.integers(-2, 10**19) | st.text(max_size=5)


@given(
    field=st.sampled_from(["reference", "sales_channel", "currency", "prepared_by", "description"]),
    text=TEXTS,
)
def test_any_text_that_is_allowed_is_taken(field: str, text: str) -> None:
    """Anyone who checks against the description is not refused afterwards."""
    entry = {**ENTRY, field: text}

    assert is_taken(entry) or not SCHEMA.is_valid(entry)


@given(amount=AMOUNTS)
def test_any_amount_that_is_allowed_is_taken(amount: str | int) -> None:
    """On both lines, so that they balance whatever it is."""
    entry = {**ENTRY, "lines": [{**CASH, "amount": amount}, {**SALE, "amount": amount}]}

    assert is_taken(entry) or not SCHEMA.is_valid(entry)
