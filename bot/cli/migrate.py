"""`jefail migrate`."""

from __future__ import annotations


async def migrate() -> None:
    """Bring the database to the newest schema.

    `jefail run` and every other command that needs it do so too.
    """
    from bot.cli.opening import must_answer
    from bot.cli.terminal import say
    from bot.compose import database_of
    from bot.settings import read_settings

    settings = read_settings()
    await must_answer(settings)
    async with database_of(settings):
        say("The database has the newest schema.")
