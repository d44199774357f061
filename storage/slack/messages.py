"""What is owed to Slack, and what is known of what it shows.

A row is an intent: its id travels in the message's metadata, so that a sending whose end is not
known can be looked for in the channel before anything is sent again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, case, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.incidents.notices import is_person
from journal.incidents.story.event import Event, turn_of
from storage.engine.jobs import JobQueue
from storage.engine.waits import SLACK_WAIT
from storage.tables import incident_event, message, slack_channel


@dataclass(frozen=True, slots=True)
class Owed:
    """One message that Slack does not show in its newest version."""

    id: UUID  # the intent
    channel_id: str
    incident_id: int | None  # of this or of a notice
    version: int
    is_reply: bool
    ts: str | None  # of the message itself, when Slack has it
    card_ts: str | None  # of the card, for a reply
    attempted_at: datetime | None  # a sending began whose end is not known
    notice_id: int | None = None
    below_ts: str | None = None  # of the message of a person below which a notice stands
    sent_after: str | None = None  # what its sending came after, by Slack's own clock
    tries: int = 0  # in a row, that were refused or unclear
    replaced: int = 0  # messages of it that stand there and cannot be changed
    is_doubted: bool = False  # a call of it may have arrived late: it is looked at again

    @property
    def is_direct(self) -> bool:
        """Whether it goes to one person, who is written to by their id."""
        return is_person(self.channel_id)

    @property
    def thread_ts(self) -> str | None:
        """The thread that this belongs in; None for a card."""
        return self.card_ts if self.is_reply else self.below_ts


@dataclass(frozen=True, slots=True)
class CardAt:
    """The card of an incident, and where it is in its channel."""

    incident_id: int
    ts: str


@dataclass(frozen=True, slots=True)
class RefusedMessage:
    """A message that Slack refused, as health names it."""

    incident_id: int | None  # None: a notice that is about no incident
    what: str  # "card", "thread" or "notice"
    channel_id: str  # or the id of the person it goes to
    fault: str  # what Slack answered
    retry_at: datetime | None  # None: at once

    @property
    def number(self) -> str | None:
        """The incident as people call it, `INC-7`."""
        return f"INC-{self.incident_id}" if self.incident_id is not None else None


@dataclass(frozen=True, slots=True)
class Outbox:
    """The table of messages, in one unit of work."""

    sql: AsyncConnection

    async def next_owed(self, channel_id: str) -> Owed | None:
        """Return what to send next: new cards, then newer versions of cards, then replies.

        What Slack refused comes again once its time has come.
        """
        row = (await self.sql.execute(_NEXT, {"channel": channel_id})).first()
        return owed_of(row) if row else None

    async def begin(self, ids: Sequence[UUID]) -> None:
        """Note that a sending begins; until `shown` its end is not known.

        What it comes after is kept by Slack's clock: ours may step before anyone looks back.
        """
        other = message.alias()
        newest = select(func.max(other.c.ts)).where(other.c.channel_id == message.c.channel_id)
        after = case(
            (message.c.look_at.is_not(None), message.c.sent_after), else_=newest.scalar_subquery()
        )
        await self._update(ids, attempted_at=func.clock_timestamp(), sent_after=after)

    async def not_sent(self, owed: Owed) -> None:
        """Note that the sending surely had no effect, so it may be tried again."""
        await self._update([owed.id], attempted_at=None)

    async def shown(self, ids: Sequence[UUID], ts: str, version: int) -> None:
        """Note that Slack shows `version` under `ts`."""
        await self._update(ids, ts=ts, shown=version, attempted_at=None, **_TAKEN)

    async def show_text_alone(self, owed: Owed, ts: str, fault: str, wait: timedelta) -> None:
        """Note that Slack took the text of a message and none of its blocks.

        People can read it under `ts`; it is still owed with its buttons, after `wait`.
        """
        await self._update([owed.id], ts=ts, attempted_at=None, **_refused_for(fault, wait))

    async def open_cards(self) -> Mapping[str, Sequence[CardAt]]:
        """Return the cards of incidents that are not resolved, as far as Slack has them."""
        cards: dict[str, list[CardAt]] = {}
        for row in await self.sql.execute(_OPEN_CARDS):
            cards.setdefault(row.channel_id, []).append(CardAt(row.incident_id, row.ts))
        return cards

    async def repost_card(self, incident_id: int, instead_of: str | None = None) -> None:
        """Note that someone deleted the card in Slack: the next sending makes a new one.

        `instead_of`: only if it is still that one.
        """
        was = [message.c.ts == instead_of] if instead_of else []
        await self.sql.execute(
            update(message)
            .where(message.c.incident_id == incident_id, message.c.event_id.is_(None), *was)
            .values(ts=None, permalink=None, shown=0, attempted_at=None, **_TAKEN)
        )

    async def forget_card(self, incident_id: int) -> None:
        """Note that the card was deleted in Slack after its incident was closed.

        Neither it nor what its thread lacks is owed any more. An incident that opens again owes
        a newer version, which becomes a new message.
        """
        unseen = or_(message.c.event_id.is_(None), message.c.shown == 0)
        await self.sql.execute(
            update(message)
            .where(message.c.incident_id == incident_id, unseen)
            .values(ts=None, permalink=None, shown=message.c.owed, attempted_at=None, **_TAKEN)
        )

    async def drop_notice(self, owed: Owed) -> None:
        """Note that a notice was deleted in Slack: it is told once and not again."""
        await self._update([owed.id], ts=None, shown=message.c.owed, attempted_at=None, **_TAKEN)

    async def note_unclear(self, owed: Owed) -> None:
        """Count a try of which Slack said only that something went wrong."""
        await self._update([owed.id], tries=message.c.tries + 1)

    async def replace_card(self, owed: Owed, *, is_closed: bool) -> None:
        """Note that a message cannot be changed any more: the next sending makes a new one.

        `is_closed`: the old one is gone, or has no buttons any more.
        """
        left = 0 if is_closed else 1
        await self._update(
            [owed.id],
            ts=None,
            permalink=None,
            shown=0,
            attempted_at=None,
            replaced=message.c.replaced + left,
            **_TAKEN,
        )

    async def set_aside(self, owed: Owed, fault: str, wait: timedelta) -> None:
        """Set a message aside that Slack refused, for `wait`; health tells of it."""
        await self._update([owed.id], attempted_at=None, **_refused_for(fault, wait))

    async def save_permalink(self, incident_id: int, permalink: str) -> None:
        """Keep the address of an incident's card, so that other cards lead to it."""
        await self.sql.execute(
            update(message)
            .where(message.c.incident_id == incident_id, message.c.event_id.is_(None))
            .values(permalink=permalink)
        )

    async def forget_attempt(self, ids: Sequence[UUID]) -> None:
        """Note that a sending of these surely had no effect."""
        await self._update(ids, attempted_at=None)

    async def _update(self, ids: Sequence[UUID], **values: Any) -> None:
        await self.sql.execute(update(message).where(message.c.id.in_(ids)).values(**values))

    async def unsent_events(self, incident_id: int, limit: int) -> Sequence[tuple[UUID, Event]]:
        """Return the oldest turns of the story that the thread does not show yet.

        Those that Slack refused are left out until their time has come.
        """
        rows = await self.sql.execute(
            select(message.c.id, incident_event)
            .join(incident_event, incident_event.c.id == message.c.event_id)
            .where(
                message.c.incident_id == incident_id,
                message.c.shown == 0,
                or_(
                    message.c.fault.is_(None),
                    message.c.retry_at.is_(None),
                    message.c.retry_at <= func.clock_timestamp(),
                ),
            )
            .order_by(incident_event.c.id)
            .limit(limit)
        )
        return [(row[0], Event(turn_of(row.kind, row.facts), row.actor)) for row in rows]

    async def reserve_slot(self, channel_id: str, spacing: timedelta) -> timedelta:
        """Reserve the next message to the channel; return how long to wait for it.

        All processes share the row, so together they send one message a `spacing`. A turn that
        lies further ahead than any channel is held was reckoned by a clock that was wrong.
        """
        asked = {"channel": channel_id, "spacing": spacing, "longest": SLACK_WAIT + 10 * spacing}
        row = (await self.sql.execute(_SLOT, asked)).one()
        wait: timedelta = row.wait
        return wait

    async def hold_channel(self, channel_id: str, wait: timedelta, fault: str | None) -> None:
        """Send nothing to the channel for `wait`; `fault` says why, for people."""
        await self.sql.execute(_HOLD, {"channel": channel_id, "wait": wait, "fault": fault})

    async def note_sent(self, channel_id: str, spacing: timedelta) -> None:
        """Note that the channel takes messages, the next one not before `spacing` from now.

        Counted from the end of a sending: a slow one followed by a quick one would else come
        closer together in Slack than they were planned here.
        """
        await self.sql.execute(_SENT, {"channel": channel_id, "spacing": spacing})

    async def faults(self) -> Sequence[tuple[str, str]]:
        """Return the channels that take nothing now, each with why."""
        rows = await self.sql.execute(
            select(slack_channel.c.id, slack_channel.c.fault)
            .where(slack_channel.c.fault.is_not(None))
            .order_by(slack_channel.c.id)
        )
        return [(row.id, row.fault) for row in rows]

    async def refused(self, limit: int) -> Sequence[RefusedMessage]:
        """Return the messages that Slack refused and does not show whole yet, oldest first."""
        rows = await self.sql.execute(_REFUSED, {"limit": limit})
        return [
            RefusedMessage(row.about, row.what, row.channel_id, row.fault, row.retry_at)
            for row in rows
        ]

    async def wake_channels(self) -> int:
        """Make every channel due that owes something; return how many channels."""
        jobs = JobQueue(self.sql)
        rows = (await self.sql.execute(_CHANNELS_OWING)).all()
        for row in rows:
            await jobs.send_cards(row.channel_id)
        return len(rows)


