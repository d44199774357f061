"""Letting an app in, as every imitation does: consent, tokens, companies, rights."""

from base64 import urlsafe_b64encode
from hashlib import sha256

import httpx
import pytest

from sandbox.ledger.person import ROBIN
from tests.sandbox.ledger.books import Books, HeldClock, Wire

VERIFIER = "a-verifier-of-forty-three-characters-or-more"
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


async def test_the_page_offers_the_companies(books: Books) -> None:
    """Names are escaped, and what the app asked for is carried in the form."""
    await books.another("<b>Tricky & Co</b>")

    asked = books.asked(state='"><script>')
    page = await books.http.get(books.wire.consent_path, params=asked)

    assert page.status_code == 200
    assert "Harbor Goods" in page.text
    assert "&lt;b&gt;Tricky &amp; Co&lt;/b&gt;" in page.text
    assert "<script>" not in page.text


async def test_the_page_says_who_is_signed_in(books: Books) -> None:
    """Someone is, and another name can be typed; an app that asks who says so."""
    page = await books.http.get(books.wire.consent_path, params=books.asked(scope="openid a"))
    plain = await books.http.get(books.wire.consent_path, params=books.asked(scope="a"))

    assert ROBIN.email in page.text
    assert "see who you are" in page.text
    assert "see who you are" not in plain.text


async def test_the_page_says_that_there_is_no_company(
    wire: Wire, http: httpx.AsyncClient, clock: HeldClock
) -> None:
    """A fresh imitation has nothing to connect."""
    asked = Books(wire, http, clock, "", "", "").asked()

    assert "no company to connect yet" in (await http.get(wire.consent_path, params=asked)).text


async def test_approving_gives_tokens(books: Books) -> None:
    """The callback carries code, state and what stood in its address; the code lets in."""
    given = await books.approve()
    pair = (await books.trade(given["code"])).json()

    books.access_token = pair["access_token"]
    assert (given["state"], given["from"]) == ("s-1", "here")
    assert (await books.look()).status_code == 200


async def test_cancelling_sends_the_person_back(books: Books) -> None:
    """The app hears access_denied and gets no code."""
    given = await books.approve(answer="cancel")

    assert (given["error"], given["state"]) == ("access_denied", "s-1")
    assert "code" not in given


async def test_a_code_is_good_once(books: Books) -> None:
    """The second trade is refused."""
    code = (await books.approve())["code"]
    assert "access_token" in (await books.trade(code)).json()

    assert "error" in (await books.trade(code)).json()


async def test_a_code_is_good_for_ten_minutes(books: Books) -> None:
    """Afterward it is refused."""
    code = (await books.approve())["code"]
    books.clock.forward(minutes=10)

    assert "error" in (await books.trade(code)).json()


async def test_a_code_is_good_for_its_address_only(books: Books) -> None:
    """With another redirect URI it is refused."""
    code = (await books.approve())["code"]

    refused = await books.trade(code, redirect_uri="http://127.0.0.1/else")

    assert "error" in refused.json()


@pytest.mark.parametrize(("verifier", "good"), [(VERIFIER, True), ("guess", False), ("", False)])
async def test_pkce_is_checked_when_used(books: Books, verifier: str, *, good: bool) -> None:
    """The verifier must fit the challenge."""
    challenge = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    code = (await books.approve(**challenge))["code"]

    assert ("access_token" in (await books.trade(code, code_verifier=verifier)).json()) is good


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
    form = books.asked(**changes)

    page = await books.http.get(books.wire.consent_path, params=form)
    sent = await books.http.post(books.wire.consent_path, data=form)

    assert (page.status_code, sent.status_code) == (400, 400)


async def test_an_unknown_company_cannot_be_approved(books: Books) -> None:
    """The form is refused when someone changed it."""
    sent = await books.http.post(books.wire.consent_path, data=books.asked("1"))

    assert sent.status_code == 400


async def test_an_access_token_can_be_ended_at_once(books: Books) -> None:
    """The control call does what its time does, and a refresh helps."""
    await books.hand("/expire", {})

    assert (await books.send()).status_code == 401
    assert "access_token" in (await books.refresh()).json()
    assert (await books.send()).is_success


async def test_a_disconnected_company_can_come_back(books: Books) -> None:
    """Off kills the tokens; on makes the last refresh token good again."""
    state = await books.switch(connected=False)
    status, dead = (await books.send()).status_code, await books.refresh()
    await books.switch(connected=True)

    assert (state["connected"], status) == (False, 401)
    assert "error" in dead.json()
    assert "access_token" in (await books.refresh()).json()


async def test_a_new_consent_revives_a_company(books: Books) -> None:
    """It stands beside the dead one."""
    await books.switch(connected=False)

    await books.trade((await books.approve())["code"])

    assert (await books.state())["connected"] is True


async def test_a_token_opens_only_its_company(books: Books) -> None:
    """With another company's token nothing is read or written."""
    other = await books.another()
    other.access_token = books.access_token

    assert {(await other.send()).status_code, (await other.look()).status_code} <= {401, 403}


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer nonsense", "Basic eDp5", "Zoho-oauthtoken x"]
)
async def test_a_call_without_a_token_is_refused(books: Books, header: str) -> None:
    """401, whatever stands in its place."""
    assert (await books.look(headers={"Authorization": header})).status_code == 401


async def test_only_the_registered_app_gets_tokens(books: Books) -> None:
    """With another secret it is an invalid client; only codes and refresh tokens are traded."""
    wrong = await books.tokens(secret="guess", grant_type="refresh_token")
    other = await books.tokens(grant_type="password")

    assert wrong.json()["error"] == "invalid_client"
    assert other.json()["error"] == "unsupported_grant_type"


async def test_a_right_can_be_taken_away(books: Books) -> None:
    """Posting is refused, reading goes on."""
    await books.switch(can_post=False)

    assert (await books.send()).is_client_error
    assert await books.stored() == []
    assert (await books.look()).status_code == 200


async def test_an_access_token_runs_out(books: Books, clock: HeldClock) -> None:
    """After an hour at the latest."""
    clock.forward(hours=1)

    assert (await books.send()).status_code == 401
