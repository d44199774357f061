"""Which account each category and each name goes to, and the entries that wait for it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from journal.amounts.money import Money
from journal.books.book import Account
from journal.books.listing import folded
from journal.entries.entry import UNCLAIMED, EntryKind, Side
from journal.entries.failure import FailureReason
from journal.entries.uncoded import CHOSEN_FOR
from journal.incidents.gaps import NAMED, Category, Example, Gap, Mapped, OtherBookMapping
from journal.incidents.incident import Tally
from journal.ports import Mappings
from journal.seeing import Sees
from storage.books.aliases import AliasRepository
from storage.books.setup import DeskRepository
from storage.books.variants import worth_of
from storage.entries.moving import listed
from storage.tables import book, incident, mapping
from storage.wire import tally_of

REASONS = [FailureReason.MAPPING_MISSING.value, FailureReason.ACCOUNT_INVALID.value]
"""What an incident is open for when a mapping can end it."""
_HELD = [*REASONS, *sorted(one.value for one in CHOSEN_FOR)]
"""And those that a choice of class, name or tax code ends, which is saved with mappings too."""


@dataclass(frozen=True, slots=True)
class MappingRepository(Mappings):
    """The table of mappings, beside the lines of entries that wait."""

    sql: AsyncConnection
    sees: Sees

    @override
    async def hold(self, book_id: int, incident_id: int) -> None:
        locked = select(book.c.id).where(book.c.id == book_id).with_for_update(key_share=True)
        await self.sql.execute(locked)
        asked = {"book": book_id, "incident": incident_id, "reasons": _HELD}
        await self.sql.execute(_HOLD, asked)

    @override
    async def hold_book_of(self, incident_id: int) -> None:
        of = select(incident.c.book_id).where(incident.c.id == incident_id)
        book_id = (await self.sql.execute(of)).scalar()
        if book_id is not None:
            await self.hold(book_id, incident_id)

    @override
    async def save(
        self, book_id: int, accounts: Mapping[Category, Account], by: str | None
    ) -> None:
        rows = [(*one, to) for one, to in accounts.items() if one[0] != NAMED]
        await DeskRepository(self.sql).save_settled(book_id, rows, by)
        names = {one[1]: to for one, to in accounts.items() if one[0] == NAMED}
        await AliasRepository(self.sql).save(book_id, names, by)

    @override
    async def kept(self, book_id: int, categories: Iterable[Category]) -> Sequence[Mapped]:
        categories = [*categories]
        key = tuple_(mapping.c.sales_channel, mapping.c.category)
        rows = await self.sql.execute(
            select(mapping)
            .where(mapping.c.book_id == book_id, key.in_(categories))
            .order_by(mapping.c.sales_channel, mapping.c.category)
        )
        mapped = [
            Mapped((row.sales_channel, row.category), row.account, row.updated_by, row.updated_at)
            for row in rows
        ]
        asked = {folded(name): name for channel, name in categories if channel == NAMED}
        if not asked:
            return mapped
        aliases = await AliasRepository(self.sql).of(book_id)
        return mapped + [
            Mapped((NAMED, asked[one.name]), one.account_id, one.by, one.at)
            for one in aliases
            if one.name in asked
        ]

    @override
    async def rows(self, incident_id: int) -> Sequence[Gap]:
        asked = {"incident": incident_id}
        sums: defaultdict[Category, list[Row[Any]]] = defaultdict(list)
        for row in await self.sql.execute(_SUMS, asked):
            sums[row.sales_channel, row.category].append(row)
        examples = await self.sql.execute(_EXAMPLES, asked)
        return [_gap_of(row, sums[row.sales_channel, row.category]) for row in examples]

    @override
    async def named(self, incident_id: int) -> Sequence[str]:
        rows = await self.sql.execute(_NAMED, {"incident": incident_id})
        return [row.account for row in rows]

    @override
    async def names(self, book_id: int) -> Sequence[str]:
        rows = await self.sql.execute(_NAMES, {"book": book_id, "reasons": REASONS})
        return [row.account for row in rows]

    @override
    async def lacks(
        self, book_id: int, mapped: Iterable[Category]
    ) -> Sequence[tuple[Set[Category], int]]:
        asked = {"book": book_id, "reasons": REASONS, "mapped": _json(mapped)}
        rows = await self.sql.execute(_LACKS, asked)
        return [
            (frozenset((channel, name) for channel, name in row.lacking), row.entries)
            for row in rows
        ]

    @override
    async def waiting_for(self, book_id: int, categories: Iterable[Category]) -> Sequence[int]:
        asked = {"book": book_id, "reasons": REASONS, "categories": _json(categories)}
        return [row.id for row in await self.sql.execute(_WAITING_FOR, asked)]

    @override
    async def whole(
        self, incident_ids: Sequence[int], mapped: Iterable[Category]
    ) -> tuple[Tally, Sequence[int]]:
        asked = {"incidents": [*incident_ids], "mapped": _json(mapped)}
        rows = (await self.sql.execute(_WHOLE, asked)).all()
        return tally_of(rows), sorted(one for row in rows for one in row.ids)

    @override
    async def elsewhere(self, names: Iterable[str]) -> Sequence[OtherBookMapping]:
        asked = {"names": [name.casefold() for name in names], "seen": self.sees.ids}
        return [
            OtherBookMapping(
                row.book_id,
                (row.sales_channel, row.category),
                row.account,
                row.number or "",
                row.name or "",
            )
            for row in await self.sql.execute(_ELSEWHERE, asked)
        ]

    @override
    async def last_used(self, book_id: int, limit: int) -> Sequence[str]:
        rows = await self.sql.execute(
            select(mapping.c.account)
            .where(mapping.c.book_id == book_id)
            .order_by(mapping.c.updated_at.desc(), mapping.c.category)
            .limit(limit * 4)
        )
        return list(dict.fromkeys(row.account for row in rows))[:limit]


def _gap_of(row: Row[Any], sums: Sequence[Row[Any]]) -> Gap:
    net: defaultdict[str, int] = defaultdict(int)
    lines = 0
    for one in sums:
        sign = Side(one.side).sign
        net[one.currency] += sign * int(one.minor)
        lines += sign * one.lines
    leans = sum(net.values()) or lines
    amount = Money(row.minor, row.currency) if row.minor is not None else None
    return Gap(
        category=(row.sales_channel, row.category),
        side=Side.DEBIT if leans > 0 else Side.CREDIT,
        kind=EntryKind(row.kind),
        entries=row.entries,
        amounts=tuple(Money(abs(minor), currency) for currency, minor in sorted(net.items())),
        example=Example(row.reference, row.date, row.description or "", amount),
    )


def _json(categories: Iterable[Category]) -> str:
    return json.dumps([{"channel": channel, "name": name} for channel, name in categories])


_HOLD = text(
    """
    SELECT id FROM incident
    WHERE book_id = :book AND (id = :incident OR (state = 'open' AND reason = ANY(:reasons)))
    ORDER BY id FOR UPDATE
    """
)
_LINES = """
    FROM entry e CROSS JOIN LATERAL jsonb_array_elements(e.lines) AS line (it)
    WHERE e.incident_id = :incident AND e.status = 'failed'
