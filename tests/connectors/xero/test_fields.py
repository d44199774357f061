"""What an entry says beside account and amount: from its words to the books, and back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from journal.amounts.money import Money
from journal.books.lists import Dimension, Field
from journal.books.rates import Rate, Rates
from journal.entries.carried import TAX_UNSAID
from journal.entries.coding import Coding, TaxOn
from journal.entries.entry import Line, Side
from journal.entries.failure import Failure, FailureReason
from journal.entries.mapping import prepare
from journal.entries.posting import LedgerEntry, Posted, ReadyEntry, Refused
from journal.errors import ItemRefused
from journal.matching.comparing import as_shown
from journal.ports import Wanted
from tests.build import an_entry, some_content
from tests.connectors.xero.imitated import NOW, Organisation, organisation
from tests.fakes.ready import JULY_7

R = FailureReason
VAT = "20% (VAT on Income)"
REGION = Dimension(Field.TRACKING, "Region")
TRACKING = [
    {"id": "region", "name": "Region", "options": [{"id": "north", "name": "North"}, "South"]},
    {"id": "store", "name": "Store", "options": ["Carlton", {"name": "Closed", "active": False}]},
]


@pytest.fixture
async def there() -> AsyncIterator[Organisation]:
    """An organisation in the United Kingdom with two tracking categories."""
    async with organisation(currency="GBP") as opened:
        await opened.turn(tracking=TRACKING)
        yield opened


def content(
    paid: str = "120.00", *, amounts: TaxOn = TaxOn.EXCLUSIVE, tax_amount: str = "", **coding: Any
) -> dict[str, Any]:
    """Return the content of a sale of 100 that is coded so, and of what came for it."""
    said = Money.of(Decimal(tax_amount), "GBP") if tax_amount else None
    sale = Line(
        Side.CREDIT,
        Money(10000, "GBP"),
        account="4000",
        coding=Coding(**coding),
        tax_amount=said,
    )
    debit = Line(Side.DEBIT, Money.of(Decimal(paid), "GBP"), account="1300")
    return {"currency": "GBP", "amounts": amounts, "lines": (debit, sale)}


async def ready(there: Organisation, **what: Any) -> ReadyEntry:
    """Return an entry as it is sent."""
    found = (await there.prepared(1, **what)).ready
    assert isinstance(found, ReadyEntry), found
    return found


async def shown(there: Organisation) -> LedgerEntry:
    """Return the one entry as the ledger shows it."""
    (found,) = await there.ledger.find([Wanted("JF-1", "SHOP-2026-07-07", JULY_7)])
    return await there.ledger.read(found)


async def sale_of(there: Organisation, **what: Any) -> frozenset[tuple[str, str]]:
    """Post an entry and return what its sale carries in the ledger."""
    outcome = await there.ledger.post(await ready(there, **what))
    assert isinstance(outcome, Posted), outcome
    (line,) = [one for one in (await shown(there)).lines if one.side is Side.CREDIT]
    return frozenset((*line.extras, *line.tax))


async def failure_of(there: Organisation, **what: Any) -> Failure:
    """Return why an entry is not sent."""
    prepared = (await there.prepared(1, **what)).ready
    if isinstance(prepared, Failure):
        return prepared
    outcome = await there.ledger.post(prepared)
    assert isinstance(outcome, Refused), outcome
    return outcome.failure


async def test_tracking(there: Organisation) -> None:
    """The options of both categories are on the line, whatever case they were written in."""
    both = (("region", "NORTH"), ("Store", "carlton"))

    carried = await sale_of(there, **content(tax=VAT, tracking=both))

    assert carried == {("Region", "North"), ("Store", "Carlton"), ("Tax code", VAT)}


async def test_a_location_is_tracking_where_a_category_is_called_so(there: Organisation) -> None:
    """A company that keeps its shops in a category Store has the location there."""
    assert ("Store", "Carlton") in await sale_of(there, **content(tax=VAT, location="Carlton"))


@pytest.mark.parametrize("word", [VAT, "output2", "id:OUTPUT2"])
async def test_a_tax_code(there: Organisation, word: str) -> None:
    """By name, by type, or by id where that is said; the line beside has none, and says so."""
    assert await sale_of(there, **content(tax=word)) == {("Tax code", VAT)}
    (debit,) = [one for one in (await shown(there)).lines if one.side is Side.DEBIT]
    assert debit.tax == (("Tax code", "No VAT"),)


async def test_an_amount_of_tax(there: Organisation) -> None:
    """What the caller worked out is in the books, and shown as it is not what the rate says."""
    less = content("119.99", tax=VAT, tax_amount="19.99")

    carried = await sale_of(there, **less)

    assert carried == {("Tax code", VAT), ("Tax amount", "19.99")}
    (ours,) = [one for one in as_shown(await there.prepared(1, **less)) if one.side is Side.CREDIT]
    assert {*ours.extras, *ours.tax} == carried


async def test_amounts_with_tax_inside(there: Organisation) -> None:
    """They balance as they are."""
    inside = content("100.00", amounts=TaxOn.INCLUSIVE, tax=VAT)

    assert await sale_of(there, **inside) == {("Tax code", VAT)}
    assert (await shown(there)).tax == (("Amounts are", "Tax inclusive"),)


async def test_a_rate_of_nought_on_amounts_without_tax(there: Organisation) -> None:
    """The return counts it, so it is kept."""
    carried = await sale_of(
        there, **content("100.00", amounts=TaxOn.NO_TAX, tax="Zero Rated Income")
    )

    assert carried == {("Tax code", "Zero Rated Income")}


@pytest.mark.parametrize(
    ("said", "reason", "subject", "details"),
    [
        ({"class_name": "Online"}, R.NOT_CARRIED, "class", ("Online",)),
        ({"name": "Faire"}, R.NOT_CARRIED, "name", ("Faire",)),
        ({"project": "Fair"}, R.NOT_CARRIED, "project", ("Fair",)),
        ({"tracking": (("Region", "East"),)}, R.DIMENSION_MISSING, "tracking:Region", ("East",)),
        ({"tracking": (("Season", "All"),)}, R.DIMENSION_MISSING, "tracking:Season", ("All",)),
        ({"tracking": (("Store", "Closed"),)}, R.DIMENSION_MISSING, "tracking:Store", ("Closed",)),
        ({"tax": "19% MwSt"}, R.TAX_MISSING, "tax", ("19% MwSt",)),
    ],
)
async def test_what_is_not_there_is_told_before_anything_is_sent(
    there: Organisation,
    said: dict[str, Any],
    reason: FailureReason,
    subject: str,
    details: tuple[str, ...],
) -> None:
    """By name: what Xero has no place for, and a choice that is unknown or archived."""
    failure = await failure_of(there, **content(**{"tax": VAT, **said}))

    assert (failure.reason, failure.subject, failure.details) == (reason, subject, details)
    assert await there.shown() == []


async def test_three_categories_are_one_too_many(there: Organisation) -> None:
    """The third is named."""
    await there.turn(tracking=[*TRACKING, {"name": "Season", "options": ["All"]}])
    three = (("Region", "North"), ("Store", "Carlton"), ("Season", "All"))

    failure = await failure_of(there, **content(tax=VAT, tracking=three))

    assert (failure.reason, failure.subject) == (R.NOT_CARRIED, "tracking:Season")


@pytest.mark.parametrize(
    ("head", "subject"),
    [({"exchange_rate": Decimal("1.2")}, "exchange_rate"), ({"adjusting": True}, "adjusting")],
)
async def test_what_the_head_cannot_hold(
    there: Organisation, head: dict[str, Any], subject: str
) -> None:
    """A rate, or that it is adjusting."""
    failure = await failure_of(there, **content(tax=VAT), **head)

    assert (failure.reason, failure.subject) == (R.NOT_CARRIED, subject)


async def test_a_tax_on_amounts_without_tax(there: Organisation) -> None:
    """Xero would leave it out, so it is asked about."""
    failure = await failure_of(there, **content("100.00", amounts=TaxOn.NO_TAX, tax=VAT))

    assert (failure.reason, failure.subject) == (R.NOT_CARRIED, TAX_UNSAID)


async def test_another_currency(there: Organisation) -> None:
    """Manual journals are in the organisation's own; which one that is stands in the words."""
    entry = replace(await ready(there, **content(tax=VAT)), currency="EUR")

    outcome = await there.ledger.post(entry)

    assert isinstance(outcome, Refused)
    assert (outcome.failure.reason, outcome.failure.subject) == (R.CURRENCY, "EUR")
    assert "GBP" in outcome.failure.words


