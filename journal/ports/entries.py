"""What is kept of entries, from where they come in to where the ledger has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, datetime
from typing import Protocol

from journal.amounts.money import Money
from journal.books.book import Connection
from journal.entries.entry import Entry, NewEntry
from journal.entries.grounds import Ground
from journal.entries.numbering import Names
from journal.entries.posting import LedgerEntry
from journal.ports.records import (
    Acceptance,
    Attempt,
    PastAttempt,
)


class Intake(Protocol):
    """Where entries come in."""

    async def accept(
        self,
        connection: Connection,
        entries: Sequence[NewEntry],
        at: datetime,
        *,
        corrected: bool = False,
        names: Mapping[str, Names] = ...,
        together: bool = False,
    ) -> Sequence[Acceptance]:
        """Keep those not known yet; answer for each, in order.

        What becomes of one whose reference is known, `handing_in.decide` says. `names`:
        by reference, under which others an entry may be known; without them only its day's name
        is looked at, and only where it reads as another entry than the one of its reference.
        `together`: none is kept when one cannot be taken, so that a caller who then undoes all
        has used no numbers.
        """

    async def preview(
        self,
        connection: Connection,
        entries: Sequence[NewEntry],
        *,
        corrected: bool = False,
        names: Mapping[str, Names] = ...,
    ) -> Sequence[Acceptance]:
        """Answer as `accept` would, and write nothing. What is new has no number yet."""


class Entries(Protocol):
    """Entries, and the tries at them, as people and polls look for them."""

    async def find(self, text: str) -> Sequence[Entry]:
        """Return the entries that `text` names: JF-1042, or the caller's reference."""

    async def of_incident(self, incident_id: int, limit: int, offset: int = 0) -> Sequence[Entry]:
        """Return a page of the incident's entries, oldest first."""

    async def attempts_of(self, incident_id: int, limit: int) -> Sequence[PastAttempt]:
        """Return the newest tries at the incident's entries, newest first."""

    async def to_look_up(
        self, connection_id: int, limit: int, since: datetime | None = None
    ) -> Sequence[Entry]:
        """Return failed entries that someone may have put into the ledger by hand.

        Those said to be there come first; of the others each poll takes the next few, so that
        all have their turn however many there are. `since`: nothing was put there by hand since
        then, so of the others only those are looked for that were refused later.
        """

    async def owners(self, connection_id: int, ledger_ids: Iterable[str]) -> Mapping[str, str]:
        """Return which of these in the ledger are kept as entries of ours, with our numbers.

        Also what a correction is to replace. Of two entries that keep the same, the one that
        jefail posted, or the earlier one.
        """

    async def are_ours(self, connection_id: int, ledger_ids: Iterable[str]) -> bool:
        """Return whether we posted, or found before, every one of these in the ledger.

        Not what waits there outside the books: any change of it may be what its card waits for.
        """

    async def skip(self, incident_id: int, entry_id: int | None = None) -> int:
        """Close every unposted entry of the incident, or one, without posting; return how many.

        Also what is on its way or uncertain: it is not sent again. Should its answer still come
        and say that the ledger has it, `record` writes so.
        """

    async def unskip(self, incident_id: int) -> int:
        """Let skipped entries wait again; return how many of the incident are not posted."""

    async def join(self, incident_id: int, other_id: int) -> int:
        """Give the failed entries of one incident to another; return how many."""


