"""Amounts, counts and dates as people of the book's country write them."""

from datetime import date, timedelta

import pytest

from blocks.kit import figures
from journal.amounts.money import Money
from tests.build import NOW, a_book, a_summary


@pytest.mark.parametrize(
    ("money", "locale", "written"),
    [
        (Money(481240, "USD"), "en_US", "$4,812.40"),
        (Money(481240, "USD"), "en_CA", "US$4,812.40"),
        (Money(481240, "EUR"), "de_DE", "4.812,40\u00a0€"),
        (Money(90000, "JPY"), "en_US", "¥90,000"),
        (Money(1234567, "KWD"), "en_US", "KWD\u00a01,234.567"),
        (Money(12345, "IQD"), "en_US", "IQD\u00a012.345"),
        (Money(100, "USD"), "no such place", "$1.00"),
    ],
)
def test_amounts_keep_every_place_of_the_currency(money: Money, locale: str, written: str) -> None:
    """Separators are the country's, decimal places the currency's."""
    assert figures.amount(money, locale) == written


def test_very_many_currencies_are_counted() -> None:
    """Four amounts are shown, the others counted."""
    several = [Money(100, code) for code in ("USD", "EUR", "GBP", "CHF", "SEK", "NOK")]

    assert figures.amounts(several, "en_US") == (
        "$1.00 + €1.00 + £1.00 + CHF\u00a01.00 + 2 more currencies"
    )


def test_counts_agree_with_their_noun() -> None:
    """One entry, several entries, with separators."""
    assert figures.entries(1, "en_US") == "1 entry"
    assert figures.entries(12_345, "en_US") == "12,345 entries"
    assert figures.counted(2, "attempt", "en_US") == "2 attempts"


@pytest.mark.parametrize(
    ("days", "locale", "written"),
    [
        ((7,), "en_US", "Jul 7, 2026"),
        ((7, 8, 9), "en_US", "Jul 7 – 9, 2026"),
        ((7, 8, 9), "en_GB", "7–9 Jul 2026"),
        ((7, 9, 20), "en_US", "Jul 7, Jul 9 and Jul 20, 2026"),
        ((1, 3, 5, 7), "en_US", "Jul 1 – 7, 2026"),
        ((7,), "de_DE", "07.07.2026"),
    ],
)
def test_dates_are_as_few_words_as_are_true(
    days: tuple[int, ...], locale: str, written: str
) -> None:
    """A day, a run of days, a few single days, or from first to last."""
    dates = tuple(date(2026, 7, day) for day in days)
    summary = a_summary(dates=dates, first_date=dates[0], last_date=dates[-1])

    assert figures.days(summary, a_book(locale=locale)) == written


def test_first_few_dates_are_not_taken_for_all() -> None:
    """When the last date is not among the known ones, the span is shown."""
    summary = a_summary(
        dates=(date(2026, 7, 1), date(2026, 7, 3)),
        first_date=date(2026, 7, 1),
        last_date=date(2026, 7, 31),
    )

    assert figures.days(summary, a_book()) == "Jul 1 – 31, 2026"


def test_no_dates_are_a_dash() -> None:
    """A case without entries has no date."""
    summary = a_summary(dates=(), first_date=None, last_date=None)

    assert figures.days(summary, a_book()) == "–"


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=-5), "0 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=2, minutes=30), "2 h"),
        (timedelta(days=3, hours=5), "3 d"),
    ],
)
def test_age_is_told_in_its_largest_unit(passed: timedelta, said: str) -> None:
    """Minutes, then hours, then days."""
    assert figures.age(NOW - passed, NOW) == said
