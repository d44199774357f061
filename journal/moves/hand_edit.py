"""A correction meets what people did to the posted entry: one of the two has to count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from journal.amounts.money import Money
from journal.entries.entry import Entry, PostingStatus
from journal.entries.failure import Conflict, Obstacle
from journal.entries.numbering import day_name, within
from journal.errors import TransitionRefused
from journal.incidents.incident import HowResolved, Incident, Mending, Trigger
from journal.incidents.move import Move
from journal.moves.claiming import (
    agreed,
    begun,
    changed_meanwhile,
    entry_as_seen,
    post_again,
    refuse_if_moved,
)
from journal.moves.second_person import Wish
from journal.ports import Click, Clock, Event, OpenStore, Store


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
            _refuse_if_foreign(claim.incident, entry, seen.ledger_id)
            facts = {
                "number": entry.number,
                "anew": entry.is_correction and not seen.ledger_id,
                "restated": entry.restates is not None,
            }
            incident, goes_on = await agreed(store, claim, Wish(at, {**seen.facts, **facts}))
            if not goes_on:
                return incident
            if not await _let_replace(store, entry, seen):
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
            _refuse_if_foreign(claim.incident, entry, met.ledger_id or entry.replaces or "")
            wish = Wish(at, {"version": version, "number": entry.number})
            incident, goes_on = await agreed(store, claim, wish)
            if not goes_on:
                return incident
            if not await _keep(store, entry, met, at):
                raise changed_meanwhile(incident, entry.id)
            return await _closed(store, incident, click, entry, at)


@dataclass(frozen=True, slots=True)
class PostApart:
    """A version that reads as another entry is one: it gets a reference and a number of its own."""

    open_store: OpenStore
    now: Clock

    async def __call__(
        self, incident_id: int, click: Click, entry_id: int, posting_revision: int
    ) -> Incident:
        """Part the two versions and make the new one due, in one transaction.

        The one before stands as it stood: posted, or due where it was not.

        Raises:
            TransitionRefused: it is not open (says who was first), or not as the person saw it.
            NotFound: there is no such incident.
        """
        at = self.now()
        async with self.open_store() as store:
            claim = await begun(store, incident_id, click, Move.POST_ANYWAY)
            if not claim.is_new:
                return claim.incident
            refuse_if_moved(claim.incident, Trigger.RETRY)
            entry = await entry_as_seen(store, claim.incident, entry_id, posting_revision)
            if entry.restates is None:
                raise changed_meanwhile(claim.incident, entry.id)
            facts = {"entry_id": entry.id, "revision": posting_revision, "apart": True}
            incident, goes_on = await agreed(store, claim, Wish(at, facts))
            if not goes_on:
                return incident
            parted = await _part(store, incident, entry, at)
            told = {"number": parted.number, "before": entry.number, "apart": True}
            mending = Mending(Move.POST_ANYWAY, click.actor, at, told)
            event = Event("post_apart", click.actor, told)
            return await post_again(store, incident, event, at, mending=mending)


async def _part(store: Store, incident: Incident, entry: Entry, at: datetime) -> Entry:
    """Return the new entry, under its day and its reference, with our number where that is taken.

    Raises:
        TransitionRefused: it was changed meanwhile.
    """
    number, day = entry.content.reference, entry.content.date
    beside = within(f"{day.isoformat()} {entry.number}.{entry.posting_revision}", number)
    for reference in (day_name(number, day), beside):
        if parted := await store.revisions.part(entry, reference, at):
            return parted
    raise changed_meanwhile(incident, entry.id)


async def _let_replace(store: Store, entry: Entry, seen: Seen) -> bool:
    """Note what `entry` may replace; False when it is not any more as it was read."""
    if not seen.ledger_id and not entry.is_correction:
        return await store.revisions.settle_question(entry)
    return await store.revisions.overwrite(entry, seen.ledger_id, seen.version)


async def _keep(store: Store, entry: Entry, met: Conflict, at: datetime) -> bool:
    """Let what is there count; False when the entry is not any more as it was read."""
    if entry.restates is not None:
        return await store.revisions.restore(entry, at, stays=True)
    ledger_id = met.ledger_id or entry.replaces or ""
    return await store.revisions.keep(entry, ledger_id, met.version)


async def _both(store: Store, incident_id: int) -> Sequence[Money]:
    """Return what rules look at: ours and theirs, lest one person writes over a large entry."""
    case = await store.incidents.case(incident_id)
    met = case.incident.failure.conflict
    theirs = [met.total] if met and met.total else []
    return [*case.summary.amounts, *theirs]


def _refuse_if_foreign(incident: Incident, entry: Entry, ledger_id: str) -> None:
    """Raise TransitionRefused where jefail did not post what stands there and nobody linked it.

    A card that was drawn by an older release may still offer it.
    """
    how = entry.posted_how
    is_known = how is not None and how.is_changeable and ledger_id == entry.replaces
    if ledger_id and not is_known:
        raise TransitionRefused(
            Trigger.RETRY.value,
            incident.state.value,
            because=f"jefail did not post that entry, so nothing was done. Type"
            f" /jefail retry {incident.number} to compare the two first.",
        )


def _shown(incident: Incident, version: str) -> Conflict:
    met = incident.failure.conflict
    nothing_is_there = met is None or met.obstacle is Obstacle.DELETED or _is_unposted(met)
    if met is None or nothing_is_there or met.version != version:
        raise TransitionRefused(
            Trigger.RESOLVE.value,
            incident.state.value,
            because="It has changed since in the accounting platform, so nothing was done."
            " The card shows what is there now.",
        )
    return met


def _is_unposted(met: Conflict) -> bool:
    return met.obstacle is Obstacle.RESTATED and not met.ledger_id


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
