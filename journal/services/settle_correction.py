"""A correction meets what people did to the posted entry: one of the two has to count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from journal.entry import Entry, PostingStatus
from journal.errors import TransitionRefused
from journal.failure import Conflict, Obstacle
from journal.incident import HowResolved, Incident, Mending, Trigger
from journal.moves import Move
from journal.ports import Click, Clock, Event, OpenStore, Store
from journal.services.claiming import (
    changed_meanwhile,
    claimed,
    entry_as_seen,
    post_again,
    refuse_if_moved,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """Our entry and what the ledger has in its place, as a person looked at them."""

    entry_id: int
    posting_revision: int
    ledger_id: str = ""  # empty: nothing is there any more
    version: str = ""


@dataclass(frozen=True, slots=True)
class OverwriteTheirs:
    """Ours takes the place of what the ledger has; where that was deleted, it is posted anew."""

    open_store: OpenStore
    now: Clock

    async def __call__(self, incident_id: int, click: Click, seen: Seen) -> Incident:
        """Note what may be written over and make the entry due, in one transaction.

        Only what the person saw is: if it is changed once more before it is sent, nothing is
        written, and the card shows what is there then.

        Raises:
            TransitionRefused: it is not open (says who was first), or not as the person saw it.
            NotFound: there is no such incident.
        """
        at = self.now()
        async with self.open_store() as store:
            incident, is_new = await claimed(store, incident_id, click, Move.OVERWRITE)
            if not is_new:
                return incident
            refuse_if_moved(incident, Trigger.RETRY)
            entry = await entry_as_seen(store, incident, seen.entry_id, seen.posting_revision)
            if not await store.revisions.overwrite(entry, seen.ledger_id, seen.version):
                raise changed_meanwhile(incident, entry.id)
            facts = {"number": entry.number, "anew": not seen.ledger_id}
            mending = Mending(Move.OVERWRITE, click.actor, at, facts)
            event = Event("overwrite", click.actor, facts)
            return await post_again(store, incident, event, at, mending=mending)


@dataclass(frozen=True, slots=True)
class KeepTheirs:
    """What the ledger has counts: the correction is not sent, and the incident closes."""

    open_store: OpenStore
    now: Clock

    async def __call__(self, incident_id: int, click: Click, version: str) -> Incident:
        """Take what the card shows of it as what is posted, in one transaction.

        The next correction is held against that: it asks again only where it was changed since.

        Raises:
            TransitionRefused: it is not open (says who was first), or what stands there is not
                of the `version` that the person saw any more.
            NotFound: there is no such incident.
        """
        at = self.now()
        async with self.open_store() as store:
            incident, is_new = await claimed(store, incident_id, click, Move.KEEP_THEIRS)
            if not is_new:
                return incident
            refuse_if_moved(incident, Trigger.RESOLVE)
            met = _shown(incident, version)
            entry = await _waiting(store, incident)
            ledger_id = met.ledger_id or entry.replaces or ""
            if not await store.revisions.keep(entry, ledger_id, met.version):
                raise changed_meanwhile(incident, entry.id)
            return await _closed(store, incident, click, entry, at)


def _shown(incident: Incident, version: str) -> Conflict:
    met = incident.failure.conflict
    if met is None or met.obstacle is Obstacle.DELETED or met.version != version:
        raise TransitionRefused(
            Trigger.RESOLVE.value,
            incident.state.value,
            because="It has changed since in the accounting platform, so nothing was done."
            " The card shows what is there now.",
        )
    return met


async def _waiting(store: Store, incident: Incident) -> Entry:
    """Return the entry of a conflict, which has a card of its own."""
    (entry,) = await store.entries.of_incident(incident.id, 1)
    if entry.status is not PostingStatus.FAILED:
        raise changed_meanwhile(incident, entry.id)
    return entry


async def _closed(
    store: Store, incident: Incident, click: Click, entry: Entry, at: datetime
) -> Incident:
    facts = {"number": entry.number}
    closed = incident.resolved_by_hand(HowResolved.KEPT, "", at=at, by=click.actor)
    closed = replace(closed, mending=Mending(Move.KEEP_THEIRS, click.actor, at, facts))
    await store.incidents.save(closed)
    await store.incidents.tell(closed, Event("kept", click.actor, facts), at)
    await store.incidents.owe_card(closed)
    return closed
