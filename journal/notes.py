"""When whoever closes a case has to say why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from journal.errors import NoteNeeded
from journal.money import Money


@dataclass(frozen=True, slots=True)
class NoteRule:
    """A note is needed above an amount, which is counted in the book's own currency.

    What is in another currency is compared by its figure: no rate is known here.
    """

    above: Decimal

    def wants_note(self, amounts: Iterable[Money]) -> bool:
        """Return whether so much is closed that a note is needed."""
        return any(one.decimal > self.above for one in amounts)

    @property
    def said(self) -> str:
        """What is right instead, under the field of a form."""
        return NoteNeeded(self.above).advice

    def check(self, amounts: Iterable[tuple[int, str]], note: str) -> None:
        """Raise NoteNeeded when `amounts` (minor units, currency) want a note and there is none."""
        if not note.strip() and self.wants_note(Money(minor, code) for minor, code in amounts):
            raise NoteNeeded(self.above)
