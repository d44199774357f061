"""Software of someone else that posts by itself, as the demo has it: a queue of its own, no Slack.

It is jefail's own queue on a second database, posted by a worker and shown by the reference server,
so what the desk knows of it comes over HTTP alone.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.compose import Program, compose_program
from bot.demo.processes import Children
from bot.settings import Settings
from storage.schema import make_database

DATABASE = "demo_service"
HOME = "service"
"""The folder of its secret key, below the demo's."""


@dataclass(frozen=True, slots=True)
class Service:
    """The software: its queue, and where that is shown."""

    program: Program
    site: str


def settings_of(env: Mapping[str, str]) -> Settings:
    """Return the settings that an environment of the demo makes."""
    return Settings.model_validate(
        {name.lower() if not name.startswith("JEFAIL") else name: env[name] for name in env}
    )


@asynccontextmanager
async def service(
    beside: Program, env: Mapping[str, str], children: Children, home: Path, port: int
) -> AsyncIterator[Service]:
    """Yield the software, on the PostgreSQL of `beside` and started as `children`."""
    folder = home / HOME
    folder.mkdir(exist_ok=True)
    await make_database(beside.database_url, DATABASE)
    own = {
        **env,
        "JEFAIL_HOME": str(folder),
        "DATABASE_URL": urlsplit(beside.database_url)._replace(path=f"/{DATABASE}").geturl(),
        "JEFAIL_WEB_PORT": str(port),
    }
    async with compose_program(settings_of(own)) as program:
        await children.start("service-worker", "bot", "run", "worker", env=own)
        await children.start("service", "bot", "run", "posting-service", env=own)
        yield Service(program, f"http://127.0.0.1:{port}")
