"""A posted entry is corrected in place: never posted twice, never over what people did there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from journal.amounts.money import Money
from journal.books.book import Connection, Platform
from journal.entries.entry import Entry, Line, NewEntry, OnChange, PostingStatus, Side
from journal.entries.failure import Conflict, FailureReason, Kin, Obstacle
from journal.entries.grounds import Ground
from journal.entries.handing_in import too_late
from journal.entries.posting import LedgerLine
from journal.errors import TransitionRefused
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import IncidentState
from journal.incidents.move import MoveName
from journal.moves.await_period import AWAIT_PERIOD, Awaited
from journal.moves.duplicate import LINK, POST_ANYWAY, Judged
from journal.moves.hand_edit import KEEP_THEIRS, OVERWRITE, Kept, Seen
from journal.moves.refusing import changed_meanwhile
from journal.rights import NotAllowed, Rule
from tests.build import some_content
from tests.fakes.ledger import Stored
from tests.fakes.ready import JULY_7
from tests.journal.bench import QUICK, SAME_LINES, Bench
from tests.storage.stage import put, running_job, success

OPEN, RETRYING, RESOLVED = IncidentState
S = PostingStatus
RIGHT = Money(170000, "USD")


def corrected(revision: int = 2, amount: Money = RIGHT, **changes: Any) -> NewEntry:
    """The entry S-1 with another sum, as its caller hands it in again."""
    debit, credit = (
        Line(Side.DEBIT, amount, category="Clearing"),
        Line(Side.CREDIT, amount, category="Gift cards"),
    )
    changes = {"lines": (debit, credit), **changes}
    return some_content(reference="S-1", revision=revision, **changes)


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A ledger that has S-1 as JF-1, posted by us."""
    made = await bench.book()
    await bench.take(made, [some_content(reference="S-1")])
    await bench.post(made)
    return made


async def hand_in(bench: Bench, connection: Connection, content: NewEntry) -> None:
    """Hand a correction in and run the posting job."""
    (answer,) = await bench.services.accept_entries(connection.book_id, [content])
    assert answer.taken, answer.error
    await bench.post(connection)


async def overwrite(bench: Bench, by: str = "U_ANA") -> None:
    """Look at both, as they are now, and say that ours counts."""
    incident_id = (await bench.case()).incident.id
    both = await bench.services.find_twin(incident_id, bench.click())
    seen = Seen(both.entry.id, both.entry.posting_revision)
    if both.there:
        seen = replace(seen, ledger_id=both.there.ledger_id, version=both.there.version)
    await bench.make(OVERWRITE, incident_id, seen, by=by)


async def keep(bench: Bench) -> None:
    """Press Keep theirs on the card as it is now."""
    incident = (await bench.case()).incident
    met = incident.failure.conflict
    assert met is not None
    await bench.make(KEEP_THEIRS, incident.id, Kept(met.version))


async def die(bench: Bench, connection: Connection) -> None:
    """Claim what is due as a job that ends then and there; what it left is due at once."""
    async with bench.store() as store:
        (entry,) = await store.postings.claim_due(connection.id, 0, bench.clock(), 1)
        await store.postings.release_abandoned(connection.id, bench.clock())
    await put(bench.database, entry, due_at=bench.clock())


def total(bench: Bench) -> Money | None:
    """Return what the only entry of the ledger comes to."""
    (stored,) = bench.ledger.stored
    return stored.shown().total


async def met(bench: Bench) -> Conflict | None:
    """Return what the one card says that the correction met."""
    return (await bench.case()).incident.failure.conflict


# --- nobody touched it


async def test_what_nobody_touched_is_put_right_in_place(
    bench: Bench, connection: Connection
) -> None:
    """Once, under the number it had, and nobody is asked anything."""
    await hand_in(bench, connection, corrected())

    assert (bench.ledger.numbers, total(bench)) == (["JF-1"], RIGHT)
    entry = await bench.entry()
    assert (entry.status, entry.ledger_id, entry.ledger_version) == (S.POSTED, "1", "1")
    assert not entry.is_correction
    assert await bench.cases() == []


