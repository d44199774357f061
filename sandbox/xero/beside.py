"""What lines carry beside their account, in words, for the page."""

from collections.abc import Mapping

from sandbox.ledger.company import Company
from sandbox.ledger.entries import Entry, Line
from sandbox.ledger.hand_state import MONEY, Beside
from sandbox.xero.rates import rates_of
from sandbox.xero.tax import amounts_of, tax_of
from sandbox.xero.tracking import categories_of


def beside(company: Company) -> Beside:
    """Return what says it of the lines of an organisation, whose lists are read once."""
    rates = rates_of(company)
    options = {
        (category.id, one.id): (category.name, one.name)
        for category in categories_of(company)
        for one in category.options
    }

    def told(entry: Entry, line: Line) -> Mapping[str, str]:
        chosen = (
            (one["TrackingCategoryID"], one["TrackingOptionID"])
            for one in line.own.get("Tracking", ())
        )
        words = dict(options[one] for one in chosen if one in options)
        rate = rates.get(line.own.get("TaxType", ""))
        if rate is None or amounts_of(entry) == "NoTax":
            return words
        tax = abs(tax_of(line, entry, company))
        return {**words, "Tax": f"{rate.name} {tax:{MONEY}}" if tax else rate.name}

    return told
