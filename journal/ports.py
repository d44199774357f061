"""What the rules need from the outside: the books, the store, a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from journal.book import (
    Account,
    AccountKind,
    Book,
    Connection,
    ConnectionState,
    NewAccount,
    Platform,
)
from journal.closed_days import ClosedDays
from journal.closing import MonthEnd, Outside
from journal.consent import Company, Link, NewLink, SealedTokens
from journal.costs import Uncosted
from journal.detection import Verdict
from journal.entry import Entry, NewEntry, PostingStatus
from journal.failure import Failure, FailureReason
from journal.gaps import Category, Elsewhere, Gap, Mapped
from journal.incident import Case, Incident
from journal.mapping import Known
from journal.money import Money
from journal.moves import Move
from journal.posting import LedgerEntry, Outcome, ReadyEntry
from journal.rights import Person, Rule

Clock = Callable[[], datetime]
"""Returns the present time, aware UTC."""


# --- the books -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """An entry to look for in the ledger: by our number or the caller's reference."""

    number: str
    reference: str
    date: date


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform can do that others cannot."""

    native_idempotency: bool = False  # the same key stores nothing twice
    drafts: bool = False  # an entry can be left as a draft where the books are closed
    changes: bool = False  # it tells what changed since a moment
    look_every: timedelta = timedelta()  # else: how seldom all that failed is looked for there
    lines: bool = False  # an entry is found with its lines
    calls_per_minute: int = 60
    in_flight: int = 5  # calls at once for one connection
    account_kinds: tuple[AccountKind, ...] = ()  # accounts can be made there, of these kinds
    accounts_numbered: bool = False  # an account that is made has to have a number


class Ledger(Protocol):
    """One connection to an accounting platform that jefail posts to."""

    @property
    def capabilities(self) -> Capabilities:
        """What this platform can do."""
        ...

    async def post(self, entry: ReadyEntry, draft: LedgerEntry | None = None) -> Outcome:
        """Carry `entry` into the ledger. Never raises.

        With native idempotency the same key twice stores it once; without, the caller must
        `find` before any second try. `draft`: its draft that is there already becomes the entry.
        """
        ...

    async def save_draft(self, entry: ReadyEntry) -> Outcome:
        """Leave `entry` there as a draft, which is not in the books. Never raises.

        Refused where the platform has no drafts (`capabilities.drafts`).
        """
        ...

    async def find(self, wanted: Sequence[Wanted]) -> Mapping[str, LedgerEntry]:
        """Return those the ledger shows, by number, in few calls; drafts too, deleted ones never.

        Raises:
            LedgerError: it could not be read. AuthorisationLost: it does not let us in.
        """
        ...

    async def accounts(self) -> Sequence[Account]:
        """Return the whole chart, inactive accounts too. Raises as `find`."""
        ...

    async def create_account(self, new: NewAccount, key: str) -> Account:
        """Make an account and return it, where that can be done (`capabilities.account_kinds`).

        `key` is the same when it is asked once more. No name is there twice, so whoever got no
        answer looks into the chart.

        Raises:
            AccountRefused: the platform will not. AuthorisationLost: it does not let us in.
            LedgerError: whether it was made is not known, or it cannot be done there at all.
        """
        ...

    async def closed_days(self) -> ClosedDays:
        """Return the days that take no entries. Raises as `find`."""
        ...

    async def changes(self, since: datetime) -> Sequence[LedgerEntry]:
        """Return the entries made or changed since a moment (aware UTC). Raises as `find`.

        Nothing where the platform cannot tell (`capabilities.changes`).
        """
        ...

    async def check(self) -> None:
        """Return when the platform lets us in. Raises as `find`."""
        ...


OpenLedger = Callable[[Connection], Ledger]


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the platform gave with a consent, to come in with."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    access_expires_at: datetime
    refresh_expires_at: datetime | None = None


FOR_EVER = datetime(9999, 12, 31, tzinfo=UTC)


def tokens_of_key(key: str) -> Tokens:
    """Return what a server is entered with by a key, which neither ends nor is renewed."""
    return Tokens(access=key, refresh="", access_expires_at=FOR_EVER)


class TokenSlot(Protocol):
    """The tokens of one consent, held by one process alone."""

    @property
    def tokens(self) -> Tokens:
        """The newest that were saved, read after the others were shut out."""
        ...

    async def save(self, tokens: Tokens) -> None:
        """Keep `tokens` for good before anything else is done with them."""
        ...


class TokenSafe(Protocol):
    """Where tokens are kept, encrypted. Refreshing is done by one process at a time."""

    async def read(self, consent_id: int) -> Tokens:
        """Return the newest tokens. Raises NotFound."""
        ...

    def alone(self, consent_id: int) -> AbstractAsyncContextManager[TokenSlot]:
        """Shut out every other process from this consent's tokens while inside."""
        ...


