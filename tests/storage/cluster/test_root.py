"""Root, to whom PostgreSQL refuses itself, and users it should not be started for."""

import os
import pwd
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from storage.cluster import ClusterError, programs, start_cluster
from storage.cluster.account import SERVICE_ACCOUNT
from tests.storage.cluster.world import (
    NOBODY,
    UserProcess,
    needs_root,
    owned_by_nobody,
    postmaster,
    servers,
    started,
)

Start = Callable[..., Awaitable[UserProcess]]

pytestmark = needs_root


async def test_runs_as_a_lesser_account(new_folder: Path) -> None:
    """Root's server has the rights of the service account only."""
    async with started(new_folder):
        uids = postmaster(new_folder).uids()

        assert {uids.real, uids.effective} == {pwd.getpwnam(SERVICE_ACCOUNT).pw_uid}


async def test_folders_above_stay_as_they_are(new_folder: Path) -> None:
    """No permission on the way to the data is widened."""
    above = new_folder / "above"
    above.mkdir(0o711)

    async with started(above / ".jefail"):
        assert stat.S_IMODE(above.stat().st_mode) == 0o711


async def test_closed_folder_above(new_folder: Path) -> None:
    """A folder root keeps to itself is not opened: it is named, and nothing is made in it."""
    closed = new_folder / "closed"
    closed.mkdir(0o700)

    with pytest.raises(ClusterError) as caught:
        await start_cluster(closed / "below" / ".jefail")

    assert f"{SERVICE_ACCOUNT}, who may not enter {closed}." in caught.value.advice
    assert not list(closed.iterdir())
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


async def test_the_folder_worked_in_is_opened_for_passing_through(
    new_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new clone of root's in `mktemp -d` works; others may pass its folder but not list it."""
    clone = new_folder / "tried_out" / "clone"
    clone.parent.mkdir(0o700)
    clone.mkdir(0o700)
    monkeypatch.chdir(clone)

    async with started(clone / ".jefail"):
        assert servers(new_folder)

    assert stat.S_IMODE(clone.stat().st_mode) == 0o701
    assert stat.S_IMODE(clone.parent.stat().st_mode) == 0o701


async def test_strict_umask(new_folder: Path) -> None:
    """With a umask that gives others nothing the server still reaches its folder."""
    before = os.umask(0o077)
    try:
        async with started(new_folder / ".jefail"):
            assert servers(new_folder)
    finally:
        os.umask(before)


async def test_programs_out_of_reach(new_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs installed where only root may go are not opened to all either."""
    wheel = new_folder / "closed" / "wheel_for_root"
    wheel.mkdir(parents=True)
    (wheel / "__init__.py").touch()
    wheel.parent.chmod(0o700)
    monkeypatch.syspath_prepend(wheel.parent)
    monkeypatch.setattr(programs, "WHEEL", wheel.name)

    with pytest.raises(ClusterError) as caught:
        await start_cluster(new_folder)

    assert f"who may not enter {wheel.parent}, where its programs are" in caught.value.advice
    assert stat.S_IMODE(wheel.parent.stat().st_mode) == 0o700


async def test_root_in_the_folder_of_a_user(new_folder: Path, user: Start) -> None:
    """Started once by root, a user's cluster is still the user's."""
    directory = owned_by_nobody(new_folder / "nobodys")
    async with started(directory):
        assert postmaster(directory).uids().real == NOBODY

    one = await user(directory, uid=NOBODY)

    await one.ready()
    one.obey("return")
    assert await one.ended() == 0
    assert not servers(directory)


async def test_user_and_root_share_a_server(new_folder: Path, user: Start) -> None:
    """Root adopts the server a user started, and leaves it to them."""
    directory = owned_by_nobody(new_folder / "nobodys")
    one = await user(directory, uid=NOBODY)
    address = await one.ready()
    server = postmaster(directory)

    async with started(directory) as cluster:
        assert cluster.url == address
        assert postmaster(directory) == server

    assert server.is_running()


async def test_user_in_the_folder_of_root(new_folder: Path, user: Start) -> None:
    """A user is told that a cluster made by root is not theirs."""
    async with started(new_folder / ".jefail"):
        pass

    one = await user(new_folder / ".jefail", uid=NOBODY)

    assert f"{new_folder}/.jefail/postgres is not a folder of nobody's." in await one.refused()


async def test_number_without_a_name(new_folder: Path, user: Start) -> None:
    """A container's bare user number is refused with the reason."""
    one = await user(new_folder, uid=54321)

    assert "the user id 54321 has no name on this system" in await one.refused()
