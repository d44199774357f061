"""Which of the entries that a platform shows may be those that are looked for.

What they prove is not decided here: `journal.matching.proof` does, in one way for all platforms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from journal.entries.posting import LedgerEntry
from journal.matching.proof import names_reference, numbers_borne, words_of
from journal.ports import Wanted


@dataclass(frozen=True, slots=True)
class Sieve:
    """What is looked for, so that each entry shown is looked at once."""

    ids: frozenset[str]
    numbers: frozenset[str]
    of_day: dict[date, list[Wanted]]

    @classmethod
    def of(cls, wanted: Iterable[Wanted]) -> Sieve:
        """Return what picks out entries that may be one of `wanted`."""
        of_day: dict[date, list[Wanted]] = defaultdict(list)
        ids: set[str] = set()
        numbers: set[str] = set()
        for one in wanted:
            ids.update(one.ids)
            numbers.add(one.number.casefold())
            of_day[one.date].append(one)
        return cls(frozenset(ids), frozenset(numbers), of_day)

    def may_be(self, there: LedgerEntry) -> bool:
        """Whether `there` may be one of those looked for, by whatever ties them together."""
        if there.ledger_id in self.ids or not self.numbers.isdisjoint(numbers_borne(there)):
            return True
        if not self.numbers.isdisjoint(words_of(there)):
            return True
        total = there.total
        return any(
            (one.total is not None and one.total == total)
            or names_reference(there, one.reference)
            or names_reference(there, one.own_number)
            for one in self.of_day.get(there.date, ())
        )


def might_be(wanted: Sequence[Wanted], shown: Iterable[LedgerEntry]) -> list[LedgerEntry]:
    """Return those of `shown` that may be one of `wanted`, each once, in their order."""
    sieve = Sieve.of(wanted)
    each = {one.ledger_id: one for one in shown}
    return [one for one in each.values() if sieve.may_be(one)]


def unseen(wanted: Sequence[Wanted], shown: Sequence[LedgerEntry]) -> list[Wanted]:
    """Return those whose days have to be looked through.

    All but those of which an entry in the books bears the number and has the day and the total:
    there is nothing more to be found of them.
    """
    seen = {
        (number, one.date, one.total)
        for one in shown
        if one.total is not None and not one.is_draft
        for number in numbers_borne(one)
    }
    numbers = {one.number for one in wanted if (one.number.casefold(), one.date, one.total) in seen}
    return [one for one in wanted if one.number not in numbers]


def ids_unseen(wanted: Iterable[Wanted], shown: Iterable[LedgerEntry]) -> list[str]:
    """Return the ids that are looked for and not among `shown`, each once."""
    seen = {one.ledger_id for one in shown}
    return [
        one for one in dict.fromkeys(one for each in wanted for one in each.ids) if one not in seen
    ]
