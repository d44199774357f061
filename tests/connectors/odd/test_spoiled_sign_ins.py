"""Whatever a platform's token endpoint and its list of companies answer, connecting is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import httpx
import pytest
from hypothesis import settings

from connectors.consent.posting_service import PostingServiceKey
from connectors.consent.quickbooks import QuickBooksSignIn
from connectors.consent.tryton import TrytonKey
from connectors.consent.xero import XeroSignIn
from connectors.consent.zoho import ZohoSignIn
from connectors.oauth import App, Authorisation
from connectors.quickbooks.settings import QuickBooksSettings
from connectors.xero.settings import XeroSettings
from connectors.xero.tenants import home_currency
from journal.errors import JefailError
from journal.ports import Granted, Tokens
from tests.connectors.consent.platform import ASKING, GRANT, NOW
from tests.connectors.odd.asking import IS_SOAKING, for_seeds, spoiled
from tests.fakes.tokens import FakeTokenSafe

EXAMPLES: Final = settings().max_examples // 2 if IS_SOAKING else 30
pytestmark = pytest.mark.timeout(0 if IS_SOAKING else 300)
_BACK: Final = {"code": "c1", "state": ASKING.state}
_SITE: Final = "https://books.example/northwind"
_INTUIT: Final = QuickBooksSettings("app", "app-secret", api_url="https://books.invalid")
_XERO: Final = XeroSettings("app", "app-secret")
_TENANT: Final = "2a6b1c5e-9d4d-4f57-9a37-5f5d2ab3c111"
_WHOLE: Final = {
    **GRANT,
    "x_refresh_token_expires_in": 8640000,
    "x_refresh_token_hard_expires_in": 157680000,
    "api_domain": "https://www.zohoapis.eu",
}
_ANSWERS: Final[Mapping[str, Any]] = {
    "bearer": _WHOLE,
    "token": _WHOLE,
    "4620": {"CompanyInfo": {"CompanyName": "Northwind"}},
    "connections": [{"tenantId": _TENANT, "tenantType": "ORGANISATION", "tenantName": "Northwind"}],
    "Organisation": {"Organisations": [{"OrganisationID": _TENANT, "BaseCurrency": "USD"}]},
    "organizations": {
        "code": 0,
        "organizations": [{"organization_id": "10", "name": "Northwind"}],
    },
    "/v1/books": {
        "books": [
            {
                "id": "northwind",
                "name": "Northwind",
                "currency": "USD",
                "platform": "Xero",
                "connected": True,
            }
        ]
    },
    "company.company": [{"id": 1, "rec_name": "Northwind"}],
}


async def renew(http: httpx.AsyncClient) -> None:
    """Renew tokens that ran out, and call with what came."""
    app = App("https://sign-in.invalid/token", "app", "app-secret")
    safe = FakeTokenSafe({1: Tokens("access-0", "refresh-0", NOW)})
    token = await Authorisation(http, app, safe, 1, lambda: NOW).access_token()
    http.build_request("GET", "https://books.invalid", headers={"Authorization": token})


Ask = Callable[[httpx.AsyncClient], Awaitable[Any]]
PAGES: Final[Mapping[str, Ask]] = {
    "quickbooks": lambda http: QuickBooksSignIn(
        http, _INTUIT, "https://appcenter.invalid", lambda: NOW
    ).take({**_BACK, "realmId": "4620"}, ASKING),
    "xero": lambda http: XeroSignIn(http, _XERO, "https://login.invalid", lambda: NOW).take(
        _BACK, ASKING
    ),
    "zoho": lambda http: ZohoSignIn(http, "app", "app-secret", lambda: NOW).take(
        {**_BACK, "location": "eu"}, ASKING
    ),
    "tryton": lambda http: TrytonKey(http).take(_SITE, "key-0123456789"),
    "posting service": lambda http: PostingServiceKey(http).take(_SITE, "key-0123456789"),
}
ASKS: Final[Mapping[str, Ask]] = {
    **PAGES,
    "currency": lambda http: home_currency(http, _XERO, "access-1", _TENANT),
    "renewal": renew,
}


def platform(request: httpx.Request) -> httpx.Response:
    """Return what a platform of one company answers."""
    shown = next(one for end, one in _ANSWERS.items() if request.url.path.endswith(end))
    return httpx.Response(200, json=shown)


@pytest.mark.parametrize("asked", ASKS)
def test_spoiled_answers_to_a_sign_in_are_told(asked: str) -> None:
    """Parts lost, odd, huge, cut off, another status: what was granted, or an error of ours."""
    for_seeds(EXAMPLES, lambda seed: asked_of(asked, seed))


async def asked_of(asked: str, seed: int) -> None:
    """Come in at a platform whose answers are spoiled as `seed` has it."""
    spoiling = spoiled(platform, seed)
    async with httpx.AsyncClient(transport=spoiling) as http:
        try:
            granted = await ASKS[asked](http)
        except JefailError:
            return
    if asked in PAGES:
        assert isinstance(granted, Granted)
        assert granted.tokens.access.isascii()


@pytest.mark.parametrize("asked", PAGES)
async def test_unspoiled_answers_let_in(asked: str) -> None:
    """What is spoiled above is good: each way in leads to the one company."""
    async with httpx.AsyncClient(transport=httpx.MockTransport(platform)) as http:
        granted = await PAGES[asked](http)
    assert [one.name for one in granted.companies] == ["Northwind"]
