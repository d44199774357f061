"""`jefail map default`, `word`, `show`: what lines carry beside their account."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.coding_options import (
    ClassOption,
    LocationOption,
    NameOption,
    TaxOption,
    TrackingOption,
)
from bot.cli.terminal import say, show
from journal.errors import BadInput

Slug = Annotated[str, typer.Argument(metavar="BOOK", help="The book's short name.")]


async def default(
    book: Slug,
    *,
    channel: Annotated[
        str, typer.Option(metavar="CHANNEL", help="Only for this sales channel.")
    ] = "",
    kind: Annotated[
        str, typer.Option(metavar="KIND", help="Only for entries of this kind: deposit.")
    ] = "",
    account: Annotated[
        str, typer.Option(metavar="ACCOUNT", help="Only for lines that go to this account.")
    ] = "",
    class_: ClassOption = None,
    location: LocationOption = None,
    tracking: TrackingOption = None,
    tax: TaxOption = None,
    name: NameOption = None,
) -> None:
    """Set what lines carry that don't say it themselves, and post what waited for it."""
    from bot.cli.accounts import checked_account
    from bot.cli.coding import choices_said, keep_coded, known_of, looked_up
    from bot.cli.coding_options import typed
    from bot.cli.opening import open_program
    from bot.cli.waiting import tell_moved, tell_waiting
    from journal.books.sales_channels import proper_name
    from journal.entries.coding_rules import Scope

    said = typed(class_, location, tracking, tax, name)
    if not said:
        raise BadInput("Say what lines carry: --class, --location, --tracking, --tax or --name")
    async with open_program() as program, program.database.store() as store:
        found = await store.books.by_slug(book)
        await store.mappings.hold(found.id, 0)
        known = await known_of(store, found)
        to = checked_account(known.chart, account) if account else None
        scope = Scope(
            proper_name(channel) if channel else "", _kind(kind), account_id=to.key if to else ""
        )
        chosen, forgotten = looked_up(said, scope, known, to.wants_name if to else "")
        now = program.services.now()
        moved, held = await keep_coded(store, found.id, chosen, forgotten, now)
    for line in choices_said(chosen, forgotten, known):
        say(line)
    tell_moved(moved)
    tell_waiting(held)


async def word(
    book: Slug,
    written: Annotated[
        str, typer.Argument(metavar="WORD", help="What lines call it, which the platform hasn't.")
    ],
    *,
    class_: ClassOption = None,
    location: LocationOption = None,
    tracking: TrackingOption = None,
    tax: TaxOption = None,
    name: NameOption = None,
) -> None:
    """Set which class, location, option, tax code or name a word means, and post what waited."""
    from bot.cli.coding import (
        checked_item,
        choices_said,
        held_in,
        keep_coded,
        known_of,
        meant_by,
    )
    from bot.cli.coding_options import typed
    from bot.cli.opening import open_program
    from bot.cli.waiting import tell_moved, tell_waiting
    from journal.entries.uncoded import Choices, Slot

    said = typed(class_, location, tracking, tax, name)
    if len(said.words) != 1 or not written.strip():
        raise BadInput(f'Say one thing that "{written}" means: --class "Online", for example')
    ((dimension, text),) = said.words.items()
    async with open_program() as program, program.database.store() as store:
        found = await store.books.by_slug(book)
        await store.mappings.hold(found.id, 0)
        known = await known_of(store, found)
        where = held_in(dimension, known)
        forgotten = [] if text else await meant_by(store, found, Slot(where, written.strip()))
        words = {(where, written.strip()): checked_item(known, where, text).key} if text else {}
        chosen, now = Choices(words), program.services.now()
        moved, held = await keep_coded(store, found.id, chosen, forgotten, now)
    for line in choices_said(chosen, forgotten, known):
        say(line)
    tell_moved(moved)
    tell_waiting(held)


async def show_(book: Slug) -> None:
    """Show what lines carry beside their account, and which words mean what."""
    from bot.cli.coding import known_of, scope_said, word_said
    from bot.cli.opening import open_program

    async with open_program() as program, program.database.store() as store:
        found = await store.books.by_slug(book)
        known = await known_of(store, found)
        kept = await store.codings.all(found.id)
    if not kept:
        say(f"{found.name} has no defaults yet. `jefail map default` and `map set` add them.")
        return
    rows = []
    for one in kept:
        slot = one.slot
        item = known.lists.by_id(slot.dimension, one.item_id)
        where = word_said(slot, known) if slot.word else scope_said(slot.scope, known)
        label = item.label if item else one.item_id
        rows.append(
            (
                where,
                slot.dimension.label,
                label if item and item.active else f"{label} (not in use)",
            )
        )
    show(("Lines", "Field", "Choice"), rows)


def _kind(text: str) -> str:
    from journal.entries.entry import EntryKind

    if not text:
        return ""
    wanted = text.strip().casefold().replace(" ", "_").replace("-", "_")
    if wanted not in [one.value for one in EntryKind]:
        kinds = ", ".join(one.value for one in EntryKind)
        raise BadInput(f'There is no kind "{text}". There are: {kinds}')
    return wanted


COMMANDS = (("default", default), ("word", word), ("show", show_))
