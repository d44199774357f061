"""Costs are added from a card: kept, and what they complete is posted by itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from blocks.moves.costs import costs_set
from journal.amounts.money import Money
from journal.books.book import Connection
from journal.entries.costs import Uncosted
from journal.entries.entry import Line, NewEntry, PostingStatus, Side
from journal.entries.failure import FailureReason, Kin
from journal.errors import TransitionRefused
from journal.incidents.cost_preview import preview
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Incident, IncidentState
from journal.incidents.move import MoveName
from journal.moves.costs import COST, GivenCosts, PreviewChanged
from tests.build import some_content
from tests.journal.bench import QUICK, Bench
from tests.journal.moves.test_map import BusyLedger
from tests.storage.stage import put, rows

OPEN, RETRYING, RESOLVED = IncidentState
FOUR, TEN = Money(400, "USD"), Money(1000, "USD")


def sold(reference: str, *variants: tuple[str, int], currency: str = "USD") -> NewEntry:
    """Return an entry of so many pieces of each SKU."""
    lines = tuple(
        Line(side, category=category, sku=sku, title=sku.title(), quantity=Decimal(pieces))
        for sku, pieces in variants
        for side, category in ((Side.DEBIT, "Gift cards"), (Side.CREDIT, "Clearing"))
    )
    return some_content(reference=reference, lines=lines, currency=currency)


async def lacking(bench: Bench, incident_id: int) -> list[Uncosted]:
    """Return what lacks a cost."""
    async with bench.store() as store:
        return list(await store.costs.lacking(incident_id))


async def add(bench: Bench, incident_id: int, **costs: Money) -> Incident:
    """Send the form in."""
    return await bench.make(COST, incident_id, GivenCosts(costs))


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A book of which three entries wait for the costs of mugs, pots and trays."""
    made = await bench.book()
    contents = [
        sold("S-1", ("MUG", 3)),
        sold("S-2", ("MUG", 2), ("POT", 9)),
        sold("S-3", ("TRAY", 1)),
    ]
    await bench.take(made, contents)
    await bench.post(made)
    return made


@pytest.fixture
async def incident_id(bench: Bench, connection: Connection) -> int:
    """Their incident."""
    return (await bench.case()).incident.id


async def test_all_that_waits_is_asked_for(bench: Bench, incident_id: int) -> None:
    """Every variant of every entry, most sold first, and the card counts them all."""
    assert [
        (one.sku, one.title, one.sold, one.entries) for one in await lacking(bench, incident_id)
    ] == [
        ("POT", "Pot", Decimal(9), 1),
        ("MUG", "Mug", Decimal(5), 2),
        ("TRAY", "Tray", Decimal(1), 1),
    ]
    failure = (await bench.case()).incident.failure
    assert (failure.subject, failure.details) == ("3", ("Pot (POT)", "Mug (MUG)", "Tray (TRAY)"))


async def test_with_every_cost_all_of_it_is_posted(
    bench: Bench, connection: Connection, incident_id: int
) -> None:
    """The card is retrying at once, closes once posted, and remembers who added the costs."""
    retrying = await add(bench, incident_id, MUG=FOUR, POT=TEN, TRAY=TEN)
    assert retrying.state is RETRYING

    await bench.post(connection)

    done = (await bench.case()).incident
    assert done.state is RESOLVED
    assert done.mending is not None
    assert (done.mending.move, done.mending.by) == (MoveName.COST, "U_ANA")
    assert len(bench.ledger.stored) == 3


async def test_what_is_complete_goes_and_the_rest_waits_with_its_name(
    bench: Bench, connection: Connection, incident_id: int
) -> None:
    """Mugs alone free one entry; the card stays open and names what is still lacking."""
    assert (await add(bench, incident_id, MUG=FOUR)).state is OPEN

    await bench.post(connection)

    assert [(await bench.entry(f"S-{n}")).status.value for n in (1, 2, 3)] == [
        "posted",
        "failed",
        "failed",
    ]
    case = await bench.case()
    assert case.incident.state is OPEN
    assert case.incident.failure.details == ("Pot (POT)", "Tray (TRAY)")
    assert (case.summary.waiting, case.summary.posted) == (2, 1)

    await add(bench, incident_id, POT=TEN, TRAY=TEN)
    await bench.post(connection)
    assert await bench.states() == [RESOLVED]
    assert len(bench.ledger.stored) == 3


