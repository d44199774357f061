"""One Slack channel as the sender sees it: each call ends in one of a few plain outcomes.

What Slack's answers mean: docs.slack.dev/apis/web-api/rate-limits and the errors listed with
each method. A 429 and a server error may come after the message was posted all the same, so
their outcome is unknown until the channel has been looked through.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from blocks.kit.card import Card
from blocks.kit.validate import InvalidBlocks, checked
from blocks.notices.moved_on import moved_on
from bot.slack_refusals import SERVER_ERRORS, TOO_MANY, Kind, believed_wait, kind_of
from journal.incidents.notices import is_person

EVENT_TYPE = "jefail_card"
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
    code: str = ""  # what Slack said went wrong with it; empty: nothing about this message
    may_arrive: bool = False  # no answer came, so the call may still be under way


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
    """The message to be updated is not there any more."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """The message is there and cannot be changed any more, and why."""

    fault: str


Outcome = Shown | Unknown | NotSent | Blocked | Spoiled | Unreachable | Deleted | Fixed


@dataclass(frozen=True, slots=True)
class Found:
    """A message in Slack that carries an intent of ours, with all that it covers."""

    ts: str
    intents: Sequence[UUID]


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

    async def carrying(
        self, channel: str, intent: UUID, *, after: str | None, thread_ts: str | None = None
    ) -> AsyncIterator[Found]:
        """Yield the messages that carry `intent`, sent later than `after` by Slack's own clock.

        Of a thread all lines are looked at; without `after`, the newest 2,000 of a channel.

        Raises:
            SlackApiError, aiohttp.ClientError, TimeoutError: the channel could not be read.
        """
        window: dict[str, Any] = {
            "channel": await self._place(channel),
            "include_all_metadata": True,
            "limit": _PAGE,
        }
        if oldest := thread_ts or after:
            window["oldest"] = oldest
        for _page in range(_PAGES):
            if thread_ts:
                answer = await self.client.conversations_replies(ts=thread_ts, **window)
            else:
                answer = await self.client.conversations_history(**window)
            for message in answer["messages"]:
                covered = _intents(message)
                if intent in covered:
                    yield Found(str(message["ts"]), covered)
            window["cursor"] = (answer.get("response_metadata") or {}).get("next_cursor")
            if not window["cursor"]:
                return

    async def close(self, channel: str, ts: str) -> bool:
        """Take a message of ours away, or at least what can be pressed in it; False: neither.

        docs.slack.dev/reference/methods/chat.delete
        """
        try:
            await self.client.chat_delete(channel=await self._place(channel), ts=ts)
        except SlackApiError as error:
            if kind_of(str(error.response.get("error", ""))) is Kind.GONE:
                return True
        except (TimeoutError, aiohttp.ClientError, ConnectionError):
            return False
        else:
            return True
        return isinstance(await self.update(channel, ts, moved_on()), Shown | Deleted)

    async def standing(self, channel: str) -> tuple[frozenset[str], str]:
        """Return the newest messages of a channel, and the `ts` from which on they are all.

        Raises as `carrying`.
        """
        answer = await self.client.conversations_history(channel=channel, limit=_PAGE)
        found = [str(one["ts"]) for one in answer["messages"]]
        return frozenset(found), min(found, default="") if answer.get("has_more") else ""

    async def is_gone(self, channel: str, ts: str) -> bool:
        """Return whether a message is surely not there any more."""
        try:
            await self.client.chat_getPermalink(channel=channel, message_ts=ts)
        except SlackApiError as error:
            return bool(error.response.get("error") == "message_not_found")
        except (TimeoutError, aiohttp.ClientError, ConnectionError):
            return False
        return False

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
        return Shown(str(ts)) if ts else Unknown(SOON, may_arrive=True)
    except SlackApiError as error:
        return _refusal(error)
    except aiohttp.ClientConnectorError:
        return NotSent(SOON)
    except (TimeoutError, aiohttp.ClientError, ConnectionError):
        return Unknown(SOON, may_arrive=True)


def _refusal(error: SlackApiError) -> Outcome:
    response = error.response
    status = getattr(response, "status_code", 200)
    code = str(response.get("error", "")) if hasattr(response, "get") else ""
    if status == TOO_MANY:
        return Unknown(believed_wait(response.headers.get("Retry-After", "")))
    if status >= SERVER_ERRORS or not code:
        return Unknown(SOON, may_arrive=True)
    needed = response.get("needed")
    return _OUTCOME_OF[kind_of(code)](code, f"{code}: needs {needed}" if needed else code)


_OUTCOME_OF: Mapping[Kind, Callable[[str, str], Outcome]] = {
    Kind.LIMIT: lambda _code, _fault: Unknown(SOON),
    Kind.PASSES: lambda code, _fault: Unknown(SOON, code),
    Kind.CHANNEL: lambda _code, fault: Blocked(fault, LATER),
    Kind.PERSON: lambda code, _fault: Unreachable(code),
    Kind.GONE: lambda _code, _fault: Deleted(),
    Kind.FIXED: lambda code, _fault: Fixed(code),
    Kind.MESSAGE: lambda _code, fault: Spoiled(fault),
}
