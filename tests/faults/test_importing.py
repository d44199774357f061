"""kill -9 while a dropped file is read or imported: each entry comes in once, and is counted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from blocks.kit import names
from journal.offers.file_offer import FileOffer, OfferState, Progress
from tests.faults.lives import Plan, living
from tests.faults.points import IMPORTING
from tests.faults.world import in_time, open_world, settings_of
from tests.stories.desk import ANA, Desk
from tests.stories.dropped import Dropped, drop

pytestmark = pytest.mark.timeout(300)  # for a machine with much else to do
COUNT = 700
"""More than one batch, fewer than two."""
_ENTRIES = text("SELECT count(*) FROM entry")


def a_year() -> bytes:
    """Return a file with an entry of each number."""
    head = "Journal No,Date,Account,Debit,Credit,Description\n"
    rows = (
        f"N-{n},2026-07-01,Clearing,10.00,,Shopify\nN-{n},2026-07-01,Sales,,10.00,Shopify\n"
        for n in range(COUNT)
    )
    return (head + "".join(rows)).encode()


@pytest.mark.parametrize("point", IMPORTING)
async def test_each_entry_comes_in_once(database_url: str, tmp_path: Path, point: str) -> None:
    """Killed at this point and started again, the import goes on and tells what it took."""
    async with open_world(database_url, tmp_path, JEFAIL_STALLED_SECONDS=4) as desk:
        company = await desk.company()
        await company.switch(can_post=False)
        plan = Plan(settings_of(desk), point=point)
        async with living(plan):
            await in_time(_connected(desk), "the program at its socket")
            dropped = await drop(desk, "year.csv", a_year())
            await in_time(_at(dropped, OfferState.OFFERED), "an offer")
            await in_time(_pressed(dropped), "a click")
            done = await in_time(_at(dropped, OfferState.IMPORTED), "an import")

            assert plan.marker.exists(), "it never came to this point"
            assert done.progress == Progress(read=COUNT, taken=COUNT)
            async with desk.program.database.engine.connect() as sql:
                assert (await sql.execute(_ENTRIES)).scalar_one() == COUNT


def _connected(desk: Desk) -> Callable[[], Awaitable[bool]]:
    async def there() -> bool:
        state = await desk.outside.get("slack/control/state", params={"as": ANA})
        return bool(state.json()["app"]["connected"])

    return there


def _at(dropped: Dropped, state: OfferState) -> Callable[[], Awaitable[FileOffer | None]]:
    async def there() -> FileOffer | None:
        offer = await dropped.offer()
        return offer if offer is not None and offer.state is state else None

    return there


def _pressed(dropped: Dropped) -> Callable[[], Awaitable[bool]]:
    """Press Import as often as it takes: the program may be dead just then."""

    async def pressed() -> bool:
        for message in await dropped.below():
            if names.OFFER_IMPORT in str(message.get("blocks")):
                await dropped.desk.press(message, names.OFFER_IMPORT, channel=dropped.channel)
        offer = await dropped.offer()
        return offer is not None and offer.state is not OfferState.OFFERED

    return pressed
