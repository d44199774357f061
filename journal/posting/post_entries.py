"""One connection's due entries are carried into its ledger, each exactly once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import accumulate
from typing import TypeGuard

from journal.amounts.money import Money
from journal.books.book import Connection, ConnectionState
from journal.entries.entry import Entry, PostingStatus
from journal.entries.failure import (
    CONNECTION_WIDE,
    OF_THE_CHART,
    PASSING,
    Failure,
    FailureReason,
    ReadingRefused,
)
from journal.entries.mapping import Prepared, prepare
from journal.entries.placing import Known
from journal.entries.posting import LedgerEntry, Outcome, Posted, Refused, Uncertain
from journal.errors import AuthorisationLost, LedgerError
from journal.incidents.detection import judge
from journal.matching.plan import Send, plan
from journal.matching.posted_amount import posted_amount, posted_costs
from journal.matching.proof import Finding
from journal.ports import Attempt, Clock, Ledger, OpenLedger, OpenStore, Store
from journal.posting.correcting import send_correction
from journal.posting.looking_up import (
    all_wanted,
    hold_against,
    may_be_there,
    tell_what_is_there,
)
from journal.posting.make_reversals import make_reversals
from journal.posting.mended_meanwhile import mended_meanwhile
from journal.posting.own_numbers import numbers_to_ask, told, with_free_number
from journal.posting.read_books import read_books
from journal.posting.read_rates import read_rates
from journal.posting.record_attempts import record_attempts
from journal.posting.unanswered import (
    due_by,
    held_back,
    look_again_at,
    note_sending,
    unanswered_since,
)

WORK = "post"
BATCH = 40
READS = 4
"""Calls that may be needed before a batch is posted: the closed days, the chart, a look-up."""
CHART_AGE = timedelta(minutes=1)
"""A chart read longer ago may lack an account that was made since."""
STALE = timedelta(minutes=10)
"""An entry that is `posting` for longer was left by a run that died."""


Pause = Callable[[timedelta], Awaitable[None]]


async def wait(length: timedelta) -> None:
    """Return after `length`."""
    await asyncio.sleep(length.total_seconds())


@dataclass(frozen=True, slots=True)
class PostingBatch:
    """Entries claimed for this job, and all that is needed to post them."""

    connection: Connection
    ours: Sequence[Prepared]
    reads: int  # calls that are reserved for looking before anything is sent


@dataclass(frozen=True, slots=True)
class PostEntries:
    """Post what is due of one connection, until nothing is."""

    open_store: OpenStore
    open_ledger: OpenLedger
    now: Clock
    patience: timedelta  # how long a passing trouble is kept from the team
    pause: Pause = wait

    async def __call__(self, connection_id: int, job_id: int) -> None:
        """Work as `job_id`; the same job run again takes over what its dead run left."""
        while batch := await self._claim(connection_id, job_id):
            ledger = self.open_ledger(batch.connection)
            # Closed when recording fails: nothing may still be sent once another run begins.
            async with aclosing(self._try_all(batch, ledger)) as ended:
                async for attempts in ended:
                    async with self.open_store() as store:
                        await self._record(store, batch.connection, attempts)

    async def _record(
        self, store: Store, connection: Connection, attempts: Sequence[Attempt]
    ) -> None:
        at = self.now()
        looked_at = await mended_meanwhile(store, connection, attempts, at)
        await record_attempts(store, connection, looked_at, at)

    async def _claim(self, connection_id: int, job_id: int) -> PostingBatch | None:
        at = self.now()
        async with self.open_store() as store:
            if not await store.jobs.hold(WORK, str(connection_id), job_id):
                return None
            await store.postings.release_abandoned(connection_id, at - STALE, job_id)
            entries = await store.postings.claim_due(connection_id, job_id, at, BATCH)
            if not entries and await make_reversals(store, connection_id, at):
                entries = await store.postings.claim_due(connection_id, job_id, at, BATCH)
            if entries:
                return await self._prepare(store, connection_id, entries)
            await store.jobs.let_go(WORK, str(connection_id), job_id)
            due_at = await store.postings.next_due(connection_id)
            if due_at is not None:
                await store.jobs.post_entries(connection_id, at=due_at)
        return None

    async def _prepare(
        self, store: Store, connection_id: int, entries: Sequence[Entry]
    ) -> PostingBatch:
        connection = await store.books.connection(connection_id)
        looks = any(may_be_there(one) or one.content.number for one in entries)
        reads = READS if connection.accounts_read_at is None or looks else 0
        if reads:
            spacing = _spacing(self.open_ledger(connection))
            await store.books.reserve_calls(connection_id, reads, spacing)
        known = await store.books.known(connection)
        return PostingBatch(connection, [prepare(one, known) for one in entries], reads)

    async def _try_all(
        self, batch: PostingBatch, ledger: Ledger
    ) -> AsyncGenerator[Sequence[Attempt], None]:
        """Yield attempts as they end, those that end together in one go."""
        try:
            ours = await self._with_rates(batch, ledger, await self._up_to_date(batch, ledger))
            found = await self._look_up(ours, ledger)
            taken = await _taken(ours, ledger, found)
        except LedgerError as error:
            # Shut out already, whatever keeps us from asking again is no news of its own.
            lost = batch.connection.state is ConnectionState.LOST
            unread = [(one.entry, _unread(one.entry, error, lost=lost)) for one in batch.ours]
            yield [self._attempt(entry, outcome) for entry, outcome in unread]
            return
        at = self.now()
        plans = [
            (one, held_back(one.entry, plan(one, found.get(one.entry.number)), ledger, at))
            for one in ours
        ]
        sends = [_numbered(planned, taken) for _, planned in plans if isinstance(planned, Send)]
        if settled_here := [
            self._ended(one, outcome, posted_amount(one, outcome))
            for one, outcome in plans
            if not isinstance(outcome, Send)
        ]:
            yield settled_here
        gate = asyncio.Semaphore(ledger.capabilities.in_flight)
        starts = await self._reserve(batch, ledger, sends) if sends else []
        running = {
            asyncio.create_task(self._send(send, ledger, gate, start))
            for send, start in zip(sends, starts, strict=True)
        }
        try:
            while running:
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                ended = [attempt for task in done if (attempt := task.result())]
                if ended:
                    yield ended
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _up_to_date(self, batch: PostingBatch, ledger: Ledger) -> Sequence[Prepared]:
        """Return the batch as prepared by what is known, which is read again before it refuses."""
        read_at = batch.connection.accounts_read_at
        old = read_at is None or self.now() - read_at >= CHART_AGE
        if batch.connection.state is ConnectionState.LOST:
            await ledger.check()
        if read_at is not None and not any(_may_be_mended(one, old=old) for one in batch.ours):
            return batch.ours
        known = await read_books(self.open_store, ledger, batch.connection, self.now)
        return [prepare(one.entry, known) for one in batch.ours]

    async def _with_rates(
        self, batch: PostingBatch, ledger: Ledger, ours: Sequence[Prepared]
    ) -> Sequence[Prepared]:
        """Return the same with the platform's rates, which are asked for where any lacks one."""
        known = await read_rates(self.open_store, ledger, batch.connection, ours)
        return ours if known is None else [prepare(one.entry, known) for one in ours]

    async def _look_up(self, ours: Sequence[Prepared], ledger: Ledger) -> Mapping[str, Finding]:
        """Ask the ledger for every entry that was tried before: it may be there already."""
        asked = [one for one in ours if may_be_there(one.entry)]
        shown = [*await ledger.find(all_wanted(asked))] if asked else []
        return await self._held_against(asked, shown)

    async def _held_against(
        self, asked: Sequence[Prepared], shown: Sequence[LedgerEntry]
    ) -> Mapping[str, Finding]:
        if not shown:
            return {}
        async with self.open_store() as store:
            return await hold_against(store, asked, shown)

    async def _reserve(
        self, batch: PostingBatch, ledger: Ledger, sends: Sequence[Send]
    ) -> Sequence[timedelta]:
        """Return, from now, when the platform's limit allows each; the first goes with the reads.

        Only what is sent is reserved for: what is refused here keeps nothing waiting.
        """
        spacing, ahead = _spacing(ledger), ledger.capabilities.burst
        calls = [one.calls for one in sends]
        async with self.open_store() as store:
            wait = await store.books.reserve_calls(batch.connection.id, sum(calls), spacing)
        places = [*accumulate(calls[:-1], initial=0)]
        places[0] = -batch.reads
        return [max(wait + (place - ahead) * spacing, timedelta()) for place in places]

    async def _send(
        self,
        send: Send,
        ledger: Ledger,
        gate: asyncio.Semaphore,
        start: timedelta,
    ) -> Attempt | None:
        ours, ready, there = send.ours, send.ready, send.there
        entry = ours.entry
        await self.pause(start)
        async with gate:
            # The person who asked for it may have stopped it meanwhile.
            if not await is_wanted(self.open_store, entry):
                return None
            left_at = await note_sending(self.open_store, ledger, entry, self.now())
            if entry.is_correction:
                outcome = await send_correction(ledger, ours, ready, there)
            elif entry.as_draft:
                outcome = await ledger.save_draft(ready)
            else:
                outcome = await ledger.post(ready, draft=there)
            if _has_a_taken_number(outcome) and not entry.is_correction:
                outcome = await tell_what_is_there(self.open_store, ledger, ours, outcome)
        amount = posted_amount(ours, outcome, ready)
        ended = self._ended(ours, _in_our_names(outcome, ours.known), amount)
        since = unanswered_since(outcome, left_at)
        verdict = due_by(ended.verdict, since, ended.at)
        return replace(ended, verdict=verdict, sent_at=since)

    def _ended(self, ours: Prepared, outcome: Outcome, amount: Money | None) -> Attempt:
        said = told(ours.entry, outcome, ours.known.platform)
        ended = self._attempt(ours.entry, said, amount)
        return replace(ended, costs=posted_costs(ours, amount))

    def _attempt(self, entry: Entry, outcome: Outcome, amount: Money | None = None) -> Attempt:
        at = self.now()
        verdict = judge(entry, outcome, at=at, patience=self.patience)
        verdict = due_by(verdict, entry.sent_at, at)
        looked_for = look_again_at(entry, outcome, at)
        sent_at = None if isinstance(outcome, Posted) else entry.sent_at
        return Attempt(
            entry, outcome, verdict, at, amount=amount, sent_at=sent_at, look_again_at=looked_for
        )


