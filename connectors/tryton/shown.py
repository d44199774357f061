"""A move with its lines, as it is shown to a person and laid beside ours."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated

from pydantic import AliasPath, BeforeValidator, Field

from connectors.shown import Extras, Whole
from connectors.tryton.extras import Names, line_extras, line_ids, line_tax, second_of
from connectors.tryton.values import Amount, OptionalAmount, OptionalMoment, Text
from connectors.tryton.wire import WireMove
from journal.amounts.money import Money
from journal.books.rates import convert
from journal.entries.entry import Side
from journal.entries.posting import LedgerLine
from journal.errors import BadInput
from journal.matching.near import EXCHANGE_RATE

_MOST_PLACES = 10
"""Of a rate that is looked for."""


class WireShownLine(Whole):
    """A line of a move, to be shown to a person."""

    id: int
    debit: Amount
    credit: Amount
    account: str = Field(validation_alias=AliasPath("account", "name"))
    account_id: Annotated[str, BeforeValidator(str)] = Field(
        "", validation_alias=AliasPath("account", "id")
    )
    second: OptionalAmount = Field(None, validation_alias="amount_second_currency")
    description: Text = ""

    @property
    def side(self) -> Side:
        """Which column it stands in."""
        return Side.DEBIT if self.debit else Side.CREDIT

    @property
    def second_currency(self) -> str:
        """The code of its second currency; "" where it has none."""
        return second_of(self.raw)

    def in_home(self, currency: str, names: Names) -> LedgerLine:
        """Return it in the company's currency. Raises BadInput: as `in_second`."""
        amount = Money.of(self.debit or self.credit, currency)
        return self._line(self.side, amount, line_extras(self.raw, names))

    def in_second(self, home: str, names: Names) -> LedgerLine:
        """Return it in its second currency, with what it comes to in that of the company, `home`.

        Raises:
            BadInput: an amount has places that its currency has not.
        """
        second = self.second or Decimal(0)
        side = (Side.CREDIT if second < 0 else Side.DEBIT) if second else self.side
        amount = Money.of(abs(second), self.second_currency)
        converted = Money.of(self.debit or self.credit, home)
        others = line_extras(self.raw, names, second=False)
        return self._line(side, amount, (*others, (f"In {home}", str(converted.decimal))))

    def pair(self, home: str) -> tuple[Money, Money]:
        """Return its amount in its second currency and in `home`. Raises BadInput: as above."""
        second = Money.of(abs(self.second or Decimal(0)), self.second_currency)
        return second, Money.of(self.debit or self.credit, home)

    def _line(self, side: Side, amount: Money, extras: Extras) -> LedgerLine:
        return LedgerLine(
            side,
            amount,
            self.account,
            self.account_id,
            self.description,
            extras,
            line_tax(self.raw),
            line_ids(self.raw),
        )


def told_rate(pairs: Sequence[tuple[Money, Money]]) -> Decimal | None:
    """Return the shortest rate at which each first amount comes to its second; None: there is none.

    A move does not keep its rate; its amounts tell it.
    """
    original, home = max(pairs, key=lambda one: one[0].minor)
    if not original.minor:
        return None
    exact = home.decimal / original.decimal
    rates = (exact.quantize(Decimal(1).scaleb(-places)) for places in range(_MOST_PLACES + 1))
    return next((rate for rate in rates if rate > 0 and _explains(rate, pairs)), None)


def _explains(rate: Decimal, pairs: Sequence[tuple[Money, Money]]) -> bool:
    return all(convert(amount, rate, home.currency) == home for amount, home in pairs)


class WireShown(WireMove):
    """A move with its lines, which come in any order."""

    lines: tuple[WireShownLine, ...] = ()

    def shown(self, currency: str, names: Names) -> tuple[LedgerLine, ...]:
        """Return the lines as they were entered, in the second currency where all are of one.

        None where an amount is not one of its currency. The line of rounding that a conversion
        leaves comes to nothing in the second currency; it is told by `extras`.
        """
        try:
            if not self._is_foreign:
                return tuple(one.in_home(currency, names) for one in self._in_order)
            return tuple(one.in_second(currency, names) for one in self._in_order if one.second)
        except BadInput:
            return ()

    def extras(self, currency: str) -> Extras:
        """Return at which rate it was converted into the company's currency, and what that left."""
        if not self._is_foreign:
            return ()
        try:
            rate = told_rate([one.pair(currency) for one in self._in_order if one.second])
        except (BadInput, ValueError):  # an amount is none of its currency, or there is none at all
            return ()
        left = tuple(
            ("Rounding", f"{one.side.value} {one.debit or one.credit} {currency}, {one.account}")
            for one in self._in_order
            if not one.second
        )
        return (((EXCHANGE_RATE, f"{rate:f}"),) if rate else ()) + left

    @property
    def _in_order(self) -> Sequence[WireShownLine]:
        return sorted(self.lines, key=lambda one: one.id)

    @property
    def _is_foreign(self) -> bool:
        return len({one.second_currency for one in self.lines} | {""}) == 2 and all(  # noqa: PLR2004  one code beside none
            one.second_currency for one in self.lines
        )


class WireWritten(WireShown):
    """A move with when it was written last."""

    written_at: OptionalMoment = Field(None, alias="write_date")
