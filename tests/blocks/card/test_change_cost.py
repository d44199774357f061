"""The card on which a cost is changed, in each of its faces, and the way to it from other cards."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from blocks.card.details import details_modal
from blocks.card.incident import incident_card
from blocks.kit import names
from blocks.kit.validate import checked, checked_view
from journal.amounts.money import Money
from journal.books.book import Platform
from journal.entries.entry import PostingStatus
from journal.entries.failure import Failure, FailureReason
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import (
    Case,
    Incident,
    IncidentState,
    Mending,
    MovedTo,
    Request,
    Tally,
    Trigger,
)
from journal.incidents.move import MoveName
from journal.incidents.story.mending import CostsChanged
from journal.incidents.story.values import ChangedCost
from sandbox.slack.blocks.check import check_message, check_view
from tests.build import NOW, a_case, a_connection, a_summary, an_entry, an_incident
from tests.handlers.views import actions

PEOPLE = {"U0ANA": "Ana", "U0BEN": "Ben"}
MUG = ChangedCost(
    *("MUG", "Mug", Money(515, "USD"), Money(540, "USD"), Decimal(12)),
    *(Money(6180, "USD"), Money(6480, "USD")),
)
TURN = CostsChanged(variants=1, changed=(MUG,), why="invoice", kept=True)


def changing(**changes: object) -> Incident:
    """Return the incident of a changed cost."""
    failure = Failure(FailureReason.COST_CHANGED, "MUG")
    mending = Mending(MoveName.CHANGE_COST, "U0ANA", NOW, TURN)
    return an_incident(failure=failure, mending=mending, **changes)


def header(case: Case) -> str:
    """Return the first line of a card that Slack takes."""
    blocks = check_message(checked(incident_card(case, PEOPLE).blocks))
    return str(blocks[0]["text"]["text"])


def test_on_its_way_it_says_who_corrects_how_many() -> None:
    """Nothing is called a failure: entries are being corrected."""
    incident = changing(state=IncidentState.RETRYING, moved_by="U0ANA")
    case = a_case(incident, a_summary(corrections=3))

    assert header(case) == "⏳ Correcting 3 entries, asked by Ana"


def test_done_it_says_what_changed() -> None:
    """How many, how much, from which cost to which, by whom; and it can be changed again."""
    incident = changing(state=IncidentState.RESOLVED, last_trigger=Trigger.POSTED, moved_by="U0ANA")
    case = a_case(incident, a_summary(waiting=0, posted=3, costed=3))

    assert header(case) == "✅ Corrected: 3 entries · $4,812.40 · MUG $5.15 → $5.40 by Ana"
    assert names.CHANGE_COST in actions(checked(incident_card(case).blocks))


def test_details_list_what_changed() -> None:
    """Each cost with its pieces and both sums, and the reason."""
    posted = {"state": IncidentState.RESOLVED, "last_trigger": Trigger.POSTED}
    case = a_case(changing(**posted), a_summary(waiting=0, posted=3))

    text = str(check_view(checked_view(details_modal(case, [an_entry()]))))

    assert "12 × $5.15 → $5.40: $61.80 → $64.80 (+$3.00)" in text
    assert "“invoice”" in text


def test_what_is_left_can_be_retried() -> None:
    """Stopped by hand it is no red card, and Retry goes on."""
    incident = changing(state=IncidentState.OPEN, last_trigger=Trigger.STOP)
    case = a_case(incident, a_summary(corrections=3))

    assert header(case) == "🏷️ Change of a cost: MUG"
    assert names.RETRY in actions(checked(incident_card(case).blocks))


def test_a_second_person_sees_what_changes() -> None:
    """Each cost with both sums, why, and how many entries it corrects."""
    facts = {"changed": [MUG.row], "why": "invoice"}
    tally = Tally(12, (Money(41550, "USD"),))
    asked = Request(MoveName.CHANGE_COST, "U0ANA", NOW, facts, tally)
    case = a_case(changing(request=asked), a_summary(waiting=0, amounts=(), first_date=None))
    assert header(case) == "👀 Change of a cost: MUG"

    text = str(check_message(checked(incident_card(case, PEOPLE).blocks)))

    for said in ("“invoice”", "$61.80 → $64.80 (+$3.00)", "that corrects 12 entries ($415.50)"):
        assert said in text
    assert {names.APPROVE, names.DECLINE} <= {*actions(checked(incident_card(case).blocks))}


def test_declined_it_cannot_be_opened_again() -> None:
    """No entry would wait on it."""
    incident = changing(
        state=IncidentState.RESOLVED,
        last_trigger=Trigger.RESOLVE,
        how=HowResolved.NOT_NEEDED,
        moved_by="U0BEN",
    )
    case = a_case(incident, a_summary(waiting=0, amounts=(), first_date=None))

    assert header(case).startswith("☑️ Closed by Ben")
    assert names.REOPEN not in actions(checked(incident_card(case).blocks))


def test_the_card_it_was_posted_from_leads_there() -> None:
    """Once nothing of it is left, its first line names the card of the change."""
    posted = {"state": IncidentState.RESOLVED, "last_trigger": Trigger.POSTED}
    onto = a_case(changing(id=9, **posted), a_summary(waiting=0, posted=1))
    empty = a_summary(waiting=0, amounts=(), first_date=None)
    case = replace(a_case(an_incident(**posted), empty), moved_to=(MovedTo(onto, 1),))

    assert header(case).startswith("➡️ 1 entry moved to INC-9")


@pytest.mark.parametrize(
    ("costed", "platform", "is_offered"),
    [
        (1, Platform.QUICKBOOKS, True),
        (1, Platform.TRYTON, True),
        (0, Platform.QUICKBOOKS, False),
        (1, Platform.POSTING_SERVICE, False),
    ],
)
def test_it_is_offered_where_it_can_help(
    costed: int, platform: Platform, *, is_offered: bool
) -> None:
    """On a closed card with entries at known costs, and under Details; not what others post."""
    posted = {"state": IncidentState.RESOLVED, "last_trigger": Trigger.POSTED}
    summary = a_summary(waiting=0, posted=3, costed=costed)
    case = a_case(an_incident(**posted), summary, connection=a_connection(platform=platform))
    entry = an_entry(status=PostingStatus.POSTED)

    card = checked(incident_card(case).blocks)
    details = check_view(checked_view(details_modal(case, [entry])))

    assert (names.CHANGE_COST in actions(card)) is is_offered
    assert (names.CHANGE_COST in actions(details)) is is_offered
