"""The server of this run, started when first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from sandbox.tryton.books import Tryton
from sandbox.tryton.server import Server, serving
from sandbox.tryton.template import template
from tests.database import Shelf


@pytest.fixture(scope="session")
def tryton_cache(pytestconfig: pytest.Config) -> Path:
    """Where built books are kept from one run to the next."""
    if find_spec("trytond") is None:
        pytest.skip("trytond is not installed: make test installs it")
    return Path(pytestconfig.rootpath / ".pytest_cache" / "tryton")


@pytest.fixture(scope="session")
def tryton_host(shelf: Shelf) -> str:
    """Where the socket of the tests' PostgreSQL is."""
    (host,) = parse_qs(urlsplit(shelf.template_url).query)["host"]
    return host


@pytest.fixture(scope="session")
def tryton_server(tryton_cache: Path, tryton_host: str) -> Iterator[Server]:
    """A real server; its template is built once a machine."""
    with serving(template(tryton_cache, tryton_host), tryton_host) as server:
        yield server


@pytest.fixture
def tryton(tryton_server: Server) -> Iterator[Tryton]:
    """Books of this test alone, in which nothing is posted."""
    with tryton_server.books() as books:
        yield books