def _refused_for(fault: str, wait: timedelta) -> Mapping[str, Any]:
    """Return what is kept of a refusal: each wait is as long as all before it, up to a bound."""
    now = func.clock_timestamp()
    since = func.coalesce(message.c.refused_since, now)
    return {
        "fault": fault[:LONGEST_FAULT],
        "retry_at": now + func.greatest(wait, func.least(now - since, LONGEST_WAIT)),
        "refused_since": since,
        "tries": message.c.tries + 1,
    }


def owed_of(row: Row[Any], *, is_doubted: bool = False) -> Owed:
    """Return what a row of `message` with its `card_ts` says."""
    return Owed(
        id=row.id,
        channel_id=row.channel_id,
        incident_id=row.incident_id,
        notice_id=row.notice_id,
        version=row.owed,
        is_reply=row.event_id is not None,
        ts=row.ts,
        card_ts=row.card_ts,
        attempted_at=row.attempted_at,
        below_ts=row.thread_ts,
        sent_after=row.sent_after,
        tries=row.tries,
        replaced=row.replaced,
        is_doubted=is_doubted,
    )


LONGEST_FAULT = 300
"""Characters that are kept of what Slack, or the check of our own blocks, found wrong."""
LONGEST_WAIT = timedelta(hours=6)
"""Between two tries at a message that Slack refuses."""
_TAKEN: Mapping[str, Any] = {"fault": None, "retry_at": None, "refused_since": None, "tries": 0}
_NEXT = text(
    """
    SELECT m.*, card.ts AS card_ts
    FROM message m
    LEFT JOIN message card ON card.incident_id = m.incident_id AND card.event_id IS NULL
    WHERE m.channel_id = :channel AND m.owed > m.shown
      AND (m.fault IS NULL OR m.retry_at IS NULL OR m.retry_at <= clock_timestamp())
      AND (m.event_id IS NULL OR (card.ts IS NOT NULL AND m.shown = 0))
    ORDER BY NOT m.is_first, (m.event_id IS NOT NULL), (m.ts IS NOT NULL), m.event_id, m.created_at
    LIMIT 1
    """
)
_CHANNELS_OWING = text(
    """
    SELECT channel_id FROM message WHERE owed > shown AND fault IS NULL
    UNION
    SELECT channel_id FROM message WHERE owed > shown AND fault IS NOT NULL
        AND (retry_at IS NULL OR retry_at <= clock_timestamp())
    UNION
    SELECT channel_id FROM message WHERE look_at <= clock_timestamp()
    """
)
_OPEN_CARDS = text(
    """
    SELECT m.channel_id, m.incident_id, m.ts FROM message m
    JOIN incident i ON i.id = m.incident_id
    WHERE i.state <> 'resolved' AND m.event_id IS NULL AND m.ts IS NOT NULL
    ORDER BY m.channel_id, m.ts
    """
)
_REFUSED = text(
    """
    SELECT coalesce(m.incident_id, n.about_id) AS about, m.channel_id, m.fault, m.retry_at,
        CASE WHEN m.notice_id IS NOT NULL THEN 'notice'
            WHEN m.event_id IS NOT NULL THEN 'thread' ELSE 'card' END AS what
    FROM message m LEFT JOIN notice n ON n.id = m.notice_id
    WHERE m.owed > m.shown AND m.fault IS NOT NULL
    ORDER BY m.created_at, m.id LIMIT :limit
    """
)
_SLOT = text(
    """
    INSERT INTO slack_channel AS c (id, next_send_at)
    VALUES (:channel, clock_timestamp() + :spacing)
    ON CONFLICT (id) DO UPDATE
        SET next_send_at = :spacing + CASE
            WHEN c.next_send_at > clock_timestamp() + :longest THEN clock_timestamp()
            ELSE greatest(clock_timestamp(), c.next_send_at) END
    RETURNING greatest(c.next_send_at - :spacing - clock_timestamp(), interval '0') AS wait
    """
)
_SENT = text(
    """
    UPDATE slack_channel SET fault = NULL, fault_at = NULL,
        next_send_at = greatest(next_send_at, clock_timestamp() + :spacing)
    WHERE id = :channel
    """
)
_HOLD = text(
    """
    INSERT INTO slack_channel AS c (id, next_send_at, fault, fault_at)
    VALUES (:channel, clock_timestamp() + :wait, CAST(:fault AS text),
        CASE WHEN CAST(:fault AS text) IS NOT NULL THEN clock_timestamp() END)
    ON CONFLICT (id) DO UPDATE SET
        next_send_at = greatest(c.next_send_at, excluded.next_send_at),
        fault = coalesce(excluded.fault, c.fault),
        fault_at = coalesce(excluded.fault_at, c.fault_at)
    """
)
