"""One entry as JSON."""

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.intake.entry_json import EntryJson, LineJson, entry_of, read_entry
from connectors.intake.exact_json import loads_exact
from journal.amounts.money import Money
from journal.books.lists import NameKind
from journal.entries.coding import Coding, TaxOn
from journal.entries.entry import MAX_LINES, EntryKind, Side
from journal.errors import BadInput, Unbalanced
from tests.connectors.intake.build import entry_json


def lines(**changes: Any) -> list[dict[str, Any]]:
    """Two lines that balance, the first one changed."""
    debit = {"side": "debit", "account": "1310", "amount": "12.50"} | changes
    return [debit, {"side": "credit", "category": "Sales", "amount": "12.50"}]


def test_a_whole_entry() -> None:
    """Every field arrives where the rules look for it."""
    entry = read_entry(entry_json(currency="eur", description="A day", revision=3), "USD")

    assert entry.reference == "SHOP-1"
    assert entry.date == date(2026, 7, 13)
    assert entry.sales_channel == "Shopify"
    assert entry.kind is EntryKind.SALES_SUMMARY
    assert (entry.currency, entry.revision, entry.description) == ("EUR", 3, "A day")
    assert entry.lines[0].side is Side.DEBIT
    assert entry.lines[0].account == "1310"
    assert entry.lines[0].category is None
    assert entry.lines[1].amount == Money(1250, "EUR")


def test_what_may_be_left_out() -> None:
    """The currency is the book's, the revision the first, and channels are spelled one way."""
    entry = read_entry(entry_json(sales_channel="shopify"), "CAD")
    assert (entry.currency, entry.revision, entry.sales_channel) == ("CAD", 1, "Shopify")


def test_cost_lines_have_pieces_instead_of_amounts() -> None:
    """A line of a variant carries its SKU, title and quantity."""
    pieces = [
        {"side": side, "category": category, "sku": "MUG", "title": "Mug", "quantity": 3}
        for side, category in (("debit", "Cost of goods sold"), ("credit", "Inventory"))
    ]
    line = read_entry(entry_json(lines=pieces), "USD").lines[0]
    assert (line.amount, line.sku, line.title, line.quantity) == (None, "MUG", "Mug", Decimal(3))


def test_numbers_never_pass_through_floats() -> None:
    """A JSON number with more figures than a float holds arrives exactly."""
    raw = entry_json(lines=lines()).replace('"12.50"', "1234567890123.45")
    assert read_entry(raw, "USD").lines[0].amount == Money(123456789012345, "USD")


def test_a_float_is_refused() -> None:
    """Anyone who reads JSON with floats is told, instead of posting a rounded amount."""
    with pytest.raises(BadInput, match='line 1: "amount" came through a float'):
        entry_of(json.loads(entry_json(lines=lines(amount=12.5))), "USD")


