"""The server meets those who are slow, many, or speak no HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from bot.run import _listening
from bot.web.server import Patience, server_of

LONG = 3600.0
SHORT = 0.05
PATIENT = Patience(LONG, LONG, LONG, 100)
GET = b"GET / HTTP/1.1\r\nHost: jefail\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: jefail\r\nContent-Length: 5\r\n\r\n"
CHUNKED = b"POST / HTTP/1.1\r\nHost: jefail\r\nTransfer-Encoding: chunked\r\n\r\n"


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the body; `/large` with more than anyone takes at once."""
    if scope["type"] == "lifespan":
        while (message := await receive())["type"] != "lifespan.shutdown":
            await send({"type": f"{message['type']}.complete"})
        await send({"type": "lifespan.shutdown.complete"})
        return
    request = Request(scope, receive)
    answer: Response = PlainTextResponse(await request.body() or b"hi")
    if scope["path"] == "/large":
        answer = PlainTextResponse(b"x" * 64 * 2**20)
    await answer(scope, receive, send)


@dataclass(slots=True)
class Wire:
    """One connection, as those at its other end see it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def says(self, data: bytes) -> None:
        """Send bytes; one that is dropped meanwhile hears no more."""
        self.writer.write(data)
        try:
            await self.writer.drain()
        except ConnectionError:
            return

    async def answer(self) -> bytes:
        """Return one whole answer of our `echo`."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        size = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        return head + await self.reader.readexactly(size)

    async def rest(self) -> bytes:
        """Return what comes until the connection ends."""
        try:
            return await self.reader.read()
        except ConnectionError:
            return b""


@dataclass(slots=True)
class There:
    """A server that runs."""

    port: int
    dropped: list[str] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)

    async def wire(self, first: bytes = b"") -> Wire:
        """Connect, and say the first thing."""
        wire = Wire(*await asyncio.open_connection("127.0.0.1", self.port))
        self.wires.append(wire)
        await wire.says(first)
        return wire


@asynccontextmanager
async def serving(patience: Patience = PATIENT) -> AsyncIterator[There]:
    """Serve on loopback."""
    with _listening("127.0.0.1", 0) as listener:
        there = There(listener.getsockname()[1])
        server = server_of(echo, there.dropped.append, patience)
        running = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield there
        finally:
            for wire in there.wires:
                wire.writer.close()
            server.should_exit = True
            await running


async def test_requests_are_answered() -> None:
    """With and without a body, one after the other on one connection."""
    async with serving() as there:
        wire = await there.wire(GET)
        assert (await wire.answer()).endswith(b"hi")
        await wire.says(POST + b"hello")
        assert (await wire.answer()).endswith(b"hello")
        await wire.says(CHUNKED + b"2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n")
        assert (await wire.answer()).endswith(b"hello")

    assert there.dropped == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (b"", "connection_slow_head"),
        (b"GET / HTTP/1.1\r\nHost: je", "connection_slow_head"),
        (POST, "connection_slow_body"),
        (POST + b"hel", "connection_slow_body"),
        (CHUNKED + b"2\r\nhe\r\n", "connection_slow_body"),
    ],
)
async def test_slow_ones_are_dropped(said: bytes, why: str) -> None:
    """A head or a body that does not come to its end in its time."""
    head, body = (SHORT, LONG) if "head" in why else (LONG, SHORT)
    async with serving(Patience(head, body, LONG, 100)) as there:
        wire = await there.wire(said)
        await wire.rest()

    assert there.dropped == [why]


async def test_one_byte_now_and_then_buys_no_time() -> None:
    """The deadline is for the whole, not for the next byte."""
    async with serving(Patience(SHORT, LONG, LONG, 100)) as there:
        wire = await there.wire(b"GET / HTTP/1.1\r\nX: ")
        while not wire.reader.at_eof() and not there.dropped:
            await wire.says(b"x")
            await asyncio.sleep(0)

    assert there.dropped == ["connection_slow_head"]


async def test_the_second_head_has_its_time_too() -> None:
    """A connection that was answered once is not let off after that."""
    async with serving(Patience(SHORT, LONG, LONG, 100)) as there:
        wire = await there.wire(GET)
        await wire.answer()
        await wire.says(b"GET / HT")
        await wire.rest()

    assert there.dropped == ["connection_slow_head"]


async def test_an_answer_that_nobody_takes() -> None:
    """One who asks for much and reads nothing is dropped."""
    async with serving(Patience(LONG, LONG, SHORT, 100)) as there:
        wire = await there.wire(GET.replace(b"/ ", b"/large "))
        await wire.reader.readexactly(1)
        wire.writer.transport.pause_reading()  # type: ignore[attr-defined]  # of a socket's
        while not there.dropped:  # noqa: ASYNC110  the server sets no event
            await asyncio.sleep(0)

    assert there.dropped == ["connection_answer_not_taken"]


async def test_half_open_ones_give_way() -> None:
    """However many there are, the next one is answered; the oldest of them ends."""
    async with serving(Patience(LONG, LONG, LONG, 20)) as there:
        served = await there.wire(GET)
        await served.answer()
        for _ in range(100):
            await there.wire(b"GET / HTTP/1.1\r\n")
        late = await there.wire(GET)

        assert (await late.answer()).endswith(b"hi")
        await served.says(GET)
        assert (await served.answer()).endswith(b"hi")

    assert set(there.dropped) == {"connection_crowded"}
    assert len(there.dropped) == 82


async def test_a_body_in_endless_pieces_is_refused() -> None:
    """Each piece costs time; so many tiny ones are no honest body."""
    async with serving() as there:
        wire = await there.wire(CHUNKED + b"1\r\nx\r\n" * 300_000)

        said = await wire.rest()  # nothing, where the end overtakes the refusal

    assert said == b"" or b" 400 " in said


@pytest.mark.parametrize(
    "said",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # TLS
        b"GET / HTTP/9.9\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + b"9" * 400 + b"\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        CHUNKED + b"zz\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: " + b"a" * 100_000,
        b"\r\n" * 1000 + b"\0" * 1000,
    ],
)
async def test_what_is_no_http_ends_quietly(said: bytes) -> None:
    """The connection ends with a refusal or without a word; the server goes on."""
    async with serving(Patience(LONG, SHORT, LONG, 100)) as there:
        bad = await there.wire(said)
        answer = await bad.rest()
        good = await there.wire(GET)

        assert (await good.answer()).endswith(b"hi")
    assert answer == b"" or answer.split(b" ")[1] in (b"200", b"400")  # 2.0 is read as 1.1


@given(st.lists(st.binary(max_size=60) | st.sampled_from([GET, POST, CHUNKED, b"\r\n\r\n"])))
def test_any_bytes_at_all(pieces: list[bytes]) -> None:
    """Nothing that is sent ends in an error of ours."""

    async def sent() -> None:
        failed: list[object] = []
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, context: failed.append(context))
        async with serving() as there:
            wire = await there.wire()
            for piece in pieces:
                await wire.says(piece)
            good = await there.wire(GET)
            assert (await good.answer()).endswith(b"hi")
        assert failed == []

    asyncio.run(sent())
