"""Choices of an organisation, and an entry whose lines make them."""

from dataclasses import replace
from decimal import Decimal

from journal.books.lists import LOCATION, NAME, PROJECT, TAX, Dimension, Field, ListItem
from journal.entries.coding import Coded
from journal.entries.posting import ReadyEntry
from tests.fakes.ready import a_ready_entry

CHANNEL = Dimension(Field.TRACKING, "Channel")
REGION = Dimension(Field.TRACKING, "Region")
WEB = ListItem(CHANNEL, "901/911", "Web", stable_id="911")
NORTH = ListItem(REGION, "902/921", "North", stable_id="921")
ADA = ListItem(NAME, "7", "Ada", kind="customer")
LEEDS = ListItem(LOCATION, "2", "Leeds")
REFIT = ListItem(PROJECT, "3", "Refit")
VAT = ListItem(TAX, "8", "VAT 20", rate=Decimal(20))


def a_coded_entry(*items: ListItem) -> ReadyEntry:
    """Return the usual entry, whose credit line chooses `items`."""
    entry = a_ready_entry()
    debit, credit = entry.lines
    coded = tuple(Coded(one.dimension, one) for one in items)
    return replace(entry, lines=(debit, replace(credit, coded=coded)))
