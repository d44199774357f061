"""Data folders that are unfinished, incomplete, of another version or with a large log."""

import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from storage.cluster import ClusterError, start_cluster
from storage.cluster.home import LOG_LIMIT
from tests.storage.cluster.world import (
    UserProcess,
    asked,
    eventually,
    run_program,
    servers,
    started,
    told,
)

Start = Callable[..., Awaitable[UserProcess]]


async def refused(folder: Path) -> str:
    """Return the advice of a start that must fail, which is one line."""
    with pytest.raises(ClusterError) as caught:
        await start_cluster(folder)
    assert "\n" not in caught.value.advice
    assert not servers(folder)
    return caught.value.advice


async def stopped(folder: Path) -> Path:
    """Make a cluster with a table, stop it, and return its data folder."""
    async with started(folder) as cluster:
        await told(cluster.url, "create table entry as select 1042 as number")
    return folder / "postgres" / "data"


async def test_killed_while_making_the_data(new_folder: Path, user: Start) -> None:
    """A first start that was killed half-way is begun again by the next one."""
    unfinished = new_folder / "postgres" / "data.unfinished"
    one = await user(new_folder)
    await eventually((unfinished / "PG_VERSION").exists)
    one.process.kill()
    await one.ended()

    async with started(new_folder) as cluster:
        assert await asked(cluster.url, "select 1") == 1
    assert not unfinished.exists()


async def test_rest_of_an_attempt(folder: Path) -> None:
    """What a machine that lost power left of a first start is cleared away."""
    data = await stopped(folder)
    data.rename(data.with_name("data.unfinished"))
    (data.with_name("data.unfinished") / "global" / "pg_control").unlink()

    async with started(folder) as cluster:
        assert await asked(cluster.url, "select to_regclass('entry')") is None


@pytest.mark.parametrize("lost", ["PG_VERSION", "global/pg_control", "global", "."])
async def test_incomplete_data(folder: Path, lost: str) -> None:
    """Data that lacks something is left as it is, and the person is told which and what to do."""
    data = await stopped(folder)
    remove(data / lost)
    if lost == ".":
        data.mkdir()
    before = sorted(data.rglob("*"))

    advice = await refused(folder)

    assert advice == (
        f"The database folder {data} is missing or incomplete; nothing was changed."
        " Put a full copy of it back, or move it away to start with an empty database."
    )
    assert sorted(data.rglob("*")) == before


async def test_truncated_data(folder: Path) -> None:
    """An empty control file, as a full disk leaves it, counts as incomplete."""
    data = await stopped(folder)
    (data / "global" / "pg_control").write_bytes(b"")

    assert "incomplete" in await refused(folder)


async def test_damaged_data(folder: Path) -> None:
    """When PostgreSQL itself refuses, its reason reaches the person, and where to read more."""
    data = await stopped(folder)
    remove(data / "pg_wal")

    advice = await refused(folder)

    assert 'did not start: required WAL directory "pg_wal" does not exist.' in advice
    assert str(folder / "postgres" / "log") in advice


async def test_data_of_another_version(folder: Path) -> None:
    """Data of PostgreSQL 16 is refused with both versions named, and not touched."""
    data = await stopped(folder)
    remove(data)
    owner = data.parent.stat().st_uid
    run_program("initdb", "-U", "postgres", "-D", str(data), uid=owner, version="16")

    advice = await refused(folder)

    assert f"{data} was made by PostgreSQL 16, and this jefail brings 18." in advice
    assert (data / "PG_VERSION").read_text() == "16\n"


async def test_large_log_is_put_aside(folder: Path) -> None:
    """At a start a log over the limit takes the place of the one put aside before."""
    await stopped(folder)
    log = folder / "postgres" / "log"
    aside = log.with_name("log.1")
    aside.write_text("older")
    with log.open("ab") as file:
        file.truncate(LOG_LIMIT + 1)

    async with started(folder):
        assert aside.stat().st_size == LOG_LIMIT + 1
        assert 0 < log.stat().st_size < LOG_LIMIT


async def test_log_of_a_running_server_stays(folder: Path) -> None:
    """A start that only adopts does not move the file the server writes to."""
    async with started(folder):
        log = folder / "postgres" / "log"
        with log.open("ab") as file:
            file.truncate(LOG_LIMIT + 1)

        async with started(folder):
            assert log.stat().st_size > LOG_LIMIT


def remove(path: Path) -> None:
    """Remove a file or a whole folder."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
