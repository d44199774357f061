"""The case a team works on: one root cause, shown as one card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self

from journal.amounts.money import Money
from journal.books.book import Book, Connection
from journal.books.rates import DayRate
from journal.entries.entry import EntryKind
from journal.entries.failure import Failure, FailureReason
from journal.entries.grounds import Ground
from journal.errors import TransitionRefused
from journal.incidents.how_resolved import HowResolved
from journal.incidents.move import MoveName
from journal.incidents.story.event import Turn
from journal.incidents.story.people import IncidentResolved
from journal.marks import mark_of


class IncidentState(StrEnum):
    """Where the incident stands."""

    OPEN = "open"
    RETRYING = "retrying"
    RESOLVED = "resolved"


class Trigger(StrEnum):
    """What moves an incident."""

    RETRY = "retry"
    STOP = "stop"  # by hand: what is not sent yet is left
    CONNECT = "connect"  # a person gave access at the platform, and what waited goes on
    REFUSED = "refused"  # what was tried again did not go through
    POSTED = "posted"  # the platform shows every entry
    MOVED = "moved"  # every entry now fails for another reason, on another card
    RESOLVE = "resolve"  # by hand, with how
    REOPEN = "reopen"  # by hand
    MISSING = "missing"  # the platform does not show what was said to be fixed


_S, _T = IncidentState, Trigger
TRANSITIONS: dict[tuple[IncidentState, Trigger], IncidentState] = {
    (_S.OPEN, _T.RETRY): _S.RETRYING,
    (_S.OPEN, _T.CONNECT): _S.RETRYING,
    (_S.OPEN, _T.RESOLVE): _S.RESOLVED,
    (_S.OPEN, _T.POSTED): _S.RESOLVED,
    (_S.OPEN, _T.MOVED): _S.RESOLVED,
    (_S.RETRYING, _T.REFUSED): _S.OPEN,
    (_S.RETRYING, _T.STOP): _S.OPEN,
    (_S.RETRYING, _T.POSTED): _S.RESOLVED,
    (_S.RETRYING, _T.MOVED): _S.RESOLVED,
    (_S.RESOLVED, _T.REOPEN): _S.OPEN,
    (_S.RESOLVED, _T.MISSING): _S.OPEN,
}


@dataclass(frozen=True, slots=True)
class Mending:
    """What someone did about a cause, to be told on the card and remembered for the next time."""

    move: MoveName
    by: str  # Slack user id
    at: datetime
    turn: Turn | None = None  # that tells it, where there is more to tell than the move


@dataclass(frozen=True, slots=True)
class OwnerAsking:
    """That the owner of a connection was asked to connect it again. People are Slack user ids."""

    owner: str
    by: str
    at: datetime
    told_at: datetime  # when they were asked or reminded last
    reminded: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """So many entries, and what they come to in each currency."""

    count: int = 0
    amounts: tuple[Money, ...] = ()

    @property
    def facts(self) -> Mapping[str, Any]:
        """It as plain JSON values."""
        return {
            "count": self.count,
            "amounts": [[one.minor, one.currency] for one in self.amounts],
        }


NOTHING = Tally()


@dataclass(frozen=True, slots=True)
class Request:
    """What someone asked for and a second person has to approve. It lapses when the case moves."""

    move: MoveName
    by: str  # Slack user id
    at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)  # what it was asked with: plain JSON
    tally: Tally = Tally()  # of what it would do
    waiting: Tally | None = None  # of what the card held then; None: it may hold other entries now
    digest: str = ""  # of the entries it would post, each with its revision; "": not known

    @property
    def mark(self) -> str:
        """What is another one for any other request: a button that approves it carries this."""
        told = [self.move, self.by, self.at.isoformat(), self.facts, self.tally.facts, self.digest]
        return mark_of(told)


@dataclass(frozen=True, slots=True)
class Incident:
    """One root cause and where the team's work on it stands. People are Slack user ids."""

    id: int
    book_id: int
    connection_id: int
    fingerprint: str
    sales_channel: str
    failure: Failure  # the newest of this cause
    state: IncidentState
    opened_at: datetime
    moved_at: datetime
    moved_by: str | None = None  # None: the schedule
    last_trigger: Trigger | None = None
    how: HowResolved | None = None
    note: str = ""
    verified_at: datetime | None = None
    mending: Mending | None = None  # the newest thing that was done about the cause
    assignee: str | None = None
    assigned_at: datetime | None = None
    snoozed_until: datetime | None = None
    snoozed_by: str | None = None
    asking: OwnerAsking | None = None  # of the connection's owner, when someone asked them
    request: Request | None = None  # what waits for a second person
    approved_by: str | None = None  # the second person of the last move
    awaited_by: str | None = None  # who wants it tried by itself once the period is open again

    @property
    def number(self) -> str:
        """How people name it: "INC-7"."""
        return f"INC-{self.id}"

    def after(self, trigger: Trigger, *, at: datetime, by: str | None = None) -> Self:
        """Return the incident as it stands after `trigger`, which happened `at` (aware UTC).

        Whatever moves it ends its snooze, and the waiting for its period.

        Raises:
            TransitionRefused: the table has no such arrow.
        """
        state = TRANSITIONS.get((self.state, trigger))
        if state is None:
            raise TransitionRefused(f"This is already {self.state}.")
        return replace(
            self,
            state=state,
            moved_at=at,
            moved_by=by,
            last_trigger=trigger,
            how=None,
            note="",
            verified_at=None,
            snoozed_until=None,
            snoozed_by=None,
            asking=None if state is IncidentState.RESOLVED else self.asking,
            request=None,
            approved_by=None if by is None or trigger is Trigger.CONNECT else self.approved_by,
            awaited_by=None,
        )

    def resolved_by_hand(self, how: HowResolved, note: str, *, at: datetime, by: str) -> Self:
        """Return the incident as closed by a person. Raises TransitionRefused as `after`.

        That it was closed so is remembered, whatever becomes of it.
        """
        said = Mending(MoveName.RESOLVE, by, at, IncidentResolved(how, note))
        closed = self.after(Trigger.RESOLVE, at=at, by=by)
        return replace(closed, how=how, note=note, mending=said)

    def assigned_to(self, person: str | None, *, at: datetime) -> Self:
        """Return the incident assigned to someone, or unassigned."""
        return replace(self, assignee=person, assigned_at=at if person else None)

    def snoozed(self, until: datetime | None, *, by: str | None) -> Self:
        """Return the incident put off until a moment by someone; without one, awake again."""
        return replace(self, snoozed_until=until, snoozed_by=by if until else None)


