"""Our entry and the ledger's, side by side: day, sum, what names it, lines."""

from __future__ import annotations

from slack_sdk.models.blocks import SectionBlock

from blocks import figures, limits
from blocks.card import mrkdwn
from blocks.text import link, outside
from journal.editing import name_of
from journal.entry import Entry
from journal.incident import Case
from journal.posting import LedgerEntry

_MOST_LINES = 12
_NAME = 40


def side_by_side(case: Case, entry: Entry, there: LedgerEntry) -> SectionBlock:
    """Draw both."""
    return SectionBlock(
        fields=[
            mrkdwn(_ours(case, entry), limits.FIELD_TEXT),
            mrkdwn(_theirs(case, there), limits.FIELD_TEXT),
        ]
    )


def alone(case: Case, entry: Entry) -> SectionBlock:
    """Draw ours, where there is nothing to lay beside it."""
    return SectionBlock(fields=[mrkdwn(_ours(case, entry), limits.FIELD_TEXT)])


def _ours(case: Case, entry: Entry) -> str:
    content, locale = entry.content, case.book.locale
    lines = [
        f"*Ours: {entry.number}*",
        figures.day(content.date, locale),
        figures.amount(content.total, locale),
        outside(content.reference, limits.NAME_SHOWN),
        "",
        *(
            _line(line.side.value, figures.amount(line.amount, locale), name_of(line))
            for line in content.lines[:_MOST_LINES]
            if line.amount is not None
        ),
        *_left(len(content.lines), locale),
    ]
    return "\n".join(lines)


def _theirs(case: Case, there: LedgerEntry) -> str:
    platform, locale = case.connection.platform.label, case.book.locale
    total = there.total
    seen = "; ".join(text for text in there.texts if text != there.number)
    lines = [
        f"*In {platform}: {link(there.url, there.number or there.ledger_id)}*",
        figures.day(there.date, locale),
        figures.amount(total, locale) if total else "its amount is not shown here",
        outside(seen, limits.NAME_SHOWN) or figures.NOTHING,
        "",
        *(
            _line(line.side.value, figures.amount(line.amount, locale), line.account)
            for line in there.lines[:_MOST_LINES]
        ),
        *_left(len(there.lines), locale),
    ]
    return "\n".join(lines)


def _line(side: str, amount: str, named: str) -> str:
    return f"{side} {amount} {outside(named, _NAME)}"


def _left(count: int, locale: str) -> list[str]:
    left = count - _MOST_LINES
    return [figures.counted(left, "more line", locale)] if left > 0 else []