async def test_each_correction_goes_on_from_the_one_before(
    bench: Bench, connection: Connection
) -> None:
    """What we wrote ourselves is no hand edit."""
    await hand_in(bench, connection, corrected(2))
    await hand_in(bench, connection, corrected(3, Money(180000, "USD")))

    assert total(bench) == Money(180000, "USD")
    assert len(bench.ledger.stored) == 1


async def test_only_the_description_is_corrected(bench: Bench, connection: Connection) -> None:
    """It is sent although the ledger shows the same day and the same sums."""
    old = await bench.entry()
    described = replace(old.content, revision=2, description="corrected")

    await hand_in(bench, connection, described)

    assert len(bench.ledger.sent) == 2


async def test_what_we_posted_is_known_by_its_id(bench: Bench, connection: Connection) -> None:
    """Someone took our number off it there, and the correction has another day: it is ours."""
    august = date(2026, 8, 3)
    (stored,) = bench.ledger.stored
    bench.ledger.stored[:] = [replace(stored, number="", note="")]

    await hand_in(bench, connection, corrected(date=august, on_change=OnChange.REPLACE))

    (stored,) = bench.ledger.stored
    assert (stored.date, stored.number) == (august, "JF-1")


async def test_a_platform_without_that_is_corrected_by_hand(bench: Bench) -> None:
    """The answer says what to do there, and the entry stays posted."""
    made = await bench.book()
    await bench.take(made, [some_content(reference="S-1")])
    await bench.post(made)
    async with bench.store() as store:
        tryton = replace(made, platform=Platform.TRYTON)
        (answer,) = await store.intake.accept(tryton, [corrected()], bench.clock())

    assert not answer.taken
    assert too_late(Platform.TRYTON, await bench.entry()) in answer.error
    assert (await bench.entry()).status is S.POSTED


# --- someone did


async def test_a_hand_edit_is_asked_about(bench: Bench, connection: Connection) -> None:
    """Nothing is sent; the card says what is there, with its day and its sum."""
    bench.ledger.edit_by_hand("JF-1")
    sent = len(bench.ledger.sent)

    await hand_in(bench, connection, corrected())

    assert await bench.states() == [OPEN]
    case = await bench.case()
    assert case.incident.failure.reason is FailureReason.MATCHED_OR_EDITED
    was = Money(160413, "USD")
    assert case.incident.failure.conflict == Conflict(Obstacle.EDITED, "1", "1", JULY_7, was)
    assert (case.summary.waiting, case.summary.corrections) == (1, 1)
    assert case.summary.corrects_since is not None
    assert len(bench.ledger.sent) == sent


@pytest.mark.parametrize("way", ["poll", "retry", "left behind", "revision"])
async def test_what_is_there_still_is_not_taken_for_the_correction(
    bench: Bench, connection: Connection, way: str
) -> None:
    """However often it is looked at: it is our number, and it says something else."""
    bench.ledger.edit_by_hand("JF-1")
    await hand_in(bench, connection, corrected())

    if way == "poll":
        await bench.poll(connection)
    elif way == "revision":
        await hand_in(bench, connection, corrected(3))
    else:
        await bench.retry((await bench.case()).incident.id)
        if way == "left behind":
            await die(bench, connection)
        await bench.post(connection)

    assert await bench.states() == [OPEN]
    assert (await bench.entry()).status is S.FAILED
    assert total(bench) == Money(160413, "USD")


async def test_overwritten_it_is_there_once_as_we_have_it(
    bench: Bench, connection: Connection
) -> None:
    """The card closes and says by whom."""
    bench.ledger.edit_by_hand("JF-1")
    await hand_in(bench, connection, corrected())

    await overwrite(bench)
    await bench.post(connection)

    assert (bench.ledger.numbers, total(bench)) == (["JF-1"], RIGHT)
    assert await bench.states() == [RESOLVED]
    mending = (await bench.case()).incident.mending
    assert mending is not None
    assert (mending.move, mending.by) == (MoveName.OVERWRITE, "U_ANA")
    assert await bench.story() == ["opened", "overwrite", "posted"]


