"""QuickBooks Online as a ledger that jefail posts to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from http import HTTPStatus

from connectors import replacing
from connectors.changed import moment_of, otherwise
from connectors.matching import ids_unseen, might_be, unseen
from connectors.pages import Pages
from connectors.path import path_of
from connectors.quickbooks import creating, outcomes
from connectors.quickbooks.calls import NAME, Calls
from connectors.quickbooks.coding import is_unclear
from connectors.quickbooks.entries import (
    WireChange,
    WireEntry,
    entry_body,
    read_changes,
    replacing_body,
)
from connectors.quickbooks.lists import read_lists
from connectors.quickbooks.look_up import day_queries, number_queries, queries_for
from connectors.quickbooks.missing import with_inactive_choices
from connectors.quickbooks.nameless import with_names
from connectors.quickbooks.paging import read_all
from connectors.quickbooks.preferences import close_date, read_uses, rules_of
from connectors.quickbooks.query import select
from connectors.quickbooks.rates import read_rate
from connectors.quickbooks.wire import (
    ACCOUNT_KINDS,
    WireAccount,
    account_body,
    read_one,
    valid,
)
from connectors.reply import Reply, account_refused
from connectors.silence import never_answered, not_read, unreadable
from connectors.subjects import with_accounts
from journal.books.book import Account, NewAccount
from journal.books.closed_days import ClosedDays
from journal.books.lists import CompanyRules, Dimension, ListItem
from journal.books.rates import Rate
from journal.entries.failure import Failure, FailureReason, ReadingRefused
from journal.entries.posting import LedgerEntry, Outcome, Posted, ReadyEntry, Refused
from journal.errors import LedgerError
from journal.ports import Capabilities, Change, Wanted

JOURNAL_ENTRY = "journalentry"
MOST_CHANGES = 1000
CALLS_PER_MINUTE = 450
"""Intuit allows 500 a minute and 10 a second a company; the rest is left for reading."""
CHANGES_REACH = timedelta(days=29)
"""Change data capture reaches 30 days back (Intuit's "Change data capture"); a day is left over."""


@dataclass(frozen=True, slots=True)
class QuickBooksLedger:
    """One company's ledger."""

    calls: Calls
    home_currency: str

    @property
    def capabilities(self) -> Capabilities:
        """Posting twice with one key stores one entry; nothing can be left as a draft."""
        return Capabilities(
            native_idempotency=True,
            changes=True,
            changes_reach=CHANGES_REACH,
            replaces=True,
            calls_per_minute=CALLS_PER_MINUTE,
            in_flight=10,
            account_kinds=ACCOUNT_KINDS,
            creates=creating.CREATES,
        )

    async def post(
        self,
        entry: ReadyEntry,
        draft: LedgerEntry | None = None,  # noqa: ARG002  QuickBooks has none
    ) -> Outcome:
        """Carry `entry` into the ledger; the same key twice stores it once. Never raises.

        Where the caller's own number is taken after all, it goes there under ours.
        """
        if is_unclear(entry):
            return Refused(outcomes.UNCLEAR)
        outcome = await self._written(entry, entry_body(entry, self.home_currency), entry.key)
        if not outcomes.is_number_taken(outcome, entry):
            return outcome
        ours = replace(entry, own_number="")
        return await self._written(ours, entry_body(ours, self.home_currency), f"{entry.key}-n")

    async def save_draft(self, entry: ReadyEntry) -> Outcome:  # noqa: ARG002  as the port
        """Refuse: a journal entry in QuickBooks is in the books or not there."""
        return Refused(
            Failure(FailureReason.VALIDATION_OTHER, words="QuickBooks has no draft journal entries")
        )

    async def replace(self, entry: ReadyEntry, there: LedgerEntry) -> Outcome:
        """Replace `there` with `entry`: read first, to send along what is not ours.

        Never raises. QuickBooks compares the SyncToken itself, so nothing comes in between. A state
        has a key of its own: a change made over it by hand is no repetition of the first.
        """
        outcome = await self._replaced(entry, there, "v")
        if not outcomes.is_number_taken(outcome, entry):
            return outcome
        return await self._replaced(replace(entry, own_number=""), there, "n")

    async def _replaced(self, entry: ReadyEntry, there: LedgerEntry, mark: str) -> Outcome:
        if not there.version:
            return replacing.changed(entry, NAME)
        if is_unclear(entry):
            return Refused(outcomes.UNCLEAR)
        try:
            now = await self._standing(there.ledger_id)
            body = replacing_body(entry, self.home_currency, there, now) if now else b""
        except LedgerError as error:
            return not_read(error)
        if settled := replacing.settled(entry, there, now, self._ours, body, NAME):
            return settled
        if now and (refused := self._objection(entry, now)):
            return refused
        return await self._written(entry, body, f"{entry.key}-{mark}{there.version}", there)

    def _objection(self, entry: ReadyEntry, now: WireEntry) -> Refused | None:
        shown, has_lines = self._ours(now), bool(now.drawn)
        return replacing.objection(entry, shown, NAME, has_lines=has_lines)

    async def read(self, there: LedgerEntry) -> LedgerEntry:
        """Return it as it stands now: one call, and one for each list whose names are not shown."""
        now = await self._entry(there.ledger_id)
        return self._ours(valid(await with_names(now.raw, self.calls), WireEntry))

    async def find(self, wanted: Sequence[Wanted]) -> Sequence[LedgerEntry]:
        """Return whatever may be one of `wanted`.

        Asked by number first. What is not settled so is looked for on its day: a bookkeeper
        who typed it may have left the number to QuickBooks and named ours in the memo.
        """
        shown: list[LedgerEntry] = []
        try:
            shown = await self._entries(number_queries(wanted))
        except ReadingRefused as refusal:
            # Whether numbers may be asked for in lists is not documented; days may.
            if refusal.failure.http_status != HTTPStatus.BAD_REQUEST:
                raise
        shown += await self._entries(day_queries(unseen(wanted, shown)))
        for ledger_id in ids_unseen(wanted, shown):
            if there := await self._standing(ledger_id):
                shown.append(self._ours(there))
        return might_be(wanted, shown)

    async def taken_numbers(self, numbers: Sequence[str]) -> frozenset[str]:
        """Return which of these DocNumbers journal entries have: a query for every 30.

        That no number is there twice is a preference of the company, so it is asked, not left to
        a refusal.
        """
        try:
            shown = await read_all(self.calls, queries_for(numbers), "JournalEntry", WireEntry)
        except ReadingRefused as refusal:
            # Whether numbers may be asked for in lists is not documented.
            if refusal.failure.http_status != HTTPStatus.BAD_REQUEST:
                raise
            return frozenset()
        there = {entry.number.strip().casefold() for entry in shown}
        return frozenset(one for one in numbers if one.strip().casefold() in there)

    async def accounts(self) -> Sequence[Account]:
        """Return the whole chart, inactive accounts too."""
        # Two questions: that "Active in (true, false)" may be asked is not documented.
        return [*await self._accounts(active=True), *await self._accounts(active=False)]

    async def lists(self) -> Sequence[ListItem]:
        """Return all choices of the lists that the company uses, inactive ones too."""
        return await read_lists(self.calls, await read_uses(self.calls))

    async def company_rules(self) -> CompanyRules:
        """Return which lists the company uses, and whether each line takes a tax code."""
        return rules_of(await read_uses(self.calls))

    async def rate(self, currency: str, day: date) -> Rate | None:
        """Return what one unit of `currency` is worth on `day`: one call."""
        return await read_rate(self.calls, currency, day)

    async def create_item(self, dimension: Dimension, name: str, kind: str, key: str) -> ListItem:
        """Make a class, a location, a customer or a vendor; the same key twice makes one.

        Raises:
            ItemRefused: QuickBooks will not. AuthorisationLost: jefail has no access.
            LedgerError: whether it was made is not known.
        """
        return await creating.create(self.calls, dimension, name, kind, key)

    async def create_account(self, new: NewAccount, key: str) -> Account:
        """Make an account; the same key twice makes one. Names are there once."""
        reply = await self.calls.write("account", account_body(new), key)
        if reply.failure is not None:
            raise account_refused(NAME, reply.failure)
        return read_one(reply.content, "Account", WireAccount).account()

    async def closed_days(self) -> ClosedDays:
        """Return the days up to the one the books are closed to."""
        return ClosedDays(until=close_date(await self.calls.get("preferences")))

    async def changes(self, since: datetime) -> Sequence[Change]:
        """Return what was made, changed or deleted since a moment (aware UTC): mostly one call.

        Change data capture reaches 30 days back and shows 1,000 objects at most (Intuit's
        documentation of it). After so many it is asked once more from the newest of them, as long
        as that goes on. Raises as `find`.
        """
        told: dict[str, Change] = {}
        pages = Pages(NAME)
        while True:
            page = [self._change(one) for one in await self._captured(since)]
            told |= {one.ledger_id: one for one in page}
            newest = max((one.at for one in page if one.at), default=since)
            if len(page) < MOST_CHANGES or newest <= since:
                return [*told.values()]
            pages.note(newest)
            since = newest

    async def examine(
        self, changes: Sequence[Change], known: Mapping[str, str]
    ) -> Sequence[Change]:
        """Return those in another version than is known; all are told whole."""
        return otherwise(changes, known)

    async def with_author(self, change: Change) -> Change:
        """Return it: who did it is told with the change, if at all."""
        return change

    async def missing(self, posted: Mapping[str, date]) -> Sequence[str]:  # noqa: ARG002
        """Return none: what was deleted is told among the changes."""
        return []

    async def _captured(self, since: datetime) -> Sequence[WireChange]:
        moment = since.astimezone(UTC).isoformat(timespec="seconds")
        return read_changes(
            await self.calls.get("cdc", entities="JournalEntry", changedSince=moment)
        )

    def _change(self, one: WireChange) -> Change:
        shown = one.entry
        there = self._ours(shown) if shown else None
        return Change(one.id, there, one.author, moment_of(one.meta.at))

    async def check(self) -> None:
        """Return when jefail has access to QuickBooks."""
        await self.calls.get(path_of("companyinfo", self.calls.realm))

    async def _written(
        self, entry: ReadyEntry, body: bytes, key: str, there: LedgerEntry | None = None
    ) -> Outcome:
        try:
            reply = await self.calls.write(JOURNAL_ENTRY, body, key)
        except LedgerError as error:
            return never_answered(error)
        if (failure := reply.failure) is not None:
            if there is not None and outcomes.may_be_gone(failure):
                return await self._as_it_stands(entry, body, there, reply, failure)
            return await self._with_accounts(outcomes.refused(reply, failure, entry), entry)
        try:
            shown = outcomes.stored(reply)
        except LedgerError as error:
            return unreadable(str(error), http_status=reply.status, trace=reply.trace)
        remark = "" if shown.keeps_coding_of(body) else outcomes.NOT_KEPT
        return Posted(self._ours(shown), trace=reply.trace, remark=remark)

    async def _as_it_stands(
        self,
        entry: ReadyEntry,
        body: bytes,
        there: LedgerEntry,
        reply: Reply,
        failure: Failure,
    ) -> Outcome:
        """Return what a refusal of `body` means, as far as what is there now tells."""
        try:
            now = await self._entry(there.ledger_id)
        except ReadingRefused as refusal:
            if outcomes.is_gone(refusal.failure):
                return outcomes.edited(failure, entry)
        except LedgerError:
            pass
        else:
            if now.says(body):
                # Our own earlier try, whose answer was lost, and whose key is forgotten there.
                return Posted(self._ours(now), trace=reply.trace, found=True)
        return await self._with_accounts(outcomes.refused(reply, failure, entry), entry)

    async def _entry(self, ledger_id: str) -> WireEntry:
        content = await self.calls.get(path_of(JOURNAL_ENTRY, ledger_id))
        return read_one(content, "JournalEntry", WireEntry)

    async def _entries(self, queries: Iterable[str]) -> list[LedgerEntry]:
        shown = await read_all(self.calls, queries, "JournalEntry", WireEntry)
        return [self._ours(one) for one in shown]

    async def _standing(self, ledger_id: str) -> WireEntry | None:
        """Return the entry of an id as it stands now; None: it is not there any more."""
        try:
            return await self._entry(ledger_id)
        except ReadingRefused as refusal:
            if outcomes.is_gone(refusal.failure):
                return None
            raise

    async def _with_accounts(self, outcome: Outcome, entry: ReadyEntry) -> Outcome:
        """Name the accounts or choices that are inactive: QuickBooks names an unknown one alone."""
        if isinstance(outcome, Refused) and outcome.failure.subject:
            return outcome
        inactive = partial(self._accounts, active=False)
        told = await with_accounts(outcome, inactive, partial(outcomes.with_inactive, entry=entry))
        if not isinstance(told, Refused) or told.failure.subject:
            return told
        if told.failure.reason is not FailureReason.ACCOUNT_INVALID:
            return told
        return await with_inactive_choices(told, entry, self.calls)

    async def _accounts(self, *, active: bool) -> list[Account]:
        query = select("Account", f"Active = {str(active).lower()}")
        return [
            one.account() for one in await read_all(self.calls, [query], "Account", WireAccount)
        ]

    def _ours(self, entry: WireEntry) -> LedgerEntry:
        link = self.calls.settings.link_to(entry.id, self.calls.realm)
        return entry.entry(link, self.home_currency)
