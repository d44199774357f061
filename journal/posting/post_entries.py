"""One connection's due entries are carried into its ledger, each exactly once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TypeGuard

from journal.amounts.money import Money
from journal.books.book import Connection, ConnectionState
from journal.entries.entry import Entry, PostingStatus
from journal.entries.failure import (
    CONNECTION_WIDE,
    ENDS_RUNS,
    OF_THE_CHART,
    PASSING,
    Failure,
    FailureReason,
    ReadingRefused,
)
from journal.entries.mapping import Prepared, prepare
from journal.entries.placing import Known
from journal.entries.posting import LedgerEntry, Outcome, Posted, Refused, Uncertain
from journal.errors import AuthorisationLost, LedgerError, StoreBusy, Superseded
from journal.incidents.detection import judge
from journal.matching.plan import Send, plan
from journal.matching.posted_amount import posted_amount, posted_costs
from journal.matching.proof import Finding
from journal.ports import (
    Attempt,
    Clock,
    Hold,
    Ledger,
    OpenLedger,
    OpenStore,
    Slot,
    Store,
    fenced,
    must_stand,
)
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
from journal.posting.pace import Pace, Turn
from journal.posting.read_books import read_books
from journal.posting.read_rates import read_rates
from journal.posting.reads import Pause, Reads, wait
from journal.posting.record_attempts import record_attempts
from journal.posting.sending import Sending, sending_at
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
OF_THE_BOOKS = 4
"""Calls that `read_books` makes."""
CHART_AGE = timedelta(minutes=1)
"""A chart read longer ago may lack an account that was made since."""
STALE = timedelta(minutes=10)
"""An entry that is `posting` for longer was left by a run that died."""
LOOK_FOR_MORE = timedelta(seconds=1)
"""How long a run that awaits answers alone does not see what has come in since."""


@dataclass(frozen=True, slots=True)
class PostingBatch:
    """Entries claimed for this job, and all that is needed to post them.

    None are there while nothing is due, and answers are awaited still.
    """

    connection: Connection
    ours: Sequence[Prepared]
    reads: Slot | None = None  # reserved for looking before anything is sent
    given_up: Entry | None = None  # the only one, which is not tried any more


@dataclass(frozen=True, slots=True)
class Looked:
    """A batch as it stands once the ledger was looked at."""

    ours: Sequence[Prepared]
    found: Mapping[str, Finding]  # what the ledger shows already, by our numbers
    taken: set[str]  # callers' own numbers that others have there


@dataclass(frozen=True, slots=True)
class PostEntries:
    """Post what is due of one connection, until nothing is."""

    open_store: OpenStore
    open_ledger: OpenLedger
    now: Clock
    patience: timedelta  # how long a passing trouble is kept from the team
    pause: Pause = wait

    async def __call__(self, connection_id: int, job_id: int) -> None:
        """Work as `job_id`; the same job run again takes over what its dead run left.

        Raises:
            Superseded: this run was held up, and another has taken over.
        """
        async with self.open_store() as store:
            hold = await store.jobs.hold(WORK, str(connection_id), job_id)
        if hold is None:
            return
        try:
            # Ended when recording fails: nothing may still be sent once another run begins.
            with fenced(self.open_store, hold):
                async with sending_at(Pace(self.open_store, connection_id)) as sending:
                    while batch := await self._claim(connection_id, hold, sending):
                        await self._post_batch(batch, sending, hold)
        except BaseException:
            await self._leave(connection_id, hold)
            raise

    async def _post_batch(self, batch: PostingBatch, sending: Sending, hold: Hold) -> None:
        async with aclosing(self._try_all(batch, sending)) as ended:
            async for attempts in ended:
                async with self.open_store() as store:
                    stands = await store.jobs.keep(hold)
                    # What is in the ledger is there, no matter who comes to know it; all else is
                    # for the run that has taken over to find out.
                    known = [one for one in attempts if stands or isinstance(one.outcome, Posted)]
                    if known:
                        await self._record(store, batch.connection, known)
                if not stands:
                    raise Superseded(hold.work, hold.key)

    async def _leave(self, connection_id: int, hold: Hold) -> None:
        """Leave what is claimed to others: this run ends, and did not die of any of it."""
        with suppress(StoreBusy):
            async with self.open_store() as store:
                if await store.jobs.keep(hold):
                    await store.postings.release_abandoned(
                        connection_id, self.now() - STALE, hold.job_id, died=False
                    )

    async def _record(
        self, store: Store, connection: Connection, attempts: Sequence[Attempt]
    ) -> None:
        at = self.now()
        looked_at = await mended_meanwhile(store, connection, attempts, at)
        await record_attempts(store, connection, looked_at, at)

    async def _claim(self, connection_id: int, hold: Hold, sending: Sending) -> PostingBatch | None:
        """Claim what is due beside what is being sent; None: nothing is either.

        Raises:
            Superseded: nothing is claimed.
        """
        at, sent = self.now(), sending.entry_ids
        async with self.open_store() as store:
            await must_stand(store)
            postings = store.postings
            await postings.release_abandoned(connection_id, at - STALE, hold.job_id, sent)
            due = partial(postings.claim_due, connection_id, hold.job_id, at, BATCH, sent)
            entries = [] if sending.is_kept_alone else await due()
            if not (entries or sending.is_kept_alone):
                entries = await due() if await make_reversals(store, connection_id, at) else []
            if entries or sent:
                return await self._prepare(store, connection_id, entries, sending.pace)
            await store.jobs.let_go(hold)
            due_at = await store.postings.next_due(connection_id)
            if due_at is not None:
                await store.jobs.post_entries(connection_id, at=due_at)
        return None

    async def _prepare(
        self, store: Store, connection_id: int, entries: Sequence[Entry], pace: Pace
    ) -> PostingBatch:
        connection = await store.books.connection(connection_id)
        if not entries:
            return PostingBatch(connection, [])
        if entries[0].is_given_up:  # claimed alone, and not even looked into
            return PostingBatch(connection, [], given_up=entries[0])
        looks = any(may_be_there(one) or one.content.number for one in entries)
        reads = None
        if connection.accounts_read_at is None or looks:
            reads = await pace.take_reads(store, READS, self.open_ledger(connection))
        known = await store.books.known(connection)
        return PostingBatch(connection, [prepare(one, known) for one in entries], reads)

    async def _try_all(
        self, batch: PostingBatch, sending: Sending
    ) -> AsyncGenerator[Sequence[Attempt], None]:
        """Yield attempts as they end, those that end together in one go.

        What is still being sent once nothing of the batch waits to be, is left to the next one.
        """
        if batch.given_up:
            yield [self._attempt(batch.given_up, Refused(_ENDS_RUNS))]
        elif not batch.ours:
            if ended := await sending.ended(within=LOOK_FOR_MORE):
                yield ended
        else:
            async with aclosing(self._post_all(batch, sending)) as attempts:
                async for ended in attempts:
                    yield ended

    async def _post_all(
        self, batch: PostingBatch, sending: Sending
    ) -> AsyncGenerator[Sequence[Attempt], None]:
        """Look, decide and send; yield what ended meanwhile."""
        ledger = self.open_ledger(batch.connection)
        looking = asyncio.ensure_future(self._look(batch, ledger, sending.pace))
        try:
            while not looking.done():
                if ended := await sending.ended(beside=looking):
                    yield ended
            looked = looking.result()
        except LedgerError as error:
            # Shut out already, whatever keeps us from asking again is no news of its own.
            lost = batch.connection.state is ConnectionState.LOST
            unread = [(one.entry, _unread(one.entry, error, lost=lost)) for one in batch.ours]
            yield [self._attempt(entry, outcome) for entry, outcome in unread]
            return
        finally:
            looking.cancel()
            await asyncio.wait([looking])
        at = self.now()
        plans = [
            (one, held_back(one.entry, plan(one, looked.found.get(one.entry.number)), ledger, at))
            for one in looked.ours
        ]
        if settled_here := [
            self._ended(one, outcome, posted_amount(one, outcome))
            for one, outcome in plans
            if not isinstance(outcome, Send)
        ]:
            yield settled_here
        sends = [_numbered(one, looked.taken) for _, one in plans if isinstance(one, Send)]
        async for ended in sending.all(sends, ledger, partial(self._send, ledger)):
            yield ended

    async def _look(self, batch: PostingBatch, ledger: Ledger, pace: Pace) -> Looked:
        """Ask the ledger what has to be known before anything is sent.

        Raises:
            LedgerError: it could not be read.
        """
        reads = Reads(self.pause)
        try:
            ours = await self._up_to_date(batch, ledger, reads)
            ours = await self._with_rates(batch, ledger, ours, reads)
            found = await self._look_up(ours, ledger, reads)
            return Looked(ours, found, await _taken(ours, ledger, found, reads))
        finally:
            if batch.reads:
                await pace.give_reads_back(batch.reads, reads.made, ledger)

    async def _up_to_date(
        self, batch: PostingBatch, ledger: Ledger, reads: Reads
    ) -> Sequence[Prepared]:
        """Return the batch as prepared by what is known, which is read again before it refuses."""
        read_at = batch.connection.accounts_read_at
        old = read_at is None or self.now() - read_at >= CHART_AGE
        if batch.connection.state is ConnectionState.LOST:
            await reads.ask(ledger.check)
        if read_at is not None and not any(_may_be_mended(one, old=old) for one in batch.ours):
            return batch.ours
        reading = partial(read_books, self.open_store, ledger, batch.connection, self.now)
        known = await reads.ask(reading, OF_THE_BOOKS)
        return [prepare(one.entry, known) for one in batch.ours]

    async def _with_rates(
        self, batch: PostingBatch, ledger: Ledger, ours: Sequence[Prepared], reads: Reads
    ) -> Sequence[Prepared]:
        """Return the same with the platform's rates, which are asked for where any lacks one."""
        reading = partial(read_rates, self.open_store, ledger, batch.connection, ours)
        known = await reads.ask(reading, 0)
        return ours if known is None else [prepare(one.entry, known) for one in ours]

    async def _look_up(
        self, ours: Sequence[Prepared], ledger: Ledger, reads: Reads
    ) -> Mapping[str, Finding]:
        """Ask the ledger for every entry that was tried before: it may be there already."""
        asked = [one for one in ours if may_be_there(one.entry)]
        shown = [*await reads.ask(partial(ledger.find, all_wanted(asked)))] if asked else []
        return await self._held_against(asked, shown)

    async def _held_against(
        self, asked: Sequence[Prepared], shown: Sequence[LedgerEntry]
    ) -> Mapping[str, Finding]:
        if not shown:
            return {}
        async with self.open_store() as store:
            return await hold_against(store, asked, shown)

    async def _send(self, ledger: Ledger, send: Send, turn: Turn) -> Attempt | None:
        ours, ready, there = send.ours, send.ready, send.there
        entry = ours.entry
        await self.pause(turn.wait)
        # The person who asked for it may have stopped it meanwhile.
        if not await is_wanted(self.open_store, entry):
            return None
        turn.is_used = True
        left_at = await note_sending(self.open_store, ledger, entry, self.now())
        if entry.is_correction:
            outcome = await send_correction(ledger, ours, ready, there)
        elif entry.as_draft:
            outcome = await ledger.save_draft(ready)
        else:
            outcome = await ledger.post(ready, draft=there)
        if _has_a_taken_number(outcome) and not entry.is_correction:
            reads = Reads(self.pause)
            outcome = await tell_what_is_there(self.open_store, ledger, ours, outcome, reads)
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
    ours: Sequence[Prepared], ledger: Ledger, found: Mapping[str, Finding], reads: Reads
) -> set[str]:
    """Return which of the callers' own numbers are taken there, in lower case."""
    there = {number: one.there for number, one in found.items() if one.is_ours}
    numbers = numbers_to_ask([one.entry for one in ours], there, ours[0].known.platform)
    taken = await reads.ask(partial(ledger.taken_numbers, numbers)) if numbers else ()
    return {number.casefold() for number in taken}


