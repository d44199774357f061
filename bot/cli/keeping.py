"""Rows of mapping and cost tables kept, each batch in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from bot.cli.accounts import checked_account
from bot.cli.faults import Faults
from connectors.intake.tables import CostRow, MappingRow
from journal.errors import BadInput
from journal.mapping import Chart
from storage.database import SqlStore

OpenStore = Callable[[], AbstractAsyncContextManager[SqlStore]]


@dataclass(frozen=True, slots=True)
class KeepMapping:
    """Keeps mapping rows of one book; `keys` are those kept so far."""

    open_store: OpenStore
    book_id: int
    chart: Chart
    keys: set[tuple[str, str]] = field(default_factory=set)

    async def __call__(self, rows: Sequence[MappingRow], faults: Faults) -> int:
        """Keep the rows whose account is in the chart; return how many."""
        known = []
        for row in rows:
            try:
                account = checked_account(self.chart, row.account)
            except BadInput as error:
                faults.add(f'"{row.category}" from {row.sales_channel}: {error}')
            else:
                known.append((row.sales_channel, row.category, account))
        async with self.open_store() as store:
            await store.desk.save_mapping(self.book_id, known)
        self.keys.update((channel, category) for channel, category, _ in known)
        return len(known)


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
