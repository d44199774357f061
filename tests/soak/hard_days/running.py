"""One run of hard days, from the first entry to the count."""

from __future__ import annotations

import asyncio
import random
import shutil
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from journal.errors import StoreBusy
from sandbox.tryton.books import Tryton
from tests.faults.lives import Plan, environment
from tests.places import made_folder
from tests.soak.hard_days.counting import Count, count
from tests.soak.hard_days.handing_in import HandedIn
from tests.soak.hard_days.people import People
from tests.soak.hard_days.programs import Programs, running_programs
from tests.soak.hard_days.troubles import Troubles
from tests.soak.hard_days.world import World, open_hard_world

SETTLE_SECONDS = 900.0
"""How long all may take to come to rest after the last trouble: a ledger that knows no keys is
looked at for minutes before an entry is sent to it again."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much is tried."""

    seed: int
    minutes: float = 30.0
    entries: int = 1000
    clicks: int = 500
    processes: int = 2


@dataclass(slots=True)
class HardDays:
    """What was tried and what came of it."""

    wanted: Wanted
    count: Count
    platforms: list[str]
    entries: int
    clicks: Counter[str]
    slowest_click: float  # seconds
    dead_clicks: list[str]
    ends: list[str]  # of processes, not asked for
    troubles: Counter[str]
    minutes: float
    settled_in: float  # seconds
    log: str = ""
    said: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """Everything that should not have been, in words."""
        found = self.count
        return [
            *found.lost,
            *found.doubled,
            *found.stuck,
            *found.untold,
            *found.told_twice,
            *found.lies,
            *found.broken,
            *self.dead_clicks,
            *self.ends,
        ]


async def run_hard_days(
    wanted: Wanted, tryton: Tryton | None = None, *, say: bool = True
) -> HardDays:
    """Do all of it in a folder of its own, which is removed."""
    folder = made_folder("jfhard")
    try:
        async with open_hard_world(folder, tryton) as world:
            return await _run(world, wanted, folder, say=say)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _run(world: World, wanted: Wanted, folder: Path, *, say: bool) -> HardDays:
    seconds = 60 * wanted.minutes
    began = time.monotonic()
    for books in world.books:
        await books.close_july(closed=True)
    handed_in = HandedIn(world.desk, _chance(wanted, "entries"))
    people = People(world.desk, _chance(wanted, "people"))
    plan = Plan(world.desk.program.settings)
    async with running_programs(folder, environment(plan), wanted.processes) as programs:
        troubles = Troubles(world, programs, _chance(wanted, "troubles"))
        trouble = asyncio.create_task(troubles.go_on())
        tells = asyncio.create_task(_tell(handed_in, people, troubles, seconds, say=say))
        try:
            async with asyncio.TaskGroup() as work:
                work.create_task(handed_in.over(world.books, wanted.entries, 0.9 * seconds))
                work.create_task(people.over(wanted.clicks, seconds))
        finally:
            tells.cancel()
            troubles.stop()
            await trouble
        await troubles.end()
        minutes = (time.monotonic() - began) / 60
        settled_in = await _settle(world, people, programs, say=say)
        programs.mend()
        found = await count(world, handed_in)
        log = (folder / "program.log").read_text(errors="replace")
    return HardDays(
        wanted,
        found,
        [str(books.platform) for books in world.books],
        handed_in.entries,
        people.tally,
        people.slowest,
        people.faults,
        programs.faults,
        troubles.tally,
        minutes,
        settled_in,
        log,
    )


def _chance(wanted: Wanted, whose: str) -> random.Random:
    return random.Random(f"{wanted.seed}/{whose}")  # noqa: S311  to be had again


async def _tell(
    handed_in: HandedIn, people: People, troubles: Troubles, seconds: float, *, say: bool
) -> None:
    """Say now and then how far it has come."""
    began = time.monotonic()
    while say:
        await asyncio.sleep(30)
        print(
            f"{(time.monotonic() - began) / seconds:4.0%}: {handed_in.entries} entries,"
            f" {people.tally['acknowledged']} clicks, {troubles.tally.total()} troubles",
            flush=True,
        )


async def _settle(world: World, people: People, programs: Programs, *, say: bool) -> float:
    """Open all books, and have everything retried until nothing is left to do."""
    began = time.monotonic()
    for books in world.books:
        await books.close_july(closed=False)
    while (waited := time.monotonic() - began) < SETTLE_SECONDS:
        programs.mend()
        clicked = await people.retry_all()
        if not clicked and await _is_quiet(world):
            break
        if say:
            print(f"settling for {waited:.0f} s, {clicked} cards retried", flush=True)
        await asyncio.sleep(5)
    return time.monotonic() - began


async def _is_quiet(world: World) -> bool:
    try:
        await world.desk.quiet(patience=2)
    except (AssertionError, StoreBusy):
        return False
    async with world.desk.program.database.store() as store:
        return not await store.incidents.owed_messages()
