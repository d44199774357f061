"""kill -9 during a renewal: the newest tokens are kept, or people are told to reconnect."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from blocks.kit import names
from journal.entries.failure import FailureReason
from tests.faults.lives import Plan, living
from tests.faults.world import a_file, all_posted, days, in_time, jobs_done, open_world, settings_of
from tests.stories.browser import link_in, open_browser
from tests.stories.desk import ANA, Company, Desk, buttons
from tests.stories.seen import the_cards
from tests.stories.test_connecting import confirmed, page_of

pytestmark = pytest.mark.timeout(300)  # for a machine with much else to do
_TRIES = text("SELECT count(*) FROM attempt")


async def test_killed_before_the_tokens_are_kept(database_url: str, tmp_path: Path) -> None:
    """The old token is dead and the new one gone: one card says so, and its button mends it all."""
    point = "the new tokens have come, and are not kept"
    settings = {"JEFAIL_STALLED_SECONDS": 4, "JEFAIL_PUBLIC_URL": "http://jefail.example"}
    async with open_world(database_url, tmp_path, **settings) as desk:
        company = await _entries(desk, tmp_path)
        async with living(Plan(settings_of(desk), point=point)) as lives:
            card = await in_time(lambda: _card(desk), "the card")
            await jobs_done(desk)
            assert len(lives.ended) == 1, "it must not die of this again"
            assert "invalid_grant" in str(card)
            assert buttons(card)[0] == names.RECONNECT
            async with desk.program.database.engine.connect() as sql:
                tries = int((await sql.execute(_TRIES)).scalar_one())
            assert tries == 3, "each entry is tried once, and then waits"

            assert (await desk.press(card, names.RECONNECT))["acked"]
            await _reconnect(desk, company)
            numbers = await all_posted(company, 3)
            await jobs_done(desk)
            assert set(numbers.values()) == {1}


async def test_killed_once_the_tokens_are_kept(database_url: str, tmp_path: Path) -> None:
    """The next life goes on with what the last one kept, and nobody hears of it."""
    point = "the new tokens are kept, and not used"
    async with open_world(database_url, tmp_path, JEFAIL_STALLED_SECONDS=4) as desk:
        company = await _entries(desk, tmp_path)
        plan = Plan(settings_of(desk), point=point)
        async with living(plan):
            numbers = await all_posted(company, 3)
            await jobs_done(desk)
            assert set(numbers.values()) == {1}
            assert plan.marker.exists(), "it never came to this point"
            assert await desk.cards() == []


async def _entries(desk: Desk, folder: Path) -> Company:
    """Take in three entries of a company whose access token has run out."""
    company = await desk.company()
    assert await desk.take(company, a_file(folder, *days(date(2026, 8, 1), 3))) == 3
    return company


async def _card(desk: Desk) -> dict[str, Any] | None:
    """Return the card of the lost connection, once all three entries wait on it."""
    cards = await the_cards(desk, reason=FailureReason.CONNECTION_LOST, waiting=3)
    return cards[0] if cards else None


async def _reconnect(desk: Desk, company: Company) -> None:
    """Follow the link that Ana was given to the platform and back."""

    async def told() -> dict[str, Any] | None:
        links = [one for one in await desk.whispers(ANA) if names.CONNECT_LINK in buttons(one)]
        return links[0] if links else None

    async with open_browser(desk.program) as browser:
        await browser.open(link_in(await in_time(told, "a link")))
        await browser.send()
        await browser.send(realm=company.realm, answer="approve")
        assert browser.shows(page_of(company))
        await confirmed(desk)
