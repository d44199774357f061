"""A company as QuickBooks' wire shows it, and the switches that only QuickBooks has."""

import datetime as dt
from typing import Any, Literal

from sandbox.ledger.clock import wire_time
from sandbox.ledger.company import Company
from sandbox.ledger.hand_input import Switches


class QuickBooksSwitches(Switches):
    """The day the books are closed to, which right is missing, and two preferences."""

    close_date: dt.date | None = None
    missing_right: Literal["5020", "120"] = "5020"
    unique_doc_numbers: bool = True
    multicurrency: bool = False


def info(company: Company) -> dict[str, Any]:
    """Draw it as QuickBooks' CompanyInfo object."""
    return {
        "CompanyName": company.name,
        "LegalName": company.name,
        "Country": "US",
        "SupportedLanguages": "en",
        "domain": "QBO",
        "sparse": False,
        "Id": "1",
        "SyncToken": "0",
        "MetaData": {"CreateTime": wire_time(company.created_at)},
    }


def preferences(company: Company) -> dict[str, Any]:
    """Draw its Preferences; an open company has no BookCloseDate at all."""
    accounting: dict[str, Any] = {
        "UseAccountNumbers": True,
        "FirstMonthOfFiscalYear": "January",
    }
    if close_date := company.own.get("close_date"):
        accounting["BookCloseDate"] = close_date
    return {
        "AccountingInfoPrefs": accounting,
        "CurrencyPrefs": {
            "MultiCurrencyEnabled": bool(company.own.get("multicurrency")),
            "HomeCurrency": {"value": company.currency},
        },
        "domain": "QBO",
        "sparse": False,
        "Id": "1",
        "SyncToken": "0",
    }
