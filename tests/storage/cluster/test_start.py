"""Starting a cluster, and what its addresses are good for."""

from pathlib import Path

import procrastinate
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.cluster import ClusterError, programs, start_cluster
from tests.storage.cluster.world import asked, postmaster, servers, started, told


async def test_new_directory_gets_a_database(new_folder: Path) -> None:
    """A directory that does not exist yet ends up with a server and the named database."""
    async with started(new_folder / "new" / ".jefail", database="books") as cluster:
        assert await asked(cluster.url, "select current_database()") == "books"


async def test_data_outlives_the_server(folder: Path) -> None:
    """What was written is there after a stop and a new start."""
    async with started(folder) as cluster:
        await told(cluster.url, "create table entry as select 1042 as number")

    async with started(folder) as cluster:
        assert await asked(cluster.url, "select number from entry") == 1042


async def test_second_start_adopts(folder: Path) -> None:
    """A second start finds the running server; it may bring a database of its own."""
    async with started(folder) as first, started(folder, database="other") as second:
        assert len({process.ppid() for process in servers(folder)}) == 2
        assert await asked(first.url, "select current_database()") == "jefail"
        assert await asked(second.url, "select current_database()") == "other"


async def test_stop_leaves_no_process(folder: Path) -> None:
    """After the last stop no process is left, and stopping once more does nothing."""
    cluster = await start_cluster(folder)
    assert servers(folder)

    await cluster.stop()
    await cluster.stop()

    assert not servers(folder)


async def test_one_of_two_stops(folder: Path) -> None:
    """The server stays while someone uses it, even when the other stops twice."""
    first = await start_cluster(folder)
    async with started(folder) as second:
        await first.stop()
        await first.stop()

        assert await asked(second.url, "select 1") == 1


async def test_address_for_sqlalchemy(folder: Path) -> None:
    """SQLAlchemy's async engine connects with the address made for it."""
    async with started(folder) as cluster:
        engine = create_async_engine(cluster.sqlalchemy_url)
        async with engine.connect() as connection:
            assert await connection.scalar(text("select current_database()")) == "jefail"
        await engine.dispose()


async def test_address_for_procrastinate(folder: Path) -> None:
    """Procrastinate opens its pool with the libpq address."""
    async with started(folder) as cluster:
        connector = procrastinate.PsycopgConnector(conninfo=cluster.url, min_size=1, max_size=2)
        async with procrastinate.App(connector=connector).open_async() as app:
            await app.schema_manager.apply_schema_async()
            assert await app.check_connection_async()


@pytest.mark.parametrize("name", ["Müller & Söhne, GmbH", "50% 'off'", "a+b#c?d"])
async def test_awkward_names(new_folder: Path, name: str) -> None:
    """Any directory and database name will do, also those that libpq or a shell would read."""
    async with started(new_folder / name, database=name) as cluster:
        assert await asked(cluster.url, "select current_database()") == name
        engine = create_async_engine(cluster.sqlalchemy_url)
        async with engine.connect() as connection:
            assert await connection.scalar(text("select current_database()")) == name
        await engine.dispose()


async def test_settings_meant_for_another_server(
    new_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PG* variables for someone's other PostgreSQL do not lead us there."""
    for name, value in {
        "PGPORT": "6543",
        "PGHOST": "192.0.2.1",
        "PGUSER": "ana",
        "PGDATABASE": "elsewhere",
        "PGDATA": "/nonexistent",
        "LC_ALL": "xx_XX.none",
    }.items():
        monkeypatch.setenv(name, value)

    async with started(new_folder) as cluster:
        assert await asked(cluster.url, "select current_user || current_database()") == (
            "postgresjefail"
        )


async def test_the_server_we_want(new_folder: Path) -> None:
    """UTC, UTF-8, checksums and durable commits are on, and nothing listens on TCP."""
    async with started(new_folder) as cluster:
        settings = {
            name: await asked(cluster.url, f"show {name}")
            for name in ("TimeZone", "server_encoding", "data_checksums", "fsync")
        }
        assert settings == {
            "TimeZone": "UTC",
            "server_encoding": "UTF8",
            "data_checksums": "on",
            "fsync": "on",
        }
        assert await asked(cluster.url, "select lower('ÄÖ')") == "äö"
        assert postmaster(new_folder).net_connections("inet") == []


async def test_wheel_is_not_installed(new_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no wheel could be installed, the person is told what to do instead."""
    monkeypatch.setattr(programs, "WHEEL", "a_wheel_that_is_not_there")

    with pytest.raises(ClusterError) as caught:
        await start_cluster(new_folder)

    assert "set DATABASE_URL to a PostgreSQL of your own" in caught.value.advice
