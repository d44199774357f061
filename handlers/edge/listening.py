"""Where every listener ends: errors become answers, and none gets out.

A listener commits the click, then acks; what it has to say to Slack is said after that. Bolt
forgets an acknowledgement when the listener raises right after it, so nothing may raise here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from blocks.answers.rights import met_text, refusal_text
from blocks.answers.status import notice
from blocks.forms.parts import BadField
from blocks.forms.support import Support
from blocks.kit.card import Card
from blocks.kit.limits import SECTION_TEXT
from blocks.kit.text import fit, harmless
from blocks.kit.validate import checked
from blocks.words.refused import sentence_of
from handlers.edge.clicks import person_in
from journal.connecting.confirm_connection import ConfirmConnection
from journal.connecting.connect_book import ConnectBook
from journal.connecting.try_connection import TryConnection
from journal.entries.failure import FailureReason
from journal.errors import JefailError, NotFound, StoreBusy
from journal.importing.decide_offer import DecideOffer
from journal.moves.create_account import CreateAccount
from journal.moves.create_item import CreateItem
from journal.moves.decide_request import ApproveRequest, DeclineRequest
from journal.moves.duplicate import FindTwin
from journal.moves.make_move import MakeMove
from journal.ports import Clock, OpenMembers, OpenSeen, SeenStore
from journal.posting.read_chart import ReadChart
from journal.rights import Met, NotAllowed, WhyNot
from journal.seeing import BeingRead, Viewer

CLICK_SECONDS = 2.0
"""Slack gives up on a click after three seconds; what takes two is given up by us, and said."""
LATER_SECONDS = 10.0
NOT_FOUND_SECONDS = 0.5
"""More than that is not spent on saying why something is not found."""
UNEXPECTED = "Something went wrong here and was written to jefail's log. Please try again."
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Desk:
    """What listeners reach: the use cases, the store to read from, and work after the answer."""

    open_store: OpenSeen
    now: Clock
    open_members: OpenMembers
    make_move: MakeMove
    find_twin: FindTwin
    connect_book: ConnectBook
    confirm_connection: ConfirmConnection
    create_account: CreateAccount
    create_item: CreateItem
    read_chart: ReadChart
    try_connection: TryConnection
    approve_request: ApproveRequest
    decline_request: DeclineRequest
    decide_offer: DecideOffer
    support: Support = field(default_factory=Support)
    reasons: Mapping[FailureReason, str] = field(default_factory=dict)  # pages of help
    meet: Callable[[str], Coroutine[Any, Any, Met]] | None = None
    """Asks Slack who a person is, and keeps it."""
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    def later(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do `work` after the acknowledgement; what it raises is logged and told to nobody."""
        task = asyncio.create_task(_logged(work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def settled(self) -> None:
        """Return once everything that was put off is done."""
        while self._running:
            await asyncio.wait(set(self._running))


@dataclass(frozen=True, slots=True)
class SlackRequest:
    """One thing that someone did in Slack."""

    desk: Desk
    body: dict[str, Any]
    ack: AsyncAck
    respond: AsyncRespond
    client: AsyncWebClient
    say: Callable[[Card], Coroutine[Any, Any, Any]] | None = None
    """Writes an answer where they wrote; None: Slack has a way to answer them alone."""

    @property
    def actor(self) -> str:
        """The Slack id of who did it."""
        return person_in(self.body)

    def open_store(self) -> AbstractAsyncContextManager[SeenStore]:
        """Open a unit of work in which nothing is found but what this person sees."""
        return self.desk.open_store(Viewer(self.actor))

    @property
    def action(self) -> dict[str, Any]:
        """The element that was used."""
        found: dict[str, Any] = self.body["actions"][0]
        return found

    async def refuse(self, text: str) -> None:
        """Say why not: a command is answered in its acknowledgement, all else after it."""
        if "command" in self.body and self.ack.response is None:
            await self.ack(text=_said(text))
        else:
            self.answer(text)

    def answer(self, text: str) -> None:
        """Tell only the person who asked, after the acknowledgement."""
        text = _said(text)
        if self.say is not None:
            told: Coroutine[Any, Any, Any] = self.say(notice(text))
        elif self.body.get("response_url") or self.body.get("response_urls"):
            told = self.respond(text=text, response_type="ephemeral", replace_original=False)
        else:
            told = self.client.chat_postMessage(channel=self.actor, text=text)
        self.desk.later(told)


def _said(text: str) -> str:
    """Return `text` so that it calls nobody together and is no longer than one reads."""
    return fit(harmless(text), SECTION_TEXT)


Listener = Callable[[SlackRequest], Awaitable[None]]
MenuListener = Callable[[SlackRequest, int], Awaitable[None]]
"""A listener of a move in a card's menu; it is told the incident."""
BoltListener = Callable[[AsyncAck, dict[str, Any], AsyncRespond, AsyncWebClient], Awaitable[None]]


def commit_first(desk: Desk, listener: Listener) -> BoltListener:
    """Return `listener` as Bolt calls it: acked whatever happens, and never raising."""

    async def run(
        ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond, client: AsyncWebClient
    ) -> None:
        await _answered(listener, SlackRequest(desk, body, ack, respond, client), CLICK_SECONDS)
        if ack.response is None:
            await ack()

    return run


def ack_first(desk: Desk, listener: Listener) -> BoltListener:
    """Return `listener` as Bolt calls it when it changes nothing: acked first, then done.

    Bolt's own lazy listeners copy the request deeply, which a shared client does not survive.
    """

    async def run(
        ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond, client: AsyncWebClient
    ) -> None:
        await ack()
        after_ack(SlackRequest(desk, body, ack, respond, client), listener)

    return run


def event_listener(desk: Desk, listener: Listener) -> BoltListener:
    """Return `listener` of an event that must not be lost, as Bolt calls it.

    What it raises gets out: then the event is not acknowledged, and Slack tells it again.
    """

    async def run(
        ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond, client: AsyncWebClient
    ) -> None:
        async with asyncio.timeout(CLICK_SECONDS):
            await listener(SlackRequest(desk, body, ack, respond, client))
        await ack()

    return run


def options_listener(desk: Desk, listener: Listener) -> BoltListener:
    """Return `listener` as Bolt calls it for a list that asks for its options while one types.

    A list that cannot be filled shows that it is empty; nobody is told anything else.
    """

    async def run(
        ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond, client: AsyncWebClient
    ) -> None:
        try:
            async with asyncio.timeout(CLICK_SECONDS):
                await listener(SlackRequest(desk, body, ack, respond, client))
        except Exception as error:  # noqa: BLE001  a list has nothing to say it with
            log.warning("options_not_found", listener=listener.__name__, error=repr(error))
            await ack(options=[])

    return run


def after_ack(request: SlackRequest, listener: Listener) -> None:
    """Have `listener` do its work, now that the request is acknowledged."""
    request.desk.later(_answered(listener, request, LATER_SECONDS))


async def answer_later(
    request: SlackRequest, answer: Callable[[SlackRequest], Awaitable[Card]]
) -> None:
    """Acknowledge a command whose answer needs the network, and answer it after that."""

    async def told(request: SlackRequest) -> None:
        card = await answer(request)
        if request.say is not None:
            await request.say(card)
            return
        drawn = checked(card.blocks)
        await request.respond(text=card.text, blocks=drawn, response_type="ephemeral")

    await request.ack()
    after_ack(request, told)


async def _answered(listener: Listener, request: SlackRequest, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await listener(request)
    except BadField as wrong:
        # The form stays open with all that was typed, and says under the field what is right.
        await request.ack(response_action="errors", errors=dict(wrong.fields))
    except NotAllowed as error:
        await request.refuse(refusal_text(error.refusal))
        if error.refusal.why is WhyNot.UNKNOWN and request.desk.meet:
            request.desk.later(_tell_who(request, request.desk.meet, error.refusal.person_id))
    except TimeoutError:
        await request.refuse(sentence_of(StoreBusy("too slow")))
    except NotFound as error:
        await request.refuse(sentence_of(await _known_so_far(request, error)))
    except JefailError as error:
        await request.refuse(sentence_of(error))
    except Exception:
        log.exception("listener_failed", listener=listener.__name__, actor=request.actor)
        await request.refuse(UNEXPECTED)


async def _known_so_far(request: SlackRequest, error: NotFound) -> JefailError:
    """Return why something is not found: it is not there, or it is not known yet what is."""
    try:
        async with asyncio.timeout(NOT_FOUND_SECONDS), request.open_store() as store:
            return BeingRead() if store.sees.is_being_read else error
    except JefailError as other:
        return other
    except Exception:  # nothing may get out of here
        log.exception("not_known_what_is_seen", actor=request.actor)
        return error


async def _tell_who(
    request: SlackRequest, meet: Callable[[str], Coroutine[Any, Any, Met]], person: str
) -> None:
    """Tell the person who pressed what came of asking Slack about `person`."""
    request.answer(met_text(await meet(person), person))


async def _logged(work: Coroutine[Any, Any, Any]) -> None:
    try:
        await work
    except Exception as error:  # noqa: BLE001  nobody is left to hear it
        log.warning("answer_not_told", error=repr(error))
