"""One run's turns to call its platform: reserved as it comes to send, given back where unused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import accumulate, pairwise

from journal.errors import StoreBusy
from journal.ports import Ledger, OpenStore, Slot, Store


@dataclass(slots=True, eq=False)
class Turn:
    """When one entry may be sent. It is used once its call begins."""

    slot: Slot
    wait: timedelta  # from when it was reserved; nothing: at once
    is_used: bool = False


@dataclass(slots=True)
class Pace:
    """What a run has reserved of a connection's calls.

    It takes turns only for what it is about to send, so a run that dies leaves little behind.
    """

    open_store: OpenStore
    connection_id: int
    _turns: list[Turn] = field(default_factory=list)
    _reads: int = 0  # calls for reading that the next sending goes along with

    async def take_reads(self, store: Store, count: int, ledger: Ledger) -> Slot:
        """Reserve `count` calls that read; they are made at once, and so is what is sent next."""
        self._reads = count
        return await store.books.reserve_calls(self.connection_id, count, spacing_of(ledger))

    async def give_reads_back(self, slot: Slot, made: int, ledger: Ledger) -> None:
        """Give back what is left of `slot` after `made` calls."""
        begins_at = slot.begins_at + made * spacing_of(ledger)
        if begins_at < slot.ends_at:
            self._reads = made
            await self._give(Slot(timedelta(), begins_at, slot.ends_at))

    async def take(self, ledger: Ledger, calls: Sequence[int]) -> Sequence[Turn]:
        """Reserve a turn for each, one behind the other; `calls`: how many each of them takes.

        As many go ahead of their turn as the platform allows after a quiet time.
        """
        spacing = spacing_of(ledger)
        async with self.open_store() as store:
            taken = await store.books.reserve_calls(self.connection_id, sum(calls), spacing)
        places = [*accumulate(calls, initial=0)]
        ahead = ledger.capabilities.burst
        turns = [
            Turn(_part(taken, begin, end, spacing), _after(taken.wait + (begin - ahead) * spacing))
            for begin, end in pairwise(places)
        ]
        turns[0].wait = _after(taken.wait - (self._reads + ahead) * spacing)
        self._reads = 0
        self._turns = [one for one in self._turns if not one.is_used] + turns
        return turns

    async def give_back(self) -> None:
        """Give back the turns that nothing was sent in, as far as nobody's lies behind them."""
        unused = _last(one.slot for one in self._turns if not one.is_used)
        self._turns.clear()
        if unused:
            await self._give(unused)

    async def _give(self, slot: Slot) -> None:
        with suppress(StoreBusy):  # a turn that cannot be given back passes by itself
            async with self.open_store() as store:
                await store.books.give_calls_back(self.connection_id, slot)


def spacing_of(ledger: Ledger) -> timedelta:
    """Return how far apart calls to a platform have to be in the long run."""
    return timedelta(minutes=1) / ledger.capabilities.calls_per_minute


def _after(wait: timedelta) -> timedelta:
    return max(wait, timedelta())


def _part(taken: Slot, begin: int, end: int, spacing: timedelta) -> Slot:
    begins_at, ends_at = (taken.begins_at + place * spacing for place in (begin, end))
    return Slot(taken.wait + begin * spacing, begins_at, ends_at)


def _last(slots: Iterable[Slot]) -> Slot | None:
    """Return the last of `slots` as one, with those that lie right before it."""
    last: Slot | None = None
    for slot in sorted(slots, key=lambda one: one.ends_at, reverse=True):
        if last is None:
            last = slot
        elif slot.ends_at == last.begins_at:
            last = Slot(slot.wait, slot.begins_at, last.ends_at)
        else:
            break
    return last
