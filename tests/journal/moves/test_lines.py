"""An entry that the platform turned down is corrected from its card."""

from __future__ import annotations

import pytest

from journal.amounts.money import Money
from journal.books.book import Connection
from journal.entries.editing import Correction, NoSuchAccount, Row
from journal.entries.entry import Entry, Side
from journal.entries.failure import FailureReason
from journal.errors import BadInput, TransitionRefused, Unbalanced
from journal.incidents.incident import Incident, IncidentState
from journal.incidents.move import MoveName
from journal.moves.lines import EDIT
from journal.moves.refusing import changed_meanwhile
from journal.posting.accept_entries import AcceptEntries
from tests.journal.bench import Bench
from tests.storage.stage import rows, some_entries

OPEN, RETRYING, RESOLVED = IncidentState


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A book of which one entry was turned down for a reason of its own."""
    made = await bench.book()
    await bench.take(made, some_entries(1))
    bench.ledger.refuse(FailureReason.VALIDATION_OTHER, times=1)
    await bench.post(made)
    return made


def typed(entry: Entry, *lines: tuple[int, str, Side, int]) -> Correction:
    """Return lines as a person typed them."""
    rows = (Row(place, named, side, Money(minor, "USD")) for place, named, side, minor in lines)
    return Correction(entry.id, entry.posting_revision, tuple(rows))


async def edit(bench: Bench, correction: Correction, by: str = "U_ANA") -> Incident:
    """Send the form with the lines in."""
    incident_id = (await bench.case()).incident.id
    return await bench.make(EDIT, incident_id, correction, by=by)


WHOLE = ((0, "Clearing", Side.DEBIT, 160413), (1, "4010", Side.CREDIT, 160000))
CENTS = (2, "6000", Side.CREDIT, 413)


async def test_corrected_lines_are_posted_once(bench: Bench, connection: Connection) -> None:
    """Under a new key; the card says by whom, the story what, and the hand-in is kept."""
    before = await bench.entry()

    await edit(bench, typed(before, *WHOLE, CENTS))
    await bench.post(connection)

    assert await bench.states() == [RESOLVED]
    assert len(bench.ledger.stored) == 1
    assert bench.ledger.stored[0].key != bench.ledger.sent[0].key
    assert [line.account_id for line in bench.ledger.sent[-1].lines] == ["90", "98", "103"]
    entry = await bench.entry()
    assert entry.handed_in == before.content
    assert entry.content.total == Money(160413, "USD")
    mending = (await bench.case()).incident.mending
    assert mending is not None
    assert (mending.move, mending.by) == (MoveName.EDIT, "U_ANA")
    (told,) = await rows(bench.database, "SELECT facts FROM incident_event WHERE kind = 'edited'")
    assert told.facts["changes"] == [
        {
            "line": 2,
            "before": ["credit", 160413, "USD", "Gift cards"],
            "after": ["credit", 160000, "USD", "4010"],
        },
        {"line": 3, "before": None, "after": ["credit", 413, "USD", "6000"]},
    ]


async def test_what_does_not_balance_is_not_taken(bench: Bench, connection: Connection) -> None:
    """Nothing moves, and the difference is told; the same click may be made again."""
    entry = await bench.entry()

    with pytest.raises(Unbalanced) as caught:
        await edit(bench, typed(entry, *WHOLE))
    with pytest.raises(NoSuchAccount) as unknown:
        await edit(bench, typed(entry, *WHOLE, (2, "Nowhere", Side.CREDIT, 413)))
    with pytest.raises(BadInput):
        await edit(bench, typed(entry, WHOLE[0]))

    assert caught.value.difference == "4.13 USD"
    assert unknown.value.place == 2
    assert await bench.states() == [OPEN]
    assert (await bench.entry()).content == entry.content
    assert await rows(bench.database, "SELECT * FROM click") == []


async def test_what_changed_meanwhile_is_not_overwritten(
    bench: Bench, connection: Connection
) -> None:
    """A newer revision, or someone else's correction, came first and counts."""
    seen = await bench.entry()
    accept = AcceptEntries(bench.database.store, bench.clock)
    await accept(connection.book_id, some_entries(1, revision=2, description="newer"))

    with pytest.raises(TransitionRefused) as caught:
        await edit(bench, typed(seen, *WHOLE, CENTS))

    assert caught.value.advice == changed_meanwhile(seen.id).advice
    assert (await bench.entry()).content.description == "newer"


async def test_handed_in_once_more_the_correction_stays(
    bench: Bench, connection: Connection
) -> None:
    """The same revision is known, though a person changed its lines here."""
    await edit(bench, typed(await bench.entry(), *WHOLE, CENTS))

    (answer,) = await AcceptEntries(bench.database.store, bench.clock)(
        connection.book_id, some_entries(1)
    )

    assert (answer.taken, answer.error) == (False, "")
    assert len((await bench.entry()).content.lines) == 3
