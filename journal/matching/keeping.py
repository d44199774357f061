"""What stands in the ledger and is not ours to write: what an overwrite keeps of it, what it loses.

Pure, and used twice: by the form that names it beforehand, and by the connectors that do it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from journal.amounts.money import Money
from journal.books.lists import NAME, TAX, NameKind
from journal.entries.entry import Side
from journal.entries.posting import LedgerEntry, LedgerLine
from journal.matching.near import EXCHANGE_RATE, is_among_head

TAX_AMOUNT: Final = "Tax amount"
"""What an amount of tax is called that someone set: it goes with the tax code that it is of."""

CONTACT: Final = "Contact"
"""What a name is called where a platform does not show whose it is: a customer's or a vendor's."""
_NAMES: Final = frozenset((*(kind.value.capitalize() for kind in NameKind), CONTACT))


class Placed(Protocol):
    """A line on an account, ours or the ledger's."""

    @property
    def side(self) -> Side:
        """Which column it stands in."""
        ...

    @property
    def amount(self) -> Money:
        """Its amount."""
        ...

    @property
    def account_id(self) -> str:
        """The platform's id of its account."""
        ...

    @property
    def description(self) -> str:
        """What is written on it."""
        ...

    @property
    def extras(self) -> tuple[tuple[str, str], ...]:
        """What it carries beside: ("Class", "Retail")."""
        ...


@dataclass(frozen=True, slots=True)
class Keeping:
    """How the lines of two entries belong together.

    `pairs`: for each line of ours the index of the one that it takes the place of; None: it is
    new. `keeps_tax`: whether what was said of tax still fits.
    """

    pairs: tuple[int | None, ...]
    keeps_tax: bool


@dataclass(frozen=True, slots=True)
class Extra:
    """Something that stands there and that jefail does not carry; `line`: None of the head."""

    name: str
    value: str
    line: LedgerLine | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """What stays of theirs when ours is put in its place, and what goes."""

    stays: tuple[Extra, ...]
    goes: tuple[Extra, ...]


def keeping(ours: Sequence[Placed], theirs: Sequence[Placed]) -> Keeping:
    """Return which lines belong together: by account, side and amount, else account and side.

    Among equals one of the same description goes first. Their tax stays only where ours has none
    and every line keeps its account, side and amount: else it would be another sum, which nobody
    has asked for.
    """
    pairs: list[int | None] = [None] * len(ours)
    free = set(range(len(theirs)))
    for mark in (_to_the_word, _exactly, _worded_place, _place):
        _pair(ours, theirs, mark, pairs, free)
    is_same = not free and all(
        other is not None and _exactly(line) == _exactly(theirs[other])
        for line, other in zip(ours, pairs, strict=True)
    )
    return Keeping(tuple(pairs), keeps_tax=is_same and not _is_taxed(ours))


def weigh(
    ours: Sequence[LedgerLine],
    texts: Sequence[str],
    there: LedgerEntry,
    head: Sequence[tuple[str, str]] = (),
) -> Weighed:
    """Return what stays of `there`, and what goes, when `ours` is put in its place.

    `texts`: the numbers and the note that ours may have there; `head`: what else its head says,
    which replaces theirs. Told of are extras, tax, and words: a number, a note or a description
    that ours does not repeat.
    """
    kept = keeping(ours, there.lines)
    own = {name for name, _value in head}
    replaced = [one for one in (*there.extras, *there.tax) if one[0] in own]
    stays: list[Extra] = []
    goes = [Extra(*one) for one in replaced if not is_among_head(one, head)]
    for name, value in there.extras:
        is_foreign = name == EXCHANGE_RATE and _currencies(ours) != _currencies(there.lines)
        if name not in own:
            (goes if is_foreign else stays).append(Extra(name, value))
    if not _is_taxed(ours):
        their_tax = (Extra(*one) for one in there.tax if one[0] not in own)
        (stays if kept.keeps_tax else goes).extend(their_tax)
    said = {text.strip() for text in texts}
    goes += [_worded(text, there) for text in there.texts if text.strip() not in said]
    places = {other: place for place, other in enumerate(kept.pairs) if other is not None}
    for index, line in enumerate(there.lines):
        pair = ours[places[index]] if index in places else None
        tax = () if _is_taxed(ours) else line.tax  # that of ours is reckoned again
        stays_here, goes_here = _of_line(line, pair, tax, keeps_tax=kept.keeps_tax)
        stays += stays_here
        goes += goes_here
    return Weighed(tuple(stays), tuple(goes))


