"""Journals as they are sent to Zoho Books.

The fields are those of "create-a-journal-request" and "update-a-journal-request" in journals.yml of
Zoho's OpenAPI documents. A line takes no amount of tax: Zoho computes it from the tax and adds it.
"""

from __future__ import annotations

from typing import Any

from connectors.exact import exact_json
from connectors.zoho.chosen import chosen_of
from connectors.zoho.journals import PUBLISHED, WireJournal
from connectors.zoho.merging import merged
from journal.entries.posting import ReadyEntry, ReadyLine
from journal.matching.keeping import keeping

MAX_NOTES, MAX_DESCRIPTION = 500, 500
"""Characters. Zoho documents no limit for either; this is what its web forms take."""


def entry_body(entry: ReadyEntry, status: str, currency_id: str = "") -> bytes:
    """Return the body that creates `entry`. The status is always sent: no default is documented.

    `currency_id`: where it is in another currency than the organisation's own, which is not named.
    """
    return exact_json(_drawn(entry, status, currency_id)).encode()


def replacing_body(
    entry: ReadyEntry, now: WireJournal, currency: str, currency_id: str = ""
) -> bytes:
    """Return the body that replaces the journal `now` with `entry`.

    What is not ours to write is sent along as it was read.
    """
    kept = keeping(entry.lines, now.lines(currency))
    return exact_json(merged(_drawn(entry, PUBLISHED, currency_id), now.raw, kept)).encode()


def _drawn(entry: ReadyEntry, status: str, currency_id: str) -> dict[str, Any]:
    return {
        "journal_date": entry.date.isoformat(),
        "reference_number": entry.own_number or entry.number,
        "notes": entry.note[-MAX_NOTES:],  # the number stands at its end
        "journal_type": "both",
        "status": status,
        **_foreign(entry, currency_id),
        "line_items": [_line(line) for line in entry.lines],
    }


def _foreign(entry: ReadyEntry, currency_id: str) -> dict[str, Any]:
    """Return the currency, with its rate where one is given: else Zoho takes its own of the day."""
    if not currency_id:
        return {}
    rate = {} if entry.rate is None else {"exchange_rate": entry.rate}
    return {"currency_id": currency_id, **rate}


def _line(line: ReadyLine) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "account_id": line.account_id,
        "debit_or_credit": line.side.value,
        "amount": line.amount.decimal,
        **chosen_of(line),
    }
    if line.description:
        drawn["description"] = line.description[:MAX_DESCRIPTION]
    return drawn
