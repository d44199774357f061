"""Who signed in is told, or nobody is; no answer to that question is an error."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.consent import who
from connectors.consent.posting_service import PostingServiceKey
from connectors.consent.quickbooks import QuickBooksSignIn
from connectors.consent.tryton import TrytonKey
from connectors.consent.xero import XeroSignIn
from connectors.consent.zoho import ZohoSignIn
from connectors.quickbooks.settings import QuickBooksSettings
from connectors.xero.settings import XeroSettings
from journal.books.consent import Company
from journal.books.signed_in import NOBODY, SignedIn
from journal.ports import Clock, TellsWho
from tests.connectors.consent.platform import NOW, Platform

SITE = "https://tryton.example/books"
MALLORY = SignedIn("Mallory Quinn", "mallory@example.com")
INTUIT = {"givenName": "Mallory", "familyName": "Quinn", "email": MALLORY.email}
CLAIMS = {"given_name": "Mallory", "family_name": "Quinn", "email": MALLORY.email}


def _now() -> Any:
    return NOW


CLOCK: Clock = _now
WAYS: Mapping[str, Callable[[httpx.AsyncClient], TellsWho]] = {
    "quickbooks": lambda http: QuickBooksSignIn(
        http, QuickBooksSettings("app", "app-secret"), "https://a.example/connect", CLOCK
    ),
    "xero": lambda http: XeroSignIn(
        http, XeroSettings("app", "app-secret"), "https://a.example/authorize", CLOCK
    ),
    "zoho": lambda http: ZohoSignIn(http, "app", "app-secret", CLOCK),
    "tryton": TrytonKey,
}
ENDINGS = ("userinfo", "users/me", "get_preferences")


def asked(name: str, answer: Any) -> tuple[TellsWho, Platform]:
    """Return the way in to a platform that answers so when it is asked who signed in."""
    platform = Platform(dict.fromkeys(ENDINGS, answer))
    return WAYS[name](platform.http()), platform


async def told(name: str, answer: Any) -> SignedIn:
    """Return who is told of at a platform that answers so."""
    return await asked(name, answer)[0].who_signed_in("access-1", Company("10", "Northwind", SITE))


@pytest.mark.parametrize(
    ("name", "address", "scheme"),
    [
        (
            "quickbooks",
            "https://accounts.platform.intuit.com/v1/openid_connect/userinfo",
            "Bearer",
        ),
        ("xero", "https://identity.xero.com/connect/userinfo", "Bearer"),
        (
            "zoho",
            "https://www.zohoapis.com/books/v3/users/me?organization_id=10",
            "Zoho-oauthtoken",
        ),
        ("tryton", f"{SITE}/rest/model/res.user/get_preferences", "Bearer"),
    ],
)
async def test_each_platform_is_asked_in_its_own_place(
    name: str, address: str, scheme: str
) -> None:
    """Once, with the fresh token, which goes in the header alone."""
    way, platform = asked(name, {})

    await way.who_signed_in("access-1", Company("10", "Northwind", SITE))

    (request,) = platform.asked
    assert str(request.url) == address
    assert request.headers["authorization"] == f"{scheme} access-1"


@pytest.mark.parametrize(
    ("api", "host"),
    [
        ("https://sandbox-quickbooks.api.intuit.com", "sandbox-accounts.platform.intuit.com"),
        ("https://quickbooks.api.intuit.com/", "accounts.platform.intuit.com"),
        (
            "https://quickbooks.api.intuit.com.x.example",
            "quickbooks.api.intuit.com.x.example",
        ),
        ("http://127.0.0.1:8055/quickbooks", "127.0.0.1:8055"),
    ],
)
def test_sandbox_companies_have_a_host_of_their_own(api: str, host: str) -> None:
    """It goes with that of the API; what stands in Intuit's place is asked itself."""
    url = httpx.URL(QuickBooksSettings("app", "secret", api_url=api).userinfo_url)

    assert url.netloc.decode() == host


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("quickbooks", {"sub": "1", **INTUIT, "emailVerified": True}),
        ("quickbooks", {**CLAIMS, "email_verified": "true"}),
        ("xero", {"sub": "1", **CLAIMS}),
        ("xero", {"name": "Mallory Quinn", "email": MALLORY.email}),
        ("zoho", {"user": {"name": "Mallory Quinn", "email_ids": [{"email": MALLORY.email}]}}),
        ("tryton", {"name": "Mallory Quinn", "email": MALLORY.email, "menu": 1, "avatar": None}),
    ],
)
async def test_the_person_is_read(name: str, answer: Any) -> None:
    """By the names that each platform has for it."""
    assert await told(name, answer) == MALLORY


