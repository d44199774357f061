"""How people fix a cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from journal.entries.editing import LineChange
from journal.entries.entry import EntryKind
from journal.incidents.story.kinds import EventKind
from journal.incidents.story.values import (
    NO_FILE,
    UNCOUNTED,
    Batch,
    ChangedCost,
    CostFile,
    MappedCategory,
    SetCost,
)


@dataclass(frozen=True, slots=True)
class AccountsMapped:
    """Someone said which accounts categories go to."""

    kind: ClassVar = EventKind.MAPPED
    entries: Batch = UNCOUNTED
    mapped: tuple[tuple[str, str], ...] = ()  # the first categories, each with its account's label
    categories: int = 0  # how many in all
    ids: tuple[MappedCategory, ...] = ()  # of the same
    coded: tuple[tuple[str, str], ...] = ()  # what their lines carry beside, each for what


@dataclass(frozen=True, slots=True)
class AccountCreated:
    """Someone had an account made at the platform."""

    kind: ClassVar = EventKind.ACCOUNT_CREATED
    account: str = ""  # its label


@dataclass(frozen=True, slots=True)
class ItemsCoded:
    """Someone chose classes, names or tax codes for lines."""

    kind: ClassVar = EventKind.CODED
    entries: Batch = UNCOUNTED
    chosen: tuple[tuple[str, str], ...] = ()  # the first words and lines, each with its choice
    choices: int = 0  # how many in all
    is_once: bool = False  # in these entries alone; else they are remembered


@dataclass(frozen=True, slots=True)
class ItemCreated:
    """Someone had a class, a customer or a tracking option made at the platform."""

    kind: ClassVar = EventKind.ITEM_CREATED
    dimension: str = ""  # a `Dimension`'s key
    item: str = ""  # its label


@dataclass(frozen=True, slots=True)
class DraftsAsked:
    """Someone wants them left as drafts, since the books are closed."""

    kind: ClassVar = EventKind.DRAFT_ASKED
    entries: Batch = UNCOUNTED


@dataclass(frozen=True, slots=True)
class EntriesRedated:
    """Someone wants them posted on the first open day."""

    kind: ClassVar = EventKind.REDATED
    entries: Batch = UNCOUNTED
    day: date | None = None  # the new one
    before: tuple[date, ...] = ()  # the first and the last of the old ones
    kinds: tuple[EntryKind, ...] = ()


@dataclass(frozen=True, slots=True)
class RatesAgreed:
    """Someone said at which rates entries in another currency are converted."""

    kind: ClassVar = EventKind.RATES_AGREED
    entries: Batch = UNCOUNTED
    currency: str = ""
    value: str = ""  # home currency for one unit; "": each day has its own
    source: str = ""  # who says so: a platform's label; "": a person typed it
    always: bool = False  # the platform's own from now on


@dataclass(frozen=True, slots=True)
class PeriodAwaited:
    """Someone wants them posted automatically once their period is open again."""

    kind: ClassVar = EventKind.AWAITED


@dataclass(frozen=True, slots=True)
class PeriodNotAwaited:
    """And someone does not any more."""

    kind: ClassVar = EventKind.NOT_AWAITED


@dataclass(frozen=True, slots=True)
class LinkAsked:
    """Someone says that what the ledger has is the entry."""

    kind: ClassVar = EventKind.LINK_ASKED
    entries: Batch = UNCOUNTED
    number: str = ""


@dataclass(frozen=True, slots=True)
class PostedAnyway:
    """Or that it is another, so that both belong in the books."""

    kind: ClassVar = EventKind.POST_ANYWAY
    entries: Batch = UNCOUNTED
    number: str = ""  # under which ours is posted
    note: str = ""  # why


@dataclass(frozen=True, slots=True)
class PostedApart:
    """Someone says that a version which reads as another entry is one."""

    kind: ClassVar = EventKind.POST_APART
    entries: Batch = UNCOUNTED
    number: str = ""  # of the new entry
    before: str = ""  # of the version before
    apart: bool | None = None  # True; tells it from `PostedAnyway`, which is the same move


@dataclass(frozen=True, slots=True)
class TheirsOverwritten:
    """Someone wants ours to replace what people did to it there."""

    kind: ClassVar = EventKind.OVERWRITE
    entries: Batch = UNCOUNTED
    number: str = ""
    anew: bool | None = None  # it was deleted there, so it is posted again; None: not kept
    restated: bool | None = None  # it replaces a version that read as another entry


@dataclass(frozen=True, slots=True)
class TheirsKept:
    """Or wants what they did to count."""

    kind: ClassVar = EventKind.KEPT
    number: str = ""
    changed: int | None = None  # so many that were changed after posting; None: of a correction


@dataclass(frozen=True, slots=True)
class OursPutBack:
    """Someone wants ours in the books again, as what people changed or deleted there."""

    kind: ClassVar = EventKind.PUT_BACK
    entries: Batch = UNCOUNTED
    put_back: int | None = None  # so many; tells it from `TheirsOverwritten`, the same move
    number: str = ""  # of the first
    gone: bool | None = None  # they were deleted there, so they are posted again


@dataclass(frozen=True, slots=True)
class LinesEdited:
    """Someone corrected the lines of one of them."""

    kind: ClassVar = EventKind.EDITED
    entries: Batch = UNCOUNTED
    number: str = ""
    changes: tuple[LineChange, ...] = ()


@dataclass(frozen=True, slots=True)
class CostsAdded:
    """Someone said what pieces cost; what that completes goes on."""

    kind: ClassVar = EventKind.COSTS_ADDED
    entries: Batch = UNCOUNTED
    variants: int = 0  # how many got a cost
    set: tuple[SetCost, ...] = ()  # the first of them
    left: int = 0  # how many lack one still
    lacking: tuple[str, ...] = ()  # the first of those, by name
    source: CostFile = NO_FILE


@dataclass(frozen=True, slots=True)
class CostsChanged:
    """Someone said that pieces cost another sum than they were posted at."""

    kind: ClassVar = EventKind.COSTS_CHANGED
    entries: Batch = UNCOUNTED  # that are corrected in the books
    variants: int = 0  # how many got another cost
    changed: tuple[ChangedCost, ...] = ()  # the first of them
    why: str = ""  # as they wrote it
    kept: bool = False  # the costs hold for later entries too
    left: int = 0  # how many entries were left as they are, on closed days
