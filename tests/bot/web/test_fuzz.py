"""The API is tried with what its OpenAPI document allows, and with what it does not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from bot.web.app import app_of
from tests.bot.web.documented import FEW, IS_SOAKING, PATIENCE, Served, operations_of, tried, unkept
from tests.bot.web.stage import add_book, needs_of
from tests.clock import SetClock
from tests.database import Shelf

pytestmark = pytest.mark.timeout(PATIENCE)
EXAMPLES = settings().max_examples if IS_SOAKING else FEW
ALWAYS = [not_a_server_error, checks.status_code_conformance, checks.response_schema_conformance]


@pytest.fixture(scope="module")
def served(shelf: Shelf) -> Iterator[Served]:
    """The web app with one book."""
    with unkept(shelf) as database:
        token = asyncio.run(add_book(database, "northwind"))
        yield Served(app_of(needs_of(database, SetClock())), token, database)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_request_breaks_it(served: Served, mode: GenerationMode) -> None:
    """Whatever is asked is answered as the document says, never with a 500, and kept whole."""
    document = served.app.openapi()
    of_api = [path for path in document["paths"] if path.startswith("/api/v1")]
    operations = [(path, method) for path in of_api for method in document["paths"][path]]
    assert len(operations) >= 2
    for path, method in operations:
        operation = operations_of(served, document)[path][method.upper()]
        statuses = tried(served, operation, mode, ALWAYS, EXAMPLES)
        assert statuses, (method, path)
        assert max(statuses) < 500
