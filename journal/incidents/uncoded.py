"""All that is to be known to choose what an incident's lines lack beside their account."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime

from journal.amounts.money import Money
from journal.books.lists import CLASS, NAME, TAX, Dimension, Field, ListItem
from journal.entries.coding_rules import Scope
from journal.entries.entry import Line, NewEntry
from journal.entries.failure import Failure, FailureReason
from journal.entries.placing import Known
from journal.entries.uncoded import (
    Choices,
    LineState,
    Slot,
    States,
    answered,
    held_slots,
    is_whole,
    slots_of,
)
from journal.incidents.gaps import Example
from journal.incidents.incident import Case, Incident, Tally


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Lines of an incident's refused entries that say the same, but for how much."""

    content: NewEntry  # of the first of their entries, with this line alone
    lines: int
    amount: Money  # net: debits less credits
    example: Example

    @property
    def line(self) -> Line:
        """What they say."""
        return self.content.lines[0]


@dataclass(frozen=True, slots=True)
class WaitingEntries:
    """Refused entries of one incident whose lines say the same, but for how much."""

    incident_id: int
    content: NewEntry  # with each different line once
    tally: Tally
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CodeGap:
    """One question, and what the entries that wait bring to it."""

    slot: Slot
    lines: int = 0
    amounts: tuple[Money, ...] = ()  # net, per currency: debits less credits
    example: Example | None = None
    account: str = ""  # the label of the account, where the lines name one
    carried: ListItem | None = None  # what the lines carry now, where that may be chosen otherwise
    place: str = ""  # what the lines call their category, else the account, in such a case

    @property
    def label(self) -> str:
        """What it is called: the word, the category, or the account."""
        return self.slot.word or self.slot.scope.category or self.account


@dataclass(frozen=True, slots=True)
class CodedBefore:
    """A choice as it is kept."""

    slot: Slot
    item_id: str
    by: str | None  # Slack user id; None: at the terminal
    at: datetime


@dataclass(frozen=True, slots=True)
class Uncoded:
    """What an incident waits for, and what could be chosen."""

    case: Case
    known: Known
    rows: tuple[CodeGap, ...]
    waiting: tuple[WaitingEntries, ...] = ()  # of the book

    @property
    def is_unplaced(self) -> bool:
        """Whether the platform refused without saying which list: all that lines carry is asked."""
        return is_unplaced(self.case.incident.failure)

    @property
    def dimension(self) -> Dimension:
        """The list that is chosen from; the first of them where it may be any."""
        if self.is_unplaced:
            return next((one.slot.dimension for one in self.rows), CLASS)
        return dimension_of(self.case.incident, self.known)

    @property
    def state(self) -> str:
        """A digest of what the lines carry now; "" where nothing is chosen in its place."""
        if not self.is_unplaced:
            return ""
        told = [(*row.slot.key, row.carried.key if row.carried else "") for row in self.rows]
        return hashlib.blake2s(json.dumps(told).encode(), digest_size=12).hexdigest()

    @property
    def missing(self) -> Sequence[CodeGap]:
        """The rows of lines that say nothing themselves."""
        return [one for one in self.rows if not one.slot.word]

    @property
    def kind(self) -> str | None:
        """Whose names lines that say nothing need, where all need the same; None: several."""
        if self.is_unplaced:
            return None
        kinds = {one.slot.kind for one in self.missing}
        return kinds.pop() if len(kinds) == 1 else None

    def choices(self, kind: str = "", dimension: Dimension | None = None) -> Sequence[ListItem]:
        """Return what may be chosen, by name: of a list, or of the one that it is about."""
        of = self.known.lists.of(dimension or self.dimension, kind)
        return sorted(of, key=lambda one: (one.name.casefold(), one.kind))

    def completed_by(self, answers: Mapping[Slot, ListItem]) -> int:
        """Return how many entries lack nothing more with these answers."""
        return released_by(self.waiting, self.known, answered(answers))[1].count


def is_unplaced(failure: Failure) -> bool:
    """Whether the platform refused something beside the accounts and did not say what."""
    return failure.reason is FailureReason.TAX_OR_DIMENSION


def dimensions_held(known: Known) -> Sequence[Dimension]:
    """Return the lists that the company uses, as far as there is anything to choose in them."""
    rules = known.company_rules
    tax = [TAX] if rules.wants_tax else []
    wanted = dict.fromkeys((*rules.requires, *rules.uses, *tax))
    return [one for one in wanted if known.lists.of(one)]


def dimension_of(incident: Incident, known: Known) -> Dimension:
    """Return the list that an incident is about, as the company spells it."""
    try:
        dimension = Dimension.of(incident.failure.subject)
    except ValueError:
        rules = known.company_rules
        first = next(iter((*rules.requires, *rules.uses)), CLASS)
        dimension = _USUAL.get(incident.failure.reason, first)
    return known.lists.dimension(dimension) or dimension


