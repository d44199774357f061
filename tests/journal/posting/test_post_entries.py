"""Due entries go into the ledger, each once; what stops them is told once for each cause."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from journal.amounts.money import Money
from journal.books.book import ConnectionState
from journal.entries.entry import PostingStatus
from journal.entries.failure import CONNECTION_WIDE, PASSING, FailureReason
from journal.incidents.incident import IncidentState, Trigger
from tests.build import some_content
from tests.fakes.ledger_rules import a_failure as refused_with
from tests.journal.bench import A_DAY, Bench
from tests.storage.stage import jobs, rows, some_entries

S, R = PostingStatus, FailureReason
OPEN, RETRYING, RESOLVED = IncidentState


async def test_everything_due_is_posted_and_nobody_is_told(bench: Bench) -> None:
    """A hundred entries, several batches, each in the ledger once under its number."""
    connection = await bench.book()
    entries = await bench.take(connection, some_entries(100))

    await bench.post(connection)

    assert Counter(bench.ledger.numbers) == Counter(entry.number for entry in entries)
    posted = await bench.entry("S-100")
    assert (posted.status, posted.posted_at, posted.attempts) == (S.POSTED, bench.clock(), 1)
    assert posted.ledger_id
    assert await bench.cases() == []


async def test_a_job_that_runs_again_posts_nothing_again(bench: Bench) -> None:
    """The work engine may run a job twice."""
    connection = await bench.book()
    await bench.take(connection, some_entries(3))

    await bench.post(connection)
    await bench.post(connection)

    assert len(bench.ledger.sent) == 3


async def test_thirty_failures_of_one_cause_are_one_incident(bench: Bench) -> None:
    """One card that sums them up, one turn in its story, one message owed."""
    connection = await bench.book()
    bench.ledger.can_post = False
    contents = [some_content(reference=f"S-{day}", date=date(2026, 6, day)) for day in range(1, 31)]
    await bench.take(connection, contents)

    await bench.post(connection)

    case = await bench.case()
    assert case.incident.state is OPEN
    assert case.incident.failure.reason is R.PERMISSION
    assert case.summary.waiting == 30
    assert case.summary.amounts == (Money(30 * 160413, "USD"),)
    assert set(await bench.story()) <= {"opened", "joined"}
    async with bench.store() as store:
        cards = await rows(bench.database, "SELECT 1 FROM message WHERE event_id IS NULL")
        assert len(cards) == 1
        assert await store.incidents.open_like(case.incident.fingerprint)


async def test_what_does_not_pass_is_told_at_once_and_left_alone(bench: Bench) -> None:
    """The entry waits for people on one open card; nothing is sent again by itself."""
    lasting = [reason for reason in R if reason not in PASSING]
    connections = {reason: await bench.book(reason.value) for reason in lasting}
    for reason, connection in connections.items():
        await bench.take(connection, some_entries(1, reason.value))
        bench.ledger.refuse(reason)
        await bench.post(connection)
    await bench.pass_time()
    for connection in connections.values():
        await bench.post(connection)

    assert len(bench.ledger.sent) == len(lasting)
    cases = {case.incident.failure.reason: case.incident for case in await bench.cases()}
    for reason in lasting:
        entry = await bench.entry(f"{reason.value}-1")
        assert (entry.status, entry.attempts) == (S.FAILED, 1)
        assert entry.incident_id == cases[reason].id
        assert cases[reason].state is OPEN
        assert entry.posting_revision == (1 if reason in CONNECTION_WIDE else 2)


async def test_what_passes_is_tried_again_by_itself(bench: Bench) -> None:
    """Nobody is told, a job waits for the next try, and then it posts under the same key."""
    connections = {reason: await bench.book(reason.value) for reason in sorted(PASSING)}
    for reason, connection in connections.items():
        await bench.take(connection, some_entries(1, reason.value))
        bench.ledger.refuse(reason, times=1)
        await bench.post(connection)
        assert (await bench.entry(f"{reason.value}-1")).status is S.PENDING
        assert ("post_entries", str(connection.id)) in await jobs(bench.database)
    assert await bench.cases() == []

    await bench.pass_time()
    for reason, connection in connections.items():
        await bench.post(connection)
        assert (await bench.entry(f"{reason.value}-1")).status is S.POSTED
    assert set(Counter(one.key for one in bench.ledger.sent).values()) == {2}


async def test_what_outlasts_patience_is_one_card_however_it_sounds(bench: Bench) -> None:
    """A platform that is away says 503 now and nothing then: one card, closed when it posts."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    for reason in (R.TRANSIENT, R.UNCERTAIN, R.RATE_LIMITED, R.TRANSIENT, R.UNCERTAIN):
        bench.ledger.refuse(reason, times=1)
        await bench.post(connection)
        await bench.pass_time()

    case = await bench.case()
    assert case.incident.state is OPEN
    assert case.incident.failure.reason is R.UNCERTAIN

    await bench.post(connection)
    assert await bench.states() == [RESOLVED]
    assert bench.ledger.numbers == [(await bench.entry()).number]


