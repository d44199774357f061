"""A company as QuickBooks' wire shows it, and the switches that only QuickBooks has."""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from sandbox.ledger.clock import wire_time
from sandbox.ledger.company import Company
from sandbox.ledger.hand_input import Switches
from sandbox.quickbooks.things import Lists


class QuickBooksSwitches(Lists, Switches):
    """The day the books are closed to, which right is missing, preferences and lists.

    `class_tracking`: how classes are assigned; `class_required`, `location_required`: each line
    needs one; `sales_tax`: tax is kept, which outside the United States takes a code on each line,
    unless `tax_required` is off.
    A list of classes, customers and so on that is sent takes the place of the one before.
    """

    close_date: dt.date | None = None
    missing_right: Literal["5020", "120"] = "5020"
    unique_doc_numbers: bool = True
    multicurrency: bool = False
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] = "US"
    class_tracking: Literal["off", "transaction", "line"] = "off"
    class_required: bool = False
    track_departments: bool = False
    location_required: bool = False
    sales_tax: bool = False
    tax_required: bool = True


def switch(company: Company, name: str) -> Any:
    """Return how one of its own switches stands."""
    return company.own.get(name, QuickBooksSwitches.model_fields[name].get_default())


def reckons_tax(company: Company) -> bool:
    """Whether tax codes of lines come to tax: the tax model outside the United States."""
    return bool(switch(company, "sales_tax")) and switch(company, "country") != "US"


def info(company: Company) -> dict[str, Any]:
    """Draw it as QuickBooks' CompanyInfo object."""
    return {
        "CompanyName": company.name,
        "LegalName": company.name,
        "Country": switch(company, "country"),
        "SupportedLanguages": "en",
        "domain": "QBO",
        "sparse": False,
        "Id": "1",
        "SyncToken": "0",
        "MetaData": {"CreateTime": wire_time(company.created_at)},
    }


def preferences(company: Company) -> dict[str, Any]:
    """Draw its Preferences; an open company has no BookCloseDate at all."""
    tracking = switch(company, "class_tracking")
    accounting: dict[str, Any] = {
        "UseAccountNumbers": True,
        "FirstMonthOfFiscalYear": "January",
        "ClassTrackingPerTxn": tracking == "transaction",
        "ClassTrackingPerTxnLine": tracking == "line",
        "TrackDepartments": bool(switch(company, "track_departments")),
    }
    if close_date := company.own.get("close_date"):
        accounting["BookCloseDate"] = close_date
    return {
        "AccountingInfoPrefs": accounting,
        "CurrencyPrefs": {
            "MultiCurrencyEnabled": bool(switch(company, "multicurrency")),
            "HomeCurrency": {"value": company.currency},
        },
        "TaxPrefs": {"UsingSalesTax": bool(switch(company, "sales_tax"))},
        "domain": "QBO",
        "sparse": False,
        "Id": "1",
        "SyncToken": "0",
    }
