"""A PostgreSQL of this run's own, which may be killed, restarted, and has a clock that steps."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from storage.cluster import start_cluster
from storage.cluster.home import PORT, Home, open_home
from storage.cluster.processes import clear_remains, postmaster_in, stop_server
from storage.cluster.programs import program_folder
from tests.faults.faketime import FakeClock

DATABASE = "jefail"


@dataclass(frozen=True, slots=True)
class Server:
    """Started by `pg_ctl` with an environment that the program's own start does not give."""

    home: Home
    clock: FakeClock

    @property
    def url(self) -> str:
        """The address of its database (libpq form)."""
        return self.home.url(DATABASE)

    async def start(self) -> None:
        """Start it; return once it answers."""
        await asyncio.to_thread(self._start)

    async def restart(self, how: signal.Signals) -> None:
        """End it with a signal, SIGKILL for a crash, and start it again."""
        if server := postmaster_in(self.home.data):
            server.send_signal(how)
            await asyncio.to_thread(server.wait, 60)
        await self.start()

    def stop(self) -> None:
        """Stop it for good."""
        stop_server(self.home)

    def _start(self) -> None:
        clear_remains(self.home)
        options = (
            f"-p {PORT} -c listen_addresses= -c unix_socket_permissions=0700"
            f" -c unix_socket_directories={self.home.socket_folder}"
        )
        subprocess.run(
            [
                str(program_folder() / "pg_ctl"),
                *("start", "--wait", "--silent", "--timeout=60"),
                *("--pgdata", str(self.home.data), "--log", str(self.home.log)),
                *("--options", options),
            ],
            cwd="/",
            env={
                "PATH": os.defpath,
                "LC_ALL": "C",
                **self.clock.environment(),
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
            timeout=90,
            **self.home.account.for_subprocess(),
        )


@asynccontextmanager
async def serving_postgres(folder: Path, clock: FakeClock) -> AsyncIterator[Server]:
    """Make a server in `folder` and yield it; it is stopped afterwards."""
    made = await start_cluster(folder, database=DATABASE)
    await made.stop()
    server = Server(open_home(folder), clock)
    try:
        await server.start()
        yield server
    finally:
        await asyncio.to_thread(server.stop)
