"""Xero's own description of its Accounting API, made to judge what we send and what we imitate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import yaml
from referencing import Registry
from referencing.jsonschema import DRAFT4

PATH = Path(__file__).resolve().parents[3].parent / "shared" / "specs" / "xero_accounting.yaml"
ROOT = "/api.xro/2.0"
_URI = "urn:xero"
_NAMED = (
    (re.compile(r"^(/ManualJournals/)[0-9a-f-]{36}$"), r"\1{ManualJournalID}"),
    (re.compile(r"^(/TrackingCategories/)[^/]+(/Options)$"), r"\1{TrackingCategoryID}\2"),
)
"""Addresses of one object, and how the document has them."""


@dataclass(frozen=True, slots=True)
class OpenApi:
    """The document, whose schemas are those of JSON Schema's draft 4, nearly."""

    document: dict[str, Any]

    def complaints(self, name: str, value: Any) -> list[str]:
        """Return what is wrong with `value` as an object `name` of the document."""
        schema = {"$ref": f"{_URI}#/components/schemas/{name}"}
        resource = DRAFT4.create_resource(self.document)
        registry: Registry[Any] = Registry().with_resource(_URI, resource)
        validator = jsonschema.Draft4Validator(
            schema,
            registry=registry,
            format_checker=jsonschema.FormatChecker(),
        )
        return [f"{one.json_path}: {one.message}" for one in validator.iter_errors(value)]

    def complaints_of_call(self, request: httpx.Request) -> list[str]:
        """Return what of a call the document does not know: path, query, headers."""
        asked = request.url.path.removeprefix(ROOT)
        for address, described_as in _NAMED:
            asked = address.sub(described_as, asked)
        path = self.document["paths"].get(asked)
        operation = (path or {}).get(request.method.lower())
        if operation is None:
            return [f"no {request.method} {request.url.path}"]
        known = [
            self._followed(one)
            for one in (*path.get("parameters", ()), *operation.get("parameters", ()))
        ]
        queries = {one["name"] for one in known if one["in"] == "query"}
        headers = {one["name"].lower(): one for one in known if one["in"] == "header"}
        ours = {*request.headers} & {"xero-tenant-id", "idempotency-key", "if-modified-since"}
        needed = {name for name, one in headers.items() if one.get("required")}
        return [
            *(f"unknown query {name}" for name in {*request.url.params} - queries),
            *(f"unknown header {name}" for name in ours - headers.keys()),
            *(f"missing header {name}" for name in needed - ours),
        ]

    def _followed(self, parameter: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in parameter:
            return parameter
        found: Any = self.document
        for part in parameter["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        assert isinstance(found, dict)
        return found


@cache
def described() -> OpenApi:
    """Read the document, which takes about a second.

    Made strict: an object has no fields but those described. And what OpenAPI 3.0 calls
    `nullable` becomes what JSON Schema calls so.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = yaml.load(PATH.read_text("utf-8"), Loader=loader)  # noqa: S506  the safe one
    for schema in _schemas(document["components"]["schemas"]):
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
        if schema.pop("nullable", False):
            schema["type"] = [schema["type"], "null"]
    return OpenApi(document)


def read_only(document: OpenApi, name: str) -> set[str]:
    """Return the fields of `name` that are shown only, and must not be sent."""
    fields = document.document["components"]["schemas"][name]["properties"]
    return {field for field, schema in fields.items() if schema.get("readOnly")}


def _schemas(schemas: dict[str, Any]) -> Iterator[dict[str, Any]]:
    waiting: list[Any] = [*schemas.values()]
    while waiting:
        schema = waiting.pop()
        yield schema
        waiting += schema.get("properties", {}).values()
        if isinstance(schema.get("items"), dict):
            waiting.append(schema["items"])
