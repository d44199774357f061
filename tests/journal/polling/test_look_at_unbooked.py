"""Entries that the platform holds outside the books: told as what they are, until they are in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from journal.books.book import Connection
from journal.entries.entry import PostingStatus
from journal.entries.failure import FailureReason
from journal.entries.posting import Unbooked
from journal.incidents.incident import IncidentState
from tests.journal.bench import Bench
from tests.storage.stage import some_entries

R = FailureReason


async def submitted(bench: Bench, count: int = 1) -> Connection:
    """Post entries to books where an approver decides about journals."""
    connection = await bench.book()
    await bench.take(connection, some_entries(count))
    bench.ledger.keeps_outside = Unbooked.SUBMITTED
    await bench.post(connection)
    return connection


async def settle(bench: Bench, connection: Connection) -> None:
    """Poll, and post what that made due."""
    await bench.pass_time(timedelta(minutes=5))
    await bench.poll(connection)
    await bench.post(connection)


async def test_what_waits_for_approval_is_told_as_that(bench: Bench) -> None:
    """It is neither posted nor said to be in a closed month, and entries share one card."""
    await submitted(bench, 2)

    case = await bench.case()
    assert (case.incident.failure.reason, case.incident.failure.subject) == (
        R.NOT_PUBLISHED,
        "submitted",
    )
    assert case.incident.state is IncidentState.OPEN
    assert case.summary.waiting == 2
    assert (await bench.entry()).status is PostingStatus.FAILED
    assert bench.ledger.numbers == []


async def test_published_there_the_card_closes(bench: Bench) -> None:
    """A poll sees it in the books; nothing is posted beside it."""
    connection = await submitted(bench)
    await settle(bench, connection)
    bench.ledger.decide(bench.ledger.stored[0].ledger_id, None)

    await settle(bench, connection)

    assert await bench.states() == [IncidentState.RESOLVED]
    assert len(bench.ledger.stored) == 1
    assert len(bench.ledger.sent) == 1


async def test_approved_there_it_is_published(bench: Bench) -> None:
    """The approver's click is enough: the poll that sees it has the journal published, once."""
    connection = await submitted(bench)
    bench.ledger.decide(bench.ledger.stored[0].ledger_id, Unbooked.APPROVED)

    await settle(bench, connection)

    assert await bench.states() == [IncidentState.RESOLVED]
    assert len(bench.ledger.numbers) == len(bench.ledger.stored) == 1
    assert "decided" in await bench.story()


async def test_rejected_there_it_is_on_a_card_that_says_so(bench: Bench) -> None:
    """The others wait on their card; a retry does not push past the approver."""
    connection = await submitted(bench, 2)
    first = await bench.case()
    bench.ledger.decide(bench.ledger.stored[0].ledger_id, Unbooked.REJECTED)

    await settle(bench, connection)

    cases = {one.incident.failure.subject: one for one in await bench.cases()}
    assert cases.keys() == {"submitted", "rejected"}
    assert cases["submitted"].incident.id == first.incident.id
    assert [one.summary.waiting for one in cases.values()] == [1, 1]
    await bench.retry(cases["rejected"].incident.id)
    await bench.post(connection)
    assert bench.ledger.numbers == []
    assert len(bench.ledger.stored) == 2


async def test_deleted_there_a_retry_posts_it_again(bench: Bench) -> None:
    """What an approver rejected and someone deleted is posted as if it had never been there."""
    connection = await submitted(bench)
    bench.ledger.stored.clear()
    bench.ledger.keeps_outside = None

    await bench.retry((await bench.case()).incident.id)
    await bench.post(connection)

    assert await bench.states() == [IncidentState.RESOLVED]
    assert len(bench.ledger.numbers) == 1


async def test_a_draft_that_the_platform_kept_is_posted_by_a_retry(bench: Bench) -> None:
    """Nobody there has to decide, so Retry puts that draft into the books."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    bench.ledger.keeps_outside = Unbooked.DRAFT
    await bench.post(connection)
    assert (await bench.case()).incident.failure.subject == "draft"
    bench.ledger.keeps_outside = None

    await bench.retry((await bench.case()).incident.id)
    await bench.post(connection)

    assert await bench.states() == [IncidentState.RESOLVED]
    assert len(bench.ledger.stored) == 1


@pytest.mark.parametrize("minutes", [4, 20])
async def test_an_approval_is_seen_where_changes_are_seldom_read(
    bench: Bench, minutes: int
) -> None:
    """A change of what waits outside the books is news, though we wrote it there ourselves."""
    rare = replace(bench.ledger.capabilities, look_every=timedelta(minutes=15))
    bench.ledger.capabilities = rare
    bench.ledger.at = bench.clock()
    connection = await submitted(bench)
    bench.clock.advance(timedelta(seconds=30))
    await bench.poll(connection)
    bench.ledger.at = bench.clock.advance(timedelta(minutes=minutes))
    bench.ledger.decide(bench.ledger.stored[0].ledger_id, None)

    await bench.poll(connection)

    seen = minutes > 15
    assert (await bench.states() == [IncidentState.RESOLVED]) is seen
