"""What people write to jefail, by its name or directly: answered as `/jefail ...` would be.

In a channel many read along, so only what is of that channel is told there; the rest goes to the
person who asked, directly. Nothing is ever left without an answer.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from blocks.answers.talk import elsewhere_card, hint_card
from blocks.kit.card import Card
from blocks.kit.validate import checked
from handlers.commands import lists
from handlers.commands.command import COMMANDS, nearest_command, status_of
from handlers.edge.listening import SlackRequest, after_ack
from handlers.edge.naming import book_called
from journal.entries.numbers import id_in
from journal.errors import NotFound
from journal.offers.file_kinds import endings_of, is_answered
from journal.ports import Click, Store

_MENTION = re.compile(r"<@([UW][A-Z0-9_]+)(?:\|[^>]*)?>")
_SUBTYPES = frozenset({None, "file_share", "thread_broadcast"})
"""Of a message that a person wrote; others tell of edits, of joining and the like."""
_EDGES = "?!.,:;\"'`*_~/"
_LIKE = 60
"""How alike a word has to be to a command: people write all kinds of words here."""
_NAMES_CASES = frozenset({"show", "retry", "resolve", "assign", "snooze"})


async def mentioned(request: SlackRequest) -> None:
    """Someone named jefail in a channel: answer in the thread.

    docs.slack.dev/reference/events/app_mention
    """
    await _answer_later(request, _in_channel)


async def written(request: SlackRequest) -> None:
    """Someone wrote to jefail directly: answer in the conversation.

    docs.slack.dev/reference/events/message.im
    """
    if request.body["event"].get("channel_type") == "im":
        await _answer_later(request, _in_private)


Answering = Callable[[SlackRequest, Sequence[str]], Awaitable[Card | None]]


async def _answer_later(request: SlackRequest, answering: Answering) -> None:
    """Take what was written once, however often Slack tells it; the answer follows."""
    event = request.body["event"]
    person = str(event.get("user") or "")
    if not person or event.get("bot_id") or event.get("subtype") not in _SUBTYPES:
        return
    async with request.open_store() as store:
        told = Click(f"{request.body['event_id']}/said", person)
        if not await store.clicks.remember(told):
            return
    words = _words_in(event, request.body)
    asked = _as_command(request, event, words)

    async def answer(asked: SlackRequest) -> None:
        card = await answering(asked, words)
        if card is not None and asked.say is not None:
            await asked.say(card)

    after_ack(asked, answer)


def _as_command(
    request: SlackRequest, event: Mapping[str, Any], words: Sequence[str]
) -> SlackRequest:
    """Return what was written as if it were typed behind `/jefail`."""
    is_direct = event.get("channel_type") == "im"
    thread_ts = event.get("thread_ts") or (None if is_direct else event["ts"])
    body = {
        "user_id": event["user"],
        "trigger_id": request.body["event_id"],
        "text": " ".join(words),
        "channel_id": event["channel"],
        "event": event,
    }
    return replace(request, body=body, say=_saying(request, str(event["channel"]), thread_ts))


def _saying(
    request: SlackRequest, channel: str, thread_ts: str | None = None
) -> Callable[[Card], Any]:
    async def say(card: Card) -> None:
        await request.client.chat_postMessage(
            channel=channel,
            thread_ts=thread_ts,
            text=card.text,
            blocks=checked(card.blocks),
            unfurl_links=False,
        )

    return say


def _words_in(event: Mapping[str, Any], body: Mapping[str, Any]) -> Sequence[str]:
    """Return what stands behind jefail's name, or all of it where that is not named."""
    text = str(event.get("text") or "")
    own = {str(one.get("user_id")) for one in body.get("authorizations") or ()}
    named = [one for one in _MENTION.finditer(text) if not own or one[1] in own]
    if named and (event.get("channel_type") != "im" or not text[: named[0].start()].strip()):
        text = text[named[0].end() :]
    plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    first, *rest = plain.split() or [""]
    if first.casefold() in ("/jefail", "jefail") and rest:
        first, *rest = rest
    return [first.strip(_EDGES).casefold(), *rest] if first.strip(_EDGES) else rest


