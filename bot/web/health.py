"""`/health/live` and `/health/ready`: is the process up, and can it do its work."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from bot.web.needs import Needs, Vitals
from journal.errors import StoreBusy
from journal.incidents.outage import is_of_token
from storage.api.figures import Figures, figures
from storage.books.silent import SilentSource, silent_sources
from storage.engine.clock import TOLD_FROM, told_apart
from storage.engine.given_up import GivenUp, given_up
from storage.engine.reasons import AWAY
from storage.slack.messages import RefusedMessage

MOST_REFUSED: Final = 20
"""How many refused messages are named; the figures count all."""
PATIENCE: Final = 3.0
"""Seconds. Anyone who asks for health gives up soon, so a late answer is none."""


class State(StrEnum):
    """How well the process can do its work."""

    READY = "ready"
    DEGRADED = "degraded"  # it works, and someone should look at what it says
    UNREADY = "unready"  # send it no requests


class Check(BaseModel):
    """One thing that was looked at."""

    model_config = ConfigDict(frozen=True)

    ok: bool
    detail: str


class ChannelFault(BaseModel):
    """A Slack channel that takes no messages, and why."""

    model_config = ConfigDict(frozen=True)

    channel: str
    why: str


class MessageRefused(BaseModel):
    """A message that Slack refused and does not show whole yet."""

    model_config = ConfigDict(frozen=True)

    incident: str | None = Field(description="Its number, `INC-7`; null: it is about none.")
    what: str = Field(description="`card`, `thread` (a line in its thread) or `notice`.")
    channel: str = Field(description="The channel, or the person it goes to.")
    why: str = Field(description="What Slack answered.")
    again_at: datetime | None = Field(description="When it is sent again; null: at once.")


class WorkGivenUp(BaseModel):
    """Work of which a job was given up, and which nobody has done since."""

    model_config = ConfigDict(frozen=True)

    work: Literal["post", "poll", "send"]
    about: str = Field(description="`connection 7`, or the channel that is sent to.")
    since: datetime


class SourceSilent(BaseModel):
    """A connection whose books nobody has read for long."""

    model_config = ConfigDict(frozen=True)

    about: str = Field(description="`connection 7`.")
    since: datetime = Field(description="When they were read last.")


class Readiness(BaseModel):
    """All that was looked at. `None`: the database could not be asked."""

    model_config = ConfigDict(frozen=True)

    status: State
    database: Check
    tables: Check
    worker: Check
    slack: Check
    clock: Check
    channels_refusing: tuple[ChannelFault, ...] | None = None
    messages_refused: tuple[MessageRefused, ...] | None = Field(
        None, description=f"The {MOST_REFUSED} oldest. Each is sent again every few minutes."
    )
    work_given_up: tuple[WorkGivenUp, ...] | None = Field(
        None, description="Its workers died of it, or it failed, too often. It is tried again."
    )
    sources_silent: tuple[SourceSilent, ...] | None = Field(
        None, description="Not read for three polls: the platform is silent, or no poll was made."
    )
    messages_held: int | None = Field(None, description="Owed to Slack and not shown there yet.")


class Liveness(BaseModel):
    """The process runs."""

    status: Literal["live"] = "live"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the database told. Of tables that are not the newest, nothing more is asked."""

    figures: Figures | None
    faults: Sequence[tuple[str, str]] = ()
    refused: Sequence[RefusedMessage] = ()
    given_up: Sequence[GivenUp] = ()
    silent: Sequence[SilentSource] = ()
    why: str = ""  # the database does not let us look: "its disk is full"


@dataclass(frozen=True, slots=True)
class Health:
    """The endpoints. They are open to anyone who reaches the port and tell no amounts."""

    needs: Needs

    async def live(self) -> Liveness:
        """Tell that the process runs; nothing else is asked, so no restart is for nothing."""
        return Liveness()

    async def ready(self, response: Response) -> Readiness:
        """Tell whether requests may be sent here, and what someone should look at."""
        readiness = judged(self.needs.vitals, await look(self.needs))
        response.headers["Cache-Control"] = "no-store"
        if readiness.status is State.UNREADY:
            response.status_code = 503
        return readiness


async def look(needs: Needs) -> Seen | None:
    """Return what the database tells, or None when it does not answer within `PATIENCE`.

    The driver asks a server that went silent to drop what it was asked, and waits for that; so
    the look is left to end alone.
    """
    looking = asyncio.create_task(_ask(needs))
    _LEFT.add(looking)
    looking.add_done_callback(_forget)
    try:
        done, _ = await asyncio.wait({looking}, timeout=PATIENCE)
    except asyncio.CancelledError:
        looking.cancel()
        raise
    if done:
        return looking.result()
    looking.cancel()
    return None


