"""`jefail check` names what nobody has done for long."""

from __future__ import annotations

from datetime import timedelta

from bot.cli.checks.untended import untended_findings
from storage.engine.given_up import note_given_up
from tests.bot.test_sending import Post, post
from tests.bot.test_silences import WITHIN, read_before

__all__ = ["post"]


async def test_a_source_and_work_are_named(post: Post) -> None:
    """Each is worth a look, none keeps the program from starting."""
    await post.incident("1")
    await read_before(post, 5)
    assert await untended_findings(post.database, WITHIN) == []

    async with post.database.store() as store:
        await note_given_up(store.jobs.sql, "send", "C_BOOKS")
    await read_before(post, 20)
    silent, lying = await untended_findings(post.database, timedelta(minutes=15))

    assert silent.what.startswith("Connection ")
    assert lying.what == "Slack, C_BOOKS"
    assert all(one.warning and not one.problem for one in (silent, lying))
