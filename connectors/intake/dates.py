"""Dates as people and programs write them, and which of day and month stands first."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from connectors.intake.months import named_day
from journal.errors import BadInput
from journal.quoting import quoted

_CLOCK = re.compile(
    r"(?<=[\d.])(?:t|,?\s+t?)\s*(?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[ap]\.?m\.?)?)"
    r"\s*(?P<zone>z|utc|[+-]\d{2}:?\d{2})?$"
)
_MIDNIGHT = re.compile(r"0{1,2}:00(?::00(?:[.,]0+)?)?|12:00(?::00)?\s*a\.?m\.?")
_ISO = re.compile(
    r"(?P<year>\d{4})\s*(?P<mark>[-/.])\s*(?P<month>\d{1,2})\s*(?P=mark)\s*(?P<day>\d{1,2})\.?"
)
_COMPACT = re.compile(r"(?P<year>20\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_EAST_ASIAN = re.compile(
    r"(?P<year>\d{4})[年년]\s*(?P<month>\d{1,2})[月월]\s*(?P<day>\d{1,2})[日일](?:\s*\w{2,3})?"
)
_NUMERIC = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})(?:\s*[гр])?\.?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_FIRST_SERIAL: Final = date(1899, 12, 30)
"""Day 0 of Excel's calendar, which counts a February 29 in 1900
(learn.microsoft.com/office/troubleshoot/excel/wrongly-assumes-1900-is-leap-year)."""
_YEARS = range(2000, 2100)
_MONTHS_A_YEAR = 12
_UTC: Final = frozenset({"z", "utc", "+00:00", "+0000"})


class DateOrder(StrEnum):
    """Whether 7/8/2026 is the seventh of August or the eighth of July."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@lru_cache(maxsize=1024)  # thousands of rows have a few days
def read_date(text: str, order: DateOrder | None, locale: str = "") -> date:
    """Return the day that `text` names, `order` settling those written in figures alone.

    Years of two figures are of this century. A time of day is passed over. `locale` ("de-DE") is
    the book's: months are read in its language and in English. Five figures are the number that
    Excel has for a day (`shows_serial`).

    Raises:
        BadInput: no date, no such day, written in figures and no order is settled, or a moment in
            UTC, which is another day in other places.
    """
    wanted = _day_alone(text)
    for year_first in (_ISO, _COMPACT, _EAST_ASIAN):
        if match := year_first.fullmatch(wanted):
            return _day(text, int(match["year"]), int(match["month"]), int(match["day"]))
    if match := _NUMERIC.fullmatch(wanted):
        return _numeric(text, match, order)
    if found := named_day(wanted, locale):
        return _day(text, _year(found.year), found.month, found.day)
    if shows_serial(text):
        return _of_serial(wanted)
    raise BadInput(f"{quoted(text)} is not a date; write it as 2026-07-31")


def shows_serial(text: str) -> bool:
    """Whether `text` is a day of this century as Excel counts days: 46217 is 2026-07-14."""
    wanted = text.strip()
    return bool(_SERIAL.fullmatch(wanted)) and _of_serial(wanted).year in _YEARS


@lru_cache(maxsize=1024)
def order_shown(text: str) -> DateOrder | None:
    """Return the order that `text` can only have been written in, if it shows one."""
    figures = _figures(text)
    if figures is None:
        return None
    first, second = figures
    if first > _MONTHS_A_YEAR >= second:
        return DateOrder.DAY_FIRST
    if second > _MONTHS_A_YEAR >= first:
        return DateOrder.MONTH_FIRST
    return None


@lru_cache(maxsize=1024)
def leaves_order_open(text: str) -> bool:
    """Whether `text` names two different days, depending on the order."""
    figures = _figures(text)
    return figures is not None and figures[0] != figures[1] and max(figures) <= _MONTHS_A_YEAR


def _figures(text: str) -> tuple[int, int] | None:
    match = _NUMERIC.fullmatch(_without_clock(text)[0])
    return (int(match[1]), int(match[3])) if match else None


def _without_clock(text: str) -> tuple[str, re.Match[str] | None]:
    wanted = text.strip().casefold()
    if not wanted.isascii():  # marks of the direction of writing, between figures
        wanted = "".join(one for one in wanted if unicodedata.category(one) != "Cf")
    clock = _CLOCK.search(wanted)
    return (wanted[: clock.start()].strip() if clock else wanted), clock


def _day_alone(text: str) -> str:
    """Return `text` without its time of day. Raises BadInput: that may belong to another day."""
    wanted, clock = _without_clock(text)
    if clock and clock["zone"] in _UTC and not _MIDNIGHT.fullmatch(clock["clock"]):
        raise BadInput(
            f"{quoted(text)} is a moment in UTC, which may be another day where the shop is; "
            "write the day alone, as 2026-07-31"
        )
    return wanted


def _of_serial(text: str) -> date:
    return _FIRST_SERIAL + timedelta(days=int(text[:5]))


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


def _year(figures: str) -> int:
    return int(figures) if len(figures) > 2 else 2000 + int(figures)  # noqa: PLR2004


def _day(text: str, year: int, month: int, day: int) -> date:
    if year not in _YEARS:
        raise BadInput(f"{quoted(text)} is not in this century; check the year")
    try:
        return date(year, month, day)
    except ValueError:
        raise BadInput(f"{quoted(text)} names a day that does not exist") from None
