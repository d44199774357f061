"""What a card offers where the books are closed and the platform keeps drafts."""

import pytest

from blocks.card.incident import incident_card
from blocks.timeline import timeline_text
from journal.books.book import Platform
from journal.entries.failure import FailureReason
from journal.incidents.incident import Case
from journal.incidents.ways_out import WayOut, ways_out
from tests.blocks.read import buttons, shown
from tests.build import a_case, a_connection, a_failure, a_summary, an_event, an_incident


def closed(platform: Platform, *, drafts: int = 0) -> Case:
    """Return three entries of a month that is closed, some of them drafts already."""
    failure = a_failure(FailureReason.PERIOD_CLOSED, subject="2026-07")
    return a_case(
        incident=an_incident(failure=failure),
        connection=a_connection(platform=platform),
        summary=a_summary(drafts=drafts),
    )


@pytest.mark.parametrize(
    ("platform", "drafts", "offered"),
    [
        (Platform.XERO, 0, True),
        (Platform.XERO, 2, True),
        (Platform.XERO, 3, False),
        (Platform.ZOHO, 0, False),
        (Platform.QUICKBOOKS, 0, False),
        (Platform.TRYTON, 0, False),
    ],
)
def test_post_as_draft_is_offered_where_it_helps(
    platform: Platform, drafts: int, offered: bool
) -> None:
    """Where the platform keeps drafts, and as long as an entry is none yet."""
    case = closed(platform, drafts=drafts)

    assert (WayOut.DRAFT in ways_out(case)) is offered
    assert ("Post another way" in buttons(incident_card(case).blocks)) is offered


def test_drafts_are_said_not_to_be_in_the_books() -> None:
    """Nobody takes a draft for done."""
    assert "2 drafts in Xero, not in the books" in shown(
        incident_card(closed(Platform.XERO, drafts=2))
    )


def test_thread_tells_who_asked_and_what_came_of_it() -> None:
    """Two lines, each whole by itself."""
    case = closed(Platform.XERO)
    asked = timeline_text(an_event("draft_asked", actor="U_ANA", facts={"count": 3}), case)
    left = timeline_text(an_event("drafted", facts={"count": 3}), case)

    assert asked == "📝 <@U_ANA> asked to leave 3 entries in Xero as drafts"
    assert left.startswith("📝 3 entries left in Xero as drafts, not in the books yet")
