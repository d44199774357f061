"""Files of entries as a shop's month has them: four lines an entry, plain or with all fields."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from benchmarks.company import CLASSES, LOCATIONS, PROJECTS, REGIONS, VENDORS

LINES_AN_ENTRY: Final = 4
_FIRST: Final = date(2026, 1, 1)
_DAYS: Final = 300
_REVERSED: Final = 50  # one of so many has a reversing date
_CUSTOMERS: Final = 1000  # of those there are, named in a file

Entry = dict[str, Any]


def write_csv(path: Path, entries: Iterator[Entry]) -> None:
    """Write `entries` as a journal file, a row for each line."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer: csv.DictWriter[str] | None = None
        for entry in entries:
            for row in _rows_of(entry):
                if writer is None:
                    writer = csv.DictWriter(file, list(row))
                    writer.writeheader()
                writer.writerow(row)


def write_jsonl(path: Path, entries: Iterator[Entry]) -> None:
    """Write `entries` as JSON lines, as the API takes them."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(one)}\n" for one in entries)


def plain(lines: int) -> Iterator[Entry]:
    """Yield entries that say account, amount and text."""
    for n in range(lines // LINES_AN_ENTRY):
        whole = 400 + n * 37 % 99_000 * 5  # cents: 5 divides it, so that the tax is exact
        amounts = (
            whole * 96 // 120,
            whole - whole * 96 // 120,
            whole * 3 // 5,
            whole - whole * 3 // 5,
        )
        yield {
            "reference": f"S-{n}",
            "date": (_FIRST + timedelta(n % _DAYS)).isoformat(),
            "sales_channel": "Shopify",
            "kind": "sales_summary",
            "lines": [
                {
                    "side": "debit" if at < 2 else "credit",
                    "account": str(1001 + (n + at) % 40),
                    "amount": _cents(minor),
                    "description": f"Takings, till {at}",
                }
                for at, minor in enumerate(amounts)
            ],
        }


def whole(lines: int) -> Iterator[Entry]:
    """Yield entries with all that a platform with every field can hold."""
    for n, entry in enumerate(plain(lines)):
        entry |= {
            "number": entry["reference"],
            "description": f"Sales of the day {n % _DAYS}",
            "currency": "EUR",
            "exchange_rate": f"1.{1000 + n % _DAYS}",
            "amounts": "exclusive",
        }
        if n % _REVERSED == 0:
            entry["reverse_on"] = (_FIRST + timedelta(_DAYS + 31)).isoformat()
        for at, line in enumerate(entry["lines"]):
            line.update(_beside(n + at))
            minor = 5 * (100 + n * 37 % 9_900 + at)
            if line["side"] == "credit":
                taxed = {"tax_code": "VAT 20", "tax_amount": _cents(minor // 5)}
                line.update(taxed, amount=_cents(minor))
        _balance(entry["lines"])
        yield entry


def _balance(lines: list[dict[str, Any]]) -> None:
    """Have the debits come to the credits with their tax."""
    owed = sum(_minor(one["amount"]) + _minor(one["tax_amount"]) for one in lines[2:])
    lines[0]["amount"], lines[1]["amount"] = _cents(owed - owed // 3), _cents(owed // 3)


def _beside(n: int) -> Mapping[str, Any]:
    name = (
        {"vendor": f"Vendor {1 + n % VENDORS}"}
        if n % 3
        else {"customer": f"Customer {1 + n % _CUSTOMERS}"}
    )
    return {
        "class": f"Class {1 + n % CLASSES}",
        "location": f"Store {1 + n % LOCATIONS}",
        "tracking": {"Region": f"Region {1 + n % REGIONS}"},
        "project": f"Project {1 + n % PROJECTS}",
        **name,
    }


def _rows_of(entry: Entry) -> Iterator[dict[str, str]]:
    for line in entry["lines"]:
        row = {
            "Journal No": entry["reference"],
            "Journal Date": entry["date"],
            "Account": line["account"],
            "Debits": line["amount"] if line["side"] == "debit" else "",
            "Credits": line["amount"] if line["side"] == "credit" else "",
            "Description": line["description"],
        }
        if "class" in line:
            row |= _fields(entry, line)
        yield row


def _fields(entry: Entry, line: dict[str, Any]) -> dict[str, str]:
    return {
        "Memo": entry["description"],
        "Currency": entry["currency"],
        "Exchange Rate": entry["exchange_rate"],
        "Amounts Are": entry["amounts"],
        "Reversing Date": entry.get("reverse_on", ""),
        "Class": line["class"],
        "Location": line["location"],
        "Tracking: Region": line["tracking"]["Region"],
        "Project": line["project"],
        "Customer": line.get("customer", ""),
        "Vendor": line.get("vendor", ""),
        "Tax Code": line.get("tax_code", ""),
        "Tax Amount": line.get("tax_amount", ""),
    }


def _cents(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


def _minor(amount: str) -> int:
    return int(amount.replace(".", ""))


KINDS: Final[Mapping[str, Callable[[Path, int], None]]] = {
    "plain.csv": lambda path, lines: write_csv(path, plain(lines)),
    "whole.csv": lambda path, lines: write_csv(path, whole(lines)),
    "plain.jsonl": lambda path, lines: write_jsonl(path, plain(lines)),
    "whole.jsonl": lambda path, lines: write_jsonl(path, whole(lines)),
}
"""Files by name, each with what writes it for a number of lines."""
