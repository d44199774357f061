"""Reports of a posting service become the same cards as refusals of our own, each told once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from blocks.card.incident import incident_card
from journal.amounts.money import Money
from journal.entries.entry import PostingStatus
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import Refused, Uncertain
from journal.errors import TransitionRefused
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import IncidentState, Trigger
from journal.posting_service.reports import ReportState
from tests.build import some_content
from tests.fakes.posting_service import a_report, newer
from tests.journal.bench import Bench
from tests.journal.watching import Watch, watch
from tests.storage.stage import jobs, rows

S, P = ReportState, PostingStatus
OPEN, RETRYING, RESOLVED = IncidentState


@pytest.fixture
async def watched(bench: Bench) -> Watch:
    """A book that a posting service posts to."""
    return await watch(bench)


async def written(watched: Watch) -> list[str]:
    """Return the version of every row that a second telling would change."""
    found = await rows(
        watched.bench.database,
        "SELECT xmin::text AS one FROM entry UNION ALL SELECT xmin::text FROM incident"
        " UNION ALL SELECT xmin::text FROM message UNION ALL SELECT xmin::text FROM attempt"
        " UNION ALL SELECT xmin::text FROM report_read",
    )
    return sorted(row.one for row in found)


async def failed(watched: Watch, *references: str) -> int:
    """Let the service report these entries as failed; return their incident's id."""
    watched.service.tell(*(a_report(one) for one in references or ("S-1",)))
    await watched.read()
    return (await watched.bench.case()).incident.id


async def test_failures_of_one_cause_are_one_card(watched: Watch) -> None:
    """With the service's reason and words, the amounts, and how often it was tried."""
    watched.service.tell(a_report("S-1"), a_report("S-2", attempts=3))
    watched.service.tell(a_report("S-3", S.POSTED), a_report("S-4", S.WAITING))

    assert await watched.read() == 4

    case = await watched.bench.case()
    assert case.incident.state is OPEN
    assert case.incident.failure.reason is FailureReason.MAPPING_MISSING
    assert case.incident.failure.words == "no account"
    assert (case.summary.waiting, case.summary.attempts) == (2, 3)
    assert case.summary.amounts == (Money(2 * 160413, "USD"),)
    assert (await watched.bench.entry("S-3")).status is P.POSTED
    assert (await watched.bench.entry("S-4")).status is P.PENDING
    assert await watched.bench.story() == ["opened"]


async def test_nothing_new_is_written_nowhere(watched: Watch) -> None:
    """A look with nothing new sends no page and changes no row."""
    await failed(watched, "S-1", "S-2")
    await watched.read()
    before, reads = await written(watched), watched.service.reads

    for _time in range(3):
        assert await watched.read() == 0

    assert watched.service.reads == reads
    assert await written(watched) == before


async def test_only_what_changed_is_written(watched: Watch) -> None:
    """Of many pages of reports one that changed is one that is read."""
    watched.service.page_size = 7
    watched.service.tell(*(a_report(f"S-{n}", S.POSTED) for n in range(30)))
    assert await watched.read() == 30
    watched.service.move(S.FAILED, "S-7")

    assert await watched.read() == 1

    assert (await watched.bench.case()).summary.numbers == (
        (await watched.bench.entry("S-7")).number,
    )


async def test_the_beginning_read_again_tells_nothing(watched: Watch) -> None:
    """A service that was restored is read again, and every report is known already."""
    await failed(watched, "S-1", "S-2")
    watched.service.is_restored = True
    before = await written(watched)

    assert await watched.read() == 0

    assert await written(watched) == before
    assert await watched.bench.story() == ["opened"]


