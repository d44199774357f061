"""What a sandbox of before kept of QuickBooks, which had a ledger of its own then."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from sandbox.ledger.entries import signed
from sandbox.ledger.shelf import Keeper
from sandbox.quickbooks.company import QuickBooksSwitches

_OWN: Final = QuickBooksSwitches.model_fields.keys() & QuickBooksSwitches.__annotations__.keys()
_NAMES: Final = {"sync_token": "version", "doc_number": "number", "private_note": "note"}
_ON_THE_WIRE: Final = {"exchange_rate": "ExchangeRate", "adjustment": "Adjustment"}


def rewrite_earlier(keep: Keeper) -> None:
    """Write what was kept as the common ledger keeps it; what is so already stays."""
    companies = keep.table("quickbooks_companies")
    for realm, row in [*companies.items()]:
        if "own" not in row:
            companies[realm] = {**row, "own": {name: row[name] for name in _OWN & row.keys()}}
    entries = keep.table("quickbooks_entries")
    for place, row in [*entries.items()]:
        if "sync_token" in row:
            entries[place] = _entry(row)
    keys, requests = keep.table("quickbooks_keys"), keep.table("quickbooks_requests")
    for place, row in [*requests.items()]:
        if row.get("reply"):
            keys[place] = {"digest": "", "status": 200, "body": row["reply"]["body"]}
        del requests[place]


def _entry(row: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: row[field] for field, name in _ON_THE_WIRE.items() if row.get(field)}
    return {
        **{_NAMES.get(field, field): value for field, value in row.items()},
        "own": {**row.get("own", {}), **own},
        "lines": [_line(line) for line in row["lines"]],
    }


def _line(line: Mapping[str, Any]) -> dict[str, Any]:
    amount = signed(line["side"], Decimal(line["amount"]))
    return {**line, "amount": str(amount), "own": line["refs"]}
