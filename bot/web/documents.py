"""The API described: OpenAPI 3.1, with the very models that requests are read with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.web.batch import MAX_ENTRIES
from bot.web.guard import SCHEME
from bot.web.problems import BROKEN, MEDIA_TYPE, Kind, ProblemJson
from connectors.intake.entry_json import EntryJson

_REF: Final = "#/components/schemas/{model}"
_ABOUT: Final = """\
Hand in journal entries and ask where they stand. jefail posts them to the book's accounting
platform, each exactly once, and tells the team in Slack when one is refused."""
ENTRY: Final[dict[str, Any]] = {
    "reference": "SHOP-2026-07-07",
    "date": "2026-07-07",
    "sales_channel": "Shopify",
    "kind": "sales_summary",
    "currency": "USD",
    "lines": [
        {"side": "debit", "amount": "1604.13", "category": "Clearing"},
        {"side": "credit", "amount": "1479.13", "category": "Sales"},
        {"side": "credit", "amount": "125.00", "category": "Gift cards"},
    ],
}
COSTS: Final[dict[str, Any]] = {
    "reference": "SHOP-2026-07-07-COGS",
    "date": "2026-07-07",
    "sales_channel": "Shopify",
    "kind": "cost_of_goods_sold",
    "lines": [
        {"side": "debit", "category": "Cost of goods sold", "sku": "MUG-BLUE", "quantity": 3},
        {"side": "credit", "category": "Inventory", "sku": "MUG-BLUE", "quantity": 3},
    ],
}
TAKES_ENTRIES: Final[dict[str, Any]] = {
    "security": [{SCHEME: []}],
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "oneOf": [
                        {"$ref": _REF.format(model=EntryJson.__name__)},
                        {
                            "type": "array",
                            "items": {"$ref": _REF.format(model=EntryJson.__name__)},
                            "minItems": 1,
                            "maxItems": MAX_ENTRIES,
                        },
                    ]
                },
                "examples": {
                    "one entry": {"value": ENTRY},
                    "a list": {"value": [ENTRY, COSTS]},
                },
            }
        },
    },
}
ASKS_BY_REFERENCE: Final[dict[str, Any]] = {
    "security": [{SCHEME: []}],
    "parameters": [
        {
            "name": "reference",
            "in": "path",
            "required": True,
            "description": "As it was handed in; slashes may stand as they are.",
            "schema": {"type": "string"},
            "example": ENTRY["reference"],
        }
    ],
}


def refusals(*kinds: Kind) -> dict[int | str, dict[str, Any]]:
    """Return FastAPI's `responses` for the problems that a path can answer with."""
    said: dict[int | str, dict[str, Any]] = {}
    for kind in (*kinds, BROKEN):
        status: int | str = "default" if kind is BROKEN else kind.status
        said.setdefault(status, _response())
        before = said[status]["description"]
        said[status]["description"] = f"{before}; {kind.title}" if before else kind.title
    return said


def _response() -> dict[str, Any]:
    schema = {"$ref": _REF.format(model=ProblemJson.__name__)}
    return {"description": "", "content": {MEDIA_TYPE: {"schema": schema}}}


def document(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of `app`."""
    made = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version=app.openapi_version,
        description=_ABOUT,
        routes=app.routes,
    )
    components = made.setdefault("components", {})
    components.setdefault("schemas", {}).update(_schemas(EntryJson, ProblemJson))
    components["securitySchemes"] = {
        SCHEME: {"type": "http", "scheme": "bearer", "description": "The token of one book."}
    }
    return made


def _schemas(*models: type[BaseModel]) -> dict[str, Any]:
    wanted: Sequence[tuple[type[BaseModel], Any]] = [(model, "validation") for model in models]
    _, found = models_json_schema(wanted, ref_template=_REF)
    schemas: dict[str, Any] = found["$defs"]
    return schemas
