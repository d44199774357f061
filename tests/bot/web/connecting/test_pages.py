"""The pages of connecting a book, as a browser, a preview and a stranger meet them."""

from __future__ import annotations

import re
from html import unescape

import httpx
import pytest

from bot.web.app import app_of
from journal.books.book import Platform
from journal.books.consent import MOST_KEY_TRIES, TRIES_WITHIN, Company
from journal.books.signed_in import SignedIn
from journal.errors import AuthorisationLost, ConsentRefused, LedgerError
from storage.database import Database
from tests.bot.web.stage import client_of, needs_of
from tests.clock import SetClock
from tests.journal.consenting import Consenting

NORTH, SOUTH = Company("t-North", "North & Sons"), Company("t-South", "South")


async def a_link(desk: Consenting, platform: Platform = Platform.XERO) -> str:
    """Return the path of a link that Ana asked for."""
    return f"/connect/{await desk.link(await desk.book('north'), platform=platform)}"


async def gone(desk: Consenting, browser: httpx.AsyncClient) -> str:
    """Go from a link to the platform; return the state that came along."""
    answer = await browser.post(await a_link(desk))
    return httpx.URL(answer.headers["location"]).params["state"]


def text(answer: httpx.Response) -> str:
    """Return what a person reads."""
    body = answer.text.partition("</style>")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


async def test_the_first_page_says_for_whom_and_what(
    desk: Consenting, browser: httpx.AsyncClient
) -> None:
    """Who asked, which book, where to; looking again shows the same."""
    link = await a_link(desk)

    for _ in range(2):
        page = await browser.get(link)
        assert page.status_code == 200
        said = text(page)
        assert "Connect North to Xero" in said
        assert "Ana <Lima> asked for this link" in said
        assert "Continue to Xero" in said
        assert "Your team is told the name and the e-mail address" in said
    assert "<Lima>" not in page.text


async def test_pages_are_kept_nowhere_and_framed_by_nobody(
    desk: Consenting, browser: httpx.AsyncClient
) -> None:
    """No cache, no referrer, no script, no other place that a form could lead to."""
    headers = (await browser.get(await a_link(desk))).headers

    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert f"form-action 'self' {desk.xero.host};" in policy
    assert headers["x-content-type-options"] == "nosniff"


async def test_a_form_for_a_key_leads_nowhere_else(
    desk: Consenting, browser: httpx.AsyncClient
) -> None:
    """What is typed into it stays with us."""
    page = await browser.get(await a_link(desk, Platform.TRYTON))

    assert "form-action 'self';" in page.headers["content-security-policy"]
    assert (await browser.get("/connect/none")).headers["cache-control"] == "no-store"


async def test_pages_with_tls_ask_for_it_ever_after(database: Database, clock: SetClock) -> None:
    """A browser that was here once comes back by https alone; without TLS nothing is said."""
    for is_secure in (True, False):
        app = app_of(needs_of(database, clock, is_secure=is_secure))
        async with client_of(app) as client:
            headers = (await client.get("/health/live")).headers
        assert ("strict-transport-security" in headers) is is_secure


async def test_there_and_back(desk: Consenting, browser: httpx.AsyncClient) -> None:
    """The button leads to the platform, the way back ends with the book connected."""
    desk.xero.companies = [NORTH]
    left = await browser.post(await a_link(desk))
    assert left.status_code == 303
    assert left.headers["location"].startswith(f"{desk.xero.host}/allow?")
    cookie = left.headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "Secure", "SameSite=lax", "Max-Age=900"))
    state = httpx.URL(left.headers["location"]).params["state"]

    done = await browser.get("/oauth/callback", params={"state": state, "code": "1"})

    assert done.status_code == 200
    assert "You signed in to North & Sons in Xero." in text(done)
    await desk.answered()
    assert (await desk.connection("north")).realm == NORTH.realm


async def test_the_person_reads_as_whom_they_signed_in(
    desk: Consenting, browser: httpx.AsyncClient
) -> None:
    """When they choose a company, and at the end; what they are called is text there."""
    desk.xero.companies = [NORTH, SOUTH]
    desk.xero.person = SignedIn("M & <b>Q</b>", "m@example.com")
    state = await gone(desk, browser)

    page = await browser.get("/oauth/callback", params={"state": state, "code": "1"})
    chosen = {"state": state, "company": f" {SOUTH.realm}"}
    done = await browser.post("/oauth/company", data=chosen)

    for one in (page, done):
        assert "You signed in as M & <b>Q</b> (m@example.com)" in unescape(one.text)
        assert "<b>" not in one.text


async def test_only_the_browser_that_left_comes_back(
    desk: Consenting, browser: httpx.AsyncClient
) -> None:
    """A way back that was sent on to someone else connects nothing of theirs."""
    desk.xero.companies = [NORTH]
    state = await gone(desk, browser)
    answer = {"state": state, "code": "1"}

    cookies = dict(browser.cookies)
    browser.cookies.clear()
    strange = await browser.get("/oauth/callback", params=answer)
    assert strange.status_code == 400
    assert "not the browser" in text(strange)
    assert desk.xero.asked == []
    browser.cookies.update(cookies)
    assert (await browser.get("/oauth/callback", params=answer)).status_code == 200


