"""What a manual journal has beside accounts, amounts and words, as people read it.

The fields are those of ManualJournal and ManualJournalLine in Xero's OpenAPI document
(https://github.com/XeroAPI/Xero-OpenAPI, xero_accounting.yaml).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from connectors.shown import Extras, is_amount, list_of, mapping_of, text_of
from journal.books.lists import TAX, ListItem
from journal.entries.coding import TaxOn
from journal.entries.tax_balance import rounded_tax
from journal.matching.heads import AMOUNTS, AMOUNTS_ARE
from journal.matching.keeping import TAX_AMOUNT

NO_TAX: Final = "NoTax"
_TAX_ON: Final = {"Exclusive": TaxOn.EXCLUSIVE, "Inclusive": TaxOn.INCLUSIVE}
_AMOUNTS: Final = {shown: AMOUNTS[tax_on] for shown, tax_on in _TAX_ON.items()}
_CENTS: Final = 100


@dataclass(frozen=True, slots=True)
class Names:
    """What people call what a journal names by its code: accounts, and tax rates by type."""

    accounts: Mapping[str, str] = field(default_factory=dict)
    rates: Mapping[str, ListItem] = field(default_factory=dict)


NO_NAMES: Final = Names()


def line_extras(line: Mapping[str, Any]) -> Extras:
    """Return the tracking of a line as shown, at most two categories."""
    return tuple(
        (_category(one), text_of(one.get("Option")))
        for one in tracking(line)
        if text_of(one.get("Option"))
    )


def line_ids(line: Mapping[str, Any]) -> Extras:
    """Return the ids of the options and the tax rate that a line as shown names."""
    options = ((_category(one), text_of(one.get("TrackingOptionID"))) for one in tracking(line))
    return tuple(
        (label, its_id)
        for label, its_id in (*options, (TAX.label, text_of(line.get("TaxType"))))
        if its_id
    )


def tracking(line: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the tracking of a line as shown."""
    return [one for one in map(mapping_of, list_of(line.get("Tracking"))) if one]


def tracking_said(line: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the categories and options of a line by name, in one order and case."""
    return tuple(sorted((name.casefold(), text.casefold()) for name, text in line_extras(line)))


def line_tax(line: Mapping[str, Any], amounts: str, rates: Mapping[str, ListItem]) -> Extras:
    """Return what a line as shown says of tax, where the journal has any (`amounts`).

    Its amount is told where it is not what the rate comes to: someone set it.
    """
    return tuple(_tax_of(line, amounts, rates)) if amounts != NO_TAX else ()


def journal_extras(journal: Mapping[str, Any]) -> Extras:
    """Return what the head of a journal as shown has that ours have not."""
    return tuple(_of_journal(journal))


def journal_tax(journal: Mapping[str, Any]) -> Extras:
    """Return what the head says of tax."""
    shown = text_of(journal.get("LineAmountTypes"))
    return () if shown in ("", NO_TAX) else ((AMOUNTS_ARE, _AMOUNTS.get(shown, shown)),)


def _category(option: Mapping[str, Any]) -> str:
    return text_of(option.get("Name")) or "Tracking"


def _tax_of(
    line: Mapping[str, Any], amounts: str, rates: Mapping[str, ListItem]
) -> Iterator[tuple[str, str]]:
    kind = text_of(line.get("TaxType"))
    rate = rates.get(kind)
    if kind:
        yield TAX.label, rate.name if rate else kind
    if is_amount(line.get("TaxAmount")) and not _is_worked_out(line, amounts, rate):
        yield TAX_AMOUNT, f"{abs(Decimal(str(line['TaxAmount']))):.2f}"


def _is_worked_out(line: Mapping[str, Any], amounts: str, rate: ListItem | None) -> bool:
    tax_on = _TAX_ON.get(amounts)
    if rate is None or rate.rate is None or tax_on is None:
        return False
    try:
        amount, tax = (abs(Decimal(str(line[one]))) for one in ("LineAmount", "TaxAmount"))
    except (KeyError, InvalidOperation):
        return False
    return rounded_tax(int(amount * _CENTS), rate.rate, tax_on) == int(tax * _CENTS)


def _of_journal(journal: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if journal.get("ShowOnCashBasisReports") is False:
        yield "On cash basis reports", "no"
    if journal.get("HasAttachments") is True:
        yield "Attachments", "yes"
    if url := text_of(journal.get("Url")):
        yield "Link", url
