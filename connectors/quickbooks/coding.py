"""What a line and an entry carry beside accounts and amounts, as QuickBooks takes it.

Fields as in Intuit's reference of JournalEntry
(https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/journalentry):
`TaxApplicableOn` is "required if TaxCodeRef is specified"; `ExchangeRate` is "the number of home
currency units it takes to equal one unit of currency"; `GlobalTaxCalculation` is TaxExcluded or
TaxInclusive. `Amount` is before tax whichever it is, and `TaxInclusiveAmt` is what the line comes
to with it (ruckus/quickbooks-ruby #346; decision 37).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from connectors.quickbooks.lists import PURCHASE, SALES
from connectors.shown import mapping_of, text_of
from journal.amounts.money import Money
from journal.books.lists import Field, ListItem
from journal.entries.coding import TaxOn
from journal.entries.posting import ReadyEntry, ReadyLine
from journal.entries.tax_balance import rounded_tax

REFS: Final[Mapping[Field, str]] = {
    Field.CLASS: "ClassRef",
    Field.LOCATION: "DepartmentRef",
    Field.TAX: "TaxCodeRef",
}
_CALCULATION: Final = {TaxOn.EXCLUSIVE: "TaxExcluded", TaxOn.INCLUSIVE: "TaxInclusive"}
BOUGHT: Final = frozenset(
    {
        "Accounts Payable",
        "Cost of Goods Sold",
        "Credit Card",
        "Expense",
        "Fixed Asset",
        "Other Asset",
        "Other Expense",
    }
)
"""Types of accounts whose tax is that of purchases; all others have that of sales."""
_APPLIES: Final = {SALES: "Sales", PURCHASE: "Purchase"}


def head_coding(entry: ReadyEntry, home_currency: str) -> dict[str, Any]:
    """Return the fields of the head: currency and rate, how tax is meant, whether it adjusts.

    The currency is named only when it is not the company's own: a company without several
    currencies refuses it. Without a rate QuickBooks takes its own of the day.
    """
    body: dict[str, Any] = {}
    if entry.currency != home_currency:
        body["CurrencyRef"] = {"value": entry.currency}
        if entry.rate is not None:
            body["ExchangeRate"] = entry.rate
    if entry.amounts in _CALCULATION:
        body["GlobalTaxCalculation"] = _CALCULATION[entry.amounts]
    if entry.adjusting:
        body["Adjustment"] = True
    return body


def line_coding(line: ReadyLine) -> dict[str, Any]:
    """Return the fields of a line's detail that say what it is coded as."""
    return dict(_references(line))


def line_amounts(
    line: ReadyLine, amounts: TaxOn, stated: Money | None
) -> tuple[Decimal, dict[str, Any]]:
    """Return the amount of a line before tax, and the fields of its detail that tell of tax.

    `stated`: the tax on the amount, where it isn't left to QuickBooks (`stated_taxes`).
    """
    if line.coded_as(Field.TAX) is None or amounts is TaxOn.NO_TAX:
        return line.amount.decimal, {}
    if amounts is TaxOn.EXCLUSIVE:
        return line.amount.decimal, {} if stated is None else {"TaxAmount": stated.decimal}
    tax = tax_within(line)
    if tax is None:
        raise AssertionError("`is_unclear` was asked before")
    told = {"TaxAmount": tax.decimal, "TaxInclusiveAmt": line.amount.decimal}
    return Money(line.amount.minor - tax.minor, tax.currency).decimal, told


def is_unclear(entry: ReadyEntry) -> bool:
    """Whether the tax within an amount can't be told, for want of the rate of its code."""
    if entry.amounts is not TaxOn.INCLUSIVE:
        return False
    coded = (line for line in entry.lines if line.coded_as(Field.TAX) is not None)
    return any(tax_within(line) is None for line in coded)


def tax_within(line: ReadyLine) -> Money | None:
    """Return the tax that is in the amount of a line; None: the rate of its code is not known."""
    code = line.coded_as(Field.TAX)
    if line.tax_amount is not None or code is None or code.rate is None:
        return line.tax_amount
    minor = rounded_tax(line.amount.minor, code.rate, TaxOn.INCLUSIVE)
    return Money(minor, line.amount.currency)


def _references(line: ReadyLine) -> Iterator[tuple[str, Any]]:
    for field, name in REFS.items():
        if item := line.coded_as(field):
            yield name, {"value": item.external_id}
    if code := line.coded_as(Field.TAX):
        yield "TaxApplicableOn", _applies_on(code, line.account_kind)
    if item := line.coded_as(Field.NAME):
        yield "Entity", {"Type": item.kind.title(), "EntityRef": {"value": item.external_id}}


def _applies_on(code: ListItem, account_kind: str) -> str:
    """Return which tax return it belongs in: as the code has it, else as its account does."""
    return _APPLIES.get(code.kind) or ("Purchase" if account_kind in BOUGHT else "Sales")


def coding_of(detail: Mapping[str, Any]) -> dict[str, str]:
    """Return the ids that the detail of a line refers to, by the names of the references."""
    refs = {name: detail.get(name) for name in REFS.values()}
    refs["Entity"] = mapping_of(detail.get("Entity")).get("EntityRef")
    return {name: text_of(mapping_of(ref).get("value")) for name, ref in refs.items() if ref}


def names_of_refs(details: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Return the references that any of these details has."""
    return frozenset(name for detail in details for name in coding_of(detail))
