"""What an attempt means for its entry: where it stands, when it is tried again, who is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from journal.entries.entry import Entry, PostingStatus
from journal.entries.failure import CONNECTION_WIDE, PASSING, FailureReason
from journal.entries.posting import LedgerEntry, Posted, Refused, Unbooked, Uncertain
from journal.incidents.detection import judge, wait_before
from tests.build import NOW, a_failure, an_entry

PATIENCE = timedelta(minutes=2)
LASTING = [reason for reason in FailureReason if reason not in PASSING]


def fresh(**changes: object) -> Entry:
    """Return an entry that has not failed yet."""
    return an_entry(**{"attempts": 0, "failed_at": None, **changes})


def test_posted_is_posted() -> None:
    """Nothing is told and nothing is tried again."""
    verdict = judge(
        fresh(), Posted(LedgerEntry("1", "JF-1", NOW.date())), at=NOW, patience=PATIENCE
    )

    assert verdict.status is PostingStatus.POSTED
    assert (verdict.failure, verdict.due_at, verdict.told) == (None, None, False)


@pytest.mark.parametrize("reason", LASTING)
def test_what_does_not_pass_is_told_at_once(reason: FailureReason) -> None:
    """It fails, waits for people, and is not tried again by itself."""
    verdict = judge(fresh(), Refused(a_failure(reason)), at=NOW, patience=PATIENCE)

    assert verdict.status is PostingStatus.FAILED
    assert verdict.told
    assert verdict.due_at is None


@pytest.mark.parametrize("reason", sorted(PASSING))
def test_what_passes_is_retried_and_told_after_patience(reason: FailureReason) -> None:
    """The first refusal is nobody's business; after two minutes of them it is."""
    outcome = Refused(a_failure(reason))

    first = judge(fresh(), outcome, at=NOW, patience=PATIENCE)
    before = judge(fresh(failed_at=NOW - PATIENCE / 2), outcome, at=NOW, patience=PATIENCE)
    after = judge(fresh(failed_at=NOW - PATIENCE), outcome, at=NOW, patience=PATIENCE)

    assert [one.told for one in (first, before, after)] == [False, False, True]
    assert {one.status for one in (first, before, after)} == {PostingStatus.PENDING}
    assert first.due_at == NOW + wait_before(1)
    assert not first.new_key


@pytest.mark.parametrize(
    ("seconds", "told"), [(5, False), (60, False), (600, False), (3600, True), (41234, True)]
)
def test_a_long_wait_is_told_at_once(seconds: float, told: bool) -> None:
    """A minute's limit is nobody's business; that of a day, which is used up, is."""
    outcome = Refused(a_failure(FailureReason.RATE_LIMITED), retry_after=seconds)

    verdict = judge(fresh(), outcome, at=NOW, patience=PATIENCE)

    assert verdict.told is told
    assert verdict.status is PostingStatus.PENDING


def test_no_answer_is_uncertain_and_keeps_its_key() -> None:
    """It may be in the ledger, so the same key is used for whatever is sent next."""
    outcome = Uncertain(a_failure(FailureReason.UNCERTAIN))

    verdict = judge(fresh(), outcome, at=NOW, patience=PATIENCE)

    assert verdict.status is PostingStatus.UNCERTAIN
    assert not verdict.new_key
    assert verdict.due_at is not None


def test_no_patience_tells_at_once() -> None:
    """With patience of nothing the first passing trouble is a card."""
    outcome = Refused(a_failure(FailureReason.TRANSIENT))

    assert judge(fresh(), outcome, at=NOW, patience=timedelta()).told


@pytest.mark.parametrize("reason", LASTING)
@pytest.mark.parametrize("http_status", [None, 400])
def test_a_new_key_after_the_platform_judged_the_entry(
    reason: FailureReason, http_status: int | None
) -> None:
    """A stored refusal may be replayed; what never got so far is sent under the same key."""
    outcome = Refused(a_failure(reason, http_status=http_status))

    verdict = judge(fresh(), outcome, at=NOW, patience=PATIENCE)

    assert verdict.new_key == (http_status == 400 and reason not in CONNECTION_WIDE)


@pytest.mark.parametrize(("http_status", "new_key"), [(400, True), (500, False), (None, False)])
def test_a_refusal_that_passes_is_not_replayed(http_status: int | None, new_key: bool) -> None:
    """What the platform answered of this entry it may repeat to its key; silence tells nothing."""
    outcome = Refused(a_failure(FailureReason.TRANSIENT, http_status=http_status))

    verdict = judge(fresh(), outcome, at=NOW, patience=PATIENCE)

    assert verdict.status is PostingStatus.PENDING
    assert verdict.new_key is new_key


@pytest.mark.parametrize("state", Unbooked)
@pytest.mark.parametrize("as_draft", [False, True])
def test_only_a_requested_draft_is_about_a_closed_month(state: Unbooked, as_draft: bool) -> None:
    """Whatever else the platform keeps outside the books is told by its state there."""
    entry = replace(fresh(), as_draft=as_draft)
    there = LedgerEntry("1", entry.number, entry.content.date, is_draft=True, unbooked=state)

    verdict = judge(entry, Posted(there), at=NOW, patience=PATIENCE)

    assert verdict.failure is not None
    assert (verdict.status, verdict.told) == (PostingStatus.FAILED, True)
    is_asked_for = as_draft and state is Unbooked.DRAFT
    reason = FailureReason.PERIOD_CLOSED if is_asked_for else FailureReason.NOT_PUBLISHED
    assert verdict.failure.reason is reason
    assert (verdict.failure.subject == state.value) is not is_asked_for


def test_waits_grow_and_end() -> None:
    """Two seconds, four, eight ... a quarter of an hour, however often."""
    waits = [wait_before(attempt) for attempt in range(1, 200)]

    assert waits[:3] == [timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(minutes=15)


def test_the_platform_may_ask_for_longer_waits_only() -> None:
    """A hint of a minute is kept to from the first try on."""
    hinted = Refused(a_failure(FailureReason.RATE_LIMITED), retry_after=60.0)

    assert judge(fresh(), hinted, at=NOW, patience=PATIENCE).due_at == NOW + timedelta(minutes=1)
    assert wait_before(10, 1.0) == wait_before(10)
    assert wait_before(50, 3600.0) == timedelta(hours=1)
