"""Reading the lists that lines choose from, and adding to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from connectors.path import path_of
from connectors.reply import item_refused
from connectors.xero.calls import NAME, Calls
from connectors.xero.coding import has_unsaid_tax, line_amount_types
from connectors.xero.extras import NO_TAX, Names
from connectors.xero.journals import WireJournal
from connectors.xero.lists import (
    WireCategory,
    categories_in,
    rules_of,
    tax_items,
    tracking_items,
)
from connectors.xero.options import named_category, option_body, option_in, option_named
from journal.books.lists import CompanyRules, Dimension, ListItem, Lists
from journal.entries.posting import ReadyEntry
from journal.entries.taxing import with_untaxed


@dataclass(slots=True)
class _Read:
    """What was read last while the ledger is open; None: nothing yet."""

    rates: Sequence[ListItem] | None = None
    tracking: Sequence[ListItem] | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """The tracking options and tax rates of one organisation."""

    calls: Calls
    read: _Read = field(default_factory=_Read, repr=False, compare=False)

    async def all(self) -> Sequence[ListItem]:
        """Return all of them as they are now, archived ones too, in two calls."""
        self.read.tracking = tracking_items(await self._categories())
        return [*self.read.tracking, *await self._rates()]

    async def rules(self) -> CompanyRules:
        """Return what the organisation uses of them, by what was read last."""
        if self.read.tracking is None or self.read.rates is None:
            return rules_of(await self.all())
        return rules_of([*self.read.tracking, *self.read.rates])

    async def names(self, journals: Sequence[WireJournal]) -> Names:
        """Return what the tax rates of these journals are called: read once, if any has tax."""
        return await self._names(is_taxed=any(one.amounts != NO_TAX for one in journals))

    async def names_for(self, entry: ReadyEntry) -> Names:
        """Return the same of the answer to `entry`, before it is sent."""
        return await self._names(is_taxed=line_amount_types(entry) != NO_TAX)

    async def _names(self, *, is_taxed: bool) -> Names:
        if self.read.rates is None and is_taxed:
            await self._rates()
        return Names(rates={one.external_id: one for one in self.read.rates or ()})

    async def with_untaxed(self, entry: ReadyEntry) -> ReadyEntry:
        """Return `entry`, whose lines say that they are without tax where others have some.

        One call, once while the ledger is open; none where each line says it. Raises LedgerError.
        """
        if not has_unsaid_tax(entry):
            return entry
        rates = await self._rates() if self.read.rates is None else self.read.rates
        lines = with_untaxed(entry.lines, entry.amounts, Lists(tuple(rates)))
        return replace(entry, lines=lines)

    async def add_option(self, dimension: Dimension, name: str, key: str) -> ListItem:
        """Add an option to a tracking category and return it; one that is there is returned.

        The same key twice adds one.

        Raises:
            ItemRefused: it is no tracking category of the organisation, or Xero will not.
            AuthorisationLost: jefail has no access. LedgerError: whether it was added is open.
        """
        category = named_category(await self._categories(), dimension)
        if there := option_named(category, name):
            return there
        what = path_of("TrackingCategories", category.id, "Options")
        reply = await self.calls.create(what, option_body(name), key)
        if reply.failure is not None:
            raise item_refused(NAME, reply.failure)
        return option_in(reply.content, category)

    async def _categories(self) -> Sequence[WireCategory]:
        content = await self.calls.get("TrackingCategories", includeArchived="true")
        return categories_in(content)

    async def _rates(self) -> Sequence[ListItem]:
        self.read.rates = tax_items(await self.calls.get("TaxRates"))
        return self.read.rates
