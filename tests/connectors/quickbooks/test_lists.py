"""What is read of a company's lists and preferences, and what is added to them."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import pytest

from connectors.quickbooks.paging import PAGE
from connectors.quickbooks.query import select
from journal.books.lists import CLASS, LOCATION, NAME, TAX, Dimension, Field, Lists
from journal.books.rates import Rate
from journal.errors import AuthorisationLost, ItemRefused, LedgerError
from journal.posting.read_books import read_company
from tests.connectors.quickbooks.bodies import fault
from tests.connectors.quickbooks.imitated import CANADA, LISTS, Company
from tests.connectors.quickbooks.platform import answering

JULY_3 = date(2026, 7, 3)


async def test_lists_as_people_know_them(company: Company) -> None:
    """Full names with their parents, whose name it is, and whether it is in use."""
    await company.turn(**LISTS)

    items = await company.ledger.lists()

    assert {(one.dimension, one.kind, one.name, one.active) for one in items} == {
        (CLASS, "", "Retail", True),
        (CLASS, "", "Retail:Online", True),
        (CLASS, "", "Old", False),
        (LOCATION, "", "Web warehouse", True),
        (LOCATION, "", "Toronto Queen St", True),
        (NAME, "customer", "Faire Wholesale", True),
        (NAME, "customer", "Gone", False),
        (NAME, "vendor", "CA Tax Agency", True),
        (NAME, "employee", "Ada Byron", True),
    }
    assert [one.name for one in Lists(tuple(items)).fitting(CLASS, "online")] == ["Retail:Online"]


async def test_what_is_not_tracked_is_not_read(company: Company) -> None:
    """A company that tracks neither classes nor locations, and keeps no tax, has names alone."""
    await company.turn(**{**LISTS, "class_tracking": "off", "track_departments": False})

    items = await company.ledger.lists()

    assert {one.dimension for one in items} == {NAME}
    rules = await company.ledger.company_rules()
    assert (rules.uses, rules.requires, rules.wants_tax, rules.currencies) == (
        (NAME,),
        (),
        False,
        False,
    )


@pytest.mark.parametrize("tracking", ["line", "transaction"])
async def test_what_is_tracked_is_used_and_not_demanded(company: Company, tracking: str) -> None:
    """Preferences tell that classes are tracked; lines without one are taken."""
    await company.turn(**{**LISTS, "class_tracking": tracking}, multicurrency=True)

    rules = await company.ledger.company_rules()

    assert rules.uses == (CLASS, LOCATION, NAME)
    assert (rules.requires, rules.currencies) == ((), True)


async def test_tax_codes_and_their_rates(company: Company) -> None:
    """A rate where sales and purchases agree; a code of one side says so."""
    await company.turn(**CANADA)

    codes = {one.name: one for one in await company.ledger.lists() if one.dimension == TAX}

    assert (codes["HST ON"].rate, codes["HST ON"].kind) == (Decimal(13), "")
    assert (codes["GST purchases"].rate, codes["GST purchases"].kind) == (Decimal(5), "purchase")
    assert codes["Mixed"].rate is None
    assert codes["Out of Scope"].rate == 0
    rules = await company.ledger.company_rules()
    assert (rules.wants_tax, rules.reckons_tax) == (True, True)
    assert TAX in rules.uses


async def test_the_united_states_reckon_no_tax(company: Company) -> None:
    """Two codes, one of which has no tax for certain, and no line has to have one."""
    await company.turn(**LISTS, sales_tax=True)

    codes = [one for one in await company.ledger.lists() if one.dimension == TAX]

    assert {one.name: one.rate for one in codes} == {"TAX": None, "NON": Decimal(0)}
    rules = await company.ledger.company_rules()
    assert (rules.wants_tax, rules.reckons_tax) == (False, False)


def a_batch(**shown: list[dict[str, Any]]) -> bytes:
    """Return the answer to the batch of a company that keeps tax and tracks nothing."""
    kinds = ("Customer", "Vendor", "Employee", "TaxCode", "TaxRate")
    queries = [(kind, active) for kind in kinds for active in (True, False)]
    items = [
        {"bId": str(place), "QueryResponse": {kind: shown.get(kind, [])} if active else {}}
        for place, (kind, active) in enumerate(queries)
    ]
    return json.dumps({"BatchItemResponse": items}).encode()


PREFERENCES = b'{"Preferences":{"AccountingInfoPrefs":{},"TaxPrefs":{"UsingSalesTax":true}}}'
COUNTRY = b'{"CompanyInfo":{"Country":"CA"}}'


@pytest.mark.parametrize(
    ("applies", "rate", "whole"),
    [
        ("TaxOnAmount", 9.975, "14.975"),
        ("TaxOnTax", 9.975, "15.47375"),
        ("TaxOnAmount", None, None),
    ],
)
async def test_a_code_of_several_rates(applies: str, rate: float | None, whole: str | None) -> None:
    """They add up, a compound one on those before it; one that is not known leaves it open."""
    details = [
        {"TaxRateRef": {"value": "2"}, "TaxTypeApplicable": applies, "TaxOrder": 1},
        {"TaxRateRef": {"value": "1"}, "TaxTypeApplicable": "TaxOnAmount", "TaxOrder": 0},
    ]
    code = {
        "Id": "5",
        "Name": "GST/QST",
        "TaxGroup": True,
        "SalesTaxRateList": {"TaxRateDetail": details},
    }
    rates = [{"Id": "1", "RateValue": 5}, *([{"Id": "2", "RateValue": rate}] if rate else [])]
    answer = a_batch(TaxCode=[code], TaxRate=rates)
    platform = answering((200, PREFERENCES), (200, COUNTRY), (200, answer))

    (item,) = await platform.ledger().lists()

    assert item.rate == (None if whole is None else Decimal(whole))


async def test_long_lists_are_read_page_by_page() -> None:
    """The first pages come together, the next ones alone."""
    customers = [{"Id": str(number), "DisplayName": f"C{number}"} for number in range(PAGE)]
    more = b'{"QueryResponse":{"Customer":[{"Id":"c","DisplayName":"The last"}]}}'
    platform = answering(
        (200, PREFERENCES), (200, COUNTRY), (200, a_batch(Customer=customers)), (200, more)
    )

    items = await platform.ledger().lists()

    assert (len(items), items[-1].name) == (PAGE + 1, "The last")
    assert platform.queries == [
        f"{select('Customer', 'Active = true')} startposition {PAGE + 1} maxresults {PAGE}"
    ]


@pytest.mark.parametrize(
    "item",
    [
        {"bId": "0", **json.loads(fault("5020", "Permission Denied Error"))},
        {"bId": "1", "QueryResponse": {}},
        "nothing",
    ],
)
async def test_a_question_that_is_not_answered(item: object) -> None:
    """Refused or left out in a batch: the lists are not read, and nothing is taken for empty."""
    answer = json.dumps({"BatchItemResponse": [item]}).encode()
    plain = b'{"Preferences":{"AccountingInfoPrefs":{}}}'

    with pytest.raises(LedgerError):
        await answering((200, plain), (200, answer)).ledger().lists()


async def test_what_reading_a_company_costs(company: Company) -> None:
    """Intuit takes ten calls a second: chart, closed days, lists and rules stay below that."""
    await company.turn(**CANADA, multicurrency=True)
    before = len(await company.calls())

    await company.ledger.closed_days()
    await read_company(company.ledger)

    assert len(await company.calls()) - before <= 9


@pytest.mark.parametrize(
    ("dimension", "kind", "name", "made"),
    [
        (CLASS, "", "Wholesale", "Wholesale"),
        (CLASS, "", "Retail:Shops", "Retail:Shops"),
        (LOCATION, "", "Leeds", "Leeds"),
        (NAME, "customer", "Ada", "Ada"),
        (NAME, "vendor", "Paper Co", "Paper Co"),
    ],
)
async def test_one_is_made(
    company: Company, dimension: Dimension, kind: str, name: str, made: str
) -> None:
    """It is answered as the lists show it from then on; the same key makes it once."""
    await company.turn(**LISTS)

    first = await company.ledger.create_item(dimension, name, kind, "key-1")
    again = await company.ledger.create_item(dimension, name, kind, "key-1")

    assert (first.name, first.dimension, first.kind) == (made, dimension, kind)
    assert again == first
    assert [one for one in await company.ledger.lists() if one.name == made] == [first]
    assert dimension.field in company.ledger.capabilities.creates


@pytest.mark.parametrize(
    ("dimension", "kind", "name", "words"),
    [
        (CLASS, "", "Retail", "already exists"),
        (NAME, "vendor", "Ada Byron", "already exists"),
        (CLASS, "", "Nowhere:Shops", "no class called Nowhere"),
        (NAME, "customer", "A:B", "colon"),
        (NAME, "employee", "Ben", "takes no new name"),
        (TAX, "", "HST", "takes no new tax code"),
        (Dimension(Field.TRACKING, "Region"), "", "GB", "takes no new region"),
    ],
)
async def test_what_is_not_made(
    company: Company, dimension: Dimension, kind: str, name: str, words: str
) -> None:
    """A name that is taken, a parent that is not there, and lists that are not added to."""
    await company.turn(**LISTS)

    with pytest.raises(ItemRefused, match=words):
        await company.ledger.create_item(dimension, name, kind, "key-1")


async def test_what_became_of_it_may_be_open() -> None:
    """A server error and no answer say neither that it was made nor that it was refused."""
    for answer in ((500, b""), httpx.ReadTimeout("late"), (200, b"{}")):
        with pytest.raises(LedgerError) as caught:
            await answering(answer).ledger().create_item(CLASS, "Web", "", "key-1")
        assert not isinstance(caught.value, ItemRefused)


async def test_a_consent_that_is_gone_is_told(company: Company) -> None:
    """It is no refusal of the class."""
    await company.turn(connected=False)

    with pytest.raises(AuthorisationLost):
        await company.ledger.create_item(CLASS, "Web", "", "key-1")


async def test_a_rate_with_its_day(company: Company) -> None:
    """The newest up to the day, in the company's own currency for one unit."""
    rates = {"2026-07-01": "0.7315", "2026-07-04": "0.74"}
    await company.turn(multicurrency=True, currencies=[{"name": "CAD", "rates": rates}])

    rate = await company.ledger.rate("CAD", JULY_3)

    assert rate == Rate(Decimal("0.7315"), "QuickBooks", date(2026, 7, 1))
    assert await company.ledger.rate("EUR", JULY_3) is None


async def test_a_company_of_one_currency_has_no_rates(company: Company) -> None:
    """The question is refused, which is no trouble; what passes by itself is."""
    assert await company.ledger.rate("CAD", JULY_3) is None
    assert await answering((200, b'{"ExchangeRate":{}}')).ledger().rate("CAD", JULY_3) is None
    for answer in ((500, b""), (429, b""), (400, fault("10000", "An error has occurred"))):
        with pytest.raises(LedgerError):
            await answering(answer).ledger().rate("CAD", JULY_3)
