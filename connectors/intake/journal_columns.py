"""The columns of files of journal entries, by every heading that programs and people give them.

Sources, beside the files themselves: QuickBooks Online, "Import journal entries" and its sample;
Xero Central, "Import manual journals"; Zoho Books, "Import journals"; Wave, "Export your
transactions". The headings alone are read from them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from connectors.intake.columns import Column
from connectors.intake.headings import ABROAD
from connectors.intake.says_nothing import (
    is_a_journal,
    is_beside,
    is_both,
    is_posted,
)

NUMBER: Final = Column(
    "number",
    "Journal No",
    also=(
        *("Journal Number", "Journal", "Journal ID", "Journal Entry", "Journal Entry No"),
        *("Journal Entry Number", "JE No", "JE Number", "JE", "Entry No", "Entry Number"),
        *("Entry ID", "Journal Entry ID"),
        *ABROAD["number"],
    ),
    required=False,
)
TRANSACTION: Final = Column(
    "transaction",
    "Transaction ID",
    also=(
        *("Transaction", "Transaction No", "Transaction Number", "Txn ID", "Txn No"),
        *("Trans ID", "Trans No"),
    ),
    required=False,
)
DOCUMENT: Final = Column(
    "document",
    "Document No",
    also=(
        *("Document Number", "Doc No", "Doc Number", "Voucher No", "Voucher Number", "Voucher"),
        *("Num", "Number"),
        *ABROAD["document"],
    ),
    required=False,
)
REFERENCE: Final = Column(
    "reference",
    "Reference",
    also=("Reference Number", "Reference No", "Ref", "Ref No", "Ref Number"),
    required=False,
)
PREFIX: Final = Column("prefix", "Journal Number Prefix", required=False)
SUFFIX: Final = Column("suffix", "Journal Number Suffix", required=False)
NARRATION: Final = Column("narration", "*Narration", required=False)
DATE: Final = Column(
    "date",
    "Journal Date",
    also=(
        *("Date", "Txn Date", "Transaction Date", "Entry Date", "Posting Date", "Posted Date"),
        *("Trans Date", "Document Date", "Voucher Date"),
        *ABROAD["date"],
    ),
)
ACCOUNT: Final = Column(
    "account",
    "Account Name",
    also=(
        *("Account", "GL Account", "Ledger Account", "Ledger", "Full Account Name"),
        *("Account Full Name", "GL Account Name"),
        *ABROAD["account"],
    ),
)
CODE: Final = Column(
    "code",
    "Account Code",
    also=(
        *("Account Number", "Account No", "GL Code", "GL Account Number", "GL Account No", "Acct"),
        *("GL Account Code", "Acct No", "Acct Number", "Nominal Code"),
        *ABROAD["code"],
    ),
    required=False,
)
DEBIT: Final = Column(
    "debit",
    "Debits",
    also=(
        *("Debit", "Debit Amount", "Dr", "Dr Amount", "Amount Debit"),
        "Debit Amount (Two Column Approach)",
        *ABROAD["debit"],
    ),
)
CREDIT: Final = Column(
    "credit",
    "Credits",
    also=(
        *("Credit", "Credit Amount", "Cr", "Cr Amount", "Amount Credit"),
        "Credit Amount (Two Column Approach)",
        *ABROAD["credit"],
    ),
)
AMOUNT: Final = Column(
    "amount",
    "*Amount",
    also=("Line Amount", "Amount (One column)", "Signed Amount", *ABROAD["amount"]),
    required=False,
)
SIDE: Final = Column(
    "side",
    "Type",
    also=(
        *("Debit/Credit", "Debit or Credit", "Dr/Cr", "Dr or Cr", "D/C", "Side", "Posting Type"),
        *("Entry Type", "Line Type", "Transaction Type", "Txn Type", "Soll/Haben", "S/H", "Sign"),
        *("Debit Credit Indicator", "DC Indicator", "Credit/Debit", "Cr/Dr", "C/D"),
    ),
    required=False,
    carried=False,
    says_nothing=is_a_journal,
)
DESCRIPTION: Final = Column(
    "description",
    "Description",
    also=(
        *("Line Description", "Memo/Description", "Description/Memo", "Line Memo", "Details"),
        *("Transaction Line Description", "Particulars", "Text", "Line Text", "Comment"),
        *ABROAD["description"],
    ),
    required=False,
    joins=True,
)
MEMO: Final = Column(
    "memo",
    "Memo",
    also=(
        *("Private Note", "Notes", "Note", "Journal Memo", "Journal Notes", "Journal Description"),
        *("Header Memo", "Header Description", "Transaction Description", "Notes / Memo"),
        *("Entry Description", "Comments", "Remarks"),
        *ABROAD["memo"],
    ),
    required=False,
    joins=True,
)
CURRENCY: Final = Column(
    "currency",
    "Currency",
    also=("Currency Code", "Transaction Currency", *ABROAD["currency"]),
    required=False,
)
CHANNEL: Final = Column(
    "channel",
    "Sales Channel",
    also=("Channel", *ABROAD["channel"]),
    required=False,
)

CLASS: Final = Column(
    "class",
    "Class",
    also=("Class Name", "Line Class", *ABROAD["class"]),
    required=False,
)
LOCATION: Final = Column(
    "location",
    "Location",
    also=(
        *("Location Name", "Department", "Department Name", "Branch", "Branch Name", "Store"),
        "Store Name",
        *ABROAD["location"],
    ),
    required=False,
)
NAME: Final = Column(
    "name",
    "Name",
    also=(
        "Contact Name",
        "Contact",
        "Entity",
        "Entity Name",
        "Party",
        "Party Name",
        "Payee",
        *ABROAD["name"],
    ),
    required=False,
)
CUSTOMER: Final = Column(
    "customer",
    "Customer",
    also=("Customer Name", "Client Name", *ABROAD["customer"]),
    required=False,
)
VENDOR: Final = Column(
    "vendor",
    "Vendor",
    also=("Vendor Name", "Supplier", "Supplier Name", *ABROAD["vendor"]),
    required=False,
)
EMPLOYEE: Final = Column(
    "employee",
    "Employee",
    also=("Employee Name", *ABROAD["employee"]),
    required=False,
)
PROJECT: Final = Column(
    "project",
    "Project Name",
    also=("Project", "Job", "Job Name", *ABROAD["project"]),
    required=False,
)
TAX: Final = Column(
    "tax",
    "*TaxRate",
    also=(
        *("TaxType", "TaxRateName", "Tax Name", "Tax Code", "Sales Tax Code", "Tax"),
        *("Sales Tax Name", "VAT Code", "VAT Rate", "GST Code", "VAT", "GST", "HST Code"),
        *ABROAD["tax"],
    ),
    required=False,
)
TAX_AMOUNT: Final = Column(
    "tax_amount",
    "Tax Amount",
    also=("Sales Tax Amount", "VAT Amount", "GST Amount", *ABROAD["tax_amount"]),
    required=False,
)
AMOUNTS_ARE: Final = Column(
    "amounts_are",
    "Amounts Are",
    also=("Line Amount Types", "LineAmountType", "Tax Treatment", "Amounts"),
    required=False,
)
RATE: Final = Column(
    "rate",
    "Exchange Rate",
    also=("Currency Rate", "FX Rate", "Rate", *ABROAD["rate"]),
    required=False,
)
ADJUSTING: Final = Column(
    "adjusting",
    "Is Adjustment",
    also=("Adjusting", "Adjusting Entry", "Is Adjusting Entry", "Adjustment"),
    required=False,
)
REVERSE_ON: Final = Column(
    "reverse_on",
    "Reversing Date",
    also=(
        *("Reversal Date", "Reverse Date", "Reverse On", "Auto Reversing Date", "Auto Reversal"),
        *("Auto Reversal Date", "Auto Reverse Date", "Reversing Journal Date"),
        *ABROAD["reverse_on"],
    ),
    required=False,
)
TRACKING: Final = tuple(
    column
    for at in (1, 2)
    for column in (
        Column(
            f"tracking_name{at}",
            f"TrackingName{at}",
            also=(f"Tracking Category {at}", f"Tracking Name {at}"),
            required=False,
        ),
        Column(f"tracking_option{at}", f"TrackingOption{at}", required=False),
    )
)
"""Xero's columns: the name of a category, and beside it the option of each line."""
TRACKED: Final = "tracking:"
"""Before the category in the name of a column such as "Tracking: Region"."""
_TRACKED: Final = re.compile(
    r"\s*(?:tracking(?: category)?|reporting tag|tag)\s*[:=-]\s*(\S.*?)\s*", re.I
)
FAULT: Final = "fault"
"""The column of files that jefail sends back, whose cells are guarded."""
FAULT_HEADINGS: Final = ("Why it was not imported", "Row of the file")
"""Of the columns that stand beside faulty rows in the file that people get back."""

