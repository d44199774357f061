"""Zoho Books as a ledger that jefail posts to, by journals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from connectors import replacing
from connectors.reply import account_refused
from connectors.silence import never_answered, not_read, unreadable
from connectors.subjects import with_accounts
from connectors.zoho import outcomes
from connectors.zoho.calls import NAME, ORGANIZATIONS, Calls
from connectors.zoho.changes import changed_since
from connectors.zoho.journals import PUBLISHED, WireJournal, entry_body, replacing_body
from connectors.zoho.look_up import JOURNALS, LookUp
from connectors.zoho.pages import listed
from connectors.zoho.wire import (
    ACCOUNT_KINDS,
    WireAccount,
    WireLock,
    WireOrganization,
    account_body,
    closed_days,
    created_account,
    read_all,
    read_one,
)
from journal.books.book import Account, NewAccount
from journal.books.closed_days import OPEN, ClosedDays
from journal.books.lists import CompanyRules, ListItem
from journal.books.rates import Rate
from journal.entries.failure import PASSING, Failure, FailureReason, ReadingRefused
from journal.entries.posting import LedgerEntry, Outcome, Posted, ReadyEntry, Refused
from journal.errors import AuthorisationLost, LedgerError, WrongBooks
from journal.ports import Capabilities, Wanted

CALLS_PER_MINUTE = 70
BURST = 10
"""Zoho allows 100 a minute for an organisation, all its apps together."""
IN_FLIGHT = 4
LOOK_EVERY = timedelta(minutes=15)
"""How seldom changes are asked for: a day has 1,000 calls in the smallest edition, for all apps."""


@dataclass(frozen=True, slots=True)
class ZohoLedger:
    """One organisation's ledger."""

    calls: Calls
    home_currency: str

    @property
    def capabilities(self) -> Capabilities:
        """No keys: the caller looks before any second try. Locked days refuse drafts as well."""
        return Capabilities(
            changes=True,
            replaces=True,
            calls_per_minute=CALLS_PER_MINUTE,
            burst=BURST,
            in_flight=IN_FLIGHT,
            look_every=LOOK_EVERY,
            account_kinds=ACCOUNT_KINDS,
        )

    async def post(self, entry: ReadyEntry, draft: LedgerEntry | None = None) -> Outcome:
        """Carry `entry` into the ledger, or publish its `draft` there. Never raises."""
        if entry.currency != self.home_currency:
            return outcomes.foreign(entry, self.home_currency)
        try:
            outcome = await (self._publish(entry, draft) if draft else self._create(entry))
        except LedgerError as error:
            return never_answered(error)
        return await self._with_accounts(outcome, entry)

    async def save_draft(self, entry: ReadyEntry) -> Outcome:  # noqa: ARG002  as the port has it
        """Refuse: a locked day takes no drafts either, so there is nothing to be gained."""
        words = "Zoho Books takes no drafts on locked days"
        return Refused(Failure(FailureReason.VALIDATION_OTHER, words=words))

    async def replace(self, entry: ReadyEntry, there: LedgerEntry) -> Outcome:
        """Replace `there` with `entry`: read first, since Zoho compares nothing itself.

        Never raises. What someone saves between the two calls is written over; they follow
        upon each other. After a lost answer the journal is found to say what it should.
        """
        if entry.currency != self.home_currency:
            return outcomes.foreign(entry, self.home_currency)
        look_up = LookUp(self.calls, self.home_currency)
        try:
            now = await look_up.one(there.ledger_id)
        except LedgerError as error:
            return not_read(error)
        body = replacing_body(entry, now, self.home_currency) if now else b""
        if settled := replacing.settled(entry, there, now, look_up.ours, body, NAME):
            return settled
        if now and (refused := self._objection(entry, now)):
            return refused
        return await self._changed(entry, there, body)

    async def read(self, there: LedgerEntry) -> LedgerEntry:
        """Return it as it stands now: one call."""
        look_up = LookUp(self.calls, self.home_currency)
        now = await look_up.one(there.ledger_id)
        if now is None:
            raise LedgerError(f"{there.number or there.ledger_id} is not in Zoho Books any more.")
        return look_up.ours(now)

    def _objection(self, entry: ReadyEntry, now: WireJournal) -> Refused | None:
        shown = LookUp(self.calls, self.home_currency).ours(now)
        return replacing.objection(entry, shown, NAME, has_lines=bool(now.line_items))

    async def find(self, wanted: Sequence[Wanted]) -> Sequence[LedgerEntry]:
        """Return whatever may be one of `wanted`; drafts are marked."""
        return await LookUp(self.calls, self.home_currency).find(wanted)

    async def changes(self, since: datetime) -> Sequence[LedgerEntry]:
        """Return the journals made or changed since a moment, newest first: a call or two."""
        return await changed_since(LookUp(self.calls, self.home_currency), since)

    async def taken_numbers(self, numbers: Sequence[str]) -> frozenset[str]:  # noqa: ARG002
        """Return none: any number of journals may have the same reference number."""
        return frozenset()

    async def accounts(self) -> Sequence[Account]:
        """Return the whole chart, inactive accounts too."""
        shown = await listed(
            self.calls, "chartofaccounts", WireAccount, filter_by="AccountType.All"
        )
        return [one.account() for one in shown]

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

    async def create_account(self, new: NewAccount, key: str) -> Account:  # noqa: ARG002  no keys
        """Make an account. Zoho knows no keys, but no name is there twice."""
        reply = await self.calls.write("chartofaccounts", account_body(new))
        if reply.failure is not None:
            raise account_refused(NAME, reply.failure)
        return created_account(reply.content).account()

    async def closed_days(self) -> ClosedDays:
        """Return the days that journals are locked on; open where locks may not be read.

        Editions without locking and users without the right refuse the question. A locked day is
        then told by the refusal of an entry.
        """
        try:
            locks = await listed(self.calls, "transactionlocks", WireLock, name="transaction_locks")
        except ReadingRefused as refusal:
            if refusal.failure.reason in PASSING:
                raise
            return OPEN
        return closed_days(locks)

    async def check(self) -> None:
        """Return when Zoho lets us into the organisation, and its currency is the book's."""
        content = await self.calls.get(ORGANIZATIONS)
        shown = read_all(content, ORGANIZATIONS, WireOrganization)
        ours = [one for one in shown if one.organization_id == self.calls.realm]
        if not ours:
            raise AuthorisationLost("the user is not in this organisation of Zoho Books any more")
        theirs = ours[0].currency_code
        if theirs not in ("", self.home_currency):
            raise WrongBooks(
                f"Zoho Books keeps the books of this organisation in {theirs},"
                f" not {self.home_currency}"
            )

    async def _create(self, entry: ReadyEntry) -> Outcome:
        reply = await self.calls.write(JOURNALS, entry_body(entry, PUBLISHED))
        return outcomes.created(reply, entry, self.calls.settings, self.calls.realm)

    async def _changed(self, entry: ReadyEntry, there: LedgerEntry, body: bytes) -> Outcome:
        try:
            reply = await self.calls.change(f"{JOURNALS}/{there.ledger_id}", body)
        except LedgerError as error:
            return never_answered(error)
        reply = outcomes.about_changing(reply)
        outcome = outcomes.replaced(reply, entry, body, self.calls.settings, self.calls.realm)
        return await self._with_accounts(outcome, entry)

    async def _publish(self, entry: ReadyEntry, draft: LedgerEntry) -> Outcome:
        """Publish `draft` when it says what `entry` does: someone else may have typed it."""
        path = f"{JOURNALS}/{draft.ledger_id}"
        try:
            content = await self.calls.get(path)
            if not read_one(content.get("journal"), WireJournal).tells(entry):
                return outcomes.differs(entry)
        except LedgerError as error:
            return not_read(error)
        reply = await self.calls.write(f"{path}/status/publish")
        if reply.failure is not None:
            return outcomes.not_published(reply, reply.failure, entry)
        return await self._as_published(draft.ledger_id)

    async def _as_published(self, journal_id: str) -> Outcome:
        """Return how a journal stands once it was published: the answer to that shows none."""
        look_up = LookUp(self.calls, self.home_currency)
        try:
            journal = await look_up.one(journal_id)
        except LedgerError as error:
            return unreadable(str(error), http_status=None, trace="")
        if journal is None:
            return unreadable("The journal is not shown", http_status=None, trace="")
        return Posted(look_up.ours(journal))

    async def _with_accounts(self, outcome: Outcome, entry: ReadyEntry) -> Outcome:
        named = partial(outcomes.with_names, entry=entry)
        return await with_accounts(outcome, self.accounts, named)
