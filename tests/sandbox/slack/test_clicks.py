"""Clicks, commands and shortcuts: only what is drawn can be used, and answers reach their place."""

from collections.abc import AsyncIterator

import pytest

from tests.sandbox.slack.desk import (
    Desk,
    HandClock,
    Json,
    Socket,
    card,
    connect,
    modal,
    open_modal,
    plain,
    text_input,
)


@pytest.fixture
async def socket(desk: Desk) -> AsyncIterator[Socket]:
    """A hand-made app, connected."""
    connected = await connect(desk)
    yield connected
    await connected.wire.close()


async def send(desk: Desk, blocks: list[Json]) -> str:
    """Send blocks to #general and return the ts."""
    sent = await desk.api("chat.postMessage", channel="C_GENERAL", text="x", blocks=blocks)
    return str(sent["ts"])


def on(ts: str, action_id: str = "retry", block_id: str = "buttons") -> Json:
    """Where a click goes."""
    return {
        "channel": "C_GENERAL",
        "message_ts": ts,
        "block_id": block_id,
        "action_id": action_id,
    }


async def respond(desk: Desk, url: str, **said: object) -> int:
    """Answer at a response URL and return the HTTP status."""
    async with desk.session.post(url, json=said) as answer:
        return answer.status


async def test_click_carries_message_and_value(desk: Desk, socket: Socket) -> None:
    """The payload has what Bolt listeners read: user, channel, message, action, response URL."""
    ts = await send(desk, card("retry"))

    turn = await socket.during(desk.act("action", "U_CHI", **on(ts)))

    assert turn.payload["user"]["id"] == "U_CHI"
    assert turn.payload["channel"] == {"id": "C_GENERAL", "name": "general"}
    assert turn.payload["container"]["message_ts"] == turn.payload["message"]["ts"] == ts
    assert turn.payload["actions"][0]["value"] == "retry"
    assert turn.payload["response_url"].startswith(desk.base_url)
    assert turn.seen == {"acked": True, "warning": None, "status": 200}


def typed(**values: str) -> Json:
    """The `state` of a click: what stands in text fields, by block."""
    held = {"type": "plain_text_input", "value": ""}
    return {"values": {block: {"value": held | {"value": text}} for block, text in values.items()}}


async def test_click_carries_what_was_typed_before_it(desk: Desk, socket: Socket) -> None:
    """A button beside fields tells the app what stands in them; what is not drawn is left out."""
    ts = await send(desk, [text_input("note"), *card("retry")])

    state = typed(note="from the July list", elsewhere="x")
    turn = await socket.during(desk.act("action", **on(ts), state=state))

    values = turn.payload["state"]["values"]
    assert values == {
        "note": {"value": {"type": "plain_text_input", "value": "from the July list"}}
    }


async def test_click_in_a_modal_keeps_what_was_typed(desk: Desk, socket: Socket) -> None:
    """What stands in the fields goes out with the click, and an update does not lose it."""
    view = modal(blocks=[text_input("note"), *card("look")])
    view_id = await open_modal(desk, socket, view)

    ids = {"view_id": view_id, "block_id": "buttons", "action_id": "look"}
    turn = await socket.during(desk.act("action", **ids, state=typed(note="half a sentence")))
    updated = await desk.api("views.update", view_id=view_id, view=view)

    for seen in (turn.payload["view"], updated["view"]):
        assert seen["state"]["values"]["note"]["value"]["value"] == "half a sentence"


async def test_click_with_a_state_that_is_none_is_refused(desk: Desk) -> None:
    """What a page could not have sent is told with 400 and not carried on."""
    ts = await send(desk, card("retry"))

    for state in ("x", ["x"], {"values": ["x"]}, {"values": {"note": "x"}}):
        assert (await desk.act("action", **on(ts), state=state))["status"] == 400


async def test_what_is_not_drawn_cannot_be_clicked(desk: Desk) -> None:
    """A missing message or button is 404, an option that is not offered 409."""
    options = [{"text": plain("Skip"), "value": "skip"}]
    more = {"type": "overflow", "action_id": "more", "options": options}
    block = {"type": "actions", "block_id": "b", "elements": [more]}
    ts = await send(desk, [block])

    assert (await desk.act("action", **on("1.000000")))["status"] == 404
    assert (await desk.act("action", **on(ts, "gone")))["status"] == 404
    assert (await desk.act("action", **on(ts, "more", "b"), selected_option="x"))["status"] == 409
    assert (await desk.act("action", "U_NOBODY", **on(ts)))["status"] == 404


async def test_click_without_an_app_warns_at_once(desk: Desk) -> None:
    """With no connection the click is lost, and the person sees it."""
    ts = await send(desk, card("retry"))

    seen = await desk.act("action", **on(ts))

    assert seen["warning"] == "The app could not be reached."


