"""Entries as QuickBooks takes them, and as it shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from connectors.exact import LONGEST_ID, Bounded, exact_json
from connectors.quickbooks.coding import (
    coding_of,
    head_coding,
    line_amounts,
    line_coding,
    names_of_refs,
)
from connectors.quickbooks.extras import (
    DETAIL,
    booked,
    entry_extras,
    entry_tax,
    line_extras,
    line_ids,
    line_tax,
)
from connectors.quickbooks.halves import stated_taxes
from connectors.quickbooks.merging import merged
from connectors.quickbooks.wire import Text, valid
from connectors.reply import json_of
from connectors.shown import Whole, mapping_of, text_of
from journal.amounts.money import Money
from journal.entries.coding import TaxOn
from journal.entries.entry import Side
from journal.entries.posting import LedgerEntry, LedgerLine, ReadyEntry, ReadyLine
from journal.errors import BadInput, LedgerError
from journal.matching.keeping import keeping

MAX_TEXT = 4000
MAX_NUMBER = 21
_POSTING_TYPES = {Side.DEBIT: "Debit", Side.CREDIT: "Credit"}


def entry_body(entry: ReadyEntry, home_currency: str) -> bytes:
    """Return the body that creates `entry`, of which nothing `is_unclear`."""
    return exact_json(_drawn(entry, home_currency)).encode()


def replacing_body(
    entry: ReadyEntry, home_currency: str, there: LedgerEntry, now: WireEntry
) -> bytes:
    """Return the body that replaces `there`, which stands as `now`, with `entry`.

    What is not ours to write is sent along as it was read.
    """
    drawn = _drawn(entry, home_currency)
    drawn |= {"Id": there.ledger_id, "SyncToken": there.version}
    lines = now.lines(home_currency)
    return exact_json(merged(drawn, now.raw, keeping(entry.lines, lines))).encode()


def _drawn(entry: ReadyEntry, home_currency: str) -> dict[str, Any]:
    return {
        "TxnDate": entry.date.isoformat(),
        "DocNumber": entry.own_number or entry.number,
        "PrivateNote": entry.note[-MAX_TEXT:],  # the number stands at its end
        "Line": [
            _line(line, entry.amounts, stated)
            for line, stated in zip(entry.lines, stated_taxes(entry), strict=True)
        ],
        **head_coding(entry, home_currency),
    }


def _line(line: ReadyLine, amounts: TaxOn, stated: Money | None) -> dict[str, Any]:
    amount, tax = line_amounts(line, amounts, stated)
    drawn: dict[str, Any] = {
        "Amount": amount,
        "DetailType": DETAIL,
        DETAIL: {
            "PostingType": _POSTING_TYPES[line.side],
            "AccountRef": {"value": line.account_id},
            **line_coding(line),
            **tax,
        },
    }
    return {**drawn, "Description": line.description[:MAX_TEXT]} if line.description else drawn


class WireEntry(Whole):
    """A JournalEntry, as far as we look at it."""

    id: str = Field(alias="Id", min_length=1, max_length=LONGEST_ID)
    day: date = Field(alias="TxnDate")
    number: Text = Field("", alias="DocNumber")
    note: Text = Field("", alias="PrivateNote")
    currency: Any = Field(None, alias="CurrencyRef")
    drawn: Any = Field(None, alias="Line")
    version: Text = Field("", alias="SyncToken")

    def says(self, sent: bytes) -> bool:
        """Whether it says what the body `sent` does: day, number, note, and lines in any order.

        Of what lines carry beside their account all counts that `sent` has anywhere.
        """
        ours = _as_sent(sent)
        return _said(self, ours.refs) == _said(ours, ours.refs)

    def keeps_coding_of(self, sent: bytes) -> bool:
        """Whether its lines carry what those of the body `sent` do; so if nothing else is alike."""
        ours = _as_sent(sent)
        if not ours.refs:
            return True
        is_alike = _said(self, frozenset()) == _said(ours, frozenset())
        return not is_alike or _said(self, ours.refs) == _said(ours, ours.refs)

    @property
    def refs(self) -> frozenset[str]:
        """The references that its lines have beside their accounts."""
        return names_of_refs(mapping_of(mapping_of(one).get(DETAIL)) for one in booked(self.drawn))

    def lines(self, home_currency: str) -> tuple[LedgerLine, ...]:
        """Return its lines, or none: an entry is found whether or not they can be read."""
        with_tax = self.raw.get("GlobalTaxCalculation") == "TaxInclusive"
        return _ledger_lines(self.drawn, self.currency, home_currency, with_tax=with_tax)

    def entry(self, url: str, home_currency: str) -> LedgerEntry:
        """Return it as ours, to be seen at `url`."""
        texts = tuple(text for text in (self.number, self.note) if text)
        return LedgerEntry(
            self.id,
            self.number,
            self.day,
            url,
            texts=texts,
            lines=self.lines(home_currency),
            version=self.version,
            extras=entry_extras(self.raw),
            tax=entry_tax(self.raw),
        )


def _as_sent(body: bytes) -> WireEntry:
    """Return what a body says; a new entry has no id yet."""
    return WireEntry.model_validate({"Id": "new", **json_of(body)})


class _Ref(BaseModel):
    value: str
    name: Text = ""


class _Detail(BaseModel):
    side: Literal["Debit", "Credit"] = Field(alias="PostingType")
    account: _Ref = Field(alias="AccountRef")
    whole: Bounded | None = Field(None, alias="TaxInclusiveAmt")


class _WireLine(Whole):
    amount: Bounded = Field(alias="Amount")
    description: Text = Field("", alias="Description")
    detail: _Detail = Field(alias="JournalEntryLineDetail")

    def line(self, currency: str, *, with_tax: bool) -> LedgerLine:
        """Return it as ours; `with_tax`: amounts are meant with the tax in them.

        Raises BadInput: its amount has places that the currency has not.
        """
        whole = self.detail.whole if with_tax else None
        return LedgerLine(
            Side(self.detail.side.casefold()),
            Money.of(self.amount if whole is None else whole, currency),
            self.detail.account.name or self.detail.account.value,
            self.detail.account.value,
            self.description,
            line_extras(self.raw),
            line_tax(self.raw),
            line_ids(self.raw),
        )


_LINES = TypeAdapter(list[_WireLine])


def _said(entry: WireEntry, refs: frozenset[str]) -> tuple[Any, ...]:
    try:
        drawn = _LINES.validate_python(booked(entry.drawn))
    except ValidationError:
        drawn = []
    lines = sorted(
        (
            line.detail.side,
            line.amount,
            line.detail.account.value,
            line.description.strip(),
            *_coded(line, refs),
        )
        for line in drawn
    )
    return entry.day, entry.number, entry.note.strip(), lines


def _coded(line: _WireLine, refs: frozenset[str]) -> tuple[str, ...]:
    coding = coding_of(mapping_of(line.raw.get(DETAIL)))
    return tuple(coding.get(name, "") for name in sorted(refs))


def _ledger_lines(
    drawn: Any, currency: Any, home_currency: str, *, with_tax: bool
) -> tuple[LedgerLine, ...]:
    try:
        lines = _LINES.validate_python(booked(drawn))
        code = _Ref.model_validate(currency).value if currency else home_currency
        return tuple(line.line(code, with_tax=with_tax) for line in lines)
    except (ValidationError, BadInput):
        return ()


class _Meta(BaseModel):
    at: Text = Field("", alias="LastUpdatedTime")
    by: Any = Field(None, alias="LastModifiedByRef")


class WireChange(Whole):
    """An object of change data capture: whole, or of what was deleted the id alone."""

    id: str = Field(alias="Id", min_length=1, max_length=LONGEST_ID)
    status: Text = ""
    meta: _Meta = Field(_Meta(), alias="MetaData")

    @property
    def entry(self) -> WireEntry | None:
        """The entry as it stands now; None: it was deleted. Raises LedgerError."""
        return None if self.status == "Deleted" else valid(self.raw, WireEntry)

    @property
    def author(self) -> str:
        """Who did it; "" where QuickBooks tells no name, which it may leave out of a reference."""
        return text_of(mapping_of(self.meta.by).get("name"))


def read_changes(content: Mapping[str, Any]) -> Sequence[WireChange]:
    """Return the objects of an answer to change data capture.

    Of what was deleted the id, the status "Deleted" and the moment are told (Intuit's "Change data
    capture operation"). Raises LedgerError.
    """
    try:
        pages = [page for part in content["CDCResponse"] for page in part["QueryResponse"]]
        shown = [each for page in pages for each in page.get("JournalEntry", [])]
    except (KeyError, TypeError, AttributeError) as error:
        raise LedgerError("QuickBooks told what changed in a way we do not know") from error
    return [valid(each, WireChange) for each in shown]
