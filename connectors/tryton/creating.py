"""Making what a line lacks: a party, or an analytic account under its root.

Neither name is unique in Tryton (8.2), so what has the name already is looked for first: the same
asked twice makes one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connectors.reply import account_refused
from connectors.tryton.books import Books
from connectors.tryton.calls import NAME as TRYTON
from connectors.tryton.company import analytics_of
from connectors.tryton.lists import (
    ALL,
    ANALYTIC,
    PARTY,
    WireAnalytic,
    WireParty,
    analytic_items,
    dimension_of,
)
from connectors.tryton.values import read_all
from journal.books.listing import folded
from journal.books.lists import NAME, Dimension, Field, ListItem
from journal.errors import LedgerError


@dataclass(frozen=True, slots=True)
class Creating:
    """The lists of one company, to which choices are added."""

    books: Books

    async def item(self, dimension: Dimension, name: str) -> ListItem:
        """Return the choice of this name, made now unless it was there.

        Raises:
            AccountRefused: Tryton will not, as where the user may not make analytic accounts.
            LedgerError: it cannot be made from here, or whether it was is not known.
        """
        if dimension == NAME:
            return await self._party(name)
        if dimension.field is Field.TRACKING:
            return await self._analytic(dimension, name)
        raise LedgerError(f"A {dimension.label.lower()} is made in Tryton itself.")

    async def _party(self, name: str) -> ListItem:
        shown = await self.books.all("party.party", WireParty, PARTY, [["name", "=", name], ALL])
        if there := next((one for one in shown if one.active), None):
            return there.item()
        made = await self._made("party.party", {"name": name}, PARTY)
        (party,) = read_all([made], WireParty)
        return party.item()

    async def _analytic(self, dimension: Dimension, name: str) -> ListItem:
        self.books.forget("analytics")
        analytics = await analytics_of(self.books)
        root = next((one for one in analytics.roots if dimension_of(one) == dimension), None)
        if root is None:
            raise LedgerError(f"Tryton has no analytic root {dimension.category}.")
        for one in analytic_items(analytics.shown):
            if one.dimension == dimension and folded(one.name) == folded(name) and one.active:
                return one
        wanted = {
            "name": name,
            "company": self.books.calls.company,
            "type": "normal",
            "state": "opened",
            "root": root.id,
            "parent": root.id,
        }
        made = await self._made("analytic_account.account", wanted, ANALYTIC)
        (account,) = read_all([made], WireAnalytic)
        self.books.forget("analytics")
        for item in analytic_items([root, account]):
            return item
        raise LedgerError("Tryton shows another analytic account than it was asked to make.")

    async def _made(self, model: str, wanted: Mapping[str, Any], fields: tuple[str, ...]) -> Any:
        reply = await self.books.calls.write(model, json.dumps(wanted).encode(), fields)
        if reply.failure is not None:
            raise account_refused(TRYTON, reply.failure)
        return reply.content
