"""Manual journals: entries as Xero takes them, and as it shows them."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from connectors.exact import Bounded, exact_json
from connectors.shown import Whole, text_of
from connectors.standing import standing
from connectors.xero.coding import line_amount_types, tax_fields, tracking_fields
from connectors.xero.extras import (
    NO_NAMES,
    NO_TAX,
    Names,
    journal_extras,
    journal_tax,
    line_extras,
    line_ids,
    line_tax,
    tracking_said,
)
from connectors.xero.merging import merged
from connectors.xero.wire import Day, Id, Second, Text
from journal.amounts.money import Money
from journal.entries.entry import Side
from journal.entries.posting import LedgerEntry, LedgerLine, ReadyEntry, ReadyLine, Unbooked
from journal.errors import BadInput
from journal.matching.keeping import keeping
from journal.matching.proof import number_in

POSTED, DRAFT = "POSTED", "DRAFT"
NOT_THERE = frozenset({"DELETED", "VOIDED"})
"""Statuses of journals that are in the books no more."""
UNBOOKED = {DRAFT: Unbooked.DRAFT, "ARCHIVED": Unbooked.ARCHIVED}
"""Statuses of journals that are there and not shown to be in the books. Of the five statuses in
Xero's specification (ManualJournal.Status) only POSTED is said to be; whether an archived one
counts is documented nowhere, so a person is told."""
MAX_TEXT = 4000
"""Characters. Xero names no limit for these texts; in the lines of its invoices it is this."""
_LONGEST_CODE = 10
"""Characters of an account code; the id of an account is longer, so the two cannot be mixed up."""


def entry_body(entry: ReadyEntry, status: str, journal_id: str = "") -> bytes:
    """Return the body that creates `entry`, or makes it of the journal `journal_id`.

    The status is always sent, since Xero keeps as a draft what names none. Tax types are where
    lines have tax codes; else there is one only, and it has another name in some countries.
    """
    return exact_json({"ManualJournals": [_drawn(entry, status, journal_id)]}).encode()


def replacing_body(entry: ReadyEntry, now: WireJournal, currency: str) -> bytes:
    """Return the body that replaces the posted journal `now` with `entry`.

    What is not ours to write is sent along as it was read.
    """
    lines = now.placed(entry, currency)
    body = merged(_drawn(entry, POSTED, now.id), now.raw, keeping(entry.lines, lines))
    return exact_json({"ManualJournals": [body]}).encode()


def _drawn(entry: ReadyEntry, status: str, journal_id: str) -> dict[str, Any]:
    amounts = line_amount_types(entry)
    body: dict[str, Any] = {
        "Narration": entry.note[-MAX_TEXT:],  # the number stands at its end
        "Date": entry.date.isoformat(),
        "Status": status,
        "LineAmountTypes": amounts,
        "JournalLines": [_line(line, amounts) for line in entry.lines],
    }
    if entry.url:
        body["Url"] = entry.url
    if journal_id:
        body["ManualJournalID"] = journal_id
    return body


def _line(line: ReadyLine, amounts: str) -> dict[str, Any]:
    signed = Money(line.side.sign * line.amount.minor, line.amount.currency)
    named = "AccountCode" if len(line.account_id) <= _LONGEST_CODE else "AccountID"
    worded = {"Description": line.description[:MAX_TEXT]} if line.description else {}
    return {
        "LineAmount": signed.decimal,
        named: line.account_id,
        **worded,
        **tax_fields(line, amounts),
        **tracking_fields(line),
    }


class WireJournal(Whole):
    """A manual journal, as far as we look at it."""

    id: Id = Field(alias="ManualJournalID")
    status: str = Field(alias="Status")
    day: Day = Field(alias="Date")
    narration: Text = Field("", alias="Narration")
    drawn: Any = Field(None, alias="JournalLines")
    version: Second = Field("", alias="UpdatedDateUTC")

    @property
    def changed_at(self) -> datetime | None:
        """When it was changed last; None: Xero tells it in a way that is not known."""
        try:
            return datetime.fromtimestamp(int(self.version), UTC)
        except (ValueError, OverflowError, OSError):
            return None

    def says(self, sent: bytes) -> bool:
        """Whether it says what the body `sent` does: day, narration, and lines in any order."""
        (theirs,) = json.loads(sent)["ManualJournals"]
        return _said(self) == _said(WireJournal.model_validate(theirs))

    @property
    def amounts(self) -> str:
        """What its amounts are: without tax, with tax inside, or tax on top."""
        return text_of(self.raw.get("LineAmountTypes")) or NO_TAX

    def lines(self, names: Names, currency: str) -> tuple[LedgerLine, ...]:
        """Return its lines, in the words of `names`. None, if unreadable."""
        try:
            shown = _LINES.validate_python(self.drawn)
            return tuple(line.line(names, currency, self.amounts) for line in shown)
        except (ValidationError, BadInput):
            return ()

    def placed(self, entry: ReadyEntry, currency: str) -> tuple[LedgerLine, ...]:
        """Return its lines on the accounts as `entry` names them: by code or by id."""
        used = {line.account_id for line in entry.lines}
        try:
            shown = _LINES.validate_python(self.drawn)
            lines = [line.line(NO_NAMES, currency, self.amounts) for line in shown]
        except (ValidationError, BadInput):
            return ()
        return tuple(
            dataclasses.replace(line, account_id=wire.id if wire.id in used else wire.account)
            for line, wire in zip(lines, shown, strict=True)
        )

    def entry(self, url: str, currency: str, names: Names = NO_NAMES) -> LedgerEntry:
        """Return it as ours, to be seen at `url`. Xero has no numbers: it has ours, or none.

        Amounts are in the organisation's currency; a journal names none.
        """
        return LedgerEntry(
            self.id,
            number=number_in(self.narration),
            date=self.day,
            url=url,
            **standing(UNBOOKED, self.status, booked=(POSTED,)),
            texts=(self.narration,) if self.narration else (),
            lines=self.lines(names, currency),
            version=self.version,
            extras=journal_extras(self.raw),
            tax=journal_tax(self.raw),
        )


class WireHistory(BaseModel):
    """A record of a journal's history: who did something to it, and when."""

    user: Text = Field("", alias="User")
    second: Second = Field("", alias="DateUTC")

    @property
    def author(self) -> str:
        """The person; what an app did is said to be done by the system."""
        return "" if self.user.strip().casefold() == _SYSTEM else self.user.strip()


