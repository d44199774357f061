"""One Slack channel as the sender sees it: each call ends in one of a few plain outcomes.

What Slack's answers mean: docs.slack.dev/apis/web-api/rate-limits and the errors listed with
each method. A 429 and a server error may come after the message was posted all the same, so
their outcome is unknown until the channel has been looked through.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import UUID

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from blocks.kit.card import Card
from blocks.kit.validate import InvalidBlocks, checked
from journal.incidents.notices import is_person

EVENT_TYPE = "jefail_card"
_LOOK_BACK_MARGIN = timedelta(seconds=60)
_PAGE = 200
_PAGES = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """Slack shows the message."""

    ts: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may be shown or not; look before sending again, after `wait`."""

    wait: timedelta


@dataclass(frozen=True, slots=True)
class NotSent:
    """Nothing reached Slack; try again after `wait`."""

    wait: timedelta


@dataclass(frozen=True, slots=True)
class Blocked:
    """The channel or the whole workspace takes nothing now, and why."""

    fault: str
    wait: timedelta


@dataclass(frozen=True, slots=True)
class Spoiled:
    """Slack will not take this message as it is drawn."""

    fault: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The person whom this message is for takes none, however it is drawn, and why."""

    fault: str


@dataclass(frozen=True, slots=True)
class Deleted:
    """The message to be updated is not there any more, or cannot be changed."""


Outcome = Shown | Unknown | NotSent | Blocked | Spoiled | Unreachable | Deleted

_UNKNOWN = {
    "fatal_error",
    "internal_error",
    "service_unavailable",
    "request_timeout",
    "ratelimited",
    "rate_limited",
}
_SPOILED = {
    "invalid_blocks",
    "invalid_blocks_format",
    "msg_blocks_too_long",
    "msg_too_long",
    "no_text",
    "invalid_metadata_format",
    "invalid_metadata_schema",
    "metadata_too_large",
    "metadata_must_be_sent_from_app",
    # How the call is made is the same for every message, so what is wrong is in this one.
    "invalid_arguments",
    "invalid_arg_name",
    "invalid_array_arg",
    "invalid_charset",
    "invalid_form_data",
    "invalid_json",
    "json_not_object",
    "invalid_attachments",
    "too_many_attachments",
    "attachment_payload_limit_exceeded",
    "markdown_text_conflict",
    "cannot_reply_to_message",
}
"""Errors that tell of one message, as docs.slack.dev/reference/methods/chat.postMessage and
chat.update list them: another form of it may pass, and the channel takes others."""
_UNREACHABLE = {
    "user_not_found",
    "users_not_found",
    "user_disabled",
    "cannot_dm_bot",
    "messages_tab_disabled",
}
_DELETED = {
    "message_not_found",
    "cant_update_message",
    "edit_window_closed",
    "update_failed",
    "block_mismatch",
    "thread_not_found",
}
SOON = timedelta(seconds=2)
"""Until Slack is asked what became of a call."""
LATER = timedelta(seconds=30)
"""Until a channel that takes nothing is tried again."""


@dataclass(frozen=True, slots=True)
class SlackChannel:
    """Sends, updates and looks back, over a client whose own retries are off."""

    client: AsyncWebClient

    async def send(
        self,
        channel: str,
        card: Card,
        *,
        intent: UUID,
        also: tuple[UUID, ...] = (),
        thread_ts: str | None = None,
    ) -> Outcome:
        """Post `card` as a new message that carries `intent`, and the intents it covers `also`.

        A card without blocks is its text alone. One that says nothing is not sent.
        """
        payload = {"intent": str(intent), "also": [str(one) for one in also]}
        try:
            drawn = _checked(card)
        except InvalidBlocks as error:
            return Spoiled(str(error))
        return await _outcome(
            self.client.chat_postMessage(
                channel=channel,  # a person's id opens the direct message by itself
                text=card.text,
                blocks=drawn or None,
                thread_ts=thread_ts,
                metadata={"event_type": EVENT_TYPE, "event_payload": payload},
                unfurl_links=False,
                unfurl_media=False,
            )
        )

    async def update(self, channel: str, ts: str, card: Card) -> Outcome:
        """Draw `card` over the message `ts`; one without blocks takes those away that are there."""
        try:
            drawn = _checked(card)
        except InvalidBlocks as error:
            return Spoiled(str(error))
        try:
            place = await self._place(channel)
        except SlackApiError as error:
            return _refusal(error)
        except (TimeoutError, aiohttp.ClientError, ConnectionError):
            return NotSent(SOON)
        return await _outcome(
            self.client.chat_update(channel=place, ts=ts, text=card.text, blocks=drawn)
        )

    async def find(
        self,
        channel: str,
        intent: UUID,
        *,
        since: datetime,
        now: datetime,
        thread_ts: str | None = None,
    ) -> tuple[str, list[UUID]] | None:
        """Return the `ts` of the message that carries `intent`, and the intents it covers.

        The sending began at `since`, by the clock by which it is `now`. Slack goes by its own: what
        the first page does not show is looked for as long ago by that clock.

        Raises:
            SlackApiError, aiohttp.ClientError, TimeoutError: the channel could not be read.
        """
        window: dict[str, Any] = {
            "channel": await self._place(channel),
            "include_all_metadata": True,
            "limit": _PAGE,
        }
        if thread_ts:
            window["ts"] = thread_ts
        for _page in range(_PAGES):
            answer = await self._read(window)
            for message in answer["messages"]:
                covered = _intents(message)
                if intent in covered:
                    return str(message["ts"]), covered
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
            if "oldest" in window:
                window["cursor"] = cursor
            else:
                begun = _date_of(answer, now) - max(now - since, timedelta()) - _LOOK_BACK_MARGIN
                window["oldest"] = f"{begun.timestamp():.6f}"
        return None

    async def _read(self, window: Mapping[str, Any]) -> Any:
        """Return one page of a thread or, newest first, of a channel."""
        if "ts" in window:
            return await self.client.conversations_replies(**window)
        return await self.client.conversations_history(**window)

    async def permalink(self, channel: str, ts: str) -> str:
        """Return the address of a message, which a card may lead to; empty: not to be had now.

        docs.slack.dev/reference/methods/chat.getPermalink
        """
        try:
            answer = await self.client.chat_getPermalink(channel=channel, message_ts=ts)
        except (SlackApiError, TimeoutError, aiohttp.ClientError, ConnectionError):
            return ""
        return str(answer.get("permalink") or "")

    async def _place(self, channel: str) -> str:
        """Return the id of the conversation: that with a person, where `channel` is one."""
        if not is_person(channel):
            return channel
        answer = await self.client.conversations_open(users=channel)
        return str(answer["channel"]["id"])


def _date_of(answer: Any, otherwise: datetime) -> datetime:
    """Return when Slack answered, by Slack's clock: the header that every HTTP answer has."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    try:
        return parsedate_to_datetime(headers["date"])
    except (KeyError, ValueError, TypeError):
        return otherwise


