"""The use cases over the real database, with a ledger in memory and a clock that is set by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.services import Services, services_of
from journal.amounts.money import Money
from journal.books.book import Connection
from journal.entries.entry import Entry, NewEntry, Side
from journal.entries.posting import LedgerLine
from journal.incidents.gaps import Category
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Case, Incident, IncidentState
from journal.moves.map import MAP, Chosen
from journal.moves.move import G, Move
from journal.moves.reopen import REOPEN
from journal.moves.resolve import RESOLVE, Closing
from journal.moves.retry import RETRY
from journal.ports import Capabilities, Click
from storage.database import Database, SqlStore
from tests.clock import SetClock
from tests.fakes.ledger import KINDS, FakeLedger
from tests.storage.stage import (
    entry_called,
    open_book,
    rows,
    running_job,
    take_in,
)

PATIENCE = timedelta(minutes=2)
A_DAY = timedelta(days=1)
QUICK = Capabilities(
    native_idempotency=True,
    replaces=True,
    calls_per_minute=6_000_000,
    in_flight=5,
    account_kinds=KINDS,
)
_AMOUNT = Money(160413, "USD")
SAME_LINES = (
    LedgerLine(Side.DEBIT, _AMOUNT, "Clearing", "90"),
    LedgerLine(Side.CREDIT, _AMOUNT, "Sales:Shopify sales", "98"),
)
"""What an entry of `some_content` comes to in the ledger, mapped as here."""
MAPPING = [("Shopify", "Clearing", "1300"), ("Shopify", "Gift cards", "4010")]


@dataclass(slots=True)
class Bench:
    """What a test acts on. Entries of `some_content` are mapped and post on a good day."""

    database: Database
    clock: SetClock
    ledger: FakeLedger = field(default_factory=lambda: FakeLedger(QUICK))
    _clicks: int = 0

    @property
    def services(self) -> Services:
        """The use cases."""
        return services_of(self.database, lambda _connection: self.ledger, self.clock, PATIENCE)

    async def book(self, slug: str = "northwind", *, mapped: bool = True) -> Connection:
        """Make a book, mapped unless said otherwise."""
        connection = await open_book(self.database, slug)
        if mapped:
            async with self.database.store() as store:
                await store.desk.save_mapping(connection.book_id, MAPPING)
        return connection

    async def take(self, connection: Connection, contents: Sequence[NewEntry]) -> list[Entry]:
        """Take entries in."""
        return await take_in(self.database, connection, contents, self.clock())

    async def post(self, connection: Connection) -> None:
        """Run the posting job as the work engine would."""
        await self.services.post_entries(connection.id, await running_job(self.database))

    async def poll(self, connection: Connection) -> None:
        """Look at the connection once."""
        await self.services.poll_connection(connection.id)

    async def pass_time(self, by: timedelta = A_DAY) -> datetime:
        """Let time pass, so that whatever waits is due."""
        return self.clock.advance(by)

    def click(self, by: str = "U_ANA") -> Click:
        """Return a new click of someone."""
        self._clicks += 1
        return Click(f"click-{self._clicks}", by)

    async def make(
        self, move: Move[G, Any], incident_id: int, given: G | None = None, by: str = "U_ANA"
    ) -> Incident:
        """Make a move by a new click; return the incident as it stands then."""
        input_ = move.given.of({}) if given is None else given
        made = await self.services.make_move(move, incident_id, self.click(by), input_)
        return made.incident

    async def retry(self, incident_id: int, by: str = "U_ANA") -> Incident:
        """Click Retry."""
        return await self.make(RETRY, incident_id, by=by)

    async def resolve(
        self, incident_id: int, how: HowResolved, note: str = "", by: str = "U_ANA"
    ) -> Incident:
        """Send the resolve form in."""
        return await self.make(RESOLVE, incident_id, Closing(how, note), by)

    async def reopen(self, incident_id: int, by: str = "U_ANA") -> Incident:
        """Click Reopen."""
        return await self.make(REOPEN, incident_id, by=by)

    async def map(self, incident_id: int, chosen: Mapping[Category, str], by: str = "U_ANA") -> int:
        """Send the form in that maps accounts; return how many cards it moved."""
        before = await self.states()
        await self.make(MAP, incident_id, Chosen(chosen), by)
        return sum(a != b for a, b in zip(before, await self.states(), strict=True))

    async def entry(self, reference: str = "S-1") -> Entry:
        """Return an entry as it stands."""
        return await entry_called(self.database, reference)

    async def cases(self) -> list[Case]:
        """Return every incident as its card shows it, oldest first."""
        found = await rows(self.database, "SELECT id FROM incident ORDER BY id")
        async with self.database.store() as store:
            return [await store.incidents.case(row.id) for row in found]

    async def case(self) -> Case:
        """Return the one incident there is."""
        (case,) = await self.cases()
        return case

    async def states(self) -> list[IncidentState]:
        """Return where every incident stands, oldest first."""
        return [case.incident.state for case in await self.cases()]

    async def story(self, incident_id: int | None = None) -> list[str]:
        """Return the kinds of the turns that were told, of one incident or of all."""
        found = await rows(
            self.database,
            "SELECT kind FROM incident_event"
            " WHERE incident_id = coalesce(CAST(:id AS bigint), incident_id) ORDER BY id",
            id=incident_id,
        )
        return [row.kind for row in found]

    @asynccontextmanager
    async def store(self) -> AsyncIterator[SqlStore]:
        """Open a unit of work."""
        async with self.database.store() as store:
            yield store