async def test_an_edit_that_nobody_saw_is_not_overwritten(
    bench: Bench, connection: Connection
) -> None:
    """It came after the form was sent in: the card shows that one then."""
    bench.ledger.edit_by_hand("JF-1")
    await hand_in(bench, connection, corrected())
    await overwrite(bench)
    bench.ledger.edit_by_hand("JF-1", "and once more")

    await bench.post(connection)

    assert total(bench) == Money(160413, "USD")
    assert await bench.states() == [OPEN]
    conflict = await met(bench)
    assert conflict is not None
    assert conflict.version == "2"


async def test_a_form_that_is_old_overwrites_nothing(bench: Bench, connection: Connection) -> None:
    """A newer revision came meanwhile: the person is told, and looks again."""
    bench.ledger.edit_by_hand("JF-1")
    await hand_in(bench, connection, corrected())
    entry, incident_id = await bench.entry(), (await bench.case()).incident.id
    await hand_in(bench, connection, corrected(3))

    with pytest.raises(TransitionRefused) as caught:
        await bench.make(OVERWRITE, incident_id, Seen(entry.id, entry.posting_revision, "1", "1"))
    assert caught.value.advice == changed_meanwhile(entry.id).advice


async def test_kept_theirs_stands_and_counts(bench: Bench, connection: Connection) -> None:
    """Nothing is sent; the entry is posted, and the card is closed by the person who said so."""
    bench.ledger.edit_by_hand("JF-1")
    await hand_in(bench, connection, corrected())
    sent = len(bench.ledger.sent)

    await keep(bench)
    await bench.post(connection)
    await bench.poll(connection)

    assert (len(bench.ledger.sent), total(bench)) == (sent, Money(160413, "USD"))
    entry = await bench.entry()
    assert (entry.status, entry.ledger_version, entry.is_correction) == (S.POSTED, "1", False)
    incident = (await bench.case()).incident
    assert (incident.state, incident.how) == (RESOLVED, HowResolved.KEPT)
    assert (await bench.story())[-1] == "kept"


async def test_after_keep_theirs_the_next_correction_builds_on_it(
    bench: Bench, connection: Connection
) -> None:
    """It was accepted, so it is no surprise any more; a later edit is."""
    bench.ledger.edit_by_hand("JF-1")
    await hand_in(bench, connection, corrected())
    await keep(bench)

    await hand_in(bench, connection, corrected(3))
    assert total(bench) == RIGHT

    bench.ledger.edit_by_hand("JF-1")
    await hand_in(bench, connection, corrected(4, Money(100, "USD")))
    assert await bench.states() == [RESOLVED, OPEN]
    assert total(bench) == RIGHT


async def test_theirs_is_kept_as_it_was_seen(bench: Bench, connection: Connection) -> None:
    """Someone presses it on a card that has been drawn again since."""
    bench.ledger.edit_by_hand("JF-1")
    await hand_in(bench, connection, corrected())

    incident_id = (await bench.case()).incident.id
    with pytest.raises(TransitionRefused) as caught:
        await bench.make(KEEP_THEIRS, incident_id, Kept("0"))

    assert caught.value.named == {}
    assert await bench.states() == [OPEN]


async def test_an_edit_that_says_what_ours_says_closes_the_card(
    bench: Bench, connection: Connection
) -> None:
    """Someone typed the correction there: a poll finds it, by account, day and sum."""
    bench.ledger.edit_by_hand("JF-1")
    await hand_in(bench, connection, corrected())

    (stored,) = bench.ledger.stored
    bench.ledger.stored[:] = [as_we_have_it(stored)]
    await bench.poll(connection)

    assert await bench.states() == [RESOLVED]
    assert (await bench.entry()).status is S.POSTED


def as_we_have_it(stored: Stored) -> Stored:
    """Return what is there with the lines of the correction, split in another way."""
    parts = (Money(100000, "USD"), Money(70000, "USD"))
    lines = tuple(LedgerLine(Side.DEBIT, part, "Clearing") for part in parts)
    lines += (LedgerLine(Side.CREDIT, RIGHT, "4010 Sales:Shopify sales"),)
    credit = replace(lines[-1], account="Sales:Shopify sales")
    return replace(stored, lines=(*lines[:-1], credit), version=stored.version + 1)


