"""Somebody says what pieces cost; what waited for that alone is posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from journal.costs import Uncosted
from journal.errors import TransitionRefused
from journal.incident import Incident, IncidentState, Mending, Tally, Trigger
from journal.money import Money
from journal.moves import Move
from journal.ports import Click, Clock, Event, OpenStore, Store
from journal.services.claiming import agreed, begun, post_again, refuse_if_moved
from journal.services.second_person import Wish

NAMED = 8
"""How many of those that are still lacking the story names."""


@dataclass(frozen=True, slots=True)
class GivenCosts:
    """What somebody gave. `facts`: what the story tells beside it, where it came in a file."""

    costs: Mapping[str, Money]  # by SKU
    for_the_rest: Money | None = None  # of every other variant that lacks one
    facts: Mapping[str, Any] = field(default_factory=dict)  # plain JSON values

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> GivenCosts:
        """Return what was asked for; the rows of a file that were not taken were told then."""
        costs = {sku: Money(minor, currency) for sku, minor, currency in facts["costs"]}
        name = facts["told"].get("file")
        return cls(costs, facts={"file": name} if name else {})


@dataclass(frozen=True, slots=True)
class AddCosts:
    """Keep costs that an incident waits for, and post the entries that then lack none."""

    open_store: OpenStore
    now: Clock

    async def __call__(self, incident_id: int, click: Click, given: GivenCosts) -> Incident:
        """Keep them and set free what they complete, in one transaction.

        Only variants that lack a cost get one: whoever was first counts. A click delivered
        again changes nothing.

        Raises:
            TransitionRefused: the incident is closed (says by whom).
            NotFound: there is no such incident.
        """
        at = self.now()
        async with self.open_store() as store:
            await store.costs.hold(incident_id)
            seen = await store.incidents.for_change(incident_id)
            costs = _wanted(await store.costs.lacking(incident_id), given)
            tally = await store.costs.completed_by(seen, costs) if costs else Tally()
            claim = await begun(store, incident_id, click, Move.COST, amounts=tally.amounts)
            if not claim.is_new:
                return claim.incident
            if claim.incident.state is IncidentState.RESOLVED:
                refuse_if_moved(claim.incident, Trigger.RETRY)
            if click.second and not costs:
                raise _all_known(seen)
            wish = Wish(at, _wished(costs, given), tally, lasts=True)
            incident, goes_on = await agreed(store, claim, wish)
            if not goes_on:
                return incident
            await store.costs.save(incident, costs)
            left = await store.costs.lacking(incident_id)
            facts = {**_told(costs, left), **given.facts}
            event = Event("costs_added", click.actor, facts)
            if not costs:
                await store.incidents.tell(incident, event, at)
                await store.incidents.owe_card(incident)
                return incident
            return await _set_free(store, incident, event, at, is_whole=not left)


def refuse_if_costed(number: str, lacking: Sequence[Uncosted]) -> None:
    """Raise TransitionRefused when nothing lacks a cost: a form would be empty."""
    if not lacking:
        raise TransitionRefused(
            Move.COST.value,
            IncidentState.OPEN.value,
            because=f"Every variant of {number} has its cost by now. Press Retry to post it.",
        )


def _all_known(incident: Incident) -> TransitionRefused:
    return TransitionRefused(
        Move.COST.value,
        incident.state.value,
        because="Somebody was first: each of these variants has its cost by now.",
    )


def _wished(costs: Mapping[str, Money], given: GivenCosts) -> Mapping[str, Any]:
    kept = [[sku, cost.minor, cost.currency] for sku, cost in costs.items()]
    return {"costs": kept, "told": given.facts}


def _wanted(lacking: Sequence[Uncosted], given: GivenCosts) -> Mapping[str, Money]:
    """Return the costs that are lacking and were given, each in the currency it is wanted in."""
    wanted: dict[str, Money] = {}
    for one in lacking:
        cost = given.costs.get(one.sku) or given.for_the_rest
        if cost is not None and cost.currency == one.currency:
            wanted[one.sku] = cost
    return wanted


def _told(costs: Mapping[str, Money], left: Sequence[Uncosted]) -> Mapping[str, Any]:
    return {
        "variants": len(costs),
        "left": len(left),
        "lacking": [one.named for one in left[:NAMED]],
    }


async def _set_free(
    store: Store, incident: Incident, event: Event, at: datetime, *, is_whole: bool
) -> Incident:
    """Post what lacks nothing any more; `is_whole`: that is all of it.

    While a part still waits the incident stays as it is, since a person has to go on with it.
    """
    assert event.actor is not None
    mending = Mending(Move.COST, event.actor, at, {"variants": (event.facts or {})["variants"]})
    if is_whole and incident.state is IncidentState.OPEN:
        return await post_again(store, incident, event, at, mending=mending)
    incident = replace(incident, mending=mending)
    await store.incidents.save(incident)
    count = await store.costs.release(incident.id, at)
    facts = {**(event.facts or {}), "count": count}
    await store.incidents.tell(incident, replace(event, facts=facts), at)
    await store.incidents.owe_card(incident)
    await store.jobs.post_entries(incident.connection_id)
    return incident