class Seal(Protocol):
    """Encrypts what is secret before the store sees it."""

    def tokens(self, tokens: Tokens) -> SealedTokens: ...
    def text(self, secret: str) -> bytes: ...
    def opened(self, sealed: bytes) -> str:
        """Return the text that was sealed. Raises NotFound: with a key that we have no more."""
        ...


@dataclass(frozen=True, slots=True)
class Granted:
    """What a person gave: tokens, and the companies that they let us into."""

    tokens: Tokens
    companies: Sequence[Company]


@dataclass(frozen=True, slots=True)
class Asking:
    """One round to a platform's own page and back."""

    state: str
    verifier: str  # of PKCE
    back: str  # the address that the platform sends the person back to


class SignIn(Protocol):
    """A platform at which a person lets us in on its own page."""

    @property
    def host(self) -> str:
        """Where its page is, as "https://host": the only place our page may lead to."""
        ...

    def address(self, asking: Asking, site: str) -> str:
        """Return where the person goes; `site` as in Connection, "" when not known yet."""
        ...

    async def take(self, answer: Mapping[str, str], asking: Asking) -> Granted:
        """Trade what came back for tokens, and prove them by a call.

        Raises:
            ConsentRefused: the person or the platform said no.
            LedgerError: the platform could not be asked. AuthorisationLost: it refused the code.
        """
        ...


class KeyForm(Protocol):
    """A platform that is entered with a key, which a person types into a form of ours."""

    @property
    def site_hint(self) -> str:
        """What its address looks like."""
        ...

    async def take(self, site: str, key: str) -> Granted:
        """Prove the key by a call. Raises as `SignIn.take`."""
        ...


@dataclass(frozen=True, slots=True)
class WaysIn:
    """How people let us in at each platform that can be connected here."""

    sign_ins: Mapping[Platform, SignIn]
    key_forms: Mapping[Platform, KeyForm]

    @property
    def platforms(self) -> Set[Platform]:
        """Those that a book can be connected to."""
        return self.sign_ins.keys() | self.key_forms.keys()


# --- the store -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What became of one entry that was handed in."""

    reference: str
    number: str  # "JF-1042"; empty when it was not taken
    taken: bool  # False: it was known already, and nothing changed
    error: str = ""


@dataclass(frozen=True, slots=True)
class Click:
    """One request of one person. `id` is the same when Slack delivers it again."""

    id: str
    actor: str  # Slack user id
    is_external: bool = False  # Slack says with the click that they are of another workspace
    second: str | None = None  # who approved what the actor had asked for


@dataclass(frozen=True, slots=True)
class Event:
    """One turn in the story of an incident, told in its thread."""

    kind: str
    actor: str | None = None
    facts: Mapping[str, Any] | None = None  # what the sentence needs: plain JSON values


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at one entry, how it ended, and where that leaves the entry."""

    entry: Entry
    outcome: Outcome
    verdict: Verdict
    at: datetime
    incident_id: int | None = None  # the case it belongs to now


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


class NoticeKind(StrEnum):
    """What is told beside the cards."""

    END = "end"  # to a channel: an authorisation ends soon
    CLOSE = "close"  # to a channel: a month closes soon, and not all of it is in the books
    ASSIGNED = "assigned"  # to a person: somebody gave them an incident
    OWNER = "owner"  # to a person: somebody asks them to connect a book again
    SUPPORT = "support"  # to the channel of those who help: what a person asks them


@dataclass(frozen=True, slots=True)
class NewNotice:
    """Something about an incident to be told in another place than its card's."""

    kind: NoticeKind
    channel_id: str  # of Slack; a user id is told directly
    incident_id: int
    actor: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)  # plain JSON values


