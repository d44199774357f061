"""An entry in another currency, converted for journals that know only the company's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from journal.amounts.money import Money
from journal.books.book import Account, Platform
from journal.books.chart import Chart
from journal.books.rates import Rates
from journal.entries.at_the_door import why_not_taken
from journal.entries.coding import TaxOn
from journal.entries.converting import ROUNDING, converted
from journal.entries.entry import Line, Side
from journal.entries.failure import Failure
from journal.entries.failure import FailureReason as R
from journal.entries.mapping import prepare
from journal.entries.placing import Known
from journal.entries.posting import ReadyEntry, ReadyLine
from tests.build import an_entry, some_content

SALES, CLEARING, DIFFERENCES = (
    Account("200", "Sales", "200"),
    Account("630", "Clearing", "630"),
    Account("497", "Bank Revaluations", "497"),
)
XERO = Known(
    Platform.XERO,
    Chart((SALES, CLEARING, DIFFERENCES)),
    {},
    {},
    rates=Rates(home="GBP", rounding="id:497"),
)
CONTENT = some_content(
    currency="CAD",
    exchange_rate=Decimal("0.5"),
    lines=(
        Line(Side.DEBIT, Money(3, "CAD"), account="630", description="Payout"),
        Line(Side.CREDIT, Money(1, "CAD"), account="200"),
        Line(Side.CREDIT, Money(2, "CAD"), account="200"),
    ),
)


def test_lines_are_converted_and_the_difference_is_booked() -> None:
    """Each rounded alone; the original amount and the rate stand in the description."""
    ready = prepare(an_entry(content=CONTENT), XERO).ready
    assert isinstance(ready, ReadyEntry)

    assert (ready.currency, ready.rate) == ("GBP", None)
    assert [line.amount.minor for line in ready.lines] == [2, 1, 1]
    assert ready.lines[0].description == f"Payout ({Money(3, 'CAD')} at 0.5)"

    off = replace(CONTENT, lines=(*CONTENT.lines[:1], *[_cent()] * 3))
    ready = prepare(an_entry(content=off), XERO).ready
    assert isinstance(ready, ReadyEntry)
    last = ready.lines[-1]
    assert (last.account_id, last.description) == ("497", ROUNDING)
    assert (last.side, last.amount) == (Side.DEBIT, Money(1, "GBP"))


def _cent() -> Line:
    return Line(Side.CREDIT, Money(1, "CAD"), account="200")


def test_without_a_rule_of_the_book_a_rate_is_refused() -> None:
    """At the door with what to do, and before it is sent."""
    unruled = replace(XERO, rates=Rates(home="GBP"))

    assert "jefail book convert" in why_not_taken(CONTENT, unruled)
    assert why_not_taken(CONTENT, XERO) == ""
    ready = prepare(an_entry(content=CONTENT), unruled).ready
    assert ready == Failure(R.NOT_CARRIED, subject="exchange_rate")


def test_without_a_rate_it_is_asked_for() -> None:
    """The book converts, and nobody has said at which rate."""
    unrated = replace(CONTENT, exchange_rate=None)

    assert prepare(an_entry(content=unrated), XERO).ready == Failure(R.RATE_MISSING, "CAD")


def test_what_gets_its_tax_added_is_not_converted() -> None:
    """The platform would add the tax of rounded amounts: off by cents."""
    taxed = replace(CONTENT, amounts=TaxOn.EXCLUSIVE)

    assert "exchange rate" in why_not_taken(taxed, XERO)


def test_an_account_of_differences_that_is_gone_is_a_card() -> None:
    """Nothing is sent with a difference that has no place."""
    gone = replace(XERO, chart=Chart((SALES, CLEARING)))

    failure = prepare(an_entry(content=CONTENT), gone).ready
    assert isinstance(failure, Failure)
    assert failure.reason is R.ACCOUNT_INVALID


@given(
    st.lists(st.integers(1, 10**8), min_size=1, max_size=8),
    st.decimals("0.0001", 200, places=6),
    st.sampled_from(["USD", "JPY", "KWD"]),
)
def test_whatever_is_converted_balances(minors: list[int], rate: Decimal, home: str) -> None:
    """Debits and credits come to the same; only a last line may be new."""
    lines = [ReadyLine(Side.CREDIT, Money(minor, "CAD"), "200") for minor in minors]
    whole = ReadyLine(Side.DEBIT, Money(sum(minors), "CAD"), "630")
    ready = ReadyEntry("JF-1", "k", date(2026, 7, 1), "CAD", (whole, *lines), "note", rate=rate)

    after = converted(ready, rate, home, DIFFERENCES, 100)

    assert sum(line.side.sign * line.amount.minor for line in after.lines) == 0
    assert len(after.lines) - len(ready.lines) in (0, 1)
    assert {line.amount.currency for line in after.lines} == {home}
    assert all(len(line.description) <= 100 for line in after.lines)
