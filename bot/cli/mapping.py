"""`jefail map`: which account each category of a sales channel, and each name, goes to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.coding_commands import COMMANDS as CODING_COMMANDS
from bot.cli.coding_options import (
    ClassOption,
    LocationOption,
    NameOption,
    TaxOption,
    TrackingOption,
)
from bot.cli.terminal import say, show
from journal.errors import BadInput, NotFound

if TYPE_CHECKING:
    from datetime import datetime

    from bot.cli.coding_options import Typed
    from journal.books.book import Account, Book
    from journal.entries.placing import Category
    from journal.incidents.incident import Case
    from storage.database import SqlStore

_CATEGORY = 2
"""Words that name a category: a sales channel, and what it calls lines."""
Slug = Annotated[str, typer.Argument(metavar="BOOK", help="The book's short name.")]
Named = Annotated[
    str | None,
    typer.Option(
        "--account",
        metavar="NAME",
        help='What lines call an account that the chart has not: "Amazon sales".',
    ),
]


async def list_(book: Slug) -> None:
    """List a book's mapping, and which accounts it means by names."""
    from bot.cli.accounts import kept_in, label_of
    from bot.cli.opening import open_program
    from journal.entries.placing import NAMED

    async with open_program() as program, program.database.store() as store:
        found = await store.books.by_slug(book)
        rows = await kept_in(store, found)
    if not rows:
        say(f"{found.name} has no mapping yet. `jefail map set` or `jefail map import` adds to it.")
        return
    show(
        ("Sales channel", "Category or name", "Account"),
        [
            ("(name)" if channel == NAMED else channel, word, label_of(account))
            for (channel, word), account in rows
        ],
    )


async def set_(
    book: Slug,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[CHANNEL CATEGORY] ACCOUNT",
            help="The category as entries have it, and its account: number, full name or id:79."
            " Without an account only class, location ... are set.",
        ),
    ],
    account: Named = None,
    *,
    class_: ClassOption = None,
    location: LocationOption = None,
    tracking: TrackingOption = None,
    tax: TaxOption = None,
    name: NameOption = None,
) -> None:
    """Map a category of a sales channel, or a name of an account, and post what waited for it."""
    from bot.cli.accounts import chart_of, checked_account, label_of, tell_unchecked
    from bot.cli.coding_options import typed
    from bot.cli.keeping import keep_mapped, refuse_if_unread
    from bot.cli.opening import open_program
    from bot.cli.waiting import tell_moved, tell_waiting
    from journal.books.listing import folded
    from journal.entries.placing import NAMED

    said = typed(class_, location, tracking, tax, name)
    if said and account is None and len(words) == _CATEGORY:
        await _code(book, _key(words, None), said)
        return
    key, text = _set_to(words, account)
    async with open_program() as program, program.database.store() as store:
        found = await store.books.by_slug(book)
        chart = await chart_of(store, found)
        to = checked_account(chart, text)
        refuse_if_unread(key[0], to)
        chosen = {key: to or text.strip()}
        names = map(folded, await store.mappings.names(found.id))
        if to and folded(key[1]) in names:
            # Anyone who reads a name on a card need not know that it is no category.
            chosen[NAMED, key[1]] = to
        moved, held = await keep_mapped(store, found.id, chosen, program.services.now())
        coded, also = await _coded(store, found, key, to, said, program.services.now())
    for one, its in chosen.items():
        say(f"{_said(one)} goes to {label_of(its)}.")
    for line in coded:
        say(line)
    tell_unchecked(chart)
    tell_moved([*moved, *also[0]])
    tell_waiting([*held, *also[1]])


async def _code(book: str, key: Category, said: Typed) -> None:
    """Set what lines of a category carry, whatever account they go to."""
    from bot.cli.coding import choices_said, keep_coded, known_of, looked_up
    from bot.cli.opening import open_program
    from bot.cli.waiting import tell_moved, tell_waiting
    from journal.books.book import Account
    from journal.entries.coding_rules import Scope
    from journal.entries.placing import account_of

    async with open_program() as program, program.database.store() as store:
        found = await store.books.by_slug(book)
        await store.mappings.hold(found.id, 0)
        known = await known_of(store, found)
        to = account_of(key, known)
        wants = to.wants_name if isinstance(to, Account) else ""
        chosen, forgotten = looked_up(said, Scope(key[0], category=key[1]), known, wants)
        now = program.services.now()
        moved, held = await keep_coded(store, found.id, chosen, forgotten, now)
    for line in choices_said(chosen, forgotten, known):
        say(line)
    tell_moved(moved)
    tell_waiting(held)


