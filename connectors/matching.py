"""Which of the journals shown are the entries wanted: compared here, to the letter."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from journal.ports import Wanted
from journal.posting import LedgerEntry

OURS = re.compile(r"\[(JF-\d+(?:-\d+)?)\]", re.IGNORECASE)
"""Our number as it stands in a note."""
SHORTEST_REFERENCE = 4
"""A shorter reference of the caller's stands in a sentence by chance."""
_WORD = re.compile(r"[\w-]+")


def matches(wanted: Sequence[Wanted], entries: Iterable[LedgerEntry]) -> dict[str, LedgerEntry]:
    """Return which of `entries` are wanted, by our number, and numbered by what named them.

    What is in the books wins over any draft: to post that too would book it twice. Then our
    number in brackets wins over our number as a word, and that over the caller's reference,
    which counts on the day of the entry only; among equals the first one shown.
    """
    shown = [*entries]
    drafts = _Index.of(entry for entry in shown if entry.is_draft)
    booked = _Index.of(entry for entry in shown if not entry.is_draft)
    found: dict[str, LedgerEntry] = {}
    for one in wanted:  # perhaps several times, since it had several days
        match = booked.match(one) or drafts.match(one)
        if match and (one.number not in found or found[one.number].is_draft):
            found[one.number] = match
    return found


@dataclass(frozen=True, slots=True)
class _Index:
    """Journals by what names them, so that each narration is read once. Letters are lower."""

    bearing: dict[str, LedgerEntry]  # our number in brackets
    # Of what bears none: each word of it, and whole texts by day. What bears a number of ours
    # is that entry's, whatever else stands in it.
    words: dict[str, LedgerEntry]
    days: dict[date, list[tuple[str, LedgerEntry]]]

    @classmethod
    def of(cls, entries: Iterable[LedgerEntry]) -> _Index:
        index = cls({}, {}, defaultdict(list))
        for entry in entries:
            text = " ".join(entry.texts).casefold()
            numbers = OURS.findall(text)
            for number in numbers:
                index.bearing.setdefault(number, entry)
            if not numbers:
                index.days[entry.date].append((text, entry))
                for word in _WORD.findall(text):
                    index.words.setdefault(word, entry)
        return index

    def match(self, one: Wanted) -> LedgerEntry | None:
        number, reference = one.number.casefold(), one.reference.strip()
        if match := self.bearing.get(number) or self.words.get(number):
            return replace(match, number=one.number)
        if len(reference) < SHORTEST_REFERENCE:
            return None
        named = (entry for text, entry in self.days.get(one.date, ()) if _names(reference, text))
        match = next(named, None)
        return replace(match, number=reference) if match else None


def _names(reference: str, text: str) -> bool:
    """Whether `text` (lower) has the reference apart: SHOP-1 is neither in SHOP-17 nor X-SHOP-1."""
    told = reference.casefold()
    if told not in text:  # nearly always, and quicker than what follows
        return False
    return re.search(rf"(?<![\w-]){re.escape(told)}(?![\w-])", text) is not None
