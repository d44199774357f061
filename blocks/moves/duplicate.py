"""The ledger has what may be the entry: it is linked to that, or posted all the same.

Posted apart, as an entry of its own, is also a version that reads as another one than the posted.
"""

from __future__ import annotations

from datetime import date

from blocks.forms.duplicate import compare_form
from blocks.forms.hand_edit import apart_form
from blocks.kit import figures, names
from blocks.kit.buttons import CaseButton
from blocks.kit.text import link
from blocks.moves.shown import ShownMove
from blocks.words.asks import Ask, Facts, note_in, number_in, posts_in
from blocks.words.conflict import conflicting
from journal.amounts.money import Money
from journal.incidents.incident import Case
from journal.incidents.move import MoveName
from journal.incidents.story.event import Turn
from journal.incidents.story.mending import PostedAnyway, PostedApart


def _there(facts: Facts, case: Case) -> str:
    """Return what the ledger showed: "1007 in QuickBooks (Jul 7, 2026, $1,604.13)"."""
    there, locale = facts.get("there") or {}, case.book.locale
    platform = case.connection.platform.label
    if not there:
        return f"what {platform} has"
    day = figures.day(date.fromisoformat(there["day"]), locale)
    sum_ = there.get("sum")
    told = [day, figures.amount(Money(*sum_), locale)] if sum_ else [day]
    return f"{link(there['url'], there['number'])} in {platform} ({', '.join(told)})"


def _ask_link(facts: Facts, case: Case) -> Ask:
    return Ask(f"link {number_in(facts)} to {_there(facts, case)}", then="nothing is posted")


def _ask_post(facts: Facts, case: Case) -> Ask:
    what = f"post {number_in(facts)} beside {_there(facts, case)}{note_in(facts)}"
    if facts.get("apart"):
        what = f"post the new version as another entry, beside {conflicting(case)}"
    return Ask(what, then=posts_in(facts, case))


def _posted(turn: Turn | None, _locale: str) -> str:
    if isinstance(turn, PostedApart):
        return f"posted as an entry of its own, {turn.number}"
    return f"posted beside the other as {turn.number}" if isinstance(turn, PostedAnyway) else ""


COMPARE_BUTTON = CaseButton(names.COMPARE, "Compare")
APART_BUTTON = CaseButton(names.POST_APART, "It’s another entry")
SHOWN_LINK = ShownMove(
    MoveName.LINK,
    "link entries to those in the books",
    ask=_ask_link,
    fix=lambda _turn, _locale: "linked to the entry that was there",
    buttons=(COMPARE_BUTTON.on,),
    forms=(compare_form,),
)
SHOWN_POST_ANYWAY = ShownMove(
    MoveName.POST_ANYWAY,
    "post an entry that is there already",
    ask=_ask_post,
    fix=_posted,
    buttons=(COMPARE_BUTTON.on, APART_BUTTON.on),
    forms=(compare_form, apart_form),
)
