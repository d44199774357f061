"""The form of costs: what it asks, what it says, and that any of it can be sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks.forms.cost_reading import read_form
from blocks.forms.costs import PAGE, REST, CostsForm, costs_modal, read_costs
from blocks.forms.costs_seen import CHANGED, SeenCosts, had_one, read_seen, seen_modal
from blocks.forms.costs_sheet import costs_sheet, sheet_name
from blocks.kit import names
from blocks.kit.limits import TOTAL
from blocks.kit.validate import checked, checked_view, total
from blocks.timeline import thread_reply
from journal.amounts.money import Money
from journal.entries.costs import LastCost, Uncosted
from journal.entries.failure import FailureReason
from journal.incidents.cost_preview import Portion, Uncounted, preview
from journal.incidents.incident import Case
from sandbox.slack.blocks.check import check_message, check_view
from tests.blocks.gallery import of_reason
from tests.blocks.test_any_text import FEWER, MONSTROUS
from tests.build import NOW, a_book, a_case, an_event


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


def waiting(lacking: Sequence[Uncosted]) -> list[Uncounted]:
    """Return an entry for each variant that waits for its cost alone."""
    return [
        Uncounted(number, Money(0, one.currency), (Portion(one.sku, one.title, one.sold),))
        for number, one in enumerate(lacking)
    ]


def seen(form: CostsForm, **more: Any) -> SeenCosts:
    """Return the second step of a form."""
    read = read_form(form)
    return SeenCosts(form, "V1", read, preview(waiting(form.lacking), read.costs), **more)


def second(form: CostsForm, **more: Any) -> dict[str, Any]:
    """Return the second step as Slack takes it."""
    return check_view(checked_view(seen_modal(seen(form, **more))))


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


def test_several_variants_can_have_one_cost() -> None:
    """The last field is for all that is left empty, on every page."""
    view = drawn(CostsForm(case(), [a_variant(), a_variant("POT")]))

    assert view["blocks"][4]["block_id"] == names.REST_BLOCK
    assert view["blocks"][4]["label"]["text"] == "One cost for all that is left empty"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a lot", "“a lot” is not an amount in USD. Write what one piece costs, as $11.40."),
        ("€5", "“€5” is not an amount in USD."),
        ("-5", "A cost cannot be less than zero. Write $5.00 if that is meant."),
        ("0.125", "“0.125” has more decimal places than USD. Round it, as $0.13."),
        ("9" * 18, f"“{'9' * 18}” is too large for a cost."),
    ],
)
def test_a_wrong_cost_says_what_is_right(text: str, said: str) -> None:
    """Where it is read, and below the field on its page."""
    form = CostsForm(case(), [a_variant()], {"MUG-BLUE": text})
    faults = read_form(form).faults

    assert faults["MUG-BLUE"].startswith(said)
    shown = drawn(replace(form, faults=faults))["blocks"][3]
    assert shown["elements"][0]["text"] == f"⚠️ {faults['MUG-BLUE']}"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, ""),
        ({"MUG": "9"}, "Someone already saved a cost for MUG. Yours was not used."),
        ({"MUG": "9", "A": "1"}, "Someone already saved a cost for MUG, A. Yours were not used."),
    ],
)
def test_who_was_first_is_said(typed: dict[str, str], said: str) -> None:
    """What is still lacking is not among it."""
    assert had_one(CostsForm(case(), [a_variant()], {**typed, "MUG-BLUE": "4"})) == said


def test_what_has_changed_is_said_above_it() -> None:
    """It has to be looked at again before it is posted."""
    view = second(CostsForm(case(), [a_variant()], {"MUG-BLUE": "4"}), note=CHANGED)

    assert "This has changed since you looked." in str(view["blocks"])


def test_pages_say_where_one_is() -> None:
    """With buttons in the directions that there are."""
    many = [a_variant(f"V{number}") for number in range(2 * PAGE + 1)]

    shown = str(drawn(CostsForm(case(), many, page=1)))

    assert "What one piece costs · page 2 of 3" in shown
    assert names.COSTS_BACK in shown
    assert names.COSTS_NEXT in shown
    assert names.COSTS_NEXT not in str(drawn(CostsForm(case(), many, page=2)))


def test_a_form_whose_last_page_is_gone_shows_what_there_is() -> None:
    """Someone else filled in the rest meanwhile."""
    assert CostsForm(case(), [a_variant()], page=4).shown == [a_variant()]


@FEWER
@given(st.lists(MONSTROUS.filter(bool), min_size=1, max_size=15, unique=True), MONSTROUS, MONSTROUS)
def test_any_variants_can_be_asked_for(skus: list[str], title: str, name: str) -> None:
    """Whatever stands in SKU, title and names, Slack takes the form, and it is read back."""
    last = LastCost(Money(1, "USD"), name, name, NOW)
    lacking = [a_variant(sku, title, last=last) for sku in skus]
    book = a_book(name=name, slug="northwind")
    form = CostsForm(replace(case(), book=book), lacking, {skus[0]: "4.00", REST: "5"})

    for typed in ({skus[0]: "4.00", REST: "5"}, {skus[0]: "0", REST: "1,234"}):
        step = replace(form, typed=typed)
        asking = check_view(checked_view(seen_modal(seen(step))))
        assert (read_seen(asking).incident_id, read_seen(asking).form_id) == (7, "V1")
        assert total(asking["blocks"]) <= TOTAL
        assert "<!channel>" not in str([one for one in asking["blocks"] if "text" in one])
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


@FEWER
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
        an_event("costs_added", "U0ANA", facts),
        an_event("costs_added", None, {"file": "x", "refused": text or "y"}),
    ]

    check_message(checked(thread_reply(events, a_case()).blocks))


def test_the_sheet_is_written_for_the_country() -> None:
    """Semicolons where a comma is for cents; nothing in it runs as a formula."""
    lacking = [a_variant("=1+1", "Mug; blue"), a_variant("B", sold=Decimal("2.50"))]
    german = replace(case(), book=a_book(locale="de_DE"))

    assert costs_sheet(german, lacking).splitlines()[1:] == [
        '"\'=1+1";"Mug; blue";"12";"";"USD"',
        '"B";"Blue mug";"2.5";"";"USD"',
    ]
    assert costs_sheet(case(), lacking).startswith('\ufeff"SKU","Title","Sold","Cost","Currency"')
    assert sheet_name(case()) == "costs-northwind-INC-7.csv"


def test_the_second_step_shows_pieces_cost_and_sum() -> None:
    """Each variant with what it comes to, the sum of the entries, and the button that names it."""
    lacking = [a_variant(), a_variant("POT", "Tea pot", sold=Decimal(9))]

    view = second(CostsForm(case(), lacking, {"MUG-BLUE": "5.15", "POT": "$4.50"}))

    shown = str(view["blocks"])
    assert "Blue mug (MUG-BLUE)  12 × $5.15 = $61.80" in shown
    assert "Tea pot (POT)  9 × $4.50 = $40.50" in shown
    assert "*Total  $102.30*" in shown
    assert view["submit"]["text"] == "Post 2 entries ($102.30)"
    assert view["close"]["text"] == "Back"


def test_the_button_names_the_sum_as_far_as_slack_has_room() -> None:
    """24 characters: the entries are counted more shortly before the sum is left out."""
    many = [a_variant(f"V{number}", sold=Decimal(900)) for number in range(12)]
    typed = {one.sku: "4.00" for one in many}

    assert second(CostsForm(case(), many, typed))["submit"]["text"] == "Post 12 ($43,200.00)"


def test_what_still_waits_is_named() -> None:
    """The entries that lack another cost, and which."""
    lacking = [a_variant(), a_variant("POT", "Tea pot")]

    view = second(CostsForm(case(), lacking, {"POT": "4.00"}))

    assert "1 entry waits for the cost of Blue mug (MUG-BLUE)" in str(view["blocks"])
    assert "posts *1 of 2 entries* of Northwind Retail" in str(view["blocks"])


def test_a_second_person_is_asked_by_name_of_the_sum() -> None:
    """The button does not say that it posts what someone else has to approve."""
    view = second(CostsForm(case(), [a_variant()], {"MUG-BLUE": "40"}), wants_second=True)

    assert view["submit"]["text"] == "Request approval"
    assert "asks a second person to post *1 entry*" in str(view["blocks"])


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ({"MUG": "1,234"}, "Mug (MUG): did you mean $1.23 or $1,234.00?"),
        ({"MUG": "4,50", "POT": "5.15"}, "Mug (MUG): did you mean $4.50 or $450.00?"),
        ({"MUG": "1234.00", "POT": "5.15", "CUP": "4.50"}, "is $1,234.00 right? The others cost"),
        ({"MUG": "0.30", "POT": "5.15", "CUP": "4.50"}, "is $0.30 right? The others cost"),
        ({"TRAY": "51.60"}, "Tray (TRAY): is $51.60 right? One piece cost $5.15 last time."),
        ({"MUG": "0"}, "Mug (MUG): does one piece really cost nothing?"),
        ({REST: "60"}, "Tray (TRAY): is $60.00 right? One piece cost $5.15 last time."),
        ({REST: "1.234"}, "All that is left empty: did you mean $1.23 or $1,234.00?"),
    ],
)
def test_figures_in_doubt_are_asked_about_by_name(typed: dict[str, str], question: str) -> None:
    """Which separator, far from the others, far from the last time, nothing at all."""
    last = LastCost(Money(515, "USD"), "Harbor Coffee", "Etsy", NOW)
    lacking = [a_variant(sku, sku.title()) for sku in ("MUG", "POT", "CUP")]
    lacking.append(a_variant("TRAY", "Tray", last=last))

    view = second(CostsForm(case(), lacking, typed))

    asked = [one for one in view["blocks"] if one["type"] == "input"]
    assert len(asked) == 1
    assert question in asked[0]["label"]["text"]
    assert view["submit"]["text"] == "Continue"


def test_what_it_cost_last_vouches_for_a_cost() -> None:
    """A machine among mugs is not asked about where it cost about as much before."""
    last = LastCost(Money(44000, "USD"), "Harbor Coffee", "Etsy", NOW)
    lacking = [a_variant("MUG"), a_variant("POT"), a_variant("MACHINE", last=last)]
    typed = {"MUG": "5", "POT": "6", "MACHINE": "450"}

    assert second(CostsForm(case(), lacking, typed))["submit"]["text"] == "Post 3 ($5,532.00)"