async def test_converted_amounts_with_tax_inside(there: Organisation) -> None:
    """What conversion leaves over is a line of its own, without tax; the original stands beside."""
    known = replace(await there.known(), rates=Rates(home="GBP", rounding="6900"))
    sale = Line(Side.CREDIT, Money(1, "EUR"), account="4000", coding=Coding(tax=VAT))
    lines = (Line(Side.DEBIT, Money(3, "EUR"), account="1300"), sale, sale, sale)
    euros = some_content(
        currency="EUR", lines=lines, amounts=TaxOn.INCLUSIVE, exchange_rate=Decimal("0.6")
    )

    ready = prepare(an_entry(id=1, content=euros), known).ready
    assert isinstance(ready, ReadyEntry), ready
    outcome = await there.ledger.post(ready)

    assert isinstance(outcome, Posted), outcome
    told = {(one.account_id, one.amount.minor, one.tax[0][1]) for one in (await shown(there)).lines}
    assert told == {("1300", 2, "No VAT"), ("4000", 1, VAT), ("6900", 1, "No VAT")}
    without = replace(euros, amounts=TaxOn.EXCLUSIVE, exchange_rate=None)
    agreed = {("EUR", without.date): Rate(Decimal("0.6"), "U_ANA", without.date)}
    refused = prepare(
        an_entry(id=1, content=without), replace(known, rates=replace(known.rates, agreed=agreed))
    ).ready
    assert isinstance(refused, Failure)
    assert (refused.reason, refused.subject) == (R.NOT_CARRIED, "exchange_rate")


