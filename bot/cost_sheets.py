"""What a sheet of costs gives to a card that waits for some: each row taken, or told why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from blocks import figures
from blocks.cost_text import LONGEST, read_cost
from connectors.intake.cost_sheets import SheetRow
from connectors.intake.text import nearest
from journal.amounts import DecimalMark, mark_shown
from journal.book import Book
from journal.costs import Uncosted
from journal.errors import BadInput
from journal.money import Money
from journal.quoting import quoted
from journal.services.add_costs import GivenCosts

TOLD = 12
"""How many rows that are wrong are told one by one."""


@dataclass(slots=True)
class _Sorting:
    """The rows of one sheet as they are sorted."""

    costs: dict[str, Money] = field(default_factory=dict)
    row_of: dict[str, int] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)
    empty: int = 0
    others: int = 0


def given_by(
    name: str, rows: Sequence[SheetRow], lacking: Sequence[Uncosted], book: Book
) -> GivenCosts:
    """Return the costs in `rows` that are lacking, and what is to be told of the others."""
    wanted, mark = _wanted(lacking), _mark_of(rows)
    sorting = _Sorting()
    for row in rows:
        one = wanted(row.sku)
        try:
            if not row.cost:
                sorting.empty += one is not None
            elif one is None:
                sorting.others += 1
                _suggest(row, lacking)
            else:
                _take(sorting, row, one, _cost(row, one, book, mark))
        except BadInput as error:
            sorting.faults.append((row.number, str(error)))
    return GivenCosts(sorting.costs, facts=_facts(name, sorting))


def refused(name: str, why: str) -> GivenCosts:
    """Return what is told of a file that cannot be taken at all."""
    return GivenCosts({}, facts={"file": name, "refused": why})


def _facts(name: str, sorting: _Sorting) -> Mapping[str, object]:
    return {
        "file": name,
        "faults": [[number, fault] for number, fault in sorting.faults[:TOLD]],
        "more_faults": max(0, len(sorting.faults) - TOLD),
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


def _take(sorting: _Sorting, row: SheetRow, one: Uncosted, cost: Money) -> None:
    before = sorting.costs.get(one.sku)
    if before is not None and before != cost:
        first = sorting.row_of[one.sku]
        raise BadInput(f"{quoted(one.sku)} has another cost in row {first}, which was taken")
    sorting.costs[one.sku] = cost
    sorting.row_of.setdefault(one.sku, row.number)


def _cost(row: SheetRow, one: Uncosted, book: Book, mark: DecimalMark | None) -> Money:
    if row.currency and row.currency != one.currency:
        raise BadInput(f"{quoted(one.sku)} was sold in {one.currency}, not in {row.currency}")
    cost = read_cost(
        row.cost, one.currency, book.locale, DecimalMark.POINT if row.is_number else mark
    )
    if cost is None or not cost.minor:
        raise BadInput(
            f"a cost of {figures.amount(Money(0, one.currency), book.locale)} has to be confirmed;"
            f" write it with Add costs on the card"
        )
    return cost


def _mark_of(rows: Sequence[SheetRow]) -> DecimalMark | None:
    """Return the decimal mark that the sheet's texts show; None: none, or both of them."""
    shown = {
        mark_shown(row.cost) for row in rows if not row.is_number and len(row.cost) <= LONGEST
    } - {None}
    return shown.pop() if len(shown) == 1 else None
