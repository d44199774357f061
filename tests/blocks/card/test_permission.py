"""A missing right: the card says whose user posts, and what that user lacks there."""

from dataclasses import replace

import pytest

from blocks.card.incident import incident_card
from journal.books.book import Platform
from journal.entries.failure import FailureReason
from journal.incidents.incident import AccessGrant, Case
from tests.blocks.read import buttons, shown
from tests.build import NOW, a_case, a_connection, a_failure, an_incident


def without_right(platform: Platform, granted: AccessGrant) -> Case:
    """Return entries that the connected user may not post."""
    failure = a_failure(FailureReason.PERMISSION, subject="")
    case = a_case(an_incident(failure=failure), connection=a_connection(platform=platform))
    return replace(case, granted=granted)


@pytest.mark.parametrize(
    ("platform", "right"),
    [
        (Platform.QUICKBOOKS, "a role that may create journal entries"),
        (Platform.XERO, "the role Adviser, or Standard with all reports"),
        (Platform.ZOHO, "a role that may create manual journals"),
        (Platform.TRYTON, "the group Accounting"),
    ],
)
def test_each_platform_has_its_own_word_for_the_right(platform: Platform, right: str) -> None:
    """And says who is connected, with Reconnect as admin first."""
    card = incident_card(without_right(platform, AccessGrant("U_ANA", NOW)))

    assert f"Give the connected user {right}" in shown(card)
    assert "*Connected*  by <@U_ANA> <!date^" in shown(card)
    assert buttons(card.blocks)[1] == "Reconnect as admin"


def test_who_connected_at_the_terminal_is_the_administrator() -> None:
    """It says so."""
    card = incident_card(without_right(Platform.QUICKBOOKS, AccessGrant(None, None)))

    assert "*Connected*  by your jefail administrator" in shown(card)
