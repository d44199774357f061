"""People who click what the cards offer, and remember what came of it."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from blocks.kit import names
from journal.errors import JefailError
from journal.incidents.story.kinds import EventKind
from tests.stories.desk import ANA, BEN, CHI, Desk, buttons

PEOPLE = (ANA, BEN, CHI)
KINDS: Mapping[str, EventKind] = {
    names.RETRY: EventKind.RETRY,
    names.TAKE: EventKind.ASSIGNED,
    names.STOP: EventKind.STOPPED,
}
"""What is clicked, and the turn of the story that it makes."""
EFFECT_SECONDS = 60.0
_TURNS = text(
    """
    SELECT v.actor, v.kind FROM incident_event v
    JOIN message m ON m.incident_id = v.incident_id AND m.event_id IS NULL
    WHERE m.ts = :ts
    """
)
_BUSY = (JefailError, SQLAlchemyError, httpx.HTTPError, OSError)


@dataclass(slots=True)
class People:
    """Everyone clicks one thing after the other; what they were not told of is a fault."""

    desk: Desk
    chance: random.Random
    tally: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0  # seconds until an acknowledgement

    async def over(self, clicks: int, seconds: float) -> None:
        """Click so often in all, evenly over this time."""
        each = max(1, clicks // len(PEOPLE))
        async with asyncio.TaskGroup() as all_of_them:
            for person in PEOPLE:
                all_of_them.create_task(self._work(person, each, seconds / each))

    async def retry_all(self) -> int:
        """Click Retry on each card that offers it, as at the end of a day; return how many."""
        cards = [one for one in await self._cards() if names.RETRY in buttons(one)]
        for card in cards:
            await self._click(ANA, card, names.RETRY)
        return len(cards)

    async def _work(self, person: str, clicks: int, every: float) -> None:
        for _ in range(clicks):
            began = time.monotonic()
            if choice := await self._choose():
                await self._click(person, *choice)
            await asyncio.sleep(max(0.0, every - (time.monotonic() - began)))

    async def _choose(self) -> tuple[Mapping[str, Any], str] | None:
        offers = [
            (card, name)
            for card in await self._cards()
            for name in buttons(card)
            if name in KINDS and not (name == names.STOP and self.chance.random() < 0.7)
        ]
        return self.chance.choice(offers) if offers else None

    async def _cards(self) -> Sequence[Mapping[str, Any]]:
        try:
            return [one for one in await self.desk.cards() if not one.get("is_ephemeral")]
        except _BUSY:
            return ()

    async def _click(self, person: str, card: Mapping[str, Any], name: str) -> None:
        """Press a button, and see that it did something, or that the person was told why not."""
        try:
            before = await self._seen(person, card)
            began = time.monotonic()
            answer = await self.desk.press(card, name, by=person)
            self.slowest = max(self.slowest, time.monotonic() - began)
        except _BUSY:
            self.tally["not clicked"] += 1
            return
        if not answer.get("acked"):
            self.tally["warned by Slack"] += 1
            return
        self.tally["acknowledged"] += 1
        until = time.monotonic() + EFFECT_SECONDS
        while time.monotonic() < until:
            if await self._shows(person, card, name, before):
                return
            await asyncio.sleep(0.2)
        self.faults.append(f"{person} pressed {name} on {card['ts']}, and nothing came of it")

    async def _shows(
        self, person: str, card: Mapping[str, Any], name: str, before: tuple[Counter[Any], int]
    ) -> bool:
        try:
            turns, told = await self._seen(person, card)
        except _BUSY:
            return False
        earlier, earlier_told = before
        mine = (person, KINDS[name].value)
        was_first = any(
            turns[one] > earlier[one] for one in turns if one[1] == mine[1] and one != mine
        )
        return turns[mine] > earlier[mine] or told > earlier_told or was_first

    async def _seen(self, person: str, card: Mapping[str, Any]) -> tuple[Counter[Any], int]:
        """Return the turns of the card's story by person and kind, and how often they were told."""
        async with self.desk.program.database.engine.connect() as sql:
            rows = await sql.execute(_TURNS, {"ts": card["ts"]})
            turns = Counter((row.actor, row.kind) for row in rows)
        return turns, len(await self.desk.told(person)) + len(await self.desk.direct(person))
