"""A correction meets what people did to the posted entry: one of the two has to count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from journal.entry import Entry, PostingStatus
from journal.errors import TransitionRefused
from journal.failure import Conflict, Obstacle
from journal.incident import HowResolved, Incident, Mending, Trigger
from journal.money import Money
from journal.moves import Move
from journal.ports import Click, Clock, Event, OpenStore, Store
from journal.services.claiming import (
    agreed,
    begun,
    changed_meanwhile,
    entry_as_seen,
    post_again,
    refuse_if_moved,
)
from journal.services.second_person import Wish


@dataclass(frozen=True, slots=True)
class Seen:
    """Our entry and what the ledger has in its place, as a person looked at them."""

    entry_id: int
    posting_revision: int
    ledger_id: str = ""  # empty: nothing is there any more
    version: str = ""

    @property
    def facts(self) -> Mapping[str, Any]:
        """It as plain JSON values."""
        return {
            "entry_id": self.entry_id,
            "revision": self.posting_revision,
            "ledger_id": self.ledger_id,
            "version": self.version,
        }

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Seen:
        """Return what `facts` tell of."""
        return cls(facts["entry_id"], facts["revision"], facts["ledger_id"], facts["version"])


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
            amounts = await _both(store, incident_id)
            claim = await begun(store, incident_id, click, Move.OVERWRITE, amounts=amounts)
            if not claim.is_new:
                return claim.incident
            refuse_if_moved(claim.incident, Trigger.RETRY)
            entry = await entry_as_seen(store, claim.incident, seen.entry_id, seen.posting_revision)
            facts = {"number": entry.number, "anew": not seen.ledger_id}
            incident, goes_on = await agreed(store, claim, Wish(at, {**seen.facts, **facts}))
            if not goes_on:
                return incident
            if not await store.revisions.overwrite(entry, seen.ledger_id, seen.version):
                raise changed_meanwhile(incident, entry.id)
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
            amounts = await _both(store, incident_id)
            claim = await begun(store, incident_id, click, Move.KEEP_THEIRS, amounts=amounts)
            if not claim.is_new:
                return claim.incident
            refuse_if_moved(claim.incident, Trigger.RESOLVE)
            met = _shown(claim.incident, version)
            entry = await _waiting(store, claim.incident)
            wish = Wish(at, {"version": version, "number": entry.number})
            incident, goes_on = await agreed(store, claim, wish)
            if not goes_on:
                return incident
            ledger_id = met.ledger_id or entry.replaces or ""
            if not await store.revisions.keep(entry, ledger_id, met.version):
                raise changed_meanwhile(incident, entry.id)
            return await _closed(store, incident, click, entry, at)


async def _both(store: Store, incident_id: int) -> Sequence[Money]:
    """Return what rules look at: ours and theirs, lest one person writes over a large entry."""
    case = await store.incidents.case(incident_id)
    met = case.incident.failure.conflict
    theirs = [met.total] if met and met.total else []
    return [*case.summary.amounts, *theirs]


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
