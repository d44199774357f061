"""Lines that name accounts which the chart has not: one card for all, mapped once, remembered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from journal.amounts.money import Money
from journal.books.book import Account
from journal.entries.entry import Line, Side
from journal.entries.failure import AccountCause, FailureReason
from journal.errors import MappedMeanwhile
from journal.incidents.incident import IncidentState
from journal.moves.map import Chosen
from journal.moves.post_mapped import post_mapped_in
from journal.moves.read_gaps import read_gaps
from tests.journal.bench import Bench
from tests.storage.stage import rows, some_entries

OPEN, RETRYING, RESOLVED = IncidentState
TEN = Money(1000, "USD")


def naming(*names: str) -> tuple[Line, ...]:
    """Return lines out of the clearing, ten dollars to each of these accounts."""
    ours = [Line(Side.CREDIT, TEN, account=name) for name in names]
    return (Line(Side.DEBIT, Money(1000 * len(names), "USD"), account="1300"), *ours)


async def refused(bench: Bench, *lines: tuple[Line, ...]) -> int:
    """Take in an entry of each of these lines and post; return the id of the one card."""
    connection = await bench.book()
    for number, one in enumerate(lines, start=1):
        await bench.take(connection, some_entries(1, f"E{number}", lines=one))
        await bench.post(connection)
    return (await bench.case()).incident.id


async def test_one_card_names_what_all_its_entries_lack(bench: Bench) -> None:
    """Not only what the newest lacks, each name once, and nothing was asked of the platform."""
    incident_id = await refused(
        bench, naming("Amazon sales"), naming("Amazon fees", "Amazon tax"), naming("amazon  SALES")
    )

    case = await bench.case()

    failure = case.incident.failure
    assert (failure.reason, failure.cause) == (
        FailureReason.ACCOUNT_INVALID,
        AccountCause.MISSING,
    )
    assert (failure.subject, failure.details) == ("Amazon sales", ("Amazon fees", "Amazon tax"))
    assert case.summary.waiting == 3
    async with bench.store() as store:
        gaps = await read_gaps(store, incident_id)
    assert [row.category for row in gaps.rows] == [
        ("", "Amazon sales"),
        ("", "Amazon fees"),
        ("", "Amazon tax"),
    ]
    assert [row.entries for row in gaps.rows] == [2, 1, 1]
    assert gaps.completed_by({("", "Amazon sales")}) == 2
    assert bench.ledger.sent == []


async def test_what_is_mapped_is_remembered_in_the_book(bench: Bench) -> None:
    """However it is spelled: all that waited posts, and what comes later posts at once."""
    incident_id = await refused(bench, naming("Amazon sales"), naming("amazon  SALES"))
    connection = (await bench.case()).connection

    assert await bench.map(incident_id, {("", "Amazon sales"): "98"}) == 1
    await bench.post(connection)
    await bench.take(connection, some_entries(1, "LATER", lines=naming("AMAZON sales")))
    await bench.post(connection)

    assert await bench.states() == [RESOLVED]
    assert [one.lines[1].account_id for one in bench.ledger.sent] == ["98"] * 3


async def test_what_is_left_waits_on_and_is_named(bench: Bench) -> None:
    """Mapped in part, the card names the rest, and the story what was mapped of all."""
    incident_id = await refused(bench, naming("Amazon sales"), naming("Amazon fees", "Amazon tax"))
    connection = (await bench.case()).connection
    chosen = {("", "Amazon sales"): "98", ("", "Amazon fees"): "103"}

    await bench.map(incident_id, chosen)
    await bench.post(connection)

    case = await bench.case()
    assert (case.incident.failure.subject, case.incident.failure.details) == ("Amazon tax", ())
    assert (case.summary.posted, case.summary.waiting) == (1, 1)
    (told,) = await rows(bench.database, "SELECT facts FROM incident_event WHERE kind = 'mapped'")
    assert told.facts["mapped"] == [
        ["Amazon sales", "4010 Sales:Shopify sales"],
        ["Amazon fees", "6000 Payment processing fees"],
    ]


async def test_a_second_person_cannot_map_a_name_over(bench: Bench) -> None:
    """The first choice stays, and anyone who comes second is told."""
    incident_id = await refused(bench, naming("Amazon sales", "Amazon fees"))
    await bench.map(incident_id, {("", "Amazon sales"): "98"})
    await bench.post((await bench.case()).connection)

    with pytest.raises(MappedMeanwhile):
        await bench.map(incident_id, {("", "Amazon sales"): "79"}, by="U_BEN")

    kept = await rows(bench.database, "SELECT account_id, updated_by FROM account_alias")
    assert [tuple(row) for row in kept] == [("98", "U_ANA")]


async def test_an_account_made_at_the_platform_is_found_by_retry(bench: Bench) -> None:
    """The chart is read again before the entry is judged by it."""
    incident_id = await refused(bench, naming("Amazon sales"))
    bench.ledger.chart["200"] = Account("200", "Sales:Amazon sales", "4020", "Income")

    await bench.retry(incident_id)
    await bench.post((await bench.case()).connection)

    assert await bench.states() == [RESOLVED]
    assert bench.ledger.sent[0].lines[1].account_id == "200"


async def test_two_accounts_of_one_name_are_asked_about(bench: Bench) -> None:
    """On a card of their own cause; chosen once, it is that one from then on."""
    for key, name in (("301", "Store:Fees"), ("302", "Web:Fees")):
        bench.ledger.chart[key] = Account(key, name, "", "Expense")
    incident_id = await refused(bench, naming("Fees"))
    case = await bench.case()
    assert case.incident.failure.cause is AccountCause.AMBIGUOUS
    async with bench.store() as store:
        assert [row.category for row in (await read_gaps(store, incident_id)).rows] == [
            ("", "Fees")
        ]

    await bench.map(incident_id, {("", "Fees"): "302"})
    await bench.post(case.connection)

    assert bench.ledger.sent[0].lines[1].account_id == "302"


async def test_a_mapping_survives_renumbering(bench: Bench) -> None:
    """What is mapped is the account: its new number changes nothing, nor who has the old one."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1, "A"))
    await bench.post(connection)
    sales = bench.ledger.chart["98"]
    bench.ledger.chart["98"] = replace(sales, number="4999", name="Web sales")
    bench.ledger.chart["400"] = Account("400", "Other", "4010", "Income")
    await bench.services.read_chart(connection)

    await bench.take(connection, some_entries(1, "B"))
    await bench.post(connection)

    assert [one.lines[1].account_id for one in bench.ledger.sent] == ["98", "98"]


