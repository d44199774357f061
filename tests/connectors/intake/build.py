"""What the intake tests share: small files and ways to read them."""

import json
from pathlib import Path
from typing import Any

from connectors.intake.files import open_entries
from connectors.intake.result import Fault, IntakeOptions, Taken
from journal.entries.entry import NewEntry

USD = IntakeOptions("USD")
QUICKBOOKS_HEAD = "Journal No,Journal Date,Account Name,Debits,Credits,Description\n"
XERO_HEAD = "*Narration,*Date,Description,*AccountCode,*TaxRate,*Amount\n"


def a_journal(number: str = "Shopify 1", day: str = "2026-07-13", amount: str = "12.50") -> str:
    """Two rows of QuickBooks' file that balance."""
    cell = f'"{amount}"'
    return f"{number},{day},Clearing,{cell},,\n{number},{day},Sales,,{cell},\n"


def a_narration(narration: str = "Amazon 1", day: str = "2026-07-13", amount: str = "12.50") -> str:
    """Two rows of Xero's file that balance."""
    return f'{narration},{day},,1320,,"{amount}"\n{narration},{day},,4020,,"-{amount}"\n'


def entry_json(**changes: Any) -> str:
    """One entry as a line of JSON; a change to None takes the field away."""
    entry: dict[str, Any] = {
        "reference": "SHOP-1",
        "date": "2026-07-13",
        "sales_channel": "Shopify",
        "kind": "sales_summary",
        "lines": [
            {"side": "debit", "account": "1310", "amount": "12.50"},
            {"side": "credit", "category": "Sales", "amount": "12.50"},
        ],
    }
    entry.update(changes)
    return json.dumps({name: value for name, value in entry.items() if value is not None}) + "\n"


def results(path: Path, options: IntakeOptions = USD) -> list[Taken | Fault]:
    """Everything that reading the file gives."""
    return list(open_entries(path, options))


def entries(path: Path, options: IntakeOptions = USD) -> list[NewEntry]:
    """The entries of a file that must have no faults."""
    found = []
    for item in results(path, options):
        assert isinstance(item, Taken), str(item)
        found.append(item.entry)
    return found


def faults(path: Path, options: IntakeOptions = USD) -> list[str]:
    """The faults of a file as people read them."""
    return [str(item) for item in results(path, options) if isinstance(item, Fault)]