async def test_who_was_first_counts(bench: Bench, incident_id: int) -> None:
    """A cost that is there already is not overwritten by a form that was opened before."""
    await add(bench, incident_id, MUG=FOUR)

    await add(bench, incident_id, MUG=TEN, POT=TEN)

    async with bench.store() as store:
        book_id = (await store.incidents.case(incident_id)).book.id
        assert ("Shopify", "MUG", FOUR) in await store.desk.costs(book_id)


async def test_a_click_delivered_again_changes_nothing(bench: Bench, incident_id: int) -> None:
    """Neither costs nor story."""
    click, given = bench.click(), GivenCosts({"MUG": FOUR})
    await bench.services.make_move(COST, incident_id, click, given)

    await bench.services.make_move(COST, incident_id, click, replace(given, costs={"POT": TEN}))

    assert [one.sku for one in await lacking(bench, incident_id)] == ["POT", "TRAY"]
    assert (await bench.story()).count("costs_added") == 1


async def test_a_closed_card_takes_none(bench: Bench, incident_id: int) -> None:
    """It says who closed it."""
    await bench.resolve(incident_id, HowResolved.NOT_NEEDED, by="U_CHI")

    with pytest.raises(TransitionRefused) as refused:
        await add(bench, incident_id, MUG=FOUR)

    assert "U_CHI" in refused.value.advice


async def test_added_while_someone_retries_it_goes_with_the_next_try(
    bench: Bench, connection: Connection, incident_id: int
) -> None:
    """Entries on the way find the costs that were added after Retry was pressed."""
    await bench.retry(incident_id, by="U_BEN")

    await add(bench, incident_id, MUG=FOUR, POT=TEN, TRAY=TEN)
    await bench.post(connection)

    assert await bench.states() == [RESOLVED]
    assert (await bench.entry("S-2")).status is PostingStatus.POSTED


async def test_a_cost_in_another_currency_is_none(bench: Bench) -> None:
    """A variant is asked for in the currency it was sold in; dollars do not serve for euros."""
    made = await bench.book()
    await bench.take(made, [sold("S-1", ("MUG", 1), currency="EUR")])
    await bench.post(made)
    incident_id = (await bench.case()).incident.id

    await add(bench, incident_id, MUG=FOUR)

    (one,) = await lacking(bench, incident_id)
    assert one.currency == "EUR"


async def test_the_last_cost_comes_from_the_same_book_first(
    bench: Bench, connection: Connection, incident_id: int
) -> None:
    """What the same SKU costs elsewhere is offered: in this book, else in another."""
    other = await bench.book("harbor")
    async with bench.store() as store:
        await store.desk.save_costs(connection.book_id, [("Etsy", "MUG", FOUR)])
        elsewhere = [
            ("Shopify", "MUG", TEN),
            ("Etsy", "POT", TEN),
            ("Etsy", "TRAY", Money(9, "EUR")),
        ]
        await store.desk.save_costs(other.book_id, elsewhere)

    last = {one.sku: one.last for one in await lacking(bench, incident_id)}

    assert last["MUG"] is not None
    assert (last["MUG"].cost, last["MUG"].sales_channel) == (FOUR, "Etsy")
    assert last["POT"] is not None
    assert last["POT"].cost == TEN
    assert last["TRAY"] is None


async def test_costs_added_while_posting_let_it_post_after_all(bench: Bench) -> None:
    """Read without the cost and refused after it was saved: nobody has to press Retry."""
    ledger = BusyLedger(QUICK)
    bench.ledger = ledger
    made = await bench.book()
    await bench.take(made, [sold("S-1", ("MUG", 3))])
    await bench.post(made)
    incident_id = (await bench.case()).incident.id
    ledger.refuse(FailureReason.RATE_LIMITED, times=1)
    await bench.take(made, [some_content(reference="A")])
    await bench.post(made)
    await bench.pass_time()
    await bench.take(made, [sold("S-2", ("MUG", 2))])
    ledger.meanwhile = lambda: add(bench, incident_id, MUG=FOUR)

    await bench.post(made)

    assert len(ledger.numbers) == 3
    assert await bench.states() == [RESOLVED]


