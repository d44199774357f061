"""The database, and what can only be looked at with its help: channels and connections."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.cli.checks.books import book_findings
from bot.cli.checks.finding import Finding
from bot.cli.checks.messages import outage_findings, refused_findings
from bot.cli.checks.settings import has_key
from bot.cli.checks.untended import untended_findings
from bot.cli.opening import must_answer
from bot.compose import Program, compose_program
from bot.schedule import silence_of
from bot.settings import Settings
from journal.errors import JefailError
from storage.cluster import ClusterError, start_cluster
from storage.database import sqlalchemy_url
from storage.engine.clock import TOLD_FROM, told_apart
from storage.schema import is_current, refusal


async def database_findings(settings: Settings, *, ask_slack: bool) -> AsyncIterator[Finding]:
    """Look at the database without changing it, then at the books it knows.

    `ask_slack`: whether Slack would answer about their channels.
    """
    try:
        async with _reached(settings) as (url, what):
            yield Finding("Database", what)
            if refused := await refusal(sqlalchemy_url(url)):
                yield Finding("Schema", problem=refused)
                return
            if not await is_current(sqlalchemy_url(url)):
                yield Finding("Schema", problem="not the newest; run `jefail migrate`")
                return
            yield Finding("Schema", "the newest")
            if not has_key(settings):
                return  # told already, and no token can be read without
            at_url = settings.model_copy(update={"database_url": url})
            async with compose_program(at_url) as program:
                yield _clock(program.clock.ahead())
                async for finding in book_findings(program, ask_slack=ask_slack):
                    yield finding
                for finding in await _work_findings(program):
                    yield finding
    except (ClusterError, JefailError) as error:
        yield Finding("Database", problem=error.advice)


async def _work_findings(program: Program) -> Sequence[Finding]:
    within = silence_of(program).within
    return [
        *await outage_findings(program),
        *await refused_findings(program),
        *await untended_findings(program.database, within),
    ]


def _clock(ahead: timedelta) -> Finding:
    told = told_apart(ahead)
    if abs(ahead) <= TOLD_FROM:
        return Finding("Clock", "agrees with the database's")
    return Finding("Clock", warning=f"this machine's {told}; have both set themselves by NTP")


@asynccontextmanager
async def _reached(settings: Settings) -> AsyncIterator[tuple[str, str]]:
    """Yield the database's URL and what to call it; the embedded one is started for the look."""
    if settings.database_url:
        await must_answer(settings)
        yield settings.database_url, "the one at DATABASE_URL answers"
        return
    cluster = await start_cluster(settings.home)
    try:
        yield cluster.url, f"PostgreSQL of jefail's own, in {settings.home}"
    finally:
        await cluster.stop()