async def test_what_was_deleted_there_is_asked_about(bench: Bench, connection: Connection) -> None:
    """It is not posted again by itself; a person who says so has it posted once."""
    bench.ledger.delete_by_hand("JF-1")
    await hand_in(bench, connection, corrected())
    conflict = await met(bench)
    assert conflict is not None
    assert (conflict.obstacle, bench.ledger.stored) == (Obstacle.DELETED, [])

    bench.ledger.swallow()
    await overwrite(bench)
    await bench.post(connection)
    await bench.pass_time()
    await bench.post(connection)

    assert (bench.ledger.numbers, total(bench)) == (["JF-1"], RIGHT)
    assert await bench.states() == [RESOLVED]


async def test_what_was_put_back_there_is_not_posted_beside(
    bench: Bench, connection: Connection
) -> None:
    """Between the click and the sending someone typed it again, and otherwise."""
    bench.ledger.delete_by_hand("JF-1")
    await hand_in(bench, connection, corrected())
    await overwrite(bench)
    bench.ledger.type_by_hand("JF-1", JULY_7)

    await bench.post(connection)

    (typed,) = bench.ledger.stored
    failure = (await bench.cases())[-1].incident.failure
    assert failure.likeness is not None
    assert (failure.reason, failure.likeness.ledger_id) == (
        FailureReason.DUPLICATE,
        typed.ledger_id,
    )
    assert failure.conflict is None


async def test_what_the_platform_holds_is_said_in_its_words(
    bench: Bench, connection: Connection
) -> None:
    """Matched with the bank it stays as it is; once that is taken back, Retry puts it right."""
    bench.ledger.match_with_bank("JF-1")
    await hand_in(bench, connection, corrected())

    failure = (await bench.case()).incident.failure
    assert failure.conflict is not None
    assert failure.conflict.obstacle is Obstacle.HELD
    assert "bank" in failure.words

    (stored,) = bench.ledger.stored
    bench.ledger.stored[:] = [replace(stored, is_matched=False)]
    await bench.retry((await bench.case()).incident.id)
    await bench.post(connection)
    assert (total(bench), await bench.states()) == (RIGHT, [RESOLVED])


async def test_what_is_held_may_be_kept(bench: Bench, connection: Connection) -> None:
    """The version that we wrote stays the accepted one."""
    bench.ledger.match_with_bank("JF-1")
    await hand_in(bench, connection, corrected())

    await keep(bench)

    assert await bench.states() == [RESOLVED]
    assert (await bench.entry()).ledger_version == "0"


async def test_what_a_person_typed_and_we_found_is_asked_about_too(bench: Bench) -> None:
    """It closed the card by number, day and lines, but jefail did not post it: nothing replaces it.

    The card offers neither Overwrite nor Keep theirs until someone links it.
    """
    made = await bench.book()
    bench.ledger.refuse(FailureReason.VALIDATION_OTHER, times=1)
    await bench.take(made, [some_content(reference="S-1")])
    await bench.post(made)
    bench.ledger.type_by_hand("JF-1", JULY_7, lines=SAME_LINES)
    await bench.poll(made)
    entry = await bench.entry()
    assert (entry.status, entry.posted_how) == (S.POSTED, Ground.NUMBER)

    await hand_in(bench, made, corrected())

    assert await bench.states() == [RESOLVED, OPEN]
    assert bench.ledger.stored[0].lines == SAME_LINES
    failure = (await bench.cases())[-1].incident.failure
    assert failure.conflict is None
    assert failure.likeness is not None
    assert (failure.likeness.kin, failure.likeness.ledger_id) == (Kin.CANDIDATE, "1")


