"""A ledger in memory that judges entries as a platform does, with its bad days as switches."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from connectors.changed import otherwise
from journal.books.book import Account, AccountKind, NewAccount
from journal.books.closed_days import ClosedDays
from journal.books.lists import CompanyRules, Dimension, ListItem
from journal.books.rates import Rate
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import (
    LedgerEntry,
    LedgerLine,
    Outcome,
    Posted,
    ReadyEntry,
    Refused,
    Unbooked,
    Uncertain,
)
from journal.errors import AccountRefused, AuthorisationLost, ItemRefused, LedgerError
from journal.matching.keeping import as_overwritten, lost
from journal.ports import Capabilities, Change, Wanted
from tests.fakes.ledger_rules import a_failure, broken_rule

R = FailureReason
_RETRY_AFTER = {R.RATE_LIMITED: 60.0}
CHART = (
    Account("35", "Checking", "1000", "Bank"),
    Account("90", "Clearing", "1300", "Other Current Asset"),
    Account("79", "Sales", "4000", "Income"),
    Account("98", "Sales:Shopify sales", "4010", "Income"),
    Account("80", "Cost of goods sold", "5000", "Cost of Goods Sold"),
    Account("103", "Payment processing fees", "6000", "Expense"),
)


KINDS = (AccountKind("Income", "Income"), AccountKind("Expense", "Expense"))


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry in the ledger. `key` is empty when someone typed it there."""

    ledger_id: str
    number: str
    date: date
    note: str = ""
    key: str = ""
    at: datetime | None = None  # when it came
    is_draft: bool = False
    lines: tuple[LedgerLine, ...] = ()
    version: int = 0
    is_matched: bool = False  # with the bank's statement
    unbooked: Unbooked = Unbooked.DRAFT  # why, where it is a draft

    def changed(self) -> Change:
        """Return it as a change."""
        return Change(self.ledger_id, self.shown(), at=self.at)

    def shown(self) -> LedgerEntry:
        """Return it as the ledger shows it."""
        url = f"https://ledger.invalid/{self.ledger_id}"
        texts = tuple(text for text in (self.number, self.note) if text)
        version = str(self.version)
        there = LedgerEntry(
            self.ledger_id, self.number, self.date, url, self.is_draft, texts, self.lines, version
        )
        return replace(there, unbooked=self.unbooked)


@dataclass(slots=True)
class _Spell:
    """A bad day for the next `left` posts, or until it is lifted (None)."""

    failure: Failure
    left: int | None
    stores: bool = False


