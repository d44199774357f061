"""Entries as a table in letters of one width: Slack's own tables may not stand in a form.

docs/decisions/0022-tables-and-memory.md has the reasons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from slack_sdk.models.blocks import (
    RichTextBlock,
    RichTextElementParts,
    RichTextPreformattedElement,
)

from blocks.kit import figures, limits
from blocks.kit.links import ledger_link
from blocks.kit.text import ELLIPSIS, one_line, when
from journal.entries.entry import Entry, EntryKind, PostingStatus

WIDE = 58
"""How many letters of one width a row may take: so many stand on one line of a form."""
_LEAST = 8
"""A column that is cut keeps so many."""
_GAP = "  "
_STATUS = {
    PostingStatus.PENDING: "waiting",
    PostingStatus.POSTING: "posting",
    PostingStatus.POSTED: "posted",
    PostingStatus.FAILED: "not posted",
    PostingStatus.UNCERTAIN: "no answer",
    PostingStatus.SKIPPED: "skipped",
}
_KIND = {
    EntryKind.SALES_SUMMARY: "Sales",
    EntryKind.COST_OF_GOODS_SOLD: "Costs",
    EntryKind.DEPOSIT: "Deposit",
    EntryKind.OTHER: "Other",
}


@dataclass(frozen=True, slots=True)
class _Column:
    heading: str
    cells: tuple[str, ...]
    is_right: bool = False
    may_be_cut: bool = False

    @property
    def is_telling(self) -> bool:
        """Whether its cells differ: what is the same in each row is said once, outside."""
        return len(set(self.cells)) > 1

    @property
    def width(self) -> int:
        return max(cell_len(one) for one in (self.heading, *self.cells))


def entry_table(entries: Sequence[Entry], locale: str) -> RichTextBlock:
    """Draw at least one entry, a row each below a row of headings."""
    columns = _columns(entries, locale)
    widths = _widths(columns)
    rows = zip(*((column.heading, *column.cells) for column in columns), strict=True)
    drawn = [_row(columns, widths, row) for row in rows]
    text = RichTextElementParts.Text(text="\n".join(drawn))
    return RichTextBlock(elements=[RichTextPreformattedElement(elements=[text])])


def status_of_all(entries: Sequence[Entry]) -> str:
    """Return how all of them stand, where that is the same and so in no column."""
    known = {_status(entry) for entry in entries}
    return known.pop() if len(known) == 1 else ""


def ledger_links(entries: Sequence[Entry]) -> list[str]:
    """Return those that the ledger has, each leading there, and since when it has them."""
    return [
        f"{ledger_link(entry)} {when(entry.posted_at) if entry.posted_at else ''}".rstrip()
        for entry in entries
        if entry.posted_at or entry.ledger_url
    ]


def _status(entry: Entry) -> str:
    """Return how it stands; of a correction that waits for people, the one before is posted."""
    is_refused = entry.status is PostingStatus.FAILED
    return "not corrected" if is_refused and entry.is_correction else _STATUS[entry.status]


def _columns(entries: Sequence[Entry], locale: str) -> Sequence[_Column]:
    """Return what fits a telephone first: where a row is broken, only its reference is."""
    contents = [entry.content for entry in entries]
    one_year = len({content.date.year for content in contents}) == 1
    day = figures.short_day if one_year else figures.day
    references = (one_line(content.reference, limits.NAME_SHOWN) for content in contents)
    channels = (one_line(content.sales_channel, limits.NAME_SHOWN) for content in contents)
    amounts = (figures.amounts((entry.total,), locale) or "none yet" for entry in entries)
    status = _Column("Status", tuple(_status(entry) for entry in entries))
    kind = _Column("Kind", tuple(_KIND[content.kind] for content in contents))
    channel = _Column("Channel", tuple(channels), may_be_cut=True)
    return [
        _Column("Number", tuple(entry.number for entry in entries)),
        _Column("Date", tuple(day(content.date, locale) for content in contents)),
        _Column("Amount", tuple(amounts), is_right=True),
        *(one for one in (status, channel if channel.is_telling else kind) if one.is_telling),
        _Column("Ref no.", tuple(references), may_be_cut=True),
    ]


def _widths(columns: Sequence[_Column]) -> Sequence[int]:
    """Return how wide each column is; the widest that may be cut gives way first."""
    widths = [column.width for column in columns]
    while sum(widths) + len(_GAP) * (len(widths) - 1) > WIDE:
        may_give = [
            place
            for place, column in enumerate(columns)
            if column.may_be_cut and widths[place] > _LEAST
        ]
        if not may_give:
            break
        widths[max(may_give, key=widths.__getitem__)] -= 1
    return widths


def _row(columns: Sequence[_Column], widths: Sequence[int], cells: Sequence[str]) -> str:
    drawn = [
        _cell(cell, width, is_right=column.is_right)
        for column, width, cell in zip(columns, widths, cells, strict=True)
    ]
    return _GAP.join(drawn).rstrip()


def _cell(text: str, width: int, *, is_right: bool) -> str:
    room = width - cell_len(text)
    if room < 0:
        return _cut(text, width)
    return " " * room + text if is_right else text + " " * room


def _cut(text: str, width: int) -> str:
    """Return `text` without its middle: what tells references apart stands at their end mostly."""
    at_end = (width - 1) // 2
    start = set_cell_size(text, width - 1 - at_end)
    return f"{start}{ELLIPSIS}{set_cell_size(text[::-1], at_end)[::-1]}"
