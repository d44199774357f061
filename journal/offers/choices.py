"""What people say about a file of entries where the file itself does not. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Needed(StrEnum):
    """What a file may leave open. The values are written in what is kept."""

    SALES_CHANNEL = "sales_channel"
    DATES = "dates"
    DECIMALS = "decimals"
    NUMBER_BY = "number_by"
    SHEET = "sheet"
    LEAVE_OUT = "leave_out"


class Changes(StrEnum):
    """What becomes of an entry that is known with other content, as the options of `import` say."""

    REFUSE = ""
    CORRECTED = "corrected"
    CORRECTED_ALL = "corrected_all"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Choices:
    """The answers, each as the option of `jefail import` takes it; "": the file says it."""

    sales_channel: str = ""
    kind: str = ""  # an `EntryKind`
    dates: str = ""  # "day-first" or "month-first"
    decimals: str = ""  # "point" or "comma"
    sheet: str = ""
    number_by: str = ""  # "date", "channel" or "description"
    leave_out: bool = False
    changes: Changes = Changes.REFUSE
    restart: str = ""  # a `Restart`
