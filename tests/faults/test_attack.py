"""Nobody stops Slack: clicks are acknowledged and health answers while the program is attacked.

With `-s` the times are printed; on a machine with nothing else to do clicks take far less than a
second and health less than half of one.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import socket
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from tests.faults.lives import Plan, living
from tests.faults.world import in_time, open_world, settings_of

MEASURE = "JEFAIL_MEASURE"
"""Set to 1: the times count as well."""
SECONDS = 10


@dataclass(slots=True)
class Asked:
    """How one kind of request was answered: the statuses, and the seconds that each took."""

    statuses: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        usual, worst = sorted(self.seconds)[len(self.seconds) // 2], max(self.seconds)
        return f"{len(self.seconds)}, half within {usual * 1000:.0f} ms, all within {worst:.2f} s"


@dataclass(frozen=True, slots=True)
class Work:
    """Someone who works with the program: clicks reach it as Slack sends them."""

    client: httpx.AsyncClient
    secret: str

    async def click(self) -> httpx.Response:
        """Send what Slack does when someone types a command."""
        said = {
            "command": "/jefail",
            "text": "status",
            "user_id": "U_ANA",
            "team_id": "T1",
            "channel_id": "C1",
        }
        body = urlencode({**said, "trigger_id": str(time.time_ns())}).encode()
        stamp = str(int(time.time()))
        base = b"v0:" + stamp.encode() + b":" + body
        signature = hmac.new(self.secret.encode(), base, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signature}",
        }
        return await self.client.post("/slack/events", content=body, headers=headers)

    async def health(self) -> httpx.Response:
        """Ask as an orchestrator does."""
        return await self.client.get("/health/ready")

    async def is_there(self) -> bool:
        """Whether the program serves."""
        try:
            return (await self.health()).status_code == 200
        except httpx.HTTPError:
            return False


@pytest.mark.large
@pytest.mark.timeout(300)
async def test_work_goes_on_under_attack(database_url: str, tmp_path: Path) -> None:
    """Hostile bodies with and without a token, and hundreds of half-open connections."""
    base = f"http://127.0.0.1:{_free_port()}"
    web: dict[str, Any] = {"JEFAIL_WEB_PORT": int(base.rsplit(":", 1)[1]), "slack_app_token": ""}
    async with (
        open_world(database_url, tmp_path, **web) as desk,
        httpx.AsyncClient(base_url=base, timeout=60) as client,
    ):
        company = await desk.company()
        async with desk.program.database.store() as store:
            token = await store.desk.new_token(company.book.id)
        work = Work(client, settings_of(desk).slack_signing_secret.get_secret_value())
        async with living(Plan(settings_of(desk), role="web")):
            await in_time(work.is_there, "the program to serve")
            told, clicks, health = await _attacked(base, token, work)
    print(f"\nclicks: {clicks}\nhealth: {health}\n{told}")

    assert set(clicks.statuses) == {200}
    assert set(health.statuses) == {200}
    assert told["unsigned"].keys() <= {"0", "401", "413", "429"}  # 0: it ends while it is sent
    assert told["with_token"].keys() <= {"0", "400", "413", "422", "429", "503"}
    if os.environ.get(MEASURE):
        assert max(clicks.seconds) < 1
        assert max(health.seconds) < 0.5


async def _attacked(base: str, token: str, work: Work) -> tuple[dict[str, Any], Asked, Asked]:
    """Attack from another process, and work on meanwhile."""
    command = (sys.executable, "-m", "tests.faults.attack", base, token, str(SECONDS))
    attack = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    ended = asyncio.create_task(attack.communicate())
    clicks, health = Asked(), Asked()
    await asyncio.gather(_until(ended, clicks, work.click), _until(ended, health, work.health))
    output, _ = await ended
    return json.loads(output), clicks, health


async def _until(
    ended: asyncio.Task[Any], asked: Asked, call: Callable[[], Awaitable[httpx.Response]]
) -> None:
    """Ask again and again."""
    while not ended.done():
        began = time.perf_counter()
        asked.statuses.append((await call()).status_code)
        asked.seconds.append(time.perf_counter() - began)
        await asyncio.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
