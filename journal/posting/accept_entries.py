"""Entries come in: they are kept, and their posting is made due, together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from journal.books.book import Platform
from journal.entries.entry import NewEntry
from journal.entries.numbering import Names, Numbering
from journal.entries.wording import remarks_on
from journal.ports import Acceptance, Clock, OpenStore, Store


@dataclass(frozen=True, slots=True)
class AcceptEntries:
    """Take entries into a book."""

    open_store: OpenStore
    now: Clock

    async def __call__(
        self,
        book_id: int,
        entries: Sequence[NewEntry],
        *,
        corrected: bool = False,
        numbering: Numbering | None = None,
    ) -> Sequence[Acceptance]:
        """Keep `entries` (each already checked) in one transaction; answer for each, in order.

        Args and errors: as `within`.
        """
        async with self.open_store() as store:
            return await self.within(
                store, book_id, entries, corrected=corrected, numbering=numbering
            )

    async def within(
        self,
        store: Store,
        book_id: int,
        entries: Sequence[NewEntry],
        *,
        corrected: bool = False,
        numbering: Numbering | None = None,
        together: bool = False,
    ) -> Sequence[Acceptance]:
        """Keep `entries` within a unit of work, which the caller may still undo.

        A reference and revision known already is not taken twice; a higher revision replaces one
        that is not posted yet, or that can be corrected in the ledger, and so does other content
        where it is `corrected` on purpose. What reads as another entry than the one before (see
        journal/entries/restating.py) is refused, unless it says itself what is to be done with it.
        The job that posts them is kept with them.

        Args:
            numbering: of a file, whose entries have its numbers for references.
            together: where one of them cannot be taken none is, since the caller undoes all then.

        Raises:
            NotFound: the book is unknown or has no connection.
        """
        at = self.now()
        named, names = _named(entries, numbering)
        connection = await store.books.connection_of(book_id)
        accepted = await store.intake.accept(
            connection, named, at, corrected=corrected, names=names, together=together
        )
        if any(one.taken for one in accepted):
            await store.jobs.post_entries(connection.id)
        return _with_remarks(accepted, named, connection.platform)


@dataclass(frozen=True, slots=True)
class PreviewEntries:
    """Say what would become of entries, and change nothing."""

    open_store: OpenStore

    async def __call__(
        self,
        book_id: int,
        entries: Sequence[NewEntry],
        *,
        corrected: bool = False,
        numbering: Numbering | None = None,
    ) -> Sequence[Acceptance]:
        """Answer for each of `entries` as `AcceptEntries` would. Raises as that does."""
        named, names = _named(entries, numbering)
        async with self.open_store() as store:
            connection = await store.books.connection_of(book_id)
            answers = await store.intake.preview(
                connection, named, corrected=corrected, names=names
            )
        return _with_remarks(answers, named, connection.platform)


def _named(
    entries: Sequence[NewEntry], numbering: Numbering | None
) -> tuple[Sequence[NewEntry], Mapping[str, Names]]:
    """Return the entries under their references, and by those the others they may have."""
    if numbering is None:
        return entries, {}
    named: list[NewEntry] = []
    others: dict[str, Names] = {}
    for one in entries:
        entry, names = numbering.name(one)
        named.append(entry)
        others[entry.reference] = names.beside(others.get(entry.reference))
    return named, others


def _with_remarks(
    answers: Sequence[Acceptance], entries: Sequence[NewEntry], platform: Platform
) -> Sequence[Acceptance]:
    """Return `answers` with what of the words of `entries` the platform does not take."""
    return [
        answer
        if answer.error
        else replace(answer, remarks=tuple(remarks_on(one, answer.number, platform)))
        for answer, one in zip(answers, entries, strict=True)
    ]
