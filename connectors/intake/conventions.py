"""How one file writes dates and amounts, settled by all of its rows together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from connectors.intake.dates import (
    DateOrder,
    leaves_order_open,
    order_shown,
    read_date,
    shows_serial,
)
from connectors.intake.result import IntakeOptions, OptionNeeded
from connectors.intake.rows import Row
from journal.amounts.money import places
from journal.amounts.reading import DecimalMark, asks_for_mark, leaves_mark_open, mark_shown
from journal.offers.choices import Needed
from journal.quoting import quoted

Way = TypeVar("Way", DateOrder, DecimalMark)


@dataclass(frozen=True, slots=True)
class Conventions:
    """How the file writes dates and amounts. No order: its dates need none."""

    dates: DateOrder | None
    decimals: DecimalMark


@dataclass(slots=True)
class _Votes(Generic[Way]):
    """What the cells of a file say about one question, with a line to show for each answer."""

    counts: dict[Way, int] = field(default_factory=dict)
    shown_at: dict[Way, str] = field(default_factory=dict)
    open_cell: str = ""  # the first that may be read either way

    def count(self, way: Way | None, is_open: bool, cell: str, row: Row) -> None:
        if way is not None:
            self.counts[way] = self.counts.get(way, 0) + 1
            if way not in self.shown_at:
                self.shown_at[way] = f"{quoted(cell)} on {row.lines}"
        elif is_open and not self.open_cell:
            self.open_cell = f"{quoted(cell)} on {row.lines}"

    def settled(self) -> Way | None:
        """The answer that most cells give; None when none gives any, or as many each."""
        ranked = sorted(self.counts, key=lambda way: -self.counts[way])
        if len(ranked) > 1 and self.counts[ranked[0]] == self.counts[ranked[1]]:
            return None
        return ranked[0] if ranked else None

    @property
    def is_contradictory(self) -> bool:
        return len(self.counts) > 1

    @property
    def both(self) -> str:
        return " but ".join(f"{shown} is {way.value}" for way, shown in self.shown_at.items())


@dataclass(slots=True)
class Survey:
    """Collects what the rows show. A few words are kept, whatever the size of the file."""

    currency: str
    is_wary: bool = False  # 1,234 is open where commas group too, as of unit costs
    _dates: _Votes[DateOrder] = field(default_factory=_Votes[DateOrder])
    _marks: _Votes[DecimalMark] = field(default_factory=_Votes[DecimalMark])
    _serial: tuple[str, str] | None = None  # the first, and where it stands

    def see(self, row: Row, dates: Iterable[str], amounts: Iterable[str]) -> None:
        """Take in the cells of `row` that stand in the columns `dates` and `amounts`."""
        for column in dates:
            if cell := row[column]:
                self._dates.count(order_shown(cell), leaves_order_open(cell), cell, row)
                if self._serial is None and shows_serial(cell):
                    self._serial = cell, str(row.lines)
        currency = row["currency"].upper() or self.currency
        for column in amounts:
            if (cell := row[column]) and column not in row.figures:
                is_open = asks_for_mark(cell, currency) or self._is_grouped(cell, currency)
                self._marks.count(mark_shown(cell), is_open, cell, row)

    def _is_grouped(self, cell: str, currency: str) -> bool:
        return self.is_wary and places(currency) > 0 and leaves_mark_open(cell)

    def settle(self, options: IntakeOptions) -> tuple[Conventions, list[str]]:
        """Return how the file is to be read, and notes on what in it contradicts that.

        One telling cell settles the whole file; the few that contradict the many become faults
        when they are read.

        Raises:
            OptionNeeded: the file leaves it open and `options` does not say.
        """
        order = options.dates or self._dates.settled()
        mark = options.decimals or self._marks.settled()
        if order is None and (self._dates.open_cell or self._dates.is_contradictory):
            raise _undecided(Needed.DATES, self._dates, "--dates day-first or month-first")
        if mark is None and (self._marks.open_cell or self._marks.is_contradictory):
            raise _undecided(Needed.DECIMALS, self._marks, "--decimals point or comma")
        notes = [
            f"The {what} of this file are not written alike: {votes.both}. "
            f"They are read {way.value}; what contradicts that is not taken."
            for what, votes, way in (
                ("dates", self._dates, order),
                ("amounts", self._marks, mark),
            )
            if votes.is_contradictory and way is not None
        ]
        if self._serial:
            cell, where = self._serial
            notes.append(
                f"Dates like {quoted(cell)} on {where} were read as spreadsheets count days: "
                f"{read_date(cell, None).isoformat()}. Check one of them."
            )
        return Conventions(order, mark or DecimalMark.POINT), notes


def _undecided(
    needed: Needed, votes: _Votes[DateOrder] | _Votes[DecimalMark], advice: str
) -> OptionNeeded:
    what = "dates" if needed is Needed.DATES else "amounts"
    if votes.is_contradictory:
        says = f"the {what} of this file are not written alike: {votes.both}"
    else:
        says = (
            f"the {what} of this file may be read in two ways ({votes.open_cell}) and nothing in"
            " it shows which"
        )
    return OptionNeeded(needed, says, f"give {advice}")
