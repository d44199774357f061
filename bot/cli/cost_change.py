"""`jefail cost change`: a cost is changed in what was posted; what it comes to is shown first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated
from uuid import uuid4

import typer

from bot.cli.terminal import counted, note, say, show
from journal.amounts.money import Money
from journal.books.book import Book, Platform
from journal.errors import BadInput
from journal.incidents.change_cost_preview import (
    ChangePreview,
    Costed,
    NewCost,
    changed_in,
    total_at,
)
from journal.moves.change_cost import GivenChange, read_change, refuse_if_unchangeable
from journal.moves.start_change import ChangeAtTerminal
from journal.ports import Store

SHOWN = 20
"""How many of the entries are shown."""


async def change(
    book: Annotated[str, typer.Argument(metavar="BOOK", help="The book's short name.")],
    channel: Annotated[str, typer.Argument(metavar="CHANNEL", help="The sales channel: Shopify.")],
    sku: Annotated[str, typer.Argument(metavar="SKU", help="The variant, as entries name it.")],
    cost: Annotated[str, typer.Argument(metavar="COST", help="Of one piece: 11.40.")],
    *,
    why: Annotated[str, typer.Option(help="The reason; the thread in Slack tells it.")],
    since: Annotated[
        str, typer.Option(metavar="DATE", help="Correct entries of this day and of later ones.")
    ] = "",
    entry: Annotated[
        str, typer.Option(metavar="ENTRY", help="Correct one entry alone, such as JF-1042.")
    ] = "",
    closed: Annotated[
        bool, typer.Option("--closed", help="Correct closed days too, once they are open again.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without, it is only shown.")] = False,
) -> None:
    """Change a unit cost in entries that are posted; what it comes to is shown first."""
    from bot.cli.cost_rows import doubt_said, find_row_doubts
    from bot.cli.costs import named, one_cost
    from bot.cli.opening import open_program
    from connectors.intake.table_rows import CostRow
    from journal.books.sales_channels import proper_name

    channel, sku = named(proper_name(channel), "sales channel"), named(sku.strip(), "SKU")
    async with open_program() as program:
        async with program.database.store() as store:
            found = await store.books.by_slug(book)
            platform = (await store.books.connection_of(found.id)).platform
            money = one_cost(cost, found)
            given = GivenChange(channel, {sku: NewCost(money)}, named(why.strip(), "reason"))
            given = replace(given, since=_day(since), with_closed=closed)
            given = await _of_entry(store, found, given, entry) if entry else given
            if (given.since is None) == (not entry):
                raise BadInput("Say which entries: --since 2026-07-01, or --entry JF-1042.")
            row = CostRow(channel, sku, money)
            doubts = find_row_doubts([row], await store.desk.costs(found.id))
            shown = await read_change(store, found.id, given)
        _show(shown, given, platform)
        if not yes:
            if doubts:
                note(doubt_said(row, doubts[0], found))
            note("Nothing is changed yet. Add --yes to do it.")
            return
        seen = replace(given, seen=shown.mark)
        work = ChangeAtTerminal(program.database.store, program.services.make_move)
        card = await work(found.id, f"terminal/{uuid4().hex}", seen)
    if card is not None:
        say(f"{counted(len(shown.entries), 'entry', 'entries')} being corrected: {card.number}.")
    if given.kept:
        say(f"From now on one piece of {sku} from {channel} costs {money}.")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadInput(f'"{text[:40]}" is not a day; write it as 2026-07-01.') from error


async def _of_entry(store: Store, book: Book, given: GivenChange, number: str) -> GivenChange:
    """Return the change of one entry alone. Raises BadInput: it is none of this variant."""
    entries = [one for one in await store.entries.find(number) if one.book_id == book.id]
    if len(entries) != 1:
        raise BadInput(f'{book.name} has no entry "{number[:40]}".')
    (entry,) = entries
    refuse_if_unchangeable(entry)
    ((sku, new),) = given.costs.items()
    if sku not in entry.costs or entry.content.sales_channel != given.sales_channel:
        raise BadInput(f"{entry.number} holds no {sku} from {given.sales_channel}.")
    was = entry.costs[sku]
    if was.currency != new.now.currency:
        raise BadInput(f"{entry.number} is in {was.currency}, and so is its cost.")
    return replace(given, entry_id=entry.id, costs={sku: NewCost(new.now, was)})


def _show(shown: ChangePreview, given: GivenChange, platform: Platform) -> None:
    """Print what would be corrected, entry by entry, and what stays as it is."""
    if not platform.changes_in_place:
        note(f"{platform.label} lets nobody change what is posted, so that stays as it is.")
        return
    rows = [
        (one.number, one.day.isoformat(), str(total_at(one, {})), str(_then(one, given)))
        for one in shown.entries[:SHOWN]
    ]
    if rows:
        show(("Entry", "Date", "Posted", "Corrected"), rows, {"Posted", "Corrected"})
        if (left := len(shown.entries) - SHOWN) > 0:
            note(f"and {left:,} more")
        count = counted(len(shown.entries), "entry", "entries")
        more = Money(shown.now.minor - shown.was.minor, shown.now.currency)
        say(f"{count}: {shown.was} becomes {shown.now}, a difference of {more}.")
    else:
        say("No posted entry changes.")
    _show_what_stays(shown, platform)


def _then(one: Costed, given: GivenChange) -> Money:
    return total_at(one, changed_in(one, given.costs))


def _show_what_stays(shown: ChangePreview, platform: Platform) -> None:
    if shown.closed:
        count = counted(len(shown.closed), "entry", "entries")
        then = "a card waits for them" if shown.with_closed else "add --closed to correct them"
        note(f"{count} on days that are closed in {platform.label}: {then}.")
    for one in shown.left_out:
        waits = f"waits on INC-{one.incident_id}" if one.incident_id else "is on its way"
        why = "it is not known at which costs it was posted" if one.is_unknown else f"it {waits}"
        note(f"{one.number} stays as it is: {why}.")
