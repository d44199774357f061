"""What stands in the ledger beside the fields that jefail writes, as it is drawn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from datetime import date

from blocks.kit import figures
from blocks.kit.text import outside
from journal.entries.posting import LedgerLine
from journal.matching.heads import REVERSED_ON
from journal.matching.keeping import Extra, Weighed, is_among

_VALUE, _ACCOUNT = 60, 40
_MOST_OF_A_KIND = 40
"""Different things of one name that are drawn: a thousand descriptions fit into no window."""
_FEW_LINES = 3
"""Lines that are named one by one; of more the count is told."""


def extras_of(line: LedgerLine, other: LedgerLine | None) -> str:
    """Draw what a line has beside its amount; in bold what the `other` lacks, if there is one.

    Its description is drawn where the other says something else.
    """
    beside = () if other is None else (*other.extras, *other.tax)
    drawn = [
        _named(name, value, differs=not is_among((name, value), beside))
        for name, value in (*line.extras, *line.tax)
    ]
    if line.description and other is not None and line.description != other.description:
        drawn.append(f"*“{outside(line.description, _VALUE)}”*")
    return "".join(f" · {text}" for text in drawn)


def head_extras(head: Sequence[tuple[str, str]], unlike: Container[str], locale: str) -> str:
    """Draw what the head of an entry says; in bold what is `unlike` on the other side, by name."""
    return " · ".join(
        _named(name, _day(value, locale) if name == REVERSED_ON else value, differs=name in unlike)
        for name, value in head
    )


def _day(value: str, locale: str) -> str:
    return figures.day(date.fromisoformat(value), locale)


def goes(weighed: Weighed, locale: str) -> list[str]:
    """Draw each thing that an overwrite removes, on a line of its own."""
    return [f"• {text}" for text in _told(weighed.goes, locale)]


def stays(weighed: Weighed, locale: str) -> list[str]:
    """Draw each thing that an overwrite keeps, on a line of its own."""
    return [f"• {text}" for text in _told(weighed.stays, locale)]


def _told(extras: Sequence[Extra], locale: str) -> Iterator[str]:
    """Name each once, with the lines that have it: "Class Retail on credit $1,500.00 Sales"."""
    places: defaultdict[tuple[str, str], list[LedgerLine]] = defaultdict(list)
    for one in extras:
        places[one.name, one.value] += [one.line] if one.line else []
    drawn: Counter[str] = Counter()
    for (name, value), lines in places.items():
        drawn[name] += 1
        if drawn[name] > _MOST_OF_A_KIND:
            continue
        named = f"{outside(name, _VALUE)} {outside(value, _VALUE)}"
        if len(lines) > _FEW_LINES:
            yield f"{named} on {figures.counted(len(lines), 'line', locale)}"
        elif lines:
            yield f"{named} on {', '.join(_place(line, locale) for line in lines)}"
        else:
            yield named
    for name, count in drawn.items():
        if count > _MOST_OF_A_KIND:
            yield f"{outside(name, _VALUE)}: {count - _MOST_OF_A_KIND:,} more"


def _place(line: LedgerLine, locale: str) -> str:
    amount = figures.amount(line.amount, locale)
    return f"{line.side.value} {amount} {outside(line.account, _ACCOUNT)}"


def _named(name: str, value: str, *, differs: bool) -> str:
    text = f"{outside(name, _VALUE)} {outside(value, _VALUE)}"
    return f"*{text}*" if differs else text
