"""Map accounts: categories go to accounts, and what waited for them is posted."""

from __future__ import annotations

from blocks.forms.map import map_modal
from blocks.kit import figures, limits, names
from blocks.kit.buttons import CaseButton
from blocks.kit.text import one_line, outside
from blocks.moves.shown import Again, ShownMove
from blocks.words.asks import Ask, Facts, posts_in
from journal.entries.failure import FailureReason
from journal.incidents.incident import Case, Memory
from journal.incidents.move import MoveName
from journal.incidents.story.event import Turn
from journal.incidents.story.mending import AccountsMapped


def _ask(facts: Facts, case: Case) -> Ask:
    pairs = [
        (outside(name, limits.NAME_SHOWN), outside(label, limits.NAME_SHOWN))
        for _channel, name, _account, label in facts.get("chosen", ())
    ]
    beside = [
        f"{outside(what, limits.NAME_SHOWN)}: {outside(item, limits.NAME_SHOWN)}"
        for what, item in facts.get("coded", ())
    ]
    if len(pairs) == 1:
        return Ask("map {} to {}".format(*pairs[0]), beside, posts_in(facts, case))
    what = figures.counted(len(pairs), "category", case.book.locale, "categories")
    told = [*(f"{name} → {to}" for name, to in pairs), *beside]
    return Ask(f"map {what}", told, posts_in(facts, case))


def _fix(turn: Turn | None, _locale: str) -> str:
    """Return "mapped to 4100 Sales"; several accounts are counted."""
    if not isinstance(turn, AccountsMapped):
        return ""
    accounts = list(dict.fromkeys(account for _category, account in turn.mapped))
    if len(accounts) == 1:
        return f"mapped to {one_line(accounts[0], limits.NAME_SHOWN)}"
    channels = [one.channel for one in turn.ids if one.channel is not None]
    what = "accounts" if channels and not any(channels) else "categories"
    return f"{turn.categories} {what} mapped"


def _label_again(_case: Case, memory: Memory) -> str:
    """Return "Map to 4100 Sales again"; several accounts are not named."""
    told = memory.mending.turn
    pairs = told.mapped if isinstance(told, AccountsMapped) else ()
    accounts = {account for _category, account in pairs}
    label = f"Map to {accounts.pop()} again" if len(accounts) == 1 else "Map as before"
    return one_line(label, limits.BUTTON_TEXT)


def _helps_again(case: Case, memory: Memory) -> bool:
    failure = case.incident.failure
    unmapped = failure.reason is FailureReason.MAPPING_MISSING or failure.cause is not None
    told = memory.mending.turn
    return unmapped and isinstance(told, AccountsMapped) and bool(told.ids)


MAP_BUTTON = CaseButton(names.MAP, "Map accounts")
SHOWN_MAP = ShownMove(
    MoveName.MAP,
    "map accounts",
    ask=_ask,
    fix=_fix,
    again=Again(_label_again, _helps_again),
    buttons=(MAP_BUTTON.on,),
    forms=(map_modal,),
)
