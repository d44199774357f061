"""The lists that lines choose from: tracking options and tax rates, and adding an option."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from journal.books.lists import TAX, CompanyRules, Dimension, Field, ListItem, Lists
from journal.errors import AuthorisationLost, ItemRefused, LedgerError
from tests.connectors.xero.bodies import (
    DISCONNECTED,
    NONE,
    categories,
    category,
    id_of,
    options,
    refused,
    tax_rate,
    tax_rates,
)
from tests.connectors.xero.platform import AnsweringPlatform, answering

REGION = Dimension(Field.TRACKING, "Region")
OLD = Dimension(Field.TRACKING, "Old")
TRACKED = categories(
    category("Region", "North", "South", archived=("West",)),
    category("Old", "One", Status="ARCHIVED"),
    category("Gone", "Two", Status="DELETED"),
)
RATES = tax_rates(
    tax_rate("OUTPUT2", "20% (VAT on Income)", 20, CanApplyToExpenses=False),
    tax_rate("INPUT2", "20% (VAT on Expenses)", 20, CanApplyToRevenue="false"),
    tax_rate("TAX001", "Local rate", 14.975),
    tax_rate("NONE", "No VAT"),
    tax_rate("RROUTPUT", "5% (VAT on Income)", 5, Status="ARCHIVED"),
    tax_rate("TAX002", "Old", 4, Status="DELETED"),
    tax_rate("", "Without a type"),
)


async def read(tracked: bytes = TRACKED, rates: bytes = RATES) -> list[ListItem]:
    """Return the lists as they come in."""
    return [*await answering((200, tracked), (200, rates)).ledger().lists()]


async def test_lists_come_in() -> None:
    """Archived ones are there and not in use; deleted ones are not there."""
    told = [
        (one.dimension, one.external_id, one.name, one.active, one.rate, one.kind)
        for one in await read()
    ]

    assert told == [
        (REGION, id_of("North"), "North", True, None, ""),
        (REGION, id_of("South"), "South", True, None, ""),
        (REGION, id_of("West"), "West", False, None, ""),
        (OLD, id_of("One"), "One", False, None, ""),
        (TAX, "OUTPUT2", "20% (VAT on Income)", True, 20, "sales"),
        (TAX, "INPUT2", "20% (VAT on Expenses)", True, 20, "purchase"),
        (TAX, "TAX001", "Local rate", True, Decimal("14.975"), ""),
        (TAX, "NONE", "No VAT", True, 0, "untaxed"),
        (TAX, "RROUTPUT", "5% (VAT on Income)", False, 5, ""),
    ]


async def test_archived_tracking_is_asked_for() -> None:
    """Two calls; the first asks for archived options too."""
    platform = answering((200, TRACKED), (200, RATES))

    await platform.ledger().lists()

    tracking, rates = platform.asked
    assert tracking.url.path.endswith("/TrackingCategories")
    assert tracking.url.params["includeArchived"] == "true"
    assert rates.url.path.endswith("/TaxRates")


async def test_a_rate_is_found_by_name_and_by_type() -> None:
    """As Xero's own files name it, and as its API does, in any case; an option by its name."""
    lists = Lists(tuple(await read()))

    def found(dimension: Dimension, text: str) -> list[str]:
        return [one.external_id for one in lists.fitting(dimension, text)]

    for text in ("20% (VAT on Income)", "20% (vat on income)", "OUTPUT2", "output2"):
        assert found(TAX, text) == ["OUTPUT2"]
    assert found(Dimension(Field.TRACKING, "region"), "south") == [id_of("South")]
    assert found(REGION, "East") == []


@pytest.mark.parametrize(
    ("tracked", "rates", "uses"),
    [
        (TRACKED, RATES, (REGION, TAX)),
        (categories(), tax_rates(tax_rate("NONE", "Tax Exempt")), ()),
        (categories(), tax_rates(tax_rate("X", "Old", 5, Status="ARCHIVED")), ()),
        (categories(category("Region", archived=("West",))), tax_rates(), ()),
    ],
)
async def test_what_an_organisation_uses(
    tracked: bytes, rates: bytes, uses: tuple[Dimension, ...]
) -> None:
    """Categories with an option in use, tax where a rate is more than nought; it demands none."""
    rules = await answering((200, tracked), (200, rates)).ledger().company_rules()

    assert rules == CompanyRules(uses=uses, currencies=False)


async def test_rules_are_of_what_was_just_read() -> None:
    """Read together, chart, lists and rules cost no call twice."""
    platform = answering((200, TRACKED), (200, RATES))
    ledger = platform.ledger()

    await ledger.lists()
    rules = await ledger.company_rules()

    assert rules.uses == (REGION, TAX)
    assert len(platform.asked) == 2


@pytest.mark.parametrize("body", [b"{}", NONE, b'{"TrackingCategories":[{"Name":"x"}]}'])
async def test_lists_that_cannot_be_read(body: bytes) -> None:
    """They are an error, never an empty list."""
    with pytest.raises(LedgerError):
        await answering((200, body)).ledger().lists()


MADE = (200, options({"TrackingOptionID": id_of("East"), "Name": "East", "Status": "ACTIVE"}))


async def made(platform: AnsweringPlatform, name: str = "East", to: Dimension = REGION) -> ListItem:
    """Add an option to a tracking category."""
    return await platform.ledger().create_item(to, name, "", "key-1")


async def test_an_option_is_added() -> None:
    """Under a key, to the category of that name."""
    platform = answering((200, TRACKED), MADE)

    item = await made(platform)

    assert item == ListItem(REGION, id_of("East"), "East")
    call = platform.asked[1]
    assert (call.method, call.url.path) == (
        "PUT",
        f"/api.xro/2.0/TrackingCategories/{id_of('Region')}/Options",
    )
    assert json.loads(call.content) == {"Name": "East"}
    assert call.headers["idempotency-key"] == "key-1"


async def test_an_option_that_is_there_is_returned() -> None:
    """Nothing is sent: someone was quicker."""
    platform = answering((200, TRACKED))

    assert (await made(platform, " south ")).external_id == id_of("South")
    assert len(platform.asked) == 1


@pytest.mark.parametrize(
    ("name", "to"), [("West", REGION), ("One", OLD), ("East", Dimension(Field.TRACKING, "No"))]
)
async def test_an_option_that_cannot_be_added(name: str, to: Dimension) -> None:
    """It is archived, or its category is, or there is no such category."""
    platform = answering((200, TRACKED))

    with pytest.raises(ItemRefused):
        await made(platform, name, to)
    assert len(platform.asked) == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((400, refused("A tracking option with this name already exists.")), ItemRefused),
        ((500, b""), LedgerError),
        ((403, DISCONNECTED), AuthorisationLost),
    ],
)
async def test_why_no_option_was_added(answer: tuple[int, bytes], error: type[Exception]) -> None:
    """A refusal is told from silence, and from a connection that is lost."""
    with pytest.raises(error):
        await made(answering((200, TRACKED), answer))
