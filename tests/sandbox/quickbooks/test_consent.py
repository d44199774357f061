"""Connecting a company: a person approves, the app trades the code."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.sandbox.quickbooks.books import APP, Books, HeldClock

CALLBACK = "http://127.0.0.1:8000/oauth/callback?from=qb"
VERIFIER = "a-verifier-of-forty-three-characters-or-more"
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
ASKED = {
    "client_id": APP[0],
    "redirect_uri": CALLBACK,
    "response_type": "code",
    "scope": "com.intuit.quickbooks.accounting",
    "state": "s-1",
}


async def approved(books: Books, **changes: str) -> dict[str, str]:
    """Approve on the page and return what the app's callback is given."""
    form = {**ASKED, "realm": books.realm, "answer": "approve", **changes}
    answer = await books.http.post("oauth2/connect", data=form)
    assert answer.status_code == 303
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    return {name: value for name, (value,) in query.items()}


async def traded(books: Books, code: str, **changes: str) -> httpx.Response:
    """Trade a code as the app does."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    return await books.http.post("oauth2/v1/tokens/bearer", data={**form, **changes}, auth=APP)


async def test_the_page_offers_the_companies(books: Books) -> None:
    """Names are escaped, and what the app asked for is carried in the form."""
    await Books.opened(books.http, books.clock, name="<b>Tricky & Co</b>")

    page = await books.http.get("oauth2/connect", params={**ASKED, "state": '"><script>'})

    assert page.status_code == 200
    assert "Harbor Goods" in page.text
    assert "&lt;b&gt;Tricky &amp; Co&lt;/b&gt;" in page.text
    assert "<script>" not in page.text


async def test_the_page_says_when_there_is_no_company(http: httpx.AsyncClient) -> None:
    """A fresh sandbox has nothing to connect."""
    page = await http.get("oauth2/connect", params=ASKED)

    assert "no company to connect yet" in page.text


async def test_approving_gives_tokens_for_the_company(books: Books) -> None:
    """The callback carries code, state and realmId; the code becomes a working pair."""
    given = await approved(books)
    pair = (await traded(books, given["code"])).json()

    books.access_token = pair["access_token"]
    assert (given["state"], given["realmId"], given["from"]) == ("s-1", books.realm, "qb")
    assert (await books.call("GET", "preferences")).status_code == 200


async def test_cancelling_sends_the_person_back(books: Books) -> None:
    """The app hears access_denied and gets no code."""
    given = await approved(books, answer="cancel")

    assert (given["error"], given["state"]) == ("access_denied", "s-1")


async def test_reconnecting_revives_a_disconnected_company(books: Books) -> None:
    """A new consent stands beside the dead one."""
    await books.switch(connected=False)

    await traded(books, (await approved(books))["code"])

    assert (await books.state())["connected"] is True


async def test_a_code_is_good_once(books: Books) -> None:
    """The second trade is refused."""
    code = (await approved(books))["code"]
    await traded(books, code)

    again = await traded(books, code)

    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


async def test_a_code_is_good_for_ten_minutes(books: Books, clock: HeldClock) -> None:
    """Afterwards it is refused."""
    code = (await approved(books))["code"]
    clock.forward(minutes=10)

    assert (await traded(books, code)).status_code == 400


async def test_a_code_is_good_for_its_redirect_uri_only(books: Books) -> None:
    """Another address is refused."""
    code = (await approved(books))["code"]

    assert (await traded(books, code, redirect_uri="http://127.0.0.1/else")).status_code == 400


@pytest.mark.parametrize(("verifier", "status"), [(VERIFIER, 200), ("guess", 400), ("", 400)])
async def test_pkce_is_checked_when_used(books: Books, verifier: str, status: int) -> None:
    """The verifier must fit the challenge."""
    challenge = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    code = (await approved(books, **challenge))["code"]

    assert (await traded(books, code, code_verifier=verifier)).status_code == status


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "stranger"},
        {"redirect_uri": "javascript:alert(1)"},
        {"response_type": "token"},
        {"code_challenge": "x", "code_challenge_method": "plain"},
    ],
)
async def test_a_bad_link_goes_nowhere(books: Books, changes: dict[str, str]) -> None:
    """Neither the page nor the form sends a browser to an address that was not checked."""
    form = {**ASKED, "realm": books.realm, "answer": "approve", **changes}

    page = await books.http.get("oauth2/connect", params=form)
    sent = await books.http.post("oauth2/connect", data=form)

    assert (page.status_code, sent.status_code) == (400, 400)


async def test_an_unknown_company_cannot_be_approved(books: Books) -> None:
    """The form is refused when somebody changed it."""
    form = {**ASKED, "realm": "1", "answer": "approve"}

    assert (await books.http.post("oauth2/connect", data=form)).status_code == 400
