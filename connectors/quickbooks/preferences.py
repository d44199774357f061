"""What a company has turned on, and what that asks of the lines of its entries.

Fields as in Intuit's reference of Preferences and CompanyInfo
(https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/preferences).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field

from connectors.path import path_of
from connectors.quickbooks.calls import Calls
from connectors.quickbooks.wire import Text, read_one
from journal.books.lists import CLASS, LOCATION, NAME, TAX, CompanyRules

_NOTHING: Mapping[str, Any] = {}
Flag = Annotated[bool, BeforeValidator(lambda value: value in (True, "true"))]
UNITED_STATES = "US"


@dataclass(frozen=True, slots=True)
class Uses:
    """What the company uses. `reckons_tax`: codes come to tax, as outside the United States."""

    classes: bool
    locations: bool
    currencies: bool
    taxes: bool
    reckons_tax: bool


class _Accounting(BaseModel):
    close_date: Annotated[date | None, BeforeValidator(lambda text: text or None)] = Field(
        None, alias="BookCloseDate"
    )
    by_transaction: Flag = Field(False, alias="ClassTrackingPerTxn")
    by_line: Flag = Field(False, alias="ClassTrackingPerTxnLine")
    locations: Flag = Field(False, alias="TrackDepartments")


class _Currency(BaseModel):
    several: Flag = Field(False, alias="MultiCurrencyEnabled")


class _Tax(BaseModel):
    used: Flag = Field(False, alias="UsingSalesTax")


class _Preferences(BaseModel):
    accounting: _Accounting = Field(alias="AccountingInfoPrefs")
    currency: _Currency = Field(_Currency.model_validate(_NOTHING), alias="CurrencyPrefs")
    tax: _Tax = Field(_Tax.model_validate(_NOTHING), alias="TaxPrefs")


class _Info(BaseModel):
    country: Text = Field("", alias="Country")


def close_date(content: Mapping[str, Any]) -> date | None:
    """Return the last closed day told by the preferences. Raises LedgerError."""
    return read_one(content, "Preferences", _Preferences).accounting.close_date


async def read_uses(calls: Calls) -> Uses:
    """Return what the company uses: one call, and one for its country where it keeps tax.

    Raises as `Calls.get`.
    """
    shown = read_one(await calls.get("preferences"), "Preferences", _Preferences)
    taxes = shown.tax.used
    return Uses(
        classes=shown.accounting.by_transaction or shown.accounting.by_line,
        locations=shown.accounting.locations,
        currencies=shown.currency.several,
        taxes=taxes,
        reckons_tax=taxes and await _country(calls) != UNITED_STATES,
    )


def rules_of(uses: Uses) -> CompanyRules:
    """Return what the company wants on its lines.

    Nothing says that a class or a location must be there: Preferences tells that they are tracked,
    and a company that does so takes lines without one (decision 37).
    """
    used = ((CLASS, uses.classes), (LOCATION, uses.locations), (NAME, True), (TAX, uses.taxes))
    return CompanyRules(
        uses=tuple(dimension for dimension, is_used in used if is_used),
        wants_tax=uses.reckons_tax,
        currencies=uses.currencies,
        reckons_tax=uses.reckons_tax,
    )


async def _country(calls: Calls) -> str:
    content = await calls.get(path_of("companyinfo", calls.realm))
    return read_one(content, "CompanyInfo", _Info).country.strip().upper()
