"""The costs that were set: on the card that closes, and with who set each under Details."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from blocks.card.details import details_modal
from blocks.card.incident import incident_card
from blocks.kit.validate import checked_view
from blocks.words.costs import kept_line, set_in_details, set_on_card
from journal.amounts.money import Money
from journal.incidents.incident import IncidentState, Mending, Trigger
from journal.incidents.move import MoveName
from journal.incidents.story.mending import CostsAdded
from journal.incidents.story.values import SetCost
from tests.blocks.read import shown
from tests.build import NOW, a_case, a_summary, an_incident

MUG = SetCost("MUG", "Mug", Money(400, "USD"), Decimal(3), Money(1200, "USD"), by="U0ANA")
POT = SetCost("POT", "Pot", Money(1000, "USD"), Decimal(9), Money(9000, "USD"), by="U0BEN")
SET = (MUG, POT, replace(POT, sku="TRAY"))


def test_the_card_that_closes_names_what_was_set() -> None:
    """Each with its cost; who set it and what it came to stands under Details."""
    mending = Mending(MoveName.COST, "U0ANA", NOW, CostsAdded(set=SET))
    closed = an_incident(state=IncidentState.RESOLVED, last_trigger=Trigger.POSTED, mending=mending)
    case = a_case(closed, a_summary(waiting=0, posted=3))

    assert "MUG $4.00, POT $10.00, TRAY $10.00" in shown(incident_card(case))
    details = str(checked_view(details_modal(case, [], [])))
    assert "Mug (MUG) 3 × $4.00 = $12.00 · <@U0ANA>" in details
    assert "Pot (POT) 9 × $10.00 = $90.00 · <@U0BEN>" in details


def test_many_are_counted() -> None:
    """On the card after a few, under Details after twenty."""
    assert set_on_card(SET * 2, "en_US").endswith("TRAY $10.00 and 3 more")
    assert set_in_details(SET * 7, "en_US")[-1] == "• and 1 more"


def test_what_posted_nothing_yet_is_said_to() -> None:
    """A cost may be kept before anything is complete by it."""
    assert kept_line(replace(MUG, pieces=Decimal()), "en_US") == "Mug (MUG) $4.00, not posted yet"
