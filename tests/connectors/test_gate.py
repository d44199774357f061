"""The gate of all calls out: nothing is sent inside, whatever a name leads to."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import httpx
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from connectors.addresses import NOWHERE_INSIDE, InnerHosts
from connectors.gate import REFUSED, Gate
from connectors.http import Answer, NoAnswer, call, open_client
from tests.connectors.test_http import OK_HEAD, a_server, answering

PUBLIC = "9.9.9.9"
KEY = {"Authorization": "Bearer the-key"}


class Names(AbstractResolver):
    """Leads each name to the next of its addresses at every look-up, and counts them."""

    def __init__(self, *found: str) -> None:
        self.found: Iterator[str] = iter(found)
        self.asked = 0

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002  as aiohttp asks
    ) -> list[ResolveResult]:
        """Return one address."""
        self.asked += 1
        return [
            ResolveResult(
                hostname=host,
                host=next(self.found),
                port=port,
                family=socket.AF_INET,
                proto=0,
                flags=0,
            )
        ]

    async def close(self) -> None:
        """Nothing is open."""


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[int, list[bytes]]]:
    """Listen on loopback; yield the port, and what came in."""
    came: list[bytes] = []
    answer = answering(OK_HEAD.replace(b"100", b"2") + b"\r\nhi")

    async def behave(reader, writer) -> None:  # type: ignore[no-untyped-def]  # as a_server has it
        came.append(b"connected")
        await answer(reader, writer)

    async with a_server(behave) as url:
        yield int(url.rstrip("/").rsplit(":", 1)[1]), came


async def posted(url: str, inner: InnerHosts = NOWHERE_INSIDE, *found: str) -> Answer:
    """Post to `url` with a key, where names lead to the addresses `found`, one at a look-up."""
    async with open_client(30.0, inner, lambda: Names(*found)) as client:
        request = client.build_request("POST", url, content=b"{}", headers=KEY)
        return await call(client, request, within=30.0)


@pytest.mark.parametrize(
    ("url", "leads_to"),
    [
        ("http://127.0.0.1:{port}/", ()),
        ("https://127.0.0.1:{port}/", ()),
        ("http://[::ffff:127.0.0.1]:{port}/", ()),
        ("http://2130706433:{port}/", ("127.0.0.1",)),
        ("http://0x7f.1:{port}/", ("127.0.0.1",)),
        ("http://127.1:{port}/", ("127.0.0.1",)),
        ("http://evil.example:{port}/", ("127.0.0.1",)),
        ("https://evil.example:{port}/", ("127.0.0.1",)),
        ("https://evil.example.:{port}/", ("127.0.0.1",)),
    ],
)
async def test_nothing_is_sent_inside(url: str, leads_to: tuple[str, ...]) -> None:
    """Written in figures or behind a name: no connection is made, and every refusal is one."""
    async with listening() as (port, came):
        with pytest.raises(NoAnswer) as caught:
            await posted(url.format(port=port), NOWHERE_INSIDE, *leads_to)

    assert (str(caught.value), caught.value.may_have_arrived) == (REFUSED, False)
    assert came == []


async def test_what_is_named_is_called() -> None:
    """By the name and at the port that the setting has, also without TLS."""
    async with listening() as (port, came):
        inner = InnerHosts.of(f"erp.internal:{port}")
        answer = await posted(f"http://erp.internal:{port}/", inner, "127.0.0.1")

        assert answer.body == b"hi"
        with pytest.raises(NoAnswer):  # another name for the same place
            await posted(f"http://evil.example:{port}/", inner, "127.0.0.1")
    assert came == [b"connected"]


async def test_a_name_that_moves_inside_gains_nothing() -> None:
    """The name is public when it is checked and loopback after that (DNS rebinding)."""
    gate, names = Gate(NOWHERE_INSIDE), Names(PUBLIC, "127.0.0.1")
    first = gate.looked_up("evil.example", 443, await names.resolve("evil.example", 443))
    assert [one["host"] for one in first] == [PUBLIC]

    with pytest.raises(OSError, match=REFUSED):
        gate.looked_up("evil.example", 443, await names.resolve("evil.example", 443))
    inet = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
    with pytest.raises(OSError, match=REFUSED):
        gate.open_socket((*inet, ("127.0.0.1", 443)))
    gate.open_socket((*inet, (PUBLIC, 443))).close()


async def test_a_place_that_is_named_opens_no_other_port() -> None:
    """A host inside that was called stays closed to other names and at other ports."""
    gate = Gate(InnerHosts.of("127.0.0.1:8000"))
    gate.let_out(httpx.URL("http://127.0.0.1:8000/"))
    inet = (socket.AF_INET, socket.SOCK_STREAM, 6, "")

    gate.open_socket((*inet, ("127.0.0.1", 8000))).close()
    for url in ("http://127.0.0.1:8001/", "http://127.0.0.2:8000/"):
        with pytest.raises(httpx.ConnectError):
            gate.let_out(httpx.URL(url))
    with pytest.raises(OSError, match=REFUSED):
        gate.open_socket((*inet, ("127.0.0.1", 8001)))
    with pytest.raises(OSError, match=REFUSED):
        gate.looked_up("evil.example", 8000, await Names("127.0.0.1").resolve("evil.example", 8000))


async def test_a_redirect_is_an_answer() -> None:
    """The key goes where it was sent, and nowhere that an answer names."""
    async with listening() as (inside, came):
        moved = f"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:{inside}/\r\n"
        payload = moved.encode() + b"Content-Length: 0\r\n\r\n"
        async with a_server(answering(payload)) as url:
            answer = await posted(url, InnerHosts.of("127.0.0.1"))

    assert (answer.status, came) == (307, [])
