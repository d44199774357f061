"""Journal entries as they come in, and where each stands on its way into the ledger."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from journal.amounts.money import Money
from journal.entries.coding import NOTHING, Coding, TaxOn
from journal.entries.failure import Conflict
from journal.entries.grounds import Ground
from journal.errors import BadInput, Unbalanced

MAX_LINES = 1000
"""More lines than any of the platforms takes in one entry."""
MAX_REFERENCE = 100
MAX_OWN_NUMBER = 100
MAX_REVISION = 2**31 - 1
MAX_RATE = 10_000_000
Day = date
"""As a type, where a field is called `date`."""
_PERSON = re.compile(r"[UW][A-Z0-9_]{2,30}|[^@\s<>]{1,120}@[^@\s<>]{1,120}")


class Side(StrEnum):
    """Which column of the journal a line stands in."""

    DEBIT = "debit"
    CREDIT = "credit"

    @property
    def sign(self) -> int:
        """Debits count up, credits down."""
        return 1 if self is Side.DEBIT else -1

    @property
    def other(self) -> Side:
        """The column beside it."""
        return Side.CREDIT if self is Side.DEBIT else Side.DEBIT


class EntryKind(StrEnum):
    """What an entry tells of the day."""

    SALES_SUMMARY = "sales_summary"
    COST_OF_GOODS_SOLD = "cost_of_goods_sold"
    DEPOSIT = "deposit"
    OTHER = "other"


class PostingStatus(StrEnum):
    """Where an entry stands on its way into the ledger; `ENTRY_MOVES` says how it gets there."""

    PENDING = "pending"
    POSTING = "posting"  # a job has claimed it
    POSTED = "posted"
    FAILED = "failed"
    UNCERTAIN = "uncertain"  # the request left and no answer came
    SKIPPED = "skipped"


WAITING = frozenset(PostingStatus) - {PostingStatus.POSTED, PostingStatus.SKIPPED}
"""It is not in the books, and nobody has said that it need not be."""
UNCLAIMED = WAITING - {PostingStatus.POSTING}
"""It waits, and is not being sent just now."""
ON_THE_WAY = WAITING - {PostingStatus.FAILED}
"""It waits for nobody: it is sent, or will be."""
QUEUED = ON_THE_WAY & UNCLAIMED
"""It is claimed as soon as it is due."""
RESTING = frozenset({PostingStatus.FAILED, PostingStatus.SKIPPED})
"""Nothing happens to it until someone acts."""
SETTLED = frozenset({PostingStatus.POSTED, PostingStatus.SKIPPED})
"""It waits no more."""
OUTSIDE_BOOKS = frozenset(PostingStatus) - {PostingStatus.POSTED}
"""As far as is known, the ledger does not have it."""
MAYBE_IN_BOOKS = frozenset({PostingStatus.POSTED, PostingStatus.POSTING, PostingStatus.UNCERTAIN})
"""The ledger has it, or may have it."""


class OnChange(StrEnum):
    """What its caller wants done with a version that reads as another entry (`restating.py`)."""

    REFUSE = "refuse"
    REPLACE = "replace"  # it is a correction all the same
    ASK = "ask"  # people say which it is, on a card


@dataclass(frozen=True, slots=True)
class Line:
    """One line: an account of the platform or a category to be mapped, and an amount.

    A cost line has no amount yet; it names the variant (`sku`) and how many were sold,
    and gets its amount from the unit cost when the entry is posted.
    """

    side: Side
    amount: Money | None = None
    category: str | None = None
    account: str | None = None  # number, full or leaf name; "id:79" where the id is meant
    description: str = ""
    sku: str | None = None
    title: str = ""
    quantity: Decimal | None = None
    coding: Coding = NOTHING
    tax_amount: Money | None = None  # of `coding.tax`, where the caller worked it out


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry as someone hands it in: their reference, their revision, balanced lines."""

    reference: str
    date: date
    sales_channel: str
    kind: EntryKind
    currency: str
    lines: tuple[Line, ...]
    revision: int = 1
    description: str = ""  # its memo: what people read on it in the ledger
    number: str = ""  # their own journal number, where they have one
    amounts: TaxOn = TaxOn.NO_TAX
    exchange_rate: Decimal | None = None  # home currency for one unit of `currency`
    adjusting: bool = False  # made at the end of a period, as the auditors know it
    reverse_on: Day | None = None  # it is booked the other way round on this day
    prepared_by: str = field(default="", compare=False)
    """Slack user id or e-mail address. Handed in again by someone else, it is the same entry."""
    on_change: OnChange = field(default=OnChange.REFUSE, compare=False)
    """Of this handing in alone; it is not kept."""
    reverses: int | None = field(default=None, compare=False)
    """The id of the entry that it books the other way round, on its reversing date."""

    @property
    def total(self) -> Money:
        """The sum of the debits that are known (cost lines have none yet)."""
        known = [
            line.amount.minor for line in self.lines if line.amount and line.side is Side.DEBIT
        ]
        return Money(sum(known), self.currency)

    def checked(self) -> NewEntry:
        """Return the entry itself when it may be taken in.

        Raises:
            BadInput: something is missing or out of range.
            Unbalanced: debits and credits differ, in money or in pieces of a variant. With
                amounts that tax is added to, money is judged by `journal.entries.taxing`.
        """
        if not self.reference.strip() or len(self.reference) > MAX_REFERENCE:
            raise BadInput(f"the reference must have 1 to {MAX_REFERENCE} characters")
        if not 1 <= self.revision <= MAX_REVISION:
            raise BadInput(f"the revision counts from 1 to {MAX_REVISION}")
        checked_preparer(self.prepared_by)
        if len(self.number) > MAX_OWN_NUMBER:
            raise BadInput(f"the number must have at most {MAX_OWN_NUMBER} characters")
        checked_head(self)
        if not self.sales_channel.strip():
            raise BadInput("the sales channel is missing")
        if not 2 <= len(self.lines) <= MAX_LINES:  # noqa: PLR2004  a debit and a credit
            raise BadInput(f"an entry has 2 to {MAX_LINES} lines; this one has {len(self.lines)}")
        for number, line in enumerate(self.lines, start=1):
            _check_line(line, number, self.currency)
        _check_balance(self)
        return self


