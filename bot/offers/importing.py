"""A file that someone wants imported: fetched once more, held against what was summed up, taken."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from itertools import islice

from bot.offers.fetching import Fetched, fetched
from bot.offers.members import require_member
from bot.offers.options import meaning_of
from bot.offers.reading import BATCH
from bot.shared_files import SlackFiles
from connectors.intake.result import Taken
from journal.books.book import Book
from journal.errors import JefailError
from journal.importing.take_offer import Batch, TakeOffer
from journal.offers.file_offer import FileOffer, OfferState
from storage.database import Database

CHANGED = "The file is not what it was when it was summed up. Drop it again."


@dataclass(frozen=True, slots=True)
class ImportOffer:
    """Take in what an offer summed up: the same bytes, with the same choices."""

    database: Database
    files: SlackFiles
    take_offer: TakeOffer

    async def __call__(self, offer_id: int) -> None:
        """Import it; run again it goes on where it was ended.

        Raises:
            SlackApiError, aiohttp.ClientError, TimeoutError, StoreBusy: try again.
        """
        async with self.database.store() as store:
            offer = await store.offers.get(offer_id)
            if offer.state is not OfferState.IMPORTING or offer.book_id is None:
                return
            book = await store.books.get(offer.book_id)
        try:
            await require_member(self.database, offer)
            async with fetched(self.files, offer) as file:
                if file.digest != offer.digest:
                    await self.take_offer.refuse(offer, CHANGED)
                    return
                await self._take(offer, book, file)
        except JefailError as error:
            if error.retryable:
                raise
            await self.take_offer.refuse(offer, str(error))

    async def _take(self, offer: FileOffer, book: Book, file: Fetched) -> None:
        meaning = meaning_of(offer.choices, book, offer.file_name)
        items = islice(iter(await file.opened(meaning.options)), offer.progress.read, None)
        while found := await asyncio.to_thread(lambda: list(islice(items, BATCH))):
            taken = meaning.said([one.entry for one in found if isinstance(one, Taken)])
            batch = Batch(taken, len(found) - len(taken))
            read = offer.progress.read + batch.read
            offer, _answers = await self.take_offer(
                offer, batch, meaning.numbering, corrected=meaning.corrected
            )
            if offer.progress.read != read:
                return  # another process is at it
        await self.take_offer.finish(offer)
