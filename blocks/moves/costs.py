"""Add costs: people say what one piece of a variant costs, and what lacked it is posted."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import ButtonElement

from blocks.forms.costs import costs_modal
from blocks.forms.costs_seen import seen_modal
from blocks.kit import figures, limits, names
from blocks.kit.buttons import CaseButton, button
from blocks.kit.text import outside
from blocks.moves.shown import Again, ShownMove
from blocks.words.asks import Ask, Facts, posts_in
from blocks.words.costs import kept_line
from journal.amounts.money import Money
from journal.incidents.incident import Case
from journal.incidents.move import MoveName
from journal.incidents.story.mending import CostsAdded
from journal.incidents.story.values import CostFile, SetCost


def costs_set(case: Case) -> Sequence[SetCost]:
    """Return the costs that were set on a card; none where nobody set any."""
    added = case.incident.mending.turn if case.incident.mending else None
    return added.set if isinstance(added, CostsAdded) else ()


def check_costs_button(source: CostFile, case: Case) -> ButtonElement:
    """Draw the button that opens the form with what of a file is not saved until it is checked."""
    count = figures.counted(source.unsure, "cost", case.book.locale)
    value = f"{case.incident.id}:{source.unsure_key}"
    about = case.incident.number
    return button(f"Check {count}", names.COSTS_UNSURE, value, about=about, primary=True)


def _ask(facts: Facts, case: Case) -> Ask:
    locale = case.book.locale
    told = facts.get("told", {})
    file = f" from “{outside(str(told['file']), limits.NAME_SHOWN)}”" if told.get("file") else ""
    shown = [kept_line(SetCost.of_row(one), locale) for one in facts.get("shown", ())]
    costs = shown or [
        f"{outside(sku, limits.NAME_SHOWN)} {figures.amount(Money(minor, currency), locale)}"
        for sku, minor, currency in facts.get("costs", ())
    ]
    what = f"add {figures.counted(len(costs), 'cost', locale)}{file}"
    return Ask(what, costs, posts_in(facts, case))


COSTS_BUTTON = CaseButton(names.ADD_COSTS, "Add costs")
SHOWN_COSTS = ShownMove(
    MoveName.COST,
    "set costs",
    ask=_ask,
    fix=lambda _turn, _locale: "costs added",
    again=Again(
        lambda _case, _memory: "Use the last costs", lambda _case, memory: memory.last_costs > 0
    ),
    buttons=(COSTS_BUTTON.on,),
    forms=(costs_modal, seen_modal),
)
