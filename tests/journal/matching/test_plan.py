"""What is to become of an entry, planned once by what is known of it here and there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from journal.books.closed_days import ClosedDays
from journal.entries.failure import FailureReason, Kin
from journal.entries.grounds import Ground
from journal.entries.mapping import prepare
from journal.entries.placing import Known
from journal.entries.posting import LedgerEntry, Posted, Refused, Unbooked
from journal.matching.plan import Send, plan
from journal.matching.proof import Finding, Proof
from tests.build import an_entry, some_content
from tests.journal.matching.test_correction import DAY, KNOWN

R = FailureReason
ENTRY = an_entry(content=some_content(date=DAY))
CLOSED = replace(KNOWN, closed=ClosedDays(until=date(2026, 12, 31)))
UNMAPPED = replace(KNOWN, mappings={})
THERE = LedgerEntry("227", "JF-1042", DAY)


def found(proof: Proof, there: LedgerEntry = THERE) -> Finding:
    """Return a finding that proves so much."""
    return Finding(proof, Ground.NUMBER, there)


def test_what_lacks_nothing_and_is_not_there_is_sent() -> None:
    """As it was prepared, in one call."""
    ours = prepare(ENTRY, KNOWN)

    planned = plan(ours, None)

    assert isinstance(planned, Send)
    assert (planned.ours, planned.ready, planned.there) == (ours, ours.ready, None)
    assert planned.calls == 1


@pytest.mark.parametrize("known", [KNOWN, CLOSED, UNMAPPED])
def test_what_is_there_is_posted_whatever_it_lacks_here(known: Known) -> None:
    """Nothing is sent, so neither closed days nor gaps matter."""
    outcome = plan(prepare(ENTRY, known), found(Proof.OURS))

    assert isinstance(outcome, Posted)
    assert (outcome.found, outcome.ground, outcome.entry.ledger_id) == (True, Ground.NUMBER, "227")


def test_a_draft_there_is_published_by_sending() -> None:
    """It is not in the books yet, and nobody there has to decide before."""
    draft = replace(THERE, is_draft=True, unbooked=Unbooked.DRAFT)
    ours = prepare(ENTRY, KNOWN)

    planned = plan(ours, found(Proof.OURS, draft))

    assert isinstance(planned, Send)
    assert planned.there == draft


@pytest.mark.parametrize(
    ("known", "reason"), [(CLOSED, R.PERIOD_CLOSED), (UNMAPPED, R.MAPPING_MISSING)]
)
@pytest.mark.parametrize("shown", [None, found(Proof.OTHER_CONTENT)])
def test_what_it_lacks_refuses_it_before_its_number_does(
    known: Known, reason: FailureReason, shown: Finding | None
) -> None:
    """One card tells that of many entries; something else with its number is asked about later."""
    outcome = plan(prepare(ENTRY, known), shown)

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is reason


def test_a_draft_that_is_wanted_may_be_of_a_closed_day() -> None:
    """It is not booked before the period opens."""
    wanted = replace(ENTRY, as_draft=True)

    assert isinstance(plan(prepare(wanted, CLOSED), None), Send)


@pytest.mark.parametrize(
    ("proof", "kin"),
    [(Proof.CANDIDATE, Kin.CANDIDATE), (Proof.OTHER_CONTENT, Kin.OTHER_CONTENT)],
)
def test_what_may_be_it_is_asked_about(proof: Proof, kin: Kin) -> None:
    """A person says what it is; nothing is sent beside it."""
    outcome = plan(prepare(ENTRY, KNOWN), found(proof))

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.DUPLICATE
    assert outcome.failure.likeness is not None
    assert outcome.failure.likeness.kin is kin


def test_what_a_person_linked_and_is_gone_is_asked_about() -> None:
    """It is not posted beside what they meant."""
    outcome = plan(prepare(replace(ENTRY, linked_to="9"), KNOWN), None)

    assert isinstance(outcome, Refused)
    assert outcome.failure.likeness is not None
    assert outcome.failure.likeness.kin is Kin.GONE
