"""Nobody else reaches the database, and missing rights are told in one line."""

import os
import stat
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from storage.cluster import ClusterError, start_cluster
from storage.cluster.account import account_for
from storage.cluster.home import SOCKET, Home
from tests.storage.cluster.world import (
    NOBODY,
    UserProcess,
    asked,
    needs_root,
    owned_by_nobody,
    run_program,
    servers,
    started,
)

Start = Callable[..., Awaitable[UserProcess]]


@pytest.fixture
def long_folder(new_folder: Path) -> Path:
    """A folder whose path is too long for a socket."""
    return new_folder / ("long" * 30)


@pytest.fixture
def short_place(long_folder: Path) -> Iterator[Path]:
    """Where the socket of `long_folder` goes; there is nothing yet, and nothing afterwards."""
    place = Home(long_folder / "postgres", account_for(long_folder)).socket_folder
    assert not place.exists()
    yield place
    if place.is_symlink():
        place.unlink()
    elif place.exists():
        place.rmdir()


def mode(path: Path) -> int:
    """Return who may do what with `path`, as chmod counts."""
    return stat.S_IMODE(path.stat().st_mode)


def exists(path: Path) -> bool:
    """Say whether there is anything."""
    return path.exists()


def connected_as_nobody(place: Path) -> str:
    """Return what psql says when another user asks for the database."""
    return run_program("psql", "-h", str(place), "-U", "postgres", "-c", "select 'in'", uid=NOBODY)


async def test_closed_to_others(folder: Path) -> None:
    """Home, data and socket are its owner's alone."""
    async with started(folder):
        home = folder / "postgres"
        for path in (home, home / "data", home / "run", home / "run" / SOCKET):
            assert mode(path) & 0o077 == 0, path


async def test_opened_folder_is_closed_again(folder: Path) -> None:
    """A start takes back what a careless chmod gave away."""
    (folder / "postgres").chmod(0o755)

    async with started(folder):
        assert mode(folder / "postgres") == 0o700


@needs_root
async def test_other_user_is_kept_out(folder: Path) -> None:
    """Another user cannot connect, not even once all folders on the way are opened."""
    async with started(folder):
        run = folder / "postgres" / "run"
        assert "Permission denied" in connected_as_nobody(run)

        run.parent.chmod(0o755)
        run.chmod(0o755)

        assert "Permission denied" in connected_as_nobody(run)


async def test_long_path(long_folder: Path, short_place: Path) -> None:
    """With a path too long for a socket it lies in a private folder, which goes at the stop."""
    async with started(long_folder) as cluster:
        assert await asked(cluster.url, "select 1") == 1
        assert mode(short_place) == 0o700
        assert mode(short_place / SOCKET) & 0o077 == 0

    assert not exists(short_place)


@needs_root
async def test_other_user_is_kept_out_of_a_short_place(
    long_folder: Path, short_place: Path
) -> None:
    """The private folder of a long path lets no other user in."""
    async with started(long_folder):
        assert "Permission denied" in connected_as_nobody(short_place)


async def test_long_path_with_another_tmpdir(
    long_folder: Path, new_folder: Path, user: Start
) -> None:
    """Processes with different TMPDIRs find the same socket."""
    async with started(long_folder) as cluster:
        other = await user(long_folder, env={"TMPDIR": str(new_folder)})
        assert await other.ready() == cluster.url
        other.obey("return")
        await other.ended()


@needs_root
async def test_short_place_made_by_someone_else(long_folder: Path, short_place: Path) -> None:
    """A folder that another user put there first is not trusted."""
    owned_by_nobody(short_place)

    with pytest.raises(ClusterError) as caught:
        await start_cluster(long_folder)

    assert f"{short_place} is not a folder of" in caught.value.advice
    assert not servers(long_folder)


async def test_short_place_is_a_link(
    long_folder: Path, short_place: Path, new_folder: Path
) -> None:
    """A link that leads elsewhere is not followed."""
    os.symlink(new_folder, short_place)

    with pytest.raises(ClusterError, match="is not a folder of"):
        await start_cluster(long_folder)


@needs_root
async def test_lock_file_of_another_user_in_tmpdir(new_folder: Path, user: Start) -> None:
    """What lies in TMPDIR, and whose it is, does not matter."""
    (new_folder / ".lockfile").touch(0o600)
    directory = owned_by_nobody(new_folder / "nobodys")

    one = await user(directory, uid=NOBODY, env={"TMPDIR": str(new_folder)})

    await one.ready()
    one.obey("return")
    assert await one.ended() == 0


@needs_root
async def test_folder_without_write_permission(new_folder: Path, user: Start) -> None:
    """A folder one may not write in is refused in one line that names it."""
    one = await user(new_folder, uid=NOBODY)

    assert await one.refused() == (
        f"{new_folder}/postgres cannot be used for the database: Permission denied."
        " See that the disk has room and that you may write there, and start again."
    )


@needs_root
async def test_data_without_write_permission(new_folder: Path, user: Start) -> None:
    """Data one may not write is refused with PostgreSQL's reason."""
    directory = owned_by_nobody(new_folder / "nobodys")
    async with started(directory):
        pass
    (directory / "postgres" / "data").chmod(0o500)

    one = await user(directory, uid=NOBODY)

    assert 'lock file "postmaster.pid": Permission denied' in await one.refused()
