"""Letting an app in: consent, tokens that do not rotate, organisations, and rights."""

import httpx
import pytest

from tests.sandbox.ledger.books import Books, HeldClock
from tests.sandbox.zoho.books import a_journal, numbers, post, refusal_of


async def organizations(books: Books) -> httpx.Response:
    """List the organisations, which names none in its query."""
    headers = {"Authorization": f"Zoho-oauthtoken {books.access_token}"}
    return await books.http.get("books/v3/organizations", headers=headers)


async def test_one_consent_for_several_organisations(books: Books) -> None:
    """The callback names the data centre; the token lets in to those that were chosen."""
    other = await books.another("Other", currency="EUR")
    third = await books.another("Third")
    given = await books.approve(books.realm, other.realm)

    pair = (await books.trade(given["code"])).json()

    assert (given["state"], given["location"]) == ("s-1", "us")
    assert pair["api_domain"] == "http://sandbox/zoho"
    assert pair["refresh_token"]
    books.access_token = third.access_token = pair["access_token"]
    listed = (await organizations(books)).json()["organizations"]
    assert [one["organization_id"] for one in listed] == [books.realm, other.realm]
    assert [one["currency_code"] for one in listed] == ["USD", "EUR"]
    assert refusal_of(await post(third, a_journal()))[:2] == (401, 57)


async def test_refresh_tokens_stay_the_same(books: Books, clock: HeldClock) -> None:
    """A renewal gives an access token alone, and the refresh token works on for years."""
    clock.forward(hours=1)
    assert refusal_of(await post(books, a_journal()))[:2] == (401, 57)

    pair = (await books.refresh()).json()
    assert "refresh_token" not in pair
    assert pair["expires_in"] == 3600
    assert (await post(books, a_journal())).status_code == 201
    clock.forward(days=1000)
    assert (await books.refresh()).status_code == 200


async def test_refusals_come_under_200(books: Books) -> None:
    """A dead refresh token, a used code, a wrong secret and a strange grant alike."""
    code = (await books.approve())["code"]
    await books.trade(code)
    refused = [
        await books.trade(code),
        await books.tokens(secret="guess"),
        await books.tokens(grant_type="password"),
    ]
    await books.switch(connected=False)
    refused.append(await books.refresh())

    assert {one.status_code for one in refused} == {200}
    assert [one.json()["error"] for one in refused] == [
        "invalid_code",
        "invalid_client",
        "unsupported_grant_type",
        "invalid_code",
    ]


async def test_ten_access_tokens_in_ten_minutes(paced: Books) -> None:
    """The eleventh is refused with Zoho's two words, and ten minutes later it is given."""
    for _ in range(10):
        assert "access_token" in (await paced.refresh()).json()

    assert (await paced.refresh()).json() == {"error": "Access Denied"}
    paced.clock.forward(minutes=10)
    assert "access_token" in (await paced.refresh()).json()


@pytest.mark.parametrize("header", ["", "Zoho-oauthtoken nonsense", "Bearer nonsense"])
async def test_a_call_without_a_token_is_refused(books: Books, header: str) -> None:
    """The one answer that Zoho has for it."""
    answer = await books.call("GET", "journals", headers={"Authorization": header})

    assert refusal_of(answer)[:2] == (401, 57)


async def test_a_right_can_be_taken_away(books: Books) -> None:
    """The answer is that to a bad token, though reading and listing go on."""
    draft = (await post(books, a_journal(status="draft"))).json()["journal"]
    await books.switch(can_post=False)

    refused = await post(books, a_journal("JF-2"))
    publish = await books.call("POST", f"journals/{draft['journal_id']}/status/publish")

    assert refusal_of(refused)[:2] == refusal_of(publish)[:2] == (401, 57)
    assert await numbers(books) == ["JF-1"]
    assert (await organizations(books)).status_code == 200


async def test_a_user_is_who_consented(books: Books) -> None:
    """By the name and the address that they use; it is a call to one organisation."""
    given = await books.approve(person_name="Mallory Quinn", person_email="mallory@example.com")
    books.access_token = (await books.trade(given["code"])).json()["access_token"]

    user = (await books.call("GET", "users/me")).json()["user"]
    assert user["name"] == "Mallory Quinn"
    assert user["email_ids"] == [{"email": "mallory@example.com", "is_selected": True}]

    headers = {"Authorization": f"Zoho-oauthtoken {books.access_token}"}
    assert (await books.http.get("books/v3/users/me", headers=headers)).status_code == 401
    await books.switch(missing_scope="ZohoBooks.settings.READ")
    assert refusal_of(await books.call("GET", "users/me"))[:2] == (401, 57)


async def test_a_call_wants_its_scope(books: Books) -> None:
    """A consent without the right to update creates journals, and may not change them."""
    old = "ZohoBooks.accountants.CREATE,ZohoBooks.accountants.READ,ZohoBooks.settings.READ"
    code = (await books.approve(scope=old))["code"]
    books.access_token = (await books.trade(code)).json()["access_token"]

    made = await post(books, a_journal())
    path = f"journals/{made.json()['journal']['journal_id']}"
    changed = await books.call("PUT", path, json=a_journal(notes="other"))

    assert made.status_code == 201
    assert refusal_of(changed)[:2] == (401, 57)
    assert (await organizations(books)).status_code == 200
    await books.switch(missing_scope="ZohoBooks.accountants.READ")
    assert refusal_of(await books.call("GET", path))[:2] == (401, 57)
