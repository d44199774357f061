"""Good answers, spoiled by chance: parts lost, odd, doubled, cut off, under another status."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

MOST_CALLS: Final = 600
"""More than any question needs: who asks on is caught in an answer without end."""
_NUMBERS: Final[tuple[Any, ...]] = (
    *("#1e400", "#-1e999999", "#1e99999999999999999999", "#1e-400", "#-0.0", "#00", "٣", "²"),
    *("1e999999", "-1e-999999", "NaN", "Infinity", "9" * 5000, "-0", " 7 ", "1_000", "0x7", "1,5"),
    *(0, -1, 1, 2**31, 2**63, 2**70, 10**400, 0.1 + 0.2, 1e300, True, None, ""),
)
_DAYS: Final[tuple[Any, ...]] = (
    *("2026-02-30", "2026-13-01T00:00:00Z", "0000-00-00", "0001-01-01T00:00:00+14:00", "12:00"),
    *("9999-12-31", "9999-12-31T23:59:59-14:00", "2026-07-07T09:00:00", "2026-07-07T25:00:00Z"),
    *("2026-W01-1", "20260707", "2026-07-07T09:00:00+99:99", "yesterday", "", None, 0, 1783414800),
    *("/Date(9e99)/", "/Date(9999999999999999999)/", "/Date(253402300800000)/", "/Date(-1)/"),
    *("/Date(-99999999999999)/", "/Date(1552521600000+9900)/", "/Date(" + "9" * 5000 + ")/"),
)
LEAVES: Final[tuple[Any, ...]] = (
    *(True, False, 7, -0.5, float("inf"), float("nan"), "", "0", "-1", "x", "x" * 5000),
    *("\x00", "\ud800", "\u202e", "٣", "²", "\n"),
    *_NUMBERS,
    *_DAYS,
    *([], {}, [[]], [None], [{}], {"": None}, [1, "x"], {"id": {}}, {"value": [1]}),
    {"__class__": "date"},
    {"__class__": "date", "year": "x", "month": None, "day": 2**70},
    {"__class__": "date", "year": 0, "month": 13, "day": 32},
    {"__class__": "Decimal"},
    {"__class__": "Decimal", "decimal": None},
    {"__class__": "Decimal", "decimal": "1e999999"},
    {"__class__": "datetime", "year": 2026, "month": "x"},
    {"__class__": "datetime", "year": 2026, "month": [], "day": 2**70},
    {"__class__": ["date"]},
)
_STATUSES: Final = (200, 201, 204, 206, 301, 302, 304, 307, 400, 401, 403, 404, 405, 409, 410, 412)
_WORSE: Final = (418, 422, 423, 429, 500, 502, 503, 504, 599, 999)
_HEADERS: Final = (
    *(("Retry-After", said) for said in ("", "-1", "9" * 400, "1e9", "NaN", "inf", "soon", "²")),
    *(("Retry-After", said) for said in ("Wed, 21 Oct 2099 07:28:00 GMT", "0", "1.5", " 7 ", "٣")),
    *(
        ("Location", said)
        for said in ("", "/", "//evil.example/", "http://[", "file:///etc/passwd")
    ),
    *(("ETag", said) for said in ("", '"' + "e" * 3000 + '"', "no quotes", 'W/"1"')),
    *(("Content-Type", said) for said in ("", "text/html", "application/json; charset=utf-99")),
    *(("X-Rate-Limit-Problem", said) for said in ("day", "x", "")),
    *(("X-DayLimit-Remaining", said) for said in ("0", "-1", "x")),
)
Chance = random.Random


class CaughtForEver(AssertionError):
    """The same was asked for so often that it would never have ended."""


def spoiled_value(value: Any, chance: Chance) -> Any:
    """Return a JSON value of which one to three parts are not as they were."""
    held = {"": copy.deepcopy(value)}
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        if places := [*_places(held)]:
            _spoil(*chance.choice(places), chance)
    return held.get("")


def _places(part: Any) -> Iterator[tuple[Any, Any]]:
    for key in list(part) if isinstance(part, dict) else range(len(part)):
        yield part, key
        if isinstance(part[key], dict | list):
            yield from _places(part[key])


def _spoil(part: Any, key: Any, chance: Chance) -> None:
    how = chance.random()
    if how < 0.15:
        del part[key]
    elif how < 0.25 and isinstance(part[key], list):
        part[key] = part[key] * chance.choice((2, 3, 600))
    elif how < 0.35:
        part[key] = [part[key]] if chance.random() < 0.5 else {"x": part[key]}
    else:
        part[key] = copy.deepcopy(chance.choice(_near(part[key], chance)))


def _near(value: Any, chance: Chance) -> tuple[Any, ...]:
    """Return odd values: half of the time such as might be taken for what stands there."""
    if chance.random() < 0.5 or not isinstance(value, str | int | float):
        return LEAVES
    is_day = isinstance(value, str) and ("/Date(" in value or re.match(r"\d{4}-\d\d", value))
    return _DAYS if is_day else _NUMBERS


def spoiled_bytes(body: bytes, chance: Chance) -> bytes:
    """Return a body that says something else than it did, or nothing that can be read."""
    how = chance.random()
    if how < 0.7:
        try:
            return _written(spoiled_value(json.loads(body), chance))
        except ValueError:
            pass
    return chance.choice(_BROKEN)(body, chance)


def _written(value: Any) -> bytes:
    """Return a value as JSON; a text that begins with # is a number as it stands there."""
    return _NUMBER.sub(r"\1", json.dumps(value)).encode()


