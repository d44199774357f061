"""What came of a batch of attempts is written down: entries, incidents, and what is owed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from journal.amounts.money import Money
from journal.books.book import Connection, ConnectionState
from journal.entries.entry import PostingStatus
from journal.entries.failure import OF_THE_CHART, Failure, FailureReason
from journal.entries.grounds import Ground
from journal.entries.posting import Posted, Uncertain
from journal.incidents.detection import fingerprint, next_move
from journal.incidents.incident import Incident, IncidentState
from journal.incidents.story.event import Event, Turn
from journal.incidents.story.posting import (
    DraftsLeft,
    EntriesFound,
    EntriesJoined,
    EntriesMoved,
    EntriesPosted,
    EntriesRefused,
    EntriesUncertain,
    IncidentOpened,
)
from journal.incidents.story.values import Batch
from journal.ports import Attempt, Found, Store
from journal.requests import tell_if_lapsed

_TOLD = 3  # remarks of one change that its story repeats


@dataclass(slots=True)
class _Change:
    """What one batch did to one incident."""

    is_new: bool = False
    joined: list[Attempt] = field(default_factory=list)
    refused: list[Attempt] = field(default_factory=list)
    posted: list[Attempt] = field(default_factory=list)
    left: list[Attempt] = field(default_factory=list)


async def record_attempts(
    store: Store, connection: Connection, attempts: Sequence[Attempt], at: datetime
) -> None:
    """Write `attempts` and all that follows from them, in the caller's transaction."""
    changes: defaultdict[int, _Change] = defaultdict(_Change)
    incident_of: dict[str, int] = {}
    placed = []
    # A late answer opens no case: its entry has moved on.
    awaited = await store.postings.still_posting([attempt.entry.id for attempt in attempts])
    for attempt in attempts:
        incident_id = attempt.entry.incident_id
        if attempt.verdict.told and attempt.entry.id in awaited:
            incident_id = await _place(store, attempt, changes, incident_of)
        placed.append(replace(attempt, incident_id=incident_id))
    changed = await store.postings.record(placed)
    for attempt in placed:
        if attempt.entry.id in changed:
            _count(attempt, changes)
    for incident_id in sorted(changes):
        await _settle(store, incident_id, changes[incident_id], at)
    await _note_access(store, connection, attempts)
    await _note_what_is_old(store, connection, attempts)
    dues = [one.verdict.due_at for one in attempts if one.verdict.due_at]
    if dues:
        await store.jobs.post_entries(connection.id, at=min(dues))


async def _place(
    store: Store,
    attempt: Attempt,
    changes: defaultdict[int, _Change],
    incident_of: dict[str, int],
) -> int:
    entry, failure = attempt.entry, attempt.verdict.failure
    assert failure is not None
    mark = fingerprint(
        failure, book_id=entry.book_id, connection_id=entry.connection_id, entry=entry
    )
    if mark not in incident_of:
        found = Found(
            failure, mark, entry.book_id, entry.connection_id, entry.content.sales_channel
        )
        incident, is_new = await store.incidents.open_for(found, attempt.at)
        incident_of[mark] = incident.id
        changes[incident.id].is_new = is_new
    return incident_of[mark]


def _count(attempt: Attempt, changes: defaultdict[int, _Change]) -> None:
    before, now = attempt.entry.incident_id, attempt.incident_id
    if attempt.verdict.status is PostingStatus.POSTED:
        if now is not None:
            changes[now].posted.append(attempt)
        return
    if now is not None and attempt.verdict.told:
        (changes[now].refused if before == now else changes[now].joined).append(attempt)
    if before is not None and before != now:
        changes[before].left.append(attempt)


async def _settle(store: Store, incident_id: int, change: _Change, at: datetime) -> None:
    incident = await store.incidents.for_change(incident_id)
    request = incident.request
    for event in _story(change):
        await store.incidents.tell(incident, event, at)
    statuses = await store.incidents.statuses(incident_id)
    refused = bool(change.refused or change.joined) and not await _goes_on(store, incident, at)
    undecided = await store.watch.count_undecided(incident_id)
    trigger = next_move(incident, statuses, refused=refused, undecided=undecided)
    newest = _newest_failure(change)
    if newest is not None:
        incident = replace(incident, failure=newest)
    if trigger is not None:
        incident = incident.after(trigger, at=at, by=incident.moved_by)
    await store.incidents.save(incident)
    await store.incidents.owe_card(incident)
    await tell_if_lapsed(store, incident, request, at)


async def _goes_on(store: Store, incident: Incident, at: datetime) -> bool:
    """Whether a retry has more to send at once: one refusal among many does not end it."""
    is_retried = incident.state is IncidentState.RETRYING
    return is_retried and await store.postings.has_due(incident.id, at)


