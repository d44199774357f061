"""Whose rights PostgreSQL runs with: the user's own or, as root, a lesser account's."""

import os
import pwd
import stat
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from storage.cluster.errors import ClusterError

SERVICE_ACCOUNT = "pgserver"
log = structlog.get_logger(__name__)
AS_ANOTHER = "Start jefail as a normal user, or set DATABASE_URL to a PostgreSQL of your own"


@dataclass(frozen=True, slots=True)
class Account:
    """A system account; `switched` when we are root and PostgreSQL runs as someone else."""

    name: str
    uid: int
    gid: int
    switched: bool

    def for_subprocess(self) -> dict[str, Any]:
        """The arguments that make `subprocess.run` run a program as this account."""
        if not self.switched:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path | int) -> None:
        """Hand what root has made to the account; for a normal user it is already theirs."""
        if self.switched:
            os.chown(path, self.uid, self.gid)

    def closed_folder(self, path: Path) -> Path | None:
        """Return the topmost folder on the way to `path` that the account may not enter."""
        groups = os.getgrouplist(self.name, self.gid)
        for folder in [*reversed(path.parents), path]:
            with suppress(FileNotFoundError):
                if not _may_enter(folder.stat(), self.uid, groups):
                    return folder
        return None

    def way_blocked(self, path: Path) -> Path | None:
        """Return the folder that keeps the account from `path`, after opening what we may.

        Of root's folders only those that we work in are opened, and only for passing through:
        a new `mktemp -d` is where root tries something out. Their contents stay unlisted, and
        root's own home stays as it is.
        """
        here = Path.cwd()
        while (closed := self.closed_folder(path)) and closed in (here, *here.parents):
            if closed == Path.home() or closed.stat().st_uid != 0:
                break
            closed.chmod(stat.S_IMODE(closed.stat().st_mode) | stat.S_IXOTH)
            log.warning("folder_opened_for_passing", folder=str(closed), account=self.name)
        return closed


def account_for(*folders: Path) -> Account:
    """Choose the account for a server whose data lies in `folders` (innermost first).

    PostgreSQL refuses to run as root. As root we therefore run it as the owner of the folder,
    so that what a normal user made stays usable for them, or else as a system account.

    Raises:
        ClusterError: there is no such account, and none could be made.
    """
    if os.geteuid() != 0:
        return _account(os.geteuid(), switched=False)
    for folder in folders:
        with suppress(FileNotFoundError):
            if owner := folder.stat().st_uid:
                return _account(owner, switched=True)
    return _service_account()


def _account(uid: int, *, switched: bool) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        # Seen in containers started with a bare number: initdb looks the name up and gives in.
        raise ClusterError(
            f"PostgreSQL needs a named user, and the user id {uid} has no name on this system",
            "Add it to /etc/passwd, or set DATABASE_URL to a PostgreSQL of your own",
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, switched)


def _service_account() -> Account:
    """Find or make the system account. Two processes may try at once: the second finds it."""
    for command in ([], ["useradd", "--system", "--user-group", "--no-create-home"]):
        with suppress(OSError):
            if command:
                subprocess.run(  # noqa: S603 - a fixed command line
                    [*command, "--shell", "/usr/sbin/nologin", SERVICE_ACCOUNT],
                    capture_output=True,
                    check=False,
                )
        with suppress(KeyError):
            return _account(pwd.getpwnam(SERVICE_ACCOUNT).pw_uid, switched=True)
    raise ClusterError(
        f"PostgreSQL does not run as root, and the account {SERVICE_ACCOUNT} could not be made",
        AS_ANOTHER,
    )


def _may_enter(folder: os.stat_result, uid: int, groups: list[int]) -> bool:
    if folder.st_uid == uid:
        return bool(folder.st_mode & stat.S_IXUSR)
    if folder.st_gid in groups:
        return bool(folder.st_mode & stat.S_IXGRP)
    return bool(folder.st_mode & stat.S_IXOTH)
