"""One attempt to carry an entry into the ledger: what is sent, and how it can end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from journal.amounts.money import Money
from journal.books.lists import Field, ListItem
from journal.entries.coding import Coded, TaxOn, coded_as
from journal.entries.entry import Side
from journal.entries.failure import Failure
from journal.entries.grounds import Ground


@dataclass(frozen=True, slots=True)
class ReadyLine:
    """A line with its amount and the platform's account."""

    side: Side
    amount: Money
    account_id: str
    description: str = ""
    coded: tuple[Coded, ...] = ()
    tax_amount: Money | None = None  # as the caller worked it out
    account_kind: str = ""  # the platform's word for the type of its account

    def coded_as(self, field: Field) -> ListItem | None:
        """Return what it is coded as; None: nothing. Of tracking there may be several."""
        return coded_as(self.coded, field)

    @property
    def extras(self) -> tuple[tuple[str, str], ...]:
        """What it is coded as, as a ledger's lines show it."""
        return tuple(one.shown for one in self.coded)


@dataclass(frozen=True, slots=True)
class ReadyEntry:
    """An entry in which nothing is missing, as a ledger takes it."""

    number: str  # "JF-1042", to be looked up by
    key: str  # the same for every sending of this posting revision
    date: date
    currency: str
    lines: tuple[ReadyLine, ...]
    note: str  # what a bookkeeper reads on it in the ledger; holds the number
    url: str = ""  # where the day's sales can be looked at
    own_number: str = ""  # the caller's, where the platform has a field for it; else ""
    amounts: TaxOn = TaxOn.NO_TAX
    rate: Decimal | None = None  # home currency for one unit of `currency`; None: the platform's
    adjusting: bool = False
    spares: bool = False  # where it replaces another, it is refused if that lost what is not ours

    @property
    def total(self) -> Money:
        """The sum of its debits, with the costs that were applied."""
        debits = (line.amount.minor for line in self.lines if line.side is Side.DEBIT)
        return Money(sum(debits), self.currency)


class Unbooked(StrEnum):
    """What keeps an entry that the platform holds out of the books."""

    DRAFT = "draft"
    SUBMITTED = "submitted"  # it waits for an approver
    APPROVED = "approved"  # and not published yet
    REJECTED = "rejected"  # by an approver
    ARCHIVED = "archived"  # out of sight; whether it counts is not documented
    OTHER = "other"  # a state that we do not know


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A line as the ledger shows it."""

    side: Side
    amount: Money
    account: str  # as people call it there
    account_id: str = ""  # the platform's id of it; "" where that is not shown
    description: str = ""
    extras: tuple[tuple[str, str], ...] = ()  # what stands beside the account: ("Class", "Retail")
    tax: tuple[tuple[str, str], ...] = ()  # of these, what fits this very amount: ("Tax", "20.00")
    ids: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    """The platform's ids of what extras and tax name, where it tells them: ("Class", "5000135")."""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """An entry as the ledger shows it."""

    ledger_id: str
    number: str
    date: date
    url: str = ""
    is_draft: bool = False  # there, but not in the books
    texts: tuple[str, ...] = ()  # whatever names it there: numbers, notes
    lines: tuple[LedgerLine, ...] = ()  # empty: they are not shown, or cannot be read
    version: str = ""  # what the platform calls its present state; "" where that is not known
    extras: tuple[tuple[str, str], ...] = ()  # as those of its lines: ("Attachments", "2")
    tax: tuple[tuple[str, str], ...] = ()  # as that of its lines: ("Amounts are", "Tax inclusive")
    unbooked: Unbooked = Unbooked.DRAFT  # what keeps it out of the books, where `is_draft`
    listed: Money | None = None  # what it comes to, as a list without lines shows it
    is_of: str = ""  # our number, where the one who posted it says so, rather than a text in it

    @property
    def may_be_published(self) -> bool:
        """True if it is not in the books, and nobody there has to decide before it may be."""
        return self.is_draft and self.unbooked in (Unbooked.DRAFT, Unbooked.APPROVED)

    @property
    def total(self) -> Money | None:
        """The sum of its debits, or what a list shows of it; None where neither is shown."""
        debits = [line.amount for line in self.lines if line.side is Side.DEBIT]
        return sum(debits[1:], debits[0]) if debits else self.listed


@dataclass(frozen=True, slots=True)
class Posted:
    """It is in the ledger. `found`: it was there already when we looked, on this ground."""

    entry: LedgerEntry
    trace: str = ""
    found: bool = False
    ground: Ground = Ground.SENT
    remark: str = ""  # what a person would not expect of it, as a sentence


@dataclass(frozen=True, slots=True)
class Refused:
    """It is not in the ledger, and why."""

    failure: Failure
    retry_after: float | None = None  # seconds, when the platform says so


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The request left and no answer came: it may be in the ledger."""

    failure: Failure
    retry_after: float | None = None  # seconds, when the platform will not be asked before that


Outcome = Posted | Refused | Uncertain
