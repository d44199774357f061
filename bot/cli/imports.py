"""`jefail import`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.changes import Meant, advise, meant_by
from bot.cli.terminal import counted, note, say
from connectors.intake.dates import DateOrder
from connectors.intake.result import NumberBy
from journal.amounts.reading import DecimalMark
from journal.entries.coding import TaxOn
from journal.entries.entry import EntryKind, checked_preparer
from journal.entries.numbering import Numbering, Restart
from journal.errors import JefailError

if TYPE_CHECKING:
    from bot.cli.faults import Faults
    from bot.cli.taking import Tally


async def import_(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="Entries as CSV, a workbook (XLSX ...) or JSON lines."),
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
    sheet: Annotated[
        str, typer.Option(help="The sheet of a workbook; without it the first one is read.")
    ] = "",
    number_by: Annotated[
        NumberBy | None,
        typer.Option(help="What makes rows one entry, where the file does not number them."),
    ] = None,
    amounts: Annotated[
        TaxOn | None,
        typer.Option(help="How amounts and the tax of their codes go together; else found out."),
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
    corrected_all: Annotated[
        bool,
        typer.Option(
            "--corrected-all",
            help="As --corrected, also where the day, the sales channel or most lines change.",
        ),
    ] = False,
    ask: Annotated[
        bool,
        typer.Option(
            "--ask", help="As --corrected; what reads as another entry is asked on a card in Slack."
        ),
    ] = False,
    numbers_restart: Annotated[
        Restart | None,
        typer.Option(
            help="The numbers start again on each date or in each file: that becomes part of the"
            " reference."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be taken, and change nothing.")
    ] = False,
    prepared_by: Annotated[
        str, typer.Option(help="Who prepared them: a Slack user id or an e-mail address.")
    ] = "",
    faults: Annotated[
        Path | None, typer.Option(help="Write everything that was not taken here, as CSV.")
    ] = None,
) -> int:
    """Take a file of entries into a book.

    Lines carry an account, and class, location, tracking ("Tracking: Region"), customer, vendor or
    other name, tax code, tax amount and project; entries a number, memo, currency, exchange rate,
    tax treatment ("Amounts Are"), "Is Adjustment" and "Reversing Date". Any other column that is
    filled stops the import, unless --leave-out says that it may be lost.

    They are posted by `jefail run`. An entry that is known already is not taken twice, so the
    same file may be imported again. One that was changed meanwhile is a fault, unless it is
    said with --corrected that the change is meant; what is posted is then put right where it
    stands, as long as nobody changed it there. A change of the day, the sales channel or most
    lines is taken only with --corrected-all, or --ask.
    """
    from bot.cli.dry_run import DryRun, show_sketch
    from bot.cli.faults import collecting
    from bot.cli.opening import open_program
    from bot.cli.taking import Tally, take
    from connectors.intake.result import IntakeOptions

    meant = meant_by(corrected=corrected, corrected_all=corrected_all, ask=ask)
    async with open_program() as program:
        async with program.database.store() as store:
            found = await store.books.by_slug(book)
            connection = await store.books.connection_of(found.id)
            known = await store.books.known(connection)
        by = checked_preparer(prepared_by)
        options = IntakeOptions(
            found.currency,
            channel,
            kind,
            dates,
            decimals,
            leave_out,
            by,
            locale=found.locale,
            sheet=sheet,
            amounts=amounts,
            number_by=number_by,
            by_day=numbers_restart is Restart.DATE,
        )
        numbering = Numbering(file.stem, numbers_restart)
        with collecting(faults) as collected:
            if dry_run:
                preview = meant.through(program.services.preview_entries, numbering)
                sketch = await DryRun(file, options, preview, connection)(known, collected)
                show_sketch(sketch, collected, file.name)
                advise(sketch.changed, sketch.restated, meant, numbers_restart)
                return 1 if collected.count or sketch.stopped else 0
            tally = Tally()
            try:
                accept = meant.through(program.services.accept_entries, numbering)
                await take(accept, found.id, file, options, tally, collected)
            except JefailError:
                tally.stopped = bool(tally.taken)
                if tally.stopped:
                    _tell(tally, collected, meant, numbers_restart)
                raise
    _tell(tally, collected, meant, numbers_restart)
    return 1 if collected.count or tally.stopped else 0


def _tell(tally: Tally, faults: Faults, meant: Meant, restart: Restart | None) -> None:
    parts = [f"{counted(tally.taken, 'entry', 'entries')} taken"]
    if tally.asked:
        parts.append(f"{tally.asked:,} of them asked about in Slack")
    if tally.known:
        parts.append(f"{tally.known:,} known already")
    if faults.count:
        parts.append(f"{faults.count:,} not taken")
    say(", ".join(parts) + (":" if faults.count else "."))
    faults.show()
    tally.remarks.show()
    advise(tally.changed, tally.restated, meant, restart)
    if tally.stopped:
        note("Stopped before the end of the file. Import it again to go on: nothing is doubled.")