def lost(ours: Sequence[Placed], there: LedgerEntry) -> tuple[Extra, ...]:
    """Return the extras and the tax of `there` that go when `ours` is put in its place.

    The tax of an entry that has tax itself is ours, whatever it was.
    """
    kept = keeping(ours, there.lines)
    stays_taxed = kept.keeps_tax or _is_taxed(ours)
    goes = [] if stays_taxed else [Extra(*one) for one in there.tax]
    stay = {other for other in kept.pairs if other is not None}
    for index, line in enumerate(there.lines):
        extras = () if index in stay else line.extras
        tax = () if stays_taxed else line.tax
        goes += [Extra(*one, line) for one in (*extras, *tax)]
    return tuple(goes)


def as_overwritten(ours: Sequence[LedgerLine], there: LedgerEntry) -> tuple[LedgerLine, ...]:
    """Return the lines of ours as they stand once they replaced `there`."""
    kept = keeping(ours, there.lines)
    told = []
    for line, other in zip(ours, kept.pairs, strict=True):
        beside = there.lines[other] if other is not None else None
        if beside is None:
            told.append(line)
            continue
        tax = beside.tax if kept.keeps_tax else ()
        told.append(replace(line, extras=_joined(line.extras, beside.extras), tax=tax))
    return tuple(told)


def _joined(
    ours: Sequence[tuple[str, str]], theirs: Sequence[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """Return what a line carries then: what is ours, and beside it what people added."""
    places = {place_of(name) for name, _value in ours}
    return (*ours, *(one for one in theirs if place_of(one[0]) not in places))


def place_of(name: str) -> str:
    """Return which field an extra stands in: a line has one name, a customer's or a vendor's."""
    if name == TAX_AMOUNT:
        return TAX.label
    return NAME.label if name in _NAMES else name


def _is_taxed(ours: Sequence[Placed]) -> bool:
    """Whether ours says what tax its lines have, so that nothing of theirs is to be kept."""
    return any(name == TAX.label for line in ours for name, _value in line.extras)


def is_among(one: tuple[str, str], others: Sequence[tuple[str, str]]) -> bool:
    """Whether `others` say the same, be it of a contact whose kind one side does not show."""
    if one in others:
        return True
    name, value = one
    kinds = _NAMES if name == CONTACT else (CONTACT,) if name in _NAMES else ()
    return any((kind, value) in others for kind in kinds)


def _of_line(
    line: LedgerLine,
    pair: LedgerLine | None,
    their_tax: Sequence[tuple[str, str]],
    *,
    keeps_tax: bool,
) -> tuple[list[Extra], list[Extra]]:
    ours = pair.extras if pair else ()
    places = {place_of(name) for name, _value in ours}
    shown = [one for one in (*line.extras, *line.tax) if place_of(one[0]) in places]
    changed = [Extra(*one, line) for one in shown if not is_among(one, ours)]
    extras = [Extra(*one, line) for one in line.extras if place_of(one[0]) not in places]
    tax = [Extra(*one, line) for one in their_tax if place_of(one[0]) not in places]
    words = line.description.strip()
    is_reworded = pair is None or pair.description.strip() != words
    lost = [Extra("Description", words, line)] if words and is_reworded else []
    if pair is None:
        return [], [*extras, *tax, *lost]
    goes = [*changed, *lost]
    return ([*extras, *tax], goes) if keeps_tax else (extras, [*tax, *goes])


def _worded(text: str, there: LedgerEntry) -> Extra:
    return Extra("Number" if text == there.number else "Note", text)


def _currencies(lines: Sequence[LedgerLine]) -> set[str]:
    return {line.amount.currency for line in lines}


def _pair(
    ours: Sequence[Placed],
    theirs: Sequence[Placed],
    mark: Callable[[Placed], Hashable],
    pairs: list[int | None],
    free: set[int],
) -> None:
    """Give each of ours that has no pair the first free one of theirs with the same mark."""
    waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
    for index in sorted(free, reverse=True):
        waiting[mark(theirs[index])].append(index)
    for place, line in enumerate(ours):
        if pairs[place] is None and (left := waiting[mark(line)]):
            pairs[place] = taken = left.pop()
            free.discard(taken)


def _to_the_word(line: Placed) -> Hashable:
    return (*_place(line), line.amount, line.description.strip())


def _exactly(line: Placed) -> Hashable:
    return (*_place(line), line.amount)


def _worded_place(line: Placed) -> Hashable:
    return (*_place(line), line.description.strip())


def _place(line: Placed) -> tuple[str, Side]:
    return line.account_id, line.side
