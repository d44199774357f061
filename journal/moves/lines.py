"""Somebody corrects the lines of an entry that the platform turned down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from journal.amounts.money import Money
from journal.entries.editing import Correction, changes, corrected
from journal.incidents.incident import Incident, Mending, Tally, Trigger
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
class EditLines:
    """Put other lines in the place of those that were refused, and post.

    It is another posting revision, so another request to the platform. Its caller may still hand
    in a newer revision, which wins; the same one once more changes nothing.
    """

    open_store: OpenStore
    now: Clock

    async def __call__(self, incident_id: int, click: Click, correction: Correction) -> Incident:
        """Claim the incident, keep the lines and make its entries due, in one transaction.

        Raises:
            NoSuchAccount, Unbalanced, BadInput: the lines cannot be taken; nothing was changed.
            TransitionRefused: the incident is not open (says who was first), or the entry is not
                as the person saw it.
            NotFound: there is no such incident.
        """
        at = self.now()
        async with self.open_store() as store:
            tally, amounts = await _at_stake(store, incident_id, correction)
            claim = await begun(store, incident_id, click, Move.EDIT, amounts=amounts)
            if not claim.is_new:
                return claim.incident
            refuse_if_moved(claim.incident, Trigger.RETRY)
            entry = await entry_as_seen(
                store, claim.incident, correction.entry_id, correction.posting_revision
            )
            known = await store.books.known(await store.books.connection(entry.connection_id))
            content = corrected(entry.content, correction.rows, known)
            edited = {"number": entry.number, "changes": changes(entry, content)}
            wish = Wish(at, {**correction.facts, **edited}, tally)
            incident, goes_on = await agreed(store, claim, wish)
            if not goes_on:
                return incident
            if not await store.revisions.rework(entry, content):
                raise changed_meanwhile(incident, entry.id)
            mending = Mending(Move.EDIT, click.actor, at, {"number": entry.number})
            event = Event("edited", click.actor, edited)
            return await post_again(store, incident, event, at, mending=mending)


async def _at_stake(
    store: Store, incident_id: int, correction: Correction
) -> tuple[Tally, Sequence[Money]]:
    """Return what would be posted with the new lines, and all amounts that rules look at.

    A rule looks at the old lines as well: else a large entry is made small by one person.
    """
    before = (await store.incidents.case(incident_id)).summary
    found = await store.entries.find(f"JF-{correction.entry_id}")
    old = found[0].content.total if found else Money(0, "")
    more = correction.debits - old.minor
    after = tuple(
        Money(one.minor + more, one.currency) if one.currency == old.currency else one
        for one in before.amounts
    )
    return Tally(before.waiting, after), (*before.amounts, *after)
