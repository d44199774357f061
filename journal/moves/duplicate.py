"""The ledger has what may be our entry, or has our number: a person says whether it is the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from journal.entries.entry import Entry, PostingStatus
from journal.entries.failure import FailureReason
from journal.entries.mapping import prepare
from journal.entries.posting import LedgerEntry, LedgerLine
from journal.entries.wording import texts_of
from journal.errors import NotFound
from journal.incidents.incident import Case, Incident, Mending
from journal.incidents.move import MoveName
from journal.incidents.story.event import Event
from journal.incidents.story.mending import LinkAsked, PostedAnyway
from journal.matching.comparing import as_shown, in_our_names
from journal.matching.heads import NO_HEAD, Head, head_of
from journal.matching.proof import Finding, Proof, numbers_borne
from journal.moves.move import Making, Move, Plan
from journal.moves.post_again import post_again
from journal.moves.refusing import changed_meanwhile, entry_as_seen, refuse_if_moved
from journal.ports import Click, OpenLedger, OpenSeen, Store, Wanted
from journal.posting.looking_up import all_wanted, hold_against


@dataclass(frozen=True, slots=True)
class Twins:
    """Our entry, and the one that the ledger shows in its place; None: it shows none."""

    case: Case
    entry: Entry
    there: LedgerEntry | None
    lines: tuple[LedgerLine, ...] = ()  # ours, as the ledger would show them
    free: int = 1  # under which number ours would be posted beside it, see `Entry.numbered`
    texts: tuple[str, ...] = ()  # our numbers, then our note
    head: Head = NO_HEAD  # what else the head of ours says

    @property
    def unlike(self) -> Sequence[str]:
        """Return the names of what one head says and the other does not, where both are seen."""
        there = self.there
        if there is None or not there.lines:
            return ()
        own = {name for name, _value in self.head.told}
        beside = [name for name, _value in (*there.extras, *there.tax) if name not in own]
        return [*self.head.unlike(there), *beside]


@dataclass(frozen=True, slots=True)
class Judged:
    """The two entries that a person looked at."""

    entry_id: int
    posting_revision: int
    ledger_id: str
    there: Mapping[str, Any] = field(default_factory=dict)
    """What the ledger showed, for the sentences: number, day, sum, url."""
    free: int = 0  # the number that the form named for ours; 0: the one after its own
    note: str = ""  # why both count; of no use where they are the same

    @property
    def facts(self) -> Mapping[str, Any]:
        """It as plain JSON values."""
        return {
            "entry_id": self.entry_id,
            "revision": self.posting_revision,
            "ledger_id": self.ledger_id,
            "there": self.there,
            "free": self.free,
            "note": self.note,
        }

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """Return what `facts` tell of."""
        seen = (facts["entry_id"], facts["revision"], facts["ledger_id"], facts["there"])
        return cls(*seen, facts.get("free", 0), facts.get("note", ""))


@dataclass(frozen=True, slots=True)
class FindTwin:
    """Ask the ledger what it has in place of an entry. Changes nothing."""

    open_store: OpenSeen
    open_ledger: OpenLedger

    async def __call__(self, incident_id: int, click: Click) -> Twins:
        """Return both, for the person of `click` to look at side by side.

        Raises:
            TransitionRefused: the incident is not open any more; says who was first.
            NotFound: no entry of it waits for an answer. LedgerError: the ledger cannot be read.
        """
        async with self.open_store(click.viewer) as store:
            case = await store.incidents.case(incident_id)
            entries = await _asked_about(store, case)
            known = await store.books.known(case.connection)
        refuse_if_moved(case.incident)
        if not entries or not _is_asked_about(entries[0]):
            raise NotFound(f"No entry of {case.incident.number} waits for an answer.")
        entry, ledger = entries[0], self.open_ledger(case.connection)
        prepared = prepare(entry, known)
        asked = [*all_wanted([prepared]), *_numbers_beside(entry)]
        shown = await ledger.find(asked)
        async with self.open_store(click.viewer) as store:
            found = (await hold_against(store, [prepared], shown)).get(entry.number)
        there = _meant(case.incident, shown, found)
        if there is not None and not there.lines:
            there = await ledger.read(there)
        theirs = in_our_names(there, known.chart) if there else None
        texts = texts_of(entry, case.connection.platform)
        ours = as_shown(prepared)
        free = _first_free(entry, shown)
        return Twins(case, entry, theirs, ours, free, texts, head_of(prepared))


async def _asked_about(store: Store, case: Case) -> Sequence[Entry]:
    """Return the first entry that a person is asked about, if there is one."""
    if case.incident.failure.reason is FailureReason.CHANGED_IN_BOOKS:
        return await store.watch.undecided(case.incident.id, 1)
    return await store.entries.of_incident(case.incident.id, 1)


def _is_asked_about(entry: Entry) -> bool:
    return entry.status is PostingStatus.FAILED or entry.changed is not None


@dataclass(frozen=True, slots=True)
class _Both:
    entry: Entry
    judged: Judged


async def _plan_link(making: Making, incident: Incident, judged: Judged) -> Plan[_Both]:
    refuse_if_moved(incident)
    seen = judged.entry_id, judged.posting_revision
    entry = await entry_as_seen(making.store, incident, *seen)
    return Plan(_Both(entry, judged), told={"number": entry.number})


async def _link(making: Making, incident: Incident, work: _Both) -> Incident:
    store, by, at = making.store, making.by, making.at
    if not await store.revisions.link(work.entry, work.judged.ledger_id):
        raise changed_meanwhile(work.entry.id)
    mending = Mending(MoveName.LINK, by, at)
    event = Event(LinkAsked(number=work.entry.number), by)
    return await post_again(store, incident, event, at, mending=mending)


LINK = Move(MoveName.LINK, Judged, _plan_link, _link, changes_posting=True, closes=True)
"""The entry in the ledger is ours: the poster looks it up once more, and the card closes.

