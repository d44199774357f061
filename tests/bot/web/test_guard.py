"""Tokens are looked at only so fast, and an attack with wrong ones holds up nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.requests import Request

from bot.web.guard import CALLS_AT_ONCE, WRONG_A_MINUTE, Guard
from bot.web.pace import MOST_KEPT, Pace, caller_of
from bot.web.problems import Problem
from tests.bot.web.stage import Stage, add_book


def asking(token: str, address: str = "198.51.100.7") -> Request:
    """Return a request with a token, from an address."""
    headers = [(b"authorization", f"Bearer {token}".encode())]
    return Request({"type": "http", "headers": headers, "client": (address, 1)})


def guard_of(stage: Stage) -> tuple[Guard, list[str], list[float]]:
    """Return a guard, what it counted, and the time that it goes by."""
    counted: list[str] = []
    time = [0.0]
    guard = Guard(stage.database, counted.append)
    at = lambda: time[0]  # noqa: E731  a clock
    calls = Pace(at, guard.calls.a_minute, guard.calls.burst)
    wrong = Pace(at, guard.wrong.a_minute, guard.wrong.burst)
    return replace(guard, calls=calls, wrong=wrong), counted, time


async def status_of(guard: Guard, request: Request) -> int:
    """Return how a request is answered: 200 where it may pass."""
    try:
        await guard.book_of(request)
    except Problem as problem:
        return problem.kind.status
    return 200


async def test_wrong_tokens_are_counted_and_limited(stage: Stage) -> None:
    """After so many from one address none is looked at for a while."""
    guard, counted, time = guard_of(stage)

    statuses = [await status_of(guard, asking(f"jf_{n}")) for n in range(WRONG_A_MINUTE + 2)]

    assert statuses == [401] * WRONG_A_MINUTE + [429] * 2
    assert counted == ["token_wrong"] * WRONG_A_MINUTE + ["token_pace"] * 2
    assert await status_of(guard, asking("jf_x", "203.0.113.9")) == 401
    time[0] += 60
    assert await status_of(guard, asking("jf_x")) == 401


async def test_those_who_are_known_pass(stage: Stage) -> None:
    """A right token that was used lately is let in, from wherever the attack comes."""
    guard, _counted, _time = guard_of(stage)
    assert await status_of(guard, asking(stage.token)) == 200
    for number in range(WRONG_A_MINUTE + 1):
        await status_of(guard, asking(f"jf_{number}"))

    assert await status_of(guard, asking(stage.token)) == 200
    other = await add_book(stage.database, "harbor")
    assert await status_of(guard, asking(other)) == 429


async def test_right_tokens_do_not_count_as_wrong(stage: Stage) -> None:
    """A hundred clients behind one proxy are no attack."""
    guard, _counted, _time = guard_of(stage)
    tokens = [await add_book(stage.database, f"book{n}") for n in range(WRONG_A_MINUTE + 2)]

    assert {await status_of(guard, asking(token)) for token in tokens} == {200}


async def test_a_token_has_so_many_calls(stage: Stage) -> None:
    """One more than fits is told when to come again."""
    guard, _counted, time = guard_of(stage)
    statuses = [await status_of(guard, asking(stage.token)) for _ in range(CALLS_AT_ONCE + 1)]

    assert statuses == [200] * CALLS_AT_ONCE + [429]
    time[0] += 1
    assert await status_of(guard, asking(stage.token)) == 200


async def test_a_token_that_is_no_text(stage: Stage) -> None:
    """Bytes that are no letters are a wrong token, and nothing else."""
    headers = [(b"authorization", b"Bearer \xff\x00\xed\xa0\x80")]
    request = Request({"type": "http", "headers": headers, "client": None})

    assert await status_of(Guard(stage.database), request) == 401


@pytest.mark.parametrize(
    ("host", "counted_as"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9%eth0", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("a socket", "a socket"),
    ],
)
def test_a_network_is_one_caller(host: str, counted_as: str) -> None:
    """One of IPv6 has more addresses than there are tokens to count."""
    scope = {"type": "http", "client": (host, 1), "headers": []}

    assert caller_of(Request(scope)) == counted_as


def test_callers_that_come_once_take_no_memory() -> None:
    """An attack from a million addresses is forgotten as it goes."""
    pace = Pace(lambda: 0.0, 60, 60)

    for number in range(3 * MOST_KEPT):
        pace.take(number)

    assert len(pace._left) <= MOST_KEPT


@pytest.mark.parametrize("path", ["/health/live", "/api/v1/entries", "/nothing", "/metrics"])
async def test_every_answer_keeps_browsers_from_harm(stage: Stage, path: str) -> None:
    """What is no page is framed nowhere, sniffed as nothing, kept nowhere."""
    headers = (await stage.client.get(path)).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    for part in ("default-src 'none'", "form-action 'none'", "frame-ancestors 'none'"):
        assert part in headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in headers
