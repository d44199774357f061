"""What people chose for a file, as its reader and its intake take it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from connectors.intake.dates import DateOrder
from connectors.intake.result import IntakeOptions, NumberBy
from journal.amounts.reading import DecimalMark
from journal.books.book import Book
from journal.entries.entry import EntryKind, NewEntry, OnChange
from journal.entries.numbering import Numbering, Restart
from journal.offers.choices import Changes, Choices

_ON_CHANGE = {Changes.CORRECTED_ALL: OnChange.REPLACE, Changes.ASK: OnChange.ASK}


@dataclass(frozen=True, slots=True)
class Meaning:
    """How the entries of a file are handed in."""

    options: IntakeOptions
    numbering: Numbering
    corrected: bool
    on_change: OnChange

    def said(self, entries: Sequence[NewEntry]) -> Sequence[NewEntry]:
        """Return the entries, each with what is to become of another version that is known."""
        if self.on_change is OnChange.REFUSE:
            return entries
        return [replace(one, on_change=self.on_change) for one in entries]


def meaning_of(choices: Choices, book: Book, file_name: str) -> Meaning:
    """Return what the choices come to in a book. Raises ValueError: another release wrote them."""
    restart = Restart(choices.restart) if choices.restart else None
    options = IntakeOptions(
        book.currency,
        choices.sales_channel,
        EntryKind(choices.kind) if choices.kind else None,
        DateOrder(choices.dates) if choices.dates else None,
        DecimalMark(choices.decimals) if choices.decimals else None,
        choices.leave_out,
        locale=book.locale,
        sheet=choices.sheet,
        number_by=NumberBy(choices.number_by) if choices.number_by else None,
        by_day=restart is Restart.DATE,
    )
    return Meaning(
        options,
        Numbering(PurePosixPath(file_name).stem, restart),
        corrected=choices.changes is not Changes.REFUSE,
        on_change=_ON_CHANGE.get(choices.changes, OnChange.REFUSE),
    )