async def test_once_linked_it_may_be_overwritten(bench: Bench) -> None:
    """A person said that it is ours: then it is held against the correction, as what it is."""
    made = await typed_and_found(bench)
    await hand_in(bench, made, corrected())
    asked = (await bench.cases())[-1].incident

    await link(bench, asked.id)
    await bench.post(made)

    held = (await bench.cases())[-1].incident
    conflict = held.failure.conflict
    assert conflict is not None
    assert (conflict.obstacle, conflict.is_foreign) == (Obstacle.EDITED, True)
    both = await bench.services.find_twin(held.id, bench.click())
    assert both.there is not None
    seen = Seen(both.entry.id, both.entry.posting_revision, "1", both.there.version)
    await bench.make(OVERWRITE, held.id, seen)
    await bench.post(made)
    assert (total(bench), len(bench.ledger.stored)) == (RIGHT, 1)
    assert (await bench.entry()).posted_how is Ground.SENT


async def test_said_to_be_another_the_correction_is_posted_beside(bench: Bench) -> None:
    """Nothing of ours is there to be replaced, so ours is posted, under a number that is free."""
    made = await typed_and_found(bench)
    await hand_in(bench, made, corrected())
    asked = (await bench.cases())[-1].incident
    both = await bench.services.find_twin(asked.id, bench.click())
    judged = Judged(both.entry.id, both.entry.posting_revision, "1", free=both.free)

    await bench.make(POST_ANYWAY, asked.id, replace(judged, note="That one is the rent"))
    await bench.post(made)

    assert bench.ledger.numbers == ["JF-1", "JF-1-2"]
    assert bench.ledger.stored[0].lines == SAME_LINES
    assert (await bench.entry()).status is S.POSTED


async def test_a_card_of_before_overwrites_no_stranger(bench: Bench) -> None:
    """What an older release offered is refused: jefail did not post what stands there."""
    made = await typed_and_found(bench)
    await hand_in(bench, made, corrected())
    entry, incident_id = await bench.entry(), (await bench.cases())[-1].incident.id

    with pytest.raises(TransitionRefused) as caught:
        await bench.make(OVERWRITE, incident_id, Seen(entry.id, entry.posting_revision, "1", "0"))

    number = (await bench.cases())[-1].incident.number
    assert f"/jefail retry {number}" in caught.value.advice
    assert bench.ledger.stored[0].lines == SAME_LINES


async def typed_and_found(bench: Bench) -> Connection:
    """Return a ledger in which someone typed S-1 under our number, and a poll found it."""
    made = await bench.book()
    bench.ledger.refuse(FailureReason.VALIDATION_OTHER, times=1)
    await bench.take(made, [some_content(reference="S-1")])
    await bench.post(made)
    bench.ledger.type_by_hand("JF-1", JULY_7, lines=SAME_LINES)
    await bench.poll(made)
    return made


async def link(bench: Bench, incident_id: int) -> None:
    """Look at both and say that it is ours."""
    both = await bench.services.find_twin(incident_id, bench.click())
    assert both.there is not None
    judged = Judged(both.entry.id, both.entry.posting_revision, both.there.ledger_id)
    await bench.make(LINK, incident_id, judged)


async def test_lines_that_cannot_be_read_are_never_taken_for_ours(
    bench: Bench, connection: Connection
) -> None:
    """The card cannot say the sum, and closes only once the lines are seen to be the same."""
    bench.ledger.lists_lines = False
    bench.ledger.edit_by_hand("JF-1")
    await hand_in(bench, connection, corrected())
    conflict = await met(bench)
    assert conflict is not None
    assert conflict.total is None

    (stored,) = bench.ledger.stored
    bench.ledger.stored[:] = [as_we_have_it(stored)]
    await bench.poll(connection)
    assert await bench.states() == [OPEN]
    bench.ledger.lists_lines = True
    await bench.poll(connection)
    assert await bench.states() == [RESOLVED]


async def test_no_answer_where_lines_cannot_be_read(bench: Bench, connection: Connection) -> None:
    """Whether it was done cannot be told, so a person is asked and nothing is sent twice."""
    bench.ledger.lists_lines = False
    bench.ledger.swallow()
    await hand_in(bench, connection, corrected())

    await bench.pass_time()
    await bench.post(connection)

    conflict = await met(bench)
    assert conflict is not None
    assert conflict.obstacle is Obstacle.EDITED
    assert len(bench.ledger.stored) == 1


# --- no answer, or killed in between


