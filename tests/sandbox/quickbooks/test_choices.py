"""The lists of a company: read in the query language, and added to."""

from typing import Any

import pytest

from tests.sandbox.ledger.books import Books
from tests.sandbox.quickbooks.books import fault_of, find

LISTS: dict[str, Any] = {
    "classes": ["Retail", "Retail:Online", {"name": "Old", "active": False}],
    "departments": ["Web warehouse"],
    "customers": ["Faire Wholesale"],
    "vendors": ["CA Tax Agency"],
    "employees": ["Ada Byron"],
}
CANADA: dict[str, Any] = {
    "country": "CA",
    "sales_tax": True,
    "tax_codes": [{"name": "HST ON", "sales": "13", "purchase": "13"}, "Out of Scope"],
}


@pytest.mark.parametrize(
    ("entity", "shown"),
    [
        ("Class", ["Retail", "Retail:Online"]),
        ("Department", ["Web warehouse"]),
        ("Customer", ["Faire Wholesale"]),
        ("Vendor", ["CA Tax Agency"]),
    ],
)
async def test_lists_are_read(books: Books, entity: str, shown: list[str]) -> None:
    """Each by its full name and an Id of its own; inactive ones only where asked for."""
    await books.switch(**LISTS)

    found = await find(books, entity)

    assert [one["FullyQualifiedName"] for one in found] == shown
    assert len({one["Id"] for one in found}) == len(shown)


async def test_inactive_ones_are_found_where_asked_for(books: Books) -> None:
    """As with accounts; an employee has a display name alone."""
    await books.switch(**LISTS)

    assert [one["Name"] for one in await find(books, "Class", "where Active = false")] == ["Old"]
    assert [one["DisplayName"] for one in await find(books, "Employee")] == ["Ada Byron"]


async def test_tax_codes_lead_to_their_rates(books: Books) -> None:
    """Outside the United States a code has a list of rates for sales and one for purchases."""
    await books.switch(**CANADA)

    codes = {one["Name"]: one for one in await find(books, "TaxCode")}
    rates = {one["Id"]: one for one in await find(books, "TaxRate", "where Active = true")}

    (detail,) = codes["HST ON"]["SalesTaxRateList"]["TaxRateDetail"]
    assert rates[detail["TaxRateRef"]["value"]]["RateValue"] == 13
    assert len(rates) == 4


async def test_the_two_codes_of_the_united_states(books: Books) -> None:
    """TAX and NON are there always, and are no groups of rates."""
    codes = await find(books, "TaxCode")

    assert [(one["Id"], one["Taxable"], one["TaxGroup"]) for one in codes] == [
        ("TAX", True, False),
        ("NON", False, False),
    ]
    assert await find(books, "TaxRate") == []


async def test_preferences_tell_what_is_used(books: Books) -> None:
    """Classes by line or transaction, locations, currencies and tax."""
    at_first = (await books.call("GET", "preferences")).json()["Preferences"]
    await books.switch(class_tracking="line", track_departments=True, **CANADA, multicurrency=True)

    shown = (await books.call("GET", "preferences")).json()["Preferences"]

    accounting = shown["AccountingInfoPrefs"]
    assert (accounting["ClassTrackingPerTxnLine"], accounting["TrackDepartments"]) == (True, True)
    assert accounting["ClassTrackingPerTxn"] is False
    assert shown["CurrencyPrefs"]["MultiCurrencyEnabled"] is True
    assert shown["TaxPrefs"] == {"UsingSalesTax": True}
    assert at_first["AccountingInfoPrefs"]["ClassTrackingPerTxnLine"] is False
    assert at_first["TaxPrefs"] == {"UsingSalesTax": False}
    info = await books.call("GET", f"companyinfo/{books.realm}")
    assert info.json()["CompanyInfo"]["Country"] == "CA"


