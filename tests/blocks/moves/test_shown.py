"""What people see of each move: one record, complete, and fit to be drawn."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from slack_sdk.models.blocks import ActionsBlock, ButtonElement
from slack_sdk.models.views import View

from blocks import forms, moves
from blocks.answers.rights import refusal_text
from blocks.card.incident import incident_card
from blocks.card.request import request_section
from blocks.forms.explain import explain_modal
from blocks.forms.parts import form
from blocks.kit import names
from blocks.kit.validate import checked
from blocks.moves import SHOWN_MOVES, ask_of, mending_said
from blocks.moves.shown import ShownMove
from blocks.words.asks import Ask
from journal.books.closed_days import ClosedDays
from journal.entries.failure import FailureReason
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Case, Memory, Mending, Request
from journal.incidents.move import MoveName
from journal.incidents.story.event import Turn
from journal.incidents.story.mending import (
    AccountsMapped,
    EntriesRedated,
    LinesEdited,
    PostedAnyway,
    PostedApart,
    TheirsOverwritten,
)
from journal.incidents.story.people import IncidentResolved
from journal.incidents.story.values import MappedCategory
from journal.moves.catalogue import ASKABLE
from journal.rights import Refusal, WhyNot
from tests.blocks.gallery import PEOPLE, of_reason
from tests.blocks.read import shown, usable
from tests.build import NOW, a_case, a_summary, an_incident

EACH = pytest.mark.parametrize("move", SHOWN_MOVES, ids=lambda one: one.move.value)
FACTS: Mapping[str, Any] = {"day": "2026-08-01", "how": "not_needed", "number": "JF-7"}
"""What any move was asked for with."""
MAPPED = AccountsMapped(
    mapped=(("Tips", "2300 Tips"),), categories=1, ids=(MappedCategory("Tips", "9", "Shopify"),)
)
TWO = AccountsMapped(mapped=(("A", "1"), ("B", "2")), categories=2)
TURNS: Mapping[MoveName, Turn] = {
    MoveName.MAP: MAPPED,
    MoveName.RESOLVE: IncidentResolved(how=HowResolved.NOT_NEEDED, note="test orders"),
}


def remembered(move: MoveName, case: Case | None = None) -> Case:
    """Return an open case that remembers how `move` settled the same cause a month ago."""
    at = NOW - timedelta(days=30)
    mending = Mending(move, "U0ANA", at, TURNS.get(move))
    return replace(case or a_case(), memory=Memory(1, at, mending, last_costs=2))


def test_each_move_is_shown_by_one_record() -> None:
    """None is forgotten, and none is found in two places."""
    assert sorted(one.move for one in SHOWN_MOVES) == sorted(MoveName)


def test_what_a_second_person_can_approve_has_a_question() -> None:
    """And nothing else has: no sentence is kept that nobody reads."""
    assert {one.move for one in SHOWN_MOVES if one.ask} == ASKABLE


def test_each_form_is_one_that_a_move_opens() -> None:
    """A reader finds every form from a move; a window that only explains belongs to none."""
    named = {one for move in SHOWN_MOVES for one in move.forms}

    assert named == drawing_forms() - {form, explain_modal}


def drawing_forms() -> set[Callable[..., View]]:
    """Return every function in `blocks/forms` that others call to draw a view."""
    modules = [one.name for one in pkgutil.iter_modules(forms.__path__, "blocks.forms.")]
    return {
        one
        for name in modules
        for called, one in inspect.getmembers(import_module(name), inspect.isfunction)
        if one.__module__ == name and one.__annotations__["return"] == "View"
        if not called.startswith("_")
    }


@pytest.mark.parametrize("draw", [one for move in SHOWN_MOVES for one in move.buttons])
def test_each_button_can_be_sent(draw: Callable[[Case], ButtonElement]) -> None:
    """Label, value and question are within Slack's limits, and it says what it acts on."""
    [drawn] = usable([ActionsBlock(elements=[draw(a_case())])])

    assert drawn["accessibility_label"].startswith(drawn["text"]["text"])


@EACH
@pytest.mark.parametrize("facts", [{}, FACTS])
def test_it_is_asked_for_in_its_own_words(move: ShownMove, facts: Mapping[str, Any]) -> None:
    """Whatever is known of it, an askable move is not told as one without words."""
    said = ask_of({**facts, "move": move.move.value}, a_case())

    assert said.whole.startswith("do something with") is (move.ask is None)


@EACH
def test_it_is_remembered_in_its_own_words(move: ShownMove) -> None:
    """With who did it; the card can be sent with whatever button stands beside that."""
    card = shown(incident_card(remembered(move.move), PEOPLE))

    assert "*Second time*\nLast on Jun 10, 2026: " in card
    assert "by Ana" in card


