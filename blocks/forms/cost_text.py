"""What someone wrote for a cost, read as people of the book's country write amounts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from blocks.kit import figures
from blocks.kit.text import one_line
from journal.amounts.money import Money, places
from journal.amounts.reading import (
    DecimalMark,
    leaves_mark_open,
    mark_shown,
    may_be_either,
    read_decimal,
)
from journal.errors import BadInput

LONGEST = 40
"""Characters; a longer cost is a mistake."""
_EXAMPLE = Decimal("11.40")


def cost_readings(
    text: str, currency: str, locale: str, *, mixed: bool = False
) -> tuple[Money, ...]:
    """Return what `text` may mean as the cost of one piece, the likeliest first; none if empty.

    Args:
        text: with or without the currency's sign, and whichever decimal mark it shows.
        currency: what the variant was sold in.
        locale: the book's, which says which reading is the likelier.
        mixed: others beside it show another decimal mark, so that a comma in one of them may be
            for thousands or a slip: 4,50 where the others are written 5.15.

    Raises:
        BadInput: it is not a cost; says what would be right.
    """
    plain, habit = _without_sign(text, currency, locale), figures.decimal_mark(locale)
    if _is_open(plain, currency, habit):
        return tuple(
            _as_written(plain, text, currency, locale, one) for one in (habit, habit.other)
        )
    first = read_cost(text, currency, locale)
    if first is None:
        return ()
    shown = mark_shown(plain)
    if not mixed or shown in (None, habit) or len(re.findall(r"[.,]", plain)) != 1:
        return (first,)
    slip = read_cost(re.sub(r"[.,]", "", plain), currency, locale)
    return (first, slip) if slip and slip != first else (first,)


def are_mixed(written: Iterable[tuple[str, str]], locale: str) -> bool:
    """Return whether some of these (text, currency) show a decimal point and others a comma."""
    plain = (_without_sign(text, currency, locale) for text, currency in written)
    return len({mark_shown(text) for text in plain} - {None}) > 1


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
        BadInput: it is not a cost; says what would be right.
    """
    plain, habit = _without_sign(text, currency, locale), mark or figures.decimal_mark(locale)
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


def _without_sign(text: str, currency: str, locale: str) -> str:
    symbol = figures.sign(currency, locale)
    return text.replace(symbol, " ") if len(text) <= LONGEST else text


def _is_open(plain: str, currency: str, habit: DecimalMark) -> bool:
    """Whether `plain` is like 1,234: of a cost nobody can tell if thousands are meant.

    Where the currency has no cents, only what is none of the country's ways is open.
    """
    has_cents = places(currency) > 0
    return leaves_mark_open(plain) if has_cents else may_be_either(plain, currency, habit)


def _as_written(plain: str, text: str, currency: str, locale: str, mark: DecimalMark) -> Money:
    """Return `plain` with that decimal mark, rounded: it is shown before it is taken."""
    exact = read_decimal(plain, currency, mark) or Decimal()
    return _checked(exact, text, currency, locale) if exact < 0 else _rounded(exact, currency)


def _rounded(exact: Decimal, currency: str) -> Money:
    unit = Decimal(1).scaleb(-places(currency))
    # Looked at first: a number that is far out of bounds cannot be rounded at all.
    return Money.of(exact if abs(exact) > 10**13 else exact.quantize(unit, ROUND_HALF_UP), currency)
