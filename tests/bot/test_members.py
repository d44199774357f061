"""Who is in the channels of books, as it is read from Slack."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.members import AGAIN, EVERY, ReadMembers
from journal.importing.close_offers import CloseOffers
from journal.seeing import Viewer
from storage.database import Database
from tests.build import a_book
from tests.clock import SetClock
from tests.storage.stage import rows

WILLOW, BOOKKEEPING = "C_WILLOW", "C_BOOKKEEPING"


@pytest.fixture
def read_members(slack: AsyncWebClient, database: Database, clock: SetClock) -> ReadMembers:
    """Reads from there."""
    return ReadMembers(database, slack, CloseOffers(database.store, clock), clock)


async def book(database: Database, slug: str, channel_id: str) -> int:
    """Make a book of a channel; return its id."""
    async with database.store() as store:
        return (await store.desk.add_book(a_book(slug=slug, channel_id=channel_id))).id


async def seen_by(database: Database, person_id: str) -> list[int] | None:
    """Return the books that someone sees."""
    async with database.store() as store:
        return (await store.rights.sees(Viewer(person_id))).ids


async def change(outside: httpx.AsyncClient, channel_id: str, **what: object) -> None:
    """Change a channel as an administrator does."""
    answer = await outside.post(f"/slack/control/channels/{channel_id}", json=what)
    assert answer.status_code == 200, answer.text


async def test_members_are_read_for_each_channel(
    read_members: ReadMembers, database: Database
) -> None:
    """Those of a private channel see its book, and everyone the book of a public one."""
    willow = await book(database, "willow", WILLOW)
    northwind = await book(database, "northwind", BOOKKEEPING)

    await read_members()

    assert await seen_by(database, "U_ANA") == sorted((willow, northwind))
    for outsider in ("U_BEN", "U_DEE", "U_EVE"):
        assert await seen_by(database, outsider) == [northwind]


async def test_they_are_read_again_after_a_while(
    read_members: ReadMembers, database: Database, outside: httpx.AsyncClient, clock: SetClock
) -> None:
    """Ten minutes at most, should an event never come; before that Slack is not asked."""
    willow = await book(database, "willow", WILLOW)
    await read_members()
    await change(outside, WILLOW, join="U_BEN", leave="U_CHI")

    await read_members()
    assert (await seen_by(database, "U_BEN"), await seen_by(database, "U_CHI")) == ([], [willow])
    clock.advance(EVERY)
    await read_members()
    assert (await seen_by(database, "U_BEN"), await seen_by(database, "U_CHI")) == ([willow], [])


async def test_a_channel_that_slack_does_not_show_has_nobody(
    read_members: ReadMembers, database: Database, outside: httpx.AsyncClient, clock: SetClock
) -> None:
    """jefail was taken out of it: who is in it now cannot be known, so nobody is."""
    willow = await book(database, "willow", WILLOW)
    await read_members()
    assert await seen_by(database, "U_ANA") == [willow]

    await change(outside, WILLOW, bot=False)
    clock.advance(EVERY)
    await read_members()

    assert await seen_by(database, "U_ANA") == []


async def test_without_an_answer_what_was_known_stays(
    read_members: ReadMembers, database: Database, outside: httpx.AsyncClient, clock: SetClock
) -> None:
    """Slack fails for a while: it is asked again soon, and nobody is thrown out meanwhile."""
    willow = await book(database, "willow", WILLOW)
    fault = {"method": "conversations.members", "kind": "server_error", "times": 1}
    await outside.post("/slack/control/faults", json=fault)
    await read_members()
    assert await seen_by(database, "U_ANA") == []

    clock.advance(AGAIN)
    await read_members()
    assert await seen_by(database, "U_ANA") == [willow]
    await outside.post("/slack/control/faults", json=fault)
    clock.advance(EVERY)
    await read_members()
    assert await seen_by(database, "U_ANA") == [willow]
    (kept,) = await rows(database, "SELECT due_at FROM channel_read")
    assert kept.due_at - clock() <= AGAIN + timedelta(seconds=1)
