"""A second person decides on what somebody asked for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from journal.incident import Incident
from journal.moves import Move
from journal.ports import Click, Clock, Event, OpenStore
from journal.services.allowing import allowed
from journal.services.second_person import facts_of, waiting_request

Do = Callable[[int, Click, Mapping[str, Any]], Awaitable[Incident]]
"""Makes a move on an incident with what it was asked with."""


@dataclass(frozen=True, slots=True)
class ApproveRequest:
    """Have done what was asked for, in the name of both."""

    open_store: OpenStore
    doing: Mapping[Move, Do]

    async def __call__(self, incident_id: int, click: Click) -> Incident:
        """Do it in one transaction, in which everything is looked at once more.

        Raises:
            TransitionRefused: it is not asked any more. NotAllowed: the person may not approve
                it; whoever asked never may. NotFound: there is no such incident.
        """
        async with self.open_store() as store:
            case = await store.incidents.case(incident_id)
            if not await store.clicks.remember(click):
                return case.incident
            request = waiting_request(case)
        both = replace(click, id=f"{click.id}/both", actor=request.by, second=click.actor)
        return await self.doing[request.move](incident_id, both, request.facts)


@dataclass(frozen=True, slots=True)
class DeclineRequest:
    """Say no to what was asked for; whoever asked takes it back by this."""

    open_store: OpenStore
    now: Clock

    async def __call__(self, incident_id: int, click: Click) -> Incident:
        """Forget the request. Raises as `ApproveRequest`."""
        async with self.open_store() as store:
            incident = await store.incidents.for_change(incident_id)
            if not await store.clicks.remember(click):
                return incident
            request = waiting_request(await store.incidents.case(incident_id))
            if click.actor != request.by:
                await allowed(store, incident, click, request.move)
            incident = replace(incident, request=None)
            await store.incidents.save(incident)
            facts = {**facts_of(request), "asked_by": request.by}
            told = Event("declined", click.actor, facts)
            await store.incidents.tell(incident, told, self.now())
            await store.incidents.owe_card(incident)
        return incident
