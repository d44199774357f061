"""Dates as people write them."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.intake.dates import DateOrder, leaves_order_open, order_shown, read_date
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
        ("46216", None, "is not a date"),
        ("", None, "is not a date"),
    ],
)
def test_dates_that_are_refused(text: str, order: DateOrder | None, cause: str) -> None:
    """The sentence says what is wrong with the date."""
    with pytest.raises(BadInput, match=cause):
        read_date(text, order)


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


@given(st.text(max_size=30), st.sampled_from([None, *DateOrder]))
def test_any_text_is_a_date_or_refused(text: str, order: DateOrder | None) -> None:
    """No text, however odd, ends in another error."""
    with contextlib.suppress(BadInput):
        assert read_date(text, order).year in range(2000, 2100)
