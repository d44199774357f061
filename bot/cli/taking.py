"""A file of entries taken in, batch by batch: each is kept whole or not at all."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Protocol

from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from bot.cli.faults import Faults
from bot.cli.remarks import Remarks
from bot.cli.terminal import err, note
from connectors.intake.handed_in import open_entries
from connectors.intake.result import EntryFile, Fault, IntakeOptions, Taken
from journal.entries.entry import NewEntry
from journal.entries.handing_in import Fate
from journal.ports import Acceptance

BATCH = 500
Accept = Callable[[int, Sequence[NewEntry]], Awaitable[Sequence[Acceptance]]]
"""As `AcceptEntries`: takes a book's entries in and answers for each, in order."""


class Counts(Protocol):
    """Counts what becomes of the entries of a file."""

    stopped: bool  # before the end of the file

    def count(self, taken: Taken, answer: Acceptance, faults: Faults) -> None:
        """Count one entry by what the desk answered."""
        ...


@dataclass(slots=True)
class Tally:
    """What became of the file's entries; those not taken are among the faults."""

    taken: int = 0
    known: int = 0
    asked: int = 0  # of those taken: people decide on a card
    changed: int = 0  # known with other content, and so refused
    restated: int = 0  # refused, since they read as other entries
    stopped: bool = False  # before the end of the file
    remarks: Remarks = field(default_factory=Remarks)  # on what was taken

    def count(self, taken: Taken, answer: Acceptance, faults: Faults) -> None:
        """Count one entry by what the desk answered."""
        if answer.error:
            self.restated += answer.restated is not None
            self.changed += answer.restated is None
            faults.add(answer.error, taken.lines, answer.reference)
        elif answer.taken:
            self.taken += 1
            self.asked += answer.fate is Fate.ASKED
            self.remarks.add(answer)
        else:
            self.known += 1


async def take(
    accept: Accept,
    book_id: int,
    path: Path,
    options: IntakeOptions,
    tally: Tally,
    faults: Faults,
) -> None:
    """Hand the entries of `path` to `accept`; Ctrl-C stops after the batch under way.

    The file is read in a thread, one batch ahead, so its size does not matter. `tally` and
    `faults` hold what is done so far, also when this raises.

    Raises:
        BadInput: the file as a whole cannot be read. NotFound: the book has no connection.
        StoreBusy: the database did not answer.
    """
    file = await asyncio.to_thread(open_entries, path, options)
    await take_from(file, path.name, accept, book_id, tally, faults)


async def take_from(
    file: EntryFile, name: str, accept: Accept, book_id: int, tally: Counts, faults: Faults
) -> None:
    """As `take`, of a file called `name` that is open already."""
    for remark in file.notes:
        note(remark)
    with interruptible() as stop, _progress(name, file) as (bar, task):
        async with aclosing(_batches(file)) as batches:
            async for batch in batches:
                if stop.is_set():
                    tally.stopped = True
                    break
                await _take_batch(accept, book_id, batch, tally, faults)
                bar.update(task, completed=batch[-1].bytes_read)


async def _batches(file: EntryFile) -> AsyncGenerator[Sequence[Taken | Fault], None]:
    """Yield the file batch by batch; while one is taken in, the next is read. Raises BadInput."""
    items = iter(file)

    def read() -> Sequence[Taken | Fault]:
        return [*islice(items, BATCH)]

    ahead = asyncio.create_task(asyncio.to_thread(read))
    try:
        while batch := await ahead:
            ahead = asyncio.create_task(asyncio.to_thread(read))
            yield batch
    finally:
        await asyncio.gather(ahead, return_exceptions=True)  # the thread has let go of the file


async def _take_batch(
    accept: Accept,
    book_id: int,
    batch: Sequence[Taken | Fault],
    tally: Counts,
    faults: Faults,
) -> None:
    taken = [one for one in batch if isinstance(one, Taken)]
    answers = iter(await accept(book_id, [one.entry for one in taken]) if taken else ())
    for one in batch:  # in the order of the file, no matter who found the fault
        if isinstance(one, Fault):
            faults.add(one.cause, one.lines, one.reference)
        else:
            tally.count(one, next(answers), faults)


@contextmanager
def interruptible() -> Iterator[asyncio.Event]:
    """Yield an event that the first Ctrl-C sets; a second one ends the command at once."""
    stop = asyncio.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop  # signals reach the main thread alone
        return
    loop = asyncio.get_running_loop()

    def stop_once() -> None:
        loop.remove_signal_handler(signal.SIGINT)
        stop.set()

    loop.add_signal_handler(signal.SIGINT, stop_once)
    try:
        yield stop
    finally:
        loop.remove_signal_handler(signal.SIGINT)


@contextmanager
def _progress(name: str, file: EntryFile) -> Iterator[tuple[Progress, TaskID]]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        yield bar, bar.add_task(f"{name} ({file.label})", total=file.size)