_NOT_CARRIED: Final = (
    Column(
        "tax_percentage",
        "Tax Percentage",
        required=False,
        carried=False,
        says_nothing=is_beside,
    ),
    Column(  # as jefail sends back what it could not take: dropped again once it is right
        FAULT,
        FAULT_HEADINGS[0],
        also=FAULT_HEADINGS[1:],
        required=False,
        carried=False,
        says_nothing=lambda _cell: True,
    ),
    Column("status", "Status", required=False, carried=False, says_nothing=is_posted),
    Column("basis", "Journal Type", required=False, carried=False, says_nothing=is_both),
    Column(
        "beside",
        "Line No",
        also=(
            *("Line Number", "Line", "Row", "Row No", "No", "Sr No", "S No", "Balance"),
            *("Running Balance", "Account Group", "Account Type", "Account ID"),
            *("Other Accounts for this Transaction", "Transaction Date Added"),
            *("Transaction Date Last Modified", "Amount Before Sales Tax"),
        ),
        required=False,
        carried=False,
        says_nothing=is_beside,
    ),
)
"""Known, and not posted: a cell that says something stops the import. So does one of a column that
nobody knows."""


def tracked(heading: str) -> Column | None:
    """Return the column that "Tracking: Region" or "Tag: Region" is; None for other headings."""
    found = _TRACKED.fullmatch(heading)
    return Column(f"{TRACKED}{found[1]}", heading, required=False) if found else None


CODE_BESIDE_NAME: Final = replace(CODE, also=(*CODE.also, "Account", "GL Account", "Ledger"))
"""Where a file has Account beside Account Name, the first is the code."""
TAX_BY_NAME: Final = (
    replace(TAX, also=tuple(one for one in TAX.also if one != "TaxType")),
    Column("tax_kind", "Tax Type", required=False, carried=False, says_nothing=is_beside),
)
"""Where a file has Tax Name beside Tax Type, as Zoho Books' exports, the second is of the first."""

COLUMNS: Final = (
    *(NUMBER, TRANSACTION, DOCUMENT, REFERENCE, PREFIX, SUFFIX, NARRATION, DATE, ACCOUNT, CODE),
    *(DEBIT, CREDIT, AMOUNT, SIDE, DESCRIPTION, MEMO, CURRENCY, CHANNEL),
    *(CLASS, LOCATION, NAME, CUSTOMER, VENDOR, EMPLOYEE, PROJECT, TAX, TAX_AMOUNT, *TRACKING),
    *(AMOUNTS_ARE, RATE, ADJUSTING, REVERSE_ON, *_NOT_CARRIED),
)
