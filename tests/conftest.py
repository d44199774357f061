"""What tests of every folder ask for: their turn, a database of their own, and a clock."""

import os
from collections.abc import AsyncIterator, Iterator

import pytest
import structlog
from hypothesis import HealthCheck, settings
from xdist.remote import Producer

from storage.cluster import ClusterError
from storage.database import Database
from tests.clock import SetClock
from tests.counting import pytest_runtest_call, pytest_terminal_summary
from tests.database import Shelf, TravellingEngine, open_shelf
from tests.places import made_folder, trust_one_certificate
from tests.reaper import MARK, Reaper
from tests.tryton.fixtures import tryton, tryton_cache, tryton_host, tryton_server
from tests.turns import Turns, longest_first, patient_with_tryton

__all__ = [
    "pytest_runtest_call",
    "pytest_terminal_summary",
    "tryton",
    "tryton_cache",
    "tryton_host",
    "tryton_server",
]  # here, so that all folders share one server, and one count


def pytest_configure(config: pytest.Config) -> None:
    """Let no test of random values fail for a machine that is busy, and nothing be left behind."""
    busy = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("quick", busy, max_examples=10)  # what `make quick` asks for
    asked = int(os.environ.get("SOAK_EXAMPLES", "5000"))  # of each thing: `make soak`
    settings.register_profile("soak", busy, max_examples=asked)
    settings.register_profile("busy", busy)
    settings.load_profile("busy")
    if not hasattr(config, "workerinput"):  # not one of the workers that xdist starts
        os.environ.pop(MARK, None)  # of a run that started this one
        folder = made_folder("jft")
        config.add_cleanup(Reaper(folder).end)
        trust_one_certificate(folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a database, and let the longest tests begin first."""
    for item in items:
        if "shelf" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.database)
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


@pytest.fixture(scope="session")
def travelling(shelf: Shelf) -> TravellingEngine:
    """The engine of all tests, which compiles each statement once and not once a test."""
    return TravellingEngine(shelf.template_url)


@pytest.fixture
async def database(database_url: str, travelling: TravellingEngine) -> AsyncIterator[Database]:
    """A database of this test alone, as the program sees it."""
    async with travelling.at(database_url) as engine:
        yield Database(engine)


@pytest.fixture
def clock() -> SetClock:
    """A clock that stands at `tests.build.NOW` until it is set."""
    return SetClock()


@pytest.fixture(autouse=True)
def _logs_as_at_the_start() -> Iterator[None]:
    """A command sets up logs for its whole process: no test finds them as another left them."""
    yield
    structlog.reset_defaults()
