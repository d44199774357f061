"""Entries whose lines carry tax rates and tracking."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from journal.amounts.money import Money
from journal.books.lists import TAX, Dimension, Field, ListItem
from journal.entries.coding import Coded, TaxOn
from journal.entries.posting import ReadyEntry
from tests.fakes.ready import a_ready_entry

VAT = ListItem(TAX, "OUTPUT2", "20% (VAT on Income)", "OUTPUT2", kind="sales", rate=Decimal(20))
ZERO = ListItem(TAX, "ZERORATEDOUTPUT", "Zero Rated Income", rate=Decimal(0))
NO_VAT = ListItem(TAX, "NONE", "No VAT", "NONE", kind="untaxed", rate=Decimal(0))
SOUTH_ID = "7b1f5ac0-9d4d-4f57-9a37-5f5d2ab3c111"
REGION = Dimension(Field.TRACKING, "Region")
CHANNEL = Dimension(Field.TRACKING, "Channel")
SOUTH = Coded(REGION, ListItem(REGION, SOUTH_ID, "South"))
ONLINE = Coded(CHANNEL, ListItem(CHANNEL, "3d1c9a44-0c5e-4d0e-a3ce-2f7d3f6f9a02", "Online"))


def a_coded_entry(
    amounts: TaxOn = TaxOn.EXCLUSIVE,
    *,
    tax: ListItem | None = VAT,
    tracking: tuple[Coded, ...] = (SOUTH, ONLINE),
    debit: str = "300.00",
    tax_amount: str = "",
) -> ReadyEntry:
    """Return a sale of 250 in `tax` and tracking; what came for it has no tax."""
    entry = a_ready_entry(debit=debit)
    paid, sale = entry.lines
    untaxed = (Coded(TAX, NO_VAT),) if tax else ()
    codes = (Coded(TAX, tax),) if tax else ()
    said = Money.of(Decimal(tax_amount), entry.currency) if tax_amount else None
    lines = (
        replace(paid, coded=untaxed),
        replace(sale, coded=(*codes, *tracking), tax_amount=said),
    )
    return replace(entry, lines=lines, amounts=amounts)
