"""Xero's own library for Python, with its wire cut: what it would send, and how it reads."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import httpx
from xero_python.accounting import (  # type: ignore[import-untyped]  # ships no types
    AccountingApi,
    LineAmountTypes,
    ManualJournal,
    ManualJournalLine,
    ManualJournals,
    TrackingCategory,
)
from xero_python.api_client import ApiClient  # type: ignore[import-untyped]  # also
from xero_python.api_client.configuration import (  # type: ignore[import-untyped]  # also
    Configuration,
)
from xero_python.api_client.oauth2 import OAuth2Token  # type: ignore[import-untyped]  # also

from journal.books.lists import Field
from journal.entries.coding import TaxOn
from journal.entries.posting import ReadyEntry, ReadyLine

AMOUNTS = {TaxOn.NO_TAX: "NoTax", TaxOn.EXCLUSIVE: "Exclusive", TaxOn.INCLUSIVE: "Inclusive"}
"""What the library calls them; it knows no others."""


@dataclass
class _Cut:
    """Stands where the library keeps its connections; answers `body` and keeps what was sent."""

    body: bytes
    status: int = 200
    reason: str = "OK"
    sent: list[httpx.Request] = field(default_factory=list)

    @property
    def data(self) -> bytes:
        """What the library takes for the answer's body."""
        return self.body

    def request(self, method: str, url: str, **how: Any) -> _Cut:
        """Keep a call, and be its answer."""
        query = {"params": how["fields"]} if how.get("fields") else {}
        request = httpx.Request(
            method, url, content=how.get("body"), headers=how["headers"], **query
        )
        self.sent.append(request)
        return self


@dataclass
class Sdk:
    """The library, signed in, for one organisation."""

    tenant: str
    answer: bytes

    def __post_init__(self) -> None:
        token = {"access_token": "access-1", "expires_in": 1800, "token_type": "Bearer"}
        client = ApiClient(
            Configuration(oauth2_token=OAuth2Token()),
            oauth2_token_getter=lambda: {**token, "scope": []},
            oauth2_token_saver=lambda _token: None,
        )
        self.cut = client.rest_client.pool_manager = _Cut(self.answer)
        self.api = AccountingApi(client)

    def store(self, entry: ReadyEntry, status: str, key: str, **more: Any) -> httpx.Request:
        """Return the call with which the library creates `entry`, or changes what it is."""
        self.api.update_or_create_manual_journals(
            self.tenant,
            manual_journals=ManualJournals(manual_journals=[modelled(entry, status, **more)]),
            summarize_errors=True,
            idempotency_key=key,
        )
        return self.cut.sent[-1]

    def change(self, journal_id: str, journal: ManualJournal, key: str) -> httpx.Request:
        """Return the call with which the library changes one journal."""
        self.api.update_manual_journal(
            self.tenant,
            journal_id,
            ManualJournals(manual_journals=[journal]),
            idempotency_key=key,
        )
        return self.cut.sent[-1]

    def list(self, *, since: datetime | None = None, **query: Any) -> httpx.Request:
        """Return the call with which the library lists journals."""
        moment = {"if_modified_since": since} if since else {}
        self.api.get_manual_journals(self.tenant, **moment, **query)
        return self.cut.sent[-1]

    def read(self) -> Any:
        """Return the journals as the library reads its answer."""
        return self.api.get_manual_journals(self.tenant).manual_journals


def modelled(entry: ReadyEntry, status: str, **more: Any) -> ManualJournal:
    """Return `entry` as the library's own object, made without a word of our wire code."""
    return ManualJournal(
        narration=entry.note,
        date=entry.date,
        status=status,
        line_amount_types=LineAmountTypes(AMOUNTS[entry.amounts]),
        url=entry.url or None,
        journal_lines=[
            ManualJournalLine(
                line_amount=line.side.sign * line.amount.decimal,
                account_code=line.account_id,
                description=line.description,
                **_coded(line),
            )
            for line in entry.lines
        ],
        **more,
    )


def _coded(line: ReadyLine) -> dict[str, Any]:
    tax = line.coded_as(Field.TAX)
    tracking = [
        TrackingCategory(
            name=one.dimension.category,
            option=one.item.name,
            tracking_option_id=one.item.external_id,
        )
        for one in line.coded
        if one.dimension.field is Field.TRACKING
    ]
    fields: dict[str, Any] = {"tax_type": tax.external_id} if tax else {}
    if line.tax_amount is not None:
        fields["tax_amount"] = line.side.sign * line.tax_amount.decimal
    return {**fields, **({"tracking": tracking} if tracking else {})}


def told(request: httpx.Request) -> dict[str, Any]:
    """Return the one journal of a body, amounts exact."""
    (only,) = json.loads(request.content, parse_float=Decimal)["ManualJournals"]
    assert isinstance(only, dict)
    return only
