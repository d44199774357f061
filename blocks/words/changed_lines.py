"""Lines of an entry as they were and as they are to be."""

from __future__ import annotations

from blocks.kit import figures
from blocks.kit.text import outside
from journal.entries.editing import LineChange, LineTold

_SHORT_NAME = 40


def line_changed(change: LineChange, locale: str) -> str:
    """Return "line 2 credit $12.00 4000 → credit $14.00 4000"."""
    before, after = (_line_said(one, locale) for one in (change.before, change.after))
    return f"line {change.line} {before or 'new'} → {after or 'taken out'}"


def _line_said(line: LineTold | None, locale: str) -> str:
    if line is None:
        return ""
    money = figures.amount(line.amount, locale)
    return f"{line.side.value} {money} {outside(line.named, _SHORT_NAME)}"
