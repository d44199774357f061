"""The platform's lists, and what people said of them: rules for lines, and names that are meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.books.lists import Dimension, ListItem, Lists
from journal.entries.coding_rules import CodingRule, CodingRules, Scope
from journal.entries.placing import alias_name, parted_word
from storage.overwriting import overwrite
from storage.tables import coding_rule, item_alias, list_item
from storage.wire.texts import storable


@dataclass(frozen=True, slots=True)
class ListRepository:
    """The tables of lists, rules and aliases."""

    sql: AsyncConnection

    async def of(self, connection_id: int) -> Lists:
        """Return all lists of a company, inactive choices too."""
        rows = await self.sql.execute(
            select(list_item)
            .where(list_item.c.connection_id == connection_id)
            .order_by(list_item.c.dimension, list_item.c.name, list_item.c.external_id)
        )
        return Lists(
            tuple(
                ListItem(
                    dimension=Dimension.of(row.dimension),
                    external_id=row.external_id,
                    name=row.name,
                    number=row.number,
                    active=row.active,
                    kind=row.kind,
                    rate=None if row.rate is None else Decimal(row.rate),
                    stable_id=row.stable_id,
                )
                for row in rows
            )
        )

    async def save(self, connection_id: int, items: Iterable[ListItem]) -> None:
        """Keep `items` as all that there is. The row of the connection is locked before."""
        await self.sql.execute(delete(list_item).where(list_item.c.connection_id == connection_id))
        rows = [{"connection_id": connection_id, **_to_columns(one)} for one in items]
        if rows:
            await self.sql.execute(insert(list_item), rows)

    async def add(self, connection_id: int, item: ListItem) -> None:
        """Keep `item` beside the others; one of its id is replaced."""
        row = {"connection_id": connection_id, **_to_columns(item)}
        await overwrite(self.sql, list_item, [row])

    async def rules(self, book_id: int) -> CodingRules:
        """Return what people said of the lines of a book."""
        rows = await self.sql.execute(select(coding_rule).where(coding_rule.c.book_id == book_id))
        return CodingRules(
            [
                CodingRule(
                    Scope(row.sales_channel, row.kind, row.category, row.account_id),
                    Dimension.of(row.dimension),
                    row.item_id,
                )
                for row in rows
            ]
        )

    async def save_rules(self, book_id: int, rules: Sequence[CodingRule], by: str | None) -> None:
        """Keep `rules`, each in place of what was said of its lines and dimension before."""
        newest = {(one.scope, one.dimension): one for one in rules}
        rows = [
            {
                "book_id": book_id,
                "sales_channel": one.scope.sales_channel,
                "kind": one.scope.kind,
                "category": one.scope.category,
                "account_id": one.scope.account_id,
                "dimension": one.dimension.key,
                "item_id": one.item_id,
                "updated_at": func.now(),
                "updated_by": by,
            }
            for one in newest.values()
        ]
        await overwrite(self.sql, coding_rule, rows)

    async def aliases(self, book_id: int) -> Mapping[tuple[Dimension, str], str]:
        """Return which choice each name of a book means, names as they are compared."""
        rows = await self.sql.execute(select(item_alias).where(item_alias.c.book_id == book_id))
        return {(Dimension.of(row.dimension), row.name): row.item_id for row in rows}

    async def save_aliases(
        self, book_id: int, meant: Mapping[tuple[Dimension, str], str], by: str | None
    ) -> None:
        """Keep which choice (its id) each name means, in place of what was kept of it before."""
        newest = {(one.key, alias_name(word)): (word, to) for (one, word), to in meant.items()}
        rows = [
            {
                "book_id": book_id,
                "dimension": dimension,
                "name": name,
                "written": parted_word(word)[0],
                "item_id": to,
                "updated_at": func.now(),
                "updated_by": by,
            }
            for (dimension, name), (word, to) in newest.items()
        ]
        await overwrite(self.sql, item_alias, rows)


def _to_columns(one: ListItem) -> dict[str, object]:
    return {
        "dimension": storable(one.dimension.key),
        "kind": one.kind,
        "external_id": storable(one.external_id),
        "name": storable(one.name),
        "number": storable(one.number),
        "active": one.active,
        "rate": None if one.rate is None else str(one.rate),
        "stable_id": one.stable_id,
    }
