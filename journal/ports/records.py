"""What goes between the rules and the store: clicks, attempts, answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from journal.amounts.money import Money
from journal.books.book import Book, Connection
from journal.books.closing import MonthEnd
from journal.entries.entry import Entry
from journal.entries.failure import Failure, FailureReason
from journal.entries.handing_in import Fate
from journal.entries.posting import Outcome
from journal.entries.restating import Restated
from journal.incidents.detection import Verdict
from journal.incidents.incident import NOTHING, Tally
from journal.seeing import Viewer


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What became of one entry that was handed in."""

    reference: str
    number: str  # "JF-1042"; empty when it was not taken
    taken: bool  # False: it was known already, and nothing changed
    error: str = ""
    restated: Restated | None = None  # it reads as another entry than the one that is known
    fate: Fate = field(default=Fate.NEW, compare=False)
    remarks: tuple[str, ...] = ()  # what of its words will not be in the ledger, as sentences


@dataclass(frozen=True, slots=True)
class Click:
    """One request of one person. `id` is the same when Slack delivers it again."""

    id: str
    actor: str  # Slack user id
    is_external: bool = False  # Slack says with the click that they are of another workspace
    second: str | None = None  # who approved what the actor had asked for
    asked_at: datetime | None = None  # when the actor did

    @property
    def viewer(self) -> Viewer:
        """Who pressed, and so whose books it can be about."""
        return Viewer(self.second or self.actor)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at one entry, how it ended, and where that leaves the entry."""

    entry: Entry
    outcome: Outcome
    verdict: Verdict
    at: datetime
    incident_id: int | None = None  # the case it belongs to now
    amount: Money | None = None  # what was sent, or is there already; None: not known
    costs: Mapping[str, Money] | None = None  # of one piece of each SKU in that; None: not known
    sent_at: datetime | None = None  # when it left last without an answer, so that it may come yet
    look_again_at: datetime | None = None  # when a second copy of it is looked for


@dataclass(frozen=True, slots=True)
class Hold:
    """The right of one run to do some work on some key, alone. Each one has a higher number."""

    work: str
    key: str
    job_id: int
    number: int


@dataclass(frozen=True, slots=True)
class Slot:
    """Calls to a platform that are reserved, by the clock of the database."""

    wait: timedelta  # from now until the first of them; never below nothing
    begins_at: datetime
    ends_at: datetime  # when the next call may be made


@dataclass(frozen=True, slots=True)
class PastAttempt:
    """One try as it is remembered."""

    at: datetime
    number: str
    outcome: str  # posted, refused or uncertain
    words: str
    code: str
    http_status: int | None
    trace: str
    actor: str | None = None  # who asked for it; None: nobody, or it is not known
    answer: str = ""  # the platform's whole answer to what it refused, secrets taken out


@dataclass(frozen=True, slots=True)
class WatchedMonth:
    """A book whose months close, and one of them: the newest that was told of, or one to tell."""

    book: Book
    month: date = date.min  # its first day
    told: MonthEnd | None = None

    @property
    def key(self) -> tuple[int, date]:
        """What tells it from the others."""
        return self.book.id, self.month


@dataclass(frozen=True, slots=True)
class BookStatus:
    """One book as `/jefail status` shows it."""

    book: Book
    connection: Connection | None
    posted_today: int
    waiting: int
    amounts: tuple[Money, ...]
    oldest_failed_at: datetime | None
    incidents: int
    unchecked: Tally = NOTHING  # said to be fixed in the platform, which was not seen yet
    stopped_at: datetime | None = None  # jefail gave up posting, and has not got through since


@dataclass(frozen=True, slots=True)
class Waiting:
    """Open incidents with entries that can be posted again, and what those come to."""

    incident_ids: tuple[int, ...]  # the first of them
    cards: int
    count: int  # of entries, on all cards
    amounts: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A failure to be told, and the book and channel it was found in."""

    failure: Failure
    fingerprint: str
    book_id: int
    connection_id: int
    sales_channel: str = ""  # empty when it concerns the whole connection


@dataclass(frozen=True, slots=True)
class OpenCases:
    """Which open incidents are asked for; None: whichever. All that is named holds together."""

    book_id: int | None = None
    reason: FailureReason | None = None
    sales_channel: str | None = None  # of an entry that waits on it
    assignee: str | None = None  # Slack user id
    channel_id: str | None = None  # the Slack channel of its book


ALL_OPEN = OpenCases()


@dataclass(frozen=True, slots=True)
class PostedAt:
    """Which posted entries of a book are asked for: one, and those of a channel since a day."""

    currency: str
    sales_channel: str = ""
    skus: tuple[str, ...] = ()  # they hold pieces of any of these
    since: date | None = None  # None: no others than the one
    entry_id: int = 0  # 0: none besides
