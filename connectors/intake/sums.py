"""Totals proved: a row of totals is passed over where it sums up what stands above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from connectors.intake.drafts import Draft
from connectors.intake.figures import amount_in
from connectors.intake.result import Fault
from connectors.intake.rows import Row
from connectors.intake.totals import AMOUNTS, WORDS
from journal.amounts.reading import DecimalMark
from journal.errors import BadInput
from journal.quoting import quoted


@dataclass(slots=True)
class _Sum:
    """The amounts of one column, as the totals of different programs count them (minor units)."""

    net: int = 0
    positive: int = 0
    all_of_them: int = 0

    def add(self, minor: int) -> None:
        self.net += minor
        self.positive += max(minor, 0)
        self.all_of_them += abs(minor)


@dataclass(slots=True)
class Sums:
    """What the rows of a file come to so far: all, since the last total, and of this entry."""

    currency: str
    mark: DecimalMark
    _kept: dict[str, dict[str, _Sum]] = field(default_factory=dict)
    _is_unknown: bool = False

    def begin(self, span: str) -> None:
        """Start to count `span` ("entry" or "total") from zero."""
        self._kept.pop(span, None)

    def add(self, row: Row) -> None:
        """Count one row; one that cannot be read leaves all sums open."""
        try:
            amounts = self._amounts(row)
        except BadInput:
            self._is_unknown = True
            return
        for span in ("file", "total", "entry"):
            kept = self._kept.setdefault(span, {})
            for column, minor in amounts:
                kept.setdefault(column, _Sum()).add(minor)

    def check(self, row: Row) -> None:
        """Look whether a row of totals sums up what stands above it.

        Raises:
            BadInput: it does not, so it may be something else.
        """
        if self._is_unknown:
            return
        amounts = self._amounts(row)
        if not any(self._fit(span, amounts) for span in ("file", "total", "entry")):
            word = next((row[column] for column in WORDS if row[column]), "")
            said = f"it says {quoted(word)}" if word else "it has amounts and no account"
            raise BadInput(f"{said}, but the rows above do not come to that; it was not taken")

    def _amounts(self, row: Row) -> list[tuple[str, int]]:
        found = ((c, amount_in(row, c, self.currency, self.mark)) for c in AMOUNTS)
        return [(column, amount.minor) for column, amount in found if amount is not None]

    def _fit(self, span: str, amounts: Sequence[tuple[str, int]]) -> bool:
        kept = self._kept.get(span, {})
        for column, minor in amounts:
            one = kept.get(column, _Sum())
            if minor not in {one.net, one.positive, one.all_of_them}:
                return False
        return True


def doubtful_totals(draft: Draft, sums: Sums | None) -> Iterator[Fault]:
    """Yield the rows of totals that do not sum up what stands above them."""
    if sums is None:
        return
    sums.begin("entry")
    totals = list(draft.totals)
    for place in range(draft.count + 1):
        while totals and totals[0][0] == place:
            _, row = totals.pop(0)
            try:
                sums.check(row)
            except BadInput as error:
                yield Fault(row.lines, str(error), bytes_read=row.bytes_read)
            sums.begin("total")
        if place < len(draft.rows):
            sums.add(draft.rows[place])
