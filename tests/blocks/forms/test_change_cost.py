"""The forms that change a cost: what they ask, what they say it comes to, and that any is taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from blocks.forms.change_cost import (
    PAGE,
    ChangeForm,
    change_cost_modal,
    change_which_form,
    checked_why,
    read_change_form,
)
from blocks.forms.change_cost_seen import (
    CORRECT,
    ENTRY,
    LEAVE,
    Reach,
    SeenChange,
    change_seen_modal,
    read_change_seen,
)
from blocks.forms.parts import BadField
from blocks.kit import limits, names
from blocks.kit.validate import checked_view
from journal.amounts.money import Money
from journal.books.book import Platform
from journal.books.closed_days import OPEN, ClosedDays
from journal.entries.entry import Entry, Line, PostingStatus, Side
from journal.incidents.change_cost_preview import (
    Costed,
    LeftOut,
    NewCost,
    costed_of,
    preview_change,
)
from sandbox.slack.blocks.check import check_view
from tests.blocks.test_any_text import MONSTROUS
from tests.build import NOW, a_book, a_case, an_entry, some_content
from tests.handlers.views import button_of, element, fields, options

FOUR, TEN = Money(400, "USD"), Money(1000, "USD")


def posted(*skus: str, costs: Mapping[str, Money] | None = None) -> Entry:
    """Return JF-1042 of 7 July, in which three of each are posted at $4.00."""
    lines = tuple(
        Line(side, category="Goods", sku=sku, title=f"A {sku}", quantity=Decimal(3))
        for sku in skus or ("MUG",)
        for side in Side
    )
    known = costs or dict.fromkeys(skus or ("MUG",), FOUR)
    values: dict[str, Any] = {"posted_at": NOW, "sent": Money(1200, "USD"), "costs": known}
    content = some_content(lines=lines)
    return an_entry(content=content, status=PostingStatus.POSTED, **values)


def a_form(entry: Entry | None = None, **changes: Any) -> ChangeForm:
    """Return the form of an entry as it opens."""
    return ChangeForm(entry or posted(), a_book(), **{"platform": Platform.QUICKBOOKS, **changes})


def drawn(form: ChangeForm) -> dict[str, Any]:
    """Return the form as Slack takes it."""
    return check_view(checked_view(change_cost_modal(form)))


def other(number: int, pieces: str = "3") -> Costed:
    """Return another posted entry of mugs, of that day in July."""
    one = costed_of(posted())
    portion = replace(one.portions[0], pieces=Decimal(pieces))
    return replace(one, id=number, day=date(2026, 7, number), portions=(portion,))


def seen(
    form: ChangeForm,
    *others: Costed,
    since: date | None = None,
    closed: ClosedDays = OPEN,
    with_closed: bool = False,
    left_out: tuple[LeftOut, ...] = (),
    **more: Any,
) -> SeenChange:
    """Return the second step: this entry alone, or all of them since a day."""
    read = form.read()
    costs = {sku: NewCost(cost, form.entry.costs[sku]) for sku, cost in read.costs.items()}
    own = costed_of(form.entry)
    one = preview_change([own], costs, closed=closed, with_closed=with_closed)
    every = preview_change([own, *others], costs, closed=closed, with_closed=with_closed)
    every = replace(every, left_out=left_out)
    reaches = [Reach(None, one), Reach(since or date(2026, 7, 1), every)]
    chosen = None if read.questions else reaches[since is not None]
    return SeenChange(form, "V1", read, reaches, chosen, **more)


def second(shown: SeenChange) -> dict[str, Any]:
    """Return the second step as Slack takes it."""
    return check_view(checked_view(change_seen_modal(shown)))


# --- the first step


def test_a_field_says_what_was_posted() -> None:
    """Name, pieces and the cost of each variant; why is asked and has to be said."""
    view = drawn(a_form(posted("MUG", "POT")))

    assert fields(view) == [
        names.cost_block("MUG", 0),
        names.cost_block("POT", 0),
        names.CHANGE_WHY_BLOCK,
    ]
    mug = view["blocks"][2]
    assert mug["label"]["text"] == "A MUG (MUG)"
    assert mug["hint"]["text"] == "3 in this entry, posted at $4.00"
    assert mug["optional"]
    assert not view["blocks"][-1].get("optional")
    first = view["blocks"][0]["text"]["text"]
    assert first == "*JF-1042* of Northwind Retail · Shopify · Jul 7, 2026 · $12.00"


def test_many_variants_take_pages() -> None:
    """Ten a page, with a button to the next; what is wrong stands below its field."""
    skus = [f"SKU-{n:02}" for n in range(PAGE + 1)]
    form = a_form(posted(*skus))

    first, last = drawn(form), drawn(replace(form, page=1, faults={"SKU-10": "no amount"}))

    assert len(fields(first)) == PAGE + 1
    assert [one["action_id"] for one in first["blocks"][-2]["elements"]] == [names.CHANGE_COST_NEXT]
    assert fields(last)[0] == names.cost_block("SKU-10", 0)
    assert "no amount" in str(last["blocks"])
    assert form.page_of("SKU-10") == 1


def test_only_another_cost_counts() -> None:
    """The cost that it has already is none; one that is far from it is asked about."""
    form = a_form(posted("MUG", "POT", "CUP"), typed={"MUG": "4", "POT": "$4.50", "CUP": "450"})

    read = form.read()

    assert read.costs == {"POT": Money(450, "USD")}
    assert list(read.questions) == ["CUP"]


def test_why_has_to_be_said() -> None:
    """In some words, and not in too many."""
    view = drawn(a_form())
    for text in ("", " ", "x" * (limits.NOTE + 1)):
        held = {names.CHANGE_WHY_BLOCK: {names.CHANGE_WHY_INPUT: {"value": text}}}
        with pytest.raises(BadField):
            checked_why(read_change_form({**view, "state": {"values": held}}))


def test_one_of_several_entries_is_chosen() -> None:
    """Each with its day and what was posted."""
    entries = [posted(), replace(posted(), id=1043)]

    view = check_view(checked_view(change_which_form(a_case(), entries)))

    assert options(view, names.CHANGED_ENTRY_INPUT) == ["1042", "1043"]
    assert "JF-1042 · Jul 7, 2026 · $12.00" in str(view["blocks"])


# --- the second step


def test_this_entry_shows_what_it_comes_to() -> None:
    """Pieces, both costs, both sums and the difference; and what of later entries."""
    view = second(seen(a_form(typed={"MUG": "4.50"}), other(2)))

    text = str(view["blocks"])
    assert "A MUG (MUG)  3 × $4.00 → $4.50: $12.00 → $13.50 (+$1.50)" in text
    assert "*Total  $12.00 → $13.50 (+$1.50)*" in text
    assert button_of(view) == "Correct 1 entry (+$1.50)"
    assert options(view, names.CHANGE_REACH) == [ENTRY, "2026-07-01"]
    assert "Later entries keep the old cost." in text
    assert view["close"]["text"] == "Back"


def test_all_entries_show_what_they_come_to() -> None:
    """Their sum, their numbers, and the cost that holds from now on."""
    form = a_form(typed={"MUG": "3"})

    view = second(seen(form, other(2), other(3, "4"), since=date(2026, 7, 2)))

    text = str(view["blocks"])
    assert "10 × $4.00 → $3.00: $40.00 → $30.00 (-$10.00)" in text
    assert "All 3 entries since Jul 2, 2026" in text
    assert "JF-1042 Jul 7, JF-2 Jul 2, JF-3 Jul 3" in text
    assert "Later entries of Shopify: MUG $3.00" in text
    assert button_of(view) == "Correct 3 (-$10.00)"
    sent = read_change_seen({**view, "state": {"values": {}}})
    assert sent.drawn == sent.chosen == ("2026-07-02", LEAVE)


def test_closed_days_are_said_and_chosen() -> None:
    """Which months, how many entries, and both of what can become of them."""
    closed, form = ClosedDays(until=date(2026, 7, 2)), a_form(typed={"MUG": "3"})

    left = second(seen(form, other(2), since=date(2026, 7, 2), closed=closed))
    too = second(seen(form, other(2), since=date(2026, 7, 2), closed=closed, with_closed=True))

    assert "🔒 *July 2026 is closed in QuickBooks.* 1 entry stands there." in str(left["blocks"])
    assert options(left, names.CHANGE_CLOSED) == [LEAVE, CORRECT]
    assert element(left, names.CHANGE_CLOSED)["initial_option"]["value"] == LEAVE
    assert element(too, names.CHANGE_CLOSED)["initial_option"]["value"] == CORRECT
    assert (button_of(left), button_of(too)) == ("Correct 1 entry (-$3.00)", "Correct 2 (-$6.00)")


def test_what_stays_is_named() -> None:
    """Entries whose costs are not known, and those that wait on a card themselves."""
    left = (LeftOut("JF-8", is_unknown=True), LeftOut("JF-9", is_unknown=False, incident_id=7))

    view = second(seen(a_form(typed={"MUG": "3"}), since=date(2026, 7, 2), left_out=left))

    text = str(view["blocks"])
    assert "its costs aren't known: JF-8" in text
    assert "a correction of it waits: JF-9 (INC-7)" in text


def test_a_second_person_is_asked() -> None:
    """The button says so."""
    view = second(seen(a_form(typed={"MUG": "3"}), wants_second=True))

    assert button_of(view) == "Request approval"


@pytest.mark.parametrize("platform", [Platform.TRYTON, Platform.POSTING_SERVICE])
def test_a_platform_that_changes_nothing_says_what_can_be_done(platform: Platform) -> None:
    """The entry stays, with what to do instead; the cost alone is saved."""
    form = a_form(typed={"MUG": "3"}, platform=platform)
    nothing = preview_change([], {"MUG": NewCost(Money(300, "USD"))})
    reach = Reach(date(2026, 7, 7), nothing)

    view = second(SeenChange(form, "V1", form.read(), [reach], reach))

    assert fields(view) == []
    assert platform.label in str(view["blocks"])
    assert "JF-1042" in str(view["blocks"])
    assert button_of(view) == "Save 1 cost"


def test_a_figure_in_doubt_is_asked_first() -> None:
    """By name, with what its pieces come to; nothing else can be sent in."""
    view = second(seen(a_form(typed={"MUG": "1,234"})))

    assert fields(view) == [names.doubt_block("MUG")]
    assert options(view, names.DOUBT_INPUT) == ["123", "123400"]
    assert "3 × $1.23 = $3.69" in str(view["blocks"])
    assert read_change_seen({**view, "state": {"values": {}}}).mark == ""


@given(text=MONSTROUS)
def test_any_text_can_be_drawn(text: str) -> None:
    """Whatever variants, books and channels are called."""
    lines = tuple(
        Line(side, category="Goods", sku=f"x{text}"[:100], title=text, quantity=Decimal(3))
        for side in Side
    )
    content = some_content(lines=lines, sales_channel=text)
    entry = replace(posted(), content=content, costs={str(lines[0].sku): FOUR})
    form = replace(a_form(entry, typed={str(lines[0].sku): "5"}), why=text)

    drawn(form)
    second(seen(form, since=date(2026, 7, 1)))
