"""Mappings hold the account itself; what an earlier release kept as a text is settled here.

Until 0002 a mapping held an id, a number or a name. The previous release may still write one so
beside us: a row counts as settled only while its text is the one that it was settled from.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.books.book import Account
from journal.books.chart import Chart
from journal.entries.placing import Category, settled
from storage.tables import connection, mapping


def is_settled(row: Any) -> bool:
    """Whether the row of a mapping tells the id of its account."""
    return row.account_id is not None and row.settled_as == row.account


def account_in(row: Any, chart: Chart) -> Account | None:
    """Return the account that the row of a mapping leads to; None: gone, none, or several fit."""
    if not is_settled(row):
        return settled(row.account, chart)
    by_id = chart.by_id(row.account_id)
    if by_id is not None:
        return by_id
    # A chart that the previous release has read knows no ids that stay.
    there = chart.by_id(row.account)
    return there if there is not None and not there.stable_id else None


def settled_mapping(
    rows: Iterable[Any], chart: Chart
) -> tuple[dict[Category, str], dict[Category, str]]:
    """Return the ids of the accounts that `rows` lead to, and the texts of which that is open."""
    ids: dict[Category, str] = {}
    texts: dict[Category, str] = {}
    for row in rows:
        account = account_in(row, chart)
        key = (row.sales_channel, row.category)
        if account is not None or is_settled(row):
            ids[key] = account.key if account else row.account_id
        else:
            texts[key] = row.account
    return ids, texts


async def settle_mapping(sql: AsyncConnection, connection_id: int, chart: Chart) -> None:
    """Keep the id for each mapping of which the chart, as it was read now, shows what it means."""
    rows = await sql.execute(
        select(mapping)
        .join(connection, connection.c.book_id == mapping.c.book_id)
        .where(connection.c.id == connection_id)
    )
    changed = []
    for row in rows:
        account = account_in(row, chart)
        if account is not None and not (is_settled(row) and row.account_id == account.key):
            changed.append(_settled_row(row, account))
    if changed:
        await sql.execute(_SETTLE, changed)


def _settled_row(row: Row[Any], account: Account) -> dict[str, str]:
    return {
        "book": row.book_id,
        "channel": row.sales_channel,
        "word": row.category,
        "was": row.account,
        "now": account.external_id,
        "key": account.key,
    }


_SETTLE = (
    update(mapping)
    .where(
        mapping.c.book_id == bindparam("book"),
        mapping.c.sales_channel == bindparam("channel"),
        mapping.c.category == bindparam("word"),
        mapping.c.account == bindparam("was"),
    )
    .values(account=bindparam("now"), settled_as=bindparam("now"), account_id=bindparam("key"))
)
