"""Zoho Books as a ledger that jefail posts to, by journals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from connectors import replacing
from connectors.reply import account_refused
from connectors.silence import never_answered, not_read
from connectors.subjects import with_accounts
from connectors.zoho import creating, outcomes
from connectors.zoho.bodies import entry_body, replacing_body
from connectors.zoho.calls import NAME, ORGANIZATIONS, Calls
from connectors.zoho.changes import changed_since, examined, missing
from connectors.zoho.choices import Choices, read_choices
from connectors.zoho.currencies import currency_ids, rate_on
from connectors.zoho.journals import PUBLISHED, WireJournal
from connectors.zoho.look_up import LookUp
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
)
from connectors.zoho.writing import Writing
from journal.books.book import Account, NewAccount
from journal.books.closed_days import OPEN, ClosedDays
from journal.books.lists import CompanyRules, Dimension, ListItem
from journal.books.rates import Rate
from journal.entries.failure import PASSING, Failure, FailureReason, ReadingRefused
from journal.entries.posting import LedgerEntry, Outcome, ReadyEntry, Refused
from journal.errors import AuthorisationLost, LedgerError, WrongBooks
from journal.ports import Capabilities, Change, Wanted

CALLS_PER_MINUTE = 70
BURST = 10
"""Zoho allows 100 a minute for an organisation, all its apps together."""
IN_FLIGHT = 4
COUNTED = 150
"""Posted journals that one list of 200 is held against, to see whether one was deleted."""
LOOK_EVERY = timedelta(minutes=15)
"""How seldom changes are asked for: a day has 1,000 calls in the smallest edition, for all apps."""


@dataclass(slots=True)
class Kept:
    """What was read of an organisation and saves a call: nothing that decides an entry's fate."""

    choices: Choices | None = None  # until `company_rules` has used them
    currencies: Mapping[str, str] = field(default_factory=dict)  # ids, which stay, by code


@dataclass(frozen=True, slots=True)
class ZohoLedger:
    """One organisation's ledger."""

    calls: Calls
    home_currency: str
    kept: Kept = field(default_factory=Kept, compare=False)

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
            counts_posted=COUNTED,
            account_kinds=ACCOUNT_KINDS,
            creates=creating.CREATES,
        )

    async def post(self, entry: ReadyEntry, draft: LedgerEntry | None = None) -> Outcome:
        """Carry `entry` into the ledger, or publish its `draft` there. Never raises."""
        try:
            currency_id = await self._currency_id(entry.currency)
        except LedgerError as error:
            return not_read(error)
        if refused := outcomes.unfit(entry, currency_id):
            return refused
        body, writing = entry_body(entry, PUBLISHED, currency_id or ""), self._writing
        try:
            if draft is None:
                outcome = await writing.create(entry, body)
            else:
                outcome = await writing.publish(entry, body, draft)
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
        look_up = self._look_up
        try:
            currency_id = await self._currency_id(entry.currency)
            now = await look_up.one(there.ledger_id) if currency_id is not None else None
        except LedgerError as error:
            return not_read(error)
        if refused := outcomes.unfit(entry, currency_id):
            return refused
        body = replacing_body(entry, now, self.home_currency, currency_id or "") if now else b""
        if settled := replacing.settled(entry, there, now, look_up.ours, body, NAME):
            return settled
        if now and (refused := self._objection(entry, now)):
            return refused
        try:
            outcome = await self._writing.change(entry, there, body)
        except LedgerError as error:
            return never_answered(error)
        return await self._with_accounts(outcome, entry)

    async def read(self, there: LedgerEntry) -> LedgerEntry:
        """Return it as it stands now: one call."""
        look_up = self._look_up
        now = await look_up.one(there.ledger_id)
        if now is None:
            raise LedgerError(f"{there.number or there.ledger_id} is not in Zoho Books any more.")
        return look_up.ours(now)

    def _objection(self, entry: ReadyEntry, now: WireJournal) -> Refused | None:
        shown = self._look_up.ours(now)
        return replacing.objection(entry, shown, NAME, has_lines=bool(now.line_items))

    async def find(self, wanted: Sequence[Wanted]) -> Sequence[LedgerEntry]:
        """Return whatever may be one of `wanted`; drafts are marked."""
        return await self._look_up.find(wanted)

    async def changes(self, since: datetime) -> Sequence[Change]:
        """Return the journals made or changed since a moment, newest first: a call or two.

        What was deleted is not listed.
        """
        return await changed_since(self._look_up, since)

    async def examine(
        self, changes: Sequence[Change], known: Mapping[str, str]
    ) -> Sequence[Change]:
        """Return those that stand otherwise than is known: a call for each that may."""
        return await examined(self._look_up, changes, known)

    async def with_author(self, change: Change) -> Change:
        """Return it: Zoho's documents of journals name nobody."""
        return change

    async def missing(self, posted: Mapping[str, date]) -> Sequence[str]:
        """Return which are not there any more: a list of their days, and one call for each."""
        return await missing(self._look_up, posted)

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
        """Return contacts, options of reporting tags, taxes, locations and projects.

        What Zoho does not show, since it is not enabled or the right is missing, is left out.
        """
        self.kept.choices = await read_choices(self.calls)
        return self.kept.choices.items

    async def company_rules(self) -> CompanyRules:
        """Return which lists are in use and which reporting tags are mandatory.

        What `lists` has just read is used, once: a day has 1,000 calls in the smallest edition.
        """
        choices, self.kept.choices = self.kept.choices, None
        self.kept.currencies = dict(await currency_ids(self.calls))
        choices = choices or await read_choices(self.calls)
        return choices.rules(currencies=len(self.kept.currencies) > 1)

    async def rate(self, currency: str, day: date) -> Rate | None:
        """Return what one unit of `currency` is worth on `day`; None: Zoho keeps no rate of it.

        Raises as `find`.
        """
        currency_id = await self._currency_id(currency)
        return await rate_on(self.calls, currency_id, day) if currency_id else None

    async def create_item(self, dimension: Dimension, name: str, kind: str, key: str) -> ListItem:
        """Make a customer or a vendor; of a reporting tag nothing. Raises as `creating.create`."""
        del key  # Zoho knows none
        return await creating.create(self.calls, dimension, name, kind)

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

    @property
    def _look_up(self) -> LookUp:
        return LookUp(self.calls, self.home_currency)

    @property
    def _writing(self) -> Writing:
        return Writing(self.calls, self._look_up)

    async def _currency_id(self, currency: str) -> str | None:
        """Return the id of a currency; "" of the organisation's own, None where it has no such.

        Ids are read once: what is not among them may be new, and is looked for again.
        """
        if currency == self.home_currency:
            return ""
        if currency not in self.kept.currencies:
            self.kept.currencies = dict(await currency_ids(self.calls))
        return self.kept.currencies.get(currency)

    async def _with_accounts(self, outcome: Outcome, entry: ReadyEntry) -> Outcome:
        named = partial(outcomes.with_names, entry=entry)
        return await with_accounts(outcome, self.accounts, named)
