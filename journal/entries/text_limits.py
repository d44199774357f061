"""How much of an entry's words each platform takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from journal.books.book import Platform


@dataclass(frozen=True, slots=True)
class TextLimits:
    """The most characters of an entry's note, a line's description, and the caller's number.

    `number` is 0 where the platform has no field for it.
    """

    note: int
    description: int
    number: int = 0


_LIMITS: Final[Mapping[Platform, TextLimits]] = {
    # Intuit's reference of JournalEntry: PrivateNote and Description 4,000, DocNumber 21.
    Platform.QUICKBOOKS: TextLimits(note=4000, description=4000, number=21),
    # Xero's OpenAPI document names no limit; for lines of invoices its pages say 4,000. A manual
    # journal has no field for a number.
    Platform.XERO: TextLimits(note=4000, description=4000),
    # Zoho's reference names no limits; its web forms take 500 and 50. `reference_number` is the
    # caller's, `entry_number` is counted by Zoho (https://www.zoho.com/books/api/v3/journals/).
    Platform.ZOHO: TextLimits(note=500, description=500, number=50),
    # Tryton took 5,000, and nobody reads more than this. Its number is given at posting.
    Platform.TRYTON: TextLimits(note=2000, description=2000),
}


def limits_of(platform: Platform) -> TextLimits | None:
    """Return the limits of a platform that jefail posts to itself; else None."""
    return _LIMITS.get(platform)