async def test_no_answer_though_it_was_done(bench: Bench, connection: Connection) -> None:
    """Looked at first: what stands there says what ours says, so nothing is sent again."""
    bench.ledger.swallow()
    await hand_in(bench, connection, corrected())
    assert (await bench.entry()).status is S.UNCERTAIN

    await bench.pass_time()
    await bench.post(connection)

    assert len(bench.ledger.sent) == 2
    entry = await bench.entry()
    assert (entry.status, entry.ledger_version) == (S.POSTED, "1")


async def test_no_answer_and_it_was_not_done(bench: Bench, connection: Connection) -> None:
    """It stands as before, so it is sent again, under the same key."""
    bench.ledger.refuse(FailureReason.TRANSIENT, times=1)
    await hand_in(bench, connection, corrected())

    await bench.pass_time()
    await bench.post(connection)

    assert total(bench) == RIGHT
    assert bench.ledger.sent[-1].key == bench.ledger.sent[-2].key


async def test_no_answer_and_then_a_hand_edit(bench: Bench, connection: Connection) -> None:
    """What stands there now is nobody's but theirs: they are asked."""
    bench.ledger.swallow()
    await hand_in(bench, connection, corrected())
    (stored,) = bench.ledger.stored
    other = tuple(replace(line, amount=Money(5, "USD")) for line in stored.lines)
    bench.ledger.stored[:] = [replace(stored, lines=other, version=2)]

    await bench.pass_time()
    await bench.post(connection)

    conflict = await met(bench)
    assert conflict is not None
    assert (conflict.version, total(bench)) == ("2", Money(5, "USD"))


async def test_a_worker_died_before_it_was_sent(bench: Bench, connection: Connection) -> None:
    """What was claimed is looked up: it stands as before, and is put right once."""
    await bench.services.accept_entries(connection.book_id, [corrected()])
    await die(bench, connection)

    await bench.post(connection)

    assert (total(bench), len(bench.ledger.stored)) == (RIGHT, 1)
    assert (await bench.entry()).status is S.POSTED


async def test_the_answer_to_an_older_revision_does_not_count(
    bench: Bench, connection: Connection
) -> None:
    """It says that the one before is there, which is known, and not that this one is."""
    before: Entry = await bench.entry()
    await bench.services.accept_entries(connection.book_id, [corrected()])
    async with bench.store() as store:
        assert await store.postings.record([success(before)]) == set()

    assert (await bench.entry()).status is S.PENDING


async def test_without_keys_it_is_looked_at_before_it_is_sent_again(bench: Bench) -> None:
    """The ledger itself tells whether it was done."""
    bench.ledger.capabilities = replace(QUICK, native_idempotency=False)
    made = await bench.book()
    await bench.take(made, [some_content(reference="S-1")])
    await bench.post(made)
    bench.ledger.swallow()
    await hand_in(bench, made, corrected())

    await bench.pass_time()
    work = replace(bench.services.post_entries, pause=lambda _length: _at_once())
    await work(made.id, await running_job(bench.database))

    assert (total(bench), len(bench.ledger.sent)) == (RIGHT, 2)


async def _at_once() -> None:
    """Wait for nothing."""


# --- other causes, other moves


async def test_a_gap_is_mended_and_it_is_put_right_in_place(
    bench: Bench, connection: Connection
) -> None:
    """Nothing that its card offers posts it beside the one before."""
    lines = (
        Line(Side.DEBIT, RIGHT, category="Clearing"),
        Line(Side.CREDIT, RIGHT, category="Tips"),
    )
    await hand_in(bench, connection, corrected(lines=lines))
    case = await bench.case()
    assert case.incident.failure.reason is FailureReason.MAPPING_MISSING

    await bench.map(case.incident.id, {("Shopify", "Tips"): "98"})
    await bench.post(connection)

    assert (bench.ledger.numbers, total(bench)) == (["JF-1"], RIGHT)


