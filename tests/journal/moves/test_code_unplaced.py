"""The platform refuses something beside the accounts and does not say what: all can be chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from journal.amounts.money import Money
from journal.books.book import Connection
from journal.books.lists import CLASS, TAX, CompanyRules, Dimension, ListItem
from journal.entries.coding import Coding
from journal.entries.coding_rules import CodingRule, Scope
from journal.entries.entry import Line, Side
from journal.entries.failure import Failure, FailureReason
from journal.entries.placing import on_account
from journal.entries.uncoded import Choices, Slot, answered
from journal.errors import MappedMeanwhile, TransitionRefused
from journal.incidents.incident import IncidentState
from journal.incidents.move import MoveName
from journal.incidents.story.mending import ItemsCoded
from journal.incidents.uncoded import CodeGap, Uncoded
from journal.moves.code import CODE, ItemsChosen
from journal.moves.make_move import Asked
from journal.moves.read_uncoded import read_uncoded
from journal.rights import Person, Rule
from tests.journal.bench import Bench
from tests.storage.stage import some_entries

OPEN, RETRYING, RESOLVED = IncidentState
AMOUNT = Money(4000, "USD")
ONLINE, STORES = ListItem(CLASS, "1", "Online"), ListItem(CLASS, "2", "Stores")
FULL, ZERO = ListItem(TAX, "1", "20% VAT"), ListItem(TAX, "2", "Zero rated")
UNPLACED = Failure(
    FailureReason.TAX_OR_DIMENSION, words="Choose another treatment", http_status=400
)
GIFTS = Scope("Shopify", category="Gift cards")


def lines(tax: str = "20% VAT") -> tuple[Line, ...]:
    """Return a sale with a tax code of its own, out of the clearing, which says nothing."""
    return (
        Line(Side.DEBIT, AMOUNT, category="Clearing"),
        Line(Side.CREDIT, AMOUNT, category="Gift cards", coding=Coding(tax=tax)),
    )


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A book whose company has classes and tax codes, and wants none of them."""
    bench.ledger.items = [ONLINE, STORES, FULL, ZERO]
    bench.ledger.rules = CompanyRules(uses=(CLASS, TAX), reckons_tax=False)
    made = await bench.book()
    await bench.services.read_chart(made)
    return made


@pytest.fixture
async def incident_id(bench: Bench, connection: Connection) -> int:
    """Two entries that were refused for one cause, which the platform's words do not place."""
    bench.ledger.refuse(UNPLACED, times=2)
    await bench.take(connection, some_entries(2, lines=lines()))
    await bench.post(connection)
    return (await bench.case()).incident.id


async def asked(bench: Bench, incident_id: int) -> Uncoded:
    """Return what the form of an incident is drawn from."""
    async with bench.store() as store:
        return await read_uncoded(store, incident_id)


def row_of(seen: Uncoded, place: str, dimension: Dimension) -> CodeGap:
    """Return one field of the form."""
    (row,) = (one for one in seen.rows if (one.place, one.slot.dimension) == (place, dimension))
    return row


async def choose(
    bench: Bench, seen: Uncoded, choices: Choices, by: str = "U_ANA", *, is_once: bool = False
) -> None:
    """Send the form in, as it was drawn from `seen`."""
    given = ItemsChosen(choices, seen.state, is_once)
    await bench.make(CODE, seen.case.incident.id, given, by)


async def test_all_that_lines_carry_is_asked_about(bench: Bench, incident_id: int) -> None:
    """Each list that the company uses, on each line, with what the line carries now."""
    seen = await asked(bench, incident_id)

    shown = [
        (one.slot.dimension, one.slot.word, one.slot.scope, one.carried, one.lines)
        for one in seen.rows
    ]
    clearing = Scope("Shopify", category="Clearing")
    account = seen.known.chart.find("4010")
    assert account is not None
    assert sorted(shown, key=str) == sorted(
        [
            (CLASS, "", clearing, None, 2),
            (TAX, "", clearing, None, 2),
            (CLASS, "", GIFTS, None, 2),
            (TAX, "20% VAT", Scope(account_id=account.key), FULL, 2),
        ],
        key=str,
    )


async def test_what_is_chosen_is_remembered_and_frees_all(
    bench: Bench, connection: Connection, incident_id: int
) -> None:
    """Another tax code on that account and a class: both entries post, and the next one does."""
    seen = await asked(bench, incident_id)
    tax, klass = (row_of(seen, place, one).slot for place, one in ROWS)

    await choose(bench, seen, answered({tax: ZERO, klass: ONLINE}))
    await bench.post(connection)
    await bench.take(connection, some_entries(1, "N", lines=lines()))
    await bench.post(connection)

    assert await bench.states() == [RESOLVED]
    sold = [stored.lines[1].extras for stored in bench.ledger.stored]
    assert sold == [(("Tax code", "Zero rated"), ("Class", "Online"))] * 3


ROWS = (("Gift cards", TAX), ("Gift cards", CLASS))


