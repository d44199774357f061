"""The tax rates that organisations start with, by their country, and those that are their own.

Names, types and the kinds of accounts are those of Xero's guide ("Tax Rate Constraints",
https://developer.xero.com/documentation/api/accounting/taxrates); of long lists only some.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sandbox.ledger.chart import Account
from sandbox.ledger.company import Company

_CLASSES: Final = {
    "Assets": ("BANK", "CURRENT", "FIXED", "INVENTORY", "NONCURRENT", "PREPAYMENT"),
    "Equity": ("EQUITY",),
    "Expenses": ("DIRECTCOSTS", "EXPENSE", "OVERHEADS", "DEPRECIATN"),
    "Liabilities": ("CURRLIAB", "LIABILITY", "TERMLIAB"),
    "Revenue": ("REVENUE", "SALES", "OTHERINCOME"),
}
ALL: Final = tuple(_CLASSES)
_SOLD: Final = ("Assets", "Equity", "Liabilities", "Revenue")
_BOUGHT: Final = ("Assets", "Equity", "Expenses", "Liabilities")
_IMPORTED: Final = ("Liabilities",)


@dataclass(frozen=True, slots=True)
class Rate:
    """One tax rate; `percent`: 20 for 20 %; `fits`: the classes of accounts that take it."""

    type: str
    name: str
    percent: Decimal = Decimal(0)
    fits: Sequence[str] = ALL
    active: bool = True

    def takes(self, account: Account) -> bool:
        """Whether it may be used with an account."""
        return any(account.type in _CLASSES[one] for one in self.fits)


def _sold(kind: str, name: str, percent: str = "0") -> Rate:
    return Rate(kind, name, Decimal(percent), _SOLD)


def _bought(kind: str, name: str, percent: str = "0") -> Rate:
    return Rate(kind, name, Decimal(percent), _BOUGHT)


def _both(kind: str, name: str, percent: str = "0") -> Rate:
    return Rate(kind, name, Decimal(percent))


_IMPORTS: Final = Rate("GSTONIMPORTS", "Sales Tax on Imports", fits=_IMPORTED)
_PLAIN: Final = (
    _both("NONE", "Tax Exempt"),
    _both("OUTPUT", "Tax on Sales"),
    _both("INPUT", "Tax on Purchases"),
    _IMPORTS,
)
_BY_COUNTRY: Final[Mapping[str, Sequence[Rate]]] = {
    "AU": (
        _sold("OUTPUT", "GST on Income", "10"),
        _bought("INPUT", "GST on Expenses", "10"),
        _both("BASEXCLUDED", "BAS Excluded"),
        _sold("EXEMPTOUTPUT", "GST Free Income"),
        _bought("EXEMPTEXPENSES", "GST Free Expenses"),
        _sold("EXEMPTEXPORT", "GST Free Exports"),
        _bought("CAPEXINPUT", "GST on Capital", "10"),
        _both("INPUTTAXED", "Input Taxed"),
        Rate("GSTONIMPORTS", "GST on Imports", fits=_IMPORTED),
    ),
    "CA": (
        _both("NONE", "Tax Exempt"),
        _sold("CAN014", "AB - GST on Sales", "5"),
        _sold("CAN020", "ON - HST on Sales", "13"),
        _sold("CAN022", "QC - GST/QST on Sales", "14.975"),
        _bought("CAN001", "AB - GST on Purchases", "5"),
        _bought("CAN007", "ON - HST on Purchases", "13"),
        _sold("CAN030", "Exempt Sales"),
        _both("OUTPUT", "Tax on Sales"),
        _both("INPUT", "Tax on Purchases"),
        _IMPORTS,
    ),
    "GB": (
        _sold("OUTPUT2", "20% (VAT on Income)", "20"),
        _bought("INPUT2", "20% (VAT on Expenses)", "20"),
        _sold("RROUTPUT", "5% (VAT on Income)", "5"),
        _bought("RRINPUT", "5% (VAT on Expenses)", "5"),
        _sold("ZERORATEDOUTPUT", "Zero Rated Income"),
        _bought("ZERORATEDINPUT", "Zero Rated Expenses"),
        _sold("EXEMPTOUTPUT", "Exempt Income"),
        _bought("EXEMPTINPUT", "Exempt Expenses"),
        _both("NONE", "No VAT"),
        _sold("ECZROUTPUT", "Zero Rated EC Goods Income"),
        Rate("GSTONIMPORTS", "VAT on Imports", fits=_IMPORTED),
    ),
    "NZ": (
        _sold("OUTPUT2", "15% GST on Income", "15"),
        _bought("INPUT2", "15% GST on Expenses", "15"),
        _both("NONE", "No GST"),
        Rate("ZERORATED", "Zero Rated", fits=("Liabilities", "Revenue")),
        Rate("GSTONIMPORTS", "GST on Imports", fits=("Assets", "Equity", "Liabilities")),
    ),
    "US": _PLAIN,
}
_COUNTRIES: Final = {"AUD": "AU", "CAD": "CA", "GBP": "GB", "NZD": "NZ", "USD": "US"}


def country_of(company: Company) -> str:
    """Return the country that an organisation's currency is of; "": its edition is global."""
    return _COUNTRIES.get(company.currency, "")


def rates_of(company: Company) -> Mapping[str, Rate]:
    """Return the rates of an organisation by type: its country's, and its own over these."""
    start = _BY_COUNTRY.get(country_of(company), _PLAIN)
    own = [
        Rate(**{**one, "percent": Decimal(one["percent"])})
        for one in company.own.get("tax_rates", ())
    ]
    return {one.type: one for one in (*start, *own)}


def untaxed(company: Company) -> str:
    """Return the type that lines without tax have."""
    return "BASEXCLUDED" if country_of(company) == "AU" else "NONE"


def default_of(account: Account, company: Company) -> str:
    """Return the type that a line on an account has where it is sent without one."""
    rates = rates_of(company)
    kinds = {"Revenue": ("OUTPUT2", "OUTPUT"), "Expenses": ("INPUT2", "INPUT")}
    wanted = next((kinds[one] for one in kinds if account.type in _CLASSES[one]), ())
    return next((one for one in wanted if one in rates), untaxed(company))
