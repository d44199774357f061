"""People changed or deleted posted entries in the books: the buttons that decide on that.

What it is called as a move stands with `SHOWN_OVERWRITE`, `SHOWN_KEEP_THEIRS` and `SHOWN_SKIP`.
"""

from __future__ import annotations

from blocks.kit import names
from blocks.kit.buttons import CaseButton
from blocks.words.asks import Ask, Facts, entries_in
from blocks.words.changed import obstacle_of
from journal.entries.failure import GONE_FROM_BOOKS
from journal.incidents.incident import Case


def _label(case: Case) -> str:
    return "Put ours back" if obstacle_of(case) in GONE_FROM_BOOKS else "Compare"


def ask_put_back(facts: Facts, case: Case) -> Ask:
    """Return what a second person is asked where ours is to stand in the books again."""
    platform = case.connection.platform.label
    what = f"put ours of {entries_in(facts, case)} back in {platform}"
    return Ask(what, then="what people did there is replaced")


def ask_keep_changed(facts: Facts, case: Case) -> Ask:
    """Return the same where what people did is to count."""
    platform = case.connection.platform.label
    return Ask(f"keep what {platform} has of {entries_in(facts, case)}", then="nothing is sent")


PUT_BACK_BUTTON = CaseButton(names.CHANGED, _label)
REMOVED_BUTTON = CaseButton(names.REMOVED, "It was removed on purpose")
