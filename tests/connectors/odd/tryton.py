"""A Tryton that shows one good record of everything, without a server behind it."""

from __future__ import annotations

from typing import Any, Final

import httpx

ROOT: Final = "http://tryton.invalid/northwind"
_DAY: Final = {"__class__": "date", "year": 2026, "month": 7, "day": 7}
_FIRST: Final = {"__class__": "date", "year": 2026, "month": 7, "day": 1}
_LAST: Final = {"__class__": "date", "year": 2026, "month": 7, "day": 31}
_NOUGHT: Final = {"__class__": "Decimal", "decimal": "0"}


def _amount(text: str) -> dict[str, str]:
    return {"__class__": "Decimal", "decimal": text}


def _line(number: int, account: int, debit: str, credit: str, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "account": {
            "id": account,
            "name": "Checking",
            "rec_name": "35 Checking",
            "type": {
                "id": 1,
                "name": "Bank",
                "statement": "income" if account == 79 else "balance",
            },
        },
        "debit": _amount(debit),
        "credit": _amount(credit),
        "description": "Daily sales",
        "party": {"id": 5, "rec_name": "Faire"},
        "maturity_date": _DAY,
        "second_currency": None,
        "amount_second_currency": None,
        "tax_lines": [
            {"id": 4, "tax": {"id": 8, "name": "VAT"}, "type": "base", "amount": _amount("250")}
        ],
        "analytic_state": "draft",
        "analytic_lines": [{"id": 9, "account": 22, "debit": _NOUGHT, "credit": _amount("250")}],
        **more,
    }


MOVE: Final[dict[str, Any]] = {
    "id": 227,
    "state": "posted",
    "date": _DAY,
    "description": "shopify S-JF-1 [JF-1]",
    "number": "12",
    "lines": [
        _line(1, 35, "250.00", "0", party=None, analytic_lines=[], tax_lines=[]),
        _line(2, 79, "0", "250.00"),
    ],
    "write_date": {"__class__": "datetime", "year": 2026, "month": 7, "day": 7, "hour": 9},
    "write_uid": 3,
}
_UNFINISHED: Final = [
    {**line, "analytic_state": "draft", "analytic_lines": []} for line in MOVE["lines"]
]
_RECORDS: Final[dict[str, list[dict[str, Any]]]] = {
    "account.move": [MOVE],
    "account.move.line": [_line(2, 79, "0", "250.00", analytic_state="valid")],
    "account.journal": [{"id": 1, "code": "MISC"}, {"id": 2, "code": "REV"}],
    "account.journal.period": [{"id": 1, "period": 6, "state": "closed"}],
    "account.period": [
        {"id": 7, "start_date": _FIRST, "end_date": _LAST, "type": "standard", "state": "open"}
    ],
    "account.account": [
        {
            "id": number,
            "name": name,
            "code": str(number),
            "closed": False,
            "end_date": None,
            "party_required": False,
            "type": {"id": 1, "name": name, "statement": statement},
        }
        for number, name, statement in ((35, "Checking", "balance"), (79, "Sales", "income"))
    ],
    "account.tax": [
        {
            "id": 8,
            "name": "VAT",
            "type": "percentage",
            "rate": _amount("0.2"),
            "active": True,
            "start_date": None,
            "end_date": _LAST,
            "childs": [],
            "group": {"id": 1, "kind": "sale"},
            "invoice_account": 35,
            "credit_note_account": 35,
        }
    ],
    "account.configuration": [
        {"id": 1, "currency_exchange_debit_account": 35, "currency_exchange_credit_account": 79}
    ],
    "party.party": [{"id": 5, "rec_name": "Faire", "code": "5", "active": True}],
    "company.company": [{"id": 1, "currency": {"id": 1, "code": "USD"}, "rec_name": "Northwind"}],
    "currency.currency": [{"id": 1, "code": "USD"}, {"id": 2, "code": "CAD"}],
    "currency.currency.rate": [
        {"id": number, "date": _FIRST, "rate": _amount(rate), "currency": {"id": 1, "code": code}}
        for number, (code, rate) in enumerate((("USD", "1"), ("CAD", "1.37")))
    ],
    "ir.module": [{"id": 1, "name": "analytic_account"}],
    "analytic_account.account": [
        {
            "id": number,
            "name": name,
            "code": "",
            "type": kind,
            "state": "opened",
            "active": True,
            "root": 20,
            "parent": parent,
        }
        for number, name, kind, parent in (
            *((20, "Channel", "root", None), (21, "All", "view", 20)),
            *((22, "Web", "normal", 21), (23, "Shop", "normal", 20)),
        )
    ],
    "analytic_account.rule": [
        {
            "id": 1,
            "sequence": 1,
            "account": 79,
            "party": None,
            "journal": None,
            "analytic_accounts": [{"id": 1, "root": 20, "account": 22}],
        }
    ],
    "res.user": [{"id": 3, "name": "Ana"}],
}


def answer(request: httpx.Request) -> httpx.Response:
    """Return what a Tryton of one company would, to the calls that the connector makes."""
    model, *rest = request.url.path.partition("/rest/model/")[2].split("/")
    records = _RECORDS[model]
    if request.method == "DELETE":
        return httpx.Response(204)
    if request.method == "GET" and not rest:
        return httpx.Response(200, json=records if request.url.params.get("p", "0") == "0" else [])
    if model == "account.move" and not rest:
        draft = {**MOVE, "state": "draft", "number": None, "lines": _UNFINISHED}
        return httpx.Response(200, json=draft)
    shown: dict[str, Any] = records[-1]
    return httpx.Response(200, json=shown)
