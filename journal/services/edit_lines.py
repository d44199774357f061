"""Somebody corrects the lines of an entry that the platform turned down."""

from __future__ import annotations

from dataclasses import dataclass

from journal.editing import Correction, changes, corrected
from journal.incident import Incident, Mending, Trigger
from journal.moves import Move
from journal.ports import Click, Clock, Event, OpenStore
from journal.services.claiming import (
    changed_meanwhile,
    claimed,
    entry_as_seen,
    post_again,
    refuse_if_moved,
)


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
            incident, is_new = await claimed(store, incident_id, click, Move.EDIT)
            if not is_new:
                return incident
            refuse_if_moved(incident, Trigger.RETRY)
            entry = await entry_as_seen(
                store, incident, correction.entry_id, correction.posting_revision
            )
            known = await store.books.known(await store.books.connection(entry.connection_id))
            content = corrected(entry.content, correction.rows, known)
            if not await store.revisions.rework(entry, content):
                raise changed_meanwhile(incident, entry.id)
            edited = {"number": entry.number, "changes": changes(entry, content)}
            mending = Mending(Move.EDIT, click.actor, at, {"number": entry.number})
            event = Event("edited", click.actor, edited)
            return await post_again(store, incident, event, at, mending=mending)