async def _coded(
    store: SqlStore, book: Book, key: Category, to: Account | None, said: Typed, at: datetime
) -> tuple[Sequence[str], tuple[Sequence[Case], Sequence[Case]]]:
    """Set what lines of a category, or of the account that a name means, carry.

    Return what is said of it, and the cards that move and those that go on waiting.
    """
    from bot.cli.coding import choices_said, keep_coded, known_of, looked_up
    from journal.entries.coding_rules import Scope
    from journal.entries.placing import NAMED

    if not said:
        return [], ([], [])
    known = await known_of(store, book)
    by_account = Scope(account_id=to.key if to else "")
    scope = by_account if key[0] == NAMED else Scope(key[0], category=key[1])
    chosen, forgotten = looked_up(said, scope, known, to.wants_name if to else "")
    moved = await keep_coded(store, book.id, chosen, forgotten, at)
    return [*choices_said(chosen, forgotten, known)], moved


async def remove(
    book: Slug,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CHANNEL CATEGORY]", help="As `jefail map list` has it."),
    ] = None,
    account: Named = None,
) -> None:
    """Forget where a category, or a name of an account, goes."""
    from bot.cli.opening import open_program

    key = _key(words or [], account)
    async with open_program() as program, program.database.store() as store:
        found = await store.books.by_slug(book)
        channel, word = key
        there = (
            await store.desk.drop_mapping(found.id, channel, word)
            if channel
            else await store.aliases.drop(found.id, word)
        )
        if not there:
            raise NotFound(f"{_said(key)} is not mapped in {found.name}")
    say(f"{_said(key)} is not mapped any more.")


def _set_to(words: Sequence[str], name: str | None) -> tuple[tuple[str, str], str]:
    """Return the category or name, and what is written for its account. Raises BadInput."""
    if not words:
        raise BadInput("Name the account")
    return _key(words[:-1], name), words[-1]


def _key(words: Sequence[str], name: str | None) -> tuple[str, str]:
    from journal.books.sales_channels import proper_name
    from journal.entries.placing import NAMED

    if name is not None:
        if words or not name.strip():
            raise BadInput('After --account comes the name alone: --account "Amazon sales"')
        return NAMED, name.strip()
    if len(words) != _CATEGORY:
        raise BadInput(
            "Write the sales channel and the category, or --account with a name:"
            ' jefail map set BOOK Shopify "Gift cards" 2300'
        )
    return proper_name(words[0]), words[1].strip()


def _said(key: tuple[str, str]) -> str:
    channel, word = key
    return f'"{word}" from {channel}' if channel else f'What lines call "{word}"'


async def import_(
    book: Slug,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="CSV: Sales channel (* for names), Category (* for all), Account, Class, Location,"
            " Tracking: Region, Tax, Name.",
        ),
    ],
    faults: Annotated[
        Path | None, typer.Option(help="Write everything that was not taken here, as CSV.")
    ] = None,
) -> int:
    """Read a mapping from a file; what it does not name stays as it is."""
    from bot.cli.accounts import chart_of, tell_unchecked
    from bot.cli.faults import collecting
    from bot.cli.keeping import KeepMapping
    from bot.cli.opening import open_program
    from bot.cli.rows import keep_rows, tell_kept
    from bot.cli.waiting import tell_moved, tell_waiting
    from connectors.intake.handed_in import read_mapping

    async with open_program() as program:
        async with program.database.store() as store:
            found = await store.books.by_slug(book)
            chart = await chart_of(store, found)
        keep = KeepMapping(program.database.store, found.id, chart, program.services.now)
        with collecting(faults) as collected:
            count = await keep_rows(read_mapping(file), keep, collected)
    code = tell_kept(count, "mapping", collected)
    tell_unchecked(chart)
    tell_moved(keep.moved)
    tell_waiting(keep.held)
    return code


async def export(
    book: Slug,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Where to; else stdout.")
    ] = None,
) -> None:
    """Write a book's mapping as CSV, fit to be imported again."""
    from bot.cli.accounts import chart_of, exported, kept_in
    from bot.cli.coding_rows import coded_in, with_coding
    from bot.cli.opening import open_program
    from bot.cli.rows import write_table
    from connectors.intake.table_rows import MappingRow
    from connectors.intake.write_tables import write_mapping

    async with open_program() as program, program.database.store() as store:
        found = await store.books.by_slug(book)
        mapped = await kept_in(store, found)
        chart = await chart_of(store, found)
        coded = await coded_in(store, found, chart)
    rows = [MappingRow(channel, word, exported(chart, to)) for (channel, word), to in mapped]
    write_table(file, lambda to: write_mapping(with_coding(rows, coded), to))


COMMANDS = (
    ("list", list_),
    *CODING_COMMANDS,
    ("set", set_),
    ("remove", remove),
    ("import", import_),
    ("export", export),
)
