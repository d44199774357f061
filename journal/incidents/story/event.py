"""One turn of a story: what happened, and who did it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Protocol, get_args, runtime_checkable

from journal.incidents.codec import from_json
from journal.incidents.move import MoveName
from journal.incidents.story import mending, people, posting, requests
from journal.incidents.story.values import Batch


@dataclass(frozen=True, slots=True)
class UnknownTurn:
    """What a newer release wrote, and this one has no record for."""

    kind: str


KnownTurn = (
    posting.IncidentOpened
    | posting.EntriesJoined
    | posting.EntriesPosted
    | posting.EntriesRefused
    | posting.EntriesUncertain
    | posting.EntriesMoved
    | posting.EntriesMissing
    | posting.EntriesFound
    | posting.NumberElsewhere
    | posting.EntriesChecked
    | posting.AccessRestored
    | posting.DraftsLeft
    | posting.DraftsDecided
    | posting.PeriodReopened
    | posting.EntriesChanged
    | posting.EntriesBack
    | mending.AccountsMapped
    | mending.AccountCreated
    | mending.ItemsCoded
    | mending.ItemCreated
    | mending.DraftsAsked
    | mending.EntriesRedated
    | mending.RatesAgreed
    | mending.PeriodAwaited
    | mending.PeriodNotAwaited
    | mending.LinkAsked
    | mending.PostedAnyway
    | mending.PostedApart
    | mending.TheirsOverwritten
    | mending.TheirsKept
    | mending.OursPutBack
    | mending.LinesEdited
    | mending.CostsAdded
    | mending.CostsChanged
    | people.RetryAsked
    | people.RetryStopped
    | people.IncidentResolved
    | people.IncidentReopened
    | people.IncidentAssigned
    | people.IncidentUnassigned
    | people.IncidentSnoozed
    | people.IncidentWoken
    | people.EntriesSkipped
    | people.SupportAsked
    | people.ReconnectAsked
    | people.ReconnectReminded
    | requests.RequestMade
    | requests.RequestDeclined
    | requests.RequestLapsed
    | requests.RequestApproved
)
"""All that can happen: a new record is added here, and its kind to `EventKind`."""
Turn = KnownTurn | UnknownTurn
RECORDS: Mapping[str, type[KnownTurn]] = {one.kind: one for one in get_args(KnownTurn)}


@runtime_checkable
class OfEntries(Protocol):
    """A turn that says which entries it concerns."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def entries(self) -> Batch:
        """Those entries."""
        ...


@dataclass(frozen=True, slots=True)
class Event:
    """One turn in the story of an incident, told in its thread."""

    turn: Turn
    actor: str | None = None  # Slack user id; None: the schedule

    def counting(self, count: int) -> Event:
        """Return it with how many entries it concerns."""
        assert isinstance(self.turn, OfEntries)
        return replace(
            self, turn=replace(self.turn, entries=replace(self.turn.entries, count=count))
        )


def turn_of(kind: str, facts: Mapping[str, Any]) -> Turn:
    """Return the turn that was kept as `facts`, by this release or another."""
    record = RECORDS.get(kind)
    return from_json(record, facts) if record else UnknownTurn(kind)


def turn_of_fix(move: MoveName, facts: Mapping[str, Any]) -> Turn | None:
    """Return the turn that tells a fix which was kept as `facts`; None: the move tells it all."""
    record = _OF_FIXES.get(move)
    if record is mending.PostedAnyway and facts.get("apart"):
        record = mending.PostedApart
    if record is mending.TheirsOverwritten and facts.get("put_back"):
        record = mending.OursPutBack
    return from_json(record, facts) if record else None


_OF_FIXES: Mapping[MoveName, type[KnownTurn]] = {
    MoveName.RESOLVE: people.IncidentResolved,
    MoveName.MAP: mending.AccountsMapped,
    MoveName.CODE: mending.ItemsCoded,
    MoveName.COST: mending.CostsAdded,
    MoveName.CHANGE_COST: mending.CostsChanged,
    MoveName.REDATE: mending.EntriesRedated,
    MoveName.RATE: mending.RatesAgreed,
    MoveName.POST_ANYWAY: mending.PostedAnyway,
    MoveName.OVERWRITE: mending.TheirsOverwritten,
    MoveName.KEEP_THEIRS: mending.TheirsKept,
    MoveName.EDIT: mending.LinesEdited,
}
