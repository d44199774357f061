"""Looking entries up among the moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from connectors.days import ranges
from connectors.matching import matches
from connectors.tryton.books import Books
from connectors.tryton.settings import TrytonSettings
from connectors.tryton.wire import WireMove, WireShown
from journal.errors import LedgerError
from journal.ports import Wanted
from journal.posting import LedgerEntry

MOVE = "account.move"
SHOWN = ("state", "date", "description", "number")
CHUNK = 40
"""Numbers asked for in one call: together the address stays below 8,000 characters."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """Asks for moves and compares them here: in Tryton's patterns `_` and `%` are wildcards."""

    books: Books
    settings: TrytonSettings

    async def find(self, wanted: Sequence[Wanted]) -> Mapping[str, LedgerEntry]:
        """Return those that are there, by number; drafts are marked.

        Asked by number first. What is not found so is looked for on its day: a bookkeeper who
        typed it named our number without brackets, or the reference, if anything.
        """
        found = matches(wanted, await self._all(_numbered(wanted)))
        missing = [one for one in wanted if one.number not in found or found[one.number].is_draft]
        return found | matches(missing, await self._all(_dated(missing)))

    async def read(self, move_id: str, currency: str) -> LedgerEntry:
        """Return one move with its lines. Raises LedgerError: also when it is not there."""
        fields = (*SHOWN, "lines.debit", "lines.credit", "lines.account.name")
        shown = await self.books.all(MOVE, WireShown, fields, [["id", "=", int(move_id)]])
        if not shown:
            raise LedgerError("The move is not in Tryton any more.")
        return replace(self.ours(shown[0]), lines=shown[0].shown(currency))

    def ours(self, move: WireMove) -> LedgerEntry:
        """Return a move as ours."""
        calls = self.books.calls
        return move.entry(self.settings.link_to(calls.site, str(move.id), calls.realm))

    async def _all(self, domains: Iterator[list[Any]]) -> list[LedgerEntry]:
        company = ["company", "=", self.books.calls.company]
        return [
            self.ours(move)
            for domain in domains
            for move in await self.books.all(MOVE, WireMove, SHOWN, [company, domain])
        ]


def _numbered(wanted: Sequence[Wanted]) -> Iterator[list[Any]]:
    numbers = [*dict.fromkeys(one.number for one in wanted)]
    for start in range(0, len(numbers), CHUNK):
        part = numbers[start : start + CHUNK]
        yield ["OR", *(["description", "ilike", f"%[{number}]%"] for number in part)]


def _dated(wanted: Sequence[Wanted]) -> Iterator[list[Any]]:
    for first, last in ranges(one.date for one in wanted):
        yield [["date", ">=", first.isoformat()], ["date", "<=", last.isoformat()]]
