"""What people do with an incident."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from journal.incidents.how_resolved import HowResolved
from journal.incidents.story.kinds import EventKind
from journal.incidents.story.values import UNCOUNTED, Batch


@dataclass(frozen=True, slots=True)
class RetryAsked:
    """Someone asked for another try."""

    kind: ClassVar = EventKind.RETRY
    entries: Batch = UNCOUNTED


@dataclass(frozen=True, slots=True)
class RetryStopped:
    """By a person, while they were being posted again."""

    kind: ClassVar = EventKind.STOPPED
    entries: Batch = UNCOUNTED  # that are left unsent


@dataclass(frozen=True, slots=True)
class IncidentResolved:
    """Closed by a person."""

    kind: ClassVar = EventKind.RESOLVED
    how: HowResolved | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class IncidentReopened:
    """By a person."""

    kind: ClassVar = EventKind.REOPENED


@dataclass(frozen=True, slots=True)
class IncidentAssigned:
    """Someone took it, or gave it to another."""

    kind: ClassVar = EventKind.ASSIGNED
    to: str = ""  # Slack user id


@dataclass(frozen=True, slots=True)
class IncidentUnassigned:
    """Someone let it go."""

    kind: ClassVar = EventKind.UNASSIGNED


@dataclass(frozen=True, slots=True)
class IncidentSnoozed:
    """Put off until a moment."""

    kind: ClassVar = EventKind.SNOOZED
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class IncidentWoken:
    """By a person, or because the moment came."""

    kind: ClassVar = EventKind.WOKEN
    by: str | None = None  # who had put it off, a Slack user id


@dataclass(frozen=True, slots=True)
class EntriesSkipped:
    """Some are never to be posted."""

    kind: ClassVar = EventKind.SKIPPED
    entries: Batch = UNCOUNTED
    note: str = ""


class Way(StrEnum):
    """How a summary goes to those who help."""

    CHANNEL = "channel"  # jefail sends it
    MAIL = "mail"  # the person sends it
    COPY = "copy"  # the person takes it from here


@dataclass(frozen=True, slots=True)
class SupportAsked:
    """Someone asked for help."""

    kind: ClassVar = EventKind.SUPPORT
    way: Way | None = None
    text: str = ""  # what it said
    channel: str = ""  # of Slack, where it went there


@dataclass(frozen=True, slots=True)
class ReconnectAsked:
    """Someone asked the owner of the connection to connect it again."""

    kind: ClassVar = EventKind.OWNER_ASKED
    to: str = ""  # Slack user id


@dataclass(frozen=True, slots=True)
class ReconnectReminded:
    """And jefail reminded them."""

    kind: ClassVar = EventKind.OWNER_REMINDED
    to: str = ""  # Slack user id
    reminder: int | None = None  # the first, the second ...
