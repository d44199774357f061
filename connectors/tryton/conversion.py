"""An entry in the company's currency, with its own beside it and a line for what rounding leaves.

Tryton balances moves in the company's currency. The original amount stands on each line as
`amount_second_currency` (trytond/modules/account/move.py of 8.2). What rounding leaves goes where
the configuration of the company says that differences of exchange go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from connectors.tryton import outcomes
from connectors.tryton.books import Books
from connectors.tryton.currencies import currency_ids, exchange_accounts
from connectors.tryton.drawing import Drawn, DrawnLine, drawn_line
from journal.amounts.money import Money
from journal.books.rates import convert
from journal.entries.entry import Side
from journal.entries.posting import ReadyEntry, ReadyLine, Refused


async def draw(books: Books, entry: ReadyEntry, home: str) -> Drawn | Refused:
    """Return the lines of `entry` in the company's currency, `home`. Raises as `Books.all`."""
    if entry.currency == home:
        return Drawn(tuple(drawn_line(line, line.amount) for line in entry.lines))
    second = (await currency_ids(books)).get(entry.currency)
    if second is None:
        return outcomes.foreign(entry)
    if entry.rate is None:
        return outcomes.no_rate(entry)
    conversion = Conversion(entry, entry.rate, home)
    return await _balanced(books, conversion, Drawn(conversion.lines, second))


@dataclass(frozen=True, slots=True)
class Conversion:
    """An entry at a rate: home currency for one unit of its own."""

    entry: ReadyEntry
    rate: Decimal
    home: str

    @property
    def lines(self) -> tuple[DrawnLine, ...]:
        """Its lines with both amounts."""
        return tuple(map(self._line, self.entry.lines))

    @property
    def left(self) -> Money | None:
        """What a line of rounding comes to, a debit above nought; None: none is needed.

        None too where the entry does not balance in its own currency: that is no rounding.
        """
        if sum(one.side.sign * one.amount.minor for one in self.entry.lines):
            return None
        minor = -sum(one.side.sign * self._amount(one).minor for one in self.entry.lines)
        return Money(minor, self.home) if minor else None

    def _amount(self, line: ReadyLine) -> Money:
        return convert(line.amount, self.rate, self.home)

    def _line(self, line: ReadyLine) -> DrawnLine:
        drawn = drawn_line(line, self._amount(line))
        return drawn.with_second(line.side.sign * line.amount.decimal)


async def _balanced(books: Books, conversion: Conversion, drawn: Drawn) -> Drawn | Refused:
    left = conversion.left
    if left is None:
        return drawn
    named = await exchange_accounts(books)
    account = named.debit if left.minor > 0 else named.credit
    if not account:
        return outcomes.no_exchange_account(conversion.entry, left)
    side = Side.DEBIT if left.minor > 0 else Side.CREDIT
    amount = Money(abs(left.minor), left.currency)
    line = DrawnLine(
        side,
        amount.decimal,
        account,
        f"Rounding of {conversion.entry.currency} at {conversion.rate:f}",
        analytic=_analytic(drawn.lines),
        second=Decimal(0),
    )
    remark = outcomes.rounded(amount, await _name_of(books, account))
    return Drawn((*drawn.lines, line), drawn.second_currency, remark)


def _analytic(lines: Sequence[DrawnLine]) -> tuple[str, ...]:
    """Return the analytic accounts that a line of rounding goes to: those of the entry."""
    return next((one.analytic for one in lines if one.analytic), ())


async def _name_of(books: Books, account: str) -> str:
    chart = await books.once("chart", books.chart)
    return next((one.name for one in chart if str(one.id) == account), account)
