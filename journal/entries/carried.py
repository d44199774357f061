"""Which fields of an entry each platform that jefail posts to can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from journal.books.book import Platform
from journal.books.lists import Field
from journal.entries.coding import TaxOn

TAX_UNSAID: Final = "tax_unsaid"
"""What is not held where a line has a tax code, and the amounts are said to have no tax: whether
that is in them or comes on top is for the one who hands the entry in."""
TAX_AMOUNT: Final = "tax_amount"
"""What is not held where a line says an amount of tax, and the platform works out another."""

TAX_TWICE: Final = "tax_twice"
"""What is not held where a line is the very tax that the codes of other lines come to again."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What an entry and its lines may carry there; all else is refused by name."""

    fields: frozenset[Field]
    most_tracking: int = 0  # categories on one line
    tracked_by: str = ""  # what people there call a category: "reporting tag"
    tax_on: frozenset[TaxOn] = frozenset({TaxOn.NO_TAX})
    exchange_rate: bool = False
    adjusting: bool = False
    taxes_by_code: bool = False  # a code with a rate always comes to tax, which no amount denies
    states_tax: bool = True  # where tax may be stated: another amount of it than the rate's
    by_account: frozenset[Field] = frozenset()  # of `fields`, what only some accounts carry


CARRIED: Final[Mapping[Platform, Carried]] = {
    # Intuit's reference of JournalEntry and JournalEntryLineDetail. `GlobalTaxCalculation` of a
    # JournalEntry knows TaxExcluded and TaxInclusive (minor version 53), and nothing that would let
    # a tax code be there for show. Companies in the United States reckon no tax in journals:
    # `CompanyRules.reckons_tax` (decision 37).
    Platform.QUICKBOOKS: Carried(
        frozenset({Field.CLASS, Field.LOCATION, Field.NAME, Field.TAX}),
        tax_on=frozenset(TaxOn),
        exchange_rate=True,
        adjusting=True,
        taxes_by_code=True,
    ),
    # Xero's OpenAPI document, ManualJournal: "Tracking" has at most two elements.
    Platform.XERO: Carried(
        frozenset({Field.TRACKING, Field.TAX}),
        most_tracking=2,
        tracked_by="tracking category",
        tax_on=frozenset(TaxOn),
    ),
    # journals.yml of Zoho's OpenAPI documents. A line takes a tax and no amount of it; the journal
    # as shown has the tax that Zoho added beside its lines. Invoices have `is_inclusive_tax`,
    # journals do not (decision 39). "You can create up to 10 reporting tags" (Zoho's help).
    Platform.ZOHO: Carried(
        frozenset({Field.TRACKING, Field.LOCATION, Field.NAME, Field.TAX, Field.PROJECT}),
        most_tracking=10,
        tracked_by="reporting tag",
        tax_on=frozenset({TaxOn.NO_TAX, TaxOn.EXCLUSIVE}),
        exchange_rate=True,
        taxes_by_code=True,
        states_tax=False,
    ),
    # Tryton's modules account and analytic_account (8.2): "you must remove the party on line" is
    # said of every account that does not require one; a line is complete with analytic accounts on
    # income and expense, and without them on all else. No tax is ever added to a move.
    Platform.TRYTON: Carried(
        frozenset({Field.TRACKING, Field.NAME, Field.TAX}),
        most_tracking=10,
        tracked_by="analytic root account",
        exchange_rate=True,
        by_account=frozenset({Field.TRACKING, Field.NAME}),
    ),
}
