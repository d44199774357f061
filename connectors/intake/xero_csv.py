"""Xero's manual journal file: signed amounts; rows of one narration and date are one journal."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from typing import Final

from connectors.intake.columns import Column
from connectors.intake.csv_rows import Row
from connectors.intake.dates import read_date
from connectors.intake.drafts import Draft, Reading, Template, read_lines
from connectors.intake.words import channel_of, kind_of
from journal.amounts import read_amount
from journal.entry import MAX_REFERENCE, Line, NewEntry, Side
from journal.errors import BadInput
from journal.money import Money

_NO_TAX = re.compile(
    r"(none|no ?tax|no ?vat|no ?gst|tax exempt|exempt|bas excluded|outside the scope.*)"
    r"( ?\(0(\.0+)?%\))?",
    re.IGNORECASE,
)


def _is_no_tax(rate: str) -> bool:
    return bool(_NO_TAX.fullmatch(rate))


_COLUMNS: Final = (
    Column("narration", "*Narration"),
    Column("date", "*Date", also=("Journal Date",)),
    Column("account", "*AccountCode", also=("Account",)),
    Column("amount", "*Amount", also=("Line Amount",)),
    Column("description", "Description", also=("Line Description",), required=False),
    Column(
        "tax",
        "*TaxRate",
        also=("TaxType",),
        required=False,
        carried=False,
        says_nothing=_is_no_tax,
    ),
    Column("tracking1", "TrackingName1", required=False, carried=False),
    Column("option1", "TrackingOption1", required=False, carried=False),
    Column("tracking2", "TrackingName2", required=False, carried=False),
    Column("option2", "TrackingOption2", required=False, carried=False),
)


def xero_reference(narration: str, day: date) -> str:
    """Return the reference of a Xero journal, which has no number: "2026-07-03 Amazon sales".

    The same narration and date give the same reference in every file, so a journal that is
    imported again is known again. Longer ones are cut and end in a part of their hash.
    """
    whole = f"{day.isoformat()} {' '.join(narration.split())}"
    if len(whole) <= MAX_REFERENCE:
        return whole
    mark = sha256(whole.encode()).hexdigest()[:12]
    return f"{whole[: MAX_REFERENCE - len(mark) - 2].rstrip()}… {mark}"


def _key_of(row: Row) -> str:
    # A row with only one of both is a journal of its own, so that the gap is told, not filled.
    narration = " ".join(row["narration"].split())
    return f"{row['date']} {narration}".strip() if narration or row["date"] else ""


def _read(draft: Draft, reading: Reading) -> NewEntry:
    first = draft.rows[0]
    if not first["narration"]:
        raise BadInput("the narration is missing")
    if not first["date"]:
        raise BadInput("the date is missing")
    day = read_date(first["date"], reading.conventions.dates)
    words = [first["narration"], *(row["description"] for row in draft.rows)]
    return NewEntry(
        reference=xero_reference(first["narration"], day),
        date=day,
        sales_channel=channel_of(words, reading.options.sales_channel),
        kind=reading.options.kind or kind_of(words[:1], words[1:]),
        currency=reading.options.currency,
        lines=read_lines(draft, lambda row: _line(row, reading)),
        description=first["narration"],
    )


def _line(row: Row, reading: Reading) -> Line:
    if not row["account"]:
        raise BadInput("the account code is missing")
    amount = read_amount(row["amount"], reading.options.currency, reading.conventions.decimals)
    if amount is None:
        raise BadInput("the amount is missing")
    side = Side.CREDIT if amount.minor < 0 else Side.DEBIT
    return Line(
        side,
        Money(abs(amount.minor), amount.currency),
        account=row["account"],
        description=row["description"],
    )


XERO: Final = Template(
    label="Xero's manual journal file",
    columns=_COLUMNS,
    dates=("date",),
    amounts=("amount",),
    key_of=_key_of,
    read=_read,
)
