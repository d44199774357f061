"""Tokens: read, renewed in time, once, by one, and lost only when the platform says so."""

import asyncio
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest

from connectors.http import NoAnswer
from connectors.oauth import App, Authorisation
from journal.errors import AuthorisationLost, LedgerError, NotAnswered
from journal.ports import Tokens, tokens_of_key
from tests.fakes.tokens import FakeTokenSafe

NOW = datetime(2026, 7, 7, 12, tzinfo=UTC)
TOKENS = Tokens("access-1", "refresh-1", NOW + timedelta(hours=1), NOW + timedelta(days=90))
APP = App("https://sign-in.invalid/token", "app", "app-secret")
GRANT = {
    "access_token": "access-2",
    "refresh_token": "refresh-2",
    "expires_in": 3600,
    "x_refresh_token_expires_in": 8_640_000,
}
RENEWED = Tokens("access-2", "refresh-2", NOW + timedelta(hours=1), NOW + timedelta(days=100))


@dataclass
class Desk:
    """A connection's authorisations in one or more processes, and the platform's sign-in."""

    answer: Callable[[], httpx.Response] = lambda: httpx.Response(200, json=GRANT)
    safe: FakeTokenSafe = field(default_factory=lambda: FakeTokenSafe({1: TOKENS}))
    asked: list[httpx.Request] = field(default_factory=list)
    at: datetime = NOW
    app: App = APP
    gate: tuple[asyncio.Event, asyncio.Event] | None = None  # tells that it is asked; waits

    def authorisation(self, connection_id: int = 1) -> Authorisation:
        """Return the authorisation as one process has it."""

        async def sign_in(request: httpx.Request) -> httpx.Response:
            self.asked.append(request)
            if self.gate:
                self.gate[0].set()
                await self.gate[1].wait()
            return self.answer()

        http = httpx.AsyncClient(transport=httpx.MockTransport(sign_in))
        return Authorisation(http, self.app, self.safe, connection_id, lambda: self.at)


def says(status: int, body: Any) -> Callable[[], httpx.Response]:
    """Answer so; text that is not JSON goes out as it is."""
    if isinstance(body, str):
        return lambda: httpx.Response(status, text=body)
    return lambda: httpx.Response(status, json=body)


async def test_living_token_is_used() -> None:
    """A token with time left is used as it is, and read once only."""
    desk = Desk()
    authorisation = desk.authorisation()

    assert await authorisation.access_token() == "access-1"
    desk.safe.busy = True
    assert await authorisation.access_token() == "access-1"
    assert desk.asked == []


async def test_token_about_to_end_is_renewed() -> None:
    """A token in its last minute is renewed before anybody refuses it."""
    desk = Desk(at=TOKENS.access_expires_at - timedelta(seconds=60))

    assert await desk.authorisation().access_token() == "access-2"
    assert len(desk.asked) == 1


async def test_what_is_asked_and_saved() -> None:
    """The newest refresh token is traded by the app's own name, and both new tokens are saved."""
    desk = Desk()

    assert await desk.authorisation().renew("access-1") == "access-2"

    (asked,) = desk.asked
    form = dict(parse_qsl(asked.content.decode()))
    assert form == {"grant_type": "refresh_token", "refresh_token": "refresh-1"}
    assert asked.headers["authorization"] == f"Basic {b64encode(b'app:app-secret').decode()}"
    assert desk.safe.saved == [RENEWED]


async def test_many_callers_renew_once() -> None:
    """Callers and processes that are refused at once make one renewal between them."""
    desk = Desk()
    processes = [desk.authorisation(), desk.authorisation()]

    tokens = await asyncio.gather(*(one.renew("access-1") for one in processes * 5))

    assert set(tokens) == {"access-2"}
    assert len(desk.asked) == 1


async def test_renewed_elsewhere_is_used() -> None:
    """What another process has renewed meanwhile is used, and nobody is asked."""
    desk = Desk()
    authorisation = desk.authorisation()
    await authorisation.access_token()
    desk.safe.kept[1] = RENEWED

    assert await authorisation.renew("access-1") == "access-2"
    assert await authorisation.access_token() == "access-2"
    assert desk.asked == []


