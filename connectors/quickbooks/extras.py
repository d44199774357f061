"""What a JournalEntry has beside accounts and amounts, as people read it.

The fields are those of Intuit's reference of JournalEntry and JournalEntryLineDetail
(https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/journalentry).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from connectors.shown import Extras, list_of, mapping_of, text_of
from journal.entries.coding import TaxOn
from journal.matching.heads import ADJUSTING, AMOUNTS, AMOUNTS_ARE
from journal.matching.near import EXCHANGE_RATE

_CALCULATION: Final = {"TaxExcluded": TaxOn.EXCLUSIVE, "TaxInclusive": TaxOn.INCLUSIVE}
_TEXT_ONLY: Final = "DescriptionOnly"
DETAIL: Final = "JournalEntryLineDetail"
TAX_OF_LINE: Final = ("TaxAmount", "TaxInclusiveAmt")
"""Amounts of a line's detail that are true of its amount only."""
TAX_OF_ENTRY: Final = "TxnTaxDetail"
_REFS: Final = {"ClassRef": "Class", "DepartmentRef": "Location"}
_TAX: Final = {"TaxAmount": "Tax", "TaxInclusiveAmt": "With tax"}


def booked(lines: Any) -> list[Any]:
    """Return the lines of an entry without those that are text alone and book nothing."""
    return [one for one in list_of(lines) if not _is_text(one)]


def text_lines(lines: Any) -> list[Any]:
    """Return the lines of an entry that are text alone."""
    return [one for one in list_of(lines) if _is_text(one)]


def line_extras(line: Mapping[str, Any]) -> Extras:
    """Return what a line as shown has beside account and amount: class, location, name ...

    They are called as `Coded.shown` calls ours. Whether its tax is that of sales or purchases is
    left out: jefail sets that itself, by code and account.
    """
    return tuple(_of_line(line))


def line_ids(line: Mapping[str, Any]) -> Extras:
    """Return the ids of what `line_extras` names; the names themselves QuickBooks may leave out."""
    refs = ((label, text_of(mapping_of(ref).get("value"))) for label, ref in _refs(line))
    return tuple((label, its_id) for label, its_id in refs if its_id)


def line_tax(line: Mapping[str, Any]) -> Extras:
    """Return the amounts of tax of a line as shown."""
    detail = mapping_of(line.get(DETAIL))
    return tuple(
        (label, text_of(detail.get(name))) for name, label in _TAX.items() if detail.get(name)
    )


def entry_extras(entry: Mapping[str, Any]) -> Extras:
    """Return what the head of an entry as shown has that ours have not."""
    return tuple(_of_entry(entry))


def entry_tax(entry: Mapping[str, Any]) -> Extras:
    """Return what the head says of tax."""
    detail = mapping_of(entry.get(TAX_OF_ENTRY))
    shown = detail.get("TotalTax") or _named(detail.get("TxnTaxCodeRef"))
    return (("Tax in all", text_of(shown)),) if shown else ()


def _of_line(line: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    detail = mapping_of(line.get(DETAIL))
    named = ((label, _named(ref)) for label, ref in _refs(line))
    yield from ((label, text) for label, text in named if text)
    if detail.get("BillableStatus") not in (None, "", "NotBillable"):
        yield "Billable", text_of(detail["BillableStatus"])
    if linked := _linked(line):
        yield "Linked to", linked


def _refs(line: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what a line refers to, by what people call that; some are nothing."""
    detail = mapping_of(line.get(DETAIL))
    yield from ((label, detail.get(name)) for name, label in _REFS.items())
    yield "Project", line.get("ProjectRef")
    party = mapping_of(detail.get("Entity"))
    yield text_of(party.get("Type")) or "Name", party.get("EntityRef")
    yield "Tax code", detail.get("TaxCodeRef")


def _of_entry(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if entry.get("Adjustment") is True:
        yield ADJUSTING, "yes"
    if calculated := _CALCULATION.get(text_of(entry.get("GlobalTaxCalculation"))):
        yield AMOUNTS_ARE, AMOUNTS[calculated]
    rate = entry.get("ExchangeRate")
    if rate and text_of(rate) not in ("1", "1.0"):
        yield EXCHANGE_RATE, text_of(rate)
    for field in list_of(entry.get("CustomField")):
        own = mapping_of(field)
        value = next((own[name] for name in own if name.endswith("Value") and own[name]), "")
        if value:
            yield text_of(own.get("Name")) or "Custom field", text_of(value)
    if linked := _linked(entry):
        yield "Linked to", linked
    for line in text_lines(entry.get("Line")):
        yield "Text", text_of(line.get("Description"))


def _is_text(line: Any) -> bool:
    return mapping_of(line).get("DetailType") == _TEXT_ONLY


def _linked(of: Mapping[str, Any]) -> str:
    linked = [mapping_of(one) for one in list_of(of.get("LinkedTxn"))]
    told = (f"{text_of(one.get('TxnType'))} {text_of(one.get('TxnId'))}".strip() for one in linked)
    return ", ".join(text for text in told if text)


def _named(ref: Any) -> str:
    """Return what a reference is called, else its id."""
    shown = mapping_of(ref)
    return text_of(shown.get("name")) or text_of(shown.get("value"))
