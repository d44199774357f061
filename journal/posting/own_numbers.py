"""The callers' own journal numbers: used in the ledger where they are free there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from journal.books.book import Platform
from journal.entries.entry import Entry
from journal.entries.posting import LedgerEntry, Outcome, Posted, ReadyEntry
from journal.entries.text_limits import limits_of
from journal.entries.wording import own_number_of


def numbers_to_ask(
    entries: Iterable[Entry], found: Mapping[str, LedgerEntry], platform: Platform
) -> Sequence[str]:
    """Return the numbers of `entries` that may be taken there; what has its own is left out."""
    numbers = ((entry, _own(entry, platform)) for entry in entries)
    return [
        *dict.fromkeys(
            number
            for entry, number in numbers
            if number and not _has(found.get(entry.number), number)
        )
    ]


def with_free_number(ready: ReadyEntry, there: LedgerEntry | None, taken: set[str]) -> ReadyEntry:
    """Return `ready` with its own number if that is not taken, and take it; else under ours."""
    number = ready.own_number
    if not number or _has(there, number):
        return ready
    if number.casefold() in taken:
        return replace(ready, own_number="")
    taken.add(number.casefold())
    return ready


def told(entry: Entry, outcome: Outcome, platform: Platform) -> Outcome:
    """Return `outcome`, which says so where an entry is not under its caller's own number."""
    number = _own(entry, platform)
    if not isinstance(outcome, Posted) or not number or outcome.entry.is_draft:
        return outcome
    if not outcome.entry.number or _has(outcome.entry, number):
        return outcome
    remark = (
        f"{platform.label} has another entry with the number {number}, so {entry.content.reference}"
        f" is there as {outcome.entry.number}."
    )
    return replace(outcome, remark=remark)


def _own(entry: Entry, platform: Platform) -> str:
    limits = limits_of(platform)
    return own_number_of(entry.content, limits.number) if limits else ""


def _has(there: LedgerEntry | None, number: str) -> bool:
    if there is None:
        return False
    shown = (there.number, *there.texts)
    return number.casefold() in (text.strip().casefold() for text in shown)