async def test_a_batch_may_end_in_every_way_at_once(bench: Bench) -> None:
    """Posted, unmapped, closed, refused: each entry is on its own card or on none."""
    connection = await bench.book()
    bench.ledger.deactivate("98")
    bench.ledger.closed_until = date(2026, 5, 31)
    async with bench.store() as store:
        plain = [("Shopify", "Plain", "4000"), ("Shopify", "Clearing", "1300")]
        await store.desk.save_mapping(connection.book_id, plain)
    lines = some_content().lines
    good = tuple(
        type(line)(line.side, line.amount, word)
        for line, word in zip(lines, ("Clearing", "Plain"), strict=True)
    )
    contents = [
        some_content(reference="good", lines=good),
        some_content(reference="inactive"),
        some_content(reference="unmapped", sales_channel="Square"),
        some_content(reference="closed", date=date(2026, 5, 1), lines=good),
    ]
    await bench.take(connection, contents)

    await bench.post(connection)

    stands = {one.reference: (await bench.entry(one.reference)).status for one in contents}
    assert stands == {
        "good": S.POSTED,
        "inactive": S.FAILED,
        "unmapped": S.FAILED,
        "closed": S.FAILED,
    }
    reasons = {case.incident.failure.reason for case in await bench.cases()}
    assert reasons == {R.ACCOUNT_INVALID, R.MAPPING_MISSING, R.PERIOD_CLOSED}
    assert all(case.summary.waiting == 1 for case in await bench.cases())


async def test_a_gap_is_found_before_any_call(bench: Bench) -> None:
    """Without a mapping nothing is sent, and the key stays since nobody judged it."""
    connection = await bench.book(mapped=False)
    await bench.take(connection, some_entries(1))

    await bench.post(connection)

    assert bench.ledger.sent == []
    assert (await bench.case()).incident.failure.subject == "Clearing"
    assert (await bench.entry()).posting_revision == 1


async def test_mended_and_retried_it_posts_and_the_card_closes(bench: Bench) -> None:
    """Retry, posted, resolved by nobody's hand; the story tells each turn."""
    connection = await bench.book(mapped=False)
    await bench.take(connection, some_entries(2))
    await bench.post(connection)
    async with bench.store() as store:
        rows_ = [("Shopify", "Clearing", "1300"), ("Shopify", "Gift cards", "4010")]
        await store.desk.save_mapping(connection.book_id, rows_)

    incident = (await bench.case()).incident
    assert (await bench.retry(incident.id)).state is RETRYING
    await bench.post(connection)

    case = await bench.case()
    assert (case.incident.state, case.incident.last_trigger) == (RESOLVED, Trigger.POSTED)
    assert (case.summary.posted, case.summary.waiting) == (2, 0)
    assert case.summary.ledger_url
    assert [kind for kind in await bench.story() if kind != "joined"][:2] == ["opened", "retry"]
    assert (await bench.story())[-1] == "posted"


