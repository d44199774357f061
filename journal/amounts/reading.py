"""Amounts as people write them: separators, brackets, currency signs. Never through floats."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from typing import Final

from journal.amounts.currency_signs import names_currency
from journal.amounts.money import Money, places
from journal.amounts.written import Written, normal, take_apart
from journal.errors import BadInput
from journal.quoting import quoted

_DIGITS = 18


class DecimalMark(StrEnum):
    """What stands between whole units and cents: 1,234.50 has a point, 1.234,50 a comma."""

    POINT = "point"
    COMMA = "comma"

    @property
    def other(self) -> DecimalMark:
        """The mark that groups thousands when this one is for the cents."""
        return DecimalMark.COMMA if self is DecimalMark.POINT else DecimalMark.POINT

    @property
    def symbol(self) -> str:
        """The sign itself."""
        return "." if self is DecimalMark.POINT else ","


_MARKS: Final = {mark.symbol: mark for mark in DecimalMark}
# Groups must be whole, so that 12,50 is never read as 1250. Commas may group as in India.
_WHOLE: Final = {
    DecimalMark.POINT: r"\d+|\d{1,3}(?:(?:,\d{2,3})*,\d{3}|(?: \d{3})+|(?:'\d{3})+)",
    DecimalMark.COMMA: r"\d+|\d{1,3}(?:(?:\.\d{3})+|(?: \d{3})+|(?:'\d{3})+)",
}
_NUMBER: Final = {
    mark: re.compile(rf"(?P<whole>{_WHOLE[mark]})?(?:{re.escape(symbol)}(?P<part>\d*))?")
    for symbol, mark in _MARKS.items()
}


_PLAIN: Final = {
    mark: re.compile(rf"(\d{{1,13}})(?:{re.escape(symbol)}(\d{{1,3}}))?", re.ASCII)
    for symbol, mark in _MARKS.items()
}
_TELLING = re.compile(
    r"(?:\d+|\d{1,3}(?:,\d{3})+(?=\.)|\d{1,3}(?:\.\d{3})+(?=,))(?:([.,])\d{1,2})?", re.ASCII
)
_GROUPED: Final = {
    mark: re.compile(
        rf"\d{{1,3}}(?:{re.escape(mark.other.symbol)}\d{{3}}){{1,4}}{re.escape(symbol)}\d{{1,3}}",
        re.ASCII,
    )
    for symbol, mark in _MARKS.items()
}


def read_amount(text: str, currency: str, mark: DecimalMark = DecimalMark.POINT) -> Money | None:
    """Return the amount, negative in brackets or with a minus; None for an empty cell.

    A lone dash is zero, as spreadsheets draw it.

    Raises:
        BadInput: not an amount, not with this decimal mark, or of another currency.
    """
    if plain := _PLAIN[mark].fullmatch(text):  # most cells of most files
        (whole, part), most = plain.groups(""), places(currency)
        if len(part) <= most:
            return Money(int(whole + part.ljust(most, "0")), currency)
    exact = read_decimal(text, currency, mark)
    return None if exact is None else Money.of(exact, currency)


def read_decimal(text: str, currency: str, mark: DecimalMark = DecimalMark.POINT) -> Decimal | None:
    """As `read_amount`, with all the places that were written, whatever the currency has."""
    if _PLAIN[mark].fullmatch(text):
        return Decimal(text.replace(",", "."))
    if _GROUPED[mark].fullmatch(text):
        return Decimal(text.replace(mark.other.symbol, "").replace(",", "."))
    if not text.strip():
        return None
    written = take_apart(text)
    _check_currency(written, text, currency)
    mark = DecimalMark.POINT if written.is_settled else mark
    number = _NUMBER[mark].fullmatch(written.number)
    if number is None:
        raise BadInput(f"{quoted(text)} is not an amount with a decimal {mark.value}")
    whole, part = re.sub(r"\D", "", number["whole"] or ""), number["part"] or ""
    if len(whole) + len(part) > _DIGITS:
        raise BadInput(f"{quoted(text)} is not an amount that can be posted")
    exact = Decimal(f"{whole or 0}.{part or 0}")
    return -exact if written.is_negative else exact


def mark_shown(text: str) -> DecimalMark | None:
    """Return the decimal mark that `text` can only have been written with, if it shows one."""
    if telling := _TELLING.fullmatch(text):
        return _MARKS[telling[1]] if telling[1] else None
    try:
        written = take_apart(text)
    except BadInput:
        return None
    used = [character for character in written.number if character in _MARKS]
    if not used or written.is_settled or _open_mark(text):
        return None
    if len(set(used)) == 1 and len(used) > 1:
        return _MARKS[used[0]].other  # only thousands come more than once
    return _MARKS[used[-1]]


def leaves_mark_open(text: str) -> bool:
    """Whether `text` is like 1.234 or 1,234: thousands to some, three places to others."""
    return bool(_open_mark(text))


def asks_for_mark(text: str, currency: str) -> bool:
    """Whether an open `text` must not be read by habit.

    Nobody writes cents with three places, so 1,234 USD is thousands; but 1.234 may come from a
    spreadsheet that did not round, and currencies with three places leave both open.
    """
    found = _open_mark(text)
    return bool(found) and (found == "." or places(currency) == 3)  # noqa: PLR2004


def may_be_either(text: str, currency: str, habit: DecimalMark) -> bool:
    """Whether what one person typed alone must be asked about: thousands, or three places?

    Where people write a decimal point by `habit`, 1,234 USD is thousands; but 1.234 USD is none
    of their ways, and 1,234 KWD may be either.
    """
    found = _open_mark(text)
    if not found:
        return False
    has_three = places(currency) == 3  # noqa: PLR2004
    return has_three != (_MARKS[found] is habit)


def _open_mark(text: str) -> str:
    """Return the separator of an amount like 1.234 or 1,234; "" for every other."""
    if _TELLING.fullmatch(text):
        return ""
    found = re.fullmatch(r"\D*[1-9]\d{0,2}([.,])\d{3}\D*", normal(text))
    return found[1] if found else ""


def _check_currency(written: Written, text: str, currency: str) -> None:
    for one in written.before + written.after:
        is_ours = names_currency(one, currency, after=one in written.after)
        if is_ours is None:
            raise BadInput(f"{quoted(text)} is not an amount")
        if not is_ours:
            raise BadInput(f"{quoted(text)} is not in {currency}; an entry has one currency")
