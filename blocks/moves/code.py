"""Choose a class, a name, a tax code: lines that lack it get it, and what waited is posted."""

from __future__ import annotations

from blocks.forms.code import code_modal
from blocks.kit import figures, limits, names
from blocks.kit.buttons import CaseButton
from blocks.kit.text import one_line, outside
from blocks.moves.shown import ShownMove
from blocks.words.asks import Ask, Facts, posts_in
from blocks.words.coding import choose_label
from journal.incidents.incident import Case
from journal.incidents.move import MoveName
from journal.incidents.story.event import Turn
from journal.incidents.story.mending import ItemsCoded


def _ask(facts: Facts, case: Case) -> Ask:
    pairs = [
        (outside(item, limits.NAME_SHOWN), outside(what, limits.NAME_SHOWN))
        for what, item in facts.get("chosen", ())
    ]
    once = " in these entries alone" if facts.get("is_once") else ""
    if len(pairs) == 1:
        return Ask("choose {} for {}".format(*pairs[0]) + once, then=posts_in(facts, case))
    what = figures.counted(len(pairs), "choice", case.book.locale)
    return Ask(
        f"make {what}{once}", [f"{line} → {item}" for item, line in pairs], posts_in(facts, case)
    )


def _fix(turn: Turn | None, _locale: str) -> str:
    """Return "Retail:Online chosen"; several choices are counted."""
    if not isinstance(turn, ItemsCoded):
        return ""
    items = list(dict.fromkeys(item for _what, item in turn.chosen))
    if len(items) == 1:
        return f"{one_line(items[0], limits.NAME_SHOWN)} chosen"
    return f"{turn.choices} choices made"


CODE_BUTTON = CaseButton(names.CODE, lambda case: choose_label(case.incident.failure))
SHOWN_CODE = ShownMove(
    MoveName.CODE,
    "choose what lines carry",
    ask=_ask,
    fix=_fix,
    buttons=(CODE_BUTTON.on,),
    forms=(code_modal,),
)
