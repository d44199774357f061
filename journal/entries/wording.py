"""The words of an entry as its ledger gets them: memo, descriptions, and the caller's number.

What does not fit is cut, and said when the entry is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from journal.books.book import Platform
from journal.entries.entry import Entry, Line, NewEntry
from journal.entries.text_limits import TextLimits, limits_of

_ELLIPSIS: Final = "…"
_OURS: Final = re.compile(r"JF-\d+(-\d+)?", re.IGNORECASE)


def note_of(entry: Entry, most: int) -> str:
    """Return what a bookkeeper reads on it in the ledger, in at most `most` characters.

    The memo as it was handed in, else sales channel and reference; then the day it had before,
    where a person moved it; our number stands at the end, whatever is cut before it.
    """
    handed_in = entry.handed_in or entry.content
    moved = f"dated {handed_in.date} before" if handed_in.date != entry.content.date else ""
    memo = handed_in.description.strip()
    if memo:
        ending = f" ({moved}) [{entry.number}]" if moved else f" [{entry.number}]"
    else:
        memo = f"{entry.content.sales_channel} {entry.content.reference}"
        ending = f", {moved} [{entry.number}]" if moved else f" [{entry.number}]"
    return cut(memo, most - len(ending)) + ending


def texts_of(entry: Entry, platform: Platform) -> tuple[str, ...]:
    """Return what may name `entry` in its ledger: its numbers, then the whole note."""
    limits = limits_of(platform)
    if limits is None:
        return (entry.number,)
    own = own_number_of(entry.content, limits.number)
    return (*((own,) if own else ()), entry.number, note_of(entry, limits.note))


def description_of(line: Line, most: int) -> str:
    """Return what a bookkeeper reads on a line, in at most `most` characters."""
    return cut((line.description or line.category or line.title).strip(), most)


def own_number_of(content: NewEntry, most: int) -> str:
    """Return the caller's number if it fits into `most` characters and is none of jefail's own."""
    number = content.number.strip()
    fits = len(number) <= most and not _OURS.fullmatch(number)
    return number if fits else ""


def cut(text: str, most: int) -> str:
    """Return `text` in at most `most` characters; what was cut ends in an ellipsis."""
    if len(text) <= most:
        return text
    return text[: most - len(_ELLIPSIS)].rstrip() + _ELLIPSIS


def remarks_on(content: NewEntry, number: str, platform: Platform) -> Sequence[str]:
    """Return what of the words of `content` will not be in its ledger, each as a sentence.

    `number` is the one we gave it. Nothing is said of a posting service, which has its own way.
    """
    limits = limits_of(platform)
    if limits is None:
        return ()
    said = [_on_memo(content, number, limits, platform), _on_number(content, limits, platform)]
    said += [
        _on_line(place, line, limits, platform) for place, line in enumerate(content.lines, start=1)
    ]
    return tuple(one for one in said if one)


def _on_memo(content: NewEntry, number: str, limits: TextLimits, platform: Platform) -> str:
    memo, room = content.description.strip(), limits.note - len(f" [{number}]")
    if len(memo) <= room:
        return ""
    return (
        f"The memo has {len(memo):,} characters. {platform.label} takes {room:,} beside our number,"
        " so its end is cut off there."
    )


def _on_line(place: int, line: Line, limits: TextLimits, platform: Platform) -> str:
    text = line.description.strip()
    if len(text) <= limits.description:
        return ""
    return (
        f"The description of line {place} has {len(text):,} characters. {platform.label} takes"
        f" {limits.description:,}, so its end is cut off there."
    )


def _on_number(content: NewEntry, limits: TextLimits, platform: Platform) -> str:
    own = content.number.strip()
    if not own or own_number_of(content, limits.number):
        return ""
    if not limits.number:
        return f"{platform.label} has no field for your own journal number, so it is not there."
    why = (
        "is one of jefail's own"
        if _OURS.fullmatch(own)
        else f"has {len(own)} characters and {platform.label} takes {limits.number}"
    )
    return f"Your journal number {why}, so the entry is posted under jefail's number."
