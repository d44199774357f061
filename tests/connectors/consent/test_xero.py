"""Consent at Xero: with PKCE, for as many organisations as were ticked."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from connectors.consent.xero import XeroSignIn
from connectors.xero.settings import XeroSettings
from journal.books.consent import Company
from journal.errors import AuthorisationLost
from tests.connectors.consent.platform import ASKING, GRANT, NOW, Answers, Platform, refusal

BACK = {"code": "c1", "state": ASKING.state}
TENANTS = [
    {"id": "1", "tenantId": "t-1", "tenantType": "ORGANISATION", "tenantName": "Northwind"},
    {"id": "2", "tenantId": "t-2", "tenantType": "ORGANISATION", "tenantName": "Harbor"},
    {"id": "3", "tenantId": "t-3", "tenantType": "PRACTICE", "tenantName": "The firm"},
]
DAY = {"token": GRANT, "connections": TENANTS}


def sign_in(answers: Answers) -> tuple[XeroSignIn, Platform]:
    """Return the way in, and the platform it leads to."""
    platform = Platform(answers)
    settings = XeroSettings("app", "app-secret")
    page = "https://login.xero.com/identity/connect/authorize"
    return XeroSignIn(platform.http(), settings, page, lambda: NOW), platform


def test_the_page_is_xeros_with_pkce() -> None:
    """The scopes of manual journals, offline_access, which renewals need, and who signs in."""
    way, _platform = sign_in(DAY)
    url = httpx.URL(way.address(ASKING, ""))

    assert url.host == "login.xero.com"
    assert url.params["code_challenge_method"] == "S256"
    scopes = url.params["scope"].split()
    assert {"accounting.manualjournals", "offline_access"} <= set(scopes)
    assert {"openid", "profile", "email"} <= set(scopes)
    assert way.host == "https://login.xero.com"


async def test_code_is_traded_with_the_verifier() -> None:
    """The organisations come after, by a call of their own; an end is known though not told."""
    way, platform = sign_in(DAY)

    granted = await way.take(BACK, ASKING)

    assert granted.companies == [Company("t-1", "Northwind"), Company("t-2", "Harbor")]
    assert granted.tokens.refresh_expires_at == NOW + timedelta(days=60)
    assert platform.traded == {
        "grant_type": "authorization_code",
        "code": "c1",
        "redirect_uri": ASKING.back,
        "code_verifier": ASKING.verifier,
    }
    assert platform.asked[1].headers["authorization"] == "Bearer access-1"


async def test_nothing_ticked_is_no_company() -> None:
    """What that means is said by the rules, with the book's name."""
    way, _platform = sign_in({**DAY, "connections": []})

    assert (await way.take(BACK, ASKING)).companies == []


async def test_code_that_is_refused() -> None:
    """Nothing is asked after it."""
    way, platform = sign_in({**DAY, "token": refusal(400, "invalid_grant")})

    with pytest.raises(AuthorisationLost):
        await way.take(BACK, ASKING)
    assert len(platform.asked) == 1
