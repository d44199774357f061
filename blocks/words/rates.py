"""What the platform offers to convert at, where entries wait for someone to agree."""

from __future__ import annotations

from typing import Final

from blocks.kit import limits
from blocks.kit.figures import counted, short_day
from blocks.kit.text import one_line, outside
from blocks.words.reasons import BOOKKEEPER, Words
from journal.books.rates import DayRate, Rate
from journal.incidents.incident import Case

_SHOWN: Final = 4
OFFERED: Final = Words(
    plain="Convert {currency} at {rate}?",
    todo="Press Set the rate to use it or your own. The entries then post.",
    who=BOOKKEEPER,
)
"""One rate is offered for all that waits."""


def offered(case: Case) -> Rate | None:
    """Return the one rate that is offered for all days that wait; None: none, or several."""
    rates = {one.rate for one in case.rates}
    return rates.pop() if len(rates) == 1 else None


def rate_said(case: Case) -> str:
    """Return it with its source and day, as plain text: "1.3664, QuickBooks, Jul 22"."""
    rate = offered(case)
    if rate is None:
        return ""
    source = one_line(rate.source, limits.NAME_SHOWN)
    return f"{rate.value}, {source}, {short_day(rate.day, case.book.locale)}"


def rates_shown(case: Case) -> str:
    """Return the line that names the rate of each day, where they differ; marked up."""
    if offered(case) is not None or not any(one.rate for one in case.rates):
        return ""
    days = [_of_day(one, case) for one in case.rates[:_SHOWN]]
    left = len(case.rates) - _SHOWN
    more = f" and {counted(left, 'more day', case.book.locale)}" if left > 0 else ""
    return f"*Rates*  {', '.join(days)}{more}"


def _of_day(one: DayRate, case: Case) -> str:
    day = short_day(one.day, case.book.locale)
    if one.rate is None:
        return f"{day} none"
    return f"{day} {one.rate.value} ({outside(one.rate.source, limits.NAME_SHOWN)})"