@pytest.mark.parametrize(
    ("switches", "reason", "subject"),
    [
        ({"tracking": []}, R.DIMENSION_MISSING, "tracking:Region"),
        (
            {"tax_rates": [{"type": "OUTPUT2", "name": VAT, "percent": "20", "active": False}]},
            R.TAX_MISSING,
            "tax",
        ),
    ],
)
async def test_what_was_archived_since_it_was_read(
    there: Organisation, switches: dict[str, Any], reason: FailureReason, subject: str
) -> None:
    """Xero refuses it, and the refusal is about that very choice."""
    entry = await ready(there, **content(tax=VAT, tracking=(("Region", "North"),)))
    await there.turn(**switches)

    outcome = await there.ledger.post(entry)

    assert isinstance(outcome, Refused)
    assert (outcome.failure.reason, outcome.failure.subject) == (reason, subject)
    assert await there.shown() == []


async def test_an_option_that_was_renamed_is_the_same(there: Organisation) -> None:
    """It is known by its id: what was read under the old name is posted under the new one."""
    entry = await ready(there, **content(tax=VAT, tracking=(("Region", "North"),)))
    renamed = {**TRACKING[0], "options": [{"id": "north", "name": "Far North"}]}
    await there.turn(tracking=[renamed, TRACKING[1]])

    assert isinstance(await there.ledger.post(entry), Posted)

    (line,) = [one for one in (await shown(there)).lines if one.side is Side.CREDIT]
    assert line.extras == (("Region", "Far North"),)


