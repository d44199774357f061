"""Looking entries up among the moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from connectors.days import ranges
from connectors.matching import might_be, unseen
from connectors.tryton.books import Books
from connectors.tryton.company import analytics_of
from connectors.tryton.extras import ASKED, ASKED_ANALYTIC, Names
from connectors.tryton.settings import TrytonSettings
from connectors.tryton.shown import WireShown, WireWritten
from connectors.tryton.values import moment_told
from connectors.tryton.wire import WireMove, WireUser, WireWriter
from journal.entries.posting import LedgerEntry
from journal.errors import LedgerError
from journal.ports import Change, Wanted

MOVE = "account.move"
SHOWN = ("state", "date", "description", "number")
WHOLE = (
    *SHOWN,
    "lines.debit",
    "lines.credit",
    "lines.account.name",
    "lines.description",
    *ASKED,
)
WRITTEN = ("write_date", "write_uid")
CHUNK = 40
"""Numbers asked for in one call: together the address stays below 8,000 characters."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """Asks for moves and compares them here: in Tryton's patterns `_` and `%` are wildcards."""

    books: Books
    settings: TrytonSettings

    async def find(self, wanted: Sequence[Wanted], currency: str) -> Sequence[LedgerEntry]:
        """Return whatever may be one of `wanted`, with lines in the company's `currency`.

        Asked by number and id first. What is not settled so is looked for on its day: a bookkeeper
        who typed it named our number without brackets, or the reference, if anything.
        """
        shown = await self._all([*_numbered(wanted), *_identified(wanted)], currency)
        shown += await self._all(_dated(unseen(wanted, shown)), currency)
        return might_be(wanted, shown)

    async def read(self, move_id: str, currency: str) -> LedgerEntry:
        """Return one move with its lines. Raises LedgerError: also when it is not there."""
        names = await self._names()
        asked = _asked(names)
        shown = await self.books.all(MOVE, WireShown, asked, [["id", "=", int(move_id)]])
        if not shown:
            raise LedgerError("The move is not in Tryton any more.")
        return self._whole(shown[0], currency, names)

    async def written(self, since: datetime, currency: str) -> Sequence[Change]:
        """Return the moves that were written since a moment; not those just created.

        `write_date` and `write_uid` are fields of every record (trytond/model/modelsql.py). What
        the user is called is asked apart: who is of no company of ours refuses the whole question.
        """
        company = ["company", "=", self.books.calls.company]
        domain = [company, ["write_date", ">=", moment_told(since)]]
        names = await self._names()
        shown = await self.books.all(MOVE, WireWritten, (*_asked(names), *WRITTEN), domain)
        return [
            Change(str(one.id), self._whole(one, currency, names), at=one.written_at)
            for one in shown
        ]

    async def author(self, move_id: str) -> str:
        """Return what the user is called who wrote a move last: two calls. Raises LedgerError."""
        domain = [["id", "=", int(move_id)]]
        written = await self.books.all(MOVE, WireWriter, ("write_uid",), domain)
        users = [["id", "in", [one.write_uid for one in written if one.write_uid]]]
        named = await self.books.all("res.user", WireUser, ("name",), users)
        return named[0].name if named else ""

    def ours(self, move: WireMove) -> LedgerEntry:
        """Return a move as ours."""
        calls = self.books.calls
        return move.entry(self.settings.link_to(calls.site, str(move.id), calls.realm))

    async def _names(self) -> Names:
        return (await analytics_of(self.books)).names

    def _whole(self, move: WireShown, currency: str, names: Names) -> LedgerEntry:
        lines = move.shown(currency, names)
        return replace(self.ours(move), lines=lines, extras=move.extras(currency))

    async def _all(self, domains: Iterable[list[Any]], currency: str) -> list[LedgerEntry]:
        company = ["company", "=", self.books.calls.company]
        found: list[LedgerEntry] = []
        for domain in domains:
            names = await self._names()
            shown = await self.books.all(MOVE, WireShown, _asked(names), [company, domain])
            found += [self._whole(move, currency, names) for move in shown]
        return found


def _asked(names: Names) -> Sequence[str]:
    return (*WHOLE, *ASKED_ANALYTIC) if names else WHOLE


def _numbered(wanted: Sequence[Wanted]) -> Iterator[list[Any]]:
    numbers = [*dict.fromkeys(one.number for one in wanted)]
    for start in range(0, len(numbers), CHUNK):
        part = numbers[start : start + CHUNK]
        yield ["OR", *(["description", "ilike", f"%[{number}]%"] for number in part)]


def _identified(wanted: Sequence[Wanted]) -> Iterator[list[Any]]:
    ids = [*dict.fromkeys(int(each) for one in wanted for each in one.ids if each.isdecimal())]
    for start in range(0, len(ids), CHUNK):
        yield [["id", "in", ids[start : start + CHUNK]]]


def _dated(wanted: Sequence[Wanted]) -> Iterator[list[Any]]:
    for first, last in ranges(one.date for one in wanted):
        yield [["date", ">=", first.isoformat()], ["date", "<=", last.isoformat()]]
