"""Rate: entries in another currency are converted and posted."""

from __future__ import annotations

from blocks.forms.rate import rate_form
from blocks.kit import limits, names
from blocks.kit.buttons import CaseButton
from blocks.kit.text import outside
from blocks.moves.shown import ShownMove
from blocks.words.asks import Ask, Facts, entries_in
from journal.incidents.incident import Case
from journal.incidents.move import MoveName
from journal.incidents.story.event import Turn
from journal.incidents.story.mending import RatesAgreed
from journal.moves.rate import ChosenRates

RATE_BUTTON = CaseButton(names.RATE, "Set the rate")


def _ask(facts: Facts, case: Case) -> Ask:
    chosen = ChosenRates.of(facts)
    items = [
        f"{outside(currency, limits.NAME_SHOWN)} on {day.isoformat()}: {rate.value}"
        for (currency, day), rate in chosen.rates.items()
    ]
    then = "that uses those rates from now on" if chosen.always else ""
    return Ask(f"convert and post {entries_in(facts, case)}", items, then)


def _fix(turn: Turn | None, _locale: str) -> str:
    if not isinstance(turn, RatesAgreed) or not turn.currency:
        return ""
    return f"converted {turn.currency} at {turn.value or 'each day’s rate'}"


SHOWN_RATE = ShownMove(
    MoveName.RATE,
    "set exchange rates",
    ask=_ask,
    fix=_fix,
    buttons=(RATE_BUTTON.on,),
    forms=(rate_form,),
)