async def test_categories_of_all_entries_are_named_too(bench: Bench) -> None:
    """Five of them over many entries: the card names five, as long as they wait."""
    connection = await bench.book()
    clearing = Line(Side.DEBIT, Money(2000, "USD"), category="Clearing")
    for number in range(1, 5):
        ours = [Line(Side.CREDIT, TEN, category=name) for name in ("Tips", f"More {number}")]
        await bench.take(connection, some_entries(1, f"E{number}", lines=(clearing, *ours)))
    await bench.post(connection)

    failure = (await bench.case()).incident.failure

    assert failure.reason is FailureReason.MAPPING_MISSING
    assert {failure.subject, *failure.details} == {"Tips", *(f"More {n}" for n in range(1, 5))}


async def test_set_at_the_terminal_it_posts_what_waited_in_the_book(bench: Bench) -> None:
    """On the card it says so; nobody in Slack did it."""
    await refused(bench, naming("Amazon sales"))
    case = await bench.case()
    async with bench.store() as store:
        known = await store.books.known(case.connection)
        account = known.chart.by_id("98")
        assert account is not None
        chosen = {("", "AMAZON SALES"): account}
        await store.mappings.hold(case.book.id, 0)
        await store.mappings.save(case.book.id, chosen, None)
        moved, held = await post_mapped_in(store, case.book.id, chosen, bench.clock())
    assert ([one.incident.id for one in moved], held) == ([case.incident.id], [])

    await bench.post(case.connection)

    assert await bench.states() == [RESOLVED]


def test_a_name_that_waits_for_a_second_person_is_kept_as_one() -> None:
    """As plain values and back: it is told from a category by its missing channel."""
    facts = {"chosen": [["", "Amazon sales", "98", "4010 Sales"], ["Shopify", "Tips", "97", "x"]]}

    assert Chosen.of(facts).accounts == {("", "Amazon sales"): "98", ("Shopify", "Tips"): "97"}
