"""Entries as QuickBooks takes them, and as it shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from connectors.exact import exact_json
from connectors.quickbooks.wire import Text, valid
from journal.entry import Side
from journal.errors import BadInput, LedgerError
from journal.money import Money
from journal.posting import LedgerEntry, LedgerLine, ReadyEntry, ReadyLine

MAX_TEXT = 4000
MAX_NUMBER = 21
_POSTING_TYPES = {Side.DEBIT: "Debit", Side.CREDIT: "Credit"}


def entry_body(entry: ReadyEntry, home_currency: str, there: LedgerEntry | None = None) -> bytes:
    """Return the body that creates `entry`, or puts it in the place of `there`.

    The currency is named only when it is not the company's own: a company without several
    currencies refuses it. In place of another it is a full update, which empties whatever is
    not sent, so that nothing of the other stays (Intuit's reference of JournalEntry, "Full
    update"): a sparse one would leave rates and tax as somebody typed them.
    """
    body: dict[str, Any] = {
        "TxnDate": entry.date.isoformat(),
        "DocNumber": entry.number,
        "PrivateNote": entry.note[-MAX_TEXT:],  # the number stands at its end
        "Line": [_line(line) for line in entry.lines],
    }
    if entry.currency != home_currency:
        body["CurrencyRef"] = {"value": entry.currency}
    if there is not None:
        body |= {"Id": there.ledger_id, "SyncToken": there.version, "sparse": False}
    return exact_json(body).encode()


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

    def says(self, sent: bytes) -> bool:
        """Whether it says what the body `sent` does: day, number, note, and lines in any order."""
        return _said(self) == _said(WireEntry.model_validate_json(sent))

    def entry(self, url: str, home_currency: str) -> LedgerEntry:
        """Return it as ours, to be seen at `url`."""
        texts = tuple(text for text in (self.number, self.note) if text)
        lines = _ledger_lines(self.drawn, self.currency, home_currency)
        return LedgerEntry(
            self.id, self.number, self.day, url, texts=texts, lines=lines, version=self.version
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


_LINES = TypeAdapter(list[_WireLine])


def _said(entry: WireEntry) -> tuple[Any, ...]:
    try:
        drawn = _LINES.validate_python(entry.drawn)
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
        lines = _LINES.validate_python(drawn)
        code = _Ref.model_validate(currency).value if currency else home_currency
        return tuple(
            LedgerLine(
                Side(line.detail.side.casefold()),
                Money.of(line.amount, code),
                line.detail.account.name or line.detail.account.value,
                line.detail.account.value,
            )
            for line in lines
        )
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
