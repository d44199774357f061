"""A file that someone dropped where a book is talked of: offered to those who may import it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from blocks.answers.rights import met_text, refusal_text
from blocks.kit.text import harmless
from bot.offers.fetching import MOST_BYTES, TOO_LARGE
from bot.roster import Roster
from bot.shared_files import NotThereYet, SharedFile, SlackFiles, kinds_of, places_of
from journal.books.book import Book
from journal.incidents.move import MoveName
from journal.moves.allowing import require_right_in_book
from journal.offers.file_kinds import NOT_READ, PLAIN_TEXT, is_answered
from journal.offers.file_offer import FileOffer, OfferState
from journal.ports import Click, Clock
from journal.rights import Met, NotAllowed, Refusal, WhyNot
from journal.seeing import BeingRead, Viewer
from storage.database import Database

OTHER_KIND = "jefail reads CSV, TSV, XLSX, XLS, ODS and JSON lines. Save it as one of these."
NO_BOOKS = "You are in the channel of no book, so there is none to import into."
_STRANGERS = frozenset({WhyNot.GUEST, WhyNot.EXTERNAL})


@dataclass(frozen=True, slots=True)
class OfferFile:
    """Make the offer of a file; what is in it is read by a job of its own."""

    database: Database
    files: SlackFiles
    roster: Roster
    now: Clock

    async def __call__(self, shared: SharedFile, file: Mapping[str, Any]) -> None:
        """Offer a file that a person shared. One that concerns no book is let be.

        Raises:
            NotThereYet, SlackApiError, aiohttp.ClientError, TimeoutError: try again.
        """
        is_direct = shared.channel_id.startswith("D")
        why = _why_not_read(file, is_direct=is_direct)
        if why is None:
            return
        books = await self._books(shared, is_direct=is_direct)
        if not books and not is_direct:
            return
        allowed, refusals = await self._allowed(shared, books)
        if any(one.why is WhyNot.UNKNOWN for one in refusals):
            met = await self.roster.meet(shared.person)
            if met is Met.AWAY:
                raise NotThereYet
            if met is not Met.KNOWN:
                await self._tell(shared.person, met_text(met, shared.person))
                return
            allowed, refusals = await self._allowed(shared, books)
        if refusals and not allowed:
            await self._tell(shared.person, refusal_text(refusals[0]))
            return
        if not allowed:
            why = NO_BOOKS
        await self._keep(_offer_of(shared, file, allowed, why), shared)

    async def _books(self, shared: SharedFile, *, is_direct: bool) -> Sequence[Book]:
        """Return the books that the person sees: of the channel, or where it is none, all.

        Raises NotThereYet: it is not known yet who is in the channel.
        """
        try:
            async with self.database.seen_by(Viewer(shared.person)) as store:
                books = await store.books.all()
        except BeingRead as error:
            raise NotThereYet from error
        return [book for book in books if is_direct or book.channel_id == shared.channel_id]

    async def _allowed(
        self, shared: SharedFile, books: Sequence[Book]
    ) -> tuple[Sequence[Book], Sequence[Refusal]]:
        """Return the books into which it may be offered, and why not into the others.

        In a channel others can import what this person may not, as long as they belong to the team.
        """
        allowed: list[Book] = []
        refusals: list[Refusal] = []
        click = Click("", shared.person)
        async with self.database.store() as store:
            for book in books:
                try:
                    await require_right_in_book(store, book.id, click, MoveName.IMPORT)
                except NotAllowed as error:
                    if not self._others_can(shared, error.refusal):
                        refusals.append(error.refusal)
                        continue
                allowed.append(book)
        return allowed, refusals

    def _others_can(self, shared: SharedFile, refusal: Refusal) -> bool:
        is_of_team = refusal.why not in {*_STRANGERS, WhyNot.UNKNOWN}
        return is_of_team and not shared.channel_id.startswith("D")

    async def _keep(self, offer: FileOffer, shared: SharedFile) -> None:
        async with self.database.store() as store:
            kept = await store.offers.add(offer, shared.event_id or shared.file_id, self.now())
            if kept.state is OfferState.READING:
                await store.jobs.read_offer(kept.id)
            await store.offers.owe(kept, self.now())

    async def _tell(self, person: str, text: str) -> None:
        await self.files.slack.chat_postMessage(channel=person, text=harmless(text))


def _why_not_read(file: Mapping[str, Any], *, is_direct: bool) -> str | None:
    """Return why a file is not read, "" where it is; None: nobody waits for an answer."""
    endings = kinds_of(file)
    if any(one in NOT_READ for one in endings):
        return OTHER_KIND
    is_text = is_direct and any(one in PLAIN_TEXT for one in endings)
    if not (is_answered(endings) or is_text):
        return OTHER_KIND if is_direct else None
    return TOO_LARGE if int(file.get("size") or 0) > MOST_BYTES else ""


def _offer_of(
    shared: SharedFile, file: Mapping[str, Any], books: Sequence[Book], why: str
) -> FileOffer:
    """Return the offer as it begins. Raises NotThereYet: Slack does not show its message yet."""
    places = places_of(file, shared.channel_id)
    if not places:
        raise NotThereYet
    place = places[-1]  # dropped once more, it is answered below the newest
    file_ts = str(place.get("thread_ts") or place["ts"])
    is_direct = shared.channel_id.startswith("D")
    in_thread = bool(place.get("thread_ts")) or not is_direct
    one_book = books[0].id if len(books) == 1 else None
    state = OfferState.READING if one_book is not None else OfferState.WHICH_BOOK
    return FileOffer(
        id=0,
        channel_id=shared.channel_id,
        thread_ts=file_ts if in_thread else "",
        file_ts=file_ts,
        file_id=shared.file_id,
        file_name=str(file.get("name") or "file"),
        dropped_by=shared.person,
        state=OfferState.REFUSED if why else state,
        book_id=one_book,
        book_ids=tuple(book.id for book in books),
        why=why,
    )
