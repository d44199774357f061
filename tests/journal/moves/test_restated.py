"""A version that reads as another entry: nothing is replaced until someone says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from journal.amounts.money import Money
from journal.books.book import Connection, Platform
from journal.entries.entry import Entry, NewEntry, OnChange, PostingStatus
from journal.entries.failure import Obstacle
from journal.entries.handing_in import Fate
from journal.entries.numbering import Numbering, Restart
from journal.errors import TransitionRefused
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import IncidentState
from journal.incidents.move import MoveName
from journal.moves.hand_edit import KEEP_THEIRS, OVERWRITE, POST_APART, Apart, Kept, Seen
from journal.moves.resolve import RESOLVE, Closing
from journal.ports import Acceptance
from journal.rights import NotAllowed, Rule
from tests.build import some_content
from tests.journal.bench import Bench
from tests.storage.stage import entry_called, put, rows

OPEN, RETRYING, RESOLVED = IncidentState
S = PostingStatus
JULY_7, JULY_8, JULY_9 = (date(2026, 7, day) for day in (7, 8, 9))
ASK, REPLACE = OnChange.ASK, OnChange.REPLACE


def version(day: date = JULY_8, revision: int = 2, **changes: Any) -> NewEntry:
    """Return the entry "7" of a day, as software that starts again at 1 hands it in."""
    return some_content(reference="7", date=day, revision=revision, **changes)


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A ledger that has "7" of July 7 as JF-1."""
    made = await bench.book()
    await bench.take(made, [version(JULY_7, 1)])
    await bench.post(made)
    return made


async def hand_in(bench: Bench, connection: Connection, content: NewEntry) -> Acceptance:
    """Hand one in and run the posting job."""
    (answer,) = await bench.services.accept_entries(connection.book_id, [content])
    await bench.post(connection)
    return answer


async def ask(bench: Bench, connection: Connection) -> int:
    """Hand in the next day to be asked about; return the incident that asks."""
    answer = await hand_in(bench, connection, version(on_change=ASK))
    assert (answer.taken, answer.fate) == (True, Fate.ASKED), answer.error
    return (await bench.case()).incident.id


async def part(bench: Bench, by: str = "U_ANA") -> None:
    """Say of what the card shows that it is another entry."""
    case = await bench.case()
    both = await bench.services.find_twin(case.incident.id, bench.click())
    await bench.make(
        POST_APART, case.incident.id, Apart(both.entry.id, both.entry.posting_revision), by=by
    )


async def replace_it(bench: Bench) -> None:
    """Say of what the card shows that it replaces the one before."""
    case = await bench.case()
    both = await bench.services.find_twin(case.incident.id, bench.click())
    seen = Seen(both.entry.id, both.entry.posting_revision)
    if both.there:
        seen = replace(seen, ledger_id=both.there.ledger_id, version=both.there.version)
    await bench.make(OVERWRITE, case.incident.id, seen)


def days(bench: Bench) -> dict[str, date]:
    """Return what the ledger has: the day of JF-1, and of each other entry."""
    others = (f"another {count}" for count in range(1, 9))
    return {
        one.number if one.number == "JF-1" else next(others): one.date
        for one in bench.ledger.stored
    }


BOTH = {"JF-1": JULY_7, "another 1": JULY_8}


# --- at the door


@pytest.mark.parametrize("status", [S.PENDING, S.FAILED, S.SKIPPED, S.POSTING, S.UNCERTAIN])
async def test_another_day_replaces_nothing_unposted(bench: Bench, status: PostingStatus) -> None:
    """It would be lost as well, so its caller is told both days and sums."""
    made = await bench.book()
    (entry,) = await bench.take(made, [version(JULY_7, 1)])
    await put(bench.database, entry, status=status.value)

    (answer,) = await bench.services.accept_entries(made.book_id, [version()])

    assert not answer.taken
    for words in ("2026-07-07 (1604.13 USD)", "2026-07-08 (1604.13 USD)", "JF-1"):
        assert words in answer.error
    assert (await entry_called(bench.database, "7")).content.date == JULY_7


