"""The count at the end, taken where nobody can lie: in the ledgers and in Slack's own channel."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text

from blocks.kit import names
from tests.soak.hard_days.books import Books
from tests.soak.hard_days.handing_in import HandedIn
from tests.soak.hard_days.world import World
from tests.storage.invariants import broken_rules
from tests.stories.desk import BOOKKEEPING, Desk, buttons
from tests.stories.seen import case_at, shows

LIVE = {names.RETRY, names.STOP, names.RESOLVE, names.TAKE}
_MESSAGES = text(
    """
    SELECT id::text, incident_id, event_id, ts FROM message
    WHERE channel_id = :channel AND incident_id IS NOT NULL
    """
)
_NUMBERS = text("SELECT id, reference FROM entry WHERE book_id = :book")
_STUCK = text(
    """
    SELECT 'entry JF-' || id || ' is ' || status AS what FROM entry WHERE status <> 'posted'
    UNION ALL SELECT 'INC-' || id || ' is ' || state FROM incident WHERE state <> 'resolved'
    UNION ALL SELECT 'a message is owed: ' || coalesce(fault, 'no fault') FROM message
        WHERE owed > shown
    UNION ALL SELECT 'job ' || task_name || ' is ' || status FROM procrastinate_jobs
        WHERE status = 'failed'
    """
)


@dataclass(slots=True)
class Count:
    """What was wrong at the end, each in words; empty lists are what is promised."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    told_twice: list[str] = field(default_factory=list)
    lies: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    incidents: int = 0
    messages: int = 0


async def count(world: World, handed_in: HandedIn) -> Count:
    """Count after everything has settled."""
    found = Count()
    for books in world.books:
        await _count_books(world, books, handed_in.taken.get(books.book.id, set()), found)
    async with world.desk.program.database.engine.connect() as sql:
        found.stuck = [str(row.what) for row in await sql.execute(_STUCK)]
    await _count_slack(world.desk, found)
    found.broken = await broken_rules(world.desk.program.database)
    return found


async def _count_books(world: World, books: Books, references: set[str], found: Count) -> None:
    """Look for every entry that was handed in, under the number that was made for it."""
    async with world.desk.program.database.engine.connect() as sql:
        rows = await sql.execute(_NUMBERS, {"book": books.book.id})
        numbers = {row.reference: f"JF-{row.id}" for row in rows}
    there = await books.numbers()
    for reference in sorted(references):
        number = numbers.get(reference, "")
        if there[number] == 0:
            found.lost.append(f"{reference} ({number}) is not in {books.platform}")
        if there[number] > 1:
            found.doubled.append(f"{number} is {there[number]} times in {books.platform}")


async def _count_slack(desk: Desk, found: Count) -> None:
    messages = [one for one in await desk.cards() if _stands(one)]
    async with desk.program.database.engine.connect() as sql:
        rows = (await sql.execute(_MESSAGES, {"channel": BOOKKEEPING})).all()
    shown = {one["ts"]: one for one in messages}
    cards = {row.ts: row for row in rows if row.event_id is None}
    found.incidents, found.messages = len(cards), len(messages)
    for row in cards.values():
        if row.ts not in shown:
            found.untold.append(f"INC-{row.incident_id} has no card")
    for ts, message in shown.items():
        if ts in cards:
            await _look_at_card(desk, message, cards[ts].incident_id, found)
        elif LIVE & set(buttons(message)):
            found.told_twice.append(f"a card with buttons is nobody's: {message['text']}")
    await _count_threads(desk, {ts: row.incident_id for ts, row in cards.items()}, rows, found)


async def _look_at_card(
    desk: Desk, message: dict[str, Any], incident_id: int, found: Count
) -> None:
    if not await shows(desk, message, await case_at(desk, message["ts"])):
        found.lies.append(f"INC-{incident_id} is not drawn as it stands: {message['text']}")


async def _count_threads(desk: Desk, cards: dict[str, int], rows: Any, found: Count) -> None:
    """Each turn of a story is owed one line: its intent is in one reply, and in no second one."""
    seen: Counter[str] = Counter()
    for ts in cards:
        for reply in await desk.replies({"ts": ts}):
            seen.update(_intents(reply))
            found.messages += 1
    for row in rows:
        if row.event_id is None:
            continue
        if seen[row.id] == 0:
            found.untold.append(f"a turn of INC-{row.incident_id} is in no thread")
        if seen[row.id] > 1:
            found.told_twice.append(f"a turn of INC-{row.incident_id} is told {seen[row.id]} times")


def _intents(message: dict[str, Any]) -> list[str]:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return [one for one in (payload.get("intent"), *payload.get("also", ())) if one]


def _stands(message: dict[str, Any]) -> bool:
    return message.get("subtype") != "tombstone" and not message.get("is_ephemeral")
