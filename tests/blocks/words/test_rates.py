"""What the card says of the rate that the platform offers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from blocks.card.incident import incident_card
from blocks.words.cause import cause_of
from blocks.words.rates import rates_shown
from journal.amounts.money import Money
from journal.books.rates import DayRate, Rate
from journal.entries.failure import Failure, FailureReason
from journal.incidents.incident import Case
from tests.build import a_case, an_incident


def waiting(*rates: str | None) -> Case:
    """Return a case of dollars of some days, each with the rate that QuickBooks has, if any."""
    days = []
    for day, value in enumerate(rates, 8):
        on = date(2026, 7, day)
        rate = Rate(Decimal(value), "QuickBooks", on) if value else None
        days.append(DayRate("USD", on, 1, Money(111845, "USD"), rate))
    failure = Failure(FailureReason.RATE_MISSING, "USD")
    return replace(a_case(an_incident(failure=failure)), rates=tuple(days))


def test_the_one_rate_is_the_question() -> None:
    """With who says so and the day that it is of; nothing more has to be opened to see it."""
    case = waiting("1.3664")

    assert cause_of(case).header == "Convert USD at 1.3664, QuickBooks, Jul 8?"
    assert rates_shown(case) == ""
    assert "Jul 8? " in incident_card(case).text


def test_several_rates_stand_below() -> None:
    """Each with its day, also the day that has none."""
    case = waiting("1.3705", None, "1.3664")

    assert cause_of(case).header == "An exchange rate for USD is missing"
    shown = "*Rates*  Jul 8 1.3705 (QuickBooks), Jul 9 none, Jul 10 1.3664 (QuickBooks)"
    assert rates_shown(case) == shown


def test_many_days_are_counted() -> None:
    """A month of dollars is no longer than a few days of them."""
    case = waiting(*(f"1.36{day:02}" for day in range(20)))

    assert rates_shown(case).endswith("and 16 more days")


def test_without_a_rate_nothing_is_offered() -> None:
    """The platform has none: the card says what is missing."""
    for case in (waiting(), waiting(None)):
        assert cause_of(case).header == "An exchange rate for USD is missing"
        assert rates_shown(case) == ""