async def test_secret_in_the_body_and_what_else_a_platform_wants() -> None:
    """Zoho takes the secret in the form alone; Intuit tells more when a header asks for it."""
    app = replace(APP, secret_in_body=True, headers={"x-asks": "true"})

    request = app.request(httpx.AsyncClient(), "refresh_token", refresh_token="refresh+1")

    form = dict(parse_qsl(request.content.decode()))
    assert form["client_secret"] == "app-secret"
    assert form["refresh_token"] == "refresh+1"
    assert "authorization" not in request.headers
    assert request.headers["x-asks"] == "true"


@pytest.mark.parametrize(
    ("told", "idle", "days"),
    [
        ({}, None, 90),
        ({}, timedelta(days=60), 60),
        ({"x_refresh_token_expires_in": 8_640_000}, None, 100),
        (
            {"x_refresh_token_expires_in": 8_640_000, "x_refresh_token_hard_expires_in": 86_400},
            None,
            1,
        ),
    ],
    ids=["as before", "unused", "rolling", "the consent itself"],
)
async def test_when_it_ends(told: dict[str, int], idle: timedelta | None, days: int) -> None:
    """The nearest of all ends that are told or known; where none is, the old one stays."""
    answer = {"access_token": "access-2", "refresh_token": "refresh-2", "expires_in": 3600, **told}
    desk = Desk(answer=says(200, answer), app=replace(APP, idle=idle))

    await desk.authorisation().renew("access-1")

    assert desk.safe.saved[0].refresh_expires_at == NOW + timedelta(days=days)


@pytest.mark.parametrize("seconds", [10**12, 2**63, -(10**12)])
async def test_a_life_beyond_the_calendar(seconds: int) -> None:
    """Tokens that are said to live for ever, or to be dead, are kept: the old ones are gone."""
    told = {"expires_in": seconds, "x_refresh_token_expires_in": seconds}
    desk = Desk(answer=says(200, {"access_token": "access-2", "refresh_token": "r2", **told}))

    assert await desk.authorisation().renew("access-1") == "access-2"
    assert desk.safe.saved[0].access_expires_at >= NOW