@given(st.integers(0, 10**15))
def test_amounts_are_exact_as_text_and_as_number(minor: int) -> None:
    """Both ways of writing an amount give the same cents."""
    money = Money(minor, "USD")
    as_text = entry_json(lines=[line | {"amount": str(money.decimal)} for line in lines()])
    as_number = as_text.replace(f'"{money.decimal}"', str(money.decimal))
    assert read_entry(as_text, "USD").total == money
    assert read_entry(as_number, "USD").total == money


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"refrence": "X"}, 'the field "refrence" is not known; did you mean "reference"'),
        ({"zzz": 1}, 'the field "zzz" is not known; the fields are reference, date'),
        ({"reference": None}, '"reference" is missing; add it'),
        ({"reference": 7}, '"reference" must be text; it is "7"'),
        ({"reference": " "}, "the reference must have 1 to 100 characters"),
        ({"date": "13/7/2026"}, '"date" must be a date such as 2026-07-31; it is "13/7/2026"'),
        ({"date": 20260713}, '"date" must be a date such as'),
        ({"date": "2026-02-30"}, '"date" "2026-02-30" names a day that does not exist'),
        ({"kind": "sales summary"}, 'it is "sales summary"; did you mean "sales_summary"?'),
        ({"currency": "dollars"}, '"dollars" is not a currency code'),
        ({"revision": 0}, '"revision" counts from 1'),
        ({"revision": "2"}, '"revision" must be a whole number; it is "2"'),
        ({"revision": 2**40}, '"revision" is too large'),
        ({"sales_channel": ""}, "the sales channel is missing"),
        ({"lines": {}}, '"lines" must be a list of lines'),
        ({"lines": []}, "an entry has 2 to 1000 lines; this one has 0"),
        ({"lines": [1, 2]}, 'line 1: it must be an object {...}; it is "1"'),
        ({"lines": lines() * MAX_LINES}, "has more than 1000 lines; split the entry"),
        ({"lines": lines(side="dr")}, 'line 1: "side" must be debit or credit; it is "dr"'),
        ({"lines": lines(amout="1")}, 'line 1: the field "amout" is not known; did you mean'),
        ({"lines": lines(amount="1,250")}, 'line 1: "amount" must be a decimal number'),
        ({"lines": lines(amount=True)}, 'line 1: "amount" must be a decimal number'),
        ({"lines": lines(amount="NaN")}, 'line 1: "amount" must be a decimal number'),
        ({"lines": lines(amount="12.505")}, "line 1: 12.505 has more decimal places than USD"),
        ({"lines": lines(amount="-12.50")}, "line 1 is negative; put it on the other side"),
        ({"lines": lines(amount="1" * 18)}, "line 1: .* is not an amount that can be posted"),
        ({"lines": lines(amount="1" * 19)}, 'line 1: "amount" may have 18 digits before the point'),
        ({"lines": lines(account="")}, "line 1 must name either a category or an account"),
        ({"lines": lines(amount=None)}, "line 1 has no amount, so it needs a SKU and a quantity"),
        ({"lines": lines(description="x" * 4001)}, "is longer than 4000 characters"),
        ({"lines": lines(description="a\0b")}, "a character that cannot be stored"),
        ({"description": "\ud800"}, "a character that cannot be stored"),
    ],
)
def test_faults_name_the_field_and_say_what_to_do(changes: dict[str, Any], cause: str) -> None:
    """Each fault is a sentence about the field that is wrong."""
    with pytest.raises(BadInput) as caught:
        read_entry(entry_json(**changes), "USD")
    assert _found(cause, str(caught.value)), str(caught.value)


def _found(cause: str, text: str) -> bool:
    parts = cause.split(".*")
    return all(part in text for part in parts)


def test_unbalanced_entries_say_by_how_much() -> None:
    """The difference stands in the error."""
    with pytest.raises(Unbalanced, match=r"differ by 2\.50 USD"):
        read_entry(entry_json(lines=lines(amount="10.00")), "USD")


def test_many_faults_are_told_together() -> None:
    """Five are told, the others counted, so that nobody repairs them one upload at a time."""
    wrong = [{"side": "dr", "amount": "x", "account": "1"} for _ in range(4)]
    with pytest.raises(BadInput, match=r"line 1: .*; line 1: .*; line 3: .*; and 3 more$"):
        read_entry(entry_json(lines=wrong), "USD")


