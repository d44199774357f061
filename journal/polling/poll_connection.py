"""One look at one connection: what the platform shows now, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from journal.books.book import Account, Connection, ConnectionState
from journal.books.closed_days import ClosedDays
from journal.entries.entry import Entry
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import LedgerEntry
from journal.errors import AuthorisationLost, LedgerError
from journal.incidents.detection import fingerprint
from journal.incidents.story.posting import IncidentOpened
from journal.incidents.story.values import Batch
from journal.polling.comparing_polled import compare
from journal.polling.let_in_again import let_in_again
from journal.polling.look_at_unbooked import look_at_unbooked
from journal.polling.post_reopened import post_reopened
from journal.ports import Clock, Event, Found, Ledger, OpenLedger, OpenStore
from journal.posting.looking_up import all_wanted
from journal.posting.post_entries import STALE

LOOK_UPS = 200
"""How many failed entries one poll looks for in the ledger; the next one goes on behind them."""
ACCOUNTS_EVERY = timedelta(hours=1)
CHANGES_REACH = timedelta(days=29)
"""QuickBooks tells what changed in the last 30 days; what is longer ago is looked for whole."""
OVERLAP = timedelta(minutes=10)
"""How far back changes are asked for again: platforms show them late, and clocks differ."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look showed."""

    closed: ClosedDays
    accounts: Sequence[Account] | None  # None: not read this time
    shown: Sequence[LedgerEntry]  # whatever may be one of those asked for, drafts too


@dataclass(frozen=True, slots=True)
class Asked:
    """The entries to look for, and up to when the ledger is known once they were."""

    entries: Sequence[Entry]
    known_to: datetime | None


