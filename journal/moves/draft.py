"""Somebody asks to leave an incident's entries in the platform as drafts."""

from __future__ import annotations

from dataclasses import dataclass

from journal.errors import TransitionRefused
from journal.incidents.incident import Case, Incident, Mending, Trigger
from journal.incidents.move import Move
from journal.moves.claiming import agreed, begun, post_again, refuse_if_moved
from journal.moves.second_person import Wish
from journal.ports import Click, Clock, Event, OpenStore


@dataclass(frozen=True, slots=True)
class DraftIncident:
    """Have the entries of an incident left in the platform as drafts.

    A draft is not in the books: the card stays open until the platform shows it posted.
    """

    open_store: OpenStore
    now: Clock

    async def __call__(self, incident_id: int, click: Click) -> Incident:
        """Claim the incident and make its entries due as drafts, in one transaction.

        Raises:
            TransitionRefused: it is not open (says who was first), or no draft would help.
            NotFound: there is no such incident.
        """
        at = self.now()
        async with self.open_store() as store:
            claim = await begun(store, incident_id, click, Move.DRAFT)
            if not claim.is_new:
                return claim.incident
            refuse_if_moved(claim.incident, Trigger.RETRY)
            _refuse_if_useless(await store.incidents.case(incident_id))
            incident, goes_on = await agreed(store, claim, Wish(at))
            if not goes_on:
                return incident
            asked = Event("draft_asked", click.actor)
            mending = Mending(Move.DRAFT, click.actor, at)
            return await post_again(store, incident, asked, at, mending=mending, as_draft=True)


def _refuse_if_useless(case: Case) -> None:
    if not case.may_be_drafted:
        raise TransitionRefused(
            Trigger.RETRY.value,
            case.incident.state.value,
            because=f"No entry of {case.incident.number} can be left as a draft any more.",
        )
