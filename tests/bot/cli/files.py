"""Files of entries as people export them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path


def entries_file(path: Path, references: Iterable[str], *, unbalanced: str = "") -> Path:
    """Write one sales summary a line; the one called `unbalanced` does not balance."""
    with path.open("w") as file:
        for reference in references:
            credit = "9.00" if reference == unbalanced else "10.00"
            entry = {
                "reference": reference,
                "date": "2026-07-07",
                "sales_channel": "Shopify",
                "kind": "sales_summary",
                "lines": [
                    {"side": "debit", "category": "Clearing", "amount": "10.00"},
                    {"side": "credit", "category": "Gift cards", "amount": credit},
                ],
            }
            file.write(json.dumps(entry) + "\n")
    return path


def journal_file(path: Path, *, journals: int, lines: int) -> Path:
    """Write QuickBooks' import file with `lines` lines to each journal."""
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["*JournalNo", "*JournalDate", "*AccountName", "*Debits", "*Credits", "Memo"])
        for journal in range(journals):
            for line in range(lines):
                amounts = ("10.00", "") if line % 2 else ("", "10.00")
                rows.writerow([f"J-{journal}", "07/25/2026", "Checking", *amounts, "Shopify sales"])
    return path
