"""A backup is put back that the books and Slack are ahead of: nothing is posted or told twice."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text

from bot.compose import Program, compose_program
from journal.books.book import Platform
from tests.dumps import dump, new_database, put_back
from tests.faults.lives import Plan, living
from tests.faults.test_killed import a_card, retry, told_and_closed
from tests.faults.world import (
    a_file,
    days,
    in_time,
    jobs_done,
    open_world,
    settings_of,
    standing,
    the_one,
)
from tests.stories.desk import Company, Desk

pytestmark = pytest.mark.timeout(300)  # for a machine with much else to do
CLOSING = {Platform.QUICKBOOKS: "close_date", Platform.ZOHO: "lock_date"}
_POSTED = text("SELECT count(*) FROM entry WHERE status = 'posted'")
_CARD = text("SELECT count(*) FROM message WHERE ts IS NULL AND attempted_at IS NULL")


@pytest.mark.parametrize("platform", CLOSING)
async def test_an_older_backup_is_put_back(
    platform: Platform, database_url: str, tmp_path: Path
) -> None:
    """What was posted and sent since is found there, also what the backup does not know."""
    async with open_world(database_url, tmp_path, JEFAIL_STALLED_SECONDS=4) as desk:
        company = await desk.company(platform=platform, lasting=timedelta(hours=1))
        await company.switch(**{CLOSING[platform]: "2026-07-31"})
        await desk.take(company, a_file(tmp_path, date(2026, 7, 30)))
        await desk.program.services.post_entries(1, 0)
        waiting = a_file(tmp_path, *days(date(2026, 8, 1), 3), name="waiting")
        assert await desk.take(company, waiting) == 3
        assert await _count(desk.program, _CARD) > 0
        assert not standing(await desk.cards())
        backup = dump(database_url, tmp_path / "older.dump")

        late = a_file(tmp_path, *days(date(2026, 8, 11), 2), name="late")
        async with living(Plan(settings_of(desk))):
            assert await desk.take(company, late) == 2
            card = await in_time(lambda: a_card(desk), "the card")
            await company.switch(**{CLOSING[platform]: None})
            await retry(desk, card)
            await _are_posted(desk.program, 6)
            await told_and_closed(desk, card)
            await jobs_done(desk)
        numbers = await _numbers(company)

        name = f"b_{urlsplit(database_url).path.removeprefix('/')}"
        with new_database(database_url, name) as elsewhere:
            put_back(backup, elsewhere)
            settings = settings_of(desk).model_copy(update={"database_url": elsewhere})
            async with compose_program(settings) as program, living(Plan(settings)):
                restored = Desk(program, desk.outside, desk.worker, desk.base)
                newer = a_file(tmp_path, date(2026, 8, 21), name="newer")
                assert await restored.take(company, late) == 2
                assert await restored.take(company, newer) == 1
                await restored.poll()
                await _are_posted(program, 7)
                await told_and_closed(restored, card)
                await jobs_done(restored)
                assert the_one(await desk.cards())["ts"] == card["ts"]

        now = await _numbers(company)
        assert set(now.values()) == {1}, now
        (new,) = now.keys() - numbers.keys()
        assert int(new.removeprefix("JF-")) > 200_000_000


async def _are_posted(program: Program, count: int) -> None:
    """Return once so many entries are known to be posted."""

    async def known() -> bool:
        return await _count(program, _POSTED) == count

    await in_time(known, f"{count} entries that are known to be posted")


async def _count(program: Program, statement: object) -> int:
    async with program.database.engine.connect() as sql:
        return int((await sql.execute(statement)).scalar_one())  # type: ignore[call-overload]


async def _numbers(company: Company) -> Counter[str]:
    """Return how often each of our numbers is in the ledger, wherever the platform has it."""
    texts = [f"{one['doc_number']} {one['private_note']}" for one in await company.ledger()]
    return Counter(number for each in texts for number in set(re.findall(r"JF-\d+", each)))
