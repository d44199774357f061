"""`jefail import --dry-run`: what a file would do to a book, as tables. Nothing is written."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from uuid import UUID

from bot.cli.faults import Faults
from bot.cli.remarks import Remarks
from bot.cli.taking import Accept, take_from
from bot.cli.terminal import counted, note, say, show
from connectors.intake.handed_in import open_entries
from connectors.intake.result import EntryFile, IntakeOptions, Taken
from journal.amounts.money import Money
from journal.books.book import Connection
from journal.entries.entry import Entry, Line, NewEntry, PostingStatus, Side
from journal.entries.failure import Failure, FailureReason
from journal.entries.handing_in import Fate
from journal.entries.mapping import prepare
from journal.entries.placing import Known
from journal.errors import BadInput
from journal.ports import Acceptance

SHOWN = 30
"""Accounts and causes that are shown; the rest are counted."""


@dataclass(slots=True)
class Sketch:
    """What would become of a file's entries. Grows with accounts and causes, not with entries."""

    known_books: Known
    fates: Counter[Fate] = field(default_factory=Counter)
    restated: int = 0  # of those that would not be taken: they read as other entries
    changed: int = 0  # and those whose content is another
    stopped: bool = False
    entries: int = 0  # that would be taken, and their lines
    lines: int = 0
    first: date | None = None
    last: date | None = None
    sums: dict[tuple[str, str], dict[Side, int]] = field(default_factory=dict)
    unpriced: int = 0  # lines whose amount comes from unit costs
    waiting: int = 0  # entries that would wait on a card, and for what
    gaps: Counter[str] = field(default_factory=Counter)
    remarks: Remarks = field(default_factory=Remarks)  # on what would be taken

    def count(self, taken: Taken, answer: Acceptance, faults: Faults) -> None:
        """Count one entry by what the desk would answer."""
        self.fates[answer.fate] += 1
        if answer.error:
            self.restated += answer.restated is not None
            self.changed += answer.restated is None
            faults.add(answer.error, taken.lines, answer.reference)
        elif answer.taken:
            self._add(taken.entry)
            self.remarks.add(answer)

    def _add(self, entry: NewEntry) -> None:
        self.entries += 1
        self.lines += len(entry.lines)
        self.first = min(self.first or entry.date, entry.date)
        self.last = max(self.last or entry.date, entry.date)
        for line in entry.lines:
            self._sum(line, entry.currency)
        causes = gaps_of(entry, self.known_books)
        self.waiting += bool(causes)
        self.gaps.update(causes)

    def _sum(self, line: Line, currency: str) -> None:
        sums = self.sums.setdefault((_named(line), currency), dict.fromkeys(Side, 0))
        if line.amount is None:
            self.unpriced += 1
        else:
            sums[line.side] += line.amount.minor


def gaps_of(entry: NewEntry, known: Known) -> Sequence[str]:
    """Return why `entry` would wait on a card, by what is known of the book; each cause once."""
    if not known.chart.accounts:
        return ()  # read with the first posting; nothing can be said before
    unsaved = Entry(0, UUID(int=0), 0, 0, entry, PostingStatus.PENDING)
    ready = prepare(unsaved, known).sendable
    return _gaps_said(ready, entry, known) if isinstance(ready, Failure) else ()


def _gaps_said(gap: Failure, entry: NewEntry, known: Known) -> Sequence[str]:
    platform, channel = known.platform.label, entry.sales_channel
    if gap.reason is FailureReason.COST_MISSING:
        return (f"no unit cost for something that {channel} sold",)
    said = {
        FailureReason.MAPPING_MISSING: f'no account for the category "{{}}" of {channel}',
        FailureReason.ACCOUNT_INVALID: f'no account to post to called "{{}}" in {platform}',
        FailureReason.PERIOD_CLOSED: f"{{}} is closed in {platform}",
    }.get(gap.reason, "{}")
    return [said.replace("{}", one) for one in (gap.subject, *gap.details) if one]


def _named(line: Line) -> str:
    return line.account or f"{line.category} (category)"


