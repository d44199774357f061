"""An attack on a running program from outside; started as a process of its own, so that it slows
nobody else in ours: `python -m tests.faults.attack BASE TOKEN SECONDS`.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import Final

from bot.web.entries import PATH

BODY: Final = 4_000_000
HALF_OPEN: Final = 600
A_SECOND: Final = 6
PATIENCE: Final = 30.0
HOSTILE: Final = (
    b"[" + b"[]," * (BODY // 3) + b"[]]",
    b"{" + b'"a":1,' * (BODY // 6) + b'"a":1}',
    b"{" + b",".join(b'"%d":1' % number for number in range(BODY // 12)) + b',"9":1}',
    b"[" * BODY,
    b"[" + b"1.5," * (BODY // 4) + b"1]",
    b'{"lines":[' + b"{}," * (BODY // 3) + b"{}]}",
)
HALF: Final = b"POST /slack/events HTTP/1.1\r\nHost: jefail\r\n"


async def attack(host: str, port: int, token: str, seconds: float) -> dict[str, Counter[int]]:
    """Attack with everything; return how each kind of body was answered, 0: not at all."""
    told: dict[str, Counter[int]] = {"unsigned": Counter(), "with_token": Counter()}
    holding = [asyncio.create_task(_hold(host, port)) for _ in range(HALF_OPEN)]
    sending: list[asyncio.Task[None]] = []
    until = time.monotonic() + seconds
    number = 0
    while time.monotonic() < until:
        for kind, head in (("unsigned", _unsigned(number)), ("with_token", _signed(token))):
            body = HOSTILE[number % len(HOSTILE)]
            sending.append(asyncio.create_task(_send(host, port, head, body, told[kind])))
        number += 1
        await asyncio.sleep(1 / A_SECOND)
    await asyncio.wait(sending, timeout=PATIENCE)
    for one in [*holding, *sending]:
        one.cancel()
    await asyncio.gather(*holding, *sending, return_exceptions=True)
    return told


def _unsigned(number: int) -> list[str]:
    """Send it where Slack does, and where entries come in."""
    path = ("/slack/events", PATH)[number % 2]
    stamp = f"X-Slack-Request-Timestamp: {int(time.time())}"
    signature = "X-Slack-Signature: v0=" + "0" * 64
    return [f"POST {path} HTTP/1.1", f"Authorization: Bearer jf_{number}", stamp, signature]


def _signed(token: str) -> list[str]:
    return [f"POST {PATH} HTTP/1.1", f"Authorization: Bearer {token}"]


async def _send(host: str, port: int, head: list[str], body: bytes, told: Counter[int]) -> None:
    """Send one body; an answer that comes before its end is heard as well."""
    lines = [*head, "Host: jefail", "Content-Type: application/json", "Connection: close"]
    status = 0
    try:
        reader, writer = await asyncio.open_connection(host, port)
        lines.append(f"Content-Length: {len(body)}")
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        first = await reader.readline()
        status = int(first.split(b" ")[1]) if first else 0
        writer.close()
    except OSError:
        pass
    told[status] += 1


async def _hold(host: str, port: int) -> None:
    """Begin a request and never end it; one that is dropped comes again."""
    while True:
        try:
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(HALF)
            await reader.read()
            writer.close()
        except OSError:
            pass
        await asyncio.sleep(0.5)


def _arguments() -> Iterator[str]:
    base, token, seconds = sys.argv[1:]
    host, _, port = base.removeprefix("http://").partition(":")
    yield from (host, port, token, seconds)


if __name__ == "__main__":
    _host, _port, _token, _seconds = _arguments()
    print(json.dumps(asyncio.run(attack(_host, int(_port), _token, float(_seconds)))))