"""
# What a line wants an account for: its category, or the account as it names it itself.
_CHANNEL = "CASE WHEN it ->> 'account' IS NULL THEN e.sales_channel ELSE '' END"
_WORD = "coalesce(it ->> 'account', it ->> 'category')"
_SUMS = text(
    f"""
    SELECT {_CHANNEL} AS sales_channel, {_WORD} AS category, it ->> 'side' AS side, e.currency,
        count(*) AS lines, coalesce(sum(CAST(it ->> 'minor' AS bigint)), 0) AS minor
    {_LINES} AND {_WORD} IS NOT NULL
    GROUP BY 1, 2, 3, 4
    """
)
_EXAMPLES = text(
    f"""
    WITH line AS (
        SELECT e.id, {_CHANNEL} AS sales_channel, {_WORD} AS category, e.reference, e.date, e.kind,
            e.currency, it ->> 'description' AS description,
            CAST(it ->> 'minor' AS bigint) AS minor
        {_LINES} AND {_WORD} IS NOT NULL
    ), counted AS (
        SELECT sales_channel, category, count(DISTINCT id) AS entries FROM line GROUP BY 1, 2
    )
    SELECT DISTINCT ON (sales_channel, category) * FROM line
    JOIN counted USING (sales_channel, category)
    ORDER BY sales_channel, category, date, id
    """  # noqa: S608  no part of it comes from outside
)
_NAMED = text(
    f"""
    SELECT DISTINCT it ->> 'account' AS account
    {_LINES} AND it ->> 'account' IS NOT NULL
    ORDER BY 1 LIMIT 500
    """
)
_NAMES = text(
    """
    SELECT DISTINCT it ->> 'account' AS account
    FROM entry e JOIN incident i ON i.id = e.incident_id
    CROSS JOIN LATERAL jsonb_array_elements(e.lines) AS line (it)
    WHERE i.book_id = :book AND i.state = 'open' AND i.reason = ANY(:reasons)
      AND e.status = 'failed' AND it ->> 'account' IS NOT NULL
    ORDER BY 1
    """
)
_LACKS = text(
    f"""
    SELECT lacking, count(*) AS entries FROM (
        SELECT jsonb_agg(DISTINCT jsonb_build_array({_CHANNEL}, {_WORD})) AS lacking
        FROM entry e JOIN incident i ON i.id = e.incident_id
        CROSS JOIN LATERAL jsonb_array_elements(e.lines) AS line (it)
        LEFT JOIN jsonb_to_recordset(CAST(:mapped AS jsonb)) AS m (channel text, name text)
            ON m.channel = {_CHANNEL} AND m.name = {_WORD}
        WHERE i.book_id = :book AND i.state = 'open' AND i.reason = ANY(:reasons)
          AND e.status = 'failed' AND {_WORD} IS NOT NULL AND m.name IS NULL
        GROUP BY e.id
    ) one GROUP BY lacking
    """  # noqa: S608  no part of it comes from outside
)
_WAITING_FOR = text(
    """
    SELECT i.id FROM incident i
    WHERE i.book_id = :book AND i.state = 'open' AND i.reason = ANY(:reasons) AND EXISTS (
        SELECT FROM entry e
        JOIN jsonb_to_recordset(CAST(:categories AS jsonb)) AS c (channel text, name text)
            ON c.channel IN ('', e.sales_channel)
        WHERE e.incident_id = i.id AND e.status = 'failed' AND CASE WHEN c.channel = ''
            THEN jsonb_path_exists(
                e.lines, '$[*] ? (@.account == $name)', jsonb_build_object('name', c.name)
            )
            ELSE (i.reason = 'mapping_missing' AND c.name = i.subject) OR jsonb_path_exists(
                e.lines, '$[*] ? (@.category == $name)', jsonb_build_object('name', c.name)
            )
        END
    )
    ORDER BY i.id
    """
)
_WHOLE = text(
    f"""
    SELECT e.currency, count(*) AS entries, sum({worth_of("e")}) AS minor,
        array_agg(e.id) AS ids
    FROM entry e
    WHERE e.incident_id = ANY(:incidents) AND e.status IN {listed(UNCLAIMED)}
      AND NOT EXISTS (
        SELECT FROM jsonb_array_elements(e.lines) AS line (it)
        LEFT JOIN jsonb_to_recordset(CAST(:mapped AS jsonb)) AS m (channel text, name text)
            ON m.channel = {_CHANNEL} AND m.name = {_WORD}
        WHERE {_WORD} IS NOT NULL AND m.name IS NULL
    )
    GROUP BY e.currency ORDER BY e.currency
    """  # noqa: S608  no part of it comes from outside
)
_ELSEWHERE = text(
    """
    SELECT m.book_id, m.sales_channel, m.category, coalesce(a.external_id, m.account) AS account,
        a.number, a.name
    FROM (
        SELECT book_id, sales_channel, category, account, updated_at,
            CASE WHEN settled_as = account THEN account_id END AS account_id
        FROM mapping WHERE lower(category) = ANY(:names)
        UNION ALL
        SELECT book_id, '', written, account_id, updated_at, account_id
        FROM account_alias WHERE lower(written) = ANY(:names)
    ) m
    LEFT JOIN connection c ON c.book_id = m.book_id
    LEFT JOIN account a ON a.connection_id = c.id AND CASE
        WHEN m.account_id IS NOT NULL THEN m.account_id IN (a.external_id, a.stable_id)
        ELSE m.account IN (a.external_id, a.number, a.name)
    END
    WHERE CAST(:seen AS bigint[]) IS NULL OR m.book_id = ANY(:seen)
    ORDER BY m.updated_at DESC, m.book_id, m.sales_channel LIMIT 2000
    """
)
