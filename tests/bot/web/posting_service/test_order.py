"""No report is missed and none comes twice, in whatever order transactions end."""

from datetime import timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.web.posting_service.cursors import cursor_of, position_of
from storage.api.report_feed import Position, settle_restored
from tests.bot.web.posting_service.stage import FAILED, POSTED, WAITING, ServiceStage, settled
from tests.build import some_content

YEARS = timedelta(days=3650)


async def change(sql: AsyncConnection, reference: str) -> None:
    """Change what is reported of an entry, without committing."""
    statement = text("UPDATE entry SET attempts = attempts + 1 WHERE reference = :reference")
    await sql.execute(statement, {"reference": reference})


def told(page: dict[str, Any]) -> list[str]:
    """Return the references on a page, in order."""
    return [one["reference"] for one in page["reports"]]


async def at_the_end(service: ServiceStage) -> str:
    """Read everything; return the cursor behind it."""
    page = await service.page()
    assert sorted(told(page)) == sorted([POSTED, FAILED, WAITING])
    return str(page["cursor"])


async def test_commits_in_reverse_order_hide_nothing(service: ServiceStage) -> None:
    """Who began first and commits last is still read, from a cursor of the time between."""
    cursor = await at_the_end(service)
    engine = service.bench.database.engine
    async with engine.connect() as first, engine.connect() as second:
        await change(first, POSTED)
        await change(second, WAITING)
        await second.commit()

        between = (await service.ask("/reports", params={"cursor": cursor})).json()
        await first.commit()

    page = await service.page(between["cursor"])
    after = await service.page(page["cursor"])
    assert told(between) == []
    assert told(page) == [POSTED, WAITING]
    assert told(after) == []


async def test_two_changes_of_one_entry_in_reverse_order(service: ServiceStage) -> None:
    """The one that began first and ended last is what is read, with the higher version."""
    cursor = await at_the_end(service)
    engine = service.bench.database.engine
    async with engine.connect() as first, engine.connect() as second:
        await change(first, POSTED)  # begins, and has its place in the order
        await change(second, WAITING)
        await second.commit()
        await change(first, WAITING)
        await first.commit()

    page = await service.page(cursor)
    assert told(page) == [POSTED, WAITING]
    assert [one["version"] for one in page["reports"]] == [3, 3]


async def test_what_is_undone_is_not_told(service: ServiceStage) -> None:
    """A transaction that is rolled back leaves no gap and no report."""
    cursor = await at_the_end(service)
    async with service.bench.database.engine.connect() as sql:
        await change(sql, POSTED)
        await sql.rollback()

    assert told(await service.page(cursor)) == []


async def test_pages_show_each_entry_once(service: ServiceStage) -> None:
    """One at a time, each page says whether more is there."""
    seen, cursor, has_more = [], "", True
    while has_more:
        page = await service.page(cursor, limit=1)
        cursor, has_more = page["cursor"], page["has_more"]
        seen += told(page)

    assert sorted(seen) == sorted([POSTED, FAILED, WAITING])


async def test_clocks_do_not_matter(service: ServiceStage) -> None:
    """Ten years back and ten years on, changes are read in the order in which they came."""
    cursor = await at_the_end(service)
    for step, reference in ((-YEARS, "S-3"), (2 * YEARS, "S-4"), (-YEARS, "S-5")):
        await service.bench.pass_time(step)
        await service.bench.take(service.connection, [some_content(reference=reference)])

    assert told(await service.page(cursor)) == ["S-3", "S-4", "S-5"]


async def test_that_a_job_took_it_up_is_no_news(service: ServiceStage) -> None:
    """An entry that waits is reported as waiting, no matter who works on it."""
    cursor = await at_the_end(service)

    async with service.bench.store() as store:
        due = await store.postings.claim_due(service.connection.id, 1, service.bench.clock(), 10)

    assert [one.content.reference for one in due] == [WAITING]
    assert told(await service.page(cursor)) == []


async def test_a_cursor_of_another_server_is_gone(service: ServiceStage) -> None:
    """Transactions are counted again on a restored backup, so the reader has to begin again."""
    position = position_of(await at_the_end(service))
    elsewhere = cursor_of(Position(position.system + 1, position.changed_in, position.entry_id))

    answer = await service.ask("/reports", params={"cursor": elsewhere})

    assert answer.status_code == 410
    assert answer.json()["type"] == "urn:jefail:problem:cursor-gone"


async def test_a_restored_backup_is_shown(service: ServiceStage) -> None:
    """Entries of transactions that this server never had would be hidden for ever."""
    async with service.bench.database.engine.begin() as sql:
        await sql.execute(text("UPDATE entry SET changed_in = 9000000000 WHERE reference = 'S-1'"))
    assert POSTED not in told(await service.page())

    async with service.bench.store() as store:
        assert await settle_restored(store) == 1

    assert POSTED in told(await service.page())


async def test_an_unchanged_page_is_not_sent_again(service: ServiceStage) -> None:
    """With its ETag the same page is 304, until something changed."""
    cursor = await at_the_end(service)
    await settled(service.bench.database)
    first = await service.ask("/reports", params={"cursor": cursor})
    known = {"If-None-Match": first.headers["ETag"]}

    again = await service.ask("/reports", params={"cursor": cursor}, headers=known)
    await service.bench.take(service.connection, [some_content(reference="S-9")])
    await settled(service.bench.database)
    changed = await service.ask("/reports", params={"cursor": cursor}, headers=known)

    assert (again.status_code, again.content) == (304, b"")
    assert told(changed.json()) == ["S-9"]
