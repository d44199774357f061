"""The table of what moves an entry, and the sets of states that have names."""

from journal.entries.entry import (
    MAYBE_IN_BOOKS,
    ON_THE_WAY,
    OUTSIDE_BOOKS,
    QUEUED,
    RESTING,
    SETTLED,
    UNCLAIMED,
    WAITING,
    PostingStatus,
)
from journal.entries.entry_moves import ENTRY_MOVES, IF_STOPPED, Why, arrows_of

S = PostingStatus


def leaves(why: Why) -> frozenset[PostingStatus]:
    """Return the states that an entry may leave for this reason."""
    return frozenset().union(*arrows_of(why).values())


def test_the_named_sets_are_what_the_table_moves() -> None:
    """What is queued is claimed, what waits can be skipped, what is unclaimed can be retried."""
    assert leaves(Why.CLAIM) == QUEUED
    assert leaves(Why.SKIP) == WAITING
    assert leaves(Why.RETRY) == UNCLAIMED
    assert leaves(Why.FIND) == leaves(Why.ASK_AGAIN) == RESTING
    assert leaves(Why.POST) == OUTSIDE_BOOKS


def test_the_named_sets_make_up_all_states() -> None:
    """An entry waits or is settled; it is on its way, or rests, or is posted."""
    assert WAITING | SETTLED == ON_THE_WAY | RESTING | {S.POSTED} == {*S}
    assert not WAITING & SETTLED
    assert not ON_THE_WAY & RESTING
    assert {S.POSTED, S.POSTING, S.UNCERTAIN} == MAYBE_IN_BOOKS


def test_every_reason_is_used_and_every_state_can_be_left() -> None:
    """There is no word without an arrow, and no state in which an entry is stuck."""
    assert {why for _before, why in ENTRY_MOVES} == {*Why}
    assert {before for before, _why in ENTRY_MOVES} == {None, *S}
    assert {*ENTRY_MOVES.values()} == {*S}


def test_what_was_stopped_goes_to_people() -> None:
    """Where it would be tried again automatically, it fails; every other answer holds."""
    for why, instead in IF_STOPPED.items():
        assert ENTRY_MOVES[S.POSTING, why] in QUEUED
        assert ENTRY_MOVES[S.POSTING, instead] is S.FAILED
