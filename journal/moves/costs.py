"""Somebody says what pieces cost; what waited for that alone is posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from journal.amounts.money import Money
from journal.entries.costs import Uncosted
from journal.errors import IncidentError, TransitionRefused
from journal.incidents.cost_preview import Preview, preview, shown_costs
from journal.incidents.incident import Incident, IncidentState, Mending, Tally, Trigger
from journal.incidents.move import Move
from journal.moves.claiming import agreed, begun, post_again, refuse_if_moved
from journal.moves.second_person import Wish
from journal.ports import Click, Clock, Event, OpenStore, Store

NAMED = 8
"""How many of those that are still lacking the story names."""
SET = 60
"""How many of the costs that were set are kept with the story, each with its pieces and sum."""


@dataclass(frozen=True, slots=True)
class GivenCosts:
    """What somebody gave. `facts`: what the story tells beside it, where it came in a file."""

    costs: Mapping[str, Money]  # by SKU
    facts: Mapping[str, Any] = field(default_factory=dict)  # plain JSON values
    seen: str = ""  # the `Preview.mark` of what they were shown and said yes to; "": nothing

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> GivenCosts:
        """Return what was asked for; the rows of a file that were not taken were told then."""
        costs = {sku: Money(minor, currency) for sku, minor, currency in facts["costs"]}
        name = facts["told"].get("file")
        return cls(costs, facts={"file": name} if name else {})


class PreviewChanged(IncidentError):
    """It would post another thing by now than the person was shown; nothing was changed."""

    @property
    def advice(self) -> str:
        """Say so, and what to do."""
        return "What this would post has changed since you looked. Open the form again to see it."


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
            PreviewChanged: it would post another thing than the person was shown.
            NotFound: there is no such incident.
        """
        at = self.now()
        async with self.open_store() as store:
            await store.costs.hold(incident_id)
            seen = await store.incidents.for_change(incident_id)
            costs = _wanted(await store.costs.lacking(incident_id), given)
            shown = preview(await store.costs.uncounted(incident_id), costs)
            tally = shown.tally if costs else Tally()
            claim = await begun(store, incident_id, click, Move.COST, amounts=tally.amounts)
            if not claim.is_new:
                return claim.incident
            if claim.incident.state is IncidentState.RESOLVED:
                refuse_if_moved(claim.incident, Trigger.RETRY)
            if click.second and not costs:
                raise _all_known(seen)
            if given.seen and given.seen != shown.mark:
                raise PreviewChanged
            wish = Wish(at, _wished(costs, given, shown), tally, lasts=True)
            incident, goes_on = await agreed(store, claim, wish)
            if not goes_on:
                return incident
            await store.costs.save(incident, costs)
            left = await store.costs.lacking(incident_id)
            facts = {**_told(shown, left), **given.facts}
            event = Event("costs_added", click.actor, facts)
            if not costs:
                await store.incidents.tell(incident, event, at)
                await store.incidents.owe_card(incident)
                return incident
            return await _set_free(store, incident, event, at, shown, is_whole=not left)


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


def _wished(costs: Mapping[str, Money], given: GivenCosts, shown: Preview) -> Mapping[str, Any]:
    kept = [[sku, cost.minor, cost.currency] for sku, cost in costs.items()]
    return {"costs": kept, "told": given.facts, "shown": _new_lines(shown)}


def _wanted(lacking: Sequence[Uncosted], given: GivenCosts) -> Mapping[str, Money]:
    """Return the costs that are lacking and were given, each in the currency it is wanted in."""
    wanted: dict[str, Money] = {}
    for one in lacking:
        cost = given.costs.get(one.sku)
        if cost is not None and cost.currency == one.currency:
            wanted[one.sku] = cost
    return wanted


def _new_lines(shown: Preview) -> Sequence[Sequence[object]]:
    return shown_costs(one for one in shown.lines if one.is_new)


def _told(shown: Preview, left: Sequence[Uncosted]) -> Mapping[str, Any]:
    given = _new_lines(shown)
    return {
        "variants": len(given),
        "set": given[:SET],
        "left": len(left),
        "lacking": [one.named for one in left[:NAMED]],
    }


def _mending(before: Mending | None, event: Event, shown: Preview, at: datetime) -> Mending:
    """Return what was set, beside what others had set on this card before."""
    assert event.actor is not None
    earlier = before.facts.get("set", []) if before and before.move is Move.COST else []
    lines = [[*one, event.actor, at.isoformat()] for one in _new_lines(shown)]
    count = sum(one.is_new for one in shown.lines)
    return Mending(Move.COST, event.actor, at, {"variants": count, "set": [*earlier, *lines][:SET]})


async def _set_free(
    store: Store,
    incident: Incident,
    event: Event,
    at: datetime,
    shown: Preview,
    *,
    is_whole: bool,
) -> Incident:
    """Post what lacks nothing any more; `is_whole`: that is all of it.

    While a part still waits the incident stays as it is, since a person has to go on with it.
    """
    mending = _mending(incident.mending, event, shown, at)
    event = replace(event, facts={**(event.facts or {}), "amounts": shown.tally.facts["amounts"]})
    if is_whole and incident.state is IncidentState.OPEN:
        return await post_again(store, incident, event, at, mending=mending)
    incident = replace(incident, mending=mending)
    await store.incidents.save(incident)
    await store.costs.release(incident.id, at)
    facts = {**(event.facts or {}), "count": shown.tally.count}
    await store.incidents.tell(incident, replace(event, facts=facts), at)
    await store.incidents.owe_card(incident)
    await store.jobs.post_entries(incident.connection_id)
    return incident
