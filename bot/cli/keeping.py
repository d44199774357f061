"""Rows of mapping and cost tables kept, each batch in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime

from bot.cli.accounts import checked_account
from bot.cli.faults import Faults
from connectors.intake.tables import CostRow, MappingRow
from journal.books.book import Account
from journal.books.chart import Chart
from journal.entries.placing import NAMED, Category
from journal.errors import BadInput
from journal.incidents.incident import Case
from journal.moves.post_mapped import post_mapped_in
from journal.ports import Clock
from storage.database import SqlStore

OpenStore = Callable[[], AbstractAsyncContextManager[SqlStore]]


@dataclass(slots=True)
class KeepMapping:
    """Keeps mapping rows of one book, and posts what waited for them; counts what moved."""

    open_store: OpenStore
    book_id: int
    chart: Chart
    now: Clock
    moved: list[Case] = field(default_factory=list)
    held: list[Case] = field(default_factory=list)

    async def __call__(self, rows: Sequence[MappingRow], faults: Faults) -> int:
        """Keep the rows whose account is in the chart; return how many."""
        known = {}
        for row in rows:
            try:
                account = checked_account(self.chart, row.account)
                refuse_if_unread(row.sales_channel, account)
            except BadInput as error:
                of = f" from {row.sales_channel}" if row.sales_channel != NAMED else ""
                faults.add(f'"{row.category}"{of}: {error}')
            else:
                known[row.sales_channel, row.category] = account or row.account
        async with self.open_store() as store:
            moved, held = await keep_mapped(store, self.book_id, known, self.now())
        self.moved += moved
        self.held += held
        return len(known)


def refuse_if_unread(channel: str, account: Account | None) -> None:
    """Raise BadInput for a name of an account while no chart shows which one is meant."""
    if channel == NAMED and account is None:
        raise BadInput("names are mapped once the book is connected and its accounts are read")


async def keep_mapped(
    store: SqlStore, book_id: int, chosen: Mapping[Category, Account | str], at: datetime
) -> tuple[Sequence[Case], Sequence[Case]]:
    """Keep what was chosen and post what waited for it; return what moved, and what waits on."""
    await store.mappings.hold(book_id, 0)
    texts = [(*key, one) for key, one in chosen.items() if isinstance(one, str)]
    await store.desk.save_mapping(book_id, texts)
    accounts = {key: one for key, one in chosen.items() if isinstance(one, Account)}
    await store.mappings.save(book_id, accounts, None)
    return await post_mapped_in(store, book_id, accounts, at)


@dataclass(frozen=True, slots=True)
class KeepCosts:
    """Keeps unit costs of one book; `keys` are those kept so far."""

    open_store: OpenStore
    book_id: int
    keys: set[tuple[str, str]] = field(default_factory=set)

    async def __call__(self, rows: Sequence[CostRow], _faults: Faults) -> int:
        """Keep all rows; return how many."""
        costs = [(row.sales_channel, row.sku, row.cost) for row in rows]
        async with self.open_store() as store:
            await store.desk.save_costs(self.book_id, costs)
        self.keys.update((channel, sku) for channel, sku, _ in costs)
        return len(costs)