async def test_the_amount_of_a_posted_entry_is_what_was_posted(
    bench: Bench, connection: Connection, incident_id: int
) -> None:
    """Card, entry and story name it, and a cost that is changed later changes nothing of it."""
    assert (await bench.case()).summary.amounts == (Money(0, "USD"),)

    await add(bench, incident_id, MUG=FOUR, POT=TEN, TRAY=TEN)
    await bench.post(connection)

    whole = Money(3 * 400 + 2 * 400 + 9 * 1000 + 1000, "USD")
    async with bench.store() as store:
        await store.desk.save_costs(connection.book_id, [("Shopify", "MUG", TEN)])
    case = await bench.case()
    assert case.summary.amounts == (whole,)
    assert (await bench.entry("S-2")).total == Money(9800, "USD")
    told = await rows(bench.database, "SELECT kind, facts FROM incident_event ORDER BY id")
    added = next(one.facts for one in told if one.kind == "costs_added")
    posted = [one.facts["amounts"] for one in told if one.kind == "posted"]
    assert added["amounts"] == [[whole.minor, "USD"]]
    assert sum(minor for ((minor, _currency),) in posted) == whole.minor
    assert added["set"][0] == ["POT", "Pot", 1000, "USD", "9", 9000]


async def test_what_was_sent_and_not_answered_keeps_its_amount(
    bench: Bench, connection: Connection, incident_id: int
) -> None:
    """Found there later, it comes to what was sent."""
    await _send_without_an_answer(bench, connection, incident_id)

    await bench.post(connection)

    entry = await bench.entry("S-3")
    assert (entry.status, entry.total) == (PostingStatus.POSTED, TEN)


async def test_what_was_sent_at_other_costs_is_found(
    bench: Bench, connection: Connection, incident_id: int
) -> None:
    """It is known at which costs that was, so others since are no matter and nobody is asked."""
    await _send_without_an_answer(bench, connection, incident_id)
    async with bench.store() as store:
        await store.desk.save_costs(connection.book_id, [("Shopify", "TRAY", FOUR)])
    sent = len(bench.ledger.sent)

    await bench.post(connection)

    entry = await bench.entry("S-3")
    assert (entry.status, entry.total) == (PostingStatus.POSTED, TEN)
    assert (entry.costs, len(bench.ledger.sent)) == ({"TRAY": TEN}, sent)


async def test_what_was_sent_at_costs_nobody_knows_is_asked_about(
    bench: Bench, connection: Connection, incident_id: int
) -> None:
    """A run that died kept none: it does not say what ours says, and is not sent again."""
    await _send_without_an_answer(bench, connection, incident_id)
    await put(bench.database, await bench.entry("S-3"), costs=None)
    async with bench.store() as store:
        await store.desk.save_costs(connection.book_id, [("Shopify", "TRAY", FOUR)])
    sent = len(bench.ledger.sent)

    await bench.post(connection)

    entry = await bench.entry("S-3")
    *_, case = await bench.cases()
    like = case.incident.failure.likeness
    assert (entry.status, len(bench.ledger.sent)) == (PostingStatus.FAILED, sent)
    assert like is not None
    assert (like.kin, like.total) == (Kin.CANDIDATE, TEN)


async def _send_without_an_answer(bench: Bench, connection: Connection, incident_id: int) -> None:
    bench.ledger.swallow(None)
    await add(bench, incident_id, TRAY=TEN)
    await bench.post(connection)
    assert (await bench.entry("S-3")).status is PostingStatus.UNCERTAIN
    bench.ledger.recover()
    await bench.pass_time()


async def test_costs_of_several_people_are_told_together(
    bench: Bench, connection: Connection, incident_id: int
) -> None:
    """The card that closes knows what each of them set."""
    await add(bench, incident_id, MUG=FOUR)
    given = GivenCosts({"POT": TEN, "TRAY": TEN})
    await bench.make(COST, incident_id, given, by="U_BEN")
    await bench.post(connection)

    case = await bench.case()
    assert [(one.sku, one.unit, one.pieces, one.by) for one in costs_set(case)] == [
        ("MUG", FOUR, Decimal(3), "U_ANA"),
        ("POT", TEN, Decimal(9), "U_BEN"),
        ("TRAY", TEN, Decimal(1), "U_BEN"),
    ]


async def test_what_was_seen_is_what_is_posted(bench: Bench, incident_id: int) -> None:
    """Costs that would post another thing than the person was shown are not kept."""
    async with bench.store() as store:
        shown = preview(await store.costs.uncounted(incident_id), {"MUG": FOUR})
    other = GivenCosts({"MUG": TEN}, seen=shown.mark)

    with pytest.raises(PreviewChanged):
        await bench.make(COST, incident_id, other)

    assert (await bench.story()).count("costs_added") == 0
    same = GivenCosts({"MUG": FOUR}, seen=shown.mark)
    await bench.make(COST, incident_id, same)
    assert (await bench.story()).count("costs_added") == 1
