"""Accounts are found as people write them; what could be two is never chosen, and no id guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.books.book import Account
from journal.books.chart import Chart
from journal.books.listing import folded

CLEARING = Account("3", "Clearing", "1300")
SHOPIFY = Account("4", "Clearing:Shopify clearing", "1310")
STORE_79 = Account("106", "Store 79 sales", "79")
ID_79 = Account("79", "Tips payable", "2400")
SALES = Account("5", "Sales", "4000")
OTHER = Account("6", "Other:Fees", "6000")
MORE = Account("7", "Costs:Fees", "6100")
OLD = Account("8", "Old sales", "4900", active=False)
CHART = Chart((CLEARING, SHOPIFY, STORE_79, ID_79, SALES, OTHER, MORE, OLD))


@pytest.mark.parametrize(
    "text",
    [
        "1310",
        "1310 Shopify clearing",
        "1310 · Shopify clearing",
        "1310: Shopify clearing",
        "1310 - Shopify clearing",
        "1310 – Clearing:Shopify clearing",
        "1310 Clearing:Shopify clearing",
        "1300 Clearing:1310 Shopify clearing",
        "1300 · Clearing:1310 · Shopify clearing",
        "Clearing:1310 Shopify clearing",
        "Shopify clearing (1310)",
        "Clearing:Shopify clearing",
        "clearing:shopify  clearing",
        "Clearing : Shopify\u00a0clearing",
        " SHOPIFY CLEARING ",
        "id:4",
        "ID: 4",
    ],
)
def test_one_account_is_found_however_people_write_it(text: str) -> None:
    """By number, full name, leaf name, number and name; spaces, case and colons aside."""
    assert CHART.find(text) is SHOPIFY


def test_a_number_is_never_taken_for_the_id_of_another_account() -> None:
    """An account numbered 79 has another id, and another account has the id 79."""
    assert CHART.find("79") is STORE_79
    assert CHART.find("id:79") is ID_79
    assert CHART.by_id("79") is ID_79
    assert not CHART.fitting("106")


def test_number_before_name_and_full_name_before_leaf() -> None:
    """The first way in which any account fits decides."""
    numbered, named = Account("1", "Tips", "79"), Account("2", "79")
    whole, leaf = Account("3", "Fees"), Account("4", "Costs:Fees")

    assert Chart((named, numbered)).find("79") is numbered
    assert Chart((leaf, whole)).find("fees") is whole


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("Fees", (OTHER, MORE)),
        ("1300 Shopify clearing", (CLEARING, SHOPIFY)),
        ("6000 Sales", (OTHER, SALES)),
        ("1310 Nothing known", ()),
        ("1300 Clearing:4000 Shopify clearing", ()),
        ("Amazon sales", ()),
        ("", ()),
        ("id:", ()),
    ],
)
def test_what_fits_several_or_none_is_not_chosen(text: str, fits: tuple[Account, ...]) -> None:
    """A leaf of two accounts, a number and a name that differ, a number beside a strange name."""
    assert tuple(CHART.fitting(text)) == fits
    assert CHART.find(text) is None


def test_two_accounts_of_one_number_are_asked_about() -> None:
    """Some platforms let a number be given twice; together with the name it is clear."""
    one, other = Account("1", "Sales", "4000"), Account("2", "Tips", "4000")

    assert Chart((one, other)).fitting("4000") == [one, other]
    assert Chart((one, other)).find("4000 Tips") is other


def test_an_active_account_wins_over_an_inactive_namesake() -> None:
    """Wherever it stands; an inactive one alone is found, so that its name is known."""
    old, new = Account("1", "Sales", active=False), Account("2", "Sales")

    assert Chart((old, new)).find("Sales") is Chart((new, old)).find("Sales") is new
    assert CHART.find("old sales") is OLD


def test_an_id_finds_the_account_after_it_is_renumbered() -> None:
    """Xero knows accounts by their codes, which people change, and by ids, which they cannot."""
    was, now = Account("200", "Sales", "200", stable_id="A-1"), Account("200", "Tips", "200")
    renumbered = Account("201", "Sales", "201", stable_id="A-1")

    assert Chart((was,)).by_id("A-1") is was
    assert Chart((now, renumbered)).by_id(was.key) is renumbered


def test_what_stands_beside_a_number_offers_its_account() -> None:
    """The name is unknown, so nothing is found; the number is the likeliest thing meant."""
    assert CHART.alike("1310 Shop till") == [SHOPIFY]
    assert CHART.alike("Shop till") == []


_NAMES = st.text(st.sampled_from("abAB19 :·-()"), min_size=1, max_size=12)
_ACCOUNTS = st.lists(
    st.builds(Account, st.uuids().map(str), _NAMES, st.sampled_from(["", "1", "19", "9"])),
    max_size=6,
    unique_by=lambda one: one.external_id,
)


@given(accounts=_ACCOUNTS, text=_NAMES)
def test_what_is_found_bears_the_written_name_or_number(accounts: list[Account], text: str) -> None:
    """No account comes up that shares neither its number nor its last name with the text."""
    found = Chart(tuple(accounts)).find(text)

    if found is not None:
        leaf = folded(found.name).rpartition(":")[2]
        assert folded(text) == folded(found.number) or leaf in folded(text)
