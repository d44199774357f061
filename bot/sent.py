"""What is kept of a message once Slack has answered: shown, refused, or deleted by someone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

import structlog

from bot.slack_channel import Fixed, Shown, Spoiled, Unreachable
from journal.incidents.incident import IncidentState
from journal.ports import must_stand
from storage.database import Database, SqlStore
from storage.slack.messages import Owed

AGAIN = timedelta(minutes=5)
"""Until a message that Slack refused in every form, or showed as text alone, is tried again."""
UNREACHABLE_AGAIN = timedelta(hours=1)
"""Until a person who takes no messages is written to again."""
log = structlog.get_logger()


@asynccontextmanager
async def writing(database: Database) -> AsyncIterator[SqlStore]:
    """Open a unit of work in which nothing is written once another run has taken over."""
    async with database.store() as store:
        await must_stand(store)
        yield store


async def note_shown(
    store: SqlStore, owed: Owed, outcome: Shown, covered: Sequence[UUID], refused: str
) -> None:
    """Note what Slack shows. A line of a thread is its text, so without blocks it is whole."""
    if refused and not owed.is_reply:
        await store.outbox.show_text_alone(owed, outcome.ts, refused, AGAIN)
    else:
        await store.outbox.shown(covered, outcome.ts, owed.version)


async def note_refused(store: SqlStore, owed: Owed, outcome: Spoiled | Unreachable) -> None:
    """Keep what was refused until it is tried again.

    A person who takes no messages is spared what is settled in the meantime.
    """
    log.error("message_refused", incident_id=owed.incident_id, fault=outcome.fault)
    if isinstance(outcome, Spoiled):
        await store.outbox.set_aside(owed, outcome.fault, AGAIN)
    elif await _is_settled(store, owed):
        await store.outbox.drop_notice(owed)
    else:
        await store.outbox.set_aside(owed, outcome.fault, UNREACHABLE_AGAIN)


async def _is_settled(store: SqlStore, owed: Owed) -> bool:
    """Whether a notice is about an incident that is resolved."""
    told = await store.notices.told(owed.notice_id) if owed.notice_id is not None else None
    if told is None:
        return False
    case = await store.incidents.case(told.incident_id)
    return case.incident.state is IncidentState.RESOLVED


async def note_fixed(store: SqlStore, owed: Owed, outcome: Fixed, *, is_closed: bool) -> None:
    """Have a new message made in place of one that cannot be changed any more.

    While the old one stands there as it is, that happens once: more would be as many cards.
    """
    log.warning("message_fixed", incident_id=owed.incident_id, fault=outcome.fault)
    if is_closed or not owed.replaced:
        await store.outbox.replace_card(owed, is_closed=is_closed)
    else:
        await store.outbox.set_aside(owed, outcome.fault, AGAIN)


async def note_deleted(store: SqlStore, owed: Owed) -> None:
    """Someone deleted a card: an open incident gets a new one, all else is let be."""
    if owed.incident_id is None:
        await store.outbox.drop_notice(owed)
        return
    incident = await store.incidents.for_change(owed.incident_id)
    if incident.state is IncidentState.RESOLVED:
        await store.outbox.forget_card(incident.id)
    else:
        await store.outbox.repost_card(incident.id)
