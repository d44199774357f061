"""What one unit of another currency is worth in the company's own, and who says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from journal.amounts.money import Money, places


@dataclass(frozen=True, slots=True)
class Rate:
    """Home currency for one unit of another; `source` is a platform's label or a person's id."""

    value: Decimal
    source: str
    day: date  # of which it is

    def convert(self, money: Money, home: str) -> Money:
        """Return what `money` comes to in the currency `home`, a half rounded up."""
        return convert(money, self.value, home)


def convert(money: Money, rate: Decimal, home: str) -> Money:
    """Return what `money` comes to in the currency `home` at `rate`, a half rounded up."""
    unit = Decimal(1).scaleb(-places(home))
    return Money.of((money.decimal * rate).quantize(unit, ROUND_HALF_UP), home)


class RateRule(StrEnum):
    """Where a rate comes from when an entry in another currency has none."""

    ASK = "ask"  # people agree to the platform's, or say one, on a card
    PLATFORM = "platform"  # the platform's own of that day


@dataclass(frozen=True, slots=True)
class DayRate:
    """What waits for a rate on one day, and what the platform says of that day."""

    currency: str
    day: date
    entries: int
    total: Money
    rate: Rate | None  # None: the platform has none


@dataclass(frozen=True, slots=True)
class Rates:
    """What is known of rates when the entries of a book are prepared."""

    home: str = ""  # the company's own currency; "": not known
    rule: RateRule = RateRule.ASK
    rounding: str = ""
    """The account of rounding differences, where entries are converted for a platform whose
    journals know only the company's own currency; "": they are refused there."""
    agreed: Mapping[tuple[str, date], Rate] = field(default_factory=dict)
    """Currency and day of the entry -> the rate that a person agreed to."""
    read: Mapping[tuple[str, date], Rate] = field(default_factory=dict)
    """The same -> the rate as the platform told it."""

    def rate_of(self, currency: str, day: date) -> Rate | None:
        """Return the rate at which entries of a currency and day are sent; None: ask for it."""
        agreed = self.agreed.get((currency, day))
        if agreed is not None or self.rule is RateRule.ASK:
            return agreed
        return self.read.get((currency, day))

    def proposal(self, currency: str, day: date) -> Rate | None:
        """Return what the platform says, to be agreed to."""
        return self.read.get((currency, day))
