"""Every answer of Slack's ends in one of a few outcomes: row by row what each code means."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import DividerBlock, SectionBlock
from slack_sdk.web.async_client import AsyncWebClient

from blocks.kit.card import Card
from bot.slack_channel import (
    EVENT_TYPE,
    Blocked,
    Deleted,
    Fixed,
    Found,
    NotSent,
    Outcome,
    Shown,
    SlackChannel,
    Spoiled,
    Unknown,
    Unreachable,
)
from tests.bot.stub_slack import Json, Reply, open_stub

CARD = Card("A card", (SectionBlock(text="A card"), DividerBlock()))
INTENT, OTHER = UUID(int=1), UUID(int=2)
UNKNOWN = [
    "ratelimited",
    "rate_limited",
    "fatal_error",
    "internal_error",
    "service_unavailable",
    "request_timeout",
    "update_failed",
]
BROKEN_ROUTE = [
    "channel_not_found",
    "is_archived",
    "not_in_channel",
    "restricted_action",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
    "restricted_action_non_threadable_channel",
    "ekm_access_denied",
    "posting_to_general_channel_denied",
]
NO_ENTRY = [
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "team_added_to_org",
    "missing_scope",
    "message_limit_exceeded",
]
SPOILED = [
    "invalid_blocks",
    "msg_blocks_too_long",
    "msg_too_long",
    "no_text",
    "invalid_arguments",
    "restricted_action_thread_locked",
    "something_new",
]
UNREACHABLE = ["user_not_found", "user_disabled", "cannot_dm_bot", "messages_tab_disabled"]
DELETED = ["message_not_found", "thread_not_found"]
FIXED = ["cant_update_message", "edit_window_closed", "block_mismatch"]


async def send(channel: SlackChannel) -> Outcome:
    """Send the card with its intent."""
    return await channel.send("C1", CARD, intent=INTENT, also=(OTHER,))


async def test_a_card_leaves_with_its_intent_and_without_previews() -> None:
    """Ids alone travel in the metadata, since anybody in the channel may read it."""
    async with open_stub() as (stub, client):
        assert await send(SlackChannel(client)) == Shown("1.1")

    ((method, sent),) = stub.calls
    assert method == "chat.postMessage"
    assert sent["metadata"] == {
        "event_type": EVENT_TYPE,
        "event_payload": {"intent": str(INTENT), "also": [str(OTHER)]},
    }
    assert (sent["text"], sent["unfurl_links"], sent["unfurl_media"]) == ("A card", False, False)
    assert len(sent["blocks"]) == 2


@pytest.mark.parametrize(
    ("codes", "outcome"),
    [
        (UNKNOWN, Unknown),
        (BROKEN_ROUTE, Blocked),
        (NO_ENTRY, Blocked),
        (SPOILED, Spoiled),
        (UNREACHABLE, Unreachable),
        (DELETED, Deleted),
        (FIXED, Fixed),
    ],
    ids=[
        "unknown",
        "broken route",
        "no entry",
        "spoiled",
        "unreachable",
        "deleted",
        "fixed",
    ],
)
async def test_each_code_has_its_meaning(codes: list[str], outcome: type) -> None:
    """For a new message and for a change alike, and each call is made once."""
    async with open_stub() as (stub, client):
        channel = SlackChannel(client)
        for code in codes:
            stub.replies = [Reply.refusal(code)]
            for result in (await send(channel), await channel.update("C1", "1.1", CARD)):
                assert isinstance(result, outcome), (code, result)
                if isinstance(result, Blocked | Spoiled | Unreachable):
                    assert code in result.fault
        assert len(stub.calls) == 2 * len(codes)


async def test_text_alone_takes_the_blocks_away() -> None:
    """A new message has no blocks then, and one that is changed keeps none of those it had."""
    async with open_stub() as (stub, client):
        channel = SlackChannel(client)
        await channel.send("C1", Card("Words", ()), intent=INTENT)
        await channel.update("C1", "1.1", Card("Words", ()))

    (_, sent), (_, changed) = stub.calls
    assert (sent["text"], sent.get("blocks")) == ("Words", None)
    assert (changed["text"], changed["blocks"]) == ("Words", [])


async def test_a_message_that_says_nothing_is_not_sent() -> None:
    """Slack would refuse it, and no one could read it."""
    async with open_stub() as (stub, client):
        channel = SlackChannel(client)
        for card in (Card("", CARD.blocks), Card(" \n", ())):
            assert isinstance(await channel.send("C1", card, intent=INTENT), Spoiled)
            assert isinstance(await channel.update("C1", "1.1", card), Spoiled)

    assert stub.calls == []


async def test_an_address_that_is_not_to_be_had_is_none() -> None:
    """A card is drawn without it then, and nothing waits for it."""
    async with open_stub() as (stub, client):
        channel = SlackChannel(client)
        stub.replies = [Reply({"ok": True, "permalink": "https://a.example/p1"})]
        assert await channel.permalink("C1", "1.1") == "https://a.example/p1"
        stub.replies = [Reply.refusal("message_not_found")]
        assert await channel.permalink("C1", "1.1") == ""


async def test_a_missing_scope_is_named() -> None:
    """Health then tells which one to add."""
    async with open_stub() as (stub, client):
        stub.replies = [Reply.refusal("missing_scope", needed="chat:write", provided="commands")]
        outcome = await send(SlackChannel(client))

    assert isinstance(outcome, Blocked)
    assert "chat:write" in outcome.fault


@pytest.mark.parametrize(
    ("headers", "wait"),
    [({"Retry-After": "7"}, 7), ({}, 1), ({"Retry-After": "0.5"}, 0.5)],
)
async def test_too_many_requests_wait_and_are_looked_for(
    headers: dict[str, str], wait: float
) -> None:
    """A 429 may have been posted all the same, so its end is not known."""
    async with open_stub() as (stub, client):
        stub.replies = [Reply({"ok": False, "error": "ratelimited"}, 429, headers)]
        outcome = await send(SlackChannel(client))

    assert outcome == Unknown(timedelta(seconds=wait))


@pytest.mark.parametrize(
    "reply",
    [
        Reply("<html>Bad gateway</html>", 502),
        Reply({"ok": False}, 503),
        Reply("", 504),
        Reply(drops=True),
        Reply(hangs=True),
    ],
    ids=["502 html", "503", "504 empty", "cut", "no answer"],
)
async def test_what_may_have_been_posted_is_not_known(reply: Reply) -> None:
    """Neither called sent nor called failed, and sent once."""
    async with open_stub(seconds=0.2) as (stub, client):
        stub.replies = [reply]
        outcome = await send(SlackChannel(client))
        assert isinstance(outcome, Unknown), outcome
        assert len(stub.calls) == 1


async def test_a_slack_that_cannot_be_reached_has_nothing() -> None:
    """Nothing left this machine, so it may be sent again at once."""
    client = AsyncWebClient("xoxb-test", base_url="http://127.0.0.1:1/api/", retry_handlers=[])

    assert isinstance(await send(SlackChannel(client)), NotSent)


async def test_a_card_that_slack_would_refuse_does_not_leave() -> None:
    """Found by our own check, before a call."""
    wrong = Card("x", (SectionBlock(text="x" * 4000),))
    async with open_stub() as (stub, client):
        channel = SlackChannel(client)
        assert isinstance(await channel.send("C1", wrong, intent=INTENT), Spoiled)
        assert isinstance(await channel.update("C1", "1.1", wrong), Spoiled)
        assert stub.calls == []


def carrying(ts: str, intent: UUID, *also: UUID) -> Json:
    """Return a message that carries these intents."""
    payload = {"intent": str(intent), "also": [str(one) for one in also]}
    return {"ts": ts, "metadata": {"event_type": EVENT_TYPE, "event_payload": payload}}


async def all_of(found: AsyncIterator[Found]) -> list[Found]:
    """Return all that is found."""
    return [one async for one in found]


def a_page(*messages: Json, cursor: str = "") -> Reply:
    """Return a page of a channel's history."""
    body = {"ok": True, "messages": messages, "response_metadata": {"next_cursor": cursor}}
    return Reply(body)