@dataclass(frozen=True, slots=True)
class Watched:
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


@dataclass(frozen=True, slots=True)
class Waiting:
    """Open incidents with entries that can be posted again, and what those come to."""

    incident_ids: tuple[int, ...]
    count: int
    amounts: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A failure to be told, and the book and channel it was found in."""

    failure: Failure
    fingerprint: str
    book_id: int
    connection_id: int
    sales_channel: str = ""  # empty when it concerns the whole connection


class Books(Protocol):
    """Books, their connections and what is known for preparing their entries."""

    async def get(self, book_id: int) -> Book: ...
    async def by_slug(self, slug: str) -> Book: ...
    async def all(self) -> Sequence[Book]: ...
    async def connection(self, connection_id: int) -> Connection: ...
    async def connection_of(self, book_id: int) -> Connection: ...
    async def known(self, connection: Connection) -> Known: ...
    async def set_state(self, connection_id: int, state: ConnectionState) -> None: ...
    async def reserve_calls(
        self, connection_id: int, count: int, spacing: timedelta
    ) -> timedelta: ...
    async def polled(self, connection_id: int, at: datetime) -> None: ...
    async def changes_read(self, connection_id: int, to: datetime) -> None: ...
    async def poll_changed(
        self, platform: Platform, realm: str, ledger_ids: Iterable[str], at: datetime
    ) -> None: ...
    async def looked_up_to(self, connection_id: int, entry_id: int) -> None: ...
    async def save_closed_days(self, connection_id: int, closed: ClosedDays) -> None: ...
    async def save_accounts(
        self, connection_id: int, accounts: Sequence[Account], at: datetime
    ) -> None: ...
    async def accounts_are_old(self, connection_id: int) -> None: ...
    async def add_account(self, connection_id: int, account: Account) -> None: ...
    async def poll_times(self) -> tuple[datetime | None, datetime | None]: ...
    async def claim_due_polls(self, at: datetime, next_at: datetime) -> Sequence[int]: ...
    async def statuses(
        self, since: datetime, book_id: int | None = None
    ) -> Sequence[BookStatus]: ...


class Entries(Protocol):
    """Entries and their attempts."""

    async def accept(
        self,
        connection: Connection,
        entries: Sequence[NewEntry],
        at: datetime,
        *,
        corrected: bool = False,
    ) -> Sequence[Acceptance]: ...
    async def find(self, text: str) -> Sequence[Entry]: ...
    async def claim_due(
        self, connection_id: int, job_id: int, at: datetime, limit: int
    ) -> Sequence[Entry]: ...
    async def left_behind(self, connection_id: int, job_id: int, before: datetime) -> None: ...
    async def still_posting(self, entry_ids: Sequence[int]) -> Set[int]: ...
    async def record(self, attempts: Sequence[Attempt]) -> Set[int]: ...
    async def mark_posted(self, entry: Entry, found: LedgerEntry, at: datetime) -> bool: ...
    async def release(self, incident_id: int, at: datetime, *, as_draft: bool = False) -> int: ...
    async def rework(self, entry: Entry, content: NewEntry) -> bool: ...
    async def link(self, entry: Entry, ledger_id: str) -> bool: ...
    async def renumber(self, entry: Entry, ledger_id: str) -> bool: ...
    async def redate(self, incident_id: int, to: date) -> int: ...
    async def waiting_days(self, incident_id: int) -> Sequence[date]: ...
    async def stop(self, incident_id: int) -> int: ...
    async def may_be_sent(self, entry_id: int) -> bool: ...
    async def has_due(self, incident_id: int, at: datetime) -> bool: ...
    async def skip(self, incident_id: int, entry_id: int | None = None) -> int: ...
    async def join(self, incident_id: int, other_id: int) -> int: ...
    async def unskip(self, incident_id: int) -> int: ...
    async def to_look_up(
        self, connection_id: int, limit: int, since: datetime | None = None
    ) -> Sequence[Entry]: ...
    async def are_ours(self, connection_id: int, ledger_ids: Iterable[str]) -> bool: ...
    async def of_incident(
        self, incident_id: int, limit: int, offset: int = 0
    ) -> Sequence[Entry]: ...
    async def on_the_way(self, connection_id: int) -> bool: ...
    async def next_due(self, connection_id: int) -> datetime | None: ...
    async def attempts_of(self, incident_id: int, limit: int) -> Sequence[PastAttempt]: ...


class Incidents(Protocol):
    """Incidents, each locked by whoever reads it to change it, and what is owed to the team."""

    async def for_change(self, incident_id: int) -> Incident: ...
    async def open_for(self, found: Found, at: datetime) -> tuple[Incident, bool]: ...
    async def open_like(self, fingerprint: str) -> Incident | None: ...
    async def awaiting_period(self, connection_id: int) -> Sequence[int]: ...
    async def save(self, incident: Incident) -> None: ...
    async def statuses(self, incident_id: int) -> Mapping[PostingStatus, int]: ...
    async def tell(self, incident: Incident, event: Event, at: datetime) -> None: ...
    async def owe_card(self, incident: Incident) -> None: ...
    async def owe_cards_of(self, connection_id: int, reason: FailureReason) -> None: ...
    async def owed_messages(self) -> int: ...
    async def claim_reminders(self, told_before: datetime, most: int) -> Sequence[Incident]: ...
    async def claim_wakes(self, at: datetime) -> Sequence[tuple[Incident, Incident]]: ...
    async def case(self, incident_id: int) -> Case: ...
    async def waiting(
        self, book_id: int | None, reason: FailureReason | None, most: int
    ) -> Waiting: ...
    async def open_cases(
        self, book_id: int | None, limit: int, offset: int = 0
    ) -> Sequence[Case]: ...


class Costs(Protocol):
    """Unit costs as incidents wait for them."""

    async def lacking(self, incident_id: int) -> Sequence[Uncosted]: ...
    async def save(self, incident: Incident, costs: Mapping[str, Money]) -> None: ...
    async def release(self, incident_id: int, at: datetime) -> int: ...
    async def are_awaited(self, channel_id: str) -> bool: ...
    async def awaited_in(self, channel_id: str, ts: str) -> int | None: ...
    async def thread_of(self, incident_id: int) -> tuple[str, str] | None: ...


class Consents(Protocol):
    """Links to connect a book, and what people gave by them. States are kept as digests."""

    async def invite(self, new: NewLink) -> None: ...
    async def link(self, digest: bytes) -> Link | None: ...
    async def spend(
        self, link_id: int, at: datetime, state: bytes | None = None, verifier: bytes | None = None
    ) -> bool: ...
    async def came_back(self, state: bytes, at: datetime) -> Link | None: ...
    async def offer(
        self, link_id: int, consent_id: int, companies: Sequence[Company], until: datetime
    ) -> None: ...
    async def offered(self, state: bytes) -> Link | None: ...
    async def settle(self, link_id: int, at: datetime) -> None: ...
    async def add(self, platform: Platform, tokens: SealedTokens, by: str, at: datetime) -> int: ...
    async def connect(
        self, to: Book, platform: Platform, company: Company, consent_id: int
    ) -> Connection: ...
    async def on(self, platform: Platform) -> Sequence[tuple[Connection, str]]: ...
    async def serve(self, connection_id: int, consent_id: int, by: str) -> None: ...
    async def claim_ending(self, at: datetime, warning: timedelta) -> Sequence[Connection]: ...


class Notices(Protocol):
    """What is told beside the cards, to a channel or to one person."""

    async def tell(self, new: NewNotice, at: datetime) -> None: ...
    async def tell_of_end(self, connection: Connection, at: datetime) -> None: ...
    async def owner_moved(self, incident_id: int) -> None: ...
    async def end_moved(self, connection_id: int) -> None: ...


class Closings(Protocol):
    """Months that close, each with its notice."""

    async def watched(self) -> Sequence[Watched]: ...
    async def outside(
        self, months: Sequence[Watched], before: datetime
    ) -> Mapping[tuple[int, date], Outside]: ...
    async def tell(self, one: Watched, stands: MonthEnd, at: datetime) -> bool: ...


class Mappings(Protocol):
    """Which account each category goes to, and what waits for that to be known."""

    async def hold(self, book_id: int, incident_id: int) -> None:
        """Shut out others from the book's mapping, and lock all incidents that wait for it.

        In the order of their ids, as everybody does who locks several; the one named as well.
        """
        ...

    async def save(
        self, book_id: int, accounts: Mapping[Category, str], by: str | None
    ) -> None: ...
    async def kept(self, book_id: int, categories: Iterable[Category]) -> Sequence[Mapped]: ...
    async def rows(self, incident_id: int) -> Sequence[Gap]:
        """Return every category of the incident's failed entries, mapped or not."""
        ...

    async def named(self, incident_id: int) -> Sequence[str]:
        """Return the accounts that lines of the incident's failed entries name themselves."""
        ...

    async def lacks(
        self, book_id: int, mapped: Iterable[Category]
    ) -> Sequence[tuple[Set[Category], int]]:
        """Return what waiting entries lack beside `mapped`, and how many lack just that."""
        ...

    async def waiting_for(self, book_id: int, categories: Iterable[Category]) -> Sequence[int]:
        """Return the open incidents of which any entry waits for one of them, in order."""
        ...

    async def elsewhere(self, names: Iterable[str]) -> Sequence[Elsewhere]:
        """Return what any book maps categories of these names to, the newest first."""
        ...

    async def last_used(self, book_id: int, limit: int) -> Sequence[str]:
        """Return the accounts that the book's newest mappings lead to."""
        ...


