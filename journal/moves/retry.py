"""Someone asks to try an incident's entries again."""

from __future__ import annotations

from journal.incidents.incident import Incident
from journal.incidents.move import MoveName
from journal.incidents.story.event import Event
from journal.incidents.story.people import RetryAsked
from journal.moves.move import Making, Move, Nothing, Plan
from journal.moves.post_again import post_again


async def _plan(_making: Making, _incident: Incident, _given: Nothing) -> Plan[None]:
    return Plan(None)


async def _do(making: Making, incident: Incident, _work: None) -> Incident:
    return await post_again(making.store, incident, Event(RetryAsked(), making.by), making.at)


RETRY = Move(MoveName.RETRY, Nothing, _plan, _do, changes_posting=True)
"""Hand the entries of an incident back to the poster. Refused where none of them waits."""