@pytest.mark.parametrize("corrected", [True, False])
@pytest.mark.parametrize("revision", [1, 2])
async def test_another_day_replaces_nothing_posted(
    bench: Bench, connection: Connection, revision: int, *, corrected: bool
) -> None:
    """Whatever revision it has, and though it is said to be a correction."""
    (answer,) = await bench.services.accept_entries(
        connection.book_id, [version(revision=revision)], corrected=corrected
    )
    await bench.post(connection)

    assert answer.restated is not None
    assert (answer.taken, answer.restated.status) == (False, S.POSTED)
    assert days(bench) == {"JF-1": JULY_7}
    assert (await entry_called(bench.database, "7")).status is S.POSTED


async def test_what_is_said_to_be_a_correction_is_one(bench: Bench, connection: Connection) -> None:
    """Its caller knows best, and says so."""
    answer = await hand_in(bench, connection, version(on_change=REPLACE))

    assert answer.fate is Fate.CORRECTION
    assert days(bench) == {"JF-1": JULY_8}
    assert await bench.cases() == []


async def test_where_nothing_is_replaced_nobody_is_asked(bench: Bench) -> None:
    """Tryton changes nothing that is posted, so a card could only promise it."""
    made = await bench.book()
    (entry,) = await bench.take(made, [version(JULY_7, 1)])
    await put(bench.database, entry, status="posted", ledger_id="9")
    async with bench.store() as store:
        tryton = replace(made, platform=Platform.TRYTON)
        (answer,) = await store.intake.accept(tryton, [version(on_change=ASK)], bench.clock())

    assert not answer.taken
    assert "Tryton" in answer.error


# --- on a card


async def test_it_is_asked_on_a_card(bench: Bench, connection: Connection) -> None:
    """The ledger keeps the one before; the card has both, and asking again changes nothing."""
    await ask(bench, connection)
    again = await hand_in(bench, connection, version(on_change=ASK))
    first = await hand_in(bench, connection, version(JULY_7, 1))

    met = (await bench.case()).incident.failure.conflict
    assert met is not None
    assert (met.obstacle, met.date, met.total) == (
        *(Obstacle.RESTATED, JULY_7),
        Money(160413, "USD"),
    )
    assert days(bench) == {"JF-1": JULY_7}
    assert (again.fate, first.fate) == (Fate.KNOWN, Fate.KNOWN)
    assert await bench.states() == [OPEN]


async def test_another_entry_is_posted_beside_it(bench: Bench, connection: Connection) -> None:
    """Both days stand, each once, under its own number; the same file again doubles nothing."""
    await ask(bench, connection)

    await part(bench)
    await bench.post(connection)

    assert days(bench) == BOTH
    assert await bench.states() == [RESOLVED]
    assert "post_apart" in await bench.story()
    first = await entry_called(bench.database, "7")
    assert (first.status, first.content, first.ledger_id) == (S.POSTED, version(JULY_7, 1), "1")
    assert first.restates is None
    for again in (version(JULY_7, 1), version(on_change=ASK), version()):
        assert (await hand_in(bench, connection, again)).fate is Fate.KNOWN
    correction = version(revision=3, description="corrected")
    assert (await hand_in(bench, connection, correction)).number != "JF-1"
    assert days(bench) == BOTH


async def test_it_replaces_the_one_before(bench: Bench, connection: Connection) -> None:
    """The ledger has it once, under the number it had."""
    await ask(bench, connection)

    await replace_it(bench)
    await bench.post(connection)

    assert days(bench) == {"JF-1": JULY_8}
    assert await bench.states() == [RESOLVED]
    assert not (await entry_called(bench.database, "7")).is_asked_about


async def test_the_old_one_is_kept(bench: Bench, connection: Connection) -> None:
    """It is posted as it was, and the next correction of that day is a usual one."""
    incident_id = await ask(bench, connection)
    met = (await bench.case()).incident.failure.conflict
    assert met is not None

    await bench.make(KEEP_THEIRS, incident_id, Kept(met.version))
    entry = await entry_called(bench.database, "7")
    assert (entry.status, entry.content.date, entry.restates) == (S.POSTED, JULY_7, None)
    assert (await bench.case()).incident.how is HowResolved.KEPT
    answer = await hand_in(bench, connection, version(JULY_7, 2, description="corrected"))

    assert answer.fate is Fate.CORRECTION
    assert days(bench) == {"JF-1": JULY_7}
    assert [one.shown().version for one in bench.ledger.stored] == ["1"]


