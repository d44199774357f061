"""What is kept of incidents, and what is owed to the team about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from journal.books.book import Connection
from journal.books.consent import Answer, Connecting
from journal.entries.entry import PostingStatus
from journal.entries.failure import FailureReason
from journal.incidents.incident import Case, Incident
from journal.incidents.notices import NewNotice, NoticeKind
from journal.incidents.story.event import Event
from journal.ports.records import (
    ALL_OPEN,
    Found,
    OpenCases,
    Waiting,
)


class Incidents(Protocol):
    """Incidents, each locked when it is read to be changed, and what is owed to the team."""

    async def for_change(self, incident_id: int) -> Incident:
        """Return the incident, locked for this unit of work. Raises NotFound."""

    async def open_for(self, found: Found, at: datetime) -> tuple[Incident, bool]:
        """Return the unresolved incident of this cause, locked; True when it is new.

        Two processes that find the same cause at once get the same incident: the second waits
        for the first at the unique index. Only then is a number lost: what joins takes none.
        """

    async def open_like(self, fingerprint: str) -> Incident | None:
        """Return the unresolved incident of this cause, locked, or None."""

    async def awaiting_period(self, connection_id: int) -> Sequence[int]:
        """Return the connection's open incidents that wait for their period to be opened."""

    async def save(self, incident: Incident) -> None:
        """Write an incident that was read for change.

        The owner who was asked to connect the book again reads it in their message when it moves.

        Raises:
            TransitionRefused: it would open again beside a newer one of the same cause.
        """

    async def statuses(self, incident_id: int) -> Mapping[PostingStatus, int]:
        """Return how many of the incident's entries have each status."""

    async def digest(self, incident_id: int, entries: Sequence[int] | None = None) -> str:
        """Return what changes with any entry that waits of the incident, or its revisions.

        `entries`: of these alone, on whatever incident; of none it is "".
        """

    async def tell(self, incident: Incident, event: Event, at: datetime) -> None:
        """Add `event` to the story, and owe its line in the thread.

        The first failure is told by the card itself, so it owes no line of its own.
        """

    async def owe_card(self, incident: Incident) -> None:
        """Owe the card's newest version, and have it sent once this is committed."""

    async def owe_cards_of(self, connection_id: int, reason: FailureReason) -> None:
        """Owe the open cards of one cause, since what they offer hangs on what was read now."""

    async def owe_unchecked(self, connection_id: int) -> None:
        """Owe the cards of what is said to be fixed there: whether it can be checked changed."""

    async def owed_messages(self) -> int:
        """Return how many messages Slack does not show in their newest version."""

    async def claim_reminders(self, told_before: datetime, most: int) -> Sequence[Incident]:
        """Return open incidents whose connection's owner is to be reminded, locked.

        Those that were told last before then, and reminded fewer than `most` times.
        """

    async def claim_wakes(self, at: datetime) -> Sequence[tuple[Incident, Incident]]:
        """End the snoozes that are over; return each incident as it was and as it is, locked.

        Each is claimed by one process alone, however many look.
        """

    async def case(self, incident_id: int) -> Case:
        """Return all that a card shows. Raises NotFound."""

    async def waiting(
        self, book_id: int | None, reason: FailureReason | None, most: int, after: int = 0
    ) -> Waiting:
        """Return what waits for people on the open incidents of a book or a reason.

        Only what is newer than the incident `after`; the ids are those of the `most` oldest.
        """

    async def open_cases(
        self,
        book_id: int | None,
        limit: int,
        offset: int = 0,
        only: OpenCases = ALL_OPEN,
        *,
        unchecked: bool = False,
    ) -> Sequence[Case]:
        """Return a page of unresolved cases, oldest first, of one book or of all.

        `unchecked`: also those that are said to be fixed, and were not seen in the books yet.
        """

    async def open_channels(self) -> Sequence[str]:
        """Return the sales channels of what waits on open incidents, the first hundred."""


class Notices(Protocol):
    """What is told beside the cards, to a channel or to one person."""

    async def tell(self, new: NewNotice, at: datetime) -> None:
        """Owe a channel or a person a word about an incident; it is told once."""

    async def tell_of_end(self, connection: Connection, at: datetime) -> None:
        """Owe the book's channel a word about the end of the connection's consent."""

    async def tell_connecting(
        self, kind: NoticeKind, channel_id: str, told: Connecting, at: datetime
    ) -> None:
        """Owe a person the question about a company, or a channel what it was connected to."""

    async def connecting_answered(self, link_id: int, answer: Answer) -> None:
        """Owe the question about a link once more, as it was answered."""

    async def end_moved(self, connection_id: int) -> None:
        """Owe the newest notice of the connection once more, now that it tells of the past."""
