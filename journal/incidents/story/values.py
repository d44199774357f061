"""What several turns of a story are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from journal.amounts.money import Money


@dataclass(frozen=True, slots=True)
class Batch:
    """The entries that a turn concerns."""

    is_spread: ClassVar = True
    count: int | None = None  # None: it is not said
    amounts: tuple[Money, ...] = ()  # what they come to, one for each currency
    numbers: tuple[str, ...] = ()  # the first few, "JF-1042"

    def __add__(self, other: Batch) -> Batch:
        """Return both as one; where one does not say how many, it is the other."""
        if self.count is None or other.count is None:
            return other if self.count is None else self
        sums: dict[str, int] = {}
        for one in (*self.amounts, *other.amounts):
            sums[one.currency] = sums.get(one.currency, 0) + one.minor
        amounts = tuple(Money(minor, currency) for currency, minor in sums.items())
        return Batch(self.count + other.count, amounts)


UNCOUNTED = Batch()


@dataclass(frozen=True, slots=True)
class There:
    """What the ledger has."""

    number: str = ""
    day: date | None = None
    sum: Money | None = None


NOTHING_THERE = There()


@dataclass(frozen=True, slots=True)
class MappedCategory:
    """A category that was mapped, by the ids that map it again."""

    name: str
    account: str  # `Account.key`
    channel: str | None = None  # "": the lines name an account; None: kept before that was possible

    @property
    def row(self) -> list[str]:
        """It as it is kept: a list."""
        return [self.name, self.account, *([] if self.channel is None else [self.channel])]

    @classmethod
    def of_row(cls, row: Sequence[Any]) -> Self:
        """Return what `row` made. Raises TypeError, ValueError: it is none."""
        name, account, *channel = map(str, row)
        return cls(name, account, *channel)


@dataclass(frozen=True, slots=True)
class SetCost:
    """The cost of a variant that was set, and what its pieces come to in what is posted."""

    sku: str
    title: str
    unit: Money
    pieces: Decimal
    amount: Money  # in the currency of the unit
    by: str | None = None  # Slack user id; None: the turn's actor
    at: datetime | None = None

    @property
    def row(self) -> list[object]:
        """It as it is kept: a list; amounts in the smallest unit, pieces as text."""
        what = [self.sku, self.title, self.unit.minor, self.unit.currency, f"{self.pieces:f}"]
        who = [self.by, self.at.isoformat()] if self.by and self.at else []
        return [*what, self.amount.minor, *who]

    @classmethod
    def of_row(cls, row: Sequence[Any]) -> Self:
        """Return what `row` made. Raises TypeError, ValueError, ArithmeticError: it is none."""
        sku, title, minor, currency, pieces, amount, *who = row
        unit, sum_ = Money(int(minor), str(currency)), Money(int(amount), str(currency))
        by, at = (str(who[0]), datetime.fromisoformat(who[1])) if who else (None, None)
        return cls(str(sku), str(title), unit, Decimal(pieces), sum_, by, at)


@dataclass(frozen=True, slots=True)
class ChangedCost:
    """A variant whose cost was changed in entries that are posted, and what its pieces come to."""

    sku: str
    title: str
    was: Money | None  # None: it had several
    now: Money
    pieces: Decimal
    was_sum: Money  # sums and costs are in one currency
    now_sum: Money

    @property
    def more(self) -> Money:
        """By how much the pieces come to more; less where it is negative."""
        return Money(self.now_sum.minor - self.was_sum.minor, self.now.currency)

    @property
    def row(self) -> list[object]:
        """It as it is kept: a list; amounts in the smallest unit, pieces as text."""
        was = self.was.minor if self.was else None
        units = [was, self.now.minor, self.now.currency]
        sums = [self.was_sum.minor, self.now_sum.minor]
        return [self.sku, self.title, *units, f"{self.pieces:f}", *sums]

    @classmethod
    def of_row(cls, row: Sequence[Any]) -> Self:
        """Return what `row` made. Raises TypeError, ValueError, ArithmeticError: it is none."""
        sku, title, was, now, currency, pieces, was_sum, now_sum = row
        unit = None if was is None else Money(int(was), str(currency))
        new, before, after = (Money(int(one), str(currency)) for one in (now, was_sum, now_sum))
        return cls(str(sku), str(title), unit, new, Decimal(pieces), before, after)


@dataclass(frozen=True, slots=True)
class CostFile:
    """A file of costs that someone dropped into the thread, and what was not taken of it."""

    is_spread: ClassVar = True
    file: str = ""  # its name; empty: there was none
    refused: str = ""  # why nothing of it was taken
    faults: tuple[tuple[int, str], ...] = ()  # the first rows that were not taken, and why
    more_faults: int = 0
    empty: int = 0  # rows without a cost
    others: int = 0  # rows of variants that nothing waits for
    unsure: int = 0  # rows that someone has to check before they are saved
    unsure_key: str = ""  # under which those are kept


NO_FILE = CostFile()
