"""`jefail token`: what a program shows to hand entries in over the API."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.terminal import counted, note, say

Slug = Annotated[str, typer.Argument(metavar="BOOK", help="The book's short name.")]


async def new(book: Slug) -> None:
    """Make a token for a book's API and print it, once; jefail keeps only its digest."""
    from bot.cli.opening import open_program

    async with open_program() as program, program.database.store() as store:
        found = await store.books.by_slug(book)
        token = await store.desk.new_token(found.id)
    typer.echo(token)
    note(f"Keep it well: it is shown this once, and it opens {found.name}.")


async def revoke(book: Slug) -> None:
    """End every token of a book at once."""
    from bot.cli.opening import open_program

    async with open_program() as program, program.database.store() as store:
        found = await store.books.by_slug(book)
        count = await store.desk.revoke_tokens(found.id)
    say(f"{counted(count, 'token')} of {found.name} revoked.")


COMMANDS = (("new", new), ("revoke", revoke))
