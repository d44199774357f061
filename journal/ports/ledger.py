"""The books outside: what an accounting platform is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from journal.amounts.money import Money
from journal.books.book import Account, AccountKind, Connection, NewAccount
from journal.books.closed_days import ClosedDays
from journal.books.lists import CompanyRules, Dimension, Field, ListItem
from journal.books.rates import Rate
from journal.entries.posting import LedgerEntry, Outcome, ReadyEntry


@dataclass(frozen=True, slots=True)
class Wanted:
    """An entry to look for in the ledger, on one of its days."""

    number: str  # ours, "JF-12": looked for on every day
    reference: str  # the caller's: looked for on `date` alone
    date: date
    total: Money | None = None  # what else comes to this on `date` is shown as well
    ids: tuple[str, ...] = ()  # ledger ids: shown if they are there, whatever they say
    own_number: str = ""  # the caller's own number, where the ledger may have it as its number


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that was made, changed or deleted there, as the platform tells it."""

    ledger_id: str
    there: LedgerEntry | None  # as it stands now; None: it was deleted or voided
    by: str = ""  # who did it, as the platform calls them; "": it does not say
    at: datetime | None = None  # when, with the platform's own offset; None: it does not say


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform can do that others cannot."""

    native_idempotency: bool = False  # the same key stores nothing twice
    drafts: bool = False  # an entry can be left as a draft where the books are closed
    changes: bool = False  # it tells all that changed since a moment: the rest needs no look
    changes_reach: timedelta = timedelta(days=29)  # how long ago that may be; else all is looked at
    look_every: timedelta = timedelta()  # how seldom it is asked for changes, or looked through
    counts_posted: int = 0  # so many posted ones are looked for at once, as nothing tells deletions
    replaces: bool = False  # a posted entry can be changed in place
    calls_per_minute: int = 60
    burst: int = 0  # calls that may go ahead of their turn after a quiet time
    in_flight: int = 5  # calls at once for one connection
    account_kinds: tuple[AccountKind, ...] = ()  # accounts can be made there, of these kinds
    accounts_numbered: bool = False  # an account that is made has to have a number
    creates: frozenset[Field] = frozenset()  # choices of these lists can be made there


class Ledger(Protocol):
    """One connection to an accounting platform that jefail posts to."""

    @property
    def capabilities(self) -> Capabilities:
        """What this platform can do."""

    async def post(self, entry: ReadyEntry, draft: LedgerEntry | None = None) -> Outcome:
        """Carry `entry` into the ledger. Never raises.

        With native idempotency the same key twice stores it once; without, the caller must
        `find` before any second try. `draft`: its draft that is there already becomes the entry.
        """

    async def save_draft(self, entry: ReadyEntry) -> Outcome:
        """Leave `entry` there as a draft, which is not in the books. Never raises.

        Refused where the platform has no drafts (`capabilities.drafts`).
        """

    async def replace(self, entry: ReadyEntry, there: LedgerEntry) -> Outcome:
        """Put `entry` in place of `there`, if it still stands as `there.version` says.

        Never raises. Refused as MATCHED_OR_EDITED where it was changed meanwhile, is matched,
        reconciled or deposited, or was deleted; refused where the platform cannot
        (`capabilities.replaces`). Without an answer the same is asked again, with the same `there`:
        what was done is found done, by `entry.key` or by looking. One call or two, beside what
        explains a refusal.
        """

    async def read(self, there: LedgerEntry) -> LedgerEntry:
        """Return `there` as it stands now, with its lines, in one call or two.

        Accounts are named as people call them.

        Raises:
            LedgerError: it could not be read, or is not there any more. AuthorisationLost.
        """

    async def find(self, wanted: Sequence[Wanted]) -> Sequence[LedgerEntry]:
        """Return whatever may be one of `wanted`, each once, with its lines, in few calls.

        What has one of the ids; bears our number or names it; or is of the day and names the
        reference or comes to the total. Drafts too, deleted ones never. Which of these is which
        entry is not decided here (`journal.matching.proof`).

        Raises:
            LedgerError: it could not be read. AuthorisationLost: jefail has no access.
        """

    async def taken_numbers(self, numbers: Sequence[str]) -> frozenset[str]:
        """Return which of the callers' own numbers entries there have already, in few calls.

        None where nothing has such a number there, or where equal ones are no trouble. Raises as
        `find`.
        """

    async def accounts(self) -> Sequence[Account]:
        """Return the whole chart, inactive accounts too. Raises as `find`."""

    async def lists(self) -> Sequence[ListItem]:
        """Return every choice of every list that lines may carry, inactive ones too.

        Nothing where lines carry no more than an account there. Raises as `find`.
        """

    async def company_rules(self) -> CompanyRules:
        """Return what the company wants on its lines. Raises as `find`."""

    async def rate(self, currency: str, day: date) -> Rate | None:
        """Return what one unit of `currency` is worth on `day`, as the platform has it.

        The newest rate up to that day, with its own day. None where it has none. Raises as `find`.
        """

    async def create_account(self, new: NewAccount, key: str) -> Account:
        """Make an account and return it, where that can be done (`capabilities.account_kinds`).

        `key` is the same when it is asked once more. No name is there twice, so without an
        answer the chart tells.

        Raises:
            AccountRefused: the platform will not. AuthorisationLost: jefail has no access.
            LedgerError: whether it was made is not known, or it cannot be done there at all.
        """

    async def create_item(self, dimension: Dimension, name: str, kind: str, key: str) -> ListItem:
        """Make a choice of one of the lists and return it, where that can be done.

        That is so for the fields in `capabilities.creates`. `kind`: of a name, a `NameKind`. `key`
        is the same when it is asked once more; without an answer the list tells.

        Raises:
            ItemRefused: the platform will not. AuthorisationLost: jefail has no access.
            LedgerError: whether it was made is not known, or it cannot be done there at all.
        """

    async def closed_days(self) -> ClosedDays:
        """Return the days that take no entries. Raises as `find`."""

    async def changes(self, since: datetime) -> Sequence[Change]:
        """Return what was made, changed or deleted since a moment (aware UTC). Raises as `find`.

        Perhaps without lines, state or version, where a list shows none. What was deleted is told
        where the platform lists it. Nothing where the platform cannot tell at all.
        """

    async def examine(
        self, changes: Sequence[Change], known: Mapping[str, str]
    ) -> Sequence[Change]:
        """Return those of `changes`, in their order, that stand otherwise than is `known`, whole.

        `known`: the versions that they had when jefail wrote or saw them, by ledger id. What is
        shown whole costs no call. Raises as `find`.
        """

    async def with_author(self, change: Change) -> Change:
        """Return `change` with who did it, where that takes another call. Never raises."""

    async def missing(self, posted: Mapping[str, date]) -> Sequence[str]:
        """Return which of `posted` (ledger ids with their days) are not there any more.

        Asked only where `changes` does not tell what was deleted (`capabilities.counts_posted`):
        a call, and one more for each that seems to be missing. Raises as `find`.
        """

    async def check(self) -> str | None:
        """Return when jefail has access. Raises as `find`.

        A posting service says where it posts to: "QuickBooks (through Cedar's importer)".
        """


OpenLedger = Callable[[Connection], Ledger]