async def _in_private(request: SlackRequest, words: Sequence[str]) -> Card | None:
    """Answer as the command would; a file beside unknown words is answered for itself."""
    answer = COMMANDS.get(words[0]) if words else None
    if answer is not None:
        return await answer(request, words[1:])
    if request.body["event"].get("files"):
        return None
    return _hint(words)


async def _in_channel(request: SlackRequest, words: Sequence[str]) -> Card | None:
    """Answer in the thread what is of this channel, and the rest to the person directly."""
    name = words[0] if words else ""
    if name not in COMMANDS:
        return None if await _has_offered_file(request) else _hint(words)
    channel = str(request.body["channel_id"])
    async with request.open_store() as store:
        here = [book.id for book in await store.books.all() if book.channel_id == channel]
        is_here = name == "help" or (bool(here) and await _is_of(store, channel, name, words[1:]))
    if not is_here:
        return await _directly(request, words)
    if name == "status" and not words[1:]:
        return await status_of(request, here)
    if name == "list":
        return await lists.asked_for(request, words[1:], within=channel)
    return await COMMANDS[name](request, words[1:])


async def _directly(request: SlackRequest, words: Sequence[str]) -> Card:
    """Answer the person alone, and say so where they asked."""
    private = replace(request, say=_saying(request, request.actor))

    async def answer(private: SlackRequest) -> None:
        card = await COMMANDS[words[0]](private, words[1:])
        if card is not None and private.say is not None:
            await private.say(card)

    after_ack(private, answer)
    return elsewhere_card()


async def _is_of(store: Store, channel: str, name: str, words: Sequence[str]) -> bool:
    """Whether everything that the answer tells, or does, is of the books of one channel."""
    if name in ("status", "rights"):
        named = await book_called(store, " ".join(words)) if words else None
        return (not words and name == "status") or _is_in(named, channel)
    if name == "list":
        return await _lists_here(store, channel, words)
    return name in _NAMES_CASES and await _names_here(store, channel, words)


async def _lists_here(store: Store, channel: str, words: Sequence[str]) -> bool:
    try:
        named = await lists.named_by(store, words)
    except NotFound:
        return False  # its answer would name what other channels have
    books = {str(book.id): book for book in await store.books.all()}
    return named.get("slack", channel) == channel and (
        "book" not in named or _is_in(books.get(named["book"]), channel)
    )


async def _names_here(store: Store, channel: str, words: Sequence[str]) -> bool:
    """Whether the incident, entry or book that the first words name is of the channel."""
    for count in range(len(words), 0, -1):
        reference = " ".join(words[:count])
        incident_id = id_in(reference, "INC")
        if incident_id is not None:
            try:
                return (await store.incidents.case(incident_id)).book.channel_id == channel
            except NotFound:
                return True  # the answer says just that
        entries = await store.entries.find(reference)
        if entries:
            books = [await store.books.get(one.book_id) for one in entries]
            return all(_is_in(book, channel) for book in books)
        if book := await book_called(store, reference):
            return _is_in(book, channel)
    return not words or lists.reason_called(" ".join(words)) is None


def _is_in(book: Any, channel: str) -> bool:
    return book is not None and book.channel_id == channel


async def _has_offered_file(request: SlackRequest) -> bool:
    """Whether a file beside the words is offered for import, which is answer enough."""
    files = request.body["event"].get("files") or ()
    kinds = [endings_of(str(one.get("name", "")), str(one.get("filetype"))) for one in files]
    if not any(map(is_answered, kinds)):
        return False
    async with request.open_store() as store:
        channel = request.body["channel_id"]
        return any(book.channel_id == channel for book in await store.books.all())


def _hint(words: Sequence[str]) -> Card:
    return hint_card(nearest_command(words[0], _LIKE) if words else "")
