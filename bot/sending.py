"""Make Slack show the newest version of every card, once, in order, at the channel's pace.

Save, send, save: before a message leaves, its intent is kept; the intent's id travels in the
metadata. When the end of a sending is not known, the channel is searched for the intent before
anything is sent again (docs.slack.dev/messaging/message-metadata).
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import structlog
from slack_sdk.errors import SlackObjectFormationError

from blocks.card.incident import incident_card, undrawn_card
from blocks.kit.card import Card
from blocks.notices.left import left_notice
from blocks.timeline import thread_reply
from bot.card_forms import offer
from bot.looking_back import LIVES, SETTLE, LookBack
from bot.notices import TELLINGS, is_theirs
from bot.people import People
from bot.sent import note_deleted, note_fixed, note_refused, note_shown, writing
from bot.slack_channel import (
    Blocked,
    Deleted,
    Fixed,
    NotSent,
    Outcome,
    Shown,
    SlackChannel,
    Spoiled,
    Unknown,
    Unreachable,
)
from journal.incidents.incident import Case, MovedTo
from journal.ports import Clock, Hold, fenced
from journal.seeing import BeingRead
from storage.database import Database, SqlStore
from storage.slack.messages import Owed

WORK = "send"
NEW_SPACING = timedelta(seconds=1.02)
"""Slack takes about one message a second a channel; counted from the end of the last sending."""
UPDATE_SPACING = timedelta(seconds=0.6)
"""chat.update is Tier 3, 50 and more a minute in bursts."""
MOST_TRIES = 4
"""So often Slack may say that something went wrong with a message, until it is set aside."""
REPLIES_AT_ONCE = 20
_FAULTS_OF_DRAWING = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SendCards:
    """Send what is owed to one channel until nothing is, or the channel takes nothing."""

    database: Database
    slack: SlackChannel
    people: People
    now: Clock

    async def __call__(self, channel_id: str, job_id: int) -> None:
        """Work as `job_id`; only one run at a time sends to a channel.

        Raises:
            Superseded: this run was held up, and another has taken over.
        """
        async with self.database.store() as store:
            hold = await store.jobs.hold(WORK, channel_id, job_id)
        if hold is None:
            return
        with fenced(self.database.store, hold):
            while owed := await self._next(channel_id, hold):
                outcome = await self._show(owed)
                if isinstance(outcome, Blocked):
                    await self._wait_for_channel(owed, outcome, hold)
                    return

    @property
    def _look_back(self) -> LookBack:
        return LookBack(self.database, self.slack)

    async def _next(self, channel_id: str, hold: Hold) -> Owed | None:
        async with writing(self.database) as store:
            # Still inside: what owes something now waits for this row, or is seen here.
            await store.storms.look(channel_id)
            owed = await store.outbox.next_owed(channel_id)
            if owed is None:
                await store.outages.end(channel_id)
                owed = await store.doubts.next(channel_id)
            if owed is None:
                await store.jobs.let_go(hold)
            return owed

    async def _show(self, owed: Owed) -> Outcome:
        if owed.is_doubted:
            return await self._look_back.settle_doubt(owed)
        if owed.is_direct:
            withheld = await self._withhold(owed)
            if withheld is not None:
                return withheld
        if owed.attempted_at is not None:
            settled = await self._look_back.settle_attempt(owed)
            if settled is not None:
                return await self._rest_after(settled)
        return await self._update(owed) if owed.ts else await self._send(owed)

    async def _withhold(self, owed: Owed) -> Outcome | None:
        """Drop a word of a book that does not concern the person any more; None: go on.

        One that stands there already goes on too: it is drawn as what it is to them now.
        """
        assert owed.notice_id is not None
        async with writing(self.database) as store:
            try:  # its kind may be a newer release's
                telling = TELLINGS[await store.notices.kind_of(owed.notice_id)]
                told = await telling.read(store, owed.notice_id)
                if await is_theirs(store, owed.channel_id, telling, told):
                    return None
            except BeingRead as error:
                return Blocked(error.sentence, SETTLE)
            except _FAULTS_OF_DRAWING:
                return None  # which is told of when it is drawn
            if owed.ts is not None:
                return None
            await store.outbox.drop_notice(owed)
        return Deleted()

    async def _send(self, owed: Owed, most: int = REPLIES_AT_ONCE) -> Outcome:
        await self._pace(owed.channel_id, NEW_SPACING)
        card, covered, undrawn = await self._draw_safely(owed, most=most)
        rest = tuple(one for one in covered if one != owed.id)

        async def put(form: Card) -> Outcome:
            thread = owed.thread_ts
            return await self.slack.send(
                owed.channel_id, form, intent=owed.id, also=rest, thread_ts=thread
            )

        offered = await offer(card, _number_on(owed), put)
        outcome, refused = offered.outcome, offered.refused or undrawn
        if isinstance(outcome, Spoiled) and rest:
            # One turn of the story spoils the others: told one at a time, it is set aside alone.
            async with writing(self.database) as store:
                await store.outbox.forget_attempt(covered)
            return await self._send(owed, most=1)
        async with writing(self.database) as store:
            if isinstance(outcome, Shown):
                await note_shown(store, owed, outcome, covered, refused)
                await store.outbox.note_sent(owed.channel_id, NEW_SPACING)
                await store.outages.took_one(owed.channel_id)
            elif isinstance(outcome, NotSent | Blocked):
                await store.outbox.not_sent(owed)
            elif isinstance(outcome, Unknown):
                await self._note_unclear(store, owed, outcome, covered)
            elif isinstance(outcome, Spoiled | Unreachable):
                await note_refused(store, owed, outcome)
            elif isinstance(outcome, Deleted | Fixed):  # the card above this reply
                await store.outbox.not_sent(owed)
                await note_deleted(store, owed)
        return await self._rest_after(outcome)

    async def _note_unclear(
        self, store: SqlStore, owed: Owed, outcome: Unknown, covered: Sequence[UUID]
    ) -> None:
        """Have looked at again what may still arrive; what is told to be wrong is not tried on."""
        if outcome.may_arrive:
            await store.doubts.note(covered, LIVES)
        if outcome.code and owed.tries >= MOST_TRIES:
            await note_refused(store, owed, Spoiled(outcome.code))
        elif outcome.code:
            await store.outbox.note_unclear(owed)

    async def _update(self, owed: Owed) -> Outcome:
        ts = owed.ts
        assert ts is not None
        await self._pace(owed.channel_id, UPDATE_SPACING)
        card, _covered, undrawn = await self._draw_safely(owed, most=1)

        async def put(form: Card) -> Outcome:
            return await self.slack.update(owed.channel_id, ts, form)

        offered = await offer(card, _number_on(owed), put)
        outcome = offered.outcome
        is_closed = isinstance(outcome, Fixed) and await self.slack.close(owed.channel_id, ts)
        async with writing(self.database) as store:
            if isinstance(outcome, Shown):
                await note_shown(store, owed, outcome, [owed.id], offered.refused or undrawn)
                await store.outages.took_one(owed.channel_id)
            elif isinstance(outcome, NotSent | Blocked):
                await store.outbox.not_sent(owed)
            elif isinstance(outcome, Unknown):
                await store.outbox.not_sent(owed)
                await self._note_unclear(store, owed, outcome, [owed.id])
            elif isinstance(outcome, Spoiled | Unreachable):
                await note_refused(store, owed, outcome)
            elif isinstance(outcome, Deleted):
                await note_deleted(store, owed)
            elif isinstance(outcome, Fixed):
                await note_fixed(store, owed, outcome, is_closed=is_closed)
        return await self._rest_after(outcome)

    async def _draw_safely(self, owed: Owed, *, most: int) -> tuple[Card, list[UUID], str]:
        """Draw what is owed and return why it could not be drawn, if so; "" if it could.

        A fault of a drawing must hold up neither its channel nor the word that something waits.
        """
        try:
            card, covered = await self._draw(owed, most=most)
        except (*_FAULTS_OF_DRAWING, SlackObjectFormationError) as error:
            log.exception("card_not_drawn", incident_id=owed.incident_id)
            async with writing(self.database) as store:
                await store.outbox.begin([owed.id])
            fault = f"could not be drawn: {type(error).__name__}"
            return undrawn_card(_number_of(owed)), [owed.id], fault
        return card, covered, ""

    async def _draw(self, owed: Owed, *, most: int) -> tuple[Card, list[UUID]]:
        """Draw from the database what is true now, and note that a sending begins."""
        if owed.incident_id is None:
            return await self._draw_notice(owed), [owed.id]
        async with writing(self.database) as store:
            case = await store.incidents.case(owed.incident_id)
            unsent = (
                await store.outbox.unsent_events(owed.incident_id, most) if owed.is_reply else []
            )
            covered = [one for one, _event in unsent] or [owed.id]
            await store.outbox.begin(covered)
        case = await self._with_links(case)
        if owed.is_reply:
            return thread_reply([event for _one, event in unsent], case), covered
        return incident_card(case, await self.people.names(*_named_on(case))), covered

    async def _with_links(self, case: Case) -> Case:
        """Return the case with the addresses of the cards that its entries went on to."""
        moved_to = tuple([await self._with_link(one) for one in case.moved_to])
        return replace(case, moved_to=moved_to) if moved_to else case

    async def _with_link(self, one: MovedTo) -> MovedTo:
        if one.permalink or one.card is None:
            return one
        permalink = await self.slack.permalink(*one.card)
        if permalink:
            async with self.database.store() as store:
                await store.outbox.save_permalink(one.case.incident.id, permalink)
        return replace(one, permalink=permalink)

    async def _draw_notice(self, owed: Owed) -> Card:
        assert owed.notice_id is not None
        async with writing(self.database) as store:
            telling = TELLINGS[await store.notices.kind_of(owed.notice_id)]
            told = await telling.read(store, owed.notice_id)
            await store.outbox.begin([owed.id])
            if owed.is_direct and not await is_theirs(store, owed.channel_id, telling, told):
                return left_notice()
        names = await self.people.names(*telling.called(told))
        return telling.draw(told, names, self.now())

    async def _pace(self, channel_id: str, spacing: timedelta) -> None:
        async with writing(self.database) as store:
            wait = await store.outbox.reserve_slot(channel_id, spacing)
        await asyncio.sleep(wait.total_seconds())

    async def _rest_after(self, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Unknown | NotSent):
            log.info("slack_wait", outcome=type(outcome).__name__, seconds=outcome.wait.seconds)
            await asyncio.sleep(outcome.wait.total_seconds())
        return outcome

    async def _wait_for_channel(self, owed: Owed, outcome: Blocked, hold: Hold) -> None:
        log.error("channel_blocked", channel=owed.channel_id, fault=outcome.fault)
        async with writing(self.database) as store:
            await store.outbox.hold_channel(owed.channel_id, outcome.wait, outcome.fault)
            if not owed.is_direct:
                await store.outages.note(owed.channel_id, outcome.fault)
            await store.jobs.let_go(hold)
            await store.jobs.send_cards(owed.channel_id, at=self.now() + outcome.wait)


def _named_on(case: Case) -> Sequence[str | None]:
    """Return the people whom a card calls by name."""
    mending = case.incident.mending
    remembered = case.memory.mending.by if case.memory else None
    return [case.incident.moved_by, mending.by if mending else None, remembered]


def _number_of(owed: Owed) -> str:
    """Return the number of the incident that a message is about, or nothing."""
    return f"INC-{owed.incident_id}" if owed.incident_id else ""


def _number_on(owed: Owed) -> str:
    """Return the number of the incident whose buttons a message carries, or nothing."""
    return "" if owed.is_reply else _number_of(owed)