@dataclass(frozen=True, slots=True)
class Summary:
    """What the entries of an incident come to. Money is of what is not posted, per currency."""

    waiting: int  # failed, pending, posting, uncertain, or posted and to be decided on
    posted: int
    skipped: int
    amounts: tuple[Money, ...]  # of what waits; of all entries once nothing waits
    dates: tuple[date, ...]  # first few, in order
    first_date: date | None
    last_date: date | None
    kinds: tuple[EntryKind, ...]
    numbers: tuple[str, ...]  # first few, "JF-1042"
    references: tuple[str, ...]  # the callers' own, first few
    attempts: int  # of the entry tried most often
    drafts: int = 0  # of those that wait, how many the platform has as drafts
    corrections: int = 0  # and how many correct an entry that is in the ledger
    corrects_since: datetime | None = None  # since when the oldest of those is there
    corrects_on: date | None = None  # and the earliest day on which one stands there
    ledger_url: str | None = None  # of the newest posted entry
    has_categories: bool = True  # False: its lines name accounts themselves, all of them
    channels: tuple[str, ...] = ()  # the first few sales channels of what waits, most entries first
    channel_count: int = 0  # and how many there are; of all entries once nothing waits
    grounds: tuple[Ground, ...] = ()  # on which posted ones were found that jefail did not post
    costed: int = 0  # of the posted ones, of how many it is known what pieces cost in them

    @property
    def tally(self) -> Tally:
        """What waits."""
        return Tally(self.waiting, self.amounts)

    @property
    def total(self) -> int:
        """How many entries this cause has held back in all."""
        return self.waiting + self.posted + self.skipped


@dataclass(frozen=True, slots=True)
class Memory:
    """The last time that the same cause was settled: by whom, when, and how."""

    times: int  # how often it was settled before
    at: datetime
    mending: Mending  # a closing by hand is the move RESOLVE
    last_costs: int = 0  # of the variants that lack a cost, how many have one elsewhere


@dataclass(frozen=True, slots=True)
class AccessGrant:
    """Who gave access at the platform, and when."""

    by: str | None  # Slack user id; None: at the terminal
    at: datetime | None


