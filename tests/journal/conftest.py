"""A bench for each test."""

import pytest

from storage.database import Database
from tests.clock import SetClock
from tests.journal.bench import Bench


@pytest.fixture
def bench(database: Database, clock: SetClock) -> Bench:
    """The use cases over a database of this test alone."""
    return Bench(database, clock)
