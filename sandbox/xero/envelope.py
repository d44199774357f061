"""What stands around the objects of every answer that shows some."""

from typing import Any
from uuid import uuid4

from sandbox.ledger.services import Services
from sandbox.xero.clock import wire_moment


def enveloped(services: Services, name: str, objects: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the objects `name` as an answer shows them."""
    return {
        "Id": str(uuid4()),
        "Status": "OK",
        "ProviderName": "jefail",
        "DateTimeUTC": wire_moment(services.now()),
        name: objects,
    }