async def test_skipped_the_one_before_stays(bench: Bench, connection: Connection) -> None:
    """And reopened, it is still a correction of that."""
    bench.ledger.edit_by_hand("JF-1")
    await hand_in(bench, connection, corrected())
    incident_id = (await bench.case()).incident.id

    await bench.resolve(incident_id, HowResolved.NOT_NEEDED)
    assert (await bench.entry()).status is S.SKIPPED
    await bench.reopen(incident_id)
    await overwrite(bench)
    await bench.post(connection)

    assert (bench.ledger.numbers, total(bench)) == (["JF-1"], RIGHT)


async def test_said_to_be_fixed_it_is_held_against_the_ledger(
    bench: Bench, connection: Connection
) -> None:
    """The entry is there, but not as ours has it: the card opens again."""
    bench.ledger.edit_by_hand("JF-1")
    await hand_in(bench, connection, corrected())

    await bench.resolve((await bench.case()).incident.id, HowResolved.FIXED_IN_PLATFORM)
    await bench.poll(connection)

    assert await bench.states() == [OPEN]


async def test_a_correction_is_never_left_as_a_draft(bench: Bench, connection: Connection) -> None:
    """What is in the books does not leave them."""
    bench.ledger.closed_until = date(2026, 7, 31)
    await hand_in(bench, connection, corrected())
    async with bench.store() as store:
        incident_id = (await bench.case()).incident.id
        await store.postings.release(incident_id, bench.clock(), as_draft=True)

    assert not (await bench.entry()).as_draft


async def test_what_stands_in_a_closed_month_waits_for_it(
    bench: Bench, connection: Connection
) -> None:
    """No other day is offered, since it cannot leave its own; opened again, it is put right."""
    bench.ledger.closed_until = date(2026, 7, 31)
    await bench.poll(connection)
    await hand_in(bench, connection, corrected(date=date(2026, 8, 3), on_change=OnChange.REPLACE))

    case = await bench.case()
    failure = case.incident.failure
    assert (failure.reason, failure.subject) == (FailureReason.PERIOD_CLOSED, "2026-07")
    assert (case.open_day, case.is_shut) == (None, True)
    assert len(bench.ledger.sent) == 1

    await bench.make(AWAIT_PERIOD, case.incident.id, Awaited())
    await bench.poll(connection)
    assert await bench.states() == [OPEN]
    bench.ledger.closed_until = date(2026, 6, 30)
    await bench.pass_time()
    await bench.poll(connection)
    await bench.post(connection)

    assert await bench.states() == [RESOLVED]
    (stored,) = bench.ledger.stored
    assert (stored.date, stored.shown().total) == (date(2026, 8, 3), RIGHT)


async def test_retried_the_closed_days_are_read_again(bench: Bench, connection: Connection) -> None:
    """Someone had the month reopened a moment ago, and no poll has seen it."""
    bench.ledger.closed_until = date(2026, 7, 31)
    await bench.poll(connection)
    await hand_in(bench, connection, corrected())
    bench.ledger.closed_until = None

    await bench.retry((await bench.case()).incident.id)
    await bench.post(connection)

    assert (total(bench), await bench.states()) == (RIGHT, [RESOLVED])


async def test_a_large_entry_is_overwritten_by_two(bench: Bench, connection: Connection) -> None:
    """What stands there counts too, however small ours is; nothing is done before the second."""
    async with bench.store() as store:
        await store.rights.save(
            connection.book_id, Rule(MoveName.OVERWRITE, second_above=Money(100000, "USD"))
        )
    bench.ledger.edit_by_hand("JF-1")
    await hand_in(bench, connection, corrected(amount=Money(100, "USD")))

    await overwrite(bench)
    await bench.post(connection)
    request = (await bench.case()).request
    assert request is not None
    assert request.move is MoveName.OVERWRITE
    assert total(bench) == Money(160413, "USD")

    await bench.services.approve_request((await bench.case()).incident.id, bench.click("U_BEN"))
    await bench.post(connection)
    assert total(bench) == Money(100, "USD")
    assert await bench.states() == [RESOLVED]


