"""The form that maps accounts: what it shows, and what it holds between its pages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from blocks.forms.account_options import OTHERS, USUAL, account_groups
from blocks.forms.map import PAGE, MapForm, map_modal, mapped_said
from blocks.forms.map_draft import MOST, Draft, account_key, block_of, category_key, read_draft
from blocks.kit import limits, names
from blocks.kit.validate import checked_view
from journal.amounts.money import Money
from journal.books.book import Account, Platform
from journal.books.chart import Chart
from journal.entries.entry import EntryKind, Side
from journal.entries.failure import Failure, FailureReason
from journal.entries.placing import Known
from journal.incidents.gaps import Example, Gap, Gaps, Mapped
from journal.incidents.suggest_accounts import Suggestion
from tests.build import NOW, a_case, an_incident

SALES = Account("98", "Sales:Gift cards", "4010", "Income")
TIPS = Account("97", "Tips payable", "2400", "Other Current Liability")


def a_gap(name: str = "Gift cards", **changes: Any) -> Gap:
    """Three entries bring $4,812.40 to a category."""
    values: dict[str, Any] = {
        "category": ("Shopify", name),
        "side": Side.CREDIT,
        "kind": EntryKind.SALES_SUMMARY,
        "entries": 3,
        "amounts": (Money(481240, "USD"),),
        "example": Example("SHOP-7", date(2026, 7, 7), "Gift card sold", Money(4000, "USD")),
    }
    return Gap(**{**values, **changes})


def a_form(*rows: Gap, draft: Draft | None = None, **changes: Any) -> MapForm:
    """Return a form of these rows, of which each entry lacks them all."""
    known = Known(Platform.QUICKBOOKS, Chart((SALES, TIPS)), {}, {})
    lacks = ((frozenset(row.category for row in rows), 3),)
    gaps = Gaps(a_case(), known, rows, lacks=lacks)
    return MapForm(gaps, draft or Draft(7), **{"suggestions": {}, **changes})


def drawn(form: MapForm) -> dict[str, Any]:
    """Return the view as Slack takes it."""
    return checked_view(map_modal(form))


def fields(view: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the fields of a view."""
    return [block for block in view["blocks"] if block["type"] == "input"]


def test_where_the_platform_names_none_each_says_where_it_goes() -> None:
    """A person has to know what they change, and why all of them stand there."""
    known = Known(Platform.QUICKBOOKS, Chart((SALES, TIPS)), {("Shopify", "Gift cards"): "98"}, {})
    silent = a_case(an_incident(failure=Failure(FailureReason.ACCOUNT_INVALID)))

    view = drawn(MapForm(Gaps(silent, known, (a_gap(),)), Draft(7), {}))

    assert "QuickBooks does not say which of these accounts it refuses." in str(view)
    (field,) = fields(view)
    assert "Goes to 4010 Sales:Gift cards now." in field["hint"]["text"]


def test_a_row_says_how_much_and_shows_a_line() -> None:
    """The sum with its side, the count, and one line; the field is labelled by the category."""
    view = drawn(a_form(a_gap()))

    (field,) = fields(view)
    assert field["label"]["text"] == "Gift cards"
    assert field["hint"]["text"] == (
        "$4,812.40 credit in 3 entries, e.g. SHOP-7: Gift card sold, $40.00."
    )
    assert field["element"]["type"] == "external_select"
    assert field["element"]["min_query_length"] == 0
    assert "3 entries" in view["blocks"][0]["text"]["text"]


def test_a_suggestion_is_filled_in_and_says_why() -> None:
    """With it in the field, the button says what pressing it will do."""
    gap = a_gap()
    view = drawn(a_form(gap, suggestions={gap.category: Suggestion(SALES, "as for Amazon")}))

    (field,) = fields(view)
    assert field["element"]["initial_option"]["value"] == "98"
    assert field["element"]["initial_option"]["text"]["text"] == "4010 Sales:Gift cards"
    assert field["hint"]["text"].endswith("Filled in as for Amazon.")
    assert view["submit"]["text"] == "Map and post 3 entries"


def test_the_button_promises_no_more_than_will_happen() -> None:
    """Nothing chosen, a part, all, and more entries than the button has room for."""
    one, other = a_gap(), a_gap("Tips")
    key = category_key(one.category)

    assert drawn(a_form(one, other))["submit"]["text"] == "Map accounts"
    part = a_form(one, other, draft=Draft(7, chosen={key: account_key("98")}))
    assert drawn(part)["submit"]["text"] == "Map accounts"
    both = {key: account_key("98"), category_key(other.category): account_key("97")}
    assert drawn(a_form(one, other, draft=Draft(7, chosen=both)))["submit"]["text"] == (
        "Map and post 3 entries"
    )


