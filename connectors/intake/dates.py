"""Dates as people write them, and which of day and month stands first."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Final

from journal.errors import BadInput
from journal.quoting import quoted

_MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_ISO = re.compile(r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
_DAY_NAMED = re.compile(r"(?P<day>\d{1,2})[-\s.]*(?P<name>[a-z]{3,9})[-\s.,]*(?P<year>\d{4}|\d{2})")
_NAME_FIRST = re.compile(r"(?P<name>[a-z]{3,9})[-\s.]*(?P<day>\d{1,2})[-\s,]+(?P<year>\d{4}|\d{2})")
_YEARS = range(2000, 2100)
_MONTHS_A_YEAR = 12


class DateOrder(StrEnum):
    """Whether 7/8/2026 is the seventh of August or the eighth of July."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


def read_date(text: str, order: DateOrder | None) -> date:
    """Return the day that `text` names, `order` settling those written in figures alone.

    Years of two figures are of this century.

    Raises:
        BadInput: no date, no such day, or written in figures and no order is settled.
    """
    wanted = text.strip().casefold()
    if match := _ISO.fullmatch(wanted):
        return _day(text, int(match["year"]), int(match["month"]), int(match["day"]))
    if match := _NUMERIC.fullmatch(wanted):
        return _numeric(text, match, order)
    if match := _DAY_NAMED.fullmatch(wanted) or _NAME_FIRST.fullmatch(wanted):
        return _day(text, _year(match["year"]), _month(text, match["name"]), int(match["day"]))
    raise BadInput(f"{quoted(text)} is not a date; write it as 2026-07-31")


def order_shown(text: str) -> DateOrder | None:
    """Return the order that `text` can only have been written in, if it shows one."""
    match = _NUMERIC.fullmatch(text.strip())
    if match is None:
        return None
    first, second = int(match[1]), int(match[3])
    if first > _MONTHS_A_YEAR >= second:
        return DateOrder.DAY_FIRST
    if second > _MONTHS_A_YEAR >= first:
        return DateOrder.MONTH_FIRST
    return None


def leaves_order_open(text: str) -> bool:
    """Whether `text` names two different days, depending on the order."""
    match = _NUMERIC.fullmatch(text.strip())
    if match is None or int(match[1]) == int(match[3]):
        return False
    return max(int(match[1]), int(match[3])) <= _MONTHS_A_YEAR


def _numeric(text: str, match: re.Match[str], order: DateOrder | None) -> date:
    first, second, year = int(match[1]), int(match[3]), _year(match[4])
    if order is None and first != second:
        raise BadInput(f"{quoted(text)} may be read day first or month first; say which")
    if order is DateOrder.MONTH_FIRST:
        first, second = second, first
    if second > _MONTHS_A_YEAR >= first and order is not None:
        raise BadInput(
            f"{quoted(text)} is no date when read {order.value}, as the rest of the file is"
        )
    return _day(text, year, second, first)


def _month(text: str, name: str) -> int:
    for number, month in enumerate(_MONTHS, start=1):
        if month.startswith(name):
            return number
    raise BadInput(f"{quoted(text)} is not a date; write it as 2026-07-31")


def _year(figures: str) -> int:
    return int(figures) if len(figures) > 2 else 2000 + int(figures)  # noqa: PLR2004


def _day(text: str, year: int, month: int, day: int) -> date:
    if year not in _YEARS:
        raise BadInput(f"{quoted(text)} is not in this century; check the year")
    try:
        return date(year, month, day)
    except ValueError:
        raise BadInput(f"{quoted(text)} names a day that does not exist") from None
