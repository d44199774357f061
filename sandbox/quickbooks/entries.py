"""Journal entries as QuickBooks' wire shows them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sandbox.ledger.chart import Account
from sandbox.ledger.clock import wire_time
from sandbox.ledger.entries import Entry, Line


def drawn(entry: Entry, accounts: Mapping[str, Account]) -> dict[str, Any]:
    """Draw a JournalEntry object; what is empty is left out."""
    optional = {"DocNumber": entry.number, "PrivateNote": entry.note}
    return {
        "Adjustment": False,
        "domain": "QBO",
        "sparse": False,
        "Id": entry.id,
        "SyncToken": str(entry.version),
        "MetaData": {
            "CreateTime": wire_time(entry.created_at),
            "LastUpdatedTime": wire_time(entry.updated_at),
        },
        "TxnDate": entry.date.isoformat(),
        "CurrencyRef": {"value": entry.currency},
        "Line": [
            _line(line, number, accounts[line.account]) for number, line in enumerate(entry.lines)
        ],
        **{name: value for name, value in optional.items() if value},
        **entry.own,
    }


def deleted(entry: Entry) -> dict[str, Any]:
    """Draw it as change data capture shows what was deleted."""
    changed = {"LastUpdatedTime": wire_time(entry.updated_at)}
    return {"domain": "QBO", "status": "Deleted", "Id": entry.id, "MetaData": changed}


def _line(line: Line, number: int, account: Account) -> dict[str, Any]:
    detail = {
        "PostingType": line.side.title(),
        "AccountRef": {"value": account.id, "name": account.full_name},
        **line.own,
    }
    drawn: dict[str, Any] = {
        "Id": str(number),
        "Amount": abs(line.amount).quantize(Decimal("0.01")),
        "DetailType": "JournalEntryLineDetail",
        "JournalEntryLineDetail": detail,
    }
    return {**drawn, "Description": line.description} if line.description else drawn