async def test_tracking_that_xero_drops_is_told(there: Organisation) -> None:
    """The journal is posted, and what it is without is a remark in its story."""
    await there.turn(drops_tracking=True)
    entry = await ready(there, **content(tax=VAT, tracking=(("Region", "North"),)))

    outcome = await there.ledger.post(entry)

    assert isinstance(outcome, Posted)
    assert "Region North" in outcome.remark


async def test_a_correction_of_tracking_and_tax_alone(there: Organisation) -> None:
    """It replaces what is there, and what someone chose beside it stays."""
    await sale_of(there, **content(tax=VAT, tracking=(("Region", "North"),)))
    first = await shown(there)
    await choose_store(there)
    chosen = await shown(there)
    zero = await ready(
        there,
        **content("100.00", tax="Zero Rated Income", tracking=(("Region", "South"),)),
    )

    refused = await there.ledger.replace(replace(zero, key="2"), first)
    outcome = await there.ledger.replace(replace(zero, key="2", spares=True), chosen)

    assert isinstance(refused, Refused)
    assert isinstance(outcome, Posted), outcome
    debit, credit = (await shown(there)).lines
    assert set(credit.extras) == {("Region", "South"), ("Store", "Carlton")}
    assert credit.tax == (("Tax code", "Zero Rated Income"),)
    assert debit.amount == Money(10000, "GBP")


async def choose_store(there: Organisation) -> None:
    """Choose a store on the sale in Xero itself."""
    (entry,) = await there.shown()
    state = (await there.control.get("control/state")).json()
    (company,) = [one for one in state["companies"] if one["realm"] == there.realm]
    store = company["tracking"][1]
    picked = {"TrackingCategoryID": store["id"], "TrackingOptionID": store["options"][0]["id"]}
    lines = [
        {
            "side": line["side"],
            "amount": line["amount"],
            "account": line["account_id"],
            "own": {
                **line["own"],
                **(
                    {"Tracking": [*line["own"]["Tracking"], picked]}
                    if line["side"] == "credit"
                    else {}
                ),
            },
        }
        for line in entry["lines"]
    ]
    path = f"control/companies/{there.realm}/entries/{entry['id']}"
    (await there.control.post(path, json={"lines": lines})).raise_for_status()


async def test_a_missing_option_is_made(there: Organisation) -> None:
    """Once, however often it is asked for; then the entry that names it can be sent."""
    east = content(tax=VAT, tracking=(("Region", "East"),))
    assert (await failure_of(there, **east)).details == ("East",)

    made = await there.ledger.create_item(REGION, "East", "", "key-1")
    again = await there.ledger.create_item(REGION, "east", "", "key-2")

    assert made == again
    assert ("Region", "East") in await sale_of(there, **east)


@pytest.mark.parametrize("dimension", [Dimension(Field.TRACKING, "Season"), Dimension(Field.TAX)])
async def test_what_cannot_be_made(there: Organisation, dimension: Dimension) -> None:
    """A category that there is not, or a tax rate."""
    with pytest.raises(ItemRefused):
        await there.ledger.create_item(dimension, "All", "", "key-1")


async def test_a_closed_day_takes_the_draft_with_all_of_it(there: Organisation) -> None:
    """A draft carries tracking and tax as well."""
    await there.turn(period_lock_date=(NOW - timedelta(days=1)).date().isoformat())

    outcome = await there.ledger.save_draft(
        await ready(there, **content(tax=VAT, tracking=(("Region", "North"),)))
    )

    assert isinstance(outcome, Posted)
    (line,) = [one for one in (await shown(there)).lines if one.side is Side.CREDIT]
    assert (line.extras, line.tax) == ((("Region", "North"),), (("Tax code", VAT),))
    assert some_content(**content(tax=VAT)).amounts is TaxOn.EXCLUSIVE
