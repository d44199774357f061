"""Amounts, counts and dates as people of the book's country write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton, format_time
from babel.numbers import (
    NumberPattern,
    format_decimal,
    get_currency_symbol,
    get_decimal_symbol,
    parse_pattern,
)

from journal.amounts.money import Money, places
from journal.amounts.reading import DecimalMark
from journal.books.book import Book
from journal.incidents.incident import Summary
from journal.incidents.story.values import Batch

FALLBACK = "en_US"
NOTHING = "–"
_CURRENCIES = 4
_CODE_END = re.compile(r"(?<=[A-Za-z])(?=\d)")
_THIN = str.maketrans({"\u2009": " ", "\u202f": "\u00a0"})


def amount(money: Money, locale: str) -> str:
    """Return "$4,812.40", with all the places the currency has."""
    known = _locale(locale)
    pattern = _pattern(known, places(money.currency))
    shown: str = pattern.apply(money.decimal, known, currency=money.currency, currency_digits=False)
    # CLDR wants a space after a code ("KWD 1.000"), Babel leaves it out.
    return _CODE_END.sub("\u00a0", shown.translate(_THIN))


def bare(money: Money, locale: str) -> str:
    """Return "1,234.50": the amount as one would type it into a field."""
    decimals = "0" * places(money.currency)
    pattern = f"#,##0.{decimals}" if decimals else "#,##0"
    return format_decimal(money.decimal, pattern, locale=_locale(locale)).translate(_THIN)


def decimal_mark(locale: str) -> DecimalMark:
    """Return what stands between whole units and cents where `locale` is spoken."""
    comma = get_decimal_symbol(_locale(locale)) == ","
    return DecimalMark.COMMA if comma else DecimalMark.POINT


def sign(currency: str, locale: str) -> str:
    """Return how a currency is written there: "$", "kr", "zł"."""
    return get_currency_symbol(currency, locale=_locale(locale))


def pieces(count: Decimal, locale: str) -> str:
    """Return "1,250" or "2.5"."""
    return format_decimal(count, "#,##0.######", locale=_locale(locale)).translate(_THIN)


def amounts(several: Sequence[Money], locale: str) -> str:
    """Return the amounts of several currencies: "$12.00 + €3.50".

    Zero is left out: an entry that waits for its costs comes to no amount yet.
    """
    known = [amount(one, locale) for one in several if one.minor]
    left = len(known) - _CURRENCIES
    more = [counted(left, "more currency", locale, "more currencies")] if left > 0 else []
    return " + ".join(known[:_CURRENCIES] + more)


def number(count: int, locale: str) -> str:
    """Return "10,000"."""
    return format_decimal(count, locale=_locale(locale)).translate(_THIN)


def counted(count: int, one: str, locale: str, many: str = "") -> str:
    """Return "1 entry", "3 entries": `many` only where it is not `one` with an s."""
    return f"{number(count, locale)} {one if count == 1 else many or one + 's'}"


def entries(count: int, locale: str) -> str:
    """Return "1 entry" or "3 entries"."""
    return counted(count, "entry", locale, "entries")


def batch(one: Batch, locale: str) -> str:
    """Return "3 entries ($4,812.40)"; without a count, "the entries"."""
    what = "the entries" if one.count is None else entries(one.count, locale)
    return with_amounts(what, one.amounts, locale)


def with_amounts(what: str, several: Sequence[Money], locale: str) -> str:
    """Return "JF-1042 ($12.00)"; `what` alone without an amount."""
    money = amounts(several, locale)
    return f"{what} ({money})" if money else what


def day(at: date, locale: str) -> str:
    """Return "Jul 7, 2026"."""
    return format_date(at, "medium", locale=_locale(locale)).translate(_THIN)


def short_day(at: date, locale: str) -> str:
    """Return "Jul 7": where the year goes without saying."""
    shown: str = format_skeleton("MMMd", at, locale=_locale(locale))
    return shown.translate(_THIN)


def moment(at: datetime, locale: str, zone: tzinfo) -> str:
    """Return "Sat, Jul 11, 9:00 AM" as it is in `zone`: for plain text, which is one for all."""
    known = _locale(locale)
    when = at.astimezone(zone)
    day = format_skeleton("MMMEd", when, locale=known)
    return f"{day}, {format_time(when, 'short', locale=known)}".translate(_THIN)


def days(summary: Summary, book: Book) -> str:
    """Return the dates of the entries: one day, a few days, or from the first to the last."""
    first, last = summary.first_date, summary.last_date
    if first is None or last is None:
        return NOTHING
    if first == last:
        return day(first, book.locale)
    known = sorted(set(summary.dates))
    if _is_sparse(known, first, last):
        return _listed(known, book.locale)
    return span(first, last, book.locale)


def span(first: date, last: date, locale: str) -> str:
    """Return "Jul 1 – 31, 2026": from the first day to the last."""
    shown: str = format_interval(first, last, "yMMMd", locale=_locale(locale))
    return shown.translate(_THIN)


def month(year_and_month: str, locale: str) -> str:
    """Return "July 2026" for "2026-07", in English: it stands inside an English sentence.

    Raises:
        ValueError: that is no month.
    """
    first = date.fromisoformat(f"{year_and_month}-01")
    known = _locale(locale)
    return format_skeleton("yMMMM", first, locale=known if known.language == "en" else "en")


def month_name(day_of_it: date) -> str:
    """Return "July", in English as `month`: where the year goes without saying."""
    return format_date(day_of_it, "LLLL", locale=_locale(FALLBACK))


def age(since: datetime, now: datetime) -> str:
    """Return how long ago, in the largest unit that fits: "3 d", "2 h", "5 min"."""
    passed = max(now - since, timedelta())
    if passed >= timedelta(days=1):
        return f"{passed.days} d"
    minutes = int(passed.total_seconds() // 60)
    return f"{minutes // 60} h" if minutes >= 60 else f"{minutes} min"  # noqa: PLR2004


def days_to(left: int, locale: str) -> str:
    """Return "today", "tomorrow" or "in 5 days"."""
    known = {0: "today", 1: "tomorrow"}
    return known.get(left) or f"in {counted(left, 'day', locale)}"


def _is_sparse(known: Sequence[date], first: date, last: date) -> bool:
    whole = bool(known) and known[0] == first and known[-1] == last
    has_gaps = (last - first).days + 1 > len(known)
    return whole and has_gaps and len(known) <= 3 and first.year == last.year  # noqa: PLR2004


def _listed(known: Sequence[date], locale: str) -> str:
    *early, last = known
    at = _locale(locale)
    shown = [short_day(one, locale) for one in early]
    end = format_skeleton("yMMMd", last, locale=at)
    return f"{', '.join(shown)} and {end}".translate(_THIN)


@lru_cache(maxsize=256)
def _locale(name: str) -> Locale:
    """Return the locale; a book with one nobody knows still gets its card."""
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale.parse(FALLBACK)


@lru_cache(maxsize=256)
def _pattern(locale: Locale, decimals: int) -> NumberPattern:
    """Return the country's way to write money, with the decimals that ISO 4217 gives.

    Babel would round some currencies (IQD, LBP ...) as shops do; books do not round.
    """
    pattern: NumberPattern = parse_pattern(locale.currency_formats["standard"].pattern)
    pattern.frac_prec = (decimals, decimals)
    return pattern
