"""Someone says what pieces cost; what waited for that alone is posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from journal.amounts.money import Money
from journal.entries.costs import Uncosted
from journal.errors import IncidentError, TransitionRefused
from journal.incidents.codec import from_json
from journal.incidents.cost_preview import Preview, preview, shown_costs
from journal.incidents.incident import Incident, IncidentState, Mending, Tally
from journal.incidents.move import MoveName
from journal.incidents.story.event import Event
from journal.incidents.story.mending import CostsAdded
from journal.incidents.story.values import UNCOUNTED, Batch, CostFile, SetCost
from journal.moves.move import Making, Move, Plan
from journal.moves.post_again import post_again
from journal.moves.refusing import refuse_if_moved
from journal.ports import Store

NAMED = 8
"""How many of those that are still lacking the story names."""
SET = 60
"""How many of the costs that were set are kept with the story, each with its pieces and sum."""


@dataclass(frozen=True, slots=True)
class GivenCosts:
    """What someone gave. `told`: what the story tells beside it, where it came in a file."""

    costs: Mapping[str, Money]  # by SKU
    told: Mapping[str, Any] = field(default_factory=dict)  # plain JSON values
    seen: str = ""  # the `Preview.mark` of what they were shown and said yes to; "": nothing

    @property
    def facts(self) -> Mapping[str, Any]:
        """It as plain JSON values."""
        return {"costs": _rows_of(self.costs), "told": self.told}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """Return what was asked for; the rows of a file that were not taken were told then."""
        costs = {sku: Money(minor, currency) for sku, minor, currency in facts["costs"]}
        name = facts["told"].get("file")
        return cls(costs, told={"file": name} if name else {})


class PreviewChanged(IncidentError):
    """It would post another thing by now than the person was shown; nothing was changed."""

    @property
    def sentence(self) -> str:
        """Say so, and what to do."""
        return "What this would post has changed since you looked. Open the form again to see it."


@dataclass(frozen=True, slots=True)
class _Costing:
    costs: Mapping[str, Money]  # those that are lacking, by SKU
    shown: Preview
    told: Mapping[str, Any]


async def _hold(store: Store, incident_id: int) -> None:
    await store.costs.hold(incident_id)


async def _plan(making: Making, incident: Incident, given: GivenCosts) -> Plan[_Costing]:
    store = making.store
    if incident.state is IncidentState.RESOLVED:
        refuse_if_moved(incident)
    costs = _wanted(await store.costs.lacking(incident.id), given)
    waiting = await store.costs.uncounted(incident.id)
    shown = preview(waiting, costs)
    if making.click.second and not costs:
        raise _all_known()
    if given.seen and given.seen != shown.mark:
        raise PreviewChanged
    tally = shown.tally if costs else Tally()
    return Plan(
        _Costing(costs, shown, given.told),
        told={"costs": _rows_of(costs), "shown": [one.row for one in _new_lines(shown)]},
        tally=tally,
        entries=shown.entries if costs else (),
        amounts=tally.amounts,
        lasts=True,
    )


async def _do(making: Making, incident: Incident, work: _Costing) -> Incident:
    store = making.store
    await store.costs.save(incident, work.costs)
    left = await store.costs.lacking(incident.id)
    event = Event(_added(work, left), making.by)
    if not work.costs:
        await store.incidents.tell(incident, event, making.at)
        await store.incidents.owe_card(incident)
        return incident
    return await _release(making, incident, event, work.shown, is_whole=not left)


COST = Move(MoveName.COST, GivenCosts, _plan, _do, changes_posting=True, hold=_hold)
"""Keep costs that an incident waits for, and post the entries that then lack none.

Only variants that lack a cost get one: the person who was first counts. Raises PreviewChanged: it
would post another thing than the person was shown.
"""


def refuse_if_costed(number: str, lacking: Sequence[Uncosted]) -> None:
    """Raise TransitionRefused when nothing lacks a cost: a form would be empty."""
    if not lacking:
        raise TransitionRefused(
            f"Every variant of {number} has its cost by now. Press Retry to post it."
        )


def _all_known() -> TransitionRefused:
    return TransitionRefused("Somebody was first: each of these variants has its cost by now.")


def _rows_of(costs: Mapping[str, Money]) -> list[list[object]]:
    return [[sku, cost.minor, cost.currency] for sku, cost in costs.items()]


def _wanted(lacking: Sequence[Uncosted], given: GivenCosts) -> Mapping[str, Money]:
    """Return the costs that are lacking and were given, each in the currency it is wanted in."""
    wanted: dict[str, Money] = {}
    for one in lacking:
        cost = given.costs.get(one.sku)
        if cost is not None and cost.currency == one.currency:
            wanted[one.sku] = cost
    return wanted


def _new_lines(shown: Preview) -> tuple[SetCost, ...]:
    return shown_costs(one for one in shown.lines if one.is_new)


def _added(work: _Costing, left: Sequence[Uncosted]) -> CostsAdded:
    costs = _new_lines(work.shown)
    return CostsAdded(
        Batch(amounts=work.shown.tally.amounts) if costs else UNCOUNTED,
        variants=len(costs),
        set=costs[:SET],
        left=len(left),
        lacking=tuple(one.named for one in left[:NAMED]),
        source=from_json(CostFile, work.told),
    )


def _mending(before: Mending | None, by: str, shown: Preview, at: datetime) -> Mending:
    """Return what was set, beside what others had set on this card before."""
    told = before.turn if before else None
    earlier = told.set if isinstance(told, CostsAdded) else ()
    new = tuple(replace(one, by=by, at=at) for one in _new_lines(shown))
    added = CostsAdded(variants=len(new), set=(*earlier, *new)[:SET])
    return Mending(MoveName.COST, by, at, added)


async def _release(
    making: Making, incident: Incident, event: Event, shown: Preview, *, is_whole: bool
) -> Incident:
    """Post what lacks nothing any more; `is_whole`: that is all of it.

    While a part still waits the incident stays as it is, since a person has to go on with it.
    """
    store, at = making.store, making.at
    mending = _mending(incident.mending, making.by, shown, at)
    if is_whole and incident.state is IncidentState.OPEN:
        return await post_again(store, incident, event, at, mending=mending)
    await store.costs.release(incident.id, at)
    await store.jobs.post_entries(incident.connection_id)
    counted = event.counting(shown.tally.count)
    return await making.record(replace(incident, mending=mending), counted)
