"""The tax on manual journals: its rates, where it stands, and that a journal balances with it."""

from typing import Any

import pytest

from tests.connectors.xero.openapi import PATH, described
from tests.sandbox.ledger.books import Books, Json
from tests.sandbox.xero.books import a_journal, journals, messages_of, post

Line = tuple[str, float, str]
NO_VAT = ("1300", 120.00, "NONE")


async def british(books: Books) -> Books:
    """Open an organisation in the United Kingdom."""
    return await books.another("Harbor Goods Ltd", currency="GBP")


def taxed(*lines: Line, amounts: str = "Exclusive", **more: Any) -> Json:
    """Return a journal of lines with types of tax."""
    sent = [
        {"AccountCode": a, "LineAmount": b, **({"TaxType": c} if c else {})} for a, b, c in lines
    ]
    return a_journal(JournalLines=sent, LineAmountTypes=amounts, **more)


async def refusals(books: Books, *lines: Line, amounts: str = "Exclusive") -> list[str]:
    """Return what is said against a journal of these lines; nothing: it is stored."""
    answer = await post(books, taxed(*lines, amounts=amounts))
    return messages_of(answer) if answer.status_code == 400 else []


async def test_tax_comes_on_top(books: Books) -> None:
    """Where amounts are without tax, it is added on each line and the sums balance with it."""
    books = await british(books)

    assert await refusals(books, NO_VAT, ("4000", -100, "OUTPUT2")) == []

    (shown,) = await journals(books)
    assert shown["LineAmountTypes"] == "Exclusive"
    assert [one["LineAmount"] for one in shown["JournalLines"]] == [120, -100]
    assert [one["TaxAmount"] for one in shown["JournalLines"]] == [0, -20]
    assert [one["TaxType"] for one in shown["JournalLines"]] == ["NONE", "OUTPUT2"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (
            [("1300", 100, "NONE"), ("4000", -100, "OUTPUT2")],
            "(100.00) must equal total credits (-120.00)",
        ),
        ([NO_VAT, ("4000", -100, "OUTPUT9")], "The TaxType code OUTPUT9 does not exist"),
        ([NO_VAT, ("4000", -100, "INPUT2")], "'INPUT2' cannot be used with account code '4000'"),
        ([("6000", 100, "OUTPUT2"), ("1300", -120, "NONE")], "with account code '6000'"),
    ],
    ids=["balances only without tax", "no such rate", "bought not sold", "sold not bought"],
)
async def test_what_is_wrong_with_tax(books: Books, lines: list[Line], words: str) -> None:
    """It is said in Xero's words, and nothing is stored."""
    books = await british(books)

    assert words in "; ".join(await refusals(books, *lines))
    assert await journals(books) == []


async def test_tax_is_taken_out(books: Books) -> None:
    """Where amounts are with tax they balance as they are, and the tax of each is shown."""
    books = await books.another(currency="AUD")
    lines = [("1300", 1527.71, "BASEXCLUDED"), ("4000", -1527.71, "OUTPUT")]

    assert await refusals(books, *lines, amounts="Inclusive") == []

    (shown,) = await journals(books)
    assert [float(one["TaxAmount"]) for one in shown["JournalLines"]] == [0, -138.88]


@pytest.mark.parametrize(
    ("amount", "tax"), [("25.06", "3.76"), ("25.61", "3.84"), ("25.63", "3.84"), ("0.10", "0.02")]
)
async def test_each_line_is_rounded(books: Books, amount: str, tax: str) -> None:
    """To two places by itself, as in the example of Xero's guide; half a cent goes up."""
    books = await books.another(currency="NZD")
    gross = round(float(amount) + float(tax), 2)

    lines = [("1300", gross, "NONE"), ("4000", -float(amount), "OUTPUT2")]

    assert await refusals(books, *lines) == []


async def test_tax_that_is_sent_counts(books: Books) -> None:
    """An amount of tax beside its type is not worked out again."""
    books = await british(books)
    journal = taxed(("1300", 119.99, "NONE"), ("4000", -100, "OUTPUT2"))
    journal["JournalLines"][1]["TaxAmount"] = -19.99

    assert (await post(books, journal)).status_code == 200
    (shown,) = await journals(books)
    assert float(shown["JournalLines"][1]["TaxAmount"]) == -19.99


