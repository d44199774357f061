"""What a line of a move has beside the fields that jefail writes, as people read it.

The fields are those of the module account (trytond/modules/account/move.py of Tryton 8.2). What
is posted there cannot be changed, so all of this is shown and never written. Analytic lines are
not asked for: a server without that module refuses a question that names them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from connectors.shown import Extras, is_amount, list_of, mapping_of, text_of

ASKED: Final = (
    "lines.party.rec_name",
    "lines.maturity_date",
    "lines.second_currency.code",
    "lines.amount_second_currency",
    "lines.tax_lines",
)
"""The fields to ask for, of a move."""


def line_extras(line: Mapping[str, Any]) -> Extras:
    """Return what a line as shown has that ours have not."""
    return tuple(_of_line(line))


def line_tax(line: Mapping[str, Any]) -> Extras:
    """Return what a line as shown says of tax."""
    taxed = list_of(line.get("tax_lines"))
    return (("Tax lines", str(len(taxed))),) if taxed else ()


def _of_line(line: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if named := text_of(mapping_of(line.get("party")).get("rec_name")):
        yield "Party", named
    if due := _day(line.get("maturity_date")):
        yield "Due", due
    second = mapping_of(line.get("second_currency"))
    amount = _number(line.get("amount_second_currency"))
    if second and is_amount(amount):
        yield "In a second currency", f"{amount} {text_of(second.get('code'))}".strip()


def _day(value: Any) -> str:
    day = mapping_of(value)
    if day.get("__class__") != "date":
        return text_of(value) if isinstance(value, str) else ""
    return f"{day['year']:04}-{day['month']:02}-{day['day']:02}"


def _number(value: Any) -> str:
    number = mapping_of(value)
    text = text_of(number.get("decimal")) if number else text_of(value)
    return f"{abs(Decimal(text))}" if is_amount(text) else ""