def test_a_choice_that_was_taken_back_stays_empty() -> None:
    """The suggestion does not come back by itself."""
    gap = a_gap()
    draft = Draft(7, chosen={category_key(gap.category): ""})

    view = drawn(a_form(gap, draft=draft, suggestions={gap.category: Suggestion(SALES, "x")}))

    assert "initial_option" not in fields(view)[0]["element"]


def test_what_was_chosen_survives_the_pages() -> None:
    """The state of a page goes into the draft, and comes back out of the next view."""
    rows = [a_gap(f"Category {n:03}") for n in range(100)]
    first = drawn(a_form(*rows))
    assert len(fields(first)) == PAGE
    held = {
        block_of(rows[0].category): {names.MAP_ACCOUNT: {"selected_option": {"value": "98"}}},
        block_of(rows[1].category): {names.MAP_ACCOUNT: {"selected_option": None}},
    }

    draft = read_draft({**first, "state": {"values": held}}).on(6)
    last = drawn(a_form(*rows, draft=draft))

    assert len(fields(last)) == 100 - 6 * PAGE
    assert "Page 7 of 7" in str(last["blocks"])
    back = read_draft(last)
    chosen = back.accounts([row.category for row in rows], [SALES, TIPS])
    assert chosen == {rows[0].category: SALES}
    assert back.chosen[category_key(rows[1].category)] == ""


def test_the_fullest_form_fits_into_a_view() -> None:
    """Long names, long ids, a choice for every category of every page."""
    accounts = tuple(Account("f" * 30 + str(n), f"Account {n} " + "y" * 90) for n in range(MOST))
    rows = [a_gap(f"{n} " + "x" * 300) for n in range(MOST + 5)]
    chosen = {
        category_key(row.category): account_key(account.external_id)
        for row, account in zip(rows, accounts, strict=False)
    }
    form = a_form(*rows, draft=Draft(7, chosen=chosen))
    gaps = Gaps(form.gaps.case, Known(Platform.ZOHO, Chart(accounts), {}, {}), tuple(rows))

    view = drawn(MapForm(gaps, form.draft, {}))

    assert len(view["private_metadata"]) <= limits.PRIVATE_METADATA
    assert "5 more come after these" in str(view["blocks"])


def test_an_account_that_we_put_in_shows_in_its_field() -> None:
    """Slack keeps what a field holds unless the field is another one."""
    gap = a_gap()
    key = category_key(gap.category)
    before = drawn(a_form(gap))
    after = drawn(a_form(gap, draft=read_draft(before).with_put(key, account_key("98"))))

    assert fields(after)[0]["block_id"] != fields(before)[0]["block_id"]
    assert fields(after)[0]["element"]["initial_option"]["value"] == "98"
    assert read_draft(after).chosen[key] == account_key("98")


@pytest.mark.parametrize(
    ("named", "said"), [(("6900 Rounding",), "6900 Rounding"), ((), "Everything here has")]
)
def test_without_a_field_it_says_what_helps(named: tuple[str, ...], said: str) -> None:
    """There is nothing to send in then."""
    form = a_form()
    gaps = Gaps(form.gaps.case, form.gaps.known, (), named)

    view = drawn(MapForm(gaps, form.draft, {}))

    assert "submit" not in view
    assert said in str(view["blocks"])


@pytest.mark.parametrize(("by", "who"), [("U0ANA", "<@U0ANA>"), (None, "Somebody")])
def test_what_was_mapped_meanwhile_is_told(by: str | None, who: str) -> None:
    """By whom, and to which account."""
    mapped = Mapped(("Shopify", "Gift cards"), "98", by, NOW)

    said = mapped_said([mapped], a_form().gaps)

    assert said.startswith(f"{who} mapped Gift cards to 4010 Sales:Gift cards <!date^")


def test_fitting_accounts_come_first_up_to_slacks_limit() -> None:
    """Two groups, 100 options in all; nothing found is an empty list."""
    many = [Account(str(n), f"Account {n}") for n in range(150)]

    groups = account_groups([SALES], many)["option_groups"]

    assert [len(group["options"]) for group in groups] == [1, 99]
    assert [group["label"]["text"] for group in groups] == [USUAL, OTHERS]
    assert (USUAL, OTHERS) == ("Usual for such a line", "Other accounts")
    assert groups[0]["options"][0]["description"]["text"] == "Income"
    assert account_groups([], []) == {"options": []}