@dataclass(frozen=True, slots=True)
class MovedTo:
    """Another incident that entries went on to."""

    case: Case  # without where its own entries went
    count: int  # of the entries that went there, each time they did
    permalink: str = ""  # of its card in Slack, once known
    card: tuple[str, str] | None = None  # its channel and `ts`, once Slack shows it


@dataclass(frozen=True, slots=True)
class Case:
    """All that a card shows: the incident with its book, its connection and its entries."""

    incident: Incident
    book: Book
    connection: Connection
    summary: Summary
    memory: Memory | None = None  # None: it is closed, or was never settled before
    granted: AccessGrant | None = None  # read where it matters: a right is missing
    moved_to: tuple[MovedTo, ...] = ()  # where entries of it went, for another reason
    lines_missing: int = 0  # of what waits, how many lines lack a class, a name or a tax code
    rates: tuple[DayRate, ...] = ()  # of the days that wait for one, as the platform has them

    @property
    def request(self) -> Request | None:
        """What waits for a second person; lapsed when it was asked for other entries than these."""
        request = self.incident.request
        if request is None or self.incident.state is not IncidentState.OPEN:
            return None
        return request if request.waiting in (None, self.summary.tally) else None

    @property
    def is_unchecked(self) -> bool:
        """Whether it is said to be fixed in the platform, which has not shown its entries yet."""
        how = self.incident.how
        return (
            self.incident.state is IncidentState.RESOLVED
            and how is not None
            and how.is_checked
            and self.incident.verified_at is None
            and self.summary.waiting > 0
        )

    @property
    def has_moved_on(self) -> bool:
        """Whether it was said to be fixed, was not, and its entries are on another card."""
        how = self.incident.how
        is_said = how is not None and how.is_checked and self.incident.verified_at is None
        return is_said and bool(self.moved_to) and not self.summary.total

    @property
    def is_corrected_elsewhere(self) -> bool:
        """Whether it was posted, and all its entries are on the card of a changed cost since."""
        changed = FailureReason.COST_CHANGED
        reasons = {one.case.incident.failure.reason for one in self.moved_to}
        return changed in reasons and not self.summary.total

    @property
    def may_be_drafted(self) -> bool:
        """Whether drafts help: the books are closed, and the platform takes them all the same."""
        summary = self.summary
        return (
            self.incident.failure.reason is FailureReason.PERIOD_CLOSED
            and self.connection.platform.keeps_drafts
            and summary.waiting > summary.drafts + summary.corrections
        )

    @property
    def wants_fresh_chart(self) -> bool:
        """Whether the chart is read before accounts are chosen: never was, or one was refused."""
        never = self.connection.accounts_read_at is None
        return never or self.incident.failure.reason is FailureReason.ACCOUNT_INVALID

    @property
    def wants_fresh_lists(self) -> bool:
        """Whether the platform's lists are read before one is chosen from: it refused, or never."""
        return self.wants_fresh_chart or self.incident.failure.http_status is not None

    @property
    def is_correction(self) -> bool:
        """Whether all that waits corrects what is in the ledger: none of it is missing there."""
        if self.incident.failure.reason in (FailureReason.CHANGED_IN_BOOKS, FailureReason.DOUBLED):
            return False
        return 0 < self.summary.waiting == self.summary.corrections

    @property
    def open_day(self) -> date | None:
        """The first open day on which what waits could be posted instead of on its own.

        None where the books are not known to be closed on its days, or nothing waits but
        corrections: what stands on a closed day cannot be moved off it.
        """
        if self.is_correction:
            return None
        return max(self._first_open(self.summary.first_date, self.summary.last_date), default=None)

    @property
    def is_shut(self) -> bool:
        """Whether the books are known to be closed on a day of what waits, or corrects."""
        summary = self.summary
        return any(self._first_open(summary.first_date, summary.last_date, summary.corrects_on))

    def _first_open(self, *days: date | None) -> Sequence[date]:
        """Return the first open day after each that is closed, where that is why they wait."""
        if self.incident.failure.reason is not FailureReason.PERIOD_CLOSED:
            return []
        if not self.summary.waiting or not self.connection.platform.takes_ours:
            return []
        after = [self.connection.closed.first_open(day) for day in days if day is not None]
        return [day for day in after if day is not None]
