"""This release takes over from the previous one while that still runs on the same database."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest

from tests.faults.lives import Plan, environment, living
from tests.faults.test_killed import a_card, retry, told_and_closed
from tests.faults.world import a_file, all_posted, days, in_time, jobs_done, open_world, settings_of
from tests.previous import SCHEMA, running, tree_of_it
from tests.storage.invariants import broken_rules

pytestmark = pytest.mark.timeout(300)  # for a machine with much else to do


async def test_the_previous_release_works_beside_this_one(
    database_url: str, tmp_path: Path
) -> None:
    """Jobs of either are done by either; each entry, card and line is there once."""
    tree, log = tree_of_it(tmp_path / "previous"), tmp_path / "previous.log"
    async with open_world(database_url, tmp_path, JEFAIL_STALLED_SECONDS=10) as desk:
        company = await desk.company(lasting=timedelta(hours=1))
        await company.switch(close_date="2026-07-31")
        plan = Plan(settings_of(desk))
        newest = _numbered(database_url, SCHEMA)  # it began before the database was brought up
        with running(tree, environment(plan), log):
            await desk.take(company, a_file(tmp_path, date(2026, 8, 1), name="first"))
            await all_posted(company, 1)  # so the old one works on the new schema alone
            _numbered(database_url, newest)
            async with living(plan) as lives:
                file = a_file(tmp_path, date(2026, 7, 30), *days(date(2026, 8, 1), 60))
                assert await desk.take(company, file) == 61
                try:
                    card = await in_time(lambda: a_card(desk), "the card")
                    await all_posted(company, 61)
                    await company.switch(close_date=None)
                    await retry(desk, card)
                    numbers = await all_posted(company, 62)
                    await told_and_closed(desk, card)
                    await jobs_done(desk)
                except AssertionError as error:
                    error.add_note(f"{log.read_text()[-3000:]}\n{lives.last_words()}")
                    raise
        assert len(numbers) == 62
        assert numbers == Counter(dict.fromkeys(numbers, 1))
        assert await broken_rules(desk.program.database) == []


def _numbered(url: str, schema: str) -> str:
    """Give the database the number of another schema; return the one that it had."""
    with psycopg.connect(url) as connection:
        was = connection.execute("SELECT version_num FROM alembic_version").fetchall()[0][0]
        connection.execute("UPDATE alembic_version SET version_num = %s", (schema,))
    return str(was)
