"""What becomes of work whose job is given up: it is told, and tried again after a pause."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.compose import Program
from bot.sending import WORK as SEND
from journal.posting.post_entries import STALE
from journal.posting.post_entries import WORK as POST
from storage.engine.given_up import LOOK, note_given_up

PAUSE: Final = timedelta(seconds=30)
"""Between a job that was given up and the next that tries the same."""


async def give_up_posting(program: Program, key: str) -> None:
    """Tell health, leave what the job had claimed, and have it tried again by another job."""
    at, connection_id = program.services.now(), int(key)
    async with program.database.store() as store:
        await note_given_up(store.jobs.sql, POST, key)
        await store.postings.release_abandoned(connection_id, at - STALE)
        await store.jobs.post_entries(connection_id, at=at + PAUSE)


async def give_up_polling(program: Program, key: str) -> None:
    """Tell health; the next poll comes by the clock."""
    async with program.database.store() as store:
        await note_given_up(store.jobs.sql, LOOK, key)


async def give_up_sending(program: Program, key: str) -> None:
    """Tell health; a channel that owes something is woken by the clock."""
    async with program.database.store() as store:
        await note_given_up(store.jobs.sql, SEND, key)
