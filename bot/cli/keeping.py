"""Rows of mapping and cost tables kept, each batch in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime

from bot.cli.accounts import checked_account
from bot.cli.coding import keep_coded, looked_up
from bot.cli.coding_options import Typed
from bot.cli.faults import Faults
from connectors.intake.table_rows import CostRow, MappingRow
from journal.books.book import Account
from journal.books.chart import Chart
from journal.entries.coding_rules import CodingRule, Scope
from journal.entries.entry import EntryKind
from journal.entries.placing import NAMED, Category, Known, account_of
from journal.entries.uncoded import Choices
from journal.errors import BadInput, NotFound
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
        """Keep the rows whose account is in the chart, and whose words are in the lists.

        Return how many.
        """
        mapped: dict[Category, Account | str] = {}
        rules: list[CodingRule] = []
        kept = 0
        async with self.open_store() as store:
            await store.mappings.hold(self.book_id, 0)
            known = await self._known(store)
            for row in rows:
                try:
                    account, coded = self._read(row, known)
                except BadInput as error:
                    of = f" from {row.sales_channel}" if row.sales_channel != NAMED else ""
                    faults.add(f'"{row.category}"{of}: {error}')
                    continue
                kept += 1
                rules += coded
                if account is not None:
                    mapped[row.sales_channel, row.category] = account
            at = self.now()
            for moved, held in (
                await keep_mapped(store, self.book_id, mapped, at),
                await keep_coded(store, self.book_id, Choices(rules=tuple(rules)), (), at),
            ):
                self.moved += moved
                self.held += held
        return kept

    async def _known(self, store: SqlStore) -> Known | None:
        """Return what is known of the book's company; None: it is not connected yet."""
        try:
            connection = await store.books.connection_of(self.book_id)
        except NotFound:
            return None
        return await store.books.known(connection)

    def _read(
        self, row: MappingRow, known: Known | None
    ) -> tuple[Account | str | None, Sequence[CodingRule]]:
        """Return the account that is mapped (None: none is) and what lines of the row carry.

        Raises:
            BadInput: nothing of the row is kept.
        """
        account = checked_account(self.chart, row.account) if row.account else None
        mapped = None if row.is_default or not row.account else account or row.account
        if mapped is not None:
            refuse_if_unread(row.sales_channel, account)
        words = Typed(dict(row.coding.words()))
        if not words:
            return mapped, ()
        if known is None:
            raise BadInput("class, location ... are set once the book is connected")
        meant = account or self._meant(row, known)
        scope = scope_of_row(row, meant)
        return mapped, looked_up(words, scope, known, meant.wants_name if meant else "")[0].rules

    @staticmethod
    def _meant(row: MappingRow, known: Known) -> Account | None:
        """Return the account that lines of the row go to already."""
        if row.is_default:
            return None
        place = account_of((row.sales_channel, row.category), known)
        return place if isinstance(place, Account) else None


def scope_of_row(row: MappingRow, account: Account | None) -> Scope:
    """Return the lines that a row of a mapping speaks of.

    Raises BadInput: its kind is none, or stands beside a category.
    """
    if row.kind and not row.is_default:
        raise BadInput("a kind can't stand beside a category; write * for the category")
    if row.kind and row.kind not in [one.value for one in EntryKind]:
        raise BadInput(f'there is no kind "{row.kind}"')
    if row.sales_channel != NAMED and not row.is_default:
        return Scope(row.sales_channel, category=row.category)
    return Scope(row.sales_channel, row.kind, account_id=account.key if account else "")


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
