"""A poll finds what may be an entry that waits: a person is asked, and less is silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from journal.amounts.money import Money
from journal.books.book import Connection
from journal.entries.entry import PostingStatus, Side
from journal.entries.failure import FailureReason, Kin
from journal.entries.grounds import Ground
from journal.entries.posting import LedgerLine
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Case, Incident, IncidentState, Trigger
from journal.moves.duplicate import LINK, POST_ANYWAY, Judged
from tests.fakes.ready import JULY_7
from tests.journal.bench import SAME_LINES, Bench
from tests.storage.stage import some_entries

OPEN, RETRYING, RESOLVED = IncidentState
OTHER_ACCOUNT = (SAME_LINES[0], LedgerLine(Side.CREDIT, SAME_LINES[1].amount, "Sales", "79"))
SMALL = tuple(replace(one, amount=Money(6400, "USD")) for one in SAME_LINES)


async def refused(bench: Bench, count: int = 1) -> tuple[Connection, Incident]:
    """Have entries refused for a missing permission, on one card; the right comes back after."""
    connection = await bench.book()
    bench.ledger.can_post = False
    await bench.take(connection, some_entries(count))
    await bench.post(connection)
    bench.ledger.can_post = True
    await bench.pass_time(timedelta(minutes=2))
    return connection, (await bench.case()).incident


async def question(bench: Bench) -> Case:
    """Return the newest card, which asks about one entry."""
    case = (await bench.cases())[-1]
    assert case.incident.failure.reason is FailureReason.DUPLICATE
    return case


async def judged(bench: Bench, incident_id: int) -> Judged:
    """Look at both, as the form does."""
    both = await bench.services.find_twin(incident_id, bench.click())
    assert both.there is not None
    ids = both.entry.id, both.entry.posting_revision, both.there.ledger_id
    return Judged(*ids, free=both.free)


async def test_a_candidate_gets_a_card_of_its_own(bench: Bench) -> None:
    """One of three entries: the others stay where they are, and no poll asks twice."""
    connection, incident = await refused(bench, 3)
    bench.ledger.type_by_hand("S-2", JULY_7, lines=OTHER_ACCOUNT)

    for _time in range(3):
        await bench.poll(connection)
        await bench.pass_time(timedelta(minutes=5))

    old, asking = await bench.cases()
    assert (old.incident.id, old.summary.waiting, asking.summary.waiting) == (incident.id, 2, 1)
    like = asking.incident.failure.likeness
    assert like is not None
    assert (like.kin, like.number, like.ground) == (Kin.CANDIDATE, "S-2", Ground.REFERENCE)
    assert (await bench.entry("S-2")).status is PostingStatus.FAILED
    assert (await bench.story()).count("moved") == 1
    assert bench.ledger.entries_with("JF-2") == 0


async def test_yes_links_it(bench: Bench) -> None:
    """Nothing is posted; the entry is remembered as linked by a person."""
    connection, _incident = await refused(bench)
    bench.ledger.type_by_hand("S-1", JULY_7, lines=OTHER_ACCOUNT)
    await bench.poll(connection)
    asking = (await question(bench)).incident
    sent = len(bench.ledger.sent)

    await bench.make(LINK, asking.id, await judged(bench, asking.id))
    await bench.post(connection)

    assert await bench.states() == [RESOLVED, RESOLVED]
    entry = await bench.entry()
    assert (entry.status, entry.posted_how) == (PostingStatus.POSTED, Ground.LINKED)
    assert len(bench.ledger.sent) == sent


async def test_no_posts_ours_and_is_remembered(bench: Bench) -> None:
    """Its own number is free, so it keeps that; the other is never asked about again."""
    connection, _incident = await refused(bench)
    bench.ledger.type_by_hand("S-1", JULY_7, lines=OTHER_ACCOUNT)
    await bench.poll(connection)
    asking = (await question(bench)).incident
    bench.ledger.refuse(FailureReason.VALIDATION_OTHER, times=1)

    seen = await judged(bench, asking.id)
    await bench.make(POST_ANYWAY, asking.id, replace(seen, note="Another sale"))
    await bench.post(connection)
    await bench.poll(connection)
    assert (await bench.entry()).not_these == ("1",)
    newest = (await bench.cases())[-1].incident
    assert newest.failure.reason is FailureReason.VALIDATION_OTHER
    await bench.retry(newest.id)
    await bench.post(connection)

    assert bench.ledger.numbers == ["S-1", "JF-1"]
    assert OPEN not in await bench.states()


async def test_a_retry_does_not_post_beside_a_candidate(bench: Bench) -> None:
    """Someone typed it without a name: with the same lines that is asked before it is sent."""
    connection, incident = await refused(bench)
    bench.ledger.type_by_hand("44", JULY_7, lines=SAME_LINES)
    sent = len(bench.ledger.sent)

    await bench.retry(incident.id)
    await bench.post(connection)

    like = (await question(bench)).incident.failure.likeness
    assert like is not None
    assert (like.kin, like.ground) == (Kin.CANDIDATE, Ground.ALIKE)
    assert len(bench.ledger.sent) == sent


async def test_strangers_close_nothing_and_are_not_told(bench: Bench) -> None:
    """Last year's journal of that number, the same sum on another day, another total: silence."""
    connection, incident = await refused(bench)
    bench.ledger.type_by_hand("S-1", date(2025, 3, 1), lines=SMALL)
    bench.ledger.type_by_hand("44", date(2026, 7, 8), lines=SAME_LINES)
    bench.ledger.type_by_hand("S-1", JULY_7, lines=SMALL)
    story = await bench.story()

    await bench.poll(connection)

    assert (await bench.case()).incident == incident
    assert await bench.story() == story


