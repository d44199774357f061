"""The description of the API is true: what it says can happen happens, and looks like that."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from bot.web.app import app_of
from bot.web.entries import PATH
from bot.web.guard import WRONG_A_MINUTE
from bot.web.needs import Needs, Vitals
from tests.bot.web.stage import (
    Stage,
    an_entry_json,
    client_of,
    database_away,
    needs_of,
)
from tests.clock import SetClock

Document = dict[str, Any]


@pytest.fixture
async def document(stage: Stage) -> Document:
    """The description, read as any client reads it."""
    answer = await stage.client.get("/api/v1/openapi.json")
    found: Document = answer.json()
    return found


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Yield each method, path and operation."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def validator(document: Document, schema: Any) -> Draft202012Validator:
    """Return what checks values against a schema of the document."""
    whole = {"components": document["components"], **schema}
    return Draft202012Validator(whole, format_checker=FormatChecker())


def parts(value: Any) -> Iterator[Any]:
    """Yield `value` and everything inside it."""
    yield value
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inside:
        yield from parts(one)


async def some_answers(stage: Stage) -> AsyncIterator[tuple[str, httpx.Response]]:
    """Yield an answer of every kind, each with the path it was asked at."""
    one = PATH + "/{reference}"
    yield PATH, await stage.hand_in(an_entry_json())
    yield PATH, await stage.hand_in(an_entry_json())
    yield PATH, await stage.hand_in(b"{")
    yield PATH, await stage.hand_in(an_entry_json(), token="jf_unknown")
    yield PATH, await stage.hand_in(an_entry_json(description="changed"))
    yield PATH, await stage.hand_in(an_entry_json(date="2026-07-08", revision=2))
    yield PATH, await stage.hand_in([an_entry_json()] * 1001)
    yield PATH, await stage.hand_in(an_entry_json(), Content_Type="text/plain")
    yield PATH, await stage.hand_in(an_entry_json(date="soon"))
    yield one, await stage.ask("SHOP-2026-07-07")
    yield one, await stage.ask("none")
    yield one, await stage.ask("none", token="jf_unknown")
    for number in range(WRONG_A_MINUTE):
        limited = await stage.hand_in(an_entry_json(), token=f"jf_wrong_{number}")
    yield PATH, limited
    yield one, await stage.ask("none", token="jf_unknown")
    yield "/health/live", await stage.client.get("/health/live")
    yield "/health/ready", await stage.client.get("/health/ready")


async def answers_on_a_bad_day(stage: Stage, needs: Needs) -> list[tuple[str, httpx.Response]]:
    """Return what the API answers over a database that is away, or a defect."""
    async with client_of(app_of(needs)) as client:
        bad = Stage(client, needs.database, needs, stage.token)
        return [
            (PATH, await bad.hand_in(an_entry_json())),
            (PATH + "/{reference}", await bad.ask("R")),
        ]


async def test_every_answer_is_described(stage: Stage, document: Document) -> None:
    """Each described answer really occurs, no other does, and its body is as described."""
    seen = [one async for one in some_answers(stage)]
    async with database_away() as away:
        seen += await answers_on_a_bad_day(stage, needs_of(away, SetClock()))
    ill = needs_of(stage.database, SetClock(), vitals=Vitals(worker=lambda: False))
    async with client_of(app_of(ill)) as client:
        seen.append(("/health/ready", await client.get("/health/ready")))
    broken: Any = None  # stands for any defect: what should be a database is none
    seen += await answers_on_a_bad_day(stage, replace(stage.needs, database=broken))

    described = {
        (method, path, status)
        for method, path, operation in operations(document)
        for status in operation["responses"]
    }
    occurred = set()
    for path, answer in seen:
        method = answer.request.method
        responses = document["paths"][path][method.lower()]["responses"]
        status = str(answer.status_code) if answer.status_code != 500 else "default"
        content = responses[status]["content"][answer.headers["Content-Type"]]
        validator(document, content["schema"]).validate(answer.json())
        occurred.add((method, path, status))
    assert occurred == described


async def test_it_is_sound(document: Document) -> None:
    """It is OpenAPI 3.1, every reference leads somewhere and every schema is a schema."""
    assert document["openapi"].startswith("3.1")
    schemas = document["components"]["schemas"]
    references = {
        part["$ref"] for part in parts(document) if isinstance(part, dict) and "$ref" in part
    }
    assert references <= {f"#/components/schemas/{name}" for name in schemas}
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    for _, _, operation in operations(document):
        for scheme in operation.get("security", ()):
            assert set(scheme) <= set(document["components"]["securitySchemes"])


async def test_every_example_is_as_described(document: Document) -> None:
    """Examples in the schemas fit the schemas they stand in."""
    shown = 0
    for name, schema in document["components"]["schemas"].items():
        for example in schema.get("examples", ()):
            validator(document, {"$ref": f"#/components/schemas/{name}"}).validate(example)
            shown += 1
    assert shown >= 3


async def test_the_examples_of_bodies_can_be_sent(stage: Stage, document: Document) -> None:
    """Anyone who copies an example has it taken; the schema holds for it as well."""
    body = document["paths"][PATH]["post"]["requestBody"]["content"]["application/json"]
    for example in body["examples"].values():
        validator(document, body["schema"]).validate(example["value"])
        answer = await stage.hand_in(example["value"])
        assert answer.status_code == 201


async def test_the_schema_refuses_what_the_api_refuses(document: Document) -> None:
    """A client that checks by the schema finds the usual mistakes before it sends."""
    body = document["paths"][PATH]["post"]["requestBody"]["content"]["application/json"]
    check = validator(document, body["schema"])
    line = {"side": "debit", "category": "c", "amount": "1,00"}

    assert check.is_valid(an_entry_json())
    assert not check.is_valid(an_entry_json(date="07/07/2026"))
    assert not check.is_valid(an_entry_json(kind="sale"))
    assert not check.is_valid(an_entry_json(unknown=1))
    assert not check.is_valid(an_entry_json(lines=[line, line]))
    assert not check.is_valid([])
