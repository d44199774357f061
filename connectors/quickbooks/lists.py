"""The lists that lines choose from: classes, locations, names and tax codes.

Fields as in Intuit's reference of Class, Department, Customer, Vendor, Employee, TaxCode and
TaxRate (https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/class and
beside it). A class, a location and a customer have their parents in `FullyQualifiedName`; vendors
and employees have a `DisplayName` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from pydantic import BaseModel, Field

from connectors.exact import LONGEST_ID, Bounded
from connectors.quickbooks import paging
from connectors.quickbooks.calls import Calls
from connectors.quickbooks.paging import read_all
from connectors.quickbooks.preferences import Uses
from connectors.quickbooks.query import compared, one_of, select
from connectors.quickbooks.wire import Text, read_page
from connectors.shown import mapping_of
from journal.books.lists import CLASS, LOCATION, NAME, TAX, Dimension, ListItem, NameKind

SALES, PURCHASE = "sales", "purchase"
"""Kinds of a tax code that has rates on one side only."""
KINDS: Final[Mapping[str, tuple[Dimension, str]]] = {
    "Class": (CLASS, ""),
    "Department": (LOCATION, ""),
    "Customer": (NAME, NameKind.CUSTOMER.value),
    "Vendor": (NAME, NameKind.VENDOR.value),
    "Employee": (NAME, NameKind.EMPLOYEE.value),
    "TaxCode": (TAX, ""),
}
"""Their kinds on the wire -> what they are to us."""
_EITHER: Final = ("true", "false")
_COMPOUND: Final = "TaxOnTax"


class WireThing(BaseModel):
    """One choice of a list, whichever it is, as far as we look at it."""

    id: str = Field(alias="Id", min_length=1, max_length=LONGEST_ID)
    name: Text = Field("", alias="Name")
    full_name: Text = Field("", alias="FullyQualifiedName")
    display_name: Text = Field("", alias="DisplayName")
    active: bool = Field(True, alias="Active")

    def item(self, kind: str) -> ListItem:
        """Return it as ours."""
        dimension, of = KINDS[kind]
        name = self.full_name or self.display_name or self.name
        return ListItem(dimension, self.id, name, active=self.active, kind=of)


class _RateDetail(BaseModel):
    ref: dict[str, Any] = Field({}, alias="TaxRateRef")
    applies: Text = Field("", alias="TaxTypeApplicable")
    order: int = Field(0, alias="TaxOrder")


class _RateList(BaseModel):
    details: list[_RateDetail] = Field([], alias="TaxRateDetail")


class _WireCode(WireThing):
    hidden: bool = Field(False, alias="Hidden")
    is_group: bool = Field(False, alias="TaxGroup")
    taxable: bool | None = Field(None, alias="Taxable")
    sales: _RateList | None = Field(None, alias="SalesTaxRateList")
    purchase: _RateList | None = Field(None, alias="PurchaseTaxRateList")

    def code(self, rates: Mapping[str, Decimal]) -> ListItem:
        """Return it as ours, with its rate where sales and purchases agree on one."""
        on = {SALES: _percent(self.sales, rates), PURCHASE: _percent(self.purchase, rates)}
        sides = [side for side in on if getattr(self, side) and getattr(self, side).details]
        known = {on[side] for side in sides}
        rate = known.pop() if len(known) == 1 else None
        if not self.is_group and self.taxable is False:
            rate = Decimal(0)  # NON of the United States
        return ListItem(
            TAX,
            self.id,
            self.name,
            active=self.active and not self.hidden,
            kind=sides[0] if len(sides) == 1 else "",
            rate=rate,
        )


class _WireRate(BaseModel):
    id: str = Field(alias="Id", min_length=1, max_length=LONGEST_ID)
    percent: Bounded | None = Field(None, alias="RateValue")


async def read_lists(calls: Calls, uses: Uses) -> list[ListItem]:
    """Return all choices of the lists that the company uses, inactive ones too.

    Two questions for each list, ten in a call: that "Active in (true, false)" may be asked is not
    documented. Raises as `Calls.get`.
    """
    kinds = [
        *(["Class"] if uses.classes else []),
        *(["Department"] if uses.locations else []),
        *("Customer", "Vendor", "Employee"),
        *(["TaxCode"] if uses.taxes else []),
        *(["TaxRate"] if uses.reckons_tax else []),
    ]
    wanted = [(kind, select(kind, f"Active = {told}")) for kind in kinds for told in _EITHER]
    shown = zip(wanted, await paging.read_lists(calls, wanted), strict=True)
    pages = [(kind, page) for (kind, _query), found in shown for page in found]
    items = [
        one.item(kind)
        for kind, page in pages
        if kind in KINDS and kind != "TaxCode"
        for one in read_page(page, kind, WireThing)
    ]
    return [*items, *_codes(pages, uses)]


async def named(calls: Calls, kind: str, ids: Sequence[str]) -> Mapping[str, str]:
    """Return what the things of a kind on the wire are called, by id. Raises as `Calls.get`."""
    query = select(kind, one_of("Id", ids))
    found = await read_all(calls, [query], kind, WireThing)
    return {one.id: one.item(kind).name for one in found}


async def inactive(calls: Calls, kind: str) -> Sequence[ListItem]:
    """Return the choices of a list that are not in use any more. Raises as `Calls.get`."""
    query = select(kind, "Active = false")
    return [one.item(kind) for one in await read_all(calls, [query], kind, WireThing)]


async def find_named(calls: Calls, kind: str, name: str) -> ListItem | None:
    """Return the choice in use of this full name; None: there is none. Raises as `Calls.get`."""
    attribute = "FullyQualifiedName" if kind in ("Class", "Department") else "DisplayName"
    query = select(kind, compared(attribute, "=", name))
    found = await read_all(calls, [query], kind, WireThing)
    return next((one.item(kind) for one in found if one.active), None)


def _codes(pages: Iterable[tuple[str, paging.Page]], uses: Uses) -> list[ListItem]:
    """Return the tax codes; in the United States journals know the two that are no groups."""
    codes: list[_WireCode] = []
    rates: dict[str, Decimal] = {}
    for kind, page in pages:
        if kind == "TaxCode":
            codes += read_page(page, kind, _WireCode)
        if kind == "TaxRate":
            shown = read_page(page, kind, _WireRate)
            rates |= {one.id: one.percent for one in shown if one.percent is not None}
    return [one.code(rates) for one in codes if uses.reckons_tax or not one.is_group]


def _percent(rates_of: _RateList | None, rates: Mapping[str, Decimal]) -> Decimal | None:
    """Return what the rates of a list come to, in percent; None: not all of them are known.

    A compound tax is on the amount with the taxes before it ("TaxTypeApplicable").
    """
    if rates_of is None:
        return None
    whole = Decimal(0)
    for detail in sorted(rates_of.details, key=lambda one: one.order):
        rate = rates.get(str(mapping_of(detail.ref).get("value", "")))
        if rate is None:
            return None
        whole += rate * (1 + whole / 100) if detail.applies == _COMPOUND else rate
    return whole
