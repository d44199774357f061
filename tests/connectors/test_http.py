"""What silence on the wire means: did the request leave this machine or not?"""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import httpx
import pytest

from connectors import http as shared
from connectors.http import Answer, NoAnswer, call, open_client
from tests.loopback import LOOPBACK

Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
LONG = 30.0  # never reached
OK_HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n"


@asynccontextmanager
async def a_server(behave: Behaviour) -> AsyncIterator[str]:
    """Listen on loopback and treat each connection as told; leave when all have ended."""
    running: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await behave(reader, writer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    def taken(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        running.add(asyncio.create_task(connected(reader, writer)))

    server = await asyncio.start_server(taken, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        await asyncio.gather(*running)


def answering(payload: bytes) -> Behaviour:
    """Read the request, write `payload` and hang up."""

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"{}")
        writer.write(payload)
        await writer.drain()

    return behave


async def silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Say nothing until the caller hangs up."""
    await reader.read()


async def posted(url: str, *, within: float = LONG, read_seconds: float = LONG) -> Answer:
    """Post two bytes to `url`."""
    async with open_client(read_seconds, LOOPBACK) as client:
        return await call(client, client.build_request("POST", url, content=b"{}"), within=within)


async def silence(url: str, *, within: float = LONG, read_seconds: float = LONG) -> NoAnswer:
    """Post to `url`, which does not answer."""
    with pytest.raises(NoAnswer) as caught:
        await posted(url, within=within, read_seconds=read_seconds)
    return caught.value


async def test_refused_connection_left_nothing() -> None:
    """Nobody listens there: nothing left this machine."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        error = await silence(f"http://127.0.0.1:{unused.getsockname()[1]}/")

    assert not error.may_have_arrived


async def test_connection_that_is_not_taken_left_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine is there and takes no connection in time: nothing left."""
    monkeypatch.setattr(shared, "CONNECT_SECONDS", 0.05)
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for filler in (first, second):
            filler.setblocking(False)
            filler.connect_ex(full.getsockname())
        error = await silence(f"http://127.0.0.1:{full.getsockname()[1]}/")

    assert not error.may_have_arrived


async def test_no_free_connection_left_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """All connections are in use for too long: nothing left."""
    monkeypatch.setattr(shared, "MAX_CONNECTIONS", 1)
    monkeypatch.setattr(shared, "POOL_SECONDS", 0.05)
    arrived = asyncio.Event()

    async def arriving(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrived.set()
        await silent(reader, writer)

    async with a_server(arriving) as url, open_client(inner=LOOPBACK) as client:
        holding = asyncio.create_task(client.post(url, content=b"{}"))
        await arrived.wait()
        with pytest.raises(NoAnswer) as caught:
            await call(client, client.build_request("POST", url), within=LONG)
        holding.cancel()
        await asyncio.wait({holding})

    assert not caught.value.may_have_arrived


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(b"", id="hangs up"),
        pytest.param(OK_HEAD + b"\r\ncut", id="cut body"),
        pytest.param(OK_HEAD, id="cut headers"),
        pytest.param(b"220 mail server ready\r\n\r\n", id="not HTTP"),
        pytest.param(OK_HEAD + b"X: " + b"a" * 20_000 + b"\r\n\r\n", id="huge header"),
        pytest.param(OK_HEAD + b"Content-Encoding: gzip\r\n\r\n" + b"x" * 100, id="not gzip"),
    ],
)
async def test_bad_answer_may_have_arrived(payload: bytes) -> None:
    """Once the request was read, no kind of bad answer proves that nothing was done."""
    async with a_server(answering(payload)) as url:
        error = await silence(url)

    assert error.may_have_arrived
    assert str(error)


async def test_dropped_connection_may_have_arrived() -> None:
    """A connection that is reset after sending proves nothing either."""

    async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"{}")
        writer.transport.abort()

    async with a_server(reset) as url:
        assert (await silence(url)).may_have_arrived


async def test_read_timeout_may_have_arrived() -> None:
    """No byte in time, from a server that took the request."""
    async with a_server(silent) as url:
        assert (await silence(url, read_seconds=0.05)).may_have_arrived


async def test_whole_answer_has_a_limit() -> None:
    """An answer that begins and never ends is given up, though each wait is short."""

    async def dripping(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(OK_HEAD + b"\r\n")
        await silent(reader, writer)

    async with a_server(dripping) as url:
        error = await silence(url, within=0.05)

    assert error.may_have_arrived
    assert str(error) == "no answer within 0.05 seconds"


async def test_endless_body_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A body over the limit is not read to its end."""
    monkeypatch.setattr(shared, "MAX_BODY", 10)
    async with a_server(answering(OK_HEAD + b"\r\n" + b"x" * 100)) as url:
        assert (await silence(url)).may_have_arrived


async def test_answer_is_whole() -> None:
    """Status, headers and body come as they are; a redirect is an answer like others."""
    moved = b"HTTP/1.1 302 Found\r\nLocation: /x\r\nintuit_tid: t-1\r\nContent-Length: 2\r\n\r\nhi"
    async with a_server(answering(moved)) as url:
        answer = await posted(url)

    assert (answer.status, answer.body, answer.headers["intuit_tid"]) == (302, b"hi", "t-1")
    assert not answer.is_success


async def test_no_cookie_is_kept() -> None:
    """One company's cookie is not sent with the next one's call."""
    asked: list[bytes] = []

    async def setting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()

    async with a_server(setting) as url, open_client(inner=LOOPBACK) as client:
        for _ in range(2):
            await call(client, client.build_request("GET", url), within=LONG)

    assert len(asked) == 2
    assert not any(b"cookie:" in request.lower() for request in asked)
    assert all(b"user-agent: jefail" in request.lower() for request in asked)


@pytest.mark.parametrize(
    ("raised", "may_have_arrived"),
    [
        (httpx.ConnectError("no route"), False),
        (httpx.ConnectTimeout("late"), False),
        (httpx.PoolTimeout("full"), False),
        (httpx.ReadTimeout("late"), True),
        (httpx.RemoteProtocolError("what?"), True),
        (httpx.WriteError("broken pipe"), True),
    ],
)
async def test_other_transports_mean_what_they_say(
    raised: httpx.TransportError, may_have_arrived: bool
) -> None:
    """On another transport than the shared one httpx's own names are believed."""

    def failing(_request: httpx.Request) -> httpx.Response:
        raise raised

    async with httpx.AsyncClient(transport=httpx.MockTransport(failing)) as client:
        with pytest.raises(NoAnswer) as caught:
            await call(client, client.build_request("GET", "http://books.invalid/"), within=LONG)

    assert caught.value.may_have_arrived is may_have_arrived
