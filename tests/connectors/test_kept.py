"""A kept connection that was closed at the other end costs no read; nothing else is sent again."""

import asyncio

import pytest

from connectors.http import Answer, NoAnswer, call, open_client
from tests.loopback import LOOPBACK
from tests.resetting import a_resetting_server

LONG = 30.0  # never reached


@pytest.mark.parametrize("kept", [1, 3])
async def test_a_read_goes_on_by_a_new_connection(kept: int) -> None:
    """However many of the kept ones were closed, it is sent twice, and answered."""
    async with a_resetting_server() as there, open_client(inner=LOOPBACK) as http:

        async def get(path: str) -> Answer:
            return await call(http, http.build_request("GET", f"{there.url}{path}"), within=LONG)

        await asyncio.gather(*(get("first") for _ in range(kept)))
        assert there.made == kept
        there.forget()

        assert (await get("entry")).is_success
        assert there.heard["GET /entry"] == 2
        assert there.made == kept + 1
        assert (await get("entry")).is_success  # the new one is kept
        assert there.made == kept + 1


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
async def test_what_may_be_heard_twice_is_not_sent_again(method: str) -> None:
    """It may have arrived, so it is looked up before anything is sent."""
    async with a_resetting_server() as there, open_client(inner=LOOPBACK) as http:
        await call(http, http.build_request("GET", there.url), within=LONG)
        there.forget()

        request = http.build_request(method, f"{there.url}entry", content=b"{}")
        with pytest.raises(NoAnswer) as caught:
            await call(http, request, within=LONG)

        assert caught.value.may_have_arrived
        assert there.heard[f"{method} /entry"] == 1


async def test_a_second_silence_is_told() -> None:
    """A server that resets whatever comes is asked twice and no more."""
    async with a_resetting_server() as there, open_client(inner=LOOPBACK) as http:
        await call(http, http.build_request("GET", there.url), within=LONG)
        there.forget()
        there.forget(at_once=True)

        with pytest.raises(NoAnswer):
            await call(http, http.build_request("GET", f"{there.url}entry"), within=LONG)

        assert there.heard["GET /entry"] == 2
