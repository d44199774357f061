"""Looking entries up: the conditions under which Xero is asked for journals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from urllib.parse import quote

from connectors.days import ranges
from journal.ports import Wanted

MAX_CONDITION = 1800
"""Characters of a condition in the address; addresses beyond 2,000 are not taken everywhere."""
_OR = " OR "


def number_conditions(wanted: Iterable[Wanted]) -> Iterator[str]:
    """Yield conditions for journals whose narration holds our numbers, many in each."""
    joined = ""
    for number in dict.fromkeys(one.number for one in wanted):
        # With its brackets, or JF-1 would bring all of JF-10 to JF-1999.
        one = f'Narration.Contains("[{number}]")'
        if joined and len(quote(f"{joined}{_OR}{one}", safe="")) > MAX_CONDITION:
            yield joined
            joined = ""
        joined = f"{joined}{_OR}{one}" if joined else one
    if joined:
        yield joined


def day_conditions(wanted: Iterable[Wanted]) -> Iterator[str]:
    """Yield conditions for everything on the days of `wanted`, near days taken together."""
    for first, last in ranges(one.date for one in wanted):
        yield f"Date >= {_shown(first)} AND Date < {_shown(last + timedelta(days=1))}"


def _shown(day: date) -> str:
    return f"DateTime({day:%Y, %m, %d})"
