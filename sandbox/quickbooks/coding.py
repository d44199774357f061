"""What a company refuses in what lines carry beside their account, in the order it looks."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from sandbox.ledger.chart import Account
from sandbox.ledger.company import Company
from sandbox.ledger.entries import Line
from sandbox.quickbooks import faults
from sandbox.quickbooks.company import reckons_tax, switch
from sandbox.quickbooks.faults import FaultError
from sandbox.quickbooks.things import Lists

# Account type -> who must stand in the line's Name field, and QuickBooks' words for it.
PARTIES: Final = {
    "Accounts Receivable": (
        "Customer",
        "When you use Accounts Receivable, you must choose a customer in the Name field.",
    ),
    "Accounts Payable": (
        "Vendor",
        "When you use Accounts Payable, you must choose a vendor in the Name field.",
    ),
}
REFS: Final = {"ClassRef": "Class", "DepartmentRef": "Department", "TaxCodeRef": "TaxCode"}
"""References of a line -> the kind that they are to."""
_TAXES: Final = {"GB": "VAT", "CA": "GST/HST", "AU": "GST", "IN": "GST", "SG": "GST", "NZ": "GST"}


def check_coding(line: Line, account: Account, company: Company, lists: Lists) -> None:
    """Check one line. Raises FaultError: 2500, 610, 2020 or 6000."""
    for name, kind in REFS.items():
        if ref := line.own.get(name):
            _check_ref(ref, name, kind, lists)
    party = line.own.get("Entity", {})
    if party:
        _check_ref(party["EntityRef"], "EntityRef", party["Type"], lists)
    wanted, words = PARTIES.get(account.type, (None, ""))
    if wanted is not None and party.get("Type") != wanted:
        raise FaultError(faults.business(words))
    _check_required(line, company)
    if reckons_tax(company):
        _check_tax(line, company)


def _check_ref(ref: Mapping[str, Any], name: str, kind: str, lists: Lists) -> None:
    thing = lists.called(kind).get(str(ref.get("value", "")))
    if thing is None:
        raise FaultError(faults.unknown_ref(name, kind, str(ref.get("value", ""))))
    if not thing.active:
        raise FaultError(faults.inactive_account())


def _check_required(line: Line, company: Company) -> None:
    for required, name, word in (
        ("class_required", "ClassRef", "class"),
        ("location_required", "DepartmentRef", "location"),
    ):
        if switch(company, required) and not line.own.get(name):
            raise FaultError(faults.business(f"You must select a {word} for each line."))


def _check_tax(line: Line, company: Company) -> None:
    if not line.own.get("TaxCodeRef"):
        if not switch(company, "tax_required"):
            return
        called = _TAXES.get(switch(company, "country"), "VAT")
        words = f"Make sure all your transactions have a {called} rate before you save."
        raise FaultError(faults.business(words))
    if "TaxApplicableOn" not in line.own:
        raise FaultError(faults.missing_parameter("TaxApplicableOn"))
    whole = line.own.get("TaxInclusiveAmt")
    tax = line.own.get("TaxAmount")
    if whole is None or tax is None:
        return
    if Decimal(str(whole)) != abs(line.amount) + Decimal(str(tax)):
        words = "The amount with tax has to be the amount of the line and its tax."
        raise FaultError(faults.business(words))
