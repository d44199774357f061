"""The workspace as a whole: what a page hears, what outlives a restart, and the manifest."""

import contextlib
import json
from pathlib import Path

import aiohttp

from sandbox.app import sandbox_app
from sandbox.serve import serving
from sandbox.slack.app import slack_app
from sandbox.slack.manifest import Manifest, read_manifest
from sandbox.slack.workspace import Workspace
from sandbox.slack.writing import warn
from tests.sandbox.slack.desk import Desk, HandClock, Json, card, connect

MANIFEST = """
display_information: {name: jefail}
features:
  slash_commands: [{command: /jefail, description: Everything, usage_hint: status}]
  shortcuts: [{name: Resolve, type: message, callback_id: resolve, description: Close it}]
oauth_config: {scopes: {bot: [chat:write, commands]}}
settings: {event_subscriptions: {bot_events: [app_home_opened]}}
"""


async def test_stream_tells_each_person_what_changes(desk: Desk) -> None:
    """Messages are told to members, ephemeral ones to their reader alone."""
    async with desk.session.get("/control/stream", params={"as": "U_BEN"}) as stream:
        await stream.content.readuntil(b"\n\n")
        for user in ("U_ANA", "U_BEN"):
            warn(desk.workspace, desk.workspace.channels.get("C_GENERAL"), user, user)
        await desk.api("chat.postMessage", channel="C_GENERAL", text="x")
        told = [await next_event(stream) for _ in range(2)]

    assert [(event["type"], event["message"]["text"]) for event in told] == [
        ("ephemeral", "U_BEN"),
        ("message", "x"),
    ]
    assert told[1]["channel"] == "C_GENERAL"
    assert told[1]["ts"] == told[1]["message"]["ts"]


async def test_stream_tells_of_the_app_and_of_homes(desk: Desk) -> None:
    """A new socket and a published home reach the open page."""
    async with desk.session.get("/control/stream", params={"as": "U_BEN"}) as stream:
        await stream.content.readuntil(b"\n\n")
        socket = await connect(desk)
        home = {"type": "home", "blocks": []}
        await desk.api("views.publish", user_id="U_BEN", view=home)
        told = [(await next_event(stream))["type"] for _ in range(2)]
        await socket.wire.close()

    assert told == ["app", "home"]


async def next_event(stream: aiohttp.ClientResponse) -> Json:
    """Return the next event of a stream."""
    line = await stream.content.readuntil(b"\n\n")
    event: Json = json.loads(line.decode().removeprefix("data: "))
    return event


async def test_state_is_what_a_page_needs(desk: Desk) -> None:
    """People, channels, the bot, and whether the app is there."""
    state = await desk.look("state", **{"as": "U_BEN"})

    assert state["me"] == "U_BEN"
    assert [person["id"] for person in state["people"]] == [
        "U_ANA",
        "U_BEN",
        "U_CHI",
        "U_DEE",
        "U_EVE",
    ]
    assert [channel["name"] for channel in state["channels"]] == [
        "bookkeeping",
        "harbor-books",
        "general",
        "",
    ]
    assert state["app"] == {"connected": False, "transport": "socket", "installed": True}
    assert (await desk.look("state", **{"as": "U_X"}))["error"]


async def test_administration_is_told_to_the_app(desk: Desk) -> None:
    """Archiving, renaming and uninstalling raise the events that Slack raises."""
    socket = await connect(desk)
    kinds = []
    changes: list[tuple[str, Json]] = [
        ("channels/C_HARBOR", {"archived": True}),
        ("channels/C_HARBOR", {"name": "harbor"}),
        ("channels/C_HARBOR", {"bot": False}),
        ("channels/C_HARBOR", {"deleted": True}),
    ]
    for what, change in changes:
        await desk.post(what, **change)
        envelope = await socket.next()
        await socket.ack(envelope)
        kinds.append(envelope["payload"]["event"]["type"])
    await desk.post("install", installed=False)
    last = [await socket.next(), await socket.next()]
    for envelope in last:
        await socket.ack(envelope)
    await socket.wire.close()

    assert kinds == ["channel_archive", "channel_rename", "channel_left", "channel_deleted"]
    assert {envelope["payload"]["event"]["type"] for envelope in last} == {
        "tokens_revoked",
        "app_uninstalled",
    }
    assert (await desk.post("channels/C_HARBOR", archived=True))["status"] == 404


