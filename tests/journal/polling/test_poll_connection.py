"""One look at a connection: what was mended there closes here, and what was not opens again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from blocks.card.incident import incident_card
from journal.books.book import Connection, ConnectionState
from journal.books.closed_days import ClosedDays
from journal.entries.entry import PostingStatus
from journal.entries.failure import FailureReason
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Case, Incident, IncidentState, Trigger
from journal.polling import plan_search
from tests.blocks.read import shown
from tests.build import some_content
from tests.fakes.ledger import FakeLedger
from tests.journal.bench import QUICK, SAME_LINES, Bench
from tests.storage.stage import jobs, put, rows, some_entries

S, R = PostingStatus, FailureReason
OPEN, RETRYING, RESOLVED = IncidentState
A_MINUTE = timedelta(minutes=1)
_CARD = "SELECT owed FROM message WHERE event_id IS NULL ORDER BY incident_id"


async def one_that_failed(bench: Bench, count: int = 1) -> tuple[Connection, Incident]:
    """Take entries in and have them refused for a missing permission."""
    connection = await bench.book()
    await bench.take(connection, some_entries(count))
    bench.ledger.can_post = False
    await bench.post(connection)
    await bench.pass_time(A_MINUTE)
    return connection, (await bench.case()).incident


async def type_in(bench: Bench, *references: str) -> None:
    """Have someone enter these entries in the platform, under our numbers."""
    for reference in references:
        entry = await bench.entry(reference)
        bench.ledger.type_by_hand(entry.number, entry.content.date, lines=SAME_LINES)


async def test_nothing_new_changes_nothing(bench: Bench) -> None:
    """Polled again and again, a card that waits stays as it is, and no message is owed for it."""
    connection, _incident = await one_that_failed(bench)
    before, owed = await bench.case(), await rows(bench.database, "SELECT owed FROM message")

    for _time in range(3):
        await bench.poll(connection)

    assert (await bench.case()).incident == before.incident
    assert await rows(bench.database, "SELECT owed FROM message") == owed
    assert (await bench.case()).connection.polled_at == bench.clock()


async def test_typed_in_by_hand_it_is_found_and_the_card_closes(bench: Bench) -> None:
    """The story says that it was found, and nothing is sent."""
    connection, incident = await one_that_failed(bench, 2)
    await type_in(bench, "S-1", "S-2")

    await bench.poll(connection)

    case = await bench.case()
    assert (case.incident.state, case.incident.last_trigger) == (RESOLVED, Trigger.POSTED)
    assert (await bench.entry()).status is S.POSTED
    assert "found" in await bench.story(incident.id)
    assert len(bench.ledger.stored) == 2


async def test_found_in_part_the_card_stays_open_for_the_rest(bench: Bench) -> None:
    """It tells how many are in."""
    connection, _incident = await one_that_failed(bench, 3)
    await type_in(bench, "S-2")

    await bench.poll(connection)

    case = await bench.case()
    assert case.incident.state is OPEN
    assert (case.summary.posted, case.summary.waiting) == (1, 2)


async def test_said_to_be_fixed_and_there_it_is_verified(bench: Bench) -> None:
    """It stays closed by the person who closed it, now known to be right."""
    connection, incident = await one_that_failed(bench)
    await bench.resolve(incident.id, HowResolved.FIXED_IN_PLATFORM)
    assert ("poll", str(connection.id)) in await jobs(bench.database)
    await type_in(bench, "S-1")
    await bench.pass_time(A_MINUTE)

    await bench.poll(connection)

    closed = (await bench.case()).incident
    assert (closed.state, closed.how) == (RESOLVED, HowResolved.FIXED_IN_PLATFORM)
    assert (closed.moved_by, closed.verified_at) == ("U_ANA", bench.clock())
    assert (await bench.entry()).status is S.POSTED


async def test_said_to_be_fixed_and_missing_it_opens_again(bench: Bench) -> None:
    """With the name of who closed it, and nothing is sent by itself."""
    connection, incident = await one_that_failed(bench, 2)
    await bench.resolve(incident.id, HowResolved.FIXED_IN_PLATFORM)
    await type_in(bench, "S-1")
    await bench.pass_time(A_MINUTE)

    await bench.poll(connection)

    opened = (await bench.case()).incident
    assert (opened.state, opened.last_trigger) == (OPEN, Trigger.MISSING)
    assert opened.moved_by == "U_ANA"
    assert "missing" in await bench.story(incident.id)
    assert [(await bench.entry(one)).status for one in ("S-1", "S-2")] == [S.POSTED, S.FAILED]


async def test_fixed_but_missing_joins_the_newer_card(
    bench: Bench,
) -> None:
    """Two cards never stand open for one cause, and the poll goes on for everything else."""
    connection, incident = await one_that_failed(bench)
    await bench.resolve(incident.id, HowResolved.FIXED_IN_PLATFORM)
    await bench.pass_time(A_MINUTE)
    await bench.take(connection, some_entries(1, "T"))
    await bench.post(connection)
    await bench.pass_time(A_MINUTE)

    await bench.poll(connection)

    old, new = await bench.cases()
    assert (old.incident.state, new.incident.state) == (RESOLVED, OPEN)
    assert (old.summary.total, new.summary.waiting) == (0, 2)
    assert (await bench.entry("S-1")).incident_id == new.incident.id
    assert new.connection.polled_at == bench.clock()


async def test_what_was_left_out_is_left_alone(bench: Bench) -> None:
    """Not needed, duplicate, other: the entries are not looked for and never posted."""
    connection, incident = await one_that_failed(bench)
    await bench.resolve(incident.id, HowResolved.NOT_NEEDED)
    bench.ledger.can_post = True
    await bench.pass_time(A_MINUTE)

    await bench.poll(connection)
    await bench.post(connection)

    assert (await bench.entry()).status is S.SKIPPED
    assert bench.ledger.stored == []
    assert await bench.states() == [RESOLVED]


async def test_a_lost_connection_is_told_once_though_nothing_waits(bench: Bench) -> None:
    """Poll after poll it is one card, without entries."""
    connection = await bench.book()
    bench.ledger.connected = False

    for _time in range(3):
        await bench.poll(connection)
        await bench.pass_time(A_MINUTE)

    case = await bench.case()
    assert case.incident.failure.reason is R.CONNECTION_LOST
    assert case.summary.total == 0
    assert case.connection.state is ConnectionState.LOST
    assert await bench.story() == ["opened"]

    bench.ledger.connected = True
    await bench.poll(connection)
    assert await bench.states() == [RESOLVED]
    assert (await bench.case()).connection.state is ConnectionState.CONNECTED


async def test_let_in_again_everything_goes_on_by_itself(bench: Bench) -> None:
    """Lost with entries waiting, restored, posted: nobody clicks."""
    connection = await bench.book()
    await bench.take(connection, some_entries(2))
    bench.ledger.connected = False
    await bench.post(connection)
    await bench.pass_time(A_MINUTE)
    bench.ledger.connected = True

    await bench.poll(connection)
    assert await bench.states() == [RETRYING]
    await bench.post(connection)

    assert await bench.states() == [RESOLVED]
    assert len(bench.ledger.stored) == 2
    assert "restored" in await bench.story()


async def test_what_waited_goes_on_though_a_posting_got_in_first(
    bench: Bench,
) -> None:
    """A new entry posts before the next poll; those that wait on the card are not forgotten."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    bench.ledger.connected = False
    await bench.post(connection)
    await bench.pass_time(A_MINUTE)
    bench.ledger.connected = True
    await bench.take(connection, some_entries(1, "T"))
    await bench.post(connection)
    assert (await bench.case()).connection.state is ConnectionState.CONNECTED
    await bench.pass_time(A_MINUTE)

    await bench.poll(connection)
    await bench.post(connection)

    assert await bench.states() == [RESOLVED]
    assert len(bench.ledger.stored) == 2


