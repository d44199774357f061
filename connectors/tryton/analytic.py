"""Analytic accounts: whether a company keeps them, what they are called, and where they are wanted.

By the module analytic_account of Tryton 8.2: each line on an account of income or expense has to go
to one account of every root; a line that names none gets what the first fitting rule says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from connectors.tryton.books import Books
from connectors.tryton.lists import ALL, ANALYTIC, WireAnalytic, analytic_items, dimension_of
from journal.books.lists import Dimension

MODULE: Final = "analytic_account"
_RULE = ("sequence", "account", "party", "journal", "analytic_accounts.root")
_RULE_ACCOUNTS = "analytic_accounts.account"


class _WireModule(BaseModel):
    id: int


class _WireShare(BaseModel):
    root: int | None = None
    account: int | None = None


class WireRule(BaseModel):
    """Which analytic accounts Tryton chooses for lines that name none."""

    id: int
    sequence: int | None = None
    account: int | None = None
    party: int | None = None
    journal: int | None = None
    analytic_accounts: list[_WireShare] = []

    def fits(self, account: int, journal: int) -> bool:
        """Whether it is of each line of that account, whatever party it has."""
        mine = ((self.account, account), (self.journal, journal), (self.party, None))
        return all(one is None or one == other for one, other in mine)

    @property
    def roots(self) -> frozenset[int]:
        """The roots of which it chooses an account."""
        return frozenset(
            one.root
            for one in self.analytic_accounts
            if one.root is not None and one.account is not None
        )


@dataclass(frozen=True, slots=True)
class Analytics:
    """The analytic accounts of a company, roots and headings too; empty where it keeps none."""

    shown: Sequence[WireAnalytic] = ()

    @property
    def roots(self) -> Sequence[WireAnalytic]:
        """The roots in use: Tryton wants one account of each."""
        return [one for one in self.shown if one.is_root and one.active]

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The categories that the roots are."""
        return tuple(map(dimension_of, self.roots))

    @property
    def names(self) -> dict[int, tuple[str, str]]:
        """What people call each account that lines may name: its root, and its name."""
        items = analytic_items(self.shown)
        return {int(one.external_id): (one.dimension.category, one.name) for one in items}

    def missing(self, given: Iterable[int]) -> Sequence[Dimension]:
        """Return the categories of which a line with these accounts has none."""
        roots = {one.id: one.root for one in self.shown}
        there = {roots.get(one) for one in given}
        return [dimension_of(one) for one in self.roots if one.id not in there]


async def keeps_analytics(books: Books) -> bool:
    """Whether the module is active on the server. Raises as `Books.all`."""
    domain = [["name", "=", MODULE], ["state", "=", "activated"]]
    return bool(await books.all("ir.module", _WireModule, ("name",), domain))


async def read_analytics(books: Books) -> Analytics:
    """Return the company's analytic accounts. Raises as `Books.all`."""
    if not await keeps_analytics(books):
        return Analytics()
    domain = [["company", "=", books.calls.company], ALL]
    return Analytics(await books.all("analytic_account.account", WireAnalytic, ANALYTIC, domain))


async def wanted_on(
    books: Books, analytics: Analytics, accounts: Sequence[int], journal: int
) -> tuple[str, ...]:
    """Return those of `accounts`, all of income or expense, whose lines no rule completes.

    Raises as `Books.all`.
    """
    roots = {one.id for one in analytics.roots}
    if not roots:
        return ()
    domain = [["company", "=", books.calls.company]]
    fields = (*_RULE, _RULE_ACCOUNTS)
    shown = await books.all("analytic_account.rule", WireRule, fields, domain)
    rules = sorted(shown, key=lambda one: (one.sequence is not None, one.sequence or 0, one.id))

    def is_completed(account: int) -> bool:
        first = next((one for one in rules if one.fits(account, journal)), None)
        return first is not None and roots <= first.roots

    return tuple(str(one) for one in accounts if not is_completed(one))
