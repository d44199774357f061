"""QuickBooks' bad days: every entry ends up in the ledger once, and only what lasts is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from blocks.card.face import Face
from journal.entries.failure import FailureReason
from tests.faults.world import a_file, all_posted, days, posted, the_one
from tests.stories.desk import Company, Desk, open_desk
from tests.stories.seen import the_card

_UNDER_WAY = text("SELECT count(*) FROM entry WHERE book_id = :book AND status = 'posting'")


@pytest.fixture
async def patient(database_url: str, tmp_path: Path, hurried: None) -> AsyncIterator[Desk]:
    """A desk that works, in this process, at which a passing trouble is not told for long."""
    async with open_desk(database_url, tmp_path) as opened:
        yield opened


async def take(desk: Desk, company: Company, folder: Path, count: int) -> None:
    """Take `count` entries."""
    assert await desk.take(company, a_file(folder, *days(date(2026, 7, 1), count))) == count


PASSING: Mapping[str, Mapping[str, Any]] = {
    "no answer": {"mode": "swallow", "mode_times": 2},
    "a gateway's answer": {"mode": "swallow", "mode_times": 2, "swallow_answer": "504"},
    "too many writes": {"mode": "throttle", "mode_times": 2, "mode_calls": "writes"},
    "too many calls": {"mode": "throttle", "mode_times": 1},
    "broken": {"mode": "error", "mode_times": 2, "mode_calls": "writes"},
}


async def test_troubles_that_pass_are_not_told(patient: Desk, tmp_path: Path) -> None:
    """What was stored unseen is found, what was not is sent again, and nobody is troubled."""
    async with asyncio.TaskGroup() as stories:
        for name, switches in PASSING.items():
            stories.create_task(_passing(patient, name, switches, tmp_path))
    await patient.quiet()
    assert await patient.cards() == []


async def _passing(desk: Desk, name: str, switches: Mapping[str, Any], folder: Path) -> None:
    """Post to a company that has this bad day."""
    company = await desk.company(name)
    await company.switch(**switches)
    await take(desk, company, folder, 4)
    try:
        numbers = await all_posted(company, 4)
        assert set(numbers.values()) == {1}, numbers
    except AssertionError as error:
        error.add_note(f"The trouble was: {name}")
        raise


async def test_a_trouble_that_lasts_is_told_and_closes_by_itself(
    desk: Desk, northwind: Company, tmp_path: Path
) -> None:
    """One card for all entries, which says when all is well again."""
    await northwind.switch(mode="error", mode_calls="writes")
    await take(desk, northwind, tmp_path, 3)
    card = await the_card(desk, FailureReason.TRANSIENT, waiting=3)
    assert await posted(northwind) == {}

    await northwind.switch(mode="ok")

    closed = await the_card(desk, face=Face.POSTED)
    assert closed["ts"] == card["ts"]
    assert the_one(await desk.cards())["ts"] == card["ts"]
    assert set((await posted(northwind)).values()) == {1}


async def test_a_token_that_runs_out_in_mid_batch_is_renewed(
    desk: Desk, northwind: Company, tmp_path: Path
) -> None:
    """Calls under way are made once more with a new token, and nobody is troubled."""
    await northwind.switch(mode="slow", slow_seconds=0.2)
    await take(desk, northwind, tmp_path, 30)
    await all_posted(northwind, 3)

    expired = await desk.outside.post(f"quickbooks/control/companies/{northwind.realm}/expire")
    expired.raise_for_status()

    assert len(await posted(northwind)) < 30
    numbers = await all_posted(northwind, 30)
    await desk.quiet()
    assert set(numbers.values()) == {1}
    assert await desk.cards() == []


async def test_a_slow_company_holds_up_no_other(
    desk: Desk, northwind: Company, tmp_path: Path
) -> None:
    """While one company takes long over every call, the entries of the other are posted."""
    await northwind.switch(mode="slow", slow_seconds=4)
    other = await desk.company("southwind")
    await take(desk, northwind, tmp_path, 20)

    await take(desk, other, tmp_path, 5)

    assert set((await all_posted(other, 5)).values()) == {1}
    async with desk.program.database.engine.connect() as sql:
        under_way = await sql.execute(_UNDER_WAY, {"book": northwind.book.id})
        assert under_way.scalar_one() == 20
    await northwind.switch(mode="ok")
    assert set((await all_posted(northwind, 20)).values()) == {1}
    await desk.quiet()
