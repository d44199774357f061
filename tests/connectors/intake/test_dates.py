"""Dates as people write them."""

import contextlib
from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from connectors.intake.dates import (
    DateOrder,
    leaves_order_open,
    order_shown,
    read_date,
    shows_serial,
)
from journal.errors import BadInput

DAY, MONTH = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST


@pytest.mark.parametrize(
    "text",
    [
        "2026-07-13",
        "2026/7/13",
        "2026.07.13",
        "13 Jul 2026",
        "13 July 2026",
        "13-Jul-26",
        "13JUL2026",
        "Jul 13, 2026",
        "July 13 2026",
        " 13 jul. 2026 ",
        "2026-07-13 00:00:00",
        "2026-07-13T00:00:00Z",
        "2026-07-13T00:00:00.000+00:00",
        "2026-07-13T23:30:00-07:00",
        "2026-07-13 14:05",
        "20260713",
        "July 13th, 2026",
        "13th of July 2026",
        "Monday, July 13, 2026",
        "Mon 13 Jul 2026 00:00:00",
        "2026年7月13日",
        "46216",
        "46216.0",
    ],
)
def test_dates_that_need_no_order(text: str) -> None:
    """A year in front or a month by name leaves nothing to settle."""
    assert read_date(text, None) == date(2026, 7, 13)


@pytest.mark.parametrize("mark", ["/", ".", "-"])
def test_the_order_settles_figures(mark: str) -> None:
    """7/8/2026 is July or August as the order says, whatever stands between."""
    text = mark.join(("7", "8", "2026"))
    assert read_date(text, DAY) == date(2026, 8, 7)
    assert read_date(text, MONTH) == date(2026, 7, 8)
    assert read_date(mark.join(("07", "08", "26")), DAY) == date(2026, 8, 7)


@pytest.mark.parametrize(
    ("text", "order", "cause"),
    [
        ("7/8/2026", None, "day first or month first"),
        ("13/7/2026", MONTH, "read month-first, as the rest of the file is"),
        ("7/13/2026", DAY, "read day-first, as the rest of the file is"),
        ("31/2/2026", DAY, "does not exist"),
        ("30.30.2026", DAY, "does not exist"),
        ("2026-02-29", None, "does not exist"),
        ("0206-07-13", None, "not in this century"),
        ("7/8-2026", DAY, "is not a date"),
        ("13 Juillet 2026", None, "is not a date"),
        ("yesterday", None, "is not a date"),
        ("2026-07-12T22:00:00Z", None, "is a moment in UTC, which may be another day"),
        ("13 May June 2026", None, "is not a date"),
        ("13 July", None, "is not a date"),
        ("July 2026", None, "is not a date"),
        ("13 July 2026 late", None, "is not a date"),
        ("36525", None, "is not a date"),
        ("73051", None, "is not a date"),
        ("1310", None, "is not a date"),
        ("", None, "is not a date"),
    ],
)
def test_dates_that_are_refused(text: str, order: DateOrder | None, cause: str) -> None:
    """The sentence says what is wrong with the date."""
    with pytest.raises(BadInput, match=cause):
        read_date(text, order)


@pytest.mark.parametrize("clock", ["0:00", "00:00:00", "12:00:00 AM", "14:05"])
def test_a_time_of_day_is_passed_over(clock: str) -> None:
    """Spreadsheets write midnight beside a day, and the order still counts."""
    assert read_date(f"7/8/2026 {clock}", DAY) == date(2026, 8, 7)
    assert read_date(f"7/8/2026 {clock}", MONTH) == date(2026, 7, 8)
    assert order_shown(f"7/13/2026 {clock}") is MONTH
    assert leaves_order_open(f"7/8/2026 {clock}")


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("13 Juillet 2026", "fr-FR"),
        ("13 juil. 2026", "fr-CA"),
        ("13. Juli 2026", "de-DE"),
        ("Montag, 13. Juli 2026", "de-AT"),
        ("13 de julio de 2026", "es-MX"),
        ("segunda-feira, 13 de julho de 2026", "pt-BR"),
        ("13 juli 2026", "nl-NL"),
        ("13 lipca 2026", "pl-PL"),
        ("13 июля 2026 г.", "ru-RU"),
        ("2026. július 13.", "hu-HU"),
        ("13 Jul 2026", "de-DE"),
        ("July 13, 2026", "fr-FR"),
    ],
)
def test_months_in_the_language_of_the_book(text: str, locale: str) -> None:
    """The book's language and English are read, in full, shortened, and with a weekday."""
    assert read_date(text, None, locale) == date(2026, 7, 13)


LANGUAGES = (
    *("de", "da", "nl", "fr", "es", "it", "pt", "sv", "nb", "fi", "pl", "cs", "sk"),
    *("hu", "ro", "bg", "el", "ru", "uk", "tr", "hr", "sl", "lt", "lv", "et", "id"),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_day_a_language_writes_is_read(language: str) -> None:
    """What CLDR writes for the fourteenth of each month, short to long, comes back."""
    days = [date(2026, month, 14) for month in range(1, 13)]
    for style in ("medium", "long", "full"):
        written = [format_date(day, style, locale=language) for day in days]
        assert [read_date(text, DAY, language) for text in written] == days


def test_serial_numbers_are_known_as_such() -> None:
    """A file with them gets a word of caution, so they must be told from other figures."""
    assert shows_serial("46217")
    assert not shows_serial("20260714")
    assert not shows_serial("2026-07-14")
    assert not shows_serial("12345")


def test_what_a_date_shows() -> None:
    """A figure above twelve shows the order; two below leave it open unless they are equal."""
    assert order_shown("13/7/2026") is DAY
    assert order_shown("7/13/2026") is MONTH
    assert order_shown("7/8/2026") is None
    assert order_shown("2026-07-13") is None
    assert leaves_order_open("7/8/2026")
    assert not leaves_order_open("7/7/2026")
    assert not leaves_order_open("13/7/2026")
    assert not leaves_order_open("7 Jul 2026")


@given(
    day=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    style=st.sampled_from(["%Y-%m-%d", "%d %b %Y", "%B %d, %Y", "%d-%b-%y"]),
)
def test_dates_in_words_come_back(day: date, style: str) -> None:
    """The day read is the day written."""
    assert read_date(day.strftime(style), None) == day


@given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)), order=st.sampled_from(DateOrder))
def test_dates_in_figures_come_back(day: date, order: DateOrder) -> None:
    """With its order settled the day read is the day written, and it never shows the other."""
    text = day.strftime("%d/%m/%Y" if order is DAY else "%m/%d/%Y")
    assert read_date(text, order) == day
    assert order_shown(text) in {order, None}


@given(st.text(max_size=30), st.sampled_from([None, *DateOrder]), st.sampled_from(["", "de-DE"]))
def test_any_text_is_a_date_or_refused(text: str, order: DateOrder | None, locale: str) -> None:
    """No text, however odd, ends in another error."""
    with contextlib.suppress(BadInput):
        assert read_date(text, order, locale).year in range(2000, 2100)