@dataclass(frozen=True, slots=True)
class PollConnection:
    """Look at one connection and bring our books in line with what it shows."""

    open_store: OpenStore
    open_ledger: OpenLedger
    now: Clock

    async def __call__(self, connection_id: int) -> None:
        """Poll once. A platform that does not answer is left for the next round."""
        looked_at = self.now()
        async with self.open_store() as store:
            connection = await store.books.connection(connection_id)
        ledger = self.open_ledger(connection)
        try:
            posts_to = await ledger.check()
            asked = await self._to_look_up(ledger, connection, looked_at)
            seen = await self._look(ledger, connection, asked.entries)
        except AuthorisationLost as error:
            await self._lost(connection, error.words)
            return
        except LedgerError:
            await self._not_answered(connection)
            return
        if posts_to and posts_to != connection.posts_to:
            async with self.open_store() as store:
                await store.books.save_posts_to(connection.id, posts_to)
        await self._bring_in_line(connection, asked, seen, looked_at)
        await post_reopened(self.open_store, connection, seen.closed, looked_at, self.now())

    async def _to_look_up(
        self, ledger: Ledger, connection: Connection, looked_at: datetime
    ) -> Asked:
        """Return which entries to look for now.

        Where the ledger tells what changed, and nothing did but what we wrote ourselves, the
        failed ones are not looked for again: an idle poll costs the same however many there are.
        Where it does not, or each look is dear, it is asked now and then
        (`Capabilities.look_every`).
        """
        known_to = connection.changes_read_to
        rests = _rests(ledger, connection, looked_at)
        is_quiet = rests or await self._is_quiet(ledger, connection, looked_at)
        since = known_to if is_quiet else None
        async with self.open_store() as store:
            entries = await store.entries.to_look_up(connection.id, LOOK_UPS, since)
        # What changes during a round that takes several polls is asked for after it.
        tells = ledger.capabilities.changes and not rests
        is_start = not connection.is_looking and (since is None or tells)
        return Asked(entries, looked_at if is_start else known_to)

    async def _is_quiet(self, ledger: Ledger, connection: Connection, looked_at: datetime) -> bool:
        """Whether nobody is taken to have typed anything there since it was looked through."""
        known_to = connection.changes_read_to
        if known_to is None or connection.is_looking or not ledger.capabilities.changes:
            return False
        if looked_at - known_to > CHANGES_REACH:
            return False
        changed = await ledger.changes(known_to - OVERLAP)
        async with self.open_store() as store:
            return await store.entries.are_ours(connection.id, [one.ledger_id for one in changed])

    async def _look(self, ledger: Ledger, connection: Connection, asked: Sequence[Entry]) -> Seen:
        read_at = connection.accounts_read_at
        due = read_at is None or self.now() - read_at >= ACCOUNTS_EVERY
        return Seen(
            closed=await ledger.closed_days(),
            accounts=await ledger.accounts() if due else None,
            shown=await self._shown(ledger, connection, asked) if asked else (),
        )

    async def _not_answered(self, connection: Connection) -> None:
        """Remember it; cards that wait for a check say that there is none now."""
        async with self.open_store() as store:
            if await store.books.not_answered(connection.id, self.now()):
                await store.incidents.owe_unchecked(connection.id)

    async def _shown(
        self, ledger: Ledger, connection: Connection, asked: Sequence[Entry]
    ) -> Sequence[LedgerEntry]:
        """Return what may be one of `asked`; a draft is there, but not in the books."""
        async with self.open_store() as store:
            known = await store.books.known(connection)
        return await ledger.find(all_wanted(asked, known))

    async def _lost(self, connection: Connection, words: str) -> None:
        """Tell once that the platform lets nobody in, entries waiting or not."""
        at = self.now()
        failure = Failure(FailureReason.CONNECTION_LOST, words=words)
        mark = fingerprint(
            failure, book_id=connection.book_id, connection_id=connection.id, entry=None
        )
        async with self.open_store() as store:
            await store.books.set_state(connection.id, ConnectionState.LOST)
            if connection.state is not ConnectionState.LOST:
                await store.incidents.owe_unchecked(connection.id)
            await store.books.polled(connection.id, at)
            found = Found(failure, mark, connection.book_id, connection.id)
            incident, is_new = await store.incidents.open_for(found, at)
            if is_new:
                await store.incidents.tell(incident, Event(IncidentOpened(Batch(0))), at)
                await store.incidents.owe_card(incident)

    async def _bring_in_line(
        self, connection: Connection, asked: Asked, seen: Seen, looked_at: datetime
    ) -> None:
        at, entries = self.now(), asked.entries
        async with self.open_store() as store:
            await store.books.polled(connection.id, at)
            # A round that was not full reached the last of them: the next begins anew.
            reached = entries[-1].id if len(entries) == LOOK_UPS else 0
            if asked.known_to not in (None, connection.changes_read_to):
                await store.books.changes_read(connection.id, asked.known_to)
            await store.books.looked_up_to(connection.id, reached)
            await store.books.save_closed_days(connection.id, seen.closed)
            if seen.closed != connection.closed:
                await store.incidents.owe_cards_of(connection.id, FailureReason.PERIOD_CLOSED)
            if seen.accounts is not None:
                await store.books.save_accounts(connection.id, seen.accounts, at)
            if connection.state is ConnectionState.LOST:
                await store.books.set_state(connection.id, ConnectionState.CONNECTED)
            if connection.state is ConnectionState.LOST or connection.unread_since:
                await store.incidents.owe_unchecked(connection.id)
            await let_in_again(store, connection, looked_at, at)
            booked = [one for one in seen.shown if not one.is_draft]
            outside = [one for one in seen.shown if one.is_draft]
            await compare(store, connection, entries, booked, looked_at, at)
            await look_at_unbooked(store, connection, entries, outside, looked_at, at)
            await store.postings.left_behind(connection.id, 0, at - STALE)
            if await store.postings.next_due(connection.id) is not None:
                await store.jobs.post_entries(connection.id)


def _rests(ledger: Ledger, connection: Connection, looked_at: datetime) -> bool:
    """True if the ledger was looked through so lately that it is not asked again yet."""
    known_to = connection.changes_read_to
    if known_to is None or connection.is_looking:
        return False
    return looked_at - known_to < ledger.capabilities.look_every