async def test_a_third_day_waits_for_the_answer(bench: Bench, connection: Connection) -> None:
    """Else the second would be lost; a correction of the second is taken."""
    await ask(bench, connection)

    third = await hand_in(bench, connection, version(JULY_9, 3, on_change=ASK))
    second = await hand_in(bench, connection, version(revision=3, description="corrected"))
    await part(bench)
    await bench.post(connection)

    assert not third.taken
    assert all(one in third.error for one in (JULY_8.isoformat(), "JF-1"))
    assert second.fate is Fate.CORRECTION
    assert days(bench) == BOTH
    assert (await hand_in(bench, connection, version(JULY_9, 4, on_change=ASK))).taken


async def test_of_two_unposted_ones_both_are_posted(bench: Bench) -> None:
    """The one before waits for its own cause again, and the new one goes its own way."""
    made = await bench.book()
    bench.ledger.can_post = False
    await bench.take(made, [version(JULY_7, 1)])
    await bench.post(made)
    await hand_in(bench, made, version(on_change=ASK))
    asking = [one for one in await bench.cases() if one.incident.failure.conflict]
    assert len(asking) == 1
    both = await bench.services.find_twin(asking[0].incident.id, bench.click())
    assert both.there is None
    bench.ledger.can_post = True

    await bench.make(
        POST_APART, asking[0].incident.id, Apart(both.entry.id, both.entry.posting_revision)
    )
    await bench.post(made)

    assert days(bench) == BOTH


async def test_an_unposted_one_is_replaced(bench: Bench) -> None:
    """What nobody posted leaves nothing behind in the ledger."""
    made = await bench.book()
    await bench.take(made, [version(JULY_7, 1)])
    await hand_in(bench, made, version(on_change=ASK))

    await replace_it(bench)
    await bench.post(made)

    assert days(bench) == {"JF-1": JULY_8}


async def test_closed_as_not_needed_the_one_before_is_known(
    bench: Bench, connection: Connection
) -> None:
    """Skipping the new version takes nothing out of the ledger, and later ones are asked again."""
    incident_id = await ask(bench, connection)
    await bench.make(RESOLVE, incident_id, Closing(HowResolved.NOT_NEEDED, "a copy"))

    assert days(bench) == {"JF-1": JULY_7}
    first = await hand_in(bench, connection, version(JULY_7, 3, description="corrected"))
    assert first.fate is Fate.CORRECTION
    assert days(bench) == {"JF-1": JULY_7}
    assert (await hand_in(bench, connection, version(JULY_9, 4))).restated is not None


async def test_a_form_that_is_old_does_nothing(bench: Bench, connection: Connection) -> None:
    """What nobody saw is neither parted nor posted."""
    incident_id = await ask(bench, connection)
    seen = await entry_called(bench.database, "7")
    await hand_in(bench, connection, version(revision=3, description="corrected"))

    with pytest.raises(TransitionRefused):
        await bench.make(POST_APART, incident_id, Apart(seen.id, seen.posting_revision))
    assert days(bench) == {"JF-1": JULY_7}


async def test_who_may_not_post_anyway_does_not_post_apart(
    bench: Bench, connection: Connection
) -> None:
    """The same rule holds for both, and for a second person."""
    await ask(bench, connection)
    async with bench.store() as store:
        rule = Rule(MoveName.POST_ANYWAY, anyone=False, people=("U_CHI",))
        await store.rights.save(connection.book_id, rule)

    with pytest.raises(NotAllowed):
        await part(bench)
    assert days(bench) == {"JF-1": JULY_7}


async def test_a_second_person_approves_it(bench: Bench, connection: Connection) -> None:
    """Nothing is parted before; afterwards both stand."""
    await ask(bench, connection)
    async with bench.store() as store:
        rule = Rule(MoveName.POST_ANYWAY, second_above=Money(100, "USD"))
        await store.rights.save(connection.book_id, rule)

    await part(bench)
    await bench.post(connection)
    request = (await bench.case()).request
    assert request is not None
    assert days(bench) == {"JF-1": JULY_7}
    await bench.services.approve_request((await bench.case()).incident.id, bench.click("U_BEN"))
    await bench.post(connection)

    assert days(bench) == BOTH


# --- numbers that start again


