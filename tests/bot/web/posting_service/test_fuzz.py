"""The reference server is tried with what the contract allows, and with what it does not."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from bot.web.pace import Pace
from bot.web.posting_service.app import posting_service_app, service_needs
from tests.bot.web.documented import FEW, IS_SOAKING, PATIENCE, Served, operations_of, tried, unkept
from tests.bot.web.posting_service.contract import contract
from tests.bot.web.posting_service.stage import REFERENCES, fill_anew
from tests.clock import SetClock
from tests.database import Shelf
from tests.storage.invariants import broken_rules

EXAMPLES = settings().max_examples // 5 if IS_SOAKING else FEW
pytestmark = pytest.mark.timeout(PATIENCE)
ASK_MORE_THAN_A_BOOK = ("listReports", "findEntries", "retryEntry", "putMapping", "putCosts")
OPERATIONS = [
    one["operationId"]
    for path in contract()["paths"].values()
    for name, one in path.items()
    if name != "parameters"
]
ALWAYS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


@pytest.fixture(scope="module")
def served(shelf: Shelf) -> Iterator[Served]:
    """The reference server over a queue with entries of every state, which counts no calls.

    One for all: what is sent here must do no harm, in whatever order.
    """
    with unkept(shelf) as database:
        token = asyncio.run(fill_anew(database))
        endless = Pace(lambda: 0.0, burst=1_000_000)
        needs = service_needs(database, SetClock(), endless)
        assert asyncio.run(broken_rules(database)) == []
        yield Served(posting_service_app(needs), token, database)


def narrowed() -> dict[str, Any]:
    """Return the contract with the names that the server knows, lest every answer be a 404."""
    raw = copy.deepcopy(contract())
    raw["components"]["schemas"]["BookId"] = {"type": "string", "enum": ["northwind"]}
    retry = raw["paths"]["/v1/books/{book}/entries/{reference}/retry"]
    retry["parameters"][1]["schema"] = {"type": "string", "enum": list(REFERENCES)}
    reports = raw["paths"]["/v1/books/{book}/reports"]["get"]
    reports["parameters"][0]["schema"]["enum"] = [""]  # a cursor cannot be made up
    for settings_ in ("mapping", "costs"):
        # Nor can an ETag, and a wrong one is refused with 412; test_answers has both.
        raw["paths"][f"/v1/books/{{book}}/{settings_}"]["put"]["parameters"] = []
        # Ten thousand rows of anything are too large a body before they are too many rows.
        del raw["components"]["schemas"][settings_.title()]["properties"][settings_]["maxItems"]
    raw["security"] = []  # every call carries the token; those without have their own tests
    # What a currency is, and how many places it has, no schema tells.
    raw["components"]["schemas"]["Currency"]["enum"] = ["USD", "EUR"]
    raw["components"]["schemas"]["Amount"]["pattern"] = "^[0-9]{1,13}([.][0-9]{1,2})?$"
    return raw


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_what_the_contract_allows_is_done(served: Served, operation_id: str) -> None:
    """No defect, no answer that the contract does not describe, and most of it succeeds."""
    operation = operations_of(served, narrowed()).find_operation_by_id(operation_id)

    statuses = tried(served, operation, GenerationMode.POSITIVE, ALWAYS, EXAMPLES)

    assert sum(status < 400 for status in statuses) >= len(statuses) / 2


@pytest.mark.parametrize("operation_id", ["getBook", *ASK_MORE_THAN_A_BOOK])
def test_what_the_contract_forbids_is_refused(served: Served, operation_id: str) -> None:
    """It is refused as problem details, not obeyed and not broken down over."""
    operation = operations_of(served, narrowed()).find_operation_by_id(operation_id)
    refused = [*ALWAYS, checks.negative_data_rejection]

    tried(served, operation, GenerationMode.NEGATIVE, refused, EXAMPLES)