_LEFT: Final[set[asyncio.Task[Seen]]] = set()
"""Looks that have not ended; the event loop alone would let go of them."""


def _forget(looking: asyncio.Task[Seen]) -> None:
    _LEFT.discard(looking)
    if not looking.cancelled():
        looking.exception()  # which it may end with after nobody waits for it


async def let_go() -> None:
    """Return when no look is left of those that were given up."""
    if _LEFT:
        await asyncio.wait(set(_LEFT))


async def _ask(needs: Needs) -> Seen:
    try:
        async with needs.database.store() as store:
            if not await needs.is_schema_current():
                return Seen(None)
            return Seen(
                await figures(store),
                await store.outbox.faults(),
                await store.outbox.refused(MOST_REFUSED),
                await given_up(store.jobs.sql, MOST_REFUSED),
                await silent_sources(store.jobs.sql, needs.silent_after, MOST_REFUSED),
            )
    except StoreBusy as error:
        return Seen(None, why=error.why or AWAY)


def judged(vitals: Vitals, seen: Seen | None) -> Readiness:
    """Return what follows from what was seen; `seen` is None when the database is away."""
    counted = seen.figures if seen else None
    checks = {
        "database": _database(seen),
        "tables": _check(counted is not None, "are the newest", "are not known to be the newest"),
        "worker": _worker(vitals, counted),
        "slack": _slack(vitals, seen.faults if seen else ()),
        "clock": _clock(vitals),
    }
    faults = (
        [ChannelFault(channel=channel, why=why) for channel, why in seen.faults] if seen else []
    )
    refused = tuple(_refused(one) for one in seen.refused) if seen else ()
    lying = tuple(_given_up(one) for one in seen.given_up) if seen else ()
    silent = tuple(_silent(one) for one in seen.silent) if seen else ()
    return Readiness(
        status=_state(vitals, checks, bool(faults or refused or lying or silent)),
        messages_refused=refused if counted else None,
        channels_refusing=tuple(faults) if counted else None,
        work_given_up=lying if counted else None,
        sources_silent=silent if counted else None,
        messages_held=counted.messages_owed if counted else None,
        **checks,
    )


def _refused(one: RefusedMessage) -> MessageRefused:
    return MessageRefused(
        incident=one.number,
        what=one.what,
        channel=one.channel_id,
        why=one.fault,
        again_at=one.retry_at,
    )


def _silent(one: SilentSource) -> SourceSilent:
    return SourceSilent(about=f"connection {one.connection_id}", since=one.since)


def _given_up(one: GivenUp) -> WorkGivenUp:
    about = one.key if one.work == "send" else f"connection {one.key}"
    return WorkGivenUp.model_validate({"work": one.work, "about": about, "since": one.since})


def _state(vitals: Vitals, checks: Mapping[str, Check], has_faults: bool) -> State:
    needed = ["database", "tables"] + (["worker"] if vitals.worker else [])
    if not all(checks[name].ok for name in needed):
        return State.UNREADY
    if has_faults or not all(check.ok for check in checks.values()):
        return State.DEGRADED
    return State.READY


def _database(seen: Seen | None) -> Check:
    if seen is not None and seen.why:
        return _check(False, "", seen.why)
    return _check(seen is not None, "answers", f"no answer in {PATIENCE:.0f} seconds")


def _worker(vitals: Vitals, counted: Figures | None) -> Check:
    if vitals.worker is not None:
        return _check(vitals.worker(), "works in this process", "does not work in this process")
    alive = counted.workers if counted else 0
    return _check(alive > 0, f"{alive} alive in other processes", "none is known to be alive")


def _slack(vitals: Vitals, faults: Sequence[tuple[str, str]]) -> Check:
    for _channel, why in faults:
        if is_of_token(why):
            return _check(False, "", f"refuses the bot token ({why}); set a new SLACK_BOT_TOKEN")
    if vitals.slack is None:
        return _check(True, "calls this process over HTTP", "")
    return _check(vitals.slack(), "is connected", "is not connected; clicks do not reach us")


def _clock(vitals: Vitals) -> Check:
    """Tell whether two clocks part; the database's decides, so all goes on meanwhile."""
    ahead = vitals.clock() if vitals.clock else timedelta()
    return _check(abs(ahead) <= TOLD_FROM, "agrees with the database's", told_apart(ahead))


def _check(ok: bool, good: str, bad: str) -> Check:
    return Check(ok=ok, detail=good if ok else bad)
