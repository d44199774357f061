"""kill -9 of the program between any two steps, then a new start: nothing lost, nothing doubled."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from blocks.card.face import Face
from blocks.kit import names
from journal.entries.failure import FailureReason
from tests.database import Shelf
from tests.faults.lives import Plan, living
from tests.faults.points import CLICKING, POSTING, SENDING, Point
from tests.faults.world import (
    a_file,
    a_home,
    all_posted,
    days,
    in_time,
    jobs_done,
    open_world,
    settings_of,
    the_one,
)
from tests.storage.invariants import broken_rules
from tests.stories.desk import ANA, Desk, buttons
from tests.stories.seen import the_cards

pytestmark = pytest.mark.timeout(300)  # for a machine with much else to do


@pytest.mark.parametrize("points", [POSTING, SENDING, CLICKING], ids=["post", "send", "click"])
async def test_killed_at_a_point_and_started_again(
    points: Mapping[str, Point], shelf: Shelf, tmp_path: Path
) -> None:
    """Every entry is in the ledger once, every card and line is told once, every click counts."""
    async with AsyncExitStack() as opened, asyncio.TaskGroup() as stories:
        for number, point in enumerate(points):  # opened in turn: alembic does one at a time
            url = opened.enter_context(shelf.database())
            world = open_world(url, a_home(tmp_path, str(number)), JEFAIL_STALLED_SECONDS=4)
            desk = await opened.enter_async_context(world)
            stories.create_task(_story(point, desk))


async def _story(point: str, desk: Desk) -> None:
    """One refusal, one click, and one death at `point`."""
    # A token that is lost with its process is another story: `test_renewing`.
    company = await desk.company(lasting=timedelta(hours=1))
    await company.switch(close_date="2026-07-31")
    plan = Plan(settings_of(desk), point=point)
    file = a_file(plan.settings.home, date(2026, 7, 30), *days(date(2026, 8, 1), 3))
    assert await desk.take(company, file) == 4
    await desk.poll()
    async with living(plan) as lives:
        try:
            card = await in_time(lambda: a_card(desk), "the card")
            await all_posted(company, 3)
            await company.switch(close_date=None)
            await retry(desk, card)
            numbers = await all_posted(company, 4)
            await told_and_closed(desk, card)
            await jobs_done(desk)
            assert set(numbers.values()) == {1}, numbers
            assert await broken_rules(desk.program.database) == []
            assert plan.marker.exists(), "it never came to this point"
        except AssertionError as error:
            error.add_note(f"killed when {point}; its log ends with:\n{lives.last_words()}")
            raise


async def a_card(desk: Desk) -> dict[str, Any] | None:
    """Return the card, once it is there; two are told of later."""
    cards = await the_cards(desk, reason=FailureReason.PERIOD_CLOSED, subject="2026-07")
    return cards[0] if cards else None


async def retry(desk: Desk, card: Mapping[str, Any]) -> None:
    """Click as a person does: again whenever Slack or the program says that it did not work.

    A click that is acknowledged, with nothing said against it, must show on the card.
    """

    async def drawn() -> dict[str, Any]:
        return next(one for one in await desk.cards() if one["ts"] == card["ts"])

    while names.RETRY in buttons(seen := await drawn()):
        said = len(await desk.told(ANA))
        answer = await desk.press(seen, names.RETRY)

        async def answered(said: int = said) -> bool:
            taken = names.RETRY not in buttons(await drawn())
            return taken or len(await desk.told(ANA)) > said

        if answer.get("acked"):
            await in_time(answered, "what comes of the click")


async def told_and_closed(desk: Desk, card: Mapping[str, Any]) -> None:
    """Check that the channel shows one card, closed, and its thread each turn once."""

    async def closed() -> bool:
        return len(await the_cards(desk, face=Face.POSTED)) == 1

    await in_time(closed, "the card to close")
    await desk.quiet()
    assert the_one(await desk.cards())["ts"] == card["ts"]
    lines = [line for one in await desk.thread(card) for line in one.splitlines()]
    assert len(lines) == len(set(lines)), lines
    assert len([line for line in lines if ANA in line]) == 1, lines
