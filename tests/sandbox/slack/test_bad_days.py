"""Bad days of Slack: what is refused, what happened although it looked refused, and pace."""

from typing import Any

import aiohttp
import pytest

from tests.sandbox.slack.desk import Desk, HandClock


async def post(desk: Desk, **args: str) -> tuple[int, dict[str, Any], str | None]:
    """Send a message and return status, body and Retry-After."""
    headers = {"Authorization": f"Bearer {desk.workspace.tokens['bot_token']}"}
    given = {"channel": "C_GENERAL", "text": "x", **args}
    async with desk.session.post("/api/chat.postMessage", json=given, headers=headers) as answer:
        return answer.status, await answer.json(), answer.headers.get("Retry-After")


@pytest.mark.parametrize(
    ("kind", "status", "error", "done"),
    [
        ("ratelimited", 429, "ratelimited", 0),
        ("ratelimited_but_done", 429, "ratelimited", 1),
        ("server_error", 500, "internal_error", 0),
        ("server_error_but_done", 500, "internal_error", 1),
        ("error", 200, "fatal_error", 0),
    ],
)
async def test_spoilt_answers(desk: Desk, kind: str, status: int, error: str, done: int) -> None:
    """Each fault spoils one answer; the call has happened only where the name says so."""
    await desk.post("faults", kind=kind, method="chat.postMessage", error="fatal_error")

    spoilt = await post(desk)
    left = len(await desk.messages())
    good = await post(desk)

    assert spoilt[:2] == (status, {"ok": False, "error": error})
    assert left == done
    assert good[1]["ok"]


async def test_a_call_arrives_late(desk: Desk) -> None:
    """A gateway gave up, and the message is there all the same once it gets through."""
    await desk.post("faults", kind="late", method="chat.postMessage", seconds=600)

    status, answer, _retry = await post(desk)
    before = len(await desk.messages())
    arrived = await desk.post("faults/arrive")

    assert (status, answer["ok"], before) == (500, False, 0)
    assert arrived["arrived"] == 1
    assert len(await desk.messages()) == 1
    assert (await desk.post("faults/arrive"))["arrived"] == 0


@pytest.mark.parametrize(("kind", "done"), [("dropped", 0), ("dropped_but_done", 1)])
async def test_connection_breaks(desk: Desk, kind: str, done: int) -> None:
    """The caller sees a broken connection and cannot know whether the message was sent."""
    await desk.post("faults", kind=kind)

    with pytest.raises(aiohttp.ClientConnectionError):
        await post(desk)

    assert len(await desk.messages()) == done


async def test_faults_choose_method_and_channel_and_count(desk: Desk) -> None:
    """A fault strikes only where it was aimed, as often as it was asked to."""
    aimed = {"kind": "ratelimited", "channel": "C_HARBOR", "times": 2, "retry_after": 7}
    await desk.post("faults", **aimed)

    elsewhere = await post(desk)
    struck = [await post(desk, channel="C_HARBOR") for _ in range(3)]

    assert elsewhere[0] == 200
    assert [(status, retry) for status, _, retry in struck] == [(429, "7"), (429, "7"), (200, None)]
    assert (await desk.look("faults"))["faults"] == []


async def test_faults_are_disarmed_and_checked(desk: Desk) -> None:
    """Unknown kinds are refused, and DELETE clears what is armed."""
    await desk.post("faults", kind="slow", seconds=100, times=9)
    armed = await desk.look("faults")
    async with desk.session.delete("/control/faults") as answer:
        assert await answer.json() == {"faults": []}

    assert armed["faults"][0]["times"] == 9
    assert (await desk.post("faults", kind="meteor"))["status"] == 400
    assert (await desk.post("faults", kind="slow", colour="red"))["status"] == 400
    assert (await post(desk))[0] == 200


async def test_slow_answers_still_happen(desk: Desk) -> None:
    """A slow call takes effect after its wait."""
    await desk.post("faults", kind="slow", seconds=0)

    assert (await post(desk))[1]["ok"]


async def test_one_message_a_second_a_channel(desk: Desk, clock: HandClock) -> None:
    """Pace counts each channel by itself, and holds nobody back until it is enforced."""
    free = [(await post(desk))[0] for _ in range(3)]
    await desk.post("pace", enforce=True)
    first, second = await post(desk), await post(desk)
    other = await post(desk, channel="C_HARBOR")
    clock.move(1)
    later = await post(desk)

    assert free == [200] * 3
    assert (first[0], second[0], second[2]) == (200, 429, "1")
    assert (other[0], later[0]) == (200, 200)


async def test_each_method_has_its_calls_a_minute(desk: Desk, clock: HandClock) -> None:
    """The twenty-first users.list of a minute has to wait for the next."""
    await desk.post("pace", enforce=True)

    answers = [await desk.api("users.list") for _ in range(21)]
    clock.move(60)

    assert [answer["ok"] for answer in answers] == [True] * 20 + [False]
    assert answers[-1]["error"] == "ratelimited"
    assert (await desk.api("users.list"))["ok"]