async def test_response_url_replaces_and_deletes(desk: Desk, socket: Socket) -> None:
    """The message that was clicked can be changed and taken away without a token."""
    ts = await send(desk, card("retry"))
    turn = await socket.during(desk.act("action", **on(ts)))
    url = turn.payload["response_url"]

    assert await respond(desk, url, replace_original=True, text="changed") == 200
    changed = (await desk.messages("U_BEN"))[0]
    assert await respond(desk, url, delete_original=True) == 200

    assert (changed["text"], changed["blocks"]) == ("changed", [])
    assert await desk.messages("U_BEN") == []


async def test_response_url_is_used_up_and_expires(
    desk: Desk, socket: Socket, clock: HandClock
) -> None:
    """Five uses within thirty minutes, and no more."""
    ts = await send(desk, card("retry"))
    first = (await socket.during(desk.act("action", **on(ts)))).payload["response_url"]
    second = (await socket.during(desk.act("action", **on(ts)))).payload["response_url"]

    statuses = [await respond(desk, first, text=str(n)) for n in range(6)]
    clock.move(30 * 60 + 1)

    assert statuses == [200] * 5 + [404]
    assert await respond(desk, second, text="late") == 404


async def test_bad_answers_are_refused(desk: Desk, socket: Socket) -> None:
    """A response URL checks blocks as chat.postMessage does."""
    ts = await send(desk, card("retry"))
    url = (await socket.during(desk.act("action", **on(ts)))).payload["response_url"]

    assert await respond(desk, url, blocks=[{"type": "nonsense"}]) == 400
    assert await respond(desk, url) == 400


async def test_ephemeral_answers_can_be_clicked_and_replaced(desk: Desk, socket: Socket) -> None:
    """An ephemeral message has no message in its payload, and changes by response URL only."""
    acting = desk.act("command", channel="C_GENERAL", command="/jefail", text=" status ")
    await socket.during(acting, {"text": "x", "blocks": card("retry")})
    whispered = (await desk.messages("U_ANA"))[0]
    turn = await socket.during(desk.act("action", **on(whispered["ts"])))
    url = turn.payload["response_url"]
    await respond(desk, url, replace_original=True, text="changed")

    assert turn.payload["container"]["is_ephemeral"] is True
    assert "message" not in turn.payload
    assert [each["text"] for each in await desk.messages("U_ANA")] == ["changed"]
    assert (await desk.act("action", "U_BEN", **on(whispered["ts"])))["status"] == 404
    await respond(desk, url, delete_original=True)
    assert await desk.messages("U_ANA") == []


async def test_command_answers_in_channel_when_asked(desk: Desk, socket: Socket) -> None:
    """`response_type: in_channel` shows the answer to everybody."""
    acting = desk.act("command", "U_BEN", channel="C_GENERAL", command="/jefail", text=" a b ")
    turn = await socket.during(acting, {"text": "all see", "response_type": "in_channel"})

    assert turn.payload["command"] == "/jefail"
    assert turn.payload["text"] == "a b"
    assert [each["text"] for each in await desk.messages("U_ANA")] == ["all see"]


async def test_command_without_ack_shows_slacks_error(desk: Desk, socket: Socket) -> None:
    """A slow or absent app makes Slack itself say so, to the one who typed."""
    given = {"channel": "C_GENERAL", "command": "/jefail", "text": ""}
    slow = await desk.act("command", **given)
    await socket.wire.close()
    await desk.act("command", **given)

    assert slow == {"acked": False, "response": None, "status": 200}
    assert [each["text"] for each in await desk.messages("U_ANA")] == [
        '/jefail failed with the error "operation_timeout"',
        '/jefail failed with the error "dispatch_failed"',
    ]
    assert await desk.messages("U_BEN") == []


async def test_shortcuts_of_workspace_and_message(desk: Desk, socket: Socket) -> None:
    """Both kinds carry a trigger id; a message shortcut carries its message."""
    ts = await send(desk, card("retry"))

    everywhere = await socket.during(desk.act("shortcut", callback_id="new"))
    place = {"channel": "C_GENERAL", "message_ts": ts}
    here = await socket.during(desk.act("shortcut", callback_id="resolve", **place))

    assert everywhere.payload["type"] == "shortcut"
    assert here.payload["type"] == "message_action"
    assert here.payload["message"]["ts"] == ts
    assert here.payload["trigger_id"] != everywhere.payload["trigger_id"]


async def test_mentions_are_events(desk: Desk, socket: Socket) -> None:
    """A person who names the bot raises app_mention."""
    await desk.act("message", channel="C_GENERAL", text="ping <@U_JEFAIL>")
    envelope = await socket.next()
    await socket.ack(envelope)

    assert envelope["type"] == "events_api"
    assert envelope["payload"]["event"]["type"] == "app_mention"
    assert envelope["payload"]["event"]["user"] == "U_ANA"
    assert envelope["payload"]["authorizations"][0]["is_bot"]
