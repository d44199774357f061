"""Await period: entries of a closed period are posted once it is open again."""

from __future__ import annotations

from blocks.forms.period import period_form
from blocks.moves.shown import ShownMove
from blocks.words.asks import Ask, Facts, entries_in
from blocks.words.cause import period_of
from journal.incidents.incident import Case
from journal.incidents.move import MoveName


def _ask(facts: Facts, case: Case) -> Ask:
    return Ask(f"post {entries_in(facts, case)} by itself once {period_of(case)} is open again")


SHOWN_AWAIT_PERIOD = ShownMove(
    MoveName.WAIT_FOR_REOPENING,
    "have entries wait for a period to be reopened",
    ask=_ask,
    fix=lambda _turn, _locale: "once the period was open again, as asked",
    forms=(period_form,),
)