ALONE_FROM = 2
"""Runs in a row that died with an entry, after which nothing is tried beside it."""
GIVEN_UP_FROM = 5
"""The same, after which it is left to people: all that died since it was alone, died of it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that jefail has taken in."""

    id: int
    uid: UUID
    book_id: int
    connection_id: int
    content: NewEntry
    status: PostingStatus
    attempts: int = 0
    runs_died: int = 0  # since it was answered for last, that had claimed it
    look_first: bool = False  # the ledger may have it, since a backup was put back
    posting_revision: int = 1
    as_draft: bool = False  # a person wants it left as a draft, since the books are closed
    handed_in: NewEntry | None = None  # as its caller has it, where a person changed it here
    restates: NewEntry | None = None  # the version before, where this one reads as another entry
    earlier_days: tuple[date, ...] = ()  # that it had before, so that it may stand there
    numbered: int = 1  # counts up when a person posts it beside another of the same number
    number_taken: bool = False  # the platform said that something else has our number
    linked_to: str | None = None  # the ledger's id of the entry that a person says is this one
    not_these: tuple[str, ...] = ()  # the ledger's ids of those that a person says are not
    told_of: str = ""  # the ledger's id of what bears our number and says something else
    posted_how: Ground | None = None  # of what the ledger has; None: not there, or not known
    replaces: str | None = None  # of a correction: the ledger's id of what it replaces
    ledger_version: str = ""  # of what the ledger has, as we wrote it or a person accepted it
    stands_as: str = ""  # a mark of what counts of what the ledger has, as it was posted or kept
    stands_since: datetime | None = None  # when that was noted last
    changed: Conflict | None = None  # what people did to it there, until someone decides on it
    has_theirs: bool = False  # what the ledger has of it may be more than we wrote
    may_lose: bool = False  # of a correction: a person saw what of theirs it removes, and agreed
    incident_id: int | None = None
    accepted_at: datetime | None = None
    failed_at: datetime | None = None
    posted_at: datetime | None = None
    sent_at: datetime | None = None  # when it left for a ledger without keys, not answered so far
    ledger_id: str | None = None
    ledger_url: str | None = None  # where a person sees it in the ledger
    words: str = ""
    sent: Money | None = None  # what it came to as it was sent or found there; None: not known
    costs: Mapping[str, Money] = field(default_factory=dict, hash=False)
    """What one piece of each SKU costs in it, whatever the book says by now. Kept once it was sent;
    a new version goes on from there. Empty: it has no pieces, or they are not known."""

    @property
    def is_suspected(self) -> bool:
        """Whether it may be what ends the runs that claim it: it is tried apart from all others."""
        return self.runs_died >= ALONE_FROM

    @property
    def is_given_up(self) -> bool:
        """Whether it is not tried any more until a person wants it: it ends each run."""
        return self.runs_died >= GIVEN_UP_FROM

    @property
    def total(self) -> Money:
        """What it comes to: once it is posted, what was posted, with the costs that it took."""
        posted = self.sent if self.status is PostingStatus.POSTED else None
        return posted or self.content.total

    @property
    def number(self) -> str:
        """Our reference in the ledger, the same in every revision, so it can be looked up.

        "JF-1042", or "JF-1042-2" where a person posted it beside what has that number already.
        """
        return self.number_as(self.numbered)

    def number_as(self, numbered: int) -> str:
        """Return the number that it has in a place, counted from 1: "JF-1042", "JF-1042-2"."""
        return f"JF-{self.id}" if numbered == 1 else f"JF-{self.id}-{numbered}"

    @property
    def is_correction(self) -> bool:
        """Whether an earlier revision is in the ledger, so that this one is never posted beside it.

        `replaces` is empty, not None, once a person knows that the earlier one was deleted there.
        """
        return self.replaces is not None

    @property
    def is_asked_about(self) -> bool:
        """Whether people still have to say if this version replaces the one before."""
        return self.restates is not None and self.status in WAITING

    @property
    def key(self) -> str:
        """The idempotency key of this posting revision; at most 40 characters."""
        return f"{self.uid}-{self.posting_revision}"


