"""What becomes of the entries at the platform, and of the way there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from journal.entries.failure import Obstacle
from journal.entries.grounds import Ground
from journal.incidents.story.kinds import EventKind
from journal.incidents.story.values import NOTHING_THERE, UNCOUNTED, Batch, There


@dataclass(frozen=True, slots=True)
class IncidentOpened:
    """The first entries stopped; none waits yet where a poll alone was refused."""

    kind: ClassVar = EventKind.OPENED
    entries: Batch = UNCOUNTED


@dataclass(frozen=True, slots=True)
class EntriesJoined:
    """More entries stopped for the same cause."""

    kind: ClassVar = EventKind.JOINED
    entries: Batch = UNCOUNTED


@dataclass(frozen=True, slots=True)
class EntriesPosted:
    """The platform has them."""

    kind: ClassVar = EventKind.POSTED
    entries: Batch = UNCOUNTED
    remarks: tuple[str, ...] = ()  # what is not as its caller wanted it, as sentences


@dataclass(frozen=True, slots=True)
class EntriesRefused:
    """The platform rejected them again."""

    kind: ClassVar = EventKind.REFUSED
    entries: Batch = UNCOUNTED
    words: str = ""  # the platform's own


@dataclass(frozen=True, slots=True)
class EntriesUncertain:
    """The platform did not answer."""

    kind: ClassVar = EventKind.UNCERTAIN
    entries: Batch = UNCOUNTED
    words: str = ""


@dataclass(frozen=True, slots=True)
class EntriesMoved:
    """They now stop for another reason, on other cards."""

    kind: ClassVar = EventKind.MOVED
    entries: Batch = UNCOUNTED
    onto: tuple[int, ...] = ()  # the ids of those incidents


@dataclass(frozen=True, slots=True)
class EntriesMissing:
    """Looked up after someone said they were fixed: the platform does not show them."""

    kind: ClassVar = EventKind.MISSING
    entries: Batch = UNCOUNTED
    by: str | None = None  # who closed it, a Slack user id
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EntriesFound:
    """Looked up: there, though we did not post them."""

    kind: ClassVar = EventKind.FOUND
    entries: Batch = UNCOUNTED
    grounds: tuple[Ground, ...] = ()  # on which they are known to be ours
    remarks: tuple[str, ...] = ()  # as of `EntriesPosted`


@dataclass(frozen=True, slots=True)
class NumberElsewhere:
    """Our number is on something that is not the entry."""

    kind: ClassVar = EventKind.NUMBER_ELSEWHERE
    number: str = ""
    there: There = NOTHING_THERE


@dataclass(frozen=True, slots=True)
class EntriesChecked:
    """Closed by hand as fixed, and looked up: they are there."""

    kind: ClassVar = EventKind.CHECKED
    entries: Batch = UNCOUNTED
    by: str | None = None  # who closed it, a Slack user id
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccessRestored:
    """The platform gives us access again, perhaps by a person; what waited goes on."""

    kind: ClassVar = EventKind.RESTORED
    entries: Batch = UNCOUNTED


@dataclass(frozen=True, slots=True)
class DraftsLeft:
    """They are drafts in the platform, and so not in the books."""

    kind: ClassVar = EventKind.DRAFTED
    entries: Batch = UNCOUNTED


@dataclass(frozen=True, slots=True)
class DraftsDecided:
    """They were approved or rejected there, so they are looked at again."""

    kind: ClassVar = EventKind.DECIDED
    entries: Batch = UNCOUNTED


@dataclass(frozen=True, slots=True)
class PeriodReopened:
    """Their period is open again, and they are posted as someone asked."""

    kind: ClassVar = EventKind.PERIOD_OPEN
    entries: Batch = UNCOUNTED
    asked_by: str = ""  # Slack user id


@dataclass(frozen=True, slots=True)
class EntriesChanged:
    """Posted ones that people changed or deleted there; again, or beside others."""

    kind: ClassVar = EventKind.CHANGED_THERE
    entries: Batch = UNCOUNTED
    obstacle: Obstacle | None = None  # what they did
    by: str = ""  # who, as the platform calls them


@dataclass(frozen=True, slots=True)
class EntriesBack:
    """They say the same as ours again, there."""

    kind: ClassVar = EventKind.BACK_THERE
    entries: Batch = UNCOUNTED
