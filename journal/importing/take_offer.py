"""A file that someone wants imported is taken in, batch by batch, each of them once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from journal.entries.entry import NewEntry
from journal.entries.handing_in import Fate
from journal.entries.numbering import Numbering
from journal.offers.file_offer import FileOffer, OfferState, OfferStep, Progress
from journal.ports import Acceptance, Clock, OpenStore
from journal.posting.accept_entries import AcceptEntries


@dataclass(frozen=True, slots=True)
class Batch:
    """Some entries of a file, and how many faults stood among them."""

    entries: Sequence[NewEntry]
    faults: int

    @property
    def read(self) -> int:
        """Return how much of the file it is."""
        return len(self.entries) + self.faults


@dataclass(frozen=True, slots=True)
class TakeOffer:
    """Take a batch in, and note with it how far the import has come."""

    open_store: OpenStore
    accept_entries: AcceptEntries
    now: Clock

    async def __call__(
        self, offer: FileOffer, batch: Batch, numbering: Numbering, *, corrected: bool
    ) -> tuple[FileOffer, Sequence[Acceptance]]:
        """Keep the batch that follows on what `offer` has read; return the offer as it stands.

        Where another process was first with it nothing is taken, and the answers are empty: the
        offer that is returned says how far that one has come.

        Raises:
            NotFound: the book is unknown or has no connection.
        """
        async with self.open_store() as store:
            now = await store.offers.for_change(offer.id)
            if now.state is not OfferState.IMPORTING or now.progress != offer.progress:
                return now, ()
            assert now.book_id is not None
            answers = await self.accept_entries.within(
                store, now.book_id, batch.entries, corrected=corrected, numbering=numbering
            )
            now = replace(now, progress=_further(now.progress, batch, answers))
            await store.offers.save(now)
        return now, answers

    async def finish(self, offer: FileOffer) -> None:
        """Note that the whole file is taken; its message says what came of it."""
        async with self.open_store() as store:
            now = await store.offers.for_change(offer.id)
            if now.state is OfferState.IMPORTING:
                await store.offers.save(now.after(OfferStep.FINISH, by=None, at=self.now()))
                await store.offers.owe(now, self.now())

    async def refuse(self, offer: FileOffer, why: str) -> None:
        """Note that the file cannot be read (any more); its message says why."""
        async with self.open_store() as store:
            now = await store.offers.for_change(offer.id)
            if now.state in (OfferState.IMPORTING, OfferState.READING):
                moved = now.after(OfferStep.REFUSE, by=None, at=self.now())
                await store.offers.save(replace(moved, why=why))
                await store.offers.owe(now, self.now())


def _further(so_far: Progress, batch: Batch, answers: Sequence[Acceptance]) -> Progress:
    taken = [one for one in answers if one.taken]
    refused = sum(bool(one.error) for one in answers)
    return Progress(
        read=so_far.read + batch.read,
        taken=so_far.taken + len(taken),
        asked=so_far.asked + sum(one.fate is Fate.ASKED for one in taken),
        known=so_far.known + len(answers) - len(taken) - refused,
        faults=so_far.faults + refused + batch.faults,
    )
