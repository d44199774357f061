"""Starting where a server was killed and left its traces."""

import asyncio
import fcntl
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from storage.cluster import start_cluster
from storage.cluster.home import SOCKET
from storage.cluster.locks import TURN
from tests.storage.cluster.world import asked, eventually, over, postmaster, servers, started, told


@pytest.fixture
def stranger() -> Iterator[psutil.Process]:
    """A living process that has nothing to do with any database."""
    with subprocess.Popen(["tail", "-f", "/dev/null"]) as process:
        yield psutil.Process(process.pid)
        process.kill()


@pytest.fixture
def ending() -> Iterator[psutil.Process]:
    """A process that ends at once, and that its parent does not ask about: soon a zombie."""
    with subprocess.Popen(["true"]) as process:
        yield psutil.Process(process.pid)


async def crashed(folder: Path) -> dict[Path, str]:
    """Leave a database and the files of a server that was killed; return their texts."""
    cluster = await start_cluster(folder)
    await told(cluster.url, "create table entry as select 1042 as number")
    home = folder / "postgres"
    remains = (home / "data" / "postmaster.pid", home / "run" / f"{SOCKET}.lock")
    texts = {path: path.read_text() for path in remains}
    postmaster(folder).kill()
    await eventually(lambda: not servers(folder))
    await cluster.stop()
    return texts


def pretend(texts: dict[Path, str], pid: int) -> None:
    """Give the number in the files a dead server left behind to another process."""
    for path, text in texts.items():
        path.write_text(f"{pid}\n{text.split(chr(10), 1)[1]}")


def turn_is_taken(folder: Path) -> bool:
    """Say whether someone starts or stops the cluster just now."""
    with (folder / "postgres" / TURN).open("rb+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


async def test_server_was_killed(folder: Path) -> None:
    """After a crash the next start recovers what was committed."""
    await crashed(folder)

    async with started(folder) as cluster:
        assert await asked(cluster.url, "select number from entry") == 1042


async def test_number_now_belongs_to_a_stranger(folder: Path, stranger: psutil.Process) -> None:
    """A reused process id neither stops us from starting nor is its owner harmed at the end."""
    pretend(await crashed(folder), stranger.pid)

    async with started(folder) as cluster:
        assert await asked(cluster.url, "select number from entry") == 1042

    assert not over(stranger)
    assert not servers(folder)


async def test_stop_after_a_crash_spares_a_stranger(folder: Path, stranger: psutil.Process) -> None:
    """A stop does not signal the process that now has the dead server's number."""
    cluster = await start_cluster(folder)
    file = folder / "postgres" / "data" / "postmaster.pid"
    text = file.read_text()
    postmaster(folder).kill()
    await eventually(lambda: not servers(folder))
    pretend({file: text}, stranger.pid)

    await cluster.stop()

    assert not over(stranger)
    async with started(folder) as again:
        assert await asked(again.url, "select 1") == 1


async def test_number_now_belongs_to_a_zombie(folder: Path, ending: psutil.Process) -> None:
    """A zombie is not taken for a running server."""
    await eventually(lambda: ending.status() == psutil.STATUS_ZOMBIE)
    pretend(await crashed(folder), ending.pid)

    async with started(folder) as cluster:
        assert await asked(cluster.url, "select number from entry") == 1042
    assert ending.status() == psutil.STATUS_ZOMBIE


async def test_number_now_belongs_to_another_server(new_folder: Path) -> None:
    """A PostgreSQL of another directory is not taken for ours, and goes on undisturbed."""
    async with started(new_folder / "one") as one:
        texts = await crashed(new_folder / "two")
        pretend(texts, postmaster(new_folder / "one").pid)

        async with started(new_folder / "two") as two:
            assert await asked(two.url, "select number from entry") == 1042
        assert await asked(one.url, "select 1") == 1


async def test_server_that_does_not_answer_yet(folder: Path) -> None:
    """Silence is no reason to start a second server beside a living one: we wait for it."""
    async with started(folder) as cluster:
        server = postmaster(folder)
        server.suspend()
        other = asyncio.create_task(start_cluster(folder))
        await eventually(lambda: turn_is_taken(folder))
        server.resume()

        second = await other
        assert postmaster(folder) == server
        assert await asked(cluster.url, "select 1") == 1
        await second.stop()


async def test_busy_orphan_of_a_killed_server(folder: Path) -> None:
    """A backend that has outlived its server is ended before a new server touches the data."""
    cluster = await start_cluster(folder)
    connection = await psycopg.AsyncConnection.connect(cluster.url, autocommit=True)
    orphan = psutil.Process(connection.info.backend_pid)
    busy = asyncio.create_task(connection.execute("do $$ begin loop end loop; end $$"))
    await eventually(lambda: orphan.cpu_times().user > 0.05)
    postmaster(folder).kill()
    await eventually(lambda: servers(folder) == [orphan])

    async with started(folder) as second:
        assert over(orphan)
        assert await asked(second.url, "select 1") == 1

    with suppress(psycopg.OperationalError):
        await busy
    await connection.close()
    await cluster.stop()


async def test_folder_removed_under_a_server(new_folder: Path) -> None:
    """Who removes the folder and starts again gets a new database; the old server ends."""
    first = await start_cluster(new_folder / ".jefail")
    old = postmaster(new_folder)
    await told(first.url, "create table entry ()")
    shutil.rmtree(new_folder / ".jefail")

    async with started(new_folder / ".jefail") as second:
        assert await asked(second.url, "select to_regclass('entry')") is None
        assert postmaster(new_folder) != old
        await first.stop()
        assert await asked(second.url, "select 1") == 1
    assert not servers(new_folder)


async def test_stop_after_the_folder_was_removed(new_folder: Path) -> None:
    """A stop ends the server even when its folder is gone."""
    cluster = await start_cluster(new_folder / ".jefail")
    shutil.rmtree(new_folder / ".jefail")

    await cluster.stop()

    assert not servers(new_folder)


async def test_server_stopped_by_hand(folder: Path) -> None:
    """A server that someone stopped is started again by the next user."""
    cluster = await start_cluster(folder)
    postmaster(folder).send_signal(signal.SIGINT)
    await eventually(lambda: not servers(folder))

    async with started(folder) as second:
        assert await asked(second.url, "select 1") == 1
    await cluster.stop()
    assert not servers(folder)
