"""What the rows of a journal file say beside account and amount."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from connectors.intake import journal_columns as known
from connectors.intake.dates import read_date
from connectors.intake.drafts import Reading, same_in_all
from connectors.intake.figures import amount_in
from connectors.intake.rows import Row
from journal.amounts.money import Money
from journal.amounts.reading import leaves_mark_open, mark_shown, read_decimal
from journal.books.listing import once_each
from journal.books.lists import NameKind
from journal.entries.coding import NOTHING, Coding, TaxOn
from journal.entries.entry import Line
from journal.entries.tax_balance import amounts_by_balance
from journal.errors import BadInput
from journal.quoting import quoted

_KINDS: Final = {
    known.CUSTOMER.name: NameKind.CUSTOMER,
    known.VENDOR.name: NameKind.VENDOR,
    known.EMPLOYEE.name: NameKind.EMPLOYEE,
}
_NAMES: Final = (*_KINDS, known.NAME.name)
"""A column that says of which kind a name is counts first."""
_PAIRS: Final = tuple((f"tracking_name{at}", f"tracking_option{at}") for at in (1, 2))
"""Our names of two columns each: a category, and its option."""
_CODING: Final = frozenset(
    {"class", "location", "tax", "project", *_NAMES, *(one for pair in _PAIRS for one in pair)}
)
_YES: Final = frozenset({"yes", "y", "true", "t", "1", "x", "ja", "oui", "si", "sí", "sim"})
_NO: Final = frozenset({"no", "n", "false", "f", "0", "nein", "non", "nee", "não"})
_AMOUNTS: Final = {
    **dict.fromkeys(("notax", "nontaxable", "outofscope", "outofscopeoftax"), TaxOn.NO_TAX),
    **dict.fromkeys(("exclusive", "taxexclusive", "exclusiveoftax", "net"), TaxOn.EXCLUSIVE),
    **dict.fromkeys(("inclusive", "taxinclusive", "inclusiveoftax", "gross"), TaxOn.INCLUSIVE),
}


def coding_of(row: Row) -> Coding:
    """Return what `row` says beside its account.

    Raises:
        BadInput: it names two names, or the percentage of a tax and no name of it.
    """
    said = {
        column: cell
        for column, cell in row.cells.items()
        if cell and (column in _CODING or column.startswith(known.TRACKED))
    }
    percentage = row["tax_percentage"]
    if percentage.strip(" 0.,%") and "tax" not in said:
        raise BadInput(f"the tax of {percentage} percent has no tax name beside it")
    if not said:
        return NOTHING
    name, kind = _name_of(said)
    return Coding(
        class_name=said.get("class", ""),
        location=said.get("location", ""),
        tracking=tuple(_tracking_of(said)),
        name=name,
        name_kind=kind,
        tax=said.get("tax", ""),
        project=said.get("project", ""),
    )


def tax_amount_of(row: Row, reading: Reading, currency: str) -> Money | None:
    """Return the tax of a row, as it says; None: it does not. Its sign is that of the amount.

    Raises BadInput: it cannot be read.
    """
    if not row["tax_amount"]:
        return None
    said = amount_in(row, "tax_amount", currency, reading.conventions.decimals)
    return Money(abs(said.minor), currency) if said and said.minor else None


def head_of(
    rows: Sequence[Row], lines: Sequence[Line], reading: Reading, currency: str
) -> dict[str, Any]:
    """Return what the rows say of the whole entry, as fields of a `NewEntry`. Raises BadInput."""
    return {
        "amounts": _amounts_of(rows, lines, reading),
        "exchange_rate": _rate_of(rows, reading, currency),
        "adjusting": _is_adjusting(same_in_all(rows, "adjusting", "words in Is Adjustment")),
        "reverse_on": _reverse_on(rows, reading),
    }


def _name_of(said: Mapping[str, str]) -> tuple[str, NameKind | None]:
    named = {column: said[column] for column in _NAMES if column in said}
    if len(once_each(named.values())) > 1 or len(named.keys() & _KINDS.keys()) > 1:
        raise BadInput(f"it names two names: {' and '.join(map(quoted, named.values()))}")
    for column, name in named.items():
        return name, _KINDS.get(column)
    return "", None


def _tracking_of(said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, option in _PAIRS:
        if option not in said:
            continue
        if name not in said:
            raise BadInput(f"the tracking option {quoted(said[option])} has no category beside it")
        yield said[name], said[option]
    for column, option in said.items():
        if column.startswith(known.TRACKED):
            yield column.removeprefix(known.TRACKED), option


def _amounts_of(rows: Sequence[Row], lines: Sequence[Line], reading: Reading) -> TaxOn:
    said = same_in_all(rows, "amounts_are", "tax treatments")
    if said:
        found = _AMOUNTS.get(re.sub(r"[\W_]+", "", said.casefold()))
        if found is None:
            raise BadInput(f"{quoted(said)} must be exclusive, inclusive or no tax")
        return found
    return reading.options.amounts or amounts_by_balance(lines)


def _rate_of(rows: Sequence[Row], reading: Reading, currency: str) -> Decimal | None:
    said = same_in_all(rows, "rate", "exchange rates")
    if not said:
        return None
    rate = _exact_rate(said, reading)
    is_own = currency == reading.options.currency
    if is_own and rate != 1:
        raise BadInput(
            f"an exchange rate of {said} stands beside {currency}, the currency of the book; add a "
            "column Currency if the entry is in another one"
        )
    return None if is_own else rate


def _exact_rate(said: str, reading: Reading) -> Decimal:
    """Return a rate as the file writes amounts, or as it can only have been written.

    Raises:
        BadInput: it is none, or 1,234 may be thousands in it or three places.
    """
    mark = reading.conventions.decimals
    if leaves_mark_open(said) and mark.symbol not in said:
        raise BadInput(
            f"the exchange rate {quoted(said)} may be read in two ways; write it as 0.7315"
        )
    try:
        rate = read_decimal(said, "", mark_shown(said) or mark)
    except BadInput as error:
        raise BadInput(f"{quoted(said)} is not an exchange rate such as 0.7315") from error
    return rate or Decimal(0)


def _is_adjusting(said: str) -> bool:
    word = said.casefold()
    if word and word not in _YES | _NO:
        raise BadInput(f"Is Adjustment must be yes or no; it is {quoted(said)}")
    return word in _YES


def _reverse_on(rows: Sequence[Row], reading: Reading) -> Any:
    said = same_in_all(rows, "reverse_on", "reversing dates")
    if not said:
        return None
    return read_date(said, reading.conventions.dates, reading.options.locale)
