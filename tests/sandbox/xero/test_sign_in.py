"""Letting an app in: consent, tokens that rotate, organisations, and rights."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.sandbox.quickbooks.books import HeldClock
from tests.sandbox.xero.books import APP, Books, a_journal

VERIFIER = "v" * 43
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
ASKED = {
    "client_id": APP[0],
    "redirect_uri": "http://127.0.0.1:8000/oauth/callback",
    "response_type": "code",
    "state": "s-1",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


async def approved(books: Books, *realms: str) -> str:
    """Approve the app for organisations and return the code its callback is given."""
    form = {**ASKED, "realm": [*realms], "answer": "approve"}
    answer = await books.http.post("identity/connect/authorize", data=form)
    return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]


async def traded(books: Books, code: str, verifier: str = VERIFIER) -> httpx.Response:
    """Trade a code as the app does."""
    form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
    back = {"redirect_uri": ASKED["redirect_uri"]}
    return await books.http.post("identity/connect/token", data={**form, **back}, auth=APP)


async def test_one_consent_for_several_organisations(books: Books) -> None:
    """The token lets in to those that were chosen, and `connections` lists them."""
    other = await Books.opened(books.http, books.clock, name="Other")
    third = await Books.opened(books.http, books.clock, name="Third")

    pair = (await traded(books, await approved(books, books.realm, other.realm))).json()

    headers = {"Authorization": f"Bearer {pair['access_token']}"}
    listed = (await books.http.get("connections", headers=headers)).json()
    assert {one["tenantId"] for one in listed} == {books.realm, other.realm}
    other.access_token = third.access_token = pair["access_token"]
    assert (await other.call("GET", "Organisation")).status_code == 200
    assert (await third.call("GET", "Organisation")).status_code == 403


async def test_a_code_is_good_once_and_for_its_verifier(books: Books) -> None:
    """A second trade, or another verifier, is an invalid grant."""
    code = await approved(books, books.realm)
    await traded(books, code)

    again = await traded(books, code)
    guessed = await traded(books, await approved(books, books.realm), verifier="guess")

    assert [one.json()["error"] for one in (again, guessed)] == ["invalid_grant"] * 2


async def test_refresh_tokens_rotate_with_half_an_hours_grace(
    books: Books, clock: HeldClock
) -> None:
    """The one before works for an app whose answer was lost, and no longer than that."""
    first = books.refresh_token
    assert (await books.refresh()).json()["refresh_token"] != first

    clock.forward(minutes=29)
    assert (await books.refresh(first)).status_code == 200
    clock.forward(minutes=31)
    assert (await books.refresh(first)).json() == {"error": "invalid_grant"}


async def test_tokens_run_out(books: Books, clock: HeldClock) -> None:
    """An access token after half an hour, a refresh token after sixty idle days."""
    clock.forward(minutes=30)
    expired = await books.call("GET", "Organisation")
    assert (expired.status_code, expired.json()["Detail"]) == (401, "TokenExpired: token expired")

    assert (await books.refresh()).status_code == 200
    clock.forward(days=60)
    assert (await books.refresh()).status_code == 400


async def test_a_disconnected_organisation_can_come_back(books: Books) -> None:
    """Switching off kills the tokens; switching on makes the last refresh token good again."""
    await books.switch(connected=False)
    status = (await books.post(a_journal())).status_code
    dead = await books.refresh()
    await books.switch(connected=True)

    assert (status, dead.status_code) == (401, 400)
    assert (await books.refresh()).status_code == 200


async def test_only_the_registered_app_gets_tokens(books: Books) -> None:
    """Without the right secret it is 401; only codes and refresh tokens are traded."""
    url = "identity/connect/token"

    wrong = await books.http.post(url, data={}, auth=(APP[0], "guess"))
    other = await books.http.post(url, data={"grant_type": "password"}, auth=APP)

    assert (wrong.status_code, wrong.json()["error"]) == (401, "invalid_client")
    assert other.json()["error"] == "unsupported_grant_type"


@pytest.mark.parametrize("header", ["", "Bearer nonsense", "Basic eDp5"])
async def test_a_call_without_a_token_is_refused(books: Books, header: str) -> None:
    """401, for a call to an organisation and for the list of them."""
    headers = {"Authorization": header}

    called = await books.call("GET", "Organisation", headers=headers)
    listed = await books.http.get("connections", headers=headers)

    assert (called.status_code, listed.status_code) == (401, 401)


async def test_a_right_can_be_taken_away(books: Books) -> None:
    """Reading goes on, posting is forbidden."""
    await books.switch(can_post=False)

    refused = await books.post(a_journal())

    assert refused.status_code == 403
    assert "reporting role" in refused.json()["Detail"]
    assert await books.journals() == []
