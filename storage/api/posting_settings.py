"""A book's mapping and costs, put in place of the whole."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from journal.amounts.money import Money
from journal.books.chart import Chart
from journal.errors import NotFound
from storage.database import SqlStore
from storage.tables import book, mapping, unit_cost


async def lock_settings(store: SqlStore, book_id: int) -> None:
    """Shut out all others who would change the book's settings, until commit."""
    statement = select(book.c.id).where(book.c.id == book_id).with_for_update(key_share=True)
    await store.desk.sql.execute(statement)


async def replace_mapping(
    store: SqlStore, book_id: int, rows: Sequence[tuple[str, str, str]]
) -> None:
    """Keep these (sales channel, category, account) rows and no others.

    The service has the ids from us, so an id counts first; anything else is settled when
    the chart is read.
    """
    await store.desk.sql.execute(delete(mapping).where(mapping.c.book_id == book_id))
    chart = await _chart(store, book_id)
    ids = [(channel, word, one) for channel, word, to in rows if (one := chart.by_id(to))]
    await store.desk.save_settled(book_id, ids)
    await store.desk.save_mapping(book_id, [row for row in rows if not chart.by_id(row[2])])


async def _chart(store: SqlStore, book_id: int) -> Chart:
    try:
        connection = await store.books.connection_of(book_id)
    except NotFound:
        return Chart(())
    return (await store.books.known(connection)).chart


async def replace_costs(
    store: SqlStore, book_id: int, rows: Sequence[tuple[str, str, Money]]
) -> None:
    """Keep these (sales channel, SKU, unit cost) rows and no others."""
    await store.desk.sql.execute(delete(unit_cost).where(unit_cost.c.book_id == book_id))
    await store.desk.save_costs(book_id, rows)
