"""Consent at QuickBooks: the company in the address is believed once the tokens open it."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from connectors.consent.quickbooks import QuickBooksSignIn
from connectors.quickbooks.settings import QuickBooksSettings
from journal.books.consent import Company
from journal.errors import AuthorisationLost, ConsentRefused, LedgerError
from tests.connectors.consent.platform import ASKING, GRANT, NOW, Answers, Platform, refusal

REALM = "9341453050200000"
BACK = {"code": "c1", "state": ASKING.state, "realmId": REALM}
LIVES = {"x_refresh_token_expires_in": 8_640_000, "x_refresh_token_hard_expires_in": 157_680_000}
DAY = {"bearer": {**GRANT, **LIVES}, REALM: {"CompanyInfo": {"CompanyName": "Northwind"}}}


def sign_in(answers: Answers) -> tuple[QuickBooksSignIn, Platform]:
    """Return the way in, and the platform it leads to."""
    platform = Platform(answers)
    settings = QuickBooksSettings("app", "app-secret")
    page = "https://appcenter.intuit.com/connect/oauth2"
    return QuickBooksSignIn(platform.http(), settings, page, lambda: NOW), platform


def test_the_page_is_intuits_without_pkce() -> None:
    """With the scope that journal entries need, and those that tell who signs in."""
    way, _platform = sign_in(DAY)
    url = httpx.URL(way.address(ASKING, ""))

    assert url.host == "appcenter.intuit.com"
    assert url.params["scope"] == "com.intuit.quickbooks.accounting openid profile email"
    assert url.params["state"] == ASKING.state
    assert "code_challenge" not in url.params
    assert way.host == "https://appcenter.intuit.com"


async def test_code_is_traded_and_proven() -> None:
    """Tokens with their nearest end, and the company by its name."""
    way, platform = sign_in(DAY)

    granted = await way.take(BACK, ASKING)

    assert granted.companies == [Company(REALM, "Northwind")]
    assert granted.tokens.refresh == "refresh-1"
    assert granted.tokens.refresh_expires_at == NOW + timedelta(days=100)
    assert platform.traded == {
        "grant_type": "authorization_code",
        "code": "c1",
        "redirect_uri": ASKING.back,
    }
    token_call, company_call = platform.asked
    assert token_call.headers["authorization"].startswith("Basic ")
    assert token_call.headers["x-include-refresh-token-hard-expires-in"] == "true"
    assert company_call.headers["authorization"] == "Bearer access-1"


async def test_company_that_the_tokens_do_not_open_is_not_believed() -> None:
    """Anyone who changes the company in the address gets nowhere."""
    fault = {"Fault": {"Error": [{"code": "3100", "Message": "no"}], "type": "AUTHORIZATION"}}
    way, _platform = sign_in({**DAY, REALM: lambda: httpx.Response(403, json=fault)})

    with pytest.raises(LedgerError):
        await way.take(BACK, ASKING)


@pytest.mark.parametrize("realm", ["", "../x", "12a"])
async def test_no_company_no_trade(realm: str) -> None:
    """The code is kept back where what came with it makes no sense."""
    way, platform = sign_in(DAY)

    with pytest.raises(ConsentRefused, match="which company"):
        await way.take({**BACK, "realmId": realm}, ASKING)
    assert platform.asked == []


async def test_code_that_is_refused() -> None:
    """Used or too old: in the platform's words."""
    way, _platform = sign_in({**DAY, "bearer": refusal(400, "invalid_grant")})

    with pytest.raises(AuthorisationLost) as caught:
        await way.take(BACK, ASKING)
    assert caught.value.words == "invalid_grant: no good"


async def test_company_without_a_name_is_a_company() -> None:
    """Its id will do."""
    way, _platform = sign_in({**DAY, REALM: {"CompanyInfo": {}}})

    assert (await way.take(BACK, ASKING)).companies == [Company(REALM, "")]
