"""The form of costs: what it asks, what it says, and that any of it can be sent."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from blocks import names
from blocks.costs_modal import PAGE, REST, CostsForm, costs_modal, read_costs, read_zero, zero_modal
from blocks.costs_sheet import costs_sheet, sheet_name
from blocks.limits import TOTAL
from blocks.timeline import thread_reply
from blocks.validate import checked, checked_view, total
from journal.costs import LastCost, Uncosted
from journal.failure import FailureReason
from journal.incident import Case
from journal.money import Money
from journal.ports import Event
from sandbox.slack.blocks.check import check_message, check_view
from tests.blocks.gallery import of_reason
from tests.blocks.test_any_text import MONSTROUS, QUICK
from tests.build import NOW, a_book, a_case


def a_variant(sku: str = "MUG-BLUE", title: str = "Blue mug", **changes: Any) -> Uncosted:
    """Twelve blue mugs sold, nobody knows at what cost."""
    return Uncosted(
        **{
            "sku": sku,
            "title": title,
            "sold": Decimal(12),
            "entries": 2,
            "currency": "USD",
            **changes,
        }
    )


def case() -> Case:
    """Three entries of Northwind that wait for costs."""
    return of_reason(FailureReason.COST_MISSING)


def drawn(form: CostsForm) -> dict[str, Any]:
    """Return the form as Slack takes it."""
    return check_view(checked_view(costs_modal(form)))


def test_a_field_names_the_variant_and_what_is_known_of_it() -> None:
    """Title, SKU, pieces, and what the same SKU costs elsewhere."""
    last = LastCost(Money(1140, "USD"), "Harbor Coffee", "Etsy", NOW)

    view = drawn(CostsForm(case(), [a_variant(last=last)]))

    field = view["blocks"][2]
    assert field["label"]["text"] == "Blue mug"
    assert field["hint"]["text"] == (
        "MUG-BLUE · 12 sold · last $11.40 at Etsy of Harbor Coffee, Jul 10, 2026"
    )
    assert field["optional"]
    assert field["element"]["placeholder"]["text"] == "$11.40"


def test_one_variant_is_not_asked_about_the_rest() -> None:
    """And nothing is copied where nothing is known."""
    assert "left empty" not in str(drawn(CostsForm(case(), [a_variant()]))["blocks"][3:])
    assert names.COSTS_COPY not in str(drawn(CostsForm(case(), [a_variant()])))


def test_pages_say_where_one_is() -> None:
    """With buttons in the directions that there are."""
    many = [a_variant(f"V{number}") for number in range(2 * PAGE + 1)]

    shown = str(drawn(CostsForm(case(), many, page=1)))

    assert "What one piece costs · page 2 of 3" in shown
    assert names.COSTS_BACK in shown
    assert names.COSTS_NEXT in shown
    assert names.COSTS_NEXT not in str(drawn(CostsForm(case(), many, page=2)))


def test_a_form_whose_last_page_is_gone_shows_what_there_is() -> None:
    """Somebody else filled in the rest meanwhile."""
    assert CostsForm(case(), [a_variant()], page=4).shown == [a_variant()]


@QUICK
@given(st.lists(MONSTROUS.filter(bool), min_size=1, max_size=15, unique=True), MONSTROUS, MONSTROUS)
def test_any_variants_can_be_asked_for(skus: list[str], title: str, name: str) -> None:
    """Whatever stands in SKU, title and names, Slack takes the form, and it is read back."""
    last = LastCost(Money(1, "USD"), name, name, NOW)
    lacking = [a_variant(sku, title, last=last) for sku in skus]
    book = a_book(name=name, slug="northwind")
    form = CostsForm(replace(case(), book=book), lacking, {skus[0]: "4.00", REST: "5"})

    asking = check_view(checked_view(zero_modal("V1", 7, skus)))
    assert read_zero(asking) == (7, "V1")
    assert "<!channel>" not in str(asking["blocks"])
    view = drawn(replace(form, faults={skus[0]: title[:300], REST: "Write less."}))

    assert total(view["blocks"]) <= TOTAL
    assert "<!channel>" not in str(view["blocks"][0])
    inputs = {
        block["block_id"]: {block["element"]["action_id"]: {"value": "7"}}
        for block in view["blocks"]
        if block["type"] == "input"
    }
    sent = read_costs({**view, "state": {"values": inputs}})
    asked = [*skus[:PAGE], *([REST] if len(skus) > 1 else [])]
    assert sent.typed(lacking, {}) == dict.fromkeys(asked, "7")


@QUICK
@given(MONSTROUS)
def test_any_file_can_be_told_of(text: str) -> None:
    """The thread holds whatever a file was called and held."""
    facts = {
        "variants": 2,
        "left": 9,
        "lacking": [text] * 8,
        "file": text or "x",
        "faults": [[3, text]] * 12,
        "more_faults": 3,
        "empty": 1,
        "others": 2,
    }
    events = [
        Event("costs_added", "U0ANA", facts),
        Event("costs_added", None, {"file": "x", "refused": text or "y"}),
    ]

    check_message(checked(thread_reply(events, a_case()).blocks))


def test_the_sheet_is_written_for_the_spreadsheets_of_the_country() -> None:
    """Semicolons where a comma is for cents; nothing in it runs as a formula."""
    lacking = [a_variant("=1+1", "Mug; blue"), a_variant("B", sold=Decimal("2.50"))]
    german = replace(case(), book=a_book(locale="de_DE"))

    assert costs_sheet(german, lacking).splitlines()[1:] == [
        '\'=1+1;"Mug; blue";12;;USD',
        "B;Blue mug;2.5;;USD",
    ]
    assert costs_sheet(case(), lacking).startswith("\ufeffSKU,Title,Sold,Cost,Currency")
    assert sheet_name(case()) == "costs-northwind-INC-7.csv"