@dataclass(slots=True)
class FakeLedger:
    """Holds what was stored (`stored`) and everything that was sent, in order (`sent`)."""

    capabilities: Capabilities = field(
        default_factory=lambda: Capabilities(
            native_idempotency=True,
            drafts=True,
            changes=True,
            replaces=True,
            account_kinds=KINDS,
        )
    )
    chart: dict[str, Account] = field(
        default_factory=lambda: {account.external_id: account for account in CHART}
    )
    items: list[ListItem] = field(default_factory=list)
    rules: CompanyRules = field(default_factory=CompanyRules)
    rates: dict[tuple[str, date], Decimal] = field(default_factory=dict)
    stored: list[Stored] = field(default_factory=list)
    sent: list[ReadyEntry] = field(default_factory=list)
    closed_until: date | None = None
    softly_closed_until: date | None = None
    connected: bool = True
    at: datetime | None = None  # the ledger's own time
    can_post: bool = True
    readable: bool = True
    lists_lines: bool = True  # False: the lines of what is found cannot be read
    made: dict[str, Account] = field(default_factory=dict)
    made_items: dict[str, ListItem] = field(default_factory=dict)
    silent: bool = False  # an account is made, and the answer lost
    keeps_outside: Unbooked | None = None  # what is posted there waits in this state
    deleted: list[Change] = field(default_factory=list)
    author: str = ""  # who changes and deletes entries there
    posts_to: str | None = None  # as a posting service says it
    _spell: _Spell | None = None

    # --- what a test looks at and turns

    @property
    def numbers(self) -> list[str]:
        """The numbers of the entries in the books, oldest first; drafts are not in them."""
        return [one.number for one in self.stored if not one.is_draft]

    def entries_with(self, number: str) -> int:
        """Return how many stored entries have this number."""
        return self.numbers.count(number)

    def refuse(self, failure: Failure | FailureReason, times: int | None = None) -> None:
        """Refuse the next `times` posts (None: until `recover`) and store nothing."""
        if isinstance(failure, FailureReason):
            failure = a_failure(failure, "as the test wants it")
        self._spell = _Spell(failure, times)

    def swallow(self, times: int | None = 1) -> None:
        """Store what comes next, and lose the answer."""
        self._spell = _Spell(Failure(R.UNCERTAIN, words="no answer"), times, stores=True)

    def recover(self) -> None:
        """End whatever `refuse` or `swallow` began."""
        self._spell = None

    def decide(self, ledger_id: str, state: Unbooked | None) -> Stored:
        """Give an entry another state there, as an approver does; None: it is in the books."""
        old = next(one for one in self.stored if one.ledger_id == ledger_id)
        turned = {"is_draft": state is not None, "unbooked": state or Unbooked.DRAFT}
        return self._change(old, **turned)

    def deactivate(self, account_id: str) -> None:
        """Make an account inactive."""
        self.chart[account_id] = replace(self.chart[account_id], active=False)

    def type_by_hand(
        self, number: str, on: date, note: str = "", lines: tuple[LedgerLine, ...] = ()
    ) -> LedgerEntry:
        """Store an entry as a person does who types it in the platform itself."""
        return self._put(number, on, note, lines=lines).shown()

    def book_by_hand(self, number: str, lines: tuple[LedgerLine, ...]) -> LedgerEntry:
        """Type other lines into a posted entry, as a person does in the platform itself."""
        return self._change(self._of_number(number), lines=lines).shown()

    def edit_by_hand(self, number: str, note: str = "changed by hand") -> LedgerEntry:
        """Change a posted entry as a person does in the platform itself."""
        old = self._of_number(number)
        return self._change(old, note=note).shown()

    def choose_by_hand(self, number: str, name: str, value: str) -> LedgerEntry:
        """Choose something on every line of a posted entry that we do not carry, as a class."""
        old = self._of_number(number)
        lines = tuple(replace(line, extras=(*line.extras, (name, value))) for line in old.lines)
        return self._change(old, lines=lines).shown()

    def match_with_bank(self, number: str) -> None:
        """Match a posted entry with the bank's statement, which changes nothing it says."""
        old = self._of_number(number)
        self.stored[self.stored.index(old)] = replace(old, is_matched=True)

    def delete_by_hand(self, number: str) -> None:
        """Delete a posted entry as a person does in the platform itself."""
        old = self._of_number(number)
        self.stored.remove(old)
        self.deleted.append(Change(old.ledger_id, None, at=self.at))

    # --- the port

    async def post(self, entry: ReadyEntry, draft: LedgerEntry | None = None) -> Outcome:
        """Store `entry` once a key, unless a switch or a rule of bookkeeping says no."""
        self.sent.append(entry)
        if not self.connected:
            return Refused(a_failure(R.CONNECTION_LOST, "The door is shut"))
        spell = self._struck()
        if spell is not None and not spell.stores:
            return Refused(spell.failure, retry_after=_RETRY_AFTER.get(spell.failure.reason))
        outcome = self._judged(entry, draft)
        return Uncertain(spell.failure) if spell is not None else outcome

    async def save_draft(self, entry: ReadyEntry) -> Outcome:
        """Store `entry` as a draft, closed days or not."""
        self.sent.append(entry)
        if not self.connected:
            return Refused(a_failure(R.CONNECTION_LOST, "The door is shut"))
        spell = self._struck()
        if spell is not None and not spell.stores:
            return Refused(spell.failure)
        stored = self._put(
            entry.number,
            entry.date,
            entry.note,
            entry.key,
            is_draft=True,
            lines=self._lines(entry),
        )
        return Uncertain(spell.failure) if spell is not None else Posted(stored.shown(), "fake")

    async def replace(self, entry: ReadyEntry, there: LedgerEntry) -> Outcome:
        """Put `entry` in place of `there` once a key, if that still stands as it did."""
        self.sent.append(entry)
        if not self.connected:
            return Refused(a_failure(R.CONNECTION_LOST, "The door is shut"))
        spell = self._struck()
        if spell is not None and not spell.stores:
            return Refused(spell.failure, retry_after=_RETRY_AFTER.get(spell.failure.reason))
        outcome = self._replaced(entry, there)
        return Uncertain(spell.failure) if spell is not None else outcome

    async def read(self, there: LedgerEntry) -> LedgerEntry:
        """Return it as it stands now."""
        self._check_readable()
        named = (one for one in self.stored if one.ledger_id == there.ledger_id)
        stored = next(named, None)
        if stored is None:
            raise LedgerError("there is no such entry")
        return stored.shown()

    async def find(self, wanted: Sequence[Wanted]) -> Sequence[LedgerEntry]:
        """Return whatever may be one of `wanted`."""
        self._check_readable()
        shown = [one.shown() for one in self.stored if wanted and _may_be_any(one, wanted)]
        return shown if self.lists_lines else [replace(one, lines=()) for one in shown]

    async def taken_numbers(self, numbers: Sequence[str]) -> frozenset[str]:
        """Return which of these have entries in the books."""
        self._check_readable()
        return frozenset(numbers) & frozenset(self.numbers)

    async def accounts(self) -> Sequence[Account]:
        """Return the whole chart."""
        self._check_readable()
        return list(self.chart.values())

    async def lists(self) -> Sequence[ListItem]:
        """Return the choices of its lists."""
        self._check_readable()
        return [*self.items]

    async def company_rules(self) -> CompanyRules:
        """Return what the company wants."""
        self._check_readable()
        return self.rules

    async def rate(self, currency: str, day: date) -> Rate | None:
        """Return the newest of its rates up to that day."""
        self._check_readable()
        known = [(of, value) for (code, of), value in self.rates.items() if code == currency]
        there = max((one for one in known if one[0] <= day), default=None)
        return Rate(there[1], "QuickBooks", there[0]) if there else None

    async def create_account(self, new: NewAccount, key: str) -> Account:
        """Make an account once a key; the same name or number is refused."""
        self._check_readable()
        if key in self.made:
            return self.made[key]
        alike = [one for one in self.chart.values() if one.name == new.name]
        if alike or any(new.number and one.number == new.number for one in self.chart.values()):
            raise AccountRefused("The name or the number is taken.")
        made = Account(str(1000 + len(self.made)), new.name, new.number, new.kind)
        self.made[key] = self.chart[made.external_id] = made
        if self.silent:
            raise LedgerError("no answer")
        return made

    async def create_item(self, dimension: Dimension, name: str, kind: str, key: str) -> ListItem:
        """Make a choice once a key; the same name is refused."""
        self._check_readable()
        if key in self.made_items:
            return self.made_items[key]
        if any(one.dimension == dimension and one.name == name for one in self.items):
            raise ItemRefused("The name is taken.")
        made = ListItem(dimension, f"made-{len(self.made_items) + 1}", name, kind=kind)
        self.made_items[key] = made
        self.items.append(made)
        if self.silent:
            raise LedgerError("no answer")
        return made

    async def closed_days(self) -> ClosedDays:
        """Return the days up to the one the books are closed to."""
        self._check_readable()
        return ClosedDays(self.closed_until, self.softly_closed_until)

    async def changes(self, since: datetime) -> Sequence[Change]:
        """Return what was stored or deleted since then."""
        self._check_readable()
        told = [one.changed() for one in self.stored if one.at is not None and one.at >= since]
        return [*told, *(one for one in self.deleted if one.at is None or one.at >= since)]

    async def examine(
        self, changes: Sequence[Change], known: Mapping[str, str]
    ) -> Sequence[Change]:
        """Return those that are in another version."""
        return otherwise(changes, known)

    async def with_author(self, change: Change) -> Change:
        """Return it with who did it."""
        return replace(change, by=self.author)

    async def missing(self, posted: Mapping[str, date]) -> Sequence[str]:
        """Return which of these are not stored any more."""
        self._check_readable()
        there = {one.ledger_id for one in self.stored}
        return [one for one in posted if one not in there]

    async def check(self) -> str | None:
        """Return when connected and readable; as a posting service, where that posts to."""
        self._check_readable()
        return self.posts_to

    def _judged(self, entry: ReadyEntry, draft: LedgerEntry | None) -> Posted | Refused:
        if known := self._known(entry.key):
            return Posted(known.shown(), trace="fake")
        failure = broken_rule(entry, self, self.numbers)
        if failure is not None and entry.own_number and failure.reason is R.DUPLICATE:
            entry = replace(entry, own_number="")
            failure = broken_rule(entry, self, self.numbers)
        if failure is not None:
            return Refused(failure)
        if draft is not None:
            self.stored = [one for one in self.stored if one.ledger_id != draft.ledger_id]
        number = entry.own_number or entry.number
        put = self._put(number, entry.date, entry.note, entry.key, lines=self._lines(entry))
        was_approved = draft is not None and draft.unbooked is Unbooked.APPROVED
        if self.keeps_outside is not None and not was_approved:
            put = self.decide(put.ledger_id, self.keeps_outside)
        return Posted(put.shown(), "fake")

    def _replaced(self, entry: ReadyEntry, there: LedgerEntry) -> Posted | Refused:
        if not self.capabilities.replaces:
            return Refused(a_failure(R.VALIDATION_OTHER, "Nothing is changed in place here"))
        if known := self._known(entry.key):
            return Posted(known.shown(), trace="fake")
        old = next((one for one in self.stored if one.ledger_id == there.ledger_id), None)
        if old is None or old.is_matched or str(old.version) != there.version:
            return Refused(a_failure(R.MATCHED_OR_EDITED, _why_it_stays(old), entry.number))
        goes = lost(entry.lines, old.shown()) if entry.spares else ()
        if goes:
            words = ", ".join(f"{one.name} {one.value}" for one in goes)
            return Refused(Failure(R.MATCHED_OR_EDITED, entry.number, words=words))
        taken = [one.number for one in self.stored if one is not old and not one.is_draft]
        if failure := broken_rule(entry, self, taken):
            return Refused(failure)
        new = self._change(
            old,
            number=entry.own_number or entry.number,
            date=entry.date,
            note=entry.note,
            key=entry.key,
            lines=as_overwritten(self._lines(entry), old.shown()),
        )
        return Posted(new.shown(), "fake")

    def _known(self, key: str) -> Stored | None:
        if not self.capabilities.native_idempotency:
            return None
        named = (one for one in self.stored if one.key == key and not one.is_draft)
        return next(named, None)

    def _of_number(self, number: str) -> Stored:
        return next(one for one in self.stored if one.number == number and not one.is_draft)

    def _change(self, old: Stored, **changes: Any) -> Stored:
        new = replace(old, version=old.version + 1, at=self.at, **changes)
        self.stored[self.stored.index(old)] = new
        return new

    def _lines(self, entry: ReadyEntry) -> tuple[LedgerLine, ...]:
        return tuple(
            LedgerLine(
                line.side,
                line.amount,
                self.chart[line.account_id].name,
                line.account_id,
                line.description,
                line.extras,
            )
            for line in entry.lines
        )

    def _put(
        self,
        number: str,
        on: date,
        note: str,
        key: str = "",
        *,
        is_draft: bool = False,
        lines: tuple[LedgerLine, ...] = (),
    ) -> Stored:
        used = {one.ledger_id for one in self.stored} | {one.ledger_id for one in self.deleted}
        number_there = 1 + max(map(int, used), default=0)
        stored = Stored(str(number_there), number, on, note, key, self.at, is_draft, lines)
        self.stored.append(stored)
        return stored

    def _struck(self) -> _Spell | None:
        spell = self._spell
        if spell is not None and spell.left is not None:
            spell.left -= 1
            if spell.left == 0:
                self._spell = None
        return spell

    def _check_readable(self) -> None:
        if not self.connected:
            raise AuthorisationLost("the door is shut")
        if not self.readable:
            raise LedgerError("nothing can be read just now")


def _why_it_stays(old: Stored | None) -> str:
    if old is None:
        return "Somebody deleted it"
    return "It is matched with the bank" if old.is_matched else "Somebody changed it meanwhile"


def _may_be_any(stored: Stored, wanted: Sequence[Wanted]) -> bool:
    shown = stored.shown()
    return any(_may_be(shown, one) for one in wanted)


def _may_be(shown: LedgerEntry, one: Wanted) -> bool:
    """Whether anything ties it to what is looked for: JF-104 is not in "JF-1042"."""
    words = {word for text in shown.texts for word in re.findall(r"[\w-]+", text)}
    if shown.ledger_id in one.ids or one.number in words:
        return True
    told = [named for named in (one.reference, one.own_number) if named]
    has_reference = any(named in text for named in told for text in shown.texts)
    has_total = one.total is not None and shown.total == one.total
    return shown.date == one.date and (has_reference or has_total)
