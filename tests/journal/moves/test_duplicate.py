"""The ledger has our number already: a person says whether that is our entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from journal.amounts.money import Money
from journal.books.book import Connection
from journal.entries.entry import PostingStatus, Side
from journal.entries.failure import FailureReason, Kin
from journal.entries.grounds import Ground
from journal.entries.posting import LedgerLine
from journal.errors import TransitionRefused
from journal.incidents.incident import IncidentState
from journal.incidents.move import MoveName
from journal.moves.duplicate import LINK, POST_ANYWAY, Judged, Twins
from tests.fakes.ready import JULY_7
from tests.journal.bench import SAME_LINES, Bench
from tests.storage.stage import some_entries

OPEN, RETRYING, RESOLVED = IncidentState
CENTS = Money(500, "USD")
FIVE = (LedgerLine(Side.DEBIT, CENTS, "Checking"), LedgerLine(Side.CREDIT, CENTS, "Sales"))
IN_THE_CHART = tuple(
    replace(line, account_id=its_id) for line, its_id in zip(FIVE, ("35", "79"), strict=True)
)


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A ledger in which another entry, of five dollars, has the number of ours."""
    made = await bench.book()
    bench.ledger.type_by_hand("JF-1", JULY_7, lines=FIVE)
    await bench.take(made, some_entries(1))
    await bench.post(made)
    return made


async def twins(bench: Bench) -> Twins:
    """Look at both."""
    return await bench.services.find_twin((await bench.case()).incident.id, bench.click())


def judged(shown: Twins) -> Judged:
    """Return which two were looked at."""
    assert shown.there is not None
    return Judged(shown.entry.id, shown.entry.posting_revision, shown.there.ledger_id)


@pytest.mark.parametrize("lists_lines", [True, False])
async def test_both_are_shown_side_by_side(
    bench: Bench, connection: Connection, *, lists_lines: bool
) -> None:
    """The other with its lines, which most platforms show of one entry only; no poll takes it."""
    await bench.poll(connection)
    bench.ledger.lists_lines = lists_lines

    shown = await twins(bench)

    assert (await bench.case()).incident.failure.reason is FailureReason.DUPLICATE
    assert await bench.states() == [OPEN]
    assert shown.there is not None
    assert shown.there.lines == IN_THE_CHART
    assert shown.there.total == CENTS
    assert (await bench.entry()).status is PostingStatus.FAILED


async def test_retry_takes_no_other_entry_for_ours(bench: Bench, connection: Connection) -> None:
    """It is refused as before, in the platform's words, until someone compares the two."""
    before = (await bench.case()).incident

    await bench.retry(before.id)
    await bench.post(connection)

    after = (await bench.case()).incident
    assert (after.state, after.failure.words) == (OPEN, before.failure.words)
    assert (await bench.entry()).status is PostingStatus.FAILED
    assert len(bench.ledger.stored) == 1


async def test_one_that_says_the_same_is_ours(bench: Bench) -> None:
    """A sending whose answer nobody kept: the refusal is looked into, and nobody is asked."""
    made = await bench.book()
    bench.ledger.type_by_hand("JF-1", JULY_7, lines=SAME_LINES)
    await bench.take(made, some_entries(1))

    await bench.post(made)

    entry = await bench.entry()
    assert (entry.status, entry.posted_how) == (PostingStatus.POSTED, Ground.NUMBER)
    assert await bench.states() == []
    assert len(bench.ledger.stored) == 1


async def test_same_total_on_other_accounts_is_asked_about(bench: Bench) -> None:
    """Our number, day and total, and other accounts: a person says whether it is the entry."""
    made = await bench.book()
    other = (SAME_LINES[0], LedgerLine(Side.CREDIT, SAME_LINES[1].amount, "Sales", "79"))
    bench.ledger.type_by_hand("JF-1", JULY_7, lines=other)
    await bench.take(made, some_entries(1))

    await bench.post(made)

    like = (await bench.case()).incident.failure.likeness
    assert like is not None
    assert (like.kin, like.ledger_id, like.total) == (Kin.CANDIDATE, "1", SAME_LINES[0].amount)
    assert (await bench.entry()).status is PostingStatus.FAILED


async def test_linked_it_is_looked_up_and_closed(bench: Bench, connection: Connection) -> None:
    """Nothing is posted; the entry is known by the ledger's id of the other."""
    shown, sent = await twins(bench), len(bench.ledger.sent)

    incident_id = (await bench.case()).incident.id
    await bench.make(LINK, incident_id, judged(shown))
    await bench.post(connection)

    assert await bench.states() == [RESOLVED]
    assert len(bench.ledger.sent) == sent
    assert (await bench.entry()).ledger_id == "1"
    mending = (await bench.case()).incident.mending
    assert mending is not None
    assert (mending.move, mending.by) == (MoveName.LINK, "U_ANA")


async def test_what_is_not_there_any_more_is_not_linked(
    bench: Bench, connection: Connection
) -> None:
    """The card is open again, and nothing was posted in its place."""
    shown, sent = await twins(bench), len(bench.ledger.sent)
    bench.ledger.stored.clear()

    incident_id = (await bench.case()).incident.id
    await bench.make(LINK, incident_id, judged(shown))
    await bench.post(connection)

    assert await bench.states() == [OPEN]
    assert len(bench.ledger.sent) == sent
    assert (await bench.entry()).linked_to is None


async def test_posted_anyway_it_has_a_number_of_its_own(
    bench: Bench, connection: Connection
) -> None:
    """Both are in the books, however often polls and retries look."""
    shown = await twins(bench)
    incident_id = (await bench.case()).incident.id
    bench.ledger.swallow()

    await bench.make(POST_ANYWAY, incident_id, replace(judged(shown), note="Two sales"))
    await bench.post(connection)
    await bench.pass_time()
    await bench.post(connection)

    assert bench.ledger.numbers == ["JF-1", "JF-1-2"]
    entry = await bench.entry()
    assert (entry.number, entry.status) == ("JF-1-2", PostingStatus.POSTED)
    assert entry.ledger_id == "2"
    assert await bench.states() == [RESOLVED]
    assert "post_anyway" in await bench.story()


async def test_our_reference_is_not_taken_once_said_to_be_anothers(
    bench: Bench, connection: Connection
) -> None:
    """The other bears the caller's reference too, on the same day."""
    bench.ledger.stored.clear()
    bench.ledger.type_by_hand("JF-1", JULY_7, "see S-1")
    bench.ledger.type_by_hand("S-1", date(2026, 7, 7))
    shown = await twins(bench)
    other = Judged(shown.entry.id, shown.entry.posting_revision, "2")

    incident_id = (await bench.case()).incident.id
    await bench.make(POST_ANYWAY, incident_id, replace(other, note="Two sales"))
    await bench.post(connection)

    assert bench.ledger.numbers == ["JF-1", "S-1", "JF-1-2"]


async def test_what_was_judged_has_to_be_as_it_was(bench: Bench, connection: Connection) -> None:
    """Someone else said so first: the second is told, and it is posted once."""
    shown = await twins(bench)
    incident_id = (await bench.case()).incident.id
    await bench.make(POST_ANYWAY, incident_id, replace(judged(shown), note="Two sales"))

    with pytest.raises(TransitionRefused) as caught:
        await bench.make(LINK, incident_id, judged(shown), by="U_BEN")
    await bench.post(connection)

    assert "U_ANA" in caught.value.advice
    assert bench.ledger.numbers == ["JF-1", "JF-1-2"]
