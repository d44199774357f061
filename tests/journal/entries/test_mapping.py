"""From categories to accounts and from pieces to amounts; each gap is found before any call."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.amounts.money import Money
from journal.books.book import Account, Platform
from journal.books.chart import Chart
from journal.books.closed_days import ClosedDays
from journal.entries.entry import Entry, Line, Side
from journal.entries.failure import Failure, FailureReason
from journal.entries.mapping import prepare
from journal.entries.placing import Known
from journal.entries.posting import ReadyEntry
from tests.build import an_entry, some_content

CHART = Chart(
    (
        Account("35", "Checking", "1000"),
        Account("79", "Sales:Gift cards", "4000"),
        Account("80", "Cost of goods sold", "5000"),
        Account("81", "Stock", "1400"),
    )
)
TEN = Money(1000, "USD")


def known(**changes: Any) -> Known:
    """Return a book in which everything of Shopify is mapped and mugs have a cost."""
    values: dict[str, Any] = {
        "platform": Platform.QUICKBOOKS,
        "chart": CHART,
        "mappings": {
            ("Shopify", "Clearing"): "35",
            ("Shopify", "Gift cards"): "79",
            ("Shopify", "Stock"): "81",
            ("Shopify", "Goods sold"): "80",
        },
        "costs": {"Shopify": {"MUG": Money(333, "USD")}},
    }
    return Known(**{**values, **changes})


def entry_of(*lines: Line, **changes: Any) -> Entry:
    """Return an entry of these lines."""
    return an_entry(content=some_content(lines=lines, **changes))


def money(category: str | None = None, side: Side = Side.DEBIT, **more: Any) -> Line:
    """Return a line of ten dollars."""
    return Line(side, TEN, category=category, **more)


def cost(side: Side, quantity: str = "3", sku: str = "MUG", title: str = "") -> Line:
    """Return a line of some pieces."""
    category = "Goods sold" if side is Side.DEBIT else "Stock"
    return Line(side, category=category, sku=sku, title=title, quantity=Decimal(quantity))


def ready(entry: Entry, book: Known | None = None) -> ReadyEntry:
    """Prepare an entry in which nothing is missing."""
    prepared = prepare(entry, book or known()).sendable
    assert isinstance(prepared, ReadyEntry), prepared
    return prepared


def gap(entry: Entry, book: Known | None = None) -> Failure:
    """Prepare an entry in which something is missing."""
    prepared = prepare(entry, book or known()).sendable
    assert isinstance(prepared, Failure), prepared
    return prepared


def test_a_whole_entry_is_ready_with_its_number_and_key() -> None:
    """Accounts by their ids; the note names channel, reference and our number."""
    entry = an_entry()

    prepared = ready(entry)

    assert [line.account_id for line in prepared.lines] == ["35", "79"]
    assert (prepared.number, prepared.key) == (entry.number, entry.key)
    assert prepared.note == "Shopify SHOP-2026-07-07 [JF-1042]"
    assert [line.description for line in prepared.lines] == ["Clearing", "Gift cards"]


@pytest.mark.parametrize("name", ["id:79", "4000", "Sales:Gift cards", " sales : GIFT  CARDS "])
def test_an_account_is_named_by_number_name_or_marked_id(name: str) -> None:
    """Case and spaces do not matter."""
    lines = (money("Clearing"), money(side=Side.CREDIT, account=name))

    assert ready(entry_of(*lines)).lines[1].account_id == "79"


def test_missing_mappings_are_told_together_and_once_each() -> None:
    """The first is the subject, the others follow in the order of the lines."""
    lines = [money("Tips"), money("Tax"), money("Tips", Side.CREDIT), money("Fees", Side.CREDIT)]

    failure = gap(entry_of(*lines))

    assert failure.reason is FailureReason.MAPPING_MISSING
    assert (failure.subject, failure.details) == ("Tips", ("Tax", "Fees"))
    assert failure.http_status is None


def test_a_mapping_holds_for_its_own_sales_channel() -> None:
    """What Shopify calls gift cards says nothing of Square's."""
    failure = gap(entry_of(money("Clearing"), money("Gift cards"), sales_channel="Square"))

    assert failure.reason is FailureReason.MAPPING_MISSING
    assert failure.subject == "Clearing"


