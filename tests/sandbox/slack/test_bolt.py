"""An unmodified Bolt app over Socket Mode: what jefail will be to this workspace."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.slack.desk import Desk, card, modal, text_input


@pytest.fixture
async def bolt(desk: Desk) -> AsyncIterator[AsyncApp]:
    """A Bolt app on slack_sdk's own Socket Mode client, connected."""
    tokens = desk.workspace.tokens
    client = AsyncWebClient(tokens["bot_token"], base_url=f"{desk.base_url}/api/")
    app = AsyncApp(client=client, signing_secret=tokens["signing_secret"])
    handler = AsyncSocketModeHandler(app, tokens["app_token"])
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await until_connected(desk)
    yield app
    await handler.close_async()  # type: ignore[no-untyped-call]


async def until_connected(desk: Desk) -> None:
    """Wait until the app's socket has been accepted."""
    async with asyncio.timeout(5):
        while not desk.workspace.delivery.sockets.connected:  # noqa: ASYNC110  no event to wait on
            await asyncio.sleep(0)


async def test_command_text_rides_on_the_ack(desk: Desk, bolt: AsyncApp) -> None:
    """What a command is acknowledged with is shown to the person who typed it, to nobody else."""

    @bolt.command("/jefail")
    async def status(ack: AsyncAck, command: dict[str, Any]) -> None:
        await ack(f"{command['text']} is well")

    answer = await desk.act("command", channel="C_GENERAL", command="/jefail", text="Harbor")

    assert answer["acked"]
    assert answer["response"]["text"] == "Harbor is well"
    assert [each["text"] for each in await desk.messages("U_ANA")] == ["Harbor is well"]
    assert await desk.messages("U_BEN") == []


async def test_click_updates_the_card(desk: Desk, bolt: AsyncApp) -> None:
    """A click reaches its listener, which redraws the message by its ts."""

    @bolt.action("retry")
    async def retry(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        place = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        await client.chat_update(**place, text=f"Retrying, {body['user']['name']}", blocks=[])
        done.set()

    done = asyncio.Event()
    sent = await desk.api("chat.postMessage", channel="C_GENERAL", text="x", blocks=card("retry"))
    clicked = await desk.act(
        "action",
        "U_BEN",
        channel="C_GENERAL",
        message_ts=sent["ts"],
        block_id="buttons",
        action_id="retry",
    )
    await done.wait()

    assert clicked == {"acked": True, "warning": None, "status": 200}
    assert (await desk.messages())[0]["text"] == "Retrying, ben"


async def test_unmatched_click_shows_slacks_warning(desk: Desk, bolt: AsyncApp) -> None:
    """A click that no listener takes is never acknowledged, and the person is told so."""
    sent = await desk.api("chat.postMessage", channel="C_GENERAL", text="x", blocks=card("nobody"))

    clicked = await desk.act(
        "action",
        channel="C_GENERAL",
        message_ts=sent["ts"],
        block_id="buttons",
        action_id="nobody",
    )

    assert not clicked["acked"]
    assert "3 seconds" in clicked["warning"]


async def test_modal_from_command_to_errors_to_done(desk: Desk, bolt: AsyncApp) -> None:
    """A modal opens by trigger id, shows the app's error under the field, and closes when right."""

    @bolt.command("/jefail")
    async def opens(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=modal())
        await ack()

    @bolt.view("accounts")
    async def submitted(ack: AsyncAck, view: dict[str, Any]) -> None:
        given = view["state"]["values"]["account"]["value"]["value"]
        if given == "4100":
            await ack()
        else:
            await ack(response_action="errors", errors={"account": "No such account."})

    await desk.act("command", channel="C_GENERAL", command="/jefail", text="")
    opened = (await desk.look("views", **{"as": "U_ANA"}))["stack"][-1]
    wrong = await submit(desk, opened["id"], "1")
    right = await submit(desk, opened["id"], "4100")

    assert wrong["errors"] == {"account": "No such account."}
    assert right == {
        "acked": True,
        "response_action": None,
        "errors": None,
        "warning": None,
        "status": 200,
    }
    assert (await desk.look("views", **{"as": "U_ANA"}))["stack"] == []


async def test_respond_goes_to_the_person_alone(desk: Desk, bolt: AsyncApp) -> None:
    """Bolt's `respond` uses the response URL, and only the clicker sees it."""

    @bolt.action("retry")
    async def retry(ack: AsyncAck, respond: AsyncRespond) -> None:
        await respond("Ana was first.", replace_original=False)
        await ack()

    sent = await desk.api("chat.postMessage", channel="C_GENERAL", text="x", blocks=card("retry"))
    ids = {"block_id": "buttons", "action_id": "retry"}
    await desk.act("action", "U_BEN", channel="C_GENERAL", message_ts=sent["ts"], **ids)

    assert [each["text"] for each in await desk.messages("U_BEN")] == ["x", "Ana was first."]
    assert len(await desk.messages("U_ANA")) == 1


async def test_home_is_published_when_it_is_opened(desk: Desk, bolt: AsyncApp) -> None:
    """Opening the App Home raises an event, to which the app publishes a view for that person."""

    @bolt.event("app_home_opened")
    async def opened(event: dict[str, Any], client: AsyncWebClient) -> None:
        view = {"type": "home", "blocks": card("status")}
        await client.views_publish(user_id=event["user"], view=view)
        done.set()

    done = asyncio.Event()
    await desk.act("home")
    await done.wait()

    home = (await desk.look("views", **{"as": "U_ANA"}))["home"]
    assert home["blocks"][0]["block_id"] == "top"
    assert (await desk.look("views", **{"as": "U_BEN"}))["home"] is None


async def test_suggestions_come_from_the_app(desk: Desk, bolt: AsyncApp) -> None:
    """Typing into an external menu asks the app for options."""

    @bolt.command("/jefail")
    async def opens(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        element = {"type": "external_select", "action_id": "value", "min_query_length": 1}
        view = modal(blocks=[text_input(element=element)])
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    @bolt.options("value")
    async def offered(ack: AsyncAck, payload: dict[str, Any]) -> None:
        text = {"type": "plain_text", "text": f"{payload['value']}00 Sales"}
        await ack(options=[{"text": text, "value": "41"}])

    await desk.act("command", channel="C_GENERAL", command="/jefail", text="")
    view = (await desk.look("views", **{"as": "U_ANA"}))["stack"][-1]
    ids = {"view_id": view["id"], "block_id": "account", "action_id": "value"}
    answer = await desk.act("suggest", **ids, value="41")

    assert answer["options"][0]["text"]["text"] == "4100 Sales"


async def test_sdk_comes_back_after_a_disconnect(desk: Desk, bolt: AsyncApp) -> None:
    """On Slack's wish to refresh, slack_sdk opens a new socket, and deliveries go on."""

    @bolt.command("/jefail")
    async def status(ack: AsyncAck) -> None:
        await ack("still here")

    gone = await desk.post("disconnect", reason="refresh_requested")
    await until_connected(desk)
    answer = await desk.act("command", channel="C_GENERAL", command="/jefail", text="")

    assert gone["sockets"] == 1
    assert answer["response"]["text"] == "still here"


async def submit(desk: Desk, view_id: str, account: str) -> dict[str, Any]:
    """Send the modal with this account in its field."""
    value = {"type": "plain_text_input", "value": account}
    return await desk.act("submit", view_id=view_id, values={"account": {"value": value}})
