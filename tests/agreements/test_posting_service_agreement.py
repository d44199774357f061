"""What every posting service promises to the person who reads it, the one in memory too."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from connectors.posting_service.client import ServiceClient
from journal.posting_service.reports import CursorGone, Place, Report, ReportState
from storage.database import Database, open_engine
from tests.agreements.posting_service_stage import (
    FakeServiceStage,
    ReferenceStage,
    ServiceStage,
    read_on,
)
from tests.clock import SetClock
from tests.connectors.posting_service.platform import reference_server
from tests.journal.bench import Bench

S = ReportState


@pytest.fixture(params=["memory", "reference"])
def kept_in(request: pytest.FixtureRequest) -> str:
    """The address of its database, "" for memory; a server is started before there is a loop."""
    return "" if request.param == "memory" else str(request.getfixturevalue("database_url"))


@pytest.fixture
async def stage(kept_in: str, clock: SetClock) -> AsyncIterator[ServiceStage]:
    """One implementation, with nothing in its queue."""
    if not kept_in:
        yield FakeServiceStage()
        return
    engine = open_engine(kept_in)
    bench = Bench(Database(engine), clock)
    connection = await bench.book()
    async with bench.store() as store:
        token = await store.desk.new_token(connection.book_id)
    async with reference_server(bench.database, token) as calls:
        yield ReferenceStage(ServiceClient(calls), bench, connection)
    await engine.dispose()


def states(reports: list[Report]) -> dict[str, S]:
    """Return where each entry stands."""
    return {one.content.reference: one.state for one in reports}


async def test_each_entry_is_read_once(stage: ServiceStage) -> None:
    """Reports are read page by page, each once; after that nothing, until something changes."""
    await stage.hand_in("S-1", "S-2", "S-3")

    reports, place = await read_on(stage.service, Place())
    nothing, place = await read_on(stage.service, place)

    assert states(reports) == dict.fromkeys(("S-1", "S-2", "S-3"), S.WAITING)
    assert len(reports) == 3
    assert nothing == []
    assert place.etag
    assert await stage.service.reports(place) is None


async def test_only_what_changed_comes_again(stage: ServiceStage) -> None:
    """What changed comes again under a higher version, once, as it stands by then."""
    await stage.hand_in("S-1")
    await stage.work()
    first, place = await read_on(stage.service, Place())
    await stage.hand_in("S-2")
    await stage.work(refused=True)

    then, _place = await read_on(stage.service, place)

    assert states(first) == {"S-1": S.POSTED}
    assert states(then) == {"S-2": S.FAILED}


async def test_a_report_says_how_it_ended(stage: ServiceStage) -> None:
    """A report says how it ended: why it was refused, or what it is called in the ledger."""
    await stage.hand_in("S-1")
    await stage.work(refused=True)
    (failed,), place = await read_on(stage.service, Place())
    await stage.service.retry("S-1", "key-1")
    await stage.work()
    (posted,), _place = await read_on(stage.service, place)

    assert failed.failure is not None
    assert failed.failure.words
    assert (failed.attempts, posted.attempts) == (1, 2)
    assert posted.failure is None
    assert posted.ledger is not None
    assert posted.ledger.ledger_id
    assert posted.version > failed.version
    assert posted.content == failed.content


async def test_one_key_is_one_retry(stage: ServiceStage) -> None:
    """Asked again with the same key it tells what came of that retry; another asks again."""
    await stage.hand_in("S-1")
    await stage.work(refused=True)
    answers = [await stage.service.retry("S-1", "key-1") for _ in range(2)]
    await stage.work(refused=True)
    answers.append(await stage.service.retry("S-1", "key-1"))
    answers.append(await stage.service.retry("S-1", "key-2"))

    told = [one.state for one in answers if isinstance(one, Report)]
    assert told == [S.WAITING, S.WAITING, S.FAILED, S.WAITING]


async def test_what_is_posted_is_not_tried_again(stage: ServiceStage) -> None:
    """What is posted is not tried again, no matter who asks for it."""
    await stage.hand_in("S-1")
    await stage.work()

    answer = await stage.service.retry("S-1", "key-1")

    assert isinstance(answer, Report)
    assert (answer.state, answer.attempts) == (S.POSTED, 1)


async def test_a_place_that_is_gone_says_so(stage: ServiceStage) -> None:
    """Where a cursor is gone the reader is told, begins again, and sees all there is."""
    await stage.hand_in("S-1")
    _reports, place = await read_on(stage.service, Place())

    with pytest.raises(CursorGone):
        await stage.service.reports(await stage.restore(place))

    assert states((await read_on(stage.service, Place()))[0]) == {"S-1": S.WAITING}


async def test_mapping_is_added_to_what_is_there(stage: ServiceStage) -> None:
    """Mapping is added: a category that is named takes the new account, the others stay."""
    await stage.service.add_mapping([("Square", "Tips", "4100"), ("Square", "Sales", "4000")])

    await stage.service.add_mapping([("Square", "Tips", "4200")])

    kept = [row for row in await stage.mapping() if row[0] == "Square"]
    assert kept == [("Square", "Sales", "4000"), ("Square", "Tips", "4200")]
