"""Over a real connection: answers that never come, and the event stream."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest

from sandbox.keep import Keep
from sandbox.quickbooks.app import quickbooks_app
from sandbox.serve import serving
from tests.sandbox.quickbooks.books import Books, HeldClock, an_entry


@pytest.fixture
async def real(clock: HeldClock) -> AsyncIterator[Books]:
    """A company behind a real server on loopback."""
    app = quickbooks_app(Keep(None), now=clock, sleep=clock.sleep, enforce_pace=False)
    async with (
        serving(app) as address,
        httpx.AsyncClient(base_url=address + "/", trust_env=False) as http,
    ):
        yield await Books.opened(http, clock)


async def test_a_swallowed_answer_drops_the_connection(real: Books) -> None:
    """The client sees no byte of an answer, the entry is there, the same id is answered."""
    await real.switch(mode="swallow", mode_times=1)

    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        await real.post(an_entry(), requestid="key-1")

    assert await real.numbers() == ["JF-1042-1"]
    assert (await real.post(an_entry(), requestid="key-1")).json()["JournalEntry"]["Id"] == "1"
    calls = (await real.http.get("control/calls")).json()["calls"]
    assert [call["status"] for call in calls if call["method"] == "POST"] == [None, 200]


async def test_other_connections_live_on(real: Books) -> None:
    """Dropping one connection leaves the server and a second client alone."""
    await real.switch(mode="swallow", mode_times=2)

    for number in ("JF-1", "JF-2"):
        with pytest.raises(httpx.TransportError):
            await real.post(an_entry(number))

    assert await real.numbers() == ["JF-1", "JF-2"]


async def test_the_stream_tells_of_a_change(real: Books) -> None:
    """Whoever listens hears which company changed, as server-sent events."""
    async with real.http.stream("GET", "control/stream") as stream:
        lines = stream.aiter_lines()
        assert await anext(lines) == ": connected"
        await real.post(an_entry())
        while not (line := await anext(lines)).startswith("data: "):
            pass

    assert stream.headers["content-type"].startswith("text/event-stream")
    assert json.loads(line.removeprefix("data: ")) == {"type": "changed", "realm": real.realm}
