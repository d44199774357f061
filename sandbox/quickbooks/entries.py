"""Journal entries as the imitation keeps them, and as QuickBooks' wire shows them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from sandbox.ledger.clock import wire_time

Side = Literal["Debit", "Credit"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `refs` holds class, department, party and what is said of tax, as it came."""

    side: Side
    amount: Decimal
    account: str
    description: str = ""
    refs: dict[str, Any] = field(default_factory=dict)

    def wire(self, number: int, account_name: str) -> dict[str, Any]:
        """Draw it as the line of that number, counted from 0."""
        detail = {
            "PostingType": self.side,
            "AccountRef": {"value": self.account, "name": account_name},
            **self.refs,
        }
        line: dict[str, Any] = {
            "Id": str(number),
            "Amount": self.amount.quantize(Decimal("0.01")),
            "DetailType": "JournalEntryLineDetail",
            "JournalEntryLineDetail": detail,
        }
        return {**line, "Description": self.description} if self.description else line


@dataclass(frozen=True, slots=True)
class Entry:
    """One journal entry; a deleted one stays as a mark that its Id was used."""

    id: str
    sync_token: int
    date: date
    currency: str
    lines: tuple[Line, ...]
    created_at: datetime
    updated_at: datetime
    doc_number: str = ""
    private_note: str = ""
    exchange_rate: Decimal | None = None
    adjustment: bool = False
    matched: bool = False  # with the bank's statement
    deleted: bool = False
    own: dict[str, Any] = field(default_factory=dict)  # tax detail and custom fields, as they came

    def total(self, side: Side) -> Decimal:
        """Add up one side."""
        return sum((line.amount for line in self.lines if line.side == side), Decimal(0))

    def gone(self) -> dict[str, Any]:
        """Draw it as change data capture shows what was deleted."""
        changed = {"LastUpdatedTime": wire_time(self.updated_at)}
        return {"domain": "QBO", "status": "Deleted", "Id": self.id, "MetaData": changed}

    def wire(self, account_names: dict[str, str]) -> dict[str, Any]:
        """Draw it as QuickBooks' JournalEntry object; what is empty is left out."""
        lines = [
            line.wire(number, account_names[line.account]) for number, line in enumerate(self.lines)
        ]
        drawn: dict[str, Any] = {
            "Adjustment": self.adjustment,
            "domain": "QBO",
            "sparse": False,
            "Id": self.id,
            "SyncToken": str(self.sync_token),
            "MetaData": {
                "CreateTime": wire_time(self.created_at),
                "LastUpdatedTime": wire_time(self.updated_at),
            },
            "TxnDate": self.date.isoformat(),
            "CurrencyRef": {"value": self.currency},
            "Line": lines,
        }
        optional = {
            "DocNumber": self.doc_number,
            "PrivateNote": self.private_note,
            "ExchangeRate": self.exchange_rate,
        }
        return drawn | {name: value for name, value in optional.items() if value} | self.own
