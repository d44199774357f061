"""Tryton as a ledger that jefail posts to: a move is created as a draft, then posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from connectors.changed import otherwise
from connectors.tryton import outcomes
from connectors.tryton.books import Books
from connectors.tryton.calls import Calls
from connectors.tryton.company import read_lists, read_rules
from connectors.tryton.creating import Creating
from connectors.tryton.currencies import rate_on
from connectors.tryton.look_up import LookUp
from connectors.tryton.settings import TrytonSettings
from connectors.tryton.writing import Writing
from journal.books.book import Account, NewAccount
from journal.books.closed_days import ClosedDays
from journal.books.lists import CompanyRules, Dimension, ListItem
from journal.books.rates import Rate
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import LedgerEntry, Outcome, ReadyEntry, Refused
from journal.errors import LedgerError, WrongBooks
from journal.ports import Capabilities, Change, Clock, Wanted

CALLS_PER_MINUTE = 600
"""Tryton has no limit of its own; it is someone's own server."""


@dataclass(frozen=True, slots=True)
class TrytonLedger:
    """One company's ledger."""

    calls: Calls
    books: Books
    settings: TrytonSettings
    home_currency: str
    now: Clock

    @property
    def capabilities(self) -> Capabilities:
        """No keys, so the caller looks first; one at a time, since the posting number is locked.

        A closed period takes no drafts either.
        """
        return Capabilities(calls_per_minute=CALLS_PER_MINUTE, in_flight=1)

    async def post(self, entry: ReadyEntry, draft: LedgerEntry | None = None) -> Outcome:
        """Carry `entry` into the ledger, or post its `draft` there. Never raises."""
        writing = Writing(self.books, self.settings, self.home_currency, self.accounts)
        return await writing.post(entry, draft)

    async def save_draft(self, entry: ReadyEntry) -> Outcome:  # noqa: ARG002  as the port has it
        """Refuse: a closed period takes no drafts, so there is nothing to be gained."""
        words = "Tryton takes no drafts in closed periods"
        return Refused(Failure(FailureReason.VALIDATION_OTHER, words=words))

    async def replace(self, entry: ReadyEntry, there: LedgerEntry) -> Outcome:
        """Refuse: what is posted in Tryton stays as it is. Never raises."""
        del entry
        return outcomes.stays(there)

    async def read(self, there: LedgerEntry) -> LedgerEntry:
        """Return it as it stands now: one call."""
        look_up = LookUp(self.books, self.settings)
        return await look_up.read(there.ledger_id, self.home_currency)

    async def find(self, wanted: Sequence[Wanted]) -> Sequence[LedgerEntry]:
        """Return whatever may be one of `wanted`; drafts are marked."""
        return await LookUp(self.books, self.settings).find(wanted, self.home_currency)

    async def changes(self, since: datetime) -> Sequence[Change]:
        """Return the moves written since a moment (aware UTC): one call. Raises as `find`.

        Deleted drafts are not told, so what waits is looked for all the same: two calls for two
        hundred entries. What is posted nobody can delete there.
        """
        return await LookUp(self.books, self.settings).written(since, self.home_currency)

    async def examine(
        self, changes: Sequence[Change], known: Mapping[str, str]
    ) -> Sequence[Change]:
        """Return all of them: Tryton counts no versions, and shows its moves whole."""
        return otherwise(changes, known)

    async def with_author(self, change: Change) -> Change:
        """Return it with who wrote it last: two calls. Never raises.

        Of a user whom ours may not see nobody is named.
        """
        try:
            by = await LookUp(self.books, self.settings).author(change.ledger_id)
        except LedgerError:
            return change
        return replace(change, by=by)

    async def missing(self, posted: Mapping[str, date]) -> Sequence[str]:  # noqa: ARG002
        """Return none: "You cannot modify posted move", says Tryton to who would delete one."""
        return []

    async def taken_numbers(self, numbers: Sequence[str]) -> frozenset[str]:  # noqa: ARG002
        """Return none: Tryton counts moves itself."""
        return frozenset()

    async def accounts(self) -> Sequence[Account]:
        """Return the whole chart, closed accounts too."""
        return await self.books.accounts(self.now().date())

    async def lists(self) -> Sequence[ListItem]:
        """Return parties, taxes and analytic accounts, inactive ones too."""
        self.books.forget("analytics", "taxes", "chart")
        return await read_lists(self.books, self.now().date())

    async def company_rules(self) -> CompanyRules:
        """Return what lines of the company carry, and which of them need an analytic account."""
        return await read_rules(self.books, self.home_currency, self.now().date())

    async def rate(self, currency: str, day: date) -> Rate | None:
        """Return what one unit of `currency` was worth on `day`, by Tryton's own rates."""
        return await rate_on(self.books, currency, self.home_currency, day)

    async def create_item(self, dimension: Dimension, name: str, kind: str, key: str) -> ListItem:
        """Make a party or an analytic account; what has the name already is returned.

        Raises as `Creating.item`.
        """
        del kind, key  # a party is of no kind, and Tryton knows no keys
        return await Creating(self.books).item(dimension, name)

    async def create_account(self, new: NewAccount, key: str) -> Account:
        """Raise: this cannot be done from here."""
        del new, key
        raise LedgerError("Accounts are made in Tryton itself, from its template of a chart.")

    async def closed_days(self) -> ClosedDays:
        """Return the days of closed periods."""
        return await self.books.closed_days()

    async def check(self) -> None:
        """Return when Tryton lets us into the company, and its currency is the book's."""
        theirs = await self.books.currency()
        if theirs != self.home_currency:
            raise WrongBooks(
                f"Tryton keeps the books of this company in {theirs}, not {self.home_currency}"
            )
