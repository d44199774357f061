"""Change a cost: people say what pieces really cost, and what is posted is corrected."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import ButtonElement

from blocks.forms.change_cost import change_cost_modal, change_which_form
from blocks.forms.change_cost_seen import change_seen_modal
from blocks.kit import figures, limits, names
from blocks.kit.buttons import CaseButton, button
from blocks.kit.text import outside
from blocks.moves.shown import ShownMove
from blocks.words.asks import Ask, Facts, entries_in
from blocks.words.costs import changed_line, changes_in_plain
from journal.entries.entry import Entry
from journal.incidents.incident import Case
from journal.incidents.move import MoveName
from journal.incidents.story.event import Turn
from journal.incidents.story.mending import CostsChanged
from journal.incidents.story.values import ChangedCost

CHANGE_COST_BUTTON = CaseButton(names.CHANGE_COST, "Change a cost")


def can_change_costs(case: Case) -> bool:
    """Whether a card holds posted entries of which it is known what pieces cost in them."""
    return case.summary.costed > 0 and case.connection.platform.takes_ours


def change_cost_button(entry: Entry) -> ButtonElement:
    """Draw the button for one entry, wherever it is shown."""
    return button("Change a cost", names.CHANGE_COST, entry.number, about=entry.number)


def costs_changed(case: Case) -> CostsChanged | None:
    """Return what was changed on a card; None: nothing was."""
    turn = case.incident.mending.turn if case.incident.mending else None
    return turn if isinstance(turn, CostsChanged) else None


def _rows(facts: Facts) -> Sequence[ChangedCost]:
    return [ChangedCost.of_row(one) for one in facts.get("changed", ())]


def _ask(facts: Facts, case: Case) -> Ask:
    locale = case.book.locale
    changed = [changed_line(one, locale) for one in _rows(facts)]
    count = figures.counted(len(changed), "cost", locale)
    why = outside(str(facts.get("why", "")), limits.QUOTE)
    what = f"change {count} in what is posted: “{why}”" if why else f"change {count}"
    return Ask(what, changed, f"that corrects {entries_in(facts, case)}")


def _fix(turn: Turn | None, locale: str) -> str:
    is_known = isinstance(turn, CostsChanged) and bool(turn.changed)
    if not isinstance(turn, CostsChanged) or not is_known:
        return "costs changed"
    return changes_in_plain(turn.changed, turn.variants, locale)


SHOWN_CHANGE_COST = ShownMove(
    MoveName.CHANGE_COST,
    "change costs of what is posted",
    ask=_ask,
    fix=_fix,
    buttons=(CHANGE_COST_BUTTON.on,),
    forms=(change_which_form, change_cost_modal, change_seen_modal),
)