@pytest.mark.parametrize(
    ("move", "turn", "said"),
    [
        (MoveName.MAP, MAPPED, "mapped to 2300 Tips"),
        (MoveName.MAP, TWO, "2 categories mapped"),
        (MoveName.MAP, replace(TWO, ids=(MappedCategory("A", "1", ""),)), "2 accounts mapped"),
        (MoveName.COST, None, "costs added"),
        (MoveName.REDATE, EntriesRedated(day=date(2026, 8, 1)), "dated Aug 1, 2026"),
        (MoveName.LINK, None, "linked to the entry that was there"),
        (MoveName.POST_ANYWAY, PostedAnyway(number="JF-7"), "posted beside the other as JF-7"),
        (MoveName.POST_ANYWAY, PostedApart(number="JF-7"), "posted as an entry of its own, JF-7"),
        (MoveName.OVERWRITE, TheirsOverwritten(), "theirs overwritten"),
        (MoveName.OVERWRITE, TheirsOverwritten(restated=True), "the version before replaced"),
        (MoveName.OVERWRITE, TheirsOverwritten(anew=True), "posted anew"),
        (MoveName.KEEP_THEIRS, None, "theirs kept"),
        (MoveName.EDIT, LinesEdited(number="JF-7"), "lines of JF-7 edited"),
        (MoveName.WAIT_FOR_REOPENING, None, "once the period was open again, as asked"),
        (MoveName.DRAFT, None, "left as drafts"),
        (MoveName.RETRY, None, ""),
        (MoveName.MAP, None, ""),
    ],
)
def test_what_was_done_is_said(move: MoveName, turn: Turn | None, said: str) -> None:
    """In a few words that go on after what the card says became of it."""
    assert mending_said(Mending(move, "U0ANA", NOW, turn)) == said


@pytest.mark.parametrize(
    ("move", "said"),
    [
        (MoveName.RETRY, "posted again by Ana"),
        (MoveName.CONNECT, "connected again by Ana"),
        (MoveName.RESOLVE, "closed by Ana, not needed, “test orders”"),
        (MoveName.DRAFT, "left as drafts by Ana"),
        (MoveName.SNOOZE, "mended by Ana"),
    ],
)
def test_what_helped_before_is_said(move: MoveName, said: str) -> None:
    """Also of what no closed card tells: a later one remembers it."""
    assert said in shown(incident_card(remembered(move), PEOPLE))


JULY = ClosedDays(until=date(2026, 7, 31))


def closed_july() -> Case:
    """Return a case of entries of July, whose books are closed."""
    case = of_reason(FailureReason.PERIOD_CLOSED)
    return replace(case, connection=replace(case.connection, closed=JULY))


@pytest.mark.parametrize(
    ("move", "case", "label"),
    [
        (MoveName.RETRY, a_case(), "Retry again"),
        (MoveName.RESOLVE, a_case(), "Close again: not needed"),
        (MoveName.MAP, of_reason(FailureReason.MAPPING_MISSING), "Map to 2300 Tips again"),
        (MoveName.MAP, of_reason(FailureReason.UNKNOWN), ""),
        (MoveName.COST, of_reason(FailureReason.COST_MISSING), "Use the last costs"),
        (MoveName.REDATE, closed_july(), "Post on Aug 1, 2026"),
        (MoveName.REDATE, a_case(), ""),
        (MoveName.DRAFT, a_case(), ""),
        (MoveName.SKIP, a_case(), ""),
    ],
)
def test_what_helped_is_offered_again_where_it_would_help(
    move: MoveName, case: Case, label: str
) -> None:
    """By a button that says what it does now; none where it would come to nothing."""
    drawn = usable(incident_card(remembered(move, case), PEOPLE).blocks)

    labels = [one["text"]["text"] for one in drawn if one["action_id"] == names.AGAIN]
    assert labels == ([label] if label else [])


def test_closing_again_is_asked_about_first() -> None:
    """With how many entries and how much: one click would close them all."""
    drawn = str(checked(incident_card(remembered(MoveName.RESOLVE), PEOPLE).blocks))

    assert "Close again: not needed: 3 entries, $4,812.40." in drawn


def test_a_move_is_shown_by_its_record_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is made up here is asked about on the card, and named where it is refused."""
    label = ShownMove(
        MoveName.TEST, "label a card", ask=lambda facts, _case: Ask(f"call it {facts['text']}")
    )
    monkeypatch.setitem(moves._BY_NAME, MoveName.TEST.value, label)
    request = Request(MoveName.TEST, "U_ANA", NOW, {"text": "urgent"}, waiting=a_summary().tally)
    case = a_case(incident=an_incident(request=request), summary=a_summary())

    section = request_section(case)

    assert section is not None
    assert "asks to call it urgent" in str(section.to_dict())
    assert "may not label a card" in refusal_text(Refusal(WhyNot.GUEST, MoveName.TEST, "U_DEE"))
