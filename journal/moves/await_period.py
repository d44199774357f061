"""Someone asks that entries are posted automatically once their period is open again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from journal.errors import TransitionRefused
from journal.incidents.incident import Incident
from journal.incidents.move import MoveName
from journal.incidents.story.event import Event
from journal.incidents.story.mending import PeriodAwaited, PeriodNotAwaited
from journal.moves.move import Making, Move, Plan
from journal.moves.refusing import refuse_if_moved


@dataclass(frozen=True, slots=True)
class Awaited:
    """Whether it is waited for, or no longer."""

    stop: bool = False

    @property
    def facts(self) -> Mapping[str, Any]:
        """It as plain JSON values: nothing, since only waiting is ever asked for."""
        return {}

    @classmethod
    def of(cls, _facts: Mapping[str, Any]) -> Self:
        """Return that it is waited for."""
        return cls()


async def _plan(making: Making, incident: Incident, given: Awaited) -> Plan[Awaited]:
    refuse_if_moved(incident)
    if not given.stop:
        case = await making.store.incidents.case(incident.id)
        _refuse_if_pointless(incident, is_closed=case.is_shut)
    return Plan(given, is_alone=given.stop)


async def _do(making: Making, incident: Incident, given: Awaited) -> Incident:
    incident = replace(incident, awaited_by=None if given.stop else making.by)
    await making.store.jobs.poll(incident.connection_id)
    turn = PeriodNotAwaited() if given.stop else PeriodAwaited()
    return await making.record(incident, Event(turn, making.by))


def _refuse_if_pointless(incident: Incident, *, is_closed: bool) -> None:
    because = ""
    if incident.awaited_by:
        because = "{who} asked for that already; the card says so."
    elif not is_closed:
        because = "Its days are open as far as is known. Press Retry on the card."
    if because:
        raise TransitionRefused(because, who=incident.awaited_by)


AWAIT_PERIOD = Move(MoveName.WAIT_FOR_REOPENING, Awaited, _plan, _do, changes_posting=True)
"""Note that the poll which sees the period open posts what waits for it, or that it does not.

docs/decisions/0006-lost-connections-heal.md: no other cause is retried without a click. This is
that click, made beforehand; it counts once.
"""
