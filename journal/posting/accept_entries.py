"""Entries come in: they are kept, and their posting is made due, together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from journal.books.book import Connection, Platform
from journal.entries.at_the_door import why_not_taken
from journal.entries.coding import NOTHING, TaxOn
from journal.entries.entry import NewEntry
from journal.entries.handing_in import Fate
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
        refused = await _refused(store, connection, named)
        if together and any(refused):
            return [_not_taken(one, why) for one, why in zip(named, refused, strict=True)]
        accepted = await store.intake.accept(
            connection,
            [one for one, why in zip(named, refused, strict=True) if not why],
            at,
            corrected=corrected,
            names=names,
            together=together,
        )
        accepted = _in_order(named, refused, accepted)
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
            refused = await _refused(store, connection, named)
            taken = [one for one, why in zip(named, refused, strict=True) if not why]
            answers = await store.intake.preview(
                connection, taken, corrected=corrected, names=names
            )
            answers = _in_order(named, refused, answers)
        return _with_remarks(answers, named, connection.platform)


async def _refused(
    store: Store, connection: Connection, entries: Sequence[NewEntry]
) -> Sequence[str]:
    """Return for each of `entries` why its platform cannot hold it; "": it can."""
    if not any(_says_more(one) for one in entries):
        return [""] * len(entries)
    known = await store.books.known(connection)
    return [why_not_taken(one, known) for one in entries]


def _says_more(entry: NewEntry) -> bool:
    """Whether an entry says more than accounts, amounts and words, which any platform holds."""
    if entry.exchange_rate is not None or entry.adjusting or entry.amounts is not TaxOn.NO_TAX:
        return True
    return any(line.coding is not NOTHING and line.coding != NOTHING for line in entry.lines)


def _in_order(
    entries: Sequence[NewEntry], refused: Sequence[str], answers: Sequence[Acceptance]
) -> Sequence[Acceptance]:
    """Return the answers to all of `entries`; `answers` are those to what was not refused."""
    rest = iter(answers)
    return [
        _not_taken(one, why) if why else next(rest)
        for one, why in zip(entries, refused, strict=True)
    ]


def _not_taken(entry: NewEntry, why: str) -> Acceptance:
    error = f'"{entry.reference}" {why}' if why else ""
    return Acceptance(entry.reference, "", taken=False, error=error, fate=Fate.REFUSED)


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