_SYSTEM = "system generated"


class _WireLine(Whole):
    amount: Bounded = Field(alias="LineAmount")
    code: Text = Field("", alias="AccountCode")
    id: Text = Field("", alias="AccountID")
    description: Text = Field("", alias="Description")

    @property
    def account(self) -> str:
        """What the account is known by, as in the chart: its code, else its id."""
        return self.code or self.id

    def line(self, names: Names, currency: str, amounts: str) -> LedgerLine:
        side = Side.DEBIT if self.amount >= 0 else Side.CREDIT
        named = names.accounts.get(self.account, self.account)
        return LedgerLine(
            side,
            Money.of(abs(self.amount), currency),
            named,
            self.account,
            self.description,
            line_extras(self.raw),
            line_tax(self.raw, amounts, names.rates),
            line_ids(self.raw),
        )


_LINES = TypeAdapter(list[_WireLine])


def _said(journal: WireJournal) -> tuple[Any, ...]:
    try:
        drawn = _LINES.validate_python(journal.drawn)
    except ValidationError:
        drawn = []
    lines = sorted(
        (
            line.amount,
            line.account,
            line.description.strip(),
            text_of(line.raw.get("TaxType")) if journal.amounts != NO_TAX else "",
            tracking_said(line.raw),
        )
        for line in drawn
    )
    return journal.day, journal.narration.strip(), journal.amounts, lines
