"""The outside world and a desk at it, with nobody working there: that is for real processes."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx
from sqlalchemy import text

from bot.compose import compose_program
from bot.jobs import work_app
from bot.settings import Settings
from bot.worker import Worker
from sandbox.app import sandbox_app
from sandbox.serve import serving
from tests.stories.desk import Company, Desk, desk_settings

PATIENCE = 90.0
"""Seconds. Generous: a machine with much else to do takes many times what it takes alone."""
T = TypeVar("T")
_ONE_CALL_EACH = httpx.Limits(max_keepalive_connections=0)
_UNFINISHED = text(
    """
    SELECT count(*) FROM procrastinate_jobs
    WHERE task_name <> 'rescue' AND (status IN ('doing', 'failed')
        OR (status = 'todo' AND coalesce(scheduled_at, now()) <= now()))
    """
)


@asynccontextmanager
async def open_world(database_url: str, home: Path, **settings: Any) -> AsyncIterator[Desk]:
    """Yield a desk at which only people are: no worker, no socket, no schedule."""
    async with (
        serving(sandbox_app(None)) as base_url,
        # No connection is kept: the server may drop one that waits just as it is used again.
        httpx.AsyncClient(base_url=base_url, timeout=60, limits=_ONE_CALL_EACH) as outside,
    ):
        base = base_url.rstrip("/") + "/"
        await outside.post("quickbooks/control/pace", json={"enforce": False})
        chosen = await desk_settings(
            outside, base, database_url, home, **{"JEFAIL_WEB_PORT": 0, **settings}
        )
        async with compose_program(chosen) as program:
            idle = Worker(lambda: work_app(program), program.database_url, chosen.stalled)
            yield Desk(program, outside, idle, base)


def settings_of(desk: Desk) -> Settings:
    """Return what a process at this desk is to be started with."""
    return desk.program.settings


def a_home(folder: Path, name: str) -> Path:
    """Make a folder for one of several programs."""
    home = folder / name
    home.mkdir()
    return home


def a_file(folder: Path, *dates: date, name: str = "shop") -> Path:
    """Write a file with one entry for each date, and return its path."""
    path = folder / f"{name}.jsonl"
    path.write_text("\n".join(_lines(name, dates)) + "\n")
    return path


def days(first: date, count: int) -> list[date]:
    """Return `count` days from `first` on."""
    return [first + timedelta(days=one) for one in range(count)]


def _lines(name: str, dates: tuple[date, ...]) -> Iterator[str]:
    for number, day in enumerate(dates, 1):
        amount = f"{100 + number}.50"
        entry: Mapping[str, Any] = {
            "reference": f"{name}-{number}",
            "date": day.isoformat(),
            "sales_channel": "Shopify",
            "kind": "sales_summary",
            "currency": "USD",
            "lines": [
                {"side": "debit", "amount": amount, "account": "1310"},
                {"side": "credit", "amount": amount, "account": "4000"},
            ],
        }
        yield json.dumps(entry)


async def posted(company: Company) -> Counter[str]:
    """Return how often the ledger shows each number."""
    return Counter(str(entry["doc_number"]) for entry in await company.ledger())


async def in_time(check: Callable[[], Awaitable[T | None]], what: str) -> T:
    """Return what `check` gives once it is true, for work that takes seconds by itself.

    It asks less often than a story does: here the asking would hold up those who work.
    """
    try:
        async with asyncio.timeout(PATIENCE):
            while not (found := await check()):  # noqa: ASYNC110  other processes set no event
                await asyncio.sleep(0.2)
            return found
    except TimeoutError:
        raise AssertionError(f"waited {PATIENCE:.0f} s in vain for {what}") from None


async def all_posted(company: Company, count: int) -> Counter[str]:
    """Return how often each number is in the ledger, once it shows `count` entries or more."""

    async def there() -> Counter[str] | None:
        numbers = await posted(company)
        return numbers if numbers.total() >= count else None

    return await in_time(there, f"{count} entries in the ledger")


async def jobs_done(desk: Desk) -> None:
    """Return once no job is due, runs or has failed."""

    async def done() -> bool:
        async with desk.program.database.engine.connect() as sql:
            return bool((await sql.execute(_UNFINISHED)).scalar_one() == 0)

    await in_time(done, "all jobs to end")


def the_one(cards: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the only message that stands among `cards`."""
    found = standing(cards)
    assert len(found) == 1, [one["text"] for one in found]
    return found[0]


def standing(cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the messages of a channel that are there for all: not deleted, not whispered."""
    return [
        one for one in cards if one.get("subtype") != "tombstone" and not one.get("is_ephemeral")
    ]
