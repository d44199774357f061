"""Who uses a cluster, and whose turn it is to start or stop it.

The kernel keeps both answers and forgets a process when it dies, however it dies: a list of
process ids in a file would name the dead, and after a while someone else by their number.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from storage.cluster.errors import ClusterError
from storage.cluster.home import Home

TURN = "turn.lock"
USERS = "users.lock"
TURN_PATIENCE = 150.0  # seconds; a start and a stop that use all of theirs fit in
RETRY_EVERY = 0.02  # seconds


@contextmanager
def our_turn(home: Home) -> Iterator[int]:
    """Wait until no other process starts or stops the cluster; give the lock's descriptor.

    A program that inherits the descriptor holds the lock until it ends, even if we die.

    Raises:
        ClusterError: another process has been at it for too long.
    """
    descriptor = _open(home, TURN)
    try:
        _lock_patiently(descriptor, home)
        yield descriptor
    finally:
        os.close(descriptor)


class Use:
    """One user's claim that the cluster must stay up, held until `end` or death."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._descriptor: int | None = _open(home, USERS)
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    @property
    def ended(self) -> bool:
        """True once the claim has been given up."""
        return self._descriptor is None

    def end(self) -> bool:
        """Give up the claim, and say whether it was the last. Only in `our_turn`.

        When the whole folder has been removed nobody else can come, and it was.
        """
        if self._descriptor is None:
            return False
        # Closed, not unlocked: a forked child shares the lock, and its end must not be ours.
        os.close(self._descriptor)
        self._descriptor = None
        try:
            descriptor = _open(self._home, USERS)
        except FileNotFoundError:
            return True
        try:
            return _lock(descriptor)
        finally:
            os.close(descriptor)


def _open(home: Home, name: str) -> int:
    descriptor = os.open(home.path / name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    home.account.give(descriptor)
    return descriptor


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock_patiently(descriptor: int, home: Home) -> None:
    deadline = time.monotonic() + TURN_PATIENCE
    while not _lock(descriptor):
        if time.monotonic() > deadline:
            raise ClusterError(
                f"Another process has been starting or stopping the database in {home.path}"
                f" for {TURN_PATIENCE:.0f} seconds",
                f"See {home.log}, end that process, and try again",
            )
        time.sleep(RETRY_EVERY)
