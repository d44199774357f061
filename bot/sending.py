"""Make Slack show the newest version of every card, once, in order, at the channel's pace.

Save, send, save: before a message leaves, its intent is kept; the intent's id travels in the
metadata. When the end of a sending is not known, the channel is searched for the intent before
anything is sent again (docs.slack.dev/messaging/message-metadata).
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from blocks.assign_modal import assigned_notice
from blocks.card import Card
from blocks.close_notice import MOST_CAUSES, close_notice
from blocks.end_notice import end_notice
from blocks.incident_card import incident_card, plain_card
from blocks.owner_notice import owner_notice
from blocks.requests import answered_notice
from blocks.support_modal import support_notice
from blocks.timeline import thread_reply
from bot.people import People
from bot.slack_channel import (
    Blocked,
    Deleted,
    NotSent,
    Outcome,
    Shown,
    SlackChannel,
    Spoiled,
    Unknown,
)
from journal.incident import Case, IncidentState
from journal.ports import Clock, NoticeKind
from storage.database import Database, SqlStore
from storage.messages import Owed

WORK = "send"
NEW_SPACING = timedelta(seconds=1.02)
"""Slack takes about one message a second a channel; counted from the end of the last sending."""
UPDATE_SPACING = timedelta(seconds=0.6)
"""chat.update is Tier 3, 50 and more a minute in bursts."""
SETTLE = timedelta(seconds=5)
"""A message just posted may not be in the history at once: look twice, this far apart."""
REPLIES_AT_ONCE = 20
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SendCards:
    """Send what is owed to one channel until nothing is, or the channel takes nothing."""

    database: Database
    slack: SlackChannel
    people: People
    now: Clock

    async def __call__(self, channel_id: str, job_id: int) -> None:
        """Work as `job_id`; only one job at a time sends to a channel."""
        while owed := await self._next(channel_id, job_id):
            outcome = await self._show(owed)
            if isinstance(outcome, Blocked):
                await self._wait_for_channel(owed, outcome, job_id)
                return

    async def _next(self, channel_id: str, job_id: int) -> Owed | None:
        async with self.database.store() as store:
            if not await store.jobs.hold(WORK, channel_id, job_id):
                return None
            # Still inside: whoever owes something now waits for this row, or is seen here.
            owed = await store.outbox.next_owed(channel_id)
            if owed is None:
                await store.jobs.let_go(WORK, channel_id, job_id)
            return owed

    async def _show(self, owed: Owed) -> Outcome:
        if owed.attempted_at is not None and (owed.is_reply or owed.ts is None):
            settled = await self._look_back(owed)
            if settled is not None:
                return settled
        return await self._update(owed) if owed.ts else await self._send(owed)

    async def _send(self, owed: Owed) -> Outcome:
        await self._pace(owed.channel_id, NEW_SPACING)
        card, covered = await self._draw(owed, begin=True)
        rest = tuple(one for one in covered if one != owed.id)
        outcome = await self.slack.send(
            owed.channel_id, card, intent=owed.id, also=rest, thread_ts=owed.card_ts_of_reply
        )
        if isinstance(outcome, Spoiled):
            log.error("card_spoiled", incident_id=owed.incident_id, fault=outcome.fault)
            outcome = await self.slack.send(
                owed.channel_id,
                plain_card(card),
                intent=owed.id,
                also=rest,
                thread_ts=owed.card_ts_of_reply,
            )
        async with self.database.store() as store:
            if isinstance(outcome, Shown):
                await store.outbox.shown(covered, outcome.ts, owed.version)
                await store.outbox.sent_now(owed.channel_id, NEW_SPACING)
            elif isinstance(outcome, NotSent | Blocked):
                await store.outbox.not_sent(owed)
            elif isinstance(outcome, Spoiled):
                await store.outbox.spoiled(owed, outcome.fault)
            elif isinstance(outcome, Deleted):  # the card above this reply
                await store.outbox.not_sent(owed)
                await _deleted(store, owed)
        return await self._rest_after(outcome)

    async def _update(self, owed: Owed) -> Outcome:
        assert owed.ts is not None
        await self._pace(owed.channel_id, UPDATE_SPACING)
        card, _covered = await self._draw(owed, begin=False)
        outcome = await self.slack.update(owed.channel_id, owed.ts, card)
        if isinstance(outcome, Spoiled):
            log.error("card_spoiled", incident_id=owed.incident_id, fault=outcome.fault)
            outcome = await self.slack.update(owed.channel_id, owed.ts, plain_card(card))
        async with self.database.store() as store:
            if isinstance(outcome, Shown):
                await store.outbox.shown([owed.id], outcome.ts, owed.version)
            elif isinstance(outcome, Spoiled):
                await store.outbox.spoiled(owed, outcome.fault)
            elif isinstance(outcome, Deleted):
                await _deleted(store, owed)
        return await self._rest_after(outcome)

    async def _draw(self, owed: Owed, *, begin: bool) -> tuple[Card, list[UUID]]:
        """Draw from the database what is true now, and note that a sending begins."""
        if owed.incident_id is None:
            return await self._draw_notice(owed, begin=begin), [owed.id]
        async with self.database.store() as store:
            case = await store.incidents.case(owed.incident_id)
            unsent = (
                await store.outbox.unsent_events(owed.incident_id, REPLIES_AT_ONCE)
                if owed.is_reply
                else []
            )
            covered = [one for one, _event in unsent] or [owed.id]
            if begin:
                await store.outbox.begin(covered)
        if owed.is_reply:
            return thread_reply([event for _one, event in unsent], case), covered
        return incident_card(case, await self.people.names(*_named_on(case))), covered

    async def _draw_notice(self, owed: Owed, *, begin: bool) -> Card:
        assert owed.notice_id is not None
        async with self.database.store() as store:
            told = await store.notices.told(owed.notice_id)
            case = await store.incidents.case(told.incident_id) if told else None
            close = None if told else await store.closings.told(owed.notice_id)
            causes = close[1].outside.causes[:MOST_CAUSES] if close else ()
            cases = [(await store.incidents.case(one), count) for one, count in causes]
            ending = None if told or close else await store.notices.ending(owed.notice_id)
            if begin:
                await store.outbox.begin([owed.id])
        if close is not None:
            return close_notice(*close, cases)
        if ending is not None:
            return end_notice(ending, self.now())
        assert told is not None
        assert case is not None
        if told.kind is NoticeKind.OWNER:
            return owner_notice(case, told.actor, told.facts)
        if told.kind is NoticeKind.ANSWERED:
            return answered_notice(case, told.actor, told.facts)
        if told.kind is NoticeKind.SUPPORT:
            return support_notice(case, told.actor, str(told.facts.get("text", "")))
        return assigned_notice(case, told.actor, await self.people.names(case.incident.moved_by))

    async def _look_back(self, owed: Owed) -> Outcome | None:
        """Search the channel for a sending whose end is not known. None: it is not there."""
        assert owed.attempted_at is not None
        try:
            found = await self.slack.find(
                owed.channel_id,
                owed.id,
                since=owed.attempted_at,
                thread_ts=owed.card_ts_of_reply,
            )
        except SlackApiError as error:
            return Blocked(f"{error.response.get('error')} when reading the channel", SETTLE)
        except (aiohttp.ClientError, TimeoutError):
            return await self._rest_after(NotSent(SETTLE))
        async with self.database.store() as store:
            if found is not None:
                ts, covered = found
                # Which version it shows is not known: a card is drawn once more in place.
                await store.outbox.shown(covered, ts, 1 if owed.is_reply else 0)
                return Shown(ts)
            age = self.now() - owed.attempted_at
            if age >= SETTLE:
                await store.outbox.not_sent(owed)
                return None
        return await self._rest_after(Unknown(SETTLE - age))

    async def _pace(self, channel_id: str, spacing: timedelta) -> None:
        async with self.database.store() as store:
            wait = await store.outbox.reserve_slot(channel_id, spacing)
        await asyncio.sleep(wait.total_seconds())

    async def _rest_after(self, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Unknown | NotSent):
            log.info("slack_wait", outcome=type(outcome).__name__, seconds=outcome.wait.seconds)
            await asyncio.sleep(outcome.wait.total_seconds())
        return outcome

    async def _wait_for_channel(self, owed: Owed, outcome: Blocked, job_id: int) -> None:
        log.error("channel_blocked", channel=owed.channel_id, fault=outcome.fault)
        async with self.database.store() as store:
            await store.outbox.hold_channel(owed.channel_id, outcome.wait, outcome.fault)
            await store.jobs.let_go(WORK, owed.channel_id, job_id)
            await store.jobs.send_cards(owed.channel_id, at=self.now() + outcome.wait)


def _named_on(case: Case) -> Sequence[str | None]:
    """Return the people whom a card calls by name."""
    mending = case.incident.mending
    remembered = case.memory.mending.by if case.memory else None
    return [case.incident.moved_by, mending.by if mending else None, remembered]


async def _deleted(store: SqlStore, owed: Owed) -> None:
    """Somebody deleted a card: an open incident gets a new one, all else is let be."""
    if owed.incident_id is None:
        await store.outbox.dropped(owed)
        return
    incident = await store.incidents.for_change(owed.incident_id)
    if incident.state is IncidentState.RESOLVED:
        await store.outbox.laid_by(incident.id)
    else:
        await store.outbox.gone(incident.id)
