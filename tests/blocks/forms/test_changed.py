"""What people did to posted entries: on the card, and in the form that decides on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from blocks.card.incident import incident_card
from blocks.forms.changed import Choice, changed_form, read_choice
from blocks.forms.parts import BadField
from blocks.kit import names
from blocks.kit.validate import checked_view
from blocks.words.cause import cause_of
from journal.amounts.money import Money
from journal.books.book import Platform
from journal.entries.failure import Conflict, Failure, FailureReason, Obstacle
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Case, IncidentState, Trigger
from journal.moves.duplicate import Twins
from tests.blocks.forms.test_hand_edit import OURS, THERE
from tests.blocks.read import buttons
from tests.build import a_case, a_connection, a_summary, an_entry, an_incident

THEIRS = replace(
    THERE, lines=tuple(replace(one, amount=Money(160000, "USD")) for one in OURS), version="4"
)


def a_change(obstacle: Obstacle = Obstacle.EDITED, count: int = 1, **more: Any) -> Case:
    """Return the case of what Ben did on July 9."""
    met = Conflict(obstacle, "227", "4", date(2026, 7, 7), Money(160000, "USD"), by="Ben")
    told: dict[str, Any] = {"subject": "2026-07-09", "details": ("Ben",), **more}
    platform = told.pop("platform", Platform.QUICKBOOKS)
    failure = Failure(FailureReason.CHANGED_IN_BOOKS, conflict=met, **told)
    summary = a_summary(waiting=count, numbers=("JF-12", "JF-13"), attempts=1)
    connection = a_connection(platform=platform)
    return a_case(an_incident(failure=failure), summary=summary, connection=connection)


def twins_of(case: Case) -> Twins:
    """Return both entries as they are looked at."""
    sent = Money(160413, "USD")
    return Twins(case, an_entry(sent=sent), THEIRS, OURS, texts=("JF-1042", THERE.texts[-1]))


def values_of(twins: Twins, **more: Any) -> list[str]:
    """Return the values of the choices that the form offers."""
    view = checked_view(changed_form(twins, **more))
    (asked,) = (one for one in view["blocks"] if one.get("block_id") == names.CHANGED_BLOCK)
    return [one["value"] for one in asked["element"]["options"]]


@pytest.mark.parametrize(
    ("case", "header"),
    [
        (a_change(), "Ben changed JF-12 in QuickBooks on Jul 9, 2026"),
        (a_change(details=()), "JF-12 was changed in QuickBooks on Jul 9, 2026"),
        (a_change(count=3), "Ben changed 3 entries in QuickBooks on Jul 9, 2026"),
        (a_change(Obstacle.DELETED, subject="", details=()), "JF-12 was deleted in QuickBooks"),
        (
            a_change(Obstacle.DELETED, platform=Platform.XERO),
            "Ben voided JF-12 in Xero on Jul 9, 2026",
        ),
        (
            a_change(Obstacle.UNBOOKED, count=2, details=()),
            "2 entries were taken out of the books in QuickBooks on Jul 9, 2026",
        ),
    ],
)
def test_the_first_line_says_who_did_what_and_when(case: Case, header: str) -> None:
    """As far as the platform tells."""
    assert cause_of(case).header == header


def test_only_what_helps_is_on_the_card() -> None:
    """Nothing there is closed without posting, and a retry posts nothing."""
    changed = buttons(incident_card(a_change()).blocks)
    gone = buttons(incident_card(a_change(Obstacle.DELETED)).blocks)
    asks = ["What is this?"]

    assert changed[:2] == [*asks, "Compare"]
    assert gone[:3] == [*asks, "Put ours back", "It was removed on purpose"]
    for label in ("Retry", "Resolve", "Skip …"):
        assert label not in [*changed, *gone]


def test_closed_it_says_what_became_of_it() -> None:
    """Changed back by itself, or removed on purpose."""
    case = a_change()
    closed = replace(case.incident, state=IncidentState.RESOLVED, last_trigger=Trigger.POSTED)
    back = replace(case, incident=closed, summary=a_summary(waiting=0, posted=1))
    assert "As posted again: 1 entry" in str(incident_card(back).blocks[0].to_dict())

    by_hand = replace(
        closed, last_trigger=Trigger.RESOLVE, how=HowResolved.SKIPPED, moved_by="U0ANA"
    )
    removed = replace(back, incident=by_hand, summary=a_summary(waiting=0, skipped=1))
    card = incident_card(removed, {"U0ANA": "Ana"})
    assert "Removed on purpose, says Ana: 1 entry" in str(card.blocks[0].to_dict())


def test_both_can_be_chosen_for_one_or_for_all() -> None:
    """What cannot be is left out: to keep what is gone, and to change what is fixed there."""
    ours, theirs = Choice.OURS.value, Choice.THEIRS.value
    one = twins_of(a_change())

    assert values_of(one) == [ours, theirs]
    assert values_of(twins_of(a_change(count=3)))[2:] == [f"{ours} all", f"{theirs} all"]
    assert values_of(one, left_out=[ours]) == [theirs]
    assert values_of(replace(one, there=None)) == [ours]
    assert values_of(replace(one, there=replace(THEIRS, is_draft=True))) == [ours]
    assert values_of(twins_of(a_change(platform=Platform.TRYTON))) == [theirs]


def test_what_is_sent_in_is_what_was_seen() -> None:
    """Ids, the version and the sum that stood there; a form without a choice comes back."""
    twins = twins_of(a_change(count=2))
    view = changed_form(twins).to_dict() | {"state": {"values": {}}}
    with pytest.raises(BadField):
        read_choice(view)

    chosen = {"selected_option": {"value": f"{Choice.THEIRS.value} all"}}
    view["state"]["values"] = {names.CHANGED_BLOCK: {names.CHANGED_INPUT: chosen}}
    incident_id, choice, decided = read_choice(view)

    assert (incident_id, choice) == (twins.case.incident.id, Choice.THEIRS)
    assert (decided.ledger_id, decided.version, decided.all_like_it) == ("227", "4", True)
    assert decided.total == Money(160000, "USD")


def test_other_costs_are_told_before_ours_is_put_back() -> None:
    """Ours by today's costs may come to something else than as it was posted."""
    twins = twins_of(a_change())
    dearer = replace(twins, entry=replace(twins.entry, sent=Money(150000, "USD")))

    assert "when it was posted" not in str(checked_view(changed_form(twins)))
    told = str(checked_view(changed_form(dearer)))
    assert "Ours came to $1,500.00 when it was posted." in told
