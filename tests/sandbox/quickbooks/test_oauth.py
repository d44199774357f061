"""Tokens: trading, rotating, expiring, revoking."""

import httpx
import pytest

from tests.sandbox.ledger.books import Books
from tests.sandbox.quickbooks.books import an_entry, gateway_fault_of, post

BEARER = "oauth2/v1/tokens/bearer"
DEAD = {
    "error": "invalid_grant",
    "error_description": "Incorrect or invalid refresh token",
}


async def test_a_refresh_gives_a_new_pair(books: Books) -> None:
    """Both tokens are new, with Intuit's lifetimes, and the new access token works."""
    old = books.access_token

    pair = (await books.refresh()).json()

    assert pair["access_token"] != old
    assert pair["token_type"] == "bearer"
    assert (pair["expires_in"], pair["x_refresh_token_expires_in"]) == (3600, 8_640_000)
    assert (await post(books, an_entry())).status_code == 200


async def test_a_company_tells_its_realm(books: Books) -> None:
    """The callback carries it, for the code does not say it."""
    assert (await books.approve())["realmId"] == books.realm


async def test_only_the_newest_refresh_token_is_good(books: Books) -> None:
    """An older one is refused, and that does not harm the newest."""
    first = books.refresh_token
    await books.refresh()

    refused = await books.refresh(first)

    assert (refused.status_code, refused.json()) == (400, DEAD)
    assert (await books.refresh()).status_code == 200


async def test_a_refresh_token_dies_after_a_hundred_idle_days(books: Books) -> None:
    """A refresh within the time starts the hundred days again."""
    books.clock.forward(days=99)
    assert (await books.refresh()).status_code == 200
    books.clock.forward(days=100)

    assert (await books.refresh()).json() == DEAD


async def test_a_consent_ends_after_five_years(books: Books) -> None:
    """However often it is refreshed; the hard end is told when asked for."""
    for _ in range(18):
        books.clock.forward(days=99)
        assert (await books.refresh()).status_code == 200
    form = {"grant_type": "refresh_token", "refresh_token": books.refresh_token}
    header = {"x-include-refresh-token-hard-expires-in": "true"}
    told = await books.http.post(BEARER, data=form, **books.wire.proof(), headers=header)
    left = told.json()["x_refresh_token_hard_expires_in"]

    books.clock.forward(seconds=left)

    assert left == (5 * 365 - 18 * 99) * 86_400
    assert (await books.refresh(told.json()["refresh_token"])).json() == DEAD


async def test_an_access_token_expires_after_an_hour(books: Books) -> None:
    """The gateway says so in lower case; a refresh helps."""
    books.clock.forward(seconds=3600)

    answer = await post(books, an_entry())
    assert gateway_fault_of(answer) == (401, "3200", "Token expired")
    assert answer.json()["fault"]["type"] == "AUTHENTICATION"
    message = answer.json()["fault"]["error"][0]["message"]
    assert message == "message=AuthenticationFailed; errorCode=003200; statusCode=401"
    await books.refresh()
    assert (await post(books, an_entry())).status_code == 200


async def test_userinfo_tells_who_consented(books: Books) -> None:
    """In Intuit's own names for it, each for the scope that it wants."""
    asked = "com.intuit.quickbooks.accounting openid"
    told = [await userinfo(books, f"{asked}{more}") for more in ("", " profile", " email")]

    assert [set(one.json()) for one in told] == [
        {"sub"},
        {"sub", "givenName", "familyName"},
        {"sub", "email", "emailVerified"},
    ]
    assert told[2].json()["email"] == "mallory@example.com"


async def test_userinfo_wants_its_scope_and_a_token(books: Books) -> None:
    """403 without `openid`, 401 without a token or with one that was revoked."""
    without = await userinfo(books, "com.intuit.quickbooks.accounting")
    none = await books.http.get("v1/openid_connect/userinfo")
    await books.switch(connected=False)
    revoked = await books.http.get("v1/openid_connect/userinfo", headers=bearer(books))

    assert (without.status_code, none.status_code, revoked.status_code) == (403, 401, 401)
    assert "insufficient_scope" in without.headers["www-authenticate"]


async def userinfo(books: Books, scope: str) -> httpx.Response:
    """Consent for `scope` as Mallory, and ask who that was."""
    given = await books.approve(scope=scope, person_email="mallory@example.com")
    books.access_token = (await books.trade(given["code"])).json()["access_token"]
    return await books.http.get("v1/openid_connect/userinfo", headers=bearer(books))


def bearer(books: Books) -> dict[str, str]:
    """Return how a token is sent."""
    return {"Authorization": f"Bearer {books.access_token}"}


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
async def test_revoking_either_token_ends_the_consent(books: Books, kind: str) -> None:
    """Calls are 401 from then on, and the refresh is dead."""
    token = getattr(books, kind)
    answer = await books.http.post(
        "v2/oauth2/tokens/revoke", json={"token": token}, **books.wire.proof()
    )

    assert answer.status_code == 200
    assert gateway_fault_of(await post(books, an_entry()))[:2] == (401, "3200")
    assert (await books.refresh()).json() == DEAD
    assert (await books.state())["connected"] is False


@pytest.mark.parametrize("body", [b"{}", b"[]", b"x", b'{"token": "nobody\'s"}'])
async def test_an_unknown_token_cannot_be_revoked(books: Books, body: bytes) -> None:
    """It is an invalid request, not a crash."""
    answer = await books.http.post("v2/oauth2/tokens/revoke", content=body, **books.wire.proof())

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


async def test_a_token_opens_only_its_company(books: Books) -> None:
    """With another company's token the gateway answers 403."""
    other = await books.another()
    other.access_token = books.access_token

    assert gateway_fault_of(await post(other, an_entry()))[:2] == (403, "3100")


@pytest.mark.parametrize("header", ["Bearer", "Bearer nonsense", "Basic eDp5"])
async def test_a_malformed_token_is_refused(books: Books, header: str) -> None:
    """The gateway words it as malformed."""
    answer = await books.call("GET", "preferences", headers={"Authorization": header})

    assert gateway_fault_of(answer) == (401, "3200", "Malformed bearer token")


async def test_a_call_without_a_token_is_refused_in_xml(books: Books) -> None:
    """Some of QuickBooks' 401s are XML whatever was asked for; this is ours."""
    path = f"v3/company/{books.realm}/preferences"
    answer = await books.http.get(path, headers={"Accept": "application/json"})

    assert answer.status_code == 401
    assert '<Fault type="AuthenticationFault"><Error code="100"' in answer.text


async def test_unreadable_credentials_are_refused(http: httpx.AsyncClient) -> None:
    """Broken base64 is no way in and no crash."""
    answer = await http.post(BEARER, headers={"Authorization": "Basic !"})

    assert answer.status_code == 401