async def said_to_be_fixed(bench: Bench, count: int = 1) -> tuple[Connection, Incident]:
    """Take entries in, have them refused, and have Ana close them as fixed in the platform."""
    connection, incident = await one_that_failed(bench, count)
    await bench.resolve(incident.id, HowResolved.FIXED_IN_PLATFORM)
    await bench.pass_time(A_MINUTE)
    return connection, incident


@pytest.mark.parametrize("why", ["access lost", "no answer"])
async def test_fixed_that_cannot_be_checked_says_so_until_it_can(bench: Bench, why: str) -> None:
    """Its card is owed once when that begins, its money stays in the sums, and a look heals it."""
    connection, incident = await said_to_be_fixed(bench)
    (owed,) = await rows(bench.database, _CARD)
    bench.ledger.connected, bench.ledger.readable = why != "access lost", why != "no answer"
    for _time in range(3):
        await bench.poll(connection)

    case = await said_of(bench, incident)
    assert case.is_unchecked
    assert (case.connection.state is ConnectionState.LOST) == (why == "access lost")
    assert (case.connection.unread_since is not None) == (why == "no answer")
    assert [row.owed for row in await rows(bench.database, _CARD)][:1] == [owed.owed + 1]
    async with bench.store() as store:
        (status,) = await store.books.statuses(bench.clock())
        (listed, *_) = await store.incidents.open_cases(None, 9, unchecked=True)
        assert incident.id not in [
            one.incident.id for one in await store.incidents.open_cases(None, 9)
        ]
    assert (status.waiting, status.unchecked.count) == (0, 1)
    assert status.unchecked.amounts == case.summary.amounts
    assert listed.incident.id == incident.id

    bench.ledger.connected, bench.ledger.readable = True, True
    await type_in(bench, "S-1")
    await bench.poll(connection)

    case = await said_of(bench, incident)
    assert (case.is_unchecked, case.incident.verified_at) == (False, bench.clock())
    assert case.connection.unread_since is None
    async with bench.store() as store:
        (status,) = await store.books.statuses(bench.clock())
        assert status.unchecked.count == 0