async def is_wanted(open_store: OpenStore, entry: Entry) -> bool:
    """Return whether a claimed entry is still to be sent; what was stopped is put back."""
    if entry.incident_id is None:
        return True
    async with open_store() as store:
        return await store.postings.may_be_sent(entry.id)


async def _taken(
    ours: Sequence[Prepared], ledger: Ledger, found: Mapping[str, Finding]
) -> set[str]:
    """Return which of the callers' own numbers are taken there, in lower case."""
    there = {number: one.there for number, one in found.items() if one.is_ours}
    numbers = numbers_to_ask([one.entry for one in ours], there, ours[0].known.platform)
    taken = await ledger.taken_numbers(numbers) if numbers else ()
    return {number.casefold() for number in taken}


def _numbered(send: Send, taken: set[str]) -> Send:
    """Return it under its caller's own number where that is free, which takes it; else as ours."""
    return replace(send, ready=with_free_number(send.ready, send.there, taken))


def _has_a_taken_number(outcome: Outcome) -> TypeGuard[Refused]:
    """Whether the platform says that something has our number already."""
    return isinstance(outcome, Refused) and outcome.failure.reason is FailureReason.DUPLICATE


def _spacing(ledger: Ledger) -> timedelta:
    return timedelta(minutes=1) / ledger.capabilities.calls_per_minute


