"""What lines carry beside their account: kept, shown, taxed and refused as QuickBooks does."""

from typing import Any

import pytest

from tests.sandbox.ledger.books import Books, Json
from tests.sandbox.quickbooks.books import a_line, an_entry, fault_of, find, post
from tests.sandbox.quickbooks.test_choices import CANADA

GONE = {"active": False}
LISTS: dict[str, Any] = {
    "classes": [{"name": "Web", "id": "1"}, {"name": "Old", "id": "2", **GONE}],
    "departments": [{"name": "Leeds", "id": "3"}],
    "customers": [{"name": "Ada", "id": "4"}, {"name": "Bea", "id": "5", **GONE}],
    "vendors": [{"name": "Paper Co", "id": "6"}],
}


def a_name(kind: str, its_id: str) -> Json:
    """Return the name of a line."""
    return {"Type": kind, "EntityRef": {"value": its_id}}


def entry_with(account: str = "79", **detail: Any) -> Json:
    """Return an entry whose credit line has more."""
    return an_entry(Line=[a_line("Debit", "35"), a_line("Credit", account, **detail)])


@pytest.mark.parametrize(
    ("account", "detail", "code", "words"),
    [
        ("79", {"ClassRef": {"value": "9"}}, "2500", "Classes element id 9 not found"),
        ("79", {"DepartmentRef": {"value": "9"}}, "2500", "Departments element id 9 not found"),
        ("79", {"TaxCodeRef": {"value": "9"}}, "2500", "TaxCodes element id 9 not found"),
        ("79", {"Entity": a_name("Customer", "6")}, "2500", "Names element id 6 not found"),
        ("79", {"ClassRef": {"value": "2"}}, "610", "has been made inactive"),
        ("79", {"Entity": a_name("Customer", "5")}, "610", "has been made inactive"),
        ("84", {}, "6000", "you must choose a customer"),
        ("84", {"Entity": a_name("Vendor", "6")}, "6000", "you must choose a customer"),
        ("33", {"Entity": a_name("Customer", "4")}, "6000", "you must choose a vendor"),
    ],
)
async def test_what_is_unknown_inactive_or_wrong(
    books: Books, account: str, detail: Json, code: str, words: str
) -> None:
    """In QuickBooks' words, with the name of the reference, and nothing is stored."""
    await books.switch(**LISTS)

    answer = await post(books, entry_with(account, **detail))

    assert fault_of(answer)[:2] == (400, code)
    assert words in fault_of(answer)[2]
    element = answer.json()["Fault"]["Error"][0]["element"]
    assert element == {"2500": next(iter(detail), "").replace("Entity", "EntityRef")}.get(code, "")
    assert (await books.state())["entries"] == []


@pytest.mark.parametrize(
    ("required", "word", "ref"),
    [
        ("class_required", "class", {"ClassRef": {"value": "1"}}),
        ("location_required", "location", {"DepartmentRef": {"value": "3"}}),
    ],
)
async def test_what_the_company_demands(books: Books, required: str, word: str, ref: Json) -> None:
    """Refused while any line has none."""
    await books.switch(**LISTS, **{required: True})
    whole = an_entry(Line=[a_line("Debit", "35", **ref), a_line("Credit", **ref)])

    refused = await post(books, entry_with(**ref))

    assert f"select a {word}" in fault_of(refused)[2]
    assert (await post(books, whole)).status_code == 200


async def test_a_name_is_shown_as_it_is_called_now(books: Books) -> None:
    """References come back with their names, but a tax code with its id alone."""
    await books.switch(**LISTS)
    refs = {"ClassRef": {"value": "1"}, "DepartmentRef": {"value": "3"}}
    sent = entry_with("33", **refs, Entity=a_name("Vendor", "6"), TaxCodeRef={"value": "NON"})

    shown = (await post(books, sent)).json()["JournalEntry"]

    detail = shown["Line"][1]["JournalEntryLineDetail"]
    assert detail["ClassRef"]["name"] == "Web"
    assert detail["DepartmentRef"]["name"] == "Leeds"
    assert detail["Entity"]["EntityRef"]["name"] == "Paper Co"
    assert detail["TaxCodeRef"] == {"value": "NON"}
    assert (await find(books, "JournalEntry"))[0]["Line"] == shown["Line"]


async def _canadian(books: Books) -> dict[str, str]:
    await books.switch(**CANADA)
    return {one["Name"]: one["Id"] for one in await find(books, "TaxCode")}