async def test_tokens_outlive_a_short_absence_of_the_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was sent is dead once the answer is here, so what came is offered until it is kept."""
    monkeypatch.setattr("connectors.oauth.KEEP_AGAIN_AFTER", (0.0, 0.0))
    desk = Desk()
    desk.safe.refuses = 2

    assert await desk.authorisation().renew("access-1") == "access-2"
    assert desk.safe.saved == [RENEWED]

    desk.safe.kept[1] = TOKENS
    desk.safe.refuses = 3
    with pytest.raises(LedgerError):
        await desk.authorisation().renew("access-1")


async def test_a_caller_that_is_stopped_does_not_lose_the_answer() -> None:
    """A renewal once begun goes on to its end, and the next caller finds what it brought."""
    arrived, may_answer = asyncio.Event(), asyncio.Event()
    desk = Desk(gate=(arrived, may_answer))
    authorisation = desk.authorisation()
    caller = asyncio.create_task(authorisation.renew("access-1"))
    await arrived.wait()

    caller.cancel()
    await asyncio.sleep(0)
    assert not caller.done()
    may_answer.set()
    with pytest.raises(asyncio.CancelledError):
        await caller

    assert desk.safe.saved == [RENEWED]
    assert await authorisation.access_token() == "access-2"


async def test_a_consent_by_key_is_not_renewed() -> None:
    """A key that is refused is refused for good; nothing is asked."""
    desk = Desk()
    desk.safe.kept[1] = tokens_of_key("key")

    with pytest.raises(AuthorisationLost):
        await desk.authorisation().renew("key")
    assert desk.asked == []


async def test_platform_that_does_not_rotate() -> None:
    """Without a new refresh token the old one is kept, with its end."""
    desk = Desk(answer=says(200, {"access_token": "access-2", "expires_in": 3600}))

    await desk.authorisation().renew("access-1")

    assert desk.safe.saved == [replace(TOKENS, access="access-2")]


@pytest.mark.parametrize(
    ("status", "error"),
    [(400, "invalid_grant"), (401, "invalid_client"), (200, "invalid_code")],
)
async def test_dead_authorisation(status: int, error: str) -> None:
    """A refusal in OAuth's words, under whatever status, means that only reconnecting helps."""
    body = {"error": error, "error_description": "Incorrect or invalid refresh token"}
    desk = Desk(answer=says(status, body))

    with pytest.raises(AuthorisationLost) as caught:
        await desk.authorisation().renew("access-1")

    assert caught.value.words == f"{error}: Incorrect or invalid refresh token"
    assert desk.safe.saved == []


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (503, {"error": "temporarily_unavailable"}),
        (400, {"error": "temporarily_unavailable"}),
        (429, {"error": "too_many_requests"}),
        (500, {"error": "internal"}),
        (400, {"error": "Access Denied", "error_description": "too many requests continuously"}),
        (200, {"error": "Access Denied"}),
        (403, "<html>Forbidden by the proxy</html>"),
        (200, "<html>Welcome to the hotel's network</html>"),
        (200, {"access_token": "access-2"}),
        (200, ""),
        (200, "[]"),
        (200, {"access_token": "two\nlines", "expires_in": 3600}),
        (200, {"access_token": "", "expires_in": 3600}),
        (200, {"access_token": "Zugriff-ä", "expires_in": 3600}),
    ],
)
async def test_trouble_at_sign_in_passes(status: int, body: Any) -> None:
    """Trouble at the sign-in is not a lost authorisation, and saves nothing."""
    desk = Desk(answer=says(status, body))

    with pytest.raises(LedgerError) as caught:
        await desk.authorisation().renew("access-1")

    assert not isinstance(caught.value, AuthorisationLost)
    assert desk.safe.saved == []


async def test_silence_at_sign_in_passes() -> None:
    """A sign-in that does not answer is trouble that passes; nothing was posted."""

    def silent() -> httpx.Response:
        raise httpx.ReadTimeout("late")

    with pytest.raises(NotAnswered) as caught:
        await Desk(answer=silent).authorisation().renew("access-1")

    assert not isinstance(caught.value, NoAnswer)


async def test_after_silence_the_old_token_is_sent_again() -> None:
    """The answer was lost on the way; Xero takes the old token for half an hour more."""
    answers = iter([None, httpx.Response(200, json=GRANT)])

    def at_last() -> httpx.Response:
        answer = next(answers)
        if answer is None:
            raise httpx.ReadTimeout("late")
        return answer

    desk = Desk(answer=at_last)
    authorisation = desk.authorisation()
    with pytest.raises(LedgerError):
        await authorisation.renew("access-1")

    assert desk.safe.kept[1] == TOKENS
    assert await authorisation.renew("access-1") == "access-2"
    assert [b"refresh-1" in one.content for one in desk.asked] == [True, True]


async def test_connection_without_tokens() -> None:
    """A connection that was never authorised needs connecting."""
    authorisation = Desk().authorisation(connection_id=2)

    with pytest.raises(AuthorisationLost):
        await authorisation.access_token()
    with pytest.raises(AuthorisationLost):
        await authorisation.renew("access-1")


async def test_busy_safe_passes() -> None:
    """When the safe cannot be opened in time, another try may help."""
    desk = Desk()
    desk.safe.busy = True

    for attempt in (desk.authorisation().access_token(), desk.authorisation().renew("access-1")):
        with pytest.raises(LedgerError) as caught:
            await attempt
        assert caught.value.retryable


def test_secrets_are_not_shown() -> None:
    """Neither the app nor the tokens show their secrets when printed."""
    assert "app-secret" not in repr(APP)
    assert "access-1" not in repr(TOKENS)
