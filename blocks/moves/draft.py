"""Draft: entries of a closed period are left in the platform, outside the books."""

from __future__ import annotations

from blocks.forms.period import period_form
from blocks.moves.shown import Again, ShownMove
from blocks.words.asks import Ask, Facts, entries_in
from journal.incidents.incident import Case
from journal.incidents.move import MoveName


def _ask(facts: Facts, case: Case) -> Ask:
    platform = case.connection.platform.label
    return Ask(f"leave {entries_in(facts, case)} in {platform} as drafts")


SHOWN_DRAFT = ShownMove(
    MoveName.DRAFT,
    "leave entries as drafts",
    ask=_ask,
    fix=lambda _turn, _locale: "left as drafts",
    again=Again(
        lambda _case, _memory: "Post as draft again", lambda case, _memory: case.may_be_drafted
    ),
    forms=(period_form,),
)