async def test_of_several_addresses_the_one_in_use_is_told() -> None:
    """Zoho lists all that a user has."""
    addresses = [{"email": "old@example.com"}, {"email": MALLORY.email, "is_selected": True}]
    user = {"name": "Mallory Quinn", "email_ids": addresses}

    assert await told("zoho", {"user": user}) == MALLORY


@pytest.mark.parametrize("said", [False, "false", 0, {}])
async def test_an_address_that_nobody_proved_is_left_out(said: Any) -> None:
    """Else someone could sign in under the address of the person who is to press Connect."""
    assert await told("quickbooks", {**INTUIT, "emailVerified": said}) == SignedIn("Mallory Quinn")
    assert await told("xero", {**CLAIMS, "email_verified": said}) == SignedIn("Mallory Quinn")


BROKEN: Mapping[str, Any] = {
    "refused": lambda: httpx.Response(401, json={**INTUIT, **CLAIMS}),
    "without the scope": lambda: httpx.Response(403, json={"error": "insufficient_scope"}),
    "gone": lambda: httpx.Response(404),
    "moved": lambda: httpx.Response(302, headers={"Location": "https://evil.example"}),
    "down": lambda: httpx.Response(503),
    "a page": lambda: httpx.Response(200, text="<html>Welcome"),
    "empty": lambda: httpx.Response(200),
    "no UTF-8": lambda: httpx.Response(200, content=b'{"name": "\xff\xfe"}'),
    "deep": lambda: httpx.Response(200, content=b"[" * 100_000),
    "huge": lambda: httpx.Response(200, json={**CLAIMS, "x": "y" * who.MOST_BODY}),
    "a list": [CLAIMS],
    "a text": "Mallory Quinn",
    "numbers": {"name": 1, "email": 2, "givenName": {}, "user": {"name": 3, "email_ids": [{}]}},
    "nulls": {"name": None, "email": None, "user": {"name": None, "email_ids": []}},
    "no user": {"user": None},
}


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("what", BROKEN)
async def test_whatever_goes_wrong_is_nobody(name: str, what: str) -> None:
    """Access was given; that it is not known by whom takes nothing of it away."""
    assert await told(name, BROKEN[what]) == NOBODY


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
KEYS = st.sampled_from(
    [
        *INTUIT,
        *CLAIMS,
        "name",
        "emailVerified",
        "email_verified",
        "user",
        "email_ids",
        "is_selected",
    ]
)
ANSWERS = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6)
)


@pytest.mark.parametrize("name", WAYS)
def test_any_answer_is_a_person_or_nobody(name: str) -> None:
    """Parts missing, or of other types: nothing gets out, and what is told can be shown."""

    @settings(database=None, suppress_health_check=list(HealthCheck), deadline=None)
    @given(ANSWERS.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=40))
    def answered(body: bytes) -> None:
        person = asyncio.run(told(name, lambda: httpx.Response(200, content=body)))
        assert person.whole.isprintable()

    answered()


@pytest.mark.parametrize("name", WAYS)
async def test_no_answer_is_nobody_in_time(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person who signed in waits for the next page: a line that hangs is let go."""
    monkeypatch.setattr(who, "WHO_SECONDS", 0.01)
    never = asyncio.Event()

    async def hang(_request: httpx.Request) -> httpx.Response:
        await never.wait()
        raise AssertionError

    def cut(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route")

    for answer in (hang, cut):
        http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
        company = Company("10", "Northwind", SITE)
        assert await WAYS[name](http).who_signed_in("access-1", company) == NOBODY


@pytest.mark.parametrize("name", WAYS)
async def test_nothing_of_a_person_is_logged(
    name: str, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither who was told, nor what could not be read, nor the token."""
    caplog.set_level("DEBUG")
    user = {"name": "Mallory Quinn", "email_ids": [{"email": MALLORY.email}]}
    whole = {**CLAIMS, **INTUIT, "name": "Mallory Quinn", "user": user}

    assert await told(name, whole) == MALLORY
    assert await told(name, lambda: httpx.Response(200, text=json.dumps(whole) + "?")) == NOBODY

    written = caplog.text + "".join(capsys.readouterr())
    assert not [one for one in ("allory", "access-1") if one in written]


async def test_a_posting_service_names_nobody() -> None:
    """Its contract has no people, so it is not even asked."""
    platform = Platform({})

    way = PostingServiceKey(platform.http())

    assert await way.who_signed_in("key-1", Company("northwind", "Northwind", SITE)) == NOBODY
    assert platform.asked == []