async def test_a_line_without_a_type_has_its_accounts(books: Books) -> None:
    """Sales are taxed as sales are there, whatever the caller had in mind."""
    books = await british(books)

    assert "(-120.00)" in (await refusals(books, ("1300", 100, ""), ("4000", -100, "")))[0]
    assert await refusals(books, ("1300", 120, ""), ("4000", -100, "")) == []


async def test_a_journal_without_tax_has_none(books: Books) -> None:
    """A type that is sent with it is put aside; what Australia shows is its own word."""
    for currency, shown_as in (("GBP", "NONE"), ("AUD", "BASEXCLUDED")):
        there = await books.another(currency=currency)
        kind = "OUTPUT2" if currency == "GBP" else "OUTPUT"

        assert await refusals(there, ("1300", 5, ""), ("4000", -5, kind), amounts="NoTax") == []
        assert (
            "OUTPUT9"
            in (await refusals(there, ("1300", 5, ""), ("4000", -5, "OUTPUT9"), amounts="NoTax"))[0]
        )

        (shown,) = await journals(there)
        assert {one["TaxType"] for one in shown["JournalLines"]} == {shown_as}
        assert {one["TaxAmount"] for one in shown["JournalLines"]} == {0}


async def test_rates_are_listed(books: Books) -> None:
    """Those of the country, and those of its own over them; an archived one cannot be used."""
    books = await british(books)
    own = [
        {"type": "TAX001", "name": "Margin scheme", "percent": "16.67"},
        {"type": "RROUTPUT", "name": "5% (old)", "percent": "5", "active": False},
    ]
    await books.switch(tax_rates=own)

    listed = {
        one["TaxType"]: (one["Name"], float(one["EffectiveRate"]), one["Status"])
        for one in (await books.call("GET", "TaxRates")).json()["TaxRates"]
    }

    assert listed["OUTPUT2"] == ("20% (VAT on Income)", 20, "ACTIVE")
    assert listed["TAX001"] == ("Margin scheme", 16.67, "ACTIVE")
    assert listed["RROUTPUT"] == ("5% (old)", 5, "ARCHIVED")
    assert "RROUTPUT" in (await refusals(books, NO_VAT, ("4000", -100, "RROUTPUT")))[0]


async def test_someone_changes_a_taxed_journal_by_hand(books: Books) -> None:
    """It balances with its tax there as well."""
    books = await british(books)
    await post(books, taxed(NO_VAT, ("4000", -100, "OUTPUT2")))
    (before,) = await journals(books)
    accounts = [one["AccountID"] for one in before["JournalLines"]]
    vat = {"TaxType": "OUTPUT2"}

    async def turned(debit: str) -> int:
        lines = [
            {"side": "debit", "amount": debit, "account": accounts[0]},
            {"side": "credit", "amount": "50", "account": accounts[1], "own": vat},
        ]
        what = f"/entries/{before['ManualJournalID']}"
        return (await books.hand(what, {"lines": lines})).status_code

    assert await turned("50") == 400
    assert await turned("60") == 200


@pytest.mark.skipif(not PATH.exists(), reason="Xero's OpenAPI document is not beside the project")
@pytest.mark.parametrize("name", ["TaxRates", "Currencies", "TrackingCategories", "ManualJournals"])
async def test_answers_are_as_described(books: Books, name: str) -> None:
    """Xero's own OpenAPI document knows every field that is shown."""
    books = await british(books)
    await books.switch(tracking=[{"name": "Region", "options": ["GB", "IE"]}], currencies=["EUR"])
    lines = taxed(NO_VAT, ("4000", -100, "OUTPUT2"))
    lines["JournalLines"][0]["Tracking"] = [{"Name": "Region", "Option": "GB"}]
    await post(books, lines)

    answer = (await books.call("GET", name, params={"page": "1"})).json()

    assert answer[name]
    assert described().complaints(name, {name: answer[name]}) == []
