"""Files in the local workspace: dropped by people, uploaded by the app, told of, fetched."""

import base64

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.slack.desk import Desk, connect

CONTENT = b"SKU,Cost\nMUG,4\n"
FILE = {"name": "costs.csv", "content": base64.b64encode(CONTENT).decode()}


async def test_a_file_in_a_thread_is_told_and_fetched(desk: Desk) -> None:
    """The event names it, files.info tells where, and the bot's token alone fetches it."""
    parent = (await desk.act("message", channel="C_GENERAL", text="Costs?"))["message"]
    socket = await connect(desk)

    turn = await socket.during(
        desk.act("message", channel="C_GENERAL", thread_ts=parent["ts"], files=[FILE])
    )

    event = turn.payload["event"]
    assert (event["type"], event["user_id"], event["channel_id"]) == (
        "file_shared",
        "U_ANA",
        "C_GENERAL",
    )
    file = (await desk.api("files.info", file=event["file_id"]))["file"]
    assert (file["name"], file["filetype"], file["size"]) == ("costs.csv", "csv", len(CONTENT))
    (share,) = file["shares"]["public"]["C_GENERAL"]
    assert share["thread_ts"] == parent["ts"]
    assert turn.seen["message"]["subtype"] == "file_share"
    url = file["url_private"].removeprefix(desk.base_url.rstrip("/"))
    token = {"Authorization": f"Bearer {desk.workspace.tokens['bot_token']}"}
    async with desk.session.get(url, headers=token) as answer:
        assert await answer.read() == CONTENT
    async with desk.session.get(url, allow_redirects=False) as answer:
        assert answer.status == 302


async def test_the_sdk_uploads_into_a_thread(desk: Desk) -> None:
    """In Slack's three steps; the message shows the file with the words beside it."""
    parent = (await desk.act("message", channel="C_GENERAL", text="A sheet?"))["message"]
    web = AsyncWebClient(desk.workspace.tokens["bot_token"], base_url=f"{desk.base_url}/api/")

    await web.files_upload_v2(
        channel="C_GENERAL",
        thread_ts=parent["ts"],
        filename="sheet.csv",
        content="SKU,Cost\n",
        initial_comment="Fill it in.",
    )

    reply = desk.workspace.messages.thread("C_GENERAL", parent["ts"])[-1]
    assert (reply["text"], reply["files"][0]["name"]) == ("Fill it in.", "sheet.csv")
    assert desk.workspace.files.content(reply["files"][0]["id"]) == b"SKU,Cost\n"


async def test_what_nobody_may_have_is_not_found(desk: Desk) -> None:
    """Unknown files, torn uploads, files of channels that the app is not in."""
    assert (await desk.api("files.info", file="F404"))["error"] == "file_not_found"
    made = await desk.api("files.getUploadURLExternal", filename="a.csv", length=3)
    path = made["upload_url"].removeprefix(desk.base_url.rstrip("/"))
    async with desk.session.post(path, data=b"four") as answer:
        assert answer.status == 404
    lost = await desk.api("files.completeUploadExternal", files=[{"id": made["file_id"]}])
    assert lost["error"] == "file_not_found"
    private = desk.workspace.channels.create("aside", ["U_ANA"], is_private=True)
    sent = await desk.act("message", channel=private["id"], files=[FILE])
    hidden = sent["message"]["files"][0]["id"]
    assert (await desk.api("files.info", file=hidden))["error"] == "file_not_found"


async def test_a_file_has_a_name_and_content(desk: Desk) -> None:
    """What is no file is refused, and nothing is written."""
    for file in ({"name": ""}, {"name": "a.csv", "content": "%"}, {"name": "a.csv", "content": ""}):
        assert (await desk.act("message", channel="C_GENERAL", files=[file]))["status"] >= 400
    assert await desk.messages() == []


BYTES = bytes(range(256)) * 4 + b"\r\n--cut\r\n\r\n"
"""What a workbook may hold: every byte, and what looks like the end of a part."""


@pytest.mark.parametrize("field", ["body", "file", "filename", None])
async def test_an_upload_is_taken_in_every_form_that_slack_takes(
    desk: Desk, field: str | None
) -> None:
    """The bytes alone, or a form with the file in some part of it, as @slack/web-api sends it."""
    made = await desk.api("files.getUploadURLExternal", filename="a.bin", length=len(BYTES))
    form = aiohttp.FormData()
    if field:
        form.add_field(field, BYTES, filename="a.bin", content_type="application/octet-stream")

    async with desk.session.post(made["upload_url"], data=form if field else BYTES) as answer:
        assert answer.status == 200

    done = await desk.api("files.completeUploadExternal", files=[{"id": made["file_id"]}])
    assert done["ok"]
    assert desk.workspace.files.content(made["file_id"]) == BYTES
