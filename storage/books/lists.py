"""The platform's lists, and what people said of them: rules for lines, and names that are meant."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, text
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.books.lists import Dimension, ListItem
from journal.entries.coding_rules import CodingRule
from journal.entries.placing import alias_name, parted_word
from storage.overwriting import overwrite
from storage.tables import coding_rule, item_alias, list_item
from storage.wire.texts import storable


@dataclass(frozen=True, slots=True)
class ListRepository:
    """The tables of lists, rules and aliases."""

    sql: AsyncConnection

    async def save(self, connection_id: int, items: Iterable[ListItem]) -> None:
        """Keep `items` as all that there is; what did not change is not written.

        The row of the connection is locked before.
        """
        there = {(one.dimension, one.kind, one.external_id): one for one in items}.values()
        rows = json.dumps([_to_columns(one) for one in there])
        named = {"connection": connection_id, "rows": rows}
        await self.sql.execute(_DROP_ITEMS, named)
        await self.sql.execute(_KEEP_ITEMS, named)

    async def add(self, connection_id: int, item: ListItem) -> None:
        """Keep `item` beside the others; one of its id is replaced."""
        row = {"connection_id": connection_id, **_to_columns(item)}
        await overwrite(self.sql, list_item, [row])

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


_DROP_ITEMS = text(
    """
    DELETE FROM list_item i WHERE i.connection_id = :connection AND NOT EXISTS (
        SELECT FROM jsonb_populate_recordset(NULL::list_item, CAST(:rows AS jsonb)) r
        WHERE r.dimension = i.dimension AND r.kind = i.kind AND r.external_id = i.external_id
    )
    """
)
_KEEP_ITEMS = text(
    """
    INSERT INTO list_item (connection_id, dimension, kind, external_id, name, number, active,
        rate, stable_id)
    SELECT :connection, r.dimension, r.kind, r.external_id, r.name, r.number, r.active, r.rate,
        r.stable_id
    FROM jsonb_populate_recordset(NULL::list_item, CAST(:rows AS jsonb)) r
    ON CONFLICT (connection_id, dimension, kind, external_id) DO UPDATE
    SET name = excluded.name, number = excluded.number, active = excluded.active,
        rate = excluded.rate, stable_id = excluded.stable_id
    WHERE (list_item.name, list_item.number, list_item.active, list_item.rate,
        list_item.stable_id)
    IS DISTINCT FROM (excluded.name, excluded.number, excluded.active, excluded.rate,
        excluded.stable_id)
    """
)
