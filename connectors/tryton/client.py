"""Tryton as a ledger that jefail posts to: a move is created as a draft, then posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from connectors.reply import Reply, refused
from connectors.silence import never_answered, not_read, unreadable
from connectors.subjects import naming_unfit, with_accounts
from connectors.tryton import outcomes
from connectors.tryton.books import Books
from connectors.tryton.calls import Calls
from connectors.tryton.look_up import MOVE, SHOWN, LookUp
from connectors.tryton.settings import TrytonSettings
from connectors.tryton.wire import POSTED, WireAmounts, WireMove, move_body, read_all
from journal.books.book import Account, NewAccount
from journal.books.closed_days import ClosedDays
from journal.books.lists import CompanyRules, ListItem
from journal.books.rates import Rate
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import LedgerEntry, Outcome, Posted, ReadyEntry, Refused, Uncertain
from journal.errors import LedgerError, WrongBooks
from journal.ports import Capabilities, Clock, Wanted

CALLS_PER_MINUTE = 600
"""Tryton has no limit of its own; it is someone's own server."""
_STAYS = (FailureReason.TRANSIENT, FailureReason.RATE_LIMITED, FailureReason.CONNECTION_LOST)
"""After these the draft is left for the next try: it could not be deleted now either."""


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
        if entry.currency != self.home_currency:
            return outcomes.foreign(entry, self.home_currency)
        try:
            move = draft or await self._created(entry)
        except LedgerError as error:
            return never_answered(error)
        if not isinstance(move, LedgerEntry):
            return await self._with_accounts(move, entry)
        if draft is not None and (wrong := await self._difference(entry, draft)):
            return wrong
        return await self._posted(entry, move)

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

    async def changes(self, since: datetime) -> Sequence[LedgerEntry]:  # noqa: ARG002
        """Return nothing: two calls look for two hundred entries, which is as cheap."""
        return []

    async def taken_numbers(self, numbers: Sequence[str]) -> frozenset[str]:  # noqa: ARG002
        """Return none: Tryton counts moves itself."""
        return frozenset()

    async def accounts(self) -> Sequence[Account]:
        """Return the whole chart, closed accounts too."""
        return await self.books.accounts(self.now().date())

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

    async def _created(self, entry: ReadyEntry) -> LedgerEntry | Refused | Uncertain:
        """Create a draft of `entry`. Raises LedgerError, NoAnswer: as the calls."""
        try:
            journal, period = await self.books.journal(), await self.books.period_of(entry.date)
        except LedgerError as error:
            return not_read(error)
        if period is None:
            return outcomes.no_period(entry)
        body = move_body(entry, journal, period, self.calls.company)
        reply = await self.calls.write(MOVE, body, SHOWN)
        if reply.failure is not None:
            return refused(reply.failure, entry)
        return self._shown(reply)

    async def _posted(self, entry: ReadyEntry, move: LedgerEntry) -> Outcome:
        """Post the draft `move`; one that is refused for good does not stay behind."""
        try:
            reply = await self.calls.write(f"{MOVE}/{move.ledger_id}/post", b"{}", SHOWN)
        except LedgerError as error:
            return never_answered(error)
        if reply.failure is None or reply.reason is FailureReason.DUPLICATE:
            # Refused because it is posted already, or answered: what is there now decides.
            return await self._as_it_stands(reply, move)
        outcome = refused(reply.failure, entry)
        if isinstance(outcome, Refused) and reply.reason not in _STAYS:
            await self._remove(move)
        return await self._with_accounts(outcome, entry)

    async def _as_it_stands(self, reply: Reply, move: LedgerEntry) -> Outcome:
        try:
            (shown,) = await self.books.all(
                MOVE, WireMove, SHOWN, [["id", "=", int(move.ledger_id)]]
            )
        except (LedgerError, ValueError) as error:
            return unreadable(str(error), http_status=reply.status, trace="")
        if shown.state == POSTED:
            ours = LookUp(self.books, self.settings).ours(shown)
            return Posted(replace(ours, number=move.number))
        words = f"Tryton shows the move as {shown.state[:40]}"
        return unreadable(words, http_status=reply.status, trace="")

    async def _remove(self, move: LedgerEntry) -> None:
        try:
            await self.calls.delete(f"{MOVE}/{move.ledger_id}")
        except LedgerError:
            return  # it stays a draft, which the next look-up finds

    async def _difference(self, entry: ReadyEntry, draft: LedgerEntry) -> Outcome | None:
        """Return why `draft` cannot be posted as `entry`: someone else may have typed it."""
        domain = [["id", "=", int(draft.ledger_id)]]
        try:
            shown = await self.books.all(MOVE, WireAmounts, ("date", "lines.debit"), domain)
        except LedgerError as error:
            return not_read(error)
        if any(one.tells(entry) for one in shown):
            return None
        return outcomes.differs(entry)

    async def _with_accounts(self, outcome: Outcome, entry: ReadyEntry) -> Outcome:
        def named(refused: Refused, chart: Sequence[Account]) -> Refused:
            return naming_unfit(refused, entry, chart)

        return await with_accounts(outcome, self.accounts, named)

    def _shown(self, reply: Reply) -> LedgerEntry | Uncertain:
        try:
            (move,) = read_all([reply.content], WireMove)
        except LedgerError as error:
            return unreadable(str(error), http_status=reply.status, trace="")
        return LookUp(self.books, self.settings).ours(move)