def _may_be_mended(ours: Prepared, *, old: bool) -> bool:
    """Whether what refuses the entry here may have changed at the platform since it was read."""
    entry, known, gap = ours.entry, ours.known, ours.ready
    if not (entry.attempts or old):
        return False
    if ours.is_closed or (
        entry.is_correction and any(map(known.closed.covers, entry.earlier_days))
    ):
        return True
    if not isinstance(gap, Failure):
        return False
    # A category that is mapped lacks an account where the chart does not show it any more.
    return gap.reason in OF_THE_CHART or (
        gap.reason is FailureReason.MAPPING_MISSING
        and (entry.content.sales_channel, gap.subject) in known.mappings
    )


def _in_our_names(outcome: Outcome, known: Known) -> Outcome:
    """Name refused accounts as our chart does: the platform's own may have lost them since."""
    if not isinstance(outcome, Refused):
        return outcome
    failure = outcome.failure
    if failure.reason is not FailureReason.ACCOUNT_INVALID:
        return outcome

    def named(text: str) -> str:
        account = known.chart.by_id(text) or known.chart.find(text)
        return account.name if account else text

    subject, details = named(failure.subject), tuple(named(one) for one in failure.details)
    return replace(outcome, failure=replace(failure, subject=subject, details=details))


def _unread(entry: Entry, error: LedgerError, *, lost: bool) -> Outcome:
    """Nothing was sent, since the ledger could not be read; what is uncertain stays so."""
    if isinstance(error, AuthorisationLost):
        return Refused(Failure(FailureReason.CONNECTION_LOST, words=error.words))
    if lost:
        return Refused(Failure(FailureReason.CONNECTION_LOST, words=str(error)))
    if entry.status is PostingStatus.UNCERTAIN:
        return Uncertain(Failure(FailureReason.UNCERTAIN, words=str(error)))
    if isinstance(error, ReadingRefused) and error.failure.reason in CONNECTION_WIDE - PASSING:
        return Refused(error.failure)
    return Refused(Failure(FailureReason.TRANSIENT, words=str(error)))
