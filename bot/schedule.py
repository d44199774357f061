"""The one table of what happens by the clock. Every process ticks; each due thing fires once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import structlog

from bot.compose import Program
from bot.heartbeat import Heartbeat
from bot.silences import TellOfSilence
from bot.ticker import SteadyScheduler
from bot.web.app import SILENT_INTERVALS, web_needs
from connectors.heartbeat import beat
from journal.errors import JefailError
from storage.engine import waits

LIMIT = timedelta(minutes=1)
"""How long one run may take; the next goes on without it. Longer where much is read of Slack."""
LONG_LIMIT = timedelta(minutes=15)
SHORTEST_SILENCE = timedelta(minutes=5)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Tick:
    """Something that is looked at again and again. What is due is claimed in the database."""

    name: str
    every: timedelta
    claim: Callable[[], Awaitable[None]]
    limit: timedelta = LIMIT


def ticks(program: Program) -> Sequence[Tick]:
    """Return everything that happens by the clock."""
    return (
        Tick("poll connections", timedelta(seconds=1), lambda: claim_due_polls(program)),
        Tick("send what is owed", timedelta(seconds=15), lambda: wake_channels(program)),
        Tick("tell of outages", timedelta(seconds=5), program.tell_of_outages),
        Tick("tell of silence", timedelta(seconds=15), silence_of(program)),
        Tick("wake the snoozed", timedelta(seconds=5), lambda: wake_snoozed(program)),
        Tick("know who is who", timedelta(seconds=5), program.roster.refresh, LONG_LIMIT),
        Tick("know who is where", timedelta(seconds=2), program.read_members, LONG_LIMIT),
        Tick("see what was deleted", timedelta(seconds=5), program.see_deleted, LONG_LIMIT),
        Tick("shorten waits", timedelta(seconds=5), lambda: shorten_waits(program)),
        Tick("remind owners", timedelta(minutes=1), lambda: remind_owners(program)),
        Tick("warn of ends", timedelta(minutes=10), lambda: warn_of_ends(program)),
        Tick("warn of closes", timedelta(minutes=1), lambda: warn_of_closes(program)),
        Tick("say that all is well", timedelta(minutes=1), heartbeat_of(program), LONG_LIMIT),
        Tick("forget old clicks", timedelta(hours=1), lambda: forget_clicks(program)),
        Tick("forget old links", timedelta(hours=1), lambda: forget_links(program)),
    )


def scheduler_of(program: Program) -> SteadyScheduler:
    """Return the ticker; it keeps nothing, so any number of processes may run one."""
    return scheduled(ticks(program), SteadyScheduler())


def scheduled(several: Sequence[Tick], scheduler: SteadyScheduler) -> SteadyScheduler:
    """Return `scheduler` with these ticks: none beside itself, and one for all that were missed."""
    for tick in several:
        scheduler.add_job(
            _quietly,
            "interval",
            args=[tick],
            seconds=tick.every.total_seconds(),
            name=tick.name,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,  # however late: what was missed while asleep is done once
        )
    return scheduler


async def _quietly(tick: Tick) -> None:
    """A database that is away is back at a later tick; what hangs is ended, and begun again."""
    try:
        async with asyncio.timeout(tick.limit.total_seconds()):
            await tick.claim()
    except JefailError as error:
        log.warning("tick_failed", tick=tick.name, error=str(error))
    except TimeoutError:
        log.warning("tick_cut_off", tick=tick.name, seconds=tick.limit.total_seconds())


async def claim_due_polls(program: Program) -> None:
    """Claim the connections due to be looked at, and have them looked at."""
    now = program.services.now()
    async with program.database.store() as store:
        due = await store.books.claim_due_polls(now, now + program.settings.poll_every)
        for connection_id in due:
            await store.jobs.poll(connection_id)


async def wake_channels(program: Program) -> None:
    """Make channels due that still owe something: a poke may have been lost with its worker."""
    async with program.database.store() as store:
        await store.outbox.wake_channels()


async def shorten_waits(program: Program) -> None:
    """Let go on what waits longer than it can by design: a clock was wrong when it began."""
    if shortened := await waits.shorten_waits(program.database.engine, program.settings.poll_every):
        log.warning("waits_shortened", count=shortened)


async def forget_clicks(program: Program) -> None:
    """Drop clicks that Slack will not repeat any more, and what was typed into forms long ago."""
    async with program.database.store() as store:
        await store.clicks.forget_old()
        await store.drafts.forget_old()


async def warn_of_ends(program: Program) -> None:
    """Tell of authorisations that end soon, each end once."""
    await program.services.warn_of_ends()


async def warn_of_closes(program: Program) -> None:
    """Tell of months that close soon and are not all in the books, each in one place."""
    await program.services.warn_of_closes()


async def wake_snoozed(program: Program) -> None:
    """Wake the incidents that were put off until now, each once."""
    await program.services.wake_snoozed()


async def remind_owners(program: Program) -> None:
    """Remind the owners of lost connections who were asked a day ago."""
    await program.services.remind_owners()


async def forget_links(program: Program) -> None:
    """Drop links that nobody can use any more, and consents that let nobody in."""
    async with program.database.store() as store:
        await store.consents.forget_old(program.services.now() - timedelta(days=1))


def silence_of(program: Program) -> TellOfSilence:
    """Return what tells of sources that nobody reads."""
    within = SILENT_INTERVALS * program.settings.poll_every
    return TellOfSilence(program.database, max(within, SHORTEST_SILENCE))


def heartbeat_of(program: Program) -> Heartbeat:
    """Return what calls the address outside, by what all processes show in the database."""
    call = partial(beat, program.http)
    return Heartbeat(program.settings.heartbeat_url, call, web_needs(program, None))
