"""The demo's real accounting system: Tryton, on the PostgreSQL that the demo has anyway."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx

from bot.compose import Program


async def start_tryton(program: Program, sandbox: httpx.AsyncClient, port: int) -> None:
    """Have the sandbox start Tryton in the background, at `port`, where it is installed.

    The first time its books are built, which takes a minute; its company comes to the page when
    it is ready.
    """
    (postgres,) = parse_qs(urlsplit(program.database_url).query)["host"]
    where = {"postgres": postgres, "port": port}
    (await sandbox.post("tryton/control/server", json=where)).raise_for_status()
