"""Requests that an OpenAPI document allows or forbids, sent to the app that it describes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.schemas import APIOperation
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from storage.database import Database, sqlalchemy_url
from tests.counting import count_case
from tests.database import Shelf
from tests.storage.invariants import broken_rules

load_all_checks()
IS_SOAKING: Final = settings().max_examples > 100
PATIENCE: Final = 0 if IS_SOAKING else 300
"""Seconds for a test; 0: as long as it takes."""
FEW: Final = 8


class Served(NamedTuple):
    """An app, a token that it takes, and where it keeps things."""

    app: FastAPI
    token: str
    database: Database


@contextmanager
def unkept(shelf: Shelf) -> Iterator[Database]:
    """Yield a database that keeps no connection: each request has an event loop of its own."""
    with shelf.database() as url:
        yield Database(create_async_engine(sqlalchemy_url(url), poolclass=NullPool))


def operations_of(served: Served, document: Mapping[str, Any]) -> Any:
    """Return the operations of `document`, as the app is asked for them."""
    schema = schemathesis.openapi.from_dict(dict(document))
    schema.app = served.app
    return schema


def tried(
    served: Served,
    operation: APIOperation[Any, Any, Any, Any],
    mode: GenerationMode,
    checks: Sequence[Any],
    examples: int,
) -> Sequence[int]:
    """Send cases of one operation and validate every answer; return the statuses.

    After each what has to hold in the database is asked.
    """
    statuses: list[int] = []

    @settings(
        max_examples=examples,
        derandomize=not IS_SOAKING,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: schemathesis.Case[Any]) -> None:
        count_case()
        headers = {"Authorization": f"Bearer {served.token}"}
        response = case.call_and_validate(headers=headers, checks=[*checks])
        statuses.append(response.status_code)
        assert asyncio.run(broken_rules(served.database)) == []

    send()
    return statuses
