"""Someone says at which rates entries in another currency are converted, and they are posted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Self

from journal.books.rates import Rate, RateRule
from journal.errors import TransitionRefused
from journal.incidents.incident import Incident, Mending
from journal.incidents.move import MoveName
from journal.incidents.story.event import Event
from journal.incidents.story.mending import RatesAgreed
from journal.moves.move import Making, Move, Plan
from journal.moves.post_again import post_again
from journal.moves.refusing import refuse_if_moved

Day = tuple[str, date]
"""A currency, and the day of the entries."""


@dataclass(frozen=True, slots=True)
class ChosenRates:
    """The rates that a person saw or typed: what is sent, whatever the platform says later."""

    rates: Mapping[Day, Rate]
    always: bool = False  # the platform's own from now on, without asking

    @property
    def facts(self) -> Mapping[str, Any]:
        """It as plain JSON values."""
        rows = [
            [currency, day.isoformat(), str(rate.value), rate.source, rate.day.isoformat()]
            for (currency, day), rate in self.rates.items()
        ]
        return {"rates": rows, "always": self.always}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """Return what `facts` tell of."""
        rates = {
            (currency, date.fromisoformat(day)): Rate(
                Decimal(value), source, date.fromisoformat(of_day)
            )
            for currency, day, value, source, of_day in facts.get("rates", ())
        }
        return cls(rates, facts.get("always", False))


async def _plan(making: Making, incident: Incident, chosen: ChosenRates) -> Plan[ChosenRates]:
    refuse_if_moved(incident)
    wanted = await making.store.books.rates_wanted(incident.id)
    left = [one for one in wanted if (one.currency, one.day) not in chosen.rates]
    if left:
        raise TransitionRefused(
            "Another day has come in since this was opened. Open it again from the card."
        )
    return Plan(chosen, told=chosen.facts)


async def _do(making: Making, incident: Incident, chosen: ChosenRates) -> Incident:
    store, by = making.store, making.by
    await store.books.agree_rates(incident.book_id, chosen.rates, by)
    if chosen.always:
        await store.books.save_rate_rule(incident.book_id, RateRule.PLATFORM)
    turn = _turn(chosen)
    mending = Mending(MoveName.RATE, by, making.at, turn)
    return await post_again(store, incident, Event(turn, by), making.at, mending=mending)


def _turn(chosen: ChosenRates) -> RatesAgreed:
    values = {str(rate.value) for rate in chosen.rates.values()}
    sources = {rate.source for rate in chosen.rates.values()}
    return RatesAgreed(
        currency=next(iter(chosen.rates))[0],
        value=values.pop() if len(values) == 1 else "",
        source=sources.pop() if len(sources) == 1 else "",
        always=chosen.always,
    )


RATE = Move(MoveName.RATE, ChosenRates, _plan, _do, changes_posting=True)
"""Keep the rates of the days of an incident's entries, and post them.

A rate counts for its book, currency and day, so another entry of that day needs no one again.
Raises TransitionRefused: it is not open, or entries of other days wait by now.
"""