def test_a_mapping_to_an_account_that_is_gone_asks_for_another() -> None:
    """The card names the category: nobody can choose for a number that means nothing to them."""
    book = known(mappings={("Shopify", "Clearing"): "35", ("Shopify", "Gift cards"): "9999"})

    failure = gap(an_entry(), book)

    assert (failure.reason, failure.subject) == (FailureReason.MAPPING_MISSING, "Gift cards")


def test_gaps_are_told_in_the_order_of_their_fixing() -> None:
    """Closed period, then mapping, then accounts, then costs."""
    lines = [money("Tips"), money(side=Side.CREDIT, account="9999"), cost(Side.DEBIT, sku="CUP")]
    entry = entry_of(*lines)
    mapped = known(mappings={("Shopify", "Tips"): "35", ("Shopify", "Goods sold"): "80"})
    charted = known(
        mappings=mapped.mappings, chart=Chart((*CHART.accounts, Account("7", "New", "9999")))
    )

    assert (
        gap(entry, known(closed=ClosedDays(until=date(2026, 7, 31)))).reason
        is FailureReason.PERIOD_CLOSED
    )
    assert gap(entry).reason is FailureReason.MAPPING_MISSING
    assert gap(entry, mapped).reason is FailureReason.ACCOUNT_INVALID
    assert gap(entry, charted).reason is FailureReason.COST_MISSING


@pytest.mark.parametrize(("until", "closed"), [(6, False), (7, True), (8, True)])
def test_the_last_closed_day_itself_is_closed(until: int, closed: bool) -> None:
    """The last closed day is closed, the next one is open."""
    prepared = prepare(an_entry(), known(closed=ClosedDays(until=date(2026, 7, until)))).sendable

    assert isinstance(prepared, Failure) == closed
    if isinstance(prepared, Failure):
        assert (prepared.reason, prepared.subject) == (FailureReason.PERIOD_CLOSED, "2026-07")


def test_missing_costs_are_counted_and_named() -> None:
    """A title is shown with its SKU, and each variant once."""
    lines = [
        cost(Side.DEBIT, sku="CUP", title="Blue cup"),
        cost(Side.CREDIT, sku="CUP", title="Blue cup"),
        cost(Side.DEBIT, sku="BOX"),
        cost(Side.CREDIT, sku="BOX"),
        cost(Side.DEBIT),
    ]

    failure = gap(entry_of(*lines))

    assert failure.reason is FailureReason.COST_MISSING
    assert (failure.subject, failure.details) == ("2", ("Blue cup (CUP)", "BOX"))


def test_pieces_become_amounts() -> None:
    """Three mugs at 3.33 are 9.99 on both sides."""
    prepared = ready(entry_of(cost(Side.DEBIT), cost(Side.CREDIT)))

    assert [line.amount for line in prepared.lines] == [Money(999, "USD")] * 2


def test_a_cost_in_another_currency_is_not_the_entrys() -> None:
    """3.33 EUR is not 3.33 USD: the entry waits for a cost in its own currency."""
    book = known(costs={"Shopify": {"MUG": Money(333, "EUR")}})

    failure = gap(entry_of(cost(Side.DEBIT), cost(Side.CREDIT)), book)

    assert failure.reason is FailureReason.COST_MISSING
    assert failure.details == ("MUG, known in EUR only",)


@given(
    st.lists(st.decimals("0.001", 50, places=3), min_size=1, max_size=8),
    st.integers(1, 10**6),
)
def test_pieces_split_over_lines_stay_balanced(parts: list[Decimal], unit: int) -> None:
    """However parts of a piece are rounded, debits and credits come to the same."""
    book = known(costs={"Shopify": {"MUG": Money(unit, "USD")}})
    whole = cost(Side.CREDIT, str(sum(parts)))
    prepared = ready(entry_of(*(cost(Side.DEBIT, str(part)) for part in parts), whole), book)

    assert sum(line.side.sign * line.amount.minor for line in prepared.lines) == 0
    exact = [unit * part for part in (*parts, sum(parts))]
    for line, amount in zip(prepared.lines, exact, strict=True):
        assert abs(Decimal(line.amount.minor) - amount) <= 1
