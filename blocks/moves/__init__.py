"""What people see of each move: one file for each, of the name that it has in `journal/moves`."""

from __future__ import annotations

from blocks.kit import figures
from blocks.moves.ask_owner import SHOWN_ASK_OWNER
from blocks.moves.assign import SHOWN_ASSIGN
from blocks.moves.await_period import SHOWN_AWAIT_PERIOD
from blocks.moves.change_cost import SHOWN_CHANGE_COST
from blocks.moves.code import SHOWN_CODE
from blocks.moves.connect_book import SHOWN_CONNECT
from blocks.moves.costs import SHOWN_COSTS
from blocks.moves.create_account import SHOWN_CREATE_ACCOUNT
from blocks.moves.create_item import SHOWN_CREATE_ITEM
from blocks.moves.draft import SHOWN_DRAFT
from blocks.moves.duplicate import SHOWN_LINK, SHOWN_POST_ANYWAY
from blocks.moves.hand_edit import SHOWN_KEEP_THEIRS, SHOWN_OVERWRITE
from blocks.moves.import_file import SHOWN_IMPORT
from blocks.moves.lines import SHOWN_LINES
from blocks.moves.map import SHOWN_MAP
from blocks.moves.rate import SHOWN_RATE
from blocks.moves.redate import SHOWN_REDATE
from blocks.moves.reopen import SHOWN_REOPEN
from blocks.moves.resolve import SHOWN_RESOLVE
from blocks.moves.retry import SHOWN_RETRY
from blocks.moves.shown import ShownMove
from blocks.moves.skip import SHOWN_SKIP
from blocks.moves.snooze import SHOWN_SNOOZE
from blocks.moves.stop import SHOWN_STOP
from blocks.moves.support import SHOWN_SUPPORT
from blocks.moves.try_connection import SHOWN_TEST
from blocks.words.asks import Ask, Facts, entries_in
from journal.incidents.incident import Case, Mending
from journal.incidents.move import MoveName

SHOWN_MOVES = (
    SHOWN_RETRY,
    SHOWN_RESOLVE,
    SHOWN_REOPEN,
    SHOWN_MAP,
    SHOWN_CREATE_ACCOUNT,
    SHOWN_CODE,
    SHOWN_CREATE_ITEM,
    SHOWN_COSTS,
    SHOWN_CHANGE_COST,
    SHOWN_RATE,
    SHOWN_CONNECT,
    SHOWN_ASK_OWNER,
    SHOWN_TEST,
    SHOWN_DRAFT,
    SHOWN_REDATE,
    SHOWN_AWAIT_PERIOD,
    SHOWN_LINK,
    SHOWN_POST_ANYWAY,
    SHOWN_LINES,
    SHOWN_OVERWRITE,
    SHOWN_KEEP_THEIRS,
    SHOWN_SKIP,
    SHOWN_STOP,
    SHOWN_ASSIGN,
    SHOWN_SNOOZE,
    SHOWN_SUPPORT,
    SHOWN_IMPORT,
)
"""All of them: a new move gets its line here."""
_BY_NAME = {one.move.value: one for one in SHOWN_MOVES}


def shown_move(move: MoveName) -> ShownMove:
    """Return what people see of `move`."""
    return _BY_NAME[move.value]


def ask_of(facts: Facts, case: Case) -> Ask:
    """Return what is asked for by these facts; `move` among them is a `MoveName` value.

    What a newer release asks for and this one has no words for is told all the same.
    """
    known = _BY_NAME.get(str(facts.get("move", "")))
    if known is None or known.ask is None:
        return Ask(f"do something with {entries_in(facts, case)}")
    return known.ask(facts, case)


def mending_said(mending: Mending | None, locale: str = figures.FALLBACK) -> str:
    """Return "mapped to 4100 Sales", in plain text; empty when nothing was mended from here."""
    fix = shown_move(mending.move).fix if mending else None
    return fix(mending.turn, locale) if fix and mending else ""
