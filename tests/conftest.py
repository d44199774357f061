"""What tests of every folder ask for: their turn, a database of their own, and a clock."""

from collections.abc import AsyncIterator, Iterator

import pytest
import structlog
from hypothesis import HealthCheck, settings
from xdist.remote import Producer

from storage.cluster import ClusterError
from storage.database import Database, open_engine
from tests.clock import SetClock
from tests.database import Shelf, open_shelf
from tests.tryton.fixtures import tryton, tryton_cache, tryton_host, tryton_server
from tests.turns import Turns, longest_first, patient_with_tryton

__all__ = [
    "tryton",
    "tryton_cache",
    "tryton_host",
    "tryton_server",
]  # here, so that all folders share one server


def pytest_configure() -> None:
    """Let no test of random values fail for a machine that is busy."""
    settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("busy")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest tests begin first."""
    patient_with_tryton(items)
    longest_first(items)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Turns:
    """Keep tests together that share something large."""
    return Turns(config, log)


@pytest.fixture(scope="session")
def shelf() -> Iterator[Shelf]:
    """The PostgreSQL of this run (with xdist: of this worker), started when first asked for."""
    try:
        with open_shelf() as shelf:
            yield shelf
    except ClusterError as error:
        pytest.fail(f"No PostgreSQL for the tests: {error.advice}", pytrace=False)


@pytest.fixture
def database_url(shelf: Shelf) -> Iterator[str]:
    """The address (libpq form) of a database of this test alone, with the newest schema."""
    with shelf.database() as url:
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database of this test alone, as the program sees it."""
    engine = open_engine(database_url)
    yield Database(engine)
    await engine.dispose()


@pytest.fixture
def clock() -> SetClock:
    """A clock that stands at `tests.build.NOW` until it is set."""
    return SetClock()


@pytest.fixture(autouse=True)
def _logs_as_at_the_start() -> Iterator[None]:
    """A command sets up logs for its whole process: no test finds them as another left them."""
    yield
    structlog.reset_defaults()
