"""What a line of a move has beside its account, amount and text, as people read it.

The fields are those of the modules account (trytond/modules/account/move.py of Tryton 8.2) and
analytic_account (line.py). What is posted there cannot be changed, so all of this is shown and
never written over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from connectors.shown import Extras, is_amount, list_of, mapping_of, text_of
from connectors.tryton.values import plain
from journal.books.lists import NAME, TAX

ASKED: Final = (
    "lines.party.rec_name",
    "lines.maturity_date",
    "lines.second_currency.code",
    "lines.amount_second_currency",
    "lines.tax_lines.tax.name",
    "lines.tax_lines.type",
    "lines.tax_lines.amount",
)
"""The fields to ask for, of a move."""
ASKED_ANALYTIC: Final = (
    "lines.analytic_lines.account",
    "lines.analytic_lines.debit",
    "lines.analytic_lines.credit",
)
"""More of them where the module analytic_account is: a server without it refuses the question."""

Names = Mapping[int, tuple[str, str]]
"""What people call an analytic account, by its id: its root, and its name under that."""


def line_extras(line: Mapping[str, Any], names: Names, *, second: bool = True) -> Extras:
    """Return what a line as shown has beside; `second`: the amount in a second currency too."""
    beside = (*_of_line(line), *_codes(line), *_analytic(line, names))
    return (*beside, *_second(line)) if second else beside


def line_tax(line: Mapping[str, Any]) -> Extras:
    """Return what a line as shown reports of taxes, which fits its amount alone."""
    return tuple(
        ("Taxed" if one.get("type") == "base" else "Tax", f"{_number(one.get('amount'))}")
        for one in _tax_lines(line)
    )


def line_ids(line: Mapping[str, Any]) -> Extras:
    """Return the id of the party that `line_extras` names."""
    party = text_of(mapping_of(line.get("party")).get("id"))
    return ((NAME.label, party),) if party else ()


def second_of(line: Mapping[str, Any]) -> str:
    """Return the code of a line's second currency; "" where it has none."""
    return text_of(mapping_of(line.get("second_currency")).get("code"))


def _of_line(line: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if named := text_of(mapping_of(line.get("party")).get("rec_name")):
        yield NAME.label, named
    if due := _day(line.get("maturity_date")):
        yield "Due", due


def _second(line: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    amount = _number(line.get("amount_second_currency"))
    if second_of(line) and amount:
        yield "In a second currency", f"{abs(amount)} {second_of(line)}"


def _analytic(line: Mapping[str, Any], names: Names) -> Iterator[tuple[str, str]]:
    """Yield the analytic account of each root; with their amounts, where there are several."""
    found: defaultdict[str, list[tuple[str, Decimal]]] = defaultdict(list)
    for one in map(mapping_of, list_of(line.get("analytic_lines"))):
        root, name = names.get(_id(one.get("account")), ("Analytic account", "?"))
        found[root].append((name, _number(one.get("debit")) or _number(one.get("credit"))))
    for root, shares in found.items():
        yield root, _shared(shares)


def _shared(shares: Sequence[tuple[str, Decimal]]) -> str:
    if len(shares) == 1:
        return shares[0][0]
    return ", ".join(f"{name} {amount}" for name, amount in shares)


def _codes(line: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    names = (text_of(mapping_of(one.get("tax")).get("name")) for one in _tax_lines(line))
    return ((TAX.label, name) for name in dict.fromkeys(names))


def _tax_lines(line: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [mapping_of(one) for one in list_of(line.get("tax_lines"))]


def _id(record: Any) -> int:
    """Return the id of a record, shown whole or as its id alone; 0: neither."""
    number = mapping_of(record).get("id") if isinstance(record, Mapping) else record
    return number if isinstance(number, int) else 0


def _day(value: Any) -> str:
    try:
        day = plain(value)
    except ValueError:
        return ""
    return text_of(day) if isinstance(day, str | date) else ""


def _number(value: Any) -> Decimal:
    number = mapping_of(value)
    text = text_of(number.get("decimal")) if number else text_of(value)
    return Decimal(text) if is_amount(text) else Decimal(0)
