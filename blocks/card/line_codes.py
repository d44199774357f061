"""What the lines of entries carry beside their account: each line, or of many how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import Block

from blocks.kit import figures
from blocks.kit.pages import paragraphs
from blocks.kit.text import outside
from journal.entries.entry import Entry
from journal.entries.line_codes import Code, LineCodes

MOST_LINES = 24
"""Lines that are told one by one; of more it is told how many carry what."""
_MOST_CODES = 30
_SHOWN = 60


def line_codes(
    entries: Sequence[Entry], carried: Mapping[int, Sequence[LineCodes]], locale: str
) -> list[Block]:
    """Draw what lines carry, by the ids of their entries; nothing where none carries anything."""
    told = [(one, carried[one.id]) for one in entries if one.id in carried]
    lines = [line for _, of in told for line in of]
    if not any(one.codes or one.lacks for one in lines):
        return []
    if len(lines) > MOST_LINES:
        return paragraphs(["*What lines carry*", *_counted(lines, locale)])
    drawn = [
        text
        for entry, of in told
        for text in (f"*{entry.number}*", *(_line(one, locale) for one in of))
    ]
    return paragraphs(["*What lines carry*", *drawn])


def _line(one: LineCodes, locale: str) -> str:
    """Return "• debit $1,604.13 1300 Clearing · Class Stores"."""
    amount = figures.amount(one.line.amount, locale) if one.line.amount else ""
    first = " ".join(part for part in (one.line.side.value, amount) if part)
    parts = [f"{first} {outside(one.account, _SHOWN)}", *map(_code, one.codes)]
    return f"• {' · '.join([*parts, *map(_lack, one.lacks)])}"


def _code(code: Code) -> str:
    label, value = code
    return f"{outside(label, _SHOWN)} {outside(value, _SHOWN)}"


def _lack(code: Code) -> str:
    label, word = code
    named = outside(label, _SHOWN)
    return f"*{named} “{outside(word, _SHOWN)}” unknown*" if word else f"*{named} missing*"


def _counted(lines: Sequence[LineCodes], locale: str) -> list[str]:
    """Return "• Class Stores on 12 lines" for each, what lacks first."""
    lacks = Counter(_lack(one) for line in lines for one in line.lacks)
    codes = Counter(_code(one) for line in lines for one in line.codes)
    told = [*lacks.most_common(), *codes.most_common()]
    drawn = [f"• {what} on {figures.counted(count, 'line', locale)}" for what, count in told]
    left = len(drawn) - _MOST_CODES
    more = [f"and {figures.number(left, locale)} more"] if left > 0 else []
    return [*drawn[:_MOST_CODES], *more]