@dataclass(frozen=True, slots=True)
class DryRun:
    """A file, and the book that it would go to."""

    path: Path
    options: IntakeOptions
    preview: Accept
    connection: Connection

    async def __call__(self, known: Known, faults: Faults) -> Sketch:
        """Read the whole file and say what would become of it.

        Raises:
            BadInput: the file as a whole cannot be read.
        """
        sketch = Sketch(known)
        file = await self._opened(faults)
        await take_from(file, self.path.name, self.preview, self.connection.book_id, sketch, faults)
        return sketch

    async def _opened(self, faults: Faults) -> EntryFile:
        """Open the file; where only its columns are refused, tell that and read on without."""
        try:
            return await asyncio.to_thread(open_entries, self.path, self.options)
        except BadInput as error:
            if self.options.leave_out:
                raise
            without = replace(self.options, leave_out=True)
            try:
                file = await asyncio.to_thread(open_entries, self.path, without)
            except BadInput:
                raise error from None
            faults.add(error.advice)
            return replace(file, notes=())


def show_sketch(sketch: Sketch, faults: Faults, file: str) -> None:
    """Print the tables, in at most 80 columns unless a name is longer, and what to do."""
    say(f"Nothing was changed. This is what importing {file} would do:")
    show(("", "Entries", "Lines", "Days"), _fates(sketch, faults), ("Entries", "Lines"))
    if sketch.sums:
        say("")
        show(("Account", "Debit", "Credit"), _sums(sketch.sums), ("Debit", "Credit"))
    if sketch.unpriced:
        say(f"{counted(sketch.unpriced, 'line')} without an amount: it comes from unit costs.")
    if sketch.gaps:
        say(f"{counted(sketch.waiting, 'entry', 'entries')} would wait on a card:")
        for cause, count in sketch.gaps.most_common(SHOWN):
            say(f"  {cause}: {counted(count, 'entry', 'entries')}")
        _rest(len(sketch.gaps), "cause")
    elif sketch.entries and not sketch.known_books.chart.accounts:
        say("The chart of accounts has not been read yet, so accounts were not checked.")
    sketch.remarks.show()
    if faults.count:
        say(f"{faults.count:,} not taken:")
        faults.show()


def _fates(sketch: Sketch, faults: Faults) -> Iterable[tuple[str, ...]]:
    named = {
        "New": Fate.NEW,
        "Corrections": Fate.CORRECTION,
        "To be asked in Slack": Fate.ASKED,
        "Known already": Fate.KNOWN,
    }
    for label, fate in named.items():
        if sketch.fates[fate] or fate is Fate.NEW:
            yield label, f"{sketch.fates[fate]:,}", "", ""
    yield "Not taken", f"{faults.count:,}", "", ""
    days = f"{sketch.first} to {sketch.last}" if sketch.first != sketch.last else f"{sketch.first}"
    yield "Would be taken", f"{sketch.entries:,}", f"{sketch.lines:,}", days if sketch.first else ""


def _sums(sums: Mapping[tuple[str, str], Mapping[Side, int]]) -> Iterable[tuple[str, ...]]:
    several = len({currency for _account, currency in sums}) > 1
    totals: dict[str, Counter[Side]] = {}
    for count, ((account, currency), sides) in enumerate(sorted(sums.items())):
        totals.setdefault(currency, Counter()).update(sides)
        if count < SHOWN:
            yield account, *(_amount(sides[side], currency, several=several) for side in Side)
    if (rest := len(sums) - SHOWN) > 0:
        yield f"… and {rest:,} more", "", ""
    for currency, sides in totals.items():
        yield "Total", *(_amount(sides[side], currency, several=True) for side in Side)


def _amount(minor: int, currency: str, *, several: bool) -> str:
    if not minor:
        return ""
    shown = f"{Money(minor, currency).decimal:,}"
    return f"{shown} {currency}" if several else shown


def _rest(of: int, what: str) -> None:
    if of > SHOWN:
        note(f"  … and {counted(of - SHOWN, f'more {what}')}")
