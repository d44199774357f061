"""What a manual journal has beside the fields that jefail writes, as people read it.

The fields are those of ManualJournal and ManualJournalLine in Xero's OpenAPI document
(https://github.com/XeroAPI/Xero-OpenAPI, xero_accounting.yaml).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from connectors.shown import Extras, is_amount, list_of, mapping_of, text_of

NO_TAX: Final = "NoTax"
_AMOUNTS: Final = {"Exclusive": "Tax exclusive", "Inclusive": "Tax inclusive"}
_NO_TAX_TYPES: Final = frozenset({"", "NONE", "BASEXCLUDED"})
"""What Xero shows on lines of a journal without tax; in Australia it is the second."""


def line_extras(line: Mapping[str, Any]) -> Extras:
    """Return what a line as shown has that ours have not: its tracking, at most two."""
    return tuple(
        (text_of(one.get("Name")) or "Tracking", text_of(one.get("Option")))
        for one in tracking(line)
        if text_of(one.get("Option"))
    )


def tracking(line: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the tracking of a line as shown."""
    return [one for one in map(mapping_of, list_of(line.get("Tracking"))) if one]


def line_tax(line: Mapping[str, Any]) -> Extras:
    """Return what a line as shown says of tax."""
    return tuple(_tax_of(line))


def journal_extras(journal: Mapping[str, Any]) -> Extras:
    """Return what the head of a journal as shown has that ours have not."""
    return tuple(_of_journal(journal))


def journal_tax(journal: Mapping[str, Any]) -> Extras:
    """Return what the head says of tax."""
    shown = text_of(journal.get("LineAmountTypes"))
    return () if shown in ("", NO_TAX) else (("Amounts are", _AMOUNTS.get(shown, shown)),)


def _tax_of(line: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kind = text_of(line.get("TaxType"))
    if kind not in _NO_TAX_TYPES:
        yield "Tax rate", kind
    if is_amount(line.get("TaxAmount")):
        yield "Tax", text_of(line["TaxAmount"])


def _of_journal(journal: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if journal.get("ShowOnCashBasisReports") is False:
        yield "On cash basis reports", "no"
    if journal.get("HasAttachments") is True:
        yield "Attachments", "yes"
    if url := text_of(journal.get("Url")):
        yield "Link", url
