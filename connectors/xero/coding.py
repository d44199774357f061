"""What lines carry beside their account, as Xero takes it: kind of amounts, tax, tracking.

ManualJournal.LineAmountTypes, ManualJournalLine.TaxType, TaxAmount and Tracking in Xero's OpenAPI
document (https://github.com/XeroAPI/Xero-OpenAPI, xero_accounting.yaml).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from connectors.xero.extras import NO_TAX
from journal.amounts.money import Money
from journal.books.lists import TAX, Field
from journal.entries.carried import TAX_UNSAID
from journal.entries.coding import Coded, TaxOn
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import ReadyEntry, ReadyLine, Refused

EXCLUSIVE: Final = "Exclusive"
_TYPES: Final = {TaxOn.NO_TAX: NO_TAX, TaxOn.EXCLUSIVE: EXCLUSIVE, TaxOn.INCLUSIVE: "Inclusive"}


def line_amount_types(entry: ReadyEntry) -> str:
    """Return what Xero is told of its amounts.

    With NoTax it puts the types of lines aside. So where amounts have no tax, but lines have codes
    of nought percent that a return counts ("Zero Rated Income"), they are sent as without tax.
    """
    has_codes = any(line.coded_as(Field.TAX) for line in entry.lines)
    if entry.amounts is TaxOn.NO_TAX and has_codes:
        return EXCLUSIVE
    return _TYPES[entry.amounts]


def has_unsaid_tax(entry: ReadyEntry) -> bool:
    """Whether a line does not say what tax it has, beside others that do.

    Xero would give it the type of its account.
    """
    is_taxed = line_amount_types(entry) != NO_TAX
    return is_taxed and any(line.coded_as(Field.TAX) is None for line in entry.lines)


def tax_fields(line: ReadyLine, amounts: str) -> dict[str, Any]:
    """Return what a line says of tax, where its entry has any."""
    code = line.coded_as(Field.TAX)
    if amounts == NO_TAX or code is None:
        return {}
    fields: dict[str, Any] = {"TaxType": code.external_id}
    if line.tax_amount is not None:
        signed = Money(line.side.sign * line.tax_amount.minor, line.tax_amount.currency)
        fields["TaxAmount"] = signed.decimal
    return fields


def tracked(line: ReadyLine) -> Iterator[Coded]:
    """Yield what a line carries of tracking categories."""
    return (one for one in line.coded if one.dimension.field is Field.TRACKING)


def tracking_fields(line: ReadyLine) -> dict[str, Any]:
    """Return the tracking of a line: by names, as the document shows it, and the option's id.

    With ids alone Xero has stored manual journals without their tracking (XeroAPI/Xero-NetStandard
    #350).
    """
    shown = [
        {
            "Name": one.dimension.category,
            "Option": one.item.name,
            "TrackingOptionID": one.item.external_id,
        }
        for one in tracked(line)
    ]
    return {"Tracking": shown} if shown else {}


def refusal(entry: ReadyEntry) -> Refused | None:
    """Return why `entry` is not sent: Xero would drop, or make up, some of its tax.

    To a line without a type it gives the one of its account.
    """
    is_taxed = line_amount_types(entry) != NO_TAX
    for line in entry.lines:
        code = line.coded_as(Field.TAX)
        if code is None and (is_taxed or line.tax_amount):
            return Refused(Failure(FailureReason.TAX_MISSING, subject=TAX.key, details=("",)))
        if entry.amounts is TaxOn.NO_TAX and code is not None and code.rate != 0:
            return Refused(Failure(FailureReason.NOT_CARRIED, subject=TAX_UNSAID))
    return None