async def test_an_intent_is_found_page_by_page() -> None:
    """Among others' messages, with everything that it covers."""
    foreign = {"ts": "1.0", "metadata": {"event_type": "other", "event_payload": {}}}
    async with open_stub() as (stub, client):
        stub.replies = [
            a_page({"ts": "0.9"}, foreign, cursor="c2"),
            a_page(carrying("2.2", OTHER, INTENT)),
        ]
        found = await all_of(SlackChannel(client).carrying("C1", INTENT, after="0.5"))

    assert found == [Found("2.2", [OTHER, INTENT])]
    assert [method for method, _arguments in stub.calls] == ["conversations.history"] * 2


async def test_an_intent_that_is_not_there_is_not_found() -> None:
    """In a channel or in a thread."""
    async with open_stub() as (stub, client):
        stub.replies = [a_page(carrying("2.2", OTHER))]
        channel = SlackChannel(client)
        assert await all_of(channel.carrying("C1", INTENT, after=None)) == []
        assert await all_of(channel.carrying("C1", INTENT, after=None, thread_ts="1.1")) == []

    assert [method for method, _arguments in stub.calls] == [
        "conversations.history",
        "conversations.replies",
    ]


async def test_a_channel_that_cannot_be_read_says_so() -> None:
    """Anyone who looks must know that nothing was seen."""
    async with open_stub() as (stub, client):
        stub.replies = [Reply.refusal("not_in_channel")]
        with pytest.raises(SlackApiError):
            await all_of(SlackChannel(client).carrying("C1", INTENT, after=None))
