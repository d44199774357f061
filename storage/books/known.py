"""What is known of a book when its entries are prepared, read in one statement.

A company may have tens of thousands of customers, and each batch of entries asks for what is
known. So chart and lists are read only when their rows have changed since this process read them.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Row, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.amounts.money import Money
from journal.books.book import Connection
from journal.books.chart import Chart
from journal.books.lists import Dimension, ListItem, Lists
from journal.books.rates import Rate, RateRule, Rates
from journal.entries.coding_rules import CodingRule, CodingRules, Scope
from journal.entries.placing import Known
from storage import wire
from storage.books.kept import KeptCompanies, Listed
from storage.books.settling import settled_mapping
from storage.tables import account, list_item

Said = Mapping[str, Any]
"""A row as JSON, by column."""


@dataclass(frozen=True, slots=True)
class KnownReader:
    """Reads what is known; `kept` is what this process has read before."""

    sql: AsyncConnection
    kept: KeptCompanies

    async def of(self, connection: Connection) -> Known:
        """Return what is known of the book of `connection`."""
        named = {"book": connection.book_id, "connection": connection.id}
        said = (await self.sql.execute(_SAID, named)).one()
        listed = self.kept.get(connection.id, said.mark)
        if listed is None:
            listed = await self._listed(connection.id)
            self.kept.keep(connection.id, said.mark, listed)
        rows = [SimpleNamespace(**one) for one in said.mappings]
        mappings, unsettled = settled_mapping(rows, listed.chart)
        return Known(
            platform=connection.platform,
            chart=listed.chart,
            mappings=mappings,
            costs=_costs_of(said.costs),
            closed=connection.closed,
            aliases={one["name"]: one["account_id"] for one in said.aliases},
            unsettled=unsettled,
            lists=listed.lists,
            company_rules=connection.company_rules,
            coding_rules=CodingRules([_rule_of(one) for one in said.rules]),
            item_aliases={
                (_dimension(one["dimension"]), one["name"]): one["item_id"] for one in said.words
            },
            rates=Rates(
                home=connection.currency,
                rule=RateRule(said.rates),
                rounding=said.rounding_account,
                agreed=_by_day(said.agreed),
                read=_by_day(said.read),
            ),
        )

    async def _listed(self, connection_id: int) -> Listed:
        """Read chart and lists, inactive ones too; put in order beside all else that runs."""
        accounts = await self.sql.execute(
            select(account).where(account.c.connection_id == connection_id)
        )
        items = await self.sql.execute(
            select(list_item)
            .where(list_item.c.connection_id == connection_id)
            .order_by(list_item.c.dimension, list_item.c.name, list_item.c.external_id)
        )
        return await asyncio.to_thread(_listed_of, accounts.all(), items.all())


def _listed_of(accounts: Sequence[Row[Any]], items: Sequence[Row[Any]]) -> Listed:
    return Listed(Chart(tuple(map(wire.account_of, accounts))), Lists(tuple(map(_item_of, items))))


def _item_of(row: Row[Any]) -> ListItem:
    return ListItem(
        dimension=_dimension(row.dimension),
        external_id=row.external_id,
        name=row.name,
        number=row.number,
        active=row.active,
        kind=row.kind,
        rate=None if row.rate is None else Decimal(row.rate),
        stable_id=row.stable_id,
    )


_dimension = lru_cache(maxsize=256)(Dimension.of)


def _rule_of(one: Said) -> CodingRule:
    scope = Scope(one["sales_channel"], one["kind"], one["category"], one["account_id"])
    return CodingRule(scope, _dimension(one["dimension"]), one["item_id"])


def _costs_of(rows: Sequence[Said]) -> Mapping[str, Mapping[str, Money]]:
    costs: defaultdict[str, dict[str, Money]] = defaultdict(dict)
    for one in rows:
        costs[one["sales_channel"]][one["sku"]] = Money(one["minor"], one["currency"])
    return costs


def _by_day(rows: Sequence[Said]) -> Mapping[tuple[str, date], Rate]:
    return {
        (one["currency"], date.fromisoformat(one["day"])): Rate(
            Decimal(one["value"]), one["source"], date.fromisoformat(one["of_day"])
        )
        for one in rows
    }


_SAID = text(
    """
    SELECT b.rates, b.rounding_account,
        -- Each version of a row has a place and a transaction of its own.
        (SELECT concat(count(*), ' ', sum(hashtext(concat(a.xmin, a.ctid)))) FROM account a
            WHERE a.connection_id = :connection)
        || ' ' ||
        (SELECT concat(count(*), ' ', sum(hashtext(concat(i.xmin, i.ctid)))) FROM list_item i
            WHERE i.connection_id = :connection) AS mark,
        coalesce((SELECT jsonb_agg(to_jsonb(m)) FROM mapping m
            WHERE m.book_id = b.id), '[]') AS mappings,
        coalesce((SELECT jsonb_agg(to_jsonb(c)) FROM unit_cost c
            WHERE c.book_id = b.id), '[]') AS costs,
        coalesce((SELECT jsonb_agg(to_jsonb(n)) FROM account_alias n
            WHERE n.book_id = b.id), '[]') AS aliases,
        coalesce((SELECT jsonb_agg(to_jsonb(r)) FROM coding_rule r
            WHERE r.book_id = b.id), '[]') AS rules,
        coalesce((SELECT jsonb_agg(to_jsonb(w)) FROM item_alias w
            WHERE w.book_id = b.id), '[]') AS words,
        coalesce((SELECT jsonb_agg(to_jsonb(g)) FROM agreed_rate g
            WHERE g.book_id = b.id), '[]') AS agreed,
        coalesce((SELECT jsonb_agg(to_jsonb(e)) FROM exchange_rate e
            WHERE e.connection_id = :connection), '[]') AS read
    FROM book b WHERE b.id = :book
    """
)
