"""Xero as a ledger that jefail posts to, by manual journals."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from http import HTTPStatus

from connectors import replacing
from connectors.changed import otherwise
from connectors.matching import ids_unseen, might_be, unseen
from connectors.pages import Pages
from connectors.path import path_of
from connectors.reply import Reply, account_refused
from connectors.silence import never_answered, not_read
from connectors.subjects import with_accounts
from connectors.xero import outcomes
from connectors.xero.books import ACCOUNT_KINDS, WireAccount, WireOrganisation, account_body
from connectors.xero.calls import NAME, Calls
from connectors.xero.choices import Choices
from connectors.xero.coding import refusal
from connectors.xero.extras import NO_NAMES, Names
from connectors.xero.journals import (
    DRAFT,
    NOT_THERE,
    POSTED,
    WireHistory,
    WireJournal,
    entry_body,
    replacing_body,
)
from connectors.xero.look_up import day_conditions, number_conditions
from connectors.xero.wire import page_count, read_all, read_one
from journal.books.book import Account, NewAccount
from journal.books.closed_days import ClosedDays
from journal.books.lists import CompanyRules, Dimension, Field, ListItem
from journal.books.rates import Rate
from journal.entries.failure import ReadingRefused
from journal.entries.posting import LedgerEntry, Outcome, ReadyEntry, Refused
from journal.errors import LedgerError, WrongBooks
from journal.ports import Capabilities, Change, Wanted

PAGE = 100
JOURNALS = "ManualJournals"
ORDER = "UpdatedDateUTC DESC"
"""What changes while pages are read moves to the front: shown twice perhaps, never missed."""
CALLS_PER_MINUTE = 45
BURST = 10
"""Xero allows 60 a minute and 5 at once for an organisation; the rest is left for reading."""


@dataclass(frozen=True, slots=True)
class XeroLedger:
    """One organisation's ledger."""

    calls: Calls
    home_currency: str
    choices: Choices

    @property
    def capabilities(self) -> Capabilities:
        """A key stores nothing twice while Xero remembers it, which is hours, not days."""
        return Capabilities(
            native_idempotency=True,
            drafts=True,
            changes=True,
            replaces=True,
            calls_per_minute=CALLS_PER_MINUTE,
            burst=BURST,
            in_flight=5,
            account_kinds=ACCOUNT_KINDS,
            accounts_numbered=True,
            creates=frozenset({Field.TRACKING}),
        )

    async def post(self, entry: ReadyEntry, draft: LedgerEntry | None = None) -> Outcome:
        """Carry `entry` into the ledger, or make it of its `draft` there. Never raises."""
        if draft is None:
            return await self._write(entry, POSTED, entry.key)
        # Another body needs another key.
        key = f"{entry.key}-{draft.ledger_id}"
        return await self._write(entry, POSTED, key, draft.ledger_id)

    async def save_draft(self, entry: ReadyEntry) -> Outcome:
        """Leave `entry` there as a draft, which Xero takes on locked days too. Never raises."""
        return await self._write(entry, DRAFT, f"{entry.key}-draft")

    async def replace(self, entry: ReadyEntry, there: LedgerEntry) -> Outcome:
        """Replace `there` with `entry`: read first, since Xero compares nothing itself.

        Never raises. What someone saves between the two calls is written over; they follow
        upon each other. The key is the state's own, as another body needs another key.
        """
        whole = await self._whole(entry)
        if not isinstance(whole, tuple):
            return whole
        entry, names = whole
        try:
            now = await self._journal(there.ledger_id)
            body = replacing_body(entry, now, self.home_currency) if now else b""
        except LedgerError as error:
            return not_read(error)
        ours = partial(self._ours, names=names)
        if settled := replacing.settled(entry, there, now, ours, body, NAME):
            return settled
        if now and (refused := self._objection(entry, now)):
            return refused
        return await self._changed(entry, there, body, names)

    async def read(self, there: LedgerEntry) -> LedgerEntry:
        """Return it as it stands now: two calls, since lines name accounts by code alone.

        A third where it has tax, whose rates are named by type, once while this is open.
        """
        now = await self._journal(there.ledger_id)
        if now is None:
            raise LedgerError(f"{there.number or there.ledger_id} is not in Xero any more.")
        accounts = {one.external_id: one.name for one in await self.accounts()}
        return self._ours(
            now, dataclasses.replace(await self.choices.names([now]), accounts=accounts)
        )

    async def find(self, wanted: Sequence[Wanted]) -> Sequence[LedgerEntry]:
        """Return whatever may be one of `wanted`; pages of a list show lines, with account codes.

        Asked by number first. What is not settled so is looked for on its day: a bookkeeper
        who typed it named our number without brackets, or the reference, if anything.
        """
        shown: list[LedgerEntry] = []
        try:
            shown = await self._all(number_conditions(wanted))
        except ReadingRefused as refusal:
            # That texts may be asked for is not documented by Xero itself; days are.
            if refusal.failure.http_status != HTTPStatus.BAD_REQUEST:
                raise
        shown += await self._all(day_conditions(unseen(wanted, shown)))
        for ledger_id in ids_unseen(wanted, shown):
            if journal := await self._journal(ledger_id):
                shown.append(self._ours(journal, await self.choices.names([journal])))
        return might_be(wanted, shown)

    async def changes(self, since: datetime) -> Sequence[Change]:
        """Return the journals made, changed or voided since a moment (aware UTC), newest first.

        One call when there are none; voided ones are listed with that status. Raises as `find`.
        """
        listed = await self._listed(since)
        names = await self.choices.names(listed)
        return [self._change(one, names) for one in listed]

    async def examine(
        self, changes: Sequence[Change], known: Mapping[str, str]
    ) -> Sequence[Change]:
        """Return those in another version than is known; a page of a list shows lines."""
        return otherwise(changes, known)

    async def with_author(self, change: Change) -> Change:
        """Return it with who did it last, as the journal's history tells: one call. Never raises.

        History and notes are those of Xero's OpenAPI document (getManualJournalsHistory). Where
        they cannot be read, nobody is named.
        """
        try:
            content = await self.calls.get(path_of(JOURNALS, change.ledger_id, "History"))
            history = read_all(content, "HistoryRecords", WireHistory)
        except LedgerError:
            return change
        newest = max(history, key=lambda one: one.second, default=None)
        return dataclasses.replace(change, by=newest.author if newest else "")

    async def missing(self, posted: Mapping[str, date]) -> Sequence[str]:  # noqa: ARG002
        """Return none: what was voided is told among the changes."""
        return []

    def _change(self, journal: WireJournal, names: Names) -> Change:
        there = None if journal.status in NOT_THERE else self._ours(journal, names)
        return Change(journal.id, there, at=journal.changed_at)

    async def taken_numbers(self, numbers: Sequence[str]) -> frozenset[str]:  # noqa: ARG002
        """Return none: a manual journal has no number of its own."""
        return frozenset()

    async def accounts(self) -> Sequence[Account]:
        """Return the whole chart, archived accounts too."""
        content = await self.calls.get("Accounts")
        accounts = [one.account() for one in read_all(content, "Accounts", WireAccount)]
        # An archived account may keep a code that another one has now.
        by_id = {one.external_id: one for one in sorted(accounts, key=lambda one: one.active)}
        return [one for one in accounts if by_id[one.external_id] is one]

    async def lists(self) -> Sequence[ListItem]:
        """Return all tracking options and tax rates, archived ones too, in two calls."""
        return await self.choices.all()

    async def company_rules(self) -> CompanyRules:
        """Return which tracking categories and whether tax is used; Xero demands neither."""
        return await self.choices.rules()

    async def create_item(self, dimension: Dimension, name: str, kind: str, key: str) -> ListItem:  # noqa: ARG002  of names
        """Add an option to a tracking category. Raises as `Choices.add_option`."""
        return await self.choices.add_option(dimension, name, key)

    async def rate(self, currency: str, day: date) -> Rate | None:
        """Return None: Xero's API tells no rates, and manual journals have none (Currencies)."""
        del currency, day
        return None

    async def create_account(self, new: NewAccount, key: str) -> Account:
        """Make an account; the same key twice makes one. Codes and names are there once."""
        reply = await self.calls.create("Accounts", account_body(new), key)
        if reply.failure is not None:
            raise account_refused(NAME, reply.failure)
        return read_one(reply.content, "Accounts", WireAccount).account()

    async def closed_days(self) -> ClosedDays:
        """Return the days up to the end-of-year lock, and up to the one that advisers pass."""
        return (await self._organisation()).closed_days()

    async def check(self) -> None:
        """Return when Xero lets us into the organisation, and its currency is the book's.

        An amount goes out without a currency, so it would be taken for one in another.
        """
        theirs = (await self._organisation()).currency
        if theirs not in ("", self.home_currency):
            raise WrongBooks(
                f"Xero keeps the books of this organisation in {theirs}, not {self.home_currency}"
            )

    async def _whole(self, entry: ReadyEntry) -> tuple[ReadyEntry, Names] | Outcome:
        """Return `entry` as it is sent, with the names by which the answer to it is read.

        Else why it is not sent, whatever the books say.
        """
        try:
            entry = await self.choices.with_untaxed(entry)
            if entry.currency != self.home_currency:
                return outcomes.foreign(entry, self.home_currency)
            return refusal(entry) or (entry, await self.choices.names_for(entry))
        except LedgerError as error:
            return not_read(error)

    async def _organisation(self) -> WireOrganisation:
        content = await self.calls.get("Organisation")
        return read_one(content, "Organisations", WireOrganisation)

    async def _write(
        self, entry: ReadyEntry, status: str, key: str, journal_id: str = ""
    ) -> Outcome:
        whole = await self._whole(entry)
        if not isinstance(whole, tuple):
            return whole
        entry, names = whole
        body = entry_body(entry, status, journal_id)
        try:
            reply = await self.calls.write(JOURNALS, body, key)
        except LedgerError as error:
            return never_answered(error)
        return await self._judged(reply, entry, status, names)

    async def _changed(
        self, entry: ReadyEntry, there: LedgerEntry, body: bytes, names: Names
    ) -> Outcome:
        key = f"{entry.key}-{there.ledger_id}-{there.version}"
        try:
            reply = await self.calls.change(path_of(JOURNALS, there.ledger_id), body, key)
        except LedgerError as error:
            return never_answered(error)
        if reply.status == HTTPStatus.NOT_FOUND:
            return replacing.gone(entry, NAME)
        return await self._judged(reply, entry, POSTED, names)

    async def _judged(self, reply: Reply, entry: ReadyEntry, status: str, names: Names) -> Outcome:
        settings, tenant = self.calls.settings, self.calls.tenant
        outcome = outcomes.outcome_of(reply, entry, status, settings, tenant, names=names)
        named = partial(outcomes.with_names, entry=entry)
        return await with_accounts(outcome, self.accounts, named)

    async def _all(self, conditions: Iterable[str]) -> list[LedgerEntry]:
        """Return every journal that meets one of the conditions, in their order."""
        return [one for where in conditions for one in await self._journals(where=where)]

    async def _journals(self, **query: str) -> list[LedgerEntry]:
        """Return what is asked for; what was deleted or voided is left out."""
        listed = [one for one in await self._listed(None, **query) if one.status not in NOT_THERE]
        names = await self.choices.names(listed)
        return [self._ours(one, names) for one in listed]

    async def _listed(self, since: datetime | None, **query: str) -> list[WireJournal]:
        """Return what is asked for, page by page."""
        listed: list[WireJournal] = []
        noted = Pages(NAME)
        page = 0
        while True:
            page += 1
            content = await self.calls.get(
                JOURNALS, since=since, **query, order=ORDER, page=str(page)
            )
            journals = read_all(content, JOURNALS, WireJournal)
            listed += journals
            pages = page_count(content)
            if len(journals) < PAGE if pages is None else page >= pages:
                return listed
            noted.note(journals)

    async def _journal(self, journal_id: str) -> WireJournal | None:
        """Return one journal as it stands now, None when it is in the books no more."""
        try:
            content = await self.calls.get(path_of(JOURNALS, journal_id))
        except ReadingRefused as refusal:
            if refusal.failure.http_status == HTTPStatus.NOT_FOUND:
                return None
            raise
        journal = read_one(content, JOURNALS, WireJournal)
        return None if journal.status in NOT_THERE else journal

    def _objection(self, entry: ReadyEntry, now: WireJournal) -> Refused | None:
        lines = now.placed(entry, self.home_currency)
        shown = dataclasses.replace(self._ours(now), lines=lines)
        return replacing.objection(entry, shown, NAME, has_lines=bool(now.drawn))

    def _ours(self, journal: WireJournal, names: Names = NO_NAMES) -> LedgerEntry:
        link = self.calls.settings.link_to(journal.id, self.calls.tenant)
        return journal.entry(link, self.home_currency, names)
