"""Entries in another currency without a rate wait on one card, until someone sets it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.amounts.money import Money
from journal.books.book import Connection
from journal.books.rates import Rate, RateRule
from journal.entries.entry import NewEntry
from journal.entries.failure import FailureReason as R
from journal.errors import TransitionRefused
from journal.incidents.incident import IncidentState
from journal.moves.make_move import Done
from journal.moves.rate import RATE, ChosenRates
from tests.build import some_content
from tests.journal.bench import Bench

JULY_1, JULY_2 = date(2026, 7, 1), date(2026, 7, 2)


def in_cad(reference: str, day: date, **changes: object) -> NewEntry:
    """Return an entry in Canadian dollars, in a company that keeps US dollars."""
    amount = Money(32273, "CAD")
    lines = tuple(
        type(line)(line.side, amount, category=line.category) for line in some_content().lines
    )
    return some_content(reference=reference, date=day, currency="CAD", lines=lines, **changes)


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A book of which entries of two days wait for a rate; the platform has that of the first."""
    connection = await bench.book()
    bench.ledger.rates = {("CAD", JULY_1): Decimal("0.7315")}
    await bench.take(connection, [in_cad("S-1", JULY_1), in_cad("S-2", JULY_2)])
    await bench.post(connection)
    return connection


def theirs(*days: date) -> ChosenRates:
    """Return that the platform's rate is used on these days."""
    return ChosenRates(
        {("CAD", day): Rate(Decimal("0.7315"), "QuickBooks", JULY_1) for day in days}
    )


async def test_nothing_is_converted_that_nobody_agreed_to(
    bench: Bench, connection: Connection
) -> None:
    """One card for the currency, both days on it with the rate that the platform has."""
    (case,) = await bench.cases()
    async with bench.store() as store:
        wanted = await store.books.rates_wanted(case.incident.id)

    assert (case.incident.failure.reason, case.incident.failure.subject) == (R.RATE_MISSING, "CAD")
    assert (case.summary.waiting, bench.ledger.sent) == (2, [])
    rate = Rate(Decimal("0.7315"), "QuickBooks", JULY_1)
    assert [(one.day, one.entries, one.rate) for one in wanted] == [
        (JULY_1, 1, rate),
        (JULY_2, 1, rate),
    ]


async def test_an_agreed_rate_is_sent_and_kept_for_its_day(
    bench: Bench, connection: Connection
) -> None:
    """What was agreed to is sent, whatever the platform says by then; another entry needs none."""
    (case,) = await bench.cases()
    bench.ledger.rates[("CAD", JULY_2)] = Decimal("0.9")

    done = await bench.services.make_move(
        RATE, case.incident.id, bench.click(), theirs(JULY_1, JULY_2)
    )
    await bench.post(connection)
    await bench.take(connection, [in_cad("S-3", JULY_2)])
    await bench.post(connection)

    assert isinstance(done, Done)
    assert [one.rate for one in bench.ledger.sent] == [Decimal("0.7315")] * 3
    assert await bench.states() == [IncidentState.RESOLVED]
    assert "rates_agreed" in await bench.story(case.incident.id)


async def test_a_day_that_was_not_seen_is_not_agreed_to(
    bench: Bench, connection: Connection
) -> None:
    """A form that was open while another day came in has to be opened again."""
    (case,) = await bench.cases()

    with pytest.raises(TransitionRefused):
        await bench.services.make_move(RATE, case.incident.id, bench.click(), theirs(JULY_1))

    assert bench.ledger.sent == []


async def test_from_now_on_the_platforms_rate_is_used(bench: Bench, connection: Connection) -> None:
    """Other days of the book are sent at the platform's rate of their day, without a card."""
    (case,) = await bench.cases()
    chosen = ChosenRates(theirs(JULY_1, JULY_2).rates, always=True)
    await bench.services.make_move(RATE, case.incident.id, bench.click(), chosen)
    bench.ledger.rates["CAD", date(2026, 7, 3)] = Decimal("0.74")
    await bench.take(connection, [in_cad("S-3", date(2026, 7, 3))])

    await bench.post(connection)

    sent = {one.date: one.rate for one in bench.ledger.sent}
    assert sent[date(2026, 7, 3)] == Decimal("0.74")
    async with bench.store() as store:
        assert (await store.books.get(connection.book_id)).rates is RateRule.PLATFORM


async def test_a_rate_that_is_handed_in_is_sent(bench: Bench) -> None:
    """Nobody is asked, and the platform is not."""
    connection = await bench.book()
    rated = in_cad("S-1", JULY_1, exchange_rate=Decimal("0.7"))
    await bench.take(connection, [rated])

    await bench.post(connection)

    assert [one.rate for one in bench.ledger.sent] == [Decimal("0.7")]


async def test_the_companys_own_currency_needs_no_rate(bench: Bench) -> None:
    """It is sent without one."""
    connection = await bench.book()
    await bench.take(connection, [some_content()])

    await bench.post(connection)

    assert [one.rate for one in bench.ledger.sent] == [None]


@given(
    st.dictionaries(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.decimals("0.0001", 99999)),
    st.booleans(),
)
def test_chosen_rates_are_read_back(rates: dict[date, Decimal], always: bool) -> None:
    """To the last place, through the JSON in which a request keeps them."""
    chosen = ChosenRates(
        {("CAD", day): Rate(value, "QuickBooks", day) for day, value in rates.items()}, always
    )

    assert ChosenRates.of(chosen.facts) == chosen


@pytest.mark.parametrize(
    ("minor", "rate", "home", "comes_to"),
    [
        (32273, "0.7315", "USD", Money(23608, "USD")),
        (1, "0.5", "USD", Money(1, "USD")),
        (100, "150.4", "JPY", Money(150, "JPY")),
    ],
)
def test_what_it_comes_to_is_rounded(minor: int, rate: str, home: str, comes_to: Money) -> None:
    """To the places of the other currency, a half up."""
    assert Rate(Decimal(rate), "X", JULY_1).convert(Money(minor, "CAD"), home) == comes_to
