"""The lists of an organisation that lines choose from: tracking options and tax rates.

Both as in Xero's OpenAPI document (https://github.com/XeroAPI/Xero-OpenAPI, xero_accounting.yaml:
TrackingCategory, TrackingOption, TaxRate).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel, Field

from connectors.exact import Bounded
from connectors.xero.wire import Id, Text, read_all
from journal.books.lists import TAX, CompanyRules, Dimension, ListItem
from journal.books.lists import Field as Kept
from journal.entries.taxing import UNTAXED

ACTIVE: Final = "ACTIVE"
_DELETED: Final = "DELETED"
_UNTAXED: Final = ("NONE", "BASEXCLUDED")
"""Types of lines without tax: in Australia it is the second (TaxTypes in the document)."""


class WireOption(BaseModel):
    """A TrackingOption."""

    id: Id = Field(alias="TrackingOptionID")
    name: str = Field(alias="Name")
    status: Text = Field(ACTIVE, alias="Status")


class WireCategory(BaseModel):
    """A TrackingCategory with its options."""

    id: Id = Field(alias="TrackingCategoryID")
    name: str = Field(alias="Name")
    status: Text = Field(ACTIVE, alias="Status")
    options: list[WireOption] = Field([], alias="Options")

    @property
    def dimension(self) -> Dimension:
        """It as ours: tracking, under the name that the organisation gave it."""
        return Dimension(Kept.TRACKING, self.name.strip())

    def item(self, option: WireOption) -> ListItem:
        """Return one of its options, in use where its category is too."""
        is_active = self.status == option.status == ACTIVE
        return ListItem(self.dimension, option.id, option.name.strip(), active=is_active)


class WireTaxRate(BaseModel):
    """A TaxRate; without a type it can be put on no line."""

    name: str = Field(alias="Name")
    type: Text = Field("", alias="TaxType")
    status: Text = Field(ACTIVE, alias="Status")
    percent: Bounded | None = Field(None, alias="EffectiveRate")
    is_sold: bool = Field(True, alias="CanApplyToRevenue")
    is_bought: bool = Field(True, alias="CanApplyToExpenses")

    def item(self) -> ListItem:
        """Return it as ours: found by its name or its type, which both stand in exports."""
        return ListItem(
            TAX,
            external_id=self.type,
            name=self.name.strip(),
            number=self.type,
            active=self.status == ACTIVE,
            kind=self._kind,
            rate=self.percent,
        )

    @property
    def _kind(self) -> str:
        if self.type in _UNTAXED:
            return UNTAXED
        if self.is_sold == self.is_bought:
            return ""
        return "sales" if self.is_sold else "purchase"


def categories_in(content: Mapping[str, Any]) -> Sequence[WireCategory]:
    """Return the tracking categories of an answer, without deleted ones. Raises LedgerError."""
    found = read_all(content, "TrackingCategories", WireCategory)
    return [one for one in found if one.status != _DELETED]


def tracking_items(categories: Iterable[WireCategory]) -> Sequence[ListItem]:
    """Return every option of the categories, archived ones too, without deleted ones."""
    return [
        category.item(option)
        for category in categories
        for option in category.options
        if option.status != _DELETED
    ]


def tax_items(content: Mapping[str, Any]) -> Sequence[ListItem]:
    """Return the tax rates of an answer, archived ones too. Raises LedgerError."""
    rates = read_all(content, "TaxRates", WireTaxRate)
    return [one.item() for one in rates if one.type and one.status != _DELETED]


def rules_of(items: Iterable[ListItem]) -> CompanyRules:
    """Return what an organisation with these lists wants: nothing, but that is what it uses.

    Tax is used where there is a rate other than nought; each organisation has the others.
    """
    active = [one for one in items if one.active]
    tracking = [one.dimension for one in active if one.dimension.field is Kept.TRACKING]
    is_taxed = any(one.rate for one in active)
    uses = (*dict.fromkeys(tracking), *([TAX] if is_taxed else []))
    return CompanyRules(uses=uses, currencies=False)
