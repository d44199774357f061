"""Several processes share a cluster, and end in all the ways processes end."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.storage.cluster.world import (
    UserProcess,
    asked,
    postmaster,
    servers,
    started,
)

Start = Callable[..., Awaitable[UserProcess]]


async def test_many_at_once_on_a_new_directory(new_folder: Path, user: Start) -> None:
    """Processes that start together make one cluster, and the last of them stops it."""
    users = [await user(new_folder / "new") for _ in range(4)]
    addresses = await asyncio.gather(*(one.ready() for one in users))

    assert len(set(addresses)) == 1
    assert postmaster(new_folder)
    assert await asked(addresses[0], "select 1") == 1

    for one in users:
        one.obey("return")
    assert await asyncio.gather(*(one.ended() for one in users)) == [0] * 4
    assert not servers(new_folder)


async def test_others_keep_the_server(folder: Path, user: Start) -> None:
    """The process that started the server may leave without taking it along."""
    first = await user(folder)
    await first.ready()
    second = await user(folder)
    address = await second.ready()

    first.obey("return")
    assert await first.ended() == 0

    assert await asked(address, "select 1") == 1


@pytest.mark.parametrize(
    ("ending", "status"),
    [("return", 0), ("raise", 1), (signal.SIGTERM, 0), (signal.SIGINT, -signal.SIGINT)],
)
async def test_no_process_is_left(
    folder: Path, user: Start, ending: str | signal.Signals, status: int
) -> None:
    """A normal end, an exception, a handled SIGTERM and Ctrl-C all stop the server."""
    one = await user(folder)
    await one.ready()
    assert servers(folder)

    if isinstance(ending, signal.Signals):
        one.send(ending)
    else:
        one.obey(ending)

    assert await one.ended() == status
    assert not servers(folder)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP])
async def test_killed_user(folder: Path, user: Start, number: signal.Signals) -> None:
    """A server whose user was killed is adopted by the next one, who really stops it."""
    one = await user(folder)
    await one.ready()
    server = postmaster(folder)

    one.send(number)
    assert await one.ended() == -number
    assert server.is_running()

    async with started(folder) as cluster:
        assert postmaster(folder) == server
        assert await asked(cluster.url, "select 1") == 1
    assert not servers(folder)


async def test_ctrl_c_while_it_starts(new_folder: Path, user: Start) -> None:
    """Ctrl-C in the middle of a start leaves no server behind."""
    one = await user(new_folder)
    assert await one.says() == {"starting": True}

    one.send(signal.SIGINT)

    await one.ended()
    assert not servers(new_folder)


async def test_forked_child_ends(folder: Path, user: Start) -> None:
    """The exit hooks of a forked child do not take its parent's server away."""
    one = await user(folder)
    address = await one.ready()

    one.obey("fork")

    assert await one.says() == {"forked": True}
    assert await asked(address, "select 1") == 1
    one.obey("return")
    await one.ended()
    assert not servers(folder)
