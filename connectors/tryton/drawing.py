"""A move as it is sent: each line in the company's currency, with what it says beside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from connectors.tryton.values import amount_sent, day_sent
from journal.amounts.money import Money
from journal.books.lists import Field
from journal.entries.entry import Side
from journal.entries.posting import ReadyEntry, ReadyLine

MAX_DESCRIPTION: Final = 2000
"""Characters; Tryton took 5,000, and nobody reads more."""


@dataclass(frozen=True, slots=True)
class TaxShare:
    """What a line reports of a tax: an amount that is taxed, or the tax itself."""

    tax: str  # its id
    type: str  # "base" or "tax"
    amount: Decimal  # below nought where it takes back what was reported


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line of a move."""

    side: Side
    amount: Decimal  # in the company's currency
    account: str
    description: str = ""
    party: str = ""  # its id, as those below
    analytic: tuple[str, ...] = ()
    second: Decimal | None = None  # in the second currency; a credit is below nought
    taxes: tuple[TaxShare, ...] = ()

    def with_second(self, amount: Decimal) -> DrawnLine:
        """Return it with an amount in the second currency; a credit is below nought."""
        return replace(self, second=amount)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The lines of a move, and what a person is told of how they came about."""

    lines: tuple[DrawnLine, ...]
    second_currency: int | None = None
    remark: str = ""

    @property
    def total(self) -> Decimal:
        """The sum of its debits, in the company's currency."""
        return sum((one.amount for one in self.lines if one.side is Side.DEBIT), Decimal(0))


def drawn_line(line: ReadyLine, amount: Money) -> DrawnLine:
    """Return `line` as it is sent; `amount`: what it comes to in the company's currency."""
    party = line.coded_as(Field.NAME)
    return DrawnLine(
        line.side,
        amount.decimal,
        line.account_id,
        line.description[:MAX_DESCRIPTION],
        party.external_id if party else "",
        tuple(one.item.external_id for one in line.coded if one.dimension.field is Field.TRACKING),
    )


def move_body(entry: ReadyEntry, drawn: Drawn, journal: int, period: int, company: int) -> bytes:
    """Return the body that creates `entry` as a draft.

    The period is always sent: without it the server takes today's.
    """
    body = {
        "company": company,
        "journal": journal,
        "period": period,
        "date": day_sent(entry.date),
        "description": entry.note[-MAX_DESCRIPTION:],  # the number stands at its end
        "lines": [["create", [_line(line, drawn, entry) for line in drawn.lines]]],
    }
    return json.dumps(body).encode()


def _line(line: DrawnLine, drawn: Drawn, entry: ReadyEntry) -> dict[str, Any]:
    body = {"account": _id(line.account), **_sides(line), "description": line.description}
    if line.party:
        body["party"] = _id(line.party)
    if line.second is not None:
        body["second_currency"] = drawn.second_currency
        body["amount_second_currency"] = amount_sent(line.second)
    if line.analytic:
        # Without a day they would be of today, whatever the move's.
        shares = [
            {"account": _id(one), **_sides(line), "date": day_sent(entry.date)}
            for one in line.analytic
        ]
        body["analytic_lines"] = [["create", shares]]
    if line.taxes:
        body["tax_lines"] = [["create", _taxed(line.taxes)]]
    return body


def _taxed(taxes: Sequence[TaxShare]) -> list[dict[str, Any]]:
    return [
        {"tax": _id(one.tax), "type": one.type, "amount": amount_sent(one.amount)} for one in taxes
    ]


def _sides(line: DrawnLine) -> dict[str, Any]:
    amounts = {Side.DEBIT: Decimal(0), Side.CREDIT: Decimal(0), line.side: line.amount}
    return {side.value: amount_sent(amount) for side, amount in amounts.items()}


def _id(external_id: str) -> int | str:
    return int(external_id) if external_id.isdecimal() else external_id