def checked_head(entry: NewEntry) -> None:
    """Look at what the head of an entry says beside its lines. Raises BadInput."""
    rate = entry.exchange_rate
    if rate is not None and not (rate.is_finite() and 0 < rate < MAX_RATE):
        raise BadInput(f"the exchange rate must be above 0 and below {MAX_RATE:,}; it is {rate}")
    if entry.reverse_on is not None and entry.reverse_on <= entry.date:
        raise BadInput(
            f"the reversing date {entry.reverse_on} must be after the entry's date {entry.date}"
        )


def checked_preparer(text: str) -> str:
    """Return `text` when it can name who prepared an entry; empty: nobody says. Raises BadInput."""
    person = text.strip()
    if person and not _PERSON.fullmatch(person):
        raise BadInput(
            f'"{person[:40]}" does not say who prepared the entry: write a Slack user id such as'
            " U012ABCDEF, or an e-mail address"
        )
    return person


def _check_line(line: Line, number: int, currency: str) -> None:
    if bool(line.category) == bool(line.account):
        raise BadInput(f"line {number} must name either a category or an account")
    if line.amount is None:
        if not line.sku or not _is_some(line.quantity):
            raise BadInput(f"line {number} has no amount, so it needs a SKU and a quantity")
    elif line.amount.currency != currency:
        raise BadInput(f"line {number} is in {line.amount.currency}, the entry in {currency}")
    elif line.amount.minor < 0:
        raise BadInput(f"line {number} is negative; put it on the other side instead")
    if line.tax_amount is not None and line.tax_amount.currency != currency:
        raise BadInput(f"the tax of line {number} is in {line.tax_amount.currency}, not {currency}")


def _is_some(quantity: Decimal | None) -> bool:
    return quantity is not None and quantity.is_finite() and quantity > 0


def _check_balance(entry: NewEntry) -> None:
    money = sum(line.side.sign * line.amount.minor for line in entry.lines if line.amount)
    if entry.amounts is TaxOn.EXCLUSIVE:  # judged with the rates, which the platform has
        money = 0
    if money:
        raise Unbalanced(str(Money(abs(money), entry.currency)))
    pieces: Counter[str] = Counter()
    for line in entry.lines:
        if line.amount is None and line.sku and line.quantity is not None:
            pieces[line.sku] += line.side.sign * line.quantity  # type: ignore[assignment]
    for sku, quantity in pieces.items():
        if quantity:
            raise Unbalanced(f"{abs(quantity)} of {sku}")
