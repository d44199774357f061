"""Someone clicks: the one use case that makes every move on an incident."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, overload

from journal.errors import JefailError
from journal.incidents.incident import Case, Incident, Request
from journal.incidents.notes import NoteRule
from journal.moves.allowing import require_right
from journal.moves.move import G, Making, Move, Nothing, Plan, W
from journal.moves.refusing import refuse_if_moved
from journal.ports import Click, Clock, OpenSeen, Store
from journal.requests import (
    consume_request,
    file_request,
    lapsed,
    renew_request,
    waiting_request,
)
from journal.rights import wants_second


@dataclass(frozen=True, slots=True)
class Done:
    """It is done."""

    incident: Incident


@dataclass(frozen=True, slots=True)
class Asked:
    """A second person has to approve it; the card asks for that."""

    incident: Incident


@dataclass(frozen=True, slots=True)
class Repeated:
    """Slack delivers the click again: it was counted before, and nothing is done."""

    incident: Incident


Outcome = Done | Asked | Repeated
"""What came of a click. What is refused is raised, since nothing of it may be kept."""


@dataclass(frozen=True, slots=True)
class MakeMove:
    """Make a move on an incident, in one transaction: all of it, or nothing."""

    open_store: OpenSeen
    now: Clock
    note_rule: NoteRule
    support_channel: str = ""  # where summaries go, a Slack channel; "": there is none

    @overload
    async def __call__(
        self, move: Move[Nothing, Any], incident_id: int, click: Click
    ) -> Outcome: ...

    @overload
    async def __call__(
        self, move: Move[G, W], incident_id: int, click: Click, given: G
    ) -> Outcome: ...

    async def __call__(
        self, move: Move[Any, Any], incident_id: int, click: Click, given: Any = Nothing()
    ) -> Outcome:
        """Lock, count the click, see who may, plan, ask for a second person or do it.

        Raises:
            NotAllowed: the person may not; says why and who could.
            TransitionRefused: it cannot be done as things stand; says why, and who was first.
            NotFound: there is no such incident.
            JefailError: what else the move refuses, as its file says.
        """
        async with self.open_store(click.viewer) as store:
            return await self.within(store, move, incident_id, click, given)

    async def within(
        self, store: Store, move: Move[G, W], incident_id: int, click: Click, given: G
    ) -> Outcome:
        """Make it in a unit of work that the caller commits, or undoes. Raises as above."""
        making = Making(store, click, self.now(), self.note_rule, self.support_channel)
        if move.hold is not None:
            await move.hold(store, incident_id)
        incident = await store.incidents.for_change(incident_id)
        if not await store.clicks.remember(click):
            return Repeated(incident)
        plan, needs_second = await _plan_if_allowed(making, move, incident, given)
        if click.second is None and not needs_second:
            return Done(await move.do(making, replace(incident, approved_by=None), plan.work))
        case = await store.incidents.case(incident_id)
        by_now = await _request_for(making, move, case, given, plan)
        if click.second is None:
            refuse_if_moved(incident)
            return Asked(await file_request(store, case, by_now))
        request = _request_approved(click, move, case)
        if not _would_do_the_same(request, by_now):
            renewed = replace(by_now, at=request.at, waiting=request.waiting)
            return Asked(await renew_request(store, incident, renewed))
        incident = await consume_request(store, incident, click, making.at)
        return Done(await move.do(making, incident, plan.work))


async def _plan_if_allowed(
    making: Making, move: Move[G, W], incident: Incident, given: G
) -> tuple[Plan[W], bool]:
    """Return what the move would do, and whether a second person has to approve that much.

    Those who may not make it are told so, and nothing of what else would refuse it.
    """
    store, click = making.store, making.click
    try:
        plan = await move.plan(making, incident, given)
    except JefailError:
        await require_right(store, incident, click, move.name)
        raise
    asks = [await require_right(store, incident, click, move.name, amounts=plan.amounts)]
    if plan.also is not None:
        asks.append(await require_right(store, incident, click, plan.also))
    is_much = any(wants_second(one.rule, one.scope) for one in asks)
    return plan, is_much and move.changes_posting and not plan.is_alone


async def _request_for(
    making: Making, move: Move[G, W], case: Case, given: G, plan: Plan[W]
) -> Request:
    """Return what a second person has to approve, down to each entry's revision."""
    store, incident = making.store, case.incident
    return Request(
        move.name,
        making.by,
        making.at,
        {**given.facts, **plan.told},
        tally=plan.tally or await store.costs.worth(incident.id),
        waiting=None if plan.lasts else case.summary.tally,
        digest=await store.incidents.digest(incident.id, plan.entries),
    )


def _request_approved(click: Click, move: Move[Any, Any], case: Case) -> Request:
    """Return the request that `click` approves. Raises TransitionRefused: it is not that one."""
    request = waiting_request(case)
    if (request.move, request.by, request.at) != (move.name, click.actor, click.asked_at):
        raise lapsed(case.incident)
    return request


def _would_do_the_same(request: Request, by_now: Request) -> bool:
    """Whether it would post what the second person was shown.

    A request of an earlier release has no digest; then the count and the sums decide.
    """
    if request.digest == "":
        return request.tally == by_now.tally
    return request.tally == by_now.tally and _done_by(request) == _done_by(by_now)


def _done_by(request: Request) -> str:
    """Return all that a request would do, as it reads once kept; not what it tells beside."""
    facts = {name: one for name, one in request.facts.items() if name != "told"}
    return json.dumps([facts, request.digest], sort_keys=True, default=str)
