"""A tax that stands on a line of its own while the tax codes of other lines come to it again.

Such an entry balances as it stands, so amounts are taken to have the tax in them, and the platform
would take it out of the sales once more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from journal.entries.coding import TaxOn
from journal.entries.entry import Side
from journal.entries.tax_balance import rounded_tax

_TAX_WORDS: Final = re.compile(
    r"\b(vat|gst|hst|pst|qst|tps|tvq|tvh|tax|taxes|ust|mwst|tva|iva|igic|btw|moms)\b|steuer",
    re.IGNORECASE,
)
_RECKONED: Final = (TaxOn.EXCLUSIVE, TaxOn.INCLUSIVE)
"""A file may have worked the tax line out either way, whatever its amounts are taken to be."""


@dataclass(frozen=True, slots=True)
class LineOfMany:
    """A line as it is looked at, its amount in minor units.

    `account`: as it is called; `words`: all that it says beside. `rate`: of its tax code in
    percent, None where it has no code or the rate is not known. `tax`: as its caller worked it out.
    """

    account: str
    words: str
    side: Side
    minor: int
    rate: Decimal | None = None
    tax: int | None = None


def place_of_tax(lines: Sequence[LineOfMany]) -> int | None:
    """Return the place, from 1, of a line that is the very tax which codes come to; None: none is.

    It is called a tax, stands on the side of that tax, and comes to what one code, one line or all
    of them add, to the cent that each line may be rounded by. A tax that another line takes back
    (collected and passed on) is none.
    """
    codes = [(place, one) for place, one in enumerate(lines, 1) if one.rate]
    if not codes:
        return None
    found = _uncancelled([(n, one) for n, one in enumerate(lines, 1) if _is_called_tax(one)])
    together = sum(one.side.sign * one.minor for _, one in found)
    for place, one in found:
        amounts = {one.side.sign * one.minor, together}
        others = [line for at, line in codes if at != place]
        if any(_is_close(amounts, tax, slack) for tax, slack in _taxes(others)):
            return place
    return None


def _is_called_tax(line: LineOfMany) -> bool:
    """Whether a line is a tax by its words; one with a code of its own only by its account."""
    return bool(_TAX_WORDS.search(line.account if line.rate else f"{line.account} {line.words}"))


def _uncancelled(found: Sequence[tuple[int, LineOfMany]]) -> Sequence[tuple[int, LineOfMany]]:
    left: list[tuple[int, LineOfMany]] = []
    for place, line in found:
        twin = next(
            (one for one in left if (one[1].side.other, one[1].minor) == (line.side, line.minor)),
            None,
        )
        if twin is None:
            left.append((place, line))
        else:
            left.remove(twin)
    return left


def _taxes(lines: Sequence[LineOfMany]) -> Iterator[tuple[int, int]]:
    """Yield what a line, the lines of one rate and all lines come to, each with its slack."""
    for way in _RECKONED:
        by_rate: defaultdict[Decimal | None, list[int]] = defaultdict(list)
        for line in lines:
            tax = line.tax
            if tax is None and line.rate:
                tax = rounded_tax(line.minor, line.rate, way)
            by_rate[line.rate].append(line.side.sign * (tax or 0))
        for taxes in by_rate.values():
            yield from ((one, 1) for one in taxes)
            yield sum(taxes), len(taxes)
        yield sum(map(sum, by_rate.values())), len(lines)


def _is_close(amounts: set[int], tax: int, slack: int) -> bool:
    return tax != 0 and any(
        one != 0 and (one > 0) == (tax > 0) and abs(one - tax) <= slack for one in amounts
    )