def _intents(message: Mapping[str, Any]) -> list[UUID]:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return []
    payload = metadata.get("event_payload") or {}
    return [UUID(one) for one in (payload.get("intent"), *payload.get("also", ())) if one]


def _checked(card: Card) -> list[dict[str, Any]]:
    """Return the blocks as Slack takes them. Raises InvalidBlocks: also if `card` has no text."""
    if not card.text.strip():
        raise InvalidBlocks("no text")
    return checked(card.blocks)


async def _outcome(call: Awaitable[Any]) -> Outcome:
    try:
        answer = await call
        ts = answer.get("ts")
        return Shown(str(ts)) if ts else Unknown(SOON)
    except SlackApiError as error:
        return _refusal(error)
    except aiohttp.ClientConnectorError:
        return NotSent(SOON)
    except (TimeoutError, aiohttp.ClientError, ConnectionError):
        return Unknown(SOON)


def _refusal(error: SlackApiError) -> Outcome:
    response = error.response
    status = getattr(response, "status_code", 200)
    code = str(response.get("error", "")) if hasattr(response, "get") else ""
    if status == 429:  # noqa: PLR2004  Too Many Requests
        return Unknown(_told_to_wait(response.headers.get("Retry-After", "")))
    if status >= 500 or not code or code in _UNKNOWN:  # noqa: PLR2004  server errors
        return Unknown(SOON)
    if code in _SPOILED:
        return Spoiled(code)
    if code in _UNREACHABLE:
        return Unreachable(code)
    if code in _DELETED:
        return Deleted()
    return Blocked(_fault(code, response), LATER)


def _told_to_wait(seconds: str) -> timedelta:
    try:
        return timedelta(seconds=float(seconds))
    except (ValueError, OverflowError):
        return timedelta(seconds=1)


def _fault(code: str, response: Any) -> str:
    needed = response.get("needed")
    return f"{code}: needs {needed}" if needed else code
