"""Names for entries whose files give them no number."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from journal.entries.entry import MAX_REFERENCE


def dated_reference(words: str, day: date) -> str:
    """Return the reference of an entry that is known by its words: "2026-07-03 Amazon sales".

    The same words and date give the same reference in every file, so an entry that is imported
    again is known again. Longer ones are cut and end in a part of their hash.
    """
    whole = f"{day.isoformat()} {' '.join(words.split())}"
    if len(whole) <= MAX_REFERENCE:
        return whole
    mark = sha256(whole.encode()).hexdigest()[:12]
    return f"{whole[: MAX_REFERENCE - len(mark) - 2].rstrip()}… {mark}"
