"""Entries as QuickBooks takes them, and as it shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError, model_validator

from connectors.exact import exact_json
from connectors.quickbooks.extras import booked, entry_extras, entry_tax, line_extras, line_tax
from connectors.quickbooks.merging import merged
from connectors.quickbooks.wire import Text, valid
from journal.amounts.money import Money
from journal.entries.entry import Side
from journal.entries.posting import LedgerEntry, LedgerLine, ReadyEntry, ReadyLine
from journal.errors import BadInput, LedgerError
from journal.matching.keeping import keeping

MAX_TEXT = 4000
MAX_NUMBER = 21
_POSTING_TYPES = {Side.DEBIT: "Debit", Side.CREDIT: "Credit"}


def entry_body(entry: ReadyEntry, home_currency: str) -> bytes:
    """Return the body that creates `entry`.

    The currency is named only when it is not the company's own: a company without several
    currencies refuses it.
    """
    return exact_json(_drawn(entry, home_currency)).encode()


def replacing_body(
    entry: ReadyEntry, home_currency: str, there: LedgerEntry, now: WireEntry
) -> bytes:
    """Return the body that replaces `there`, which stands as `now`, with `entry`.

    What is not ours to write is sent along as it was read.
    """
    drawn = _drawn(entry, home_currency)
    drawn |= {"Id": there.ledger_id, "SyncToken": there.version}
    lines = _ledger_lines(now.drawn, now.currency, home_currency)
    return exact_json(merged(drawn, now.raw, keeping(entry.lines, lines))).encode()


def _drawn(entry: ReadyEntry, home_currency: str) -> dict[str, Any]:
    body: dict[str, Any] = {
        "TxnDate": entry.date.isoformat(),
        "DocNumber": entry.own_number or entry.number,
        "PrivateNote": entry.note[-MAX_TEXT:],  # the number stands at its end
        "Line": [_line(line) for line in entry.lines],
    }
    if entry.currency != home_currency:
        body["CurrencyRef"] = {"value": entry.currency}
    return body


def _line(line: ReadyLine) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "Amount": line.amount.decimal,
        "DetailType": "JournalEntryLineDetail",
        "JournalEntryLineDetail": {
            "PostingType": _POSTING_TYPES[line.side],
            "AccountRef": {"value": line.account_id},
        },
    }
    return {**drawn, "Description": line.description[:MAX_TEXT]} if line.description else drawn


class WireEntry(BaseModel):
    """A JournalEntry, as far as we look at it."""

    id: str = Field(alias="Id", min_length=1)
    day: date = Field(alias="TxnDate")
    number: Text = Field("", alias="DocNumber")
    note: Text = Field("", alias="PrivateNote")
    currency: Any = Field(None, alias="CurrencyRef")
    drawn: Any = Field(None, alias="Line")
    version: Text = Field("", alias="SyncToken")
    raw: Mapping[str, Any] = Field({}, repr=False)  # all of it, as it was shown

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, shown: Any) -> Any:
        return {**shown, "raw": shown} if isinstance(shown, Mapping) else shown

    def says(self, sent: bytes) -> bool:
        """Whether it says what the body `sent` does: day, number, note, and lines in any order."""
        return _said(self) == _said(WireEntry.model_validate_json(sent))

    def entry(self, url: str, home_currency: str) -> LedgerEntry:
        """Return it as ours, to be seen at `url`."""
        texts = tuple(text for text in (self.number, self.note) if text)
        lines = _ledger_lines(self.drawn, self.currency, home_currency)
        return LedgerEntry(
            self.id,
            self.number,
            self.day,
            url,
            texts=texts,
            lines=lines,
            version=self.version,
            extras=entry_extras(self.raw),
            tax=entry_tax(self.raw),
        )


class _Ref(BaseModel):
    value: str
    name: Text = ""


class _Detail(BaseModel):
    side: Literal["Debit", "Credit"] = Field(alias="PostingType")
    account: _Ref = Field(alias="AccountRef")


class _WireLine(BaseModel):
    amount: Decimal = Field(alias="Amount")
    description: Text = Field("", alias="Description")
    detail: _Detail = Field(alias="JournalEntryLineDetail")
    raw: Mapping[str, Any] = Field({}, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, shown: Any) -> Any:
        return {**shown, "raw": shown} if isinstance(shown, Mapping) else shown

    def line(self, currency: str) -> LedgerLine:
        """Return it as ours. Raises BadInput: its amount has places that the currency has not."""
        return LedgerLine(
            Side(self.detail.side.casefold()),
            Money.of(self.amount, currency),
            self.detail.account.name or self.detail.account.value,
            self.detail.account.value,
            self.description,
            line_extras(self.raw),
            line_tax(self.raw),
        )


_LINES = TypeAdapter(list[_WireLine])


def _said(entry: WireEntry) -> tuple[Any, ...]:
    try:
        drawn = _LINES.validate_python(booked(entry.drawn))
    except ValidationError:
        drawn = []
    lines = sorted(
        (line.detail.side, line.amount, line.detail.account.value, line.description.strip())
        for line in drawn
    )
    return entry.day, entry.number, entry.note.strip(), lines


def _ledger_lines(drawn: Any, currency: Any, home_currency: str) -> tuple[LedgerLine, ...]:
    """Return the lines, or none: an entry is found whether or not they can be read."""
    try:
        lines = _LINES.validate_python(booked(drawn))
        code = _Ref.model_validate(currency).value if currency else home_currency
        return tuple(line.line(code) for line in lines)
    except (ValidationError, BadInput):
        return ()


def read_changes(content: Mapping[str, Any]) -> Sequence[WireEntry]:
    """Return the entries of an answer to change data capture that are still there.

    Of what was deleted only the id is told. Raises LedgerError.
    """
    try:
        pages = [page for part in content["CDCResponse"] for page in part["QueryResponse"]]
        shown = [each for page in pages for each in page.get("JournalEntry", [])]
        living = [each for each in shown if each.get("status") != "Deleted"]
    except (KeyError, TypeError, AttributeError) as error:
        raise LedgerError("QuickBooks told what changed in a way we do not know") from error
    return [valid(each, WireEntry) for each in living]
