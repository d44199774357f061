"""The folder of the embedded PostgreSQL: what lies where, and who may enter."""

import hashlib
import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from storage.cluster.account import AS_ANOTHER, Account, account_for
from storage.cluster.errors import ClusterError

PORT = 5432  # only names the socket's file: nothing listens on TCP
SOCKET = f".s.PGSQL.{PORT}"
LONGEST_SOCKET_PATH = 100  # bytes; the kernels allow 103 (macOS) and 107 (Linux)
LOG_LIMIT = 10 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Home:
    """Where one cluster lives: `path` is open to its account (and root) alone."""

    path: Path
    account: Account

    @property
    def data(self) -> Path:
        """The data directory, complete from the moment it exists."""
        return self.path / "data"

    @property
    def unfinished_data(self) -> Path:
        """Where a new data directory is made, before it is renamed to `data`."""
        return self.path / "data.unfinished"

    @property
    def log(self) -> Path:
        """What the server has to say; the one before it is `log.1`."""
        return self.path / "log"

    @property
    def socket_folder(self) -> Path:
        """Where the socket lies: in the home, or in a private folder with a short name.

        PostgreSQL cannot make a socket with a long path, and libpq reads some characters of a
        path (comma, space, `%`) as its own. The name is made from the home's path alone, so
        that every process, whatever its TMPDIR, finds the same one.
        """
        inside = self.path / "run"
        plain = re.fullmatch(r"[A-Za-z0-9/._-]+", str(inside))
        if plain and len(os.fsencode(inside / SOCKET)) <= LONGEST_SOCKET_PATH:
            return inside
        digest = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]
        return Path("/tmp") / f"jefail-{digest}"  # noqa: S108 - checked by `keep_private`

    def url(self, database: str, *, scheme: str = "postgresql") -> str:
        """The address of a database for libpq. It names the port, or PGPORT would count."""
        name = quote(database, safe="")
        return f"{scheme}://postgres@/{name}?host={self.socket_folder}&port={PORT}"

    def trim_log(self) -> None:
        """Put a log that has grown large aside, in place of the one put aside before."""
        with suppress(FileNotFoundError):
            if self.log.stat().st_size > LOG_LIMIT:
                self.log.replace(self.log.with_suffix(".1"))


def open_home(directory: Path) -> Home:
    """Make the home in `directory` if need be, and see that nobody else can enter it.

    Raises:
        ClusterError: it belongs to someone else, or PostgreSQL's account cannot get there.
        OSError: the disk refuses.
    """
    directory = directory.expanduser().resolve()
    home = Home(directory / "postgres", account_for(directory / "postgres", directory))
    if home.account.switched:
        # Opening the folders above for it, as far as /, is not ours to do: we only look.
        _must_reach(directory, home.account)
    if not directory.exists():
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if home.account.switched:
            directory.chmod(0o711)
    keep_private(home.path, home.account)
    return home


def _must_reach(directory: Path, account: Account) -> None:
    if closed := account.way_blocked(directory):
        raise ClusterError(
            f"PostgreSQL does not run as root but as {account.name}, who may not enter {closed}",
            f"Use a directory that {account.name} can reach. {AS_ANOTHER}",
        )


def keep_private(folder: Path, account: Account) -> None:
    """Make `folder` with mode 0700, or see that it is the account's and is so.

    Anyone who reaches the socket is the database's superuser without a password.

    Raises:
        ClusterError: it is someone else's, or no folder.
    """
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if account.switched and found.st_uid == 0:
        account.give(folder)
        found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid:
        raise ClusterError(
            f"{folder} is not a folder of {account.name}'s",
            "Run jefail as its owner, or move it away, or use another directory",
        )
    if found.st_mode & 0o077:
        folder.chmod(0o700)
