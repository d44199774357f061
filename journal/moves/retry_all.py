"""Everything of a book, or all that waits for one reason, posted again, card by card."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from journal.entries.failure import FailureReason
from journal.errors import IncidentError
from journal.incidents.incident import Incident
from journal.ports import Click, Clock, OpenSeen, Store, Waiting

PAGE = 20
"""How many cards are read at a time."""
_BOOK, _REASON = "book", "reason"


@dataclass(frozen=True, slots=True)
class Pile:
    """A book or a reason, and the card behind which to go on."""

    book_id: int | None = None
    reason: FailureReason | None = None
    after: int = 0  # the id of an incident

    @classmethod
    def of(cls, value: str) -> Pile:
        """Return what a button's value says: "book:1:0", "reason:permission:7"."""
        kind, key, *behind = value.split(":")
        after = int(behind[0]) if behind else 0
        if kind == _BOOK:
            return cls(book_id=int(key), after=after)
        return cls(reason=FailureReason(key), after=after)

    @property
    def value(self) -> str:
        """It as the value of a button."""
        named = f"{_REASON}:{self.reason}" if self.reason else f"{_BOOK}:{self.book_id}"
        return f"{named}:{self.after}"

    async def waiting(self, store: Store) -> Waiting:
        """Return what waits of it behind that card."""
        return await store.incidents.waiting(self.book_id, self.reason, PAGE, self.after)


@dataclass(frozen=True, slots=True)
class Retried:
    """What came of it: numbers of incidents, and why each of the others was left."""

    posted: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()  # a second person has to approve it
    left: tuple[tuple[str, IncidentError], ...] = ()
    beyond: int = 0  # cards that were not reached


@dataclass(frozen=True, slots=True)
class RetryAll:
    """Retry one card after the other; one that is refused holds up no other."""

    open_store: OpenSeen
    now: Clock
    retry: Callable[[int, Click], Awaitable[Incident]]

    async def first(self, pile: Pile, click: Click, until: datetime) -> tuple[Pile, Retried]:
        """Retry the first page, up to a moment; return what is left of the pile, and what came."""
        return await self._page(pile, click, Retried(), until)

    async def rest(
        self, pile: Pile, click: Click, so_far: Retried, until: datetime
    ) -> tuple[Pile, Retried]:
        """Retry the others, up to a moment, and count those that were not reached."""
        before = None
        while pile != before:
            before = pile
            pile, so_far = await self._page(pile, click, so_far, until)
        async with self.open_store(click.viewer) as store:
            beyond = (await pile.waiting(store)).cards
        return pile, replace(so_far, beyond=beyond)

    async def _page(
        self, pile: Pile, click: Click, so_far: Retried, until: datetime
    ) -> tuple[Pile, Retried]:
        async with self.open_store(click.viewer) as store:
            waiting = await pile.waiting(store)
        for incident_id in waiting.incident_ids:
            if self.now() >= until:
                break
            so_far = await self._one(incident_id, click, so_far)
            pile = replace(pile, after=incident_id)
        return pile, so_far

    async def _one(self, incident_id: int, click: Click, so_far: Retried) -> Retried:
        own = replace(click, id=f"{click.id}/{incident_id}")
        try:
            incident = await self.retry(incident_id, own)
        except IncidentError as error:
            return replace(so_far, left=(*so_far.left, (f"INC-{incident_id}", error)))
        if incident.request is not None:
            return replace(so_far, asked=(*so_far.asked, incident.number))
        return replace(so_far, posted=(*so_far.posted, incident.number))
