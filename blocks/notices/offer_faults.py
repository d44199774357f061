"""Below a file that was dropped: a table of what of it cannot be imported, and why."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    Block,
    RichTextBlock,
    RichTextElementParts,
    RichTextPreformattedElement,
)

from blocks.kit import figures
from blocks.kit.card import Card, context, section, stamped
from blocks.kit.text import one_line
from blocks.notices.offer import OfferSeen
from journal.offers.summary import Wrong

_CAUSE = 240
_REFERENCE = 24
_MOST_LETTERS = 6000
_GAP = "  "


def offer_faults_notice(seen: OfferSeen) -> Card:
    """Draw the table; once nothing is wrong any more, one quiet line."""
    summary, locale = seen.offer.summary, seen.locale
    seed = f"faults{seen.offer.id}"
    if not summary.faults:
        text = f"All entries of {seen.file} can be read now"
        return Card(text, stamped([context(text)], seed))
    entries = figures.entries(summary.faults, locale)
    text = f"*{entries}* of {seen.file} can't be imported as the file stands"
    shown = _fitting(summary.wrong)
    left = summary.faults - len(shown)
    more = f"and {figures.number(left, locale)} more. " if left > 0 else ""
    advice = (
        f"{more}The CSV in this thread has every such row with its reason. Fix the rows there, or"
        " in your own file, and drop that: nothing is imported twice."
    )
    drawn: list[Block] = [section(text), _table(shown), context(advice)]
    return Card(text, stamped(drawn, seed))


def _fitting(wrong: Sequence[Wrong]) -> Sequence[Wrong]:
    """Return as many as one message has room for, at least one."""
    kept: list[Wrong] = []
    letters = 0
    for one in wrong:
        letters += len(one.reference) + min(len(one.cause), _CAUSE) + 30
        if kept and letters > _MOST_LETTERS:
            break
        kept.append(one)
    return kept


def _table(wrong: Sequence[Wrong]) -> RichTextBlock:
    """Draw a row for each below a row of headings, in letters of one width."""
    rows = [("Row", "Entry", "Why")]
    rows += [
        (_lines(one), one_line(one.reference, _REFERENCE) or "-", one_line(one.cause, _CAUSE))
        for one in wrong
    ]
    widths = [max(len(row[place]) for row in rows) for place in range(2)]
    drawn = [_GAP.join((row[0].ljust(widths[0]), row[1].ljust(widths[1]), row[2])) for row in rows]
    text = RichTextElementParts.Text(text="\n".join(drawn))
    return RichTextBlock(elements=[RichTextPreformattedElement(elements=[text])])


def _lines(one: Wrong) -> str:
    if not one.first:
        return "-"
    return str(one.first) if one.first == one.last else f"{one.first}-{one.last}"
