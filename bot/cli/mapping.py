"""`jefail map`: which account each category of a sales channel goes to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.terminal import say, show
from journal.errors import NotFound

Slug = Annotated[str, typer.Argument(metavar="BOOK", help="The book's short name.")]
Channel = Annotated[str, typer.Argument(metavar="CHANNEL", help="The sales channel: Shopify.")]
Category = Annotated[str, typer.Argument(metavar="CATEGORY", help='As entries say: "Gift cards".')]


async def list_(book: Slug) -> None:
    """List a book's mapping."""
    from bot.cli.accounts import chart_of, label_of
    from bot.cli.opening import opened

    async with opened() as program, program.database.store() as store:
        found = await store.books.by_slug(book)
        rows = await store.desk.mapping(found.id)
        chart = await chart_of(store, found)
    if not rows:
        say(f"{found.name} has no mapping yet. `jefail map set` or `jefail map import` adds to it.")
        return
    show(
        ("Sales channel", "Category", "Account"),
        [(channel, category, label_of(chart, account)) for channel, category, account in rows],
    )


async def set_(
    book: Slug,
    channel: Channel,
    category: Category,
    account: Annotated[
        str, typer.Argument(metavar="ACCOUNT", help="Its number, full name or id: 2105.")
    ],
) -> None:
    """Map a category of a sales channel to an account, in the place of what was there."""
    from bot.cli.accounts import chart_of, checked_account, label_of, tell_unchecked
    from bot.cli.opening import opened
    from bot.cli.waiting import tell_waiting, waiting_for_accounts
    from journal.sales_channels import proper_name

    channel, category = proper_name(channel), category.strip()
    async with opened() as program, program.database.store() as store:
        found = await store.books.by_slug(book)
        chart = await chart_of(store, found)
        row = channel, category, checked_account(chart, account)
        await store.desk.save_mapping(found.id, [row])
        waiting = await waiting_for_accounts(store, found.id, {(channel, category)})
    say(f'"{category}" from {channel} goes to {label_of(chart, row[2])}.')
    tell_unchecked(chart)
    tell_waiting(waiting)


async def remove(book: Slug, channel: Channel, category: Category) -> None:
    """Forget where a category goes."""
    from bot.cli.opening import opened
    from journal.sales_channels import proper_name

    channel = proper_name(channel)
    async with opened() as program, program.database.store() as store:
        found = await store.books.by_slug(book)
        if not await store.desk.drop_mapping(found.id, channel, category):
            raise NotFound(f'"{category}" from {channel} is not mapped in {found.name}')
    say(f'"{category}" from {channel} is not mapped any more.')


async def import_(
    book: Slug,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV: Sales channel, Category, Account.")
    ],
    faults: Annotated[
        Path | None, typer.Option(help="Write everything that was not taken here, as CSV.")
    ] = None,
) -> int:
    """Read a mapping from a file; what it does not name stays as it is."""
    from bot.cli.accounts import chart_of, tell_unchecked
    from bot.cli.faults import collecting
    from bot.cli.keeping import KeepMapping
    from bot.cli.opening import opened
    from bot.cli.rows import keep_rows, tell_kept
    from bot.cli.waiting import tell_waiting, waiting_for_accounts
    from connectors.intake.tables import read_mapping

    async with opened() as program:
        async with program.database.store() as store:
            found = await store.books.by_slug(book)
            chart = await chart_of(store, found)
        keep = KeepMapping(program.database.store, found.id, chart)
        with collecting(faults) as collected:
            count = await keep_rows(read_mapping(file), keep, collected)
        async with program.database.store() as store:
            waiting = await waiting_for_accounts(store, found.id, keep.keys)
    code = tell_kept(count, "mapping", collected)
    tell_unchecked(chart)
    tell_waiting(waiting)
    return code


async def export(
    book: Slug,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Where to; else stdout.")
    ] = None,
) -> None:
    """Write a book's mapping as CSV, fit to be imported again."""
    from bot.cli.accounts import chart_of, exported
    from bot.cli.opening import opened
    from bot.cli.rows import write_table
    from connectors.intake.tables import MappingRow, write_mapping

    async with opened() as program, program.database.store() as store:
        found = await store.books.by_slug(book)
        rows = await store.desk.mapping(found.id)
        chart = await chart_of(store, found)
    named = [MappingRow(channel, word, exported(chart, to)) for channel, word, to in rows]
    write_table(file, lambda to: write_mapping(named, to))


COMMANDS = (
    ("list", list_),
    ("set", set_),
    ("remove", remove),
    ("import", import_),
    ("export", export),
)