async def test_keeping_theirs_can_take_two(bench: Bench, connection: Connection) -> None:
    """The card stays until the second one says so."""
    async with bench.store() as store:
        await store.rights.save(
            connection.book_id, Rule(MoveName.KEEP_THEIRS, second_above=Money(100, "USD"))
        )
    bench.ledger.edit_by_hand("JF-1")
    await hand_in(bench, connection, corrected())

    await keep(bench)
    assert await bench.states() == [OPEN]
    incident_id = (await bench.case()).incident.id
    approved = await bench.services.approve_request(incident_id, bench.click("U_BEN"))
    incident = approved.incident

    assert (incident.how, incident.approved_by) == (HowResolved.KEPT, "U_BEN")


async def test_who_prepared_it_does_not_keep_theirs(bench: Bench, connection: Connection) -> None:
    """It ends the work on an entry without posting it."""
    bench.ledger.edit_by_hand("JF-1")
    await hand_in(bench, connection, corrected(prepared_by="U_ANA"))

    with pytest.raises(NotAllowed):
        await keep(bench)


async def test_words_alone_are_a_correction(bench: Bench, connection: Connection) -> None:
    """A memo and descriptions reach the ledger, where nothing else has changed."""
    same = some_content(reference="S-1", revision=2, description="Takings of Tuesday")
    debit, credit = same.lines
    lines = (replace(debit, description="Till 1"), credit)

    await hand_in(bench, connection, replace(same, lines=lines))

    (stored,) = bench.ledger.stored
    assert stored.note == "Takings of Tuesday [JF-1]"
    assert [line.description for line in stored.lines] == ["Till 1", "Gift cards"]
    assert (await bench.entry()).status is S.POSTED


async def test_words_are_not_taken_for_carried_out(bench: Bench, connection: Connection) -> None:
    """Someone edited it there, to the same amounts: the memo that is missing is asked about."""
    bench.ledger.choose_by_hand("JF-1", "Class", "Retail")

    memo = some_content(reference="S-1", revision=2, description="Takings of Tuesday")
    await hand_in(bench, connection, memo)

    conflict = await met(bench)
    assert conflict is not None
    assert conflict.obstacle is Obstacle.EDITED


async def kept_with_a_class(bench: Bench, connection: Connection) -> None:
    """Let a class be chosen there, and a person let that count instead of a correction."""
    bench.ledger.choose_by_hand("JF-1", "Class", "Retail")
    await hand_in(bench, connection, corrected())
    await keep(bench)


async def test_after_keep_theirs_a_class_stays_with_its_line(
    bench: Bench, connection: Connection
) -> None:
    """The next correction goes on from there without asking, and removes nothing."""
    await kept_with_a_class(bench, connection)

    await hand_in(bench, connection, corrected(3))

    (stored,) = bench.ledger.stored
    assert total(bench) == RIGHT
    assert [line.extras for line in stored.lines] == [(("Class", "Retail"),)] * 2
    assert await bench.states() == [RESOLVED]


async def test_after_keep_theirs_nothing_goes_unseen(bench: Bench, connection: Connection) -> None:
    """A correction whose lines would take the class away is shown to a person first."""
    await kept_with_a_class(bench, connection)
    amount = Money(160413, "USD")
    turned = (
        Line(Side.CREDIT, amount, category="Clearing"),
        Line(Side.DEBIT, amount, category="Gift cards"),
    )

    await hand_in(bench, connection, corrected(3, lines=turned, on_change=OnChange.REPLACE))

    *_, second = await bench.cases()
    conflict = second.incident.failure.conflict
    assert conflict is not None
    assert conflict.obstacle is Obstacle.EDITED
    (stored,) = bench.ledger.stored
    assert [line.extras for line in stored.lines] == [(("Class", "Retail"),)] * 2
    incident_id = second.incident.id
    both = await bench.services.find_twin(incident_id, bench.click())
    assert both.there is not None
    seen = Seen(
        both.entry.id, both.entry.posting_revision, both.there.ledger_id, both.there.version
    )
    await bench.make(OVERWRITE, incident_id, seen)
    await bench.post(connection)
    (stored,) = bench.ledger.stored
    assert [(line.side, line.extras) for line in stored.lines] == [
        (Side.CREDIT, ()),
        (Side.DEBIT, ()),
    ]
    assert await bench.states() == [RESOLVED, RESOLVED]
