"""The address outside is called while all is well, and not when it is not."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from pydantic import SecretStr

from bot.heartbeat import Heartbeat
from journal.errors import NotAnswered
from tests.bot.web.stage import Stage

URL = "https://beats.example/ping/secret"


@dataclass(slots=True)
class Outside:
    """The service that waits for the sign."""

    fails: bool = False
    heard: list[str] = field(default_factory=list)

    async def beat(self, url: str) -> bool:
        """Hear it."""
        self.heard.append(url)
        if self.fails:
            raise NotAnswered("nothing came")
        return True


async def beaten(stage: Stage, url: str = URL, *, fails: bool = False) -> list[str]:
    """Return what was called."""
    outside = Outside(fails)
    await Heartbeat(SecretStr(url), outside.beat, stage.needs)()
    return outside.heard


async def test_it_is_called_while_all_is_well(stage: Stage) -> None:
    """A worker is alive, and nothing is there to tell."""
    await stage.change(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (clock_timestamp())"
    )

    assert await beaten(stage) == [URL]
    assert await beaten(stage, "") == []
    assert await beaten(stage, fails=True) == [URL]


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'",
        "UPDATE connection SET polled_at = now() - interval '1 day'",
    ],
    ids=["no worker", "nobody reads a source"],
)
async def test_it_stays_away_when_something_is_wrong(stage: Stage, wrong: str) -> None:
    """The alarm is raised by the one who waits for it."""
    await stage.change(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (clock_timestamp())"
    )
    await stage.change(wrong)

    assert await beaten(stage) == []