async def test_what_was_read_and_how_far_are_kept_together(
    watched: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped between reading and keeping, the page is read again and told once."""
    watched.service.tell(a_report("S-1"))

    async def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr("journal.posting_service.keeping.record_attempts", stopped)
        with pytest.raises(KeyboardInterrupt):
            await watched.read()

    assert await watched.bench.cases() == []
    assert await watched.read() == 1
    assert await watched.read() == 0
    assert await watched.bench.story() == ["opened"]


async def test_two_readers_at_once_tell_once(watched: Watch) -> None:
    """Both get the same page; one of them tells it."""
    watched.service.tell(*(a_report(f"S-{n}") for n in range(20)))

    await asyncio.gather(*(watched.read() for _ in range(4)))

    assert (await watched.bench.case()).summary.waiting == 20
    assert await watched.bench.story() == ["opened"]
    assert len(await rows(watched.bench.database, "SELECT 1 FROM attempt")) == 20


async def test_an_older_report_changes_nothing(watched: Watch) -> None:
    """Versions tell which report is newer, not the order in which they come, nor any clock."""
    first = a_report("S-1")
    watched.service.tell(newer(newer(first, state=S.POSTED, failure=None)))
    await watched.read()
    await watched.bench.pass_time(timedelta(days=-400))

    watched.service.tell(first)

    assert await watched.read() == 0
    assert (await watched.bench.entry()).status is P.POSTED


async def test_a_version_alone_is_no_news(watched: Watch) -> None:
    """The same failure of the same attempt is told once, however often it is touched."""
    await failed(watched)
    watched.service.tell(newer(watched.service.report()))

    await watched.read()

    assert await watched.bench.story() == ["opened"]


async def test_posted_closes_the_card(watched: Watch) -> None:
    """By the service itself, without anybody's click; the link leads to the ledger."""
    await failed(watched, "S-1", "S-2")
    watched.service.move(S.WAITING, "S-1")
    await watched.read()
    assert await watched.bench.states() == [OPEN]

    for reference in ("S-1", "S-2"):
        watched.service.move(S.POSTED, reference)
    await watched.read()

    case = await watched.bench.case()
    assert case.incident.state is RESOLVED
    assert case.incident.last_trigger is Trigger.POSTED
    assert case.summary.ledger_url == "https://ledger.invalid/L-1"


async def test_failing_for_another_reason_is_another_card(watched: Watch) -> None:
    """The first card closes, since its cause is gone."""
    await failed(watched)
    watched.service.move(S.FAILED, failure=Failure(FailureReason.PERIOD_CLOSED, "2026-07"))

    await watched.read()

    assert await watched.bench.states() == [RESOLVED, OPEN]


async def test_a_new_revision_takes_the_place_of_the_old(watched: Watch) -> None:
    """Also of one that was posted: it waits again, with its new amounts."""
    watched.service.tell(a_report("S-1", S.POSTED))
    await watched.read()
    again = some_content(reference="S-1", revision=2, description="corrected")
    watched.service.move(S.FAILED, content=again)

    await watched.read()

    entry = await watched.bench.entry()
    assert (entry.status, entry.content) == (P.FAILED, again)


async def test_an_unbalanced_entry_is_told_as_it_is(watched: Watch) -> None:
    """What cannot be posted must still be seen."""
    content = some_content()
    content = replace(content, reference="S-1", lines=content.lines[:1])
    failure = Failure(FailureReason.UNBALANCED, words="out of balance")
    watched.service.tell(a_report("S-1", content=content, failure=failure))

    await watched.read()

    assert (await watched.bench.case()).incident.failure == failure


async def test_passing_trouble_that_the_service_gave_up_on_is_told(watched: Watch) -> None:
    """It says `failed` of it, so it tries no more by itself, and patience would hide it."""
    watched.service.tell(a_report("S-1", failure=Failure(FailureReason.TRANSIENT)))

    await watched.read()

    assert (await watched.bench.case()).incident.state is OPEN
    assert (await watched.bench.entry()).status is P.FAILED


async def test_what_was_closed_here_stays_closed(watched: Watch) -> None:
    """Resolved as not needed, another refusal of it is no news."""
    incident_id = await failed(watched)
    await watched.bench.resolve(incident_id, HowResolved.NOT_NEEDED)
    watched.service.move(S.FAILED)

    await watched.read()

    assert await watched.bench.states() == [RESOLVED]
    assert (await watched.bench.entry()).status is P.SKIPPED


async def test_a_retry_is_asked_for_once(watched: Watch) -> None:
    """Two clicks and a job run twice ask with one key; the card waits for the service."""
    incident_id = await failed(watched)
    await watched.bench.retry(incident_id)
    with pytest.raises(TransitionRefused) as late:
        await watched.bench.retry(incident_id, by="U_BEN")
    assert late.value.named == {"who": "U_ANA"}
    await watched.post_or_ask_service()
    await watched.post_or_ask_service()

    assert len(watched.service.asked) == 1
    assert await watched.bench.states() == [RETRYING]
    assert watched.bench.ledger.sent == []

    watched.service.move(S.POSTED)
    await watched.read()
    assert await watched.bench.states() == [RESOLVED]
    assert await watched.bench.story() == ["opened", "retry", "posted"]


async def test_what_came_of_a_retry_is_asked_with_the_same_key(watched: Watch) -> None:
    """While it waits it is asked again, later and later; refused, the card opens again."""
    incident_id = await failed(watched)
    await watched.bench.retry(incident_id)
    await watched.post_or_ask_service()
    watched.service.move(S.FAILED)
    await watched.bench.pass_time(timedelta(seconds=3))
    await watched.post_or_ask_service()

    assert len({key for _name, key in watched.service.asked}) == 1
    case = await watched.bench.case()
    assert case.incident.state is OPEN
    assert case.summary.attempts == 2
    assert await watched.read() == 0  # what the answer said is not told again
    await watched.bench.retry(incident_id)
    await watched.post_or_ask_service()
    assert len({key for _name, key in watched.service.asked}) == 2


async def test_a_report_of_before_the_click_is_no_answer_to_it(watched: Watch) -> None:
    """The service failed by itself once more, and nobody had asked it yet."""
    incident_id = await failed(watched)
    watched.service.move(S.FAILED)
    await watched.bench.retry(incident_id)

    await watched.read()
    assert await watched.bench.states() == [RETRYING]
    await watched.post_or_ask_service()

    assert len(watched.service.asked) == 1
    assert watched.service.report().state is S.WAITING
    assert await watched.bench.story() == ["opened", "retry"]


async def test_a_report_that_is_faster_than_the_answer(watched: Watch) -> None:
    """Read before it is asked again, the end of the retry is told by the report alone."""
    incident_id = await failed(watched)
    await watched.bench.retry(incident_id)
    await watched.post_or_ask_service()
    watched.service.move(S.FAILED)
    await watched.read()
    await watched.bench.pass_time()
    await watched.post_or_ask_service()

    assert len(watched.service.asked) == 1
    assert await watched.bench.states() == [OPEN]
    assert await watched.bench.story() == ["opened", "retry", "refused"]


@pytest.mark.parametrize(
    "refusal",
    [
        Uncertain(Failure(FailureReason.UNCERTAIN, words="no answer")),
        Refused(Failure(FailureReason.RATE_LIMITED, http_status=429), retry_after=1.0),
    ],
)
async def test_a_service_that_does_not_answer_is_asked_again(
    watched: Watch, refusal: Refused | Uncertain
) -> None:
    """By itself and with the same key, so that it is one retry however often it is asked."""
    incident_id = await failed(watched)
    await watched.bench.retry(incident_id)
    watched.service.refusal = refusal
    await watched.post_or_ask_service()
    watched.service.refusal = None
    await watched.bench.pass_time()
    await watched.post_or_ask_service()

    assert len({key for _name, key in watched.service.asked}) == 1
    assert len(watched.service.asked) == 2
    assert await watched.bench.states() == [RETRYING]


async def test_a_service_that_is_away_is_read_later(watched: Watch) -> None:
    """Nothing is lost of what it tells when it is back."""
    watched.service.tell(a_report())
    watched.service.is_away = True
    assert await watched.read() == 0
    watched.service.is_away = False

    assert await watched.read() == 1


async def test_a_service_that_cannot_be_read_is_told_once(watched: Watch) -> None:
    """What fails there would go untold; the card closes by itself when it can be read again."""
    watched.service.is_away = True
    for _look in range(3):
        await watched.read()
    assert await watched.bench.cases() == []

    for _look in range(3):
        await watched.bench.pass_time(timedelta(minutes=3))
        await watched.read()
    case = await watched.bench.case()
    assert incident_card(case)
    assert (case.incident.state, case.incident.failure.words) == (OPEN, "no answer")

    watched.service.is_away = False
    await watched.read()
    assert await watched.bench.states() == [RESOLVED]
    assert await watched.bench.story() == ["opened", "restored"]


async def test_what_is_mapped_here_is_told_to_the_service(watched: Watch) -> None:
    """Before it is asked to retry, once for each change; costs also."""
    incident_id = await failed(watched)
    row = ("Shopify", "Gift cards", "2100")
    async with watched.bench.store() as store:
        await store.desk.save_mapping(watched.connection.book_id, [row])
        await store.desk.save_costs(
            watched.connection.book_id, [("Shopify", "MUG", Money(725, "USD"))]
        )
    watched.service.is_away = True
    await watched.read()
    watched.service.is_away = False

    await watched.bench.retry(incident_id)
    await watched.post_or_ask_service()
    await watched.read()

    assert watched.service.mapping == [[row]]
    assert watched.service.costs == [[("Shopify", "MUG", Money(725, "USD"))]]


async def test_a_look_reads_often_and_asks_the_rest_seldom(watched: Watch) -> None:
    """Reports come every few seconds; the chart and the closed cards every few minutes."""
    watched.service.tell(a_report())

    await watched.look()
    first = (await watched.bench.case()).connection
    await watched.bench.pass_time(timedelta(seconds=20))
    await watched.look()
    second = (await watched.bench.case()).connection
    await watched.bench.pass_time(timedelta(minutes=6))
    await watched.look()
    third = (await watched.bench.case()).connection

    assert first.polled_at == second.polled_at
    assert third.polled_at == watched.bench.clock()
    assert ("post_entries", str(watched.connection.id)) not in await jobs(watched.bench.database)


async def test_a_book_of_our_own_is_posted_to_by_ourselves(bench: Bench) -> None:
    """Beside watched books, the others go on as they did."""
    watched = await watch(bench)
    ours = await bench.book("harbor")
    await bench.take(ours, [some_content(reference="S-9")])

    await replace(watched, connection=ours).post_or_ask_service()
    await replace(watched, connection=ours).look()

    assert (await bench.entry("S-9")).status is P.POSTED
    assert watched.service.asked == []
