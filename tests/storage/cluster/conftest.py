"""A folder for a cluster, and users of it, all gone after the test."""

import asyncio
import shutil
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from storage.cluster import start_cluster
from tests.places import made_folder
from tests.storage.cluster.world import UserProcess, servers, start_user


@pytest.fixture(scope="session")
def template() -> Iterator[Path]:
    """A stopped cluster to copy: making each again would take the tests' time."""
    with short_folder() as path:
        asyncio.run(make_cluster(path))
        yield path / "postgres"


async def make_cluster(path: Path) -> None:
    """Make a cluster and leave it stopped."""
    await (await start_cluster(path)).stop()


@pytest.fixture
def new_folder() -> Iterator[Path]:
    """An empty folder with a short name that every user may enter."""
    with short_folder() as path:
        yield path


@pytest.fixture
def folder(new_folder: Path, template: Path) -> Path:
    """A folder that holds a stopped cluster, with the database `jefail`."""
    subprocess.run(["cp", "-a", str(template), str(new_folder)], check=True)
    return new_folder


@contextmanager
def short_folder() -> Iterator[Path]:
    """Make a folder with a short path; at the end it goes, with every server that is left in it."""
    path = made_folder("jf")
    try:
        yield path
    finally:
        for number in (signal.SIGQUIT, signal.SIGKILL):  # the first lets it return its memory
            end_servers(path, number)
        shutil.rmtree(path)


def end_servers(path: Path, number: signal.Signals) -> None:
    """Send a signal to what still works below `path`, and give it time to end."""
    left = servers(path)
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(number)
    deadline = time.monotonic() + 5
    while servers(path) and time.monotonic() < deadline:
        time.sleep(0.02)


@pytest.fixture
async def user() -> AsyncIterator[Callable[..., Awaitable[UserProcess]]]:
    """Start processes that use a cluster, by `await user(directory, uid=..., env=...)`."""
    running: list[UserProcess] = []

    async def start(*arguments: Any, **named: Any) -> UserProcess:
        running.append(await start_user(*arguments, **named))
        return running[-1]

    yield start
    for one in running:
        if one.process.returncode is None:
            one.process.kill()
            await one.ended()
