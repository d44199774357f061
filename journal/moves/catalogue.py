"""Every move that a person can make on an incident: the one list."""

from __future__ import annotations

from typing import Any, Final

from journal.incidents.incident import Request
from journal.incidents.move import MoveName
from journal.moves.ask_owner import ASK_OWNER
from journal.moves.assign import ASSIGN
from journal.moves.await_period import AWAIT_PERIOD
from journal.moves.change_cost import CHANGE_COST
from journal.moves.changed import KEEP_CHANGED, PUT_BACK
from journal.moves.code import CODE
from journal.moves.costs import COST
from journal.moves.create_account import CREATE_ACCOUNT
from journal.moves.create_item import CREATE_ITEM
from journal.moves.draft import DRAFT
from journal.moves.duplicate import LINK, POST_ANYWAY
from journal.moves.hand_edit import KEEP_THEIRS, OVERWRITE, POST_APART
from journal.moves.lines import EDIT
from journal.moves.map import MAP
from journal.moves.move import Move
from journal.moves.rate import RATE
from journal.moves.redate import REDATE
from journal.moves.reopen import REOPEN
from journal.moves.resolve import RESOLVE
from journal.moves.retry import RETRY
from journal.moves.skip import SKIP
from journal.moves.snooze import SNOOZE, WAKE
from journal.moves.stop import STOP
from journal.moves.support import SUPPORT

MOVES: Final[tuple[Move[Any, Any], ...]] = (
    RETRY,
    RESOLVE,
    REOPEN,
    MAP,
    CREATE_ACCOUNT,
    CODE,
    CREATE_ITEM,
    COST,
    CHANGE_COST,
    RATE,
    ASK_OWNER,
    DRAFT,
    REDATE,
    AWAIT_PERIOD,
    LINK,
    POST_ANYWAY,
    POST_APART,
    EDIT,
    OVERWRITE,
    KEEP_THEIRS,
    PUT_BACK,
    KEEP_CHANGED,
    SKIP,
    STOP,
    ASSIGN,
    SNOOZE,
    WAKE,
    SUPPORT,
)
ASKABLE: Final = frozenset(one.name for one in MOVES if one.changes_posting)
"""The names of those that change what is posted: a second person can be asked to approve them."""
SECONDED: Final = ASKABLE | {MoveName.IMPORT}
"""And with those the one that brings files in: it concerns a book, so it is no move on a card."""
CLOSING: Final = frozenset(one.name for one in MOVES if one.closes)
"""And of those that nobody makes on an entry that they prepared: see `Move.closes`."""


def move_of(request: Request) -> Move[Any, Any]:
    """Return the move that a request asks for. Raises KeyError: only another release knows it."""
    named = [one for one in MOVES if one.name is request.move]
    marked = [one for one in named if one.mark and request.facts.get(one.mark)]
    for one in (*marked, *named):
        return one
    raise KeyError(request.move)