async def take(
    bench: Bench, connection: Connection, entry: NewEntry, file: str, restart: Restart | None
) -> Acceptance:
    """Hand in one entry of a file."""
    (answer,) = await bench.services.accept_entries(
        connection.book_id, [entry], corrected=True, numbering=Numbering(file, restart)
    )
    await bench.post(connection)
    return answer


WAYS = [None, *Restart]


@pytest.mark.parametrize("first", WAYS)
@pytest.mark.parametrize("then", WAYS)
async def test_a_file_is_known_again_however_it_is_imported(
    bench: Bench, first: Restart | None, then: Restart | None
) -> None:
    """With the option or without, by day or by file: one day is in the ledger once."""
    made = await bench.book()
    entry = version(JULY_7, 1)

    answers = [await take(bench, made, entry, "day1", way) for way in (first, then)]

    assert [one.fate for one in answers] == [Fate.NEW, Fate.KNOWN]
    assert days(bench) == {"JF-1": JULY_7}


async def test_each_version_in_a_file_is_looked_for(bench: Bench) -> None:
    """Two revisions of one number, on two days: each is known under its own day."""
    made = await bench.book()
    for way in (Restart.DATE, None):
        await bench.services.accept_entries(
            made.book_id,
            [version(JULY_7, 1), version(JULY_8, 2)],
            numbering=Numbering("days", way),
        )
        await bench.post(made)

    assert sorted(one.date for one in bench.ledger.stored) == [JULY_7, JULY_8]


@pytest.mark.parametrize("restart", Restart)
async def test_each_day_is_an_entry(bench: Bench, connection: Connection, restart: Restart) -> None:
    """The day before was imported without the option, and stays as it is."""
    answers = [
        await take(bench, connection, version(JULY_8, 1), "day2", restart),
        await take(bench, connection, version(JULY_7, 1), "day1", restart),
        await take(bench, connection, version(JULY_8, 1), "day2", restart),
        await take(bench, connection, version(JULY_8, 1), "day2", None),
    ]

    known = Fate.KNOWN
    assert [one.fate for one in answers] == [Fate.NEW, known, known, known]
    assert days(bench) == BOTH


async def test_a_file_of_another_name_is_not_taken_twice(bench: Bench) -> None:
    """A browser calls it "day1 (1)" the second time; what has the same number and day is told."""
    made = await bench.book()
    await take(bench, made, version(JULY_7, 1), "day1", Restart.FILE)

    again = await take(bench, made, version(JULY_7, 1), "day1 (1)", Restart.FILE)
    other = await take(bench, made, version(JULY_8, 1), "day1 (1)", Restart.FILE)

    assert '"day1 7" (JF-1)' in again.error
    assert other.fate is Fate.NEW
    assert days(bench) == BOTH


async def test_a_preview_says_the_same_and_writes_nothing(
    bench: Bench, connection: Connection
) -> None:
    """New, known, a correction, and what reads as another entry, without a row more."""
    handed_in = [
        some_content(reference="new"),
        version(JULY_7, 1),
        version(),
        version(JULY_7, 2, description="corrected"),
        some_content(reference="new", revision=2, description="corrected"),
    ]
    before = await everything(bench)

    answers = await bench.services.preview_entries(connection.book_id, handed_in)

    assert [one.fate for one in answers] == [
        *(Fate.NEW, Fate.KNOWN, Fate.REFUSED, Fate.CORRECTION, Fate.CORRECTION)
    ]
    assert answers[2].restated is not None
    assert await everything(bench) == before
    taken = await bench.services.accept_entries(connection.book_id, handed_in)
    assert [(one.taken, one.error) for one in taken] == [(one.taken, one.error) for one in answers]


async def everything(bench: Bench) -> tuple[list[Entry], int, int]:
    """Return all entries, how many jobs there are, and the number that the next entry gets."""
    references = await rows(bench.database, "SELECT reference FROM entry ORDER BY id")
    entries = [await entry_called(bench.database, one.reference) for one in references]
    (jobs,) = await rows(bench.database, "SELECT count(*) AS n FROM procrastinate_jobs")
    (last,) = await rows(
        bench.database,
        "SELECT last_value AS n FROM pg_sequences WHERE sequencename = 'entry_id_seq'",
    )
    return entries, jobs.n, last.n
