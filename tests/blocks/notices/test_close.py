"""The notice of a month that closes: near, over, whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from blocks.kit import names
from blocks.notices.close import MOST_CAUSES, close_notice
from journal.amounts.money import Money
from journal.books.closing import MonthEnd, Outside
from tests.blocks.gallery import FACES
from tests.blocks.read import buttons, shown, usable
from tests.build import a_book, a_case

OUTSIDE = Outside(4, (Money(481240, "USD"),), ((7, 3),))
NEAR = MonthEnd(date(2026, 7, 1), date(2026, 8, 10), 2, OUTSIDE)


def test_a_close_that_is_near_is_told_by_cause() -> None:
    """Which month, until when, how much, why, and the way to each cause."""
    card = close_notice(a_book(), NEAR, [(a_case(), 3)])

    assert card.text == (
        "🟠 July 2026 of *Northwind Retail* closes in 2 days (Aug 10, 2026), and *4 entries* of it"
        " are not in the books yet ($4,812.40)."
    )
    assert "*INC-7*  Gift cards has no account in QuickBooks · 3 entries" in shown(card)
    assert "1 entry is on the way" in shown(card)
    assert [one["action_id"] for one in usable(card.blocks)] == [names.DETAILS]


def test_a_cause_said_to_be_fixed_says_it_was_not_checked() -> None:
    """It is counted as outside the books until it was seen there."""
    card = close_notice(a_book(), NEAR, [(FACES["fixed, access lost"], 3)])

    assert "*INC-7*  said to be fixed, can't check: jefail has lost" in shown(card)


@pytest.mark.parametrize(("left", "words"), [(0, "closes today"), (1, "closes tomorrow")])
def test_the_last_days_have_names(left: int, words: str) -> None:
    """As people say them."""
    assert words in close_notice(a_book(), replace(NEAR, days_left=left), []).text


def test_dates_and_sums_are_the_books_own() -> None:
    """Written as in its country."""
    text = close_notice(a_book(locale="de_DE"), NEAR, []).text

    assert "10.08.2026" in text
    assert "4.812,40" in text


def test_one_entry_without_an_amount() -> None:
    """In the singular, and without an empty bracket."""
    one = replace(NEAR, outside=Outside(1, (Money(0, "USD"),)))

    assert close_notice(a_book(), one, []).text.endswith("*1 entry* of it is not in the books yet.")


def test_very_many_causes_are_counted() -> None:
    """The others stand in the list of cases."""
    many = tuple((number, 1) for number in range(1, 21))
    end = replace(NEAR, outside=Outside(20, (), many))

    card = close_notice(a_book(), end, [(a_case(), 1)] * MOST_CAUSES)

    assert "and 12 more cases" in shown(card)
    assert "on the way" not in shown(card)


def test_over_it_says_what_stayed_out() -> None:
    """Plainly, with who decides now."""
    card = close_notice(a_book(), replace(NEAR, days_left=-1), [(a_case(), 3)])

    assert card.text == (
        "🔴 July 2026 of *Northwind Retail* closed on Aug 10, 2026; *4 entries* of it stayed out of"
        " the books ($4,812.40)."
    )
    assert "Whoever closes the books decides" in shown(card)


@pytest.mark.parametrize(
    ("skipped", "words"),
    [
        (0, "is in the books of Northwind Retail"),
        (1, "Northwind Retail; 1 entry was closed without posting"),
        (2, "Northwind Retail; 2 entries were closed without posting"),
    ],
)
def test_whole_it_is_one_quiet_line(skipped: int, words: str) -> None:
    """It does not call in what was closed without posting."""
    end = replace(NEAR, days_left=None, outside=Outside(skipped=skipped))
    card = close_notice(a_book(), end, [])

    assert card.text.startswith("✅ All of July 2026 that came in is in the books")
    assert card.text.endswith(words)
    assert buttons(card.blocks) == []


def test_a_day_that_was_given_up_is_not_counted_down() -> None:
    """The message that is there says so."""
    end = MonthEnd(date(2026, 7, 1), None, None, Outside())

    assert "no longer close on a set day" in close_notice(a_book(), end, []).text


def test_names_from_outside_call_nobody() -> None:
    """Nor can they break the message."""
    assert "<!channel>" not in shown(close_notice(a_book(name="<!channel>"), NEAR, []))
