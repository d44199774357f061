"""The server of this run, started when first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.database import Shelf
from tests.tryton.books import Tryton
from tests.tryton.server import Server, serving
from tests.tryton.template import template

# One worker has the server and all its tests, so that only one builds and loads the books.
ON_ONE_WORKER = pytest.mark.xdist_group("tryton")


@pytest.fixture(scope="session")
def tryton_server(shelf: Shelf, pytestconfig: pytest.Config) -> Iterator[Server]:
    """A real server; its template is built once a machine."""
    if find_spec("trytond") is None:
        pytest.skip("trytond is not installed: make test installs it")
    cache = pytestconfig.rootpath / ".pytest_cache" / "tryton"
    (host,) = parse_qs(urlsplit(shelf.template_url).query)["host"]
    with serving(template(Path(cache), host), host) as server:
        yield server


@pytest.fixture
def tryton(tryton_server: Server) -> Iterator[Tryton]:
    """Books of this test alone, in which nothing is posted."""
    with tryton_server.books() as books:
        yield books
