"""The best-known library for QuickBooks, with its wire cut: what it would send, how it reads."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import httpx
from quickbooks import QuickBooks  # type: ignore[import-untyped]  # ships no types
from quickbooks.objects import (  # type: ignore[import-untyped]  # also
    Entity,
    JournalEntry,
    JournalEntryLine,
    JournalEntryLineDetail,
    Ref,
)

from journal.books.lists import Field
from journal.entries.entry import Side
from journal.entries.posting import ReadyEntry, ReadyLine

REFS = {Field.CLASS: "ClassRef", Field.LOCATION: "DepartmentRef", Field.TAX: "TaxCodeRef"}
SIDES = {Side.DEBIT: "Debit", Side.CREDIT: "Credit"}


@dataclass
class _Cut:
    """Stands where the library keeps its session; answers `text` and keeps what was sent."""

    text: str
    access_token: str = "access-1"
    status_code: int = 200
    sent: list[httpx.Request] = field(default_factory=list)

    def request(self, method: str, url: str, *, data: Any, **how: Any) -> _Cut:
        """Keep a call, and be its answer."""
        query = {"params": how["params"]} if how.get("params") else {}
        content = data if isinstance(data, str) else None
        request = httpx.Request(method, url, content=content, headers=how["headers"], **query)
        self.sent.append(request)
        return self


@dataclass
class Sdk:
    """The library, signed in, for one company."""

    realm: str
    answer: bytes

    def __post_init__(self) -> None:
        self.client = QuickBooks(company_id=self.realm, minorversion=75)
        self.cut = self.client.session = _Cut(self.answer.decode())

    def store(self, entry: ReadyEntry, key: str, **more: str) -> httpx.Request:
        """Return the call with which the library creates `entry`, or changes what it is."""
        made = modelled(entry)
        for name, value in more.items():
            setattr(made, name, value)
        made.save(qb=self.client, request_id=key)
        return self.cut.sent[-1]

    def find(self, numbers: list[str]) -> httpx.Request:
        """Return the call with which the library looks for entries of these numbers."""
        JournalEntry.choose(numbers, field="DocNumber", qb=self.client)
        return self.cut.sent[-1]

    def changed(self, since: str) -> httpx.Request:
        """Return the call with which the library asks what changed."""
        self.client.change_data_capture("JournalEntry", since)
        return self.cut.sent[-1]

    def takes_webhook(self, body: bytes, signature: str, verifier: str) -> bool:
        """Whether the library takes a webhook for Intuit's."""
        return bool(self.client.validate_webhook_signature(body.decode(), signature, verifier))


def read(value: Any) -> Any:
    """Return a journal entry as the library reads it."""
    return JournalEntry.from_json(value)


def modelled(entry: ReadyEntry) -> Any:
    """Return `entry` as the library's own object, made without a word of our wire code."""
    made = JournalEntry()
    made.TxnDate = entry.date.isoformat()
    made.DocNumber = entry.number
    made.PrivateNote = entry.note
    made.Line = [_line(one) for one in entry.lines]
    made.Adjustment = entry.adjusting
    if entry.rate is not None:
        made.ExchangeRate = entry.rate
        made.CurrencyRef = _ref(entry.currency)
    return made


def _line(line: ReadyLine) -> Any:
    made, detail = JournalEntryLine(), JournalEntryLineDetail()
    detail.PostingType, detail.AccountRef = SIDES[line.side], _ref(line.account_id)
    for carried, name in REFS.items():
        if item := line.coded_as(carried):
            setattr(detail, name, _ref(item.external_id))
    if party := line.coded_as(Field.NAME):
        detail.Entity = Entity()
        detail.Entity.Type = party.kind.capitalize()
        detail.Entity.EntityRef = _ref(party.external_id)
    made.Amount, made.Description = line.amount.decimal, line.description
    made.JournalEntryLineDetail = detail
    return made


def _ref(value: str) -> Any:
    made = Ref()
    made.value = value
    return made


def told(request: httpx.Request) -> Any:
    """Return what a body says, amounts exact."""
    return json.loads(request.content, parse_float=Decimal)


def unknown(value: Any, where: str = "") -> list[str]:
    """Return the fields that were read into an object of the library and that it does not know."""
    if isinstance(value, list):
        return [one for each in value for one in unknown(each, where)]
    if not hasattr(value, "__dict__"):
        return []
    name = f"{where}{type(value).__name__}."
    extra = [f"{name}{one}" for one in vars(value) if one not in vars(type(value)())]
    return extra + [one for inner in vars(value).values() for one in unknown(inner, name)]