_NUMBER: Final = re.compile(r'"#([-+0-9.e]+)"')
_BROKEN: Final[tuple[Callable[[bytes, Chance], bytes], ...]] = (
    lambda body, chance: body[: chance.randrange(len(body) + 1)],
    lambda body, chance: body[: chance.randrange(len(body) + 1)] + b"\xff\xfe\x00" + body,
    lambda body, _chance: body + body,
    lambda _body, _chance: b"",
    lambda _body, _chance: b"<html><title>502</title><body>Bad gateway</body>",
    lambda body, _chance: body.decode("utf-8", "replace").encode("utf-16"),
    lambda _body, _chance: b"[" * 100_000,
    lambda _body, _chance: b'{"a":' * 50_000,
    lambda _body, _chance: b'{"a": ' + b"9" * 10_000 + b"}",
    lambda _body, chance: _written(chance.choice(LEAVES)),
    lambda _body, chance: chance.randbytes(chance.randrange(60)),
)


@dataclass
class Spoiling(httpx.AsyncBaseTransport):
    """Lets calls through to `inside`, and spoils a share of what comes back once it is armed.

    `written`: each call that may change something, with the status it was answered with.
    """

    inside: httpx.AsyncBaseTransport
    chance: Chance
    share: float = 0.5
    is_armed: bool = False
    calls: int = 0
    written: list[tuple[str, bytes, int]] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return what comes of `request`. Raises httpx.ReadError: it was cut off on the way."""
        answer = await self.inside.handle_async_request(request)
        if not self.is_armed:
            return answer
        self.calls += 1
        if self.calls > MOST_CALLS:
            raise CaughtForEver(str(request.url)[:300])
        body = await answer.aread()
        given = self._spoiled(answer, body) if self.chance.random() < self.share else answer
        if request.method != "GET":
            key = f"{request.method} {request.url}"
            self.written.append((key, await request.aread(), given.status_code))
        return given

    def _spoiled(self, answer: httpx.Response, body: bytes) -> httpx.Response:
        how = self.chance.random()
        if how < 0.03:
            raise httpx.ReadError("cut off")
        status = answer.status_code
        if how < 0.25:
            status = self.chance.choice((*_STATUSES, *_WORSE))
        headers = dict(answer.headers.items())
        if how > 0.8:
            headers |= dict([self.chance.choice(_HEADERS)])
        if not 0.2 < how < 0.25:
            body = spoiled_bytes(body, self.chance)
        headers = {k: v for k, v in headers.items() if k.lower() != "content-length"}
        raw = [(k.encode("ascii"), v.encode("utf-8")) for k, v in headers.items()]
        return httpx.Response(status, headers=raw, content=body)
