"""The form that asks at which rate entries in another currency are converted."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from blocks.forms.parts import BadField
from blocks.forms.rate import TYPED, rate_form, read_rates
from blocks.kit import names
from blocks.kit.validate import checked_view
from journal.amounts.money import Money
from journal.books.rates import DayRate, Rate
from journal.entries.failure import Failure, FailureReason
from journal.incidents.incident import Case
from tests.build import a_case, an_incident

JULY_1 = date(2026, 7, 1)
THEIRS = Rate(Decimal("0.7315"), "QuickBooks", JULY_1)


def a_day(day: date = JULY_1, rate: Rate | None = THEIRS) -> DayRate:
    """Return one entry of CAD 322.73 that waits for a rate."""
    return DayRate("CAD", day, 1, Money(32273, "CAD"), rate)


def the_case() -> Case:
    """Return a case of entries in Canadian dollars."""
    return a_case(an_incident(failure=Failure(FailureReason.RATE_MISSING, "CAD")))


def sent_in(way: str | None = None, typed: str = "", *, always: bool = False) -> dict[str, Any]:
    """Return the form as Slack sends it in."""
    option = {"value": way} if way else None
    ticked = [{"value": "always"}] if always else []
    values = {
        names.RATE_WAY_BLOCK: {names.RATE_WAY_INPUT: {"selected_option": option}},
        names.RATE_BLOCK: {names.RATE_INPUT: {"value": typed}},
        names.RATE_ALWAYS_BLOCK: {names.RATE_ALWAYS_INPUT: {"selected_options": ticked}},
    }
    return {"private_metadata": "7", "state": {"values": values}}


def test_it_shows_what_comes_of_the_platforms_rate() -> None:
    """Each day with its sum in both currencies, the rate, its source, and its day if another."""
    view = checked_view(rate_form(the_case(), [a_day(), a_day(JULY_1 + timedelta(1))]))
    text = str(view["blocks"])

    assert "CA$322.73 = $236.08 at 0.7315 (QuickBooks)" in text
    assert "(QuickBooks, Jul 1)" in text
    assert "Use QuickBooks’s rate of each day" in text


def test_a_year_of_days_is_drawn() -> None:
    """The first ones, and how many more."""
    days = [a_day(JULY_1 + timedelta(at)) for at in range(365)]

    assert "and 357 more days" in str(checked_view(rate_form(the_case(), days))["blocks"])


def test_without_a_rate_of_the_platform_it_is_typed() -> None:
    """The day without one is named; nothing else is offered."""
    view = checked_view(rate_form(the_case(), [a_day(), a_day(date(2026, 7, 2), None)]))

    assert "QuickBooks has no rate for this currency on Jul 2, 2026" in str(view["blocks"])
    assert [one["block_id"] for one in view["blocks"] if one["type"] == "input"] == [
        names.RATE_BLOCK
    ]


def test_the_platforms_rate_is_read() -> None:
    """Of each day, with its source."""
    chosen = read_rates(sent_in("platform", always=True), the_case(), [a_day()])

    assert chosen.rates == {("CAD", JULY_1): THEIRS}
    assert chosen.always


@pytest.mark.parametrize("typed", ["0.7315", " 0,7315 "])
def test_a_typed_rate_counts_for_every_day(typed: str) -> None:
    """With a point or a comma."""
    days = [a_day(), a_day(date(2026, 7, 2), None)]
    chosen = read_rates(sent_in("own", typed), the_case(), days)

    assert [one.value for one in chosen.rates.values()] == [Decimal("0.7315")] * 2
    assert {one.source for one in chosen.rates.values()} == {TYPED}


@pytest.mark.parametrize("typed", ["", "0", "-1", "abc", "1e30", "NaN", "1.2.3"])
def test_what_is_no_rate_keeps_the_form_open(typed: str) -> None:
    """The field says what to write."""
    with pytest.raises(BadField) as caught:
        read_rates(sent_in("own", typed), the_case(), [a_day()])

    assert caught.value.block_id == names.RATE_BLOCK