Nothing is sent. Should it not be there any more, the incident opens again and nothing is posted.
"""


@dataclass(frozen=True, slots=True)
class _Beside:
    both: _Both
    numbered: int  # see `Entry.numbered`
    told: PostedAnyway


async def _plan_beside(making: Making, incident: Incident, judged: Judged) -> Plan[_Beside]:
    both = (await _plan_link(making, incident, judged)).work
    numbered = judged.free or both.entry.numbered + 1
    turn = PostedAnyway(number=both.entry.number_as(numbered), note=judged.note.strip())
    told = {"number": turn.number, "note": turn.note}
    return Plan(_Beside(both, numbered, turn), told=told)


async def _post_beside(making: Making, incident: Incident, work: _Beside) -> Incident:
    store, by, at, entry = making.store, making.by, making.at, work.both.entry
    if not await store.revisions.renumber(entry, work.both.judged.ledger_id, work.numbered):
        raise changed_meanwhile(entry.id)
    mending = Mending(MoveName.POST_ANYWAY, by, at, work.told)
    event = Event(work.told, by)
    return await post_again(store, incident, event, at, mending=mending)


POST_ANYWAY = Move(MoveName.POST_ANYWAY, Judged, _plan_beside, _post_beside, changes_posting=True)
"""The entry in the ledger is another: ours is posted beside it, under a number that is free.

The reason stands in the story.
"""


_NUMBERS_TRIED = 4
"""How many numbers are looked at before ours is given one; more than one is taken only where
another jefail posted to the same company before."""


def _numbers_beside(entry: Entry) -> Sequence[Wanted]:
    """Return the next numbers that ours could have, to see which of them are taken."""
    day, after = entry.content.date, entry.numbered + 1
    tried = range(after, after + _NUMBERS_TRIED)
    return [Wanted(entry.number_as(numbered), "", day) for numbered in tried]


def _first_free(entry: Entry, shown: Sequence[LedgerEntry]) -> int:
    """Return the first place whose number nothing in the ledger bears.

    Its own is free where what may be ours bears another, and the platform did not refuse it.
    """
    taken = {number for one in shown for number in numbers_borne(one)}
    first = entry.numbered + 1 if entry.number_taken else entry.numbered
    places = range(first, entry.numbered + _NUMBERS_TRIED + 1)
    free = (one for one in places if entry.number_as(one).casefold() not in taken)
    return next(free, entry.numbered + _NUMBERS_TRIED + 1)


def _meant(
    incident: Incident, shown: Sequence[LedgerEntry], found: Finding | None
) -> LedgerEntry | None:
    """Return what the card is about: what a correction replaces, or what may be ours.

    What it showed before comes first, while that is there: a person presses what they read.
    """
    likeness = incident.failure.likeness
    ours = (Proof.OURS,) if incident.failure.conflict else (Proof.OURS, Proof.STRONG)
    if found is not None and found.proof in ours:
        return found.there
    if incident.failure.conflict:
        return None
    named = (one for one in shown if likeness and one.ledger_id == likeness.ledger_id)
    return next(named, found.there if found else None)
