"""Rows that replace what was kept under the same key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection


async def overwrite(sql: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep `rows` (values by column, all with the same ones); of each key what was kept goes.

    Columns that the rows leave out are at their default then. No key is there twice.
    """
    if not rows:
        return
    statement = upsert(table).values([*rows])
    changed = {one.name: statement.excluded[one.name] for one in table.c if not one.primary_key}
    keys = [*table.primary_key]
    await sql.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))
