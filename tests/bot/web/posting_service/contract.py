"""The contract as it is written, read once."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

PATH = Path(__file__).parents[4] / "docs" / "posting-service.yaml"


@cache
def contract() -> dict[str, Any]:
    """Return docs/posting-service.yaml; to be copied before it is changed."""
    read: dict[str, Any] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return read


def schema_of(name: str) -> dict[str, Any]:
    """Return one of its schemas, which can be validated by itself."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": f"#/components/schemas/{name}",
        "components": contract()["components"],
    }
