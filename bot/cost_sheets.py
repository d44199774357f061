"""What a sheet of costs gives to a card that waits for some: each row taken, or told why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from blocks.forms.cost_text import LONGEST, cost_readings, read_cost
from blocks.kit import figures
from connectors.intake.cost_rows import SheetRow
from connectors.intake.text import nearest
from journal.amounts.money import Money
from journal.amounts.reading import DecimalMark, mark_shown
from journal.books.book import Book
from journal.entries.cost_doubts import Doubt, Question, Written, find_doubts
from journal.entries.costs import Uncosted
from journal.errors import BadInput
from journal.moves.costs import GivenCosts
from journal.quoting import quoted

TOLD = 12
"""How many rows that are wrong are told one by one."""


@dataclass(slots=True)
class _Sorting:
    """The rows of one sheet as they are sorted."""

    written: dict[str, Written] = field(default_factory=dict)  # by SKU
    row_of: dict[str, SheetRow] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)
    empty: int = 0
    others: int = 0


def given_by(
    name: str, rows: Sequence[SheetRow], lacking: Sequence[Uncosted], book: Book, key: str = ""
) -> tuple[GivenCosts, Mapping[str, str]]:
    """Return the costs in `rows` that are lacking, and what is to be told of the others.

    Beside them, by SKU, what is in doubt, as it is filled into the form that asks about it: none of
    it is a cost before a person has said so. `key`: under which that is kept.
    """
    wanted, mark = _wanted(lacking), _mark_of(rows)
    sorting = _Sorting()
    mixed = mark is None and len(_marks_in(rows)) > 1
    for row in rows:
        one = wanted(row.sku)
        try:
            if not row.cost:
                sorting.empty += one is not None
            elif one is None:
                sorting.others += 1
                _suggest(row, lacking)
            else:
                _take(sorting, row, one, _readings(row, one, book, mark, mixed=mixed))
        except BadInput as error:
            sorting.faults.append((row.number, str(error)))
    doubts = find_doubts(sorting.written)
    costs = {sku: one.readings[0] for sku, one in sorting.written.items() if sku not in doubts}
    told = [
        (sorting.row_of[sku].number, _said(sku, doubt, book, sorting.row_of[sku]))
        for sku, doubt in doubts.items()
    ]
    unsure = {sku: _as_typed(doubt, sorting.row_of[sku], book) for sku, doubt in doubts.items()}
    facts = _facts(name, sorting, [*told, *sorting.faults])
    if unsure:
        facts = {**facts, "unsure": len(unsure), "unsure_key": key}
    return GivenCosts(costs, facts), unsure


def _said(sku: str, doubt: Question, book: Book, row: SheetRow) -> str:
    """Return what is asked about a row, by name."""
    locale, named = book.locale, quoted(sku)
    values = [figures.amount(one, locale) for one in sorted(doubt.readings)]
    beside = figures.amount(doubt.beside, locale) if doubt.beside else ""
    return {
        Doubt.SEPARATOR: f"“{row.cost}” for {named} may be {' or '.join(values)}",
        Doubt.ZERO: f"is a cost of zero meant for {named}?",
        Doubt.LAST: f"is {values[0]} right for {named}? One piece cost {beside} last time",
        Doubt.OTHERS: f"is {values[0]} right for {named}? The others cost about {beside}",
    }[doubt.doubt]


def _as_typed(doubt: Question, row: SheetRow, book: Book) -> str:
    if doubt.doubt is Doubt.SEPARATOR:
        return row.cost
    return figures.bare(doubt.readings[0], book.locale)


def refused(name: str, why: str) -> GivenCosts:
    """Return what is told of a file that cannot be taken at all."""
    return GivenCosts({}, told={"file": name, "refused": why})


def _facts(name: str, sorting: _Sorting, faults: Sequence[tuple[int, str]]) -> Mapping[str, object]:
    return {
        "file": name,
        "faults": [[number, fault] for number, fault in faults[:TOLD]],
        "more_faults": max(0, len(faults) - TOLD),
        "empty": sorting.empty,
        "others": sorting.others,
    }


def _wanted(lacking: Sequence[Uncosted]) -> Callable[[str], Uncosted | None]:
    """Return a look-up by SKU: as it is written, else without case and leading zeros."""
    exact = {one.sku: one for one in lacking}
    loose: dict[str, list[Uncosted]] = {}
    for one in lacking:
        loose.setdefault(_loosely(one.sku), []).append(one)

    def find(sku: str) -> Uncosted | None:
        alike = loose.get(_loosely(sku), [])
        return exact.get(sku) or (alike[0] if len(alike) == 1 else None)

    return find


def _loosely(sku: str) -> str:
    """Spreadsheets drop the zeros that a number begins with."""
    bare = sku.strip().casefold()
    return bare.lstrip("0") if bare.isdigit() else bare


def _suggest(row: SheetRow, lacking: Sequence[Uncosted]) -> None:
    near = nearest(row.sku, [one.sku for one in lacking])
    if near and _loosely(near)[:3] == _loosely(row.sku)[:3] and len(lacking) <= TOLD:
        raise BadInput(f"nothing waits for {quoted(row.sku)}; is {quoted(near)} meant?")


def _take(sorting: _Sorting, row: SheetRow, one: Uncosted, readings: tuple[Money, ...]) -> None:
    before = sorting.written.get(one.sku)
    if before is not None and before.readings != readings:
        first = sorting.row_of[one.sku].number
        raise BadInput(f"{quoted(one.sku)} has another cost in row {first}, which was taken")
    sorting.written[one.sku] = Written(readings, one.last.cost if one.last else None)
    sorting.row_of.setdefault(one.sku, row)


def _readings(
    row: SheetRow, one: Uncosted, book: Book, mark: DecimalMark | None, *, mixed: bool
) -> tuple[Money, ...]:
    """Return what a row may mean. What the whole sheet shows of its decimal mark settles it."""
    if row.currency and row.currency != one.currency:
        raise BadInput(f"{quoted(one.sku)} was sold in {one.currency}, not in {row.currency}")
    known = DecimalMark.POINT if row.is_number else mark
    if known is None:
        return cost_readings(row.cost, one.currency, book.locale, mixed=mixed)
    cost = read_cost(row.cost, one.currency, book.locale, known)
    return (cost,) if cost else ()


def _mark_of(rows: Sequence[SheetRow]) -> DecimalMark | None:
    """Return the decimal mark that the sheet's texts show; None: none, or both of them."""
    shown = _marks_in(rows)
    return next(iter(shown)) if len(shown) == 1 else None


def _marks_in(rows: Sequence[SheetRow]) -> Set[DecimalMark]:
    texts = (row.cost for row in rows if not row.is_number and len(row.cost) <= LONGEST)
    return {mark for text in texts if (mark := mark_shown(text)) is not None}
