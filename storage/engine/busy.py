"""What the database's own errors mean outside: it is busy or away, and nothing was changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from procrastinate.exceptions import ConnectorException
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from journal.errors import StoreBusy
from storage.engine.reasons import reason_of

_MET = {"55P03", "57014", "40P01", "40001"}
"""Lock not available, statement cancelled, deadlock, serialisation: nothing was changed."""
_PASSES = {"25006", "25P03", "25P04", "53100", "53200", "53300", "58030"}
"""Read-only after a failover, a transaction that was held up for too long, no room: another try,
once someone has seen to it, goes well."""


@contextmanager
def busy_told() -> Iterator[None]:
    """Raise StoreBusy for what another try can cure; whatever else is wrong goes on up."""
    try:
        yield
    except (OperationalError, PoolTimeout) as error:
        raise _busy(error) from error
    except ConnectorException as error:  # the work engine's, over our own connection
        if isinstance(error.__cause__, psycopg.OperationalError) or _code(error.__cause__) in (
            _PASSES | _MET
        ):
            raise _busy(error.__cause__) from error
        raise
    except DBAPIError as error:
        if _code(error.orig) in _MET:
            raise StoreBusy("two changes met; neither was lost") from error
        if _code(error.orig) in _PASSES:
            raise _busy(error) from error
        raise


def _code(error: BaseException | None) -> str:
    return getattr(error, "sqlstate", None) or ""


def _busy(error: BaseException | None) -> StoreBusy:
    why = reason_of(error)
    return StoreBusy(f"the database: {why}" if why else "the database is busy or away", why)
