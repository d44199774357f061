"""A file that is to be offered: read, summed up against its book, its faults told below it."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import PurePosixPath

import structlog

from blocks.kit.text import one_line
from bot.offers.fetching import Fetched, fetched
from bot.offers.members import require_member
from bot.offers.options import Meaning, meaning_of
from bot.shared_files import SlackFiles
from connectors.intake.handed_in import MOST_FAULTS, faulty_rows, read_cost_sheet
from connectors.intake.result import Fault, OptionNeeded, Span, Taken
from journal.books.book import Book
from journal.errors import BadInput, JefailError
from journal.importing.take_offer import TakeOffer
from journal.offers.choices import Needed
from journal.offers.file_offer import FileOffer, OfferState, OfferStep
from journal.offers.summary import Counting, FileSummary, Wrong
from journal.ports import Acceptance, Clock
from journal.posting.accept_entries import PreviewEntries
from storage.database import Database

BATCH = 500
GIVEN_UP = (
    "jefail tried several times and could not finish. Drop the file again, or send this to your"
    " jefail administrator."
)
COSTS = "It is a sheet of costs. Drop it into the thread of the card that waits for them."
log = structlog.get_logger()


@dataclass(slots=True)
class Read:
    """What a file came to."""

    counting: Counting
    faults: list[tuple[Span, str]] = field(default_factory=list)  # the first of them
    lacks_channel: bool = False

    def fault(self, one: Fault) -> None:
        """Count a fault that the reader found."""
        self.lacks_channel |= one.needed is Needed.SALES_CHANNEL
        self.add(one.lines, one.says or one.cause, one.reference)

    def answer(self, taken: Taken, answer: Acceptance) -> None:
        """Count an entry by what would become of it."""
        if answer.error:
            restated = answer.restated is not None
            self.add(
                taken.lines, answer.error, answer.reference, changed=not restated, restated=restated
            )
        elif answer.taken:
            self.counting.take(taken.entry, answer.fate)
        else:
            self.counting.know()

    def add(
        self,
        lines: Span,
        cause: str,
        reference: str,
        *,
        changed: bool = False,
        restated: bool = False,
    ) -> None:
        """Count what is not taken, and keep it for the file of faults."""
        wrong = Wrong(lines.first, lines.last, lines.what, reference, cause)
        self.counting.fault(wrong, changed=changed, restated=restated)
        if len(self.faults) < MOST_FAULTS:
            self.faults.append((lines, cause))


@dataclass(frozen=True, slots=True)
class ReadOffer:
    """Read the file of an offer and say what importing it would do. Nothing is taken in."""

    database: Database
    files: SlackFiles
    preview_entries: PreviewEntries
    take_offer: TakeOffer
    now: Clock

    async def __call__(self, offer_id: int) -> None:
        """Read it; run again it reads it again and says the same.

        Raises:
            SlackApiError, aiohttp.ClientError, TimeoutError, StoreBusy: try again.
        """
        async with self.database.store() as store:
            offer = await store.offers.get(offer_id)
            if offer.book_id is None or not _is_wanted(offer):
                return
            book = await store.books.get(offer.book_id)
        try:
            await require_member(self.database, offer)
            async with fetched(self.files, offer) as file, _plainly_refused(file):
                await self._offer(offer, book, file)
        except OptionNeeded as error:
            await self._ask(offer, error.needed, error.says)
        except JefailError as error:
            if error.retryable:
                raise
            await self.take_offer.refuse(offer, str(error))

    async def give_up(self, key: str) -> None:
        """Say that the file could not be read or imported, after the last try at it."""
        async with self.database.store() as store:
            offer = await store.offers.get(int(key))
        log.error("offer_given_up", offer_id=offer.id, state=offer.state.value)
        await self.take_offer.refuse(offer, GIVEN_UP)

    async def _offer(self, offer: FileOffer, book: Book, file: Fetched) -> None:
        meaning = meaning_of(offer.choices, book, offer.file_name)
        read = await self._read(book, file, meaning)
        summary = read.counting.summary()
        if read.lacks_channel and not summary.taken and not summary.known:
            await self._ask(offer, Needed.SALES_CHANNEL, "The file names no sales channel.")
            return
        sheet = await asyncio.to_thread(_faulty_rows, file, meaning, read.faults)
        digest = hashlib.sha256(sheet.encode()).hexdigest() if sheet else ""
        await self._keep(offer, summary, file.digest, digest)
        if sheet and digest != offer.faults_sent:
            await self._send_faults(offer, sheet)
            async with self.database.store() as store:
                now = await store.offers.for_change(offer.id)
                await store.offers.save(replace(now, faults_sent=digest))

    async def _read(self, book: Book, file: Fetched, meaning: Meaning) -> Read:
        entries = await file.opened(meaning.options)
        read = Read(Counting(entries.label, entries.notes))
        items = iter(entries)
        while batch := await asyncio.to_thread(lambda: list(islice(items, BATCH))):
            taken = [one for one in batch if isinstance(one, Taken)]
            answers = iter(await self._preview(book, meaning, taken))
            for one in batch:  # in the order of the file, no matter who found the fault
                if isinstance(one, Fault):
                    read.fault(one)
                else:
                    read.answer(one, next(answers))
        return read

    async def _preview(
        self, book: Book, meaning: Meaning, taken: Sequence[Taken]
    ) -> Sequence[Acceptance]:
        if not taken:
            return ()
        return await self.preview_entries(
            book.id,
            meaning.said([one.entry for one in taken]),
            corrected=meaning.corrected,
            numbering=meaning.numbering,
        )

    async def _keep(
        self, offer: FileOffer, summary: FileSummary, digest: str, of_faults: str
    ) -> None:
        async with self.database.store() as store:
            now = await store.offers.for_change(offer.id)
            if now.state is not OfferState.READING or now.choices != offer.choices:
                return  # someone chose otherwise meanwhile: that is read by a job of its own
            moved = now.after(OfferStep.READ, by=None, at=self.now())
            sent = now.faults_sent if now.faults_sent == of_faults else ""
            moved = replace(
                moved, summary=summary, digest=digest, needs=(), why="", faults_sent=sent
            )
            await store.offers.save(moved)
            await store.offers.owe(moved, self.now())
            if summary.faults or now.summary.faults:
                await store.offers.owe_faults(moved, self.now())

    async def _ask(self, offer: FileOffer, needed: Needed, why: str) -> None:
        async with self.database.store() as store:
            now = await store.offers.for_change(offer.id)
            if now.state is not OfferState.READING:
                return
            moved = now.after(OfferStep.ASK, by=None, at=self.now())
            needs = tuple(dict.fromkeys((*now.needs, needed)))
            await store.offers.save(replace(moved, needs=needs, why=why))
            await store.offers.owe(moved, self.now())

    async def _send_faults(self, offer: FileOffer, sheet: str) -> None:
        await self.files.slack.files_upload_v2(
            channel=offer.channel_id,
            thread_ts=offer.thread_ts or offer.file_ts,
            filename=f"not-imported-{one_line(PurePosixPath(offer.file_name).stem, 80)}.csv",
            content="\ufeff" + sheet,
        )


def _is_wanted(offer: FileOffer) -> bool:
    """Whether it is to be read, or was read by a process that died before it sent the faults."""
    lacks_file = offer.state is OfferState.OFFERED and offer.summary.faults > 0
    return offer.state is OfferState.READING or (lacks_file and not offer.faults_sent)


@asynccontextmanager
async def _plainly_refused(file: Fetched) -> AsyncIterator[None]:
    """Have what is wrong with the whole file said without its name, which stands beside it."""
    try:
        yield
    except OptionNeeded:
        raise
    except BadInput as error:
        if await asyncio.to_thread(_is_cost_sheet, file):
            raise BadInput(COSTS) from error
        why = str(error).removeprefix(f"{file.path.name} cannot be read: ")
        raise BadInput(why) from error


def _is_cost_sheet(file: Fetched) -> bool:
    try:
        rows = read_cost_sheet(file.path.name, file.path.read_bytes())
    except BadInput:
        return False
    return bool(rows)


def _faulty_rows(file: Fetched, meaning: Meaning, faults: Sequence[tuple[Span, str]]) -> str:
    """Return the rows that are not taken as CSV, each with why; "": there are none."""
    if not faults:
        return ""
    return faulty_rows(file.path, meaning.options.sheet, faults)
