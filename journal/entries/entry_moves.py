"""What moves an entry on its way into the ledger: from where, why, and to where. Pure.

The store has one statement that moves entries (`storage/entries/moving.py`). It carries out this
table: an entry that stands where the table has no arrow stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum

from journal.entries.entry import PostingStatus


class Why(StrEnum):
    """Why an entry comes in or moves."""

    HAND_IN = "hand_in"  # its caller hands it in, or a new version of it
    PART = "part"  # a version that people were asked about becomes an entry of its own
    CLAIM = "claim"  # a job takes it
    ABANDON = "abandon"  # that job died
    CALL_OFF = "call_off"  # people stopped it, and it was not sent or was refused for a while
    POST = "post"  # the ledger has it
    REFUSE = "refuse"  # a person has to do something
    POSTPONE = "postpone"  # refused for a while: it is tried again automatically
    NO_ANSWER = "no_answer"  # it was sent, and may be in the ledger
    FIND = "find"  # a poll sees it in the ledger
    VANISH = "vanish"  # a poll sees that it was deleted there, or taken out of the books
    PUT_BACK = "put_back"  # a person wants ours in the ledger again, in place of what it has
    RETRY = "retry"  # people want it tried again, or the connection is back
    STOP = "stop"  # people do not want it sent for now
    SKIP = "skip"  # closed by hand, not to be posted
    REOPEN = "reopen"  # opened again by hand
    KEEP = "keep"  # a person lets count what the ledger has instead
    CHANGE_COST = "change_cost"  # posted, and a person says that pieces cost another sum
    ADD_COSTS = "add_costs"  # every variant of it has a cost now
    ASK_AGAIN = "ask_again"  # the software that watches this queue wants it tried again
    RESTORE = "restore"  # the version before stands again, which was not posted
    RESTORE_POSTED = "restore_posted"  # or was
    RESTORE_SKIPPED = "restore_skipped"  # or was skipped
    REPORT_WAITING = "report_waiting"  # its posting service says that it goes on trying
    REPORT_POSTED = "report_posted"  # ... that it has posted it, and no card has to hear of it
    REPORT_ENDED = "report_ended"  # ... how a try ended, which is written down next


_S, _W = PostingStatus, Why
_ROWS: tuple[tuple[tuple[PostingStatus | None, ...], Why, PostingStatus], ...] = (
    ((None, _S.PENDING, _S.FAILED, _S.SKIPPED, _S.POSTED), _W.HAND_IN, _S.PENDING),
    ((None,), _W.PART, _S.FAILED),
    ((_S.PENDING, _S.UNCERTAIN), _W.CLAIM, _S.POSTING),
    ((_S.POSTING,), _W.ABANDON, _S.UNCERTAIN),
    ((_S.POSTING,), _W.CALL_OFF, _S.FAILED),
    # An answer may come late, and then it always holds that the ledger has the entry.
    ((_S.POSTING, _S.PENDING, _S.FAILED, _S.UNCERTAIN, _S.SKIPPED), _W.POST, _S.POSTED),
    ((_S.POSTING,), _W.REFUSE, _S.FAILED),
    ((_S.POSTING,), _W.POSTPONE, _S.PENDING),
    ((_S.POSTING,), _W.NO_ANSWER, _S.UNCERTAIN),
    ((_S.FAILED, _S.SKIPPED), _W.FIND, _S.POSTED),
    ((_S.POSTED,), _W.VANISH, _S.FAILED),
    ((_S.POSTED, _S.FAILED), _W.PUT_BACK, _S.PENDING),
    ((_S.FAILED, _S.PENDING), _W.RETRY, _S.PENDING),
    # What is uncertain stays so: it is looked up before anything is sent.
    ((_S.UNCERTAIN,), _W.RETRY, _S.UNCERTAIN),
    ((_S.PENDING,), _W.STOP, _S.FAILED),
    ((_S.UNCERTAIN,), _W.STOP, _S.UNCERTAIN),
    ((_S.FAILED, _S.PENDING, _S.POSTING, _S.UNCERTAIN), _W.SKIP, _S.SKIPPED),
    ((_S.SKIPPED,), _W.REOPEN, _S.FAILED),
    ((_S.FAILED,), _W.KEEP, _S.POSTED),
    ((_S.POSTED,), _W.CHANGE_COST, _S.PENDING),
    ((_S.FAILED,), _W.ADD_COSTS, _S.PENDING),
    ((_S.FAILED, _S.SKIPPED), _W.ASK_AGAIN, _S.PENDING),
    ((_S.FAILED,), _W.RESTORE, _S.PENDING),
    ((_S.FAILED,), _W.RESTORE_POSTED, _S.POSTED),
    ((_S.FAILED,), _W.RESTORE_SKIPPED, _S.SKIPPED),
    ((None, *_S), _W.REPORT_WAITING, _S.PENDING),
    ((None, *(one for one in _S if one is not _S.POSTED)), _W.REPORT_POSTED, _S.POSTED),
    ((None, *_S), _W.REPORT_ENDED, _S.POSTING),
)
ENTRY_MOVES: Mapping[tuple[PostingStatus | None, Why], PostingStatus] = {
    (before, why): after for starts, why, after in _ROWS for before in starts
}
"""Where an entry goes, by where it stands and why. None: it is not known here yet."""

IF_STOPPED: Mapping[Why, Why] = {Why.POSTPONE: Why.CALL_OFF}
"""What becomes of an answer where people stopped the entry meanwhile.

What is not in the ledger is not tried again automatically; any other answer holds.
"""


def arrows_of(why: Why) -> Mapping[PostingStatus, frozenset[PostingStatus]]:
    """Return where entries that are known go for this reason, each with where they come from."""
    comes_from: defaultdict[PostingStatus, set[PostingStatus]] = defaultdict(set)
    for (before, one), after in ENTRY_MOVES.items():
        if one is why and before is not None:
            comes_from[after].add(before)
    return {after: frozenset(befores) for after, befores in comes_from.items()}
