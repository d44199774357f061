"""Entries are left in the platform as drafts where its books are closed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from journal.books.book import Connection
from journal.entries.entry import PostingStatus
from journal.errors import TransitionRefused
from journal.incidents.incident import Incident, IncidentState
from journal.moves.draft import DRAFT
from tests.fakes.ready import JULY_7
from tests.journal.bench import Bench
from tests.storage.stage import some_entries


async def draft(bench: Bench, incident_id: int, by: str = "U_ANA") -> Incident:
    """Click Post as draft."""
    return await bench.make(DRAFT, incident_id, by=by)


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A book in Xero, of which two entries were refused since July is closed."""
    made = await bench.book()
    async with bench.database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE connection SET platform = 'xero'")
    bench.ledger.capabilities = replace(bench.ledger.capabilities, drafts=True)
    await bench.take(made, some_entries(2))
    bench.ledger.closed_until = JULY_7
    await bench.post(made)
    return made


async def test_drafts_are_there_and_not_in_the_books(bench: Bench, connection: Connection) -> None:
    """The card stays open and says how many drafts there are; no second click helps."""
    incident_id = (await bench.case()).incident.id

    await draft(bench, incident_id)
    await bench.post(connection)

    case = await bench.case()
    assert [one.is_draft for one in bench.ledger.stored] == [True, True]
    assert bench.ledger.numbers == []
    assert case.incident.state is IncidentState.OPEN
    assert case.incident.failure.subject == "2026-07"
    assert (case.summary.waiting, case.summary.drafts) == (2, 2)
    assert (await bench.story()).count("draft_asked") == 1
    assert "drafted" in await bench.story()
    with pytest.raises(TransitionRefused):
        await draft(bench, incident_id)


async def test_retry_posts_the_drafts_that_are_there(bench: Bench, connection: Connection) -> None:
    """Once the month is open again, the drafts become the entries and the card closes."""
    incident_id = (await bench.case()).incident.id
    await draft(bench, incident_id)
    await bench.post(connection)
    bench.ledger.closed_until = None

    await bench.retry(incident_id)
    await bench.post(connection)

    assert [one.is_draft for one in bench.ledger.stored] == [False, False]
    assert await bench.states() == [IncidentState.RESOLVED]


async def test_an_unanswered_draft_is_looked_up(bench: Bench, connection: Connection) -> None:
    """The answer is lost; the draft is found and no second one made."""
    incident_id = (await bench.case()).incident.id
    bench.ledger.swallow(times=2)

    await draft(bench, incident_id)
    await bench.post(connection)
    await bench.pass_time()
    await bench.post(connection)

    assert len(bench.ledger.stored) == 2
    assert (await bench.case()).summary.drafts == 2


async def test_a_draft_posted_by_hand_closes_the_card(bench: Bench, connection: Connection) -> None:
    """A poll takes no draft for an entry, and sees when someone posted it."""
    incident_id = (await bench.case()).incident.id
    await draft(bench, incident_id)
    await bench.post(connection)

    await bench.poll(connection)
    assert (await bench.entry()).status is PostingStatus.FAILED

    bench.ledger.stored = [replace(one, is_draft=False) for one in bench.ledger.stored]
    await bench.poll(connection)
    assert await bench.states() == [IncidentState.RESOLVED]


async def test_drafts_are_refused_where_none_are_kept(bench: Bench) -> None:
    """QuickBooks has none, so a click from nowhere changes nothing."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    bench.ledger.closed_until = JULY_7
    await bench.post(connection)
    case = await bench.case()

    assert not case.may_be_drafted
    with pytest.raises(TransitionRefused) as caught:
        await draft(bench, case.incident.id)
    assert case.incident.number in caught.value.advice
    assert await bench.states() == [IncidentState.OPEN]
