"""What somebody wrote for a cost, read as people of the book's country write amounts."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from blocks import figures
from blocks.text import one_line
from journal.amounts import DecimalMark, mark_shown, may_be_either, read_decimal
from journal.errors import BadInput
from journal.money import Money, places

LONGEST = 40
"""Characters; a longer cost is a mistake."""
_EXAMPLE = Decimal("11.40")


def read_cost(
    text: str, currency: str, locale: str, mark: DecimalMark | None = None
) -> Money | None:
    """Return the cost of one piece; None for an empty field.

    Args:
        text: with or without the currency's sign, and whichever decimal mark it shows.
        currency: what the variant was sold in.
        locale: the book's, which settles what `text` leaves open.
        mark: settles it instead, where the file that `text` stands in shows how it writes.

    Raises:
        BadInput: it is not a cost, or may be two; says what would be right.
    """
    symbol, habit = figures.sign(currency, locale), mark or figures.decimal_mark(locale)
    plain = text.replace(symbol, " ") if len(text) <= LONGEST else text
    if mark is None and may_be_either(plain, currency, habit):
        raise BadInput(_either(text, plain, currency, locale))
    try:
        exact = read_decimal(plain, currency, mark_shown(plain) or habit)
    except BadInput as error:
        said = f"“{one_line(text, LONGEST)}” is not an amount in {currency}."
        raise BadInput(
            f"{said} Write what one piece costs, as {example(currency, locale)}."
        ) from error
    return None if exact is None else _checked(exact, text, currency, locale)


def example(currency: str, locale: str) -> str:
    """Return a cost as people of the country write one: "$11.40"."""
    return figures.amount(_rounded(_EXAMPLE, currency), locale)


def _checked(exact: Decimal, text: str, currency: str, locale: str) -> Money:
    if exact < 0:
        positive = figures.amount(_rounded(-exact, currency), locale)
        raise BadInput(f"A cost cannot be less than zero. Write {positive} if that is meant.")
    try:
        return Money.of(exact, currency)
    except BadInput as error:
        shown = one_line(text, LONGEST)
        try:
            rounded = _rounded(exact, currency)
        except BadInput:
            raise BadInput(f"“{shown}” is too large for a cost.") from error
        right = figures.amount(rounded, locale)
        raise BadInput(
            f"“{shown}” has more decimal places than {currency}. Round it, as {right}."
        ) from error


def _either(text: str, plain: str, currency: str, locale: str) -> str:
    low, high = sorted(_rounded(_read(plain, currency, mark), currency) for mark in DecimalMark)
    both = f"{figures.amount(low, locale)} or {figures.amount(high, locale)}"
    return f"“{one_line(text, LONGEST)}” may be {both}. Write the one that is meant."


def _read(plain: str, currency: str, mark: DecimalMark) -> Decimal:
    return read_decimal(plain, currency, mark) or Decimal()


def _rounded(exact: Decimal, currency: str) -> Money:
    unit = Decimal(1).scaleb(-places(currency))
    # Looked at first: a number that is far out of bounds cannot be rounded at all.
    return Money.of(exact if abs(exact) > 10**13 else exact.quantize(unit, ROUND_HALF_UP), currency)
