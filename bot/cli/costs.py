"""`jefail cost`: what one piece of each SKU costs, per sales channel."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.cost_change import change
from bot.cli.terminal import say, show
from journal.amounts.money import Money
from journal.amounts.reading import DecimalMark
from journal.books.book import Book
from journal.errors import BadInput

Yes = Annotated[
    bool, typer.Option("--yes", help="Take costs that are far from what was known, and zero.")
]
Slug = Annotated[str, typer.Argument(metavar="BOOK", help="The book's short name.")]


async def list_(book: Slug) -> None:
    """List a book's unit costs."""
    from bot.cli.opening import open_program

    async with open_program() as program, program.database.store() as store:
        found = await store.books.by_slug(book)
        rows = await store.desk.costs(found.id)
    if not rows:
        say(f"{found.name} has no costs yet. `jefail cost set` or `jefail cost import` adds them.")
        return
    show(
        ("Sales channel", "SKU", "Unit cost"),
        [(channel, sku, str(cost)) for channel, sku, cost in rows],
    )


async def set_(
    book: Slug,
    channel: Annotated[str, typer.Argument(metavar="CHANNEL", help="The sales channel: Shopify.")],
    sku: Annotated[str, typer.Argument(metavar="SKU", help="The variant, as entries name it.")],
    cost: Annotated[str, typer.Argument(metavar="COST", help="Of one piece: 11.40.")],
    *,
    yes: Yes = False,
) -> None:
    """Set the unit cost of a SKU in the book's currency; it replaces the cost it had."""
    from bot.cli.cost_rows import doubt_said, find_row_doubts
    from bot.cli.opening import open_program
    from bot.cli.waiting import tell_waiting, waiting_for_costs
    from connectors.intake.table_rows import CostRow
    from journal.books.sales_channels import proper_name

    channel, sku = named(proper_name(channel), "sales channel"), named(sku.strip(), "SKU")
    async with open_program() as program, program.database.store() as store:
        found = await store.books.by_slug(book)
        money = one_cost(cost, found)
        row = CostRow(channel, sku, money)
        doubts = find_row_doubts([row], await store.desk.costs(found.id))
        if doubts and not yes:
            raise BadInput(f"{doubt_said(row, doubts[0], found)} Add --yes if it is.")
        await store.desk.save_costs(found.id, [(channel, sku, money)])
        waiting = await waiting_for_costs(store, found.id, {(channel, sku)})
    say(f"One piece of {sku} from {channel} costs {money}.")
    tell_waiting(waiting)


async def import_(
    book: Slug,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV: Sales channel, SKU, Cost (and Currency).")
    ],
    decimals: Annotated[
        DecimalMark | None, typer.Option(help="How 1,234 is to be read, where it is open.")
    ] = None,
    faults: Annotated[
        Path | None, typer.Option(help="Write everything that was not taken here, as CSV.")
    ] = None,
    yes: Yes = False,
) -> int:
    """Read unit costs from a file and show what changes; what it does not name stays as it is."""
    from bot.cli.cost_rows import show_changes, split_rows
    from bot.cli.faults import collecting
    from bot.cli.keeping import KeepCosts
    from bot.cli.opening import open_program
    from bot.cli.rows import keep_rows, tell_kept
    from bot.cli.waiting import tell_waiting, waiting_for_costs
    from connectors.intake.handed_in import read_costs
    from connectors.intake.result import IntakeOptions

    async with open_program() as program:
        async with program.database.store() as store:
            found = await store.books.by_slug(book)
            known = await store.desk.costs(found.id)
        read = list(read_costs(file, IntakeOptions(found.currency, decimals=decimals)))
        rows, doubts = (read, []) if yes else split_rows(read, known, found)
        show_changes(rows, known)
        keep = KeepCosts(program.database.store, found.id)
        with collecting(faults) as collected:
            for text in doubts:
                collected.add(text)
            count = await keep_rows(iter(rows), keep, collected)
        async with program.database.store() as store:
            waiting = await waiting_for_costs(store, found.id, keep.keys)
    code = tell_kept(count, "cost", collected)
    tell_waiting(waiting)
    return code


async def export(
    book: Slug,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Where to; else stdout.")
    ] = None,
) -> None:
    """Write a book's unit costs as CSV, fit to be imported again."""
    from bot.cli.opening import open_program
    from bot.cli.rows import write_table
    from connectors.intake.table_rows import CostRow
    from connectors.intake.write_tables import write_costs

    async with open_program() as program, program.database.store() as store:
        found = await store.books.by_slug(book)
        rows = [CostRow(*row) for row in await store.desk.costs(found.id)]
    write_table(file, lambda to: write_costs(rows, to))


COMMANDS = (
    ("list", list_),
    ("set", set_),
    ("change", change),
    ("import", import_),
    ("export", export),
)


def one_cost(text: str, book: Book) -> Money:
    """Return the cost. Raises BadInput: it is none, or may be two; names both."""
    from blocks.forms.cost_text import cost_readings
    from blocks.kit import figures

    readings = cost_readings(text, book.currency, book.locale)
    if not readings:
        raise BadInput("The cost is missing")
    if len(readings) > 1:
        both = " or ".join(figures.amount(one, book.locale) for one in sorted(readings))
        plain = " or ".join(str(one.decimal) for one in sorted(readings))
        raise BadInput(f"“{text}” may be {both}. Write {plain}.")
    return readings[0]


def named(text: str, what: str) -> str:
    """Return what was typed. Raises BadInput: nothing was."""
    if not text:
        raise BadInput(f"The {what} is missing")
    return text
