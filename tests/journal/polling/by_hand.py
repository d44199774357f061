"""What people do by hand to posted entries, in a ledger that tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from journal.amounts.money import Money
from journal.books.book import Connection
from journal.entries.posting import LedgerLine
from journal.matching.watching import mark_of
from journal.moves.changed import Decided
from storage.database import Database
from tests.clock import SetClock
from tests.fakes.ledger import FakeLedger
from tests.journal.bench import QUICK, SAME_LINES, Bench
from tests.storage.stage import some_entries

TELLING = replace(QUICK, changes=True, drafts=True)
CENT = Money(160414, "USD")
OTHER_LINES = tuple(replace(one, amount=CENT) for one in SAME_LINES)
A_POLL = timedelta(minutes=5)


def watching(database: Database, clock: SetClock) -> Bench:
    """Return the use cases over a ledger that tells what changed."""
    return Bench(database, clock, FakeLedger(TELLING))


async def posted(bench: Bench, count: int = 1) -> Connection:
    """Have entries posted, and polled once."""
    bench.ledger.at = bench.clock()
    connection = await bench.book()
    await bench.take(connection, some_entries(count))
    await bench.post(connection)
    await poll(bench, connection)
    assert await bench.cases() == []
    return connection


async def poll(bench: Bench, connection: Connection) -> None:
    """Let the time to the next poll pass, in the ledger too, and poll."""
    bench.ledger.at = bench.clock.advance(A_POLL)
    await bench.poll(connection)


async def edit(
    bench: Bench, reference: str = "S-1", lines: Sequence[LedgerLine] = OTHER_LINES
) -> None:
    """Have someone type other lines in, a minute after the last poll."""
    bench.ledger.at = bench.clock.advance(timedelta(minutes=1))
    bench.ledger.book_by_hand((await bench.entry(reference)).number, tuple(lines))


async def delete(bench: Bench, reference: str = "S-1") -> None:
    """Have someone delete it there."""
    bench.ledger.at = bench.clock.advance(timedelta(minutes=1))
    bench.ledger.delete_by_hand((await bench.entry(reference)).number)


async def seen(bench: Bench, reference: str = "S-1", *, all_like_it: bool = False) -> Decided:
    """Return what a person decides on who opens the form, which shows the first entry."""
    twins = await bench.services.find_twin((await bench.cases())[-1].incident.id, bench.click())
    entry, there = twins.entry, twins.there
    assert entry.id == (await bench.entry(reference)).id
    shown = Decided(entry.id, entry.posting_revision, all_like_it=all_like_it)
    if there is None:
        return shown
    mark = mark_of(there)
    is_there = replace(shown, ledger_id=there.ledger_id, version=there.version, mark=mark)
    return replace(is_there, day=there.date, total=there.total)