@pytest.mark.parametrize(
    ("raw", "cause"),
    [
        ('{"a": 1', "it is not JSON: Expecting ',' delimiter at character 8"),
        ("nothing", "it is not JSON"),
        (b"\xff\xfe\xfd", "it is not UTF-8 text"),
        ('{"a": NaN}', "NaN is not an amount"),
        ('{"a": 1, "a": 2}', 'the field "a" is given twice; keep one'),
        ('{"a": ' + "9" * 5000 + "}", "a number that is too long"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": 1e99999999999999999999}', "a number that is too long"),
    ],
)
def test_what_is_no_json(raw: str | bytes, cause: str) -> None:
    """Text that cannot be read exactly is refused with its place or its cause."""
    with pytest.raises(BadInput) as caught:
        loads_exact(raw)
    assert cause in str(caught.value)


def test_amounts_out_of_all_measure_are_refused() -> None:
    """An exponent that would fill the memory is only a bad amount."""
    raw = entry_json(lines=lines()).replace('"12.50"', "1e999999")
    with pytest.raises(BadInput, match="must be a decimal number"):
        read_entry(raw, "USD")


@pytest.mark.parametrize("value", [None, [], "text", 7])
def test_other_json_is_no_entry(value: object) -> None:
    """An entry is an object."""
    with pytest.raises(BadInput, match="the entry must be an object"):
        entry_of(value, "USD")


def test_the_schema_offers_text_and_numbers() -> None:
    """The API's documentation says how amounts may be written."""
    schema = EntryJson.model_json_schema()
    amount = schema["$defs"]["LineJson"]["properties"]["amount"]
    kinds = json.dumps(amount)
    assert '"number"' in kinds
    assert '"string"' in kinds
    assert schema["properties"]["date"]["format"] == "date"


def test_an_account_is_named_or_known_by_its_id() -> None:
    """The platform has ids of its own, in a field of their own; a line does not name both."""
    ten = {"side": "debit", "amount": "10.00"}

    by_id = LineJson.model_validate({**ten, "account_id": " 79 "}).to_line("USD")
    by_name = LineJson.model_validate({**ten, "account": "79"}).to_line("USD")

    assert (by_id.account, by_name.account) == ("id:79", "79")
    with pytest.raises(BadInput, match="leave one of them out"):
        LineJson.model_validate({**ten, "account": "79", "account_id": "79"}).to_line("USD")


def test_a_number_is_read() -> None:
    """The caller's own journal number, without space around it."""
    entry = read_entry(entry_json(number=" SJ-114 "), "USD")

    assert entry.number == "SJ-114"


def test_a_line_says_all_that_a_real_entry_carries() -> None:
    """Class, location, tracking, name with its kind, tax code and amount; the head its own."""
    whole = {"class": "Online", "location": "Web", "tracking": {"Region": "GB"}, "vendor": "Faire"}
    whole |= {"tax_code": "HST ON", "tax_amount": "1.30", "project": "Fair"}
    coded = [
        {"side": "credit", "category": "Sales", "amount": "10.00", **whole},
        {"side": "debit", "category": "Clearing", "amount": "11.30"},
    ]
    head = {"exchange_rate": "0.7315", "adjusting": True, "reverse_on": "2026-08-01"}
    entry = read_entry(entry_json(lines=coded, currency="CAD", **head), "USD")

    coding = Coding(
        "Online", "Web", (("Region", "GB"),), "Faire", NameKind.VENDOR, "HST ON", "Fair"
    )
    assert entry.lines[0].coding == coding
    assert entry.lines[0].tax_amount == Money(130, "CAD")
    assert (entry.amounts, entry.exchange_rate) == (TaxOn.EXCLUSIVE, Decimal("0.7315"))
    assert (entry.adjusting, entry.reverse_on) == (True, date(2026, 8, 1))


def test_what_is_said_of_all_lines_fills_the_gaps() -> None:
    """Class, location and tracking of the entry; a line's own word wins."""
    coded = [
        {"side": "credit", "category": "Sales", "amount": "10.00", "class": "Stores"},
        {"side": "debit", "category": "Clearing", "amount": "10.00"},
    ]
    head = {"class": "Online", "tracking": {"Region": "GB"}}
    entry = read_entry(entry_json(lines=coded, **head), "USD")

    assert [line.coding.class_name for line in entry.lines] == ["Stores", "Online"]
    assert {line.coding.tracking for line in entry.lines} == {(("Region", "GB"),)}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"exchange_rate": "0"}, "exchange rate must be above 0"),
        ({"exchange_rate": "abc"}, "must be a decimal number"),
        ({"reverse_on": "2026-07-13"}, "must be after the entry's date"),
        ({"adjusting": "yes"}, "adjusting"),
        ({"amounts": "gross"}, "must be no_tax or exclusive or inclusive"),
    ],
)
def test_a_head_that_cannot_be_is_refused(changes: dict[str, Any], said: str) -> None:
    """One sentence that names the field."""
    with pytest.raises(BadInput, match=re.escape(said)):
        read_entry(entry_json(**changes), "USD")


def test_a_line_has_one_name() -> None:
    """A customer and a vendor on one line cannot both be meant."""
    line = {"side": "credit", "category": "Sales", "amount": "1", "customer": "A", "vendor": "B"}
    with pytest.raises(BadInput, match="line 1: it has two names"):
        read_entry(entry_json(lines=[line, {**line, "side": "debit"}]), "USD")
