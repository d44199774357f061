"""Messages: order, threads, changes, metadata, and reading them back."""

from typing import Any

from tests.sandbox.slack.desk import Desk, HandClock, Json, card

CARD = {"event_type": "jefail_card", "event_payload": {"intent": "42"}}


async def send(desk: Desk, text: str = "x", **args: Any) -> Json:
    """Send a message to #general as the bot."""
    return await desk.api("chat.postMessage", **{"channel": "C_GENERAL", "text": text, **args})


async def history(desk: Desk, **args: Any) -> Json:
    """Read #general as the bot."""
    return await desk.api("conversations.history", channel="C_GENERAL", **args)


async def test_ts_is_unique_and_grows(desk: Desk) -> None:
    """Messages of one instant still have their order."""
    stamps = [(await send(desk))["ts"] for _ in range(5)]

    assert stamps == sorted(set(stamps))
    assert all(len(ts.partition(".")[2]) == 6 for ts in stamps)


async def test_thread_counts_on_its_first_message(desk: Desk) -> None:
    """A reply is not in the channel but counted, and a reply to a reply joins the same thread."""
    parent = await send(desk)
    reply = await send(desk, "one", thread_ts=parent["ts"])
    await send(desk, "two", thread_ts=reply["ts"])
    await send(desk, "three", thread_ts=parent["ts"], reply_broadcast=True)

    top = (await history(desk))["messages"]
    thread = await desk.api("conversations.replies", channel="C_GENERAL", ts=parent["ts"])

    assert [message["text"] for message in top] == ["three", "x"]
    assert top[1]["reply_count"] == 3
    assert [message["text"] for message in thread["messages"]] == ["x", "one", "two", "three"]
    assert (await send(desk, thread_ts="1.1"))["error"] == "thread_not_found"


async def test_update_keeps_what_is_not_given(desk: Desk) -> None:
    """New text leaves blocks and metadata; an empty list takes the blocks away."""
    sent = await send(desk, blocks=card("retry"), metadata=CARD)
    place = {"channel": "C_GENERAL", "ts": sent["ts"]}

    kept = await desk.api("chat.update", **place, text="y")
    bare = await desk.api("chat.update", **place, text="z", blocks=[])
    found = (await history(desk, include_all_metadata=True))["messages"][0]

    assert len(kept["message"]["blocks"]) == 2
    assert bare["message"]["blocks"] == []
    assert found["metadata"] == CARD
    assert found["edited"]["user"] == "U_JEFAIL"


async def test_update_is_refused_where_slack_refuses(desk: Desk) -> None:
    """Unknown, another's, emptied and rich messages cannot be changed so."""
    mine = await desk.act("message", channel="C_GENERAL", text="hello")
    rich = [{"type": "rich_text", "elements": []}]
    sent = await send(desk, blocks=rich)

    async def update(ts: str, **args: Any) -> str:
        answer = await desk.api("chat.update", channel="C_GENERAL", ts=ts, **args)
        return str(answer["error"])

    assert await update("1.000000", text="y") == "message_not_found"
    assert await update(mine["message"]["ts"], text="y") == "cant_update_message"
    assert await update(sent["ts"]) == "no_text"
    assert await update(sent["ts"], blocks=card("a")) == "block_mismatch"


async def test_deleting_the_first_of_a_thread_leaves_a_tombstone(desk: Desk) -> None:
    """A message without replies is gone; one with replies leaves a place for them."""
    parent, alone = await send(desk), await send(desk)
    await send(desk, "reply", thread_ts=parent["ts"])
    for sent in (parent, alone):
        await desk.api("chat.delete", channel="C_GENERAL", ts=sent["ts"])

    left = (await history(desk))["messages"]

    assert [message["text"] for message in left] == ["This message was deleted."]
    assert left[0]["reply_count"] == 1


