"""The form about a closed period, and what a card and its thread say of it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from blocks.card.incident import incident_card
from blocks.forms.parts import BadField
from blocks.forms.period import period_form, read_way, redate_form
from blocks.kit import names
from blocks.kit.validate import checked_view
from blocks.timeline import timeline_text
from blocks.words.months import months_moved
from journal.books.book import Platform
from journal.books.closed_days import ClosedDays
from journal.entries.entry import EntryKind
from journal.entries.failure import FailureReason
from journal.incidents.incident import Case, IncidentState, Mending, Trigger
from journal.incidents.move import MoveName
from journal.incidents.story.mending import EntriesRedated
from journal.incidents.ways_out import WayOut, ways_out
from tests.blocks.read import buttons, header, shown, texts
from tests.build import NOW, a_case, a_connection, a_failure, a_summary, an_event, an_incident

JULY = ClosedDays(until=date(2026, 7, 31))


def closed(closed: ClosedDays = JULY, platform: Platform = Platform.QUICKBOOKS, **of: Any) -> Case:
    """Return three entries of July, which is closed."""
    failure = a_failure(FailureReason.PERIOD_CLOSED, subject="2026-07")
    return a_case(
        incident=an_incident(failure=failure, **of),
        connection=a_connection(platform=platform, closed=closed),
    )


def test_the_card_leads_to_the_form_and_says_who_can() -> None:
    """The fix is primary, Retry and Resolve beside it, and the day is named."""
    card = incident_card(closed())

    assert buttons(card.blocks)[1:4] == ["Post another way", "Retry", "Resolve"]
    assert "to use Aug 1, 2026, the first open day" in shown(card)
    assert "Ask an administrator of QuickBooks to reopen July 2026, then press Retry" in shown(card)


@pytest.mark.parametrize(
    ("days", "platform"),
    [
        (ClosedDays(), Platform.ZOHO),
        (ClosedDays(until=date(2026, 6, 30)), Platform.QUICKBOOKS),
        (JULY, Platform.POSTING_SERVICE),
    ],
)
def test_no_way_is_drawn_that_cannot_help(days: ClosedDays, platform: Platform) -> None:
    """Where the closed days are not known, or someone else posts, there is Retry."""
    case = closed(days, platform)

    assert ways_out(case) == ()
    assert buttons(incident_card(case).blocks)[1:3] == ["Retry", "Resolve"]
    assert "Post another way" not in shown(incident_card(case))


def test_corrections_wait_for_their_month_and_take_no_other_day() -> None:
    """What stands on a closed day cannot leave it, wherever the correction is dated."""
    august = date(2026, 8, 3)
    summary = a_summary(
        waiting=1, corrections=1, corrects_on=date(2026, 7, 7), first_date=august, last_date=august
    )
    case = replace(closed(), summary=summary)

    assert [*ways_out(case)] == [WayOut.AWAIT]
    assert "to post it automatically once July 2026 is open again" in shown(incident_card(case))
    assert not replace(closed(platform=Platform.XERO), summary=summary).may_be_drafted


def test_the_form_names_each_way() -> None:
    """Another day, drafts where they are kept, waiting, and waiting no more."""
    xero = closed(platform=Platform.XERO)
    offered = str(checked_view(period_form(xero)))
    awaited = str(checked_view(period_form(closed(awaited_by="U_ANA"))))

    for words in (
        "Post on Aug 1, 2026",
        "Leave as drafts in Xero",
        "Post automatically once July 2026 is open again",
    ):
        assert words in offered
    assert "Do not wait for July 2026 any more" in awaited
    assert "first open day" in " ".join(
        texts(checked_view(redate_form(xero, date(2026, 8, 1), date(2026, 8, 5))))
    )


def test_no_way_chosen_is_said_under_the_field() -> None:
    """One of them has to be."""
    with pytest.raises(BadField) as wrong:
        read_way({"private_metadata": "7", "state": {"values": {}}})

    assert wrong.value.fields == {names.WAY_BLOCK: "Choose one of these."}


def test_a_day_that_has_come_is_not_called_ahead() -> None:
    """Only a day after today is said to be still to come."""
    case = closed()

    later = " ".join(texts(checked_view(redate_form(case, date(2026, 8, 1), date(2026, 8, 5)))))
    ahead = " ".join(texts(checked_view(redate_form(case, date(2026, 8, 1), date(2026, 7, 9)))))

    assert "still to come" not in later
    assert "still to come" in ahead
    months = "These sales will count in August, not July"
    for words in ("3 entries", "$4,812.40", "Jul 7 – 9, 2026", "Post on Aug 1, 2026", months):
        assert words in later


def test_a_card_that_waits_says_so_and_offers_to_stop() -> None:
    """With the name of who asked."""
    case = closed(awaited_by="U_ANA")

    assert "posts by itself once July 2026 is open again, asked by <@U_ANA>" in shown(
        incident_card(case)
    )
    assert WayOut.STOP in ways_out(case)
    assert WayOut.AWAIT not in ways_out(case)


@pytest.mark.parametrize(
    ("mending", "said"),
    [
        (
            Mending(MoveName.REDATE, "U_ANA", NOW, EntriesRedated(day=date(2026, 8, 1))),
            "dated Aug 1, 2026 by Ana",
        ),
        (
            Mending(MoveName.WAIT_FOR_REOPENING, "U_ANA", NOW),
            "once the period was open again, as asked by Ana",
        ),
    ],
)
def test_the_closed_card_says_what_was_done(mending: Mending, said: str) -> None:
    """After its sum."""
    case = a_case(
        an_incident(state=IncidentState.RESOLVED, last_trigger=Trigger.POSTED, mending=mending),
        a_summary(waiting=0, posted=3),
    )

    assert header(incident_card(case, {"U_ANA": "Ana"})).endswith(said)


def test_the_thread_tells_each_turn() -> None:
    """Who asked for what, and what came of it."""
    case = closed()
    before = {"before": ["2026-07-07", "2026-07-09"], "kinds": ["sales_summary"]}
    asked = {"count": 3, "day": "2026-08-01", **before}
    told = [
        timeline_text(an_event("redated", "U_ANA", asked), case),
        timeline_text(an_event("awaited", "U_ANA"), case),
        timeline_text(an_event("not_awaited", "U_BEN"), case),
        timeline_text(an_event("period_open", None, {"count": 3, "asked_by": "U_ANA"}), case),
    ]

    assert told == [
        "📅 <@U_ANA> asked to post 3 entries on Aug 1, 2026, the first open day."
        " These sales will count in August, not July. The old date stays in the note",
        "⏰ <@U_ANA> asked to post this by itself once July 2026 is open again",
        "⏰ <@U_BEN> asked not to wait for July 2026 any more",
        "🔓 July 2026 is open again in QuickBooks; 3 entries on the way, as <@U_ANA> asked",
    ]


@pytest.mark.parametrize(
    ("first", "last", "day", "said"),
    [
        ("2026-06-29", "2026-06-30", "2026-07-01", "in July, not June"),
        ("2026-05-31", "2026-06-30", "2026-07-01", "in July, not May or June"),
        ("2025-12-30", "2025-12-31", "2026-01-01", "in January 2026, not December 2025"),
        ("2026-07-02", "2026-07-03", "2026-07-15", "in July"),
    ],
)
def test_another_day_says_what_it_does_to_the_months(
    first: str, last: str, day: str, said: str
) -> None:
    """Each old month that is not the new one, with the year only where it changes."""
    old, newest, to = (date.fromisoformat(one) for one in (first, last, day))

    for kind, what in ((EntryKind.SALES_SUMMARY, "sales"), (EntryKind.DEPOSIT, "entries")):
        assert months_moved(old, newest, to, (kind,)) == f"These {what} will count {said}"
