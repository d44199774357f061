"""What a poll saw in the ledger is held against the entries that wait, incident by incident."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from journal.entries.entry import Entry, PostingStatus
from journal.entries.grounds import Ground
from journal.entries.mapping import Prepared
from journal.entries.posting import LedgerEntry
from journal.incidents.detection import next_move
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Incident, IncidentState, Trigger
from journal.incidents.story.event import Event
from journal.incidents.story.people import IncidentResolved
from journal.incidents.story.posting import (
    EntriesChecked,
    EntriesFound,
    EntriesJoined,
    EntriesMissing,
    EntriesMoved,
)
from journal.incidents.story.values import Batch
from journal.matching.correction import as_found, is_carried_out
from journal.matching.posted_amount import amount_there, posted_costs
from journal.matching.proof import Finding, Proof, kept_as
from journal.polling.ask_about import ask_about, tell_of_number
from journal.ports import Store
from journal.posting.looking_up import hold_against
from journal.requests import tell_if_lapsed


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of the entries of one incident, and what it says now."""

    incident: Incident
    posted: Sequence[Entry]
    moved: int  # to cards of their own, on which a person is asked
    missing: int


async def compare(
    store: Store,
    asked: Sequence[Entry],
    ours: Mapping[int, Prepared],
    shown: Sequence[LedgerEntry],
    looked_at: datetime,
    at: datetime,
) -> None:
    """Bring every incident of `asked` in line with what the ledger showed at `looked_at`.

    `ours`: the same entries by their ids, where anything is `shown`.
    """
    by_incident: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in asked:
        if entry.incident_id is not None:
            by_incident[entry.incident_id].append(entry)
    incidents = [await store.incidents.for_change(one) for one in sorted(by_incident)]
    # Someone moved it after this look: the next one judges.
    incidents = [one for one in incidents if one.moved_at <= looked_at]
    entries = [ours[entry.id] for one in incidents for entry in by_incident[one.id] if shown]
    said = {entry.id for one in incidents if _is_said(one) for entry in by_incident[one.id]}
    found = await hold_against(store, entries, shown, said)
    for incident in incidents:
        outcomes = await _settle(store, incident, by_incident[incident.id], ours, found, at)
        await _follow(store, incident, outcomes, at)


def _is_said(incident: Incident) -> bool:
    """Whether a person said that its entries were entered in the platform, whatever came since."""
    if incident.how is HowResolved.FIXED_IN_PLATFORM:
        return True
    was_missing = incident.last_trigger is Trigger.MISSING and incident.mending is not None
    told = incident.mending.turn if was_missing and incident.mending else None
    return isinstance(told, IncidentResolved) and told.how is HowResolved.FIXED_IN_PLATFORM


async def _settle(
    store: Store,
    incident: Incident,
    entries: Sequence[Entry],
    ours: Mapping[int, Prepared],
    found: Mapping[str, Finding],
    at: datetime,
) -> Outcomes:
    """Write down what the findings mean for `entries`, and tell the story of it."""
    posted: list[Entry] = []
    grounds: set[Ground] = set()
    moved = missing = 0
    for entry in entries:
        finding = found.get(entry.number)
        if finding is None:
            missing += 1
        elif _closes(ours[entry.id], finding):
            there, ground = as_found(ours[entry.id], finding.there), kept_as(entry, finding.ground)
            amount = amount_there(entry, there) or entry.sent
            costs = posted_costs(ours[entry.id], amount)
            if await store.postings.mark_posted(entry, there, at, ground, costs):
                posted.append(entry)
                grounds.add(finding.ground)
        elif finding.proof is Proof.CANDIDATE:
            stays = await ask_about(store, incident, entry, finding, at)
            moved, missing = moved + (stays is None), missing + (stays is not None)
            incident = stays or incident
        else:
            missing += 1
            if finding.proof is Proof.OTHER_CONTENT:
                incident = await tell_of_number(store, incident, entry, finding, at)
    if posted:
        batch = Batch(len(posted), numbers=tuple(entry.number for entry in posted[:3]))
        found_there = EntriesFound(batch, tuple(sorted(grounds)))
        await store.incidents.tell(incident, Event(found_there), at)
    return Outcomes(incident, posted, moved, missing)


def _closes(ours: Prepared, finding: Finding) -> bool:
    """Whether it is posted. What a correction replaces has to say what the correction says."""
    if not finding.is_ours:
        return False
    is_old = ours.entry.is_correction and finding.proof is Proof.OURS
    is_old = is_old or ours.entry.restates is not None
    return not is_old or is_carried_out(ours, finding.there)


async def _follow(store: Store, incident: Incident, outcomes: Outcomes, at: datetime) -> None:
    after = await _as_seen(store, outcomes.incident, outcomes, at)
    if outcomes.posted or outcomes.moved or after != incident:
        await store.incidents.save(after)
        await store.incidents.owe_card(after)
        await tell_if_lapsed(store, after, incident.request, at)


async def _as_seen(store: Store, incident: Incident, outcomes: Outcomes, at: datetime) -> Incident:
    """Close what the ledger shows; open again what was said to be there and is not."""
    if incident.state is not IncidentState.RESOLVED:
        counts = await store.incidents.statuses(incident.id)
        undecided = await store.watch.count_undecided(incident.id)
        trigger = next_move(incident, counts, refused=False, undecided=undecided)
        return incident.after(trigger, at=at) if trigger else incident
    if not outcomes.missing:
        if (await store.incidents.statuses(incident.id)).get(PostingStatus.FAILED):
            return incident  # more of it than one look asks for: the next one goes on
        return await _checked(store, incident, outcomes, at)
    newer = await store.incidents.open_like(incident.fingerprint)
    if newer is not None:
        await _join(store, incident, newer, at)
        return incident
    missing = EntriesMissing(Batch(outcomes.missing), incident.moved_by, incident.moved_at)
    await store.incidents.tell(incident, Event(missing, incident.moved_by), at)
    return incident.after(Trigger.MISSING, at=at, by=incident.moved_by)


async def _checked(store: Store, incident: Incident, outcomes: Outcomes, at: datetime) -> Incident:
    """Return what a person closed as it stands now that nothing of it is missing."""
    if outcomes.moved and not outcomes.posted:
        # Nothing of it is known to be there: all of it is asked about on other cards.
        missing = incident.after(Trigger.MISSING, at=at, by=incident.moved_by)
        return missing.after(Trigger.MOVED, at=at)
    checked = EntriesChecked(by=incident.moved_by, closed_at=incident.moved_at)
    await store.incidents.tell(incident, Event(checked), at)
    return replace(incident, verified_at=at)


async def _join(store: Store, closed: Incident, newer: Incident, at: datetime) -> None:
    """The cause came back on a newer card meanwhile: what is missing is worked on there."""
    entries = Batch(await store.entries.join(closed.id, newer.id))
    moved, joined = EntriesMoved(entries, (newer.id,)), EntriesJoined(entries)
    for incident, event in ((closed, Event(moved)), (newer, Event(joined))):
        await store.incidents.tell(incident, event, at)
        await store.incidents.owe_card(incident)
