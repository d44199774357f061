"""What people are told about connecting a book: the link, and the end of an authorisation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from blocks.answers.connecting import invitation_card, usage
from blocks.kit import names
from blocks.notices.end import end_notice
from journal.books.book import ConnectionState, Platform
from journal.books.consent import Ending, Invitation
from tests.blocks.read import buttons, shown, usable
from tests.build import NOW, a_book, a_connection

URL = "https://jefail.example/connect/secret"
INVITATION = Invitation(URL, a_book(), Platform.XERO, NOW + timedelta(minutes=15))
ENDING = Ending(a_book(), a_connection(), NOW + timedelta(days=13), "U0ANA", NOW)


def test_the_link_stands_in_its_button_alone() -> None:
    """No text holds it, so nothing fetches it for a preview or reads it out."""
    card = invitation_card(INVITATION)

    (link,) = usable(card.blocks)
    assert (link["action_id"], link["url"]) == (names.CONNECT_LINK, URL)
    assert URL not in shown(card) + card.text
    assert "Connect *Northwind Retail* to Xero" in card.text
    assert "It works once, until <!date^" in shown(card)
    assert URL not in repr(INVITATION)


@pytest.mark.parametrize(
    ("platform", "where"),
    [(Platform.TRYTON, "its Tryton server"), (Platform.POSTING_SERVICE, "its posting service")],
)
def test_servers_of_ones_own_are_called_so(platform: Platform, where: str) -> None:
    """They are nobody's brand."""
    assert where in invitation_card(replace(INVITATION, platform=platform)).text


def test_usage_names_the_books_there_are() -> None:
    """Or who makes the first."""
    assert "`northwind`" in usage([a_book()])
    assert "jefail book add" in usage([])


def test_an_end_that_is_near_is_told_with_what_to_do() -> None:
    """When, for which book, what follows, who can, and the button."""
    card = end_notice(ENDING, NOW)

    assert card.text.startswith("🟠 QuickBooks lets us in for *Northwind Retail* for 13 days more")
    said = shown(card)
    assert "its entries wait until somebody connects QuickBooks again" in said
    assert "An administrator of QuickBooks can do this." in said
    assert "Connected by <@U0ANA>" in said
    assert buttons(card.blocks) == ["Reconnect"]
    assert usable(card.blocks)[0]["value"] == "1"


@pytest.mark.parametrize(
    ("ends_in", "words"),
    [(timedelta(hours=3), "for 1 day more"), (timedelta(0), "no longer lets us in")],
)
def test_the_last_day_and_after(ends_in: timedelta, words: str) -> None:
    """Drawn late it says what is true then."""
    assert words in end_notice(replace(ENDING, ends_at=NOW + ends_in), NOW).text


def test_a_lost_connection_is_not_said_to_work() -> None:
    """Whatever its end was to be."""
    lost = a_connection(state=ConnectionState.LOST)

    assert "no longer lets us in" in end_notice(replace(ENDING, connection=lost), NOW).text


@pytest.mark.parametrize("ends_at", [None, NOW + timedelta(days=100)])
def test_renewed_it_is_one_quiet_line(ends_at: datetime | None) -> None:
    """Without a button, since nothing is left to do."""
    card = end_notice(replace(ENDING, ends_at=ends_at), NOW)

    assert card.text.startswith("✅ <@U0ANA> connected QuickBooks again for Northwind Retail")
    assert buttons(card.blocks) == []


def test_renewed_at_a_terminal_it_names_nobody() -> None:
    """Nobody in Slack did it."""
    card = end_notice(replace(ENDING, ends_at=None, granted_by=None, granted_at=None), NOW)

    assert card.text == "✅ Connected QuickBooks again for Northwind Retail"
