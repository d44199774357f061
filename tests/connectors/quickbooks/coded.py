"""Choices of a company, and an entry whose lines make them."""

from dataclasses import replace
from decimal import Decimal

from journal.books.lists import CLASS, LOCATION, NAME, TAX, ListItem
from journal.entries.coding import Coded
from journal.entries.posting import ReadyEntry
from tests.fakes.ready import a_ready_entry

ONLINE = ListItem(CLASS, "12", "Retail:Online")
LEEDS = ListItem(LOCATION, "2", "Leeds")
ADA = ListItem(NAME, "7", "Ada", kind="customer")
PAPER = ListItem(NAME, "8", "Paper Co", kind="vendor")
BYRON = ListItem(NAME, "9", "Ada Byron", kind="employee")
HST = ListItem(TAX, "5", "HST ON", rate=Decimal(13))
UNKNOWN_RATE = ListItem(TAX, "6", "Odd")
OF_PURCHASES = ListItem(TAX, "3", "GST purchases", kind="purchase", rate=Decimal(5))
WHOLE = (ONLINE, LEEDS, ADA, HST)


def a_coded_entry(*items: ListItem, account_kind: str = "Income") -> ReadyEntry:
    """Return the usual entry, whose credit line makes these choices."""
    entry = a_ready_entry()
    debit, credit = entry.lines
    coded = tuple(Coded(one.dimension, one) for one in items)
    return replace(entry, lines=(debit, replace(credit, coded=coded, account_kind=account_kind)))
