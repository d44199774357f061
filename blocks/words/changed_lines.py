"""Lines of an entry as they were and as they are to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from blocks.kit import figures
from blocks.kit.text import outside
from journal.amounts.money import Money

_SHORT_NAME = 40


def line_changed(change: Mapping[str, Any], locale: str) -> str:
    """Return "line 2 credit $12.00 4000 → credit $14.00 4000"; as `editing.changes` tells it."""
    before, after = (_line_said(change.get(name), locale) for name in ("before", "after"))
    return f"line {change['line']} {before or 'new'} → {after or 'taken out'}"


def _line_said(line: Sequence[Any] | None, locale: str) -> str:
    if line is None:
        return ""
    side, minor, currency, named = line
    money = figures.amount(Money(int(minor), str(currency)), locale)
    return f"{side} {money} {outside(str(named), _SHORT_NAME)}"
