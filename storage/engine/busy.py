"""What the database's own errors mean outside: it is busy or away, and nothing was changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from procrastinate.exceptions import ConnectorException
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from journal.errors import StoreBusy

_BUSY = {"55P03", "57014", "40P01", "40001"}
"""Lock not available, statement cancelled, deadlock, serialisation: nothing was changed."""


@contextmanager
def busy_told() -> Iterator[None]:
    """Raise StoreBusy for what another try can cure; whatever else is wrong goes on up."""
    try:
        yield
    except (OperationalError, PoolTimeout) as error:
        raise StoreBusy("the database is busy or away") from error
    except ConnectorException as error:  # the work engine's, over our own connection
        if isinstance(error.__cause__, psycopg.OperationalError):
            raise StoreBusy("the database is busy or away") from error
        raise
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in _BUSY:
            raise StoreBusy("two changes met; neither was lost") from error
        raise