def _taxed(code: str, **more: Any) -> Json:
    return {"TaxCodeRef": {"value": code}, "TaxApplicableOn": "Sales", **more}


async def test_tax_comes_on_top_of_amounts(books: Books) -> None:
    """Debits and credits are judged with it, and what it comes to is shown by rate."""
    codes = await _canadian(books)
    credit = a_line("Credit", amount="1428.26", **_taxed(codes["HST ON"]))

    def paid(amount: str) -> Json:
        debit = a_line("Debit", "35", amount=amount, **_taxed(codes["Out of Scope"]))
        return an_entry(Line=[debit, credit], GlobalTaxCalculation="TaxExcluded")

    refused = await post(books, paid("1428.26"))
    shown = (await post(books, paid("1613.93"))).json()["JournalEntry"]

    assert "credits are 1613.93" in fault_of(refused)[2]
    assert shown["Line"][1]["Amount"] == 1428.26
    assert shown["Line"][1]["JournalEntryLineDetail"]["TaxAmount"] == 185.67
    assert shown["TxnTaxDetail"]["TotalTax"] == -185.67
    assert shown["GlobalTaxCalculation"] == "TaxExcluded"


async def test_amounts_with_tax_are_told_beside(books: Books) -> None:
    """The amount of a line is before tax; the whole has to be that and its tax."""
    codes = await _canadian(books)

    def sold(whole: str) -> Json:
        debit = a_line("Debit", "35", amount="113", **_taxed(codes["Out of Scope"]))
        tax = {"TaxAmount": "13", "TaxInclusiveAmt": whole}
        credit = a_line("Credit", amount="100", **_taxed(codes["HST ON"], **tax))
        return an_entry(Line=[debit, credit], GlobalTaxCalculation="TaxInclusive")

    refused = await post(books, sold("112"))
    shown = (await post(books, sold("113"))).json()["JournalEntry"]

    assert fault_of(refused)[1] == "6000"
    assert shown["Line"][1]["JournalEntryLineDetail"]["TaxInclusiveAmt"] == 113


@pytest.mark.parametrize(("country", "tax"), [("CA", "GST/HST"), ("GB", "VAT"), ("AU", "GST")])
async def test_a_company_that_keeps_tax_wants_a_code(books: Books, country: str, tax: str) -> None:
    """On each line, and whether it is of sales or purchases."""
    codes = await _canadian(books)
    await books.switch(country=country)

    bare = await post(books, an_entry())
    half = await post(books, entry_with(TaxCodeRef={"value": codes["HST ON"]}))

    assert f"have a {tax} rate" in fault_of(bare)[2]
    assert f"have a {tax} rate" in fault_of(half)[2]
    lines = [a_line(side, TaxCodeRef={"value": codes["HST ON"]}) for side in ("Debit", "Credit")]
    assert fault_of(await post(books, an_entry(Line=lines)))[1] == "2020"


async def test_the_united_states_add_no_tax(books: Books) -> None:
    """Their codes say whether a line is taxable, and change no amount."""
    await books.switch(sales_tax=True)

    answer = await post(books, entry_with(**_taxed("TAX")))

    assert answer.status_code == 200
    assert "TxnTaxDetail" not in answer.json()["JournalEntry"]


async def test_a_currency_of_the_list_has_its_rate(books: Books) -> None:
    """The company's own rate of the day stands where none was sent; others are refused."""
    used = [{"name": "CAD", "rates": {"2026-07-01": "0.73"}}]
    await books.switch(multicurrency=True, currencies=used)

    own = await post(books, an_entry(CurrencyRef={"value": "CAD"}))
    sent = await post(books, an_entry("JF-2", CurrencyRef={"value": "CAD"}, ExchangeRate=0.7315))
    other = await post(books, an_entry("JF-3", CurrencyRef={"value": "EUR"}))

    assert own.json()["JournalEntry"]["ExchangeRate"] == 0.73
    assert sent.json()["JournalEntry"]["ExchangeRate"] == 0.7315
    assert "Invalid currency EUR" in fault_of(other)[2]


async def test_people_there_are_refused_alike(books: Books) -> None:
    """A class that the company has not cannot be chosen by hand either."""
    line = {"side": "debit", "amount": "5", "account": "35"}
    lines = [{**line, "own": {"ClassRef": {"value": "9"}}}, {**line, "side": "credit"}]

    answer = await books.hand("/entries", {"date": "2026-07-07", "lines": lines})

    assert answer.status_code == 400
    assert "Classes element id 9" in answer.json()["error"]
