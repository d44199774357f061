"""What a second person reads before they approve, and what is read afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from blocks.card.details import details_modal
from blocks.card.incident import incident_card
from blocks.card.request import changed_since
from blocks.kit.validate import checked, checked_view
from blocks.notices.request import answered_notice
from blocks.timeline import timeline_text
from journal.amounts.money import Money
from journal.incidents.incident import Case, Request, Tally
from journal.incidents.move import MoveName
from journal.incidents.notices import NoticeKind, ToAsker, word_of
from journal.moves.catalogue import ASKABLE
from tests.blocks.read import buttons, shown
from tests.build import NOW, a_case, an_event, an_incident

SUM = Money(481240, "USD")
TALLY = Tally(3, (SUM,))
THERE = {"number": "1007", "day": "2026-07-07", "sum": [500, "USD"], "url": ""}
CHANGE = {
    "line": 1,
    "before": ["debit", 1000, "USD", "Clearing"],
    "after": ["debit", 1200, "USD", "4000"],
}


def asked(move: MoveName, **facts: Any) -> Case:
    """Return a case in which Ana asks for a move that would do three entries."""
    return a_case(an_incident(request=Request(move, "U0ANA", NOW, facts, tally=TALLY)))


def pairs(count: int) -> list[list[str]]:
    """Return so many choices for a mapping."""
    return [["Shopify", f"Category {n}", str(n), f"23{n:02} Account {n}"] for n in range(count)]


@pytest.mark.parametrize(
    ("move", "facts", "said"),
    [
        (
            MoveName.MAP,
            {"chosen": [["Shopify", "Tips", "9", "2300 Tips payable"]]},
            "asks to map Tips to 2300 Tips payable; that posts 3 entries ($4,812.40)",
        ),
        (
            MoveName.COST,
            {"costs": [["MUG", 400, "USD"]], "told": {"file": "july.csv"}},
            "asks to add 1 cost from “july.csv”; that posts 3 entries ($4,812.40)",
        ),
        (
            MoveName.EDIT,
            {"number": "JF-12", "entry_id": 12, "changes": [CHANGE]},
            "• line 1 debit $10.00 Clearing → debit $12.00 4000",
        ),
        (
            MoveName.LINK,
            {"number": "JF-12", "entry_id": 12, "there": THERE},
            "asks to link JF-12 to 1007 in QuickBooks (Jul 7, 2026, $5.00); nothing is posted",
        ),
        (
            MoveName.POST_ANYWAY,
            {"number": "JF-12-2", "note": "a second shop", "there": THERE},
            "asks to post JF-12-2 beside 1007 in QuickBooks (Jul 7, 2026, $5.00): “a second shop”",
        ),
        (
            MoveName.POST_ANYWAY,
            {"entry_id": 12, "revision": 2, "apart": True},
            "asks to post the new version as another entry, beside what QuickBooks has; that posts",
        ),
        (
            MoveName.OVERWRITE,
            {"number": "JF-12", "anew": False, "restated": True},
            "asks to replace what QuickBooks has with the new version of JF-12; that posts 3",
        ),
        (
            MoveName.OVERWRITE,
            {"number": "JF-12", "anew": False},
            "asks to put JF-12 in the place of what QuickBooks has; that posts 3 entries",
        ),
        (
            MoveName.OVERWRITE,
            {"number": "JF-12", "anew": True},
            "asks to post JF-12 anew, which was deleted in QuickBooks; that posts 3 entries",
        ),
        (
            MoveName.KEEP_THEIRS,
            {"number": "JF-12", "version": "1"},
            "asks to keep what QuickBooks has as JF-12; the correction is not sent",
        ),
        (
            MoveName.REDATE,
            {"day": "2026-08-01"},
            "asks to post 3 entries ($4,812.40) on Aug 1, 2026, the first open day",
        ),
        (
            MoveName.RESOLVE,
            {"how": "not_needed", "note": "a test"},
            "asks to skip 3 entries ($4,812.40) (not needed): “a test”",
        ),
    ],
)
def test_the_card_says_exactly_what_would_be_done(
    move: MoveName, facts: dict[str, Any], said: str
) -> None:
    """Nobody approves what they do not see."""
    assert said in shown(incident_card(asked(move, **facts)))


@pytest.mark.parametrize("move", sorted(ASKABLE))
def test_each_move_has_a_sentence_whatever_is_known_of_it(move: MoveName) -> None:
    """None is told as something that this release has no words for."""
    said = timeline_text(an_event("asked", "U0ANA", {"move": move.value}), a_case())

    assert "do something with" not in said


def test_a_card_that_is_put_off_says_what_is_asked_for() -> None:
    """Nobody is to approve what stands nowhere."""
    case = asked(MoveName.RETRY)
    incident = replace(case.incident, snoozed_until=NOW + timedelta(days=1), snoozed_by="U0ANA")

    card = incident_card(replace(case, incident=incident))

    assert "asks to post 3 entries ($4,812.40) again" in shown(card)
    assert [one for one in buttons(card.blocks) if not one.startswith("[")] == [
        "Approve",
        "Decline",
    ]


def test_many_items_are_counted_on_the_card_listed_in_details() -> None:
    """A hundred categories neither burst the card nor stay unseen."""
    case = asked(MoveName.MAP, chosen=pairs(100))

    card = shown(incident_card(case))
    assert "asks to map 100 categories; that posts 3 entries ($4,812.40)" in card
    assert "• Category 9 → 2309 Account 9" in card
    assert "• and 90 more" in card
    details = str(checked_view(details_modal(case, ())))
    assert "• Category 59 → 2359 Account 59" in details
    assert "• and 40 more" in details


def test_the_thread_tells_the_rows_that_a_file_had_wrong() -> None:
    """At once, not only when someone has approved the others."""
    facts = {
        "move": "cost",
        "costs": [["MUG", 400, "USD"]],
        "told": {"file": "july.csv", "faults": [[4, "“lots” is not an amount"]]},
    }

    said = timeline_text(an_event("asked", "U0ANA", facts), a_case())

    assert "add 1 cost from “july.csv”: MUG $4.00; that posts the entries" in said
    assert said.endswith("A second person has to approve it\n• Row 4: “lots” is not an amount")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            "declined",
            "<@U0BEN> declined what you asked for: to map Tips to 2300 Tips payable."
            " Nothing was changed.",
        ),
        ("lapsed", "Nothing takes it now."),
    ],
)
def test_who_asked_is_told_what_became_of_it(answer: str, said: str) -> None:
    """In a message of their own, with what they had asked for and why it was not done."""
    facts = {
        "move": "map",
        "answer": answer,
        "because": "Nothing takes it now.",
        "chosen": [["Shopify", "Tips", "9", "2300 Tips payable"]],
    }

    word = word_of(NoticeKind.ANSWERED, facts)
    assert isinstance(word, ToAsker)
    card = answered_notice(a_case(), "U0BEN", word)

    assert said in card.text
    assert "INC-7 of Northwind Retail" in str(checked(card.blocks))


def test_what_has_grown_is_told_to_who_approved_it() -> None:
    """They look at the card once more."""
    said = changed_since(asked(MoveName.MAP, chosen=pairs(1)))

    assert "that posts 3 entries ($4,812.40)" in said
    assert "press Approve once more" in said
