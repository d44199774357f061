"""What is kept of books: their connections and charts, mappings, costs and months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, datetime, timedelta
from typing import Protocol

from journal.amounts.money import Money
from journal.books.book import Account, Book, Connection, ConnectionState, Platform
from journal.books.closed_days import ClosedDays
from journal.books.closing import MonthEnd, Outside
from journal.books.company import Company
from journal.books.rates import DayRate, Rate, RateRule
from journal.entries.costs import Uncosted
from journal.entries.placing import Known
from journal.incidents.change_cost_preview import Costed, LeftOut, NewCosts
from journal.incidents.cost_preview import Uncounted
from journal.incidents.gaps import Category, Gap, Mapped, OtherBookMapping
from journal.incidents.incident import Incident, Tally
from journal.ports.records import (
    BookStatus,
    PostedAt,
    Slot,
    WatchedMonth,
)


class Books(Protocol):
    """Books, their connections and what is known for preparing their entries."""

    async def get(self, book_id: int) -> Book:
        """Return the book. Raises NotFound."""

    async def by_slug(self, slug: str) -> Book:
        """Return the book with this short name, whatever its case. Raises NotFound."""

    async def all(self) -> Sequence[Book]:
        """Return every book by name."""

    async def are_in(self, channel_id: str) -> bool:
        """Whether the Slack channel is any book's; everyone in it knows as much."""

    async def connection(self, connection_id: int) -> Connection:
        """Return the connection. Raises NotFound."""

    async def connection_of(self, book_id: int) -> Connection:
        """Return the book's connection. Raises NotFound when it has none yet."""

    async def known(self, connection: Connection) -> Known:
        """Return the chart, mapping and costs that the connection's entries need."""

    async def hold_known(self, book_id: int) -> None:
        """Keep others from changing mapping and costs until this unit of work ends."""

    async def set_state(self, connection_id: int, state: ConnectionState) -> None:
        """Remember whether jefail has access to the platform."""

    async def reserve_calls(self, connection_id: int, count: int, spacing: timedelta) -> Slot:
        """Reserve `count` calls to the platform, `spacing` apart; return when they may be made.

        The row is shared by every process, so together they keep the platform's limit. What lies
        further ahead than any run reserves was left by a clock that stepped, and does not count.
        """

    async def give_calls_back(self, connection_id: int, slot: Slot) -> None:
        """Let others have calls that were reserved and are not made.

        They stay reserved if anybody has reserved since: nobody's turn is handed out twice.
        """

    async def note_polled(self, connection_id: int, at: datetime) -> None:
        """Remember when the connection was looked at."""

    async def note_no_answer(self, connection_id: int, at: datetime) -> bool:
        """Remember that the platform did not answer a poll; True: it had answered the one before.

        `at` is kept as when that began.
        """

    async def note_changes_read(self, connection_id: int, to: datetime) -> None:
        """Remember until when it is known here what changed in the ledger."""

    async def poll_changed(
        self, platform: Platform, realm: str, ledger_ids: Iterable[str], at: datetime
    ) -> None:
        """Make the polls of a company due where any of its changed entries is not one of ours.

        What we posted ourselves just now is no news: its id is known with the platform's answer.
        What we posted longer ago, someone may have changed or deleted.
        """

    async def note_looked_up_to(self, connection_id: int, entry_id: int) -> None:
        """Remember the last failed entry that was looked for, so that the next poll goes on."""

    async def save_posts_to(self, connection_id: int, name: str) -> None:
        """Remember what people call the platform that a posting service posts to."""

    async def save_closed_days(self, connection_id: int, closed: ClosedDays) -> None:
        """Remember which days take no entries."""

    async def save_accounts(
        self, connection_id: int, accounts: Sequence[Account], at: datetime
    ) -> None:
        """Keep `accounts` as the chart, instead of what was read before."""

    async def save_company(self, connection_id: int, company: Company, at: datetime) -> None:
        """Keep chart, lists and rules, instead of what was read before."""

    async def save_rates(self, connection_id: int, rates: Mapping[tuple[str, date], Rate]) -> None:
        """Keep what the platform says of currencies and days; what it said first stays."""

    async def agree_rates(
        self, book_id: int, rates: Mapping[tuple[str, date], Rate], by: str
    ) -> None:
        """Keep the rates that a person agreed to, by currency and day of the entries."""

    async def rates_wanted(self, incident_id: int) -> Sequence[DayRate]:
        """Return the days of what waits of an incident, oldest first, with the platform's rates."""

    async def save_rate_rule(self, book_id: int, rule: RateRule) -> None:
        """Keep where rates of a book come from when an entry has none."""

    async def save_rounding_account(self, book_id: int, account: str) -> None:
        """Keep where rounding differences of converted entries go; "": none is converted."""

    async def accounts_are_old(self, connection_id: int) -> None:
        """Have the chart read again before the next entry is judged by it."""

    async def add_account(self, connection_id: int, account: Account) -> None:
        """Add an account that was made just now to the chart as it was read before."""

    async def poll_times(self) -> tuple[datetime | None, datetime | None]:
        """Return when a connection was last looked at, and when one will be next."""

    async def claim_due_polls(self, at: datetime, next_at: datetime) -> Sequence[int]:
        """Return the connections due to be looked at; each is due again at `next_at`."""

    async def statuses(self, since: datetime, book_id: int | None = None) -> Sequence[BookStatus]:
        """Return each book with what was posted since and what waits; four statements."""