class Postings(Protocol):
    """Their way into the ledger: what is due, claimed, stopped and answered."""

    async def claim_due(
        self,
        connection_id: int,
        job_id: int,
        at: datetime,
        limit: int,
        besides: Sequence[int] = (),
    ) -> Sequence[Entry]:
        """Make up to `limit` due entries `posting` for `job_id`; return them as they stood.

        `besides`: the ids of those that the job awaits an answer for; they are left out. What is
        suspected to end its runs comes last, and alone: not while any answer is awaited.
        """

    async def release_abandoned(
        self,
        connection_id: int,
        before: datetime,
        job_id: int | None = None,
        besides: Sequence[int] = (),
        *,
        died: bool = True,
    ) -> None:
        """Make uncertain, and due, what a dead run left: of `job_id`, or of a job that ended.

        So is what anybody claimed `before`. Such an entry counts as tried, so the ledger is
        asked for it before it is sent again. `besides`: the ids of those that `job_id` itself
        awaits an answer for; they are not left. `died`: nobody knows what ended that run, so it
        may have been any of these; each counts one run more, and is tried again soon, though not
        at the same moment as others.
        """

    async def still_posting(self, entry_ids: Sequence[int]) -> Set[int]:
        """Return those that are being posted; they stay so until this unit of work ends."""

    async def may_be_sent(self, entry_id: int) -> bool:
        """Return whether a claimed entry is still to be sent; one that was stopped is put back."""

    async def note_sending(self, entry_id: int, at: datetime) -> None:
        """Keep, before it leaves, that a claimed entry is sent `at` to a ledger without keys."""

    async def record(self, attempts: Sequence[Attempt]) -> Set[int]:
        """Write attempts and where they leave their entries; return the entries changed."""

    async def mark_posted(
        self,
        entry: Entry,
        found: LedgerEntry,
        at: datetime,
        ground: Ground,
        costs: Mapping[str, Money] | None = None,
    ) -> bool:
        """Write that the ledger shows an entry that was not known to be there, and how it is known.

        `costs`: what one piece of each SKU costs in that; None: it is not known.

        False when it has moved on since it was read: what is on its way again is looked up then.
        """

    async def release(
        self,
        incident_id: int,
        at: datetime,
        *,
        as_draft: bool = False,
        entry_id: int | None = None,
    ) -> int:
        """Make every unposted entry of the incident due at once, or one; return how many.

        Patience with passing trouble begins again: else the first busy answer would be told.
        """

    async def stop(self, incident_id: int) -> int:
        """Let what is not sent yet wait for people instead; return how many are surely not.

        What is uncertain may be in the ledger: it is marked, and waits for people once it is known
        not to be there. What is claimed is not touched, since its answer may be being written; the
        incident itself says of it that it was stopped.
        """

    async def has_due(self, incident_id: int, at: datetime) -> bool:
        """Return whether an entry of the incident is about to be sent without anybody's help."""

    async def on_the_way(self, connection_id: int) -> bool:
        """Return whether the connection has entries that are neither in the ledger nor refused."""

    async def unreversed(self, connection_id: int) -> Sequence[Entry]:
        """Return what is posted, has a reversing date, and no reversal of its revision yet."""

    async def next_due(self, connection_id: int) -> datetime | None:
        """Return when the connection's next entry is due, or None."""


class Revisions(Protocol):
    """What people change in entries that were refused."""

    async def rework(self, entry: Entry, content: NewEntry) -> bool:
        """Keep `content` instead of what was refused, in a new posting revision.

        What was handed in stays beside it. False when the entry is not any more as it was read.
        """

    async def link(self, entry: Entry, ledger_id: str) -> bool:
        """Note which entry of the ledger a person says is this one; the poster looks it up.

        False when the entry is not any more as it was read.
        """

    async def renumber(self, entry: Entry, ledger_id: str, numbered: int) -> bool:
        """Have it posted under the number of place `numbered`, in a new posting revision.

        `ledger_id` is another entry; a correction that was to replace that one replaces nothing.
        False when the entry is not any more as it was read.
        """

    async def give(self, entry: Entry, incident_id: int) -> bool:
        """Let a refused entry wait on another incident; nothing about it changes.

        False when the entry is not any more as it was read.
        """

    async def tell_of(self, entry: Entry, ledger_id: str) -> bool:
        """Remember that the team is told what else has its number. False: they were before."""

    async def overwrite(self, entry: Entry, ledger_id: str, version: str) -> bool:
        """Let a correction take the place of what a person saw there, in a new posting revision.

        Without an id they saw that nothing is there. False when the entry is not as it was read.
        """

    async def keep(self, entry: Entry, ledger_id: str, version: str) -> bool:
        """Let what a person saw there count instead of a correction, which is not sent.

        False when the entry is not any more as it was read.
        """

    async def settle_question(self, entry: Entry) -> bool:
        """Let a version that reads as another entry replace the one before, which is not posted.

        False when the entry is not any more as it was read.
        """

    async def restore(self, entry: Entry, at: datetime, *, stays: bool = False) -> bool:
        """Let the version before stand again, instead of the one that people were asked about.

        What was not posted is due `at` (aware UTC). `stays`: on the incident that asked. False
        when the entry is not as it was read.
        """

    async def part(self, entry: Entry, reference: str, at: datetime) -> Entry | None:
        """Make the version that people were asked about an entry of its own, on the same incident.

        The one before stands again. Returns the new entry, which waits as failed; None when the
        entry is not any more as it was read, or `reference` is known in the book.
        """

    async def redate(self, incident_id: int, to: date) -> int:
        """Date what was refused of the incident again, each in a new posting revision.

        Returns how many. The date before stays in the description. What is on its way or
        uncertain keeps its date and its key, since the ledger may have it; so does a correction,
        since what stands on a closed day cannot be moved off it.
        """

    async def waiting_days(self, incident_id: int) -> Sequence[date]:
        """Return the days that have to be open for the incident's entries, each once.

        Those of a correction, and of what it takes the place of.
        """