async def test_a_gone_account_is_named_and_the_chart_read_again(bench: Bench) -> None:
    """The platform knows its id no more, but we do. Another of its name is not taken unasked."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1, "FIRST"))
    await bench.post(connection)
    sales = bench.ledger.chart.pop("98")
    await bench.take(connection, some_entries(1))

    await bench.post(connection)

    case = await bench.case()
    assert case.incident.failure.reason is R.ACCOUNT_INVALID
    assert case.incident.failure.subject == sales.name

    bench.ledger.chart["198"] = replace(sales, external_id="198")
    await bench.retry(case.incident.id)
    await bench.post(connection)
    unmapped = (await bench.cases())[-1].incident
    assert (unmapped.failure.reason, unmapped.failure.subject) == (R.MAPPING_MISSING, "Gift cards")

    await bench.map(unmapped.id, {("Shopify", "Gift cards"): "198"})
    await bench.post(connection)
    assert (await bench.entry("S-1")).status is S.POSTED


async def test_refused_again_the_card_is_open_again(bench: Bench) -> None:
    """With the newest words of the platform, and the attempts counted."""
    connection = await bench.book()
    await bench.take(connection, some_entries(2))
    bench.ledger.refuse(refused_with(R.PERMISSION, "first"))
    await bench.post(connection)
    incident = (await bench.case()).incident
    bench.ledger.refuse(refused_with(R.PERMISSION, "second"))

    await bench.retry(incident.id)
    await bench.post(connection)

    case = await bench.case()
    assert (case.incident.state, case.incident.failure.words) == (OPEN, "second")
    assert case.summary.attempts == 2
    assert "refused" in await bench.story()


async def test_another_cause_moves_the_entry_to_another_card(bench: Bench) -> None:
    """The card it left closes as moved, the other one opens with it."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    bench.ledger.can_post = False
    await bench.post(connection)
    bench.ledger.can_post = True
    bench.ledger.deactivate("98")

    await bench.retry((await bench.case()).incident.id)
    await bench.post(connection)

    first, second = await bench.cases()
    assert (first.incident.state, first.incident.last_trigger) == (RESOLVED, Trigger.MOVED)
    assert (second.incident.state, second.incident.failure.reason) == (OPEN, R.ACCOUNT_INVALID)
    assert (await bench.entry()).incident_id == second.incident.id
    assert "moved" in await bench.story(first.incident.id)
    (went,) = first.moved_to
    assert (went.case.incident, went.count) == (second.incident, 1)
    assert second.moved_to == ()


async def test_some_posted_and_some_refused_leaves_the_card_open(bench: Bench) -> None:
    """It is open for those that wait, and says how many are in."""
    connection = await bench.book()
    await bench.take(connection, some_entries(3))
    bench.ledger.can_post = False
    await bench.post(connection)
    bench.ledger.can_post = True
    bench.ledger.refuse(refused_with(R.PERMISSION, "not this one"), times=1)

    await bench.retry((await bench.case()).incident.id)
    await bench.post(connection)

    case = await bench.case()
    assert case.incident.state is OPEN
    assert (case.summary.posted, case.summary.waiting) == (2, 1)


async def test_a_busy_platform_moves_no_retried_entry_elsewhere(
    bench: Bench,
) -> None:
    """Retried after a day, a passing trouble has its patience like any other."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    bench.ledger.can_post = False
    await bench.post(connection)
    await bench.pass_time(A_DAY)
    bench.ledger.can_post = True
    bench.ledger.refuse(R.RATE_LIMITED, times=1)

    await bench.retry((await bench.case()).incident.id)
    await bench.post(connection)
    assert await bench.states() == [RETRYING]

    await bench.pass_time(timedelta(minutes=2))
    await bench.post(connection)
    assert await bench.states() == [RESOLVED]


async def test_a_lost_connection_is_one_card_and_is_remembered(bench: Bench) -> None:
    """Every entry waits on it; nothing more is sent until jefail has access again."""
    connection = await bench.book()
    await bench.take(connection, some_entries(3))
    bench.ledger.connected = False

    await bench.post(connection)

    case = await bench.case()
    assert case.incident.failure.reason is R.CONNECTION_LOST
    assert case.summary.waiting == 3
    assert case.connection.state is ConnectionState.LOST
    sent = len(bench.ledger.sent)
    await bench.retry(case.incident.id)
    await bench.post(connection)
    assert len(bench.ledger.sent) == sent
    assert await bench.states() == [OPEN]


async def test_a_lost_connection_stays_one_card_while_silent(bench: Bench) -> None:
    """Shut out and then without an answer, what comes in waits on the card there is."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    bench.ledger.connected = False
    await bench.post(connection)
    bench.ledger.connected, bench.ledger.readable = True, False
    await bench.take(connection, some_entries(1, "T"))

    await bench.post(connection)
    await bench.pass_time()
    await bench.post(connection)

    case = await bench.case()
    assert case.incident.failure.reason is R.CONNECTION_LOST
    assert case.summary.waiting == 2
    bench.ledger.readable = True
    await bench.poll(connection)
    await bench.post(connection)
    assert await bench.states() == [RESOLVED]
    assert len(bench.ledger.numbers) == 2


async def test_nothing_is_sent_when_the_ledger_cannot_be_read_first(bench: Bench) -> None:
    """What was tried before is looked up before it is sent; unreadable, it waits."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    bench.ledger.swallow()
    await bench.post(connection)
    await bench.pass_time()
    bench.ledger.readable = False

    await bench.post(connection)

    assert len(bench.ledger.sent) == 1
    assert (await bench.entry()).status is S.UNCERTAIN
