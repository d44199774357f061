"""Entries that someone wants tried again: their posting service is asked, each once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from journal.books.book import Connection
from journal.entries.entry import Entry
from journal.errors import LedgerError
from journal.incidents.detection import judge
from journal.ports import Attempt, Clock, Hold, fenced, must_stand
from journal.posting.post_entries import STALE, WORK, is_wanted
from journal.posting.record_attempts import record_attempts
from journal.posting_service.keeping import attempt_of
from journal.posting_service.reports import (
    Answer,
    OpenPostingService,
    OpenReportStore,
    PostingService,
    Report,
    ReportState,
    ReportStore,
)
from journal.posting_service.telling import tell_service

BATCH = 40
IN_FLIGHT = 5
SHORTEST, LONGEST = timedelta(seconds=2), timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class AskForRetries:
    """Ask a posting service for another try of what is due of one connection."""

    open_store: OpenReportStore
    open_service: OpenPostingService
    now: Clock
    patience: timedelta  # how long a passing trouble is kept from the team

    async def __call__(self, connection_id: int, job_id: int) -> None:
        """Work as `job_id`; the same job run again asks once more, with the same keys.

        Raises:
            Superseded: this run was held up, and another has taken over.
        """
        async with self.open_store() as store:
            hold = await store.jobs.hold(WORK, str(connection_id), job_id)
        if hold is None:
            return
        with fenced(self.open_store, hold):
            while claimed := await self._claim(connection_id, hold):
                await self._ask_and_record(*claimed)

    async def _ask_and_record(self, connection: Connection, entries: Sequence[Entry]) -> None:
        service = self.open_service(connection)
        # What it will not take it will say to the call that follows.
        with suppress(LedgerError):
            await tell_service(self.open_store, service, connection)
        answers = await self._ask_all(service, entries)
        async with self.open_store() as store:
            # The run that has taken over asks once more, with the same keys.
            await must_stand(store)
            await self._record(store, connection, answers)

    async def _claim(
        self, connection_id: int, hold: Hold
    ) -> tuple[Connection, Sequence[Entry]] | None:
        at, job_id = self.now(), hold.job_id
        async with self.open_store() as store:
            await must_stand(store)
            await store.postings.release_abandoned(connection_id, at - STALE, job_id)
            entries = await store.postings.claim_due(connection_id, job_id, at, BATCH)
            if entries:
                return await store.books.connection(connection_id), entries
            await store.jobs.let_go(hold)
            due_at = await store.postings.next_due(connection_id)
            if due_at is not None:
                await store.jobs.post_entries(connection_id, at=due_at)
        return None

    async def _ask_all(
        self, service: PostingService, entries: Sequence[Entry]
    ) -> Sequence[tuple[Entry, Answer]]:
        """Ask for each that is wanted still, and return what was answered."""
        gate = asyncio.Semaphore(IN_FLIGHT)

        async def ask(entry: Entry) -> Answer | None:
            async with gate:
                # The person who asked for it may have stopped it meanwhile.
                if not await is_wanted(self.open_store, entry):
                    return None
                return await service.retry(entry.content.reference, entry.key)

        answers = await asyncio.gather(*(ask(entry) for entry in entries))
        return [(one, to) for one, to in zip(entries, answers, strict=True) if to is not None]

    async def _record(
        self, store: ReportStore, connection: Connection, answers: Sequence[tuple[Entry, Answer]]
    ) -> None:
        at = self.now()
        attempts: list[Attempt] = []
        due: dict[int, datetime] = {}
        for entry, answer in answers:
            if isinstance(answer, Report):
                await store.reports.answered(entry, answer)
            if isinstance(answer, Report) and answer.state is ReportState.WAITING:
                # Asked once more later, with the same key, unless its report comes first.
                due[entry.id] = at + _pause(at - (entry.failed_at or at))
            elif isinstance(answer, Report):
                attempts.append(attempt_of(entry, answer, at))
            else:
                verdict = judge(entry, answer, at=at, patience=self.patience)
                attempts.append(Attempt(entry, answer, verdict, at))
        await store.reports.wait(due)
        if attempts:
            await record_attempts(store, connection, attempts, at)


def _pause(waited: timedelta) -> timedelta:
    """Return when to ask what came of it, after having `waited`: soon at first, then seldom."""
    return min(max(waited, SHORTEST), LONGEST)