class Mappings(Protocol):
    """Which account each category goes to, and what waits for that to be known."""

    async def hold(self, book_id: int, incident_id: int) -> None:
        """Shut out others from the book's mapping, and lock all incidents that wait for it.

        In the order of their ids, as all do who lock several; the one named as well.
        """

    async def hold_book_of(self, incident_id: int) -> None:
        """As `hold`, for the incident's book; nothing where there is no such incident."""

    async def save(
        self, book_id: int, accounts: Mapping[Category, Account], by: str | None
    ) -> None:
        """Keep the accounts by their ids; what lines call an account is kept as an alias."""

    async def kept(self, book_id: int, categories: Iterable[Category]) -> Sequence[Mapped]:
        """Return what is kept of these categories and names, where there is anything."""

    async def rows(self, incident_id: int) -> Sequence[Gap]:
        """Return every category and named account of the incident's failed entries."""

    async def named(self, incident_id: int) -> Sequence[str]:
        """Return the accounts that lines of the incident's failed entries name themselves."""

    async def names(self, book_id: int) -> Sequence[str]:
        """Return the accounts that lines name of all that waits for accounts in the book."""

    async def lacks(
        self, book_id: int, mapped: Iterable[Category]
    ) -> Sequence[tuple[Set[Category], int]]:
        """Return what waiting entries lack beside `mapped`, and how many lack just that."""

    async def waiting_for(self, book_id: int, categories: Iterable[Category]) -> Sequence[int]:
        """Return the open incidents of which any entry waits for one of them, in order."""

    async def whole(
        self, incident_ids: Sequence[int], mapped: Iterable[Category]
    ) -> tuple[Tally, Sequence[int]]:
        """Return what of the incidents lacks nothing beside `mapped`: how much, and its ids."""

    async def elsewhere(self, names: Iterable[str]) -> Sequence[OtherBookMapping]:
        """Return what any book maps categories of these names to, the newest first."""

    async def last_used(self, book_id: int, limit: int) -> Sequence[str]:
        """Return the accounts that the book's newest mappings lead to."""


class Costs(Protocol):
    """Unit costs as incidents wait for them."""

    async def lacking(self, incident_id: int) -> Sequence[Uncosted]:
        """Return every variant without a cost in what waits of the incident, most sold first."""

    async def save(self, incident: Incident, costs: Mapping[str, Money]) -> None:
        """Keep what one piece of each SKU costs in the incident's book and sales channel."""

    async def hold(self, incident_id: int) -> None:
        """Shut out others from what is known of the incident's book; before it is locked itself."""

    async def worth(self, incident_id: int) -> Tally:
        """Return what waits of the incident, pieces at the costs that are known."""

    async def uncounted(self, incident_id: int) -> Sequence[Uncounted]:
        """Return what waits of the incident, with the variants whose costs it is posted at."""

    async def release(self, incident_id: int, at: datetime) -> int:
        """Make those refused entries due of which every variant has a cost; return how many."""

    async def posted_at(self, book_id: int, asked: PostedAt, most: int) -> Sequence[Costed]:
        """Return what is posted and holds such pieces, oldest first; at most so many, and one more.

        Only entries of which it is known at what costs they were posted.
        """

    async def left_out(self, book_id: int, asked: PostedAt, most: int) -> Sequence[LeftOut]:
        """Return the first entries that hold such pieces as well, and can't be corrected now."""

    async def post_at(
        self, incident_id: int, entries: Sequence[Costed], costs: NewCosts, at: datetime
    ) -> int:
        """Have posted entries corrected to `costs`, on an incident; return how many.

        What is not any more as it was read stays as it is.
        """

    async def keep(self, book_id: int, sales_channel: str, costs: Mapping[str, Money]) -> None:
        """Keep what one piece of each SKU costs from now on, whatever it cost before."""

    async def hold_book(self, book_id: int) -> None:
        """As `hold`, for what concerns no incident."""

    async def are_awaited(self, channel_id: str) -> bool:
        """Return whether a card in the Slack channel waits for costs."""

    async def awaited_in(self, channel_id: str, ts: str) -> int | None:
        """Return the incident whose card is the message `ts`, when it waits for costs."""

    async def thread_of(self, incident_id: int) -> tuple[str, str] | None:
        """Return the Slack channel and the `ts` of the incident's card, once it is there."""


class Closings(Protocol):
    """Months that close, each with its notice."""

    async def watched(self) -> Sequence[WatchedMonth]:
        """Return the books whose months close on a set day, or were told of, by their id."""

    async def outside(
        self, months: Sequence[WatchedMonth], before: datetime
    ) -> Mapping[tuple[int, date], Outside]:
        """Return by book and month what is not in the books and came in before, or was refused."""

    async def tell(self, one: WatchedMonth, stands: MonthEnd, at: datetime) -> bool:
        """Owe the notice as the month stands. False: someone else told of it meanwhile."""
