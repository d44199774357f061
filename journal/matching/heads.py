"""What the head of an entry says beside day and words: its rate, its mark, its kind of amounts.

Pure. Ours is told in the names that ledgers show theirs in, so that the two can be compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from journal.amounts.money import Money
from journal.books.book import Platform
from journal.books.rates import convert
from journal.entries.carried import CARRIED
from journal.entries.coding import TaxOn
from journal.entries.entry import NewEntry
from journal.entries.failure import Failure
from journal.entries.mapping import Prepared
from journal.entries.placing import Known
from journal.entries.posting import LedgerEntry
from journal.matching.near import EXCHANGE_RATE, is_among_head, rate_in

Told = tuple[tuple[str, str], ...]
"""Names and values, as a ledger's extras have them: ("Exchange rate", "0.7315")."""
ADJUSTING: Final = "Adjusting entry"
"""What the mark for adjusting entries is called; its value is "yes"."""
AMOUNTS_ARE: Final = "Amounts are"
"""What it is called how amounts and tax go together."""
REVERSED_ON: Final = "Reversed on"
"""What the day of a reversal is called. No platform keeps it: a second entry does it."""
AMOUNTS: Final = {TaxOn.EXCLUSIVE: "Tax exclusive", TaxOn.INCLUSIVE: "Tax inclusive"}
"""What amounts with tax are called on both sides; of those without nothing is told."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of our entry says; `amounts` of its lines, to be converted into `home`."""

    told: Told = ()
    amounts: tuple[Money, ...] = ()
    home: str = ""
    platform: Platform | None = None

    def unlike(self, there: LedgerEntry) -> list[str]:
        """Return the names of what ours says and the head of `there` does not.

        What only theirs has is no difference: it was added there, and stays. A rate that is not
        shown is 1. Tryton keeps none and tells it by its amounts, so there it is the same if our
        lines come to the same by it.
        """
        if self.platform not in CARRIED:
            return []  # a posting service keeps the head as it likes
        shown = (*there.extras, *there.tax)
        return [name for name, value in self.told if not self._is_said(name, value, shown)]

    def _is_said(self, name: str, value: str, shown: Told) -> bool:
        there = dict(shown).get(name)
        if name == REVERSED_ON or is_among_head((name, value), shown):
            return True
        if name == AMOUNTS_ARE:
            return there is None  # then tax codes on lines tell
        if name != EXCHANGE_RATE:
            return False
        if self.platform is Platform.TRYTON:
            return there is None or self._comes_to_the_same(value, there)
        return there is None and is_among_head((name, value), ((name, "1"),))

    def _comes_to_the_same(self, value: str, there: str) -> bool:
        one, other = rate_in(value), rate_in(there)
        if one is None or other is None:
            return False
        return all(
            convert(amount, one, self.home) == convert(amount, other, self.home)
            for amount in self.amounts
        )


NO_HEAD: Final = Head()


def head_of(ours: Prepared) -> Head:
    """Return what the head of our entry says as it is sent; with gaps, as it was handed in."""
    content, ready, known = ours.entry.content, ours.ready, ours.known
    home, reversal = known.rates.home, _reversal(content)
    if isinstance(ready, Failure):
        return Head((*_said(content), *reversal), home=home, platform=known.platform)
    # What was converted into the company's own currency has no rate there.
    rate = ready.rate if ready.currency != home else None
    told = (*_told(rate, ready.amounts, adjusting=ready.adjusting), *reversal)
    return Head(told, tuple(line.amount for line in ready.lines), home, known.platform)


def head_said(content: NewEntry, known: Known) -> Told:
    """Return what an entry says in its head, at the rate that counts for it by what is known."""
    agreed = known.rates.rate_of(content.currency, content.date)
    is_foreign = content.currency != known.rates.home
    rate = agreed.value if agreed is not None and is_foreign else None
    number = (("Number", content.number),) if content.number else ()
    currency = (("Currency", content.currency),) if is_foreign and known.rates.home else ()
    return (*number, *currency, *_said(content, rate), *_reversal(content))


def _said(content: NewEntry, agreed: Decimal | None = None) -> Told:
    rate = agreed if content.exchange_rate is None else content.exchange_rate
    return tuple(_told(rate, content.amounts, adjusting=content.adjusting))


def _told(rate: Decimal | None, amounts: TaxOn, *, adjusting: bool) -> Iterator[tuple[str, str]]:
    if rate is not None:
        yield EXCHANGE_RATE, f"{rate.normalize():f}"
    if amounts in AMOUNTS:
        yield AMOUNTS_ARE, AMOUNTS[amounts]
    if adjusting:
        yield ADJUSTING, "yes"


def _reversal(content: NewEntry) -> Told:
    return ((REVERSED_ON, content.reverse_on.isoformat()),) if content.reverse_on else ()
