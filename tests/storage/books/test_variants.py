"""What entries come to with their pieces: the store reckons as `journal.entries.costs` does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import compress, count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal.amounts.money import Money
from journal.entries.costs import amounts, uncosted
from journal.entries.entry import Line, NewEntry, Side
from journal.incidents.incident import Incident
from storage.database import Database
from tests.build import NOW, some_content
from tests.storage.stage import entry_called, open_book, open_incident, put, take_in

CURRENCIES = ("JPY", "USD", "KWD")
"""Without decimals, with two, and with three."""
SKUS = ("MUG", "CAP", "PEN")
_NUMBERS = count(1)
PIECES = st.decimals(-999, 999, places=4) | st.decimals(-999, 999, places=1) | st.integers(-9, 99)
LINES = st.lists(st.tuples(st.sampled_from(SKUS), PIECES.map(Decimal)), max_size=5)
ENTRIES = st.lists(st.tuples(st.sampled_from(CURRENCIES), st.integers(0, 10**9), LINES), max_size=4)
Drawn = tuple[str, int, list[tuple[str, Decimal]]]
COSTS = st.dictionaries(
    st.sampled_from(SKUS),
    st.builds(Money, st.integers(0, 10**7), st.sampled_from(CURRENCIES)),
)
on_one_database = settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def some_entry(currency: str, minor: int, pieces: Sequence[tuple[str, Decimal]]) -> NewEntry:
    """Return an entry with an amount, and lines that get theirs from costs, on both sides."""
    lines = [
        line
        for side in Side
        for line in (
            Line(side, Money(minor, currency), category="Sales"),
            *(Line(side, category="Goods", sku=sku, quantity=sold) for sku, sold in pieces),
        )
    ]
    reference = f"P-{next(_NUMBERS)}"
    return some_content(reference=reference, currency=currency, lines=tuple(lines))


def worth(entry: NewEntry, costs: Mapping[str, Money]) -> int:
    """Return what an entry comes to by the rules, of what has a cost in its currency."""
    costed = [line for line in entry.lines if line.amount or not lacks(entry, line, costs)]
    each = amounts(replace(entry, lines=tuple(costed)), costs)
    debits = (line.side is Side.DEBIT for line in costed)
    return sum(amount.minor for amount in compress(each, debits))


def lacks(entry: NewEntry, line: Line, costs: Mapping[str, Money]) -> bool:
    """Whether the line of an entry waits for a cost."""
    cost = costs.get(line.sku or "")
    return line.amount is None and (cost is None or cost.currency != entry.currency)


async def waiting(database: Database, drawn: Sequence[Drawn]) -> tuple[Incident, list[NewEntry]]:
    """Return an incident on which what was drawn waits, in a book of its own."""
    connection = await open_book(database, f"book-{next(_NUMBERS)}")
    incident = await open_incident(database, connection, mark=f"mark-{connection.id}")
    contents = [some_entry(*one) for one in drawn]
    for one in await take_in(database, connection, contents):
        await put(database, one, status="failed", incident_id=incident.id)
    return incident, contents


@on_one_database
@given(drawn=ENTRIES, costs=COSTS)
async def test_entries_come_to_what_is_posted(
    database: Database, drawn: list[Drawn], costs: dict[str, Money]
) -> None:
    """Any pieces, also negative ones, at any costs: known, missing, or in another currency."""
    incident, contents = await waiting(database, drawn)
    mapped = [("Shopify", "Sales"), ("Shopify", "Goods")]

    async with database.store() as store:
        await store.costs.save(incident, costs)
        tally = await store.costs.worth(incident.id)
        whole, _ids = await store.mappings.whole([incident.id], mapped)

    sums: Counter[str] = Counter()
    for content in contents:
        sums[content.currency] += worth(content, costs)
    assert whole == tally
    assert {one.currency: one.minor for one in tally.amounts} == sums
    assert tally.count == len(contents)


@on_one_database
@given(drawn=ENTRIES, costs=COSTS)
async def test_what_lacks_a_cost_stays_and_the_rest_goes(
    database: Database, drawn: list[Drawn], costs: dict[str, Money]
) -> None:
    """The store names the variants that the rules miss, and frees the entries that miss none."""
    incident, contents = await waiting(database, drawn)

    async with database.store() as store:
        await store.costs.save(incident, costs)
        uncounted = await store.costs.uncounted(incident.id)
        lacking = {one.sku for one in await store.costs.lacking(incident.id)}
        released = await store.costs.release(incident.id, NOW)

    assert lacking == {
        line.sku for one in contents for line in one.lines if lacks(one, line, costs)
    }
    complete = sum(uncosted(one, costs) is None for one in contents)
    known = [all(part.known for part in one.portions) for one in uncounted]
    assert (released, sum(known), len(known)) == (complete, complete, len(contents))


@on_one_database
@given(drawn=ENTRIES, costs=COSTS, used=COSTS)
async def test_what_was_sent_before_counts_at_its_own_costs(
    database: Database, drawn: list[Drawn], costs: dict[str, Money], used: dict[str, Money]
) -> None:
    """Costs that an entry was sent at count before those of the book, for store and rules."""
    incident, contents = await waiting(database, drawn)
    kept = {one.reference: _in_currency(used, one.currency) for one in contents}
    for content in contents:
        entry = await entry_called(database, content.reference)
        minor = {sku: cost.minor for sku, cost in kept[content.reference].items()}
        await put(database, entry, costs=minor)

    async with database.store() as store:
        await store.costs.save(incident, costs)
        tally = await store.costs.worth(incident.id)

    sums: Counter[str] = Counter()
    for content in contents:
        sums[content.currency] += worth(content, {**costs, **kept[content.reference]})
    assert {one.currency: one.minor for one in tally.amounts} == sums


def _in_currency(costs: Mapping[str, Money], currency: str) -> Mapping[str, Money]:
    """Return the costs as an entry in that currency keeps them."""
    return {sku: Money(cost.minor, currency) for sku, cost in costs.items()}
