"""`jefail after-restore`."""

from __future__ import annotations


async def after_restore() -> None:
    """Say that a backup was put back, where jefail cannot see it by itself.

    A dump, or a copy of the data folder, is noticed at the next start of any command. A whole
    machine that was set back is not. What is queued is then looked for in the ledgers and in Slack
    before it is sent, and new numbers begin where none was given yet. Stop every process first.
    """
    from bot.cli.opening import must_answer
    from bot.cli.terminal import counted, note, say
    from bot.compose import database_of
    from bot.settings import read_settings
    from storage.database import sqlalchemy_url
    from storage.put_back import see_if_put_back

    settings = read_settings()
    await must_answer(settings)
    async with database_of(settings) as (url, _cluster):
        settled = await see_if_put_back(sqlalchemy_url(url), is_said=True)
    assert settled is not None  # it was said
    entries = counted(settled.entries, "entry", "entries")
    say(f"{entries} will be looked for in the ledger before they are sent.")
    note(f"{counted(settled.messages, 'message')} will be looked for in Slack.")