async def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    """Messages, homes, tokens and the order of ts outlive the process."""
    manifest = tmp_path / "app.yaml"
    manifest.write_text(MANIFEST.replace("chat:write", "chat:write, channels:history"))
    seen = []
    for _ in range(2):
        app = sandbox_app(tmp_path, manifest=manifest)
        async with serving(app) as base_url, aiohttp.ClientSession(base_url) as session:
            async with session.get("/slack/control/tokens") as answer:
                token = (await answer.json())["bot_token"]
            headers = {"Authorization": f"Bearer {token}"}
            home = {"user_id": "U_ANA", "view": {"type": "home", "blocks": card("a")}}
            await session.post("/slack/api/views.publish", json=home, headers=headers)
            said = {"channel": "C_GENERAL", "text": "x"}
            await session.post("/slack/api/chat.postMessage", json=said, headers=headers)
            query = {"channel": "C_GENERAL", "as": "U_ANA"}
            async with session.get("/slack/control/messages", params=query) as answer:
                stamps = [message["ts"] for message in (await answer.json())["messages"]]
            async with session.get("/slack/control/views?as=U_ANA") as answer:
                seen.append((token, stamps, (await answer.json())["home"]["id"]))

    (token, [first], view_id), (token_again, stamps, view_again) = seen
    assert (token, view_id) == (token_again, view_again)
    assert stamps[0] == first
    assert len(stamps) == 2


async def test_sandbox_serves_page_and_permalinks(tmp_path: Path) -> None:
    """The page is at the root, and a permalink leads there with its place."""
    async with (
        serving(sandbox_app(tmp_path, manifest=None)) as base_url,
        aiohttp.ClientSession(base_url) as session,
    ):
        async with session.get("/") as page:
            assert page.status == 200
        link = "/archives/C_GENERAL/p1763800000000100"
        async with session.get(link, allow_redirects=False) as answer:
            place = answer.headers["location"]

    assert place == "/?channel=C_GENERAL&ts=1763800000.000100"


async def test_shutdown_ends_open_streams_and_sockets(workspace: Workspace) -> None:
    """Anyone who still reads when the server leaves is told that it is over."""
    async with contextlib.AsyncExitStack() as readers:
        async with serving(slack_app(workspace)) as base_url:
            session = await readers.enter_async_context(aiohttp.ClientSession(base_url))
            stream = await readers.enter_async_context(session.get("/control/stream"))
            socket = await connect(Desk(workspace, session, base_url))

        assert (await stream.content.read()).startswith(b": listening")
        assert (await socket.wire.receive()).type == aiohttp.WSMsgType.CLOSE


def test_manifest_tells_scopes_commands_and_events(tmp_path: Path) -> None:
    """What is in app.yaml is what the app has; no file means everything is allowed."""
    path = tmp_path / "app.yaml"
    path.write_text(MANIFEST)

    manifest = read_manifest(path)

    assert manifest.grants("chat:write")
    assert not manifest.grants("users:read")
    assert manifest.events == {"app_home_opened"}
    assert manifest.commands[0]["usage_hint"] == "status"
    assert manifest.shortcuts[0]["callback_id"] == "resolve"
    assert read_manifest(tmp_path / "missing.yaml") == Manifest()


def test_clock_of_the_desk_stands_until_moved() -> None:
    """Tests move time by hand."""
    clock = HandClock()
    before = clock()
    clock.move(2)

    assert clock() - before == 2


async def test_who_is_in_a_channel_can_be_asked(desk: Desk) -> None:
    """conversations.members shows a private channel only where the app is in it too."""
    hidden = await desk.post("channels", name="aside", members=["U_ANA"], is_private=True)
    asked = await desk.api("conversations.members", channel=hidden["channel"]["id"])
    assert asked["error"] == "channel_not_found"

    willow = await desk.api("conversations.members", channel="C_WILLOW", limit=2)
    assert willow["members"] == ["U_ANA", "U_CHI"]
    onward = willow["response_metadata"]["next_cursor"]
    rest = await desk.api("conversations.members", channel="C_WILLOW", cursor=onward)
    assert rest["members"] == ["U_JEFAIL"]


async def test_the_app_is_told_who_comes_and_goes(desk: Desk) -> None:
    """As Slack tells it of the channels that it is in."""
    socket = await connect(desk)
    told = []
    for change in ({"join": "U_BEN"}, {"leave": "U_CHI"}):
        await desk.post("channels/C_WILLOW", **change)
        envelope = await socket.next()
        await socket.ack(envelope)
        event = envelope["payload"]["event"]
        told.append((event["type"], event["channel"], event["user"]))
    await socket.wire.close()

    assert told == [
        ("member_joined_channel", "C_WILLOW", "U_BEN"),
        ("member_left_channel", "C_WILLOW", "U_CHI"),
    ]
