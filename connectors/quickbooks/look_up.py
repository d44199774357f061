"""Looking entries up: the questions QuickBooks can be asked, and the comparison made here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from connectors.days import ranges
from connectors.quickbooks.entries import MAX_NUMBER, WireEntry
from connectors.quickbooks.query import compared, one_of, select
from journal.ports import Wanted

CHUNK = 30
"""Numbers asked for in one query; the query language has IN, but no OR."""
_TOKEN = re.compile(r"[\w-]+")


def number_queries(wanted: Iterable[Wanted]) -> Iterator[str]:
    """Yield questions for entries numbered by our number or by the caller's reference."""
    texts = (text.strip() for one in wanted for text in (one.number, one.reference))
    numbers = [*dict.fromkeys(text for text in texts if 0 < len(text) <= MAX_NUMBER)]
    for start in range(0, len(numbers), CHUNK):
        yield select("JournalEntry", one_of("DocNumber", numbers[start : start + CHUNK]))


def day_queries(wanted: Iterable[Wanted]) -> Iterator[str]:
    """Yield questions for everything on the days of `wanted`, near days taken together."""
    for first, last in ranges(one.date for one in wanted):
        yield select(
            "JournalEntry",
            compared("TxnDate", ">=", first.isoformat()),
            compared("TxnDate", "<=", last.isoformat()),
        )


def matches(wanted: Sequence[Wanted], shown: Iterable[WireEntry]) -> dict[str, WireEntry]:
    """Return which of `shown` are wanted, by our number.

    What carries our number as its own wins over what names it in the note, and that over
    what carries the caller's reference; among equals the first one shown.
    """
    numbered: dict[str, WireEntry] = {}
    noted: dict[str, WireEntry] = {}
    for entry in shown:
        numbered.setdefault(entry.number.strip().casefold(), entry)
        for token in _TOKEN.findall(entry.note.casefold()):
            noted.setdefault(token, entry)
    found: dict[str, WireEntry] = {}
    for one in wanted:
        number, reference = one.number.casefold(), one.reference.strip().casefold()
        match = numbered.get(number) or noted.get(number)
        if match is None and reference:
            match = numbered.get(reference)
        if match is not None:
            found[one.number] = match
    return found