async def test_fixed_that_is_not_there_opens_once_it_can_be_checked(bench: Bench) -> None:
    """The connection is back and the ledger does not show it: the card is open again."""
    connection, incident = await said_to_be_fixed(bench)
    bench.ledger.connected = False
    await bench.poll(connection)
    bench.ledger.connected = True

    await bench.poll(connection)

    case = await said_of(bench, incident)
    assert (case.incident.state, case.incident.last_trigger) == (OPEN, Trigger.MISSING)
    async with bench.store() as store:
        (status,) = await store.books.statuses(bench.clock())
    assert (status.waiting, status.unchecked.count) == (1, 0)


async def test_fixed_is_checked_only_once_every_entry_was_seen(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More entries than one look asks for: the first look does not vouch for the rest."""
    monkeypatch.setattr(plan_search, "LOOK_UPS", 2)
    connection, incident = await said_to_be_fixed(bench, 3)
    await type_in(bench, "S-1", "S-2")

    await bench.poll(connection)
    assert (await said_of(bench, incident)).is_unchecked
    await bench.poll(connection)

    assert (await said_of(bench, incident)).incident.state is OPEN


async def test_fixed_but_missing_is_named_on_the_newer_card(bench: Bench) -> None:
    """It is worked on there; the card that was closed leads to that one."""
    connection, _incident = await said_to_be_fixed(bench)
    await bench.take(connection, some_entries(1, "T"))
    await bench.post(connection)
    await bench.pass_time(A_MINUTE)

    await bench.poll(connection)

    old, newer = await bench.cases()
    assert old.has_moved_on
    (went,) = old.moved_to
    assert (went.case.incident.id, went.count) == (newer.incident.id, 1)


async def said_of(bench: Bench, incident: Incident) -> Case:
    """Return the case of an incident, whatever else there is."""
    async with bench.store() as store:
        return await store.incidents.case(incident.id)


async def test_a_silent_platform_is_left_for_the_next_round(bench: Bench) -> None:
    """Nothing is told, nothing is changed, and the poll counts as not done."""
    connection, incident = await one_that_failed(bench)
    bench.ledger.readable = False

    await bench.poll(connection)

    case = await bench.case()
    assert case.incident == incident
    assert case.connection.polled_at is None


async def test_closed_days_and_the_chart_are_brought_in(bench: Bench) -> None:
    """What the platform says of its own books is known from then on."""
    connection = await bench.book()
    bench.ledger.closed_until = date(2026, 6, 30)

    await bench.poll(connection)

    async with bench.store() as store:
        now = await store.books.connection(connection.id)
        known = await store.books.known(now)
    assert (now.closed, known.closed) == (ClosedDays(date(2026, 6, 30)),) * 2
    assert set(known.chart.accounts) == set(bench.ledger.chart.values())


async def test_what_is_due_and_forgotten_is_posted_after_a_poll(bench: Bench) -> None:
    """A job that was lost with its worker is made again."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    assert await jobs(bench.database) == []

    await bench.poll(connection)

    assert await jobs(bench.database) == [("post_entries", str(connection.id))]


async def test_a_reference_of_their_own_is_found_too(bench: Bench) -> None:
    """A bookkeeper who types it in uses the shop's reference."""
    connection, _incident = await one_that_failed(bench)
    bench.ledger.type_by_hand("S-1", some_content().date, lines=SAME_LINES)

    await bench.poll(connection)

    assert await bench.states() == [RESOLVED]


class Interrupted(FakeLedger):
    """A ledger at which someone else acts while it is being read."""

    async def find(self, wanted: object) -> object:  # type: ignore[override]
        """Answer as it stood, and let the other one act before the answer arrives."""
        found = await FakeLedger.find(self, wanted)  # type: ignore[arg-type]
        await self.meanwhile()
        return found

    async def meanwhile(self) -> None:
        """What the other one does."""


@pytest.mark.parametrize("same_moment", [True, False])
async def test_a_retry_clicked_while_a_poll_finds_ends_in_one_entry(
    bench: Bench, same_moment: bool
) -> None:
    """The click wins, the posting job finds the entry there, and it is told once."""
    connection, incident = await one_that_failed(bench)
    entry = await bench.entry()

    class Clicked(Interrupted):
        async def meanwhile(self) -> None:
            if not same_moment:
                await bench.pass_time(A_MINUTE)
            await bench.retry(incident.id)

    bench.ledger = Clicked(QUICK)
    bench.ledger.type_by_hand(entry.number, entry.content.date, lines=SAME_LINES)
    await bench.poll(connection)
    assert await bench.states() == [RETRYING]

    calm = FakeLedger(QUICK, stored=bench.ledger.stored)
    bench.ledger = calm
    await bench.post(connection)

    assert await bench.states() == [RESOLVED]
    assert calm.entries_with(entry.number) == 1
    assert calm.sent == []
    assert (await bench.story(incident.id)).count("found") == 1


async def test_closed_while_a_poll_looks_is_judged_by_the_next(bench: Bench) -> None:
    """A look from before the click says nothing of what was done after it."""
    connection, incident = await one_that_failed(bench)

    class Closed(Interrupted):
        async def meanwhile(self) -> None:
            await bench.pass_time(A_MINUTE)
            await bench.resolve(incident.id, HowResolved.FIXED_IN_PLATFORM)

    bench.ledger = Closed(QUICK)
    await bench.poll(connection)

    assert await bench.states() == [RESOLVED]


async def test_posted_meanwhile_it_is_not_opened_again(bench: Bench) -> None:
    """What was taken in as failed and is in the books by now stays there."""
    connection, incident = await one_that_failed(bench)
    entry = await bench.entry()

    class Posted(Interrupted):
        async def meanwhile(self) -> None:
            await put(bench.database, entry, status="posted")

    bench.ledger = Posted(QUICK)
    await bench.poll(connection)

    assert (await bench.entry()).status is S.POSTED
    assert await bench.states() == [RESOLVED]
    assert "missing" not in await bench.story(incident.id)


async def test_a_posting_service_names_its_platform(bench: Bench) -> None:
    """What it says of itself is kept by the poll, and is what its cards say."""
    connection, _incident = await one_that_failed(bench)
    bench.ledger.posts_to = "QuickBooks (through Cedar's importer)"

    await bench.poll(connection)

    case = await bench.case()
    assert case.connection.posts_to == "QuickBooks (through Cedar's importer)"
    assert case.connection.posts_to in shown(incident_card(case))
