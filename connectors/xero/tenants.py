"""The organisations of one consent: asked for once, when someone connects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import httpx
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from connectors.http import Answer, call
from connectors.xero.books import WireOrganisation
from connectors.xero.calls import NAME, request_headers
from connectors.xero.replies import read
from connectors.xero.settings import XeroSettings
from connectors.xero.wire import Text, read_one
from journal.errors import LedgerError


@dataclass(frozen=True, slots=True)
class Tenant:
    """An organisation that a consent lets us into."""

    id: str  # goes with every call as `xero-tenant-id`; the realm of a connection
    name: str


class _WireConnection(BaseModel):
    id: str = Field(alias="tenantId", pattern=r"^[\x21-\x7e]{1,100}$")  # as a header has it
    kind: Text = Field("", alias="tenantType")
    name: Text = Field("", alias="tenantName")


_CONNECTIONS = TypeAdapter(list[_WireConnection])


async def tenants(
    http: httpx.AsyncClient, settings: XeroSettings, access_token: str
) -> Sequence[Tenant]:
    """Return the organisations that `access_token` lets us into; a practice is none.

    Raises:
        AuthorisationLost: the token gives access to nothing.
        LedgerError: they could not be read.
    """
    headers = request_headers(access_token)
    request = http.build_request("GET", settings.connections_url, headers=headers)
    answer = await call(http, request, within=settings.timeout)
    if not answer.is_success:
        read(answer, secret=access_token).shown(NAME)
    return [Tenant(one.id, one.name) for one in _connections(answer) if one.kind == "ORGANISATION"]


async def home_currency(
    http: httpx.AsyncClient, settings: XeroSettings, access_token: str, tenant_id: str
) -> str:
    """Return the currency (ISO 4217) in which an organisation keeps its books.

    All its manual journals are in it. Raises as `tenants`.
    """
    url = f"{settings.api_url.rstrip('/')}/Organisation"
    request = http.build_request("GET", url, headers=request_headers(access_token, tenant_id))
    answer = await call(http, request, within=settings.timeout)
    content = read(answer, secret=access_token).shown(NAME)
    currency = read_one(content, "Organisations", WireOrganisation).currency
    if not currency:
        raise LedgerError("Xero does not tell the currency of the organisation")
    return currency


def _connections(answer: Answer) -> Sequence[_WireConnection]:
    try:
        return _CONNECTIONS.validate_json(answer.body)
    except ValidationError as error:
        raise LedgerError("Xero told its organisations in a way we do not know") from error
