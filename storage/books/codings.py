"""What people said of lines that lack a choice, and the entries that wait for one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, select, text
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from journal.amounts.money import Money
from journal.books.lists import Dimension, ListItem
from journal.entries.coding_rules import Scope
from journal.entries.entry import UNCLAIMED, EntryKind, NewEntry
from journal.entries.placing import parted_word
from journal.entries.uncoded import CHOSEN_FOR, Choices, Slot
from journal.incidents.gaps import Example
from journal.incidents.incident import Tally
from journal.incidents.uncoded import CodedBefore, WaitingEntries, WaitingLine
from journal.ports import Codings
from storage.books.lists import ListRepository
from storage.books.variants import worth_of
from storage.entries.moving import listed
from storage.tables import coding_rule, item_alias
from storage.wire import line_of

REASONS = sorted(one.value for one in CHOSEN_FOR)


@dataclass(frozen=True, slots=True)
class CodingRepository(Codings):
    """The tables of rules and of names that are meant, beside the lines of entries that wait."""

    sql: AsyncConnection

    @override
    async def save(self, book_id: int, chosen: Choices, by: str | None) -> None:
        lists = ListRepository(self.sql)
        await lists.save_rules(book_id, chosen.rules, by)
        await lists.save_aliases(book_id, chosen.words, by)

    @override
    async def forget(self, book_id: int, slots: Iterable[Slot]) -> int:
        count = 0
        for slot in slots:
            table = item_alias if slot.word else coding_rule
            gone = await self.sql.execute(delete(table).where(_is_of(book_id, slot)))
            count += gone.rowcount
        return count

    @override
    async def kept(self, book_id: int, slots: Iterable[Slot]) -> Sequence[CodedBefore]:
        there = {_bare(one.slot): one for one in await self.all(book_id)}
        return [there[key] for slot in slots if (key := _bare(slot)) in there]

    @override
    async def all(self, book_id: int) -> Sequence[CodedBefore]:
        rules = await self.sql.execute(select(coding_rule).where(coding_rule.c.book_id == book_id))
        words = await self.sql.execute(
            select(item_alias).where(item_alias.c.book_id == book_id).order_by(item_alias.c.name)
        )
        return [*sorted(map(_rule_of, rules), key=_broad_first), *map(_word_of, words)]

    @override
    async def lines(self, incident_id: int) -> Sequence[WaitingLine]:
        rows = await self.sql.execute(_LINES, {"incident": incident_id})
        return [_line_of(row) for row in rows]

    @override
    async def waiting(self, book_id: int) -> Sequence[WaitingEntries]:
        rows = await self.sql.execute(_WAITING, {"book": book_id, "reasons": REASONS})
        return [_entries_of(row) for row in rows]

    @override
    async def add_item(self, connection_id: int, item: ListItem) -> None:
        await ListRepository(self.sql).add(connection_id, item)


def _is_of(book_id: int, slot: Slot) -> ColumnElement[bool]:
    if slot.word:
        its = item_alias.c
        return and_(
            its.book_id == book_id,
            its.dimension == slot.dimension.key,
            its.name == slot.meant[1],
        )
    its, scope = coding_rule.c, slot.scope
    return and_(
        its.book_id == book_id,
        its.dimension == slot.dimension.key,
        its.sales_channel == scope.sales_channel,
        its.kind == scope.kind,
        its.category == scope.category,
        its.account_id == scope.account_id,
    )


def _broad_first(one: CodedBefore) -> tuple[Sequence[bool], Sequence[str]]:
    return one.slot.scope.narrowness, one.slot.key


def _bare(slot: Slot) -> tuple[Dimension, str, Scope]:
    return *slot.meant, slot.scope


def _rule_of(row: Row[Any]) -> CodedBefore:
    scope = Scope(row.sales_channel, row.kind, row.category, row.account_id)
    slot = Slot(Dimension.of(row.dimension), scope=scope)
    return CodedBefore(slot, row.item_id, row.updated_by, row.updated_at)


def _word_of(row: Row[Any]) -> CodedBefore:
    _name, account_id = parted_word(row.name)
    slot = Slot(Dimension.of(row.dimension), row.written, Scope(account_id=account_id))
    return CodedBefore(slot, row.item_id, row.updated_by, row.updated_at)


def _line_of(row: Row[Any]) -> WaitingLine:
    line = line_of(row.line, row.currency)
    return WaitingLine(
        content=_content(row, [row.line]),
        lines=row.lines,
        amount=Money(int(row.minor), row.currency),
        example=Example(row.reference, row.date, line.description, line.amount),
    )


def _entries_of(row: Row[Any]) -> WaitingEntries:
    tally = Tally(row.entries, (Money(int(row.minor), row.currency),))
    said = [{"side": "debit", **one} for one in row.said or ()]
    return WaitingEntries(row.incident_id, _content(row, said), tally, tuple(row.ids))


def _content(row: Row[Any], lines: Iterable[dict[str, Any]]) -> NewEntry:
    return NewEntry(
        reference=row.reference,
        date=row.date,
        sales_channel=row.sales_channel,
        kind=EntryKind(row.kind),
        currency=row.currency,
        lines=tuple(line_of(one, row.currency) for one in lines),
    )


# What a line says beside how much: by this alone is it placed and coded.
_SAID = """
    it - CAST('{side,minor,tax_minor,description,sku,title,quantity}' AS text[])
"""
_LINES = text(
    f"""
    SELECT sales_channel, kind, currency, count(*) AS lines,
        sum(CASE it ->> 'side' WHEN 'debit' THEN 1 ELSE -1 END
            * coalesce(CAST(it ->> 'minor' AS bigint), 0)) AS minor,
        (array_agg(it ORDER BY date, id))[1] AS line,
        (array_agg(reference ORDER BY date, id))[1] AS reference, min(date) AS date
    FROM (
        SELECT e.*, it, {_SAID} AS said
        FROM entry e CROSS JOIN LATERAL jsonb_array_elements(e.lines) AS line (it)
        WHERE e.incident_id = :incident AND e.status = 'failed'
    ) one
    GROUP BY sales_channel, kind, currency, said ORDER BY min(date), min(id), said
    """  # noqa: S608  no part of it comes from outside
)
_WAITING = text(
    f"""
    SELECT incident_id, sales_channel, kind, currency, said, count(*) AS entries,
        sum(minor) AS minor, array_agg(id) AS ids, min(reference) AS reference, min(date) AS date
    FROM (
        SELECT e.id, e.incident_id, e.sales_channel, e.kind, e.currency, e.reference, e.date,
            {worth_of("e")} AS minor,
            (SELECT jsonb_agg(DISTINCT {_SAID})
             FROM jsonb_array_elements(e.lines) AS line (it)) AS said
        FROM entry e JOIN incident i ON i.id = e.incident_id
        WHERE i.book_id = :book AND i.state = 'open' AND i.reason = ANY(:reasons)
          AND e.status IN {listed(UNCLAIMED)}
    ) one
    GROUP BY incident_id, sales_channel, kind, currency, said ORDER BY incident_id, min(id)
    """  # noqa: S608  names of states and columns alone
)
