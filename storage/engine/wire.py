"""How each connection to PostgreSQL is made: none waits for ever for an end that went silent.

postgresql.org/docs/current/libpq-connect.html: keepalives find an end that is gone, and
`tcp_user_timeout` ends what was sent and never acknowledged. On a socket of this machine they do
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from psycopg.conninfo import make_conninfo

CONNECT_SECONDS: Final = 5
STATEMENT: Final = timedelta(seconds=30)
"""The longest that a statement of the running program may take."""
UNIT_SECONDS: Final = 60.0
"""The longest that a unit of work may take: an end that swallows all and answers nothing is told
from a slow one by nothing else."""
LIVELINESS: Final[Mapping[str, int]] = {
    "connect_timeout": CONNECT_SECONDS,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,  # milliseconds
}


def lively(url: str) -> str:
    """Return a libpq URL or conninfo as one that notices when the other end went silent."""
    return make_conninfo(url, **LIVELINESS)


def milliseconds(length: timedelta) -> int:
    """Return a length as PostgreSQL takes it in its settings."""
    return round(length / timedelta(milliseconds=1))