async def test_our_number_on_something_else_is_told_once(bench: Bench) -> None:
    """JF-1 typed by hand, another day and sum: the card stays, and its thread tells of it."""
    connection, incident = await refused(bench)
    bench.ledger.type_by_hand("JF-1", date(2026, 7, 3), lines=SMALL)

    for _time in range(3):
        await bench.poll(connection)

    case = await bench.case()
    assert (case.incident.id, case.incident.state, case.summary.waiting) == (incident.id, OPEN, 1)
    assert (await bench.story()).count("number_elsewhere") == 1

    await bench.retry(incident.id)
    await bench.post(connection)
    asking = (await question(bench)).incident
    assert asking.failure.likeness is not None
    assert asking.failure.likeness.kin is Kin.OTHER_CONTENT
    seen = await judged(bench, asking.id)
    await bench.make(POST_ANYWAY, asking.id, replace(seen, note="That one is the rent"))
    await bench.post(connection)
    assert bench.ledger.numbers == ["JF-1", "JF-1-2"]


async def test_fixed_by_hand_without_number_is_believed_by_lines(
    bench: Bench,
) -> None:
    """An honest fix is not answered with Still missing; the story says on what ground."""
    connection, incident = await refused(bench)
    await bench.resolve(incident.id, HowResolved.FIXED_IN_PLATFORM)
    bench.ledger.type_by_hand("44", JULY_7, lines=SAME_LINES)
    await bench.pass_time(timedelta(minutes=1))

    await bench.poll(connection)

    case = await bench.case()
    assert (case.incident.state, case.incident.verified_at) == (RESOLVED, bench.clock())
    assert (await bench.entry()).posted_how is Ground.SAID
    assert case.summary.grounds == (Ground.SAID,)


async def test_fixed_by_hand_on_other_accounts_is_asked_about(bench: Bench) -> None:
    """Same day and total: what was closed goes on as a question, not as missing."""
    connection, incident = await refused(bench)
    await bench.resolve(incident.id, HowResolved.FIXED_IN_PLATFORM)
    bench.ledger.type_by_hand("44", JULY_7, lines=OTHER_ACCOUNT)
    await bench.pass_time(timedelta(minutes=1))

    await bench.poll(connection)

    old, asking = await bench.cases()
    assert (old.incident.state, old.incident.last_trigger) == (RESOLVED, Trigger.MOVED)
    assert asking.incident.failure.likeness is not None
    assert asking.incident.failure.likeness.ground is Ground.SAID


async def test_what_another_entry_has_is_nobody_elses(bench: Bench) -> None:
    """Two entries alike and one of them posted: the other still waits."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    await bench.post(connection)
    bench.ledger.can_post = False
    await bench.take(connection, some_entries(1, "T"))
    await bench.post(connection)
    await bench.pass_time(timedelta(minutes=1))
    await bench.resolve((await bench.case()).incident.id, HowResolved.FIXED_IN_PLATFORM)
    await bench.pass_time(timedelta(minutes=1))

    await bench.poll(connection)

    assert (await bench.entry("T-1")).status is PostingStatus.FAILED
    assert (await bench.case()).incident.last_trigger is Trigger.MISSING
