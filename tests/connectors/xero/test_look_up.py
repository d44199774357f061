"""What Xero is asked when entries are looked for."""

from datetime import date
from urllib.parse import quote

from connectors.xero.look_up import MAX_CONDITION, day_conditions, number_conditions
from journal.ports import Wanted
from tests.fakes.ready import JULY_7


def wanted(number: str = "JF-1", on: date = JULY_7) -> Wanted:
    """Look for an entry."""
    return Wanted(number, "", on)


def test_numbers_in_one_condition() -> None:
    """Several numbers are asked for together, with their brackets, each once."""
    conditions = [*number_conditions([wanted("JF-1"), wanted("JF-2"), wanted("JF-1")])]

    assert conditions == ['Narration.Contains("[JF-1]") OR Narration.Contains("[JF-2]")']
    assert [*number_conditions([])] == []


def test_many_numbers_in_few_conditions() -> None:
    """Two hundred numbers go into a handful of addresses, none too long, none left out."""
    conditions = [*number_conditions([wanted(f"JF-{n}") for n in range(1000, 1200)])]

    assert len(conditions) <= 8
    assert max(len(quote(one, safe="")) for one in conditions) <= MAX_CONDITION
    assert sum(one.count("Contains") for one in conditions) == 200


def test_near_days_are_one_range() -> None:
    """Days of one week are asked for together, far ones apart, each range up to its last day."""
    days = [date(2026, 7, 7), date(2026, 2, 28), date(2026, 7, 10), date(2026, 7, 7)]

    assert [*day_conditions([wanted(on=day) for day in days])] == [
        "Date >= DateTime(2026, 02, 28) AND Date < DateTime(2026, 03, 01)",
        "Date >= DateTime(2026, 07, 07) AND Date < DateTime(2026, 07, 11)",
    ]
    assert [*day_conditions([])] == []