@pytest.mark.parametrize(
    ("kind", "body", "name"),
    [
        ("Class", {"Name": "Online"}, "Online"),
        ("Department", {"Name": "Leeds"}, "Leeds"),
        ("Customer", {"DisplayName": "Ada"}, "Ada"),
        ("Vendor", {"DisplayName": "Paper Co"}, "Paper Co"),
    ],
)
async def test_one_is_made(books: Books, kind: str, body: dict[str, str], name: str) -> None:
    """It is answered with its Id, and found from then on; a second of its name is refused."""
    made = (await books.call("POST", kind.lower(), json=body)).json()[kind]
    again = await books.call("POST", kind.lower(), json=body)

    assert [one["Id"] for one in await find(books, kind)] == [made["Id"]]
    assert made["FullyQualifiedName"] == name
    assert fault_of(again)[:2] == (400, "6240")


async def test_one_is_made_under_another(books: Books) -> None:
    """Its full name has that of its parent; a parent that is not there is named."""
    await books.switch(classes=[{"name": "Retail", "id": "7"}])
    body = {"Name": "Online", "ParentRef": {"value": "7"}, "SubClass": True}

    made = await books.call("POST", "class", json=body)
    lost = await books.call("POST", "class", json={**body, "ParentRef": {"value": "8"}})

    assert made.json()["Class"]["FullyQualifiedName"] == "Retail:Online"
    assert fault_of(lost)[:2] == (400, "2500")


async def test_customers_and_vendors_share_their_names(books: Books) -> None:
    """A display name is there once among customers, vendors and employees."""
    await books.switch(**LISTS)

    refused = await books.call("POST", "vendor", json={"DisplayName": "Ada Byron"})

    assert fault_of(refused)[:2] == (400, "6240")
    assert "employee" in fault_of(refused)[2]


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("class", {}, "2020"),
        ("customer", {"DisplayName": " "}, "2020"),
        ("class", {"Name": "A:B"}, "2010"),
        ("class", {"Name": "x" * 101}, "2050"),
        ("department", {"Name": "Leeds", "Colour": "red"}, "2010"),
    ],
)
async def test_what_is_no_name_is_refused(
    books: Books, kind: str, body: dict[str, str], code: str
) -> None:
    """Nothing, spaces, a colon, too much of it, and fields that nobody knows."""
    assert fault_of(await books.call("POST", kind, json=body))[1] == code


@pytest.mark.parametrize(
    ("day", "rate", "of"),
    [("2026-07-03", 0.73, "2026-07-01"), ("2026-07-05", 0.74, "2026-07-05")],
)
async def test_a_rate_is_told(books: Books, day: str, rate: float, of: str) -> None:
    """The newest up to the day that is asked for, with its own day."""
    rates = {"2026-07-01": "0.73", "2026-07-05": "0.74"}
    await books.switch(multicurrency=True, currencies=[{"name": "CAD", "rates": rates}])

    answer = await _rate(books, "CAD", day)

    told = answer.json()["ExchangeRate"]
    assert (told["Rate"], told["AsOfDate"], told["TargetCurrencyCode"]) == (rate, of, "USD")
    assert [one["Code"] for one in await find(books, "CompanyCurrency")] == ["CAD"]


async def test_rates_that_are_not_there(books: Books) -> None:
    """Before several currencies are kept, of one that is not used, before its first day."""
    rates = {"currencies": [{"name": "CAD", "rates": {"2026-07-01": "0.73"}}]}

    off = await _rate(books, "CAD", "2026-07-03")
    await books.switch(multicurrency=True, **rates)
    others = [await _rate(books, *one) for one in (("EUR", "2026-07-03"), ("CAD", "2026-06-30"))]

    assert fault_of(off)[1] == "6000"
    assert [fault_of(one)[1] for one in others] == ["610", "610"]
    assert fault_of(await _rate(books, "CAD", "July"))[1] == "2010"


async def _rate(books: Books, currency: str, day: str) -> Any:
    query = {"sourcecurrencycode": currency, "asofdate": day}
    return await books.call("GET", "exchangerate", params=query)
