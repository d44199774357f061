"""Whether a draft that is in Tryton already is what is to be posted: someone may have typed it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import AliasPath, BaseModel, BeforeValidator, Field

from connectors.tryton.drawing import Drawn, DrawnLine
from connectors.tryton.values import Amount, Day, OptionalAmount, ids_in
from journal.entries.entry import Side
from journal.entries.posting import ReadyEntry

ASKED: Final = (
    "date",
    "lines.debit",
    "lines.credit",
    "lines.account.name",
    "lines.party",
    "lines.amount_second_currency",
)
ASKED_ANALYTIC: Final = ("lines.analytic_lines.account",)

Mark = tuple[str, Decimal, Decimal, str, Decimal, tuple[str, ...]]


def _accounts_of(lines: Any) -> tuple[str, ...]:
    return tuple(sorted(map(str, ids_in(lines, "account"))))


class _WireDraftLine(BaseModel):
    account: int = Field(validation_alias=AliasPath("account", "id"))
    debit: Amount
    credit: Amount
    party: int | None = None
    amount_second_currency: OptionalAmount = None
    analytic_lines: Annotated[tuple[str, ...], BeforeValidator(_accounts_of)] = ()

    @property
    def mark(self) -> Mark:
        """What tells it from other lines."""
        second = self.amount_second_currency or Decimal(0)
        party = str(self.party or "")
        return str(self.account), self.debit, self.credit, party, second, self.analytic_lines


class WireDraft(BaseModel):
    """A move that is not posted, as far as it tells what would be."""

    date: Day
    lines: list[_WireDraftLine] = []

    def tells(self, entry: ReadyEntry, drawn: Drawn) -> bool:
        """Whether it has the day of `entry`, and lines as they are `drawn`, in any order.

        Where ours names no analytic account, Tryton's rules may have.
        """
        ours, theirs = [_mark(line) for line in drawn.lines], [one.mark for one in self.lines]
        said = Counter(one for one in ours if one[-1])
        return (
            self.date == entry.date
            and Counter(one[:-1] for one in ours) == Counter(one[:-1] for one in theirs)
            and said <= Counter(theirs)
        )


def _mark(line: DrawnLine) -> Mark:
    sides = {Side.DEBIT: Decimal(0), Side.CREDIT: Decimal(0), line.side: line.amount}
    second = line.second or Decimal(0)
    return (
        line.account,
        sides[Side.DEBIT],
        sides[Side.CREDIT],
        line.party,
        second,
        tuple(sorted(line.analytic)),
    )
