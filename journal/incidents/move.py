"""What people can do with an incident. Each has one use case, and a rule of who may."""

from enum import StrEnum
from typing import Final


class MoveName(StrEnum):
    """One thing that a person does. The values are written in rules and kept in the story."""

    RETRY = "retry"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    MAP = "map"
    CREATE_ACCOUNT = "create_account"
    CODE = "code"  # a class, a name or a tax code is chosen for lines
    CREATE_ITEM = "create_item"  # or made at the platform
    COST = "cost"
    CHANGE_COST = "change_cost"  # of what is posted
    RATE = "rate"
    CONNECT = "connect"
    ASK_OWNER = "ask_owner"
    TEST = "test"
    DRAFT = "draft"
    REDATE = "redate"
    WAIT_FOR_REOPENING = "wait_for_reopening"
    LINK = "link"  # the entry is in the ledger already: that one counts
    POST_ANYWAY = "post_anyway"
    EDIT = "edit"
    OVERWRITE = "overwrite"  # ours takes the place of what someone did to the posted entry
    KEEP_THEIRS = "keep_theirs"  # or what they did counts
    SKIP = "skip"
    STOP = "stop"
    ASSIGN = "assign"
    SNOOZE = "snooze"
    SUPPORT = "support"
    IMPORT = "import"  # a file that was dropped into Slack; it concerns a book, no incident


_GOVERNED: Final = {MoveName.CODE: MoveName.MAP, MoveName.CREATE_ITEM: MoveName.CREATE_ACCOUNT}


def governing(move: MoveName) -> MoveName:
    """Return the move whose rule says who may make `move`, and when a second person has to agree.

    Anyone who may say which account lines go to may say the rest of them too.
    """
    return _GOVERNED.get(move, move)