def _newest_failure(change: _Change) -> Failure | None:
    # Of a draft the platform said nothing: what it said before stays on the card.
    attempts = [one for one in change.refused if not _is_draft(one)] or change.joined
    return attempts[-1].verdict.failure if attempts else None


def _story(change: _Change) -> list[Event]:
    told: list[Turn] = []
    if change.joined:
        entries = _batch(change.joined)
        told.append(IncidentOpened(entries) if change.is_new else EntriesJoined(entries))
    if change.posted:
        entries, remarks = _batch(change.posted), _remarks(change.posted)
        if all(_was_there(one) for one in change.posted):
            told.append(EntriesFound(entries, _grounds(change.posted), remarks))
        else:
            told.append(EntriesPosted(entries, remarks))
    drafted = [one for one in change.refused if _is_draft(one)]
    refused = [one for one in change.refused if not _is_draft(one)]
    if drafted:
        told.append(DraftsLeft(_batch(drafted)))
    if refused:
        failure = refused[-1].verdict.failure
        words = failure.words if failure else ""
        is_silent = isinstance(refused[-1].outcome, Uncertain)
        said = EntriesUncertain if is_silent else EntriesRefused
        told.append(said(_batch(refused), words))
    for other, left in sorted(_by_incident(change.left).items()):
        told.append(EntriesMoved(_batch(left), (other,)))
    return [Event(one) for one in told]


def _by_incident(left: Sequence[Attempt]) -> Mapping[int, Sequence[Attempt]]:
    """Return the attempts by the incident that their entries went on to."""
    onto: defaultdict[int, list[Attempt]] = defaultdict(list)
    for one in left:
        if one.incident_id is not None:
            onto[one.incident_id].append(one)
    return onto


async def _note_what_is_old(
    store: Store, connection: Connection, attempts: Sequence[Attempt]
) -> None:
    """Have read again what the newest answers show to be otherwise than it is known here."""
    if any(_denies_the_chart(one) for one in attempts):
        await store.books.accounts_are_old(connection.id)
    if any(_tells_of_closing(one.verdict.failure) for one in attempts):
        await store.jobs.poll(connection.id)


def _tells_of_closing(failure: Failure | None) -> bool:
    """Whether the platform itself has just told of closed days, which we did not know of."""
    return (
        failure is not None
        and failure.reason is FailureReason.PERIOD_CLOSED
        and failure.http_status is not None
    )


def _is_draft(attempt: Attempt) -> bool:
    """True if it was left as a draft, as someone asked: its month is closed still."""
    failure = attempt.verdict.failure
    left = isinstance(attempt.outcome, Posted) and attempt.outcome.entry.is_draft
    return left and failure is not None and failure.reason is FailureReason.PERIOD_CLOSED


def _was_there(attempt: Attempt) -> bool:
    return isinstance(attempt.outcome, Posted) and attempt.outcome.found


def _grounds(attempts: Sequence[Attempt]) -> tuple[Ground, ...]:
    """Return how entries that were there already are known to be these."""
    outcomes = (one.outcome for one in attempts)
    return tuple(sorted({one.ground for one in outcomes if isinstance(one, Posted)}))


def _remarks(attempts: Sequence[Attempt]) -> tuple[str, ...]:
    """Return what is not as its caller wanted it, if anything is."""
    outcomes = (one.outcome for one in attempts)
    remarks = [one.remark for one in outcomes if isinstance(one, Posted) and one.remark]
    return tuple(remarks[:_TOLD])


def _batch(attempts: Sequence[Attempt]) -> Batch:
    """Return how many entries these are, how much, and the first few numbers."""
    sums: defaultdict[str, int] = defaultdict(int)
    for attempt in attempts:
        total: Money = attempt.amount or attempt.entry.content.total
        sums[total.currency] += total.minor
    amounts = tuple(Money(minor, currency) for currency, minor in sums.items())
    numbers = tuple(attempt.entry.number for attempt in attempts[:3])
    return Batch(len(attempts), amounts, numbers)


async def _note_access(store: Store, connection: Connection, attempts: Sequence[Attempt]) -> None:
    """Remember whether jefail has access to the platform, as the newest answers show it."""
    lost = any(
        one.verdict.failure and one.verdict.failure.reason is FailureReason.CONNECTION_LOST
        for one in attempts
    )
    entered = any(isinstance(one.outcome, Posted) for one in attempts)
    state = ConnectionState.LOST if lost else ConnectionState.CONNECTED if entered else None
    if state is not None and state is not connection.state:
        await store.books.set_state(connection.id, state)
        await store.incidents.owe_unchecked(connection.id)


def _denies_the_chart(attempt: Attempt) -> bool:
    """Whether the platform refused what our chart and lists let pass: they were changed since."""
    failure = attempt.verdict.failure
    if failure is None or failure.http_status is None:
        return False
    return failure.reason in OF_THE_CHART
