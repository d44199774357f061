"""Letting an app in: consent, tokens that rotate, organisations, and rights."""

import pytest

from tests.sandbox.ledger.books import Books, HeldClock
from tests.sandbox.xero.books import a_journal, journals, post


async def test_one_consent_for_several_organisations(books: Books) -> None:
    """The token lets in to those that were chosen, and `connections` lists them."""
    other = await books.another()
    third = await books.another("Third")

    given = await books.approve(books.realm, other.realm)
    pair = (await books.trade(given["code"])).json()

    headers = {"Authorization": f"Bearer {pair['access_token']}"}
    listed = (await books.http.get("connections", headers=headers)).json()
    assert {one["tenantId"] for one in listed} == {books.realm, other.realm}
    other.access_token = third.access_token = pair["access_token"]
    assert (await other.call("GET", "Organisation")).status_code == 200
    assert (await third.call("GET", "Organisation")).status_code == 403


async def test_refresh_tokens_rotate_with_grace(books: Books, clock: HeldClock) -> None:
    """The one before works for half an hour more, for an app whose answer was lost."""
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

    refused = await post(books, a_journal())

    assert refused.status_code == 403
    assert "reporting role" in refused.json()["Detail"]
    assert await journals(books) == []


async def test_userinfo_tells_who_consented(books: Books) -> None:
    """With `openid`, by name and address; without it nobody is told."""
    person = {"person_name": "Mallory Quinn", "person_email": "mallory@example.com"}
    answers = []
    for scope in ("openid profile email", "accounting.manualjournals"):
        given = await books.approve(scope=scope, **person)
        pair = (await books.trade(given["code"])).json()
        headers = {"Authorization": f"Bearer {pair['access_token']}"}
        answers.append(await books.http.get("identity/connect/userinfo", headers=headers))
        assert pair["scope"] == scope

    told, refused = answers
    assert told.json()["email"] == "mallory@example.com"
    assert (told.json()["given_name"], told.json()["family_name"]) == ("Mallory", "Quinn")
    assert refused.status_code == 403
