"""Where an offer goes from where, and how much a file is summed up to be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from journal.amounts.money import Money
from journal.entries.handing_in import Fate
from journal.incidents.codec import from_json, to_json
from journal.offers.choices import Changes, Choices
from journal.offers.file_offer import OFFER_STEPS, OfferMoved, OfferState, OfferStep
from journal.offers.summary import MOST_WRONG, Counting, FileSummary, Wrong
from tests.build import NOW, an_offer, some_content


@pytest.mark.parametrize("state", OfferState)
@pytest.mark.parametrize("step", OfferStep)
def test_every_step_is_in_the_table_or_refused(state: OfferState, step: OfferStep) -> None:
    """Where there is no arrow, nothing moves, and the person reads how it stands."""
    offer = an_offer(state=state, moved_by="U_BEN")

    if (state, step) in OFFER_STEPS:
        moved = offer.after(step, by="U_ANA", at=NOW)
        assert (moved.state, moved.moved_by) == (OFFER_STEPS[state, step], "U_ANA")
    else:
        with pytest.raises(OfferMoved) as refused:
            offer.after(step, by="U_ANA", at=NOW)
        assert refused.value.advice


def test_nothing_leads_on_from_what_is_imported() -> None:
    """A file that was imported, or can't be, is not imported by a late click."""
    ends = {OfferState.IMPORTED, OfferState.REFUSED}

    assert not [state for state, _step in OFFER_STEPS if state in ends]


def test_a_step_of_nobody_keeps_who_was_there() -> None:
    """Who pressed Import is told when it is done, though no person finished it."""
    offer = an_offer(state=OfferState.IMPORTING, moved_by="U_BEN")

    assert offer.after(OfferStep.FINISH, by=None, at=NOW).moved_by == "U_BEN"


def test_what_is_taken_is_added_up() -> None:
    """Entries, days, sales channels and money in each currency; what is known adds nothing."""
    euros = some_content(currency="EUR", date=date(2026, 7, 9), sales_channel="Square", lines=())
    counting = Counting("a journal file")
    counting.take(some_content(), Fate.NEW)
    counting.take(some_content(), Fate.CORRECTION)
    counting.take(euros, Fate.ASKED)
    counting.know()

    summary = counting.summary()
    assert (summary.taken, summary.corrections, summary.asked, summary.known) == (3, 1, 1, 1)
    assert (summary.days, summary.first, summary.last) == (2, date(2026, 7, 7), date(2026, 7, 9))
    assert summary.sales_channels == ("Shopify", "Square")
    assert summary.amounts == (Money(0, "EUR"), Money(2 * 160413, "USD"))
    assert summary.total == 4


def test_faults_are_counted_and_the_first_kept() -> None:
    """However many there are, a message has room for some of them."""
    counting = Counting()
    for line in range(MOST_WRONG + 5):
        counting.fault(Wrong(line, line, "line", "A", "why"), changed=line == 0)

    summary = counting.summary()
    assert (summary.faults, summary.changed, len(summary.wrong)) == (MOST_WRONG + 5, 1, MOST_WRONG)


@pytest.mark.parametrize(
    "record",
    [
        FileSummary(
            taken=2, first=date(2026, 7, 1), amounts=(Money(5, "USD"),), wrong=(Wrong(1, 2),)
        ),
        Choices(dates="day-first", leave_out=True, changes=Changes.ASK),
    ],
)
def test_what_is_kept_comes_back(record: FileSummary | Choices) -> None:
    """A summary and the choices are the same after they were kept as JSON."""
    assert from_json(type(record), to_json(record)) == record


def test_what_a_newer_release_chose_is_let_be() -> None:
    """A choice that this release does not know counts as not said."""
    assert from_json(Choices, {"changes": "replay", "dates": "day-first"}) == replace(
        Choices(), dates="day-first"
    )
