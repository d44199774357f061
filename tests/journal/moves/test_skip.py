"""Entries that are never to be posted, notes above an amount, and help that is asked for."""

from decimal import Decimal

import pytest

from journal.amounts.money import Money
from journal.entries.entry import PostingStatus
from journal.errors import NoteNeeded, TransitionRefused
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import IncidentState
from journal.incidents.notes import NoteRule
from journal.incidents.story.people import IncidentResolved, Way
from journal.moves.make_move import MakeMove
from journal.moves.resolve import RESOLVE, Closing
from journal.moves.skip import SKIP, Skipped
from journal.moves.support import SUPPORT, HelpAsked
from journal.ports import Click
from tests.journal.bench import Bench
from tests.journal.moves.test_assign import AN_HOUR, notices, refused
from tests.storage.stage import rows, some_entries

S = PostingStatus
OPEN, RETRYING, RESOLVED = IncidentState
STRICT = NoteRule(Decimal(2000))


async def test_one_entry_is_skipped_and_the_rest_waits(bench: Bench) -> None:
    """The card stays open; what was skipped is not posted with the rest."""
    incident_id = await refused(bench, 3)
    entry = await bench.entry("S-2")

    after = await bench.make(SKIP, incident_id, Skipped(entry.id, "test order"))

    assert after.state is OPEN
    assert (await bench.entry("S-2")).status is S.SKIPPED
    (told,) = await rows(bench.database, "SELECT facts FROM incident_event WHERE kind = 'skipped'")
    assert told.facts == {"count": 1, "amounts": [[160413, "USD"]], "note": "test order"}
    bench.ledger.can_post = True
    await bench.retry(incident_id)
    await bench.post((await bench.case()).connection)
    assert len(bench.ledger.stored) == 2
    assert await bench.states() == [RESOLVED]

    await bench.reopen(incident_id)
    assert (await bench.entry("S-2")).status is S.FAILED


async def test_all_are_skipped_and_reopen_brings_them_back(bench: Bench) -> None:
    """The card is closed by the person who did it; a click delivered again does nothing more."""
    incident_id = await refused(bench, 3)
    click = Click("the-same", "U_ANA")

    for _delivered in range(2):
        closed = (await bench.services.make_move(SKIP, incident_id, click, Skipped())).incident

    assert (closed.state, closed.how, closed.moved_by) == (RESOLVED, HowResolved.SKIPPED, "U_ANA")
    assert (await bench.case()).summary.skipped == 3
    assert (await bench.story()).count("skipped") == 1
    await bench.reopen(incident_id)
    assert (await bench.case()).summary.waiting == 3


async def test_the_last_one_skipped_closes_the_card(bench: Bench) -> None:
    """In the name of the person who skipped it; there is then nothing left to skip."""
    incident_id = await refused(bench, 2)
    for reference in ("S-1", "S-2"):
        entry = await bench.entry(reference)
        last = await bench.make(SKIP, incident_id, Skipped(entry.id))

    assert (last.state, last.how) == (RESOLVED, HowResolved.SKIPPED)
    with pytest.raises(TransitionRefused):
        await bench.make(SKIP, incident_id, Skipped())


async def test_an_entry_of_another_card_is_not_skipped(bench: Bench) -> None:
    """Nothing changes, and it is said."""
    incident_id = await refused(bench)
    with pytest.raises(TransitionRefused) as nothing:
        await bench.make(SKIP, incident_id, Skipped(999))

    assert nothing.value.named == {}
    assert (await bench.case()).summary.waiting == 1


async def test_above_an_amount_a_note_is_needed(bench: Bench) -> None:
    """To close it, however that is said, and to skip; what was done is undone."""
    incident_id = await refused(bench, 2)  # $3,208.26
    make = MakeMove(bench.database.seen_by, bench.services.now, STRICT)

    for how in (HowResolved.FIXED_IN_PLATFORM, HowResolved.NOT_NEEDED):
        with pytest.raises(NoteNeeded) as wanted:
            await make(RESOLVE, incident_id, bench.click(), Closing(how, "  "))
        assert wanted.value.above == Decimal(2000)
    with pytest.raises(NoteNeeded):
        await make(SKIP, incident_id, bench.click(), Skipped())
    assert (await bench.case()).summary.waiting == 2

    one = Skipped((await bench.entry("S-1")).id)  # $1,604.13
    await make(SKIP, incident_id, bench.click(), one)
    await make(RESOLVE, incident_id, bench.click(), Closing(HowResolved.OTHER))
    assert await bench.states() == [RESOLVED]


async def test_the_book_says_itself_above_which_amount(bench: Bench) -> None:
    """What it says of its currency holds in place of what holds for all books."""
    incident_id = await refused(bench, 1)  # $1,604.13
    book = (await bench.case()).book
    async with bench.store() as store:
        await store.desk.save_note_limit(book.id, "USD", Money(160412, "USD"))

    with pytest.raises(NoteNeeded, match=r"1,604\.12 USD"):
        await bench.resolve(incident_id, HowResolved.OTHER)
    async with bench.store() as store:
        await store.desk.save_note_limit(book.id, "USD", None)
    await bench.resolve(incident_id, HowResolved.OTHER)

    assert await bench.states() == [RESOLVED]


async def test_a_summary_is_owed_to_the_channel_once(bench: Bench) -> None:
    """It outlives an outage of Slack, since it is written down; the thread tells what it says."""
    incident_id = await refused(bench)
    store, now = bench.database.seen_by, bench.services.now
    make = MakeMove(store, now, STRICT, support_channel="C_SUPPORT")
    asked = HelpAsked(Way.CHANNEL, "please help")
    click = Click("the-same", "U_ANA")

    for _delivered in range(2):
        await make(SUPPORT, incident_id, click, asked)
    await make(SUPPORT, incident_id, bench.click(), HelpAsked(Way.MAIL, "by mail"))

    assert await notices(bench) == [("support", "C_SUPPORT")]
    assert (await bench.story()).count("support") == 2


async def test_what_settled_it_is_remembered(bench: Bench) -> None:
    """The next card of the same cause says how often, by whom and how; a closed one asks not."""
    incident_id = await refused(bench)
    assert (await bench.case()).memory is None
    await bench.resolve(incident_id, HowResolved.NOT_NEEDED, "test orders")
    connection = (await bench.case()).connection

    for count, reference in enumerate(("T", "U"), start=1):
        await bench.take(connection, some_entries(1, prefix=reference))
        await bench.post(connection)
        newest = (await bench.cases())[-1]
        assert newest.memory is not None
        assert newest.memory.times == count
        settled = newest.memory.mending
        if count == 1:
            assert (settled.move, settled.by) == ("resolve", "U_ANA")
            assert settled.turn == IncidentResolved(HowResolved.NOT_NEEDED, "test orders")
            bench.ledger.can_post = True
            bench.clock.advance(AN_HOUR)
            await bench.retry(newest.incident.id, by="U_BEN")
            await bench.post(connection)
            bench.ledger.can_post = False
        else:
            assert (settled.move, settled.by) == ("retry", "U_BEN")
    assert (await bench.cases())[0].memory is None
