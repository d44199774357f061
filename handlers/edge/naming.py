"""What people call things in a command: a book, a case, an entry."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import process

from blocks.kit.limits import NAME_SHOWN
from blocks.kit.text import outside
from journal.books.book import Book
from journal.entries.entry import Entry
from journal.entries.numbers import id_in
from journal.errors import BadInput, NotFound
from journal.ports import Store

_SHOWN = 5


async def book_id_of(store: Store, words: Sequence[str]) -> int | None:
    """Return the book that is named, by its short or its whole name; None for all.

    Raises:
        NotFound: there is no such book; names the nearest.
    """
    name = " ".join(words)
    if not name or name.casefold() == "all":
        return None
    book = await book_called(store, name)
    if book is not None:
        return book.id
    slugs = [one.slug for one in await store.books.all()]
    nearest = process.extractOne(name, slugs, score_cutoff=50)
    hint = f" Did you mean {nearest[0]}?" if nearest else ""
    raise NotFound(f'There is no book called "{_shown(name)}".{hint}', is_drawn=True)


async def book_called(store: Store, name: str) -> Book | None:
    """Return the book of this short or whole name, in any case; None: there is none."""
    wanted = " ".join(name.split()).casefold()
    for book in await store.books.all():
        if wanted in (book.slug, " ".join(book.name.split()).casefold()):
            return book
    return None


def reference_in(words: Sequence[str], command: str) -> str:
    """Return what is named. Raises BadInput: nothing is."""
    if not words:
        usage = f"Say which: `/jefail {command} INC-7` or `/jefail {command} JF-1042`."
        raise BadInput(usage, is_drawn=True)
    return " ".join(words)


async def incident_id_of(store: Store, reference: str) -> int:
    """Return the incident that is named, by its number or by one of its entries.

    Raises:
        NotFound: there is no such entry, or nothing is wrong with it.
        BadInput: several books have an entry called so.
    """
    incident_id = id_in(reference, "INC")
    if incident_id is None:
        incident_id = (await entry_called(store, reference)).incident_id
    if incident_id is None:
        unharmed = f'"{_shown(reference)}" has no card: nothing is wrong with it.'
        raise NotFound(unharmed, is_drawn=True)
    return incident_id


async def entry_called(store: Store, reference: str) -> Entry:
    """Return the one entry that is named, by its number or by the caller's own reference.

    Raises:
        NotFound: there is none.
        BadInput: several books have one called so; to take any would be to take a wrong client's.
    """
    entries = await store.entries.find(reference)
    if not entries:
        unknown = f'No entry or incident is called "{_shown(reference)}".'
        raise NotFound(unknown, is_drawn=True)
    if len(entries) > 1:
        several = [await _of_book(store, entry) for entry in entries[:_SHOWN]]
        raise BadInput(
            f'"{_shown(reference)}" is in several books: {", ".join(several)}.'
            " Say which by its number.",
            is_drawn=True,
        )
    return entries[0]


async def _of_book(store: Store, entry: Entry) -> str:
    book = await store.books.get(entry.book_id)
    return f"{entry.number} of {_shown(book.name)}"


def _shown(text: str) -> str:
    return outside(text, NAME_SHOWN)
