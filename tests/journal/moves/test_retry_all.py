"""Everything of a book, or all that waits for one reason, posted again, card by card."""

from __future__ import annotations

from datetime import timedelta

import pytest

from journal.entries.failure import FailureReason
from journal.incidents.incident import Incident, IncidentState
from journal.moves.retry import RETRY
from journal.moves.retry_all import Pile, Retried, RetryAll
from journal.ports import Click
from tests.journal.bench import Bench
from tests.storage.stage import some_entries

OPEN, RETRYING, _RESOLVED = IncidentState
A_MINUTE = timedelta(minutes=1)


async def some_cards(bench: Bench, count: int) -> Pile:
    """Have a card for each of so many entries, and return them as a pile."""
    connection = await bench.book()
    await bench.take(connection, some_entries(count))
    bench.ledger.refuse(FailureReason.UNBALANCED)
    await bench.post(connection)
    return Pile(book_id=connection.book_id)


async def test_what_there_was_no_time_for_is_counted(bench: Bench) -> None:
    """Each card takes a minute here: after two the third is left, and the pile begins with it."""

    async def slowly(incident_id: int, click: Click) -> Incident:
        bench.clock.advance(A_MINUTE)
        return (await bench.services.make_move(RETRY, incident_id, click)).incident

    pile, click = await some_cards(bench, 3), bench.click()
    retry_all = RetryAll(bench.database.seen_by, bench.clock, slowly)
    left, first = await retry_all.first(pile, click, bench.clock() + A_MINUTE)
    left, came = await retry_all.rest(left, click, first, bench.clock() + A_MINUTE)

    assert came == Retried(posted=("INC-1", "INC-2"), beyond=1)
    assert left == Pile(book_id=pile.book_id, after=2)
    assert await bench.states() == [RETRYING, RETRYING, OPEN]


async def test_one_that_is_refused_holds_up_no_other(bench: Bench) -> None:
    """The first card was retried meanwhile, after the pile was read: it is told, and passed."""

    async def late(incident_id: int, click: Click) -> Incident:
        if incident_id == 1:
            await bench.retry(incident_id)
        return (await bench.services.make_move(RETRY, incident_id, click)).incident

    pile = await some_cards(bench, 2)
    retry_all = RetryAll(bench.database.seen_by, bench.clock, late)
    _, came = await retry_all.first(pile, bench.click(), bench.clock() + A_MINUTE)

    ((number, error),) = came.left
    assert number == "INC-1"
    assert error.named == {"who": "U_ANA"}
    assert came.posted == ("INC-2",)


@pytest.mark.parametrize(
    ("value", "pile"),
    [
        ("book:3:0", Pile(book_id=3)),
        ("reason:period_closed:7", Pile(reason=FailureReason.PERIOD_CLOSED, after=7)),
    ],
)
def test_a_pile_is_what_a_button_holds(value: str, pile: Pile) -> None:
    """A button of the previous release says the same."""
    assert Pile.of(value) == pile
    assert pile.value == value
