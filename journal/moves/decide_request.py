"""A second person decides on what somebody asked for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from journal.errors import JefailError, StoreBusy, TransitionRefused
from journal.incidents.incident import Incident, Request
from journal.incidents.move import Move
from journal.moves.allowing import allowed
from journal.moves.second_person import answered, lapsed, waiting_request
from journal.ports import Click, Clock, Event, OpenStore
from journal.rights import NotAllowed

Do = Callable[[int, Click, Mapping[str, Any]], Awaitable[object]]
"""Makes a move on an incident with what it was asked with."""


@dataclass(frozen=True, slots=True)
class ApproveRequest:
    """Have done what was asked for, in the name of both."""

    open_store: OpenStore
    now: Clock
    doing: Mapping[Move, Do]

    async def __call__(self, incident_id: int, click: Click) -> Incident:
        """Do it in one transaction, in which everything is looked at once more.

        The incident that is returned has its request still, where it would do another thing by
        now than was shown. What cannot be done any more is not asked any more.

        Raises:
            TransitionRefused: it is not asked any more, or cannot be done any more (says why).
            NotAllowed: the person may not approve it; whoever asked never may.
            NotFound: there is no such incident.
        """
        async with self.open_store() as store:
            case = await store.incidents.case(incident_id)
            if not await store.clicks.remember(click):
                return case.incident
            request = waiting_request(case)
        both = replace(
            click,
            id=f"{click.id}/both",
            actor=request.by,
            second=click.actor,
            asked_at=request.at,
        )
        try:
            await self.doing[request.move](incident_id, both, request.facts)
        except StoreBusy:
            raise
        except JefailError as error:
            if isinstance(error, NotAllowed) and error.refusal.person_id == click.actor:
                raise
            raise await self._undone(incident_id, click, request, error) from error
        async with self.open_store() as store:
            return (await store.incidents.case(incident_id)).incident

    async def _undone(
        self, incident_id: int, click: Click, request: Request, error: JefailError
    ) -> JefailError:
        """Forget what cannot be done any more, tell whoever asked, and return what to raise."""
        why = _MAY_NOT if isinstance(error, NotAllowed) else error.advice
        async with self.open_store() as store:
            incident = await store.incidents.for_change(incident_id)
            if incident.request != request:
                # Somebody else has decided meanwhile; who was first is known to some moves.
                return error if isinstance(error, TransitionRefused) else lapsed(incident)
            await answered(store, incident, request, Event("lapsed", click.actor), self.now(), why)
        return TransitionRefused(
            request.move.value,
            incident.state.value,
            because=f"{why} What <@{request.by}> asked for was not done, and is not asked any"
            " more.",
        )


@dataclass(frozen=True, slots=True)
class DeclineRequest:
    """Say no to what was asked for; whoever asked takes it back by this."""

    open_store: OpenStore
    now: Clock

    async def __call__(self, incident_id: int, click: Click) -> Incident:
        """Forget the request, and tell whoever asked. Raises as `ApproveRequest`."""
        async with self.open_store() as store:
            incident = await store.incidents.for_change(incident_id)
            if not await store.clicks.remember(click):
                return incident
            request = waiting_request(await store.incidents.case(incident_id))
            if click.actor != request.by:
                amounts = request.tally.amounts
                await allowed(store, incident, click, request.move, amounts=amounts)
            return await answered(
                store, incident, request, Event("declined", click.actor), self.now()
            )


_MAY_NOT = "Whoever asked may not do this any more."
