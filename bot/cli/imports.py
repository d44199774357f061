"""`jefail import`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.terminal import counted, note, say
from connectors.intake.dates import DateOrder
from journal.amounts import DecimalMark
from journal.entry import EntryKind, checked_preparer
from journal.errors import JefailError

if TYPE_CHECKING:
    from bot.cli.faults import Faults
    from bot.cli.taking import Tally


async def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A CSV or JSON lines file of entries.")
    ],
    book: Annotated[str, typer.Option(help="The book's short name.")],
    channel: Annotated[
        str, typer.Option(help='The sales channel, where the file names none: "Shopify".')
    ] = "",
    kind: Annotated[
        EntryKind | None, typer.Option(help="What the entries tell; else found in their words.")
    ] = None,
    dates: Annotated[
        DateOrder | None, typer.Option(help="How 01/02/2026 is to be read, where it is open.")
    ] = None,
    decimals: Annotated[
        DecimalMark | None, typer.Option(help="How 1,234 is to be read, where it is open.")
    ] = None,
    leave_out: Annotated[
        bool, typer.Option("--leave-out", help="Import although some columns cannot be carried.")
    ] = False,
    corrected: Annotated[
        bool,
        typer.Option(
            "--corrected", help="Take changed entries in the place of what was handed in before."
        ),
    ] = False,
    prepared_by: Annotated[
        str, typer.Option(help="Who prepared them: a Slack user id or an e-mail address.")
    ] = "",
    faults: Annotated[
        Path | None, typer.Option(help="Write everything that was not taken here, as CSV.")
    ] = None,
) -> int:
    """Take a file of entries into a book.

    They are posted by `jefail run`. An entry that is known already is not taken twice, so the
    same file may be imported again. One that was changed meanwhile is a fault, unless it is
    said with --corrected that the change is meant; what is posted is then put right where it
    stands, as long as nobody changed it there.
    """
    from bot.cli.faults import collecting
    from bot.cli.opening import opened
    from bot.cli.taking import Tally, take
    from connectors.intake.result import IntakeOptions

    async with opened() as program:
        async with program.database.store() as store:
            found = await store.books.by_slug(book)
            await store.books.connection_of(found.id)
        by = checked_preparer(prepared_by)
        options = IntakeOptions(found.currency, channel, kind, dates, decimals, leave_out, by)
        with collecting(faults) as collected:
            tally = Tally()
            try:
                accept = partial(program.services.accept_entries, corrected=corrected)
                await take(accept, found.id, file, options, tally, collected)
            except JefailError:
                tally.stopped = bool(tally.taken)
                if tally.stopped:
                    _tell(tally, collected, corrected=corrected)
                raise
    _tell(tally, collected, corrected=corrected)
    return 1 if collected.count or tally.stopped else 0


def _tell(tally: Tally, faults: Faults, *, corrected: bool) -> None:
    parts = [f"{counted(tally.taken, 'entry', 'entries')} taken"]
    if tally.known:
        parts.append(f"{tally.known:,} known already")
    if faults.count:
        parts.append(f"{faults.count:,} not taken")
    say(", ".join(parts) + (":" if faults.count else "."))
    faults.show()
    if tally.changed and not corrected:
        note("What was changed on purpose is taken with --corrected.")
    if tally.stopped:
        note("Stopped before the end of the file. Import it again to go on: nothing is doubled.")