def _numbered(send: Send, taken: set[str]) -> Send:
    """Return it under its caller's own number where that is free, which takes it; else as ours."""
    return replace(send, ready=with_free_number(send.ready, send.there, taken))


def _has_a_taken_number(outcome: Outcome) -> TypeGuard[Refused]:
    """Whether the platform says that something has our number already."""
    return isinstance(outcome, Refused) and outcome.failure.reason is FailureReason.DUPLICATE


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


_ENDS_RUNS = Failure(FailureReason.UNKNOWN, subject=ENDS_RUNS)
_TOLD_AS_IT_IS = (CONNECTION_WIDE - PASSING) | {FailureReason.RATE_LIMITED}
"""What a platform that would not be read is believed in; all else counts as a short trouble."""


def _unread(entry: Entry, error: LedgerError, *, lost: bool) -> Outcome:
    """Nothing was sent, since the ledger could not be read; what is uncertain stays so."""
    if isinstance(error, AuthorisationLost):
        return Refused(Failure(FailureReason.CONNECTION_LOST, words=error.words))
    if lost:
        return Refused(Failure(FailureReason.CONNECTION_LOST, words=str(error)))
    said = error if isinstance(error, ReadingRefused) else None
    after = said.retry_after if said else None
    if entry.status is PostingStatus.UNCERTAIN:
        return Uncertain(Failure(FailureReason.UNCERTAIN, words=str(error)), after)
    if said and said.failure.reason in _TOLD_AS_IT_IS:
        return Refused(said.failure, after)
    return Refused(Failure(FailureReason.TRANSIENT, words=str(error)))
