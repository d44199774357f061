"""The ledger behind a posting service, as far as the service shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from connectors.posting_service.calls import FORBIDDEN, NOT_FOUND, Calls
from connectors.posting_service.wire import WireAccounts, WireBook, WireReports, read
from journal.books.book import Account, NewAccount
from journal.books.closed_days import OPEN, ClosedDays
from journal.books.lists import CompanyRules, Dimension, ListItem
from journal.books.rates import Rate
from journal.entries.failure import Failure, FailureReason, ReadingRefused
from journal.entries.posting import LedgerEntry, Outcome, ReadyEntry, Refused
from journal.errors import AuthorisationLost, LedgerError
from journal.ports import Capabilities, Change, Wanted
from journal.posting_service.reports import ReportState

MOST = 50
"""References in one question; the contract's limit."""
_NOT_OURS = "The entries of this book are posted by its posting service, not by jefail."


@dataclass(frozen=True, slots=True)
class ServiceLedger:
    """What is looked at in a book's ledger. Nothing is posted here: the service does that."""

    calls: Calls

    @property
    def capabilities(self) -> Capabilities:
        """Nothing is sent twice, since nothing is sent."""
        return Capabilities(native_idempotency=True)

    async def post(self, entry: ReadyEntry, draft: LedgerEntry | None = None) -> Outcome:
        """Refuse: two who post to one ledger post twice. Never raises."""
        del entry, draft
        return Refused(Failure(FailureReason.VALIDATION_OTHER, words=_NOT_OURS))

    async def save_draft(self, entry: ReadyEntry) -> Outcome:
        """Refuse, as `post` does. Never raises."""
        return await self.post(entry)

    async def replace(self, entry: ReadyEntry, there: LedgerEntry) -> Outcome:
        """Refuse, as `post` does. Never raises."""
        return await self.post(entry, there)

    async def read(self, there: LedgerEntry) -> LedgerEntry:
        """Return it as it is known: a service shows no lines of the ledger's."""
        return there

    async def find(self, wanted: Sequence[Wanted]) -> Sequence[LedgerEntry]:
        """Return those that the service says are posted. Raises as `check`.

        It posted them, so its word is proof (`LedgerEntry.is_of`): it shows no lines.
        """
        number_of = {one.reference: one.number for one in wanted}
        found: list[LedgerEntry] = []
        references = list(number_of)
        for start in range(0, len(references), MOST):
            query = [("reference", one) for one in references[start : start + MOST]]
            shown = read(await self.calls.get("/entries", query), WireReports)
            found += [
                replace(one.in_ledger(), is_of=number_of[one.reference])
                for one in shown.reports
                if one.state is ReportState.POSTED and one.reference in number_of
            ]
        return found

    async def taken_numbers(self, numbers: Sequence[str]) -> frozenset[str]:
        """Return none: nothing is numbered from here."""
        del numbers
        return frozenset()

    async def accounts(self) -> Sequence[Account]:
        """Return the whole chart. Raises as `check`."""
        shown = read(await self.calls.get("/accounts"), WireAccounts)
        return [one.account() for one in shown.accounts]

    async def lists(self) -> Sequence[ListItem]:
        """Return no choices: lines carry no more than an account from here."""
        return ()

    async def company_rules(self) -> CompanyRules:
        """Return that the company wants nothing beside."""
        return CompanyRules()

    async def rate(self, currency: str, day: date) -> Rate | None:
        """Return that nothing is known of rates here."""
        del currency, day
        return None

    async def create_item(self, dimension: Dimension, name: str, kind: str, key: str) -> ListItem:
        """Raise: this cannot be done from here."""
        del name, kind, key
        raise LedgerError(
            f"{dimension.label} is set up at the platform behind the posting service."
        )

    async def create_account(self, new: NewAccount, key: str) -> Account:
        """Raise: this cannot be done from here."""
        del new, key
        raise LedgerError("Accounts are made at the platform behind the posting service.")

    async def closed_days(self) -> ClosedDays:
        """Return none: which days are closed is for the service to find."""
        return OPEN

    async def examine(
        self, changes: Sequence[Change], known: Mapping[str, str]
    ) -> Sequence[Change]:
        """Return nothing: what a service posted, it watches itself."""
        del changes, known
        return []

    async def with_author(self, change: Change) -> Change:
        """Return it as it is."""
        return change

    async def missing(self, posted: Mapping[str, date]) -> Sequence[str]:
        """Return nothing, as `examine`."""
        del posted
        return []

    async def changes(self, since: datetime) -> Sequence[Change]:
        """Return nothing: changes are read from a cursor, not from a moment."""
        del since
        return []

    async def check(self) -> str | None:
        """Return where it posts to, when the service and its platform let us into the book.

        Raises:
            AuthorisationLost: one of the two does not. LedgerError: it could not be asked.
        """
        try:
            book = read(await self.calls.get(), WireBook)
        except ReadingRefused as refusal:
            if refusal.failure.http_status not in (FORBIDDEN, NOT_FOUND):
                raise
            words = refusal.failure.words
            raise AuthorisationLost("the key does not open this book", words=words) from refusal
        if not book.connected:
            platform = book.platform or "The accounting platform"
            raise AuthorisationLost(
                "the posting service is not let in",
                words=f"{platform} no longer lets the posting service in.",
            )
        return book.posts_to or None
