"""Socket Mode on the wire: tickets, several sockets, redelivery, cuts and farewells."""

import asyncio

import aiohttp
import pytest

from sandbox.slack.app import catch_up
from tests.sandbox.slack.desk import Desk, HandClock, Json, connect

COMMAND = {"channel": "C_GENERAL", "command": "/jefail", "text": ""}


async def test_ticket_opens_one_socket_once(desk: Desk, clock: HandClock) -> None:
    """A used, late or made-up address is refused."""
    app_token = desk.workspace.tokens["app_token"]
    used = (await desk.api("apps.connections.open", app_token))["url"]
    late = (await desk.api("apps.connections.open", app_token))["url"]
    wire = await desk.session.ws_connect(used)
    clock.move(31)

    for url in (used, late, desk.base_url + "/socket/x"):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await desk.session.ws_connect(url)
    await wire.close()


async def test_each_delivery_goes_to_one_of_several_sockets(desk: Desk) -> None:
    """With two sockets open every command arrives once, and both get some."""
    sockets = [await connect(desk), await connect(desk)]
    counts = [0, 0]

    async def work(index: int) -> None:
        async for frame in sockets[index].wire:
            counts[index] += 1
            await sockets[index].ack(frame.json())

    working = [asyncio.create_task(work(index)) for index in range(2)]
    answers = [await desk.act("command", **COMMAND) for _ in range(30)]
    for socket in sockets:
        await socket.wire.close()
    await asyncio.gather(*working)

    assert all(answer["acked"] for answer in answers)
    assert sum(counts) == 30
    assert all(counts)


async def test_same_envelope_can_come_again(desk: Desk) -> None:
    """Redelivery on demand repeats the envelope with its id, unchanged."""
    socket = await connect(desk)
    first = await socket.during(desk.act("command", **COMMAND))
    again = await socket.during(desk.post("redeliver"))
    named = await socket.during(
        desk.post("redeliver", envelope_id=first.envelope["envelope_id"]), {"text": "twice"}
    )

    assert again.envelope == first.envelope == named.envelope
    assert named.seen["payload"] == {"text": "twice"}
    assert (await desk.post("redeliver", envelope_id="x"))["status"] == 404
    await socket.wire.close()


@pytest.mark.parametrize("reason", ["refresh_requested", "too_many_websockets", "link_disabled"])
async def test_farewell_frames_end_deliveries(desk: Desk, reason: str) -> None:
    """After a farewell nothing more is delivered there, though the socket stays open a while."""
    socket = await connect(desk)

    answer = await desk.post("disconnect", reason=reason)
    frame = await socket.next()
    command = await desk.act("command", **COMMAND)

    assert answer["sockets"] == 1
    assert (frame["type"], frame["reason"]) == ("disconnect", reason)
    assert not command["acked"]
    await socket.wire.close()


async def test_warned_socket_is_still_used(desk: Desk) -> None:
    """A warning only announces; deliveries go on until the socket is replaced."""
    socket = await connect(desk)
    await desk.post("disconnect", reason="warning")
    frame = await socket.next()
    turn = await socket.during(desk.act("command", **COMMAND))

    assert frame["reason"] == "warning"
    assert turn.seen["acked"]
    await socket.wire.close()


async def test_cut_comes_without_a_word(desk: Desk) -> None:
    """A cut socket is simply gone, as when a cable breaks."""
    socket = await connect(desk)

    await desk.post("disconnect", cut=True)
    last = await socket.wire.receive(timeout=5)

    assert last.type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)
    assert socket.wire.close_code == aiohttp.WSCloseCode.ABNORMAL_CLOSURE
    assert not (await desk.look("state"))["app"]["connected"]


async def test_cut_in_the_middle_of_a_delivery(desk: Desk) -> None:
    """The envelope may have arrived, but its acknowledgement never does."""
    await connect(desk)
    await desk.post("disconnect", cut=True, next=True)

    answer = await desk.act("command", **COMMAND)

    assert not answer["acked"]
    assert not (await desk.look("state"))["app"]["connected"]


async def test_eleventh_socket_is_one_too_many(desk: Desk) -> None:
    """Ten sockets an app; the next is greeted and sent away."""
    sockets = [await connect(desk) for _ in range(11)]

    frame = await sockets[-1].next()

    assert frame["reason"] == "too_many_websockets"
    for socket in sockets:
        await socket.wire.close()


async def test_missed_events_are_repeated(desk: Desk, clock: HandClock) -> None:
    """An event nobody acknowledged comes again: at once, after a minute, after five, then never."""
    await desk.act("message", channel="C_GENERAL", text="<@U_JEFAIL>")
    await desk.workspace.delivery.settle()
    socket = await connect(desk)
    seen: list[Json] = []

    async def work() -> None:
        seen.extend([frame.json() async for frame in socket.wire])

    working = asyncio.create_task(work())
    for seconds in (0, 60, 300, 3_600):
        clock.move(seconds)
        await catch_up(desk.workspace)
    await socket.wire.close()
    await working

    assert [frame["retry_attempt"] for frame in seen] == [1, 2, 3]
    assert {frame["envelope_id"] for frame in seen} == {seen[0]["envelope_id"]}
    assert seen[1]["retry_reason"] == "http_timeout"


async def test_acknowledged_events_are_not_repeated(desk: Desk, clock: HandClock) -> None:
    """One acknowledgement is enough."""
    socket = await connect(desk)
    await desk.act("home")
    await socket.ack(await socket.next())
    await desk.workspace.delivery.settle()
    clock.move(600)
    await catch_up(desk.workspace)

    turn = await socket.during(desk.act("command", **COMMAND))

    assert turn.envelope["type"] == "slash_commands"
    await socket.wire.close()