async def test_which_company_is_asked_and_answered(
    desk: Consenting, browser: httpx.AsyncClient
) -> None:
    """Of several the person picks one; a browser that did not come back may not."""
    desk.xero.companies = [NORTH, SOUTH]
    state = await gone(desk, browser)
    page = await browser.get("/oauth/callback", params={"state": state, "code": "1"})
    assert "Which company is North?" in text(page)
    assert "North & Sons" in text(page)
    chosen = {"state": state, "company": f" {SOUTH.realm}"}

    cookies = dict(browser.cookies)
    browser.cookies.clear()
    assert (await browser.post("/oauth/company", data=chosen)).status_code == 400
    browser.cookies.update(cookies)
    none = await browser.post("/oauth/company", data={"state": state})
    assert none.status_code == 422
    done = await browser.post("/oauth/company", data=chosen)

    assert "South" in text(done)
    await desk.answered()
    assert (await desk.connection("north")).realm == SOUTH.realm


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (ConsentRefused("Xero was told not to."), 422, "Xero was told not to."),
        (LedgerError("no answer came"), 502, "no answer came. Nothing was changed"),
        (AuthorisationLost("invalid_grant"), 502, "invalid_grant"),
    ],
)
async def test_what_fails_is_told_with_what_to_do(
    desk: Consenting, browser: httpx.AsyncClient, error: Exception, status: int, words: str
) -> None:
    """On a page, for a person."""
    desk.xero.error = error
    state = await gone(desk, browser)

    page = await browser.get("/oauth/callback", params={"state": state, "code": "1"})

    assert page.status_code == status
    assert words in text(page)


async def test_spent_and_unknown_links_say_what_to_do(
    desk: Consenting, browser: httpx.AsyncClient
) -> None:
    """Gone is what they are, and where a new one comes from."""
    link = await a_link(desk)
    await browser.post(link)

    for path in (link, "/connect/made-up"):
        for method in ("GET", "POST"):
            page = await browser.request(method, path)
            assert page.status_code == 410
            assert "/jefail connect" in text(page)


async def test_a_key_is_typed_into_a_form_until_it_opens(
    desk: Consenting, browser: httpx.AsyncClient
) -> None:
    """A refused one is told on the same page, not shown again, and the link stays good."""
    desk.tryton.companies = [Company("1", "Northwind")]
    link = await a_link(desk, Platform.TRYTON)
    assert "Key" in text(await browser.get(link))
    typed = {"site": "https://t.example/db", "key": "wrong-key"}

    wrong = await browser.post(link, data=typed)
    assert wrong.status_code == 422
    assert 'class="wrong"' in wrong.text
    assert "wrong-key" not in wrong.text
    done = await browser.post(link, data={**typed, "key": "good"})

    assert "You signed in to Northwind in Tryton at t.example." in text(done)
    await desk.answered()
    assert (await desk.connection("north")).realm == "1"


async def test_keys_are_tried_only_so_often(
    desk: Consenting, browser: httpx.AsyncClient, clock: SetClock
) -> None:
    """Nobody scans a network with the form: a new link, or the right key, changes nothing."""
    desk.tryton.companies = [Company("1", "Northwind")]
    book = await desk.book("north")
    typed = {"site": "https://t.example/db", "key": "wrong"}
    link = f"/connect/{await desk.link(book, platform=Platform.TRYTON)}"
    for _ in range(MOST_KEY_TRIES):
        assert (await browser.post(link, data=typed)).status_code == 422

    for path in (link, f"/connect/{await desk.link(book, platform=Platform.TRYTON)}"):
        assert (await browser.post(path, data={**typed, "key": "good"})).status_code == 410
    other = f"/connect/{await desk.link(book, 'U_BEN', Platform.TRYTON)}"
    assert (await browser.post(other, data=typed)).status_code == 422
    clock.advance(TRIES_WITHIN)
    link = f"/connect/{await desk.link(book, platform=Platform.TRYTON)}"
    assert (await browser.post(link, data={**typed, "key": "good"})).status_code == 200


async def test_too_many_fields_are_not_read(desk: Consenting, browser: httpx.AsyncClient) -> None:
    """A body made to cost time is taken for an empty one."""
    link = await a_link(desk, Platform.TRYTON)

    page = await browser.post(link, content="&".join(f"key{n}=1" for n in range(1000)))

    assert page.status_code == 422


async def test_without_pages_there_is_nothing(database: Database, clock: SetClock) -> None:
    """A process that connects no books has no such paths."""
    async with client_of(app_of(needs_of(database, clock))) as client:
        assert (await client.get("/connect/x")).status_code == 404
