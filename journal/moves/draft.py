"""Someone asks to leave an incident's entries in the platform as drafts."""

from __future__ import annotations

from journal.errors import TransitionRefused
from journal.incidents.incident import Incident, Mending
from journal.incidents.move import MoveName
from journal.incidents.story.event import Event
from journal.incidents.story.mending import DraftsAsked
from journal.moves.move import Making, Move, Nothing, Plan
from journal.moves.post_again import post_again
from journal.moves.refusing import refuse_if_moved


async def _plan(making: Making, incident: Incident, _given: Nothing) -> Plan[None]:
    refuse_if_moved(incident)
    case = await making.store.incidents.case(incident.id)
    if not case.may_be_drafted:
        raise TransitionRefused(f"No entry of {incident.number} can be left as a draft any more.")
    return Plan(None)


async def _do(making: Making, incident: Incident, _work: None) -> Incident:
    store, by, at = making.store, making.by, making.at
    mending = Mending(MoveName.DRAFT, by, at)
    event = Event(DraftsAsked(), by)
    return await post_again(store, incident, event, at, mending=mending, as_draft=True)


DRAFT = Move(MoveName.DRAFT, Nothing, _plan, _do, changes_posting=True, closes=True)
"""Have the entries of an incident left in the platform as drafts.

A draft is not in the books: the card stays open until the platform shows it posted.
"""