async def test_metadata_payload_only_on_request(desk: Desk) -> None:
    """Without include_all_metadata a reader gets the type alone; bad metadata is refused."""
    await send(desk, metadata=CARD)

    plain = (await history(desk))["messages"][0]
    full = (await history(desk, include_all_metadata=True))["messages"][0]

    assert plain["metadata"] == {"event_type": "jefail_card"}
    assert full["metadata"] == CARD
    assert (await send(desk, metadata="{"))["error"] == "invalid_metadata_format"
    assert (await send(desk, metadata={"event_type": 1}))["error"] == "invalid_metadata_schema"


async def test_history_by_time_and_by_page(desk: Desk, clock: HandClock) -> None:
    """Bounds leave their own ends out unless inclusive; a cursor leads through all pages."""
    stamps = []
    for text in "abcd":
        stamps.append((await send(desk, text))["ts"])
        clock.move(1)

    between = await history(desk, oldest=stamps[0], latest=stamps[2])
    inclusive = await history(desk, oldest=stamps[0], latest=stamps[2], inclusive=True)
    first = await history(desk, limit=3)
    second = await history(desk, limit=3, cursor=first["response_metadata"]["next_cursor"])

    assert texts(between) == ["b"]
    assert texts(inclusive) == ["c", "b", "a"]
    assert (texts(first), first["has_more"]) == (["d", "c", "b"], True)
    assert (texts(second), second["has_more"]) == (["a"], False)
    assert texts(await history(desk, oldest="1790000002")) == ["d"]
    assert (await history(desk, cursor="?"))["error"] == "invalid_cursor"
    assert (await history(desk, oldest="x"))["error"] == "invalid_ts_oldest"


async def test_where_one_may_write(desk: Desk) -> None:
    """Archived, unknown and foreign channels are refused; a person's id opens the direct one."""
    await desk.post("channels/C_HARBOR", archived=True)
    await desk.post("channels/C_BOOKKEEPING", bot=False)
    public = desk.workspace.manifest.grants("chat:write.public")

    assert public
    assert (await send(desk, channel="C_HARBOR"))["error"] == "is_archived"
    assert (await send(desk, channel="C_X"))["error"] == "channel_not_found"
    assert (await send(desk, channel="C_BOOKKEEPING"))["ok"]
    assert (await desk.api("conversations.history", channel="C_BOOKKEEPING"))[
        "error"
    ] == "not_in_channel"
    assert (await send(desk, channel="U_BEN"))["channel"] == "D_BEN"
    assert (await send(desk, channel="#general"))["channel"] == "C_GENERAL"
    assert (await send(desk, ""))["error"] == "no_text"


async def test_conversations_are_listed_by_type(desk: Desk) -> None:
    """Public ones unless asked; a direct one exists once it was opened."""
    opened = await desk.api("conversations.open", users="U_ANA")
    again = await desk.api("conversations.open", users="U_ANA")
    public = await desk.api("conversations.list")
    direct = await desk.api("conversations.list", types="im")

    assert (opened["already_open"], again["already_open"]) == (False, True)
    assert [each["name"] for each in public["channels"]] == [
        "bookkeeping",
        "harbor-books",
        "general",
    ]
    assert [each["id"] for each in direct["channels"]] == [opened["channel"]["id"]]
    assert (await desk.api("conversations.info", channel="C_GENERAL"))["channel"]["is_member"]


async def test_permalink_leads_to_the_message(desk: Desk) -> None:
    """The address holds channel and ts, for replies also the thread."""
    parent = await send(desk)
    reply = await send(desk, thread_ts=parent["ts"])

    async def link(ts: str) -> str:
        answer = await desk.api("chat.getPermalink", channel="C_GENERAL", message_ts=ts)
        return str(answer["permalink"])

    assert (await link(parent["ts"])).endswith(
        f"/archives/C_GENERAL/p{parent['ts'].replace('.', '')}"
    )
    assert f"thread_ts={parent['ts']}" in await link(reply["ts"])


def texts(answer: Json) -> list[str]:
    """The texts of a page of history."""
    return [message["text"] for message in answer["messages"]]
