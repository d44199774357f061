"""Someone corrects the lines of an entry that the platform turned down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from journal.amounts.money import Money
from journal.entries.editing import Correction, changes, corrected
from journal.entries.entry import Entry, NewEntry
from journal.incidents.codec import to_json
from journal.incidents.incident import Incident, Mending, Tally
from journal.incidents.move import MoveName
from journal.incidents.story.event import Event
from journal.incidents.story.mending import LinesEdited
from journal.moves.move import Making, Move, Plan
from journal.moves.post_again import post_again
from journal.moves.refusing import changed_meanwhile, entry_as_seen, refuse_if_moved
from journal.ports import Store


@dataclass(frozen=True, slots=True)
class _Edit:
    entry: Entry  # as it is
    content: NewEntry  # as it will be
    told: LinesEdited


async def _plan(making: Making, incident: Incident, correction: Correction) -> Plan[_Edit]:
    store = making.store
    refuse_if_moved(incident)
    entry = await entry_as_seen(store, incident, correction.entry_id, correction.posting_revision)
    known = await store.books.known(await store.books.connection(entry.connection_id))
    content = corrected(entry.content, correction.rows, known)
    tally, amounts = await _at_stake(store, incident.id, entry, correction)
    turn = LinesEdited(number=entry.number, changes=changes(entry, content))
    return Plan(_Edit(entry, content, turn), told=to_json(turn), tally=tally, amounts=amounts)


async def _do(making: Making, incident: Incident, work: _Edit) -> Incident:
    store, by, at = making.store, making.by, making.at
    if not await store.revisions.rework(work.entry, work.content):
        raise changed_meanwhile(work.entry.id)
    mending = Mending(MoveName.EDIT, by, at, replace(work.told, changes=()))
    return await post_again(store, incident, Event(work.told, by), at, mending=mending)


EDIT = Move(MoveName.EDIT, Correction, _plan, _do, changes_posting=True, closes=True)
"""Replace the lines that were refused, and post.

It is another posting revision, so another request to the platform. Its caller may still hand in a
newer revision, which wins; the same one once more changes nothing.

Raises NoSuchAccount, Unbalanced, BadInput: the lines cannot be taken.
"""


async def _at_stake(
    store: Store, incident_id: int, entry: Entry, correction: Correction
) -> tuple[Tally, Sequence[Money]]:
    """Return what would be posted with the new lines, and all amounts that rules look at.

    A rule looks at the old lines as well: else a large entry is made small by one person.
    """
    before = (await store.incidents.case(incident_id)).summary
    old = entry.content.total
    more = correction.debits - old.minor
    after = tuple(
        Money(one.minor + more, one.currency) if one.currency == old.currency else one
        for one in before.amounts
    )
    return Tally(before.waiting, after), (*before.amounts, *after)
