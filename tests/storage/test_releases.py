"""Databases that earlier releases left are brought up, and the program works on them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text

from blocks.card.incident import incident_card
from blocks.timeline import thread_reply
from journal.entries.entry import PostingStatus
from tests.dumps import load, new_database
from tests.faults.world import a_file, open_world
from tests.kept_turns import KEPT
from tests.storage.filling import TEST_KEY

RELEASES = sorted((Path(__file__).parent / "releases").glob("*.sql.gz"))
_POINT = text(
    "UPDATE connection SET realm = :realm, consent_id = :consent, state = 'connected',"
    " closed_until = NULL"
)
_FREE = text("DELETE FROM connection WHERE id = :id")
_STATUSES = text("SELECT DISTINCT status FROM entry")


@pytest.mark.large
@pytest.mark.parametrize("kept", RELEASES, ids=lambda kept: kept.name.removesuffix(".sql.gz"))
async def test_the_program_works_on_what_it_left(
    kept: Path, database_url: str, tmp_path: Path
) -> None:
    """Its status is told, its books are read, entries are posted, its stories are drawn whole."""
    name = f"k_{urlsplit(database_url).path.removeprefix('/')}"
    with new_database(database_url, name) as url:
        load(kept, url)
        async with open_world(url, tmp_path, JEFAIL_SECRET_KEYS=TEST_KEY) as desk:
            program = desk.program
            await program.tokens.must_open()
            async with program.database.engine.connect() as sql:
                states = {row.status for row in await sql.execute(_STATUSES)}
            assert states == {one.value for one in PostingStatus}
            async with program.database.store() as store:
                (status,) = await store.books.statuses(program.services.now())
                case = await store.incidents.case(1)
                unsent = await store.outbox.unsent_events(1, 1000)
            assert status.waiting > 0
            assert incident_card(case, {}).blocks
            assert len(unsent) >= len(KEPT)
            assert thread_reply([event for _one, event in unsent], case).text

            elsewhere = await desk.company("elsewhere", lasting=timedelta(hours=1))
            async with program.database.store() as store:
                lent = await store.books.connection_of(elsewhere.book.id)
            async with program.database.engine.begin() as sql:
                await sql.execute(_FREE, {"id": lent.id})
                await sql.execute(_POINT, {"realm": lent.realm, "consent": lent.consent_id})
            async with program.database.store() as store:
                book = await store.books.by_slug("northwind")
            assert await desk.take(book, a_file(tmp_path, date(2026, 7, 9))) == 1
            await program.services.poll(1)
            await program.services.post_entries(1, 0)
            async with program.database.store() as store:
                (entry,) = await store.entries.find("shop-1")
            assert entry.status is PostingStatus.POSTED
