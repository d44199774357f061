"""What lines carry beside their account, as rows of a file with a mapping."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.cli.accounts import exported
from connectors.intake.table_rows import ANY_CATEGORY, MappingRow
from journal.books.book import Book
from journal.books.chart import Chart
from journal.books.listing import BY_ID
from journal.books.lists import Dimension, Lists
from journal.entries.coding import Coding
from journal.entries.coding_rules import Scope
from journal.entries.placing import NAMED
from journal.errors import NotFound
from storage.database import SqlStore

_Key = tuple[str, str, str, str]
"""Sales channel, category, kind, and the account where all categories are meant."""


async def coded_in(store: SqlStore, book: Book, chart: Chart) -> Sequence[MappingRow]:
    """Return what lines of a book carry, a row for each category, account or default."""
    try:
        connection = await store.books.connection_of(book.id)
    except NotFound:
        return ()
    lists = (await store.books.known(connection)).lists
    rows: dict[_Key, MappingRow] = {}
    for one in await store.codings.all(book.id):
        slot = one.slot
        if slot.word:
            continue  # a file says what lines carry, not what words mean
        key = _key_of(slot.scope, chart)
        row = rows.get(key) or MappingRow(key[0], key[1], key[3], Coding(), key[2])
        word = _word(slot.dimension, one.item_id, lists)
        rows[key] = replace(row, coding=row.coding.with_word(slot.dimension, word))
    return [*rows.values()]


def with_coding(rows: Iterable[MappingRow], coded: Iterable[MappingRow]) -> Sequence[MappingRow]:
    """Return the rows of a mapping with what their lines carry, and the defaults before them."""
    by_category: Mapping[tuple[str, str], MappingRow] = {
        (one.sales_channel, one.category): one for one in coded if not one.is_default
    }
    own = [
        replace(row, coding=by_category[key].coding)
        if (key := (row.sales_channel, row.category)) in by_category and key[0] != NAMED
        else row
        for row in rows
    ]
    mapped = {(one.sales_channel, one.category) for one in own}
    unmapped = [one for key, one in by_category.items() if key not in mapped]
    return [*(one for one in coded if one.is_default), *own, *unmapped]


def _key_of(scope: Scope, chart: Chart) -> _Key:
    if scope.category:
        return scope.sales_channel, scope.category, scope.kind, ""
    account = chart.by_id(scope.account_id) if scope.account_id else None
    named = exported(chart, account) if account else f"{BY_ID}{scope.account_id}"
    return scope.sales_channel, ANY_CATEGORY, scope.kind, named if scope.account_id else ""


def _word(dimension: Dimension, item_id: str, lists: Lists) -> str:
    """Return a choice by its full name where that is its alone, else by its id."""
    item = lists.by_id(dimension, item_id)
    fits = lists.fitting(dimension, item.name) if item else ()
    return item.name if item and [*fits] == [item] else f"{BY_ID}{item_id}"
