"""Which fields of an entry each platform that jefail posts to can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from journal.books.book import Platform
from journal.books.lists import Field
from journal.entries.coding import TaxOn


@dataclass(frozen=True, slots=True)
class Carried:
    """What an entry and its lines may carry there; all else is refused by name."""

    fields: frozenset[Field]
    most_tracking: int = 0  # categories on one line
    tax_on: frozenset[TaxOn] = frozenset({TaxOn.NO_TAX})
    exchange_rate: bool = False
    adjusting: bool = False


CARRIED: Final[Mapping[Platform, Carried]] = {
    # Intuit's reference of JournalEntry and JournalEntryLineDetail.
    Platform.QUICKBOOKS: Carried(
        frozenset({Field.CLASS, Field.LOCATION, Field.NAME, Field.TAX}),
        exchange_rate=True,
        adjusting=True,
    ),
    # Xero's OpenAPI document, ManualJournal: "Tracking" has at most two elements.
    Platform.XERO: Carried(
        frozenset({Field.TRACKING, Field.TAX}), most_tracking=2, tax_on=frozenset(TaxOn)
    ),
    # Zoho's reference of journals.
    Platform.ZOHO: Carried(
        frozenset({Field.TRACKING, Field.LOCATION, Field.NAME, Field.TAX, Field.PROJECT}),
        most_tracking=10,
        exchange_rate=True,
    ),
    # Tryton's modules account and analytic_account.
    Platform.TRYTON: Carried(
        frozenset({Field.TRACKING, Field.NAME}), most_tracking=10, exchange_rate=True
    ),
}