class Clicks(Protocol):
    """Clicks that were taken, kept long enough to know a redelivered one."""

    async def remember(self, click: Click) -> bool: ...


class Rights(Protocol):
    """Who may what, and who is who as Slack told it last."""

    async def rule(self, book_id: int, move: Move) -> Rule: ...
    async def rules(self, book_id: int) -> Sequence[Rule]: ...
    async def person(self, person_id: str) -> Person | None: ...
    async def team(self, rule: Rule) -> Sequence[Person]: ...
    async def preparers(self, incident_id: int) -> Set[str]: ...


class Drafts(Protocol):
    """What was typed on the pages of forms that are still open, by the form's own id."""

    async def keep(self, view_id: str, typed: Mapping[str, str]) -> None: ...
    async def of(self, view_id: str) -> Mapping[str, str]: ...


class Jobs(Protocol):
    """Work that is due once the transaction commits. A job carries a key, never the truth."""

    async def post_entries(self, connection_id: int, at: datetime | None = None) -> None: ...
    async def poll(self, connection_id: int) -> None: ...
    async def send_cards(self, channel_id: str) -> None: ...
    async def read_cost_file(self, key: str) -> None: ...

    async def hold(self, work: str, key: str, job_id: int) -> bool:
        """Let `job_id` alone do `work` on `key`. False: another running job does it.

        A holder that died lets go by itself, since its job is then no longer running.
        """
        ...

    async def let_go(self, work: str, key: str, job_id: int) -> None:
        """End `hold`. What is due must be looked at once more in this same transaction."""
        ...


class Store(Protocol):
    """One unit of work: all of it is kept when the block ends, none when it raises."""

    @property
    def books(self) -> Books: ...
    @property
    def entries(self) -> Entries: ...
    @property
    def incidents(self) -> Incidents: ...
    @property
    def costs(self) -> Costs: ...
    @property
    def consents(self) -> Consents: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def closings(self) -> Closings: ...
    @property
    def mappings(self) -> Mappings: ...
    @property
    def clicks(self) -> Clicks: ...
    @property
    def rights(self) -> Rights: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def jobs(self) -> Jobs: ...


OpenStore = Callable[[], AbstractAsyncContextManager[Store]]