_USUAL = {FailureReason.NAME_MISSING: NAME, FailureReason.TAX_MISSING: TAX}
"""What is meant where the platform does not say which of its lists."""


def uncoded_of(
    case: Case, known: Known, lines: Iterable[WaitingLine], waiting: Iterable[WaitingEntries]
) -> Uncoded:
    """Return what the lines of a case ask: words first, then what is missing, most lines first.

    Where nothing is known to lack and the platform refused all the same, each line that carries
    nothing there is asked about; where it does not say of which list, all that each may carry.
    """
    lines = [*lines]
    if is_unplaced(case.incident.failure):
        return Uncoded(case, known, tuple(_held_rows(lines, known)), tuple(waiting))
    dimension = dimension_of(case.incident, known)
    rows = _rows(lines, known, dimension, unsaid=False)
    if not rows and case.incident.failure.http_status is not None:
        rows = _rows(lines, known, dimension, unsaid=True)
    return Uncoded(case, known, tuple(rows), tuple(waiting))


def _rows(
    lines: Sequence[WaitingLine], known: Known, dimension: Dimension, *, unsaid: bool
) -> list[CodeGap]:
    found: dict[tuple[str, ...], CodeGap] = {}
    for one in lines:
        for slot in slots_of(one.line, one.content, known, dimension, unsaid=unsaid):
            _count(found, CodeGap(slot), one, known)
    return sorted(found.values(), key=lambda row: (not row.slot.word, -row.lines, row.label))


def _held_rows(lines: Sequence[WaitingLine], known: Known) -> list[CodeGap]:
    """Return all that the lines may carry, the fields of an account or category together."""
    found: dict[tuple[str, ...], CodeGap] = {}
    dimensions = dimensions_held(known)
    for one in lines:
        for slot, item in held_slots(one.line, one.content, known, dimensions):
            place = one.line.category or _account(slot, known)
            _count(found, CodeGap(slot, carried=item, place=place), one, known)
    return sorted(found.values(), key=lambda row: (row.place, dimensions.index(row.slot.dimension)))


def _count(
    found: dict[tuple[str, ...], CodeGap], row: CodeGap, one: WaitingLine, known: Known
) -> None:
    """Add a line to its row; the first that says something is the example."""
    new = replace(row, example=one.example, account=_account(row.slot, known))
    there = found.get(row.slot.key, new)
    amounts = _with(there.amounts, one.amount)
    found[row.slot.key] = replace(there, lines=there.lines + one.lines, amounts=amounts)


def _account(slot: Slot, known: Known) -> str:
    account = known.chart.by_id(slot.scope.account_id)
    return account.label if account else ""


def _with(amounts: Sequence[Money], more: Money) -> tuple[Money, ...]:
    sums = {one.currency: one.minor for one in amounts}
    sums[more.currency] = sums.get(more.currency, 0) + more.minor
    return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))


def released_by(
    waiting: Iterable[WaitingEntries], known: Known, chosen: Choices
) -> tuple[Set[int], Tally, Sequence[int]]:
    """Return what `chosen` moves: the incidents, and of these what lacks nothing more.

    An incident moves when any line of it lacks less then; where nothing is known to lack and the
    platform refused all the same, when any carries something else.
    """
    before, after = States(known), States(chosen.added_to(known))
    waiting = [*waiting]
    moved = {
        one.incident_id for one in waiting if _gains(before.of(one.content), after.of(one.content))
    }
    whole = [one for one in waiting if one.incident_id in moved and is_whole(after.of(one.content))]
    sums: dict[str, int] = {}
    for one in whole:
        for money in one.tally.amounts:
            sums[money.currency] = sums.get(money.currency, 0) + money.minor
    amounts = tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))
    tally = Tally(sum(one.tally.count for one in whole), amounts)
    return moved, tally, sorted(id_ for one in whole for id_ in one.ids)


def _gains(before: Sequence[LineState | None], then: Sequence[LineState | None]) -> bool:
    if is_whole(before):
        return before != then
    return [one and one.lacks for one in before] != [one and one.lacks for one in then]


def spread(
    rows: Iterable[CodeGap], sales_channel: str, item: ListItem, dimension: Dimension
) -> Mapping[Slot, ListItem]:
    """Return the answer "all lines that say nothing", of a sales channel or ("") of the book.

    Names stay with the accounts that want them: a customer on receivables is nobody on payables.
    """
    if dimension.field is not Field.NAME:
        return {Slot(dimension, scope=Scope(sales_channel)): item}
    return {_widened(one.slot, sales_channel): item for one in rows if not one.slot.word}


def _widened(slot: Slot, sales_channel: str) -> Slot:
    """Return the slot for a channel, or all of them; a category is of its own channel always."""
    channel = slot.scope.sales_channel if slot.scope.category else sales_channel
    return replace(slot, scope=replace(slot.scope, sales_channel=channel))
