"""The organisations of one consent, and the currency of each."""

import json

import httpx
import pytest

from connectors.xero.settings import SCOPES
from connectors.xero.tenants import Tenant, home_currency, tenants
from journal.errors import AuthorisationLost, LedgerError
from tests.connectors.xero.bodies import HTML, TOKEN_EXPIRED, organisation
from tests.connectors.xero.platform import SETTINGS, TENANT, AnsweringPlatform, answering

CONNECTIONS = [
    {
        "id": "e1eede29-f875-4a5d-8470-17f6a29a88b1",
        "authEventId": "d99ecdfe-391d-43d2-b834-17636ba90e8d",
        "tenantId": TENANT,
        "tenantType": "ORGANISATION",
        "tenantName": "Northwind",
        "createdDateUtc": "2026-07-07T12:00:00.0000000",
        "updatedDateUtc": "2026-07-07T12:00:00.0000000",
    },
    {"id": "2", "tenantId": "a-practice", "tenantType": "PRACTICE", "tenantName": "Ledgerdomain"},
    {"id": "3", "tenantId": "t-3", "tenantType": "ORGANISATION", "tenantName": None},
]


async def told_by(platform: AnsweringPlatform) -> list[Tenant]:
    """Ask for the organisations."""
    return [*await tenants(platform.http, SETTINGS, "access-1")]


async def test_organisations_are_listed() -> None:
    """Organisations come with id and name; practices are none; the call is for no tenant."""
    platform = answering((200, json.dumps(CONNECTIONS).encode()))

    assert await told_by(platform) == [Tenant(TENANT, "Northwind"), Tenant("t-3", "")]

    (asked,) = platform.asked
    assert str(asked.url) == SETTINGS.connections_url
    assert asked.headers["authorization"] == "Bearer access-1"
    assert "xero-tenant-id" not in asked.headers


async def test_consent_without_organisations() -> None:
    """A consent that was given for none lets us into none."""
    assert await told_by(answering((200, b"[]"))) == []


async def test_token_that_is_refused() -> None:
    """A token that is not taken is a lost authorisation, and does not stand in the error."""
    with pytest.raises(AuthorisationLost) as caught:
        await told_by(answering((401, b"no such token: access-1")))

    assert "access-1" not in str(caught.value)


@pytest.mark.parametrize(
    "answer",
    [
        (500, HTML),
        (429, b""),
        (200, HTML),
        (200, b"{}"),
        (200, b'[{"tenantName":"no id"}]'),
        httpx.ReadTimeout("late"),
    ],
)
async def test_organisations_that_cannot_be_read(answer: tuple[int, bytes] | Exception) -> None:
    """Whatever stands in the way, it is one error."""
    with pytest.raises(LedgerError) as caught:
        await told_by(answering(answer))

    assert not isinstance(caught.value, AuthorisationLost)


async def test_currency_of_an_organisation() -> None:
    """The currency of the books is read for one tenant."""
    platform = answering((200, organisation(BaseCurrency="NZD")))

    assert await home_currency(platform.http, SETTINGS, "access-1", TENANT) == "NZD"

    (asked,) = platform.asked
    assert asked.url.path == "/api.xro/2.0/Organisation"
    assert asked.headers["xero-tenant-id"] == TENANT


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((200, organisation(BaseCurrency=None)), LedgerError),
        ((503, HTML), LedgerError),
        ((401, TOKEN_EXPIRED), AuthorisationLost),
    ],
)
async def test_currency_that_cannot_be_read(
    answer: tuple[int, bytes], error: type[LedgerError]
) -> None:
    """Without the currency nothing is guessed."""
    with pytest.raises(error):
        await home_currency(answering(answer).http, SETTINGS, "access-1", TENANT)


def test_scopes() -> None:
    """A consent asks who signs in, for journals, chart, lock dates and refresh tokens, no more."""
    assert SCOPES.split() == [
        "openid",
        "profile",
        "email",
        "accounting.manualjournals",
        "accounting.settings",
        "offline_access",
    ]