async def test_a_word_means_something_else_on_that_account_alone(
    bench: Bench, connection: Connection, incident_id: int
) -> None:
    """The code was wrong on sales; on the clearing it stays what it is."""
    seen = await asked(bench, incident_id)
    await choose(bench, seen, answered({row_of(seen, *ROWS[0]).slot: ZERO}))
    await bench.post(connection)
    both = tuple(replace(one, coding=Coding(tax="20% vat")) for one in lines())
    await bench.take(connection, some_entries(1, "B", lines=both))
    await bench.post(connection)

    extras = [line.extras for line in bench.ledger.stored[-1].lines]
    assert extras == [(("Tax code", "20% VAT"),), (("Tax code", "Zero rated"),)]


async def test_chosen_once_nothing_is_remembered(
    bench: Bench, connection: Connection, incident_id: int
) -> None:
    """The two entries say it themselves; the next one is posted as it was handed in."""
    seen = await asked(bench, incident_id)
    tax, klass = (row_of(seen, place, one).slot for place, one in ROWS)

    await choose(bench, seen, answered({tax: ZERO, klass: STORES}), is_once=True)
    await bench.post(connection)
    await bench.take(connection, some_entries(1, "N", lines=lines()))
    await bench.post(connection)

    sold = [{*stored.lines[1].extras} for stored in bench.ledger.stored]
    changed = {("Tax code", "Zero rated"), ("Class", "Stores")}
    assert sold == [changed, changed, {("Tax code", "20% VAT")}]
    async with bench.store() as store:
        assert await store.codings.all(1) == []
    entry = await bench.entry("S-1")
    assert entry.content.lines[1].coding.tax == "Zero rated"
    assert entry.handed_in is not None
    assert entry.handed_in.lines[1].coding.tax == "20% VAT"
    mending = (await bench.cases())[0].incident.mending
    assert mending is not None
    assert isinstance(mending.turn, ItemsCoded)
    assert mending.turn.is_once


async def test_a_rule_that_was_there_is_replaced(bench: Bench, connection: Connection) -> None:
    """What the lines got by a rule may be just what the platform does not take."""
    async with bench.store() as store:
        rule = CodingRule(GIFTS, CLASS, "1")
        await store.codings.save(1, Choices(rules=(rule,)), "U_BEN")
    bench.ledger.refuse(UNPLACED, times=1)
    await bench.take(connection, some_entries(1, lines=lines("")))
    await bench.post(connection)
    seen = await asked(bench, (await bench.case()).incident.id)
    row = row_of(seen, *ROWS[1])
    assert row.carried == ONLINE

    await choose(bench, seen, answered({row.slot: STORES}))
    await bench.post(connection)

    assert await bench.states() == [RESOLVED]
    assert bench.ledger.stored[0].lines[1].extras == (("Class", "Stores"),)


async def test_the_second_changes_nothing_of_the_first(
    bench: Bench, connection: Connection, incident_id: int
) -> None:
    """Ben's form is older than Ana's choice: while it posts, and when it was refused again."""
    seen = await asked(bench, incident_id)
    slot = row_of(seen, *ROWS[0]).slot
    await choose(bench, seen, answered({slot: ZERO}))
    with pytest.raises(TransitionRefused):
        await choose(bench, seen, answered({slot: FULL}), "U_BEN")
    bench.ledger.refuse(UNPLACED, times=2)
    await bench.post(connection)

    for is_once in (False, True):
        with pytest.raises(MappedMeanwhile):
            await choose(bench, seen, answered({slot: FULL}), "U_BEN", is_once=is_once)

    async with bench.store() as store:
        (kept,) = await store.codings.kept(1, [slot])
    assert (kept.item_id, kept.by) == (ZERO.key, "U_ANA")


@pytest.mark.parametrize("is_once", [False, True])
async def test_above_the_limit_a_second_person_approves(
    bench: Bench, connection: Connection, incident_id: int, *, is_once: bool
) -> None:
    """The request says what was chosen and for how long; approved, it does just that."""
    async with bench.store() as store:
        await store.roster.meet([(Person("U_BEN", "Ben"), "ben", False)])
        rule = Rule(MoveName.MAP, second_above=Money(100, "USD"))
        await store.rights.save(connection.book_id, rule)
    seen = await asked(bench, incident_id)
    given = ItemsChosen(answered({row_of(seen, *ROWS[0]).slot: ZERO}), seen.state, is_once)

    made = await bench.services.make_move(CODE, incident_id, bench.click(), given)

    assert isinstance(made, Asked)
    request = (await bench.case()).request
    assert request is not None
    assert (request.facts["chosen"], request.tally.count) == ([["20% VAT", "Zero rated"]], 2)
    assert ItemsChosen.of(request.facts) == given
    await bench.services.approve_request(incident_id, bench.click("U_BEN"))
    await bench.post(connection)
    assert await bench.states() == [RESOLVED]


def test_a_word_with_an_account_is_none_that_comes_from_outside() -> None:
    """What parts word and account is a space wherever names are compared."""
    hostile = Slot(TAX, on_account("20% VAT", "98"))
    meant = Slot(TAX, "20% VAT", Scope(account_id="98"))

    assert hostile.meant != meant.meant
    assert answered({hostile: ZERO}).words == {(TAX, "20% VAT 98"): "2"}
